"""Word files as a reader sees them."""

import io

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from programs.wording.word_numbers import Numbering


def open_word(content):
    """Open a Word file with the numbers that Word counts itself typed before the words they stand with."""
    file = docx.Document(io.BytesIO(content))
    numbering = Numbering(file)
    for paragraph in file.element.body.iter(qn("w:p")):
        if label := numbering.label_of(paragraph):
            run = Paragraph(paragraph, file._body).add_run(f"{label} ")
            paragraph.insert(1, run._r)
    return file
