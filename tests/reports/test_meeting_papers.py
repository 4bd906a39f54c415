"""The five papers of a meeting: what they say, that they keep the layout, that Word and PDF say the same."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from core.history import acting
from core.models import AccessLog, AgencyKind, User, UserAgency
from meetings.documents import Kind, document_of
from meetings.models import (
    Attendance,
    Contribution,
    FollowUp,
    FollowUpAgency,
    Meeting,
    MeetingDocument,
    Opinion,
)
from programs.models import Draft, DueKind
from reports.documents.checker import check_pdf
from reports.documents.html import preview_html
from reports.documents.pdf import RenderFailed
from reports.documents.word import render_docx
from reports.documents_json import as_json
from reports.kinds.meeting_notice import task_sentence, verbs_of
from reports.kinds.meeting_words import place_inside, who
from reports.meeting_papers import meeting_paper, paper_file_name, paper_pdf
from tests.documents.samples import words_of
from tests.documents.word_pages import open_word
from tests.factories import AgencyFactory, FollowUpFactory, MeetingFactory, ProgramFactory
from tests.meetings.making import change
from tests.reports.meeting_world import SLUG, conference

pytestmark = pytest.mark.django_db
ISSUED = "Đã phát hành: số 05/BB-UBND"
CHANGED = "đã thay đổi sau đó"


@pytest.fixture
def meeting():
    """The conference."""
    return conference()


def words(document):
    """Return the words of a document as its page shows them, one space between them."""
    return " ".join(BeautifulSoup(preview_html(document), "html5lib").get_text(" ").split())


def word_text(content):
    """Return the words of a Word file, tables included, one space between them."""
    body = open_word(content).element.body
    lines = [Paragraph(line, None).text for line in body.iter(qn("w:p"))]
    return " ".join(" ".join(lines).split())


SAYS = {
    Kind.INVITATION: [
        "GIẤY MỜI", "Ủy ban nhân dân tỉnh Thanh Hóa trân trọng kính mời:", "- Công an tỉnh;",
        "Chủ trì: Lê Quang Mẫu, Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh",
        "Thời gian: 14 giờ 00, thứ Sáu, ngày 28 tháng 11 năm 2025", "Địa điểm: Hội trường UBND tỉnh./.",
        "KT. CHỦ TỊCH", "Thanh Hóa, ngày",
    ],
    Kind.AGENDA: ["CHƯƠNG TRÌNH", "(Kèm theo Giấy mời số", "GM-UBND", "Trình bày dự thảo", "Sở Ngoại vụ"],
    Kind.ATTENDANCE: ["DANH SÁCH ĐẠI BIỂU", "Ký tên", "Trần Thị Ký", "(thư ký)", "Các trường đại học", "10"],
    Kind.MINUTES: [
        "/BB-UBND", "BIÊN BẢN", "Thời gian bắt đầu: 14 giờ 00", "Thành phần tham dự:", "Vắng mặt:",
        "Công an tỉnh (vắng có lý do).", "Chủ trì (chủ tọa): Lê Quang Mẫu",
        "Thư ký (người ghi biên bản): Trần Thị Ký", "1. Chương trình",
        "Đại diện Sở Ngoại vụ (báo cáo): Dự thảo có 3 phần.", "Kết luận của chủ trì",
        "Hội nghị kết thúc vào 16 giờ 30, ngày 28 tháng 11 năm 2025./.", "THƯ KÝ", "CHỦ TỌA",
        "- Lưu: VT, Hồ sơ.",
    ],
    Kind.NOTICE: [
        "THÔNG BÁO", "Kết luận của Phó Chủ tịch UBND tỉnh tại hội nghị cho ý kiến",
        "đồng chí Lê Quang Mẫu, Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh kết luận như sau:",
        "I. ĐÁNH GIÁ CHUNG", "Cơ bản thống nhất nội dung.", "II. NHIỆM VỤ",
        "1. Giao Sở Ngoại vụ chủ trì, phối hợp với Công an tỉnh rút gọn dự thảo; hoàn thành chậm nhất",
        "ngày 05 tháng 12 năm 2025.",
        "2. Giao Sở Ngoại vụ trình UBND tỉnh xem xét; hoàn thành trong tháng 02 năm 2026.",
        "tổ chức thực hiện./.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
def test_what_a_paper_says(meeting, kind):
    said = words(meeting_paper(meeting, kind)[1])
    assert [part for part in SAYS[kind] if part not in said] == []


def test_minutes_have_no_place_and_date(meeting):
    document = meeting_paper(meeting, Kind.MINUTES)[1]
    assert document.header.place_date_line == ""
    assert document.co_signature.title == "THƯ KÝ"
    assert document.signature.title == "CHỦ TỌA"


@pytest.mark.parametrize("kind", Kind)
def test_pdf_keeps_the_layout_and_says_what_word_says(meeting, kind):
    document = meeting_paper(meeting, kind)[1]
    content = paper_pdf(document)
    assert check_pdf(content) == []
    # The PDF has page numbers besides and repeats table heads; every other word of one is in the other.
    in_word = set(word_text(render_docx(document)).split())
    assert in_word ^ set(words_of(content).split()) <= {"2", "3"}


def test_paper_in_the_making_has_blanks(meeting):
    change(meeting, starts_at=None, ends_at=None, place="", session="")
    bare = Meeting.objects.for_page().get(pk=meeting.pk)
    said = words(meeting_paper(bare, Kind.MINUTES)[1])
    assert "Địa điểm: …………" in said
    assert "Thời gian bắt đầu: …… giờ ……, thứ Sáu, ngày 28 tháng 11 năm 2025" in said
    assert "kết thúc vào …… giờ ……, ngày 28 tháng 11 năm 2025./." in said
    assert check_pdf(paper_pdf(meeting_paper(bare, Kind.MINUTES)[1])) == []


@pytest.mark.parametrize(
    ("kind", "due_on", "words_"),
    [
        pytest.param(
            DueKind.DAY, date(2025, 12, 5), "hoàn thành chậm nhất ngày 05 tháng 12 năm 2025", id="ngày"
        ),
        pytest.param(DueKind.MONTH, date(2025, 8, 31), "hoàn thành trong tháng 8 năm 2025", id="tháng"),
        pytest.param(DueKind.QUARTER, date(2026, 3, 31), "hoàn thành trong quý I năm 2026", id="quý"),
        pytest.param(DueKind.YEAR, date(2026, 12, 31), "hoàn thành trong năm 2026", id="năm"),
        pytest.param(DueKind.RIGHT_AFTER, None, "thực hiện ngay sau hội nghị", id="ngay sau hội nghị"),
        pytest.param(DueKind.SOON, None, "thực hiện sớm", id="sớm"),
        pytest.param(DueKind.CONTINUOUS, None, "thực hiện thường xuyên", id="thường xuyên"),
        pytest.param(DueKind.NONE, None, "việc thử", id="không nêu"),
    ],
)
def test_deadline_in_official_words(kind, due_on, words_):
    task = FollowUpFactory(text="Việc thử", due_kind=kind, due_on=due_on)
    task.joined = []
    assert task_sentence(task, task.meeting).endswith(f"{words_}.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "giao Sở Ngoại vụ tiếp thu, trình trước 30/11/2026.",
            "Giao Sở Ngoại vụ tiếp thu, trình trước 30/11/2026.",
            id="câu đã nêu cơ quan và hạn",
        ),
        pytest.param(
            "Sở Ngoại vụ trình dự thảo",
            "Giao Sở Ngoại vụ trình dự thảo; hoàn thành chậm nhất ngày 30 tháng 11 năm 2026.",
            id="câu chỉ nêu cơ quan",
        ),
        pytest.param(
            "Trình dự thảo trước ngày 30 tháng 11 năm 2026",
            "Giao Sở Ngoại vụ trình dự thảo trước ngày 30 tháng 11 năm 2026.",
            id="câu chỉ nêu hạn",
        ),
        pytest.param(
            "Đề nghị rút ngắn dự thảo trước 30/11/2026",
            "Giao Sở Ngoại vụ rút ngắn dự thảo trước 30/11/2026.",
            id="câu đề nghị không nêu cơ quan",
        ),
    ],
)
def test_the_notice_does_not_say_twice_what_the_sentence_says(text, sentence):
    lead = AgencyFactory(name="Sở Ngoại vụ")
    task = FollowUpFactory(text=text, lead_agency=lead, due_kind=DueKind.DAY, due_on=date(2026, 11, 30))
    task.joined = []
    assert task_sentence(task, task.meeting) == sentence


def test_a_notice_turns_to_one_addressee_with_one_word():
    verb = FollowUp.Verb
    committee = AgencyFactory(kind=AgencyKind.GOVERNMENT)
    meeting = MeetingFactory(organiser=committee)
    department = AgencyFactory(kind=AgencyKind.GOVERNMENT, parent=committee)
    front, police = AgencyFactory(kind=AgencyKind.FRONT), AgencyFactory(kind=AgencyKind.FORCES)
    given = [
        (department, verb.PROPOSE),
        (department, verb.REQUIRE),
        (front, verb.REQUIRE),
        (police, verb.PROPOSE),
    ]
    tasks = [FollowUpFactory(meeting=meeting, lead_agency=agency, verb=each) for agency, each in given]
    assert verbs_of(meeting, tasks) == {department.pk: "Yêu cầu", front.pk: "Đề nghị", police.pk: "Giao"}
    beside = AgencyFactory(kind=AgencyKind.GOVERNMENT, parent=committee)
    assert verbs_of(MeetingFactory(organiser=beside), tasks[:2]) == {department.pk: "Đề nghị"}


def test_all_member_associations_are_called_by_one_name():
    members = [AgencyFactory(name=f"Hội hữu nghị thử {n}", kind=AgencyKind.ASSOCIATION) for n in range(3)]
    task = FollowUpFactory(text="Việc thử", lead_agency=AgencyFactory(name="Sở Ngoại vụ"))
    office = AgencyFactory(name="Sở Tài chính", kind=AgencyKind.GOVERNMENT)
    task.joined = [FollowUpAgency(agency=agency) for agency in (members[0], office, *members[1:])]
    sentence = task_sentence(task, task.meeting)
    assert "phối hợp với Sở Tài chính và các hội hữu nghị thành viên việc thử" in sentence
    AgencyFactory(name="Hội hữu nghị thử 4", kind=AgencyKind.ASSOCIATION)
    assert all(agency.name in task_sentence(task, task.meeting) for agency in members)


def test_notice_without_conclusions_is_refused_in_words():
    bare = Meeting.objects.for_page().get(pk=MeetingFactory().pk)
    document = meeting_paper(bare, Kind.NOTICE)[1]
    with pytest.raises(RenderFailed, match="Kết luận của chủ trì"):
        paper_pdf(document)


def test_opinions_said_at_the_meeting_stand_in_the_minutes(meeting):
    program = ProgramFactory(slug="2026-2030", period_start_year=2026)
    with acting(by=User.objects.system(), verb="tests.world", label="Tạo dữ liệu thử"):
        draft = Draft(program=program, number=1, reason=Draft.Reason.FIRST)
        draft.save()
        rows = [("Công an tỉnh", "Bổ sung an ninh biên giới."), ("Sở Tài chính", "Nháp chưa gửi.")]
        for number, (name, text) in enumerate(rows, 1):
            said = Contribution(
                program=program, draft=draft, meeting=meeting, agency=AgencyFactory(name=name),
                channel="HOI_NGHI", sent_at="2025-11-28T08:00:00Z" if number == 1 else None,
            )  # fmt: skip
            said.save()
            Opinion(program=program, contribution=said, number=number, draft=draft, text=text).save()
    said = words(meeting_paper(meeting, Kind.MINUTES)[1])
    assert "- Công an tỉnh: Bổ sung an ninh biên giới." in said
    assert "Nháp chưa gửi" not in said
    sums = words(meeting_paper(meeting, Kind.MINUTES, sums_only=True)[1])
    assert "1 cơ quan góp 1 ý kiến vào dự thảo." in sums
    assert "Bổ sung an ninh biên giới" not in sums


def test_json_has_every_block(meeting):
    data = as_json(meeting_paper(meeting, Kind.NOTICE)[1])
    assert data["header"]["symbol"] == "TB-UBND"
    assert [block["block"] for block in data["blocks"]].count("Heading") == 2


@pytest.mark.parametrize(
    ("url", "kind", "mime"),
    [
        pytest.param("reports:meeting_paper_pdf", AccessLog.Kind.PDF, "application/pdf", id="PDF"),
        pytest.param("reports:meeting_paper_docx", AccessLog.Kind.DOWNLOAD, "application/vnd", id="Word"),
    ],
)
def test_taking_a_paper_is_noted(cast, sign_in, meeting, url, kind, mime):
    answer = sign_in(cast["SNGV_STAFF"]).get(reverse(url, args=[SLUG, "bien-ban"]))
    assert answer.headers["Content-Type"].startswith(mime)
    assert f"bien-ban-{SLUG}" in answer.headers["Content-Disposition"]
    assert AccessLog.objects.filter(kind=kind, subject__startswith=f"bien-ban-{SLUG}").count() == 1


def test_page_shows_the_paper_and_what_it_lacks(cast, sign_in, meeting):
    change(meeting, place="")
    page = sign_in(cast["SNGV_STAFF"]).get(reverse("reports:meeting_paper", args=[SLUG, "bien-ban"])).text
    assert "Chưa ghi địa điểm." in page
    assert BeautifulSoup(page, "html5lib").select_one(".rp-paper .vb-title").text.startswith("BIÊN BẢN")


def test_page_of_a_paper_without_parts_is_a_page_and_not_its_source(cast, sign_in, meeting):
    page = sign_in(cast["SNGV_STAFF"]).get(reverse("reports:meeting_paper", args=[SLUG, "giay-moi"])).text
    paper = BeautifulSoup(page, "html5lib").select_one(".rp-paper")
    assert "Công an tỉnh" in paper.text
    assert "<" not in paper.text


@pytest.mark.parametrize("url", ["reports:meeting_paper_pdf", "reports:meeting_paper_docx"])
def test_meeting_without_organiser_says_why_there_is_no_paper(cast, sign_in, url):
    MeetingFactory(slug="khong-co-quan", organiser=None)
    answer = sign_in(cast["SNGV_STAFF"]).get(reverse(url, args=["khong-co-quan", "bien-ban"]), follow=True)
    assert answer.status_code == 200
    assert "Chưa ghi cơ quan tổ chức" in answer.text


def test_name_of_the_file_carries_the_number(meeting):
    document = meeting_paper(meeting, Kind.NOTICE)[0]
    document.number = 5
    assert paper_file_name(document, "pdf") == f"05-tb-ubnd-thong-bao-{SLUG}.pdf"


@pytest.mark.parametrize("format_", ["pdf", "docx", "json"])
@pytest.mark.parametrize("kind", ["minutes", "conclusions"])
def test_command_writes_the_paper(meeting, tmp_path, kind, format_):
    target = tmp_path / f"van-ban.{format_}"
    call_command("report", kind, of=SLUG, format=format_, out=str(target))
    start = {"pdf": b"%PDF-", "docx": b"PK", "json": b"{"}[format_]
    assert target.read_bytes().startswith(start)
    if format_ == "json":
        assert "Sở Ngoại vụ" in target.read_text("utf-8")


def test_command_takes_the_last_meeting_of_the_year(meeting, tmp_path):
    MeetingFactory(title="Giao ban đã hủy", held_on=date(2025, 12, 1), status="HUY")
    target = tmp_path / "x.json"
    call_command("report", "minutes", year=2025, format="json", out=str(target))
    assert meeting.title in target.read_text("utf-8")


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_command_says_what_nobody_wrote_yet(tmp_path, format_):
    MeetingFactory(slug="chua-ket-luan", organiser=AgencyFactory())
    with pytest.raises(CommandError, match="Kết luận của chủ trì"):
        call_command("report", "conclusions", of="chua-ket-luan", format=format_, out=str(tmp_path / "x"))


def test_command_says_what_is_missing(meeting, tmp_path):
    with pytest.raises(CommandError, match="Không có cuộc họp 2024"):
        call_command("report", "minutes", year=2024, out=str(tmp_path / "x.pdf"))
    with pytest.raises(CommandError, match="Không có cuộc họp"):
        call_command("report", "minutes", of="khong-co", out=str(tmp_path / "x.pdf"))


def test_an_issued_paper_stays_as_it_went_out(meeting, cast, sign_in):
    """Number the minutes, change the record, replace them: the first ones stay byte for byte."""
    with acting(by=User.objects.system(), verb="tests.world", label="Văn thư phục vụ cơ quan tổ chức"):
        UserAgency(user=cast["VAN_THU"], agency=meeting.organiser).save()
    here = reverse("reports:meeting_paper", args=[SLUG, "bien-ban"])
    with acting(by=User.objects.system(), verb="tests.world", label="Soạn"):
        document_of(meeting, Kind.MINUTES).save()
    document = MeetingDocument.objects.get()
    fields = {"number": "5", "dated_on": f"{meeting.held_on:%d/%m/%Y}", "version": str(document.version)}
    numbering = reverse("meetings:document_number", args=[SLUG, "bien-ban"])
    asked = sign_in(cast["VAN_THU"]).post(numbering, fields)
    assert "Bỏ trống số 01, 02, 03, 04" in asked.text
    mark = BeautifulSoup(asked.content, "html5lib").select_one("[name=confirmed]")["value"]
    sign_in(cast["VAN_THU"]).post(numbering, fields | {"confirmed": mark})
    issued = MeetingDocument.objects.get()
    staff = sign_in(cast["SNGV_STAFF"])
    page = staff.get(here).text
    assert ISSUED in page
    assert issued.pdf.sha256 in page
    assert CHANGED not in page
    change(meeting, place="Phòng họp số 9")
    page = staff.get(here).text
    assert CHANGED in page
    with issued.pdf.file.open("rb") as kept:
        as_issued = kept.read()
    assert staff.get(reverse("reports:meeting_paper_pdf", args=[SLUG, "bien-ban"])).content == as_issued
    assert "Phòng họp số 9" not in words_of(as_issued)
    replace = reverse("meetings:document_replace", args=[SLUG, "bien-ban"])
    staff.post(replace, {"version": str(issued.version)})
    page = staff.get(here).text
    said = " ".join(BeautifulSoup(page, "html5lib").get_text().split())
    assert "Biên bản này thay thế Biên bản số 05/BB-UBND ngày" in said
    assert "Văn bản đã bị thay thế" in page
    old = staff.get(reverse("reports:issued_pdf", args=[SLUG, "bien-ban", issued.pk]))
    assert old.content == as_issued
    assert AccessLog.objects.filter(subject__contains=issued.pdf.name).exists()


def test_who_speaks_for_a_body_is_told_in_one_breath():
    finance = AgencyFactory(name="Sở Tài chính", short_name="STC")
    assert who(Attendance(agency=finance, title_then="Đại diện lãnh đạo")) == "Đại diện lãnh đạo Sở Tài chính"
    assert who(Attendance(agency=finance, title_then="Giám đốc")) == "Giám đốc, Sở Tài chính"


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ("Xã Na Mèo", "xã Na Mèo"),
        ("Trụ sở UBND tỉnh", "trụ sở UBND tỉnh"),
        ("Phường 3", "Phường 3"),
        ("Phường Quang Trung", "Phường Quang Trung"),
        ("Trường Đại học Hồng Đức", "Trường Đại học Hồng Đức"),
        ("Bản Khằm", "bản Khằm"),
    ],
)
def test_a_place_inside_a_sentence_has_a_small_common_noun(place, inside):
    assert place_inside(place) == inside
