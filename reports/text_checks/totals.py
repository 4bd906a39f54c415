"""Whether a typed number of members, meetings, activities or tasks is that of all of them; pure functions.

Unlike aid, the same nouns stand for much that is in no register: conferences of others, a few of the member
associations, what one body was given to do. Only words that tell of all let a number stop a report.
"""

from __future__ import annotations

import re

from reports.text_checks.parts import PART, Near, is_of_a_person, is_of_all

# What is done to some members, and no count of them: "kết nạp 1 hội hữu nghị", "phối hợp với 4 hội".
_DONE_TO_SOME = re.compile(
    r"(?<!\w)(?:(?:kết nạp|thành lập|ra mắt|vận động|kiện toàn|củng cố|hướng dẫn|chỉ đạo|giúp|hỗ trợ|giải thể"
    r"|sáp nhập|hợp nhất|tặng|trao|khen|khen thưởng|biểu dương|tuyên dương|đề nghị|khảo sát|kiểm tra|gặp)"
    r"\s+(?:thêm|mới|được|các|xong|và\s+\w+|cho)?\s*|(?:phối hợp|làm việc)\s+(?:với|cùng)\s+)$",
    re.IGNORECASE,
)
_OF_SOME = re.compile(r"(?<!\w)(?:cùng|với|cho|của|tại|ở|do|thêm|mới)\s+$", re.IGNORECASE)
_OPENS_WITH = re.compile(r"^\W*với\s+$", re.IGNORECASE)
# What may stand behind all of them; anything else is what a few did: "6 hội hữu nghị đã tổ chức đại hội".
_ALL_OF_THEM = re.compile(
    r"(?:\s*(?:hữu nghị|thành viên|song phương|trực thuộc(?: Liên hiệp)?|cấp tỉnh|của tỉnh|của Liên hiệp|tỉnh"
    r"|hội|là|đạt|đến cuối năm|đến nay|hiện nay)(?!\w))*"
    r"\s*(?:$|[.,;:()!\n]|(?:không ngừng|hoạt động|tiếp tục|với|và|trên địa bàn|hiện|nào)(?!\w))",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"(?<!\w)liên hiệp(?:\s[^,;:()\d]{0,60})?\s(?:và|cùng)\s+(?:các\s+)?$", re.IGNORECASE)
# What may stand behind "hội nghị" where no sort of it is named.
_ANY_CONFERENCE = re.compile(
    r"\s*(?:$|[.;:)!\n]|,(?!\s*(?:hội thảo|tọa đàm|toạ đàm|diễn đàn|lớp|sự kiện|cuộc họp|lễ))"
    r"|(?:nào|trong|năm|để|nhằm|được|đã|theo|thành công|toàn tỉnh|cấp tỉnh|về công tác đối ngoại)(?!\w))",
    re.IGNORECASE,
)
# One sort of meetings, or meetings of others.
_ONE_SORT = re.compile(
    r"\s*(?:giao ban|trực tuyến|chuyên đề|tập huấn|nội bộ|sơ kết|cơ quan|chi bộ|đột xuất)(?!\w)",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(r"(?<!\w)(?:phối hợp|cho phép|đăng cai)\s+(?:tổ chức\s+)?$", re.IGNORECASE)
_LEADERS = re.compile(
    r"(?<!\w)(?:(?:ban )?thường (?:trực|vụ)|lãnh đạo|(?:phó )?(?:chủ tịch|giám đốc|bí thư))(?!\w)[^,;:\d]*$",
    re.IGNORECASE,
)
# One body's share of the tasks: "Sở Ngoại vụ chủ trì 12 nhiệm vụ", "Liên hiệp được giao 6 nhiệm vụ".
_ONE_LEADS = re.compile(
    r"(?<!\w)(?:chủ trì|phối hợp)(?:\s+(?:thực hiện|triển khai|tham mưu))?\s+$"
    r"|(?<!\w)(?:(?-i:Sở|Ban|Hội|Công an|Bộ|Tỉnh đoàn|Liên hiệp|UBND|MTTQ|Ủy ban)|đơn vị|cơ quan|ngành)\s"
    r"[^;:\d]*(?<!các )(?:được giao|hoàn thành|thực hiện|tham mưu)(?:\s+(?:được|xong|tốt))?\s+$",
    re.IGNORECASE,
)
_OTHERS_TOO = re.compile(r"(?<!\w)(?:các|toàn tỉnh|cả tỉnh)(?!\w)", re.IGNORECASE)


def is_done_to_some(words: Near) -> bool:
    """Return whether associations are those that something is done to: no register counts them."""
    return bool(_DONE_TO_SOME.search(words.before)) and not _TOGETHER.search(words.before)


def is_of_all_members(words: Near, *, is_whole: bool) -> bool:
    """Return whether a number of associations is that of all members; `is_whole` the 10 of "7/10 hội"."""
    if PART.search(words.by):
        return False
    if is_whole or _TOGETHER.search(words.before):
        return True
    if is_done_to_some(words) or (_OF_SOME.search(words.before) and not _OPENS_WITH.match(words.before)):
        return False
    return bool(_ALL_OF_THEM.match(words.after))


def is_held_by_all(words: Near, noun: str) -> bool:
    """Return whether meetings or activities are those of the whole province, of any sort."""
    if _ONE_SORT.match(words.after) or _WITH_OTHERS.search(words.before) or _LEADERS.search(words.close):
        return False
    if noun == "hội nghị" and not _ANY_CONFERENCE.match(words.after):
        return False
    return is_of_all(words) and not is_of_a_person(words)


def is_one_bodys_share(words: Near) -> bool:
    """Return whether tasks are those that one body leads or was given."""
    found = _ONE_LEADS.search(words.before)
    return found is not None and not _OTHERS_TOO.search(found[0])
