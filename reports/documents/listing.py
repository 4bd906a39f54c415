"""How the lines of a list end in official papers (Nghị định 30/2020/NĐ-CP)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reports.documents.runs import Text

_SIGNS = (".", ";", ":", "!", "?", "…", ",")


def listed(lines: Sequence[str]) -> list[str]:
    """Return the lines of a list, ";" after each and "." after the last."""
    bare = [line.rstrip(" .;") for line in lines]
    return [f"{line}{'.' if index == len(bare) else ';'}" for index, line in enumerate(bare, start=1)]


def ended(items: Sequence[Any]) -> tuple[Any, ...]:
    """Return lines of runs, each closed with ";" and the last with "." where it ends without a sign."""
    return tuple(_ended(runs, ";" if at < len(items) else ".") for at, runs in enumerate(items, start=1))


def _ended(runs: Any, sign: str) -> Any:
    last = runs[-1] if runs else None
    if last is None or last.kind == "gap" or last.text.rstrip().endswith(_SIGNS):
        return runs
    if last.kind != "text":
        return (*runs, Text(sign))
    return (*runs[:-1], replace(last, text=f"{last.text.rstrip()}{sign}"))
