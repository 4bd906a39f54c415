"""What may be merged, and what stands in the way of putting it back: values in, findings out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from aid.periods import Books
from core.dates import format_date
from core.legal import Blocker
from core.text import fold

NAMED = 5


def money_day(row: Any) -> date | None:
    """Return the day on which a money row counts; commitments count on the approval day of their item."""
    if hasattr(row, "paid_on"):
        return row.paid_on  # type: ignore[no-any-return]
    booked = getattr(row, "booked_on", None)
    return booked or row.item.approved_on


def money_problems(rows: Sequence[Any], *, staying: set[tuple[str, int]], books: Books) -> list[Blocker]:
    """Return why some money rows may not be taken out: closed periods, lines that a correction speaks of."""
    found = []
    going = [row for row in rows if (row._meta.model_name, row.pk) not in staying]
    closed = [row for row in going if books.is_closed(money_day(row))]
    for row in closed[:NAMED]:
        day = money_day(row)
        found.append(
            Blocker(
                f"{row._meta.verbose_name.capitalize()} {row} ngày {format_date(day) if day else ''} thuộc "
                "kỳ đã khóa sổ nên không bỏ được: giữ dòng này, gộp xong rồi ghi một dòng điều chỉnh.",
                None,
                "money",
            )
        )
    gone = {(row._meta.model_name, row.pk) for row in going}
    for row in rows:
        corrected = getattr(row, "corrects_id", None)
        is_left_alone = (row._meta.model_name, row.pk) not in gone
        if corrected and is_left_alone and (row._meta.model_name, corrected) in gone:
            found.append(
                Blocker(
                    f"Dòng điều chỉnh {row} nói về một dòng sắp bỏ: giữ cả hai, hoặc bỏ cả hai.",
                    None,
                    "money",
                )
            )
    return found


def donor_aliases(kept: Any, gone: Any) -> list[str]:
    """Return all names that the donor is known by beside its own, each once, those of the other one last."""
    names = [*kept.aliases, gone.name, gone.name_en, *gone.aliases, kept.name_en]
    seen = {fold(kept.name)}
    found = []
    for name in names:
        if name and name != kept.name_en and fold(name) not in seen:
            seen.add(fold(name))
            found.append(name)
    return found


def undo_problems(
    *,
    is_undone: bool,
    kept: str,
    is_there: bool,
    edited: Sequence[str] = (),
    lost: Sequence[str] = (),
    missing: Sequence[str] = (),
    is_taken: bool = False,
) -> list[Blocker]:
    """Return why two merged records cannot be put back: each later change that would be lost, by name."""
    if is_undone:
        return [Blocker("Lần gộp này đã được hoàn tác.", None)]
    if not is_there:
        return [Blocker(f"“{kept}” không còn: đã gộp tiếp hoặc đã xóa. Hoàn tác lần gộp sau trước.", None)]
    found = []
    if edited:
        found.append(
            Blocker(f"Sau khi gộp đã có người sửa {_some(edited)}; trả lại sẽ mất lần sửa đó.", None)
        )
    if lost:
        found.append(Blocker(f"Sau khi gộp đã xóa hoặc chuyển đi {_some(lost)}.", None))
    if missing:
        found.append(Blocker(f"Không còn {_some(missing)} để trả lại.", None))
    if is_taken:
        found.append(Blocker("Mã của khoản đã gộp đang thuộc khoản khác; đổi mã khoản đó trước.", None))
    return found


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" và {more} mục khác" if more > 0 else "")
