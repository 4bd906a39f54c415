"""All opinions on a program in one view: counts over rounds and meetings, rows in the order of the draft."""

from dataclasses import dataclass, field

from core.dates import format_date
from meetings.beside import disposition_counts
from meetings.consulting import Counts, boards_of, counts_of
from meetings.models import ConsultationRound, Contribution, Meeting, Opinion, OpinionResponse
from meetings.rules import opinions as rules
from programs.models import Draft
from programs.places import WHOLE, places_of

Kind = OpinionResponse.Kind
SUGGESTED = "Đề nghị sửa thành"


@dataclass(frozen=True)
class Row:
    """One line of the table: what it is about, who asked, what was asked, what was answered."""

    place: str
    who: str
    asked: str
    answered: str
    part: int = 0


@dataclass(frozen=True)
class Summary:
    """What the table says; asked and answered count each agency once, however many rounds asked it."""

    asked: int
    answered: int
    agreed: int
    commented: int
    silent: int
    opinions: int
    accepted: int
    partly: int
    explained: int
    noted: int
    open: int
    rounds: list[tuple[ConsultationRound, Counts]] = field(default_factory=list)
    meetings: list[tuple[Meeting, int, int]] = field(default_factory=list)
    silent_names: list[str] = field(default_factory=list)
    agreed_names: list[str] = field(default_factory=list)

    def numbers(self):
        """Return the counts by name."""
        names = (
            "asked", "answered", "agreed", "commented", "silent",
            "opinions", "accepted", "partly", "explained", "noted", "open",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


def summary_of(program, today):
    """Return the counts of a program: what was handed in, round by round and at meetings."""
    rounds = list(ConsultationRound.objects.filter(program=program).order_by("number"))
    by_key = boards_of(rounds, today)
    boards = [(opened, by_key[opened.pk]) for opened in rounds]
    standing = {}
    for _, lines in boards:
        for line in lines:
            if line.asked:
                standing.setdefault(line.agency, []).append(line)
    answers = {
        agency: [line.contribution for line in lines if line.contribution]
        for agency, lines in standing.items()
    }
    # The stance of the latest round counts.
    agreed = [agency for agency, said in answers.items() if said and said[-1].stance in rules.AGREEING]
    commented = {agency for agency, lines in standing.items() if any(line.opinions for line in lines)}
    silent = [agency for agency, said in answers.items() if not said]
    counts = disposition_counts(Opinion.objects.filter(program=program).handed_in())
    return Summary(
        asked=len(standing),
        answered=len(standing) - len(silent),
        agreed=len(agreed),
        commented=len(commented),
        silent=len(silent),
        opinions=counts["all"],
        accepted=counts[Kind.ACCEPTED],
        partly=counts[Kind.PARTLY],
        explained=counts[Kind.EXPLAINED],
        noted=counts[Kind.NOTED],
        open=counts["open"],
        rounds=[(opened, counts_of(lines)) for opened, lines in boards],
        meetings=_meetings(program),
        silent_names=sorted(agency.name for agency in silent),
        agreed_names=sorted(agency.name for agency in agreed if agency not in commented),
    )


def _meetings(program):
    """Return (meeting, how many agencies spoke, how many opinions) in the order of their days."""
    said = Contribution.objects.filter(program=program, meeting__isnull=False, sent_at__isnull=False)
    found = {}
    for row in said.select_related("meeting").prefetch_related("opinions"):
        meeting, agencies, opinions = found.get(row.meeting_id, (row.meeting, 0, 0))
        found[row.meeting_id] = meeting, agencies + 1, opinions + len(row.opinions.all())
    return sorted(found.values(), key=lambda one: (one[0].held_on, one[0].pk))


def table_rows(program):
    """Return the opinions of a program as rows, in the order of its newest version; general ones first."""
    opinions = list(
        Opinion.objects.filter(program=program)
        .handed_in()
        .select_related("contribution__agency", "contribution__meeting", "response__draft", "draft")
        .order_by("number")
    )
    order = _Order(program)
    opinions.sort(key=lambda opinion: (order.of(opinion), opinion.number))
    return [
        Row(
            _place(opinion, order),
            _who(opinion.contribution),
            _asked(opinion),
            _answered(opinion, order),
            order.part(opinion),
        )
        for opinion in opinions
    ]


class _Order:
    """Where passages of any version stand in the newest one."""

    def __init__(self, program):
        self.drafts = {draft.pk: draft for draft in Draft.objects.filter(program=program)}
        newest = max(self.drafts.values(), key=lambda draft: draft.number, default=None)
        self.rank, self.parts, self._older, self._places = {}, {}, {}, {}
        if newest is None:
            return
        columns = newest.sections.in_order().values_list("key", "came_from", "part")
        for at, (key, origins, part) in enumerate(columns, 1):
            self.rank[key], self.parts[key] = at, part
            for origin in origins or ():
                self.rank.setdefault(origin, at)
                self.parts.setdefault(origin, part)

    def of(self, opinion):
        """Return where an opinion stands: 0 for the whole; a passage that is gone behind its neighbour."""
        return self._rank(opinion)[0]

    def part(self, opinion):
        """Return the part that an opinion stands in."""
        return self._rank(opinion)[1]

    def _rank(self, opinion):
        key = opinion.section_key
        if not key:
            return 0, 0
        if key in self.rank:
            return self.rank[key], self.parts[key]
        before = 0
        for older, part in self._older_keys(opinion.draft):
            if older == key:
                return before + 0.5, part
            before = self.rank.get(older, before)
        return before + 0.5, 0

    def _older_keys(self, draft):
        if draft.pk not in self._older:
            self._older[draft.pk] = list(draft.sections.in_order().values_list("key", "part"))
        return self._older[draft.pk]

    def words(self, draft, key):
        """Return the place of a passage in a version."""
        if draft.pk not in self._places:
            self._places[draft.pk] = places_of(draft)
        place = self._places[draft.pk].get(key)
        return place.words if place else ""


def _place(opinion, order):
    """Return the place by the numbers of the version that was spoken of."""
    return order.words(opinion.draft, opinion.section_key) or opinion.place or WHOLE


def spoken_at(meeting):
    """Return the meeting as a source names it: "hội nghị ngày 28/11/2025"."""
    return f"{meeting.get_kind_display().lower()} ngày {format_date(meeting.held_on)}"


def _who(contribution):
    """Return the agency and how it said it: letter with number and day, meeting with its day."""
    how = ""
    if contribution.channel == Contribution.Channel.LETTER:
        how = f"Văn bản số {contribution.letter_number}" if contribution.letter_number else "Văn bản"
        if contribution.letter_on:
            how += f" ngày {format_date(contribution.letter_on)}"
    elif contribution.meeting_id:
        how = f"phát biểu tại {spoken_at(contribution.meeting)}"
    name = contribution.agency.name
    if contribution.speaker:
        name += f", {contribution.speaker}"
    return f"{name} ({how})" if how else name


def _asked(opinion):
    words = " ".join(opinion.text.split())
    if opinion.requested_change:
        words += f" {SUGGESTED}: “{' '.join(opinion.requested_change.split())}”"
    return words


def _answered(opinion, order):
    answer = getattr(opinion, "response", None)
    if answer is None:
        return "Chưa xử lý."
    words = f"{answer.get_kind_display()}."
    if answer.text:
        words += f" {' '.join(answer.text.split()).rstrip('.')}."
    if answer.draft_id and answer.section_key:
        place = order.words(answer.draft, answer.section_key)
        words += f" Thể hiện tại {place}, bản {answer.draft.number}." if place else ""
    return words
