"""Names of treaties for what a province signs: a province signs agreements, not treaties."""

import re
from collections.abc import Iterable, Iterator

from core.legal import Citation
from programs.wording.checks.findings import Finding, Piece, Severity, led_up_to
from programs.wording.checks.sentences import clauses_of, sentences_of

CODE = "TREATY_NAME"
LAW = Citation("Luật Thỏa thuận quốc tế năm 2020: thỏa thuận quốc tế không mang tên gọi của điều ước quốc tế")
_NAME = re.compile(r"(?<!\w)(?:hiệp định|hiệp ước|công ước|định ước)(?!\w)", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?<!\w)(?:tỉnh(?! [ủu]y)|UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Sở|Liên hiệp|địa phương|xã|"
    r"Thanh Hóa)(?!\w)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"(?<!\w)(?:ký|kí|ký kết|kí kết|đàm phán|gia hạn|sửa đổi)(?!\w)", re.IGNORECASE)
_STATE = re.compile(
    r"Việt Nam (?:và|với|-|–|đã|ký|tham gia|là thành viên)|Chính phủ|Nhà nước|Quốc hội|hai nước|"
    r"thương mại tự do|"
    r"thế hệ mới|FTA|EVFTA|CPTPP|RCEP|về biên giới|biên giới quốc gia|Paris|Genève|Giơ-ne-vơ|"
    r"Liên hợp quốc|quốc gia thành viên|mà Việt Nam|triển khai các|thực hiện (?:nghiêm )?các|tận dụng",
    re.IGNORECASE,
)


def check_treaties(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Yield clauses in which a body of the province signs what only the State signs."""
    for piece in pieces:
        if not _NAME.search(piece.text):
            continue
        for sentence in sentences_of(piece.text):
            for clause in clauses_of(piece.text, sentence):
                name = next(
                    (one for one in _NAME.finditer(clause.text) if not _is_of_state(clause.text, one)), None
                )
                if name and _LOCAL.search(clause.text) and _SIGNS.search(clause.text):
                    at = clause.start + name.start()
                    yield Finding(
                        CODE,
                        Severity.BLOCK,
                        piece.key,
                        led_up_to(piece.text, clause.start, at, clause.start + name.end()),
                        f"Cấp tỉnh không ký “{name[0].lower()}”; gọi là thỏa thuận, bản ghi nhớ hoặc tên "
                        "khác của thỏa thuận quốc tế.",
                        LAW,
                    )


def _is_of_state(clause: str, name: re.Match[str]) -> bool:
    """Return whether the words between commas around the name speak of the State's treaties."""
    start = clause.rfind(",", 0, name.start()) + 1
    end = clause.find(",", name.end())
    return _STATE.search(clause[start : end if end >= 0 else len(clause)]) is not None
