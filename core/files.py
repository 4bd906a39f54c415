"""Attached papers: what they are is decided by their content, and what cannot be trusted is refused."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from core.clamd import Verdict, scan_with_clamd
from core.secrecy import SECRECY_REFUSAL, has_secrecy_mark
from core.spreadsheets.child import read_in_child
from core.spreadsheets.limits import MEGABYTE, WEB_LIMITS, FileRefused, megabytes
from core.spreadsheets.scan import OLE_SIGNATURE, old_office_message

__all__ = ["CheckedFile", "FileRefused", "Verdict", "check_attachment", "clean_file_name", "scan_with_clamd"]

MAX_BYTES = 20 * MEGABYTE
MAX_NAME = 150
# A paper may hold many pictures, and an attached workbook is stored, never read row by row.
ATTACHMENT_LIMITS = replace(
    WEB_LIMITS, file_bytes=MAX_BYTES, members=2_000, physical_rows=1_048_576, cpu_seconds=10
)
ALLOWED = "Cổng nhận PDF, DOCX, XLSX, JPG và PNG"

Kind = Literal["pdf", "docx", "xlsx", "jpg", "png"]
MIMES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
EXTENSIONS: dict[str, Kind] = {
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "jpg": "jpg",
    "jpeg": "jpg",
    "png": "png",
}
OLD_OFFICE = {
    "doc": ".docx hoặc PDF",
    "xls": ".xlsx",
    "ppt": "PDF",
    "rtf": ".docx hoặc PDF",
    "odt": ".docx",
    "ods": ".xlsx",
}
LABELS = {"pdf": "PDF", "docx": "Word .docx", "xlsx": "Excel .xlsx", "jpg": "JPG", "png": "PNG"}

SECRET = f"Tệp có dấu hiệu độ mật. {SECRECY_REFUSAL} Hãy xử lý văn bản này ngoài hệ thống."
# A file named by nothing but the mark.
MARKS_AS_NAME = {"mật", "tối mật", "tuyệt mật"}
# Control signs as an address writes them (%0D, %00): some program on the way may read them back.
ESCAPED_CONTROL = re.compile(r"%0[0-9a-f]", re.IGNORECASE)

PDF_HEADER = re.compile(rb"%PDF-[12]\.\d")
PDF_WARNINGS = (
    (re.compile(rb"/(?:JavaScript|JS)\b"), "PDF có JavaScript"),
    (re.compile(rb"/Launch\b"), "PDF có hành động Launch"),
    (re.compile(rb"/EmbeddedFiles?\b"), "PDF có tệp đính kèm bên trong"),
)
PDF_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_TEXT = re.compile(rb"\(((?:[^()\\]|\\.){1,2000})\)|<((?:FEFF|feff)[0-9A-Fa-f]{4,2000})>", re.DOTALL)
PDF_TEXT_BYTES = 2 * MEGABYTE
# How far before a stream its dictionary is looked at.
PDF_DICTIONARY_BYTES = 400
RIGHT_BYTES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored: what it is, under which name, and what a reader should know."""

    kind: Kind
    mime: str
    warnings: tuple[str, ...]
    sha256: str
    clean_name: str


def check_attachment(name: str, data: bytes) -> CheckedFile:
    """What the file is, when it may be stored. Raises FileRefused with a sentence that says what to do."""
    clean_name = clean_file_name(name)
    kind = _kind_of(clean_name, data)
    if not data:
        raise FileRefused("Tệp rỗng. Hãy chọn lại tệp có nội dung.")
    refuse_too_large(len(data))
    spoken = clean_name.replace("_", " ").replace("-", " ")
    _refuse_secret(spoken)
    if " ".join(spoken.rpartition(".")[0].split()).casefold() in MARKS_AS_NAME:
        raise FileRefused(SECRET)
    found: list[str] = []
    if kind == "pdf":
        found = _check_pdf(data)
    else:
        answer = read_in_child(kind, data, ATTACHMENT_LIMITS)
        _refuse_secret(answer.get("text", ""))
    return CheckedFile(kind, MIMES[kind], tuple(found), hashlib.sha256(data).hexdigest(), clean_name)


def refuse_too_large(size: int) -> None:
    """Raise FileRefused for more bytes than an attached paper may have."""
    if size > MAX_BYTES:
        raise FileRefused(
            f"Tệp {megabytes(size)}, tối đa {megabytes(MAX_BYTES)}. Hãy nén ảnh trong tệp hoặc chia nhỏ."
        )


def clean_file_name(name: str) -> str:
    """The typed name without folders and without signs that hide its ending or break a header."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in base if not unicodedata.category(sign).startswith("C"))
    while (plain := ESCAPED_CONTROL.sub("", kept)) != kept:
        kept = plain
    kept = " ".join(re.sub(r'[<>:"|?*;]', " ", kept).split()).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        return kept[:MAX_NAME] or "tep"
    return f"{stem[: MAX_NAME - len(extension) - 1] or 'tep'}.{extension}"


def _kind_of(name: str, data: bytes) -> Kind:
    """The kind that the name promises, when it is one of those allowed and the first bytes agree."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if data.startswith(OLE_SIGNATURE) and extension in EXTENSIONS:
        raise FileRefused(old_office_message(data))
    if extension in OLD_OFFICE:
        raise FileRefused(f"Tệp .{extension} cũ: hãy Lưu thành {OLD_OFFICE[extension]}.")
    if extension not in EXTENSIONS:
        shown = f" .{extension[:10]}" if extension else ""
        raise FileRefused(
            f"Loại tệp{shown} không được phép. {ALLOWED}; hãy chuyển sang một trong các loại này."
        )
    kind = EXTENSIONS[extension]
    signature = RIGHT_BYTES.get(kind)
    if data and signature and not data.startswith(signature):
        raise FileRefused(
            f"Nội dung không phải {LABELS[kind]} hợp lệ dù tên là .{extension}. "
            f"Hãy chọn đúng tệp gốc. {ALLOWED}."
        )
    return kind


def _check_pdf(data: bytes) -> list[str]:
    """Remarks on a PDF. It is never inflated: the portal stores it and serves it as a download only."""
    if not PDF_HEADER.match(data):
        raise FileRefused("Nội dung không phải PDF hợp lệ. Hãy in lại thành PDF từ tệp gốc.")
    if b"%%EOF" not in data[-1024:] or b"startxref" not in data[-4096:]:
        raise FileRefused("PDF bị hỏng hoặc thiếu phần cuối. Hãy xuất lại PDF từ tệp gốc rồi tải lên.")
    readable = b"\n".join(_uncompressed(data))
    found = [match[1] or bytes.fromhex(match[2].decode()) for match in _texts(readable)]
    _refuse_secret("\n".join(_pdf_text(raw) for raw in found))
    remarks = _pdf_remarks(readable)
    return [*remarks, "PDF có mật khẩu hoặc bị khóa"] if b"/Encrypt" in readable else remarks


def _uncompressed(data: bytes) -> Iterator[bytes]:
    """The parts of a PDF that can be read as they are: all but its compressed streams."""
    position = 0
    while True:
        start = data.find(b"stream", position)
        end = data.find(b"endstream", start + 6) if start >= 0 else -1
        if end < 0:
            yield data[position:]
            return
        dictionary = data[max(position, start - PDF_DICTIONARY_BYTES) : start]
        yield data[position : start if b"/Filter" in dictionary else end]
        position = end + len(b"endstream")


def _texts(readable: bytes) -> Iterator[re.Match[bytes]]:
    """The strings of a PDF, up to a size that is quick to look through."""
    seen = 0
    for match in PDF_TEXT.finditer(readable):
        seen += len(match[0])
        if seen > PDF_TEXT_BYTES:
            return
        yield match


def _pdf_remarks(data: bytes) -> list[str]:
    plain = PDF_NAME_ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)
    return [message for pattern, message in PDF_WARNINGS if pattern.search(plain)]


def _pdf_text(raw: bytes) -> str:
    """A string of a PDF as it would be shown: UTF-16 when it says so, else one byte a letter."""
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", errors="ignore")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _refuse_secret(text: str) -> None:
    if has_secrecy_mark(text):
        raise FileRefused(SECRET)


def file_problem(error: OSError) -> str:
    """Return in words why the system could not open a file."""
    if isinstance(error, FileNotFoundError):
        return "không có tệp hoặc thư mục này"
    if isinstance(error, PermissionError):
        return "tài khoản đang chạy lệnh không có quyền với tệp này"
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return "đường dẫn này là thư mục hoặc đi qua một tệp"
    return f"hệ thống báo lỗi số {error.errno}; kiểm tra đường dẫn và ổ đĩa"
