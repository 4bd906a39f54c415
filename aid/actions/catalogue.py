"""Sectors and exchange rates."""

from aid.models import ExchangeRate, Sector
from core.history import action, save_version
from core.legal import RuleError
from core.models import User
from core.money import format_number


@action("Thêm lĩnh vực")
def add_sector(*, sector: Sector, by: User) -> Sector:
    """Store a new sector that a form has checked."""
    sector.full_clean()
    sector.save()
    return sector


@action("Sửa lĩnh vực")
def edit_sector(*, sector: Sector, expected: int, by: User) -> Sector:
    """Store the changed sector. Raises VersionConflictError when somebody saved it meanwhile.

    Figures of sectors are found by code: RuleError where the code of a sector in use would change.
    """
    sector.full_clean()
    was = Sector.objects.filter(pk=sector.pk).values_list("code", flat=True).first()
    used = sector.item_sectors.count() if was not in (None, sector.code) else 0
    if used:
        raise RuleError(
            f"{format_number(used)} khoản viện trợ dùng mã {was}, số liệu theo lĩnh vực lấy theo mã: giữ mã "
            "này. Tên lĩnh vực thì đổi được.",
            field="code",
        )
    return save_version(sector, expected=expected)


@action("Thêm tỷ giá")
def add_rate(*, rate: ExchangeRate, by: User) -> ExchangeRate:
    """Store the rate of a day; amounts already converted keep their own."""
    rate.full_clean()
    rate.save()
    return rate


@action("Sửa tỷ giá")
def edit_rate(*, rate: ExchangeRate, expected: int, by: User) -> ExchangeRate:
    """Store the changed rate. Raises VersionConflictError when somebody saved it meanwhile."""
    rate.full_clean()
    return save_version(rate, expected=expected)
