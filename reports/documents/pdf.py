"""An official document as a finished PDF, made in a guarded child process."""

from reports.documents import printers
from reports.documents.blocks import Document
from reports.documents.complete import RenderFailed, refuse_gaps
from reports.documents.engine import Timings, write_pdf
from reports.documents.guard import NO_MEMORY, REFUSED
from reports.documents.html import paper_parts, unprintable_letters

TIME_LIMIT_SECONDS = 60
MEMORY_LIMIT_MB = 1536
KILLED = (
    "Chưa tạo được tệp PDF: máy chủ dừng bộ dựng trang giữa chừng, cả lần thử lại, thường vì máy thiếu "
    "bộ nhớ; không có tệp nào được lưu. Hãy tạo lại sau ít phút; nếu vẫn không được, báo quản trị viên."
)


def render_pdf(
    document: Document,
    *,
    seconds: int = TIME_LIMIT_SECONDS,
    megabytes: int = MEMORY_LIMIT_MB,
    paper: str = "",
) -> bytes:
    """Return the finished PDF/A of a document. Raises RenderFailed; never returns half a file.

    Versions of one `paper` that are made again and again, as previews are, share the parts that stay alike.
    """
    return pdf_of_parts(checked_parts(document), seconds=seconds, megabytes=megabytes, paper=paper)


def render_pdf_in_process(document: Document) -> tuple[bytes, Timings]:
    """Return the PDF and the seconds of each step, without the child and its limits: for measuring only."""
    return write_pdf(checked_parts(document))


def pdf_of_parts(
    parts: list[str],
    *,
    seconds: int = TIME_LIMIT_SECONDS,
    megabytes: int = MEMORY_LIMIT_MB,
    paper: str = "",
) -> bytes:
    """Return the PDF of HTML pages rendered by a child that can neither hang, grow nor look around."""
    try:
        code, content = printers.lay_out(parts, seconds=seconds, megabytes=megabytes, paper=paper)
    except printers.TooLong as error:
        raise RenderFailed(_too_long(seconds)) from error
    except printers.Killed as error:
        raise RenderFailed(KILLED) from error
    if code == 0 and _is_whole(content):
        return content
    raise RenderFailed(_reason(code, seconds))


def checked_parts(document: Document) -> list[str]:
    """Return the pages of a document that may be printed; raises RenderFailed naming what is in the way."""
    refuse_gaps(document)
    parts = paper_parts(document)
    letters = unprintable_letters(parts)
    if letters:
        shown = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in letters[:10])
        raise RenderFailed(
            f"Phông chữ văn bản không có {len(letters)} ký tự: {shown}. "
            "Hãy tìm các ký tự này trong nội dung hoặc bản ghi nguồn và viết lại bằng chữ Latinh."
        )
    return parts


def _is_whole(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


def _too_long(seconds: int) -> str:
    return (
        f"Chưa tạo được tệp PDF: văn bản quá dài hoặc quá phức tạp, quá {seconds} giây chưa xong. "
        "Hãy thu hẹp kỳ số liệu hoặc bớt phụ lục rồi tạo lại."
    )


def _reason(code: int, seconds: int) -> str:
    """Return the sentence for an exit code of the child (negative: the signal that ended it)."""
    if code == REFUSED:
        return (
            "Chưa tạo được tệp PDF: nội dung trỏ tới tệp hoặc địa chỉ bên ngoài, bị từ chối vì an toàn. "
            "Hãy bỏ hình ảnh hoặc liên kết ngoài khỏi nội dung rồi tạo lại."
        )
    if code == NO_MEMORY:
        return (
            "Chưa tạo được tệp PDF: văn bản cần quá nhiều bộ nhớ. "
            "Hãy thu hẹp kỳ số liệu hoặc bớt phụ lục rồi tạo lại."
        )
    if code in {-9, -14, -24}:
        return _too_long(seconds)
    return (
        "Chưa tạo được tệp PDF: bộ dựng trang dừng giữa chừng, không có tệp nào được lưu. "
        "Hãy tạo lại; nếu vẫn không được, báo quản trị viên kèm tên văn bản."
    )
