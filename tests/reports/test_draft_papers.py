"""Long work on drafts in the background: hints, the printed comparison, the table of opinions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.history import acting
from core.models import User
from meetings.models import ConsultationRound, Contribution, Opinion
from programs.actions import draft_files
from programs.actions.drafts import begin_version, edit_section, take_in_draft
from programs.draft_hints import hints_on
from programs.models import Draft
from programs.wording import hints
from programs.wording.outline import Kind, Node
from reports import tasks
from reports.documents.checker import check_pdf
from reports.documents.word_draft import draft_docx
from reports.models import PaperJob
from tests.factories import AgencyFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
SAID = "Tổ chức triển khai thực hiện kế hoạch số {} của tỉnh với các địa phương của Lào."


@pytest.fixture
def draft():
    nodes = [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ CHUNG"),
        *[Node(Kind.PARAGRAPH, 1, "", SAID.format(number)) for number in range(4)],
        Node(Kind.PART, 0, "2", "MỤC TIÊU"),
        Node(Kind.PARAGRAPH, 1, "", "Chỉ tiêu một."),
        Node(Kind.PART, 0, "3", "TỔ CHỨC THỰC HIỆN"),
        Node(Kind.PARAGRAPH, 1, "", "Giao các sở."),
    ]
    program = ProgramFactory(slug="2026-2030", period_start_year=2026)
    made, _ = take_in_draft(program=program, nodes=nodes, by=User.objects.system())
    return made


@pytest.fixture
def staff(client):
    user = UserFactory(username="chuyen-vien", role="SNGV_STAFF")
    client.force_login(user)
    client.user = user
    return client


def done(client, kind, subject):
    client.post(reverse("reports:paper_job_start", args=[kind, subject]))
    job = PaperJob.objects.filter(kind=kind).latest("pk")
    tasks.make_paper.call(job.pk)
    job.refresh_from_db()
    return job


def test_a_long_version_is_read_for_hints_by_the_worker_once(draft, staff, monkeypatch):
    monkeypatch.setattr("programs.draft_hints.LONGEST_AT_ONCE", 3)
    page = reverse("programs:draft_hints", args=draft.address)
    start = reverse("reports:paper_job_start", args=["draft-hints", draft.pk])
    assert start in staff.get(page).content.decode()
    job = done(staff, "draft-hints", draft.pk)
    assert job.state == "XONG"
    assert page in staff.get(reverse("reports:paper_job", args=[job.pk])).content.decode()
    shown = staff.get(page).content.decode()
    assert start not in shown
    assert "triển khai thực hiện" in shown


def test_a_change_is_read_alone_and_gives_what_a_fresh_reading_gives(draft, staff, monkeypatch):
    monkeypatch.setattr("programs.draft_hints.LONGEST_AT_ONCE", 3)
    done(staff, "draft-hints", draft.pk)
    read = []
    reading_of = hints.reading_of
    monkeypatch.setattr(hints, "reading_of", lambda text: read.append(text) or reading_of(text))
    section = draft.sections.get(text=SAID.format(2))
    section.draft = draft
    edit_section(section=section, expected=1, text="Trong thời gian qua, viết mới.", by=User.objects.system())
    assert staff.get(reverse("programs:draft_hints", args=draft.address)).status_code == 200
    assert read == ["Trong thời gian qua, viết mới."]
    passages = list(hints_on(draft).check.passages.values())
    assert hints_on(draft).hints == hints.hints_of(passages)


def test_the_comparison_is_printed_by_the_worker(draft, staff, monkeypatch):
    monkeypatch.setattr("programs.views.compare.LONGEST_AT_ONCE", 3)
    begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=staff.user)
    new = Draft.objects.get(number=2)
    section = new.sections.get(text=SAID.format(2))
    section.draft = new
    edit_section(section=section, expected=1, text="Thực hiện kế hoạch số 2 với Lào.", by=staff.user)
    page = staff.get(reverse("programs:draft_compare", args=["2026-2030"])).content.decode()
    assert reverse("reports:paper_job_start", args=["draft-compare-pdf", f"{draft.pk}-{new.pk}"]) in page
    job = done(staff, "draft-compare-pdf", f"{draft.pk}-{new.pk}")
    assert (job.state, job.message) == ("XONG", "")
    with job.file.open("rb") as file:
        assert [str(one) for one in check_pdf(file.read())] == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("SNGV_HEAD", 302), ("FOCAL", 404), ("TU_VIEWER", 404)],
    ids=["phòng", "đầu mối", "Tỉnh ủy"],
)
def test_who_takes_a_printed_comparison_may_read_every_opinion(draft, staff, client, role, status):
    begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=staff.user)
    new = Draft.objects.get(number=2)
    client.force_login(UserFactory(role=role))
    start = reverse("reports:paper_job_start", args=["draft-compare-pdf", f"{draft.pk}-{new.pk}"])
    assert client.post(start).status_code == status


def test_a_long_table_of_opinions_is_laid_out_by_the_worker(draft, staff, monkeypatch):
    monkeypatch.setattr("reports.opinion_papers.LONGEST_AT_ONCE", 1)
    page = reverse("reports:opinions_pdf", args=["2026-2030"])
    assert staff.get(page)["Content-Type"] == "application/pdf"
    say(draft, 2)
    start = reverse("reports:paper_job_start", args=["opinions-pdf", "2026-2030"])
    assert start in staff.get(page).content.decode()
    job = done(staff, "opinions-pdf", "2026-2030")
    assert (job.state, job.filename.endswith(".pdf")) == ("XONG", True)


def say(draft, count):
    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        asked = ConsultationRound(
            program=draft.program,
            draft=draft,
            number=1,
            title="Đợt",
            asked_on="2026-01-05",
            due_on="2026-01-12",
        )
        asked.save()
        contribution = Contribution(
            round=asked, program=draft.program, draft=draft, agency=AgencyFactory(),
            stance=Contribution.Stance.values[0], received_on="2026-01-06",
            sent_at=timezone.now(),
        )  # fmt: skip
        contribution.save()
        for number in range(count):
            Opinion(
                program=draft.program,
                contribution=contribution,
                number=number + 1,
                draft=draft,
                text="Viết gọn.",
            ).save()


def test_a_long_upload_is_read_before_anything_is_locked(draft, staff, monkeypatch):
    """On SQLite whoever writes waits for the open transaction, so none may be open while a file is read."""
    monkeypatch.setattr("programs.views.draft_files.READ_AT_ONCE", 10)
    upload = SimpleUploadedFile(
        "du-thao.docx", draft_docx(draft.sections.in_order(), title_lines=("CHƯƠNG TRÌNH",))
    )
    staff.post(reverse("programs:draft_import", args=["2026-2030"]), {"file": upload})
    reading = PaperJob.objects.get(kind="draft-import")
    tasks.make_paper.call(reading.pk)
    check = reverse("programs:draft_import_check", args=["2026-2030", reading.subject])
    staff.post(check, {"reason": "TIEP_THU", "note": ""})
    depth, read_draft = [], draft_files.read_draft
    outside = len(connection.savepoint_ids)

    def noted(*args):
        depth.append(len(connection.savepoint_ids))
        return read_draft(*args)

    monkeypatch.setattr(draft_files, "read_draft", noted)
    job = PaperJob.objects.get(kind="draft-take-in")
    tasks.make_paper.call(job.pk)
    assert depth == [outside]
    job.refresh_from_db()
    assert (job.state, job.message) == ("XONG", "")
    assert Draft.objects.count() == 2
