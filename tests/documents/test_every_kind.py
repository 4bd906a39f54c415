"""Every kind of paper the portal makes, from the demonstration: tagged PDF/A in official layout, one text.

Validation by veraPDF is open: it is in none of the package registries the portal is built from.
"""

import io
import re
import subprocess
from collections import Counter
from datetime import date

import docx
import outloud
import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from core.models import User
from meetings.documents import Kind
from meetings.models import Meeting
from programs.guards import sent_draft
from programs.models import Program
from reports.aid_tables import asked
from reports.documents.blocks import Chart
from reports.documents.checker import check_pdf
from reports.documents.checker.reading import read_pdf
from reports.documents.engine import write_pdf
from reports.documents.html import paper_parts, preview_html
from reports.documents.word import render_docx
from reports.dossier import PAPERS
from reports.kinds.aid_register import register_document
from reports.kinds.year_end import report_document, report_numbers, report_scope
from reports.meeting_papers import meeting_paper
from reports.models import AidReportForm, Report
from tests.documents.samples import words_of
from tests.documents.word_pages import open_word

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)
# outloud also asks for PDF/UA's own mark: the files say PDF/A-2a and claim no more. WeasyPrint tags the
# page number, which a reader hears at each page.
KNOWN = {"DOC-012", "PAG-001"}


def _documents():
    report = Report.objects.select_related("issuer", "signer").get(year=2025)
    scope = report_scope(report, today=TODAY)
    yield "year-end", report_document(report, scope, numbers=report_numbers(report, scope, today=TODAY))
    for form in AidReportForm.objects.all():
        table = asked({"mau": form.code, "nam": "2025"}, TODAY)
        yield form.code, register_document(table.form, table.scope(User.objects.system(), TODAY), TODAY)
    program = Program.objects.get(slug="2026-2030")
    for paper in PAPERS:
        yield paper.code, paper.document(program, sent_draft(program), TODAY)
    meeting = Meeting.objects.for_page().get(slug="2025-11-28-du-thao")
    for kind in Kind:
        yield kind.name.lower(), meeting_paper(meeting, kind)[1]


@pytest.fixture(scope="module")
def papers(django_db_setup, django_db_blocker):
    """Each kind's document with its PDF; the demonstration is loaded once and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=io.StringIO())
        made = dict(_documents())
        transaction.set_rollback(True)
    return {code: (document, write_pdf(paper_parts(document))[0]) for code, document in made.items()}


def test_every_kind_is_there(papers):
    assert set(papers) == {
        "year-end", "so-vien-tro", "bao-cao-dinh-ky", "to-trinh", "du-thao", "bang-tong-hop", "phu-luc",
        "invitation", "agenda", "attendance", "minutes", "notice",
    }  # fmt: skip


def test_every_kind_keeps_the_official_layout(papers):
    found = {code: [str(one) for one in check_pdf(content)] for code, (_, content) in papers.items()}
    assert {code: some for code, some in found.items() if some} == {}


def test_every_kind_is_a_tagged_archive_file(papers, tmp_path):
    for code, (document, content) in papers.items():
        path = tmp_path / f"{code}.pdf"
        path.write_bytes(content)
        sound = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
        assert sound.returncode == 0, (code, sound.stdout)
        with pikepdf.open(path) as file:
            assert str(file.Root.Lang) == "vi"
            assert bool(file.Root.MarkInfo.Marked)
            assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
            assert str(file.docinfo.Title) == document.title
            assert "/OutputIntents" in file.Root
            with file.open_metadata() as metadata:
                assert metadata.pdfa_status == "2A", code
        heard = outloud.check(str(path))
        assert heard.error is None, (code, heard.error)
        assert {one.rule for one in heard.findings if one.severity in {"error", "warning"}} <= KNOWN, code


def test_a_footnote_of_the_draft_stands_at_the_foot_of_paper_and_page(papers):
    document, content = papers["du-thao"]
    said = "Số liệu từng năm nêu trong báo cáo tổng kết công tác đối ngoại của năm đó."
    first = next(page for page in read_pdf(content).pages if any(said in one.text for one in page.lines))
    assert said in first.lines[-1].text
    assert first.lines[-1].size == 11
    with pikepdf.open(io.BytesIO(content)) as file:
        tags = [str(one.S) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    assert (tags.count("/Note"), tags.count("/Reference")) == (1, 1)
    page = BeautifulSoup(preview_html(document), "html5lib")
    assert [one.get_text() for one in page.select(".vb-footnotes p")] == [f"1 {said}"]
    assert "vào nền nếp.1" in page.get_text()


def _word_words(content):
    part = open_word(content).part
    found = [etree.fromstring(to.target_part.blob) for to in part.rels.values() if to.reltype == RT.FOOTNOTES]
    named = [qn(f"w:{name}") for name in ("t", "br", "tab", "noBreakHyphen", "footnoteReference")]
    lines = [
        "".join(
            one.text or one.get(qn("w:id")) or ("-" if one.tag == qn("w:noBreakHyphen") else " ")
            for one in line.iter(*named)
        )
        for line in part.element.body.iter(qn("w:p"))
    ]
    notes = [note for all_notes in found for note in all_notes if not note.get(qn("w:type"))]
    lines += [f"{note.get(qn('w:id'))} {''.join(note.itertext())}" for note in notes]
    return Counter(" ".join(lines).split())


def _web_words(document):
    page = BeautifulSoup(preview_html(document), "html5lib")
    for tag in page.find_all(["p", "div", "td", "th", "li", "h1", "h2", "h3", "caption", "figcaption"]):
        tag.append(" ")
    for line in page.find_all("br"):
        line.replace_with(" ")
    return Counter(page.get_text().split())


def test_every_kind_says_the_same_as_pdf_word_and_web_page(papers):
    for code, (document, content) in papers.items():
        word, web = _word_words(render_docx(document)), _web_words(document)
        assert (word - web, web - word) == (Counter(), Counter()), code
        printed = Counter(words_of(content).split())
        # A long word of a narrow cell goes on in its next line.
        run_on = "".join(words_of(content).split())
        assert [one for one in web - printed if one not in run_on] == [], code
        # Besides, a PDF repeats the heads of its tables and the mark of a draft, numbers its pages, and
        # has the words of a chart, which are a picture elsewhere.
        page = BeautifulSoup(preview_html(document), "html5lib")
        heads = {word for head in page.find_all("th") for word in head.get_text(" ").split()}
        drawn = [one.svg for one in document.blocks if isinstance(one, Chart)]
        shown = {
            word for svg in drawn for text in re.findall(r">([^<>]+)</text>", svg) for word in text.split()
        }
        more = heads | shown | set(document.draft_mark.split()) | {str(number) for number in range(2, 40)}
        broken = "".join(web - printed)
        assert [one for one in printed - web if one not in more and one not in broken] == [], code


def test_word_has_real_styles_heads_that_repeat_and_lying_sheets(papers):
    for code, (document, _) in papers.items():
        file = docx.Document(io.BytesIO(render_docx(document)))
        lying = [one.orientation == WD_ORIENT.LANDSCAPE for one in file.sections]
        assert any(lying) == any(one.landscape for one in document.appendices), code
        for table in file.tables:
            if table.style is not None and len(table.rows) > 1 and table.rows[0]._tr.trPr is not None:
                marks = table.rows[0]._tr.trPr
                assert marks.find(qn("w:tblHeader")) is not None or marks.find(qn("w:cantSplit")) is not None
