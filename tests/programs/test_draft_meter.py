"""The meter of a draft: words now, pages since the PDF was made last, who is over and by how much."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.models import User
from programs.actions.draft_sizes import store_pages
from programs.actions.drafts import edit_section, set_budget, take_in_draft
from programs.draft_pages import Workspace
from programs.models import Draft, DraftPages
from programs.wording.outline import Kind, Node
from tests.factories import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    nodes = [
        Node(Kind.PART, 0, "1", "MỘT"),
        Node(Kind.PARAGRAPH, 1, "", "chữ " * 59),
        Node(Kind.PART, 0, "2", "HAI"),
        Node(Kind.PARAGRAPH, 1, "", "chữ " * 29),
        Node(Kind.PART, 0, "3", "BA"),
        Node(Kind.PARAGRAPH, 1, "", "chữ " * 9),
    ]
    made, _ = take_in_draft(program=ProgramFactory(slug="2026-2030"), nodes=nodes, by=User.objects.system())
    return made


@pytest.fixture
def head(client):
    client.force_login(UserFactory(role="SNGV_HEAD"))
    return client


def counted(draft, pages=10, parts=None, words=None):
    shares = parts or {"1": 6.0, "2": 3.0, "3": 1.0}
    total = sum(draft.sections.values_list("words", flat=True)) if words is None else words
    store_pages(draft=draft, pages=pages, part_pages=shares, words=total, by=User.objects.system())


def limited(draft, **limits):
    return set_budget(
        draft=draft, expected=draft.version, by=User.objects.system(), **{"words": None} | limits
    )


@pytest.mark.parametrize(
    ("limits", "over", "over_parts"),
    [
        pytest.param({"pages": 12}, 0, {}, id="còn chỗ"),
        pytest.param({"pages": 10}, 0, {}, id="vừa đủ"),
        pytest.param(
            {"pages": 8},
            2,
            {1: Decimal("1.0"), 2: Decimal("1.0")},
            id="chia theo tỷ lệ, phần ba được làm tròn",
        ),
        pytest.param({"pages": 10, "part_pages": {"1": 4}}, 0, {1: Decimal("2.0")}, id="một phần vượt"),
        pytest.param({"part_pages": {"3": 2}}, 0, {}, id="chỉ giao một phần"),
    ],
)
def test_pages_over(draft, limits, over, over_parts):
    counted(draft)
    limited(draft, **limits)
    work = Workspace(Draft.objects.get(pk=draft.pk))
    assert work.pages_over == over
    assert {part.number: part.pages_over for part in work.over_page_parts} == over_parts


def test_pages_are_marked_when_words_changed_since(draft, head):
    counted(draft)
    page = head.get(draft.get_absolute_url()).content.decode()
    assert "Dựng lúc" in page
    assert "đã sửa từ đó" not in page

    section = draft.sections.filter(kind="DOAN").first()
    edit_section(section=section, expected=1, text="Ngắn hơn.", by=User.objects.system())
    assert "đã sửa từ đó" in head.get(draft.get_absolute_url()).content.decode()

    counted(draft, pages=9)
    assert DraftPages.objects.get(draft=draft).pages == 9
    assert "đã sửa từ đó" not in head.get(draft.get_absolute_url()).content.decode()


def test_meter_offers_to_lay_out_the_pdf(draft, head):
    page = BeautifulSoup(head.get(draft.get_absolute_url()).content, "html5lib")
    form = page.select_one("#do-dai form")
    assert form["action"] == reverse("reports:paper_job_start", args=["draft-pdf", draft.pk])
    assert form.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert head.post(form["action"]).status_code == 302


def test_length_is_given_in_words_and_pages(draft, head):
    url = reverse("programs:draft_budget", args=draft.address)
    answer = head.post(url, {"words": 100, "pages": 9, "part1": 50, "pages1": 5, "version": draft.version})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.budget_words, draft.part_budgets) == (100, {"1": 50})
    assert (draft.budget_pages, draft.part_page_budgets) == (9, {"1": 5})

    answer = head.post(url, {"pages": 9, "pages1": 5, "pages2": 5, "version": draft.version})
    assert "Các phần cộng lại 10 trang, nhiều hơn mức giao 9 trang" in answer.content.decode()


def test_next_version_keeps_the_length(draft, head):
    limited(draft, pages=9, part_pages={"1": 5})
    url = reverse("programs:draft_new_version", args=draft.address)
    draft.refresh_from_db()
    head.post(url, {"reason": "RUT_GON", "note": "", "version": draft.version})
    made = Draft.objects.get(number=2)
    assert (made.budget_pages, made.part_page_budgets) == (9, {"1": 5})
