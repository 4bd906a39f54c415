"""Office phrases that say nothing, each with what can stand instead so that the sentence stays whole."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from programs.wording.cutting import starts_clause, starts_sentence


class Place(NamedTuple):
    """Where a formula stands in a text, and what says the same there."""

    code: str
    start: int
    end: int
    instead: str


class Formula(NamedTuple):
    """A formula: its code, how it is named, how it is written, what says the same (\\1 is what was caught).

    `opens` says that it may go only where a clause begins with it.
    """

    code: str
    name: str
    pattern: str
    instead: str
    opens: bool = False


_NOT_A_VERB = r"(?!\s+(?:này|đó|ấy|kia|khác|gì|nào|làm|riêng|chung|lớn|nhỏ|cưới|tang|công|nhà)(?!\w))"
_NOT_A_NOUN = (
    r"(?!\s+(?:từ thiện|nhân đạo|thương mại|kinh doanh|lợi nhuận|này|đó|ấy|riêng|chung|gì|nào)(?!\w))"
)
# What may not stand right behind a phrase that is taken out: the rest would lean on nothing.
_NOT_LEANING = r"(?!\s+(?:là|và|hoặc|hay|của|thì|mà|với|cũng|còn|như|được|bị|cho)(?!\w))"
_DOING = (
    "triển khai|thực hiện|tổ chức|rà soát|xây dựng|khảo sát|kiểm tra|đánh giá|sơ kết|tổng kết|thẩm định|"
    "đàm phán"
)

FORMULAS = (
    Formula(
        "mot-cach", "một cách",
        r"(?<!là )(?<!có )(?<!theo )(?<!bằng )(?<!tìm )(?<!như )một cách\s+(?!khác|nào|làm|thức|để)"
        r"(\w+(?:[ \t]+\w+)?)",
        r"\1",
    ),
    Formula("trong-viec", "trong việc", rf"trong việc{_NOT_A_VERB}(?=\s+\w)", "trong"),
    Formula("doi-voi-viec", "đối với việc", rf"đối với việc{_NOT_A_VERB}(?=\s+\w)", "với việc"),
    Formula("co-the-noi", "có thể nói rằng", rf"có thể nói(?: rằng)?{_NOT_LEANING}(?=,|\s)", "", opens=True),
    Formula("nhu-da-biet", "như đã biết", r"như (?:chúng ta )?đã biết(?=,|\s)", "", opens=True),
    Formula(
        "thoi-gian-qua", "trong thời gian qua", rf"trong thời gian (?:vừa )?qua{_NOT_LEANING}(?=,|\s)", "",
        opens=True,
    ),
    Formula(
        "boi-canh", "trong bối cảnh hiện nay", rf"trong bối cảnh hiện nay{_NOT_LEANING}(?=,|\s)", "",
        opens=True,
    ),
    Formula("nham-muc-dich", "nhằm mục đích", rf"nhằm mục đích{_NOT_A_NOUN}(?=\s+\w)", "nhằm"),
    Formula("voi-muc-dich", "với mục đích", rf"với mục đích{_NOT_A_NOUN}(?=\s+\w)", "nhằm"),
    Formula("tren-co-so-do", "trên cơ sở đó", rf"trên cơ sở đó{_NOT_LEANING}(?=,|\s)", "", opens=True),
    Formula("ben-canh-do", "bên cạnh đó", rf"bên cạnh đó{_NOT_LEANING}(?=,|\s)", "", opens=True),
    Formula(
        "gop-phan-viec", "góp phần quan trọng vào việc",
        rf"góp phần (?:quan trọng|không nhỏ|tích cực) (?:vào việc|trong việc){_NOT_A_VERB}(?=\s+\w)",
        "góp phần",
    ),
    Formula(
        "gop-phan-vao", "góp phần quan trọng vào",
        r"góp phần (?:quan trọng|không nhỏ|tích cực) vào(?! việc)(?=\s+\w)", "góp phần vào",
    ),
    Formula("tien-hanh", "tiến hành …", rf"tiến hành (?:việc )?({_DOING})", r"\1"),
    Formula("thuc-hien-viec", "thực hiện việc", rf"thực hiện việc{_NOT_A_VERB}(?=\s+\w)", ""),
    Formula(
        "to-chuc-trien-khai", "tổ chức triển khai thực hiện", r"tổ chức triển khai thực hiện", "thực hiện"
    ),
    Formula(
        "thuc-hien-hieu-qua", "tổ chức thực hiện có hiệu quả", r"tổ chức thực hiện có hiệu quả",
        "thực hiện hiệu quả",
    ),
    Formula("trien-khai-thuc-hien", "triển khai thực hiện", r"triển khai thực hiện", "thực hiện"),
    Formula(
        "khong-ngung", "không ngừng …",
        r"không ngừng (tăng cường|nâng cao|mở rộng|củng cố|phát triển|đổi mới|hoàn thiện)", r"\1",
    ),
    Formula("hon-nua", "ngày càng … hơn nữa", r"ngày càng (\w+ \w+) hơn nữa", r"ngày càng \1"),
    Formula(
        "buoc-phat-trien", "có bước phát triển mạnh mẽ", r"có (?:những )?bước phát triển mạnh mẽ",
        "phát triển mạnh",
    ),
    Formula("toan-tinh", "trên địa bàn toàn tỉnh", r"trên địa bàn toàn tỉnh", "toàn tỉnh"),
    Formula("moi-linh-vuc", "trên tất cả các lĩnh vực", r"trên tất cả các lĩnh vực", "trên mọi lĩnh vực"),
    Formula(
        "cung-nhu", "cũng như",
        r"(?<!, )cũng như(?!\s+(?:vậy|thế|trước|cũ|nhau|trên|khi|là)(?!\w))(?=\s+\w)", "và",
    ),
    Formula(
        "trong-tam", "đồng bộ, toàn diện, có trọng tâm, trọng điểm",
        r"đồng bộ, toàn diện, có trọng tâm, trọng điểm", "toàn diện, có trọng tâm",
    ),
    Formula(
        "duoc-su-quan-tam", "được sự quan tâm, chỉ đạo của",
        r"được sự quan tâm(?:,| và)? (?:lãnh đạo, )?chỉ đạo của", "nhờ chỉ đạo của", opens=True,
    ),
)  # fmt: skip
BY_CODE = {one.code: one for one in FORMULAS}
_COMPILED = tuple((one, re.compile(rf"(?<!\w){one.pattern}(?!\w)", re.IGNORECASE)) for one in FORMULAS)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
# Behind these words comes the name of a document, which is quoted and never shortened.
_PAPERS = re.compile(
    r"(?:Kế hoạch|Chương trình|Đề án|Nghị quyết|Quyết định|Chỉ thị|Thông tư|Nghị định|Kết luận|Công văn|"
    r"Hướng dẫn|Thông báo|Báo cáo|Quy chế|Quy định)(?:\s+số\s+\S+)?(?:\s+về(?:\s+việc)?)?\s+$"
)
_JOINED = re.compile(r"(?<!\w)(?:và|hoặc)(?!\w)", re.IGNORECASE)


def formulas_in(text: str) -> Iterator[Place]:
    """Yield the formulas of a text, none inside another one, a quotation, a name or a title."""
    taken = [found.span() for found in _QUOTED.finditer(text)]
    for formula, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if not _may_go(formula, text, match):
                continue
            taken.append(match.span())
            yield Place(formula.code, match.start(), match.end(), match.expand(formula.instead))


def _may_go(formula: Formula, text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    words = match[0].split()
    if any(word[0].isupper() for word in words[1:]) or _PAPERS.search(before):
        return False
    # A capital inside a sentence begins a name.
    if words[0][0].isupper() and not starts_clause(before) and not starts_sentence(before):
        return False
    if formula.opens:
        return starts_clause(before)
    return formula.code != "cung-nhu" or _joins_alone(text, match)


def _joins_alone(text: str, match: re.Match[str]) -> bool:
    """Return whether no other "và" stands near: two of them in a row read badly."""
    before = re.split(r"[,;:.\n]", text[: match.start()])[-1]
    behind = re.split(r"[,;:.\n]", text[match.end() :])[0]
    return not _JOINED.search(before) and not _JOINED.search(behind)
