"""Search over the numbers of papers: issued, noted from outside, of meetings; only what one may read."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from core.history import acting
from core.models import User
from core.search import search_all
from reports.models import DocumentNumber

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(cast):
    agency = cast.agencies["LHHN"]
    agency.symbol = "LHHN"
    with acting(by=User.objects.system(), verb="tests.number", label="Tạo dữ liệu thử"):
        agency.save()
        row = DocumentNumber(
            agency=agency, year=2025, series="BC", number=8, dated_on=date(2025, 12, 20),
            subject="Công tác hội",
        )  # fmt: skip
        row.save()
    return row


def found(user, typed):
    return next((group.rows for group in search_all(user, typed) if group.label == "Số văn bản"), [])


@pytest.mark.parametrize("typed", ["08/BC-LHHN", "08/bc-lhhn", "số 08/BC-LHHN", "so 08/bc", "cong tac hoi"])
def test_a_paper_numbered_outside_is_found_by_its_mark_and_its_subject(cast, sign_in, number, typed):
    (hit,) = found(cast["UBND_LEADER"], typed)
    assert hit.label == "08/BC-LHHN: Công tác hội"
    page = BeautifulSoup(sign_in(cast["UBND_LEADER"]).get(hit.url).content, "html5lib")
    assert [row.get_text(strip=True) for row in page.select("tbody td.main")] == ["08/BC-LHHN"]
    assert found(cast["LH_STAFF"], typed)
    assert not found(cast["FOCAL"], typed), "numbers of other agencies"
