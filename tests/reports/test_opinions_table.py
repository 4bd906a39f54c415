"""The consolidated table: order, counts that are the same everywhere, files that are sound."""

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document as WordFile
from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from core.models import User
from meetings import actions
from meetings.summary import summary_of, table_rows
from reports.documents.checker import check_pdf
from reports.kinds.opinions import COLUMNS, count_lines, opinions_document
from tests.factories import AgencyFactory, MeetingFactory
from tests.meetings.opinion_texts import TODAY, make_draft, next_version, open_round, say, write_letter

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://example.org";"x")'


@pytest.fixture
def asked():
    return [AgencyFactory(name=f"Sở thử {letter}", code=f"T{letter}") for letter in "ABCD"]


@pytest.fixture
def program(asked):
    """Four agencies asked: A writes, B agrees, C by letter, D is silent; one more speaks at a meeting."""
    draft = make_draft()
    round_ = open_round(draft, asked)
    by = User.objects.system()
    say(round_, asked[0], ("p2b", "Bổ sung đào tạo chuyên gia."), ("", "Bố cục hợp lý."))
    say(round_, asked[1])
    write_letter(round_, asked[2], FORMULA)
    meeting = MeetingFactory(purpose="CHO_Y_KIEN", held_on=TODAY, program=draft.program)
    speaker = AgencyFactory(name="Trường thử", code="TRT")
    actions.log_opinion(
        meeting=meeting, draft=draft, agency=speaker, section_key="p2a", text="Nêu rõ nguồn viện trợ.", by=by
    )
    newer = next_version(draft, p2b="Trường đại học đào tạo 300 sinh viên Lào và chuyên gia.")
    answers = {1: ("TIEP_THU", "p2b"), 3: ("GIAI_TRINH", ""), 4: ("MOT_PHAN", "p2a")}
    for opinion in draft.program.opinions.order_by("number"):
        if opinion.number in answers:
            kind, key = answers[opinion.number]
            actions.answer_opinion(
                opinion=opinion,
                kind=kind,
                text="Đã xem xét",
                draft=newer,
                section_key=key,
                today=TODAY,
                by=by,
            )
    return draft.program


NUMBERS = {
    "asked": 4, "answered": 3, "agreed": 1, "commented": 2, "silent": 1,
    "opinions": 4, "accepted": 1, "partly": 1, "explained": 1, "noted": 0, "open": 1,
}  # fmt: skip


def test_rows_stand_in_the_order_of_the_draft(program):
    rows = table_rows(program)
    assert [(row.place, row.asked) for row in rows] == [
        ("Toàn văn dự thảo", "Bố cục hợp lý."),
        ("Toàn văn dự thảo", FORMULA),
        ("đoạn\xa01, mục\xa0I, Phần\xa0thứ\xa0hai", "Nêu rõ nguồn viện trợ."),
        ("đoạn\xa01, mục\xa0II.1, Phần\xa0thứ\xa0hai", "Bổ sung đào tạo chuyên gia."),
    ]
    assert rows[0].answered == "Chưa xử lý."
    assert rows[1].who.startswith("Sở thử C (Văn bản số 125/CV ngày ")
    assert rows[2].answered == (
        "Tiếp thu một phần. Đã xem xét. Thể hiện tại đoạn\xa01, mục\xa0I, Phần\xa0thứ\xa0hai, bản 2."
    )
    assert rows[2].who.startswith("Trường thử (phát biểu tại hội nghị ngày ")


def test_the_counts_are_the_same_on_every_output(program, cast, sign_in, tmp_path):
    summary = summary_of(program, TODAY)
    assert summary.numbers() == NUMBERS
    labels = [f"{label}: {count}" for label, count in count_lines(summary)]
    client = sign_in(cast["SNGV_STAFF"])
    files = {}
    for name in ("pdf", "docx", "sheet"):
        answer = client.get(reverse(f"reports:opinions_{name}", args=[program.slug]))
        assert answer.status_code == 200
        assert "bang-tong" not in answer.headers["Content-Disposition"]
        files[name] = answer.content
    assert check_pdf(files["pdf"]) == []
    text = " ".join(extract_text(io.BytesIO(files["pdf"])).split())
    word = WordFile(io.BytesIO(files["docx"]))
    typed = " ".join(" ".join(paragraph.text for paragraph in word.paragraphs).split())
    for label in labels:
        assert label in text
        assert label in typed
    book = load_workbook(io.BytesIO(files["sheet"]))
    notes = [(row[0].value, row[1].value) for row in book["Ghi chú"].iter_rows(min_row=4)]
    assert notes == count_lines(summary)
    call_command("report", "opinions", "--of", program.slug, "--format", "json", "--out", str(tmp_path / "a"))
    whole = json.loads((tmp_path / "a").read_text())
    assert whole["counts"] == NUMBERS
    assert [tuple(row) for row in whole["rows"]] == [COLUMNS] * 4


def test_the_workbook_has_the_four_columns_and_no_formula(program, cast, sign_in):
    answer = sign_in(cast["SNGV_LEADER"]).get(reverse("reports:opinions_sheet", args=[program.slug]))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert FORMULA in {cell.value for cell in cells}


def test_the_table_lies_and_the_counts_stand_above_it(program):
    document = opinions_document(program, TODAY)
    assert (document.header.number_line, list(document.header.superior)) == ("", ["UBND TỈNH THANH HÓA"])
    assert document.draft_mark == "DỰ THẢO"
    appendix = document.appendices[0]
    assert appendix.landscape
    assert [type(block).__name__ for block in appendix.blocks] == ["Paragraph", "Table"]
    assert "4" in appendix.blocks[0].runs[0].text
    silent = next(
        block for block in document.blocks if "chưa trả lời, không" in str(getattr(block, "runs", ""))
    )
    assert re.search(r"Sở thử D\.", silent.runs[0].text)


def test_nothing_asked_yet_is_a_sound_paper_too():
    document = opinions_document(make_draft().program, TODAY)
    assert "Chưa có cơ quan nào góp ý" in str(document.blocks)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param("SNGV_STAFF", 200, id="chuyên viên"),
        pytest.param("VPUB", 200, id="văn phòng"),
        pytest.param("TU_VIEWER", 403, id="chỉ xem số lượng"),
        pytest.param("FOCAL", 403, id="cơ quan góp ý"),
    ],
)
def test_who_takes_the_table(program, cast, sign_in, role, status):
    answer = sign_in(cast[role]).get(reverse("reports:opinions_sheet", args=[program.slug]))
    assert answer.status_code == status


@pytest.mark.parametrize("name", ["khong-co", "0", "9999999999999"])
def test_a_program_that_is_not_there(program, tmp_path, name):
    with pytest.raises(CommandError, match="Không có chương trình"):
        call_command("report", "opinions", "--of", name, "--out", str(tmp_path / "a.pdf"))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_command_writes_the_same_paper(program, tmp_path, form):
    path = tmp_path / f"a.{form}"
    call_command("report", "opinions", "--of", str(program.pk), "--format", form, "--out", str(path))
    if form == "pdf":
        assert check_pdf(path.read_bytes()) == []
    else:
        tables = WordFile(str(path)).tables
        assert COLUMNS in [tuple(cell.text for cell in table.rows[0].cells) for table in tables]
