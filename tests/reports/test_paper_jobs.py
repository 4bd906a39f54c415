"""Files in the background: who may ask and take, one turn at a time, never half a file; pages of a draft."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.history import acting
from core.legal import RuleError
from core.models import ImportBatch, User
from core.papers import ask_for
from programs.actions.drafts import begin_version, freeze_draft, take_in_draft
from programs.models import Draft, DraftPages
from programs.wording.outline import Kind, Node
from reports import draft_papers, tasks
from reports.actions import papers
from reports.actions.requests import request_paper
from reports.documents import printers
from reports.documents.pdf import RenderFailed, pdf_of_parts
from reports.documents.word_draft import draft_docx
from reports.models import PaperJob
from reports.paper_jobs import _KINDS as KINDS
from reports.paper_jobs import PaperKind, register_paper
from tests.factories import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG = "Đẩy mạnh hợp tác với các địa phương. " * 100
NODES = [
    Node(Kind.PART, 0, "1", "ĐÁNH GIÁ CHUNG"),
    *[Node(Kind.PARAGRAPH, 1, "", LONG) for _ in range(4)],
    Node(Kind.PART, 0, "2", "MỤC TIÊU"),
    Node(Kind.PARAGRAPH, 1, "", LONG),
    Node(Kind.PART, 0, "3", "TỔ CHỨC THỰC HIỆN"),
    Node(Kind.PARAGRAPH, 1, "", LONG),
]


@pytest.fixture
def staff():
    return UserFactory(username="chuyen-vien", role="SNGV_STAFF")


@pytest.fixture
def kind(monkeypatch):
    """A kind of file whose making the test decides; its subjects are the letters a and b."""

    class Chosen:
        make = staticmethod(lambda subject, by, note: (f"Tệp {subject}.pdf", b"%PDF-1.7 thu %%EOF"))

    monkeypatch.setattr("reports.paper_jobs._KINDS", dict(KINDS))
    register_paper(
        PaperKind(
            code="thu",
            label="Tệp thử",
            find=lambda text: text if text in {"a", "b"} else None,
            may=lambda user, subject: user.role != "AUDITOR",
            may_make=lambda user, subject: user.role in {"SNGV_STAFF", "ADMIN"},
            make=lambda subject, by, note: Chosen.make(subject, by, note),
            title=lambda subject: f"Tệp {subject}",
            url=lambda subject: "/",
        )
    )
    return Chosen


@pytest.fixture
def draft():
    program = ProgramFactory(slug="2026-2030", period_start_year=2026, period_end_year=2030)
    made, _ = take_in_draft(program=program, nodes=NODES, by=User.objects.system())
    return made


def job_of(user, subject="a", **columns):
    job = PaperJob(kind="thu", subject=subject, label="Tệp", requested_by=user, **columns)
    with acting(by=user, verb="tests.create", label="Tạo dữ liệu thử"):
        job.save()
    return job


def run(job):
    tasks.make_paper.call(job.pk)
    job.refresh_from_db()
    return job


def stored(job):
    with job.file.open("rb") as file:
        return file.read()


def test_task_stores_the_file_with_name_checksum_and_steps(kind, staff):
    def make(subject, by, note):
        note("Dựng trang", 50)
        return f"Tệp {subject}.pdf", b"%PDF-1"

    kind.make = staticmethod(make)
    job = run(job_of(staff))
    assert (job.state, job.percent, job.attempts, job.filename) == ("XONG", 100, 1, "Tệp a.pdf")
    assert (stored(job), job.sha256) == (b"%PDF-1", hashlib.sha256(b"%PDF-1").hexdigest())
    steps = job.history.order_by("history_date", "history_id").values_list("step", flat=True)
    assert [step for step in steps if step] == ["Lấy dữ liệu", "Dựng trang", "Ghi tệp"]


def test_work_without_a_file_is_done_too(kind, staff):
    kind.make = staticmethod(lambda subject, by, note: None)
    job = run(job_of(staff))
    assert (job.state, bool(job.file), job.sha256) == ("XONG", False, "")


@pytest.mark.parametrize(
    ("state", "minutes", "attempts", "after", "message"),
    [
        pytest.param("DANG_TAO", 1, 1, "DANG_TAO", "", id="việc của tiến trình còn sống"),
        pytest.param("DANG_TAO", -1, 1, "XONG", "", id="tiến trình đã chết"),
        pytest.param("DANG_TAO", -1, 3, "LOI", "Đã thử 3 lần", id="đã thử ba lần"),
        pytest.param("XONG", -1, 1, "XONG", "", id="đã xong"),
        pytest.param("LOI", -1, 1, "LOI", "", id="đã hỏng"),
    ],
)
def test_turns(kind, staff, state, minutes, attempts, after, message):
    until = timezone.now() + timedelta(minutes=minutes)
    job = run(job_of(staff, state=state, attempts=attempts, leased_until=until))
    assert job.state == after
    assert message in job.message


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(
            RenderFailed("Chưa tạo được: quá dài."), "Chưa tạo được: quá dài.", id="máy dựng từ chối"
        ),
        pytest.param(RuleError("Chưa có ý kiến nào."), "Chưa có ý kiến nào.", id="quy tắc từ chối"),
    ],
)
def test_refusal_leaves_its_sentence(kind, staff, error, message):
    def make(subject, by, note):
        raise error

    kind.make = staticmethod(make)
    job = run(job_of(staff))
    assert (job.state, job.message, bool(job.file)) == ("LOI", message, False)


def test_break_tells_the_person_and_the_log(kind, staff):
    def make(subject, by, note):
        raise ZeroDivisionError("division by zero")

    kind.make = staticmethod(make)
    job = job_of(staff)
    with pytest.raises(ZeroDivisionError):
        tasks.make_paper.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("LOI", papers.BROKEN)


def test_lost_turn_stores_nothing(kind, staff):
    job = job_of(staff)

    def make(subject, by, note):
        other = PaperJob.objects.get(pk=job.pk)
        other.attempts += 1
        with acting(by=staff, verb="tests.edit", label="Lượt khác"):
            other.save()
        note("Dựng trang", 50)
        return "Tệp.pdf", b"%PDF-1"

    kind.make = staticmethod(make)
    run(job)
    assert (job.state, bool(job.file)) == ("DANG_TAO", False)


@pytest.mark.parametrize("change", ["role", "subject"], ids=["mất quyền", "bản ghi không còn"])
def test_work_without_right_or_subject_stops(kind, staff, change):
    job = job_of(staff, subject="c" if change == "subject" else "a")
    if change == "role":
        staff.role = "FOCAL"
        with acting(by=staff, verb="tests.edit", label="Đổi vai trò"):
            staff.save()
    assert (run(job).state, job.message) == ("LOI", papers.NO_RIGHT)


@pytest.mark.parametrize("taken", [False, True], ids=["còn lượt", "việc khác đã nhận"])
def test_while_pages_are_laid_out_the_turn_is_kept(kind, staff, monkeypatch, taken):
    """A killed worker is followed soon: the lease is short, and prolonged while the pages are laid out."""
    monkeypatch.setattr(printers, "BEAT_SECONDS", 0.001)
    seen = []

    def make(subject, by, note):
        job = PaperJob.objects.get(state="DANG_TAO")
        before = timezone.now()
        job.leased_until, job.attempts = before, job.attempts + taken
        with acting(by=staff, verb="tests.edit", label="Đổi lượt"):
            job.save()
        content = pdf_of_parts(["<html lang=vi><title>Thử</title><p>Việt Nam"])
        job.refresh_from_db()
        seen.append(job.leased_until > before + timedelta(minutes=3))
        return "thu.pdf", content

    kind.make = staticmethod(make)
    job = run(job_of(staff))
    assert (seen, job.state) == (([], "DANG_TAO") if taken else ([True], "XONG"))
    assert printers.beat_while_waiting.get() is None


def test_any_run_takes_up_what_got_stuck(kind, staff, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    until = timezone.now() - timedelta(minutes=1)
    stuck = job_of(staff, "b", state="DANG_TAO", attempts=1, leased_until=until)
    run(job_of(staff))
    stuck.refresh_from_db()
    assert stuck.state == "XONG"


def test_second_request_joins_the_waiting_one_and_follows_the_running_one(kind, staff):
    ask = {"kind": "thu", "subject": "a", "label": "Tệp a", "by": staff}
    first = request_paper(**ask)
    assert request_paper(**ask).pk == first.pk
    assert request_paper(**ask | {"subject": "b"}).pk != first.pk
    assert papers.claim_paper(job_id=first.pk, by=staff) is not None
    # What runs may have read its subject before the change that this request is about.
    assert request_paper(**ask).pk != first.pk


def test_pages_of_a_job(kind, staff, client):
    client.force_login(staff)
    started = client.post(reverse("reports:paper_job_start", args=["thu", "a"]))
    job = PaperJob.objects.get()
    assert started["Location"] == reverse("reports:paper_job", args=[job.pk])
    assert "Đang chờ" in client.get(started["Location"]).content.decode()
    assert client.get(reverse("reports:paper_file", args=[job.pk])).status_code == 404

    run(job)
    page = client.get(started["Location"]).content.decode()
    assert reverse("reports:paper_file", args=[job.pk]) in page
    answer = client.get(reverse("reports:paper_file", args=[job.pk]))
    assert answer.content == b"%PDF-1.7 thu %%EOF"
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("role", "shown", "started"),
    [
        pytest.param("SNGV_STAFF", 200, 302, id="người soạn"),
        pytest.param("FOCAL", 200, 403, id="chỉ đọc"),
        pytest.param("AUDITOR", 404, 404, id="không được đọc"),
    ],
)
def test_reading_and_beginning_follow_the_subject(kind, staff, client, role, shown, started):
    job = run(job_of(staff))
    client.force_login(UserFactory(role=role))
    for name in ("paper_job", "paper_file"):
        assert client.get(reverse(f"reports:{name}", args=[job.pk])).status_code == shown
    assert client.post(reverse("reports:paper_job_start", args=["thu", "a"])).status_code == started


def test_failed_job_offers_to_begin_again(kind, staff, client):
    job = run(job_of(staff, state="DANG_TAO", attempts=3, leased_until=timezone.now()))
    client.force_login(staff)
    page = client.get(reverse("reports:paper_job", args=[job.pk])).content.decode()
    assert "Làm lại" in page
    assert "Đã thử 3 lần" in page


def test_pdf_of_a_draft_counts_its_pages(draft, staff):
    ask_for("draft-pdf", str(draft.pk), by=staff)
    job = run(PaperJob.objects.get())

    assert job.filename == "Dự thảo Chương trình đối ngoại 2026-2030 - bản 1.pdf"
    assert stored(job).startswith(b"%PDF-")
    kept = DraftPages.objects.get(draft=draft)
    assert kept.pages > 4
    assert kept.words_then == sum(draft.sections.values_list("words", flat=True))
    assert set(kept.part_pages) == {"1", "2", "3"}
    assert kept.part_pages["1"] > 2 * kept.part_pages["2"] > 0
    assert sum(kept.part_pages.values()) == pytest.approx(kept.pages, abs=0.9)


def test_freezing_a_version_orders_its_pdf(draft, staff, monkeypatch):
    monkeypatch.setattr(draft_papers, "render_pdf", lambda *args, **limits: b"%PDF-1")
    freeze_draft(draft=draft, expected=draft.version, reason="Gửi lấy ý kiến", by=staff)
    job = PaperJob.objects.get()
    assert (job.kind, job.subject, job.requested_by) == ("draft-pdf", str(draft.pk), staff)


def test_long_upload_is_read_by_the_worker(staff, client, monkeypatch):
    monkeypatch.setattr("programs.views.draft_files.READ_AT_ONCE", 10)
    ProgramFactory(slug="2026-2030")
    client.force_login(staff)
    upload = SimpleUploadedFile("du-thao.docx", draft_docx(NODES, title_lines=("CHƯƠNG TRÌNH",)))
    answer = client.post(reverse("programs:draft_import", args=["2026-2030"]), {"file": upload})
    job = PaperJob.objects.get()
    assert (answer["Location"], job.kind) == (reverse("reports:paper_job", args=[job.pk]), "draft-import")

    assert run(job).state == "XONG"
    check = reverse("programs:draft_import_check", args=["2026-2030", job.subject])
    assert check in client.get(answer["Location"]).content.decode()
    answer = client.post(check, {"reason": "BAN_DAU", "note": "Từ Word"})
    assert not Draft.objects.exists()
    job = PaperJob.objects.get(kind="draft-take-in")
    assert answer["Location"] == reverse("reports:paper_job", args=[job.pk])
    assert run(job).state == "XONG"
    draft = Draft.objects.get()
    assert (draft.note, draft.source_name) == ("Từ Word", "du-thao.docx")
    assert draft.get_absolute_url() in client.get(answer["Location"]).content.decode()
    assert draft.sections.filter(text="MỤC TIÊU").exists()


def test_long_upload_that_is_no_draft_says_why(staff, client, monkeypatch):
    monkeypatch.setattr("programs.views.draft_files.READ_AT_ONCE", 10)
    ProgramFactory(slug="2026-2030")
    client.force_login(staff)
    upload = SimpleUploadedFile("du-thao.docx", draft_docx(NODES[1:2], title_lines=("CHƯƠNG TRÌNH",)))
    client.post(reverse("programs:draft_import", args=["2026-2030"]), {"file": upload})
    job = run(PaperJob.objects.get())
    assert job.state == "LOI"
    assert "Phần thứ nhất" in job.message
    assert ImportBatch.objects.get().file.name == ""


def test_long_versions_are_compared_by_the_worker(draft, staff, client, monkeypatch):
    monkeypatch.setattr("programs.versions.LONGEST_AT_ONCE", 3)
    begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=staff)
    client.force_login(staff)
    page = reverse("programs:draft_compare", args=["2026-2030"]) + "?tu=1&den=2"
    shown = client.get(page).content.decode()
    new = Draft.objects.get(number=2)
    start = reverse("reports:paper_job_start", args=["draft-compare", f"{draft.pk}-{new.pk}"])
    assert start in shown
    client.post(start)
    job = run(PaperJob.objects.get(kind="draft-compare"))
    assert job.state == "XONG"
    progress = client.get(reverse("reports:paper_job", args=[job.pk])).content.decode()
    assert "Xem so sánh" in progress
    assert start not in client.get(page).content.decode()
