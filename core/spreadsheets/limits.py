"""The numbers that bound an uploaded file, and the one exception for a file that cannot be taken."""

from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024


class FileRefused(ValueError):  # noqa: N818 - a verdict on the file, not a fault of the program
    """The file as a whole cannot be taken; the text is a Vietnamese sentence that says what to do."""

    def __init__(self, message: str, *, sheet: str = "", row: int | None = None, column: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.sheet = sheet
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class Limits:
    """What one uploaded file may cost. A command on the server may be given more rows than the web."""

    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    member_ratio: int = 200
    ratio_free_bytes: int = 1_000_000
    # Up to this size an over-compressed part is still read, so that the refusal can name the cell.
    ratio_read_bytes: int = 8 * MEGABYTE
    members: int = 300
    sheets: int = 50
    data_rows: int = 5_000
    physical_rows: int = 20_000
    columns: int = 60
    cell_characters: int = 2_000
    header_rows: int = 20
    xml_depth: int = 256
    xml_attributes: int = 256
    small_part_bytes: int = 20 * MEGABYTE
    text_characters: int = 24_000_000
    cells: int = 600_000
    cpu_seconds: int = 5
    wall_seconds: int = 30
    memory_bytes: int = 512 * MEGABYTE

    def for_rows(self, data_rows: int) -> "Limits":
        """The same limits for a longer table, as a command on the server may allow it."""
        factor = max(1, -(-data_rows // self.data_rows))
        return replace(
            self,
            data_rows=data_rows,
            physical_rows=self.physical_rows * factor,
            cells=self.cells * factor,
            text_characters=self.text_characters * factor,
            cpu_seconds=self.cpu_seconds * factor,
            wall_seconds=self.wall_seconds * factor,
            memory_bytes=self.memory_bytes * min(factor, 4),
        )


WEB_LIMITS = Limits()


def too_large(size: int, limits: Limits) -> FileRefused:
    """The refusal of a file over the size limit."""
    return FileRefused(
        f"Tệp {megabytes(size)}, tối đa {megabytes(limits.file_bytes)}. Hãy chia nhỏ tệp rồi tải lại."
    )


def grouped(number: int) -> str:
    """1048576 as 1.048.576."""
    return f"{number:,}".replace(",", ".")


def megabytes(size: int) -> str:
    """The size in whole megabytes, rounded up, as people name it."""
    return f"{-(-size // MEGABYTE)} MB"
