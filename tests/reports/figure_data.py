"""A mixed set of records over two agencies and two years, and one changeable record for each figure."""

from datetime import date

from aid.models import AidItem, ItemSector
from core.history import acting
from core.models import User
from meetings.models import Conclusion, Meeting
from programs.models import Activity, Pillar, TaskStatus
from reports.figures import FIGURES, compute_many, scope_of_year
from tests import factories as make

TODAY = date(2026, 3, 10)


def change(record, **values):
    """Save new values of a record, as an action would."""
    for name, value in values.items():
        setattr(record, name, value)
    with acting(by=User.objects.system(), verb="tests.change", label="Sửa dữ liệu thử"):
        record.save()


def new(model, **values):
    """Save a new record of a model that has no factory of its own."""
    record = model(**values)
    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        record.save()
    return record


def values_of_2025(user):
    """Return every figure's number for 2025, judged on TODAY."""
    scope = scope_of_year(user, 2025, today=TODAY)
    return {code: value.value for code, value in compute_many({c: (c, scope) for c in FIGURES}).items()}


def mixed_records(cast):
    """Create records of every kind for two agencies, inside and outside 2025."""
    for ordinal, agency in enumerate((cast.agencies["SYT"], cast.agencies["CAT"], cast.agencies["LHHN"])):
        _aid(agency, ordinal)
        _tasks(agency)
        _meetings(agency)
        for kind in Activity.Kind:
            make.ActivityFactory(
                kind=kind,
                agency=agency,
                held_on=date(2025, 2 + ordinal, 3),
                participants=None if kind == Activity.Kind.TRAINING else 30,
                pillar=make.PillarFactory(),
            )
        make.ActivityFactory(agency=agency, held_on=date(2024, 5, 1))
    if not hasattr(cast.agencies["HOI-LAO"], "association"):
        make.AssociationFactory(agency=cast.agencies["HOI-LAO"])
    make.AssociationFactory(is_name_known=False)
    make.AssociationFactory(joined_year=2026)
    make.CountryFactory(code="CZ", established_on=date(1950, 2, 2))
    make.CountryFactory(code="DE", established_on=date(1975, 9, 23))
    make.CountryFactory(code="US", established_on=date(1996, 7, 12))


def _aid(agency, ordinal):
    health, school = (
        make.SectorFactory(code="Y_TE", ordinal=20),
        make.SectorFactory(code="GIAO_DUC", ordinal=30),
    )
    water = make.SectorFactory(code="NUOC_SACH", ordinal=60)
    for mode in AidItem.Mode:
        item = make.AidItemFactory(recipient=agency, mode=mode, approved_on=date(2025, 3 + ordinal, 15))
        make.CommitmentFactory(item=item, amount_minor=10_000_001)
        make.CommitmentFactory(item=item, amount_minor=5_000_000, currency="EUR")
        make.DisbursementFactory(item=item, paid_on=date(2025, 11, 2), amount_minor=3_333_333)
        make.DisbursementFactory(item=item, paid_on=date(2026, 1, 2))
        new(ItemSector, item=item, sector=health, share_percent=33)
        new(ItemSector, item=item, sector=school, share_percent=33)
        new(ItemSector, item=item, sector=water, share_percent=34)
    bare = make.AidItemFactory(recipient=agency)
    make.CommitmentFactory(item=bare)
    urgent = make.AidItemFactory(recipient=agency, emergency=True)
    make.CommitmentFactory(item=urgent)
    make.DisbursementFactory(item=urgent, paid_on=date(2025, 12, 31))
    make.AidItemFactory(recipient=agency, status=AidItem.Status.REJECTED)
    make.AidItemFactory(
        recipient=agency,
        approved_on=date(2024, 6, 1),
        status=AidItem.Status.IMPLEMENTING,
        started_on=date(2024, 7, 1),
    )


def _tasks(agency):
    pillars = [make.PillarFactory(code=code) for code in Pillar.Code]
    make.TaskFactory(lead_agency=agency, pillar=pillars[0], completed_on=date(2025, 12, 1))
    make.TaskFactory(lead_agency=agency, pillar=pillars[1], completed_on=date(2026, 1, 9))
    make.TaskFactory(lead_agency=agency, pillar=pillars[1], due_on=date(2025, 12, 31), progress_percent=40)
    make.TaskFactory(lead_agency=agency, pillar=pillars[2], due_on=date(2025, 12, 31))
    make.TaskFactory(
        lead_agency=agency, override_status=TaskStatus.STOPPED, override_reason="Không còn cần thiết"
    )


def _meetings(agency):
    meeting = make.MeetingFactory(organiser=agency, status=Meeting.Status.CONCLUDED)
    make.ConclusionFactory(meeting=meeting)
    make.ConclusionFactory(meeting=meeting, mark=Conclusion.Mark.NONE)
    make.MeetingFactory(organiser=agency, kind=Meeting.Kind.TALK)
    make.MeetingFactory(organiser=agency, status=Meeting.Status.PLANNED)
    make.FollowUpFactory(meeting=meeting, lead_agency=agency, completed_on=date(2025, 12, 10))
    make.FollowUpFactory(meeting=meeting, lead_agency=agency, completed_on=date(2026, 2, 1))
    make.FollowUpFactory(meeting=meeting, lead_agency=agency, due_on=date(2026, 5, 1))
    make.FollowUpFactory(meeting=meeting, lead_agency=agency, due_kind="KHONG", due_on=None)
    make.FollowUpFactory(
        meeting=meeting, lead_agency=agency, cancelled_on=date(2025, 12, 2), cancel_reason="Trùng việc"
    )
    make.AwardFactory(giving_agency=agency, recipients_count=4)
    make.AwardFactory(giving_agency=agency)
    make.AwardFactory(giving_agency=agency, awarded_on=date(2026, 1, 15))
