"""Who has had which part with a report, and whom its next step waits for."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, Value

from core.models import User
from core.notices import people_of
from reports import life
from reports.life import Part, Step
from reports.models import KeptWords, NarrativeBlock, Report, ReportStep
from reports.permissions import LEADERS, WRITING, can_take_step


def steps_since_draft(report: Report) -> list[ReportStep]:
    """Return the steps since the report was last a draft, in their order."""
    found: list[ReportStep] = []
    for step in report.steps.select_related("person").order_by("pk"):
        found = [] if step.to_status == Report.Status.DRAFT else [*found, step]
    return found


# Beginning a report only lays out the headings of its outline, under a title that it gives.
_BEGUN = "reports.add_report"
# Sends the report back to its authors: who does so wrote nothing.
_SENT_BACK = "reports.return_report"
_JUST_BEGUN = Q(history_type="+", text="") & Q(action=_BEGUN)
_WROTE, _ACTED = Value("wrote"), Value("acted")
_WHO = ("history_user_id", "how")
# What a reader of the paper sees of a passage, its words first.
_SAID = ("text", "title", "level", "ordinal")


def writers_of(report: Report) -> set[int]:
    """Return the keys of the accounts that shaped the report, ever.

    They wrote, moved, added or removed a passage or heading, changed the title, signer or other particulars,
    decided that words stay though a check objects, or locked the numbers; beginning the report alone is none.
    A correction has the words of what it replaces, so whoever shaped that shaped it, too. A leader whose
    words were all taken back again shaped nothing by them: that is the way out where too few are left.
    """
    keys = _with_what_it_replaces(report)
    wrote = NarrativeBlock.history.filter(report_id__in=keys).exclude(_JUST_BEGUN)
    shaped = Report.history.filter(id__in=keys, history_type="~", status=Report.Status.DRAFT)
    decided = KeptWords.history.filter(report_id__in=keys)
    locked = ReportStep.objects.filter(report_id__in=keys, to_status=Report.Status.DATA_LOCKED)
    first, *others = (
        locked.order_by().annotate(how=_ACTED).values_list("person_id", "how"),
        shaped.exclude(action=_SENT_BACK).order_by().annotate(how=_ACTED).values_list(*_WHO),
        decided.order_by().annotate(how=_ACTED).values_list(*_WHO),
        wrote.order_by().annotate(how=_WROTE).values_list(*_WHO),
    )
    found = {(pk, how) for pk, how in first.union(*others).order_by() if pk}
    acted = {pk for pk, how in found if how == "acted"}
    by_words = {pk for pk, _ in found} - acted
    leaders = set(
        User.objects.filter(pk__in=by_words, role__in=LEADERS).order_by().values_list("pk", flat=True)
    )
    standing = _whose_words_stand(keys) if leaders else set()
    return acted | (by_words - leaders) | (leaders & standing)


def _whose_words_stand(keys: list[int]) -> set[int]:
    """Return who wrote what the passages say now; what was undone to the letter leaves nobody behind."""
    rows = NarrativeBlock.history.filter(report_id__in=keys).order_by("id", "history_id")
    lines: dict[int, list[tuple[object, int | None]]] = {}
    for row in rows.values_list("id", "history_type", "history_user_id", "action", *_SAID):
        pk, kind, user, act, *said = row
        line = lines.setdefault(pk, [])
        now = None if kind == "-" else tuple(said)
        known = [state for state, _ in line]
        if now in known:
            del line[known.index(now) + 1 :]
            continue
        is_begun = kind == "+" and act == _BEGUN and not said[0]
        line.append((now, None if is_begun else user))
    return {user for line in lines.values() for _, user in line if user}


def _with_what_it_replaces(report: Report) -> list[int]:
    found, older = [report.pk], report.replaces_id
    while older:
        found.append(older)
        older = Report.objects.filter(pk=older).values_list("replaces_id", flat=True).first()
    return found


def parts_had(report: Report) -> dict[int, set[Part]]:
    """Return the parts that each account has had, by its key: writing ever, the others on this way."""
    found = {pk: {Part.DRAFTS} for pk in writers_of(report)}
    for step in steps_since_draft(report):
        if step.to_status in life.INTO:
            found.setdefault(step.person_id, set()).add(life.INTO[step.to_status].part)
    return found


def people_for(report: Report, step: Step, had: Mapping[int, set[Part]] | None = None) -> list[User]:
    """Return the accounts that may take a step now: of the issuing agency, else of who acts for it.

    They have the role, and have had no part with the report that excludes it. `had` saves looking that up.
    """
    had = parts_had(report) if had is None else had
    return [
        user for user in _with_part(report, step.part) if not life.apart_problems(step, had.get(user.pk, ()))
    ]


def drafters_for(report: Report) -> list[User]:
    """Return the accounts that write for the issuer of a report."""
    return _with_part(report, Part.DRAFTS)


def _with_part(report: Report, part: Part) -> list[User]:
    own = [user for user in people_of({report.issuer_id}) if can_take_step(user, report, part)]
    if own or part not in {Part.DRAFTS, Part.APPROVES}:
        return own
    # A body without an author or approver of its own: others write and approve for it (reports/authors.py).
    others = User.objects.filter(is_active=True, role__in=WRITING).order_by("pk")
    others = others.prefetch_related("extra_agencies")
    return [user for user in others if can_take_step(user, report, part)]
