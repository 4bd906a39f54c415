"""What a saving brings up to date on the page: meter, parts and its own chapter, never the whole outline."""

import pytest
from bs4 import BeautifulSoup

from core.models import User
from programs.actions.draft_shape import assign_author
from programs.draft_meter import Meter
from programs.models import Draft
from tests.factories import UserFactory
from tests.programs.shaping.making import at, url

pytestmark = pytest.mark.django_db


def saved(staff, draft, section, text, **headers):
    headers = {"HX-Request": "true", "HX-Target": f"doan-{section.key}"} | headers
    address = url("draft_paragraph_edit", draft, section.key)
    answer = staff.post(address, {"version": section.version, "text": text}, headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content.decode(), "html5lib")


def test_a_saving_answers_the_numbers_and_not_the_outline(draft, staff):
    section = at(draft, "Một hai")
    page = saved(staff, draft, section, "Chỉ còn[^1] bốn chữ[^2].")
    section.refresh_from_db()
    opened = BeautifulSoup(staff.get(section.get_absolute_url()).content, "html5lib")
    assert page.select_one("#muc-luc") is None
    assert page.select_one("[data-total]")["data-total"] == opened.select_one("[data-total]")["data-total"]
    changed = [one["id"] for one in page.select("[hx-swap-oob][id^=muc-]")]
    assert f"muc-tu-{section.chapter}" in changed
    for name in changed:
        # What is exchanged must be on the page, and say what the page says when it is opened anew.
        there = opened.select_one(f"#{name}")
        assert there.text.split() == page.select_one(f"#{name}").text.split(), name
    others = [one for one in opened.select("[id^=muc-tu-]") if one["id"] not in changed]
    assert others


def test_a_heading_saved_renames_its_entry(draft, staff):
    heading = at(draft, "BỐI CẢNH")
    page = saved(staff, draft, heading, "BỐI CẢNH MỚI")
    assert "BỐI CẢNH MỚI" in page.select_one(f"#muc-ten-{heading.key}").text


@pytest.mark.parametrize("is_mine", [True, False], ids=["mục của tôi", "mục của người khác"])
def test_an_outline_of_ones_own_chapters_gets_those_alone(draft, system, staff, is_mine):
    section = at(draft, "Một hai")
    me = User.objects.get(username="chuyen-vien")
    author = me if is_mine else UserFactory(username="nguoi-khac", role="SNGV_STAFF")
    chapter = draft.sections.get(key=section.chapter)
    chapter.draft = draft
    assign_author(section=chapter, expected=chapter.version, author=author, by=system)
    shown = f"http://testserver{section.get_absolute_url()}?phan=toi"
    page = saved(staff, draft, section, "Chỉ còn[^1] bốn chữ[^2].", **{"HX-Current-URL": shown})
    assert bool(page.select(f"#muc-tu-{section.chapter}")) is is_mine


def test_the_meter_asks_the_same_however_many_chapters(draft, django_assert_num_queries):
    draft = Draft.objects.select_related("program", "paper_size").get(pk=draft.pk)
    chapter = draft.sections.chapters().values_list("part", "key").first()
    with django_assert_num_queries(4):
        meter = Meter(draft)
        entry = meter.entry(chapter[0], chapter[1])
    assert entry.words == draft.sections.words_by_chapter()[chapter]
    assert meter.words == sum(draft.sections.words_by_chapter().values())
