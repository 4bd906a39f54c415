"""The tables of aid items that a new installation begins with."""

from core.models import User
from core.models.base import Origin
from core.reference import create_missing
from reports.kinds.aid_columns import REGISTER, USUAL
from reports.models import AidReportForm
from reports.outlines import load_outlines

FORMS = (
    {
        "code": "so-vien-tro",
        "name": "Danh mục khoản viện trợ",
        "paper_type": "BÁO CÁO",
        "subject": "Danh mục khoản viện trợ phê duyệt",
        "rows": AidReportForm.Rows.APPROVED,
        "columns": list(REGISTER),
        "citation": "Quy ước của cổng",
    },
    {
        "code": "bao-cao-dinh-ky",
        "name": "Báo cáo định kỳ tiếp nhận, sử dụng viện trợ",
        "paper_type": "BÁO CÁO",
        "subject": "Tình hình tiếp nhận, quản lý và sử dụng viện trợ không hoàn lại",
        "rows": AidReportForm.Rows.RUNNING,
        "columns": list(USUAL),
        "citation": "Điều 13, Điều 14 Nghị định 80/2020/NĐ-CP; từ 08/12/2025 theo Nghị định 313/2025/NĐ-CP",
    },
)


def load(*, by: User) -> dict[str, int]:
    """Create the missing tables; returns how many. Call inside the open action."""
    rows = (((form["code"],), form | {"origin": Origin.OFFICE}) for form in FORMS)
    made = {"mẫu báo cáo viện trợ": create_missing(AidReportForm, rows, "code")}
    return made | load_outlines(by=by)
