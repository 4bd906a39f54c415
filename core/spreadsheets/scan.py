"""The check of an Office file before anybody reads it: what it is made of decides, not its name."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.spreadsheets.limits import WEB_LIMITS, FileRefused, Limits, grouped, too_large
from core.spreadsheets.package import Package
from core.spreadsheets.xmlstream import local, parse_stream

Family = Literal["xlsx", "docx"]

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
LABELS: dict[Family, str] = {"xlsx": "Excel .xlsx", "docx": "Word .docx"}
MAIN_TYPE = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES: dict[Family, str] = {
    "xlsx": MAIN_TYPE + "spreadsheetml.sheet.main+xml",
    "docx": MAIN_TYPE + "wordprocessingml.document.main+xml",
}
STRICT = "http://purl.oclc.org/ooxml/"
CONTENT_TYPES = "[Content_Types].xml"
OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

MACRO = "Tệp có macro không được phép. Hãy lưu lại thành tệp không có macro (.xlsx hoặc .docx)."
EMBEDDED = "Tệp có đối tượng nhúng không được phép. Hãy xoá đối tượng nhúng (OLE, ActiveX) rồi lưu lại."
CONNECTION = (
    "Tệp có kết nối dữ liệu ngoài không được phép. "
    "Hãy gỡ kết nối trong thẻ Dữ liệu của Excel, dán thành giá trị rồi lưu lại."
)
EXTERNAL = (
    "Tệp có liên kết ngoài không được phép. Hãy cắt liên kết (Dữ liệu, Sửa liên kết), "
    "dán thành giá trị rồi lưu lại."
)

PART_RULES = (
    (re.compile(r"vbaproject|vbadata|macrosheets?/|dialogsheets?/|customui/", re.IGNORECASE), MACRO),
    (re.compile(r"/embeddings/|/activex/|oleobject", re.IGNORECASE), EMBEDDED),
    (re.compile(r"/connections\.xml$|/querytables/|/model/|webextension|/mashup", re.IGNORECASE), CONNECTION),
)
TYPE_RULES = (
    (re.compile(r"macroenabled|vbaproject|macrosheet|dialogsheet", re.IGNORECASE), MACRO),
    (re.compile(r"oleobject|activex|ms-package\.obfuscated", re.IGNORECASE), EMBEDDED),
    (re.compile(r"\.connections\+xml|\.querytable\+xml", re.IGNORECASE), CONNECTION),
)
RELATION_RULES = (
    (re.compile(r"/(vbaProject|xlMacrosheet|attachedToolbars)$", re.IGNORECASE), MACRO),
    (re.compile(r"/(oleObject|package|control|activeXControlBinary)$", re.IGNORECASE), EMBEDDED),
    (re.compile(r"/(connections|queryTable)$", re.IGNORECASE), CONNECTION),
)
EXTERNAL_PART = re.compile(r"/externallinks?/", re.IGNORECASE)
RELATION_ELEMENTS = {"Relationships", "Relationship"}
LOCAL_TEMPLATE = re.compile(r"^(file:///)?[A-Za-z]:[\\/]")
ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
TAIL = 64 * 1024


@dataclass
class Findings:
    """What a package showed: its parts by type, and the faults that still allow a guarded read."""

    types: dict[str, str] = field(default_factory=dict)
    relations: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    soft: list[str] = field(default_factory=list)


def scan_workbook(data: bytes, limits: Limits = WEB_LIMITS) -> None:
    """Raise FileRefused unless the bytes are a plain Excel workbook within the limits."""
    _raise_first(inspect(data, "xlsx", limits)[1])


def scan_document(data: bytes, limits: Limits = WEB_LIMITS) -> None:
    """Raise FileRefused unless the bytes are a plain Word document within the limits."""
    _raise_first(inspect(data, "docx", limits)[1])


def _raise_first(findings: Findings) -> None:
    if findings.soft:
        raise FileRefused(findings.soft[0])


def inspect(data: bytes, family: Family, limits: Limits) -> tuple[Package, Findings]:
    """The opened package and its findings; FileRefused when it must not even be read."""
    check_signature(data, family, limits)
    package = Package(data, limits, LABELS[family])
    _check_part_names(package)
    findings = Findings()
    _check_kind(package, family, findings)
    for name in sorted(package.members, key=_worksheets_last):
        _scan_part(package, name, findings)
    findings.soft.extend(package.dense)
    return package, findings


def check_signature(data: bytes, family: Family, limits: Limits) -> None:
    """Refuse what is plainly another kind of file, and say how to turn it into the wanted one."""
    if not data:
        raise FileRefused("Tệp rỗng. Hãy chọn lại tệp có dữ liệu.")
    if len(data) > limits.file_bytes:
        raise too_large(len(data), limits)
    label = LABELS[family]
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OLE_SIGNATURE):
        raise FileRefused(old_office_message(data))
    if data.startswith(b"%PDF"):
        raise FileRefused(f"Tệp không phải {label} hợp lệ: đây là PDF. Hãy chọn tệp gốc.")
    if any(data.startswith(sign) for sign in PICTURES):
        raise FileRefused(f"Tệp không phải {label} hợp lệ: đây là ảnh đã đổi tên. Hãy chọn đúng tệp.")
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise FileRefused("Tệp là HTML: mở bằng Excel rồi Lưu thành .xlsx (Excel Workbook).")
    if not data.startswith(b"PK") and _is_text(data):
        raise FileRefused(
            f"Tệp không phải {label} hợp lệ: đây là CSV hoặc văn bản thường. "
            "Hãy đổi đuôi thành .csv hoặc mở bằng Excel rồi Lưu thành .xlsx."
        )


def old_office_message(data: bytes) -> str:
    """What to do with a file of the old container: a password, .xls or .doc."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Tệp có mật khẩu: hãy gỡ mật khẩu (Tệp, Thông tin, Bảo vệ) rồi tải lên lại."
    if "WordDocument".encode("utf-16-le") in data:
        return "Tệp .doc cũ: hãy Lưu thành .docx hoặc PDF."
    return "Tệp .xls cũ: hãy mở bằng Excel rồi Lưu thành .xlsx (Excel Workbook)."


def _is_text(data: bytes) -> bool:
    sample = data[:4096]
    if b"\0" in sample:
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(sample) - 4
    return True


def _worksheets_last(name: str) -> tuple[bool, str]:
    return ("worksheets/" in name, name)


def _check_part_names(package: Package) -> None:
    names = package.members
    if "mimetype" in names:
        kind = package.read("mimetype")
        if kind.startswith(b"application/vnd.oasis.opendocument"):
            raise FileRefused("Tệp .ods/.odt của OpenDocument: hãy mở rồi Lưu thành .xlsx hoặc .docx.")
    for name in names:
        for pattern, message in PART_RULES:
            if pattern.search("/" + name):
                raise FileRefused(message)


def _check_kind(package: Package, family: Family, findings: Findings) -> None:
    """The declared content types: exactly one main part of the wanted family, nothing active."""
    if CONTENT_TYPES not in package.members:
        raise package.invalid()

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) not in {"Override", "Default"}:
            return
        kind = attributes.get("ContentType", "")
        for pattern, message in TYPE_RULES:
            if pattern.search(kind):
                raise FileRefused(message)
        if local(name) == "Override":
            findings.types[attributes.get("PartName", "").lstrip("/")] = kind

    parse_stream(package.chunks(CONTENT_TYPES), package.limits, package.broken, start=start)
    if any("template.main" in kind for kind in findings.types.values()):
        raise package.invalid("tệp mẫu .xltx/.dotx")
    main = [part for part, kind in findings.types.items() if kind == MAIN_TYPES[family]]
    if len(main) != 1 or main[0] not in package.members:
        raise package.invalid()


def _scan_part(package: Package, name: str, findings: Findings) -> None:
    """Inflate one part to its end and look at its XML, if it is XML."""
    package.check_density(name)
    if name.endswith(".rels"):
        _scan_relations(package, name, findings)
    elif name.lower().endswith(".xml") or findings.types.get(name, "").endswith("+xml"):
        _scan_xml(package, name)
    else:
        _scan_binary(package, name)
    if EXTERNAL_PART.search("/" + name) and EXTERNAL not in findings.soft:
        findings.soft.append(EXTERNAL)


def _scan_binary(package: Package, name: str) -> None:
    """Pictures and printer settings may come along; archives and programs may not."""
    for number, chunk in enumerate(package.chunks(name)):
        if number == 0 and chunk.startswith((b"PK\x03\x04", OLE_SIGNATURE, b"MZ\x90")):
            raise FileRefused(EMBEDDED)


def _scan_xml(package: Package, name: str) -> None:
    """Well-formed, without tricks, transitional, and not a million rows."""
    root, rows = "", 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal root, rows
        if not root:
            root = local(tag)
            if tag.startswith(STRICT):
                raise FileRefused(
                    "Tệp ở dạng Strict Open XML. Hãy Lưu thành 'Excel Workbook (*.xlsx)' hoặc "
                    "'Word Document (*.docx)' rồi tải lại."
                )
        if root == "worksheet" and tag.endswith(" row"):
            rows += 1
            if rows > package.limits.physical_rows:
                raise _TooManyRows

    try:
        parse_stream(package.chunks(name), package.limits, package.broken, start=start)
    except _TooManyRows:
        raise FileRefused(_rows_message(package, name), sheet=sheet_name(package, name)) from None


class _TooManyRows(Exception):  # noqa: N818 - a signal inside this module, not an error for a caller
    """The stream has passed the row limit."""


def _rows_message(package: Package, name: str) -> str:
    """Count to the end without parsing, so that the person sees the true number."""
    tail, count = b"", 0
    for chunk in package.chunks(name):
        count += chunk.count(b"<row ")
        tail = (tail + chunk)[-TAIL:]
    numbers = [int(number) for number in ROW_NUMBER.findall(tail)]
    last = max([count, *numbers])
    return (
        f"Trang tính có {grouped(last)} hàng (đa số trống), tối đa {grouped(package.limits.physical_rows)}: "
        "hãy xoá hàng trống dưới bảng rồi lưu lại."
    )


def _scan_relations(package: Package, name: str, findings: Findings) -> None:
    """Only links to web pages may lead out of the file."""
    rows: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) not in RELATION_ELEMENTS:
            raise package.invalid()
        if local(tag) == "Relationships":
            return
        kind = attributes.get("Type", "")
        for pattern, message in RELATION_RULES:
            if pattern.search(kind):
                raise FileRefused(message)
        if attributes.get("TargetMode") == "External" and not _harmless(kind, attributes.get("Target", "")):
            if EXTERNAL not in findings.soft:
                findings.soft.append(EXTERNAL)
            return
        rows.append(attributes)

    parse_stream(package.chunks(name), package.limits, package.broken, start=start)
    findings.relations[name] = rows


def _harmless(kind: str, target: str) -> bool:
    """A hyperlink is never followed; a Word template on the author's own disk is never fetched."""
    if kind.endswith("/hyperlink"):
        return True
    return kind.endswith("/attachedTemplate") and bool(LOCAL_TEMPLATE.match(target))


def workbook_part(findings: Findings, family: Family = "xlsx") -> str:
    """The name of the main part."""
    return next(part for part, kind in findings.types.items() if kind == MAIN_TYPES[family])


def sheet_parts(package: Package, findings: Findings) -> Iterator[tuple[str, str, str]]:
    """Name, state and part of every sheet, in the order of the tabs."""
    main = workbook_part(findings)
    folder, base = posixpath.split(main)
    relations = {row.get("Id", ""): row for row in findings.relations.get(f"{folder}/_rels/{base}.rels", [])}
    sheets: list[tuple[str, str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "sheet":
            return
        plain = {local(key): value for key, value in attributes.items()}
        target = relations.get(plain.get("id", ""), {}).get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        sheets.append((plain.get("name", ""), plain.get("state", "visible"), part))

    parse_stream(package.chunks(main), package.limits, package.broken, start=start)
    if len(sheets) > package.limits.sheets:
        raise FileRefused(
            f"Tệp có {len(sheets)} trang tính, tối đa {package.limits.sheets}. Hãy chỉ giữ trang cần nhập."
        )
    yield from sheets


def sheet_name(package: Package, part: str) -> str:
    """The name on the tab of a worksheet part, or nothing when it cannot be told."""
    findings = Findings()
    _check_kind(package, "xlsx", findings)
    for name in package.members:
        if name.endswith(".rels"):
            _scan_relations(package, name, findings)
    return next((tab for tab, _state, target in sheet_parts(package, findings) if target == part), "")
