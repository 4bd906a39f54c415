"""A paper as it is issued: the app that makes papers gives its files, and this app keeps them."""

from collections.abc import Callable
from dataclasses import dataclass

from core.models import Agency
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


type Book = Callable[[Agency, int, str], dict[int, str]]
_books: list[Book] = []


def register_book(numbers: Book) -> None:
    """Let `numbers(agency, year, series)` say which numbers other papers have; called once."""
    _books[:] = [numbers]


def booked_numbers(agency: Agency | None, year: int, symbol: str) -> dict[int, str]:
    """Return the numbers that other papers of the series of a symbol have, each with what has it."""
    series = symbol.partition("-")[0]
    if agency is None or not series:
        return {}
    return {number: paper for book in _books for number, paper in book(agency, year, series).items()}


def issued_files(document: MeetingDocument) -> IssuedFiles:
    """Return the files of the paper as it stands in memory. Raises RuleError where it cannot be printed."""
    [make] = _makers
    return make(document)
