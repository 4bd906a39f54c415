"""Brings the demonstration to where a draft is shortened after its conference; run in the server's place.

The first version is under review at the meeting of 28/11/2025, with a key point that the second one lost.
Prints the number of the second version and the keys of two paragraphs as JSON.
"""

import json
import os
import sys

import django

POINT = "tổ chức các đoàn ra theo kế hoạch"
ASKED = "Nêu rõ số đoàn ra của từng năm."


def main():
    """Confirm a key point, ask for a change at the meeting, begin the next version and cut a paragraph."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from core.history import acting, save_version
    from core.models import Agency, User
    from meetings.actions import log_opinion
    from meetings.models import Meeting, Opinion
    from programs.actions.drafts import begin_version, remove_section
    from programs.actions.keypoints import add_key_point
    from programs.models import Draft

    by = User.objects.get(username="chuyen_vien_sngv")
    draft = Draft.objects.filter(program__slug="2026-2030").latest_first().first()
    meeting = Meeting.objects.get(slug="2025-11-28-du-thao")
    with acting(by=by, verb="tests.desk", label="Chọn bản dự thảo"):
        meeting.draft, meeting.purpose = draft, "CHO_Y_KIEN"
        save_version(meeting, expected=meeting.version)
    carrier = next(row for row in draft.sections.in_order() if POINT in row.text)
    add_key_point(draft=draft, section=carrier, kind="NHIEM_VU", text=POINT, by=by)
    about = [
        row for row in draft.sections.in_order() if row.kind == "DOAN" and row.chapter != carrier.chapter
    ]
    busy = set(Opinion.objects.values_list("section_key", flat=True))
    place = next(row for row in about if row.key not in busy)
    log_opinion(
        meeting=meeting, draft=draft, agency=Agency.objects.get(code="SYT"), text=ASKED,
        section_key=place.key, by=by,
    )  # fmt: skip
    new = begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=by)
    remove_section(section=new.sections.get(key=carrier.key), expected=1, by=by)
    json.dump({"number": new.number, "paragraph": place.key, "lost": carrier.key}, sys.stdout)


if __name__ == "__main__":
    main()
