"""What every maker of invented records needs: chance, reference records, the span of years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import batched
from random import Random

from django.db import models

from aid.models import Sector
from benchmarks.words import LAST_YEAR
from core.models import Agency, Country, Locality, Person
from programs.models import Pillar

LAST_DAY = date(LAST_YEAR, 12, 31)
BATCH = 2000
BLOCK = 5000


class World:
    """What every maker needs: chance, reference records, accounts, and the span of years."""

    def __init__(self, rows: int, seed: int):
        self.rows = rows
        self.block = min(rows, BLOCK)
        self.chance = Random(seed)
        self.first_day = date(LAST_YEAR - (9 if rows <= 10_000 else 19), 1, 1)
        self.days = (LAST_DAY - self.first_day).days
        self.agencies = list(Agency.objects.order_by("pk"))
        self.by_code = {agency.code: agency for agency in self.agencies}
        self.countries = list(Country.objects.order_by("pk"))
        self.places = list(Locality.objects.order_by("pk").only("pk", "full_name"))
        self.people = list(Person.objects.order_by("pk"))
        self.sectors = list(Sector.objects.order_by("pk"))
        self.pillars = list(Pillar.objects.order_by("ordinal"))

    def day(self) -> date:
        """Return a day of the span."""
        return self.first_day + timedelta(days=self.chance.randint(0, self.days))

    def agency(self) -> Agency:
        """Return an agency; the first ones come more often, as in life."""
        return self.agencies[int(len(self.agencies) * self.chance.random() ** 2)]

    def likely(self, percent: int) -> bool:
        """Return true in so many cases of a hundred."""
        return self.chance.random() * 100 < percent


def insert[M: models.Model](model: type[M], records: Iterable[M]) -> list[M]:
    """Insert the records set-wise; return them with their keys."""
    plain = models.QuerySet(model)
    stored: list[M] = []
    for batch in batched(records, BATCH):
        stored += plain.bulk_create(batch)
    return stored


def joined(world: World, model: type[models.Model], name: str, records: list) -> Iterator[models.Model]:
    """Make two co-ordinating agencies for each record, its lead agency left out."""
    for record in records:
        for agency in world.chance.sample(world.agencies, 2):
            if agency.pk != record.lead_agency_id:
                yield model(**{name: record, "agency": agency})
