"""Commitments on the page of an item: several, each added, changed and removed by itself."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from aid.actions.commitments import edit_commitment, remove_commitment
from aid.actions.counterparts import add_counterpart, remove_counterpart
from aid.actions.items import ItemContent, edit_item
from aid.actions.money import money_fields
from aid.actions.periods import close_period
from aid.models import AidItem, Commitment, ItemSector
from core.history import acting
from core.legal import RuleError
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast, law):
    row = AidItemFactory(code="VT-2025-001", recipient=cast.agencies["SYT"])
    CommitmentFactory(item=row)
    return row


@pytest.fixture
def staff(cast, sign_in):
    return sign_in(cast["SNGV_STAFF"])


def typed(**changes):
    return {"amount": "50.000,00", "currency": "USD", "committed_on": "02/07/2025"} | changes


def test_a_second_commitment_adds_to_the_total(staff, item):
    where = reverse("aid:commitment_add", args=[item.code])
    assert where in staff.get(item.get_absolute_url()).text

    assert staff.post(where, typed()).url == item.get_absolute_url()

    rows = list(item.commitments.order_by("pk"))
    assert [row.usd_minor for row in rows] == [10_000_000, 5_000_000]
    assert rows[1].committed_on == date(2025, 7, 2)
    assert rows[1].history.get().action_label == "Thêm cam kết"
    page = staff.get(item.get_absolute_url()).text.replace("\u00a0", " ")
    assert "150.000 USD" in page
    assert "Cam kết ngày 02/07/2025" in page


def test_a_commitment_is_edited_and_a_stale_form_gets_both_texts(staff, item):
    row = CommitmentFactory(item=item)
    where = reverse("aid:commitment_edit", args=[item.code, row.pk])
    assert staff.post(where, typed(version="1")).status_code == 302
    stale = staff.post(where, typed(amount="1.000,00", version="1"))
    row.refresh_from_db()
    assert stale.status_code == 409
    assert (row.usd_minor, row.version) == (5_000_000, 2)


def test_the_items_own_form_does_not_overwrite_a_newer_commitment(staff, item):
    before = item.version
    staff.post(reverse("aid:commitment_add", args=[item.code]), typed())
    assert AidItem.objects.get().version == before + 1


def test_a_commitment_is_removed_with_a_reason_and_only_as_it_was_seen(staff, item):
    row = CommitmentFactory(item=item)
    where = reverse("aid:commitment_remove", args=[item.code, row.pk])
    assert staff.get(where).context["form"]["version"].value() == 1
    assert "Nhập lý do" in staff.post(where, {"version": "1", "reason": ""}).text
    assert staff.post(where, {"version": "0", "reason": "ghi nhầm"}).status_code == 409
    assert Commitment.objects.count() == 2
    assert staff.post(where, {"version": "1", "reason": "ghi nhầm"}).status_code == 302
    assert Commitment.objects.count() == 1
    assert row.history.first().history_change_reason == "ghi nhầm"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"amount": ""}, "Nhập số tiền cam kết", id="thiếu số tiền"),
        pytest.param({"amount": "0"}, "lớn hơn 0", id="số không"),
        pytest.param({"committed_on": "31/02/2025"}, "31/02/2025", id="ngày không có"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(staff, item, changes, words):
    answer = staff.post(reverse("aid:commitment_add", args=[item.code]), typed(**changes))
    assert answer.status_code == 200
    assert words in answer.text
    assert Commitment.objects.count() == 1


def test_commitments_are_for_who_may_edit_the_item(cast, client, item):
    where = reverse("aid:commitment_add", args=[item.code])
    for account, status in ((cast.other_focal, 404), (cast["AUDITOR"], 403), (cast["FOCAL"], 302)):
        client.force_login(account)
        assert client.post(where, typed()).status_code == status


def test_a_further_commitment_begins_with_the_currency_of_the_item(staff, item):
    euros = AidItemFactory(recipient=item.recipient)
    CommitmentFactory(item=euros, currency="EUR")
    form = staff.get(reverse("aid:commitment_add", args=[euros.code])).context["form"]
    assert form["currency"].value() == "EUR"


@pytest.mark.parametrize(
    ("amount", "stands", "code"),
    [
        pytest.param("59.999,99", 10_000_000, 200, id="thấp hơn số đã giải ngân thì không lưu"),
        pytest.param("60.000,00", 6_000_000, 302, id="vừa bằng số đã giải ngân"),
    ],
)
def test_a_commitment_is_not_lowered_below_what_was_paid(staff, item, amount, stands, code):
    row = item.commitments.get()
    DisbursementFactory(item=item, amount_minor=6_000_000, usd_minor=6_000_000)

    answer = staff.post(
        reverse("aid:commitment_edit", args=[item.code, row.pk]), typed(amount=amount, version="1")
    )

    row.refresh_from_db()
    assert (answer.status_code, row.usd_minor) == (code, stands)
    if code == 200:
        said = "Cam kết thấp hơn số đã giải ngân 60.000 USD; giữ cam kết, hoặc sửa giải ngân trước."
        assert said in answer.text.replace("\u00a0", " ")
        assert amount in answer.text


@pytest.fixture
def corrected(item):
    """A commitment of 100,000 USD with a correction of 20,000 in an open period."""
    row = item.commitments.get()
    CommitmentFactory(
        item=item, corrects=row, entry="DIEU_CHINH", amount_minor=2_000_000, usd_minor=2_000_000,
        booked_on=date(2025, 12, 1), effective_on=date(2025, 6, 1), reason="tăng vốn",
    )  # fmt: skip
    return row


@pytest.mark.parametrize(
    ("amount", "own"),
    [
        pytest.param("120.000,00", 10_000_000, id="lưu nguyên thì không nhân đôi"),
        pytest.param("150.000,00", 13_000_000, id="số mới là cả dòng cùng điều chỉnh"),
        pytest.param("20.000,00", 10_000_000, id="không còn gì cho dòng gốc thì không lưu"),
    ],
)
def test_a_commitment_stands_with_its_corrections(staff, item, corrected, amount, own):
    where = reverse("aid:commitment_edit", args=[item.code, corrected.pk])
    assert "120.000" in staff.get(where).text

    staff.post(where, typed(amount=amount, committed_on="", version="1"))

    corrected.refresh_from_db()
    assert corrected.amount_minor == own


@pytest.mark.parametrize(
    ("amount", "own", "total"),
    [
        pytest.param("120.000,00", 10_000_000, 12_000_000, id="lưu nguyên thì không đổi"),
        pytest.param("150.000,00", 13_000_000, 15_000_000, id="số mới là cả dòng cùng điều chỉnh"),
        pytest.param("20.000,00", 10_000_000, 12_000_000, id="không còn gì cho dòng gốc thì không lưu"),
    ],
)
def test_the_items_own_form_shows_a_commitment_with_its_corrections(
    staff, item, corrected, amount, own, total
):
    where = reverse("aid:item_edit", args=[item.code])
    typed = as_shown(staff, where)
    assert typed["amount"] == "120.000,00"
    sector = SectorFactory()
    staff.post(where, typed | {"mode": "DU_AN", "sector": sector.pk, "amount": amount})

    corrected.refresh_from_db()
    assert corrected.amount_minor == own
    assert sum(row.usd_minor for row in item.commitments.all()) == total


def as_shown(staff, where):
    """What the form of an item sends when nothing is changed."""
    page = BeautifulSoup(staff.get(where).text, "html5lib")
    fields = page.select("form[data-aid-form] [name]:not([type=file]):not([type=radio]):not([type=checkbox])")
    typed = {one["name"]: one.get("value", "") for one in fields if one.name == "input"}
    return typed | {
        one["name"]: one.select_one("[selected]")["value"]
        for one in fields
        if one.name == "select" and one.select_one("[selected]")
    }


@pytest.mark.parametrize("has_other", [False, True], ids=["không còn cam kết", "ghi lại bằng EUR"])
def test_the_items_own_form_leaves_an_amount_that_corrections_took_away(has_other, staff, item, cast):
    by, today = cast["SNGV_STAFF"], date(2026, 1, 5)
    sector = SectorFactory()
    with acting(by=by, verb="tests.sector", label="Lĩnh vực"):
        ItemSector(item=item, sector=sector, share_percent=100).save()
    dong = money_fields(amount=Decimal(500), currency="VND", day=today)
    line = add_counterpart(item=item, kind="TIEN", money=dong, by=by)
    close_period(
        first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), reason="1/BC", today=today, by=cast["FIN"]
    )
    told = {"expected": 1, "by": by, "reason": "x", "today": today}
    remove_counterpart(counterpart=line, **told)
    told["commitment"] = item.commitments.get()
    if has_other:
        rates = {"rate": Decimal(28_400), "usd_rate": Decimal(26_300)}
        euro = money_fields(amount=Decimal(180_000), currency="EUR", day=today, **rates)
        edit_commitment(money=euro, committed_on=None, **told)
    else:
        remove_commitment(**told)
    before = list(item.commitments.order_by("pk").values_list("pk", "amount_minor", "currency", "usd_minor"))
    where = reverse("aid:item_edit", args=[item.code])
    typed = as_shown(staff, where)
    assert (typed["amount"], typed["counterpart_amount"]) == ("180.000,00" if has_other else "", "")

    answer = staff.post(where, typed | {"mode": "DU_AN", "sector": sector.pk, "note": "đã gọi"})

    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.note == "đã gọi"
    after = item.commitments.order_by("pk").values_list("pk", "amount_minor", "currency", "usd_minor")
    assert (list(after), item.counterparts.count()) == (before, 2)


def test_the_items_own_form_lowers_no_commitment_below_what_was_paid(item, cast):
    DisbursementFactory(item=item, amount_minor=6_000_000, usd_minor=6_000_000)
    money = money_fields(amount=Decimal(50_000), currency="USD", day=date(2025, 6, 1))
    content = ItemContent(values={}, commitment=money | {"committed_on": None}, may_lack_sector=True)

    with pytest.raises(RuleError, match="thấp hơn số đã giải ngân"):
        edit_item(
            item=item, expected=item.version, content=content, today=date(2026, 1, 1), by=cast["SNGV_STAFF"]
        )

    assert item.commitments.get().amount_minor == 10_000_000


def test_a_commitment_with_corrections_is_not_deleted(staff, item, corrected):
    where = reverse("aid:commitment_remove", args=[item.code, corrected.pk])

    answer = staff.post(where, {"version": "1", "reason": "nhầm"})

    assert "có dòng điều chỉnh đi kèm nên chưa xóa được" in answer.text
    assert item.commitments.count() == 2


def test_the_only_commitment_is_not_deleted_where_money_came(staff, item):
    row = item.commitments.get()
    DisbursementFactory(item=item, amount_minor=100, usd_minor=100)
    where = reverse("aid:commitment_remove", args=[item.code, row.pk])

    answer = staff.post(where, {"version": "1", "reason": "nhầm"})

    assert "Khoản đã giải ngân nên không bỏ hết cam kết" in answer.text
    assert item.commitments.get() == row
