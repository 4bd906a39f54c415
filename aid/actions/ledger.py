"""Lines that a closed period keeps: what they add up to, and the correction that brings them right."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from aid.models import AidItem, ClosedPeriod, Commitment, Counterpart, Disbursement, Entry
from aid.money_rules import difference
from aid.periods import Books, booking_day, closed_row_problems, reason_problems
from core.history import delete_version, save_version
from core.legal import RuleError, refuse_if

_RATES = ("currency", "rate_e4", "usd_rate_e4", "rate_kind", "rate_source", "rate_on")

type Line = Commitment | Counterpart | Disbursement


def books_now(books: Books | None = None) -> Books:
    """Return the closed days: those handed in, read once for a whole file, else those stored."""
    return ClosedPeriod.objects.books() if books is None else books


def stands(row: Line) -> tuple[int, int | None, int | None]:
    """Return what a line and its corrections add up to: amount, US cents, đồng (None without a rate)."""
    lines = [row, *row.corrections.order_by("pk")] if row.pk else [row]
    cents, dong = [line.usd_minor for line in lines], [line.vnd for line in lines]
    return (
        sum(line.amount_minor for line in lines),
        None if None in cents else sum(cents),  # type: ignore[arg-type]
        None if None in dong else sum(dong),  # type: ignore[arg-type]
    )


def main_line[L: (Commitment, Counterpart)](rows: Iterable[L]) -> tuple[L, int] | None:
    """Return the line that the item's own form shows, with the amount it stands for; None for no line.

    It is the first one that corrections have not brought to nothing; where all were, the first, with 0.
    """
    lines = sorted((row for row in rows if row.corrects_id is None), key=lambda row: row.pk)
    standing = ((row, stands(row)[0]) for row in lines)
    return next((found for found in standing if found[1]), (lines[0], 0) if lines else None)


def says_the_same(row: Line, money: dict[str, Any]) -> bool:
    """Return whether the amount and its equivalents are those that the line stands for now."""
    now = (row.currency, *stands(row))
    return now == (money["currency"], money["amount_minor"], money["usd_minor"], money["vnd"])


def less_corrections(row: Line, money: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of the line itself when, with its corrections, it is to stand for `money`.

    Raises RuleError where the corrections are of another currency, or leave nothing for the line.
    """
    corrections = list(row.corrections.order_by("pk")) if row.pk else []
    if not corrections:
        return money
    left = dict(money)
    for name in ("amount_minor", "usd_minor", "vnd"):
        parts = [getattr(line, name) for line in corrections]
        left[name] = None if None in (money[name], *parts) else money[name] - sum(parts)
    # A refund stands below 0, and so must what is left of it.
    if money["currency"] != row.currency or left["amount_minor"] * money["amount_minor"] <= 0:
        raise RuleError(
            "Dòng này có dòng điều chỉnh đi kèm; hủy bước điều chỉnh hoặc xóa dòng điều chỉnh trước.",
            field="amount",
        )
    return left


def refuse_corrected(row: Line) -> None:
    """Refuse to delete a line that corrections stand on. Raises RuleError."""
    if row.corrections.exists():
        raise RuleError(
            "Dòng này có dòng điều chỉnh đi kèm nên chưa xóa được; hủy bước điều chỉnh hoặc xóa dòng điều "
            "chỉnh trước."
        )


def refuse_moved(row: Disbursement, *, is_same_day: bool, is_same_kind: bool) -> None:
    """Refuse another day or kind of a line with corrections: they name the old ones. Raises RuleError."""
    if (is_same_day and is_same_kind) or not row.corrections.exists():
        return
    what, field = ("hình thức", "kind") if is_same_day else ("ngày", "paid_on")
    raise RuleError(
        f"Dòng này có dòng điều chỉnh đi kèm nên giữ {what} cũ; xóa dòng điều chỉnh trước rồi sửa.",
        field=field,
    )


def has_same_rates(row: Line, money: dict[str, Any]) -> bool:
    """Return whether a new amount of the line is converted as the line was."""
    return all(getattr(row, name) == money[name] for name in ("currency", "rate_e4", "usd_rate_e4"))


def add_difference[L: (Commitment, Counterpart, Disbursement)](
    row: L, right_minor: int, *, effective_on: date | None, reason: str, **booking: Any
) -> L:
    """Store the line that brings `row` to the right amount; `booking`: where it stands. Raises RuleError."""
    columns = difference(
        right_minor, row.currency, rate=row.rate_e4, usd_rate=row.usd_rate_e4, stands=stands(row)
    )
    if not columns["amount_minor"]:
        raise RuleError("Số này đang được ghi đúng như vậy; không có gì để điều chỉnh.", field="amount")
    line = type(row)(
        item_id=row.item_id,
        entry=Entry.CORRECTION,
        effective_on=effective_on,
        corrects=row,
        reason=reason,
        **{name: getattr(row, name) for name in _RATES},
        **columns,
        **booking,
    )
    line.full_clean()
    line.save()
    return line


def book_late(row: Commitment | Counterpart, reason: str | None, books: Books, today: date) -> None:
    """Make a new line a correction of today where its item was counted in a closed period, or is settled.

    Raises RuleError without a reason.
    """
    item = row.item
    books, day = books.of(item.status), booking_day(item.approved_on, item.booked_on)
    if not books.is_closed(day):
        return
    refuse_if(closed_row_problems(day, books, field=None) if reason is None else reason_problems(reason))
    row.entry, row.booked_on, row.effective_on, row.reason = Entry.CORRECTION, today, day, reason or ""


def correct[L: (Commitment, Counterpart)](
    row: L, money: dict[str, Any], *, day: date | None, reason: str, booked_on: date, **words: Any
) -> L:
    """Bring a closed line right: by the difference, or by taking it out and writing it anew with `words`."""
    told: dict[str, Any] = {"effective_on": row.effective_on or day, "reason": reason, "booked_on": booked_on}
    if has_same_rates(row, money):
        return add_difference(row, money["amount_minor"], **told, **words)
    add_difference(row, 0, **told, **words)
    anew = type(row)(item_id=row.item_id, entry=Entry.CORRECTION, **told, **words, **money)
    anew.full_clean()
    anew.save()
    return anew


def take_away[L: (Commitment, Counterpart)](
    row: L, item: AidItem, books: Books, *, expected: int, reason: str, today: date | None, **words: Any
) -> L | None:
    """Delete a line; one of a closed day is taken back by a correction of today with `words`, returned.

    Raises RuleError without a reason or with corrections on it, VersionConflictError when it was saved
    meanwhile.
    """
    day = booking_day(item.approved_on, item.booked_on, row.booked_on)
    if not books.of(item.status).is_closed(day):
        refuse_corrected(row)
        delete_version(row, expected=expected)
        return None
    refuse_correction(row, is_going=True)
    refuse_if(reason_problems(reason))
    save_version(row, expected=expected)
    booked_on = today or timezone.localdate()
    return add_difference(
        row, 0, effective_on=row.effective_on or day, reason=reason, booked_on=booked_on, **words
    )


def touch(item_id: int) -> AidItem:
    """Move the item's version on: its own form holds the first lines and must not overwrite this."""
    stored = hold(item_id)
    return save_version(stored, expected=stored.version)


def refuse_correction(row: Line, *, is_going: bool = False) -> None:
    """Refuse to change a correction: it is taken out and written anew, so that its reason stays with it."""
    if row.corrects_id is not None and is_going:
        raise RuleError(
            "Dòng điều chỉnh này đã vào sổ khóa nên không xóa; sai thì điều chỉnh tiếp ở dòng gốc."
        )
    if row.corrects_id is not None:
        raise RuleError("Dòng điều chỉnh không sửa tại chỗ; xóa dòng này rồi điều chỉnh lại dòng gốc.")


def hold(item_id: int) -> AidItem:
    """Return the item, held until the end of the action."""
    return AidItem.objects.select_for_update().get(pk=item_id)
