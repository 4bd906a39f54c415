"""Attached papers: what they are is decided by their content, and what cannot be trusted is refused."""

import hashlib
import io
import re
import unicodedata
import warnings as python_warnings
from dataclasses import dataclass, replace

from PIL import Image, UnidentifiedImageError

from core.clamd import Verdict, scan_with_clamd
from core.secrecy import SECRECY_REFUSAL, has_secrecy_mark
from core.spreadsheets.child import Mode, read_in_child
from core.spreadsheets.limits import MEGABYTE, WEB_LIMITS, FileRefused, megabytes
from core.spreadsheets.scan import OLE_SIGNATURE, old_office_message

__all__ = ["CheckedFile", "FileRefused", "Verdict", "check_attachment", "clean_file_name", "scan_with_clamd"]

MAX_BYTES = 20 * MEGABYTE
MAX_PIXELS = 50_000_000
MAX_NAME = 150
ATTACHMENT_LIMITS = replace(WEB_LIMITS, file_bytes=MAX_BYTES)
ALLOWED = "Cổng nhận PDF, DOCX, XLSX, JPG và PNG"

MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
EXTENSIONS = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "jpg": "jpg", "jpeg": "jpg", "png": "png"}
OLD_OFFICE = {
    "doc": ".docx hoặc PDF",
    "xls": ".xlsx",
    "ppt": "PDF",
    "rtf": ".docx hoặc PDF",
    "odt": ".docx",
    "ods": ".xlsx",
}
LABELS = {"pdf": "PDF", "docx": "Word .docx", "xlsx": "Excel .xlsx", "jpg": "JPG", "png": "PNG"}

PDF_HEADER = re.compile(rb"%PDF-[12]\.\d")
PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
PDF_WARNINGS = (
    (re.compile(rb"/(?:JavaScript|JS)\b"), "PDF có JavaScript"),
    (re.compile(rb"/Launch\b"), "PDF có hành động Launch"),
    (re.compile(rb"/EmbeddedFiles?\b"), "PDF có tệp đính kèm bên trong"),
)
PDF_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream", re.DOTALL)
PDF_TEXT = re.compile(rb"\(((?:[^()\\]|\\.){1,2000})\)", re.DOTALL)
RIGHT_BYTES = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored: what it is, under which name, and what a reader should know."""

    kind: str
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
    if len(data) > MAX_BYTES:
        raise FileRefused(
            f"Tệp {megabytes(len(data))}, tối đa {megabytes(MAX_BYTES)}. Hãy nén ảnh trong tệp hoặc chia nhỏ."
        )
    _refuse_secret(clean_name.replace("_", " ").replace("-", " "))
    found: list[str] = []
    if kind == "pdf":
        found = _check_pdf(data)
    elif kind in {"docx", "xlsx"}:
        mode: Mode = "docx" if kind == "docx" else "xlsx"
        _refuse_secret(read_in_child(mode, data, ATTACHMENT_LIMITS)["text"])
    else:
        _check_picture(kind, data)
    return CheckedFile(kind, MIMES[kind], tuple(found), hashlib.sha256(data).hexdigest(), clean_name)


def clean_file_name(name: str) -> str:
    """The typed name without folders and without signs that hide its ending or break a header."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in base if not unicodedata.category(sign).startswith("C"))
    kept = " ".join(re.sub(r'[<>:"|?*;]', " ", kept).split()).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        return kept[:MAX_NAME] or "tep"
    return f"{stem[: MAX_NAME - len(extension) - 1] or 'tep'}.{extension}"


def _kind_of(name: str, data: bytes) -> str:
    """The kind that the name promises, when it is one of those allowed and the first bytes agree."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if data.startswith(OLE_SIGNATURE) and extension in {*OLD_OFFICE, *EXTENSIONS}:
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
            f"Nội dung không phải {LABELS[kind]} hợp lệ dù tên là .{extension}. Hãy chọn đúng tệp gốc. {ALLOWED}."
        )
    return kind


def _check_pdf(data: bytes) -> list[str]:
    """Remarks on a PDF. It is never inflated: the portal stores it and serves it as a download only."""
    if not PDF_HEADER.match(data):
        raise FileRefused("Nội dung không phải PDF hợp lệ. Hãy in lại thành PDF từ tệp gốc.")
    if not PDF_END.search(data[-2048:].rstrip(b"\0")):
        raise FileRefused("PDF bị hỏng hoặc thiếu phần cuối. Hãy xuất lại PDF từ tệp gốc rồi tải lên.")
    outside = PDF_STREAM.sub(b" ", data)
    _refuse_secret("\n".join(_pdf_text(match) for match in PDF_TEXT.findall(outside)))
    if b"/Encrypt" in outside:
        return [*_pdf_remarks(outside), "PDF có mật khẩu hoặc bị khóa"]
    return _pdf_remarks(outside)


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


def _check_picture(kind: str, data: bytes) -> None:
    """Refuse a picture that is too large to show or that does not decode to its end."""
    formats = {"jpg": ["JPEG"], "png": ["PNG"]}[kind]
    try:
        with python_warnings.catch_warnings():
            # The library warns of large pictures; the limit below refuses them with our own sentence.
            python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise FileRefused(
                        f"Ảnh quá lớn: {width}x{height} điểm ảnh. Hãy thu nhỏ ảnh còn dưới 7000x7000."
                    )
                picture.verify()
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                picture.load()
    except Image.DecompressionBombError as error:
        raise FileRefused("Ảnh quá lớn. Hãy thu nhỏ ảnh còn dưới 7000x7000 điểm ảnh.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused("Ảnh bị hỏng, không mở được. Hãy chụp hoặc xuất lại ảnh rồi tải lên.") from error


def _refuse_secret(text: str) -> None:
    if has_secrecy_mark(text):
        raise FileRefused(f"Tệp có dấu hiệu độ mật. {SECRECY_REFUSAL} Hãy xử lý văn bản này ngoài hệ thống.")
