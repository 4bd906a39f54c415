"""The kinds of table that can be taken in; each app registers its own, so that the worker finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.imports.resource import RowResource
from core.models import ImportBatch, User


@dataclass(frozen=True)
class ImportKind:
    """How the rows of one kind are read and written, and who may."""

    # From the person and what was chosen beside the file to the resource.
    resource: Callable[[User, dict[str, Any]], RowResource]
    # Whether the person may import at all.
    may_import: Callable[[User], bool]


_kinds: dict[str, ImportKind] = {}


def register_kind(code: str, kind: ImportKind) -> None:
    """Make a kind known; called once by its app."""
    _kinds[code] = kind


def kind_of(batch: ImportBatch) -> ImportKind:
    """Return the kind of an upload."""
    return _kinds[batch.kind]
