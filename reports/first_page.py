"""The first page of an uploaded file as a picture; runs in a confined child process."""

import base64
import io
from typing import Any

import pypdfium2
from PIL import Image

from core.spreadsheets.limits import Limits

# Enough to tell one paper from another, and to see signature and stamp.
LONGEST_SIDE = 1100


def first_page(data: bytes, _: Limits) -> dict[str, Any]:
    """Return {"pages": how many there are, "picture": the first as a data: address of a JPEG}."""
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as pdf:
            pages, page = len(pdf), pdf[0]
            picture = page.render(scale=LONGEST_SIDE / max(*page.get_size(), 1)).to_pil()
    else:
        pages, picture = 1, Image.open(io.BytesIO(data))
    picture = picture.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return {
        "pages": pages,
        "picture": "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode(),
    }
