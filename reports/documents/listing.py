"""How the lines of a list end in official papers (Nghị định 30/2020/NĐ-CP)."""

from collections.abc import Sequence


def listed(lines: Sequence[str]) -> list[str]:
    """Return the lines of a list, ";" after each and "." after the last."""
    bare = [line.rstrip(" .;") for line in lines]
    return [f"{line}{'.' if index == len(bare) else ';'}" for index, line in enumerate(bare, start=1)]
