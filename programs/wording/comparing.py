"""Two versions of a draft side by side: what was kept, reworded, moved, merged, added and dropped.

Paragraphs are matched by their stable key first; those that lost it (typed anew, pasted) by their words.
Pure functions: values in, values out.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

# Two paragraphs of the same thought share at least this share of their words (ux.md 8.3).
SAME_RATIO = 0.6
# A paragraph went into another when that one holds this share of its words.
MERGED_SHARE = 0.6
_SHINGLE = 3
_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or table of a version, as the comparison sees it."""

    key: str
    text: str
    part: int = 0
    label: str = ""

    @property
    def words(self) -> list[str]:
        """The tokens between white space."""
        return self.text.split()


class Fate(StrEnum):
    """What became of a passage."""

    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    MERGED = "merged"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words on one side; `changed` when the other side does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the comparison: the old passages, the new one, what happened, the words saved."""

    fate: Fate
    old: tuple[Passage, ...] = ()
    new: Passage | None = None
    moved: bool = False

    @property
    def words(self) -> tuple[int, int]:
        """How many words stood there and stand there now."""
        return sum(len(one.words) for one in self.old), len(self.new.words) if self.new else 0

    @property
    def saved(self) -> int:
        """Words saved; negative when the passage grew."""
        before, after = self.words
        return before - after


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs in the order of the new version, dropped passages where they stood."""

    pairs: tuple[Pair, ...] = field(default=())

    def count(self, fate: Fate) -> int:
        """Return how many passages met this fate; a merged line counts the passages that went into it."""
        if fate == Fate.MOVED:
            return sum(1 for pair in self.pairs if pair.moved)
        if fate == Fate.MERGED:
            return sum(len(pair.old) - 1 for pair in self.pairs if pair.fate == fate)
        return sum(1 for pair in self.pairs if pair.fate == fate)

    @property
    def words(self) -> tuple[int, int]:
        """Words of the old and of the new version."""
        return sum(pair.words[0] for pair in self.pairs), sum(pair.words[1] for pair in self.pairs)

    def saved_by_part(self) -> dict[int, int]:
        """Return {part: words saved}; a passage counts where it stands, a dropped one where it stood."""
        saved: Counter[int] = Counter()
        for pair in self.pairs:
            for one in pair.old:
                saved[one.part] += len(one.words)
            if pair.new:
                saved[pair.new.part] -= len(pair.new.words)
        return dict(saved)


def word_spans(old: str, new: str) -> tuple[list[Span], list[Span]]:
    """Return both texts cut into runs of words, each marked when the other side lacks it."""
    before, after = old.split(), new.split()
    left: list[Span] = []
    right: list[Span] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if a1 > a0:
            left.append(Span(" ".join(before[a0:a1]), changed=tag != "equal"))
        if b1 > b0:
            right.append(Span(" ".join(after[b0:b1]), changed=tag != "equal"))
    return left, right


def compare(old: Sequence[Passage], new: Sequence[Passage]) -> Comparison:
    """Return the comparison of two versions, given in reading order."""
    matched = _matched_by_key(old, new)
    matched |= _matched_by_words(old, new, matched)
    into = _merged_into(old, new, matched)
    moved = _moved(old, new, matched)
    sources: dict[str, list[Passage]] = defaultdict(list)
    for one in old:
        target = matched.get(one.key) or into.get(one.key)
        if target:
            sources[target].append(one)
    pairs = []
    for one in new:
        came = tuple(sources.get(one.key, ()))
        pairs.append(_pair(came, one, is_moved=any(each.key in moved for each in came)))
    gone = [one for one in old if one.key not in matched and one.key not in into]
    return Comparison(tuple(_with_dropped(pairs, gone, old)))


def _pair(came: tuple[Passage, ...], new: Passage, *, is_moved: bool) -> Pair:
    if not came:
        return Pair(Fate.ADDED, new=new)
    if len(came) > 1:
        return Pair(Fate.MERGED, came, new, moved=is_moved)
    if came[0].words != new.words:
        return Pair(Fate.REWORDED, came, new, moved=is_moved)
    return Pair(Fate.MOVED if is_moved else Fate.KEPT, came, new, moved=is_moved)


def _with_dropped(pairs: list[Pair], gone: list[Passage], old: Sequence[Passage]) -> Iterable[Pair]:
    """Put each dropped passage behind the line that holds the passage before it in the old version."""
    place = {one.key: index for index, one in enumerate(old)}
    line_of = {each.key: number for number, pair in enumerate(pairs) for each in pair.old}
    behind: dict[int, list[Pair]] = defaultdict(list)
    missing = {one.key for one in gone}
    for one in gone:
        number = -1
        for index in range(place[one.key] - 1, -1, -1):
            if old[index].key not in missing:
                number = line_of[old[index].key]
                break
        behind[number].append(Pair(Fate.DROPPED, (one,)))
    yield from behind[-1]
    for number, pair in enumerate(pairs):
        yield pair
        yield from behind[number]


def _matched_by_key(old: Sequence[Passage], new: Sequence[Passage]) -> dict[str, str]:
    keys = {one.key for one in new}
    return {one.key: one.key for one in old if one.key in keys}


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) < _SHINGLE:
        return {tuple(words)} if words else set()
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def _candidates(passage: Passage, index: dict[tuple[str, ...], list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for shingle in _shingles(passage.words):
        for place in index.get(shingle, ()):
            shared[place] += 1
    return [place for place, _ in shared.most_common(_CANDIDATES)]


def _index(passages: Iterable[tuple[int, Passage]]) -> dict[tuple[str, ...], list[int]]:
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, passage in passages:
        for shingle in _shingles(passage.words):
            index[shingle].append(place)
    return index


def _matched_by_words(
    old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str]
) -> dict[str, str]:
    """Return {old key: new key} for passages that were typed anew but say the same."""
    taken = set(matched.values())
    index = _index((place, one) for place, one in enumerate(new) if one.key not in taken)
    found: dict[str, str] = {}
    for one in old:
        if one.key in matched or not one.words:
            continue
        best, ratio = None, SAME_RATIO
        for place in _candidates(one, index):
            other = new[place]
            if other.key in taken:
                continue
            matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
            if matcher.quick_ratio() >= ratio and (exact := matcher.ratio()) >= ratio:
                best, ratio = other.key, exact
        if best:
            found[one.key] = best
            taken.add(best)
    return found


def _merged_into(old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str]) -> dict[str, str]:
    """Return {old key: new key} for passages whose words went into a passage that continues another one."""
    index = _index(enumerate(new))
    found: dict[str, str] = {}
    for one in old:
        if one.key in matched or not one.words:
            continue
        own = Counter(one.words)
        for place in _candidates(one, index):
            held = sum((own & Counter(new[place].words)).values())
            if held / len(one.words) >= MERGED_SHARE:
                found[one.key] = new[place].key
                break
    return found


def _moved(old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str]) -> set[str]:
    """Return the old keys that no longer stand in order: what is outside the longest ordered run moved."""
    place = {one.key: index for index, one in enumerate(new)}
    old_keys = [one.key for one in old if one.key in matched]
    order = [place[matched[key]] for key in old_keys]
    tails: list[int] = []
    tail_at: list[int] = []
    previous = [-1] * len(order)
    for index, value in enumerate(order):
        spot = bisect_left(tails, value)
        previous[index] = tail_at[spot - 1] if spot else -1
        if spot == len(tails):
            tails.append(value)
            tail_at.append(index)
        else:
            tails[spot], tail_at[spot] = value, index
    kept = set()
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        kept.add(old_keys[index])
        index = previous[index]
    return set(old_keys) - kept
