"""CSV as Vietnamese offices write it: UTF-8, comma or semicolon, any kind of line end."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from core.spreadsheets.limits import FileRefused, Limits, grouped

BOM = "\ufeff"
SEPARATORS = (",", ";", "\t", "|")
NOT_UTF8 = (
    "Tệp CSV không phải UTF-8: trong Excel hãy chọn Lưu thành 'CSV UTF-8 (Comma delimited)' rồi tải lại, "
    "hoặc dùng tệp .xlsx."
)
FORMULA_LIKE = re.compile("'*[ \u00a0]*[-=+@\t\r\uff1d\uff0b\uff0d\uff20]")
EXCEL_IN_CSV = "Tệp là Excel: hãy đổi đuôi thành .xlsx rồi tải lại."


@dataclass(frozen=True, slots=True)
class CsvRecords:
    """The records of a CSV file, each with the number of its first line, and the separator found."""

    separator: str
    rows: list[tuple[int, list[str]]]


def guarded(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet program could take it for a formula."""
    return f"'{text}" if FORMULA_LIKE.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`, so that an exported file reads back unchanged."""
    return text[1:] if text.startswith("'") and FORMULA_LIKE.match(text) else text


def separator_message() -> str:
    """What to do with a file separated by something else."""
    return "Tệp CSV: dấu phân cách phải là , hoặc ; . Hãy lưu lại bằng 'CSV UTF-8 (Comma delimited)'."


def read_csv_records(data: bytes, limits: Limits) -> CsvRecords:
    """All records that hold anything. Raises FileRefused for wrong encoding, quotes or size."""
    text = _decode(data)
    separator = _separator(text)
    rows: list[tuple[int, list[str]]] = []
    count = 0
    for number, fields in _records(text, separator):
        if not any(field.strip() for field in fields):
            continue
        count += 1
        if count <= limits.data_rows + limits.header_rows:
            rows.append((number, [unguarded(field) for field in fields]))
    if count > limits.data_rows + limits.header_rows:
        # One of the records is the header.
        raise FileRefused(
            f"Tệp có {grouped(count - 1)} dòng, tối đa {grouped(limits.data_rows)}. "
            "Hãy chia nhỏ tệp rồi tải lại."
        )
    return CsvRecords(separator, rows)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) > len(data[:400]) // 5:
        raise FileRefused(NOT_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRefused(NOT_UTF8) from error
    text = text.lstrip(BOM)
    if "\0" in text:
        line = text[: text.index("\0")].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        raise FileRefused(f"dòng {line}: ký tự điều khiển U+0000. Hãy xoá ký tự này rồi lưu lại.", row=line)
    return text


def _separator(text: str) -> str:
    """The separator that makes the widest record among the first lines."""

    def width(separator: str) -> int:
        return max((len(fields) for _line, fields in islice(_records(text, separator), 20)), default=0)

    return max(SEPARATORS, key=width)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(
                f"dòng {line}: dấu ngoặc kép không khớp hoặc ô quá dài. Hãy mở tệp bằng Excel rồi lưu lại.",
                row=line,
            ) from error
