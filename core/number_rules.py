"""What Điều 15 Nghị định 30/2020/NĐ-CP says of number and day of a paper: values in, reasons out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from core.dates import format_date
from core.legal import Blocker, Caution, Citation

ARTICLE = Citation("Điều 15 Nghị định 30/2020/NĐ-CP")
# A gap of more numbers is told by its ends.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """A number of the series: its day, the paper that has it and that paper's page ("" for none)."""

    number: int
    dated_on: date
    subject: str
    url: str = ""


class UnconfirmedError(Exception):
    """The clerk was not yet warned of this; carries the cautions and the mark that confirms them."""

    def __init__(self, found: Sequence[Caution]) -> None:
        """Keep what to look at."""
        super().__init__(" ".join(str(one) for one in found))
        self.cautions, self.mark = list(found), mark_of(found)


def refuse_unconfirmed(found: Sequence[Caution], confirmed: str) -> None:
    """Raise UnconfirmedError while `confirmed` is not the mark of what there is to look at.

    A mark that is left from a warning which was mended since confirms nothing, and nothing is asked.
    """
    if found and confirmed != mark_of(found):
        raise UnconfirmedError(found)


def next_number(taken: Sequence[Taken]) -> int:
    """Return the number after the highest one of the series and year."""
    return max((one.number for one in taken), default=0) + 1


def number_problems(
    *,
    number: int,
    dated_on: date,
    today: date,
    taken: Sequence[Taken],
    as_of: date | None = None,
    signed_on: date | None = None,
) -> list[Blocker | Caution]:
    """Return what is wrong with a number and its day, and what to look at before it is given.

    `taken` is the series of the agency in the year of the day; `as_of` the day of the numbers in the paper,
    `signed_on` that of the signature.
    """
    found: list[Blocker | Caution] = []
    if dated_on > today:
        words = f"Ngày văn bản chưa tới; nhập ngày đến {format_date(today)}."
        found.append(Blocker(words, None, "dated_on"))
    if as_of is not None and dated_on < as_of:
        words = f"Ngày văn bản trước ngày tính số liệu {format_date(as_of)}; nhập ngày từ đó trở đi."
        found.append(Blocker(words, None, "dated_on"))
    following = next_number(taken)
    same = next((one for one in taken if one.number == number), None)
    if same is not None:
        words = (
            f"Số {number:02} đã cấp ngày {format_date(same.dated_on)} cho “{same.subject}”; "
            f"số tiếp theo là {following:02}."
        )
        return [*found, Blocker(words, ARTICLE, "number")]
    if signed_on is not None and dated_on < signed_on:
        words = f"Ngày văn bản trước ngày ký {format_date(signed_on)}; số được cấp sau khi ký."
        found.append(Caution(words, ARTICLE, "dated_on"))
    return [*found, *order_cautions(number=number, dated_on=dated_on, taken=taken)]


def order_cautions(*, number: int, dated_on: date, taken: Sequence[Taken]) -> list[Caution]:
    """Return what is out of order in a free number and its day: a gap before it, days that run backwards."""
    return [*_gap(number, next_number(taken), taken), *_order(number, dated_on, taken)]


def _gap(number: int, following: int, taken: Sequence[Taken]) -> list[Caution]:
    if number == following:
        return []
    if number < following:
        words = (
            f"Số {number:02} nhỏ hơn số lớn nhất đã cấp ({following - 1:02}); chỉ dùng khi số này bỏ trống."
        )
        return [Caution(words, ARTICLE, "number")]
    left = [f"{one:02}" for one in range(following, number)]
    named = ", ".join(left) if len(left) <= _NAMED else f"từ {left[0]} đến {left[-1]}"
    words = f"Bỏ trống số {named}: kiểm tra các số đó đã cấp cho văn bản ngoài cổng chưa."
    return [Caution(words, ARTICLE, "number")]


def _order(number: int, dated_on: date, taken: Sequence[Taken]) -> list[Caution]:
    """Return whether a lower number has a later day, or a higher one an earlier day (DOC_NUMBER_ORDER)."""
    lower = [one for one in taken if one.number < number and one.dated_on > dated_on]
    higher = [one for one in taken if one.number > number and one.dated_on < dated_on]
    found = []
    if lower:
        one = max(lower, key=lambda each: each.number)
        found.append(f"Số {one.number:02} nhỏ hơn mà ghi ngày muộn hơn: {format_date(one.dated_on)}.")
    if higher:
        one = min(higher, key=lambda each: each.number)
        found.append(f"Số {one.number:02} lớn hơn mà ghi ngày sớm hơn: {format_date(one.dated_on)}.")
    return [Caution(words, ARTICLE, "dated_on") for words in found]


def mark_of(cautions: Sequence[Caution]) -> str:
    """Return the mark of what the clerk was warned of, so that a confirmation is of these very words."""
    words = "\n".join(sorted(str(one) for one in cautions))
    return sha256(words.encode()).hexdigest()[:16] if cautions else ""
