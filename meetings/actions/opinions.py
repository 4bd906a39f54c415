"""What agencies say about a draft, in the portal, by letter, at a meeting: a stance and several requests."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from core.attachments import store_attachment
from core.codes import take_turn
from core.history import VersionConflictError, action, delete_version, save_version
from core.legal import RuleError, refuse_if
from core.models import Agency, User
from meetings.actions.checks import checked, hold_program, locked
from meetings.models import (
    ConsultationRound,
    Contribution,
    Opinion,
    OpinionResponse,
    RoundAgency,
)
from meetings.opinion_notices import tell_no_more
from meetings.rules import opinions as rules
from programs.draft_rules import text_problems
from programs.places import place_words
from programs.wording.outline import Kind, Node

OPINION_FIELDS = ("section_key", "text", "requested_change")


@action("Lưu góp ý")
def save_contribution(
    *,
    round: ConsultationRound,
    agency: Agency,
    stance: str,
    opinions: Iterable[Mapping[str, Any]],
    today: date,
    by: User,
    expected: int | None = None,
    send: bool = False,
) -> Contribution:
    """Keep what an agency writes in the portal; with `send` it is handed in, until then nobody else sees it.

    `opinions` are all requests in order: {"section_key", "text", "requested_change", "pk"?}; stored ones that
    are not among them go. `expected` is the version of the draft answer that the page was opened on.
    """
    # Two savings of one agency come one after the other, and none after the round was closed.
    round = locked(round)
    stored = Contribution.objects.filter(round=round, agency=agency).first()
    asked = RoundAgency.objects.filter(round=round, agency=agency).exists()
    refuse_if(
        rules.portal_problems(
            is_closed=round.is_closed, asked=asked, is_sent=stored is not None and stored.is_sent
        )
    )
    rows = [row for row in opinions if str(row.get("text", "")).strip()]
    if send:
        refuse_if(rules.contribution_problems(stance=stance, opinions=len(rows)))
    if stored is None:
        stored = Contribution(
            program=round.program, draft=round.draft, round=round, agency=agency, origin=round.origin
        )
    elif stored.version != expected:
        raise VersionConflictError(stored)
    stored.stance = stance
    if stored.pk:
        save_version(checked(stored), expected=stored.version)
    else:
        checked(stored).save()
    _keep(stored, rows)
    if send:
        # Last of all: what was written before this moment stays the agency's own, in the history too.
        stored.sent_at, stored.received_on = timezone.now(), today
        save_version(checked(stored), expected=stored.version)
        tell_no_more(round, [agency.pk])
    return stored


@action("Rút lại góp ý đã gửi")
def take_back_contribution(*, contribution: Contribution, version: int, by: User) -> Contribution:
    """Take back what was handed in; refused once the round is over or something was answered."""
    # First the round, then what was said in it: everywhere in this order.
    is_closed = contribution.round is not None and locked(contribution.round).is_closed
    stored = locked(contribution)
    refuse_if(
        rules.taking_back_problems(
            is_sent=stored.is_sent,
            is_closed=is_closed,
            channel=stored.channel,
            answered=_answered_codes(stored),
        )
    )
    contribution.sent_at = contribution.received_on = None
    return save_version(contribution, expected=version)


@action("Xóa góp ý đang soạn")
def discard_contribution(*, contribution: Contribution, version: int, by: User) -> None:
    """Delete a draft answer with its requests; the history keeps them for the agency."""
    if contribution.round is not None:
        locked(contribution.round)
    if locked(contribution).is_sent:
        raise RuleError("Góp ý đã gửi không xóa được; rút lại trước.")
    _remove(contribution, version)


@action("Ghi văn bản góp ý")
def record_letter(
    *,
    round: ConsultationRound,
    agency: Agency,
    stance: str,
    letter_number: str,
    letter_on: date | None,
    received_on: date | None,
    opinions: Iterable[Mapping[str, Any]] = (),
    upload: Any = None,
    today: date,
    by: User,
    origin: str | None = None,
) -> Contribution:
    """Keep a letter as its clerk reads it; it counts on the day it arrived, after the deadline too.

    An agency that was not asked may write as well.
    """
    hold_program(round.program_id, "không ghi thêm văn bản góp ý")
    round = locked(round)
    rows = [row for row in opinions if str(row.get("text", "")).strip()]
    _refuse_letter(round, letter_number, letter_on, received_on, today)
    refuse_if(rules.contribution_problems(stance=stance, opinions=len(rows)))
    _make_room(round, agency)
    contribution = Contribution(
        program=round.program,
        draft=round.draft,
        round=round,
        agency=agency,
        channel=Contribution.Channel.LETTER,
        stance=stance,
        letter_number=letter_number,
        letter_on=letter_on,
        received_on=received_on,
        sent_at=timezone.now(),
        attachment=store_attachment(upload=upload, by=by) if upload else None,
        origin=origin or round.origin,
    )
    checked(contribution).save()
    _keep(contribution, rows)
    tell_no_more(round, [agency.pk])
    return contribution


def _refuse_letter(round, number, letter_on, received_on, today):
    refuse_if(
        rules.letter_problems(
            number=number, letter_on=letter_on, received_on=received_on, asked_on=round.asked_on, today=today
        )
    )


def _make_room(round, agency):
    """Refuse a second answer of the agency; a draft answer that can no longer be handed in gives way."""
    there = Contribution.objects.filter(round=round, agency=agency).first()
    if there is None:
        return
    if there.is_sent:
        raise RuleError(
            f"{agency.label} đã góp ý trong đợt này ({there.get_channel_display()}); mở góp ý đó để sửa.",
            field="agency",
        )
    if not round.is_closed:
        raise RuleError(
            f"{agency.label} đang soạn góp ý trên cổng; đề nghị cơ quan gửi trên cổng "
            "hoặc xóa bản đang soạn, rồi ghi văn bản.",
            field="agency",
        )
    _remove(there, there.version)


@action("Sửa văn bản góp ý")
def edit_letter(
    *,
    contribution: Contribution,
    fields: Mapping[str, Any],
    version: int,
    today: date,
    by: User,
    upload: Any = None,
) -> Contribution:
    """Correct how a letter or a statement at a meeting was recorded; requests are corrected one by one."""
    if contribution.channel == Contribution.Channel.PORTAL:
        raise RuleError("Góp ý trên cổng do cơ quan góp ý tự sửa.")
    for name, value in fields.items():
        setattr(contribution, name, value)
    if contribution.round is not None:
        _refuse_letter(
            contribution.round,
            contribution.letter_number,
            contribution.letter_on,
            contribution.received_on,
            today,
        )
        count = Opinion.objects.filter(contribution=contribution).count()
        refuse_if(rules.contribution_problems(stance=contribution.stance, opinions=count))
    if upload:
        contribution.attachment = store_attachment(upload=upload, by=by)
    return save_version(checked(contribution), expected=version)


@action("Bỏ văn bản góp ý")
def remove_letter(*, contribution: Contribution, version: int, by: User, reason: str = "") -> None:
    """Take out a letter that was recorded by mistake; refused once one of its requests was answered."""
    if contribution.channel == Contribution.Channel.PORTAL:
        raise RuleError("Góp ý trên cổng do cơ quan góp ý tự rút.")
    hold_program(contribution.program_id, "không bỏ văn bản góp ý")
    if codes := _answered_codes(locked(contribution)):
        raise RuleError(f"{', '.join(codes)} đã được tiếp thu, giải trình; bỏ phần trả lời rồi mới xóa.")
    _remove(contribution, version)


@action("Ghi thêm ý kiến")
def add_opinion(
    *,
    contribution: Contribution,
    text: str,
    by: User,
    section_key: str = "",
    place: str = "",
    requested_change: str = "",
) -> Opinion:
    """Add a request to a letter or to what was said at a meeting; it takes the next number of the program."""
    if contribution.channel == Contribution.Channel.PORTAL:
        raise RuleError("Góp ý trên cổng do cơ quan góp ý tự ghi.")
    hold_program(contribution.program_id, "không ghi thêm ý kiến")
    row = {"text": text, "requested_change": requested_change, "section_key": section_key, "place": place}
    return store_request(locked(contribution), row, contribution.draft)


@action("Sửa ý kiến")
def edit_opinion(*, opinion: Opinion, fields: Mapping[str, Any], version: int, by: User) -> Opinion:
    """Correct the words or the place of a request that a clerk recorded, while nobody has answered it."""
    _refuse_wording(opinion, by)
    for name, value in ({"place": ""} | dict(fields)).items():
        setattr(opinion, name, value)
    _place(opinion)
    return save_version(checked(opinion), expected=version)


@action("Bỏ ý kiến")
def remove_opinion(*, opinion: Opinion, version: int, by: User, reason: str = "") -> None:
    """Take out a request that a clerk recorded by mistake; its number is not given again."""
    _refuse_wording(opinion, by)
    delete_version(opinion, expected=version)


def _refuse_wording(opinion, by):
    # Whoever answers holds the contribution too: words do not change under an answer.
    contribution = locked(opinion.contribution)
    refuse_if(
        rules.wording_problems(
            code=opinion.code,
            is_sent=contribution.is_sent,
            channel=contribution.channel,
            by_own_agency=contribution.agency_id in by.agency_ids(),
            is_answered=OpinionResponse.objects.filter(opinion=opinion).exists(),
        )
    )


def _answered_codes(contribution):
    """Return the codes of its requests that have an answer."""
    answered = Opinion.objects.filter(contribution=contribution, response__isnull=False)
    return [opinion.code for opinion in answered]


def take_number_turn(program_id):
    """Wait until nobody else gives numbers to opinions of the program."""
    take_turn(f"opinions-{program_id}")


def _keep(contribution, rows):
    """Store the requests of a contribution in order; those no longer among them are deleted."""
    stored = {opinion.pk: opinion for opinion in Opinion.objects.filter(contribution=contribution)}
    for row in rows:
        opinion = stored.pop(row.get("pk"), None)
        if opinion is None:
            store_request(contribution, row, contribution.draft)
            continue
        before = _said(opinion)
        for name in OPINION_FIELDS:
            setattr(opinion, name, str(row.get(name) or ""))
        opinion.place = str(row.get("place") or "")
        _place(opinion)
        if before != _said(opinion):
            save_version(checked(opinion), expected=opinion.version)
    for opinion in stored.values():
        opinion.delete()


def _said(opinion):
    return [getattr(opinion, name) for name in (*OPINION_FIELDS, "place")]


def store_request(contribution, row, draft):
    """Store one request under the next number of its program; a number is never given twice."""
    take_number_turn(contribution.program_id)
    # The history knows removed ones too.
    last = Opinion.history.filter(program_id=contribution.program_id).aggregate(last=Max("number"))["last"]
    opinion = Opinion(
        program=contribution.program,
        contribution=contribution,
        number=(last or 0) + 1,
        draft=draft,
        place=str(row.get("place") or ""),
        origin=contribution.origin,
        **{name: str(row.get(name) or "") for name in OPINION_FIELDS},
    )
    if not opinion.text.strip():
        raise RuleError("Ghi nội dung ý kiến.", field="text")
    _place(opinion)
    checked(opinion).save()
    return opinion


def _place(opinion):
    """Put the place of the passage into words. Raises RuleError where the version has no such passage."""
    said = (opinion.text, opinion.requested_change)
    refuse_if(text_problems([Node(Kind.PARAGRAPH, 1, text=words) for words in said]))
    if not opinion.section_key:
        return
    opinion.place = place_words(opinion.draft, opinion.section_key)[:120]
    if not opinion.place:
        raise RuleError(
            f"Bản {opinion.draft.number} không có đoạn này; chọn lại phần, mục hoặc để trống.",
            field="section_key",
        )


def _remove(contribution, version):
    for opinion in Opinion.objects.filter(contribution=contribution):
        opinion.delete()
    delete_version(contribution, expected=version)
