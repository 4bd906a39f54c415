"""The dossier that goes up: facts counted from the records, papers that are sound, all in one archive."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document as WordFile

from core.dates import format_date
from core.models import LegalValue, User
from meetings import actions
from programs.guards import sent_draft
from programs.models import KeyPoint, Pillar, Program
from reports.documents.blocks import Document, Header, NarrativeGap, Signature
from reports.documents.checker import check_pdf
from reports.documents.pdf import RenderFailed, render_pdf
from reports.documents.word import render_docx
from reports.documents_json import as_json
from reports.dossier import PAPERS, make_dossier
from reports.kinds.submission import GROUNDS, submission_document
from reports.kinds.task_appendix import COLUMNS, appendix_rows, task_appendix_document
from tests.factories import (
    AgencyFactory,
    MeetingFactory,
    PillarFactory,
    RecordFactory,
    SolutionGroupFactory,
    TaskFactory,
)
from tests.meetings.making import change
from tests.meetings.opinion_texts import DUE_ON, TODAY, make_draft, open_round, say
from tests.programs.life_papers import program_in, put_into

pytestmark = pytest.mark.django_db
S = Program.Status


class LegalValueFactory(RecordFactory):
    label = "Căn cứ"
    unit = LegalValue.Unit.RULE_SET

    class Meta:
        model = LegalValue


class KeyPointFactory(RecordFactory):
    class Meta:
        model = KeyPoint


@pytest.fixture
def program(cast):
    """Three agencies asked: one has two opinions, one agrees, one is silent; one opinion is explained."""
    draft = make_draft()
    asked = [AgencyFactory(name=f"Sở thử {letter}") for letter in "ABC"]
    round_ = open_round(draft, asked)
    say(round_, asked[0], ("p2b", "Bổ sung đào tạo chuyên gia."), ("", "Bố cục hợp lý."))
    say(round_, asked[1])
    MeetingFactory(title="Hội nghị cho ý kiến", program=draft.program, purpose="CHO_Y_KIEN", held_on=TODAY)
    first = draft.program.opinions.order_by("number").first()
    actions.answer_opinion(
        opinion=first, kind="GIAI_TRINH", text="Đã nêu ở mục 3.", draft=draft, section_key="",
        today=TODAY, by=User.objects.system(),
    )  # fmt: skip
    return put_into(draft.program, S.SUBMITTED)


def words_of(document):
    """Return everything that a document says, as one text."""
    return json.dumps(as_json(document), ensure_ascii=False)


def test_the_submission_counts_what_was_asked_answered_and_explained(program):
    LegalValueFactory(
        code=f"{GROUNDS}1", value=1, valid_from=date(2025, 7, 1), valid_to=None,
        citation="Luật Tổ chức chính quyền địa phương số 72/2025/QH15",
    )  # fmt: skip
    LegalValueFactory(code=f"{GROUNDS}2", value=2, valid_from=date(2999, 1, 1), citation="Luật chưa có")
    text = words_of(submission_document(program, sent_draft(program), TODAY))
    assert "Luật chưa có" not in text
    assert f"hạn trả lời {format_date(DUE_ON)}): hỏi 3 cơ quan, 2 cơ quan trả lời" in text
    assert "1 cơ quan có ý kiến cụ thể" in text
    assert "Tổng số 2 ý kiến: tiếp thu 0, tiếp thu một phần 0, giải trình 1, chưa xử lý 1" in text
    assert "Hội nghị cho ý kiến, ngày" in text
    assert "Sở thử A: Bổ sung đào tạo chuyên gia. Giải trình: Đã nêu ở mục 3." in text
    assert "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15" in text
    assert "Phần thứ ba" in text


def test_plain_agreement_is_noted_and_no_differing_opinion(program):
    put_into(program, S.REVISING)
    second = program.opinions.order_by("number").last()
    answer = actions.answer_opinion(
        opinion=second, kind="GHI_NHAN", draft=second.draft, section_key="p2b", today=TODAY,
        by=User.objects.system(),
    )  # fmt: skip
    assert (answer.section_key, answer.draft) == ("", None)
    text = words_of(submission_document(program, sent_draft(program), TODAY))
    assert "giải trình 1, ghi nhận ý kiến nhất trí 1." in text
    assert "Sở thử A: Bố cục hợp lý." not in text
    assert "Bản sao văn bản góp ý" not in text


def test_the_submission_says_how_many_contents_were_dropped_by_decision(cast):
    program = program_in(S.SHORTENING)
    draft = sent_draft(program)
    point = {"program": program, "draft": draft, "kind": "NHIEM_VU", "text": "Việc", "section_key": "x"}
    KeyPointFactory(**point, status="DA_BO", drop_reason="Trùng", dropped_on=TODAY)
    text = words_of(submission_document(program, draft, TODAY))
    assert "giữ 0 trong số 1 nội dung chính" in text
    assert "đã quyết định bỏ 1 nội dung, có ghi lý do." in text
    assert "ý chính" not in text


def test_an_agency_against_the_draft_is_named_apart(cast):
    draft, agency = make_draft(), AgencyFactory(name="Sở thử A")
    say(open_round(draft, [agency]), agency, "Chưa cần ban hành.", stance="KHONG_NHAT_TRI")
    text = words_of(submission_document(draft.program, draft, TODAY))
    assert "Cơ quan không nhất trí với dự thảo: Sở thử A." in text
    assert "đã giải trình:" not in text


def test_without_differing_opinions_it_says_so(cast):
    program = program_in(S.SHORTENING)
    document = submission_document(program, sent_draft(program), TODAY)
    assert "Không có ý kiến khác nhau." in words_of(document)
    assert document.draft_mark == "DỰ THẢO"


@pytest.mark.parametrize("make", [submission_document, task_appendix_document], ids=["tờ trình", "phụ lục"])
@pytest.mark.parametrize("status", [S.SHORTENING, S.SUBMITTED], ids=["còn là dự thảo", "đã trình"])
def test_every_paper_of_the_department_passes_the_checker(make, status, cast):
    PillarFactory(code=Pillar.Code.PEOPLE)
    program = program_in(status)
    document = make(program, sent_draft(program), TODAY)
    assert check_pdf(render_pdf(document)) == []
    word = WordFile(io.BytesIO(render_docx(document)))
    assert document.type.name in "\n".join(paragraph.text for paragraph in word.paragraphs)


def test_the_appendix_lies_and_has_the_seven_columns_in_groups_with_roman_numbers(cast):
    program = program_in(S.ISSUED)
    for code, title in ((Pillar.Code.PARTY, "Đoàn ra"), (Pillar.Code.PEOPLE, "Giao lưu")):
        group = SolutionGroupFactory(program=program, pillar=PillarFactory(code=code))
        TaskFactory(
            program=program, group=group, pillar=group.pillar, title=title, lead_agency=cast.agencies["SNGV"]
        )
    [appendix] = task_appendix_document(program, sent_draft(program), TODAY).appendices
    assert appendix.landscape
    [table] = appendix.blocks
    assert [column.label for column in table.columns] == [column.label for column in COLUMNS]
    shown = [[cell.runs[0].text for cell in row[:3]] for row in table.cell_rows]
    assert shown == [
        ["I", "ĐỐI NGOẠI ĐẢNG", ""], ["1", "Đoàn ra", "Sở Ngoại vụ"],
        ["II", "ĐỐI NGOẠI NHÂN DÂN", ""], ["2", "Giao lưu", "Sở Ngoại vụ"],
    ]  # fmt: skip


def test_the_head_is_the_one_that_the_office_keeps(cast):
    lines = [{"text": "UBND TỈNH THANH HÓA", "bold": False}, {"text": "SỞ ĐỐI NGOẠI", "bold": True}]
    change(cast.agencies["SNGV"], header_lines=lines, symbol="SĐN", signature_lines=["Q. GIÁM ĐỐC"])
    program = program_in(S.SHORTENING)
    document = submission_document(program, sent_draft(program), TODAY)
    assert list(document.header.issuing) == ["SỞ ĐỐI NGOẠI"]
    assert document.header.number_line.endswith("/TTr-SĐN")
    assert document.signature.title == "Q. GIÁM ĐỐC"


def test_lists_have_no_number_and_name_the_program_as_papers_do(cast):
    program = change(program_in(S.ISSUED), issued_number="01/CTr-UBND", issued_on=date(2026, 3, 9))
    document = task_appendix_document(program, sent_draft(program), TODAY)
    assert document.header.number_line == ""
    assert document.appendices[0].attached == (
        "Kèm theo Chương trình số 01/CTr-UBND ngày 09 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh"
    )


def test_before_tasks_stand_the_appendix_reads_part_three(cast):
    program = program_in(S.SHORTENING)
    [row] = appendix_rows(program, sent_draft(program), TODAY)
    assert (row.lead, row.partners, row.due) == ("Sở Y tế", "Sở Tài chính", "30/06/2027")


def test_the_appendix_names_whom_no_register_knows_and_what_it_could_not_read(cast):
    rows = (
        (3, "a", "Giao Báo Thanh Hóa xây dựng 12 chuyên đề mỗi năm."),
        (3, "b", "Giao Sở Y tế, các đoàn thể mở 10 lớp trong năm 2027."),
        (3, "c", "Việc này do Sở Y tế chủ trì."),
    )
    program = program_in(S.SHORTENING, rows=rows)
    first, second = appendix_rows(program, sent_draft(program), TODAY)
    assert (first.lead, first.deliverable, first.is_led) == ("Báo Thanh Hóa", "12 chuyên đề", False)
    assert (second.lead, second.partners, second.deliverable) == ("Sở Y tế", "Các đoàn thể", "10 lớp")
    document = task_appendix_document(program, sent_draft(program), TODAY)
    assert "1 nhiệm vụ chưa rõ cơ quan chủ trì" in str(document.blocks[0])
    assert "Việc này do Sở Y tế chủ trì." in str(document.blocks)


def test_the_archive_holds_each_paper_twice(program):
    steps = []
    name, content = make_dossier(program, User.objects.system(), lambda step, percent: steps.append(percent))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert [each.rpartition(".")[2] for each in names] == ["pdf", "docx"] * len(PAPERS)
        for each in names:
            start = b"%PDF-" if each.endswith("pdf") else b"PK"
            assert archive.read(each).startswith(start)
    assert name.endswith("bản 1.zip")
    assert steps == sorted(steps)


def test_a_program_without_text_has_no_dossier(cast):
    program = program_in(S.ASSIGNED, rows=())
    with pytest.raises(RenderFailed, match="chưa có bản dự thảo"):
        make_dossier(program, User.objects.system(), lambda *_: None)


@pytest.mark.parametrize("mark", ["", "BẢN NHÁP"], ids=["bản chính", "bản nháp"])
def test_word_refuses_gaps_as_the_pdf_does(mark):
    document = Document(
        header=Header(("SỞ NGOẠI VỤ",), "BC-SNgV", "Thanh Hóa", year=2026), title="Thử",
        blocks=[NarrativeGap("Bài học kinh nghiệm")], signature=Signature("GIÁM ĐỐC"), draft_mark=mark,
    )  # fmt: skip
    if mark:
        assert render_docx(document).startswith(b"PK")
        return
    for render in (render_docx, render_pdf):
        with pytest.raises(RenderFailed, match="Bài học kinh nghiệm"):
            render(document)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param("SNGV_STAFF", 200, id="chuyên viên"),
        pytest.param("VPUB", 200, id="văn phòng UBND"),
        pytest.param("TU_VIEWER", 403, id="Tỉnh ủy chỉ đọc số tổng hợp"),
        pytest.param("FOCAL", 403, id="đầu mối không đọc ý kiến cơ quan khác"),
    ],
)
def test_who_reads_the_dossier(role, status, program, cast, sign_in):
    client = sign_in(cast[role])
    assert client.get(reverse("reports:dossier", args=[program.slug])).status_code == status
    url = reverse("reports:dossier_paper", args=[program.slug, "to-trinh", "docx"])
    assert client.get(url).status_code == status


def test_the_page_names_what_hinders_and_hands_out_papers(program, cast, sign_in):
    client = sign_in(cast["SNGV_LEADER"])
    page = client.get(reverse("reports:dossier", args=[program.slug])).text
    assert "Còn 1 ý kiến chưa tiếp thu, giải trình" in page
    file = client.get(reverse("reports:dossier_paper", args=[program.slug, "phu-luc", "pdf"]))
    assert file.content.startswith(b"%PDF-")
    assert client.get(reverse("reports:dossier_paper", args=[program.slug, "khac", "pdf"])).status_code == 404


def test_no_page_waits_for_the_pdf_of_a_long_draft(program, cast, sign_in, monkeypatch):
    monkeypatch.setattr("reports.text_checks.kept.AT_ONCE", 0)
    client, draft = sign_in(cast["SNGV_LEADER"]), sent_draft(program)
    page = reverse("reports:dossier", args=[program.slug])
    address = reverse("reports:dossier_paper", args=[program.slug, "du-thao", "pdf"])
    assert client.get(address).url == page
    shown = client.get(page).text
    assert "bấm Tạo PDF" in shown
    assert address not in shown
    assert reverse("reports:paper_job_start", args=["draft-pdf", draft.pk]) in shown


@pytest.mark.parametrize("kind", ["task-appendix", "submission"])
def test_the_command_writes_plain_values(kind, program, tmp_path):
    out = tmp_path / "ra.json"
    call_command("report", kind, of=program.slug, format="json", out=str(out))
    assert json.loads(out.read_text(encoding="utf-8"))["program"] == program.slug
