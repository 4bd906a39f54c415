"""Changing one record changes exactly the figures whose definition covers it."""

from datetime import UTC, date, datetime

import pytest

from aid.models import AidItem, Commitment, Counterpart, ItemSector, NgoRegistration, OwnerReport
from core.models import LegalValue
from meetings.models import Conclusion, Meeting
from programs.models import Activity, Draft, TaskStatus
from reports.figures import FIGURES
from tests import factories as make
from tests.reports.figure_data import change, new, values_of_2025

YEAR_2024 = date(2024, 6, 1)
EARLY_2026 = date(2026, 1, 20)


def item(**values):
    """Return a project of health with a commitment and a payment; it began in time."""
    sector = values.pop("sector", "Y_TE")
    record = make.AidItemFactory(**values)
    make.CommitmentFactory(item=record)
    make.DisbursementFactory(item=record)
    if sector:
        new(ItemSector, item=record, sector=make.SectorFactory(code=sector))
    return record


def commitment():
    return item().commitments.get()


def payment():
    return item().disbursements.get()


def bare_item():
    """Return a regular item without money or sector."""
    return make.AidItemFactory()


def unfinished_task():
    return make.TaskFactory(due_on=date(2025, 12, 31), started_on=date(2025, 6, 1))


def follow_up(**values):
    meeting = make.MeetingFactory(held_on=date(2025, 11, 28))
    return make.FollowUpFactory(meeting=meeting, **values)


# Both of them count emergency grants too.
WHOLE = {"aid.items_all", "aid.committed_all_usd"}
NEW_ITEM = WHOLE | {
    "aid.items_received", "aid.projects", "aid.committed_usd", "aid.disbursed_new_usd", "aid.disbursed_share",
    "aid.donors", "aid.sector_items.y_te", "aid.sector_usd.y_te", "aid.sector_disbursed_usd.y_te",
}  # fmt: skip
NEW_MONEY = {"aid.committed_usd", "aid.committed_all_usd", "aid.disbursed_share", "aid.sector_usd.y_te"}
PAID = {
    "aid.disbursed_usd", "aid.disbursed_new_usd", "aid.disbursed_share", "aid.sector_disbursed_usd.y_te",
}  # fmt: skip
URGENT = {"aid.emergency_items", "aid.emergency_usd", "aid.emergency_share"}
MONEY_MOVED = {
    "aid.sector_items.y_te", "aid.sector_usd.y_te", "aid.sector_disbursed_usd.y_te",
    "aid.sector_items.khac", "aid.sector_usd.khac", "aid.sector_disbursed_usd.khac",
}  # fmt: skip

CORRECTION = {"entry": "DIEU_CHINH", "effective_on": YEAR_2024, "reason": "ghi sai"}


def counterpart():
    """Counterpart funds of a new item."""
    return new(Counterpart, item=item(), amount_minor=1_000, currency="VND", vnd=1_000)


def certificate():
    """Return the certificate of a foreign NGO, in force for two more years."""
    days = {"issued_on": date(2023, 1, 1), "expires_on": date(2027, 12, 31)}
    return new(NgoRegistration, partner=make.PartnerFactory(), number="1/GP", **days)


def owner_report(kind):
    """Return one of the reports that the owner of a running item has all sent."""
    due = {"value": 1007, "unit": "NGAY_THANG", "citation": "khoản 4 Điều 14"}
    new(LegalValue, code="AID_OWNER_HALF_YEAR_DUE", label="Hạn gửi báo cáo 6 tháng", **due)
    item = make.AidItemFactory(status="IMPLEMENTING", approved_on=YEAR_2024, started_on=YEAR_2024)
    sent = {"item": item, "sent_on": date(2025, 8, 1), "year": 2025}
    rows = {each: new(OwnerReport, kind=each, **sent) for each in ("6_THANG", "NAM", "KET_THUC")}
    return rows[kind]


CASES = [
    pytest.param(item, {"approved_on": YEAR_2024}, NEW_ITEM, id="khoản phê duyệt năm trước"),
    pytest.param(item, {"approved_on": EARLY_2026}, NEW_ITEM, id="khoản phê duyệt sau ngày cuối kỳ"),
    pytest.param(
        item,
        {"emergency_kind": AidItem.Emergency.RELIEF, "rule_set": AidItem.RuleSet.ND50},
        (NEW_ITEM - WHOLE) | URGENT | {"aid.disbursed_usd"},
        id="khoản thành cứu trợ khẩn cấp",
    ),
    pytest.param(
        item,
        {"status": AidItem.Status.REJECTED},
        NEW_ITEM | {"aid.disbursed_usd"},
        id="khoản không tiếp nhận",
    ),
    pytest.param(
        item,
        {"mode": AidItem.Mode.PROGRAMME},
        {"aid.projects", "aid.programmes"},
        id="dự án thành chương trình",
    ),
    pytest.param(
        item,
        {"mode": AidItem.Mode.NON_PROJECT},
        {"aid.projects", "aid.non_projects"},
        id="dự án thành phi dự án",
    ),
    pytest.param(
        item,
        {"mode": AidItem.Mode.UNSORTED},
        {"aid.projects", "aid.unsorted"},
        id="dự án thành chưa xếp loại",
    ),
    pytest.param(item, {"name": "Tên khác", "beneficiaries": 5}, set(), id="đổi tên khoản"),
    pytest.param(
        bare_item,
        {"status": AidItem.Status.IMPLEMENTING, "started_on": date(2025, 6, 2)},
        {"aid.slow_items"},
        id="khoản chạy lâu chưa giải ngân",
    ),
    pytest.param(commitment, {"amount_minor": 99, "usd_minor": 99}, NEW_MONEY, id="đổi số cam kết"),
    pytest.param(
        commitment,
        {"currency": "EUR", "usd_minor": None},
        NEW_MONEY | {"aid.without_rate", "aid.without_rate_any_year"},
        id="cam kết thiếu tỷ giá",
    ),
    pytest.param(payment, {"usd_minor": 7}, PAID, id="đổi số giải ngân"),
    pytest.param(payment, {"paid_on": EARLY_2026}, PAID, id="giải ngân sau kỳ"),
    pytest.param(payment, {"paid_on": date(2024, 12, 31)}, {"aid.disbursed_usd"}, id="giải ngân trước kỳ"),
    pytest.param(payment, {"kind": "HIEN_VAT"}, {"aid.goods_usd"}, id="giải ngân bằng hiện vật"),
    pytest.param(
        payment,
        {"kind": "HOAN_TRA", "amount_minor": -7, "usd_minor": -7},
        PAID | {"aid.refunded_usd"},
        id="hoàn trả",
    ),
    pytest.param(payment, CORRECTION, {"aid.correction_disbursed_usd"}, id="điều chỉnh giải ngân"),
    pytest.param(
        commitment,
        CORRECTION | {"booked_on": date(2025, 8, 1)},
        {"aid.correction_committed_usd"},
        id="điều chỉnh cam kết ghi trong kỳ",
    ),
    pytest.param(
        commitment, CORRECTION | {"booked_on": EARLY_2026}, NEW_MONEY, id="điều chỉnh cam kết ghi sau kỳ"
    ),
    pytest.param(
        item, {"booked_on": date(2025, 8, 1)}, set(), id="khoản ghi bổ sung cùng kỳ với ngày phê duyệt"
    ),
    pytest.param(
        item,
        {"approved_on": YEAR_2024, "booked_on": date(2025, 8, 1)},
        {"aid.late_items"},
        id="khoản của kỳ trước ghi bổ sung trong kỳ",
    ),
    pytest.param(item, {"booked_on": EARLY_2026}, NEW_ITEM, id="khoản ghi bổ sung sau kỳ"),
    pytest.param(counterpart, {"vnd": 7}, {"aid.counterpart_vnd"}, id="đổi vốn đối ứng"),
    pytest.param(
        make.MeetingFactory,
        {"held_on": YEAR_2024},
        {"meetings.held", "meetings.conferences"},
        id="họp năm trước",
    ),
    pytest.param(
        make.MeetingFactory,
        {"status": Meeting.Status.PLANNED},
        {"meetings.held", "meetings.conferences"},
        id="họp mới dự kiến",
    ),
    pytest.param(
        make.MeetingFactory,
        {"kind": Meeting.Kind.TALK},
        {"meetings.conferences"},
        id="hội nghị thành tọa đàm",
    ),
    pytest.param(
        make.ConclusionFactory,
        {"mark": Conclusion.Mark.NONE},
        {"meetings.unmarked", "meetings.unmarked_any_year"},
        id="đánh dấu câu kết luận",
    ),
    pytest.param(
        follow_up,
        {"completed_on": date(2025, 12, 20)},
        {
            "followups.done",
            "followups.done_late",
            "followups.overdue",
            "followups.overdue_any_year",
            "followups.done_share",
        },
        id="việc xong",
    ),
    pytest.param(follow_up, {"completed_on": EARLY_2026}, set(), id="việc xong sau ngày cuối kỳ"),
    pytest.param(
        follow_up,
        {"due_on": EARLY_2026},
        {"followups.overdue", "followups.overdue_any_year", "followups.running"},
        id="việc lùi hạn",
    ),
    pytest.param(
        follow_up,
        {"due_kind": "KHONG", "due_on": None},
        {"followups.overdue", "followups.overdue_any_year", "followups.running", "followups.undated"},
        id="việc bỏ hạn",
    ),
    pytest.param(
        follow_up,
        {"cancelled_on": date(2025, 12, 20), "cancel_reason": "Trùng"},
        {"followups.assigned", "followups.overdue", "followups.overdue_any_year", "followups.done_share"},
        id="việc dừng",
    ),
    pytest.param(
        unfinished_task,
        {"completed_on": date(2025, 12, 30)},
        {"tasks.done", "tasks.running", "tasks.done_share"},
        id="nhiệm vụ xong",
    ),
    pytest.param(
        unfinished_task,
        {"due_on": date(2025, 12, 30)},
        {"tasks.running", "tasks.overdue", "tasks.overdue_any_year"},
        id="nhiệm vụ quá hạn",
    ),
    pytest.param(
        unfinished_task, {"started_on": None}, {"tasks.running", "tasks.waiting"}, id="nhiệm vụ chưa bắt đầu"
    ),
    pytest.param(
        unfinished_task,
        {"override_status": TaskStatus.STOPPED, "override_reason": "Không còn cần"},
        {"tasks.total", "tasks.running", "tasks.done_share"},
        id="nhiệm vụ dừng",
    ),
    pytest.param(
        make.ActivityFactory,
        {"held_on": YEAR_2024},
        {"activities.total", "activities.exchanges"},
        id="hoạt động năm trước",
    ),
    pytest.param(
        make.ActivityFactory, {"participants": 40}, {"activities.participants"}, id="số người tham gia"
    ),
    pytest.param(
        make.AwardFactory,
        {"awarded_on": EARLY_2026, "period_year": 2025},
        {"awards.given"},
        id="trao thưởng năm sau",
    ),
    pytest.param(make.AwardFactory, {"period_year": 2024}, {"awards.for_year"}, id="thành tích năm trước"),
    pytest.param(make.AwardFactory, {"recipients_count": 3}, {"awards.recipients"}, id="số tập thể, cá nhân"),
    pytest.param(
        make.AssociationFactory,
        {"left_year": 2024},
        {"associations.members", "associations.named"},
        id="hội đã rời",
    ),
    pytest.param(
        make.AssociationFactory, {"is_name_known": False}, {"associations.named"}, id="hội chưa rõ tên"
    ),
    pytest.param(
        make.CountryFactory,
        {"established_on": date(1950, 2, 2)},
        {"anniversaries.round", "anniversaries.ahead"},
        id="nước năm tròn",
    ),
    pytest.param(
        make.CountryFactory,
        {"established_on": date(1951, 2, 2)},
        {"anniversaries.ahead", "anniversaries.round_ahead"},
        id="nước năm tròn của năm tới",
    ),
    pytest.param(certificate, {"expires_on": EARLY_2026}, {"ngo.expiring"}, id="giấy sắp hết hạn"),
    pytest.param(certificate, {"expires_on": YEAR_2024}, {"ngo.valid", "ngo.expired"}, id="giấy hết hạn"),
    pytest.param(
        lambda: owner_report("KET_THUC"),
        {"sent_on": YEAR_2024},
        {"aid.owner_reports_sent"},
        id="chủ khoản gửi năm trước",
    ),
    pytest.param(
        lambda: owner_report("6_THANG"),
        {"year": 2023},
        {"aid.owner_reports_due", "aid.owner_reports_late"},
        id="báo cáo 6 tháng của năm khác",
    ),
    pytest.param(
        lambda: make.ProgramFactory(status="DRAFTING"),
        {"status": "SUPERSEDED"},
        {"programs.drafting"},
        id="chương trình thôi soạn",
    ),
    pytest.param(
        lambda: make.ProgramFactory(status="ISSUED", issued_on=date(2025, 5, 5)),
        {"issued_on": YEAR_2024},
        {"programs.issued"},
        id="chương trình ban hành năm trước",
    ),
    pytest.param(
        lambda: new(
            Draft, program=make.ProgramFactory(), number=1, frozen_at=datetime(2025, 3, 3, tzinfo=UTC)
        ),
        {"frozen_at": None},
        {"programs.drafts"},
        id="bản dự thảo chưa chốt",
    ),
    pytest.param(
        lambda: follow_up(due_on=date(2025, 12, 20), completed_on=date(2025, 12, 10)),
        {"completed_on": date(2025, 12, 28)},
        {"followups.done_on_time", "followups.done_late"},
        id="việc xong muộn",
    ),
]
KINDS = {
    Activity.Kind.GATHERING: "activities.gatherings",
    Activity.Kind.ANNIVERSARY: "activities.anniversaries",
    Activity.Kind.OVERSEAS: "activities.overseas",
    Activity.Kind.INFORMATION: "activities.information",
    Activity.Kind.TRAINING: "activities.training",
}
SECTOR_CODES = {"AN_SINH": "an_sinh", "GIAO_DUC": "giao_duc", "SINH_KE": "sinh_ke"}


def changed(reader, record, **values):
    """Return the codes of the figures whose number the change moves."""
    before = values_of_2025(reader)
    change(record, **values)
    after = values_of_2025(reader)
    return {code for code in before if before[code] != after[code]}


@pytest.mark.parametrize(("made", "values", "expected"), CASES)
def test_change_moves_exactly_the_figures_it_concerns(cast, made, values, expected):
    # Records of the year before: a figure that looks at the wrong year would not stay as it is.
    item(approved_on=YEAR_2024, donor=make.PartnerFactory())
    assert changed(cast["ADMIN"], made(), **values) == expected


@pytest.mark.parametrize(("kind", "code"), KINDS.items(), ids=[kind.label for kind in KINDS])
def test_kind_of_activity_moves_two_figures(cast, kind, code):
    assert changed(cast["ADMIN"], make.ActivityFactory(), kind=kind) == {"activities.exchanges", code}


@pytest.mark.parametrize(("sector", "name"), SECTOR_CODES.items())
def test_sector_moves_the_money_of_two_sectors(cast, sector, name):
    link = item().item_sectors.get()
    moved = {code.replace("khac", name) for code in MONEY_MOVED}
    assert changed(cast["ADMIN"], link, sector=make.SectorFactory(code=sector)) == moved


def test_unnamed_sector_counts_as_other(cast):
    link = item().item_sectors.get()
    assert changed(cast["ADMIN"], link, sector=make.SectorFactory(code="VAN_HOA")) == MONEY_MOVED


def test_share_of_sector_moves_the_rest_to_other(cast):
    link = item().item_sectors.get()
    money = {code for code in MONEY_MOVED if "items" not in code}
    assert changed(cast["ADMIN"], link, share_percent=60) == money


def test_second_commitment_adds_to_the_first(cast):
    record = item()
    before = values_of_2025(cast["ADMIN"])
    make.CommitmentFactory(item=record)
    after = values_of_2025(cast["ADMIN"])
    assert {code for code in before if before[code] != after[code]} == NEW_MONEY
    assert Commitment.objects.filter(item=record).count() == 2


def test_every_figure_is_moved_by_some_case():
    covered = set().union(*(case.values[2] for case in CASES), KINDS.values(), MONEY_MOVED)
    for name in SECTOR_CODES.values():
        covered |= {code.replace("khac", name) for code in MONEY_MOVED}
    assert set(FIGURES) - covered == set()
