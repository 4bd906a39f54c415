"""Attachments: what is taken, what is refused, and that no scanner means not scanned."""

import hashlib
import io
import os
import socket
import struct
import tempfile
import threading
import zipfile
from contextlib import contextmanager

import pytest
from PIL import Image

from core.clamd import Verdict, scan_with_clamd
from core.files import FileRefused, check_attachment, clean_file_name
from tests.core.spreadsheets.books import task_book
from tests.core.spreadsheets.corpus import content, entries

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize("line", entries("attachment", expected="accept"), ids=lambda line: line["file"])
def test_good_attachment_is_taken(line):
    data = content(line["file"])
    checked = check_attachment(line["file"], data)

    assert checked.sha256 == hashlib.sha256(data).hexdigest()
    assert checked.clean_name == line["file"]
    assert checked.kind == line["file"].rpartition(".")[2]
    assert list(checked.warnings) == ([line["warning_expected"]] if line["warning_expected"] else [])


@pytest.mark.parametrize("line", entries("attachment", expected="reject"), ids=lambda line: line["file"])
def test_bad_attachment_is_refused(line):
    with pytest.raises(FileRefused) as refused:
        check_attachment(line["file"], content(line["file"]))

    said = refused.value.message.casefold()
    if line["expected_error_hint"] == "loại tệp không được phép":
        extension = line["file"].rpartition(".")[2]
        assert f"loại tệp .{extension} không được phép" in said
    else:
        assert line["expected_error_hint"].casefold() in said


def picture(kind, size=(4, 3)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def document(text, part="word/document.xml"):
    """The corpus document with one part in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content("l02_ok.docx"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        runs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
        new.writestr(part, f'<w:document xmlns:w="{word}"><w:body>{runs}</w:body></w:document>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind", "mime"),
    [
        ("ảnh.JPEG", picture("JPEG"), "jpg", "image/jpeg"),
        ("ảnh.png", picture("PNG"), "png", "image/png"),
        (
            "bảng.xlsx",
            task_book(("a", "b", "c", "d")),
            "xlsx",
            "application/vnd.openxmlformats-officedocument",
        ),
        ("văn bản.docx", document("Kế hoạch"), "docx", "application/vnd.openxmlformats-officedocument"),
        ("quyết định.pdf", PDF, "pdf", "application/pdf"),
    ],
    ids=["JPEG", "PNG", "XLSX", "DOCX", "PDF"],
)
def test_every_allowed_kind(name, data, kind, mime):
    checked = check_attachment(name, data)

    assert (checked.kind, checked.warnings) == (kind, ())
    assert checked.mime.startswith(mime)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "Tệp rỗng"),
        ("a.pdf", PDF + bytes(34 * 1024 * 1024 - len(PDF)), "Tệp 34 MB, tối đa 20 MB"),
        ("a.png", picture("JPEG"), "không phải PNG hợp lệ"),
        ("a.jpg", picture("PNG"), "không phải JPG hợp lệ"),
        ("a.jpg", picture("JPEG", (300, 300))[:400], "Ảnh bị hỏng"),
        ("a.docx", task_book(("a", "b", "c", "d")), "không phải Word .docx hợp lệ"),
        ("a.xlsx", content("l02_ok.docx"), "không phải Excel .xlsx hợp lệ"),
        ("a.xlsx", content("b17_encrypted_password.xlsx"), "gỡ mật khẩu"),
        ("a.xls", content("b06_xls_renamed.xlsx"), "Tệp .xls cũ"),
        ("a.pdf.exe", PDF, "Loại tệp .exe không được phép"),
        ("khong-duoi", PDF, "Loại tệp không được phép"),
        ("a\u202efdp.exe", PDF, "Loại tệp .exe không được phép"),
        ("a.pdf", PDF.replace(b"%%EOF", b""), "PDF bị hỏng"),
    ],
    ids=[
        "rỗng",
        "quá lớn",
        "JPEG mang tên PNG",
        "PNG mang tên JPG",
        "JPEG bị cắt",
        "bảng mang tên văn bản",
        "văn bản mang tên bảng",
        "có mật khẩu",
        "xls cũ",
        "hai đuôi",
        "không đuôi",
        "đảo chiều chữ",
        "PDF thiếu cuối",
    ],
)
def test_refusals_say_what_is_wrong(name, data, words):
    with pytest.raises(FileRefused, match=words):
        check_attachment(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("TUYỆT MẬT.pdf", PDF),
        ("tai_lieu_TUYỆT_MẬT.pdf", PDF),
        ("mật.pdf", PDF),
        ("tối-mật.pdf", PDF),
        ("a.docx", document("ỦY BAN NHÂN DÂN\nTỐI MẬT\nKế hoạch")),
        ("a.docx", document("MẬT", part="word/header1.xml")),
        ("a.xlsx", task_book(("NV-1", "TUYỆT MẬT", "c", "d"))),
        ("a.pdf", PDF.replace(b"<<>>endobj", "<< /Title (TUYỆT MẬT) >>endobj".encode(), 1)),
        (
            "a.pdf",
            PDF.replace(b"<<>>endobj", b"<</T(\xfe\xff" + "TỐI MẬT".encode("utf-16-be") + b")>>endobj", 1),
        ),
        (
            "a.pdf",
            PDF.replace(
                b"<<>>endobj", b"<</T<FEFF" + "TỐI MẬT".encode("utf-16-be").hex().encode() + b">>>endobj", 1
            ),
        ),
        ("a.pdf", PDF.replace(b"endobj", "stream\nBT (TUYỆT MẬT) Tj ET\nendstream endobj".encode(), 1)),
    ],
    ids=[
        "tên tệp",
        "tên tệp gạch dưới",
        "tên tệp chỉ có dấu, chữ thường",
        "tên tệp chỉ có dấu, gạch nối",
        "thân văn bản",
        "đầu trang văn bản",
        "ô của bảng",
        "tiêu đề PDF",
        "tiêu đề PDF UTF-16",
        "tiêu đề PDF thập lục",
        "dòng chữ PDF không nén",
    ],
)
def test_mark_of_secrecy_is_refused(name, data):
    with pytest.raises(FileRefused, match="độ mật"):
        check_attachment(name, data)


def test_everyday_words_are_no_mark():
    text = "Mối quan hệ mật thiết; bảo mật thông tin; bí mật kinh doanh"

    assert check_attachment("bảo mật.docx", document(text)).kind == "docx"


@pytest.mark.parametrize(
    ("inside", "warning"),
    [
        (b"/OpenAction<</S/#4aavaScript/JS(x)>>", "PDF có JavaScript"),
        (b"/AA<</S/Launch>>", "PDF có hành động Launch"),
        (b"/EmbeddedFile", "PDF có tệp đính kèm bên trong"),
        (b"/Encrypt 5 0 R", "PDF có mật khẩu hoặc bị khóa"),
    ],
    ids=["JavaScript giấu tên", "Launch", "tệp bên trong", "khóa"],
)
def test_remarks_on_a_pdf(inside, warning):
    data = PDF.replace(b"<<>>endobj", b"<<" + inside + b">>endobj", 1)

    assert check_attachment("a.pdf", data).warnings == (warning,)


def test_pdf_of_many_open_streams_is_read_in_one_pass():
    data = PDF.replace(b"endobj", b"stream\n" * 300_000 + b"endobj", 1)

    assert check_attachment("a.pdf", data).warnings == ()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Quyết định.pdf", "Quyết định.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\a\b.pdf", "b.pdf"),
        ('a"b<c>:d|e?.pdf', "a b c d e .pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("...", "tep"),
    ],
    ids=[
        "chữ Việt",
        "lùi thư mục",
        "đường dẫn Windows",
        "dấu lạ",
        "đảo chiều",
        "xuống dòng",
        "quá dài",
        "chỉ chấm",
    ],
)
def test_clean_name(typed, kept):
    assert clean_file_name(typed) == kept


@pytest.mark.parametrize("typed", ["a%0D%0ASet-Cookie.pdf", "a%00Set-Cookie.pdf", "a%0%0dDSet-Cookie.pdf"])
def test_escaped_control_signs_leave_the_name(typed):
    assert clean_file_name(typed) == "aSet-Cookie.pdf"


@contextmanager
def scanner(answer, received=None):
    """A stand-in for clamd: takes the stream apart and answers one line."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = os.path.join(folder, "clamd.ctl")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(path)
            server.listen(1)
            thread = threading.Thread(target=_serve, args=(server, answer, received), daemon=True)
            thread.start()
            yield path
            thread.join(5)


def _serve(server, answer, received):
    connection, _address = server.accept()
    with connection, connection.makefile("rb") as stream:
        command = stream.read(len(b"zINSTREAM\0"))
        pieces = []
        while (size := struct.unpack("!I", stream.read(4))[0]) > 0:
            pieces.append(stream.read(size))
        if received is not None:
            received.extend([command, b"".join(pieces)])
        if answer is not None:
            connection.sendall(answer)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Eicar-Signature FOUND\0", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.ERROR),
        (b"OK\0", Verdict.ERROR),
        (b"", Verdict.ERROR),
        (b"stream: OK FOUND maybe\0", Verdict.ERROR),
        (b"\xff\xfe" * 3000, Verdict.ERROR),
    ],
    ids=["sạch", "nhiễm", "quá cỡ", "câu lạ", "im lặng", "câu lẫn lộn", "rác"],
)
def test_answers_of_the_scanner(answer, verdict):
    with scanner(answer) as path:
        assert scan_with_clamd(path, b"noi dung", timeout=5) is verdict


def test_scanner_gets_every_byte():
    data, received = os.urandom(200_000), []
    with scanner(b"stream: OK\0", received) as path:
        scan_with_clamd(path, data, timeout=5)

    assert received == [b"zINSTREAM\0", data]


def test_no_scanner_is_an_error_not_clean():
    assert scan_with_clamd("/tmp/khong-co-o-day/clamd.ctl", b"x", timeout=1) is Verdict.ERROR  # noqa: S108


def test_slow_scanner_is_an_error_not_clean():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = os.path.join(folder, "clamd.ctl")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            server.bind(path)
            server.listen(1)
            assert scan_with_clamd(path, b"x", timeout=0.05) is Verdict.ERROR
