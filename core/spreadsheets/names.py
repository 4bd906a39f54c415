"""A catalogue looked up by what people write: case, spaces and the place of a tone mark do not matter."""

from collections.abc import Iterable

from core.spreadsheets.cells import CellRefused, unknown_name
from core.text import canonical_tone, clean_line, fold, near_spellings


class NameList[T]:
    """Names and other names of known things; `find` returns the thing or refuses with the nearest names."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self.known: dict[str, T] = {}
        self.shown: dict[str, str] = {}
        for name, thing in entries:
            self.known.setdefault(name_key(name), thing)
            self.shown.setdefault(fold(name), name)
        self._nearest: dict[str, list[str]] = {}

    def get(self, text: str) -> T | None:
        """The thing with this name, or None."""
        return self.known.get(name_key(text))

    def find(self, text: str) -> T:
        """The thing with this name. Raises CellRefused with the nearest known name."""
        found = self.get(text)
        if found is None:
            nearest = self.nearest(text)
            raise CellRefused(unknown_name(text, nearest), nearest)
        return found

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Known names that look like the text, most alike first; marks do not count."""
        wanted = fold(text)[:100]
        if wanted not in self._nearest:
            names = [self.shown[key] for key in near_spellings(wanted, self.shown, count)]
            things = [self.known[name_key(name)] for name in names]
            # A label and its code mean the same: one proposal is enough.
            self._nearest[wanted] = [
                name for place, name in enumerate(names) if things[place] not in things[:place]
            ]
        return self._nearest[wanted]


def name_key(text: str) -> str:
    """The form under which names are compared; marks do count, so that Hòa and Hoa stay two."""
    return canonical_tone(clean_line(text, join_lines=True)).casefold()
