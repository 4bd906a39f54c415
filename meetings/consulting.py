"""How a consultation stands: open opinions, whom a round waits for, its board and its counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from core.models import Agency, User
from core.permissions import Area, sees_everything
from meetings.models import ConsultationRound, Contribution, Opinion, RoundAgency
from meetings.rules import opinions as rules
from programs.models import Program


def open_opinions(program: Program) -> QuerySet[Opinion]:
    """Return the opinions of a program that were handed in and that nobody has answered."""
    return Opinion.objects.filter(program=program).handed_in().open()


def rounds_to_answer(user: User) -> QuerySet[RoundAgency]:
    """Return the agencies of the account that a running round waits for, the nearest deadline first."""
    answered = Contribution.objects.handed_in().filter(
        round_id=OuterRef("round_id"), agency_id=OuterRef("agency_id")
    )
    rows = RoundAgency.objects.filter(agency_id__in=user.agency_ids(), round__closed_on__isnull=True)
    return (
        rows.exclude(Exists(answered))
        .select_related("agency", "round__program", "round__draft")
        .order_by("round__due_on", "pk")
    )


@dataclass(frozen=True)
class Line:
    """How one agency stands in a round; `asked` is None for one that wrote unasked."""

    agency: Agency
    asked: RoundAgency | None
    contribution: Contribution | None
    opinions: int
    reply: rules.Reply

    @property
    def is_waiting(self) -> bool:
        """Whether its answer is still to come, or did not come."""
        return self.reply in (rules.Reply.ASKED, rules.Reply.SILENT)


@dataclass(frozen=True)
class Counts:
    """The numbers above the consolidated table (domain.md 4.9 F).

    `agreed` counts stances of agreement, with wishes or without; who is silent agrees to nothing.
    Agencies that wrote unasked count nowhere but in `unasked` and in `opinions`.
    """

    asked: int = 0
    answered: int = 0
    late: int = 0
    agreed: int = 0
    commented: int = 0
    silent: int = 0
    waiting: int = 0
    unasked: int = 0
    opinions: int = 0
    settled: int = 0


def counts_of(lines: Iterable[Line], settled: int = 0) -> Counts:
    """Return the numbers of a board."""
    rows = list(lines)
    asked = [row for row in rows if row.asked]
    answered = [row for row in asked if row.contribution]
    return Counts(
        asked=len(asked),
        answered=len(answered),
        late=sum(row.reply == rules.Reply.LATE for row in asked),
        agreed=sum(row.contribution.stance in rules.AGREEING for row in answered if row.contribution),
        commented=sum(row.opinions > 0 for row in answered),
        silent=sum(row.reply == rules.Reply.SILENT for row in asked),
        waiting=sum(row.reply == rules.Reply.ASKED for row in asked),
        unasked=len(rows) - len(asked),
        opinions=sum(row.opinions for row in rows),
        settled=settled,
    )


def board_of(round: ConsultationRound, today: date) -> list[Line]:
    """Return how every agency stands, in the order of the register; unsent answers do not show."""
    return boards_of([round], today)[round.pk]


def boards_of(rounds: Iterable[ConsultationRound], today: date) -> dict[int, list[Line]]:
    """Return {key of a round: its board}; two statements for all of them."""
    by_key = {opened.pk: opened for opened in rounds}
    said = Contribution.objects.handed_in().filter(round_id__in=by_key).select_related("agency")
    contributions = {(row.round_id, row.agency_id): row for row in said.annotate(requests=Count("opinions"))}
    boards: dict[int, list[Line]] = {key: [] for key in by_key}
    asked = RoundAgency.objects.filter(round_id__in=by_key).select_related("agency")
    for row in asked:
        opened = by_key[row.round_id]
        boards[opened.pk].append(
            _line(opened, row.agency, row, contributions.pop((opened.pk, row.agency_id), None), today)
        )
    for (key, _), contribution in contributions.items():
        boards[key].append(_line(by_key[key], contribution.agency, None, contribution, today))
    for lines in boards.values():
        lines.sort(key=lambda line: (line.asked is None, line.agency.sort_key))
    return boards


def states_of(opinions: QuerySet[Opinion]) -> dict[str | None, int]:
    """Return {kind of answer: how many opinions}; None are those without one."""
    rows = opinions.order_by().values_list("response__kind").annotate(total=Count("pk"))
    return dict(rows)


@dataclass(frozen=True)
class ProgramCounts:
    """The numbers above the list of opinions: of the newest round, and of all opinions handed in."""

    opened: ConsultationRound | None
    counts: Counts
    states: dict[str | None, int]

    @property
    def total(self) -> int:
        """How many opinions were handed in."""
        return sum(self.states.values())

    @property
    def waiting(self) -> int:
        """How many nobody has answered."""
        return self.states.get(None, 0)

    @property
    def segments(self) -> list[dict[str, object]]:
        """The bar of what became of the opinions."""
        kinds = (
            ("TIEP_THU", "done", "tiếp thu"),
            ("MOT_PHAN", "doing", "một phần"),
            ("GIAI_TRINH", "indigo", "giải trình"),
            ("GHI_NHAN", "plum", "ghi nhận"),
            (None, "late", "chưa xử lý"),
        )
        return [
            {"value": self.states.get(kind, 0), "tone": tone, "label": label} for kind, tone, label in kinds
        ]


def counts_of_program(program: Program, user: User, today: date) -> ProgramCounts:
    """Return the numbers that this account may read: agencies those of their own rounds and rows."""
    rounds = ConsultationRound.objects.visible_to(user).filter(program=program)
    newest = rounds.select_related("program", "draft").order_by("-number").first()
    rows = Opinion.objects.filter(program=program).handed_in()
    if not sees_everything(user, Area.OPINIONS):
        rows = rows.visible_to(user)
        if newest and not newest.is_closed:
            return ProgramCounts(newest, Counts(), states_of(rows))
    counts = counts_of(board_of(newest, today)) if newest else Counts()
    return ProgramCounts(newest, counts, states_of(rows))


def _line(opened, agency, asked, contribution, today):
    reply = rules.reply_of(
        asked=asked is not None,
        due_on=opened.due_on,
        received_on=contribution.received_on if contribution else None,
        is_closed=opened.is_closed,
        today=today,
    )
    return Line(agency, asked, contribution, contribution.requests if contribution else 0, reply)
