"""What agencies say about a draft at a meeting: line by line while they speak, or afterwards on a form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from core.history import action, save_version
from core.legal import refuse_if
from core.models import Agency, User
from meetings.actions.checks import checked, hold_program, refuse_if_closed
from meetings.actions.opinions import OPINION_FIELDS, store_request, take_number_turn
from meetings.models import Contribution, Meeting, Opinion
from meetings.rules import opinions as rules
from programs.models import Draft


@action("Ghi ý kiến tại hội nghị")
def log_opinion(
    *,
    meeting: Meeting,
    draft: Draft,
    agency: Agency,
    text: str,
    by: User,
    section_key: str = "",
    place: str = "",
    requested_change: str = "",
    speaker: str = "",
    stance: str = "",
    origin: str | None = None,
) -> Opinion:
    """Keep one request that an agency made at a meeting; whoever speaks again adds to what the agency said.

    Without a stance the agency stays at the one it had; one that stated none is kept so. The same words at
    the same place are kept once: a page that lost the answer sends its line again.
    """
    said = _said_at(meeting, draft, agency, speaker=speaker, stance=stance, origin=origin)
    row = {"text": text, "requested_change": requested_change, "section_key": section_key, "place": place}
    return _kept_once(said, row, draft)


@action("Ghi phát biểu tại hội nghị")
def record_speech(
    *,
    meeting: Meeting,
    draft: Draft,
    agency: Agency,
    stance: str,
    by: User,
    speaker: str = "",
    opinions: Iterable[Mapping[str, Any]] = (),
    origin: str | None = None,
) -> Contribution:
    """Keep what an agency said at a meeting: its stance and all its requests; more of it is added later.

    An agency that only agrees is recorded without any request.
    """
    rows = [row for row in opinions if str(row.get("text", "")).strip()]
    already = Opinion.objects.filter(contribution__meeting=meeting, contribution__agency=agency).count()
    refuse_if(rules.contribution_problems(stance=stance, opinions=len(rows) + already))
    said = _said_at(meeting, draft, agency, speaker=speaker, stance=stance, origin=origin)
    for row in rows:
        _kept_once(said, row, draft)
    return said


def _kept_once(said, row, draft):
    """Return the request with these words at this place, stored where it is not there yet."""
    same = Opinion.objects.filter(
        contribution=said,
        draft=draft,
        **{name: str(row.get(name) or "") for name in OPINION_FIELDS},
    )
    same = same if row.get("section_key") else same.filter(place=str(row.get("place") or ""))
    return same.first() or store_request(said, row, draft)


def _said_at(meeting, draft, agency, *, speaker, stance, origin):
    """Return what the agency said at the meeting so far, begun where it said nothing yet."""
    refuse_if_closed(meeting)
    hold_program(draft.program_id, "không ghi thêm ý kiến")
    take_number_turn(draft.program_id)
    said = Contribution.objects.filter(meeting=meeting, agency=agency).first()
    if said is None:
        said = Contribution(
            program=draft.program,
            draft=draft,
            meeting=meeting,
            agency=agency,
            channel=Contribution.Channel.MEETING,
            received_on=meeting.held_on,
            sent_at=timezone.now(),
            speaker=speaker,
            origin=origin or meeting.origin,
        )
        said.stance = stance or said.stance
        checked(said).save()
        return said
    # Whoever states nothing further stays at what was said before.
    stance = "" if stance == rules.NOT_STATED else stance
    if (stance and stance != said.stance) or (speaker and not said.speaker):
        said.stance, said.speaker = stance or said.stance, said.speaker or speaker
        save_version(checked(said), expected=said.version)
    return said
