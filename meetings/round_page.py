"""What the pages of rounds show: a round with its numbers, the board, the reader's own agency."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from meetings import permissions
from meetings.consulting import Counts, Line
from meetings.models import ConsultationRound
from meetings.rules.opinions import REPLIES, Reply

TONES = {
    Reply.NOT_ASKED: "plain",
    Reply.ASKED: "info",
    Reply.ANSWERED: "ok",
    Reply.LATE: "warn",
    Reply.SILENT: "bad",
}


def badge_of(line):
    """Return {label, tone} of how an agency stands."""
    return {"label": REPLIES[line.reply], "tone": TONES[line.reply]}


def own_badges(board, user):
    """Return (line, badge) of the reader's own agencies."""
    return [(line, badge_of(line)) for line in board if line.agency.pk in user.agency_ids()]


@dataclass(frozen=True)
class RoundRow:
    """A round in the list; `counts` is None where the reader may not see how the others stand."""

    round: ConsultationRound
    counts: Counts | None
    own: list[tuple[Line, dict[str, str]]]
    today: date

    @property
    def days_left(self):
        """How many days are left to answer."""
        return (self.round.due_on - self.today).days

    @property
    def state(self):
        """Return {label, tone} of the round."""
        if self.round.is_closed:
            return {"label": f"Kết thúc {self.round.closed_on:%d/%m/%Y}", "tone": "plain"}
        if self.days_left < 0:
            return {"label": "Quá hạn, chưa kết thúc", "tone": "warn"}
        return {"label": f"Còn {self.days_left} ngày" if self.days_left else "Hạn hôm nay", "tone": "info"}


@dataclass(frozen=True)
class BoardRow:
    """An agency of the board, in words."""

    line: Line
    label: str
    tone: str
    stance: str
    how: str
    url: str
    opinions_url: str
    received_on: date | None
    reminded_on: date | None


def board_rows(opened, board):
    """Return the lines of the board as the page prints them."""
    listed = reverse("opinions:opinion_list", args=[opened.program.slug])
    rows = []
    for line in board:
        said = line.contribution
        how = url = stance = ""
        if said is not None:
            how = said.get_channel_display()
            if said.letter_number:
                how += f" số {said.letter_number}"
            url = reverse("opinions:contribution_detail", args=[opened.program.slug, said.pk])
            stance = said.get_stance_display()
        query = f"{listed}?dot={opened.number}&coquan={line.agency.pk}"
        label = REPLIES[line.reply]
        if line.reply is Reply.LATE and said is not None:
            label = f"Muộn {(said.received_on - opened.due_on).days} ngày"
        rows.append(
            BoardRow(
                line,
                label,
                TONES[line.reply],
                stance,
                how,
                url,
                query,
                said.received_on if said else None,
                line.asked.reminded_on if line.asked else None,
            )
        )
    return rows


@dataclass(frozen=True)
class OwnLine:
    """The reader's own agency in a round, with where it writes."""

    line: Line
    label: str
    tone: str
    url: str
    may_write: bool


def own_lines(opened, board, user):
    """Return the reader's own agencies among those asked."""
    return [
        OwnLine(
            line,
            REPLIES[line.reply],
            TONES[line.reply],
            reverse(
                "opinions:contribution_write", args=[opened.program.slug, opened.number, line.agency.code]
            ),
            permissions.can_contribute(user, line.agency.pk),
        )
        for line in board
        if line.asked and line.agency.pk in user.agency_ids()
    ]
