"""Makes the database that the browser tests start from.

Run as a program with the environment of the server; prints a session key for each demo account as JSON.
"""

import json
import os
import sys

import django

HOURS = 6


def main():
    """Make the tables, load the demonstration, sign every demo account in."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from core.models import User
    from tests.made_tables import make_tables

    make_tables()
    call_command("demo", "--first-start", stdout=sys.stderr)
    add_report_of_the_department()
    sessions = {}
    for user in User.objects.filter(is_demo=True):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        # The first page of a session notes when it began.
        client.get("/tai-khoan/mat-khau/")
        _last_for_the_run(client.session)
        sessions[user.username] = client.cookies["sessionid"].value
    json.dump(sessions, sys.stdout)


def _last_for_the_run(session):
    """Let a session count as used for hours to come.

    Each test begins with the sessions of this first state: one that comes late in a slow run would find them
    idle for longer than people may be. How idle sessions end is tested in tests/config/test_middleware.
    """
    session["seen"] += HOURS * 3600
    session.set_expiry(HOURS * 3600)
    session.save()


def add_report_of_the_department():
    """Begin a report of the department: its people do not read the Union's draft of the demonstration."""
    from core.models import Agency, User
    from reports.actions.reports import TypedPassage, add_report, save_passages
    from reports.models import ReportOutline

    writer = User.objects.get(username="chuyen_vien_sngv")
    outline, issuer = ReportOutline.objects.get(code="vien-tro"), Agency.objects.get(code="SNGV")
    report = add_report(outline=outline, year=2024, issuer=issuer, by=writer)
    words = "Toàn tỉnh có {{aid.items_received}}."
    passages = [TypedPassage(one.key, words, one.version) for one in report.narratives.filter(text="")]
    save_passages(report=report, passages=passages, by=writer)


if __name__ == "__main__":
    main()
