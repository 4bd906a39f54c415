"""Hints carried out by a click, one or all of a formula, and taken back."""

import pytest
from django.urls import reverse

from core.models import User
from programs.actions.drafts import edit_section, freeze_draft
from programs.actions.keypoints import confirm_key_points, propose_key_points
from programs.models import KeyPoint, Section
from programs.wording.outline import count_words
from tests.factories import ProgramFactory
from tests.programs.draft_texts import store_draft

pytestmark = pytest.mark.django_db

SENTENCE = "Giữ vững ổn định biên giới với tỉnh Hủa Phăn"
VALUE = f"Kết quả[^1] trong việc thu hút vốn; {SENTENCE}."
TASK = "Giao các trường đại học tổ chức triển khai thực hiện hợp tác đào tạo với Lào."
DOUBLE = f"{SENTENCE}."


@pytest.fixture
def draft():
    program = ProgramFactory(slug="2026-2030", period_start_year=2026)
    rows = [
        (1, "a", DOUBLE),
        (2, "b", VALUE),
        (2, "c", "Bên cạnh đó, có kết quả trong việc mở rộng."),
        (3, "t", TASK),
    ]
    return store_draft(program, *rows)


@pytest.fixture
def staff(cast, sign_in):
    return sign_in(cast["SNGV_STAFF"])


def url(name, *more):
    return reverse(f"programs:{name}", args=["2026-2030", 1, *more])


def stored(draft, key):
    return draft.sections.get(key=key)


def offered(client, key, found):
    """Return what the button of a hint posts."""
    rows = [row["offer"] for row in client.get(url("draft_hints")).context["rows"]]
    change = next(
        one
        for offer in rows
        for one in (offer.here, offer.there)
        if one and one.section.key == key and one.found == found
    )
    return {
        "doan": key, "version": change.section.version, "tu": change.start, "den": change.end,
        "chu": change.found, "cum": change.code, "ten": change.label,
    }  # fmt: skip


def test_the_page_says_what_each_hint_saves_and_changes_nothing(draft, cast, sign_in):
    client = sign_in(cast["AUDITOR"])
    answer = client.get(url("draft_hints"))
    rows = [(row["offer"].label, row["sort"], row["offer"].hint.saves) for row in answer.context["rows"]]
    assert rows == [
        ("Đoạn\xa01, Phần\xa0thứ\xa0hai", "Câu viết hai lần", 10),
        ("Đoạn\xa01, Phần\xa0thứ\xa0ba", "Cụm từ sáo", 4),
        ("Đoạn\xa02, Phần\xa0thứ\xa0hai", "Cụm từ sáo", 3),
        ("Đoạn\xa01, Phần\xa0thứ\xa0hai", "Cụm từ sáo", 1),
        ("Đoạn\xa02, Phần\xa0thứ\xa0hai", "Cụm từ sáo", 1),
    ]
    assert "bớt tới 19 từ" in answer.text
    assert "Rút gọn</button>" not in answer.text
    formulas = client.get(f"{url('draft_hints')}?xem=doubled")
    assert [row["sort"] for row in formulas.context["rows"]] == ["Câu viết hai lần"]
    assert set(draft.sections.values_list("version", flat=True)) == {1}


def test_one_click_changes_the_words_at_their_place_and_another_takes_it_back(draft, staff):
    answer = staff.post(url("hint_apply"), offered(staff, "b", "trong việc"), follow=True)
    section = stored(draft, "b")
    assert (section.text, section.words) == (VALUE.replace("trong việc", "trong"), count_words(VALUE) - 1)
    assert "Đã rút gọn Đoạn\xa01, Phần\xa0thứ\xa0hai, bớt 1 từ." in answer.text
    (done,) = answer.context["done"]
    assert ("del", "việc") in done.runs
    assert done.can_undo
    assert section.history.first().action_label == "Rút gọn theo gợi ý"
    assert "Hoàn tác" in answer.text
    back = staff.post(url("hint_undo"), {"luot": answer.context["turn"]}, follow=True)
    assert "Đã hoàn tác ở 1 đoạn." in back.text
    assert stored(draft, "b").text == VALUE
    assert stored(draft, "b").history.first().action_label == "Hoàn tác rút gọn"
    again = staff.post(url("hint_undo"), {"luot": answer.context["turn"]}, follow=True)
    assert "giữ nguyên" in again.text


@pytest.mark.parametrize(("key", "left"), [("b", "Kết quả[^1] trong việc thu hút vốn."), ("a", None)])
def test_a_doubled_sentence_goes_here_or_there(draft, staff, key, left):
    answer = staff.post(url("hint_apply"), offered(staff, key, SENTENCE), follow=True)
    text = Section.objects.filter(draft=draft, key=key).values_list("text", flat=True).first()
    assert text == left
    staff.post(url("hint_undo"), {"luot": answer.context["turn"]})
    assert stored(draft, key).text == {"a": DOUBLE, "b": VALUE}[key]
    assert stored(draft, key).history.count() == 3
    assert stored(draft, "a").position < stored(draft, "b").position


def test_a_stale_hint_changes_nothing_and_says_so(draft, staff):
    posted = offered(staff, "b", "trong việc")
    section = stored(draft, "b")
    edit_section(section=section, expected=1, text=f"Mới. {VALUE}", by=User.objects.system())
    answer = staff.post(url("hint_apply"), posted, follow=True)
    assert (
        "Đoạn\xa01, Phần\xa0thứ\xa0hai vừa được sửa nên gợi ý không còn đúng chỗ; chưa đổi chữ nào."
        in answer.text
    )
    assert stored(draft, "b").text == f"Mới. {VALUE}"


@pytest.mark.parametrize(
    "changed",
    [
        {"tu": "1"}, {"den": "9999999"}, {"chu": ""}, {"chu": "khác"}, {"cum": "zzz"}, {"doan": "zz"},
        {"version": "x"}, {"cum": "ben-canh-do"}, {"doan": "p1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_hint_that_does_not_fit_changes_nothing(draft, staff, changed):
    posted = offered(staff, "b", "trong việc") | changed
    assert staff.post(url("hint_apply"), posted).status_code == 302
    assert stored(draft, "b").version == 1


def test_nobody_changes_a_frozen_version(draft, staff):
    posted = offered(staff, "b", "trong việc")
    freeze_draft(draft=draft, expected=1, reason="Gửi lấy ý kiến", by=User.objects.system())
    assert "đã chốt" in staff.post(url("hint_apply"), posted, follow=True).text
    page = staff.get(url("draft_hints"))
    assert "Rút gọn</button>" not in page.text
    posted = {"doan": ["b:1", "c:1"]}
    assert "đã chốt" in staff.post(url("hint_formula", "trong-viec"), posted).text
    assert stored(draft, "b").version == 1


def test_a_formula_goes_everywhere_and_comes_back_at_once(draft, staff):
    page = staff.get(url("hint_formula", "trong-viec"))
    assert [(one.label, one.saves) for one in page.context["changes"]] == [
        ("Đoạn\xa01, Phần\xa0thứ\xa0hai", 1),
        ("Đoạn\xa02, Phần\xa0thứ\xa0hai", 1),
    ]
    answer = staff.post(url("hint_formula", "trong-viec"), {"doan": ["b:1", "c:1"]}, follow=True)
    assert [str(m) for m in answer.context["messages"]] == ["Đã rút gọn “trong việc” ở 2 đoạn, bớt 2 từ."]
    assert len(answer.context["done"]) == 2
    assert stored(draft, "c").text == "Bên cạnh đó, có kết quả trong mở rộng."
    edit_section(section=stored(draft, "c"), expected=2, text="Sửa tiếp.", by=User.objects.system())
    back = staff.post(url("hint_undo"), {"luot": answer.context["turn"]}, follow=True)
    assert "Đã hoàn tác ở 1 đoạn." in back.text
    assert "1 đoạn đã được sửa tiếp" in back.text
    assert (stored(draft, "b").text, stored(draft, "c").text) == (VALUE, "Sửa tiếp.")


def test_a_formula_goes_nowhere_when_one_paragraph_was_changed(draft, staff):
    edit_section(
        section=stored(draft, "c"), expected=1, text="Kết quả trong việc khác.", by=User.objects.system()
    )
    answer = staff.post(url("hint_formula", "trong-viec"), {"doan": ["b:1", "c:1"]})
    assert "chưa đổi chữ nào" in answer.text
    assert stored(draft, "b").text == VALUE
    assert "Chưa chọn đoạn nào" in staff.post(url("hint_formula", "trong-viec"), {"doan": ["x"]}).text
    assert staff.get(url("hint_formula", "khong-co")).status_code == 404


def test_a_hint_names_the_key_points_that_it_touches(draft, staff):
    by = User.objects.system()
    propose_key_points(draft=draft, by=by)
    confirm_key_points(points=KeyPoint.objects.all(), by=by)
    rows = [row["offer"] for row in staff.get(url("draft_hints")).context["rows"]]
    touched = {
        (one.hint.key, each.point.text, each.is_lost) for one in rows if one.here for each in one.here.touched
    }
    assert touched == {("t", TASK.removesuffix("."), True)}
    answer = staff.post(url("hint_apply"), offered(staff, "t", "tổ chức triển khai thực hiện"), follow=True)
    assert [point.text for point in answer.context["done"][0].lost] == [TASK.removesuffix(".")]
    assert "Rơi ý: Giao các trường đại học" in answer.text
    staff.post(url("hint_undo"), {"luot": answer.context["turn"]})
    assert stored(draft, "t").text == TASK


def test_others_may_not_carry_out_hints(draft, cast, sign_in):
    client = sign_in(cast["AUDITOR"])
    assert client.post(url("hint_apply")).status_code == 403
    assert client.post(url("hint_undo")).status_code == 403
    assert client.get(url("hint_formula", "trong-viec")).status_code == 403
