"""Packages that lie, hide or bomb are refused before anybody reads them; the child cannot be outlived."""

import os
import struct
import zipfile
from dataclasses import replace

import pytest

from core.spreadsheets.child import CRASHED, TOO_SLOW, read_in_child
from core.spreadsheets.limits import WEB_LIMITS, FileRefused
from core.spreadsheets.package import Package
from core.spreadsheets.scan import check_signature, scan_document, scan_workbook
from tests.core.spreadsheets.books import OFFICE, RELATIONS, book, pack, sheet_xml, task_book
from tests.core.spreadsheets.corpus import content

GOOD_ROW = ("NV-1", "Đón đoàn", "Sở Ngoại vụ", "30/06/2026")


def relations(kind, target, mode="External"):
    return {
        "xl/worksheets/_rels/sheet1.xml.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/{kind}" '
            f'Target="{target}" TargetMode="{mode}"/></Relationships>'
        )
    }


def test_plain_workbook_passes():
    scan_workbook(task_book(GOOD_ROW))


def test_plain_document_passes():
    scan_document(content("l02_ok.docx"))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macro"),
        ({"xl/macrosheets/sheet1.xml": "<a/>"}, "macro"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "đối tượng nhúng"),
        ({"xl/activeX/activeX1.xml": "<a/>"}, "đối tượng nhúng"),
        ({"xl/media/image1.png": b"PK\x03\x04 zip"}, "đối tượng nhúng"),
        ({"xl/media/image2.png": b"MZ\x90 exe"}, "đối tượng nhúng"),
        ({"xl/connections.xml": "<a/>"}, "kết nối dữ liệu ngoài"),
        ({"xl/queryTables/q1.xml": "<a/>"}, "kết nối dữ liệu ngoài"),
        ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "liên kết ngoài"),
        (relations("image", "https://example.invalid/a.png"), "liên kết ngoài"),
        (relations("attachedTemplate", "https://example.invalid/a.dotm"), "liên kết ngoài"),
        (relations("oleObject", "file:///c:/a.bin"), "đối tượng nhúng"),
        ({"xl/theme.xml": "<!DOCTYPE a><a/>"}, "DTD"),
        ({"xl/theme.xml": "<a><b></a>"}, "bị hỏng"),
        ({"xl/theme.xml": '<?xml version="1.0" encoding="cp1258"?><a/>'}, "bị hỏng"),
        ({"xl/theme.xml": "<a>" * 300 + "</a>" * 300}, "bị hỏng"),
        ({"xl/theme.xml": "<a " + " ".join(f'b{i}=""' for i in range(300)) + "/>"}, "bị hỏng"),
        ({"../ra.xml": "<a/>"}, "đường dẫn"),
        ({"/etc/a.xml": "<a/>"}, "đường dẫn"),
        ({"C:/a.xml": "<a/>"}, "đường dẫn"),
        ({"XL/Workbook.xml": "<a/>"}, "trùng tên"),
        ({"xl/theme.xml": "<a>" + " " * 9_000_000 + "</a>"}, "nén hơn 200 lần"),
    ],
    ids=[
        "macro",
        "trang macro",
        "đối tượng OLE",
        "ActiveX",
        "zip giả ảnh",
        "chương trình giả ảnh",
        "kết nối",
        "bảng truy vấn",
        "liên kết sổ khác",
        "ảnh từ mạng",
        "mẫu từ mạng",
        "quan hệ OLE",
        "DTD",
        "XML hỏng",
        "bảng mã lạ",
        "lồng sâu",
        "quá nhiều thuộc tính",
        "đường dẫn lùi",
        "đường dẫn tuyệt đối",
        "ổ đĩa",
        "trùng tên khác chữ hoa",
        "nén quá mạnh",
    ],
)
def test_hostile_part_is_refused(extra, words):
    with pytest.raises(FileRefused, match=words):
        scan_workbook(task_book(GOOD_ROW, extra=extra))


@pytest.mark.parametrize(
    "extra",
    [
        relations("hyperlink", "https://example.invalid/"),
        relations("attachedTemplate", r"file:///C:\Users\a\Normal.dotm"),
        {"xl/printerSettings/printerSettings1.bin": b"\x01\x02"},
        {"xl/drawings/vmlDrawing1.vml": b"<xml><br></xml>"},
    ],
    ids=["liên kết trang web", "mẫu trên máy người soạn", "cài đặt máy in", "VML của ghi chú"],
)
def test_harmless_part_passes(extra):
    scan_workbook(task_book(GOOD_ROW, extra=extra))


def test_too_many_members_are_refused():
    with pytest.raises(FileRefused, match="tối đa 300"):
        scan_workbook(task_book(GOOD_ROW, extra={f"xl/media/{i}.png": b"" for i in range(300)}))


def test_too_many_sheets_are_refused():
    data = book([(f"T{i}", "visible", sheet_xml([])) for i in range(51)])
    with pytest.raises(FileRefused, match="51 trang tính, tối đa 50"):
        read_in_child("rows", data, WEB_LIMITS)


def test_too_large_file_is_refused_with_its_size():
    with pytest.raises(FileRefused, match="Tệp 11 MB, tối đa 10 MB"):
        scan_workbook(b"PK\x03\x04" + bytes(11 * 1024 * 1024 - 10))


def test_encrypted_member_is_refused():
    data = bytearray(task_book(GOOD_ROW))
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(FileRefused, match="mật khẩu"):
        scan_workbook(bytes(data))


def test_member_with_two_names_is_refused():
    data = bytearray(task_book(GOOD_ROW))
    place = data.index(b"xl/worksheets/sheet1.xml")
    data[place : place + 3] = b"xm/"
    with pytest.raises(FileRefused, match="tên thành phần không khớp"):
        scan_workbook(bytes(data))


def test_overlapping_members_are_refused():
    data = bytearray(pack({"a.xml": "<a/>", "b.xml": "<b/>"}))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 5)
    with pytest.raises(FileRefused, match="chồng lên nhau"):
        Package(bytes(data), WEB_LIMITS, "Excel .xlsx")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["không nén", "nén"])
def test_package_gives_back_what_was_packed(tmp_path, method):
    body = bytes(range(256)) * 2000
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.bin", body)
        archive.writestr("rỗng.bin", b"")
    package = Package(path.read_bytes(), WEB_LIMITS, "Excel .xlsx")

    assert b"".join(package.chunks("a.bin")) == body
    assert b"".join(package.chunks("rỗng.bin")) == b""


def test_cut_member_is_broken():
    data = pack({"a.xml": "<a/>" * 1000})
    package = Package(data, WEB_LIMITS, "Excel .xlsx")
    package.data = data[:40]
    with pytest.raises(FileRefused, match="bị hỏng"):
        list(package.chunks("a.xml"))


def test_child_that_takes_too_long_is_killed():
    with pytest.raises(FileRefused) as refused:
        read_in_child("rows", task_book(GOOD_ROW), replace(WEB_LIMITS, wall_seconds=0))
    assert refused.value.message == TOO_SLOW


def test_child_that_burns_its_processor_time_is_killed():
    with pytest.raises(FileRefused) as refused:
        read_in_child("rows", content("f16_1m_empty_formatted_rows.xlsx"), replace(WEB_LIMITS, cpu_seconds=0))
    assert refused.value.message == TOO_SLOW


def test_child_without_memory_is_a_refusal():
    data = task_book(GOOD_ROW, extra={"xl/media/a.png": os.urandom(8_000_000)})
    with pytest.raises(FileRefused) as refused:
        read_in_child("rows", data, replace(WEB_LIMITS, memory_bytes=1_000_000))
    assert refused.value.message == CRASHED


def test_longer_tables_may_cost_more():
    limits = WEB_LIMITS.for_rows(20_000)

    assert (limits.data_rows, limits.physical_rows, limits.cpu_seconds) == (20_000, 80_000, 20)
    assert limits.file_bytes == WEB_LIMITS.file_bytes


def test_a_renamed_picture_is_called_a_picture():
    with pytest.raises(FileRefused, match="đây là ảnh đã đổi tên") as refused:
        check_signature(b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "xlsx", WEB_LIMITS)
    assert "Word" not in str(refused.value)
