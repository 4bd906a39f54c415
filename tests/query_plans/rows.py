"""So many more rows of one kind for a page whose plan must not grow."""

from datetime import date

from django.utils import timezone

from aid.models import Allocation, NgoRegistration, RegistrationSector
from core.history import acting
from core.models import Notice, Observance
from meetings.models import ConsultationRound, Contribution, FollowUpReport, Meeting, Opinion, RoundAgency
from programs.models import Draft, KeyPoint, KeyPointCarrier, ProgramStep, Section, TaskAgency
from reports.models import DocumentNumber, ManualFigure, PdfExport, Report, ReportSnapshot, ReportStep
from tests import factories as make
from tests.access_donors import manual_values, saved

FULL_PAGE = 60


def items(world, kit, count):
    for _ in range(count):
        make.CommitmentFactory(item__recipient=kit.agency, item__donor=kit.donor)


def payments(world, kit, count):
    for number in range(count):
        make.DisbursementFactory(item=kit.item, amount_minor=1000 * count + number)


def donors(world, kit, count):
    for _ in range(count):
        make.AidItemFactory(recipient=kit.agency)


def meetings(world, kit, count):
    for number in range(count):
        meeting = make.MeetingFactory(
            organiser=kit.agency, slug=f"thu-{count}-{number}", kind=Meeting.Kind.values[0]
        )
        make.AttendanceFactory(meeting=meeting, agency=kit.agency)


def parts(world, kit, count):
    for _ in range(count):
        make.AttendanceFactory(meeting=kit.meeting, agency=make.AgencyFactory())
        conclusion = make.ConclusionFactory(meeting=kit.meeting)
        make.FollowUpFactory(meeting=kit.meeting, conclusion=conclusion, lead_agency=kit.agency)


def opinions(world, kit, count):
    """Agencies that a round asks, each with a letter of two opinions."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        last = Opinion.objects.filter(program=kit.draft.program).order_by("-number").first().number
        for at in range(count):
            agency = make.AgencyFactory()
            RoundAgency(round=kit.round, agency=agency).save()
            common = {"program": kit.draft.program, "draft": kit.draft}
            said = Contribution(
                round=kit.round, agency=agency, channel="CONG_VAN", sent_at=timezone.now(),
                received_on=date(2025, 11, 12), **common,
            )  # fmt: skip
            said.save()
            for number in (last + 2 * at + 1, last + 2 * at + 2):
                Opinion(contribution=said, number=number, text=f"Ý kiến {number}", **common).save()


def requests(world, kit, count):
    """Requests of one letter."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        last = Opinion.objects.filter(program=kit.draft.program).order_by("-number").first().number
        for number in range(last + 1, last + count + 1):
            Opinion(
                program=kit.draft.program,
                contribution=kit.letter,
                draft=kit.draft,
                number=number,
                text="Thêm",
            ).save()


def rounds(world, kit, count):
    """Further rounds of a program."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for at in range(count):
            opened = ConsultationRound(
                program=kit.draft.program, draft=kit.draft, number=1000 + 100 * count + at, title=f"Đợt {at}",
                asked_on=date(2025, 11, 3), due_on=date(2025, 11, 17),
            )  # fmt: skip
            opened.save()
            RoundAgency(round=opened, agency=kit.agency).save()


def followups(world, kit, count):
    for _ in range(count):
        make.FollowUpFactory(meeting=kit.meeting, lead_agency=kit.agency)


def awards(world, kit, count):
    for _ in range(count):
        make.AwardFactory(giving_agency=kit.agency, meeting=kit.meeting)


def tasks(world, kit, count):
    for _ in range(count):
        make.TaskFactory(program=kit.program, group=kit.group, lead_agency=kit.agency)


def unit_tasks(world, kit, count):
    """Tasks, and co-ordinating agencies of the one in view."""
    tasks(world, kit, count)
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for _ in range(count):
            TaskAgency(task=kit.task, agency=make.AgencyFactory()).save()


def activities(world, kit, count):
    for _ in range(count):
        make.ActivityFactory(agency=kit.agency)


def associations(world, kit, count):
    for _ in range(count):
        make.AssociationFactory()


def agencies(world, kit, count):
    for _ in range(count):
        make.AgencyFactory()


def people(world, kit, count):
    for _ in range(count):
        make.PersonFactory()


def partners(world, kit, count):
    for _ in range(count):
        make.PartnerFactory(country=kit.country)


def accounts(world, kit, count):
    for _ in range(count):
        make.UserFactory(agency=kit.agency)


def localities(world, kit, count):
    for _ in range(count):
        make.LocalityFactory()


def reports(world, kit, count):
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            Report(year=2025, code=f"thu-{count}-{number}", title="Báo cáo thử", issuer=kit.agency).save()


def exports(world, kit, count):
    items(world, kit, count)
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for _ in range(count):
            PdfExport(report=kit.report, state=PdfExport.State.FAILED, requested_by=world.system).save()


def everything(world, kit, count):
    """More of all that the figures count."""
    for add in (items, payments, meetings, followups, awards, tasks, activities, associations, partners):
        add(world, kit, count)


def observances(world, kit, count):
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            Observance(name=f"Ngày thử {count}-{number}", country=kit.country, month=9, day=2).save()


def acts(world, kit, count):
    """More acts than one page shows, all on one kind of record."""
    tasks(world, kit, FULL_PAGE + count)


def versions(world, kit, count):
    """Paragraphs in the first version and in another one, half of them changed; each with a key point."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        other, _ = Draft.objects.get_or_create(program=kit.draft.program, number=kit.draft.number + 100)
        for draft in (kit.draft, other):
            for number in range(count):
                Section(
                    draft=draft, key=f"v{count}-{number}", kind=Section.Kind.PARAGRAPH, level=2, part=1,
                    position=9000 + number, words=3, text=f"Đoạn {number} bản {draft.number * (number % 2)}",
                ).save()  # fmt: skip
        for number in range(count):
            point = KeyPoint(
                program=kit.draft.program, draft=kit.draft, kind=KeyPoint.Kind.TASK, text=f"Đoạn {number}",
                section_key=f"v{count}-{number}", status=KeyPoint.Status.CONFIRMED,
            )  # fmt: skip
            point.save()
            KeyPointCarrier(point=point, section_key=point.section_key).save()


def passages(world, kit, count):
    """Paragraphs in chapters of their own: what an open chapter does not read."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            Section(
                draft=kit.draft, key=f"them-{count}-{number}", kind=Section.Kind.PARAGRAPH, level=2, part=1,
                chapter=f"muc-{count}-{number}", position=count * 100_000 + number, text="Đoạn.", words=1,
            ).save()  # fmt: skip


def steps(world, kit, count):
    """Steps of the program that the draft belongs to, each with its paper."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for _ in range(count):
            ProgramStep(
                program=kit.draft.program, from_status="IN_FORCE", to_status="REVISING",
                happened_on=date(2025, 6, 2), draft=kit.draft, attachment=kit.step.attachment,
            ).save()  # fmt: skip


def report_steps(world, kit, count):
    """Steps of a report back and forth."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for _ in range(count):
            ReportStep(
                report=kit.report, from_status="DATA_LOCKED", to_status="DRAFT", happened_on=date(2026, 1, 12),
                person=world.system, note="Thiếu số liệu",
            ).save()  # fmt: skip


def locks(world, kit, count):
    """Locks of one report, as if it had been returned again and again."""
    first = kit.report.snapshots.count() + 1
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for ordinal in range(first, first + count):
            ReportSnapshot(
                report=kit.report, ordinal=ordinal, taken_by=world.system, sha256="0" * 64,
                start_on=date(2024, 1, 1), end_on=date(2024, 12, 31), as_of=date(2024, 12, 31), document={},
            ).save()  # fmt: skip


def book_numbers(world, kit, count):
    """Numbers of papers from outside, and of papers of meetings."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            DocumentNumber(
                agency=kit.agency, year=2025, series="BC", number=count * 100 + number,
                dated_on=date(2025, 6, 2), subject="Báo cáo giấy",
            ).save()  # fmt: skip


def drafts(world, kit, count):
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            Draft(program=kit.draft.program, number=count * 100 + number).save()


def nothing(world, kit, count):
    pass


def notices(world, kit, count):
    user = world.cast["AUDITOR"]
    before = Notice.objects.filter(user=user).count()
    for at in range(before, before + count):
        Notice.objects.create(
            user=user, kind=Notice.Kind.DUE, subject=f"Còn 7 ngày: việc {at}", why="Cơ quan chủ trì", url="/",
            key=f"thu:{at}", day=date(2025, 11, 1 + at % 28),
        )  # fmt: skip


def follow_up_reports(world, kit, count):
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for _ in range(count):
            FollowUpReport(
                follow_up=kit.followup, agency=kit.agency, day=date(2025, 12, 1), text="Đã làm một phần"
            ).save()


def registrations(world, kit, count):
    """Certificates of further donors, each with a sector."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            days = {"issued_on": date(2024, 1, 1), "expires_on": date(2026, 12, 31)}
            row = NgoRegistration(partner=make.PartnerFactory(), number=f"{count}-{number}", **days)
            row.save()
            RegistrationSector(registration=row, sector=kit.sector).save()


def disasters(world, kit, count):
    """Emergency grants after further disasters, each with an allocation."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in range(count):
            item = make.AidItemFactory(
                recipient=kit.agency, donor=kit.donor, emergency=True, disaster_event=f"Bão {count}-{number}"
            )
            Allocation(item=item, unit_name="Thôn Một", goods="Gạo", amount_minor=5).save()


def manual_figures(world, kit, count):
    """More numbers typed by hand."""
    with acting(by=world.system, verb="tests.create", label="Tạo dữ liệu thử"):
        for _ in range(count):
            code = f"so-{ManualFigure.objects.count()}"
            saved(ManualFigure(**manual_values(kit.report.issuer) | {"code": code}))
