"""Pages of an uploaded file as pictures, a few at a time; runs in a confined child process."""

import base64
import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from core.spreadsheets.limits import Limits

# Enough to tell one paper from another, and to see signature and stamp.
LONGEST_SIDE = 1100
# How many pages one look shows; the others are drawn when they are asked for.
AT_ONCE = 4
_HEAD = 6


def asked_from(first: int, content: bytes) -> bytes:
    """Return what the child is given to draw the pages from `first` on, counted from one."""
    return f"{first:0{_HEAD}}".encode() + content


def some_pages(data: bytes, _: Limits) -> dict[str, Any]:
    """Return {"pages": how many there are, "shown": [[number, data: address of a JPEG], ...]}.

    A beginning behind the last page gives the last group of pages.
    """
    first, content = int(data[:_HEAD]), data[_HEAD:]
    if not content.startswith(b"%PDF"):
        return {"pages": 1, "shown": [[1, _picture(Image.open(io.BytesIO(content)))]]}
    with pypdfium2.PdfDocument(content) as pdf:
        pages = len(pdf)
        begin = (min(max(first, 1), pages) - 1) // AT_ONCE * AT_ONCE
        shown = []
        for number in range(begin, min(begin + AT_ONCE, pages)):
            page = pdf[number]
            drawn = page.render(scale=LONGEST_SIDE / max(*page.get_size(), 1)).to_pil()
            shown.append([number + 1, _picture(drawn)])
    return {"pages": pages, "shown": shown}


def nature(data: bytes, _: Limits) -> dict[str, Any]:
    """Return {"active": what a PDF does or carries beside its pages, "print": of all that its pages show}.

    Two files that differ only in what no page shows have one print. A picture has none, and does nothing.
    """
    if not data.startswith(b"%PDF"):
        return {"active": [], "print": ""}
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return {"active": ["khóa bằng mật khẩu"], "print": ""}
        active = {words for one in _dictionaries(reader) for words in _acts_of(one)}
        seen = hashlib.sha256()
        for page in reader.pages:
            content = page.get_contents()
            marks = page.get("/Annots") or []
            seen.update(f"{page.mediabox} {len(marks)} {len(page.images)}".encode())
            seen.update(content.get_data() if content else b"")
        is_form = "/AcroForm" in reader.root_object
        return {"active": sorted(active), "print": f"{seen.hexdigest()}{is_form:d}"}
    except (PyPdfError, ValueError, KeyError, RecursionError):
        # Not every scanner keeps to the rules; that its pages can be drawn is asked elsewhere.
        return {"active": [], "print": ""}


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every dictionary of the file, those inside of others as well."""
    numbers = {number for group in reader.xref.values() for number in group} | set(reader.xref_objStm)
    waiting: list[Any] = [reader.get_object(number) for number in sorted(numbers)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [inside for inside in dict(one).values() if isinstance(inside, dict | list)]
        elif isinstance(one, list):
            waiting += [inside for inside in list(one) if isinstance(inside, dict | list)]


def _acts_of(one: DictionaryObject) -> Iterator[str]:
    kind = one.get("/S")
    if kind == "/JavaScript" or "/JS" in one:
        yield "JavaScript"
    if kind == "/Launch":
        yield "lệnh mở chương trình"
    if "/EmbeddedFiles" in one or one.get("/Subtype") == "/FileAttachment":
        yield "tệp đính kèm bên trong"


def _picture(drawn: Image.Image) -> str:
    picture = drawn.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
