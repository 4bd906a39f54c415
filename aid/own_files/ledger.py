"""What a register says was disbursed, as lines of the ledger that are written with its items."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from aid.actions.money import booking_columns, disbursement_findings, money_fields
from aid.import_plan import Taken
from aid.models import Disbursement
from aid.own_files.headers import PAID
from aid.own_files.payments import Paid
from aid.periods import SETTLED
from aid.rate_book import RateBook
from aid.same_names import first_commitment
from aid.standing import Standing
from core.dates import format_date
from core.legal import Blocker, Caution, RuleError, cautions, refuse_if
from core.money import AmountError


def with_payments(
    taken: Taken, due: Iterable[Paid], *, is_changed: bool, today: date, rates: RateBook
) -> tuple[Taken, list[Caution]]:
    """Return the accepted row with its lines, and the cautions. Raises RuleError where a rule forbids one.

    What was disbursed in a closed period is written as a correction of today, as an item that comes late is.
    """
    item, books = taken.item, taken.content.books
    stood = standing_of(item)
    standing = deepcopy(stood) if not is_changed else _with_commitment(taken)
    found: list[Caution] = []
    lines = []
    for paid in due:
        try:
            money = money_fields(amount=paid.amount, currency=paid.currency, day=paid.day, known=rates)
        except AmountError as error:
            raise RuleError(str(error), field=PAID) from error
        # The account of a settled item is not added to by a file.
        is_closed = books is not None and books.is_closed(paid.day) and item.status != SETTLED
        if is_closed:
            words = (
                f"giải ngân {paid} ngày {format_date(paid.day)} thuộc kỳ đã khóa sổ: ghi thành dòng "
                f"điều chỉnh của hôm nay, {format_date(today)}"
            )
            found.append(Caution(words, None, PAID))
        reason = f"Nhập bổ sung từ sổ của cơ quan ngày {format_date(today)}" if is_closed else None
        findings = disbursement_findings(
            item=item,
            paid_on=paid.day,
            money=money,
            today=today,
            reason=reason,
            books=books,
            standing=standing,
        )
        refuse_if([replace(one, field=PAID) if isinstance(one, Blocker) else one for one in findings])
        found += cautions(findings)
        booked: dict[str, Any] = (
            booking_columns(paid.day, reason, books, today) if books else {"paid_on": paid.day}
        )
        header = " ".join(paid.header.split())
        line = Disbursement(item=item, note=f"Sổ của cơ quan, cột {header}"[:300], **money, **booked)
        line.origin = item.origin
        line.clean_fields(exclude={one.name for one in line._meta.fields if one.is_relation})
        standing.receive(line.currency, line.amount_minor, line.usd_minor, paid.day)
        lines.append(line)
    return replace(taken, payments=lines, stood=stood, is_changed=is_changed), found


def standing_of(item: Any) -> Standing:
    """Return what an item has been promised and has received, of its records as they were read."""
    standing = Standing()
    if item.pk is None:
        return standing
    for row in item.commitments.all():
        standing.commit(row.currency, row.amount_minor, row.usd_minor)
    for line in item.disbursements.all():
        standing.receive(line.currency, line.amount_minor, line.usd_minor, line.paid_on, line.effective_on)
    return standing


def _with_commitment(taken: Taken) -> Standing:
    """Return the standing with the commitment as the row will leave it."""
    item, columns = taken.item, taken.content.commitment
    standing = standing_of(item)
    stored = first_commitment(item) if item.pk is not None else None
    others = [row for row in item.commitments.all() if row is not stored] if item.pk is not None else []
    promised = Standing()
    for row in others:
        promised.commit(row.currency, row.amount_minor, row.usd_minor)
    if columns:
        promised.commit(columns["currency"], columns["amount_minor"], columns["usd_minor"])
    standing.committed_minor, standing.committed_usd = promised.committed_minor, promised.committed_usd
    return standing
