"""The finished file: boxes, fonts, exact words, page numbers, tags; and how it fails."""

import os
import re
import signal
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import sleep

import pikepdf
import pypdf
import pytest

from reports.documents import blocks as b
from reports.documents import printers
from reports.documents.checker.reading import read_pdf
from reports.documents.engine import LaidOut, join
from reports.documents.html import paper_parts
from reports.documents.pdf import RenderFailed, pdf_of_parts, render_pdf, render_pdf_in_process
from tests.documents.samples import full_document, small_document, words_of


def test_sheets_are_upright_a4_and_the_wide_appendix_lies(full_pdf):
    sizes = [(round(page.width), round(page.height)) for page in read_pdf(full_pdf).pages]
    assert sizes == [(210, 297)] * 3 + [(297, 210)] * 3 + [(210, 297)] * 2


def test_fonts_are_the_bundled_face_embedded_and_copyable(full_pdf):
    fonts = read_pdf(full_pdf).fonts
    assert {re.sub(r"^[A-Z]{6}\+", "", font.name) for font in fonts} == {
        "VNSerif",
        "VNSerif-Bold",
        "VNSerif-Italic",
        "VNSerif-Bold-Italic",
    }
    assert all(font.is_embedded and font.has_unicode for font in fonts)


def test_words_copy_out_exactly(full_pdf):
    text = words_of(full_pdf)
    assert unicodedata.is_normalized("NFC", text)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "HỮU NGHỊ TỈNH THANH HÓA",
        "Số: 05/BC-LHHN",
        "Thanh Hóa, ngày 12 tháng 01 năm 2026",
        "tăng cường hiểu biết và tình hữu nghị giữa Nhân dân trong tỉnh với bạn bè quốc tế",
        "đ) xây dựng tổ chức;",
        "Trên đây là báo cáo kết quả công tác năm 2025./.",
        "- Lưu: VT.",
        "(Kèm theo Báo cáo số 05/BC-LHHN ngày 12 tháng 01 năm 2026)",
    ):
        assert words in text


def test_page_numbers_start_at_two_and_again_in_each_appendix(full_pdf):
    tops = [[line.text for line in page.lines if line.bottom < 20] for page in read_pdf(full_pdf).pages]
    assert tops == [[], ["2"], ["3"], [], ["2"], ["3"], [], ["2"]]


def test_head_row_repeats_on_each_page_of_a_table(full_pdf):
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(full_pdf)).pages]
    assert all("Tên khoản viện trợ" in page for page in pages[3:])
    assert "375.000" in pages[5]


def test_measures_of_the_header(small_pdf):
    lines = {line.text: line for line in read_pdf(small_pdf).pages[0].lines}
    nation, motto = lines["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], lines["Độc lập - Tự do - Hạnh phúc"]
    number, day = lines["Số: 05/BC-LHHN"], lines["Thanh Hóa, ngày 12 tháng 01 năm 2026"]
    assert (round(nation.size), round(motto.size), round(number.size), round(day.size)) == (13, 14, 13, 14)
    assert nation.is_bold
    assert abs(nation.left + nation.right - motto.left - motto.right) < 0.5
    assert abs(number.bottom - day.bottom) < 0.6
    assert nation.right <= 195.1


def test_first_lines_are_indented_and_sides_are_even():
    document = replace(small_document(), blocks=[b.Paragraph("Nhân dân các dân tộc trong tỉnh " * 20)])
    content, timings = render_pdf_in_process(document)
    body = [
        line for line in read_pdf(content).pages[0].lines if line.text.startswith(("Nhân", "dân", "trong"))
    ]
    assert body[0].left == pytest.approx(30 + 12.7, abs=0.3)
    assert [round(line.left) for line in body[1:3]] == [30, 30]
    assert [round(line.right) for line in body[:2]] == [195, 195]
    assert min(timings.html, timings.layout, timings.write) > 0


def structure_types(element):
    """Return the tag names below an element of the structure tree."""
    if isinstance(element, pikepdf.Array):
        return {name for child in element for name in structure_types(child)}
    if not isinstance(element, pikepdf.Dictionary):
        return set()
    own = {str(element.S)} if "/S" in element else set()
    return own | structure_types(element.get("/K"))


def test_tags_language_title_and_archive_marks(full_pdf):
    with pikepdf.open(BytesIO(full_pdf)) as file:
        assert str(file.Root.Lang) == "vi"
        assert bool(file.Root.MarkInfo.Marked)
        assert "/OutputIntents" in file.Root
        assert "/AF" not in file.Root
        assert str(file.docinfo.Title) == "Báo cáo kết quả công tác năm 2025"
        assert str(file.docinfo.Author) == "Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa"
        with file.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
        tags = structure_types(file.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= tags


def test_no_links_and_no_attachments(full_pdf):
    with pikepdf.open(BytesIO(full_pdf)) as file:
        assert all("/Annots" not in page for page in file.pages)
        assert not file.attachments


def test_a_draft_says_so_on_every_page():
    document = replace(full_document(), draft_mark="BẢN NHÁP – số liệu lúc 07:30 ngày 12/01/2026")
    content, _ = render_pdf_in_process(document)
    for page in pypdf.PdfReader(BytesIO(content)).pages:
        assert "BẢN NHÁP – số liệu lúc 07:30 ngày 12/01/2026" in " ".join(page.extract_text().split())


def test_an_unwritten_passage_stops_the_final_paper_but_not_the_draft():
    document = replace(small_document(), blocks=[b.NarrativeGap("Bối cảnh"), b.Paragraph("Hết.")])
    with pytest.raises(RenderFailed, match=r"còn 1 đoạn chưa viết: Bối cảnh\. Hãy viết đủ"):
        render_pdf_in_process(document)
    content, _ = render_pdf_in_process(replace(document, draft_mark="DỰ THẢO"))
    assert "[Chưa viết: Bối cảnh]" in words_of(content)


def test_letters_the_face_lacks_are_named():
    document = replace(small_document(), blocks=[b.Paragraph("Đối tác 李明 tài trợ.")])
    with pytest.raises(RenderFailed, match=r"không có 2 ký tự: “明” \(U\+660E\), “李” \(U\+674E\)"):
        render_pdf(document)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(3, "bị từ chối vì an toàn", id="địa chỉ ngoài"),
        pytest.param(4, "quá nhiều bộ nhớ", id="bộ nhớ"),
        pytest.param(5, "bộ dựng trang dừng giữa chừng", id="bộ dựng hỏng"),
        pytest.param(-11, "bộ dựng trang dừng giữa chừng", id="sập"),
        pytest.param(-9, "quá 7 giây chưa xong", id="bị ngắt"),
        pytest.param(0, "bộ dựng trang dừng giữa chừng", id="tệp dở dang"),
    ],
)
def test_every_failure_has_its_sentence_and_no_file(monkeypatch, code, words):
    monkeypatch.setattr(printers, "lay_out", lambda *args, **options: (code, b"%PDF-1.7 half"))
    with pytest.raises(RenderFailed, match=words):
        pdf_of_parts(["<p>x"], seconds=7)


def test_the_child_gets_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://bi-mat")
    monkeypatch.setenv("SECRET_KEY", "bi-mat")
    environment = printers.environment(tmp_path)
    assert not [name for name, value in environment.items() if "bi-mat" in value]
    assert "TMPDIR" in environment


def test_a_printer_serves_one_document_after_the_other_and_survives_a_bad_one():
    pages = ["<html lang=vi><title>Thử</title><p>Việt Nam"]
    printers.stop_all()
    assert "Việt Nam" in words_of(pdf_of_parts(pages))
    [kept] = printers._idle
    with pytest.raises(RenderFailed, match="bị từ chối vì an toàn"):
        pdf_of_parts(["<img src='file:///etc/passwd'>"])
    assert "Việt Nam" in words_of(pdf_of_parts(pages))
    assert printers._idle == [kept]


def test_a_part_that_stays_is_laid_out_once_and_the_file_is_the_same():
    """Also after the keeper was killed, and after a version that was refused."""
    first, *others = paper_parts(full_document())
    versions = [
        [first.replace("hữu nghị", word), *others] for word in ("hữu nghị", "đoàn kết", "đoàn kết", "thân")
    ]
    versions.insert(
        2, [first.replace("<body", "<link rel=stylesheet href=http://127.0.0.1:9/x><body"), *others]
    )
    printers.stop_all()
    # What a version costs: two parts that are alike are two, and nothing is handed on to another paper.
    versions += [[first, others[0], others[0]]]
    alone, kept = [], []
    for number, parts in enumerate(versions):
        for found, paper in ((alone, ""), (kept, "a"), (kept, "b" if number == 1 else "a")):
            try:
                found.append(pdf_of_parts(parts, paper=paper))
            except RenderFailed as error:
                found.append(str(error))
        if number == 3:
            [printer] = printers._idle
            for keeper in _children(printer._process.pid):
                os.kill(keeper, signal.SIGKILL)
    assert kept == [content for content in alone for _ in range(2)]
    assert "bị từ chối" in alone[2]
    with pikepdf.open(BytesIO(kept[-1])) as file, file.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"
        assert "/Table" in structure_types(file.Root.StructTreeRoot)


def test_only_what_changed_is_laid_out(monkeypatch):
    asked = []
    lay_out = LaidOut._lay_out
    monkeypatch.setattr(LaidOut, "_lay_out", lambda self, part: asked.append(part) or lay_out(self, part))
    laid_out = LaidOut()
    join(laid_out.of(["<p>một", "<p>hai", "<p>hai"]))
    assert laid_out.is_new
    both = join(laid_out.of(["<p>một mới", "<p>hai", "<p>hai"]))
    assert asked == ["<p>một", "<p>hai", "<p>hai", "<p>một mới"]
    assert "một mới hai hai" in words_of(both)
    laid_out.of(["<p>một mới", "<p>hai", "<p>hai"])
    assert not laid_out.is_new


def test_at_most_two_papers_are_kept():
    pages = ["<html lang=vi><title>Thử</title><p>Việt Nam"]
    printers.stop_all()
    for paper in ("a", "b", "c", "c", "a"):
        assert "Việt Nam" in words_of(pdf_of_parts(pages, paper=paper))
    [printer] = printers._idle
    while len(_children(printer._process.pid)) > 2:
        # One that is let go ends by itself, a moment later.
        sleep(0.02)
    assert len(list(Path(printer._scratch).glob("tmp*"))) == 2


def _children(pid):
    """Return the processes that a printer's warm process has, ended ones left out."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    states = [(int(child), Path(f"/proc/{child}/stat").read_text(encoding="ascii")) for child in found]
    return [child for child, state in states if state.rpartition(")")[2].split()[0] != "Z"]


def test_a_killed_printer_is_followed_by_another():
    pages = ["<html lang=vi><title>Thử</title><p>Việt Nam"]
    pdf_of_parts(pages)
    [kept] = printers._idle
    os.killpg(kept._process.pid, signal.SIGKILL)
    assert "Việt Nam" in words_of(pdf_of_parts(pages))
    assert printers._idle != [kept]


def test_two_threads_get_a_printer_each_and_one_is_kept():
    pages = ["<html lang=vi><title>Thử</title>" + "<p>Việt Nam" * 200]
    with ThreadPoolExecutor(2) as both:
        made = list(both.map(pdf_of_parts, [pages, pages]))
    assert [content[:5] for content in made] == [b"%PDF-"] * 2
    assert len(printers._idle) == 1


def test_a_document_leaves_nothing_behind_for_the_next():
    printers.stop_all()
    pdf_of_parts(["<html lang=vi><title>Thử</title><p>Việt Nam"])
    [kept] = printers._idle
    left = {path.name for path in Path(kept._scratch).iterdir() if path.is_dir()}
    assert left <= {"weasyprint", ".cache"}, left


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_child_killed_at_work_is_tried_again_once_and_told_truly(deaths):
    """As the kernel does where memory runs out: not a document that took too long."""
    printers.stop_all()
    pdf_of_parts(["<html lang=vi><title>Thử</title><p>Việt Nam"])
    [kept] = printers._idle
    children = Path(f"/proc/{kept._process.pid}/task/{kept._process.pid}/children")
    killed, is_over = set(), threading.Event()

    def kill():
        while len(killed) < deaths and not is_over.is_set():
            for pid in set(children.read_text(encoding="ascii").split()) - killed:
                os.kill(int(pid), signal.SIGKILL)
                killed.add(pid)

    pages = ["<html lang=vi><title>Thử</title>" + "<p>Việt Nam" * 2000]
    with ThreadPoolExecutor(1) as other:
        other.submit(kill)
        try:
            made = words_of(pdf_of_parts(pages))
        except RenderFailed as error:
            made = str(error)
        finally:
            is_over.set()
    assert {1: "Việt Nam", 2: "máy thiếu bộ nhớ"}[deaths] in made
    assert len(killed) == deaths
