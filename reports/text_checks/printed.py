"""Which values a printed number may stand for: "khoảng 1,9 triệu USD" is 1.850.000 up to 1.950.000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}
ABOUT = ("khoảng", "xấp xỉ", "ước", "ước đạt", "chừng")
OVER = ("hơn", "trên")
UNDER = ("gần",)
LEADS = "|".join(sorted((*ABOUT, *OVER, *UNDER), key=len, reverse=True))
# Groups of three set apart by blanks are one number; a blank elsewhere ends it.
DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}(?!\d)|\d{1,3}(?:\.\d{3})+(?!\d)|\d+"
MONEY = re.compile(
    rf"(?:(?<!\w)(?P<about>{LEADS})\s+)?(?<![\w.,/])(?:(?P<front>US\$|USD|\$)\s*)?"
    r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}(?![\d.,])|\d[\d.,]*\d|\d)\s*"
    r"(?:(?P<unit>nghìn|ngàn|triệu|tỷ|tỉ|tr)(?!\w)(?:\.(?=\s?(?:USD|US\$|\$|đô(?!\w))))?\s*)?"
    r"(?:\((?=USD\)))?(?P<currency>(?:USD|US\$|\$|đô[\s-]?la(?:\s+Mỹ)?|đô(?!\s+thị)|dollars?|mỹ kim)(?!\w))?",
    re.IGNORECASE,
)

USD = ("aid.committed_usd", "aid.disbursed_usd", "aid.emergency_usd")
# What is longer stands for nothing that a register holds; its further digits are not read.
_MOST_SIGNS = 60


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a text prints it: its value, the step of its last digit, and the word before it."""

    value: Decimal
    step: Decimal
    lead: str = ""

    def accepts(self, exact: Decimal) -> bool:
        """Return whether the exact value may be printed so.

        "hơn" is up to a step more, "gần" up to half a step less, "khoảng" half a step to either side with
        both ends; without a word the number is rounded half up.
        """
        half = self.step / 2
        if self.lead in OVER:
            return self.value <= exact < self.value + self.step
        if self.lead in UNDER:
            return self.value - half <= exact < self.value
        if self.lead:
            return self.value - half <= exact <= self.value + half
        return self.value - half <= exact < self.value + half


def printed(number: str, *, unit: str = "", lead: str = "") -> Printed:
    """Return what a printed number says; after "khoảng" the last zeros of a whole number are rounding."""
    value = as_decimal(number[:_MOST_SIGNS])
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    lead = " ".join(lead.lower().split())
    if lead and step == 1:
        digits = str(value)
        step = step.scaleb(len(digits) - len(digits.rstrip("0")) if value else 0)
    scale = SCALES.get(unit.lower(), 1)
    return Printed(value * scale, step * scale, lead)


def as_decimal(number: str) -> Decimal:
    """Return 1,9, 1.903.400, 1 903 400 as numbers; a dot before other than three digits is a decimal sign."""
    number = "".join(number.split())
    if "," in number:
        return Decimal(number.replace(".", "").replace(",", ".", 1).replace(",", ""))
    groups = number.split(".")
    if len(groups) == 2 and len(groups[1]) != 3:
        return Decimal(number)
    return Decimal(number.replace(".", ""))
