"""The commands import and export: which ones run, what they print, that they come back unchanged."""

import json
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command, get_commands

from core.models import ImportBatch
from programs.models import Task
from tests.core.spreadsheets.corpus import CORPUS
from tests.core.spreadsheets.verdicts import fingerprint, make_reference_rows
from tests.factories import PillarFactory, ProgramFactory, SolutionGroupFactory, TaskFactory

pytestmark = pytest.mark.django_db

GOOD = str(CORPUS / "files" / "a01_ok_tasks.xlsx")
BAD = str(CORPUS / "files" / "j01_duplicate_code.xlsx")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-01-12T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def program(db):
    """The agencies of the good files and the program of their years."""
    make_reference_rows()
    PillarFactory()
    return ProgramFactory(period_start_year=2026)


def run(capsys, *arguments):
    """Run import; return the exit code and what was printed."""
    try:
        call_command("import", *arguments)
    except SystemExit as stop:
        return stop.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


@pytest.mark.parametrize("name", ["import", "export"])
def test_our_command_runs_and_not_the_packages(name):
    assert get_commands()[name] == "reports"


def test_dry_run_writes_nothing(program, capsys):
    before = fingerprint()

    code, said = run(capsys, "tasks", GOOD, "--json")

    assert code == 0
    answer = json.loads(said)
    assert list(answer) == ["added", "changed", "unchanged", "refused", "warnings", "errors"]
    assert (answer["added"], answer["refused"], answer["errors"]) == (3, 0, [])
    assert fingerprint() == before
    assert not ImportBatch.objects.exists()


def test_commit_writes_once(program, capsys):
    assert run(capsys, "tasks", GOOD, "--commit")[0] == 0
    assert Task.objects.count() == 3

    code, said = run(capsys, "tasks", GOOD, "--commit", "--json")

    assert (code, json.loads(said)["unchanged"]) == (0, 3)
    assert Task.objects.count() == 3
    task = Task.objects.get(code="NV-2026-001")
    assert task.program == program
    assert (task.due_on, task.due_kind) == (date(2026, 6, 30), "NGAY")
    assert set(task.co_agencies.values_list("agency__name", flat=True)) == {"Công an tỉnh", "Sở Y tế"}


@pytest.mark.parametrize("commit", [[], ["--commit"]], ids=["chạy thử", "ghi thật"])
def test_one_refused_row_refuses_the_file(program, capsys, commit):
    before = fingerprint()

    code, said = run(capsys, "tasks", BAD, "--json", *commit)

    assert code == 1
    error = json.loads(said)["errors"][0]
    assert list(error) == ["sheet", "row", "column", "value", "message"]
    assert (error["sheet"], error["row"], error["column"]) == ("Nhiệm vụ", 7, "Mã nhiệm vụ")
    assert fingerprint() == before
    assert list(ImportBatch.objects.values_list("state", flat=True)) == (["TU_CHOI"] if commit else [])


def test_words_for_people(program, capsys):
    code, said = run(capsys, "tasks", BAD)

    assert code == 1
    assert "Lỗi: Nhiệm vụ · hàng 7 · Mã nhiệm vụ" in said
    assert "Không ghi gì vào hệ thống" in said


def test_rights_of_the_named_account(cast, program, capsys):
    file = str(CORPUS / "files" / "j04_row_of_another_agency.xlsx")

    code, said = run(capsys, "tasks", file, "--user", cast["FOCAL"].username, "--json")

    assert code == 1
    assert [(error["row"], error["message"]) for error in json.loads(said)["errors"]] == [
        (6, "hàng 6: không có quyền với 'Sở Tài chính'")
    ]


def test_row_limit_may_be_raised_or_lowered(program, capsys):
    code, said = run(capsys, "tasks", GOOD, "--max-rows", "2", "--json")

    assert code == 1
    assert "3 dòng, tối đa 2" in json.loads(said)["errors"][0]["message"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tasks", GOOD, "--user", "khong-co"], "Không có tài khoản"),
        (["tasks", GOOD, "--program", "1900-1905"], "Không có chương trình"),
        (["aid", GOOD, "--program", "2026-2030"], "chỉ dùng khi nhập nhiệm vụ"),
        (["tasks", "/khong/co.xlsx"], "Không đọc được tệp"),
        (["tasks", GOOD, "--max-rows", "0"], "--max-rows"),
    ],
    ids=["tài khoản lạ", "chương trình lạ", "chương trình cho viện trợ", "không có tệp", "số dòng 0"],
)
def test_wrong_options_are_said_in_a_sentence(program, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("import", *arguments)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_comes_back_unchanged(program, capsys, tmp_path, form):
    group = SolutionGroupFactory(program=program, title="Đoàn ra, đoàn vào")
    TaskFactory(
        program=program, code="NV-2026-001", group=group, pillar=group.pillar, due_on=date(2026, 3, 1)
    )
    TaskFactory(program=program, code="NV-2026-002", due_kind="THUONG_XUYEN", due_on=None, note="+84\nhai")
    TaskFactory(program=program, code="NV-2026-003", due_on=date(2026, 1, 9), completed_on=date(2026, 1, 8))
    out = tmp_path / f"xuat.{form}"
    call_command("export", "tasks", "--format", form, "--out", str(out))
    capsys.readouterr()

    code, said = run(capsys, "tasks", str(out), "--json")

    answer = json.loads(said)
    assert (code, answer["unchanged"], answer["errors"]) == (0, 3, [])
    assert [warning for warning in answer["warnings"] if "trạng thái" in warning] == []


def test_export_as_json(program, capsys, tmp_path):
    TaskFactory(program=program, code="NV-2026-001", due_on=date(2026, 3, 1))
    out = tmp_path / "xuat.json"

    call_command("export", "tasks", "--format", "json", "--out", str(out))

    rows = json.loads(out.read_text())
    assert (rows[0]["code"], rows[0]["deadline"]) == ("NV-2026-001", "2026-03-01")


def test_a_file_that_is_not_there_is_told_in_vietnamese(db):
    with pytest.raises(
        CommandError, match=r"Không đọc được tệp \S+: không có tệp hoặc thư mục này\."
    ) as refused:
        call_command("import", "aid", "/khong-co/bang.xlsx")
    assert "No such" not in str(refused.value)


def test_register_of_the_office_is_read_with_its_own_mapping_again(db, capsys, tmp_path):
    make_reference_rows()
    register = str(CORPUS.parent / "registers" / "so-lan-don-vi.xlsx")

    _, said = run(capsys, "aid", register, "--own-format", "--json")

    answer = json.loads(said)
    first = answer["rows"][0]
    assert (first["row"], first["values"]["amount"], first["values"]["start"]) == (4, "1900000", "2024-01-01")
    assert answer["skipped"] == [{"row": 9, "why": "dòng tổng"}]
    assert answer["mapping"]["columns"]["I"] == "sectors"
    answer["mapping"]["columns"]["I"] = ""
    chosen = tmp_path / "map.json"
    chosen.write_text(json.dumps(answer), encoding="utf-8")

    _, said = run(capsys, "aid", register, "--own-format", "--mapping", str(chosen), "--json")

    again = json.loads(said)
    assert again["mapping"] == answer["mapping"]
    assert "sectors" not in again["rows"][0]["values"]
