"""What two records that become one are compared by: groups of columns that are taken over together."""

from dataclasses import dataclass
from typing import Any

from aid.models import AidItem, DuplicateKind
from core.dates import format_date
from core.models import Partner

KEPT, GONE = "giu", "gop"


@dataclass(frozen=True)
class Group:
    """Columns that belong together: one choice decides them all."""

    key: str
    label: str
    columns: tuple[str, ...]


ITEM_GROUPS = (
    Group("ten", "Tên khoản viện trợ", ("name",)),
    Group("ten_en", "Tên tiếng Anh", ("name_en",)),
    Group("loai", "Loại", ("mode",)),
    Group("khan_cap", "Khẩn cấp, thiên tai", ("emergency_kind", "disaster_event", "disaster_on")),
    Group("nha_tai_tro", "Nhà tài trợ", ("donor",)),
    Group("tiep_nhan", "Cơ quan tiếp nhận", ("recipient",)),
    Group("chu_khoan", "Chủ khoản viện trợ", ("owner",)),
    Group("chu_quan", "Cơ quan chủ quản", ("governing_body",)),
    Group("van_dong", "Cơ quan vận động", ("mobilised_by",)),
    Group("thoi_gian", "Thời gian thực hiện", ("started_on", "ended_on")),
    Group(
        "quyet_dinh",
        "Quyết định, phê duyệt",
        (
            "decision_number", "approved_on", "signer", "signer_title", "authority", "booked_on",
            "booking_reason",
        ),
    ),
    Group(
        "trang_thai",
        "Trạng thái, các mốc",
        (
            "status", "received_on", "returned_on", "days_returned", "appraised_on", "notified_on",
            "closed_on", "handed_over_on", "final_report_on", "settled_on",
        ),
    ),
    Group("muc_tieu", "Mục tiêu, kết quả", ("objectives",)),
    Group("ngan_sach", "Nguồn thu ngân sách", ("is_budget_revenue",)),
    Group("quan_ly", "Hình thức quản lý", ("management_form", "managed_by")),
    Group("huong_loi", "Người hưởng lợi", ("beneficiaries", "beneficiaries_indirect")),
    Group("ghi_chu", "Ghi chú", ("note",)),
)  # fmt: skip
DONOR_GROUPS = (
    Group("ten", "Tên", ("name",)),
    Group("ten_en", "Tên tiếng Anh", ("name_en",)),
    Group("loai", "Loại", ("kind",)),
    Group("nuoc", "Nước", ("country",)),
    Group("quan_he", "Quan hệ", ("relation", "since_year")),
    Group("xac_nhan", "Đã xác nhận", ("is_confirmed",)),
    Group("ghi_chu", "Ghi chú", ("note",)),
)
GROUPS: dict[str, tuple[Group, ...]] = {DuplicateKind.ITEM: ITEM_GROUPS, DuplicateKind.DONOR: DONOR_GROUPS}
MODELS: dict[str, Any] = {DuplicateKind.ITEM: AidItem, DuplicateKind.DONOR: Partner}


def values(record: Any, group: Group) -> tuple[Any, ...]:
    """Return what the record has in the columns of a group, keys for other records."""
    return tuple(getattr(record, record._meta.get_field(name).attname) for name in group.columns)


def differing(kind: str, kept: Any, gone: Any) -> list[Group]:
    """Return the groups in which the two records differ."""
    return [group for group in GROUPS[kind] if values(kept, group) != values(gone, group)]


def better(kept: Any, gone: Any, group: Group) -> str:
    """Return whose columns are proposed: of the one kept, unless it says nothing there."""
    empty = (None, "", "CHUA_RO", "CHUA_XEP")
    mine = [value for value in values(kept, group) if value not in empty]
    theirs = [value for value in values(gone, group) if value not in empty]
    return GONE if theirs and not mine else KEPT


def in_words(record: Any, group: Group) -> str:
    """Return the columns of a group as a reader would say them."""
    said = (_word(record, name) for name in group.columns)
    return " · ".join(word for word in said if word) or "để trống"


def _word(record: Any, name: str) -> str:
    column, value = record._meta.get_field(name), getattr(record, name)
    if value in (None, "", 0):
        return ""
    if column.choices:
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(value, bool):
        return "có" if value else "không"
    return format_date(value) if hasattr(value, "strftime") else str(value)
