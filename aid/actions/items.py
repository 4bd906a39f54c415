"""Aid items: log and change; `aid.actions.life` moves them through their life."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min

from aid.actions.booking import book_item, refuse_closed_money
from aid.actions.documents import add_document
from aid.actions.ledger import books_now, less_corrections, main_line, refuse_corrected
from aid.actions.money import refusing_overpaid
from aid.actions.places import set_places
from aid.actions.retelling import retold_findings
from aid.law import AidLaw, aid_law
from aid.merged import merged_codes
from aid.models import AidItem, Commitment, Counterpart, DossierDocument, ItemSector, Sector
from aid.periods import Books
from aid.place_shares import Place
from aid.registrations import Registry, gift_cautions, stored_gift_cautions
from aid.rules import (
    RuleSetPeriod,
    agency_problems,
    decision_problems,
    emergency_scope,
    item_problems,
    rule_set_for,
    rule_set_problems,
    share_problems,
    status_written,
)
from aid.twin_finder import Lookalikes, new_item_findings
from core.actions.partners import add_partner_named
from core.codes import next_code
from core.history import action, save_version
from core.legal import Caution, cautions, refuse_if
from core.models import User
from core.models.base import Origin

CODE_PREFIX = "VT"


@dataclass
class ItemContent:
    """Everything a form or a file states about one item.

    `values` holds columns of AidItem; `commitment` and `counterpart` hold columns of a money row as
    `aid.actions.money.money_fields` returns them, None for no such row. `new_donor` names a donor to be
    found or added; `decision_file` is the uploaded paper of the approval decision. `may_lack_sector` is for
    sources that know no sectors, such as the official table. `is_checked` is for its rows: its reader and
    the rules have held what the constraints hold, so that these are left to the database. `stored` is the
    item as it stands; `law` (of the item's day), `books` (the closed days), `registry` (the donors'
    certificates) and `lookalikes` (the items that a new one may be) are read once for the whole table.
    """

    values: dict[str, Any]
    shares: list[tuple[Sector, int]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    commitment: dict[str, Any] | None = None
    counterpart: dict[str, Any] | None = None
    new_donor: str = ""
    may_lack_sector: bool = False
    decision_file: Any = None
    is_checked: bool = False
    # From an old register, which names the agencies of today.
    names_successors: bool = False
    law: AidLaw | None = None
    books: Books | None = None
    stored: AidItem | None = None
    registry: Registry | None = None
    lookalikes: Lookalikes | None = None

    @property
    def gift(self) -> dict[str, Any]:
        """What the donor's certificate is held against: sectors, the day of the promise, what was read."""
        promised = (self.commitment or {}).get("committed_on")
        sectors = {sector.pk: sector.name for sector, _ in self.shares}
        return {"sectors": sectors, "committed_on": promised, "registry": self.registry}


def item_findings(
    *,
    item: AidItem,
    shares: Iterable[int] | None,
    today: date,
    law: AidLaw,
    gift: dict[str, Any] | None = None,
    names_successors: bool = False,
) -> list:
    """Return the findings on an item about to be written; `shares` None leaves sectors as they are.

    `gift` is what the donor's certificate is held against (ItemContent.gift); None: what is stored.
    """
    day = item.approved_on or today
    chosen = rule_set_for(item.approved_on, item.emergency_kind, law.rule_sets)
    findings = item_problems(
        started_on=item.started_on,
        ended_on=item.ended_on,
        approved_on=item.approved_on,
        decision_number=item.decision_number,
        disaster_on=item.disaster_on,
        today=today,
    )
    findings += rule_set_problems(item.approved_on, chosen)
    findings += share_problems(shares) if shares is not None else []
    for name in ("recipient", "owner"):
        agency = getattr(item, name)
        dates = (agency.valid_from, agency.valid_to, day)
        is_later = bool(agency.valid_from and agency.valid_from > day)
        stands = is_later and (names_successors or _names_already(item, name))
        if stands and name == "owner" and agency.pk == item.recipient_id:
            # Said of it as the recipient already.
            continue
        findings += agency_problems(agency.name, *dates, field=name, is_successor=stands)
    findings += emergency_scope(
        item.emergency_kind,
        item.disaster_on,
        item.approved_on,
        item.ended_on,
        relief_months=law.limit("AID_EMERGENCY_RELIEF_MONTHS"),
        recovery_months=law.limit("AID_EMERGENCY_RECOVERY_MONTHS"),
    )
    if gift is None:
        return findings + stored_gift_cautions(item, today=today)
    return findings + gift_cautions(item, today=today, **gift)


def _names_already(item: AidItem, name: str) -> bool:
    """Whether the stored item names this agency, so that an edit need not choose another."""
    known = {"pk": item.pk, f"{name}_id": getattr(item, f"{name}_id")}
    return item.pk is not None and AidItem.objects.filter(**known).exists()


@action("Thêm khoản viện trợ")
def add_item(
    *, content: ItemContent, today: date, by: User, code: str = "", origin: str = Origin.OFFICE
) -> tuple[AidItem, list[Caution]]:
    """Store a new item with its sectors, places and money; return it and the cautions.

    Without a code the next free VT-<year>-NNN of the approval year is taken. Raises RuleError where a rule
    forbids it; then nothing is written.
    """
    _find_donor(content, by)
    item = AidItem(code=code, origin=origin, **content.values)
    findings = settle_item(item, content, today)
    if code:
        _clean(item, content)
        item.save()
    else:
        _save_under_next_code(item, today)
    _write_parts(item, content, origin, by, is_new=True)
    return item, cautions(findings)


@action("Sửa khoản viện trợ")
def edit_item(
    *, item: AidItem, expected: int, content: ItemContent, today: date, by: User
) -> tuple[AidItem, list[Caution]]:
    """Store the changed item with its sectors, places and money; return it and the cautions.

    Raises RuleError where a rule forbids it, VersionConflictError when somebody saved it meanwhile.
    """
    _find_donor(content, by)
    was_approved_on = item.approved_on
    for name, value in content.values.items():
        setattr(item, name, value)
    refuse_decision(item, was_approved_on)
    findings = settle_item(item, content, today)
    _clean(item, content)
    save_version(item, expected=expected)
    with refusing_overpaid(item.pk):
        _write_parts(item, content, Origin.OFFICE, by)
    return item, cautions(findings)


def refuse_decision(item: AidItem, was_approved_on: date | None) -> None:
    """Do nothing where the item may have its approval day. Raises RuleError where its life forbids it."""
    first_paid_on = None
    if was_approved_on and item.approved_on != was_approved_on:
        first_paid_on = item.disbursements.aggregate(first=Min("paid_on"))["first"]
    refuse_if(
        decision_problems(
            status=item.status,
            was_approved_on=was_approved_on,
            approved_on=item.approved_on,
            received_on=item.received_on,
            first_paid_on=first_paid_on,
        )
    )


def _find_donor(content: ItemContent, by: User) -> None:
    if content.new_donor:
        content.values["donor"] = add_partner_named(name=content.new_donor, by=by)


def settle_item(item: AidItem, content: ItemContent, today: date) -> list:
    """Fill what follows from the rest (status, rule set), refuse what may not be; return the findings."""
    law = content.law or aid_law(item.approved_on or today)
    item.rule_set = _code(rule_set_for(item.approved_on, item.emergency_kind, law.rule_sets))
    item.status = status_written(item.status, item.approved_on)
    findings = item_findings(
        item=item,
        shares=[share for _, share in content.shares],
        today=today,
        law=law,
        gift=content.gift,
        names_successors=content.names_successors,
    )
    if item.pk is None:
        findings += new_item_findings(item, content)
    if content.may_lack_sector and not content.shares:
        findings = [finding for finding in findings if finding.field != "sector"]
    content.books = books_now(content.books)
    findings += book_item(item, books=content.books, today=today, before=content.stored)
    findings += retold_findings(item, content, content.books)
    refuse_if(findings)
    return findings


def _code(period: RuleSetPeriod | None) -> str:
    return period.code if period else ""


def _save_under_next_code(item: AidItem, today: date) -> None:
    """Save under the next free code; somebody else may take it first, so try a few times."""
    year = (item.approved_on or today).year
    for last_try in (False, False, False, False, True):
        taken = merged_codes(f"{CODE_PREFIX}-{year}-")
        item.code = next_code(AidItem, CODE_PREFIX, year, also_taken=taken)
        try:
            with transaction.atomic():
                item.full_clean(validate_unique=False)
                item.save()
                return
        except IntegrityError:
            if last_try:
                raise


def _clean(record: AidItem | Commitment | Counterpart, content: ItemContent) -> None:
    """Validate a record; of a table's row only what its reader and the rules have left open."""
    if not content.is_checked:
        record.full_clean()
        return
    looked_up = {column.name for column in record._meta.fields if column.is_relation}
    record.full_clean(exclude=looked_up, validate_constraints=False)


def _write_parts(item: AidItem, content: ItemContent, origin: str, by: User, *, is_new: bool = False) -> None:
    """Make sectors, places and money those of the content; a new item is not asked what it has."""
    _set_sectors(item, [] if is_new else item.item_sectors.all(), content.shares, origin)
    set_places(item, [] if is_new else item.places.all(), content.places, origin)
    own: tuple[tuple[Any, dict[str, Any] | None], ...] = (
        (item.commitments, content.commitment),
        (item.counterparts, content.counterpart),
    )
    for rows, columns in own:
        stored, total = (None if is_new else main_line(rows.all())) or (None, 0)
        if stored and not total and columns is None:
            # Corrections brought it to nothing, so that the form shows no amount.
            continue
        if not is_new:
            noun = rows.model._meta.model_name or ""
            refuse_closed_money(item, stored, columns, books_now(content.books), noun=noun)
        if stored and columns:
            # The form says what the line stands for with its corrections.
            columns = less_corrections(stored, columns)
        _set_money(item, stored, rows.model, columns, origin, content)
    if content.decision_file:
        add_document(item=item, upload=content.decision_file, kind=DossierDocument.Kind.DECISION, by=by)


def _set_sectors(item, rows, shares, origin):
    """Make the sector rows those given; a row that stays is changed, not replaced."""
    wanted = {sector.pk: share for sector, share in shares}
    for row in rows:
        share = wanted.pop(row.sector_id, None)
        if share is None:
            row.delete()
        elif row.share_percent != share:
            row.share_percent = share
            row.save()
    for sector_id, share in wanted.items():
        ItemSector(item=item, sector_id=sector_id, share_percent=share, origin=origin).save()


def _set_money(item, row, model, columns, origin, content):
    """Make the item's first row of this kind the one given; an unchanged row is left alone."""
    if columns is None:
        if row:
            refuse_corrected(row)
            row.delete()
        return
    row = row or model(item=item, origin=origin)
    if row.pk and all(getattr(row, name) == value for name, value in columns.items()):
        return
    for name, value in columns.items():
        setattr(row, name, value)
    _clean(row, content)
    row.save()
