"""Where the headings of a finished PDF stand, read from its bookmarks."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


def starts_of(content: bytes, opening: str) -> tuple[int, list[float]]:
    """Return how many pages there are, and where each bookmark that begins so stands.

    A place is a number of pages: 2.5 is the middle of the third page.
    """
    reader = PdfReader(io.BytesIO(content))
    found = []
    for mark in _flat(reader.outline):
        if str(mark.title).startswith(opening):
            page = reader.get_destination_page_number(mark) or 0
            height = float(reader.pages[page].mediabox.height)
            found.append(page + (height - float(mark.top or height)) / height)
    return len(reader.pages), found


def _flat(outline: list[Any]) -> Iterator[Any]:
    for mark in outline:
        if isinstance(mark, list):
            yield from _flat(mark)
        else:
            yield mark
