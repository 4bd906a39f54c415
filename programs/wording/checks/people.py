"""One post, one person, two spellings of the name: within a text, and against the register of people."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.legal import Citation
from core.text import LOWER, UPPER, match_key, nfc
from programs.wording.checks.findings import Finding, Piece, Severity

CODE = "PERSON_DUP"
_FAMILY = (
    "Âu|Bạch|Bùi|Cao|Cầm|Chu|Cù|Dương|Đàm|Đào|Đặng|Đinh|Đoàn|Đỗ|Đồng|Giang|Hà|Hoàng|Hồ|Hứa|Huỳnh|"
    "Khuất|Kiều|La|Lâm|Lê|Lò|"
    "Lục|Lương|Lưu|Lý|Mạc|Mai|Nghiêm|Ngô|Nguyễn|Ninh|Ông|Phạm|Phan|Phùng|Phương|Quách|Tạ|Thái|Tô|"
    "Tống|Trần|Triệu|Trịnh|"
    "Trương|Từ|Văn|Vi|Viên|Võ|Vũ|Vương"
)
_SYLLABLE = rf"[{UPPER}][{LOWER}]*"
# "TrầnThị" is the family name and the middle name without the blank between them.
_NAME = rf"(?:{_FAMILY})(?:[{UPPER}][{LOWER}]+)?(?:\s+{_SYLLABLE}){{1,4}}"
_POST = (
    r"(?:Phó\s+)?(?:Giám đốc|Chủ tịch|Bí thư|Tổng Lãnh sự|Chánh Văn phòng|Trưởng ban|trưởng ban|"
    r"Trưởng Ban|trưởng Ban|"
    r"Trưởng phòng|Trưởng đoàn|Hiệu trưởng|Tổng Thư ký|Chính ủy|Chỉ huy trưởng|Cục trưởng|Vụ trưởng|"
    r"Viện trưởng|"
    r"Tổng Biên tập|Đại sứ)"
)
_VERBS = (
    "(?:phát biểu|chủ trì|báo cáo|dự|trình bày|đánh giá|đề nghị|nhấn mạnh|tiếp thu|yêu cầu|kết luận|"
    "khẳng định|cho biết|"
    "tham dự|tham gia|dẫn đầu|thay mặt|giải trình|cho rằng|đã|sẽ|cùng|tại|ký|tiếp|gặp|thăm|trao|nêu|làm việc)"
)
_OF = rf"(?:\s+(?!(?:{_FAMILY})\s+{_SYLLABLE}|{_VERBS}(?!\w))[^\s,.;:()“”]+)*"
_POST_THEN_NAME = re.compile(rf"(?<!\w)(?P<post>{_POST}{_OF}?)\s*(?P<name>{_NAME})(?!\w)")
_NAME_THEN_POST = re.compile(
    rf"(?<!\w)(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|TS\.?|ThS\.?|"
    rf"PGS\.?)\s+(?P<name>{_NAME})\s*[,(]\s*(?P<posts>[^.;()“”\n]{{4,300}})"
)
_ONE_POST = re.compile(rf"\s*(?P<post>{_POST}{_OF})")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the register with the posts held and the ways in which the name is written elsewhere."""

    full_name: str
    posts: tuple[str, ...]
    url: str = ""

    @property
    def citation(self) -> Citation:
        """The row of the register of people."""
        return Citation(f"Danh mục người: {self.full_name}", self.url)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name with its post, as one passage writes it."""

    post: str
    name: str
    key: str

    @property
    def spelled(self) -> str:
        """The name with the blanks that it should have, to be compared."""
        return match_key(spaced(self.name))


def spaced(name: str) -> str:
    """Return the name with a blank before each capital: "TrầnThị Thu" as "Trần Thị Thu"."""
    return re.sub(rf"(?<=[{LOWER}])(?=[{UPPER}])", " ", name)


def mentions_in(piece: Piece) -> Iterator[Mention]:
    """Yield the people named with a post, in both orders of an office text."""
    text = nfc(piece.text)
    for found in _NAME_THEN_POST.finditer(text):
        for part in found["posts"].split(","):
            if post := _ONE_POST.match(part):
                yield Mention(_post_key(post["post"]), found["name"], piece.key)
    for found in _POST_THEN_NAME.finditer(text):
        yield Mention(_post_key(found["post"]), found["name"], piece.key)


def _post_key(post: str) -> str:
    words = match_key(post)
    words = re.sub(r"\bủy ban nhân dân\b", "ubnd", words)
    return re.sub(
        r"\s+(?:tỉnh )?thanh hóa$", lambda found: " tỉnh" if "tỉnh" in found[0] else "", words
    ).strip()


def check_people(pieces: Sequence[Piece], *, holders: Iterable[Holder]) -> Iterator[Finding]:
    """Yield, once for each post and given name, that a person is written in two ways."""
    known = [(_post_key(post), _given(one.full_name), one) for one in holders for post in one.posts]
    seen: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for piece in pieces:
        for mention in mentions_in(piece):
            given = _given(mention.name)
            post = next(
                (one for one, name in seen if name == given and _same(one, mention.post)), mention.post
            )
            seen[post, given].append(mention)
    told = set()
    for identity, mentions in seen.items():
        holder = next(
            (one for post, given, one in known if given == identity[1] and _same_post(identity[0], post)),
            None,
        )
        first = mentions[0]
        right = match_key(holder.full_name) if holder else first.spelled
        other = next((one for one in mentions if one.spelled != right), None)
        if other is None or (identity[1], other.spelled) in told:
            continue
        told.add((identity[1], other.spelled))
        name = holder.full_name if holder else spaced(first.name)
        where = "danh mục người ghi" if holder else "chỗ khác ghi"
        message = (
            f"“{other.name}” và “{name}” có vẻ là một người cùng chức vụ ({where} “{name}”); viết một cách."
        )
        yield Finding(
            CODE, Severity.HINT, other.key, other.name, message, holder.citation if holder else None
        )


def _same(one: str, other: str) -> bool:
    return _same_post(one, other) or _same_post(other, one)


def _same_post(written: str, post: str) -> bool:
    """Return whether a text means this post; what it says next may still hang on it."""
    return written == post or written.startswith(f"{post} ")


def _given(name: str) -> str:
    return match_key(spaced(name)).rsplit(" ", 1)[-1]
