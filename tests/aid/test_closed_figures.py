"""A closed period stays as it was reported, whatever becomes of its items: steps, merging, undoing."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from aid.actions.adjusting import Adjustment
from aid.actions.facts import rebuild
from aid.actions.items import ItemContent, edit_item
from aid.actions.life import StepPaper, take_step, undo_step
from aid.actions.merging import Choice, merge, money_key, money_of, undo_merge
from aid.actions.periods import close_period
from aid.closed_figures import closed_figures
from aid.models import AidItem, ClosedPeriod, Commitment
from core.legal import RuleError
from reports.figures.base import compute, scope_of_year
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.django_db
PAPER = StepPaper(number="5/QĐ-UBND", dated_on=TODAY)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def by(world):
    return world["cast"]["SNGV_STAFF"]


@pytest.fixture
def item(world):
    row = AidItemFactory(code="VT-2025-010", recipient=world["recipient"])
    CommitmentFactory(item=row)
    return row


@pytest.fixture
def waiting(world):
    row = AidItemFactory(
        code="VT-2026-001", recipient=world["recipient"], status="CONSULTING", approved_on=None, rule_set=""
    )
    CommitmentFactory(item=row, amount_minor=4_200_000)
    return row


def close(world):
    close_period(
        first_day=date(2024, 1, 1), last_day=date(2025, 12, 31), reason="Báo cáo 1/BC", today=TODAY,
        by=world["cast"]["FIN"],
    )  # fmt: skip


def counted():
    return closed_figures(AidItem.objects.values_list("pk", flat=True), ClosedPeriod.objects.books())


def reported(world):
    """What a report of 2025 says, in words."""
    scope = scope_of_year(world["cast"]["SNGV_LEADER"], 2025, today=TODAY)
    codes = ("aid.items_received", "aid.committed_usd", "aid.disbursed_usd")
    return [compute(code, scope).exact for code in codes]


def take(item, kind, by, on=TODAY):
    item.refresh_from_db()
    told = {"expected": item.version, "kind": kind, "on": on, "today": TODAY, "by": by}
    step, _ = take_step(item=item, paper=PAPER, note="không thực hiện", **told)
    item.refresh_from_db()
    return step


def undo(item, step, by):
    item.refresh_from_db()
    return undo_step(step=step, expected=item.version, by=by, reason="nhầm")


def join(kept, gone, by, *, money=None, from_gone=()):
    keys = {money_key(row) for one in (kept, gone) for row in money_of(one)} if money is None else money
    choice = Choice(from_gone=frozenset(from_gone), money=frozenset(keys))
    told = {"versions": (kept.version, gone.version), "choice": choice, "today": TODAY, "by": by}
    return merge(kind="KHOAN", kept=kept, gone=gone, reason="nhập hai lần", **told)


@pytest.mark.parametrize("kind", ["THU_HOI", "RUT"])
def test_what_a_closed_period_counted_is_stopped_and_taken_out_by_a_correction(kind, world, item, by):
    close(world)
    before, told = counted(), reported(world)
    step = take(item, kind, by)

    line = item.commitments.get(entry="DIEU_CHINH")
    assert reported(world) == told == ["1 khoản", "100.000\u00a0USD", "0\u00a0USD"]
    assert before
    assert counted() == before
    assert (item.status, list(AidItem.objects.received())) == ("STOPPED", [item])
    assert (line.usd_minor, line.booked_on, line.effective_on) == (-10_000_000, TODAY, date(2025, 6, 1))
    assert "5/QĐ-UBND" in line.reason
    assert "không thực hiện" in line.reason
    assert rebuild() == []

    undo(item, step, by)
    item.refresh_from_db()
    assert (item.status, Commitment.objects.count(), counted()) == ("APPROVED", 1, before)
    assert rebuild() == []


def test_an_item_of_an_open_period_is_struck_out_as_before(item, by):
    take(item, "THU_HOI", by)
    assert (item.status, Commitment.objects.count()) == ("REVOKED", 1)


def test_what_comes_back_after_the_closing_is_booked_in_the_open_period(world, item, by):
    step = take(item, "RUT", by)
    close(world)
    with pytest.raises(RuleError, match="kỳ đã khóa sổ"):
        undo(item, step, by)
    take(item, "MO_LAI", by)

    assert (item.status, item.booked_on, item.booking_reason) == ("APPROVED", TODAY, "không thực hiện")
    assert not counted()


def test_the_approval_of_a_closed_period_is_not_undone(world, by):
    waiting = AidItemFactory(
        recipient=world["recipient"], status="APPRAISED", approved_on=None, rule_set="", code="VT-2025-011"
    )
    step = take(waiting, "PHE_DUYET", by, on=date(2025, 12, 20))
    close(world)
    with pytest.raises(RuleError, match="giữ ngày phê duyệt 20/12/2025"):
        undo(waiting, step, by)


def test_an_adjustment_of_a_closed_period_is_not_undone(world, item, by):
    told = {"today": TODAY, "by": by}
    take_step(
        item=item, expected=item.version, kind="DE_NGHI_DC", on=date(2025, 12, 1), note="thêm vốn", **told
    )
    item.refresh_from_db()
    row = item.commitments.get()
    wanted = Adjustment(amounts={row.pk: Decimal(120_000)})
    step, _ = take_step(
        item=item, expected=item.version, kind="DIEU_CHINH", on=date(2025, 12, 20), **told,
        paper=StepPaper(number="5/QĐ-UBND"), adjustment=wanted,
    )  # fmt: skip
    close(world)
    with pytest.raises(RuleError, match="Ngày 20/12/2025 thuộc kỳ đã khóa sổ"):
        undo(item, step, by)
    assert sum(line.usd_minor for line in item.commitments.all()) == 12_000_000


@pytest.mark.parametrize("kind", ["TU_CHOI", "RUT"])
def test_money_that_stands_keeps_an_item_from_being_refused(kind, world, waiting, by):
    row = DisbursementFactory(item=waiting)
    with pytest.raises(RuleError, match="ghi hoàn trả nhà tài trợ"):
        take(waiting, kind, by)
    DisbursementFactory(item=waiting, kind="HOAN_TRA", amount_minor=-row.amount_minor)
    take(waiting, kind, by)

    assert waiting.status in ("REJECTED", "WITHDRAWN")


def test_money_of_a_closed_period_stays_even_when_it_went_back(world, waiting, by):
    row = DisbursementFactory(item=waiting, paid_on=date(2025, 7, 1))
    DisbursementFactory(item=waiting, kind="HOAN_TRA", amount_minor=-row.amount_minor, paid_on=TODAY)
    close(world)
    with pytest.raises(RuleError, match="kỳ đã khóa sổ"):
        take(waiting, "TU_CHOI", by)


@pytest.mark.parametrize(
    ("kept", "gone", "from_gone"),
    [
        pytest.param("waiting", "item", ["quyet_dinh", "trang_thai"], id="cam kết chưa duyệt vào kỳ khóa"),
        pytest.param("item", "waiting", [], id="khoản chưa duyệt gộp vào khoản của kỳ khóa"),
        pytest.param("waiting", "item", [], id="giữ bản không có quyết định"),
        pytest.param("item", "second", [], id="hai khoản của kỳ khóa thành một"),
    ],
)
def test_a_merge_leaves_a_closed_period_as_it_was(kept, gone, from_gone, world, item, waiting, by):
    second = AidItemFactory(recipient=world["recipient"])
    CommitmentFactory(item=second)
    rows = {"item": item, "waiting": waiting, "second": second}
    close(world)
    before = counted()

    with pytest.raises(RuleError, match="kỳ đã khóa sổ đến hết ngày 31/12/2025"):
        join(rows[kept], rows[gone], by, from_gone=from_gone)
    assert counted() == before
    assert AidItem.objects.count() == 3


def test_a_merge_that_changes_nothing_reported_is_done_and_undone(world, item, waiting, by):
    close(world)
    before = counted()
    money = {money_key(item.commitments.get())}
    done = join(waiting, item, by, money=money, from_gone=["quyet_dinh", "trang_thai"])
    assert counted() == before

    undo_merge(merge=done, expected=done.version, today=TODAY, by=by, reason="nhầm")
    assert counted() == before
    assert AidItem.objects.count() == 2


def test_a_merge_before_the_closing_is_not_undone_after_it(world, item, by):
    second = AidItemFactory(recipient=world["recipient"])
    CommitmentFactory(item=second)
    done = join(item, second, by, money={money_key(item.commitments.get())})
    close(world)
    before = counted()

    with pytest.raises(RuleError, match="Giữ bản đã gộp"):
        undo_merge(merge=done, expected=done.version, today=TODAY, by=by, reason="nhầm")
    assert counted() == before
    assert AidItem.objects.count() == 1


def test_the_donor_of_what_was_reported_change_with_a_reason_only(world, item, by):
    close(world)

    def edit(reason=None):
        fresh = AidItem.objects.get(pk=item.pk)
        row = fresh.commitments.get()
        money = {name: getattr(row, name) for name in ("currency", "amount_minor", "usd_minor", "vnd")}
        values = {"donor": world["donor"]} | ({} if reason is None else {"booking_reason": reason})
        content = ItemContent(values=values, commitment=money, may_lack_sector=True)
        return edit_item(item=fresh, expected=fresh.version, content=content, today=TODAY, by=by)[1]

    with pytest.raises(RuleError, match="đổi nhà tài trợ thì bảng của kỳ đó") as refused:
        edit(" ")
    cautions = edit("ghi nhầm nhà tài trợ")
    saved = AidItem.objects.get(pk=item.pk)

    assert "Ghi lý do đổi" in str(refused.value)
    assert [str(one)[:31] for one in cautions if "kỳ khóa sổ" in str(one)]
    assert saved.history.first().booking_reason == "ghi nhầm nhà tài trợ"
    assert saved.donor == world["donor"]


def test_a_step_that_came_by_a_merge_says_so_when_it_is_undone(waiting, world, by):
    other = AidItemFactory(
        recipient=world["recipient"], status="MOBILISING", approved_on=None, rule_set="", code="VT-2026-009"
    )
    step = take(other, "CAM_KET", by)
    join(waiting, other, by)
    step.refresh_from_db()

    with pytest.raises(RuleError, match=r"chuyển từ khoản “VT-2026-009 .* Hoàn tác lần gộp trước"):
        undo(waiting, step, by)


@pytest.mark.parametrize("was", ["", "CUU_TRO"], ids=["thường thành khẩn cấp", "khẩn cấp thành thường"])
@pytest.mark.parametrize("line", ["disbursement", "commitment"])
def test_an_item_with_counted_money_keeps_its_kind_of_grant(line, was, world, waiting, by):
    told = {"emergency_kind": was, "disaster_on": date(2025, 12, 1) if was else None}
    other = AidItemFactory(
        code="VT-2026-002", recipient=world["recipient"], status="CONSULTING", approved_on=None, rule_set="",
        **told,
    )  # fmt: skip
    paid_on = date(2025, 12, 20)
    if line == "disbursement":
        DisbursementFactory(item=other, paid_on=paid_on)
    else:
        CommitmentFactory(item=other, entry="DIEU_CHINH", reason="x", booked_on=paid_on, effective_on=paid_on)

    now = {"emergency_kind": "" if was else "CUU_TRO", "disaster_on": None if was else date(2025, 12, 1)}
    row = other.commitments.first()
    names = ("currency", "amount_minor", "usd_minor", "vnd")
    kept = row and {name: getattr(row, name) for name in names}
    content = ItemContent(values=now, may_lack_sector=True, commitment=kept)
    close(world)
    before = counted()
    with pytest.raises(RuleError, match="không chuyển giữa viện trợ thường và khẩn cấp") as refused:
        edit_item(item=other, expected=other.version, content=content, today=TODAY, by=by)
    assert refused.value.field == "is_emergency"
    assert counted() == before
