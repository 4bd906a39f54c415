"""A paper as it is issued: the app that makes papers gives its files, and this app keeps them."""

from collections.abc import Callable
from dataclasses import dataclass

from meetings.models import MeetingDocument


@dataclass(frozen=True)
class IssuedFiles:
    """The files of a paper at one moment, and the mark of its words."""

    name: str
    pdf: bytes
    docx: bytes
    words_sha256: str


type Maker = Callable[[MeetingDocument], IssuedFiles]
_makers: list[Maker] = []


def register_maker(make: Maker) -> None:
    """Let `make` print papers; called once, when its app is ready."""
    _makers[:] = [make]


def issued_files(document: MeetingDocument) -> IssuedFiles:
    """Return the files of the paper as it stands in memory. Raises RuleError where it cannot be printed."""
    [make] = _makers
    return make(document)
