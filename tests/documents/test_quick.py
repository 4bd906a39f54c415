"""The engine's places that were made quicker: the same file as the engine makes by itself, byte for byte."""

import re
from dataclasses import replace

from reports.documents import quick
from reports.documents.blocks import Paragraph, Text
from reports.documents.checker.reading import read_pdf
from reports.documents.engine import STATIC, write_pdf
from reports.documents.html import paper_parts
from tests.documents.samples import full_document, small_document


def test_the_file_is_the_one_that_the_engine_makes_by_itself(monkeypatch):
    parts = paper_parts(full_document())
    with quick.as_it_comes():
        wanted, _ = write_pdf(parts)
    # The engine presses as hard as it can, which the file shows and the reader does not.
    monkeypatch.setattr(quick, "COMPRESSION", 9)
    assert write_pdf(parts)[0] == wanted


def test_a_full_line_before_words_that_are_held_together_is_not_torn():
    words = (
        "1. Giao Hội hữu nghị Việt Nam - Lào tỉnh Thanh Hóa chủ trì, phối hợp với Liên hiệp các tổ chức "
        "hữu nghị tỉnh Thanh Hóa chuẩn bị nội dung đại hội nhiệm kỳ "
    )
    runs = [words, Text("2025-2030", bold=True), "; hoàn thành trong năm 2025."]
    content, _ = write_pdf(paper_parts(replace(small_document(), blocks=[Paragraph(runs)])))
    lines = [line.text for line in read_pdf(content).pages[0].lines]
    assert [one for one in lines if one.startswith("Liên hiệp các tổ chức") and one.endswith("nhiệm kỳ")]


def test_the_quick_places_are_in_force():
    """Fails when the engine is raised: look at what changed there, then write its version into VERSIONS."""
    assert quick.fits()


def test_no_rule_of_the_papers_looks_at_siblings():
    """What matches an element is asked once for all that are named alike: `quick.match`."""
    for name in ("paper.css", "official.css"):
        rules = re.sub(
            r"/\*.*?\*/|\{[^{}]*\}|@[^{]*", "", (STATIC / "documents" / name).read_text(), flags=re.DOTALL
        )
        assert not re.findall(r"[+~]|(?<!:):(?!root|:footnote-)[a-z-]+", rules)
