"""What holds for opinions: deadlines in working days, how an agency stands, what an answer must hold.

Pure functions; codes are the stored ones (domain.md 3.3). Silence is CHUA_TRA_LOI, never agreement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.dates import add_working_days, format_date, holiday_name, is_working_day
from core.legal import Blocker, Caution

Findings = list[Blocker | Caution]

LONGEST_DEADLINE = 90
# No rule gives agencies a least time to answer; the office looks twice below one working week.
LEAST_DAYS = 5
NO_REPLY = "CHUA_TRA_LOI"
NO_OPINION = "KHONG_CO_Y_KIEN"
NOT_STATED = "KHONG_NEU"
AGREEING = ("NHAT_TRI", "CO_BAN_THONG_NHAT")
# Whoever asks for something says what.
ASKING = ("DE_NGHI_BO_SUNG", "DE_NGHI_SUA", "KHONG_NHAT_TRI")
ACCEPTED, PARTLY, EXPLAINED, NOTED = "TIEP_THU", "MOT_PHAN", "GIAI_TRINH", "GHI_NHAN"
PORTAL, LETTER, MEETING = "CONG", "CONG_VAN", "HOI_NGHI"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A weekday that a deadline passes over, or a weekend day that it counts."""

    day: date
    reason: str

    def __str__(self) -> str:
        """Return "17/02/2026 (Tết Nguyên Đán)"."""
        return f"{format_date(self.day)} ({self.reason})"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to answer, and the days off the calendar that were met on the way."""

    due_on: date
    skipped: tuple[Skipped, ...] = ()
    worked: tuple[Skipped, ...] = ()


def deadline(asked_on: date, days: int, swapped: Mapping[date, bool] | None = None) -> Deadline:
    """Return the day on which so many working days after `asked_on` end; that day itself does not count."""
    due_on = add_working_days(asked_on, days, swapped)
    skipped, worked = [], []
    day = asked_on + timedelta(days=1)
    while day <= due_on:
        works = is_working_day(day, swapped)
        if day.weekday() < 5 and not works:
            skipped.append(Skipped(day, holiday_name(day) or "nghỉ hoán đổi"))
        elif day.weekday() >= 5 and works:
            worked.append(Skipped(day, "làm bù"))
        day += timedelta(days=1)
    return Deadline(due_on, tuple(skipped), tuple(worked))


def round_problems(
    *, asked_on: date, due_on: date | None, days: int | None, agencies: int, words: int, today: date
) -> Findings:
    """Return why a round cannot begin: nobody asked, nothing to read, a deadline that nobody can meet."""
    found: Findings = []
    if not agencies:
        found.append(Blocker("Chọn ít nhất một cơ quan để lấy ý kiến.", None, "agencies"))
    if not words:
        found.append(Blocker("Bản dự thảo chưa có nội dung; nhận hoặc soạn nội dung trước.", None, "draft"))
    if asked_on > today:
        found.append(
            Blocker(
                f"Ngày gửi {format_date(asked_on)} chưa đến; ghi ngày đã gửi, muộn nhất là hôm nay.",
                None,
                "asked_on",
            )
        )
    if days is not None and not 1 <= days <= LONGEST_DEADLINE:
        found.append(Blocker(f"Số ngày làm việc phải từ 1 đến {LONGEST_DEADLINE}.", None, "working_days"))
    if days is None and due_on is None:
        found.append(Blocker("Nhập số ngày làm việc hoặc hạn trả lời.", None, "working_days"))
    if due_on is not None and due_on <= asked_on:
        found.append(Blocker("Hạn trả lời phải sau ngày gửi.", None, "due_on"))
    return found


def new_deadline_problems(*, due_on: date, today: date) -> Findings:
    """Return why the deadline of a running round may not be moved there: nobody answers in the past."""
    if due_on >= today:
        return []
    return [Blocker(f"Hạn mới đã qua; nhập ngày từ {format_date(today)} trở đi.", None, "due_on")]


def short_deadline(*, due_on: date, today: date, swapped: Mapping[date, bool] | None = None) -> Findings:
    """Return what to look at when agencies have few working days left; today does not count."""
    days = sum(
        is_working_day(today + timedelta(days=n), swapped) for n in range(1, (due_on - today).days + 1)
    )
    if days >= LEAST_DAYS:
        return []
    left = f"còn {days} ngày làm việc" if days else "phải trả lời ngay hôm nay"
    return [
        Caution(
            f"Cơ quan chưa trả lời {left} đến hạn {format_date(due_on)}; thường để ít nhất {LEAST_DAYS} ngày "
            "làm việc.",
            None,
        )
    ]


def closing_problems(*, is_closed: bool, due_on: date, waiting: Sequence[str], today: date) -> Findings:
    """Return why a round may not be closed: before its deadline only once everybody has answered."""
    if is_closed:
        return [Blocker("Đợt lấy ý kiến đã kết thúc.", None)]
    if waiting and today <= due_on:
        return [
            Blocker(
                f"Còn {len(waiting)} cơ quan chưa trả lời ({_listed(waiting)}) và hạn là "
                f"{format_date(due_on)}; kết thúc sau ngày đó hoặc khi đã đủ trả lời.",
                None,
            )
        ]
    return []


def change_round_problems(*, is_closed: bool, removed_answered: Sequence[str]) -> Findings:
    """Return why a round may not be changed so: it is over, or an agency that answered would drop out."""
    found: Findings = []
    if is_closed:
        found.append(Blocker("Đợt lấy ý kiến đã kết thúc nên không sửa được.", None))
    if removed_answered:
        found.append(
            Blocker(
                f"{_listed(removed_answered)} đã góp ý hoặc đang soạn trong đợt này nên không bỏ ra được.",
                None,
                "agencies",
            )
        )
    return found


class Reply(StrEnum):
    """How an agency stands in a round; the words for people are in REPLIES."""

    NOT_ASKED = "CHUA_HOI"
    ASKED = "DA_HOI"
    ANSWERED = "DA_TRA_LOI"
    LATE = "TRA_LOI_MUON"
    SILENT = "CHUA_TRA_LOI"


REPLIES = {
    Reply.NOT_ASKED: "Không thuộc diện hỏi",
    Reply.ASKED: "Đã hỏi, còn hạn",
    Reply.ANSWERED: "Đã trả lời",
    Reply.LATE: "Trả lời muộn",
    Reply.SILENT: "Chưa trả lời",
}


def reply_of(*, asked: bool, due_on: date, received_on: date | None, is_closed: bool, today: date) -> Reply:
    """Return how an agency stands: a letter counts on the day it arrived, as an answer in the portal does."""
    if received_on is not None:
        if not asked:
            return Reply.NOT_ASKED
        return Reply.LATE if received_on > due_on else Reply.ANSWERED
    if not asked:
        return Reply.NOT_ASKED
    return Reply.SILENT if is_closed or today > due_on else Reply.ASKED


def contribution_problems(*, stance: str, opinions: int) -> Findings:
    """Return why a contribution cannot be handed in: its stance and its requests contradict each other."""
    if stance == NO_REPLY:
        return [
            Blocker("“Chưa trả lời” do cổng tự tính khi hết hạn; chọn quan điểm của cơ quan.", None, "stance")
        ]
    if stance == NOT_STATED and not opinions:
        return [Blocker("Chọn quan điểm của cơ quan, hoặc ghi ít nhất một ý kiến.", None, "stance")]
    if stance in ASKING and not opinions:
        return [Blocker("Ghi ít nhất một ý kiến cho quan điểm này.", None, "stance")]
    if stance == NO_OPINION and opinions:
        return [Blocker("Đã ghi ý kiến thì quan điểm không thể là “Không có ý kiến”.", None, "stance")]
    return []


def portal_problems(*, is_closed: bool, asked: bool, is_sent: bool) -> Findings:
    """Return why an agency may not write in the portal."""
    if not asked:
        return [Blocker("Cơ quan này không thuộc diện lấy ý kiến của đợt.", None)]
    if is_closed:
        return [Blocker("Đợt lấy ý kiến đã kết thúc; gửi văn bản góp ý cho Sở Ngoại vụ.", None)]
    if is_sent:
        return [Blocker("Cơ quan đã gửi góp ý; rút lại rồi mới sửa được.", None)]
    return []


def taking_back_problems(
    *, is_sent: bool, is_closed: bool, channel: str, answered: Sequence[str]
) -> Findings:
    """Return why an agency may not take back what it handed in."""
    if not is_sent:
        return [Blocker("Góp ý này chưa gửi, sửa ngay được.", None)]
    if channel != PORTAL:
        return [
            Blocker("Góp ý bằng văn bản hoặc tại hội nghị do Sở Ngoại vụ ghi, không rút trên cổng.", None)
        ]
    if is_closed:
        return [Blocker("Đợt lấy ý kiến đã kết thúc nên không rút lại được.", None)]
    if answered:
        return [Blocker(f"{_listed(answered)} đã được tiếp thu, giải trình nên không rút lại được.", None)]
    return []


def letter_problems(
    *, number: str, letter_on: date | None, received_on: date | None, asked_on: date, today: date
) -> Findings:
    """Return what is wrong with the letter that a clerk records."""
    found: Findings = []
    if not number.strip():
        found.append(Blocker("Ghi số, ký hiệu văn bản góp ý, ví dụ 125/STC-QLNS.", None, "letter_number"))
    if letter_on is None:
        found.append(Blocker("Ghi ngày của văn bản.", None, "letter_on"))
    if received_on is None:
        found.append(Blocker("Ghi ngày nhận văn bản; hạn trả lời tính theo ngày này.", None, "received_on"))
        return found
    if received_on > today:
        found.append(Blocker("Ngày nhận không thể sau hôm nay.", None, "received_on"))
    if received_on < asked_on:
        found.append(
            Blocker(f"Ngày nhận trước ngày gửi lấy ý kiến {format_date(asked_on)}.", None, "received_on")
        )
    if letter_on and letter_on > received_on:
        found.append(Blocker("Ngày của văn bản không thể sau ngày nhận.", None, "letter_on"))
    return found


def wording_problems(
    *, code: str, is_sent: bool, channel: str, by_own_agency: bool, is_answered: bool
) -> Findings:
    """Return why the words of an opinion may not change: what an agency handed in is the agency's.

    What a clerk took from a letter or a meeting, the clerk's office corrects, until it is answered.
    """
    if channel == PORTAL and is_sent:
        return [Blocker(f"{code} đã gửi trên cổng; chỉ cơ quan góp ý rút lại rồi sửa.", None)]
    if channel == PORTAL and not by_own_agency:
        return [Blocker(f"{code} là bản nháp của cơ quan góp ý.", None)]
    if is_answered:
        return [Blocker(f"{code} đã được tiếp thu, giải trình; bỏ phần trả lời rồi mới sửa.", None)]
    return []


def answer_problems(
    *,
    kind: str,
    text: str,
    section_key: str,
    draft_number: int | None,
    is_known_place: bool,
    opinion_draft: int,
    opinion_draft_frozen: bool,
    is_sent: bool,
    asks_change: bool = False,
) -> Findings:
    """Return why an answer does not stand.

    To accept is to show where: the paragraph, in a version that can hold the change; to explain, to say why.
    Only what asks for nothing is noted.
    """
    if not is_sent:
        return [Blocker("Ý kiến chưa được gửi nên chưa trả lời được.", None)]
    found: Findings = []
    if kind not in (ACCEPTED, PARTLY, EXPLAINED, NOTED):
        return [Blocker("Chọn Tiếp thu, Tiếp thu một phần, Giải trình hoặc Ghi nhận.", None, "kind")]
    if kind == NOTED:
        if asks_change:
            words = "Ý kiến đề nghị sửa dự thảo thì tiếp thu hoặc giải trình; chỉ ghi nhận ý kiến nhất trí."
            found.append(Blocker(words, None, "kind"))
        return found
    if kind in (PARTLY, EXPLAINED) and not text.strip():
        what = "phần tiếp thu và lý do" if kind == PARTLY else "nội dung giải trình"
        found.append(Blocker(f"Ghi {what}.", None, "text"))
    if kind == EXPLAINED and not section_key:
        return found
    if not section_key or draft_number is None:
        found.append(Blocker("Chọn đoạn đã sửa theo ý kiến này.", None, "section_key"))
        return found
    if not is_known_place:
        found.append(
            Blocker(f"Bản {draft_number} không có đoạn này; chọn lại đoạn đã sửa.", None, "section_key")
        )
    if kind != EXPLAINED and draft_number < opinion_draft:
        found.append(
            Blocker(
                f"Ý kiến góp vào bản {opinion_draft}; phần tiếp thu phải thể hiện ở bản này hoặc bản sau.",
                None,
                "section_key",
            )
        )
    elif kind != EXPLAINED and draft_number == opinion_draft and opinion_draft_frozen:
        found.append(
            Blocker(
                f"Bản {opinion_draft} đã chốt nên giữ nguyên; lập bản mới, sửa đoạn rồi ghi tiếp thu.",
                None,
                "section_key",
            )
        )
    return found


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} và {len(names) - 5} nơi khác" if len(names) > 5 else shown
