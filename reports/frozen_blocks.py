"""Blocks of an official document as JSON and back: what a snapshot keeps of a paper.

Addresses are left out: who reads later may follow others, so they are given anew when the blocks are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from reports.documents import blocks
from reports.documents.blocks import FigureRef

_ADDRESS = "url"
_PARTS = {name: part for name, part in vars(blocks).items() if isinstance(part, type) and is_dataclass(part)}
_CHOICES = {
    name: part for name, part in vars(blocks).items() if isinstance(part, type) and issubclass(part, Enum)
}

type Link = Callable[[str], str]


def freeze(value: Any) -> Any:
    """Return a block, a run or a list of them as lists, dictionaries, texts, whole numbers and booleans.

    Raises TypeError for what has no such form, so that nothing is kept half.
    """
    if is_dataclass(value) and not isinstance(value, type):
        left_out = _ADDRESS if isinstance(value, FigureRef) else ""
        named = {
            field.name: freeze(getattr(value, field.name))
            for field in fields(value)
            if field.name != left_out
        }
        return {"is": type(value).__name__} | named
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "value": value.value}
    if isinstance(value, list | tuple):
        return [freeze(part) for part in value]
    if value is None or isinstance(value, str | int):
        return str(value) if isinstance(value, str) else value
    raise TypeError(f"{type(value).__name__} has no frozen form")


def thaw(value: Any, link: Link) -> Any:
    """Return what `freeze` was given; `link` says where the number of a code leads now."""
    if isinstance(value, list):
        return [thaw(part, link) for part in value]
    if not isinstance(value, dict):
        return value
    name = value["is"]
    if name in _CHOICES:
        return _CHOICES[name](value["value"])
    parts = {key: thaw(part, link) for key, part in value.items() if key != "is"}
    if name == FigureRef.__name__:
        parts[_ADDRESS] = link(parts["code"])
    return _PARTS[name](**parts)


def numbers_in(part: Any) -> Iterator[tuple[str, str]]:
    """Yield (code, words) of each number in frozen blocks, in the order of reading."""
    if isinstance(part, list):
        for one in part:
            yield from numbers_in(one)
    elif isinstance(part, dict):
        if part.get("is") == FigureRef.__name__:
            yield part["code"], part["text"]
        for one in part.values():
            yield from numbers_in(one)
