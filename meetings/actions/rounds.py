"""Consultation rounds: ask agencies about a version, remind them, and close."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from core.codes import take_turn
from core.history import action, save_version
from core.legal import RuleError, refuse_if
from core.models import Agency, Origin, SwappedDay, User
from meetings.actions.checks import checked, hold_program, locked, reason_given, refuse_agency_of_another_day
from meetings.models import ConsultationRound, Contribution, RoundAgency
from meetings.opinion_notices import tell_asked, tell_moved, tell_no_more, tell_reminded
from meetings.rules import opinions as rules
from programs.actions.drafts import freeze_draft
from programs.models import Draft, Program


@action("Mở đợt lấy ý kiến")
def open_round(
    *,
    program: Program,
    draft: Draft,
    agencies: Iterable[Agency],
    asked_on: date,
    today: date,
    by: User,
    working_days: int | None = None,
    due_on: date | None = None,
    title: str = "",
    letter_number: str = "",
    note: str = "",
    origin: str = Origin.OFFICE,
) -> ConsultationRound:
    """Ask agencies about a version and return the round; the version is frozen.

    The deadline is computed from `working_days`; without them `due_on` is it.
    """
    hold_program(program.pk, "không mở đợt lấy ý kiến")
    asked = list({agency.pk: agency for agency in agencies}.values())
    refuse_if(
        rules.round_problems(
            asked_on=asked_on,
            due_on=due_on if working_days is None else None,
            days=working_days,
            agencies=len(asked),
            words=draft.sections.count(),
            today=today,
        )
    )
    if draft.program_id != program.pk:
        raise RuleError("Bản dự thảo này thuộc chương trình khác; chọn lại bản.", field="draft")
    if working_days is not None or due_on is None:
        due_on = rules.deadline(asked_on, working_days or 0, SwappedDay.objects.by_day()).due_on
    take_turn(f"rounds-{program.pk}")
    number = (
        ConsultationRound.objects.filter(program=program).aggregate(last=Max("number"))["last"] or 0
    ) + 1
    if not draft.is_frozen:
        freeze_draft(draft=draft, expected=draft.version, reason=f"Gửi lấy ý kiến đợt {number}", by=by)
    opened = ConsultationRound(
        program=program,
        draft=draft,
        number=number,
        title=title or f"Lấy ý kiến đợt {number} về bản {draft.number}",
        asked_on=asked_on,
        working_days=working_days,
        due_on=due_on,
        letter_number=letter_number,
        note=note,
        origin=origin,
    )
    checked(opened).save()
    for agency in asked:
        _ask(opened, agency)
    return opened


@action("Sửa đợt lấy ý kiến")
def edit_round(
    *,
    round: ConsultationRound,
    fields: dict,
    agencies: Iterable[Agency],
    version: int,
    today: date,
    by: User,
    reason: str = "",
) -> ConsultationRound:
    """Change what a running round is called, its deadline and whom it asks; another deadline has a reason.

    Raises RuleError for a new deadline that is over already.
    """
    held = locked(round)
    wanted = {agency.pk: agency for agency in agencies}
    stored = {row.agency_id: row for row in RoundAgency.objects.filter(round=round)}
    gone = stored.keys() - wanted.keys()
    answered = Contribution.objects.filter(round=round, agency_id__in=gone).select_related("agency")
    refuse_if(
        rules.change_round_problems(
            is_closed=held.is_closed, removed_answered=[row.agency.label for row in answered]
        )
    )
    if not wanted:
        raise RuleError("Chọn ít nhất một cơ quan để lấy ý kiến.", field="agencies")
    due_before = held.due_on
    for name, value in fields.items():
        setattr(round, name, value)
    if round.due_on != due_before:
        refuse_if(rules.new_deadline_problems(due_on=round.due_on, today=today))
        reason_given(reason, "Ghi lý do đổi hạn trả lời.")
        if "working_days" not in fields:
            round.working_days = None
    save_version(checked(round), expected=version)
    for agency_id in gone:
        stored[agency_id].delete()
    for agency_id in wanted.keys() - stored.keys():
        _ask(round, wanted[agency_id])
    if round.due_on != due_before:
        answered_ids = (
            Contribution.objects.handed_in().filter(round=round).values_list("agency_id", flat=True)
        )
        for agency_id in (wanted.keys() & stored.keys()) - set(answered_ids):
            tell_moved(round, wanted[agency_id], due_before, reason.strip())
    return round


def _ask(round, agency):
    refuse_agency_of_another_day(agency, round.asked_on)
    row = RoundAgency(round=round, agency=agency, origin=round.origin)
    checked(row).save()
    tell_asked(round, agency)


@action("Nhắc góp ý")
def remind(*, round: ConsultationRound, agencies: Iterable[int], today: date, by: User) -> list[RoundAgency]:
    """Note that these agencies (ids) were reminded today; those that answered meanwhile are left out."""
    if locked(round).is_closed:
        raise RuleError("Đợt lấy ý kiến đã kết thúc, không nhắc nữa.")
    answered = Contribution.objects.handed_in().filter(round=round).values("agency_id")
    waiting = RoundAgency.objects.filter(round=round, agency_id__in=list(agencies))
    rows = list(waiting.exclude(agency_id__in=answered).select_related("agency"))
    if not rows:
        raise RuleError("Chọn ít nhất một cơ quan chưa trả lời để ghi đã nhắc.")
    for row in rows:
        row.reminded_on = today
        save_version(row, expected=row.version)
        tell_reminded(row, round, today)
    return rows


@action("Kết thúc đợt lấy ý kiến")
def close_round(*, round: ConsultationRound, version: int, today: date, by: User) -> ConsultationRound:
    """Close the round: agencies see each other's opinions, and who is silent did not reply."""
    # Held, so that no agency hands in or takes back between the count and the end.
    held = locked(round)
    answered = Contribution.objects.handed_in().filter(round=round).values("agency_id")
    waiting = (
        round.asked.exclude(agency_id__in=answered).select_related("agency").order_by("agency__sort_key")
    )
    refuse_if(
        rules.closing_problems(
            is_closed=held.is_closed,
            due_on=held.due_on,
            waiting=[row.agency.label for row in waiting],
            today=today,
        )
    )
    round.closed_on = today
    saved = save_version(round, expected=version)
    tell_no_more(saved, saved.asked.values_list("agency_id", flat=True))
    return saved
