"""What the checker says."""

from dataclasses import dataclass


class UnreadablePdf(Exception):  # noqa: N818 - the situation, not a fault
    """The file cannot be read as a PDF; str() is the Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One departure from the layout: a stable code, the page (0 = whole file) and a sentence."""

    code: str
    page: int
    message_vi: str

    def __str__(self) -> str:
        """Return the line that the command prints."""
        where = f"Trang {self.page}" if self.page else "Cả tệp"
        return f"{where}: {self.message_vi}"
