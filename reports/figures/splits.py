"""By what a figure is split on its page: pillar, agency, sector, country, commune, donor, kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, Expression, F, QuerySet
from django.db.models.functions import Cast

from aid.models import AidItem, Commitment, Counterpart, Disbursement, NgoRegistration, OwnerReport, Sector
from core.models import Agency, Country, Locality, Partner, PartnerKind
from meetings.models import Award, FollowUp, Meeting
from programs.models import Activity, FriendshipAssociation, Pillar, Program, Task
from reports.figures.measures import Count, Simple, Sum
from reports.figures.sectors import SECTOR_OF_MONEY, main_sector, split_by_sector

_NONE = "Chưa ghi"

type Labels = Callable[[list[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Split:
    """One way to split: its name, the column of the group, the words of groups, how amounts are divided."""

    key: str
    label: str
    by: str | Callable[[], Expression]
    labels: Labels
    divide: Callable[[Sum], Sum] | None = None
    note: str = ""

    @property
    def column(self) -> str | Expression:
        """The column or expression that names the group of a row."""
        return self.by if isinstance(self.by, str) else self.by()

    def measure(self, measure: Simple) -> Simple:
        """Return the measure over rows that carry their group, divided where a row has several."""
        return self.divide(measure) if self.divide and isinstance(measure, Sum) else measure

    def narrowed(self, measure: Simple, group: str) -> Simple:
        """Return the measure over the rows of one group; "" are those without one."""
        # What belongs to no group at all was not divided.
        measure = self.measure(measure) if group else measure
        column = F(self.column) if isinstance(self.column, str) else self.column

        def of_group(rows: QuerySet[Any]) -> QuerySet[Any]:
            rows = rows.annotate(_of=Cast(column, CharField()))
            return rows.filter(_of=group) if group else rows.filter(_of__isnull=True)

        apart = tuple(of_group(rows) for rows in measure.apart)
        if isinstance(measure, Sum):
            return replace(measure, rows=of_group(measure.rows), apart=apart)
        return Count(of_group(measure.rows), apart)

    def words(self, groups: Iterable[str]) -> dict[str, str]:
        """Return the name of each group."""
        found = self.labels([group for group in groups if group])
        return {group: str(found.get(group, group)) if group else _NONE for group in groups}


def _records(model: type, name: Callable[[Any], str]) -> Labels:
    def labels(keys: list[str]) -> dict[str, str]:
        found = model._default_manager.in_bulk([int(key) for key in keys])  # type: ignore[attr-defined]
        return {str(pk): name(row) for pk, row in found.items()}

    return labels


def _choices(choices: Any) -> Labels:
    return lambda keys: {str(key): _capital(str(label)) for key, label in choices.choices}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sector_labels(keys: list[str]) -> dict[str, str]:
    return dict(Sector.objects.filter(code__in=keys).values_list("code", "name"))


def _by_commune(measure: Sum) -> Sum:
    def joined(rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.filter(item__places__isnull=False)
        return rows.annotate(share=F("item__places__share_e2"))

    apart = tuple(joined(rows) for rows in measure.apart)
    return replace(measure, rows=joined(measure.rows), apart=apart, by_share=True, share_digits=4)


_AGENCY = _records(Agency, lambda row: row.label)
_COUNTRY = _records(Country, lambda row: row.name)
_PARTNER = _records(Partner, lambda row: row.name)
_LOCALITY = _records(Locality, lambda row: row.full_name)
_SECTORS_SHARED = "Khoản thuộc nhiều lĩnh vực được chia theo tỷ lệ ghi ở khoản đó."
_COMMUNES_SHARED = "Khoản làm ở nhiều xã, phường được chia theo tỷ lệ ghi ở khoản đó."
_COUNTED_TWICE = "Khoản làm ở nhiều xã, phường đếm ở mỗi nơi, nên các dòng cộng lại có thể lớn hơn số chung."


def _agency(column: str, label: str = "Cơ quan") -> Split:
    return Split("co-quan", label, column, _AGENCY)


def _pillar() -> Split:
    return Split("tru-cot", "Trụ cột", "pillar__code", _choices(Pillar.Code))


def _kind(choices: Any, column: str = "kind") -> Split:
    return Split("loai", "Loại", column, _choices(choices))


_MONEY = (
    Split("linh-vuc", "Lĩnh vực", SECTOR_OF_MONEY, _sector_labels, split_by_sector, _SECTORS_SHARED),
    Split("nuoc", "Quốc gia", "item__donor__country_id", _COUNTRY),
    Split("tai-tro", "Nhà tài trợ", "item__donor_id", _PARTNER),
    Split("xa", "Xã, phường", "item__places__locality_id", _LOCALITY, _by_commune, _COMMUNES_SHARED),
    Split("loai", "Loại", "item__mode", _choices(AidItem.Mode)),
    _agency("item__owner_id", "Chủ khoản"),
)
SPLITS: dict[type, tuple[Split, ...]] = {
    AidItem: (
        Split(
            "linh-vuc", "Lĩnh vực", main_sector, _sector_labels,
            note="Khoản thuộc nhiều lĩnh vực được đếm một lần, ở lĩnh vực có tỷ lệ lớn nhất.",
        ),
        Split("nuoc", "Quốc gia", "donor__country_id", _COUNTRY),
        Split("tai-tro", "Nhà tài trợ", "donor_id", _PARTNER),
        Split("xa", "Xã, phường", "places__locality_id", _LOCALITY, note=_COUNTED_TWICE),
        Split("loai", "Loại", "mode", _choices(AidItem.Mode)),
        _agency("owner_id", "Chủ khoản"),
    ),
    Commitment: _MONEY,
    Disbursement: _MONEY,
    Counterpart: _MONEY,
    Partner: (
        Split("nuoc", "Quốc gia", "country_id", _COUNTRY),
        _kind(PartnerKind),
    ),
    NgoRegistration: (
        Split("nuoc", "Quốc gia", "partner__country_id", _COUNTRY),
        _kind(NgoRegistration.Kind),
    ),
    OwnerReport: (_kind(OwnerReport.Kind), _agency("item__owner_id", "Chủ khoản")),
    Program: (Split("giai-doan", "Giai đoạn xây dựng", "status", _choices(Program.Status)),),
    Task: (_pillar(), _agency("lead_agency_id", "Cơ quan chủ trì")),
    FollowUp: (_agency("lead_agency_id", "Cơ quan chủ trì"),),
    Meeting: (_kind(Meeting.Kind), _agency("organiser_id")),
    Award: (_agency("giving_agency_id", "Cơ quan tặng"),),
    Activity: (
        _kind(Activity.Kind),
        _pillar(),
        _agency("agency_id"),
        Split("nuoc", "Quốc gia", "country_id", _COUNTRY),
    ),
    FriendshipAssociation: (Split("nuoc", "Quốc gia", "country_id", _COUNTRY),),
}  # fmt: skip


def splits_of(parts: tuple[Simple, ...]) -> tuple[Split, ...]:
    """Return the ways to split a measure; a share of two has none, nor what is divided already."""
    if len(parts) != 1:
        return ()
    (measure,) = parts
    found = SPLITS.get(measure.rows.model, ())
    if isinstance(measure, Sum) and (measure.by_share or not measure.usd):
        return tuple(split for split in found if split.divide is None)
    return found
