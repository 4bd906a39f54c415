"""One effect for each form: double clicks, repeated requests, two writers at the same moment."""

import hashlib
import re
import threading
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from core import once
from core.codes import next_code
from core.history import RecordGoneError
from meetings.models import FollowUp, Meeting
from tests.factories import MeetingFactory
from tests.meetings.making import log_form

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def token(client, address):
    """Return the hidden token of a page as it is shown now."""
    return TOKEN.search(client.get(address).content.decode())[1]


def test_form_sent_twice_is_saved_once_and_leads_to_the_same_place(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    address = reverse("meetings:meeting_add")
    typed = log_form(csrfmiddlewaretoken=token(client, address))
    answers = [client.post(address, typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Meeting.objects.count() == 1


def test_same_words_on_a_fresh_page_are_saved_again(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    address = reverse("meetings:meeting_add")
    for _ in range(2):
        client.post(address, log_form(csrfmiddlewaretoken=token(client, address)))
    assert Meeting.objects.count() == 2


def test_refused_form_may_be_sent_again(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    address = reverse("meetings:meeting_add")
    typed = log_form(csrfmiddlewaretoken=token(client, address), title="")
    assert [client.post(address, typed).status_code for _ in range(2)] == [200, 200]
    assert client.post(address, typed | {"title": "Họp giao ban"}).status_code == 302


def test_what_one_person_sent_does_not_answer_another(cast):
    address = reverse("meetings:meeting_add")
    for role in ("SNGV_STAFF", "SNGV_HEAD"):
        client = Client()
        client.force_login(cast[role])
        client.post(address, log_form(csrfmiddlewaretoken="k" * 64))
    assert Meeting.objects.count() == 2


def test_writer_who_came_second_is_asked_to_save_again(cast, sign_in, monkeypatch):
    taken = MeetingFactory().slug
    monkeypatch.setattr("meetings.rules.slug_for", lambda *_, **__: taken)
    monkeypatch.setattr("meetings.actions.meetings.checked", lambda record: record)
    client = sign_in(cast["SNGV_STAFF"])
    with transaction.atomic():
        response = client.post(reverse("meetings:meeting_add"), log_form())
    assert response.status_code == 409
    assert "Có người vừa ghi cùng lúc" in response.content.decode()
    assert Meeting.objects.count() == 1


def test_other_errors_of_the_database_stay_errors():
    request = RequestFactory().post("/")
    for error in (IntegrityError("check"), OperationalError("gone"), ValueError("x")):
        assert once.SameFormOnceMiddleware(lambda _: None).process_exception(request, error) is None


@pytest.mark.django_db
def test_who_takes_a_code_holds_the_turn_to_the_end_of_the_transaction():
    with transaction.atomic():
        assert next_code(FollowUp, "VS", 2025) == "VS-2025-001"
        if connection.vendor == "postgresql":
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('VS-2025-', 0))")
                assert cursor.fetchone() == (False,)
            other.close()


@pytest.mark.parametrize("machine", ["máy này", "máy khác"])
@pytest.mark.django_db
def test_writing_requests_of_one_session_wait_for_each_other(settings, tmp_path, machine):
    # Each machine has files of its own; what they share is the server of the database, which SQLite has not.
    folder = machine if connection.vendor == "postgresql" else "máy này"
    entered, may_go, order = threading.Event(), threading.Event(), []

    def slow(request):
        order.append("first in")
        entered.set()
        may_go.wait()
        order.append("first out")

    def quick(request):
        order.append("second in")

    def ask(view):
        request = RequestFactory().post("/")
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "one"
        try:
            once.OneAtATimeMiddleware(view)(request)
        finally:
            entered.set()  # whatever went wrong, the test goes on and fails
            connection.close()

    threads = [threading.Thread(target=ask, args=[view]) for view in (slow, quick)]
    settings.DATA_DIR = tmp_path / "máy này"
    threads[0].start()
    entered.wait()
    settings.DATA_DIR = tmp_path / folder
    threads[1].start()
    may_go.set()
    for thread in threads:
        thread.join()
    assert order == ["first in", "first out", "second in"]


@pytest.mark.django_db
def test_who_gets_no_turn_in_time_is_asked_to_save_again(settings, tmp_path, client):
    settings.DATA_DIR = tmp_path
    if connection.vendor != "postgresql":
        # The one machine of SQLite queues at its files, without an end to the waiting.
        with once._turn_everywhere(b"0" * 32) as is_ours:
            assert is_ours
        return
    client.cookies[settings.SESSION_COOKIE_NAME] = "one"
    key = int.from_bytes(hashlib.sha256(b"one").digest()[:8], signed=True)
    other = connection.copy()
    with connection.cursor() as cursor, other.cursor() as holder:
        cursor.execute("SET lock_timeout = 100")
        holder.execute("SELECT pg_advisory_lock(%s)", [key])
        answer = client.post("/dang-xuat/")
        cursor.execute("RESET lock_timeout")
    other.close()
    assert answer.status_code == 409
    assert "Có người vừa ghi cùng lúc" in answer.text


def test_reading_waits_for_nobody(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "one"
    assert once.OneAtATimeMiddleware(lambda _: "page")(request) == "page"
    assert list(Path(tmp_path).iterdir()) == []


def test_a_record_removed_meanwhile_leaves_a_page_with_what_was_typed():
    said = {
        "csrfmiddlewaretoken": "dau-rieng",
        "version": "7",
        "name": "Tên vừa gõ",
        "password": "bi-mat-rieng",
        "note": "Dòng một\nDòng hai",
    }
    middleware = once.SameFormOnceMiddleware(lambda _: None)
    answer = middleware.process_exception(RequestFactory().post("/danh-muc/", said), RecordGoneError())
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Người khác đã xóa bản ghi này" in page
    assert "Tên vừa gõ" in page
    assert "Dòng một<br>Dòng hai" in page
    assert "bi-mat-rieng" not in page
    assert "dau-rieng" not in page
