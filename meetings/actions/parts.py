"""Agenda, attendance and speeches: rows added, changed and removed together."""

from core.history import action, save_version
from core.legal import RuleError
from meetings.actions.checks import checked, refuse_agency_of_another_day, refuse_if_closed
from meetings.models import AgendaItem, Attendance, Meeting, Speech


@action("Sửa chương trình họp")
def save_agenda(*, meeting, rows, version, by) -> Meeting:
    """Replace the agenda by these rows."""
    return _save_rows(meeting, AgendaItem, rows, version)


@action("Sửa thành phần dự họp")
def save_attendances(*, meeting, rows, version, by) -> Meeting:
    """Replace the attendance by these rows; at most one of them chairs."""
    if sum(row["fields"]["role"] == Attendance.Role.CHAIR for row in rows if not row["remove"]) > 1:
        raise RuleError("Chỉ một người chủ trì; người thứ hai ghi là đồng chủ trì.")
    # Who no longer chairs is written before who does: the database allows one chair at a time.
    rows = sorted(rows, key=lambda row: row["fields"].get("role") == Attendance.Role.CHAIR)
    return _save_rows(meeting, Attendance, rows, version)


@action("Sửa phát biểu")
def save_speeches(*, meeting, rows, version, by) -> Meeting:
    """Replace the speeches by these rows."""
    return _save_rows(meeting, Speech, rows, version)


def _save_rows(meeting, model, rows, version):
    """Write rows {"pk", "remove", "ordinal", "fields"}; the meeting's version guards them all.

    A row whose pk is not one of this meeting's is refused; a row that is not named stays.
    """
    refuse_if_closed(meeting)
    save_version(meeting, expected=version)
    stored = {part.pk: part for part in model.objects.filter(meeting=meeting)}
    if any(row["pk"] and row["pk"] not in stored for row in rows):
        raise RuleError("Có dòng không còn trong cuộc họp này; mở lại trang rồi sửa.")
    for row in rows:
        if row["remove"] and row["pk"]:
            stored.pop(row["pk"]).delete()
    for row in rows:
        if row["remove"]:
            continue
        part = stored.get(row["pk"]) or model(meeting=meeting)
        before = {name: getattr(part, name) for name in row["fields"]} | {"ordinal": part.ordinal}
        values = row["fields"] | {"ordinal": row["ordinal"]}
        if part.pk and values == before:
            continue
        for name, value in values.items():
            setattr(part, name, value)
        refuse_agency_of_another_day(getattr(part, "agency", None), meeting.held_on)
        checked(part).save()
    return meeting
