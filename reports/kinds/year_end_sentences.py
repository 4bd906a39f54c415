"""The sentences of numbers in the year-end report, written by code so that no number is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.documents.blocks import Block, BulletList, FigureRef, Paragraph
from reports.kinds.year_end_numbers import SECTOR_ITEMS, SECTOR_NAMES, SECTOR_USD, Numbers
from reports.narrative import ANNIVERSARY

type Words = list[str | FigureRef]


@dataclass(frozen=True)
class Sentence:
    """A passage of numbers; left out where the words of staff already hold a token beginning with `lead`."""

    lead: str
    about: str
    blocks: Callable[[Numbers], list[Block]]


def joined(names: list[str]) -> str:
    """Return "a, b và c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _list(parts: Sequence[Sequence[str | FigureRef]], *, between: str = ", ") -> Words:
    """Return the parts with a sign between them."""
    words: Words = []
    for index, part in enumerate(parts):
        words += [between, *part] if index else [*part]
    return words


def _meetings(numbers: Numbers) -> list[Block]:
    if not numbers.count("meetings.held"):
        return []
    words: Words = ["Trong kỳ đã tổ chức ", numbers.worded("meetings.held", "cuộc họp, hội nghị")]
    if numbers.count("meetings.conferences"):
        words += [", trong đó có ", numbers.ref("meetings.conferences")]
    return [Paragraph([*words, "."])]


def _follow_ups(numbers: Numbers) -> list[Block]:
    if not numbers.count("followups.assigned"):
        return []
    words: Words = [
        "Các kết luận hội nghị giao ",
        numbers.ref("followups.assigned"),
        "; đã xong ",
        numbers.ref("followups.done"),
        " (",
        numbers.ref("followups.done_share"),
        ")",
    ]
    if numbers.count("followups.overdue"):
        words += [", quá hạn ", numbers.ref("followups.overdue")]
    else:
        words.append(", không có việc quá hạn")
    if numbers.count("followups.undated"):
        words += [", còn ", numbers.ref("followups.undated"), " chưa xác định thời hạn"]
    return [Paragraph([*words, ".", numbers.listed("meetings", "Danh sách")])]


def _activities(numbers: Numbers) -> list[Block]:
    if not numbers.count("activities.total"):
        return []
    kinds = {
        "activities.exchanges": "hoạt động giao lưu",
        "activities.gatherings": "cuộc gặp mặt hữu nghị",
        "activities.anniversaries": "hoạt động kỷ niệm",
    }
    named = [[numbers.worded(code, words)] for code, words in kinds.items() if numbers.count(code)]
    words: Words = ["Trong kỳ có ", numbers.worded("activities.total", "hoạt động đối ngoại")]
    if named:
        words += [", trong đó có ", *_list(named)]
    if numbers.count("activities.participants"):
        words += ["; thu hút ", numbers.ref("activities.participants"), " tham gia"]
    return [Paragraph([*words, ".", numbers.listed("activities", "Danh sách")])]


def _jubilees(numbers: Numbers) -> list[Block]:
    if not numbers.jubilees:
        return []
    words: Words = ["Nhiều hoạt động được tổ chức nhân kỷ niệm "]
    for index, jubilee in enumerate(numbers.jubilees):
        countries = joined([country.name for country in jubilee.countries])
        words += ["; "] if index else []
        words += [
            numbers.anniversary(jubilee.countries[0].code),
            f" thiết lập quan hệ ngoại giao với {countries}",
        ]
    return [Paragraph([*words, "."])]


def _aid(numbers: Numbers) -> list[Block]:
    if not numbers.count("aid.items_received"):
        return [Paragraph("Trong kỳ chưa ghi nhận khoản viện trợ mới nào được phê duyệt.")]
    modes = {
        "aid.programmes": "chương trình",
        "aid.projects": "dự án",
        "aid.non_projects": "phi dự án",
        "aid.unsorted": "khoản chưa xếp loại",
    }
    named = [[numbers.worded(code, words)] for code, words in modes.items() if numbers.count(code)]
    words: Words = [
        *_opening(numbers),
        ", gồm ",
        *_list(named),
        ", của ",
        numbers.ref("aid.donors"),
        "; tổng vốn cam kết ",
        numbers.ref("aid.committed_usd"),
    ]
    lacking = numbers.value("aid.committed_usd").left_out
    if lacking:
        words.append(f" (chưa tính {lacking} khoản cam kết chưa có tỷ giá)")
    words += [
        ". Giải ngân trong kỳ ",
        numbers.ref("aid.disbursed_usd"),
        "; các khoản tiếp nhận mới đã giải ngân ",
        numbers.ref("aid.disbursed_share"),
        f" vốn cam kết.{numbers.listed('aid', 'Danh mục')}",
    ]
    return [Paragraph(words)]


def _corrections(numbers: Numbers) -> list[Block]:
    """Return what the numbers above hold of closed periods, on a line of its own."""
    named = {"cam kết ": "aid.correction_committed_usd", "giải ngân ": "aid.correction_disbursed_usd"}
    parts: list[Words] = [
        [words, numbers.ref(code, exact=True)]
        for words, code in named.items()
        if numbers.value(code).records + numbers.value(code).left_out
    ]
    if numbers.count("aid.late_items"):
        parts.append([numbers.ref("aid.late_items"), " phê duyệt trong kỳ đã khóa sổ, nay ghi bổ sung"])
    return [Paragraph(["Trong đó điều chỉnh kỳ trước: ", *_list(parts, between="; "), "."])] if parts else []


def _opening(numbers: Numbers) -> Words:
    """Return how the sentence begins: with the emergency grants in its number, or without them."""
    if not (numbers.counts_emergency and numbers.count("aid.emergency_items")):
        return ["Toàn tỉnh tiếp nhận mới ", numbers.ref("aid.items_received"), " viện trợ không hoàn lại"]
    return [
        "Toàn tỉnh tiếp nhận mới ",
        numbers.ref("aid.items_all"),
        " viện trợ không hoàn lại, tổng vốn cam kết ",
        numbers.ref("aid.committed_all_usd"),
        ", tính cả ",
        numbers.ref("aid.emergency_items"),
        " viện trợ khẩn cấp. Không kể khẩn cấp là ",
        numbers.ref("aid.items_received"),
    ]


def _sectors(numbers: Numbers) -> list[Block]:
    """Return one line per sector that has money or items, the largest first."""
    named = [
        name
        for name in SECTOR_NAMES
        if numbers.count(SECTOR_ITEMS[name]) or numbers.value(SECTOR_USD[name]).value
    ]
    if not named:
        return []
    named.sort(key=lambda name: -(numbers.value(SECTOR_USD[name]).value or 0))
    lines: list[Words] = [
        [
            f"{SECTOR_NAMES[name]}: ",
            numbers.ref(SECTOR_USD[name], exact=True),
            " (",
            numbers.ref(SECTOR_ITEMS[name]),
            ")" + ("." if name == named[-1] else ";"),
        ]
        for name in named
    ]
    intro = "Vốn cam kết của các khoản tiếp nhận mới chia theo lĩnh vực:"
    return [Paragraph(intro), BulletList(lines)]


def _emergency(numbers: Numbers) -> list[Block]:
    if not numbers.count("aid.emergency_items"):
        return []
    if numbers.counts_emergency and numbers.count("aid.items_received"):
        words: Words = [
            "Trong tổng số trên, ",
            numbers.ref("aid.emergency_items"),
            " viện trợ khẩn cấp để cứu trợ, khắc phục hậu quả thiên tai, trị giá ",
            numbers.ref("aid.emergency_usd", exact=True),
            ", thực hiện theo Nghị định số 50/2020/NĐ-CP.",
        ]
        return [Paragraph(words)]
    words = [
        "Ngoài ra, tỉnh tiếp nhận ",
        numbers.ref("aid.emergency_items"),
        " viện trợ khẩn cấp để cứu trợ, khắc phục hậu quả thiên tai, trị giá ",
        numbers.ref("aid.emergency_usd", exact=True),
        "; phần này tính riêng theo Nghị định số 50/2020/NĐ-CP, không cộng vào số trên.",
    ]
    return [Paragraph(words)]


def _quarters(numbers: Numbers) -> list[Block]:
    if not (numbers.value("aid.committed_usd").value or numbers.value("aid.disbursed_usd").value):
        return []
    return [numbers.chart().block()]


def _one(before: str, code: str, after: str) -> Callable[[Numbers], list[Block]]:
    """Return a sentence around one figure, nothing where the figure is nought."""

    def blocks(numbers: Numbers) -> list[Block]:
        return [Paragraph([before, numbers.ref(code), after])] if numbers.count(code) else []

    return blocks


def _associations(numbers: Numbers) -> list[Block]:
    words: Words = ["Liên hiệp có ", numbers.ref("associations.members"), " hữu nghị thành viên"]
    if numbers.count("activities.training"):
        words += ["; trong kỳ có ", numbers.ref("activities.training"), " đào tạo, bồi dưỡng"]
    return [Paragraph([*words, "."])]


def _tasks(numbers: Numbers) -> list[Block]:
    if not numbers.count("tasks.total"):
        return []
    words: Words = [
        "Trong kỳ có ",
        numbers.ref("tasks.total"),
        " của Chương trình; đã hoàn thành ",
        numbers.ref("tasks.done"),
        " (",
        numbers.ref("tasks.done_share"),
        ")",
    ]
    if numbers.count("tasks.overdue"):
        words += [", quá hạn ", numbers.ref("tasks.overdue")]
    return [Paragraph([*words, ".", numbers.listed("tasks", "Danh sách")])]


def _awards(numbers: Numbers) -> list[Block]:
    if not numbers.count("awards.given"):
        return []
    words: Words = ["Trong kỳ đã trao ", numbers.ref("awards.given")]
    if numbers.count("awards.recipients"):
        words += [" cho ", numbers.ref("awards.recipients")]
    return [Paragraph([*words, "."])]


# By the codes that an outline names; none of them is typed into a report.
SENTENCES: dict[str, Sentence] = {
    "meetings": Sentence("meetings.held", "số hội nghị, cuộc họp", _meetings),
    "followups": Sentence("followups.assigned", "việc sau hội nghị", _follow_ups),
    "activities": Sentence("activities.total", "số hoạt động theo loại", _activities),
    "jubilees": Sentence(ANNIVERSARY, "năm tròn quan hệ ngoại giao", _jubilees),
    "aid": Sentence("aid.items_received", "số khoản và vốn viện trợ", _aid),
    "corrections": Sentence("aid.correction", "điều chỉnh kỳ trước", _corrections),
    "sectors": Sentence("aid.sector_usd", "vốn theo lĩnh vực", _sectors),
    "emergency": Sentence("aid.emergency_items", "viện trợ khẩn cấp, tính riêng", _emergency),
    "quarters": Sentence("biểu đồ", "biểu đồ theo quý với bảng số", _quarters),
    "overseas": Sentence(
        "activities.overseas",
        "hoạt động công tác kiều bào",
        _one("Trong kỳ có ", "activities.overseas", " công tác kiều bào."),
    ),
    "information": Sentence(
        "activities.information",
        "hoạt động thông tin đối ngoại",
        _one("Trong kỳ có ", "activities.information", " thông tin đối ngoại."),
    ),
    "associations": Sentence("associations.members", "số hội thành viên, lớp đào tạo", _associations),
    "tasks": Sentence("tasks.total", "nhiệm vụ của Chương trình", _tasks),
    "awards": Sentence("awards.given", "số lượt khen thưởng", _awards),
}
