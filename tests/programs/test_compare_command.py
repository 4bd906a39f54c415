"""manage.py compare: the contract of its answer."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import User
from programs.actions.keypoints import add_key_point
from tests.factories import ProgramFactory
from tests.programs.draft_texts import store_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(period_start_year=2026)


@pytest.fixture
def two(program):
    shared = (1, "a", "Giữ vững ổn định biên giới với tỉnh Hủa Phăn.")
    return (
        store_draft(program, shared, (2, "b", "Đào tạo lưu học sinh Lào.")),
        store_draft(program, (2, "n", "Mời gọi đầu tư."), (1, "a", "Giữ vững biên giới với Hủa Phăn.")),
    )


def run(*arguments):
    out = StringIO()
    call_command("compare", *arguments, stdout=out)
    return out.getvalue()


def test_the_answer_names_every_count(two):
    answer = json.loads(run(str(two[0].pk), str(two[1].pk), "--json"))
    assert answer == {
        "words": [28, 23],
        "parts": [
            {"part": 1, "name": "Phần I", "before": 14, "after": 11, "saved": 3},
            {"part": 2, "name": "Phần II", "before": 10, "after": 8, "saved": 2},
            {"part": 3, "name": "Phần III", "before": 4, "after": 4, "saved": 0},
        ],
        "kept": 3,
        "reworded": 1,
        "moved": 0,
        "merged": 0,
        "added": 1,
        "dropped": 1,
        "sections": [
            {"label": "Phần\xa0thứ\xa0nhất", "title": "Đánh giá tình hình", "state": "kept", "into": []},
            {"label": "Phần\xa0thứ\xa0hai", "title": "Mục tiêu, nhiệm vụ", "state": "dropped", "into": []},
            {"label": "Phần\xa0thứ\xa0ba", "title": "Tổ chức thực hiện", "state": "kept", "into": []},
        ],
        "key_points": {"kept": 0, "total": 0},
        "lost_key_points": [],
    }
    assert json.loads(run("2026-2030/1", "2026-2030/2", "--json")) == answer


def test_the_lines_for_people(two):
    assert run("2026-2030/1", "2026-2030/2").splitlines()[:5] == [
        "Độ dài: 28 → 23 từ",
        "Phần I: 14 → 11 từ",
        "Phần II: 10 → 8 từ",
        "Phần III: 4 → 4 từ",
        "Không đổi: 3",
    ]


def test_a_lost_key_point_is_named(two):
    by = User.objects.system()
    section = two[0].sections.get(key="b")
    add_key_point(draft=two[0], section=section, kind="NHIEM_VU", text="Đào tạo lưu học sinh Lào", by=by)
    answer = json.loads(run("2026-2030/1", "2026-2030/2", "--json"))
    why = "đoạn chứa ý không còn trong bản này"
    assert answer["lost_key_points"] == [{"kind": "NHIEM_VU", "text": "Đào tạo lưu học sinh Lào", "why": why}]
    assert f"Rơi ý “Đào tạo lưu học sinh Lào”: {why}" in run("2026-2030/1", "2026-2030/2")
    assert json.loads(run("2026-2030/2", "2026-2030/1", "--json"))["lost_key_points"] == []


@pytest.mark.parametrize("name", ["0", "x", "2026-2030/9", "khac/1", "9999999999", ""])
def test_a_version_that_is_not_there(two, name):
    with pytest.raises(CommandError, match="dự thảo"):
        run(name, "2026-2030/1")


def test_versions_of_two_programs(two, program):
    other = store_draft(ProgramFactory(), (1, "a", "Mở đầu."))
    with pytest.raises(CommandError, match="hai chương trình khác nhau"):
        run(str(two[0].pk), str(other.pk))
