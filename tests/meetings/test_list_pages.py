"""The next page of a filtered list keeps the filter."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.lists import PER_PAGE
from tests.factories import AwardFactory, FollowUpFactory, MeetingFactory

LISTS = {
    "meetings:meeting_list": lambda: MeetingFactory.create_batch(PER_PAGE + 1, title="Hội nghị giao ban"),
    "meetings:award_list": lambda: AwardFactory.create_batch(PER_PAGE + 1, target_name="Tổ giao ban"),
    "meetings:followup_list": lambda: FollowUpFactory.create_batch(PER_PAGE + 1, text="Việc giao ban"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_the_next_page_keeps_the_filter(cast, sign_in, name):
    LISTS[name]()

    page = sign_in(cast["AUDITOR"]).get(reverse(name), {"q": "giao ban"})

    following = BeautifulSoup(page.content, "html5lib").select_one("a[rel=next]")
    assert following["href"] == "?q=giao+ban&page=2"
