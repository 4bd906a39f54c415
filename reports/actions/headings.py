"""The headings of one report: added, renamed, moved, taken out and brought back."""

from typing import Any
from uuid import uuid4

from core.history import action, bulk_update, delete_version, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from reports.actions.passages import hold
from reports.models import NarrativeBlock, Report, SectionLevel
from reports.outline_rules import heading_problems
from reports.writing_rules import Place, heading_count_problems, heading_removal_problems

_RANKS = {level: rank for rank, level in enumerate(SectionLevel)}


@action("Thêm mục báo cáo")
def add_heading(*, block: NarrativeBlock, after: NarrativeBlock | None, by: User) -> NarrativeBlock:
    """Store a new heading behind another one, or in front of all."""
    report = hold(block.report_id)
    _refuse(block)
    rows = _rows(report)
    refuse_if(heading_count_problems(len(rows)))
    block.key = f"m{uuid4().hex[:8]}"
    at = next((place for place, row in enumerate(rows, start=1) if after and row.pk == after.pk), 0)
    block.ordinal = at + 1
    _place([*rows[:at], None, *rows[at:]])
    block.full_clean()
    block.save()
    return block


@action("Sửa đề mục báo cáo")
def edit_heading(*, block: NarrativeBlock, expected: int, by: User) -> NarrativeBlock:
    """Store the name and level of a heading. Raises RuleError, VersionConflictError."""
    hold(block.report_id)
    _refuse(block)
    block.refresh_from_db(fields=["ordinal", "text", "is_carried"])
    if not block.is_written and block.text.strip():
        raise RuleError(
            "Mục này đang có lời văn; bỏ hết lời văn rồi mới để làm đề mục trống.", field="is_written"
        )
    block.full_clean()
    return save_version(block, expected=expected)


@action("Chuyển chỗ mục báo cáo")
def move_heading(*, block: NarrativeBlock, is_up: bool, by: User) -> bool:
    """Change places with the neighbour, words and all; False where there is none."""
    rows = _rows(hold(block.report_id))
    at = _at(rows, block)
    to = at - 1 if is_up else at + 1
    if not 0 <= to < len(rows):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    _place([*rows])
    return True


@action("Bỏ mục báo cáo")
def remove_heading(*, block: NarrativeBlock, expected: int, by: User) -> None:
    """Take a heading out with its words; both stay in the history until somebody brings them back.

    Raises RuleError, VersionConflictError.
    """
    rows = _rows(hold(block.report_id))
    places = [Place(_RANKS[SectionLevel(row.level)], str(row)) for row in rows]
    refuse_if(heading_removal_problems(places, _at(rows, block)))
    delete_version(block, expected=expected)


@action("Khôi phục mục báo cáo")
def restore_heading(*, report: Report, key: str, by: User) -> NarrativeBlock:
    """Bring back a heading that was taken out, with its words, at its old place. Raises RuleError."""
    stored = hold(report.pk)
    gone = {row.key: row for row in removed_headings(stored)}
    last = gone.get(key)
    if last is None:
        raise RuleError("Mục này đã có người khôi phục; mở lại trang Đề mục.")
    rows = _rows(stored)
    at = min(max(last.ordinal - 1, 0), len(rows))
    kept = ("key", "level", "title", "guidance", "sentences", "is_written", "is_carried", "text")
    block = NarrativeBlock(report=stored, ordinal=at + 1, **{name: getattr(last, name) for name in kept})
    _place([*rows[:at], None, *rows[at:]])
    block.full_clean()
    block.save()
    return block


def removed_headings(report: Report):
    """Return the last states of headings that were taken out and did not come back, newest first."""
    rows = NarrativeBlock.history.filter(report_id=report.pk, history_type="-").order_by("-history_id")
    standing = set(NarrativeBlock.objects.filter(report=report).values_list("key", flat=True))
    found: dict[str, Any] = {}
    for row in rows.select_related("history_user"):
        if row.key not in standing:
            found.setdefault(row.key, row)
    return list(found.values())


def _rows(report: Report) -> list[NarrativeBlock]:
    return list(NarrativeBlock.objects.filter(report=report).order_by("ordinal", "pk"))


def _at(rows: list[NarrativeBlock], block: NarrativeBlock) -> int:
    for at, row in enumerate(rows):
        if row.pk == block.pk:
            return at
    raise RuleError("Mục này vừa được người khác bỏ; mở lại trang Đề mục.")


def _refuse(block: NarrativeBlock) -> None:
    refuse_if(
        heading_problems(
            block.title,
            is_opening=block.level == SectionLevel.OPENING,
            is_written=block.is_written,
            sentences=block.sentences,
        )
    )


def _place(rows: list[NarrativeBlock | None]) -> None:
    """Number the headings; None is the place of one that comes in. Versions stay: words are untouched."""
    moved = []
    for place, row in enumerate(rows, start=1):
        if row is not None and row.ordinal != place:
            row.ordinal = place
            moved.append(row)
    bulk_update(moved, ["ordinal"])
