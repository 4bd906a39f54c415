"""Long work in the background, asked for from any app; the app that makes the papers says how.

`ask_for` returns the address of the page that shows how far the work is.
"""

from typing import Protocol

from core.models import User


class Asking(Protocol):
    """Stores a job and hands it to the worker."""

    def __call__(self, kind: str, subject: str, *, by: User) -> str:
        """Return the address of the job's progress page."""


_asking: list[Asking] = []


def register_asking(ask: Asking) -> None:
    """Let `ask` take the orders; called once, when its app is ready."""
    _asking[:] = [ask]


def ask_for(kind: str, subject: str, *, by: User) -> str:
    """Ask for work of a kind on a subject; returns the address of its progress page."""
    [ask] = _asking
    return ask(kind, subject, by=by)
