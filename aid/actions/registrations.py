"""Certificates of foreign NGOs: add, change, remove."""

from collections.abc import Iterable
from typing import Any

from aid.models import NgoRegistration, RegistrationSector, Sector
from core.attachments import store_attachment
from core.history import action, delete_version, save_version
from core.models import User


@action("Thêm giấy đăng ký")
def add_registration(
    *, registration: NgoRegistration, sectors: Iterable[Sector], by: User, scan: Any = None
) -> NgoRegistration:
    """Store a certificate with the sectors it permits. Raises FileRefused for a scan that cannot be kept."""
    return _store(registration, sectors, scan, by, None)


@action("Sửa giấy đăng ký")
def edit_registration(
    *, registration: NgoRegistration, expected: int, sectors: Iterable[Sector], by: User, scan: Any = None
) -> NgoRegistration:
    """Store the changed certificate. Raises VersionConflictError when somebody saved it meanwhile."""
    return _store(registration, sectors, scan, by, expected)


@action("Xóa giấy đăng ký")
def remove_registration(*, registration: NgoRegistration, expected: int, by: User, reason: str) -> None:
    """Delete a certificate written by mistake; the reason stays in the history."""
    for row in registration.sectors.all():
        row.delete()
    delete_version(registration, expected=expected)


def _store(registration, sectors, scan, by, expected):
    if scan:
        registration.attachment = store_attachment(upload=scan, by=by)
    if not registration.ruling:
        registration.ruling_on = None
    registration.full_clean()
    if expected is None:
        registration.save()
    else:
        save_version(registration, expected=expected)
    wanted = {sector.pk for sector in sectors}
    for row in registration.sectors.all():
        if row.sector_id in wanted:
            wanted.discard(row.sector_id)
        else:
            row.delete()
    for key in sorted(wanted):
        RegistrationSector(registration=registration, sector_id=key, origin=registration.origin).save()
    return registration
