"""Files as a scanner makes them, and such as no scanner would make."""

import io

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def scan(*, pages=1, height=400, password="", script=""):
    """Return the bytes of a PDF of empty pages, 300 points wide; locked, or running a script when opened."""
    paper, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        paper.add_blank_page(300, height)
    if script:
        paper.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
    if password:
        paper.encrypt(password)
    paper.write(out)
    return out.getvalue()
