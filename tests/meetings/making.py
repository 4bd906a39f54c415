"""Records and forms that only the tests of meetings need."""

from datetime import date

import factory

from core import models as core
from core.history import acting
from meetings.models import FollowUpAgency
from tests.factories import AgencyFactory, PersonFactory, RecordFactory

MEETING_DAY = date(2025, 11, 28)
TODAY = date(2026, 1, 12)


class AppointmentFactory(RecordFactory):
    class Meta:
        model = core.Appointment

    person = factory.SubFactory(PersonFactory)
    agency = factory.SubFactory(AgencyFactory)
    title = "Phó Giám đốc"


class CoAgencyFactory(RecordFactory):
    class Meta:
        model = FollowUpAgency


def change(record, **values):
    """Save other values on a record, signed by the system account."""
    with acting(by=core.User.objects.system(), verb="tests.change", label="Đổi dữ liệu thử"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record


def log_form(**values):
    """Return what the browser posts for an almost empty form that logs a meeting."""
    rows = {
        "phat-bieu-TOTAL_FORMS": "3", "phat-bieu-INITIAL_FORMS": "0", "nguoi-TOTAL_FORMS": "1",
        "nguoi-INITIAL_FORMS": "0", "nguoi-0-role": "DAI_BIEU", "nguoi-0-presence": "CO_MAT",
    }  # fmt: skip
    rows |= {f"phat-bieu-{at}-kind": "PHAT_BIEU" for at in range(3)}
    fields = {
        "title": "Hội nghị tổng kết", "kind": "HOI_NGHI", "purpose": "TONG_KET", "held_on": "15/01/2026",
        "organiser": "sngv",
    }  # fmt: skip
    return rows | fields | values


def work_form(**values):
    """Return what the browser posts for a follow-up."""
    fields = {
        "lead": "syt", "due_kind": "NGAY", "due": "31/12/2025", "verb": "GIAO", "text": "Rút gọn dự thảo",
        "horizon": "THUONG",
    }  # fmt: skip
    return fields | values
