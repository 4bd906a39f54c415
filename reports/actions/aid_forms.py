"""The tables of aid items that the office sends out: which columns they have."""

from core.history import action, save_version
from core.models import User
from reports.models import AidReportForm


@action("Thêm mẫu báo cáo viện trợ")
def add_aid_form(*, form: AidReportForm, by: User) -> AidReportForm:
    """Store a new table that a form has checked."""
    form.full_clean()
    form.save()
    return form


@action("Sửa mẫu báo cáo viện trợ")
def edit_aid_form(*, form: AidReportForm, expected: int, by: User) -> AidReportForm:
    """Store the changed table. Raises VersionConflictError when somebody saved it meanwhile."""
    form.full_clean()
    return save_version(form, expected=expected)
