"""Word files of the papers of a meeting: LibreOffice opens them and prints what our own PDF says."""

import io
import subprocess
from collections import Counter

import pypdf
import pytest

from meetings.documents import Kind
from reports.documents.word import render_docx
from reports.meeting_papers import meeting_paper, paper_pdf
from tests.documents.samples import words_of
from tests.reports.meeting_world import conference

pytestmark = [pytest.mark.office, pytest.mark.django_db]


@pytest.fixture
def printed(tmp_path):
    """Return a function: the PDF that LibreOffice prints of a Word file."""

    def print_in_office(data):
        file = tmp_path / "van-ban.docx"
        file.write_bytes(data)
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
        subprocess.run(command, check=True, capture_output=True)
        return (tmp_path / "van-ban.pdf").read_bytes()

    return print_in_office


def _letters(text):
    """Return how often each letter stands in a text; 2 and 3 are left out, which are page numbers too."""
    return Counter(letter for letter in text if not letter.isspace() and letter not in "23")


@pytest.mark.parametrize("kind", Kind)
def test_office_prints_the_same_words_on_the_same_sheet(printed, kind):
    document = meeting_paper(conference(), kind)[1]
    theirs = printed(render_docx(document))
    ours_said, theirs_said = _letters(words_of(paper_pdf(document))), _letters(words_of(theirs))
    # How often the head of a table is repeated depends on where pages break.
    heads = _letters(
        "".join(column.label for block in document.blocks for column in getattr(block, "columns", ()))
    )
    assert (ours_said - theirs_said) + (theirs_said - ours_said) <= heads
    boxes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(theirs)).pages]
    assert {(round(float(box.width)), round(float(box.height))) for box in boxes} == {(595, 842)}
