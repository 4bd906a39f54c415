"""Opinions beside the paper of a draft: chips, the tab of a chapter, settled with one line."""

import pytest
from django.urls import reverse

from core.models import User
from meetings import actions
from meetings.models import OpinionResponse
from programs.actions.drafts import remove_section
from programs.actions.keypoints import add_key_point
from programs.beside import beside_of, waiting_by_key
from tests.factories import AgencyFactory, MeetingFactory
from tests.meetings.opinion_texts import TODAY, make_draft, next_version

pytestmark = pytest.mark.django_db
QUIET = {"HX-Request": "true", "HX-Target": "bang"}


@pytest.fixture
def desk(cast):
    """A second version, with two opinions on the first chapter of part two and one on the second."""
    first = make_draft()
    meeting = MeetingFactory(purpose="CHO_Y_KIEN", program=first.program, draft=first, held_on=TODAY)
    for at, key in enumerate(("p2a", "p2a", "p2b", "")):
        actions.log_opinion(
            meeting=meeting, draft=first, agency=AgencyFactory(), section_key=key, text=f"Ý kiến số {at}",
            by=User.objects.system(),
        )  # fmt: skip
    return next_version(first)


def section(client, draft, key, **query):
    return client.get(reverse("programs:draft_section", args=[*draft.address, key]), query)


def settle(client, draft, number, headers=None, /, **typed):
    url = reverse("meetings:desk_answer", args=[draft.program.slug, number])
    line = {"draft": draft.number, "muc": "h1", "key": "p2a", "kind": "TIEP_THU", "text": ""} | typed
    return client.post(url, line, headers=headers or {})


def test_a_chapter_shows_its_own_opinions_and_no_others(desk, cast, sign_in):
    page = section(sign_in(cast["SNGV_STAFF"]), desk, "h1")
    assert "Ý kiến số 0" in page.text
    assert "Ý kiến số 2" not in page.text
    assert page.text.count("data-settle") == 2
    assert page.text.count('class="opm bad" href') == 2
    waiting = {
        chapter.key: chapter.waiting for part in page.context["work"].parts for chapter in part.chapters
    }
    assert (waiting["h1"], waiting["h2"]) == (2, 1)


def test_opinions_on_a_removed_paragraph_stay_in_their_chapter(desk, cast, sign_in):
    gone = desk.sections.get(key="p2a")
    remove_section(section=gone, expected=gone.version, by=cast["SNGV_STAFF"])
    client = sign_in(cast["SNGV_STAFF"])
    page = section(client, desk, "h1")
    assert page.text.count("về đoạn đã bỏ") == 2
    assert "Ý kiến số 2" not in page.text
    assert "về đoạn đã bỏ" not in section(client, desk, "h2").text
    settle(client, desk, 1, QUIET, key="p2a")
    assert OpinionResponse.objects.get().section_key == "p2a"


def test_one_key_one_line_and_the_paragraph_is_linked(desk, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    answer = settle(client, desk, 1, QUIET, text="Đã viết rõ nguồn", kind="MOT_PHAN")
    assert 'id="bang"' in answer.text
    assert 'id="yk-doan-p2a" hx-swap-oob="true"' in answer.text
    assert "YK-01 một phần" in answer.text
    stored = OpinionResponse.objects.get()
    assert (stored.kind, stored.section_key, stored.draft, stored.text) == (
        "MOT_PHAN", "p2a", desk, "Đã viết rõ nguồn",
    )  # fmt: skip
    assert settle(client, desk, 3, key="p2b").url.endswith("/muc/p2b/#doan-p2b")
    assert set(waiting_by_key(desk, cast["SNGV_STAFF"])) == {"p2a"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"kind": "GIAI_TRINH", "key": ""}, "Ghi nội dung giải trình", id="giải trình không lời"),
        pytest.param({"key": ""}, "Chọn đoạn đã sửa", id="tiếp thu không đoạn"),
        pytest.param({"key": "khong-co"}, "không có đoạn này", id="đoạn không có"),
        pytest.param({"draft": "1"}, "Bản 1 đã chốt", id="bản đã chốt"),
        pytest.param({"kind": "?"}, "Chọn Tiếp thu", id="không chọn cách"),
    ],
)
def test_a_refused_answer_says_why_beside_the_opinion(desk, cast, sign_in, typed, said):
    client = sign_in(cast["SNGV_STAFF"])
    answer = settle(client, desk, 1, QUIET, **typed)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert answer.headers["HX-Retarget"] == "#yk-1 form .acts"
    assert settle(client, desk, 1, **typed).url.endswith("/y-kien/1/")
    assert not OpinionResponse.objects.exists()


def test_two_people_settle_the_same_opinion(desk, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    settle(client, desk, 1)
    assert "Người khác vừa trả lời YK-01" in settle(client, desk, 1, QUIET, text="khác").text
    assert OpinionResponse.objects.get().text == ""


def test_key_points_and_history_stand_in_their_tabs(desk, cast, sign_in):
    first = desk.made_from
    add_key_point(
        draft=desk, section=desk.sections.get(key="p2a"), kind="CHI_TIEU", text="2 triệu USD",
        by=User.objects.system(),
    )  # fmt: skip
    client = sign_in(cast["SNGV_STAFF"])
    assert (
        "2 triệu USD"
        in section(client, desk, "h1", bang="y-chinh").context["side"].panel.context["rows"][0]["point"].text
    )
    assert "Lập bản dự thảo mới" in section(client, desk, "h1", bang="lich-su").text
    assert section(client, first, "h1", bang="?").context["side"].chosen == "y-kien"


def test_the_gates_count_what_is_missing(desk, cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    url = reverse("programs:draft_gates", args=desk.address)
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "cua"})
    assert "Còn 4/4 ý kiến chưa xử lý" in part.text
    assert "ý chính" in part.text
    settle(client, desk, 1)
    again = client.get(url, headers={"HX-Request": "true", "HX-Target": "cua"})
    assert "Còn 3/4 ý kiến chưa xử lý" in again.text


@pytest.mark.parametrize(
    ("role", "chips", "forms"),
    [
        pytest.param("SNGV_STAFF", 2, 2, id="chuyên viên xử lý"),
        pytest.param("UBND_LEADER", 2, 0, id="lãnh đạo đọc"),
    ],
)
def test_who_sees_and_who_settles(desk, cast, sign_in, role, chips, forms):
    page = section(sign_in(cast[role]), desk, "h1").text
    assert (page.count('class="opm bad" href'), page.count("data-settle")) == (chips, forms)


@pytest.mark.parametrize("role", ["TU_VIEWER", "FOCAL"])
def test_words_of_others_stay_hidden(desk, cast, role):
    assert beside_of(desk, ["p2a"], cast[role]) == {}
    assert waiting_by_key(desk, cast[role]) == {}


def test_the_comparison_shows_them_beside_the_change(desk, cast, sign_in):
    url = reverse("programs:draft_compare", args=[desk.program.slug])
    page = sign_in(cast["SNGV_STAFF"]).get(url, {"xem": "y-kien"})
    assert [line.label for group in page.context["groups"] for line in group["lines"]] == [
        "Đoạn\xa01, mục\xa0I, Phần\xa0thứ\xa0hai",
        "Đoạn\xa01, mục\xa0II.1, Phần\xa0thứ\xa0hai",
    ]
    assert "YK-03 chưa xử lý" in page.text
    assert page.context["gate"].total == 4


def test_a_merged_paragraph_keeps_the_opinions_of_both(desk, cast):
    row = desk.sections.get(key="p2b")
    assert list(beside_of(desk, ["p2b"], cast["SNGV_STAFF"])) == [row.key]
    assert beside_of(desk, [], cast["SNGV_STAFF"]) == {}
