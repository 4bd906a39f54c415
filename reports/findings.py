"""What the sources print beside what the portal computes, and this year beside the year before."""

from dataclasses import dataclass

from core.dates import format_date
from core.money import format_number
from core.text import hygiene
from meetings.models import Meeting, SourceQuote
from reports.checks import AnniversaryClaim, anniversary_claims, slip_sentence
from reports.figures import FIGURES, Scope, compute_many, may_read_figure
from reports.figures.measures import Share
from reports.narrative import relations
from reports.rules import review_year
from reports.scopes import figure_url

COMPARED = (
    "aid.items_received",
    "aid.committed_usd",
    "aid.disbursed_usd",
    "aid.emergency_items",
    "aid.emergency_usd",
    "meetings.held",
    "followups.assigned",
    "followups.done_share",
    "tasks.total",
    "tasks.done_share",
    "activities.total",
    "associations.members",
)


@dataclass(frozen=True)
class QuoteFinding:
    """One printed passage of a source, what is computed or usual, and what the report prints."""

    code: str
    quote: str
    meeting: Meeting
    kind: str
    verdict: str
    tone: str
    computed: str
    basis: str
    printed: str


def source_findings(user, year):
    """Return the findings of every quoted source that speaks about the year; those that agree come last."""
    meetings = Meeting.objects.visible_to(user).filter(
        quotes__isnull=False, held_on__year__in=(year, year + 1)
    )
    about = [
        meeting
        for meeting in meetings.distinct().order_by("held_on", "pk")
        if review_year(meeting.held_on, is_year_review=meeting.purpose == Meeting.Purpose.YEAR_REVIEW) == year
    ]
    by_id = {meeting.pk: meeting for meeting in about}
    quotes = SourceQuote.objects.filter(meeting__in=by_id).order_by(
        "meeting__held_on", "meeting_id", "ordinal"
    )
    known = relations()
    found = [
        finding for quote in quotes for finding in _of_quote(quote, by_id[quote.meeting_id], year, known)
    ]
    return sorted(found, key=lambda finding: finding.tone == "ok")


def _of_quote(quote, meeting, year, known):
    for claim in anniversary_claims(quote.quote, year=year, known=known.values()):
        yield _of_claim(claim, quote, meeting)
    for slip in hygiene(quote.quote):
        yield QuoteFinding(
            code=quote.code,
            quote=quote.quote,
            meeting=meeting,
            kind="Chữ in",
            verdict="In sai",
            tone="warn",
            computed=slip.suggestion,
            basis=slip_sentence(slip),
            printed=slip.suggestion,
        )


def _of_claim(claim: AnniversaryClaim, quote, meeting):
    relation = claim.relation
    right = f"{claim.computed} năm"
    sum_of = f"{claim.year} − {relation.established_on.year} = {claim.computed}"
    return QuoteFinding(
        code=quote.code,
        quote=quote.quote,
        meeting=meeting,
        kind=f"Năm quan hệ ngoại giao: {relation.name}",
        verdict="Khớp" if claim.is_right else "Không khớp",
        tone="ok" if claim.is_right else "bad",
        computed=right,
        basis=f"Thiết lập ngày {format_date(relation.established_on)} ({relation.certainty}); "
        f"nguồn: {relation.source or 'chưa ghi'}; {sum_of}",
        printed=right,
    )


@dataclass(frozen=True)
class Comparison:
    """One figure this year and in the same period of the year before."""

    label: str
    now: str
    url: str
    before: str
    before_url: str
    change: str
    tone: str
    note: str


def comparisons(scope: Scope, *, today):
    """Return the main figures beside those of the same period a year earlier."""
    before = scope.previous()
    codes = [code for code in COMPARED if may_read_figure(scope.user, code)]
    wanted = {(code, "now"): (code, scope) for code in codes} | {
        (code, "before"): (code, before) for code in codes
    }
    values = compute_many(wanted)
    rows = []
    for code in codes:
        now, then = values[code, "now"], values[code, "before"]
        change, tone = _change(code, now.value, then.value, scope)
        rows.append(
            Comparison(
                label=now.label,
                now=now.exact,
                url=figure_url(code, scope, today=today),
                before=then.exact,
                before_url=figure_url(code, before, today=today),
                change=change,
                tone=tone,
                note=now.scope_note,
            )
        )
    return rows


def _change(code, now, then, scope):
    """Return the change in words: points for shares, per cent for the rest."""
    if now is None or then is None:
        return "chưa so được", "mut"
    difference = now - then
    if difference == 0:
        return "không đổi", "mut"
    sign, tone = ("+", "grn") if difference > 0 else ("−", "amb")
    if isinstance(FIGURES[code].measure(scope), Share):
        return f"{sign}{format_number(abs(difference), decimals=1)} điểm %", tone
    if not then:
        return f"{sign}{format_number(abs(difference))}", tone
    return f"{sign}{format_number(abs(difference) * 100 / then, decimals=1)}%", tone
