"""One record of each kind for each agency of the cast, so that every role has its own and another's."""

from contextlib import contextmanager
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from aid.models import (
    ClosedPeriod,
    Counterpart,
    DossierDocument,
    ExchangeRate,
    ItemSector,
    OwnerReport,
    SentTemplate,
)
from core.actions.calendars import make_calendar_token
from core.attachments import store_attachment
from core.history import acting
from core.models import (
    Appointment,
    LegalValue,
    Observance,
    SwappedDay,
    User,
)
from meetings.models import (
    ConsultationRound,
    Contribution,
    FollowUpReport,
    Meeting,
    MeetingDocument,
    MeetingPaper,
    Opinion,
    RoundAgency,
)
from programs.models import Draft, KeptFinding, KeyPoint, ProgramStep, Section
from reports.models import ManualFigure, PaperJob, PdfExport, Report
from tests import factories as make
from tests.access import MISSING, MIXED, OTHER
from tests.access_donors import (
    aid_step,
    dong,
    donor_records,
    first_or,
    manual_values,
    report_form,
    requirement,
    saved,
    urgent_item,
)
from tests.access_reports import outline_records, report_of_old, writing_records
from tests.access_uploads import batches_of
from tests.aid.conftest import make_law
from tests.cast import AGENCY_OF_ROLE, make_whole_cast

PDF = (Path(__file__).parent / "data" / "corpus" / "files" / "l01_ok.pdf").read_bytes()
PREVIEW_PARTS = ("sheet", "columns", "rows", "elsewhere", "groups", "money")
# Years are believed from 1990 to 2099.
NO_CODE, NO_KEY, NO_YEAR = "khong-co-999", 987_654_321, 2100


class World:
    """The cast, its records by agency, and a signed-in client for each role."""

    def __init__(self):
        self.cast = make_whole_cast()
        self.system = User.objects.system()
        with acting(by=self.system, verb="tests.world", label="Tạo dữ liệu thử"):
            self.shared = self._shared()
            make_law()
            self.records = {code: self._records(code) for code in self.cast.agencies}
            self.batches = {
                role: batches_of(role, user, self.shared.program) for role, user in self.cast.users.items()
            }
            self.clients = {role: self._client(user) for role, user in self.cast.users.items()}
            leaver = make.UserFactory(username="da-nghi", agency=self.cast.agencies["SNGV"])
            self.clients["DEACTIVATED"] = self._client(leaver)
            leaver.is_active = False
            leaver.save()
        self.clients["ANONYMOUS"] = (Client(), {})

    @property
    def roles(self):
        """Every role of the cast, the deactivated account and nobody."""
        return tuple(self.clients)

    def client(self, role):
        """Return the client of this role with the cookies of its sign-in and no other."""
        client, cookies = self.clients[role]
        client.cookies = SimpleCookie(cookies)
        return client

    def args(self, row, role, record):
        """Return the arguments of the row's URL for this role and record."""
        if row.args is None:
            return []
        code = "CAT" if role == "OTHER_FOCAL" else AGENCY_OF_ROLE.get(role, "SYT")
        is_cat = code == "CAT"
        mine = row.args(self.kit(code, role))
        theirs = row.args(self.kit("SYT" if is_cat else "CAT", "FOCAL" if is_cat else "OTHER_FOCAL"))
        if record == OTHER:
            return theirs
        if record == MISSING:
            return [NO_CODE if isinstance(arg, str) else _no_number(arg) for arg in mine]
        if record == MIXED:
            # A child of another's record under the address of one's own.
            return [*mine[:-1], theirs[-1]] if len(mine) > 1 else [NO_CODE if isinstance(mine[0], str) else 0]
        return mine

    def kit(self, code, role):
        """Return the records of an agency, the uploads of a role and what belongs to nobody."""
        uploads = self.batches.get(role) or self.batches["FOCAL"]
        return SimpleNamespace(**vars(self.shared), **vars(self.records[code]), **uploads)

    @staticmethod
    def _client(user):
        client = Client()
        client.force_login(user)
        client.get("/khong-co-trang-nay/")
        return client, {name: morsel.value for name, morsel in client.cookies.items()}

    def _shared(self):
        country = make.CountryFactory(code="DE", name="Đức")
        donor = make.PartnerFactory(name="Quỹ Nhịp cầu", country=country)
        return SimpleNamespace(
            country=country,
            calendar_key=make_calendar_token(by=self.cast["AUDITOR"]),
            **donor_records(donor, self.cast.agencies["SNGV"], self._paper),
            sector=make.SectorFactory(code="Y_TE", name="Y tế"),
            rate=first_or(
                ExchangeRate, currency="EUR", day=date(2025, 6, 1), rate_e4=29_000_0000, source="Kho bạc"
            ),
            legal=first_or(
                LegalValue, code="THU", label="Giá trị thử", value=1, unit="NGAY", citation="Nghị định thử"
            ),
            swapped=first_or(SwappedDay, day=date(2025, 4, 26), is_working=True, note="Làm bù"),
            requirement=requirement(),
            aid_form=report_form(),
            **outline_records(),
            locality=make.LocalityFactory(),
            period=first_or(
                ClosedPeriod,
                first_day=date(2000, 1, 1),
                last_day=date(2000, 12, 31),
                closed_on=date(2001, 1, 15),
                reason="Báo cáo thử",
            ),
            observance=first_or(Observance, name="Ngày thử", month=10, day=3, country=country),
            program=make.ProgramFactory(),
            group=make.SolutionGroupFactory(program=make.ProgramFactory()),
        )

    def _records(self, code):
        agency = self.cast.agencies[code]
        slug = code.lower()
        users = [user for user in self.cast.users.values() if user.agency_id == agency.pk]
        meeting = make.MeetingFactory(
            organiser=agency, slug=f"2025-11-28-{slug}", status=Meeting.Status.CONCLUDED
        )
        item = make.AidItemFactory(recipient=agency, donor=self.shared.donor, code=f"VT-2025-{slug.upper()}")
        commitment = make.CommitmentFactory(item=item)
        ItemSector(item=item, sector=self.shared.sector, share_percent=100).save()
        owner_report = OwnerReport(item=item, kind="NAM", year=2025, sent_on=date(2026, 1, 5))
        owner_report.save()
        report = Report(
            year=2025, code=slug, title=f"Báo cáo {agency.name}", issuer=agency,
            signature_lines=["GIÁM ĐỐC"], recipients=["Như trên"],
        )  # fmt: skip
        report.save()
        followup = make.FollowUpFactory(meeting=meeting, lead_agency=agency)
        person = make.PersonFactory()
        post = Appointment(person=person, agency=agency, title="Phó Giám đốc")
        post.save()
        return SimpleNamespace(
            agency=agency,
            **self._draft(code),
            **self._consultation(code),
            account=users[0] if users else self.cast["FOCAL"],
            person=person,
            appointment=post,
            task=make.TaskFactory(
                lead_agency=agency,
                program=self.shared.program,
                group=self.shared.group,
                pillar=self.shared.group.pillar,
            ),
            activity=make.ActivityFactory(agency=agency),
            association=make.AssociationFactory(agency=agency),
            meeting=meeting,
            conclusion=make.ConclusionFactory(meeting=meeting),
            followup=followup,
            followup_report=self._paper(
                FollowUpReport, follow_up=followup, agency=agency, day=date(2025, 12, 1), text="Đã gửi"
            ),
            award=make.AwardFactory(giving_agency=agency, meeting=meeting),
            meeting_document=saved(MeetingDocument(
                meeting=meeting, kind="GIAY_MOI", symbol=f"GM-{code}", signer_title="GIÁM ĐỐC"
            )),
            issued_document=self._issued(meeting, code),
            paper=self._paper(MeetingPaper, meeting=meeting, title="Dự thảo"),
            item=item,
            urgent=urgent_item(self.shared.donor, agency, slug),
            commitment=commitment,
            owner_report=owner_report,
            payment=make.DisbursementFactory(item=item),
            aid_step=aid_step(item),
            counterpart=saved(Counterpart(item=item, **dong(300_000_000))),
            document=self._paper(DossierDocument, item=item, title="Văn kiện"),
            sent=saved(SentTemplate(code=f"MAU-{code}", owner=agency, sent_on=date(2025, 6, 1), rows={})),
            report=report,
            export=self._export(report),
            manual_figure=self._paper(ManualFigure, **manual_values(agency)),
            **writing_records(report, code, self.system),
            **report_of_old(agency, self.system),
        )  # fmt: skip

    def _draft(self, code):
        """Return a draft of a program of the agency's own; no two have the same number."""
        program = make.ProgramFactory(slug=f"du-thao-{code.lower()}")
        number = 2101 + sorted(self.cast.agencies).index(code)
        draft = Draft(program=program, number=number, reason=Draft.Reason.FIRST)
        draft.save()
        rows = {
            "part": {"kind": Section.Kind.PART, "level": 0, "number": "1", "text": "Đánh giá chung"},
            "chapter": {"kind": Section.Kind.HEADING, "level": 1, "number": "I.", "text": "Bối cảnh"},
            "paragraph": {"kind": Section.Kind.PARAGRAPH, "level": 2, "text": "Tình hình ổn định."},
            "table": {
                "kind": Section.Kind.TABLE,
                "level": 2,
                "table": [[{"text": "Chỉ tiêu", "columns": 1, "rows": 1}]],
            },
        }
        made = {}
        for place, (name, columns) in enumerate(rows.items(), start=1):
            chapter = "" if name == "part" else f"chap-{code.lower()}"
            made[name] = Section(
                draft=draft, key=f"{name[:4]}-{code.lower()}", part=1, chapter=chapter, position=place * 1024,
                words=2, **columns,
            )  # fmt: skip
            made[name].save()
        point = KeyPoint(
            program=program, draft=draft, kind=KeyPoint.Kind.TASK, text="Tình hình ổn định",
            section_key=made["paragraph"].key, status=KeyPoint.Status.CONFIRMED,
        )  # fmt: skip
        point.save()
        # Taken back, so that the button answers without changing it.
        kept = KeptFinding(
            program=program, draft=draft, section_key=made["paragraph"].key, mark="0" * 16,
            words_print="0" * 64, rule="Ngày ghi đủ năm", words="Chiều 15/1", reason="Trích nguyên văn",
            kept_by=User.objects.system(), kept_on=date(2025, 6, 1), lifted_on=date(2025, 6, 2),
        )  # fmt: skip
        kept.save()
        return {
            "draft": draft,
            "draft_section": made["paragraph"],
            "draft_table": made["table"],
            "draft_chapter": made["chapter"],
            "key_point": point,
            "kept_finding": kept,
            "step": self._paper(
                ProgramStep,
                program=program,
                from_status="ASSIGNED",
                to_status="DRAFTING",
                happened_on=date(2025, 6, 1),
                draft=draft,
            ),
            "paper_job": self._paper_job(draft),
        }

    def _paper_job(self, draft):
        """Return the finished PDF of a draft."""
        job = PaperJob(
            kind="draft-pdf", subject=str(draft.pk), label=f"Dự thảo {draft.program.slug}",
            state=PaperJob.State.DONE, filename="du-thao.pdf", requested_by=self.system,
        )  # fmt: skip
        job.file.save("du-thao.pdf", ContentFile(PDF), save=False)
        job.save()
        return job

    def _consultation(self, code):
        """Return a round that asks the agency, where it has begun to write, and one with its letter."""
        program = make.ProgramFactory(slug=f"du-thao-{code.lower()}")
        draft = program.drafts.get()
        at = sorted(self.cast.agencies).index(code)
        agency = self.cast.agencies[code]
        rounds = []
        for number in (31 + at, 61 + at):
            opened = ConsultationRound(
                program=program, draft=draft, number=number, title=f"Đợt {number}",
                asked_on=date(2025, 11, 3), due_on=date(2025, 11, 17),
            )  # fmt: skip
            opened.save()
            RoundAgency(round=opened, agency=agency).save()
            rounds.append(opened)
        common = {"program": program, "draft": draft, "agency": agency}
        Contribution(round=rounds[0], **common).save()
        letter = Contribution(
            round=rounds[1], channel=Contribution.Channel.LETTER, letter_number="12/CV",
            letter_on=date(2025, 11, 10), received_on=date(2025, 11, 11), sent_at=timezone.now(),
            attachment=store_attachment(upload=SimpleUploadedFile("gop-y.pdf", PDF), by=self.system),
            **common,
        )  # fmt: skip
        letter.save()
        opinion = Opinion(
            program=program, contribution=letter, draft=draft, number=41 + at, text="Nêu rõ nguồn kinh phí"
        )
        opinion.save()
        return {"round": rounds[0], "letter": letter, "opinion": opinion}

    def _paper(self, model, **values):
        upload = SimpleUploadedFile("van-kien.pdf", PDF)
        paper = model(attachment=store_attachment(upload=upload, by=self.system), **values)
        paper.save()
        return paper

    def _issued(self, meeting, code):
        """Return a notice as it was issued."""
        upload = SimpleUploadedFile("thong-bao.pdf", PDF)
        kept = store_attachment(upload=upload, by=self.system)
        return saved(
            MeetingDocument(
                meeting=meeting, kind="THONG_BAO", symbol=f"TB-{code}", signer_title="GIÁM ĐỐC",
                number=1, dated_on=meeting.held_on, pdf=kept, docx=kept, words_sha256="0" * 64,
            )
        )  # fmt: skip

    def _export(self, report):
        export = PdfExport(report=report, state=PdfExport.State.DONE, requested_by=self.system)
        export.file.save("bao-cao.pdf", ContentFile(PDF), save=False)
        export.save()
        return export


def _no_number(number):
    return NO_YEAR if 1990 <= number <= 2100 else NO_KEY


@contextmanager
def standing_world(blocker):
    """Give a module one world and take it back at its end; `blocker` is pytest-django's.

    The module must be marked django_db: else pytest-django makes no database of its own.
    """
    with blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@contextmanager
def undone():
    """Take back whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
