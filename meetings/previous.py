"""The meeting before this one: which it was, and how the work that it left stands."""

from meetings import rules
from meetings.models import FollowUp, Meeting
from meetings.tables import status_of


def proposed_previous(*, program, purpose, organiser, held_on, user, but=None):
    """Return the last meeting before that day about the same program, else of the same kind of work, or None.

    The same kind of work is the same purpose with the same organiser. Only what this account may read.
    """
    before = Meeting.objects.visible_to(user).filter(held_on__lt=held_on).exclude(pk=but)
    before = before.exclude(status=Meeting.Status.CANCELLED).order_by("-held_on", "-pk")
    same = before.filter(purpose=purpose, organiser=organiser)
    return (before.filter(program=program).first() if program else None) or same.first()


def previous_choices(user, *, but=None, most=60):
    """Return (key, words) of the latest meetings that this account may read, for a list of choices."""
    rows = Meeting.objects.visible_to(user).exclude(pk=but).order_by("-held_on", "-pk")
    return [(str(row.pk), f"{row.held_on:%d/%m/%Y} · {row.title}"[:120]) for row in rows[:most]]


def previous_work(meeting, user, today):
    """Return what the meeting before left, or None without one: its open work, and how much is done.

    Work is shown to those who may read it, whether or not they attended the meeting.
    """
    if meeting.previous_id is None:
        return None
    rows = (
        FollowUp.objects.filter(meeting=meeting.previous_id)
        .visible_to(user)
        .for_list()
        .with_report_mark()
        .overdue_first(today)
    )
    found = [
        {"record": row, "status": status_of(row, today), "mark": rules.MARKS.get(row.report_mark)}
        for row in rows
        if row.cancelled_on is None
    ]
    return {
        "meeting": meeting.previous,
        "url": meeting.previous.get_absolute_url()
        if Meeting.objects.visible_to(user).filter(pk=meeting.previous_id).exists()
        else "",
        "open": [row for row in found if not _done(row["record"], today)],
        "done": sum(_done(row["record"], today) for row in found),
    }


def _done(follow_up, today):
    return follow_up.completed_on is not None and follow_up.completed_on <= today
