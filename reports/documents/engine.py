"""HTML pages to one tagged PDF/A with WeasyPrint; reads nothing but the bundled styles and fonts.

Imports no Django: the guarded child process loads only this.
"""

import gc
import mimetypes
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.documents.quick import write_once

VARIANT = "pdf/a-2a"
STATIC = Path(__file__).resolve().parents[2] / "static"
ASSET_FOLDERS = (STATIC / "fonts", STATIC / "documents")


# What a listener is told of footnotes, for which the engine has no tags of its own.
_NOTE_TAGS = {"small": "Note", "small::footnote-call": "Reference", "small::footnote-marker": "Lbl"}
_usual_tag = tags._get_pdf_tag


def tag_of(name: str | None) -> str:
    """Return the tag of the PDF for an element of the page."""
    return _NOTE_TAGS.get(name or "") or _usual_tag(name)


tags._get_pdf_tag = tag_of


class RefusedAddress(FatalURLFetchingError):  # noqa: N818 - the situation, not a fault
    """A page asked for something outside the bundled styles and fonts."""


class AssetFetcher(URLFetcher):
    """Serves data: addresses and asset:FOLDER/NAME from the bundled folders; refuses all else."""

    def __init__(self) -> None:
        """Allow the two schemes, without redirects."""
        super().__init__(
            timeout=1, allowed_protocols=("data", "asset"), allow_redirects=False, fail_on_errors=True
        )

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the asset or the decoded data; raises RefusedAddress for any other address."""
        scheme, _, name = url.partition(":")
        if scheme.lower() == "data":
            return super().fetch(url, headers)
        if scheme.lower() != "asset":
            raise RefusedAddress(url[:200])
        path = (STATIC / name).resolve()
        if not any(path.is_relative_to(folder.resolve()) for folder in ASSET_FOLDERS) or not path.is_file():
            raise RefusedAddress(url[:200])
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


@cache
def _fetcher() -> AssetFetcher:
    """Return the one fetcher of this process: each takes a while to get certificates that it never uses."""
    return AssetFetcher()


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of each step."""

    html: float
    layout: float
    write: float


class LaidOut:
    """Parts of a paper laid out, each found by its whole content; of the last version only."""

    def __init__(self) -> None:
        """Begin with nothing but the faces, which all parts share."""
        self.fonts = FontConfiguration()
        self.is_new = False
        self.reading = 0.0
        self._kept: dict[tuple[str, int], Document] = {}

    def of(self, parts: list[str]) -> list[Document]:
        """Return the parts in their order; only those that the last version did not have are laid out.

        A part depends on its own HTML, the bundled styles and the faces: its pages count from one, and
        nothing in it looks at another part. Two that are alike are laid out twice: each has its own tags.
        """
        seen: Counter[str] = Counter()
        keys = []
        for part in parts:
            seen[part] += 1
            keys.append((part, seen[part]))
        self.is_new = any(key not in self._kept for key in keys)
        self._kept = {key: self._kept.get(key) or self._lay_out(key[0]) for key in keys}
        return [self._kept[key] for key in keys]

    def _lay_out(self, part: str) -> Document:
        start = time.perf_counter()
        page = HTML(string=part, url_fetcher=_fetcher(), base_url="asset:")
        self.reading += time.perf_counter() - start
        document = page.render(font_config=self.fonts, presentational_hints=True, pdf_variant=VARIANT)
        for sheet in document.pages:
            # A paper is read away from the portal: only links within it stay.
            sheet.links[:] = [link for link in sheet.links if link[0] == "internal"]
        return document


def _finish(document: Document, pdf: Any) -> None:
    """Name each footnote, as readers of tagged files ask, and turn the objects into bytes."""
    notes = (one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and one.get("S") == "/Note")
    for number, note in enumerate(notes, start=1):
        note["ID"] = pydyf.String(f"ghi-chu-{number}")
    write_once(document, pdf)


def join(documents: list[Document]) -> bytes:
    """Return one PDF of the pages of all parts."""
    joined = documents[0].copy([page for document in documents for page in document.pages])
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the colour profile's file to the collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = joined.write_pdf(finisher=_finish, pdf_variant=VARIANT)
    return content


def write_pdf(parts: list[str]) -> tuple[bytes, Timings]:
    """Return one PDF of the pages of all parts, each part counting its pages from one."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter()
        laid_out = LaidOut()
        documents = laid_out.of(parts)
        drawn = time.perf_counter()
        content = join(documents)
    finally:
        if was_collecting:
            gc.enable()
    ended = time.perf_counter()
    return content, Timings(laid_out.reading, drawn - start - laid_out.reading, ended - drawn)
