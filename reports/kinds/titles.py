"""What a program is called on paper: its own title, cut where a line of an official heading ends."""

import re

from programs.models import Program

_KIND = re.compile(r"chương trình\s+", re.IGNORECASE)
_PERIOD = re.compile(r"[\s,]*(?:giai đoạn\s+)?((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\s*\Z", re.IGNORECASE)


def subject_of(program: Program) -> str:
    """Return what the program is about, as it goes on behind "Chương trình": no kind of paper, no period."""
    plain = _PERIOD.sub("", program.title.strip())
    found = _KIND.match(plain)
    return plain[found.end() :].strip() if found else plain


def period_of(program: Program) -> str:
    """Return "giai đoạn 2026 - 2030"."""
    start, end = program.period
    return f"giai đoạn {start} - {end}"


def full_name(program: Program) -> str:
    """Return the name in running text: "Chương trình … giai đoạn 2026 - 2030"."""
    return f"Chương trình {subject_of(program)} {period_of(program)}"


def heading_lines(program: Program) -> tuple[str, str]:
    """Return the two lines under "CHƯƠNG TRÌNH": what it is about, and its period."""
    subject = subject_of(program)
    return subject[:1].upper() + subject[1:], period_of(program)


def about(program: Program, before: str) -> tuple[str, ...]:
    """Return the lines that say what a paper on the program is about; `before` begins the first one."""
    return f"{before} Chương trình", subject_of(program), period_of(program)
