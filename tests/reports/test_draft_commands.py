"""The draft on the command line: looked at, taken in, written out as Word, JSON and PDF."""

import json

import pytest
from django.core.management import call_command

from core.models import User
from programs.actions.drafts import take_in_draft
from programs.models import Draft
from programs.wording.outline import Kind, Node, outline_of
from programs.wording.word_reading import read_word
from reports.documents.checker import check_pdf
from reports.documents.word_draft import draft_docx
from tests.factories import ProgramFactory
from tests.programs.drafting.making import as_rows, small_tree
from tests.programs.word_drafts import LONG

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(db):
    """A program of 2026-2030."""
    return ProgramFactory(slug="2026-2030", period_start_year=2026, period_end_year=2030)


@pytest.fixture
def file(tmp_path):
    """A draft as a Word file on the disk."""
    path = tmp_path / "du-thao.docx"
    path.write_bytes(draft_docx(small_tree(), title_lines=("CHƯƠNG TRÌNH",)))
    return path


def test_dry_run_tells_the_tree_and_writes_nothing(program, file, capsys):
    call_command("import", "draft", str(file), "--json")
    said = json.loads(capsys.readouterr().out)

    assert sorted(said) == ["errors", "nodes", "parts", "warnings", "words"]
    assert [part["title"] for part in said["parts"]] == ["ĐÁNH GIÁ CHUNG", "MỤC TIÊU", "TỔ CHỨC THỰC HIỆN"]
    assert said["words"] == sum(part["words"] for part in said["parts"])
    assert sorted(said["nodes"][0]) == ["key", "level", "number", "title", "words"]
    assert said["errors"] == []
    assert not Draft.objects.exists()


def test_commit_writes_the_draft(program, file, capsys):
    call_command("import", "draft", str(file), "--program", "2026-2030", "--commit")

    draft = Draft.objects.get()
    assert draft.sections.count() == len(small_tree())
    assert "Đã ghi Bản 1" in capsys.readouterr().out


def test_broken_file_exits_with_1_and_says_why(program, tmp_path, capsys):
    path = tmp_path / "hong.docx"
    path.write_bytes(b"khong phai word")

    with pytest.raises(SystemExit) as ended:
        call_command("import", "draft", str(path), "--commit", "--json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["errors"]
    assert not Draft.objects.exists()


@pytest.fixture
def draft(program):
    """A stored draft."""
    made, _ = take_in_draft(program=program, nodes=small_tree(), by=User.objects.system())
    return made


def test_word_file_of_a_version_reads_back(draft, tmp_path):
    out = tmp_path / "ra.docx"
    call_command("report", "program-draft", "--of", str(draft.pk), "--format", "docx", "--out", str(out))

    assert as_rows(outline_of(read_word(out.read_bytes()).lines).nodes) == as_rows(draft.sections.in_order())


def test_json_of_the_newest_version(draft, tmp_path):
    out = tmp_path / "ra.json"
    call_command("report", "program-draft", "--format", "json", "--out", str(out))

    said = json.loads(out.read_text())
    assert [node["key"] for node in said["nodes"]] == [one.key for one in draft.sections.in_order()]


def test_pdf_keeps_the_decrees_layout(program, tmp_path):
    long_one = Node(Kind.PARAGRAPH, 2, "", LONG)
    take_in_draft(program=program, nodes=[*small_tree(), long_one], by=User.objects.system())
    out = tmp_path / "ra.pdf"
    call_command("report", "program-draft", "--out", str(out))

    assert check_pdf(out.read_bytes()) == []
