"""What changes people and their posts."""

from core.history import action, save_version
from core.models import Appointment, Person, User


@action("Thêm người")
def add_person(*, person: Person, by: User) -> Person:
    """Store a new person."""
    person.save()
    return person


@action("Sửa người")
def edit_person(*, person: Person, expected: int, by: User) -> Person:
    """Store the changed person. Raises VersionConflictError when somebody saved it meanwhile."""
    return save_version(person, expected=expected)


@action("Thêm chức vụ")
def add_appointment(*, appointment: Appointment, by: User) -> Appointment:
    """Store a post that a person holds."""
    appointment.save()
    return appointment


@action("Sửa chức vụ")
def edit_appointment(*, appointment: Appointment, expected: int, by: User) -> Appointment:
    """Store the changed post, its end included."""
    return save_version(appointment, expected=expected)
