"""Whether a typed number is told of the whole province or of a part of it; pure functions.

What one place, body, donor or partner has, and what is signed, carried out or handed over, is no total of
what came in: such a number is at most worth a look, while the total of the province stops a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reports.text_checks.printed import LEADS
from reports.text_checks.typed import COUNTED_IN_WORDS

# Words that tell nothing of where money goes: "1,9 triệu USD, tập trung cho y tế".
_FOCUS = re.compile(r"(?:tập trung|chủ yếu|ưu tiên|phần lớn|nhất là|như|hơn nửa).*", re.IGNORECASE)
_BREAK = re.compile(r"[,:;()\n]|\svà\s|\d")
WHOLE = re.compile(r"(?<!\w)(?:tổng|tổng cộng|toàn tỉnh|cả tỉnh)(?!\w)", re.IGNORECASE)
PART = re.compile(r"(?<!\w)(?:trong đó|riêng|còn lại)(?!\w)", re.IGNORECASE)
_PROVINCE = re.compile(r"(?<!\w)(?:tỉnh|liên hiệp|tổng cộng|tổng số)(?!\w)", re.IGNORECASE)

# Told of one donor, one place, one year of several, or of what runs on from before.
_SOME = re.compile(
    r"\s*(?:viện trợ\s+)?(?:trọng điểm|tiêu biểu|nổi bật|quan trọng|chậm|còn lại|khác|phải|bị"
    r"|hết (?:thời )?hạn"
    r"|(?:mới\s+)?lần đầu|(?:có\s+|với\s+)?(?:giá trị\s+|trị giá\s+|vốn\s+)?dưới(?=\s+\d)"
    r"|(?:trên|từ)\s+[\d.,]+\s*(?:nghìn\s+|triệu\s+)?(?:USD|đô)"
    r"|(?:có\s+|với\s+)?(?:giá trị|trị giá|vốn)\s+(?:trên|từ)(?=\s+\d{1,3}(?:\.000|\s+nghìn)\s+(?:USD|đô))"
    r"|do\s[^,.;:()\d]{1,40}\s(?:phê duyệt|thẩm định|quản lý|chủ trì))(?!\w)",
    re.IGNORECASE,
)
# "Khoản viện trợ từ 100.000 USD trở lên gồm 6 khoản."
_WITHIN_BOUND = re.compile(r"(?<!\w)trở (?:lên|xuống)\s*(?:có|gồm|là|:|\()?\s*$", re.IGNORECASE)
# A bound is no amount: "dưới 100.000 USD", "từ 100.000 USD trở lên".
_BOUND_BEFORE = re.compile(r"(?<!\w)dưới\s+$", re.IGNORECASE)
_BOUND_BEHIND = re.compile(r"\s*trở (?:lên|xuống)(?!\w)", re.IGNORECASE)
# What was not received, or not yet.
_NOT_RECEIVED = re.compile(
    r"(?<!\w)(?:từ chối|(?:không|chưa)\s+(?:được\s+)?(?:tiếp nhận|nhận|phê duyệt|có)|thủ tục|chờ"
    r"|đang\s+(?:xem xét|hoàn thiện|hoàn tất|trình|làm|lập|đề nghị|xin))(?!\w)",
    re.IGNORECASE,
)
# "Nếu tính cả các khoản chuyển tiếp, toàn tỉnh có 35 khoản."
_WITH_OLD_ONES = re.compile(r"(?<!\w)(?:tính|kể|gồm) cả\s[^.;\d]{0,40}chuyển tiếp", re.IGNORECASE)
# "Dự án Nước sạch tại Mường Lát (vốn cam kết 300.000 USD)".
_IN_BRACKETS_OF_ONE = re.compile(
    r"(?:^|[.;\n•-])\s*(?:một\s+)?dự án\s[^,;:()\d]{3,80}\([^()\d]{0,40}$", re.IGNORECASE
)
# One group of those who benefit, or one instalment.
_THEMES = (
    r"phụ nữ|trẻ em|người khuyết tật|người cao tuổi|môi trường|nước sạch|vệ sinh|nông nghiệp|lâm nghiệp"
    r"|bom mìn|biến đổi khí hậu|phòng chống thiên tai|bình đẳng giới|đào tạo nghề|bảo tồn"
)
_OF_A_GROUP = re.compile(
    rf"(?:^|[,;:(\n•]|[-–+]\s|(?<!\w)(?:về|nhóm|cho)\s)\s*(?:{_THEMES})(?!\w)[^;:.\d]{{0,40}}:?\s*$"
    r"|(?<!\w)lĩnh vực\s+(?!y tế|giáo dục|an sinh|sinh kế|đối ngoại|viện trợ|phi chính phủ|này)"
    r"[^,;:.\d]{0,40}:?\s*$"
    r"|(?<!\w)(?:một số|nhiều)\s[^;:.\d]{0,60}:\s*$|(?<!\w)nhóm\s[^,;:.\d]{0,40}$"
    r"|(?<!\w)(?:đợt|lần|giai đoạn)\s+\d+\s[^,;:.\d]{0,40}$",
    re.IGNORECASE,
)
_BEHIND_OF_A_GROUP = re.compile(
    r"(?<!\w)lĩnh vực\s+(?!y tế|giáo dục|an sinh|sinh kế|đối ngoại|viện trợ|phi chính phủ|này)", re.IGNORECASE
)
# One project by its name, unless a number or "các" before it counts them.
_ONE = re.compile(r"(?<!các )(?<!những )(?<!\w)(?:dự án|chương trình|khoản)(?!\w)", re.IGNORECASE)
# "12 tin về 3 dự án".
_ABOUT_SOME = re.compile(r"(?<!\w)(?:về|đối với|cho|thuộc|theo)\s+(?:các\s+)?$", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?<!\w)(?:bình quân|trung bình|mỗi|hằng năm|hàng năm|(?:lũy kế|luỹ kế)(?![^,;.]*trong năm)"
    r"|đang (?:triển khai|thực hiện|hoạt động)|chuyển tiếp|còn hiệu lực|nhiệm kỳ"
    r"|kết thúc(?! năm| quý| kỳ| tháng)|thẩm định|(?:lớn|nhỏ|cao|nhiều|ít) nhất)(?!\w)",
    re.IGNORECASE,
)
# Others hold what one goes to, and those who are met are not all who give.
_GUEST = re.compile(
    r"(?<!\w)(?:dự(?!\s+(?:án|kiến|thảo|toán|báo))|tham gia|làm việc với|gặp|gặp gỡ|tiếp xúc(?: với)?"
    r"|(?:quan hệ|hợp tác|liên hệ|kết nối)(?:\s+hợp tác)?\s+với)(?!\w)",
    re.IGNORECASE,
)

_UP = "[A-Z{}]".format(
    "".join(chr(n) for n in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(n).isupper())
)
_OWN_NAMES = (
    r"(?!Thanh Hóa|Thanh Hoá|Liên [hH]iệp|UBND|[UỦ][ỷy] ban|Uỷ ban|HĐND|MTTQ|Mặt trận|Tỉnh(?! [Đđ]oàn)"
    r"|Trung ương|Nhà nước|Đảng|Sở Ngoại|Việt Nam|Hội nghị|Đại hội)"
)
_NO_NAMES = (
    r"(?!Nghị|Quyết|Chỉ|Kế|Chương|Quý|Tháng|Năm|Bảng|Biểu|Phụ|Phần|Mục|USD|US|ODA|FDI|PCPNN|NGO|INGO"
    r"|CT|DA|PDA|TU|[IVX]+\b)"
)
# A name of several words, of capitals alone, or of a country of one word: "Nhật Bản", "KOICA", "Nga".
_NAME = (
    rf"(?<!\w){_OWN_NAMES}{_NO_NAMES}(?:{_UP}\w*(?:\s+(?:[-–&]\s+)?(?![IVX]+\b){_UP}\w*)+|{_UP}{{2,}}\d?"
    r"|Nga|Đức|Pháp|Anh|Mỹ|Úc|Ý|Bỉ|Lào|Áo|Séc|Nhật|Hàn|Phần Lan)(?!\w)"
)
_DOES = (
    r"tiếp nhận|nhận|tài trợ|viện trợ|hỗ trợ|giúp|tặng|ủng hộ|vận động|kêu gọi|cam kết|giải ngân|có|được|với"
    r"|triển khai|thực hiện|tổ chức|chủ trì|phối hợp|phê duyệt|đóng góp|trao|ký|bàn giao|hoàn thành|quản lý"
)
# One place, one body or one donor as the subject: what it receives or gives is not the province's total.
_SUBJECT = re.compile(
    r"(?:^|[,;:(\n•]|[-–+]\s|(?<!\w)(?i:tại|ở|riêng|còn))\s*(?i:UBND\s+)?"
    r"(?:(?i:huyện|thành phố|thị xã|thị trấn|xã|phường)\s+(?!Hồ Chí Minh)"
    r"|(?i:tổ chức|quỹ|đại sứ quán|công ty|tập đoàn|ngân hàng|sở|bệnh viện|trường|trung tâm|viện|hội hữu nghị"
    r"|hội|liên đoàn|ban quản lý|công an|chi cục|đoàn thanh niên|chính phủ|phía|bạn)\s+"
    r"(?!Ngoại vụ|Hội nghị|Hội thảo|Ngày|Lễ|Tuần|Đoàn))"
    rf"(?:“\s*)?{_UP}[^,;:()\d]{{0,60}}?(?:\s(?i:đã\s+)?(?i:{_DOES})(?!\w)|:)"
)
# Bodies whose name goes on in small letters.
_OWN_BODY = re.compile(
    r"(?:^|[,;:(\n•]|[-–+]\s)\s*(?:công an|bộ chỉ huy|bộ đội biên phòng|tỉnh đoàn|ban dân tộc)(?!\w)"
    rf"[^,;:()\d]{{0,60}}?(?:\s(?:{_DOES})(?!\w)|:)",
    re.IGNORECASE,
)
_GIVER = re.compile(rf"{_NAME}(?:(?!tỉnh|[Ll]iên hiệp)[^,;:()\d\n]){{0,40}}?\s(?i:{_DOES})(?!\w)")
_OWNER = re.compile(
    r"(?<!\w)(?i:do|của|từ|đến từ|với|cùng|cho|giữa|tại|ở|trên địa bàn)\s+"
    rf"(?:(?i:tổ chức|quỹ|chính phủ|đại sứ quán|công ty|tỉnh|thành phố)\s+)?"
    rf"{_OWN_NAMES}{_NO_NAMES}(?:{_UP}|“)"
)
_PLACE = (
    r"(?:tại|ở|cho|trên địa bàn)\s+(?:(?:các|những|một số|nhiều|\d+|hai|ba|bốn|năm)\s+)?"
    r"(?:huyện|xã|phường|thị xã|thị trấn|thành phố|thôn|bản|bệnh viện|trường|trung tâm|vùng|khu vực|miền"
    r"|cơ sở|địa phương|đơn vị)(?!\w)"
)
_AT_A_PLACE = re.compile(rf"(?<!\w){_PLACE}", re.IGNORECASE)
# "Tại huyện Bá Thước, 3 khoản …".
_OPENS_AT = re.compile(rf"(?:^|[;:(\n])\s*{_PLACE}[^,;:()\d\n]{{0,60}},", re.IGNORECASE)
# "Bệnh viện Nhi tỉnh (3 khoản)".
_BODY = (
    r"(?:huyện|thành phố|thị xã|thị trấn|xã|phường|tổ chức|quỹ|đại sứ quán|công ty|tập đoàn|ngân hàng|sở"
    r"|bệnh viện|trường|trung tâm|viện|hội|ban quản lý)"
)
_OF_A_BODY = re.compile(rf"(?:(?<!\w)(?i:{_BODY})\s+{_OWN_NAMES}{_UP}[^,;:()\d\n]{{0,60}}|{_NAME}\s*)\(\s*$")
# "Hàn Quốc 4 khoản", "Mường Lát: 2 khoản", and what is told by donors or places.
_LABEL = re.compile(
    rf"(?:^|[,;:(\n•]|[-–+]\s|(?<!\w)(?i:trong đó|gồm|riêng|còn|và))\s*(?:(?i:{_BODY})\s+)?{_NAME}\s*"
    r"(?:[:(]|có|là|với)?\s*$"
)
_BY_PARTS = re.compile(
    r"(?<!\w)theo\s+(?:các\s+)?(?:nhà tài trợ|địa bàn|quốc gia|nước|đối tác|huyện|xã|đơn vị|tổ chức)\s*:",
    re.IGNORECASE,
)
# Another province, the whole country, and what goes out to friends elsewhere.
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:(?i:cả nước|toàn quốc)(?!\w)"
    rf"|(?i:tỉnh)\s+(?!Thanh Hóa|Thanh Hoá){_UP}\w*\s+{_UP}|(?i:quyên góp|ủng hộ nhân dân)(?!\w))"
)
_IN_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_GOES_TO = re.compile(
    r"(?<!\w)thụ hưởng(?!\w)|(?:^|[,;:(\n])\s*(?:các|nhiều|một số|\d+)\s+(?:xã|huyện|phường|thôn|bản|trường"
    r"|bệnh viện|địa phương|đơn vị)(?!\w)[^,;:()\d\n]{0,60}?\s(?:được|nhận|tiếp nhận)(?!\w)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:^|[,;:(\n])\s*(?:đồng chí|ông|bà)\s[^,;:()\d\n]*$", re.IGNORECASE)
# One more of a list: "3 biên bản ghi nhớ và 2 dự án".
_ONE_MORE = re.compile(r"(?<![\w.,/])(?P<number>\d+)\s[^,;:()\d\n]{1,60}(?:,\s*(?:và\s+)?|\svà\s+)$")
# What happens to items before and after they are received.
_STAGE = (
    r"bàn giao|hoàn thành|ký kết|ký|triển khai|thực hiện|gia hạn|giám sát|kiểm tra|nghiệm thu|khởi động"
    r"|khởi công|thẩm định|phê duyệt|đánh giá|duy trì|quản lý|khảo sát|tổng kết|kết thúc|điều chỉnh|nhân rộng"
    r"|trình|bổ sung|giới thiệu|kết nối|kêu gọi|mời|trao|tặng|hỗ trợ|thu hồi|hoàn trả|chấm dứt|hủy|huỷ"
    r"|thanh lý|đóng|đôn đốc|tháo gỡ|xử lý|hướng dẫn"
)
_STAGE_BEFORE = re.compile(
    rf"(?<!\w)(?P<stage>{_STAGE})"
    rf"(?:\s+(?:xong|thành công|được|thêm|mới|văn kiện|các|hiệu quả|{LEADS})){{0,3}}\s*$",
    re.IGNORECASE,
)
# "Kêu gọi thành công 12 khoản" came in, "kêu gọi 12 dự án" is what one hopes for.
_CALLED_IN = re.compile(r"kêu gọi\s+(?:thành công|được)(?!\w)", re.IGNORECASE)
_STAGE_BEHIND = re.compile(
    rf"\s*(?:viện trợ\s+)?(?:(?:đã|được|đang|mới|chưa)\s+){{1,3}}"
    rf"(?:{_STAGE}|giải ngân)(?!\w)(?!\s+tiếp nhận)",
    re.IGNORECASE,
)
# "4 dự án hoàn thành", unless just these came in.
_STAGE_AT_ONCE = re.compile(
    r"\s*(?:viện trợ\s+)?"
    r"(?:hoàn thành|kết thúc|bàn giao|nghiệm thu|gia hạn|chuyển tiếp|chưa|triển khai)(?!\w)",
    re.IGNORECASE,
)
# What is under way, or happened to some: "3 khoản đang làm thủ tục", "4 dự án được chuyển giao".
_UNDER_WAY = re.compile(
    r"\s*(?:viện trợ\s+)?(?:mới\s+)?(?:(?:đang|chưa|phải|bị|sắp)(?!\w)"
    r"|(?:(?:đã|được)\s+){1,2}(?![^,;:.()\d]{0,50}(?:tiếp nhận|phê duyệt|vận động|cam kết|tài trợ|ghi nhận"
    r"|thu hút|huy động|chấp thuận|đồng ý)))",
    re.IGNORECASE,
)
_CAME_IN = re.compile(r"(?<!\w)(?:tiếp nhận|vận động|thu hút|huy động)(?!\w)", re.IGNORECASE)
_APPROVED = re.compile(r"\s*(?:viện trợ\s+)?(?:đã\s+)?được\s+(?:UBND tỉnh\s+)?phê duyệt", re.IGNORECASE)
_PLANNED = re.compile(r"kế hoạch|mục tiêu|chỉ tiêu", re.IGNORECASE)
_ONE_NAMED = re.compile(
    r"\W*(?:một\s+)?(?:dự án|chương trình|khoản)\s[^,;:\d]*"
    r"(?:[\d.,]+\s*(?:nghìn\s+|triệu\s+)?(?:USD|đô la)\s*)?,",
    re.IGNORECASE,
)
_BY_NAME = re.compile(rf"\W*(?i:một\s+)?(?i:dự án)\s+{_UP}")
_COUNTED = re.compile(r"\d+\s+(?:viện trợ|khoản|chương trình|dự án|phi dự án)(?!\w)", re.IGNORECASE)

_WITHOUT = re.compile(
    r"(?:không|chưa)\s+(?:gồm|bao gồm|kể|tính)[^,.;()]{0,30}?khẩn cấp|ngoài\s+viện trợ khẩn cấp",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Near:
    """The words of a clause before a number and behind it."""

    before: str
    after: str

    @property
    def close(self) -> str:
        """The words before it since the last pause."""
        return _since_break(self.before)

    @property
    def behind(self) -> str:
        """The words behind it up to the next pause."""
        return _up_to_break(self.after)

    @property
    def by(self) -> str:
        """The words on both sides up to a pause."""
        return f"{self.close} | {self.behind}"


# Every rule asks for the words of the same number.
@lru_cache(maxsize=16)
def _since_break(words: str) -> str:
    breaks = [found.end() for found in _BREAK.finditer(words)]
    return words[breaks[-1] :] if breaks else words


@lru_cache(maxsize=16)
def _up_to_break(words: str) -> str:
    found = _BREAK.search(words)
    return _FOCUS.sub("", words[: found.start()] if found else words)


def near(before: str, after: str) -> Near:
    """Return the words around a number; what is said not to be counted in is no word about it."""
    return Near(_WITHOUT.sub(lambda found: " " * len(found[0]), before), _WITHOUT.sub(" ", after))


def is_of_all(words: Near) -> bool:
    """Return whether a number is told of the whole province."""
    by = words.by
    if _BY_PARTS.search(words.before) or _GOES_TO.search(words.close):
        return False
    if _NOT_RECEIVED.search(words.close) or _OF_A_GROUP.search(words.before):
        return False
    if _WITH_OLD_ONES.search(words.before) or _IN_BRACKETS_OF_ONE.search(words.before):
        return False
    if _WITHIN_BOUND.search(words.before) or _BEHIND_OF_A_GROUP.search(words.behind):
        return False
    if _BOUND_BEFORE.search(words.before) or _BOUND_BEHIND.match(words.after):
        return False
    if _is_elsewhere(words) and not words.before.isupper():
        return False
    if _ANOTHER.search(by) or _GUEST.search(words.close) or _SOME.match(words.after) or _is_at_a_place(words):
        return False
    if (listed := _ONE_MORE.search(words.before)) and not is_of_all(_at(words, listed)):
        return False
    # Words in capitals throughout tell nothing of names.
    return words.before.isupper() or not (
        _OWNER.search(by)
        or _LABEL.search(words.before)
        or _has_own_subject(words.before)
        or _OF_A_BODY.search(words.before)
    )


def _is_elsewhere(words: Near) -> bool:
    last = _IN_BRACKETS.sub("", words.before).rpartition(",")[2]
    return bool(_ELSEWHERE.search(last) or _ELSEWHERE.search(words.by))


def _at(words: Near, number: re.Match[str]) -> Near:
    """Return the words around a number that stands before."""
    return Near(words.before[: number.start()], words.before[number.end("number") :] + words.after)


def is_of_a_person(words: Near) -> bool:
    """Return whether one person is who held or led what is counted."""
    return bool(_PERSON.search(words.before))


def is_of_all_aid(words: Near) -> bool:
    """Return whether a number of items is that of all received: nothing else happens to them."""
    found = _STAGE_BEFORE.search(words.before)
    if found and not (
        (found["stage"].lower() == "thực hiện" and _PLANNED.search(words.before))
        or _CALLED_IN.search(found[0])
    ):
        return False
    if (listed := _ONE_MORE.search(words.before)) and not is_of_all_aid(_at(words, listed)):
        return False
    if _ABOUT_SOME.search(words.before):
        return False
    if _UNDER_WAY.match(words.after):
        return False
    if _STAGE_AT_ONCE.match(words.after) and not _CAME_IN.search(words.close):
        return False
    if _STAGE_BEHIND.match(words.after) and not _APPROVED.match(words.after):
        return False
    return is_of_all(words)


def is_beside_a_part(words: Near) -> bool:
    """Return whether an amount goes with items that are a part: "ký 3 dự án với A, tổng vốn 2 triệu USD"."""
    one = _ONE_NAMED.match(words.before)
    is_named = one and (_OWNER.search(one[0]) or "“" in one[0] or _BY_NAME.match(one[0]))
    if one and is_named and not _PROVINCE.search(words.before[one.end() :]):
        return True
    counted = list(_COUNTED.finditer(words.before))
    if not counted or _PROVINCE.search(words.before[counted[-1].end() :]):
        return False
    last = counted[-1]
    return not is_of_all_aid(Near(words.before[: last.start()], words.before[last.end() :]))


def _is_at_a_place(words: Near) -> bool:
    opens = list(_OPENS_AT.finditer(words.before))
    if opens and not _PROVINCE.search(words.before[opens[-1].end() :]):
        return True
    return bool(_AT_A_PLACE.search(words.by)) and not WHOLE.search(words.close)


def _has_own_subject(before: str) -> bool:
    """Return whether one place, body or donor is what the words tell of, and not the province behind it."""
    subjects = [*_SUBJECT.finditer(before), *_OWN_BODY.finditer(before)]
    if subjects and not _PROVINCE.search(before[max(one.end() for one in subjects) :]):
        return True
    givers = list(_GIVER.finditer(before))
    behind = before[givers[-1].end() :] if givers else ""
    is_direct = "," not in behind or any(sign.isdigit() for sign in behind)
    return bool(givers) and is_direct and not _PROVINCE.search(behind)


def is_of_one(words: Near) -> bool:
    """Return whether an amount is that of one project: "dự án “Nước sạch” 120.000 USD"."""
    close = words.close
    found = None if WHOLE.search(close) else _ONE.search(close)
    if found is None:
        return False
    # "11 dự án trị giá …", "mười hai khoản trị giá …" are counted.
    counted = words.before[: len(words.before) - len(close) + found.start()].rstrip(" )")
    return not (counted[-1:].isdigit() or COUNTED_IN_WORDS.search(counted))
