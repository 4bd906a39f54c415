"""The smallest valid records; traits for states. Every write is signed by the system account."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from aid import models as aid
from core import models as core
from core.history import acting
from meetings import models as meetings
from programs import models as programs


class RecordFactory(DjangoModelFactory):
    """Creates audited records inside an act."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with acting(by=core.User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
            return super()._create(model_class, *args, **kwargs)


class AgencyFactory(RecordFactory):
    class Meta:
        model = core.Agency
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"CQ{n}")
    name = factory.LazyAttribute(lambda agency: f"Cơ quan {agency.code}")
    kind = core.AgencyKind.GOVERNMENT


class PersonFactory(RecordFactory):
    class Meta:
        model = core.Person

    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")


class UserFactory(RecordFactory):
    class Meta:
        model = core.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")
    full_name = factory.Sequence(lambda n: f"Lê Thị Dùng {n}")
    role = core.Role.SNGV_STAFF
    agency = factory.SubFactory(AgencyFactory)
    password = "md5$thu$khong-dung-de-dang-nhap"


class CountryFactory(RecordFactory):
    class Meta:
        model = core.Country
        django_get_or_create = ("code",)

    code = "DE"
    name = factory.LazyAttribute(lambda country: f"Nước {country.code}")
    certainty = core.Certainty.VERIFIED


class LocalityFactory(RecordFactory):
    class Meta:
        model = core.Locality
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{90000 + n}")
    name = factory.LazyAttribute(lambda place: f"Thử {place.code}")
    full_name = factory.LazyAttribute(lambda place: f"Xã {place.name}")
    kind = core.Locality.Kind.COMMUNE


class PartnerFactory(RecordFactory):
    class Meta:
        model = core.Partner

    name = factory.Sequence(lambda n: f"Tổ chức Thử nghiệm {n}")
    kind = core.PartnerKind.INGO


class PillarFactory(RecordFactory):
    class Meta:
        model = programs.Pillar
        django_get_or_create = ("code",)

    code = programs.Pillar.Code.PEOPLE
    name = factory.LazyAttribute(lambda pillar: programs.Pillar.Code(pillar.code).label)
    ordinal = factory.LazyAttribute(lambda pillar: programs.Pillar.Code.values.index(pillar.code) + 1)


class ProgramFactory(RecordFactory):
    class Meta:
        model = programs.Program
        django_get_or_create = ("slug",)

    period_start_year = 2021
    period_end_year = factory.LazyAttribute(lambda program: program.period_start_year + 4)
    slug = factory.LazyAttribute(lambda program: f"{program.period_start_year}-{program.period_end_year}")
    title = factory.LazyAttribute(lambda program: f"Chương trình đối ngoại {program.slug}")
    status = programs.Program.Status.IN_FORCE


class SolutionGroupFactory(RecordFactory):
    class Meta:
        model = programs.SolutionGroup

    program = factory.SubFactory(ProgramFactory)
    pillar = factory.SubFactory(PillarFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Nhóm giải pháp {n}")


class TaskFactory(RecordFactory):
    class Meta:
        model = programs.Task

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"NV-2025-{n:04}")
    title = factory.Sequence(lambda n: f"Nhiệm vụ thử {n}")
    lead_agency = factory.SubFactory(AgencyFactory)
    due_kind = programs.DueKind.DAY
    due_on = date(2025, 12, 15)


class ActivityFactory(RecordFactory):
    class Meta:
        model = programs.Activity

    code = factory.Sequence(lambda n: f"HD-2025-{n:04}")
    kind = programs.Activity.Kind.EXCHANGE
    title = factory.Sequence(lambda n: f"Hoạt động thử {n}")
    held_on = date(2025, 6, 1)
    agency = factory.SubFactory(AgencyFactory)


class AssociationFactory(RecordFactory):
    class Meta:
        model = programs.FriendshipAssociation

    name = factory.Sequence(lambda n: f"Hội hữu nghị thử {n}")


class MeetingFactory(RecordFactory):
    class Meta:
        model = meetings.Meeting

    slug = factory.Sequence(lambda n: f"2025-11-28-thu-{n}")
    title = factory.Sequence(lambda n: f"Hội nghị thử {n}")
    held_on = date(2025, 11, 28)
    organiser = factory.SubFactory(AgencyFactory)


class AttendanceFactory(RecordFactory):
    class Meta:
        model = meetings.Attendance

    meeting = factory.SubFactory(MeetingFactory)
    agency = factory.SubFactory(AgencyFactory)


class ConclusionFactory(RecordFactory):
    class Meta:
        model = meetings.Conclusion

    meeting = factory.SubFactory(MeetingFactory)
    text = factory.Sequence(lambda n: f"Câu kết luận {n}.")


class FollowUpFactory(RecordFactory):
    class Meta:
        model = meetings.FollowUp

    meeting = factory.SubFactory(MeetingFactory)
    code = factory.Sequence(lambda n: f"VS-2025-{n:04}")
    text = factory.Sequence(lambda n: f"Việc thử {n}")
    lead_agency = factory.SubFactory(AgencyFactory)
    due_kind = programs.DueKind.DAY
    due_on = date(2025, 12, 15)


class AwardFactory(RecordFactory):
    class Meta:
        model = meetings.Award

    target_kind = meetings.Award.Target.COLLECTIVE
    giving_agency = factory.SubFactory(AgencyFactory)
    period_year = 2025
    awarded_on = date(2025, 12, 30)


class SectorFactory(RecordFactory):
    class Meta:
        model = aid.Sector
        django_get_or_create = ("code",)

    code = "Y_TE"
    name = factory.LazyAttribute(lambda sector: f"Lĩnh vực {sector.code}")


class AidItemFactory(RecordFactory):
    class Meta:
        model = aid.AidItem

    class Params:
        emergency = factory.Trait(
            emergency_kind=aid.AidItem.Emergency.RELIEF, rule_set=aid.AidItem.RuleSet.ND50
        )

    code = factory.Sequence(lambda n: f"VT-2025-{n:04}")
    name = factory.Sequence(lambda n: f"Khoản viện trợ thử {n}")
    mode = aid.AidItem.Mode.PROJECT
    donor = factory.SubFactory(PartnerFactory)
    recipient = factory.SubFactory(AgencyFactory)
    owner = factory.SelfAttribute("recipient")
    approved_on = date(2025, 6, 1)
    rule_set = aid.AidItem.RuleSet.ND80


class CommitmentFactory(RecordFactory):
    """100.000,00 USD unless told otherwise."""

    class Meta:
        model = aid.Commitment

    item = factory.SubFactory(AidItemFactory)
    amount_minor = 10_000_000
    currency = "USD"
    usd_minor = factory.LazyAttribute(lambda row: row.amount_minor if row.currency == "USD" else None)


class DisbursementFactory(RecordFactory):
    """10.000,00 USD unless told otherwise."""

    class Meta:
        model = aid.Disbursement

    item = factory.SubFactory(AidItemFactory)
    paid_on = date(2025, 7, 1)
    amount_minor = 1_000_000
    currency = "USD"
    usd_minor = factory.LazyAttribute(lambda row: row.amount_minor if row.currency == "USD" else None)


def bring_report_to(report, status):
    """Bring a report from state to state without the acts; the databases let it skip none."""
    order = [state.value for state in report.Status]
    for state in order[order.index(report.status) + 1 : order.index(status) + 1]:
        report.status = state
        report.save()
