"""A paper as it is issued: the app that makes papers gives its files, and this app keeps them."""

from collections.abc import Callable
from dataclasses import dataclass

from core.codes import take_turn
from core.models import Agency, User
from core.number_rules import Taken
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


@dataclass(frozen=True)
class Book:
    """The book of numbers of an agency, which another app keeps.

    `numbers(agency, year, series)` says which numbers other papers have, the lowest first;
    `keep(document, by=)` writes the number of a paper into the book, or takes it out where it has none now.
    """

    numbers: Callable[[Agency, int, str], list[Taken]]
    keep: Callable[..., None]


_books: list[Book] = []


def register_book(book: Book) -> None:
    """Let papers of meetings share the numbers of this book; called once."""
    _books[:] = [book]


def series_of(symbol: str) -> str:
    """Return the series that a symbol counts in: TB of "TB-SNgV"."""
    return symbol.partition("-")[0]


def own_symbol(agency: Agency, series: str) -> str:
    """Return the symbol of the agency's own papers of a series: "TB-SNgV"."""
    return f"{series}-{agency.symbol or agency.code}"


def take_number_turn(agency: Agency, year: int, series: str) -> None:
    """Wait until nobody else gives a number of this series, to whatever paper."""
    take_turn(f"document number {agency.pk} {year} {series}")


def booked_numbers(agency: Agency | None, year: int, symbol: str) -> list[Taken]:
    """Return the numbers that other papers of the series of a symbol have, the lowest first."""
    series = series_of(symbol)
    if agency is None or not series:
        return []
    return [one for book in _books for one in book.numbers(agency, year, series)]


def keep_in_book(document: MeetingDocument, *, by: User) -> None:
    """Write the number of a paper into the book, or take it out. Raises RuleError where another has it."""
    for book in _books:
        book.keep(document, by=by)


def issued_files(document: MeetingDocument) -> IssuedFiles:
    """Return the files of the paper as it stands in memory. Raises RuleError where it cannot be printed."""
    [make] = _makers
    return make(document)
