"""What changes communes and the days of the year."""

from core.history import action, delete_version, save_version
from core.models import Locality, Observance, User


@action("Thêm xã, phường")
def add_locality(*, locality: Locality, by: User) -> Locality:
    """Store a new commune or ward."""
    locality.save()
    return locality


@action("Sửa xã, phường")
def edit_locality(*, locality: Locality, expected: int, by: User) -> Locality:
    """Store the changed commune. Raises VersionConflictError when somebody saved it meanwhile."""
    return save_version(locality, expected=expected)


@action("Thêm ngày kỷ niệm")
def add_observance(*, observance: Observance, by: User) -> Observance:
    """Store a new day of the year."""
    observance.save()
    return observance


@action("Sửa ngày kỷ niệm")
def edit_observance(*, observance: Observance, expected: int, by: User) -> Observance:
    """Store the changed day. Raises VersionConflictError when somebody saved it meanwhile."""
    return save_version(observance, expected=expected)


@action("Bỏ ngày kỷ niệm")
def remove_observance(*, observance: Observance, expected: int, by: User) -> None:
    """Remove the day. Raises VersionConflictError when somebody saved it meanwhile."""
    delete_version(observance, expected=expected)
