"""Three people save one paragraph at the same moment: one is stored, two see both texts, nothing breaks."""

import threading

import pytest
from bs4 import BeautifulSoup
from django.db import connections
from django.test import Client

from core.models import User
from programs.actions.drafts import take_in_draft
from programs.models import Section
from tests.factories import ProgramFactory, UserFactory
from tests.programs.shaping.making import at, tree, url

SAVERS = 3


@pytest.mark.django_db
@pytest.mark.parametrize("in_place", [True, False], ids=["sửa tại chỗ", "trang sửa"])
def test_three_save_one_paragraph_at_once(each_its_own, in_place):
    program = ProgramFactory(slug="2026-2030" if in_place else "2031-2035")
    draft, _ = take_in_draft(program=program, nodes=tree(), by=User.objects.system())
    section = at(draft, "Bảy tám")
    address = url("draft_paragraph_edit", draft, section.key)
    headers = {"HX-Request": "true", "HX-Target": f"doan-{section.key}"} if in_place else {}
    clients = []
    for number in range(SAVERS):
        clients.append(Client(raise_request_exception=False))
        clients[-1].force_login(UserFactory(username=f"nguoi-{number}-{in_place}", role="SNGV_STAFF"))
    texts = [f"Lời của người thứ {number}." for number in range(SAVERS)]
    answers = {}
    start = threading.Barrier(SAVERS)

    def save(number):
        each_its_own()
        start.wait()
        answer = clients[number].post(address, {"version": 1, "text": texts[number]}, headers=headers)
        answers[number] = answer.status_code, answer.content.decode()
        connections["default"].close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(SAVERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    statuses = {number: status for number, (status, _) in answers.items()}
    assert sorted(statuses.values()) == [200 if in_place else 302, 409, 409]
    [winner] = [number for number, status in statuses.items() if status != 409]
    for number, (_, page) in answers.items():
        if number != winner:
            assert texts[number] in page
            assert texts[winner] in page
    stored = Section.objects.get(pk=section.pk)
    assert (stored.text, stored.version) == (texts[winner], 2)
    assert stored.history.filter(history_type="~").count() == 1
    if in_place:
        loser = (winner + 1) % SAVERS
        saved_over_stays_in_sight(clients[loser], answers[loser][1], headers, texts[winner], section)


def saved_over_stays_in_sight(client, page, headers, theirs, section):
    """Save over what the other stored: the words stay to read, and one button brings them back."""
    chosen = BeautifulSoup(page, "html5lib").select_one(f"form#doan-{section.key}")
    mine = {"text": "Lời ghi đè.", "version": chosen.select_one("[name=version]")["value"]}
    answer = client.post(chosen["hx-post"], mine, headers=headers)
    note = BeautifulSoup(answer.content.decode(), "html5lib").select_one(f"#doan-{section.key} .note")
    assert note.select_one("blockquote").text == theirs
    assert Section.objects.get(pk=section.pk).text == "Lời ghi đè."
    undo = {field["name"]: field["value"] for field in note.select("form [name]") if field.get("value")}
    client.post(note.select_one("form")["action"], undo)
    assert Section.objects.get(pk=section.pk).text == theirs
