"""Three people save one paragraph at the same moment: one is stored, two see both texts, nothing breaks."""

import sqlite3
import threading

import pytest
from django.db import connections
from django.test import Client

from core.models import User
from programs.actions.drafts import take_in_draft
from programs.models import Section
from tests.factories import ProgramFactory, UserFactory
from tests.programs.shaping.making import at, tree, url

SAVERS = 3


@pytest.fixture(scope="module")
def copied(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the name of a copy of the test's database; made before a test opens its transaction.

    The SQLite of the tests lies in memory; its copy is a file, as the portal's own database is.
    """
    with django_db_blocker.unblock():
        source = connections["default"]
        name = _copy_of(source, tmp_path_factory.mktemp("ba-nguoi"))
    yield name
    if source.vendor == "postgresql":
        with django_db_blocker.unblock(), source._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def each_its_own(copied, db):
    """Return what a thread calls first: it works on a connection of its own, as each web worker does.

    All of them, the test too, share the copy, where what is stored is committed.
    """
    source = connections["default"]

    def use():
        mine = source.copy()
        mine.settings_dict["NAME"] = copied
        connections["default"] = mine

    use()
    yield use
    connections["default"].close()
    connections["default"] = source


def _copy_of(source, folder):
    if source.vendor == "sqlite":
        name = str(folder / "ba-nguoi.sqlite3")
        source.ensure_connection()
        copy = sqlite3.connect(name)
        source.connection.backup(copy)
        copy.close()
        return name
    name = f"{source.settings_dict['NAME']}_ba_nguoi"
    # A database is copied while nobody is connected to it.
    source.close()
    with source._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source.settings_dict["NAME"]}"')
    return name


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
