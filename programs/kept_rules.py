"""Which findings of a check may be left as they are, and for how long: as long as the words stay."""

import hashlib

from core.legal import Blocker
from programs.wording.checks.findings import Finding, Severity

# A mark of secrecy is never a matter of taste: such a text does not belong into the portal at all.
NEVER_KEPT = frozenset({"SECRET_MARK"})


def words_print(text: str) -> str:
    """Return a print of the words of a paragraph: another one as soon as a letter changes."""
    return hashlib.sha256(text.encode()).hexdigest()


def may_be_kept(finding: Finding) -> bool:
    """Whether somebody may decide about the finding at all: it blocks, and a paragraph carries it."""
    return finding.severity is Severity.BLOCK and bool(finding.key) and finding.code not in NEVER_KEPT


def keep_problems(finding: Finding, *, reason: str, seen: str, now: str) -> list[Blocker]:
    """Return why a finding may not be kept; `seen` and `now` are prints of the words checked and stored."""
    if finding.code in NEVER_KEPT:
        return [Blocker("Dấu độ mật không được giữ lại; bỏ nội dung này khỏi dự thảo.", None)]
    if not may_be_kept(finding):
        return [
            Blocker("Chỉ giữ lại được lỗi chặn trình của một đoạn; chỗ này sửa ở nơi trang nêu.", None),
        ]
    if seen != now:
        return [Blocker("Đoạn vừa được sửa nên kết quả soát đã cũ; mở lại trang Soát lỗi.", None)]
    if not reason.strip():
        return [Blocker("Ghi lý do giữ lại, ví dụ “Trích nguyên văn tên cũ”.", None, "reason")]
    return []
