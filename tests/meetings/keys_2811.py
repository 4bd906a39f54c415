"""The 28/11 conference from the keyboard: what is typed, and every control key, in order.

A control key is Tab, Enter, an arrow, Escape, or a shortcut (N, T, K, Ctrl Enter counts as one). Typed
text is not counted. After each step marked `NEXT_PAGE` the page changes and the browser waits for it.

The sequence begins on the list of meetings (/hoi-nghi/) with the focus on the page itself, signed in as
SNGV_STAFF on a portal with the reference data, and ends on the record page with every sentence marked.
`KEYS` names the control keys of the plan; test_keys.py counts them and plays the form part without a
browser.
"""

from typing import NamedTuple

LIMIT = 40


class Step(NamedTuple):
    """One thing the hands do: `text` is typed (not counted), `key` is pressed (counted as one)."""

    text: str = ""
    key: str = ""
    field: str = ""
    next_page: bool = False


def typed(field: str, text: str) -> Step:
    """Return the step that types into the field that has the focus."""
    return Step(text=text, field=field)


def key(name: str, *, next_page: bool = False) -> Step:
    """Return the step that presses one control key, by its Playwright name."""
    return Step(key=name, next_page=next_page)


TAB, ENTER = key("Tab"), key("Enter")

SENTENCES = (
    "Ghi nhận Sở Ngoại vụ đã chuẩn bị dự thảo kỹ; cơ bản thống nhất nội dung và bố cục.",
    "Dự thảo còn dài: đề nghị Sở Ngoại vụ tiếp thu góp ý, rút ngắn mà vẫn đủ nội dung.",
    "Yêu cầu Sở Ngoại vụ hoàn thiện dự thảo ngay sau hội nghị.",
    "Yêu cầu Sở Ngoại vụ trình UBND tỉnh xem xét Chương trình ngay sau hội nghị.",
)

LOG = (
    key("n", next_page=True),
    typed("title", "Hội nghị cho ý kiến vào dự thảo Chương trình đối ngoại 2026-2030"),
    TAB,  # Loại: hội nghị stands already
    TAB,
    key("ArrowDown"),  # Mục đích: cho ý kiến vào dự thảo is the first
    TAB,
    typed("held_on", "28/11/2025"),
    TAB,
    typed("hours", "chiều"),
    TAB,
    typed("place", "Thanh Hóa"),
    TAB,
    typed("organiser", "ubnd"),
    TAB,
    typed("chair", "Lê Quang Hùng"),
    TAB,  # Chức danh: taken from the catalogue
    TAB,
    typed("present", "sngv; bchqs; lhhn; stc; dhhd"),
    TAB,
    TAB,  # Thành phần không nêu tên: none
    TAB,  # Chương trình họp: written later
    typed("phat-bieu-0-who", "sngv"),
    TAB,
    typed("phat-bieu-0-kind", "tr"),  # the list jumps to trình bày
    TAB,
    typed("phat-bieu-0-summary", "Trình bày tóm tắt dự thảo, ba phần."),
    ENTER,
    typed("phat-bieu-1-who", "Trần Thị Thu Hằng"),
    TAB,
    TAB,
    typed("phat-bieu-1-summary", "Giải trình về dự thảo."),
    ENTER,
    typed("phat-bieu-2-who", "bchqs"),
    TAB,
    TAB,
    typed("phat-bieu-2-summary", "Góp ý vào dự thảo."),
    ENTER,  # a new row
    ENTER,  # an empty row: on to the conclusion
    typed("conclusion", " ".join(SENTENCES)),
    key("Control+Enter", next_page=True),
)

MARKS = (
    key("k", next_page=True),  # câu 1: không giao việc
    key("t", next_page=True),  # câu 2
    typed("lead", "sngv"),
    TAB,  # loại thời hạn: ngày cụ thể
    TAB,
    typed("due", "31/12/2025"),
    key("Enter", next_page=True),
    key("t", next_page=True),  # câu 3: the sentence says "ngay sau hội nghị"
    typed("lead", "sngv"),
    key("Enter", next_page=True),
    key("t", next_page=True),  # câu 4
    typed("lead", "sngv"),
    key("Enter", next_page=True),
)

STEPS = LOG + MARKS
KEYS = tuple(step.key for step in STEPS if step.key)
