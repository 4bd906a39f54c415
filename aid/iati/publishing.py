"""The file that the public reads: made when the office asks for it, gone when publication is turned off."""

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from lxml import etree

from aid.iati.activity import Activity, Publisher
from aid.iati.checks import publisher_problems
from aid.iati.gathering import Gathered, gather, items_to_publish, open_data, publisher_of
from aid.iati.schema import schema_problems
from aid.iati.writing import activity_element, write_activities
from aid.models import AidItem, OpenData
from aid.rules import CALLED_OFF
from core.legal import Blocker, refuse_if

# So many refused items are named; the rest is counted.
NAMED = 20


@dataclass(slots=True)
class Written:
    """What went into a file and what was left out, with the reasons."""

    count: int = 0
    left_out: list[tuple[str, list[str]]] = field(default_factory=list)
    left_out_count: int = 0

    def leave_out(self, code: str, reasons: list[str]) -> None:
        """Note that an item stays out."""
        self.left_out_count += 1
        if len(self.left_out) < NAMED:
            self.left_out.append((code, reasons))

    @property
    def sentence(self) -> str:
        """What was written, in words."""
        if not self.left_out_count:
            return f"Đã xuất {self.count} hoạt động."
        return (
            f"Đã xuất {self.count} hoạt động; {self.left_out_count} khoản bị để lại vì chưa đúng chuẩn IATI."
        )


def write_iati(out: IO[bytes], items: Any, *, now: datetime, is_public: bool = False) -> Written:
    """Write the items as one IATI file; those that would be wrong stay out and are named with the reasons.

    A public file leaves out the free texts that the settings do not let go. Raises RuleError when the
    publisher itself lacks something.
    """
    settings = open_data()
    publisher = publisher_of(settings)
    refuse_if([Blocker(text, None) for text in publisher_problems(publisher)])
    written = Written()
    sound = _sound(gather(items, publisher, timezone.localdate(now)), publisher, written)
    if is_public:
        sound = (without_free_texts(activity, settings) for activity in sound)
    written.count = write_activities(out, sound, publisher, generated_at=now)
    return written


def _sound(found: Iterable[Gathered], publisher: Publisher, written: Written) -> Iterator[Activity]:
    for one in found:
        reasons = one.problems or _against_schema(one.activity, publisher)
        if reasons:
            written.leave_out(one.item.code, reasons)
        else:
            yield one.activity


def without_free_texts(activity: Activity, settings: OpenData) -> Activity:
    """Return the activity with those texts only that the settings let out; people may be named in them."""
    rows = activity.transactions
    if not settings.with_vouchers:
        rows = tuple(replace(row, voucher="") for row in rows)
    description = activity.description if settings.with_objectives else ""
    return replace(activity, description=description, transactions=rows)


def _against_schema(activity: Activity, publisher: Publisher) -> list[str]:
    root = etree.Element("iati-activities", version="2.03")
    root.append(activity_element(activity, publisher))
    return [f"Không đúng lược đồ IATI ({text})." for text in schema_problems(root)]


def public_path() -> Path:
    """Return where the published file lies."""
    return Path(settings.DATA_DIR) / "open" / "iati-hoat-dong.xml"


def publish(*, now: datetime) -> Written:
    """Make the published file anew, whole or not at all; returns what it holds."""
    path = public_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            written = write_iati(out, items_to_publish(), now=now, is_public=True)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return written


def sample(*, now: datetime) -> bytes:
    """Return the file as it would be published now."""
    out = io.BytesIO()
    write_iati(out, items_to_publish(), now=now, is_public=True)
    return out.getvalue()


def is_stale(settings: OpenData) -> bool:
    """Return whether an item was called off since the file was made, so that nobody is to be handed it."""
    if settings.published_at is None:
        return False
    return AidItem.objects.filter(status__in=CALLED_OFF, updated_at__gt=settings.published_at).exists()


def withdraw() -> None:
    """Take the published file away."""
    public_path().unlink(missing_ok=True)
