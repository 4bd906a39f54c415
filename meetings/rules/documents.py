"""The official papers of a meeting: what they are called, who signs how, what stands in the way."""

from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from core.legal import Blocker, Caution, Citation

Findings = list[Blocker | Caution]
SYMBOL_CODES = {"GIAY_MOI": "GM", "BIEN_BAN": "BB", "THONG_BAO": "TB"}
HEAD, DEPUTY, BY_ORDER, OTHER = "TRUONG", "PHO", "THUA_LENH", "KHAC"
CHAIR_TITLE, SECRETARY_TITLE = "CHỦ TỌA", "THƯ KÝ"
_ARTICLE = Citation("Điều 15 Nghị định 30/2020/NĐ-CP")


@dataclass(frozen=True, slots=True)
class Signing:
    """A way to sign: its key, and its lines, the last of which is the post."""

    key: str
    lines: tuple[str, ...]

    @property
    def label(self) -> str:
        """The lines as they are read aloud."""
        return " / ".join(self.lines)


def document_symbol(kind: str, issuer: str) -> str:
    """Return "GM-SNgV", or nothing for a paper that has no number of its own."""
    code = SYMBOL_CODES.get(kind)
    return f"{code}-{issuer}" if code and issuer else ""


def signings(head: list[str], deputy: list[str]) -> list[Signing]:
    """Return the ways in which papers of an agency are signed: its head, a deputy, by order of the head."""
    if not head:
        return []
    made = [Signing(HEAD, tuple(head))]
    if deputy:
        made.append(Signing(DEPUTY, tuple(deputy)))
    # Party bodies write T/L, and no notice of theirs is made here.
    if not any("/" in line for line in head) and head[-1] != "CHÁNH VĂN PHÒNG":
        made.append(Signing(BY_ORDER, (f"TL. {head[-1]}", "CHÁNH VĂN PHÒNG")))
    return made


def signing_of(ways: list[Signing], lines: list[str]) -> str:
    """Return the key of the way in which these lines sign, OTHER for lines of somebody's own."""
    return next((way.key for way in ways if list(way.lines) == lines), OTHER)


def post_at(title: str, *names: str) -> str:
    """Return the post that a title of several holds at the body with these names; else the last post."""
    posts = [part.strip() for part in title.split(",") if part.strip()]
    known = [name.casefold() for name in names if name]
    fits = (post for post in posts if any(name in post.casefold() for name in known))
    return next(fits, posts[-1] if posts else "")


def signing_problems(lines: list[str]) -> Findings:
    """Return what is wrong with the lines above a signature."""
    if not lines:
        return [Blocker("Nhập thể thức ký: mỗi dòng một ý, dòng cuối là chức vụ người ký.", None, "lines")]
    problems: Findings = []
    for at, line in enumerate(lines):
        post = lines[at + 1] if at + 1 < len(lines) else ""
        if line.startswith("KT.") and not post.upper().startswith("PHÓ"):
            problems.append(
                Blocker(f"Dưới dòng “{line}” phải là chức vụ của cấp phó, ví dụ PHÓ GIÁM ĐỐC.", None, "lines")
            )
        if line.startswith(("TL.", "TUQ.", "TM.")) and not post:
            problems.append(Blocker(f"Dưới dòng “{line}” còn thiếu chức vụ người ký.", None, "lines"))
        if line.startswith("TM.") and at:
            problems.append(Blocker(f"Dòng “{line}” phải đứng đầu thể thức ký.", None, "lines"))
    return problems


def document_change_problems(kind: str, status: str, number: int | None) -> Findings:
    """Return why a paper may not be changed now: cancelled, confirmed minutes, or numbered already."""
    if status == "HUY":
        return [Blocker("Cuộc họp đã hủy; mở lại và ghi lý do rồi mới soạn văn bản.", None)]
    if kind == "BIEN_BAN" and status == "DONG":
        return [Blocker("Biên bản đã xác nhận; mở lại biên bản và ghi lý do rồi mới soạn lại.", None)]
    if number is not None:
        return [Blocker("Văn bản đã có số; văn thư bỏ số rồi mới soạn lại.", None)]
    return []


def reissue_problems(*, is_issued: bool, is_taken_back: bool) -> Findings:
    """Return why a paper may not be issued once more: what went out stays as it went out."""
    if is_issued and not is_taken_back:
        return [
            Blocker(
                "Văn bản đã phát hành nên số và nội dung giữ nguyên; tạo văn bản thay thế, "
                "hoặc thu hồi số khi văn bản chưa gửi đi.",
                None,
                "number",
            )
        ]
    return []


def replacement_problems(*, status: str, number: int | None) -> Findings:
    """Return why no replacement of a paper may be begun."""
    if status == "HUY":
        return [Blocker("Cuộc họp đã hủy; mở lại và ghi lý do rồi mới soạn văn bản.", None)]
    if number is None:
        return [Blocker("Văn bản chưa có số; sửa ngay văn bản đang soạn.", None)]
    return []


def numbering_problems(
    *,
    kind: str,
    symbol: str,
    number: int | None,
    dated_on: date | None,
    held_on: date,
    today: date,
    taken: dict[int, str],
) -> Findings:
    """Return why a paper may not take this number and day.

    `taken` holds the numbers of the same symbol and year: number → the meeting whose paper has it.
    """
    if kind not in SYMBOL_CODES:
        return [Blocker("Văn bản này đi kèm văn bản khác nên không có số riêng.", None)]
    if number is None:
        return []
    if not symbol:
        return [
            Blocker("Văn bản chưa có ký hiệu; chuyên viên ghi ký hiệu ở trang Soạn rồi mới cấp số.", _ARTICLE)
        ]
    problems: Findings = []
    if dated_on is None:
        return [Blocker("Nhập ngày văn bản cùng với số.", _ARTICLE, "dated_on")]
    if dated_on > today:
        problems.append(
            Blocker(f"Ngày văn bản {format_date(dated_on)} sau hôm nay; nhập ngày ký.", _ARTICLE, "dated_on")
        )
    if kind == "GIAY_MOI" and dated_on > held_on:
        problems.append(
            Blocker(f"Giấy mời phải có ngày trước khi họp {format_date(held_on)}.", None, "dated_on")
        )
    if kind != "GIAY_MOI" and dated_on < held_on:
        problems.append(
            Blocker(f"Văn bản này phải có ngày từ ngày họp {format_date(held_on)}.", None, "dated_on")
        )
    if number in taken:
        problems.append(
            Blocker(
                f"Số {number:02d} của năm {dated_on.year} đã cấp cho “{taken[number]}”; nhập số khác.",
                _ARTICLE,
                "number",
            )
        )
    return problems


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a meeting, as far as its papers print it."""

    has_organiser: bool
    has_hours: bool
    has_end: bool
    has_place: bool
    has_chair: bool
    has_secretary: bool
    attendances: int
    agenda: int
    conclusions: int
    unmarked: int
    follow_ups: int


def missing_words(kind: str, known: Known) -> Findings:
    """Return what a paper still lacks; each is a caution, for blanks can be filled in by hand."""
    hours = hour_cautions(kind, has_start=known.has_hours, has_end=known.has_end)
    asked = [
        (not known.has_organiser, ("all",), "Chưa ghi cơ quan tổ chức, nên chưa có đầu văn bản và chữ ký."),
        (not known.has_hours, ("GIAY_MOI",), "Chưa ghi giờ họp; văn bản chỉ ghi buổi và ngày."),
        (not known.has_place, ("GIAY_MOI", "BIEN_BAN"), "Chưa ghi địa điểm."),
        (not known.has_chair, ("GIAY_MOI", "BIEN_BAN", "THONG_BAO"), "Chưa ghi người chủ trì."),
        (not known.has_secretary, ("BIEN_BAN", "DIEM_DANH"), "Chưa ghi thư ký ở phần Thành phần."),
        (
            not known.attendances,
            ("GIAY_MOI", "BIEN_BAN", "DIEM_DANH"),
            "Chưa ghi thành phần dự họp.",
        ),
        (not known.agenda, ("CHUONG_TRINH",), "Chưa ghi chương trình họp."),
        (not known.conclusions, ("THONG_BAO",), "Chưa ghi kết luận của chủ trì."),
        (
            bool(known.unmarked),
            ("THONG_BAO",),
            f"Còn {known.unmarked} câu kết luận chưa đánh dấu giao việc hay không.",
        ),
        (
            bool(known.conclusions) and not known.follow_ups,
            ("THONG_BAO",),
            "Chưa câu kết luận nào thành việc, nên văn bản không có mục nhiệm vụ.",
        ),
    ]
    return [
        *(
            Caution(text, None)
            for lacks, kinds, text in asked
            if lacks and (kinds == ("all",) or kind in kinds)
        ),
        *hours,
    ]


def hour_cautions(kind: str, *, has_start: bool, has_end: bool) -> list[Caution]:
    """Return that minutes lack an hour, which Mẫu 1.9 asks for at their beginning and at their end."""
    lacking = [word for has, word in ((has_start, "bắt đầu"), (has_end, "kết thúc")) if not has]
    if kind != "BIEN_BAN" or not lacking:
        return []
    words = f"Chưa ghi giờ {' và giờ '.join(lacking)}; biên bản in chỗ trống “…… giờ ……” để ghi tay."
    return [Caution(f"{words} Mở Sửa cuộc họp để ghi giờ.", None)]
