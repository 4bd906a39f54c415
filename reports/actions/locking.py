"""Lock the numbers of a report: from then on it is printed from the snapshot."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import connection

from core.history import action
from core.legal import Blocker, refuse_if
from core.models import User
from reports.actions.life import begin_step, end_step
from reports.lock_checks import lock_hindrances
from reports.models import KeptWords, Report, ReportSnapshot
from reports.snapshots import Frozen, freeze_report, store

_APART = " / "
_KEPT = "giữ:"


@action("Chốt số liệu báo cáo")
def lock_report(
    *,
    report: Report,
    typed_year: str,
    expected: int,
    today: date,
    by: User,
    note: str = "",
    seen: str | None = None,
) -> ReportSnapshot:
    """Freeze numbers, records and paper, and return the snapshot.

    `seen` is `paper_seen` of when the page was shown, None for a caller that shows none. Raises RuleError
    while the year typed is another one, words or numbers changed since, or a finding hinders,
    VersionConflictError.
    """
    _see_one_state()
    stored, step = begin_step("lock", report, by=by)
    words, _, rest = (seen or "").partition(_APART)
    if seen is not None:
        refuse_if(_unseen_words(stored, words))
    found = [one.finding for one in lock_hindrances(stored, today=today)]
    refuse_if([*year_problems(typed_year, stored.year), *found])
    frozen = freeze_report(stored, today=today)
    if seen is not None:
        refuse_if(_unseen_numbers(frozen, rest))
    snapshot = store(frozen, stored, by=by)
    end_step(step, stored, expected=expected, today=today, by=by, note=note)
    return snapshot


def paper_seen(report: Report, frozen: Frozen | None) -> str:
    """Return what a page shows of the report: passages and kept words, its numbers, all that is printed.

    "12:3 13:1 / aid.donors:1f0c… / 9b2e…"; without `frozen` the page showed no numbers yet.
    """
    words = " ".join(sorted(_words_now(report)))
    return f"{words}{_APART}{_numbers_seen(frozen)}{_APART}{_whole_seen(frozen)}" if frozen else words


def _words_now(report: Report) -> set[str]:
    """Return the versions of the passages, and the decisions that words of them stay: "12:3", "giữ:5:1"."""
    kept = KeptWords.objects.standing().filter(report=report).order_by("pk").values_list("pk", "version")
    rows = report.narratives.order_by("pk").values_list("pk", "version")
    return {f"{pk}:{version}" for pk, version in rows} | {f"{_KEPT}{pk}:{version}" for pk, version in kept}


def _numbers_seen(frozen: Frozen) -> str:
    return " ".join(f"{row.code}:{_mark([row.value, row.text, row.exact])}" for row in frozen.figures)


def _whole_seen(frozen: Frozen) -> str:
    return _mark(frozen.document)


def _mark(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def _unseen_words(report: Report, seen: str) -> list[Blocker]:
    """Return whether others wrote since the page was shown: their saves leave the report's version."""
    now, before = _words_now(report), {*seen.split()}
    if now == before:
        return []
    if all(part.startswith(_KEPT) for part in now ^ before):
        words = (
            "Quyết định giữ nguyên chỗ trái với cổng vừa thêm hoặc bỏ sau khi trang này mở; xem lại các chỗ "
            "giữ nguyên rồi bấm chốt lần nữa."
        )
        return [Blocker(words, None)]
    changed = {part.partition(":")[0] for part in now - before}
    rows = report.narratives.filter(pk__in=[pk for pk in changed if pk.isdecimal()]).order_by("ordinal", "pk")
    places = ", ".join(f"“{row}”" for row in rows[:3]) or "các đề mục"
    return [
        Blocker(f"Lời văn vừa đổi ở mục {places} sau khi trang này mở; đọc lại rồi bấm chốt lần nữa.", None)
    ]


def _unseen_numbers(frozen: Frozen, seen: str) -> list[Blocker]:
    """Return whether records changed what the page showed, with the numbers that are others now."""
    numbers, _, whole = seen.partition(_APART)
    if whole == _whole_seen(frozen) and {*numbers.split()} == {*_numbers_seen(frozen).split()}:
        return []
    changed = {part.partition(":")[0] for part in {*_numbers_seen(frozen).split()} - {*numbers.split()}}
    rows = [row for row in frozen.figures if row.code in changed]
    told = "; ".join(f"“{row.label}” nay là {row.text}" for row in rows[:3])
    more = f" và {len(rows) - 3} số nữa" if len(rows) > 3 else ""
    what = f"Số liệu vừa đổi: {told}{more}" if rows else "Bảng, phụ lục hay phần in kèm vừa đổi"
    return [Blocker(f"{what}, sau khi trang này mở; xem lại rồi bấm chốt lần nữa.", None)]


def year_problems(typed: str, year: int) -> list[Blocker]:
    """Return whether the person who locks typed the year of the report."""
    if typed.strip() == str(year):
        return []
    return [Blocker(f"Gõ năm {year} để xác nhận chốt số liệu.", None, "typed_year")]


def _see_one_state() -> None:
    """Let all that follows see the records of one moment, where the database would show each as it comes.

    SQLite's transactions do so anyway. Must be the first statement of its transaction.
    """
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
