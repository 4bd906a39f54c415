"""Search over everything: each app registers its records, the reader sees those it may read.

One statement asks the indexes of all registers for the latest records that hold the words; they are ranked by
their text, and only those that may come to stand on the page are read, as far as this account may read them.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

from django.db.models import Model, OrderBy, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from core.catalogue import pages_open_to
from core.context import MENU, add_links_for, is_open_to
from core.models import User
from core.permissions import Area, Right, may_anywhere
from core.text import fold, nfc
from core.word_index import Candidate, Register, Wanted, candidates, wanted

SHORT, LONG = 5, 20
SHORT_GROUPS = 5  # the palette shows so many groups, the best first
SCATTERED = "các từ nằm rời nhau"
LONGEST_QUERY = 200
MOST_WORDS = 12
LONGEST_TITLE = 140
NEWEST = 60  # so many of a register's many answers are ranked
# Called so; a code or name that begins so; these very letters as words of a name; the words without marks, at
# its beginning and further on; a word of it that begins so; elsewhere in it; in the text as words, within
# words, scattered.
_NAMED, _BEGUN, _MARKED, _FIRST, _IN_NAME, _WORD_BEGUN, _NAME_HOLDS, _WHOLE, _HELD, _SCATTERED = range(10)
# "vt2025", "nv2025014": codes typed without their hyphens; "số 118/BC-LHHN" as people write it.
_CODE_TYPED = re.compile(r"\b([a-z]{2,4})((?:19|20)\d\d)([a-z]?\d*)\b")
_NUMBER_SAID = re.compile(r"^(?:số|so)\s*:?\s*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class SearchSource:
    """One kind of record that search looks through.

    `queryset(user)` returns the rows of `model` that this account may read; `model` has a folded `column`.
    `exact` names columns whose own letters, marks included, bring a row to the front, as names and codes do.
    `key` is the column of its rows that points to the `model`, where that is another one: an attached file.
    `same(row)` is equal for rows of which only the best is shown.
    """

    label: str
    area: Area
    model: type[Model]
    queryset: Callable[[User], QuerySet[Any]]
    title: Callable[[Any], str]
    meta: Callable[[Any], str]
    url: Callable[[Any], str]
    icon: str = ""
    exact: tuple[str, ...] = ()
    newest: str | OrderBy = "-pk"
    column: str = "search_text"
    key: str = "pk"
    list_url: str = ""
    same: Callable[[Any], Hashable] | None = None

    @property
    def register(self) -> Register:
        """The table that its words are looked up in."""
        return Register(self.model._meta.db_table, self.column, self.exact)


@dataclass(frozen=True)
class Hit:
    """One line of the answer; `is_scattered`: it has all the words, yet not beside each other."""

    url: str
    icon: str
    label: str
    meta: str
    is_scattered: bool = False


@dataclass(frozen=True)
class Group:
    """The answers from one source; `more_url` lists all of them where there are more."""

    label: str
    rows: list[Hit]
    more_url: str = ""


@dataclass(frozen=True)
class _Typed:
    """What was typed: its letters, how the index sees it, and how many rows of a source are wanted."""

    text: str
    lower: str
    folded: str
    asked: Wanted
    limit: int

    def names(self, name: str) -> bool:
        """Return whether this is the very name; marks that were typed must be in it."""
        if len(name) != len(self.folded):
            return False
        return name.casefold() == self.lower or (self.lower == self.folded == fold(name))

    def rank(self, one: Candidate) -> int:
        """Return how near a record is: called so, begins so, its very letters, in its name, in its text."""
        named = min((self.near(name) for name in one.exact), default=_SCATTERED)
        if named < _FIRST:
            return named
        # Papers without a name of their own are called by number and symbol, which their text begins with.
        if self._has_digit and not any(one.exact) and one.text.startswith(self.folded):
            return _BEGUN
        # Codes and names are the first words of the folded text.
        name = sum(len(each) + 1 for each in one.exact)
        place = f" {one.text} ".find(f" {self.folded} ")
        if 0 <= place < name:
            begun = f"{self.folded} "
            return _FIRST if any(f"{fold(each)} ".startswith(begun) for each in one.exact) else _IN_NAME
        if named < _NAME_HOLDS:
            return named
        if name and all(run in one.text[:name] for run in self.asked.runs):
            return _NAME_HOLDS
        if place >= 0:
            return _WHOLE
        return _HELD if self.folded in one.text else _SCATTERED

    def near(self, name: str) -> int:
        """Return how near the own letters of one name or code are; _SCATTERED where it has them not."""
        if self.names(name):
            return _NAMED
        letters = name.casefold()
        if self.lower not in letters:
            return _SCATTERED
        if not self._has_digit and _is_code(name):
            return _WORD_BEGUN
        if letters.startswith(self.lower):
            return _BEGUN
        place = self._word.search(letters)
        if place and not letters[place.end() : place.end() + 1].isalnum():
            return _MARKED
        return _WORD_BEGUN if place else _SCATTERED

    def near_page(self, label: str) -> int:
        """Return how near the name of a page is that holds what was typed."""
        place = f" {_folded_label(label)} ".find(f" {self.folded} ")
        return min(self.near(label), _FIRST if place == 0 else _IN_NAME if place > 0 else _NAME_HOLDS)

    def length(self, one: Candidate) -> int:
        """Return how many words the shortest name with room for what was typed has; codes are no names."""
        least = len(self.folded)
        names = (name for name in one.exact if len(name) >= least and not _is_code(name))
        return min((len(name.split()) for name in names), default=999)

    @cached_property
    def _has_digit(self) -> bool:
        return any(sign.isdigit() for sign in self.lower)

    @cached_property
    def _word(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){re.escape(self.lower)}")


def _is_code(name: str) -> bool:
    """Return whether it is one of numbered codes, which letters alone begin all alike: VT-2025-001."""
    return " " not in name and any(sign.isdigit() for sign in name)


type _Ranked = list[tuple[int, int]]  # (rank, key), the best first

_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> None:
    """Add a source; the order of registration is the order of equally good groups."""
    _sources[source.label] = source


def sources() -> tuple[SearchSource, ...]:
    """Return the registered sources."""
    return tuple(_sources.values())


def search_all(user: User, text: str, *, limit: int = LONG, groups: int | None = None) -> list[Group]:
    """Return the groups that have an answer to `text`, those with the nearest answer first.

    Each has up to `limit` rows; `groups` says how many are wanted at most.
    """
    plain = " ".join(nfc(text)[:LONGEST_QUERY].split()[:MOST_WORDS])
    plain = _NUMBER_SAID.sub("", plain)
    with_hyphens = _CODE_TYPED.sub(_hyphens, plain.casefold())
    if with_hyphens != plain.casefold():
        found = _search(user, with_hyphens, limit=limit, groups=groups)
        if found:
            return found
    return _search(user, plain, limit=limit, groups=groups)


def _hyphens(code: re.Match[str]) -> str:
    return "-".join(filter(None, code.groups()))


def _search(user: User, plain: str, *, limit: int, groups: int | None) -> list[Group]:
    asked = wanted(fold(plain).split())
    if not asked.runs:
        return []
    typed = _Typed(plain, plain.casefold(), fold(plain), asked, limit)
    readable = [source for source in sources() if may_anywhere(user, source.area, Right.READ)]
    # Files are one register, whatever they are attached to.
    registers = list(dict.fromkeys(source.register for source in readable))
    found = dict(zip(registers, candidates(registers, asked, NEWEST), strict=True))
    ranked = []
    for source in readable:
        if rows := found[source.register]:
            near = sorted((((typed.rank(one), -one.pk), one) for one in rows), key=itemgetter(0))
            nearest = near[0][0][0]
            # Only names are measured, and not all of many: a search answers while one types.
            named = [one for key, one in near[:LONG] if key[0] == nearest <= _IN_NAME]
            length = min((typed.length(one) for one in named), default=0)
            ranked.append(((nearest, length), source, [key for key, _ in near]))
    # Of equally near groups the one with the shortest name, so the agency and not its project; else they
    # stand in the order of their registration.
    ranked.sort(key=lambda each: each[0])
    pages = _pages(user, typed)
    answers: list[tuple[int, Group]] = [pages] if pages else []
    for _, source, keys in ranked:
        if groups is not None and len(answers) >= groups:
            break
        if group := _group(source, user, typed, [(rank, -key) for rank, key in keys]):
            answers.append((keys[0][0], group))
    return _apart([group for _, group in sorted(answers, key=lambda each: each[0])])[:groups]


def _apart(groups: list[Group]) -> list[Group]:
    """Return the groups with what has the words scattered behind all others, under headings that say so.

    Where nothing has them side by side, the groups stay as they are.
    """
    if all(hit.is_scattered for group in groups for hit in group.rows):
        return groups
    near: list[Group] = []
    scattered: list[Group] = []
    for group in groups:
        right = [hit for hit in group.rows if not hit.is_scattered]
        rest = [hit for hit in group.rows if hit.is_scattered]
        if right:
            near.append(Group(group.label, right, group.more_url))
        if rest:
            scattered.append(Group(f"{group.label}, {SCATTERED}", rest, "" if right else group.more_url))
    return near + scattered


def _group(source: SearchSource, user: User, typed: _Typed, ranked: _Ranked) -> Group | None:
    """Return the rows of one source that this account may read; None where there are none."""
    near = typed.limit * 2 + 2
    open_to = source.queryset(user)
    rows = _readable(source, open_to, ranked[:near])
    if len(rows) <= typed.limit and len(ranked) > near:
        rows += _readable(source, open_to, ranked[near:])
    if len(rows) <= typed.limit and len(ranked) >= NEWEST:
        rows = _looked_for(source, user, typed, rows)
    if not rows:
        return None
    if source.same:
        rows = list({source.same(row): row for row in reversed(rows)}.values())[::-1]
    is_more = source.list_url and len(rows) > typed.limit
    more = f"{reverse(source.list_url)}?{urlencode({'q': typed.text})}" if is_more else ""
    apart = {key for rank, key in ranked if rank == _SCATTERED}
    hits = [
        Hit(
            source.url(row),
            source.icon,
            _passage(source.title(row), typed),
            source.meta(row),
            is_scattered=getattr(row, source.key) in apart,
        )
        for row in rows[: typed.limit]
    ]
    return Group(source.label, hits, more)


def _passage(text: str, typed: _Typed) -> str:
    """Return a title; of a long text the words around the first that was typed."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_TITLE:
        return line
    folded = fold(line)
    places = [folded.find(words) for words in (typed.folded, *typed.asked.runs)]
    place = next((place for place in places if place >= 0), 0)
    start = line.rfind(" ", 0, max(place - LONGEST_TITLE // 5, 0)) + 1
    shown = line[start : start + LONGEST_TITLE]
    cut = shown if start + LONGEST_TITLE >= len(line) else f"{shown.rsplit(' ', 1)[0]}…"
    return f"…{cut}" if start else cut


def _readable(source: SearchSource, open_to: QuerySet[Any], ranked: _Ranked) -> list[Any]:
    """Return the rows of these keys that are open to the account: the nearest first, then the newest."""
    place = {key: rank for rank, key in ranked}
    rows = open_to.filter(**{f"{source.key}__in": place}).order_by(source.newest, "-pk")
    return sorted(rows, key=lambda row: place[getattr(row, source.key)])


def _looked_for(source: SearchSource, user: User, typed: _Typed, rows: list[Any]) -> list[Any]:
    """Return these rows and more: too few of the latest answers are for this account, so its own are read."""
    column = source.column if source.key == "pk" else f"{source.key.removesuffix('_id')}__{source.column}"
    held = Q()
    for run in typed.asked.runs:
        if typed.asked.at_beginnings:
            held &= Q(**{f"{column}__regex": f"(^|[^a-z0-9]){run}"})
        else:
            held &= Q(**{f"{column}__contains": run})
    for word in typed.asked.whole:
        held &= Q(**{f"{column}__contains": word})
    own = source.queryset(user).filter(held).order_by(source.newest, "-pk")[:NEWEST]
    known = {row.pk for row in rows}
    return rows + [row for row in own if row.pk not in known]


def _pages(user: User, typed: _Typed) -> tuple[int, Group] | None:
    """Return the pages with these words in their names, and how near the nearest is."""
    parts = typed.folded.split()
    found = {}
    for label, icon, address in _all_pages(user):
        name = _folded_label(label)
        # A page has several names: the one that was typed stands for it, else its first.
        if all(part in name for part in parts) and (address not in found or typed.names(label)):
            found[address] = (typed.near_page(label), label, icon)
    if not found:
        return None
    near = sorted(found.items(), key=lambda each: each[1][0])
    hits = [Hit(reverse(address), icon, label, "") for address, (_, label, icon) in near[: typed.limit]]
    return near[0][1][0], Group("Trang", hits)


@cache
def _folded_label(label: str) -> str:
    return fold(label)


def _all_pages(user: User) -> Iterable[tuple[str, str, str]]:
    for label, icon, name, area, children in MENU:
        if area is None or may_anywhere(user, area, Right.READ):
            yield label, icon, name
        for child_label, child_name, child_area in children:
            if is_open_to(user, child_name, child_area):
                yield child_label, icon, child_name
    for label, _icon, name, _area in add_links_for(user):
        yield f"Thêm {label[0].lower()}{label[1:]}", "plus", name
    for page in pages_open_to(user):
        yield page.label, page.icon, page.url_name
