"""A long import: everything is finished before anything is locked, and nobody's work is written over."""

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from aid.actions.facts import rebuild
from aid.imports import AidResource
from aid.models import AidFact, AidItem, Commitment, ItemPlace, ItemSector
from core.bulk import Plan, StaleError
from core.history import acting
from core.imports import batches
from core.imports.batches import ImportRefusedError, record_check, write_batch
from core.imports.outcome import judge_file
from core.legal import RuleError
from core.models import ImportBatch, Partner, User
from core.spreadsheets.template import AID
from core.spreadsheets.writer import write_xlsx
from tests.core.spreadsheets.verdicts import fingerprint, make_reference_rows
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory, SectorFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _reference(law):
    make_reference_rows()
    SectorFactory(code="Y_TE", name="Y tế")
    SectorFactory(code="GIAO_DUC", name="Giáo dục")


def resource():
    return AidResource(by=User.objects.system(), today=TODAY)


def table(rows_wanted, **columns):
    """Return a workbook of so many rows, two sectors and a commune each."""
    rows = [
        {
            "code": f"VT-2026-{number:04}",
            "name": f"Thư viện {number}",
            "donor": f"Quỹ {number % 3}",
            "owner": "Sở Y tế",
            "amount": Decimal(1000 + number),
            "currency": "USD",
            "approved": date(2026, 4, 12),
            "sectors": "Y tế (60%); Giáo dục (40%)",
            "places": "Xã An Bình",
        }
        | columns
        for number in range(1, rows_wanted + 1)
    ]
    cells = [[row.get(column.key) for column in AID.columns] for row in rows]
    return write_xlsx(AID.columns, cells, AID.name)


def checked(data):
    """Return the recorded upload of a table that may be written."""
    by, one = User.objects.system(), resource()
    outcome = judge_file(one, data, "b.xlsx")
    assert outcome.refusals == []
    return record_check(resource=one, outcome=outcome, data=data, filename="b.xlsx", options={}, by=by)


def write(batch):
    return write_batch(batch=batch, resource=resource(), by=User.objects.system(), reason=batch.code)


def saved(record, **values):
    with acting(by=User.objects.system(), verb="tests.edit", label="Sửa tay"):
        for name, value in values.items():
            setattr(record, name, value)
        record.version += 1
        record.save()


def statements_while_locked(monkeypatch, batch):
    """Return what the one transaction of the writing asks of the database."""
    seen = []
    original = Plan.write

    def watched(self):
        with CaptureQueriesContext(connection) as queries:
            original(self)
        seen.extend(query["sql"] for query in queries)

    monkeypatch.setattr(Plan, "write", watched)
    write(batch)
    monkeypatch.undo()
    return seen


def questions(statements):
    """Return how many statements look something up; waiting for a turn is none."""
    return sum(is_question(sql) and "pg_advisory" not in sql for sql in statements)


def is_question(sql):
    """Whether a statement only reads; PostgreSQL has the parts of a union in brackets."""
    return sql.lstrip("(").startswith("SELECT")


def test_locked_part_does_not_grow_with_the_rows_and_looks_nothing_up(monkeypatch):
    few = statements_while_locked(monkeypatch, checked(table(2)))
    many = statements_while_locked(monkeypatch, checked(table(60)))

    # Sixty rows, of which two are there already: the few statements more are for what stood as it was.
    assert len(many) <= len(few) + 2
    # One question: whether the catalogues stand as they stood.
    assert questions(few) == 1
    assert AidItem.objects.count() == 60


def test_changes_and_removals_are_as_few_statements(monkeypatch):
    write(checked(table(40)))
    few = statements_while_locked(monkeypatch, checked(table(2, name="Tên khác", sectors="Y tế")))
    many = statements_while_locked(monkeypatch, checked(table(40, name="Tên nữa", sectors="Giáo dục")))

    assert len(many) <= len(few) + 4
    # Versions of items, sectors and money, the catalogues, and whether the totals stand as they stood.
    assert questions(many) <= 5
    assert set(AidItem.objects.values_list("name", "version")) >= {("Tên nữa", 2), ("Tên nữa", 3)}
    assert set(ItemSector.objects.values_list("sector__code", "share_percent")) == {("GIAO_DUC", 100)}


def test_rows_are_judged_without_a_transaction():
    with CaptureQueriesContext(connection) as few:
        judge_file(resource(), table(2), "b.xlsx")
    with CaptureQueriesContext(connection) as many:
        judge_file(resource(), table(60), "b.xlsx")

    said = [query["sql"] for query in many]
    assert not [sql for sql in said if not is_question(sql)]
    assert len(said) == len(few)


def test_totals_follow_without_being_settled(monkeypatch):
    settled = []
    monkeypatch.setattr("aid.actions.facts.settle", settled.append)
    monkeypatch.setattr("aid.plan_facts.settle", settled.append)
    for data in (
        table(6),
        table(4, amount=Decimal(77), sectors="Y tế", donor="Quỹ khác", places=""),
        table(3, kind="Dự án", currency="VND"),
    ):
        write(checked(data))

    assert settled == []
    assert rebuild() == []


def test_payment_booked_meanwhile_is_in_the_totals(monkeypatch):
    write(checked(table(3)))
    batch = checked(table(3, amount=Decimal(77)))
    between(monkeypatch, lambda: DisbursementFactory(item=AidItem.objects.get(code="VT-2026-0002")))
    write(batch)

    assert AidFact.objects.get(item__code="VT-2026-0002").payments == 1
    assert rebuild() == []


def test_every_stored_row_has_its_history(monkeypatch):
    write(checked(table(5)))
    write(checked(table(5, amount=Decimal(77), sectors="Y tế")))

    for model, kinds in (
        (Partner, {"+"}),
        (AidItem, {"+", "~"}),
        (ItemPlace, {"+"}),
        (Commitment, {"+", "~"}),
        (ItemSector, {"+", "~", "-"}),
    ):
        assert set(model.history.values_list("history_type", flat=True)) == kinds
        for record in model.objects.all():
            last = record.history.first()
            columns = [field.attname for field in model.history.model.tracked_fields]
            assert [getattr(last, name) for name in columns] == [getattr(record, name) for name in columns]
    entry = AidItem.history.filter(history_type="~").first()
    assert (entry.action_label, entry.history_change_reason) == ("Ghi dữ liệu từ tệp", "NHAP-2026-002")
    assert entry.history_user_id == User.objects.system().pk
    assert entry.search_text.startswith("vt-2026-")


def test_new_keys_follow_on():
    write(checked(table(3)))

    assert AidItemFactory().pk > AidItem.objects.filter(code__startswith="VT-2026-0").latest("pk").pk


def test_what_somebody_changed_since_the_check_is_not_written_over():
    item = AidItemFactory(code="VT-2026-0001")
    CommitmentFactory(item=item)
    batch = checked(table(2))
    saved(item, note="Vừa sửa tay")
    before = fingerprint()

    with pytest.raises(ImportRefusedError, match="VT-2026-0001") as refused:
        write(batch)

    assert fingerprint() == before
    # What stands now is shown, and can be written after another look.
    batches.record_refusal(
        batch=batch, resource=resource(), outcome=refused.value.outcome, by=User.objects.system()
    )
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED
    assert write(batch)[0].state == ImportBatch.State.WRITTEN


def between(monkeypatch, act, *, times=1):
    """Do `act` after everything is prepared and before it is written, so many times."""
    original, left = Plan.prepare, [times]

    def prepared(self):
        original(self)
        if left[0]:
            left[0] -= 1
            act()

    monkeypatch.setattr(Plan, "prepare", prepared)


def test_code_taken_meanwhile_refuses_the_whole_table(monkeypatch):
    batch = checked(table(3))
    between(monkeypatch, lambda: CommitmentFactory(item=AidItemFactory(code="VT-2026-0002")))

    with pytest.raises(ImportRefusedError, match="VT-2026-0002"):
        write(batch)

    assert AidItem.objects.count() == 1
    assert not Partner.objects.filter(name__startswith="Quỹ ").exists()


def test_catalogue_changed_meanwhile_is_read_again(monkeypatch):
    batch = checked(table(3))
    between(monkeypatch, lambda: SectorFactory(code="MOI", name="Lĩnh vực mới"))

    assert write(batch)[0].state == ImportBatch.State.WRITTEN
    assert AidItem.objects.count() == 3


def test_restless_catalogue_is_told_in_words(monkeypatch):
    batch = checked(table(3))
    numbers = count()
    between(
        monkeypatch,
        lambda: SectorFactory(code=f"M{next(numbers)}", name=f"Lĩnh vực {next(numbers)}"),
        times=batches.TRIES,
    )

    with pytest.raises(RuleError, match="không dòng nào được ghi"):
        write(batch)
    assert not AidItem.objects.exists()


@pytest.mark.parametrize("fault", [StaleError, IntegrityError], ids=["phiên bản", "ràng buộc"])
def test_fault_in_the_middle_leaves_nothing(monkeypatch, fault):
    batch = checked(table(3))
    original = Plan._insert

    def breaks(self, model, context):
        if model is Commitment:
            raise fault
        original(self, model, context)

    monkeypatch.setattr(Plan, "_insert", breaks)
    before = fingerprint()
    with pytest.raises(RuleError):
        write(batch)

    assert fingerprint() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.CHECKED
