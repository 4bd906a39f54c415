"""Which long papers are made in the background: one entry says who may read them and how they are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from core.models import User
from reports.models import PaperJob


class NoteStep(Protocol):
    """Tells whoever waits how far the work is; raises LostTurn where another worker holds it now."""

    def __call__(self, step: str, percent: int) -> None:
        """Keep the step in words and how many per cent are done."""


# The name of a file, its bytes, and what was found beside it where the kind keeps that (JSON).
type Made = tuple[str, bytes] | tuple[str, bytes, dict[str, Any]]


class LostTurn(Exception):  # noqa: N818 - the situation, not a fault
    """Another worker took the job up meanwhile; this one stops and writes nothing."""


@dataclass(frozen=True)
class PaperKind:
    """A kind of file: `code` stands in addresses, `label` is read by people.

    `find` turns the subject in the address into a record, None where there is none. Who passes `may`
    reads the file; `may_make` asks who may begin the work (`may` where it is not given). `make` returns
    the name of the file with its bytes (and notes), or None for work that leaves no file; `url` is the
    page of the subject and `result` where the work without a file can be seen. `asked_at` is the page
    where the work is asked for, where a step has its own guards: then no other address begins it.
    """

    code: str
    label: str
    find: Callable[[str], Any]
    may: Callable[[User, Any], bool]
    make: Callable[[Any, User, NoteStep], Made | None]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    may_make: Callable[[User, Any], bool] | None = None
    result: Callable[[Any], str] | None = None
    result_label: str = "Tải tệp"
    asked_at: Callable[[Any], str] | None = None

    def may_begin(self, user: User, subject: Any) -> bool:
        """Whether the account may ask for the work."""
        return (self.may_make or self.may)(user, subject)


_KINDS: dict[str, PaperKind] = {}


def register_paper(kind: PaperKind) -> None:
    """Let files of this kind be made in the background; called once, when the app is ready."""
    _KINDS[kind.code] = kind


def paper_kind(code: str) -> PaperKind | None:
    """Return the kind behind a code, or None."""
    return _KINDS.get(code)


def subject_of(job: PaperJob) -> tuple[PaperKind, Any] | None:
    """Return the kind and the record of a job, or None where either is gone."""
    kind = paper_kind(job.kind)
    subject = kind.find(job.subject) if kind else None
    return (kind, subject) if kind and subject is not None else None


def latest_paper(code: str, subject: str) -> PaperJob | None:
    """Return the newest job of this kind and subject that came to an end with a file."""
    done = PaperJob.objects.filter(kind=code, subject=subject, state=PaperJob.State.DONE)
    return done.order_by("-pk").first()


def latest_job(code: str, subject: str) -> PaperJob | None:
    """Return the newest job of this kind and subject, however far it came."""
    return PaperJob.objects.filter(kind=code, subject=subject).order_by("-pk").first()
