"""Workbooks of pages: the register in the columns of the import, closed periods, pairs that look alike."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from aid.imports import AidResource
from aid.models import ClosedPeriod
from core.history import acting
from core.imports.outcome import judge_file
from core.models import AccessLog
from core.spreadsheets.template import AID
from tests.factories import AidItemFactory, CommitmentFactory, PartnerFactory

pytestmark = pytest.mark.django_db
LIST = reverse("aid:item_list")


def rows_of(response):
    return [list(row) for row in load_workbook(io.BytesIO(response.content)).worksheets[0].values]


@pytest.fixture
def items(law):
    donor = PartnerFactory(name="Quỹ Nhịp cầu")
    names = {"VT-2025-001": "Lớp học", "VT-2025-002": "Trạm y tế", "VT-2025-003": "Bể lọc nước"}
    for code, name in names.items():
        item = AidItemFactory(code=code, name=name, donor=donor, note="=1+1")
        CommitmentFactory(item=item)
    return donor


def test_register_of_a_list_comes_back_unchanged_filter_and_order_kept(items, cast, sign_in):
    AidItemFactory(code="VT-2025-009", name="Của nhà tài trợ khác", donor=PartnerFactory(name="Hội Bạn hữu"))
    staff = cast["SNGV_STAFF"]
    query = {"nha_tai_tro": items.pk, "sort": "-name"}
    shown = sign_in(staff).get(LIST, query).content.decode()

    response = sign_in(staff).get(LIST, query | {"xuat": "mau"})

    head, *rows = rows_of(response)
    assert [text.rstrip("*") for text in head] == [column.header for column in AID.columns]
    codes = [row[1] for row in rows]
    assert codes == sorted(codes, key=shown.index)
    assert sorted(codes) == ["VT-2025-001", "VT-2025-002", "VT-2025-003"]
    resource = AidResource(by=staff, today=timezone.localdate())
    outcome = judge_file(resource, response.content, "so.xlsx")
    assert (outcome.refusals, outcome.counts["unchanged"]) == ([], 3)
    assert AccessLog.objects.filter(kind=AccessLog.Kind.EXPORT, subject__contains="3 dòng").exists()


def test_register_is_for_who_may_import(items, cast, sign_in):
    assert "xuat=mau" in sign_in(cast["SNGV_STAFF"]).get(LIST).content.decode()
    assert "xuat=mau" not in sign_in(cast["AUDITOR"]).get(LIST).content.decode()
    assert sign_in(cast["AUDITOR"]).get(LIST, {"xuat": "mau"}).status_code == 403


def test_pairs_in_sight_come_out_as_a_table(items, cast, sign_in):
    for code in ("VT-2025-004", "VT-2025-005"):
        item = AidItemFactory(code=code, name="Nước sạch cho vùng ven biển", donor=items)
        CommitmentFactory(item=item)
    client = sign_in(cast["SNGV_STAFF"])

    [head, *rows] = rows_of(client.get(reverse("aid:twin_list"), {"xuat": "xlsx"}))

    assert head[0] == "Giống (trên 100)"
    assert len(rows) == client.get(reverse("aid:twin_list")).content.decode().count('class="pad aid-pair"')
    assert any({"VT-2025-004", "VT-2025-005"} == {row[2][:11], row[4][:11]} for row in rows)


def test_closed_periods_come_out_as_a_table(cast, sign_in):
    days = {"first_day": date(2025, 1, 1), "last_day": date(2025, 6, 30), "closed_on": date(2025, 7, 9)}
    with acting(by=cast["SNGV_STAFF"], verb="tests.close", label="Khóa"):
        ClosedPeriod(**days, reason="Báo cáo 6 tháng").save()

    [_, row] = rows_of(sign_in(cast["FIN"]).get(reverse("aid:period_list"), {"xuat": "xlsx"}))

    assert [row[0].date(), row[1].date(), row[2].date(), row[3]] == [*days.values(), "Báo cáo 6 tháng"]
