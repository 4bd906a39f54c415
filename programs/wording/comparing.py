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
# … and when enough of that share is new there, so that office words which every paragraph has do not count.
GAINED_SHARE = 0.3
STILL_SAID_SHARE = 0.9
_SHINGLE = 3
_CANDIDATES = 8
_LOOKED_AT = 4
# Runs of words that stand in more passages than this tell nothing about which one is meant.
_COMMON = 24


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or table of a version, as the comparison sees it."""

    key: str
    text: str
    part: int = 0
    label: str = ""
    is_heading: bool = False
    # Keys of the passages that a person merged into this one or cut it out of.
    came_from: tuple[str, ...] = ()

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
    """One line of the comparison: the old passages, the new one, what happened, the words saved.

    `split_from` is the old passage, standing on another line, that an added passage was cut out of.
    """

    fate: Fate
    old: tuple[Passage, ...] = ()
    new: Passage | None = None
    moved: bool = False
    split_from: Passage | None = None

    @property
    def words(self) -> tuple[int, int]:
        """How many words stood there and stand there now."""
        return sum(len(one.words) for one in self.old), len(self.new.words) if self.new else 0

    @property
    def saved(self) -> int:
        """Words saved; negative when the passage grew."""
        before, after = self.words
        return before - after


class State(StrEnum):
    """What became of a section of the old version (domain.md 3.2)."""

    KEPT = "kept"
    MERGED = "merged"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class SectionFate:
    """A heading of the old version with what stood under it: kept, merged into other sections, or dropped."""

    heading: Passage
    state: State
    into: tuple[Passage, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs in the order of the new version, dropped passages where they stood."""

    pairs: tuple[Pair, ...] = field(default=())
    sections: tuple[SectionFate, ...] = field(default=())

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
    """Return the comparison of two versions, given in reading order; keys are unique within a version."""
    matched = _matched_by_key(old, new)
    into: dict[str, str] = {}
    for key, target in _told_by_people(old, new, matched).items():
        goes_on = target not in matched.values()
        (matched if goes_on else into)[key] = target
    matched |= _matched_by_text(old, new, matched, into)
    matched |= _matched_by_words(old, new, matched, into)
    into |= _merged_into(old, new, matched | into)
    moved = _moved(old, new, matched)
    sources: dict[str, list[Passage]] = defaultdict(list)
    for one in old:
        if goal := matched.get(one.key) or into.get(one.key):
            sources[goal].append(one)
    split = _split_from(old, new, matched, set(sources))
    pairs = []
    for one in new:
        came = tuple(sources.get(one.key, ()))
        is_moved = any(each.key in moved for each in came)
        pairs.append(_pair(came, one, is_moved=is_moved, split_from=split.get(one.key)))
    gone = {one.key for one in old if one.key not in matched and one.key not in into}
    return Comparison(tuple(_with_dropped(pairs, gone, old)))


def _pair(came: tuple[Passage, ...], new: Passage, *, is_moved: bool, split_from: Passage | None) -> Pair:
    if not came:
        return Pair(Fate.ADDED, new=new, split_from=split_from)
    if len(came) > 1:
        return Pair(Fate.MERGED, came, new, moved=is_moved)
    if came[0].words != new.words:
        return Pair(Fate.REWORDED, came, new, moved=is_moved)
    return Pair(Fate.MOVED if is_moved else Fate.KEPT, came, new, moved=is_moved)


def _with_dropped(pairs: list[Pair], gone: set[str], old: Sequence[Passage]) -> Iterable[Pair]:
    """Put each dropped passage behind the line that holds the passage before it in the old version."""
    line_of = {each.key: number for number, pair in enumerate(pairs) for each in pair.old}
    behind: dict[int, list[Pair]] = defaultdict(list)
    number = -1
    for one in old:
        if one.key in gone:
            behind[number].append(Pair(Fate.DROPPED, (one,)))
        else:
            number = line_of[one.key]
    yield from behind[-1]
    for number, pair in enumerate(pairs):
        yield pair
        yield from behind[number]


def _matched_by_key(old: Sequence[Passage], new: Sequence[Passage]) -> dict[str, str]:
    keys = {one.key for one in new}
    return {one.key: one.key for one in old if one.key in keys}


def _told_by_people(
    old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str]
) -> dict[str, str]:
    """Return {old key: new key} for passages that are gone and that a person merged into another or cut up.

    The first new passage that came from one continues it.
    """
    gone = {one.key for one in old if one.key not in matched}
    found: dict[str, str] = {}
    for one in new:
        for key in one.came_from:
            if key in gone and key not in found:
                found[key] = one.key
    return found


def _matched_by_text(
    old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str], into: dict[str, str]
) -> dict[str, str]:
    """Return {old key: new key} for passages that lost their key and kept every word, in reading order."""
    taken = set(matched.values())
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for one in reversed(new):
        if one.key not in taken:
            waiting[tuple(one.words)].append(one.key)
    found = {}
    for one in old:
        words = tuple(one.words)
        if one.key not in matched and one.key not in into and words and waiting.get(words):
            found[one.key] = waiting[words].pop()
    return found


class _Index:
    """Which passages hold a run of three words; built once for many questions."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = list(passages)
        self.counts = [Counter(one.words) for one in self.passages]
        self.places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, one in enumerate(self.passages):
            for shingle in _shingles(one.words):
                self.places[shingle].append(place)

    def near(self, words: Sequence[str]) -> list[int]:
        """Return the places that share most runs with these words, the nearest first."""
        found = [places for each in _shingles(words) if (places := self.places.get(each))]
        telling = [places for places in found if len(places) <= _COMMON]
        # Where every run is common, a few places of each still say more than none.
        shared = Counter(place for places in telling or found for place in places[:_COMMON])
        return sorted(shared, key=lambda place: (-shared[place], place))[:_CANDIDATES]


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) < _SHINGLE:
        return {tuple(words)} if words else set()
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def _matched_by_words(
    old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str], into: dict[str, str]
) -> dict[str, str]:
    """Return {old key: new key} for passages that were typed anew but say the same."""
    taken = set(matched.values())
    index = _Index(one for one in new if one.key not in taken)
    alike: list[tuple[float, int, str, str]] = []
    for place_of_old, one in enumerate(old):
        words = one.words
        if one.key in matched or one.key in into or not words:
            continue
        for place in index.near(words)[:_LOOKED_AT]:
            other = index.passages[place]
            matcher = SequenceMatcher(None, words, other.words, autojunk=False)
            if matcher.quick_ratio() >= SAME_RATIO and (ratio := matcher.ratio()) >= SAME_RATIO:
                alike.append((-ratio, place_of_old, one.key, other.key))
    found: dict[str, str] = {}
    # The most alike first: a passage that is gone must not take the place of its neighbour that stayed.
    for _ratio, _place, key, other_key in sorted(alike):
        if key not in found and other_key not in taken:
            found[key] = other_key
            taken.add(other_key)
    return found


def _merged_into(old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str]) -> dict[str, str]:
    """Return {old key: new key} for passages whose words went into a passage that continues another one."""
    lost = [one for one in old if one.key not in matched and one.words]
    if not lost:
        return {}
    index = _Index(new)
    source = {matched[one.key]: one for one in old if one.key in matched}
    found: dict[str, str] = {}
    for one in lost:
        own, runs = Counter(one.words), _shingles(one.words)
        for place in index.near(one.words):
            target = index.passages[place]
            if _share(own, index.counts[place]) < MERGED_SHARE:
                continue
            before = source.get(target.key)
            gained = index.counts[place] - Counter(before.words if before else ())
            # What stood there before too is a repetition that was cut, not words that went there.
            enough = STILL_SAID_SHARE * len(runs)
            was_said = before is not None and len(runs & _shingles(before.words)) >= enough
            is_still_said = not was_said and len(runs & _shingles(target.words)) >= enough
            if is_still_said or _share(own, gained) >= GAINED_SHARE:
                found[one.key] = target.key
                break
    return found


def _split_from(
    old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str], continued: set[str]
) -> dict[str, Passage]:
    """Return {new key: old passage} for added passages that were cut out of one that goes on without them."""
    added = [one for one in new if one.key not in continued and one.words]
    if not added:
        return {}
    after = {one.key: one for one in new}
    sources = {one.key: one for one in old if one.key in matched}
    index = _Index(sources.values())
    found: dict[str, Passage] = {}
    for one in added:
        told = next((sources[key] for key in one.came_from if key in sources), None)
        if told:
            found[one.key] = told
            continue
        own = Counter(one.words)
        for place in index.near(one.words):
            source = index.passages[place]
            given_up = index.counts[place] - Counter(after[matched[source.key]].words)
            if _share(own, given_up) >= MERGED_SHARE:
                found[one.key] = source
                break
    return found


def _share(own: Counter[str], other: Counter[str]) -> float:
    """Return which share of the words of `own` the other one holds."""
    return sum((own & other).values()) / own.total()


def _moved(old: Sequence[Passage], new: Sequence[Passage], matched: dict[str, str]) -> set[str]:
    """Return the old keys that stand elsewhere now: in another part, or outside the longest ordered run."""
    place = {one.key: index for index, one in enumerate(new)}
    staying = [one for one in old if one.key in matched]
    goes: dict[int, Counter[int]] = defaultdict(Counter)
    for one in staying:
        goes[one.part][new[place[matched[one.key]]].part] += 1
    # A part put before the others changes the numbers of all; its passages did not move.
    part_now = {part: counts.most_common(1)[0][0] for part, counts in goes.items()}
    abroad = {one.key for one in staying if new[place[matched[one.key]]].part != part_now[one.part]}
    old_keys = [one.key for one in staying if one.key not in abroad]
    order = [place[matched[key]] for key in old_keys]
    return abroad | (set(old_keys) - {old_keys[index] for index in _longest_rise(order)})


def _longest_rise(order: Sequence[int]) -> list[int]:
    """Return the indexes of a longest rising run, last first."""
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
    run = []
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run
