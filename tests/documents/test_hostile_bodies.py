"""Bodies meant to read files, open connections or hang: none may, whichever way it comes in."""

import json
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reports.documents import blocks as b
from reports.documents.engine import STATIC, AssetFetcher, RefusedAddress
from reports.documents.guard import RefusedAccess, _guard
from reports.documents.pdf import RenderFailed, pdf_of_parts, render_pdf_in_process
from tests.documents.samples import small_document, words_of

BODIES = Path(__file__).parents[1] / "data" / "corpus" / "files" / "m04_pdf_bodies.jsonl"
CASES = [json.loads(line) for line in BODIES.read_text(encoding="utf-8").splitlines()]
SECRETS = Path("/etc/passwd").read_text(encoding="utf-8").split()
FOREIGN = {"p01", "p02", "p03", "p04", "p05", "p06", "p07", "p09"}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_as_raw_html_it_is_refused_stopped_or_harmless(case):
    try:
        content = pdf_of_parts([case["value"]], seconds=4, megabytes=1024)
    except RenderFailed as error:
        said = str(error)
        content = b""
    if not content:
        assert said.startswith("Chưa tạo được tệp PDF: ")
        assert "passwd" not in said
        return
    assert case["id"] not in FOREIGN
    if len(case["value"]) < 10_000:
        assert not [secret for secret in SECRETS if secret in words_of(content)]
    with pikepdf.open(BytesIO(content)) as file:
        assert not file.attachments
        assert all("/Annots" not in page for page in file.pages)


TYPED = [case for case in CASES if len(case["value"]) < 2000 and case["id"] != "p20"]


def test_as_typed_words_each_is_printed_as_it_is():
    document = replace(small_document(), blocks=[b.Paragraph(case["value"]) for case in TYPED])
    content, _ = render_pdf_in_process(document)
    text = "".join(words_of(content).split())
    for case in TYPED:
        assert "".join(case["value"].split())[:40] in text


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x",
        "https://example.invalid/x",
        "ftp://127.0.0.1/x",
        "asset:../config/settings.py",
        "asset:documents/../../manage.py",
        "asset:/etc/passwd",
        "asset:documents/khong-co.css",
        "asset:portal.css",
        "ASSET:fonts/../../pyproject.toml",
        "relative.css",
    ],
)
def test_fetcher_refuses(url):
    with pytest.raises(RefusedAddress):
        AssetFetcher().fetch(url)


def test_fetcher_refuses_a_link_that_leads_out(monkeypatch, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "ngoai.css").symlink_to("/etc/passwd")
    monkeypatch.setattr("reports.documents.engine.STATIC", tmp_path)
    monkeypatch.setattr("reports.documents.engine.ASSET_FOLDERS", (tmp_path / "documents",))
    with pytest.raises(RefusedAddress):
        AssetFetcher().fetch("asset:documents/ngoai.css")


def test_fetcher_serves_styles_fonts_and_data():
    style = AssetFetcher().fetch("asset:documents/official.css")
    assert (style.content_type, style.read()) == (
        "text/css",
        (STATIC / "documents/official.css").read_bytes(),
    )
    assert AssetFetcher().fetch("data:text/plain,xin").read() == b"xin"


@pytest.mark.parametrize("event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"])
def test_guard_refuses_connections_and_processes(monkeypatch, tmp_path, event):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(RefusedAccess):
        _guard((STATIC / "fonts",))(event, ())


def test_guard_opens_only_bundled_and_scratch_files(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    hook = _guard((STATIC / "fonts",))
    hook("open", (str(tmp_path / "x"), "w", 0))
    hook("open", (STATIC / "fonts" / "LiberationSerif-Bold.ttf", "r", 0))
    hook("open", (json.__file__, "r", 0))
    hook("open", (3, "r", 0))
    hook("compile", ("/etc/passwd",))
    for path in ("/etc/passwd", str(STATIC / "fonts" / ".." / ".." / "manage.py"), sys.executable + "/../x"):
        with pytest.raises(RefusedAccess):
            hook("open", (path, "r", 0))
