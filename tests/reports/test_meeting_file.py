"""The bound file of a meeting: its parts in one tagged PDF with bookmarks, and who may have it."""

import io

import pikepdf
import pytest

from core.models import User
from meetings.models import Meeting
from reports.documents.checker import check_pdf
from reports.meeting_file import bound_documents, make_meeting_file, may_read, meeting_of
from tests.documents.samples import words_of
from tests.factories import AttendanceFactory, FollowUpFactory, MeetingFactory, ProgramFactory
from tests.meetings.making import TODAY, change
from tests.reports.meeting_world import SLUG, conference

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """The conference, after another one that gave out work."""
    before = MeetingFactory(slug="2025-09-24-giao-ban", title="Giao ban quý III")
    FollowUpFactory(meeting=before, text="Việc còn treo", code="GB-1")
    program = ProgramFactory(slug="2026-2030", period_start_year=2026)
    change(conference(), previous=before, program=program)
    return meeting_of(SLUG)


def made(meeting):
    """Return the bytes of the bound file."""
    return make_meeting_file(meeting, User.objects.system(), lambda step, percent: None)


def test_parts_stand_in_their_order(meeting):
    labels = [label for label, _ in bound_documents(meeting, TODAY)]
    assert labels == [
        "Chương trình họp", "Bảng tổng hợp ý kiến", "Việc của cuộc họp trước", "Danh sách đại biểu",
    ]  # fmt: skip


def test_file_is_tagged_has_bookmarks_and_keeps_the_layout(meeting):
    name, content = made(meeting)
    assert name == f"tap-tai-lieu-{SLUG}.pdf"
    assert check_pdf(content) == []
    with pikepdf.open(io.BytesIO(content)) as file:
        assert "/StructTreeRoot" in file.Root
        assert file.Root.MarkInfo.Marked
        with file.open_outline() as outline:
            titles = [mark.title for mark in outline.root]
    assert titles == [label for label, _ in bound_documents(meeting, TODAY)]
    said = words_of(content)
    assert "Việc còn treo" in said
    assert words_of(made(meeting)[1]) == said


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        pytest.param("SNGV_STAFF", True, id="chuyên viên"),
        pytest.param("FOCAL", False, id="đầu mối không đọc hết ý kiến"),
        pytest.param("TU_VIEWER", False, id="Tỉnh ủy chỉ đọc số tổng hợp"),
    ],
)
def test_who_reads_every_part(cast, meeting, role, reads):
    AttendanceFactory(meeting=meeting, agency=cast["FOCAL"].agency)
    assert may_read(cast[role], meeting) is reads


def test_no_meeting_no_file():
    assert meeting_of("khong-co") is None
    assert Meeting.objects.count() == 0
