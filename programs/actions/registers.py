"""Activities and member associations."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from core.codes import next_code
from core.history import action, save_version
from core.legal import Caution, cautions, refuse_if
from core.models import Certainty, Origin, User
from programs import rules
from programs.models import Activity, FriendshipAssociation

CODE_PREFIX = "HD"


@action("Thêm hoạt động")
def add_activity(
    *, values: dict[str, Any], today: date, by: User, code: str = "", origin: str = Origin.OFFICE
) -> tuple[Activity, list[Caution]]:
    """Store a new activity under the next free HD-<year>-NNN; return it and the cautions."""
    activity = Activity(code=code, origin=origin, **values)
    found = _check(activity, today)
    if code:
        activity.full_clean()
        activity.save()
    else:
        _save_under_next_code(activity)
    return activity, cautions(found)


@action("Sửa hoạt động")
def edit_activity(
    *, activity: Activity, expected: int, values: dict[str, Any], today: date, by: User
) -> tuple[Activity, list[Caution]]:
    """Store the changed activity; return it and the cautions."""
    for name, value in values.items():
        setattr(activity, name, value)
    found = _check(activity, today)
    activity.full_clean()
    return save_version(activity, expected=expected), cautions(found)


@action("Sửa hội thành viên")
def edit_association(
    *, association: FriendshipAssociation, expected: int, values: dict[str, Any], by: User
) -> FriendshipAssociation:
    """Store what is known about a member association."""
    for name, value in values.items():
        setattr(association, name, value)
    refuse_if(
        rules.association_problems(
            term=(association.term_start, association.term_end),
            membership=(association.joined_year, association.left_year),
        )
    )
    association.full_clean()
    return save_version(association, expected=expected)


def _check(activity: Activity, today: date) -> list:
    found = rules.activity_problems(activity.held_on, activity.ended_on, today=today)
    found += rules.agency_problems(activity.agency, activity.held_on, field="agency")
    if activity.country:
        found += rules.anniversary_problems(
            activity.title,
            country=activity.country.name,
            established_on=activity.country.established_on,
            held_on=activity.held_on,
            is_verified=activity.country.certainty == Certainty.VERIFIED,
        )
    refuse_if(found)
    return found


def _save_under_next_code(activity: Activity) -> None:
    """Save under the next free code; two people adding at once get two codes."""
    for attempt in range(5):
        activity.code = next_code(Activity, CODE_PREFIX, activity.held_on.year)
        try:
            with transaction.atomic():
                activity.full_clean()
                activity.save()
        except IntegrityError:
            if attempt == 4:
                raise
        else:
            return
