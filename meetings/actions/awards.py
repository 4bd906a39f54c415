"""Awards: who was given what, and where."""

from core.history import action, save_version
from meetings.actions.checks import checked, refuse_agency_of_another_day
from meetings.models import Award


@action("Ghi khen thưởng")
def add_award(*, fields, by) -> Award:
    """Record an award, and return it."""
    award = Award(**fields)
    refuse_agency_of_another_day(award.giving_agency, award.awarded_on)
    checked(award).save()
    return award


@action("Sửa khen thưởng")
def edit_award(*, award, fields, version, by) -> Award:
    """Change an award."""
    for name, value in fields.items():
        setattr(award, name, value)
    refuse_agency_of_another_day(award.giving_agency, award.awarded_on)
    return save_version(checked(award), expected=version)


@action("Xóa khen thưởng")
def remove_award(*, award, version, by) -> None:
    """Delete an award that was recorded by mistake; the history keeps it."""
    save_version(award, expected=version)
    award.delete()
