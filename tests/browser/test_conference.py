"""The 28/11 conference, logged and given out with the keyboard alone."""

import pytest

from tests.browser.portal import Hands
from tests.meetings.keys_2811 import LIMIT, SENTENCES, STEPS

pytestmark = pytest.mark.browser


def test_the_conference_takes_at_most_forty_control_keys_and_no_click(enter):
    page = enter("chuyen_vien_sngv", "/hoi-nghi/")
    hands = Hands(page)
    for step in STEPS:
        if step.field:
            assert page.evaluate("document.activeElement.name") == step.field
        if step.text:
            hands.type(step.text)
        if step.next_page:
            hands.press_to(step.key, "**")
        elif step.key:
            hands.press(step.key)

    assert hands.keys <= LIMIT
    assert hands.clicks == 0
    sentences = page.locator("#ket-luan [data-sentence]")
    assert sentences.count() == len(SENTENCES)
    assert page.locator("#ket-luan [data-open]").count() == 0
    assert page.get_by_text("Ngay sau hội nghị").count() >= 2
    assert (
        page.locator("h1").inner_text() == "Hội nghị cho ý kiến vào dự thảo Chương trình đối ngoại 2026-2030"
    )
