"""What a rule answers: reasons that stop an action, cautions that do not, each with its source."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """The clause that a rule rests on, as it is cited: "khoản 6 Điều 10 Nghị định 80/2020/NĐ-CP"."""

    text: str
    url: str = ""

    def __str__(self) -> str:
        """Return the words of the citation."""
        return self.text


@dataclass(frozen=True, slots=True)
class Blocker:
    """A reason why something may not happen now, and what to do first."""

    message: str
    source: Citation | None
    field: str | None = None

    def __str__(self) -> str:
        """Return the sentence with its source: "Hồ sơ chưa đầy đủ (khoản 6 Điều 10 …)."."""
        return _with_source(self.message, self.source)


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at that does not stop the action."""

    message: str
    source: Citation | None
    field: str | None = None

    def __str__(self) -> str:
        """Return the sentence with its source."""
        return _with_source(self.message, self.source)


def _with_source(message: str, source: Citation | None) -> str:
    if source is None:
        return message
    return f"{message.rstrip('.')} ({source.text})."


class RuleError(Exception):
    """An action refused by a rule; as text, the Vietnamese sentences of its blockers."""

    def __init__(self, problem: str | Iterable[Blocker], *, field: str | None = None) -> None:
        """Take one sentence, or the blockers that stopped the action."""
        if isinstance(problem, str):
            self.blockers = [Blocker(problem, None, field)]
        else:
            self.blockers = list(problem)
        self.field = field or next((b.field for b in self.blockers if b.field), None)
        super().__init__(" ".join(str(blocker) for blocker in self.blockers))


def blockers(problems: Iterable[Blocker | Caution]) -> list[Blocker]:
    """Return those problems that stop an action."""
    return [problem for problem in problems if isinstance(problem, Blocker)]


def cautions(problems: Iterable[Blocker | Caution]) -> list[Caution]:
    """Return those problems that only call for attention."""
    return [problem for problem in problems if isinstance(problem, Caution)]


class KeptChangedError(RuleError):
    """What was locked or issued is no longer what was stored: nothing of it is shown, printed, handed out."""


def refuse_if(problems: Iterable[Blocker | Caution]) -> None:
    """Raise RuleError when any of the problems is a Blocker."""
    if found := blockers(problems):
        raise RuleError(found)
