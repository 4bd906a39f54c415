"""Two wordings as one text with what was taken out and put in, for phones and for reading in one column."""

from difflib import SequenceMatcher


def inline_spans(old: str, new: str) -> list[tuple[str, str]]:
    """Return one text of both: runs of words as ("", words), ("del", words) and ("ins", words)."""
    before, after = old.split(), new.split()
    runs: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("", " ".join(before[a0:a1])))
            continue
        if a1 > a0:
            runs.append(("del", " ".join(before[a0:a1])))
        if b1 > b0:
            runs.append(("ins", " ".join(after[b0:b1])))
    return runs
