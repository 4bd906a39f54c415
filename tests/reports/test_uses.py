"""The page of an aid item says which figures and reports it goes into, with working links."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from aid.models import AidItem
from core.history import acting
from core.models import User
from reports.models import Report, ReportFigure, ReportSnapshot
from reports.uses import SHOWN
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory, bring_report_to

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def item(cast):
    row = AidItemFactory(recipient=cast.agencies["SYT"], approved_on=date(2025, 6, 1))
    CommitmentFactory(item=row)
    DisbursementFactory(item=row, paid_on=date(2025, 7, 1))
    DisbursementFactory(item=row, paid_on=date(2026, 1, 9))
    return row


def card(client, item):
    """Return the words of the card, or "" where the page has none."""
    page = BeautifulSoup(client.get(item.get_absolute_url()).content, "html5lib")
    found = page.find("section", attrs={"aria-labelledby": "dung-trong"})
    return found


def links(client, item):
    found = card(client, item)
    return [(link.get_text(), link["href"]) for link in found.select("a")] if found else []


def test_each_year_names_its_figures_and_every_link_holds_the_item(item, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    found = links(client, item)
    assert [(words, href.partition("?")[2]) for words, href in found] == [
        ("Chương trình, dự án, phi dự án tiếp nhận mới", "nam=2025"),
        ("Giá trị cam kết của khoản tiếp nhận mới", "nam=2025"),
        ("Giải ngân trong kỳ", "nam=2025"),
        ("Giải ngân trong kỳ", "nam=2026"),
    ]
    for _, href in found:
        assert item.code in client.get(href).text
    assert "Giải ngân trong năm 2026 không tính vào giải ngân năm 2025." in card(client, item).get_text()


def make_report(cast, title, **columns):
    """Return a report of 2025 of the department."""
    with acting(by=User.objects.system(), verb="tests.make", label="Tạo dữ liệu thử"):
        issuer = cast.agencies["SNGV"]
        report = Report(**{"year": 2025, "code": "tong-ket", "title": title, "issuer": issuer} | columns)
        report.save()
    return report


def test_reports_of_the_year_are_named_to_those_who_read_them(item, cast, sign_in):
    make_report(cast, "Báo cáo năm thử")
    assert "Báo cáo năm thử" in dict(links(sign_in(cast["SNGV_STAFF"]), item))
    assert "Báo cáo năm thử" not in dict(links(sign_in(cast["FOCAL"]), item))


def test_only_reports_that_count_the_item_are_named(item, cast, sign_in):
    """A draft by what its window covers today, a locked one by the records of its last lock."""
    make_report(cast, "Quý của khoản", code="sau-thang", period="SAU_THANG_DAU")
    own_days = {"period": "CUSTOM", "start_on": date(2025, 1, 1), "end_on": date(2025, 3, 31)}
    make_report(cast, "Quý khác", code="quy-1", **own_days)
    rows = {"model": "aid.aiditem", "rows": [[item.pk, 1, "1"]], "left_out": []}
    stranger = {"model": "aid.commitment", "rows": [[item.pk + 7000, 1, "1"]], "left_out": []}
    for at, (title, *locks) in enumerate(
        [
            ("Đã chốt có khoản", [stranger], [stranger, rows]),
            ("Chốt lại không còn khoản", [rows], [stranger]),
            ("Chốt khoản mang cùng số", [rows | {"model": "aid.disbursement", "rows": [[-1, 1, "1"]]}]),
        ]
    ):
        report = make_report(cast, title, code=f"khoa-{at}", **own_days)
        days = {"start_on": date(2025, 1, 1), "end_on": date(2025, 12, 31), "as_of": date(2025, 12, 31)}
        for ordinal, sources in enumerate(locks, 1):
            lock = ReportSnapshot.objects.create(
                report=report, ordinal=ordinal, taken_by=cast["SNGV_STAFF"], **days
            )
            ReportFigure.objects.create(
                snapshot=lock, code=SHOWN[0], label="Khoản", text="1", records=1, sources=sources
            )
        with acting(by=User.objects.system(), verb="tests.make", label="Chốt để thử"):
            bring_report_to(report, Report.Status.DATA_LOCKED)
    named = [words for words, href in links(sign_in(cast["SNGV_STAFF"]), item) if "/so/" not in href]
    assert [words for words in named if words.startswith(("Quý", "Đã chốt", "Chốt"))] == [
        "Quý của khoản", "Đã chốt có khoản",
    ]  # fmt: skip


def test_emergency_grants_are_counted_beside(cast, sign_in):
    item = AidItemFactory(emergency=True, recipient=cast.agencies["SYT"])
    CommitmentFactory(item=item)
    assert [words for words, _ in links(sign_in(cast["SNGV_STAFF"]), item)] == [
        "Khoản cứu trợ khẩn cấp",
        "Giá trị cứu trợ khẩn cấp",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"approved_on": None, "rule_set": "", "status": AidItem.Status.DOSSIER}, id="chưa duyệt"
        ),
        pytest.param({"status": AidItem.Status.REJECTED}, id="không tiếp nhận"),
    ],
)
def test_an_item_that_no_figure_counts_has_no_card(cast, sign_in, changes):
    item = AidItemFactory(recipient=cast.agencies["SYT"], **changes)
    assert card(sign_in(cast["SNGV_STAFF"]), item) is None
