"""What the tables of an issued report refuse, whoever writes: conditions for core.row_guards.

The programs refuse the same before; these hold for raw SQL as well.
"""

from core.row_guards import RowGuard
from reports.life import MOVES

_FAR = "('NUMBERED', 'ISSUED', 'CORRECTED')"
_SAYS = "Báo cáo đã lấy số, đã ban hành thì số, ngày, thông tin và các bước giữ nguyên."
_STEPWISE = "Báo cáo chỉ chuyển trạng thái theo từng bước, không nhảy bước."
_LOCKED = "Bản chốt số liệu không nhận thêm gì sau khi chốt."
# What a paper prints or is named by; its state goes on, its version and its times follow.
KEPT_COLUMNS = (
    "year", "code", "issuer_id", "title", "number", "dated_on", "signer_id", "basis", "period", "start_on",
    "end_on", "as_of", "count_style", "counts_emergency", "addressees", "bases", "signature_lines",
    "recipients", "appendices", "replaces_id", "replacement_reason",
)  # fmt: skip


def _differ(*columns: str) -> str:
    return " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)


def _report_is_far(key: str) -> str:
    return f"EXISTS (SELECT 1 FROM reports_report r WHERE r.id = {key} AND r.status IN {_FAR})"  # noqa: S608 - our own names


def _jumps(before: str) -> str:
    """Return whether the new state is none that the life of a report leads to from the one before."""
    known = ", ".join(f"'{start}>{end}'" for start, end in sorted(MOVES))
    return f"{before} <> NEW.status AND {before} || '>' || NEW.status NOT IN ({known})"


def _jumps_early(before: str) -> str:
    # What comes after the number is refused with its own words.
    return f"{before} NOT IN {_FAR} AND {_jumps(before)}"


# INSERT OR REPLACE of SQLite rewrites a row without UPDATE or DELETE, so inserts over a kept row count too.
REPORT = (
    RowGuard("INSERT", _report_is_far("NEW.id"), _SAYS),
    RowGuard(
        "UPDATE", f"OLD.status IN {_FAR} AND ({_differ(*KEPT_COLUMNS)} OR ({_jumps('OLD.status')}))", _SAYS
    ),
    RowGuard("DELETE", f"OLD.status IN {_FAR}", _SAYS),
    RowGuard("UPDATE", _jumps_early("OLD.status"), _STEPWISE, about="state"),
    RowGuard(
        "INSERT",
        f"EXISTS (SELECT 1 FROM reports_report r WHERE r.id = NEW.id AND {_jumps_early('r.status')})",  # noqa: S608
        _STEPWISE,
        about="state",
    ),
)
# The step into a state is stored once, right after the state.
STEP = (
    RowGuard(
        "INSERT",
        f"{_report_is_far('NEW.report_id')} AND (NOT EXISTS (SELECT 1 FROM reports_report r "  # noqa: S608
        "WHERE r.id = NEW.report_id AND r.status = NEW.to_status) "
        "OR EXISTS (SELECT 1 FROM reports_reportstep s "
        "WHERE s.id = NEW.id OR (s.report_id = NEW.report_id AND s.to_status = NEW.to_status)))",
        _SAYS,
    ),
    RowGuard("UPDATE", _report_is_far("OLD.report_id"), _SAYS),
    RowGuard("DELETE", _report_is_far("OLD.report_id"), _SAYS),
)
NUMBER = (
    RowGuard(
        "INSERT",
        "EXISTS (SELECT 1 FROM reports_documentnumber n WHERE n.id = NEW.id AND n.report_id IS NOT NULL)",
        _SAYS,
    ),
    RowGuard(
        "UPDATE",
        "OLD.report_id IS NOT NULL AND "
        f"({_differ('agency_id', 'year', 'series', 'number', 'symbol', 'dated_on', 'report_id')})",
        _SAYS,
    ),
    RowGuard("DELETE", "OLD.report_id IS NOT NULL", _SAYS),
)
SNAPSHOT = (
    RowGuard(
        "INSERT",
        "EXISTS (SELECT 1 FROM reports_report r WHERE r.id = NEW.report_id AND r.status <> 'DRAFT')",
        _LOCKED,
    ),
)
# Numbers come with their lock; the step that ends it is stored after them.
FIGURE = (
    RowGuard(
        "INSERT",
        "EXISTS (SELECT 1 FROM reports_reportsnapshot s JOIN reports_report r ON r.id = s.report_id "
        "WHERE s.id = NEW.snapshot_id AND (r.status <> 'DRAFT' OR EXISTS (SELECT 1 FROM reports_reportstep t "
        "WHERE t.report_id = r.id AND t.to_status = 'DATA_LOCKED' AND t.created_at >= s.taken_at)))",
        _LOCKED,
    ),
)
# A signed copy comes after the issue, its other files with it.
FILE = (
    RowGuard(
        "INSERT",
        "NEW.kind <> 'BAN_KY' AND EXISTS (SELECT 1 FROM reports_report r "
        "WHERE r.id = NEW.report_id AND r.status IN ('ISSUED', 'CORRECTED'))",
        _LOCKED,
    ),
)
