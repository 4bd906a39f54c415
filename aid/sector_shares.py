"""Sectors of an item as they are named in a file: with a share, or without."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from aid.models import ItemSector, Sector
from core.spreadsheets.cells import CellRefused
from core.spreadsheets.names import NameList
from core.spreadsheets.reader import Lookup

SHARE = re.compile(r"(?P<name>.*?)\s*\(?(?P<share>[0-9]{1,3})\s*%\)?")


@dataclass(frozen=True, slots=True)
class SectorShare:
    """A sector with its share of the item; None where the table does not say."""

    sector: Sector
    share: int | None = None

    def __str__(self) -> str:
        """Return the sector as the table names it."""
        return self.sector.name if self.share in (None, 100) else f"{self.sector.name} ({self.share}%)"


def sectors_of(rows: Iterable[ItemSector]) -> list[SectorShare]:
    """Return stored sectors as a table names them, the largest share first."""
    ordered = sorted(rows, key=lambda row: (-row.share_percent, row.sector_id))
    return [SectorShare(row.sector, row.share_percent) for row in ordered]


def shared_out(named: list[SectorShare], stored: list[SectorShare]) -> list[SectorShare]:
    """Return the sectors with shares: those named, else those stored, else equal parts."""
    without = [one for one in named if one.share is None]
    if without and len(without) < len(named):
        raise ValidationError(
            {"sectors": "Ghi tỷ lệ cho mọi lĩnh vực, ví dụ 'Y tế (60%); Giáo dục (40%)', hoặc bỏ hết tỷ lệ."}
        )
    if not without:
        return sorted(named, key=lambda one: (-(one.share or 0), one.sector.pk))
    if {one.sector for one in named} == {one.sector for one in stored}:
        return stored
    part, rest = divmod(100, len(named))
    return [SectorShare(one.sector, part + (rest if index == 0 else 0)) for index, one in enumerate(named)]


def sector_lookup() -> Lookup:
    """Return the lookup of sectors that also reads a share behind the name."""
    names = NameList(
        [(text, sector) for sector in Sector.objects.all() for text in (sector.name, sector.code)]
    )

    def find(text: str) -> SectorShare:
        if (known := names.get(text)) is not None:
            return SectorShare(known)
        found = SHARE.fullmatch(text)
        if found is None:
            return SectorShare(names.find(text))
        share = int(found["share"])
        if not 1 <= share <= 100:
            raise CellRefused(f"'{text[:80]}': tỷ lệ từ 1 đến 100%. Hãy sửa tỷ lệ.")
        return SectorShare(names.find(found["name"]), share)

    return find
