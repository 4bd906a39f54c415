"""Closed periods: what the rules say, and how lines of the ledger are corrected instead of rewritten."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from aid.actions import commitments as commitment_actions
from aid.actions import money as actions
from aid.actions.items import ItemContent, add_item, edit_item
from aid.actions.money import money_fields
from aid.actions.periods import close_period, undo_closing
from aid.models import AidItem, ClosedPeriod, Commitment, Disbursement
from aid.periods import Books, closing_problems, reopening_problems
from core.legal import RuleError
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.django_db
YEAR = Books(date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def item(cast, law):
    row = AidItemFactory(code="VT-2025-010", recipient=cast.agencies["SYT"])
    CommitmentFactory(item=row)
    return row


@pytest.fixture
def by(cast):
    return cast["SNGV_STAFF"]


@pytest.fixture
def close(cast):
    """Return a function that closes 2025."""

    def run():
        return close_period(
            first_day=YEAR.first, last_day=YEAR.last, reason="Báo cáo 115/BC", today=TODAY, by=cast["FIN"]
        )

    return run


def usd(text, day=date(2025, 7, 1)):
    return money_fields(amount=Decimal(text), currency="USD", day=day)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        pytest.param(date(2024, 12, 31), True, id="ngày trước kỳ khóa đầu tiên"),
        pytest.param(date(2025, 1, 1), True, id="ngày đầu kỳ"),
        pytest.param(date(2025, 12, 31), True, id="ngày cuối kỳ"),
        pytest.param(date(2026, 1, 1), False, id="ngày sau kỳ"),
        pytest.param(None, False, id="chưa có ngày"),
    ],
)
def test_which_days_are_closed(day, closed):
    assert YEAR.is_closed(day) is closed
    assert not Books().is_closed(day)


@pytest.mark.parametrize(
    ("first", "last", "books", "reason", "words"),
    [
        pytest.param(YEAR.first, YEAR.last, Books(), "BC 115", "", id="kỳ đầu tiên"),
        pytest.param(date(2026, 1, 1), date(2026, 1, 11), YEAR, "BC", "", id="kỳ liền sau, đến hôm qua"),
        pytest.param(date(2026, 1, 2), date(2026, 1, 5), YEAR, "BC", "bắt đầu từ 01/01/2026", id="hở ngày"),
        pytest.param(date(2025, 6, 1), date(2026, 1, 5), YEAR, "BC", "bắt đầu từ 01/01/2026", id="chồng kỳ"),
        pytest.param(date(2026, 1, 1), TODAY, YEAR, "BC", "đến 11/01/2026", id="kỳ chưa qua"),
        pytest.param(date(2025, 2, 1), date(2025, 1, 1), Books(), "BC", "từ 01/02/2025", id="ngược ngày"),
        pytest.param(YEAR.first, YEAR.last, Books(), " ", "Ghi căn cứ", id="thiếu căn cứ"),
        pytest.param(YEAR.first, None, Books(), "BC", "Nhập ngày đầu", id="thiếu ngày"),
    ],
)
def test_which_period_may_be_closed(first, last, books, reason, words):
    found = " ".join(str(one) for one in closing_problems(first, last, books, TODAY, reason=reason))

    assert words in found
    assert bool(words) == bool(found)


@pytest.mark.parametrize(
    ("is_last", "corrections", "reason", "words"),
    [
        pytest.param(True, 0, "khóa nhầm", "", id="khóa nhầm"),
        pytest.param(False, 0, "khóa nhầm", "gần nhất", id="không phải lần cuối"),
        pytest.param(True, 2, "khóa nhầm", "2 dòng điều chỉnh", id="đã có điều chỉnh"),
        pytest.param(True, 0, "", "Nêu lý do", id="thiếu lý do"),
    ],
)
def test_when_a_closing_is_undone(is_last, corrections, reason, words):
    found = " ".join(
        str(one) for one in reopening_problems(is_last=is_last, corrections=corrections, reason=reason)
    )
    assert words in found
    assert bool(words) == bool(found)


def test_a_closed_line_is_not_rewritten_but_corrected_by_the_difference(item, by, close):
    row = DisbursementFactory(item=item)
    close()
    told = {"expected": 1, "paid_on": row.paid_on, "money": usd("8000"), "today": TODAY, "by": by}

    with pytest.raises(RuleError, match="đã khóa sổ đến hết ngày 31/12/2025"):
        actions.edit_disbursement(disbursement=row, **told)
    with pytest.raises(RuleError, match="Nêu lý do"):
        actions.edit_disbursement(disbursement=row, reason=" ", **told)
    line, _ = actions.edit_disbursement(disbursement=row, reason="chứng từ ghi 8.000", **told)

    row.refresh_from_db()
    assert (row.usd_minor, row.paid_on) == (1_000_000, date(2025, 7, 1))
    assert (line.usd_minor, line.paid_on, line.effective_on) == (-200_000, TODAY, date(2025, 7, 1))
    assert (line.corrects, line.reason) == (row, "chứng từ ghi 8.000")
    assert line.history.get().history_change_reason == "chứng từ ghi 8.000"
    assert sum(one.usd_minor for one in item.disbursements.all()) == 800_000


def test_days_before_the_first_closed_period_are_closed_with_it(cast, by, item):
    row = item.commitments.get()
    told = {"reason": "Báo cáo 115/BC", "today": TODAY, "by": cast["FIN"]}
    close_period(first_day=date(2025, 7, 1), last_day=YEAR.last, **told)

    with pytest.raises(RuleError, match="đã khóa sổ đến hết ngày 31/12/2025"):
        commitment_actions.edit_commitment(
            commitment=row, expected=1, money=usd("999999"), committed_on=None, today=TODAY, by=by
        )
    values = {
        "name": "Khoản của sổ cũ", "donor": item.donor, "recipient": item.recipient, "owner": item.owner,
        "approved_on": date(2025, 4, 1), "decision_number": "9/QĐ-UBND", "mode": "DU_AN",
        "booking_reason": "Nhập bổ sung từ bảng",
    }  # fmt: skip
    content = ItemContent(values=values, commitment=usd("5000"), may_lack_sector=True)
    late, _ = add_item(content=content, today=TODAY, by=by)

    assert late.booked_on == TODAY
    with pytest.raises(RuleError, match="1 dòng điều chỉnh"):
        undo_closing(period=ClosedPeriod.objects.get(), expected=1, reason="nhầm", by=cast["FIN"])


def test_a_second_correction_starts_from_what_stands(item, by, close, set_rate):
    set_rate("USD", "26380")
    money = money_fields(
        amount=Decimal("333.33"), currency="EUR", day=date(2025, 7, 1), rate=Decimal("29123.4567")
    )
    row, _ = actions.add_disbursement(item=item, paid_on=date(2025, 7, 1), money=money, today=TODAY, by=by)
    close()
    for version, amount in ((1, "333.34"), (2, "17.77")):
        fresh = money_fields(
            amount=Decimal(amount), currency="EUR", day=date(2025, 7, 1), rate=row.rate, usd_rate=row.usd_rate
        )
        actions.edit_disbursement(
            disbursement=Disbursement.objects.get(pk=row.pk), expected=version, paid_on=row.paid_on,
            money=fresh, today=TODAY, by=by, reason="sai số",
        )  # fmt: skip
    lines = item.disbursements.all()

    assert lines.count() == 3
    assert sum(line.amount_minor for line in lines) == 1777
    assert sum(line.usd_minor for line in lines) == fresh["usd_minor"]
    assert sum(line.vnd for line in lines) == fresh["vnd"]


def test_another_day_or_currency_takes_the_line_back_and_writes_it_anew(item, by, close):
    row = DisbursementFactory(item=item)
    close()

    actions.edit_disbursement(
        disbursement=row, expected=1, paid_on=date(2026, 1, 5), money=usd("10000"), today=TODAY, by=by,
        reason="tiền về sang năm",
    )  # fmt: skip

    found = list(item.disbursements.order_by("pk").values_list("paid_on", "usd_minor", "entry"))
    assert found == [
        (date(2025, 7, 1), 1_000_000, "GHI"),
        (TODAY, -1_000_000, "DIEU_CHINH"),
        (date(2026, 1, 5), 1_000_000, "GHI"),
    ]


def test_a_late_line_stands_in_the_open_period_as_a_whole(item, by, close):
    close()
    told = {"item": item, "paid_on": date(2025, 12, 31), "money": usd("500"), "today": TODAY, "by": by}

    with pytest.raises(RuleError, match="đã khóa sổ"):
        actions.add_disbursement(**told)
    row, _ = actions.add_disbursement(reason="chứng từ đến muộn", **told)

    assert (row.paid_on, row.effective_on, row.usd_minor) == (TODAY, date(2025, 12, 31), 50_000)
    first_open, _ = actions.add_disbursement(**told | {"paid_on": date(2026, 1, 1)})
    assert first_open.entry == "GHI"


def test_a_closed_line_is_taken_back_not_deleted_and_its_voucher_may_still_be_written(item, by, close):
    row = DisbursementFactory(item=item)
    close()
    actions.edit_disbursement(
        disbursement=row,
        expected=1,
        paid_on=row.paid_on,
        money=usd("10000"),
        today=TODAY,
        by=by,
        voucher="UNC 9",
    )
    line = actions.remove_disbursement(disbursement=row, expected=2, by=by, reason="ghi trùng", today=TODAY)

    assert Disbursement.objects.get(pk=row.pk).voucher == "UNC 9"
    assert line.usd_minor == -1_000_000
    actions.remove_disbursement(disbursement=line, expected=1, by=by, reason="nhầm", today=TODAY)
    assert item.disbursements.count() == 1


def test_commitments_count_on_the_approval_day_of_their_item(item, by, close):
    row = item.commitments.get()
    close()
    told = {"money": usd("90000"), "committed_on": None, "by": by, "today": TODAY}

    with pytest.raises(RuleError, match="đã khóa sổ"):
        commitment_actions.edit_commitment(commitment=row, expected=1, **told)
    line = commitment_actions.edit_commitment(commitment=row, expected=1, reason="theo phụ lục", **told)
    late = commitment_actions.add_commitment(item=item, reason="bổ sung", **told)

    assert (line.usd_minor, line.booked_on, line.effective_on) == (-1_000_000, TODAY, date(2025, 6, 1))
    assert (late.usd_minor, late.booked_on, late.entry) == (9_000_000, TODAY, "DIEU_CHINH")
    assert Commitment.objects.get(pk=row.pk).usd_minor == 10_000_000


def test_the_items_own_form_rewrites_no_closed_commitment(item, by, close):
    close()
    content = ItemContent(
        values={"name": "Tên mới"}, commitment=usd("1") | {"committed_on": None}, may_lack_sector=True
    )
    with pytest.raises(RuleError, match="Sửa cam kết"):
        edit_item(item=item, expected=1, content=content, today=TODAY, by=by)
    content.commitment = usd("100000") | {"committed_on": None}
    edit_item(item=AidItem.objects.get(pk=item.pk), expected=1, content=content, today=TODAY, by=by)
    content.values["approved_on"] = date(2026, 1, 3)
    with pytest.raises(RuleError, match="giữ ngày phê duyệt 01/06/2025"):
        edit_item(item=AidItem.objects.get(pk=item.pk), expected=2, content=content, today=TODAY, by=by)


def test_an_item_of_a_closed_period_is_booked_on_the_day_it_is_entered(world, by, close):
    close()
    values = {
        "name": "Khoản đến muộn", "mode": "DU_AN", "donor": world["donor"], "recipient": world["recipient"],
        "owner": world["recipient"], "approved_on": date(2025, 12, 31), "decision_number": "9/QĐ-UBND",
    }  # fmt: skip
    content = ItemContent(values=values, commitment=usd("700") | {"committed_on": None}, may_lack_sector=True)

    with pytest.raises(RuleError, match="Nêu lý do ghi bổ sung"):
        add_item(content=content, today=TODAY, by=by)
    content.values["booking_reason"] = "quyết định gửi muộn"
    saved, _ = add_item(content=content, today=TODAY, by=by)

    assert (saved.booked_on, saved.approved_on) == (TODAY, date(2025, 12, 31))
    assert list(AidItem.objects.booked_in(date(2026, 1, 1), TODAY)) == [saved]
    assert list(AidItem.objects.booked_in(YEAR.first, YEAR.last)) == []


def test_a_closing_is_undone_only_while_nothing_was_corrected(item, by, close, cast):
    row = DisbursementFactory(item=item)
    period = close()
    line = actions.remove_disbursement(disbursement=row, expected=1, by=by, reason="trùng", today=TODAY)
    told = {"period": period, "expected": 1, "reason": "khóa nhầm", "by": cast["FIN"]}

    with pytest.raises(RuleError, match="1 dòng điều chỉnh"):
        undo_closing(**told)
    actions.remove_disbursement(disbursement=line, expected=1, by=by, reason="nhầm", today=TODAY)
    undo_closing(**told)
    assert not ClosedPeriod.objects.exists()


def test_the_form_offers_the_correction_and_keeps_what_was_typed(item, cast, sign_in, close):
    row = DisbursementFactory(item=item)
    close()
    staff = sign_in(cast["SNGV_STAFF"])
    where = reverse("aid:disbursement_edit", args=[item.code, row.pk])
    typed = {
        "paid_on": "01/07/2025",
        "amount": "9.000,00",
        "currency": "USD",
        "version": "1",
        "note": "xem lại",
    }

    page = staff.post(where, typed).text

    assert "Ghi điều chỉnh vào kỳ mở" in page
    assert "xem lại" in page
    assert Disbursement.objects.count() == 1
    assert "Nêu lý do điều chỉnh" in staff.post(where, typed | {"correct": "on"}).text
    assert staff.post(where, typed | {"correct": "on", "reason": "đối chiếu kho bạc"}).status_code == 302
    detail = staff.get(item.get_absolute_url()).text.replace("\u00a0", " ")
    assert "đối chiếu kho bạc" in detail
    assert "−1.000 USD" in detail
    assert "Điều chỉnh kỳ trước: 1 dòng" in detail


def test_the_page_of_periods_is_for_closers(item, cast, sign_in):
    where = reverse("aid:period_close")
    typed = {"first_day": "01/01/2025", "last_day": "31/12/2025", "reason": "Báo cáo năm"}

    assert sign_in(cast["SNGV_STAFF"]).post(where, typed).status_code == 403
    finance = sign_in(cast["FIN"])
    assert "đến 11/01/2026" in finance.post(where, typed | {"last_day": "12/01/2026"}).text
    assert finance.post(where, typed).status_code == 302
    period = ClosedPeriod.objects.get()
    assert "31/12/2025" in finance.get(reverse("aid:period_list")).text
    undo = reverse("aid:period_undo", args=[period.pk])
    assert finance.post(undo, {"version": "0", "reason": "nhầm"}).status_code == 409
    assert finance.post(undo, {"version": "1", "reason": "nhầm"}).status_code == 302
