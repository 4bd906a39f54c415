"""Taking steps and taking them back: what is written, what is refused, what comes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from aid.actions.adjusting import Adjustment
from aid.actions.commitments import edit_commitment
from aid.actions.dossier import Found, check_dossier
from aid.actions.items import ItemContent, edit_item
from aid.actions.life import StepPaper, take_step, undo_step
from aid.actions.money import money_fields
from aid.models import AidItem, AidStep, Commitment, DossierRequirement
from aid.reference import load
from core.history import VersionConflictError, acting, save_version
from core.legal import RuleError
from core.models import Notice, User
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

pytestmark = pytest.mark.django_db
PAPER = StepPaper(number="12/SNgV", dated_on=date(2025, 6, 1))


@pytest.fixture
def papers(db):
    """The papers that decrees ask for, as the reference file has them."""
    with acting(by=User.objects.system(), verb="tests.papers", label="Tạo dữ liệu thử"):
        load(by=User.objects.system())


@pytest.fixture
def staff(world):
    return world["cast"]["SNGV_STAFF"]


@pytest.fixture
def waiting(world, law):
    """An item of which there is nothing but contacts."""
    return AidItemFactory(
        recipient=world["recipient"], donor=world["donor"], status="MOBILISING", approved_on=None, rule_set=""
    )


def take(item, kind, on, by, **kwargs):
    item.refresh_from_db()
    told = {"expected": item.version, "kind": kind, "on": on, "today": TODAY, "by": by}
    step, cautions = take_step(item=item, **told | kwargs)
    item.refresh_from_db()
    return step, cautions


def walk(item, by, until="QUYET_TOAN"):
    """Take an item from the letter on, up to the named step."""
    days = {
        "CAM_KET": 1, "LAP_HO_SO": 2, "TIEP_NHAN": 5, "TRA_BO_SUNG": 6, "NHAN_LAI": 16, "LAY_Y_KIEN": 17,
        "THAM_DINH": 22, "PHE_DUYET": 25, "THONG_BAO": 27, "BAT_DAU": 30, "KET_THUC": 90, "BAN_GIAO": 95,
        "BAO_CAO_KT": 100, "QUYET_TOAN": 110,
    }  # fmt: skip
    for kind, day in days.items():
        on = date(2025, 6, 1) + timedelta(day)
        take(item, kind, on, by, paper=PAPER, note="thiếu văn kiện" if kind == "TRA_BO_SUNG" else "")
        if kind == until:
            return


def test_a_grant_goes_from_the_letter_to_the_settlement(waiting, staff):
    walk(waiting, staff)

    assert waiting.status == "SETTLED"
    assert (waiting.received_on, waiting.days_returned, waiting.returned_on) == (date(2025, 6, 6), 10, None)
    assert (waiting.appraised_on, waiting.approved_on) == (date(2025, 6, 23), date(2025, 6, 26))
    assert (waiting.decision_number, waiting.rule_set) == ("12/SNgV", "ND80")
    assert (waiting.notified_on, waiting.started_on) == (date(2025, 6, 28), date(2025, 7, 1))
    assert (waiting.closed_on, waiting.handed_over_on) == (date(2025, 8, 30), date(2025, 9, 4))
    assert (waiting.final_report_on, waiting.settled_on) == (date(2025, 9, 9), date(2025, 9, 19))
    assert waiting.steps.count() == 14
    assert waiting.history.first().action_label == "Ghi bước xử lý khoản viện trợ"
    assert waiting.history.first().history_user == staff


def test_every_step_can_be_taken_back_to_the_beginning(waiting, staff):
    before = AidItem.objects.filter(pk=waiting.pk).values().get()
    walk(waiting, staff)

    while step := waiting.steps.order_by("pk").last():
        undo_step(step=step, expected=waiting.version, by=staff, reason="ghi nhầm")
        waiting.refresh_from_db()

    after = AidItem.objects.filter(pk=waiting.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= {"version", "updated_at"}
    assert AidStep.history.filter(history_type="-").first().history_change_reason == "ghi nhầm"


def test_only_the_last_step_is_taken_back_and_with_a_reason(waiting, staff):
    walk(waiting, staff, until="TIEP_NHAN")
    first, last = waiting.steps.order_by("pk").first(), waiting.steps.order_by("pk").last()

    with pytest.raises(RuleError, match="bước ghi sau cùng"):
        undo_step(step=first, expected=waiting.version, by=staff, reason="ghi nhầm")
    with pytest.raises(RuleError, match="Ghi lý do hủy"):
        undo_step(step=last, expected=waiting.version, by=staff, reason=" ")
    with pytest.raises(VersionConflictError):
        undo_step(step=last, expected=waiting.version - 1, by=staff, reason="ghi nhầm")
    assert waiting.steps.count() == 3


def test_a_refused_step_writes_nothing(waiting, staff):
    version = waiting.version
    with pytest.raises(RuleError, match="nên chưa ghi"):
        take(waiting, "THAM_DINH", TODAY, staff, paper=PAPER)
    with pytest.raises(VersionConflictError):
        take_step(item=waiting, expected=7, kind="CAM_KET", on=TODAY, today=TODAY, by=staff)

    waiting.refresh_from_db()
    assert (waiting.version, waiting.status, waiting.steps.count()) == (version, "MOBILISING", 0)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        pytest.param(date(2025, 12, 7), "ND80", id="ngày cuối của Nghị định 80"),
        pytest.param(date(2025, 12, 8), "ND313", id="ngày đầu của Nghị định 313"),
    ],
)
def test_the_decree_of_the_decision_day_governs(waiting, staff, on, code):
    walk(waiting, staff, until="THAM_DINH")
    take(waiting, "PHE_DUYET", on, staff, paper=StepPaper(number="9/QĐ-UBND", signer_title="Phó Chủ tịch"))

    assert (waiting.rule_set, waiting.signer_title) == (code, "Phó Chủ tịch")
    assert waiting.steps.get(kind="PHE_DUYET").document_on == on


def test_relief_is_approved_straight_from_the_promise(world, law, staff):
    item = AidItemFactory(
        emergency=True, status="COMMITTED", approved_on=None, rule_set="", recipient=world["recipient"],
        disaster_event="Bão số 10", disaster_on=date(2025, 9, 28),
    )  # fmt: skip
    _, cautions = take(item, "PHE_DUYET", date(2025, 12, 29), staff, paper=StepPaper(number="9/QĐ-UBND"))

    assert (item.status, item.rule_set) == ("APPROVED", "ND50")
    assert "sau hạn 3 tháng" in str(cautions[0])


def test_an_adjustment_keeps_old_and_new_and_can_be_taken_back(world, law, staff):
    item = AidItemFactory(
        recipient=world["recipient"],
        status="IMPLEMENTING",
        ended_on=date(2025, 12, 31),
        objectives="8 lớp học",
    )
    row = CommitmentFactory(item=item, committed_on=date(2025, 6, 1), rate_e4=255_000_000, vnd=2_550_000_000)
    owner = world["cast"].agencies.get("SGDDT", item.owner)
    take(item, "DE_NGHI_DC", date(2025, 11, 1), staff, note="xin gia hạn, thêm vốn")
    wanted = Adjustment(
        ended_on=date(2026, 6, 30), owner=owner, objectives="10 lớp học", amounts={row.pk: Decimal(120_000)}
    )
    step, _ = take(
        item, "DIEU_CHINH", date(2025, 12, 1), staff, paper=StepPaper(number="77/QĐ-UBND"), adjustment=wanted
    )

    assert (item.status, item.ended_on, item.objectives) == ("IMPLEMENTING", date(2026, 6, 30), "10 lớp học")
    told = {change["label"]: (change["old"], change["new"]) for change in step.changes if change["label"]}
    assert told["ngày kết thúc"] == ("31/12/2025", "30/06/2026")
    assert told["vốn cam kết"] == ("100.000\u00a0USD", "120.000\u00a0USD")
    added = item.commitments.exclude(pk=row.pk).get()
    assert (added.amount_minor, added.usd_minor, added.vnd) == (2_000_000, 2_000_000, 510_000_000)
    assert (added.corrects, added.booked_on) == (row, date(2025, 12, 1))
    assert "77/QĐ-UBND" in added.reason

    undo_step(step=step, expected=item.version, by=staff, reason="ghi nhầm số")
    item.refresh_from_db()
    assert (item.status, item.ended_on, item.objectives) == ("ADJUSTING", date(2025, 12, 31), "8 lớp học")
    assert list(Commitment.objects.filter(item=item)) == [row]


def test_an_adjustment_lowers_no_commitment_below_what_was_paid(world, law, staff):
    item = AidItemFactory(recipient=world["recipient"], status="ADJUSTING")
    row = CommitmentFactory(item=item)
    DisbursementFactory(item=item, amount_minor=6_000_000, usd_minor=6_000_000)
    told = {"paper": StepPaper(number="77/QĐ-UBND")}

    with pytest.raises(RuleError, match="thấp hơn số đã giải ngân"):
        take(
            item, "DIEU_CHINH", TODAY, staff, adjustment=Adjustment(amounts={row.pk: Decimal(50_000)}), **told
        )
    take(item, "DIEU_CHINH", TODAY, staff, adjustment=Adjustment(amounts={row.pk: Decimal(60_000)}), **told)

    assert sum(line.usd_minor for line in item.commitments.all()) == 6_000_000


def test_an_adjustment_is_not_undone_below_what_was_paid_since(world, law, staff):
    item = AidItemFactory(recipient=world["recipient"], status="ADJUSTING")
    row = CommitmentFactory(item=item)
    wanted = Adjustment(amounts={row.pk: Decimal(120_000)})
    step, _ = take(item, "DIEU_CHINH", TODAY, staff, paper=StepPaper(number="77/QĐ-UBND"), adjustment=wanted)
    DisbursementFactory(item=item, amount_minor=11_000_000, usd_minor=11_000_000)

    with pytest.raises(RuleError, match=r"thấp hơn số đã giải ngân 110\.000"):
        undo_step(step=step, expected=item.version, by=staff, reason="ghi nhầm số")

    assert sum(line.usd_minor for line in item.commitments.all()) == 12_000_000


def test_a_step_is_not_undone_over_a_later_edit(world, law, staff):
    item = AidItemFactory(recipient=world["recipient"], status="IMPLEMENTING", ended_on=date(2025, 12, 31))
    take(item, "DE_NGHI_DC", date(2025, 11, 1), staff, note="xin gia hạn")
    wanted = Adjustment(ended_on=date(2026, 6, 30))
    step, _ = take(
        item, "DIEU_CHINH", date(2025, 12, 1), staff, paper=StepPaper(number="77/QĐ-UBND"), adjustment=wanted
    )
    item.ended_on = date(2027, 6, 30)
    with acting(by=staff, verb="tests.update", label="Sửa khoản"):
        save_version(item, expected=item.version)

    with pytest.raises(RuleError, match="Sau bước này đã sửa ngày kết thúc"):
        undo_step(step=step, expected=item.version, by=staff, reason="ghi nhầm số")

    item.refresh_from_db()
    assert (item.status, item.ended_on) == ("IMPLEMENTING", date(2027, 6, 30))


@pytest.mark.parametrize("is_old", [False, True], ids=["bước ghi nay", "bước ghi trước đây"])
def test_an_adjustment_is_not_undone_over_a_later_amount(is_old, world, law, staff):
    item = AidItemFactory(recipient=world["recipient"], status="ADJUSTING")
    row = CommitmentFactory(item=item)
    wanted = Adjustment(amounts={row.pk: Decimal(120_000)})
    step, _ = take(item, "DIEU_CHINH", TODAY, staff, paper=StepPaper(number="77/QĐ-UBND"), adjustment=wanted)
    if is_old:
        step.changes = [
            {name: value for name, value in change.items() if name != "total"} for change in step.changes
        ]
    row.refresh_from_db()
    money = money_fields(amount=Decimal(130_000), currency="USD", day=TODAY)
    edit_commitment(commitment=row, expected=row.version, money=money, committed_on=None, by=staff)
    item.refresh_from_db()

    with pytest.raises(RuleError, match="Sau bước này đã sửa vốn cam kết"):
        undo_step(step=step, expected=item.version, by=staff, reason="ghi nhầm số")

    assert sum(line.usd_minor for line in item.commitments.all()) == 13_000_000


def test_an_adjustment_that_changes_nothing_is_refused(world, law, staff):
    item = AidItemFactory(recipient=world["recipient"], status="ADJUSTING", ended_on=date(2025, 12, 31))

    with pytest.raises(RuleError, match="Chưa có nội dung nào"):
        take(
            item, "DIEU_CHINH", TODAY, staff, paper=StepPaper(number="77/QĐ-UBND"),
            adjustment=Adjustment(ended_on=date(2025, 12, 31)),
        )  # fmt: skip


def test_money_that_arrived_keeps_an_item_from_being_withdrawn(world, law, staff):
    item = AidItemFactory(recipient=world["recipient"])
    DisbursementFactory(item=item)

    with pytest.raises(RuleError, match="đã có giải ngân"):
        take(item, "RUT", TODAY, staff, note="nhà tài trợ rút")


def test_the_checklist_holds_the_dossier_back_until_it_is_complete(waiting, staff, papers):
    walk(waiting, staff, until="LAP_HO_SO")
    with pytest.raises(RuleError, match="Hồ sơ còn thiếu"):
        take(waiting, "TIEP_NHAN", TODAY, staff)
    _, cautions = take(waiting, "TIEP_NHAN", TODAY, staff, note="bổ sung trong tuần")
    assert "Hồ sơ còn thiếu" in str(cautions[0])
    undo_step(step=waiting.steps.order_by("pk").last(), expected=waiting.version, by=staff, reason="chờ đủ")

    waiting.refresh_from_db()
    rows = DossierRequirement.objects.filter(rule_set="ND313")
    check_dossier(item=waiting, expected=waiting.version, found=[Found(row, "CO") for row in rows], by=staff)
    _, cautions = take(waiting, "TIEP_NHAN", TODAY, staff)
    assert cautions == []


def test_the_form_does_not_decide_for_a_dossier_that_goes_by_steps(waiting, staff, world):
    walk(waiting, staff, until="TIEP_NHAN")
    content = ItemContent(
        values={"approved_on": TODAY, "decision_number": "9/QĐ-UBND"}, shares=[(world["sector"], 100)]
    )

    with pytest.raises(RuleError, match="ghi quyết định ở bước"):
        edit_item(item=waiting, expected=waiting.version, content=content, today=TODAY, by=staff)


@pytest.mark.parametrize("status", ["REJECTED", "WITHDRAWN", "REVOKED"])
def test_what_was_not_received_is_no_aid(status, db):
    AidItemFactory(status=status)
    kept = AidItemFactory()

    assert list(AidItem.objects.received()) == [kept]


def told():
    return set(Notice.objects.values_list("user__role", "subject"))


def test_each_desk_is_told_when_it_is_its_turn(waiting, world, staff):
    focal, *_ = (world["cast"][role] for role in ("FOCAL", "UBND_LEADER", "SNGV_LEADER"))
    turns = {
        "TRA_BO_SUNG": {("FOCAL", "Bổ sung hồ sơ")},
        "THAM_DINH": {("UBND_LEADER", "Chờ quyết định"), ("SNGV_LEADER", "Chờ quyết định")},
        "PHE_DUYET": {("FOCAL", "Đã phê duyệt")},
    }
    seen = set()
    way = "CAM_KET LAP_HO_SO TIEP_NHAN TRA_BO_SUNG NHAN_LAI LAY_Y_KIEN THAM_DINH PHE_DUYET"
    for kind in way.split():
        note = "thiếu văn kiện" if kind == "TRA_BO_SUNG" else ""
        take(waiting, kind, TODAY, staff, paper=StepPaper(number="12/SNgV", dated_on=TODAY), note=note)
        now = {(role, subject.split(":")[0]) for role, subject in told()}
        assert now - seen == turns.get(kind, set()), kind
        seen = now
    # What the last step asks for stands unread; everything before it is done.
    assert [notice.subject.split(":")[0] for notice in Notice.objects.unread()] == ["Đã phê duyệt"]
    assert focal.notices.count() == 2


def test_a_step_of_long_ago_is_told_to_nobody(waiting, staff):
    walk(waiting, staff, until="TRA_BO_SUNG")
    assert not Notice.objects.exists()
