"""The invented part of the aid desk: certificates, a donor that is there twice, the allocation of a grant."""

from datetime import date

from aid.actions.places import follow_allocation
from aid.models import AidItem, Allocation, NgoRegistration, RegistrationSector
from core.models import Locality, Origin, Partner

# (key of the donor, number, issued, valid to the end of, provinces, codes of sectors)
CERTIFICATES = (
    ("song-xanh", "101/CNV-HĐ (minh họa)", date(2024, 6, 15), date(2027, 6, 14), ["Thanh Hóa", "Nghệ An"],
     ("Y_TE", "AN_SINH")),
    ("doi-che", "87/CNV-HĐ (minh họa)", date(2021, 1, 1), date(2024, 12, 31), ["Thanh Hóa"], ("SINH_KE",)),
)  # fmt: skip
# (unit, code of the commune, goods, thousandths, measure, đồng, households, received, handed out)
ALLOCATIONS = (
    ("Các thôn ven biển, đợt 1", "16012", "Gạo và nhu yếu phẩm", 700_000, "suất", 490_000_000, 700,
     date(2025, 9, 18), date(2025, 9, 20)),
    ("Các thôn ven biển, đợt 2", "16531", "Bình lọc nước", 500_000, "bộ", 350_000_000, 500,
     date(2025, 9, 22), date(2025, 9, 25)),
)  # fmt: skip
TWIN_OF, TWIN_NAME = "song-xanh", "QUY SONG XANH (hư cấu, ghi trùng)"
GRANT = "VT-2025-K01"


def load_aid_desk(names):
    """Create certificates, a donor that is there twice, and an allocation; returns how many records."""
    mark = {"origin": Origin.DEMO}
    count = 0
    for key, number, issued, expires, provinces, sectors in CERTIFICATES:
        donor = names.donors[key]
        if NgoRegistration.objects.filter(partner=donor, number=number).exists():
            continue
        row = NgoRegistration.objects.create(
            partner=donor, number=number, issued_on=issued, expires_on=expires, provinces=provinces, **mark
        )
        for code in sectors:
            RegistrationSector.objects.create(registration=row, sector=names.sectors[code], **mark)
        count += 1
    return count + _twin(names, mark) + _allocation(mark)


def _twin(names, mark):
    country = names.donors[TWIN_OF].country
    if Partner.objects.filter(name=TWIN_NAME, country=country).exists():
        return 0
    note = "Nhà tài trợ hư cấu, ghi hai lần để minh họa việc gộp."
    Partner.objects.create(name=TWIN_NAME, kind="TC_PCPNN", country=country, note=note, **mark)
    return 1


def _allocation(mark):
    item = AidItem.objects.filter(code=GRANT).first()
    if item is None or item.allocations.exists():
        return 0
    places = Locality.objects.in_bulk([row[1] for row in ALLOCATIONS], field_name="code")
    for unit, code, goods, quantity, measure, amount, households, received, handed_out in ALLOCATIONS:
        Allocation.objects.create(
            item=item, unit_name=unit, locality=places.get(code), goods=goods, quantity_e3=quantity,
            measure=measure, amount_minor=amount, households=households, received_on=received,
            distributed_on=handed_out, **mark,
        )  # fmt: skip
    follow_allocation(item, [])
    return len(ALLOCATIONS)
