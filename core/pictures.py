"""Whether an uploaded picture decodes, run in the guarded child because decoding costs memory."""

import io
from typing import Any

from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from core.spreadsheets.limits import FileRefused, Limits

MAX_PIXELS = 50_000_000
BROKEN = "Ảnh bị hỏng, không mở được. Hãy chụp hoặc xuất lại ảnh rồi tải lên."


def check_jpeg(data: bytes, limits: Limits) -> dict[str, Any]:
    """The size of a JPEG that decodes to its end. Raises FileRefused."""
    return _check(JpegImageFile, data)


def check_png(data: bytes, limits: Limits) -> dict[str, Any]:
    """The size of a PNG that decodes to its end. Raises FileRefused."""
    return _check(PngImageFile, data)


def _check(opener: type[JpegImageFile | PngImageFile], data: bytes) -> dict[str, Any]:
    try:
        with opener(io.BytesIO(data)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise FileRefused(f"Ảnh quá lớn: {width}x{height} điểm ảnh. Hãy thu nhỏ còn dưới 7000x7000.")
            picture.load()
    except FileRefused:
        raise
    except (OSError, SyntaxError, ValueError, IndexError, KeyError) as error:
        raise FileRefused(BROKEN) from error
    return {"width": width, "height": height}
