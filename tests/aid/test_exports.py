"""Files of all aid items: the memory that writing one takes does not grow with the items."""

import gc
import tracemalloc
from io import StringIO

import pytest
from django.core.management import call_command

from aid.models import AidItem, Commitment, ItemPlace, ItemSector
from core import in_turn
from core.spreadsheets import long_tables
from tests.factories import AgencyFactory, AidItemFactory, CommitmentFactory, LocalityFactory, SectorFactory

pytestmark = pytest.mark.django_db
AT_ONCE, FEW, MANY = 25, 100, 400


def fill(first, count):
    """Store so many more items with money, a commune and a sector."""
    known = AidItemFactory(owner=AgencyFactory())
    CommitmentFactory(item=known)
    place, sector = LocalityFactory(), SectorFactory()
    fields = {field.attname: getattr(known, field.attname) for field in AidItem._meta.concrete_fields[1:]}
    money = {
        field.attname: getattr(known.commitments.get(), field.attname)
        for field in Commitment._meta.concrete_fields[1:]
    }
    items = [AidItem(**fields | {"code": f"BN-{number:05}"}) for number in range(first, first + count)]
    store(AidItem, items)
    store(Commitment, [Commitment(**money | {"item_id": item.pk}) for item in items])
    store(ItemPlace, [ItemPlace(item=item, locality=place, share_e2=10_000) for item in items])
    store(ItemSector, [ItemSector(item=item, sector=sector, share_percent=100) for item in items])


def store(model, rows):
    """Store the rows without their history."""
    model._base_manager.bulk_create(rows, batch_size=500)


def peak(form, path):
    """Return the most bytes that Python held at once while the file was written."""
    gc.collect()
    # Whatever is left to the collector of circles stays, as it does for long in a large process.
    gc.disable()
    tracemalloc.start()
    try:
        call_command("export", "aid", format=form, out=str(path), stdout=StringIO(), stderr=StringIO())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "iati"])
def test_memory_does_not_grow_with_the_items(tmp_path, form, monkeypatch):
    for module in (in_turn, long_tables):
        monkeypatch.setattr(module, "AT_ONCE", AT_ONCE)
    fill(0, FEW)
    path = tmp_path / f"so.{form}"
    peak(form, path)  # what is read once stays in memory
    few = peak(form, path)
    small = path.stat().st_size
    fill(FEW, MANY - FEW)

    many = peak(form, path)

    assert path.stat().st_size > 2 * small
    # Python keeps some of what it has let go for later use; with circles it would be more than three times.
    assert many < 1.3 * few
