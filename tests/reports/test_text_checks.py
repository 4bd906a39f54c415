"""The checks with the registers behind them: the two articles, a clean program, and that program broken."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from core.models import User
from core.reference import load_reference
from programs.actions.drafts import take_in_draft
from programs.models import Draft
from programs.wording.checks.findings import Piece
from reports.demo.drafts import nodes_of
from reports.text_checks.registers import RegisteredTasks, Registers
from reports.text_checks.run import check_draft, check_plain_text, check_program, program_setting
from tests import factories as make
from tests.reports import year_end_world

pytestmark = pytest.mark.django_db

TEXTS = Path(__file__).parents[1] / "data" / "texts"
CLEAN = (TEXTS / "clean_program.txt").read_text(encoding="utf-8")
TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def registers(django_db_setup, django_db_blocker):
    """The reference data and the eleven items of 2025, once for the module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=User.objects.system())
        year_end_world.items()
        yield
        transaction.set_rollback(True)


def rows(found):
    return [
        {key: value for key, value in one.as_json(found.label(one.key)).items() if key != "message"}
        for one in found.findings
    ]


SEEDS = {"seed_a": date(2026, 1, 15), "seed_b": date(2025, 11, 28)}


@pytest.mark.parametrize("name", SEEDS)
def test_the_articles_have_exactly_the_known_findings(registers, name):
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    expected = json.loads((TEXTS / f"findings_{name}.json").read_text(encoding="utf-8"))
    assert rows(check_plain_text(text, day=SEEDS[name], year=2025)) == expected


def test_both_articles_together_have_one_person_in_two_spellings(registers):
    text = "\n".join((TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in SEEDS)
    found = check_plain_text(text, day=TODAY, year=2025).findings
    assert [one.text for one in found if one.code == "PERSON_DUP"] == ["Trần Thu Hằng"]


def stored(text, **values):
    program = make.ProgramFactory(period_start_year=2026, period_end_year=2030)
    draft, _ = take_in_draft(program=program, nodes=nodes_of(text), by=User.objects.system(), **values)
    return draft


def checked(text):
    """Return what is found in the text of a program that is not stored."""
    part, pieces = 0, []
    for place, node in enumerate(nodes_of(text)):
        part += node.kind == "PHAN"
        table = tuple(tuple(cell["text"] for cell in row) for row in node.table or ())
        words = "\n".join(cell for row in table for cell in row) or node.text
        pieces.append(Piece(f"k{place}", words, part, "", node.kind.value, node.level, node.number, table))
    setting = program_setting((2026, 2030), TODAY)
    return check_program(pieces, setting, Registers(TODAY), RegisteredTasks((), (), ()))


def test_a_clean_program_has_no_finding(registers):
    assert checked(CLEAN).findings == ()
    assert rows(check_draft(stored(CLEAN), today=TODAY)) == []


BROKEN = [
    (
        "75 năm thiết lập quan hệ ngoại giao với Trung",
        "70 năm thiết lập quan hệ ngoại giao với Trung",
        4 * ["ANNIVERSARY_MISMATCH"],
    ),
    ("80 năm thiết lập", "75 năm thiết lập", ["ANNIVERSARY_MISMATCH"]),
    ("11 khoản viện trợ", "12 khoản viện trợ", ["AID_TOTAL_MISMATCH"]),
    ("1,9 triệu USD", "2,3 triệu USD", ["AID_TOTAL_MISMATCH"]),
    ("10 hội hữu nghị", "9 hội hữu nghị", ["FIGURE_MISMATCH"]),
    ("chức nhiều hoạt động giao lưu.", "chức nhiều hoạt động; kết nạp 1 hội hữu nghị.", []),
    ("11 khoản viện trợ", "từ 15 đến 20 khoản viện trợ", ["AID_TOTAL_MISMATCH"]),
    ("tiếp nhận 11 khoản viện trợ", "không tiếp nhận khoản viện trợ nào, 11 dự án", ["AID_TOTAL_MISMATCH"]),
    ("Năm 2025, toàn tỉnh", "Năm 2022, toàn tỉnh", 2 * ["FIGURE_UNCHECKED"]),
    ("chiều 28/11/2025", "chiều 28/11", ["DATE_YEAR_MISSING"]),
    ("quý II năm 2026", "quý II năm 2031", ["DATE_OUTSIDE_PERIOD"]),
    ("Sở Kế hoạch và Đầu tư trước đây, nay là Sở Tài chính,", "Sở Kế hoạch và Đầu tư", ["AGENCY_DISSOLVED"]),
    ("2. Sở Tài chính chủ trì", "2. Sở Tài nguyên và Môi trường chủ trì", ["AGENCY_DISSOLVED"]),
    (
        "Ủy ban nhân dân các xã, phường phân công",
        "Ủy ban nhân dân các huyện, xã, phường phân công",
        ["AGENCY_DISSOLVED"],
    ),
    ("Trần Thị Thu Hằng", "Trần Thu Hằng", ["PERSON_DUP"]),
    ("súc tích", "xúc tích", ["SPELL_HINT"]),
    ("chiều 28/11/2025, đồng chí", "chiều 28/11/2025,đồng chí", ["TEXT_NOSPACE"]),
    ("tỉnh ký các thỏa thuận quốc tế", "tỉnh ký hiệp định hợp tác với Hủa Phăn", ["TREATY_NAME"]),
    ("Sở Tài chính chủ trì, phối hợp", "Sở Tài chính, Sở Nội vụ chủ trì, phối hợp", ["TASK_TWO_LEADS"]),
    ("| Sở Ngoại vụ | Sở Nội vụ |", "| | Sở Nội vụ |", ["TASK_NO_LEAD"]),
    ("| Sở Ngoại vụ | Sở Nội vụ |", "| Sở Ngoại vụ | Sở Nội vụ, Sở Ngoại vụ |", ["TASK_LEAD_IN_COOP"]),
    ("| Quý III/2026 |", "| |", ["TASK_NO_DEADLINE"]),
    ("| Danh mục thỏa thuận", "| ", ["TASK_NO_DELIVERABLE"]),
    ("cho y tế và giáo dục", "cho y tế và giáo dục./.", ["FORMAT_ND30"]),
    ("| 500", "| 500\n| 3 | Tuyến bay quốc tế mở thêm | tuyến | 2", ["OBJECTIVE_NO_TASK"]),
    (
        "ưu tiên y tế, giáo dục, sinh kế.",
        "ưu tiên y tế do Công an tỉnh và Sở Công Thương chọn.",
        ["AGENCY_NO_TASK"],
    ),
    ("Kinh phí bố trí", "TỐI MẬT: Kinh phí bố trí", ["SECRET_MARK"]),
]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), BROKEN, ids=[f"{c[:1]}: {w[:40]}" for _, w, c in BROKEN]
)
def test_each_rule_is_red_once_it_is_broken(registers, right, wrong, expected):
    assert CLEAN.count(right) >= 1
    assert [one.code for one in checked(CLEAN.replace(right, wrong, 1)).findings] == expected


def test_pillars_without_an_aim_are_named(registers):
    text = CLEAN.replace(" trên cả ba trụ cột", "").replace("b) Về ngoại giao chính quyền:", "b)")
    assert [(one.code, one.text) for one in checked(text).findings] == [
        ("PILLAR_NO_OBJECTIVE", "Ngoại giao chính quyền")
    ]


def test_the_register_of_tasks_is_looked_at(registers):
    draft = stored(CLEAN)
    gone = make.AgencyFactory(name="Ban Thử", valid_to=date(2025, 6, 30))
    task = make.TaskFactory(
        program=draft.program, lead_agency=gone, deliverable="", due_kind="KHONG", due_on=None
    )
    found = check_draft(draft, today=TODAY).findings
    assert [one.code for one in found] == ["AGENCY_DISSOLVED", "TASK_NO_DEADLINE", "TASK_NO_DELIVERABLE"]
    assert {one.source.url for one in found} == {task.get_absolute_url()}


def test_the_command_prints_the_contract(registers, capsys):
    draft = stored(CLEAN.replace("súc tích", "xúc tích"))
    for name in (str(draft.pk), f"{draft.program.slug}/{draft.number}"):
        call_command("check_text", "draft", name, "--json")
        [row] = json.loads(capsys.readouterr().out)
        assert row == {
            "code": "SPELL_HINT",
            "severity": "hint",
            "paragraph": Draft.objects.get().sections.get(text__contains="xúc tích").key,
            "label": "Đoạn\xa03, mục\xa0II.3, Phần\xa0thứ\xa0nhất",
            "text": "xúc tích",
            "message": "Có thể sai chính tả: “xúc tích”, thường viết “súc tích”; xem rồi tự sửa.",
            "source": "Từ điển tiếng Việt",
        }
    call_command("check_text", "draft", str(draft.pk))
    assert "1 chỗ cần xem." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["999999", "khong-co/1", "x", "2025/"])
def test_the_command_names_what_it_cannot_find(db, name):
    with pytest.raises(CommandError):
        call_command("check_text", "draft", name)
