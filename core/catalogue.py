"""The pages under /danh-muc/: what each holds, and who may open and change it."""

from dataclasses import dataclass

from django.urls import reverse

from core.models import User
from core.permissions import Area, Reach, Right, may_anywhere, reach


@dataclass(frozen=True)
class CataloguePage:
    """One card of the landing page."""

    label: str
    text: str
    icon: str
    url_name: str
    area: Area = Area.CATALOGUE


PAGES = (
    CataloguePage(
        "Tài khoản",
        "Ai đăng nhập, vai trò, cơ quan, mật khẩu, mã xác thực",
        "users",
        "core:account_list",
        Area.ACCOUNTS,
    ),
    CataloguePage(
        "Cơ quan, đơn vị", "Tên, mã gõ nhanh, dòng đầu văn bản, thể thức ký", "building", "core:agency_list"
    ),
    CataloguePage(
        "Người và chức vụ", "Họ tên, tên viết khác, chức vụ tại từng cơ quan", "id", "core:person_list"
    ),
    CataloguePage(
        "Đối tác nước ngoài",
        "Nhà tài trợ, địa phương kết nghĩa, cơ quan đại diện",
        "heart-handshake",
        "core:partner_list",
    ),
    CataloguePage(
        "Quốc gia",
        "Ngày lập quan hệ ngoại giao, độ chắc chắn, năm tròn sắp tới",
        "world",
        "core:country_list",
    ),
    CataloguePage(
        "Ngày kỷ niệm",
        "Quốc khánh các nước, ngày thành lập, độ chắc chắn, nguồn",
        "star",
        "core:observance_list",
    ),
    CataloguePage(
        "Xã, phường", "166 đơn vị hành chính cấp xã từ 01/07/2025", "map-pin", "core:locality_list"
    ),
    CataloguePage(
        "Lĩnh vực viện trợ", "Danh sách lĩnh vực dùng trong báo cáo viện trợ", "tags", "aid:sector_list"
    ),
    CataloguePage(
        "Tỷ giá theo ngày",
        "Tỷ giá, nguồn, ngày; dùng khi quy đổi tiền viện trợ",
        "arrows-exchange",
        "aid:rate_list",
    ),
    CataloguePage(
        "Công bố dữ liệu mở",
        "Tệp IATI của các khoản viện trợ; tắt cho đến khi quản trị viên bật",
        "world",
        "aid:open_data_settings",
    ),
    CataloguePage(
        "Thành phần hồ sơ viện trợ",
        "Giấy tờ cần có theo nghị định, loại khoản, nhà tài trợ",
        "list-check",
        "aid:requirement_list",
    ),
    CataloguePage(
        "Giá trị pháp lý", "Thời hạn, ngưỡng, căn cứ, ngày áp dụng", "gavel", "core:legal_value_list"
    ),
    CataloguePage(
        "Ngày nghỉ hoán đổi",
        "Ngày làm bù, ngày nghỉ bù theo thông báo từng năm",
        "calendar",
        "core:swapped_day_list",
    ),
    CataloguePage(
        "Nhật ký thay đổi và truy cập",
        "Ai sửa gì, lúc nào; ai đăng nhập, tải tệp",
        "history",
        "core:audit_log",
        Area.HISTORY,
    ),
)


def pages_for(user: User):
    """Return (page, address) of each catalogue page that this account may open."""
    return [(page, reverse(page.url_name)) for page in pages_open_to(user)]


def pages_open_to(user: User):
    """Return the catalogue pages that this account may open."""
    return [
        page
        for page in PAGES
        if (page.area is not Area.HISTORY or reads_all_history(user))
        and may_anywhere(user, page.area, Right.READ)
    ]


def reads_all_history(user: User) -> bool:
    """Return whether the account may read the history of every record."""
    return reach(user, Area.HISTORY) is Reach.ALL


def may_edit_catalogue(user: User) -> bool:
    """Return whether the account may change the reference tables."""
    return may_anywhere(user, Area.CATALOGUE, Right.WRITE)


def may_edit_partners(user: User) -> bool:
    """Return whether the account may change partners: who keeps the catalogue, and who writes aid."""
    return may_edit_catalogue(user) or may_anywhere(user, Area.AID, Right.WRITE)


def may_edit_accounts(user: User) -> bool:
    """Return whether the account may create and change accounts."""
    return may_anywhere(user, Area.ACCOUNTS, Right.WRITE)
