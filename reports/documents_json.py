"""An official document as plain data: for `manage.py report --format json` and for tests."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum


def as_json(value):
    """Return a block, a document or any part of one as lists, dictionaries, texts and numbers.

    A part that has a kind of its own says it under "block"; pictures are left out.
    """
    if is_dataclass(value) and not isinstance(value, type):
        row = {"block": type(value).__name__}
        row |= {
            field.name: as_json(getattr(value, field.name)) for field in fields(value) if field.name != "svg"
        }
        return row
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    return value
