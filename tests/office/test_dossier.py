"""Word files of a submission: LibreOffice opens them and prints what our own PDF says, on the same sheets."""

import io
import subprocess
from collections import Counter

import pypdf
import pytest

from programs.guards import sent_draft
from programs.models import Program
from reports.documents.pdf import render_pdf
from reports.documents.word import render_docx
from reports.kinds.submission import submission_document
from reports.kinds.task_appendix import task_appendix_document
from tests.documents.samples import words_of
from tests.programs.life_papers import TODAY, program_in

pytestmark = [pytest.mark.office, pytest.mark.django_db]
# Page numbers stand in the margin; how often the head of a table is repeated depends on where pages break.
LEFT_OUT = "23"


def letters(text):
    """Return how often each letter stands in a text."""
    return Counter(letter for letter in text if not letter.isspace() and letter not in LEFT_OUT)


def sheets(data):
    """Return the sizes of the sheets of a PDF, each once."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages}


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("make", [submission_document, task_appendix_document], ids=["tờ trình", "phụ lục"])
def test_office_prints_the_same_words_on_the_same_sheets(make, tmp_path):
    program = program_in(Program.Status.SUBMITTED)
    document = make(program, sent_draft(program), TODAY)
    file = tmp_path / "van-ban.docx"
    file.write_bytes(render_docx(document))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True)
    theirs, ours = (tmp_path / "van-ban.pdf").read_bytes(), render_pdf(document)
    assert letters(words_of(theirs)) == letters(words_of(ours))
    assert sheets(theirs) == sheets(ours)
