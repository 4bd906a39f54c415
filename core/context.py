"""What every page of the portal knows: the navigation, the Add menu, the year, the demonstration banner."""

import re
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core.models import Notice, User
from core.permissions import Area, Reach, Right, may_anywhere, reach, sees_everything

# (label, icon, url name, area, children). Children: (label, url name, area).
MENU = (
    ("Tổng quan", "dashboard", "reports:dashboard", None, ()),
    (
        "Chương trình",
        "sitemap",
        "programs:program_list",
        Area.PROGRAM,
        (
            ("Các chương trình", "programs:program_list", Area.PROGRAM),
            ("Nhiệm vụ", "programs:task_list", Area.TASKS),
            ("Hoạt động", "programs:activity_list", Area.ACTIVITIES),
            ("Hội thành viên", "programs:association_list", Area.ACTIVITIES),
        ),
    ),
    (
        "Hội nghị",
        "users-group",
        "meetings:meeting_list",
        Area.MEETINGS,
        (
            ("Lịch và biên bản", "meetings:meeting_list", Area.MEETINGS),
            ("Việc sau hội nghị", "meetings:followup_list", Area.FOLLOW_UPS),
            ("Khen thưởng", "meetings:award_list", Area.MEETINGS),
        ),
    ),
    (
        "Viện trợ",
        "heart-handshake",
        "aid:item_list",
        Area.AID,
        (
            ("Khoản viện trợ", "aid:item_list", Area.AID),
            ("Nhà tài trợ", "aid:donor_list", Area.AID),
            ("Giải ngân", "aid:disbursement_list", Area.AID),
            ("Hạn và lịch", "aid:deadline_list", Area.AID),
            ("Báo cáo của chủ khoản", "aid:owner_board", Area.AID),
            ("Khẩn cấp", "aid:emergency_list", Area.AID),
            ("Giấy đăng ký", "aid:registration_list", Area.AID),
            ("Trùng lặp", "aid:twin_list", Area.AID),
            ("Nhập từ Excel", "aid:import_start", Area.AID),
            ("Mẫu đã gửi", "aid:sent_list", Area.AID),
        ),
    ),
    ("Báo cáo", "report", "reports:report_list", Area.REPORTS, ()),
    ("Danh mục", "settings", "core:catalogue", Area.CATALOGUE, ()),
)

# Pages of the menu that answer only those who may write.
WRITERS_ONLY = {"aid:import_start"}
# Pages that answer only those who may write everything.
KEEPERS_ONLY = {"aid:twin_list"}

# Pages without a line of their own in the menu, and the line they belong to.
BELONGS = {"/vien-tro/lich/": "aid:deadline_list", "/vien-tro/ky/": "aid:disbursement_list"}

ADD_LINKS = (
    ("Khoản viện trợ", "heart-handshake", "aid:item_add", Area.AID),
    ("Hội nghị, cuộc họp", "users-group", "meetings:meeting_add", Area.MEETINGS),
    ("Nhiệm vụ", "sitemap", "programs:task_add", Area.TASKS),
    ("Hoạt động", "calendar", "programs:activity_add", Area.ACTIVITIES),
)


def portal(request):
    """Return nav, add_links, portal_year, year_links, unread and demo_banner for the page frame."""
    user = getattr(request, "user", None)
    empty = {
        "nav": [],
        "add_links": [],
        "portal_year": None,
        "year_links": [],
        "unread": None,
        "demo_banner": "",
    }
    if user is None or not user.is_authenticated:
        return empty
    # Each cell of a table that is a template asks again; the frame of one request is made once.
    known = getattr(request, "_portal_frame", None)
    if known is None or known[0] != user.pk:
        # A page that was reached from elsewhere may say to which line of the menu it belongs.
        path = getattr(request, "menu_path", request.path)
        known = request._portal_frame = (user.pk, empty | _frame(user, path, _year_of(request)))
    return known[1]


def _year_of(request: HttpRequest) -> int:
    """Return the year that the page is about: the one its address names, else the running one."""
    match = request.resolver_match
    asked = str(match.kwargs.get("year", "") if match else "") or request.GET.get("nam", "")
    return int(asked) if re.fullmatch(r"(19|20)[0-9]{2}", asked) else timezone.localdate().year


def _frame(user: User, path: str, year: int) -> dict:
    banner = "Dữ liệu minh họa: số liệu chi tiết là giả định" if user.is_demo else ""
    return {
        "nav": _nav(user, path),
        "add_links": [
            {"label": label, "icon": icon, "url": reverse(name)}
            for label, icon, name, area in add_links_for(user)
        ],
        "portal_year": year,
        "demo_banner": banner,
        # Asked only where the bell is drawn: parts of a page have none.
        "unread": SimpleLazyObject(lambda: Notice.objects.of(user).unread().count()),
    }


def is_open_to(user: User, name: str, area: Area) -> bool:
    """Return whether a page of the menu answers this account."""
    right = Right.WRITE if name in WRITERS_ONLY else Right.READ
    return may_anywhere(user, area, right) and (
        name not in KEEPERS_ONLY or reach(user, area, Right.WRITE) is Reach.ALL
    )


def add_links_for(user: User) -> list[tuple[str, str, str, Area]]:
    """Return what this account may add: name, icon, page and area of each."""
    return [
        link for link in ADD_LINKS if may_anywhere(user, link[3], Right.WRITE) and _may_add(user, link[3])
    ]


def _may_add(user: User, area: Area) -> bool:
    """Return whether writing in the area means adding; who reads only its own tasks reports on them."""
    return area is not Area.TASKS or sees_everything(user, area)


def _nav(user: User, path: str) -> list[dict[str, Any]]:
    rows = []
    for label, icon, name, area, children in MENU:
        if area is not None and not may_anywhere(user, area, Right.READ):
            continue
        url = reverse(name)
        active = path == url if url == "/" else path.startswith(url)
        kids: list[dict[str, Any]] = [
            {"label": kid_label, "url": reverse(kid_name), "active": False, "count": None, "count_tone": ""}
            for kid_label, kid_name, kid_area in children
            if is_open_to(user, kid_name, kid_area)
        ]
        # The longest address that the path starts with is the page in sight.
        line = next((reverse(name) for start, name in BELONGS.items() if path.startswith(start)), path)
        matching = [kid for kid in kids if line.startswith(kid["url"])]
        if matching:
            max(matching, key=lambda kid: len(kid["url"]))["active"] = True
        rows.append(
            {
                "label": label,
                "icon": icon,
                "url": url,
                "active": active,
                "count": None,
                "count_tone": "",
                "foot": area is Area.CATALOGUE,
                "children": kids if active and len(kids) > 1 else [],
            }
        )
    return rows
