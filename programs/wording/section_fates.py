"""What became of each section of the old version: kept, merged into others, or dropped (domain.md 3.2).

A section is a heading with what stands under it up to the next heading. Pure functions.
"""

from collections.abc import Iterable, Sequence

from programs.wording.comparing import Comparison, Passage, SectionFate, State


def section_fates(old: Sequence[Passage], new: Sequence[Passage], found: Comparison) -> list[SectionFate]:
    """Return the fate of each section of the old version, in its order.

    A section is dropped when nothing that stood under it is left; merged when its heading is gone, or all of
    its text stands under other headings now.
    """
    goes_to = {one.key: pair.new for pair in found.pairs if pair.new for one in pair.old}
    heads = _heads(new)
    fates = []
    for heading, under in _sections(old):
        stays = goes_to.get(heading.key)
        targets = [goes_to[one.key] for one in under if one.key in goes_to]
        dropped = tuple(one.key for one in under if one.key not in goes_to)
        homes = list(dict.fromkeys(heads[one.key] for one in targets if one.key in heads))
        if not stays:
            state = State.MERGED if homes else State.DROPPED
        elif under and not targets:
            state = State.DROPPED
        elif targets and stays not in homes:
            state = State.MERGED
        else:
            state = State.KEPT
        into = tuple(homes) if state == State.MERGED else ()
        fates.append(SectionFate(heading, state, into, dropped))
    return fates


def _sections(passages: Iterable[Passage]) -> list[tuple[Passage, list[Passage]]]:
    """Return each heading with the passages under it; what stands before the first heading is no section."""
    found: list[tuple[Passage, list[Passage]]] = []
    for one in passages:
        if one.is_heading:
            found.append((one, []))
        elif found and one.words:
            found[-1][1].append(one)
    return found


def _heads(passages: Iterable[Passage]) -> dict[str, Passage]:
    """Return {key: the heading that the passage stands under}."""
    found: dict[str, Passage] = {}
    head = None
    for one in passages:
        if one.is_heading:
            head = one
        elif head:
            found[one.key] = head
    return found
