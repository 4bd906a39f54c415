"""People of the acceptance, and the day that passes in it; run in the server's place.

Without an argument: adds a third author and focal points, and prints a session key for each as JSON. With the
slug of a program: its first round, and what it has received, become one day older, as overnight.
"""

import json
import os
import sys
from datetime import timedelta

import django

PEOPLE = {
    "soan_hai": ("Nguyễn Thị Hai", "SNGV_STAFF", "SNGV"),
    "dau_moi_cong_thuong": ("Đầu mối Sở Công Thương", "FOCAL", "SCT"),
    "dau_moi_cong_an": ("Đầu mối Công an tỉnh", "FOCAL", "CAT"),
}


def add_people():
    """Create the accounts and return {name: session key}."""
    from django.test import Client

    from core.history import acting
    from core.models import Agency, User

    by, sessions = User.objects.get(username="quan_tri"), {}
    for username, (full_name, role, agency) in PEOPLE.items():
        user = User(username=username, full_name=full_name, role=role, agency=Agency.objects.get(code=agency))
        user.set_unusable_password()
        with acting(by=by, verb="tests.people", label="Thêm tài khoản"):
            user.save()
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        client.get("/tai-khoan/mat-khau/")
        sessions[username] = client.cookies["sessionid"].value
    return sessions


def let_a_day_pass(slug):
    """Move the dates of the first round of a program, and of its answers, one day back."""
    from core.history import acting, save_version
    from core.models import User
    from meetings.models import ConsultationRound

    day = timedelta(days=1)
    opened = ConsultationRound.objects.get(program__slug=slug, number=1)
    by = User.objects.get(username="quan_tri")
    with acting(by=by, verb="tests.day", label="Một ngày trôi qua"):
        opened.asked_on, opened.due_on = opened.asked_on - day, opened.due_on - day
        save_version(opened, expected=opened.version)
        for answer in opened.contributions.handed_in():
            answer.received_on -= day
            save_version(answer, expected=answer.version)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    if len(sys.argv) > 1:
        let_a_day_pass(sys.argv[1])
    else:
        json.dump(add_people(), sys.stdout)
