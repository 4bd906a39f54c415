"""The sentences of numbers in the year-end report, written by code so that no number is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reports.documents.blocks import Block, BulletList, FigureRef, Paragraph
from reports.figures.words import SAME_PERIOD
from reports.kinds.year_end_numbers import BEFORE, CHANGE, SECTOR_ITEMS, SECTOR_NAMES, SECTOR_USD, Numbers
from reports.narrative import ANNIVERSARY

type Words = list[str | FigureRef]

# The appendices that sentences point to, and what they call them.
_MEETINGS, _ACTIVITIES, _TASKS = (
    ("meetings", "Danh sách"),
    ("activities", "Danh sách"),
    ("tasks", "Danh sách"),
)
_AID = ("aid", "Danh mục")


@dataclass(frozen=True)
class Sentence:
    """A passage of numbers; left out where the words of staff already hold a token beginning with `lead`.

    `listing` is the appendix that it points to with what it calls it: a reader is led there all the same.
    """

    lead: str
    about: str
    blocks: Callable[[Numbers], list[Block]]
    listing: tuple[str, str] | None = None

    def beside(self, text: str, used: Sequence[str], numbers: Numbers) -> list[Block]:
        """Return the sentence as it stands beside the words of staff, `used` being the codes of their tokens.

        Where those say its number, the pointer to its appendix alone stays, unless they name one themselves.
        """
        if not any(code.startswith(self.lead) for code in used):
            return self.blocks(numbers)
        words = numbers.listed(*self.listing).strip() if self.listing else ""
        return [Paragraph(words)] if words and "phụ lục" not in text.casefold() else []


def joined(names: list[str]) -> str:
    """Return "a, b và c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _list(parts: Sequence[Sequence[str | FigureRef]], *, between: str = ", ", last: str = "") -> Words:
    """Return the parts with a sign between them, and `last` before the last one where it is given."""
    words: Words = []
    for index, part in enumerate(parts):
        sign = last if last and index == len(parts) - 1 else between
        words += [sign, *part] if index else [*part]
    return words


def _nothing(numbers: Numbers, about: str, code: str) -> list[Block]:
    """Return that nothing of this occurred, with what the same period a year earlier had."""
    words: Words = [f"{about}: ", numbers.said(code)]
    if numbers.has_before(code):
        words += [" (cùng kỳ năm trước ", numbers.formed_ref(f"{code}|{BEFORE}"), ")"]
    return [Paragraph([*words, "."])]


def _beside(numbers: Numbers, named: dict[str, str]) -> Words:
    """Return " Số khoản tăng 12,5% so với cùng kỳ." for those that have something to compare with.

    Of several only the last says with what: "tăng 12,5%; vốn cam kết giảm 50% so với cùng kỳ".
    """
    found = [(words, f"{code}|{CHANGE}") for code, words in named.items() if numbers.has_before(code)]
    refs = [(words, numbers.formed_ref(code)) for words, code in found]
    parts: list[Words] = [
        [words, ref if at == len(refs) else replace(ref, text=ref.text.removesuffix(SAME_PERIOD))]
        for at, (words, ref) in enumerate(refs, start=1)
    ]
    return [" Số ", *_list(parts, between="; "), "."] if parts else []


def _meetings(numbers: Numbers) -> list[Block]:
    if not numbers.count("meetings.held"):
        return _nothing(numbers, "Cuộc họp, hội nghị trong kỳ", "meetings.held")
    conferences = numbers.count("meetings.conferences")
    what = "hội nghị" if conferences == numbers.count("meetings.held") else "cuộc họp, hội nghị"
    words: Words = ["Trong kỳ, toàn tỉnh tổ chức ", numbers.worded("meetings.held", what)]
    if conferences and what != "hội nghị":
        words += [", trong đó có ", numbers.ref("meetings.conferences")]
    return [Paragraph([*words, ".", *_beside(numbers, {"meetings.held": "cuộc họp, hội nghị "})])]


def _follow_ups(numbers: Numbers) -> list[Block]:
    if not numbers.count("followups.assigned"):
        return _nothing(numbers, "Việc được giao sau hội nghị trong kỳ", "followups.assigned")
    words: Words = ["Các kết luận hội nghị giao ", numbers.ref("followups.assigned"), "; "]
    words += _done(numbers, "followups", none="chưa xong việc nào", some="đã xong ")
    if numbers.count("followups.overdue"):
        words += [", quá hạn ", numbers.ref("followups.overdue")]
    else:
        words += [", ", numbers.said("followups.overdue", nothing="không có việc quá hạn")]
    if numbers.count("followups.undated"):
        words += [", còn ", numbers.ref("followups.undated"), " chưa xác định thời hạn"]
    return [Paragraph([*words, ".", numbers.listed(*_MEETINGS)])]


def _done(numbers: Numbers, group: str, *, none: str, some: str) -> Words:
    """Return how many of a group are done with their share, or that none is."""
    if not numbers.count(f"{group}.done"):
        return [numbers.said(f"{group}.done", nothing=none)]
    return [some, numbers.ref(f"{group}.done"), " (", numbers.ref(f"{group}.done_share"), ")"]


def _activities(numbers: Numbers) -> list[Block]:
    if not numbers.count("activities.total"):
        return _nothing(numbers, "Hoạt động đối ngoại trong kỳ", "activities.total")
    kinds = {
        "activities.exchanges": "hoạt động giao lưu",
        "activities.gatherings": "cuộc gặp mặt hữu nghị",
        "activities.anniversaries": "hoạt động kỷ niệm",
    }
    named = [[numbers.worded(code, words)] for code, words in kinds.items() if numbers.count(code)]
    words: Words = ["Trong kỳ, toàn tỉnh có ", numbers.worded("activities.total", "hoạt động đối ngoại")]
    if named:
        is_all = sum(map(numbers.count, kinds)) == numbers.count("activities.total")
        words += [", gồm " if is_all else ", trong đó có ", *_list(named, last=" và ")]
    if numbers.count("activities.participants"):
        words += ["; thu hút ", numbers.ref("activities.participants"), " tham gia"]
    words += [".", *_beside(numbers, {"activities.total": "hoạt động "})]
    return [Paragraph([*words, numbers.listed(*_ACTIVITIES)])]


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
        paid = numbers.value("aid.disbursed_usd")
        more = [Paragraph(_paid(numbers, of="các khoản đã có"))] if paid.records + paid.left_out else []
        return [*_nothing(numbers, "Khoản viện trợ tiếp nhận mới", "aid.items_received"), *more]
    modes = {
        "aid.programmes": "chương trình",
        "aid.projects": "dự án",
        "aid.non_projects": "phi dự án",
        "aid.unsorted": "khoản chưa xếp loại",
    }
    named = [[numbers.worded(code, words)] for code, words in modes.items() if numbers.count(code)]
    words: Words = [
        *_opening(numbers),
        # "1 khoản, gồm 1 dự án" would count what is told already.
        *(
            [" (", *named[0], ") của "]
            if len(named) == 1
            else [", gồm ", *_list(named, last=" và "), ", của "]
        ),
        numbers.ref("aid.donors"),
        "; tổng vốn cam kết ",
        numbers.said("aid.committed_usd", nothing="chưa ghi nhận"),
        *numbers.lacking("aid.committed_usd", "khoản cam kết chưa có tỷ giá"),
        ". ",
        *_paid(numbers),
    ]
    compared = {
        "aid.items_received": "khoản tiếp nhận mới ",
        "aid.committed_usd": "vốn cam kết ",
        "aid.disbursed_usd": "vốn giải ngân ",
    }
    return [Paragraph([*words, *_beside(numbers, compared), numbers.listed(*_AID)])]


def _paid(numbers: Numbers, *, of: str = "") -> Words:
    """Return what was paid in the window, and how far the new items have come."""
    words: Words = [f"Giải ngân trong kỳ{f' của {of}' if of else ''} ", numbers.said("aid.disbursed_usd")]
    words += numbers.lacking("aid.disbursed_usd", "lần giải ngân chưa có tỷ giá")
    share = numbers.value("aid.disbursed_share").value
    if share:
        words += [
            "; các khoản tiếp nhận mới đã giải ngân ", numbers.ref("aid.disbursed_share"), " vốn cam kết",
        ]  # fmt: skip
    elif share is not None:
        none = "các khoản tiếp nhận mới chưa giải ngân"
        words += ["; ", numbers.said("aid.disbursed_share", nothing=none)]
    return [*words, "."]


def _corrections(numbers: Numbers) -> list[Block]:
    """Return what the numbers above hold of closed periods, on a line of its own."""
    named = {"cam kết ": "aid.correction_committed_usd", "giải ngân ": "aid.correction_disbursed_usd"}
    parts: list[Words] = [
        [words, numbers.said(code, nothing="bù trừ hết", exact=True)]
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
    lines: list[Words] = []
    for name in named:
        line: Words = [f"{SECTOR_NAMES[name]}: "]
        line.append(numbers.said(SECTOR_USD[name], nothing="chưa ghi nhận vốn", exact=True))
        if numbers.count(SECTOR_ITEMS[name]):
            line += [" (", numbers.ref(SECTOR_ITEMS[name]), ")"]
        lines.append([*line, "." if name == named[-1] else ";"])
    intro = "Vốn cam kết của các khoản tiếp nhận mới chia theo lĩnh vực:"
    return [Paragraph(intro), BulletList(lines)]


def _emergency(numbers: Numbers) -> list[Block]:
    if not numbers.count("aid.emergency_items"):
        return _nothing(numbers, "Viện trợ khẩn cấp", "aid.emergency_items")
    worth = numbers.said("aid.emergency_usd", nothing="chưa ghi nhận", exact=True)
    if numbers.counts_emergency and numbers.count("aid.items_received"):
        words: Words = [
            "Trong tổng số trên, ",
            numbers.ref("aid.emergency_items"),
            " viện trợ khẩn cấp để cứu trợ, khắc phục hậu quả thiên tai, trị giá ",
            worth,
            ", thực hiện theo Nghị định số 50/2020/NĐ-CP.",
        ]
        return [Paragraph(words)]
    words = [
        "Ngoài ra, tỉnh tiếp nhận ",
        numbers.ref("aid.emergency_items"),
        " viện trợ khẩn cấp để cứu trợ, khắc phục hậu quả thiên tai, trị giá ",
        worth,
        "; phần này tính riêng theo Nghị định số 50/2020/NĐ-CP, không cộng vào số trên.",
    ]
    return [Paragraph(words)]


def _quarters(numbers: Numbers) -> list[Block]:
    if not (numbers.value("aid.committed_usd").value or numbers.value("aid.disbursed_usd").value):
        return []
    return [numbers.chart_block()]


def _one(about: str, code: str) -> Callable[[Numbers], list[Block]]:
    """Return a sentence around one figure of activities: "Trong kỳ, toàn tỉnh có 5 hoạt động …"."""

    def blocks(numbers: Numbers) -> list[Block]:
        if not numbers.count(code):
            return _nothing(numbers, f"Hoạt động {about} trong kỳ", code)
        return [Paragraph(["Trong kỳ, toàn tỉnh có ", numbers.ref(code), f" {about}."])]

    return blocks


def _associations(numbers: Numbers) -> list[Block]:
    if numbers.count("associations.members"):
        words: Words = ["Liên hiệp có ", numbers.ref("associations.members"), " hữu nghị thành viên"]
    else:
        none = "Liên hiệp chưa có hội hữu nghị thành viên"
        words = [numbers.said("associations.members", nothing=none)]
    if numbers.count("activities.training"):
        words += ["; trong kỳ có ", numbers.ref("activities.training"), " đào tạo, bồi dưỡng"]
    else:
        words += ["; hoạt động đào tạo, bồi dưỡng trong kỳ: ", numbers.said("activities.training")]
    return [Paragraph([*words, "."])]


def _tasks(numbers: Numbers) -> list[Block]:
    if not numbers.count("tasks.total"):
        return _nothing(numbers, "Nhiệm vụ của Chương trình trong kỳ", "tasks.total")
    words: Words = ["Trong kỳ có ", numbers.ref("tasks.total"), " của Chương trình; "]
    words += _done(numbers, "tasks", none="chưa hoàn thành nhiệm vụ nào", some="đã hoàn thành ")
    if numbers.count("tasks.overdue"):
        words += [", quá hạn ", numbers.ref("tasks.overdue")]
    else:
        words += [", ", numbers.said("tasks.overdue", nothing="không có nhiệm vụ quá hạn")]
    return [Paragraph([*words, ".", numbers.listed(*_TASKS)])]


def _awards(numbers: Numbers) -> list[Block]:
    if not numbers.count("awards.given"):
        return _nothing(numbers, "Khen thưởng trong kỳ", "awards.given")
    words: Words = ["Trong kỳ đã trao ", numbers.ref("awards.given")]
    if numbers.count("awards.recipients"):
        words += [" cho ", numbers.ref("awards.recipients")]
    return [Paragraph([*words, "."])]


# By the codes that an outline names; none of them is typed into a report.
SENTENCES: dict[str, Sentence] = {
    "meetings": Sentence("meetings.held", "số hội nghị, cuộc họp", _meetings),
    "followups": Sentence("followups.assigned", "việc sau hội nghị", _follow_ups, _MEETINGS),
    "activities": Sentence("activities.total", "số hoạt động theo loại", _activities, _ACTIVITIES),
    "jubilees": Sentence(ANNIVERSARY, "năm tròn quan hệ ngoại giao", _jubilees),
    "aid": Sentence("aid.items_received", "số khoản và vốn viện trợ", _aid, _AID),
    "corrections": Sentence("aid.correction", "điều chỉnh kỳ trước", _corrections),
    "sectors": Sentence("aid.sector_usd", "vốn theo lĩnh vực", _sectors),
    "emergency": Sentence("aid.emergency_items", "viện trợ khẩn cấp, tính riêng", _emergency),
    "quarters": Sentence("bieu-do:quarters", "biểu đồ theo quý với bảng số", _quarters),
    "overseas": Sentence(
        "activities.overseas",
        "hoạt động công tác kiều bào",
        _one("công tác kiều bào", "activities.overseas"),
    ),
    "information": Sentence(
        "activities.information",
        "hoạt động thông tin đối ngoại",
        _one("thông tin đối ngoại", "activities.information"),
    ),
    "associations": Sentence("associations.members", "số hội thành viên, lớp đào tạo", _associations),
    "tasks": Sentence("tasks.total", "nhiệm vụ của Chương trình", _tasks, _TASKS),
    "awards": Sentence("awards.given", "số lượt khen thưởng", _awards),
}
