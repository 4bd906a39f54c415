"""Search over everything: each app registers its records, the reader sees those it may read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Model, OrderBy, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.http import urlencode

from core.catalogue import pages_for
from core.context import ADD_LINKS, MENU
from core.lists import holding, search
from core.models import User
from core.permissions import Area, Right, may_anywhere
from core.text import fold, nfc
from core.text_index import few_hits, is_long

SHORT, LONG = 5, 20
LONGEST_QUERY = 200
NEWEST = 100  # so many of a long register's many answers are ranked


@dataclass(frozen=True)
class SearchSource:
    """One kind of record that search looks through.

    `queryset(user)` returns the rows that this account may read; they have a folded `column`.
    `exact` names columns whose own letters, marks included, bring a row to the front.
    """

    label: str
    area: Area
    queryset: Callable[[User], QuerySet[Any]]
    title: Callable[[Any], str]
    meta: Callable[[Any], str]
    url: Callable[[Any], str]
    icon: str = ""
    exact: tuple[str, ...] = ()
    newest: str | OrderBy = "-pk"
    column: str = "search_text"
    list_url: str = ""


@dataclass(frozen=True)
class Hit:
    """One line of the answer."""

    url: str
    icon: str
    label: str
    meta: str


@dataclass(frozen=True)
class Group:
    """The answers from one source; `more_url` lists all of them where there are more."""

    label: str
    rows: list[Hit]
    more_url: str = ""


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> None:
    """Add a source; the order of registration is the order of the groups."""
    _sources[source.label] = source


def sources() -> tuple[SearchSource, ...]:
    """Return the registered sources."""
    return tuple(_sources.values())


def search_all(user: User, text: str, *, limit: int = LONG) -> list[Group]:
    """Return the groups that have an answer to `text`: those with its very name, pages, then records."""
    typed = nfc(text)[:LONGEST_QUERY].strip()
    if not fold(typed):
        return []
    groups = [Group("Trang", _pages(user, typed)[:limit])]
    groups += [
        _group(source, user, typed, limit)
        for source in sources()
        if may_anywhere(user, source.area, Right.READ)
    ]
    found = [_with_namesakes_first(group, typed) for group in groups if group.rows]
    # Whatever is called just what was typed comes before what only holds the words.
    return sorted(found, key=lambda group: not _is_named(group.rows[0], typed))


def _with_namesakes_first(group: Group, typed: str) -> Group:
    rows = sorted(group.rows, key=lambda hit: not _is_named(hit, typed))
    return Group(group.label, rows, group.more_url)


def _is_named(hit: Hit, typed: str) -> bool:
    """Return whether a hit is called, marks and case aside, exactly what was typed."""
    return fold(typed).strip() in (fold(hit.label).strip(), fold(hit.meta).strip())


def _group(source: SearchSource, user: User, typed: str, limit: int) -> Group:
    rows = list(_matching(source, user, typed)[: limit + 1])
    more = (
        f"{reverse(source.list_url)}?{urlencode({'q': typed})}"
        if source.list_url and len(rows) > limit
        else ""
    )
    return Group(source.label, [_hit(source, row) for row in rows[:limit]], more)


def _matching(source: SearchSource, user: User, typed: str) -> QuerySet[Any]:
    found = _found(source, user, typed)
    exact = Q(pk__in=[])
    for column in source.exact:
        exact |= Q(**{f"{column}__icontains": typed})
    words, column = fold(typed), source.column
    whole = Q(**{column: words}) | Q(**{f"{column}__startswith": f"{words} "})
    whole |= Q(**{f"{column}__contains": f" {words} "}) | Q(**{f"{column}__endswith": f" {words}"})
    rank = Case(
        When(exact, then=Value(0)),
        When(whole, then=Value(1)),
        When(**{f"{column}__contains": words}, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.annotate(search_rank=rank).order_by("search_rank", source.newest, "-pk")


def _found(source: SearchSource, user: User, typed: str) -> QuerySet[Any]:
    """Return the rows that hold the words; of a long register with too many to rank them all, the newest."""
    rows, column, words = source.queryset(user), source.column, fold(typed).split()
    if not is_long(rows.model, column):
        return search(rows, typed, column)
    keys = few_hits(rows.model, words, column)
    if keys is None and not _is_newest_first(source.newest):
        return holding(rows, words, column)
    if keys is None:
        found = holding(rows, words, column).order_by(source.newest, "-pk")
        keys = list(found.values_list("pk", flat=True)[:NEWEST])
    return rows.filter(pk__in=keys)


def _is_newest_first(order: str | OrderBy) -> bool:
    return order.descending if isinstance(order, OrderBy) else order.startswith("-")


def _hit(source: SearchSource, row: Model) -> Hit:
    return Hit(source.url(row), source.icon, source.title(row), source.meta(row))


def _pages(user: User, typed: str) -> list[Hit]:
    words = fold(typed).split()
    hits = [
        Hit(url, icon, label, "")
        for label, icon, url in _all_pages(user)
        if all(word in fold(label) for word in words)
    ]
    return list({hit.url: hit for hit in hits}.values())


def _all_pages(user: User) -> Iterable[tuple[str, str, str]]:
    for label, icon, name, area, children in MENU:
        if area is None or may_anywhere(user, area, Right.READ):
            yield label, icon, reverse(name)
        for child_label, child_name, child_area in children:
            if may_anywhere(user, child_area, Right.READ):
                yield child_label, icon, reverse(child_name)
    for label, _icon, name, area in ADD_LINKS:
        if may_anywhere(user, area, Right.WRITE):
            yield f"Thêm {label[0].lower()}{label[1:]}", "plus", reverse(name)
    for page, url in pages_for(user):
        yield page.label, page.icon, url
