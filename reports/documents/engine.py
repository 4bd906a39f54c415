"""HTML pages to one tagged PDF/A with WeasyPrint; reads nothing but the bundled styles and fonts.

Imports no Django: the guarded child process loads only this.
"""

import gc
import mimetypes
import time
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.documents.quick import write_once

VARIANT = "pdf/a-2a"
STATIC = Path(__file__).resolve().parents[2] / "static"
ASSET_FOLDERS = (STATIC / "fonts", STATIC / "documents")


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


def write_pdf(parts: list[str]) -> tuple[bytes, Timings]:
    """Return one PDF of the pages of all parts, each part counting its pages from one."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter()
        fonts = FontConfiguration()
        fetcher = _fetcher()
        pages = [HTML(string=part, url_fetcher=fetcher, base_url="asset:") for part in parts]
        parsed = time.perf_counter()
        rendered = [
            page.render(font_config=fonts, presentational_hints=True, pdf_variant=VARIANT) for page in pages
        ]
        laid_out = time.perf_counter()
        sheets = [page for document in rendered for page in document.pages]
        for sheet in sheets:
            # A paper is read away from the portal: only links within it stay.
            sheet.links[:] = [link for link in sheet.links if link[0] == "internal"]
        joined = rendered[0].copy(sheets)
        with warnings.catch_warnings():
            # WeasyPrint 70 leaves the colour profile's file to the collector to close.
            warnings.simplefilter("ignore", ResourceWarning)
            content = joined.write_pdf(finisher=write_once, pdf_variant=VARIANT)
    finally:
        if was_collecting:
            gc.enable()
    return content, Timings(parsed - start, laid_out - parsed, time.perf_counter() - laid_out)
