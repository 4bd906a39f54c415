"""What changes countries, legal values and swapped days."""

from core.history import action, delete_version, save_version
from core.legal import refuse_if
from core.models import Country, LegalValue, SwappedDay, User
from core.rules import legal_value_problems


@action("Sửa quốc gia")
def edit_country(*, country: Country, expected: int, by: User) -> Country:
    """Store the changed country. Raises VersionConflictError when somebody saved it meanwhile."""
    return save_version(country, expected=expected)


@action("Thêm giá trị pháp lý")
def add_legal_value(*, value: LegalValue, by: User) -> LegalValue:
    """Store a new legal value. Raises RuleError when another row of the code covers one of its days."""
    _refuse(value)
    value.save()
    return value


@action("Sửa giá trị pháp lý")
def edit_legal_value(*, value: LegalValue, expected: int, by: User) -> LegalValue:
    """Store the changed legal value. Raises RuleError when another row of the code covers a day of it."""
    _refuse(value)
    return save_version(value, expected=expected)


def _refuse(value: LegalValue) -> None:
    others = LegalValue.objects.filter(code=value.code).exclude(pk=value.pk)
    ranges = list(others.values_list("valid_from", "valid_to"))
    refuse_if(legal_value_problems(start=value.valid_from, end=value.valid_to, others=ranges))


@action("Thêm ngày hoán đổi")
def add_swapped_day(*, swapped: SwappedDay, by: User) -> SwappedDay:
    """Store a day that the office works or rests against the calendar."""
    swapped.save()
    return swapped


@action("Sửa ngày hoán đổi")
def edit_swapped_day(*, swapped: SwappedDay, expected: int, by: User) -> SwappedDay:
    """Store the changed day."""
    return save_version(swapped, expected=expected)


@action("Bỏ ngày hoán đổi")
def remove_swapped_day(*, swapped: SwappedDay, expected: int, by: User) -> None:
    """Remove the day; the calendar counts again. Raises VersionConflictError when it was saved meanwhile."""
    delete_version(swapped, expected=expected)
