"""Which versions of drafts were put before which agencies: by a round, or at a meeting they attend."""

from typing import Any

from django.db.models import Q

from core.models import User
from meetings.models import Attendance, ConsultationRound, Meeting, RoundAgency


def asked_versions(user: User) -> Any:
    """Return the keys of the versions that the account's agencies were asked about, as a subquery."""
    own = user.agency_ids()
    asked = RoundAgency.objects.filter(agency_id__in=own).values("round_id")
    attended = Attendance.objects.filter(agency_id__in=own).values("meeting_id")
    rounds = ConsultationRound.objects.filter(pk__in=asked).order_by().values("draft_id")
    meetings = Meeting.objects.filter(Q(organiser_id__in=own) | Q(pk__in=attended), draft__isnull=False)
    return rounds.union(meetings.order_by().values("draft_id"))
