"""Pages of an uploaded file as pictures, a few at a time; runs in a confined child process."""

import base64
import io
from typing import Any

import pypdfium2
from PIL import Image

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


def _picture(drawn: Image.Image) -> str:
    picture = drawn.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
