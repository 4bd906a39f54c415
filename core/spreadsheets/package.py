"""A zip package opened with suspicion: names are checked and bytes are counted while they are inflated."""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

from core.spreadsheets.limits import MEGABYTE, FileRefused, Limits

CHUNK = 64 * 1024
LOCAL_HEADER = b"PK\x03\x04"
LOCAL_HEADER_BYTES = 30
END_RECORD = b"PK\x05\x06"
ENCRYPTED_FLAG = 0x1
UTF8_FLAG = 0x800
DRIVE_LETTER = re.compile(r"^[A-Za-z]:")

ABNORMAL = "Tệp nén bất thường"


class Package:
    """The members of one zip file, each read at most as far as the limits allow."""

    def __init__(self, data: bytes, limits: Limits, label: str) -> None:
        self.data = data
        self.limits = limits
        self.label = label
        self.members = {info.orig_filename: info for info in self._directory()}
        # Parts that unpack suspiciously well but stay small: read, and refused all the same.
        self.dense: list[str] = []

    @property
    def program(self) -> str:
        """The program that writes such files."""
        return "Word" if "Word" in self.label else "Excel"

    def invalid(self, why: str = "") -> FileRefused:
        """The refusal of a file that is not what its name says."""
        detail = f" ({why})" if why else ""
        return FileRefused(
            f"Tệp không phải {self.label} hợp lệ{detail}. "
            f"Hãy mở tệp bằng {self.program}, lưu lại thành tệp mới rồi tải lên."
        )

    def broken(self) -> FileRefused:
        """The refusal of a file whose content cannot be read."""
        return self.invalid("bị hỏng")

    def _directory(self) -> list[zipfile.ZipInfo]:
        if not self.data.startswith(LOCAL_HEADER):
            raise self.invalid()
        try:
            archive = zipfile.ZipFile(io.BytesIO(self.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self.broken() from error
        with archive:
            infos = archive.infolist()
        if len(infos) > self.limits.members:
            raise FileRefused(
                f"{ABNORMAL}: {len(infos)} thành phần, tối đa {self.limits.members}. "
                "Hãy chép bảng sang một sổ mới rồi lưu lại."
            )
        self._check_names(infos)
        self._check_places(infos)
        return infos

    def _check_names(self, infos: list[zipfile.ZipInfo]) -> None:
        seen: set[str] = set()
        for info in infos:
            name = info.orig_filename
            if "\\" in name:
                raise self.invalid("tên thành phần có dấu \\")
            if name.startswith("/") or DRIVE_LETTER.match(name) or ".." in name.split("/") or "\0" in name:
                raise FileRefused(f"{ABNORMAL}: đường dẫn của thành phần trỏ ra ngoài tệp. Không mở tệp này.")
            key = unicodedata.normalize("NFC", name).casefold()
            if key in seen:
                raise FileRefused(
                    f"{ABNORMAL}: có thành phần trùng tên. Hãy mở tệp bằng {self.program} rồi lưu lại."
                )
            seen.add(key)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise FileRefused(f"{ABNORMAL}: có thành phần là liên kết. Không mở tệp này.")

    def _check_places(self, infos: list[zipfile.ZipInfo]) -> None:
        """No two members share bytes, none is encrypted, and all are packed in the two usual ways."""
        end = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.flag_bits & ENCRYPTED_FLAG:
                raise FileRefused("Tệp có mật khẩu: hãy gỡ mật khẩu rồi tải lên lại.")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self.invalid()
            if info.header_offset < end:
                raise FileRefused(f"{ABNORMAL}: các thành phần chồng lên nhau. Không mở tệp này.")
            end = info.header_offset + LOCAL_HEADER_BYTES + info.compress_size
        if infos and min(info.header_offset for info in infos) != 0:
            raise self.invalid("có dữ liệu lạ ở đầu tệp")
        declared = sum(info.file_size for info in infos)
        if declared > self.limits.unpacked_bytes:
            raise self._too_much()

    def _too_much(self) -> FileRefused:
        return FileRefused(
            f"{ABNORMAL}: hơn {self.limits.unpacked_bytes // MEGABYTE} MB sau khi giải nén. "
            "Hãy chỉ giữ lại bảng cần nhập rồi lưu thành tệp mới."
        )

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a member in pieces, refused as soon as it is more than was declared."""
        info = self.members[name]
        raw = self._compressed(info)
        stored = info.compress_type == zipfile.ZIP_STORED
        inflater = None if stored else zlib.decompressobj(-zlib.MAX_WBITS)
        size, checksum, position = 0, 0, 0
        pending = b""
        while True:
            if inflater is None:
                piece = bytes(raw[position : position + CHUNK])
                position += CHUNK
            else:
                if not pending and position < len(raw):
                    pending = bytes(raw[position : position + CHUNK])
                    position += CHUNK
                try:
                    piece = inflater.decompress(pending, CHUNK)
                except zlib.error as error:
                    raise self.broken() from error
                pending = inflater.unconsumed_tail
            size += len(piece)
            if size > info.file_size:
                raise FileRefused(f"{ABNORMAL}: thành phần lớn hơn kích thước đã khai. Không mở tệp này.")
            checksum = zlib.crc32(piece, checksum)
            if piece:
                yield piece
            done = position >= len(raw) and not pending
            if inflater is not None and inflater.eof:
                break
            if done and not piece:
                break
        if size != info.file_size or checksum != info.CRC or (inflater is not None and not inflater.eof):
            raise self.broken()

    def _compressed(self, info: zipfile.ZipInfo) -> memoryview:
        """The packed bytes of a member; its own header must tell the same name as the directory."""
        start = info.header_offset
        header = self.data[start : start + LOCAL_HEADER_BYTES]
        if len(header) < LOCAL_HEADER_BYTES or not header.startswith(LOCAL_HEADER):
            raise self.broken()
        name_length = int.from_bytes(header[26:28], "little")
        extra_length = int.from_bytes(header[28:30], "little")
        flags = int.from_bytes(header[6:8], "little")
        name_end = start + LOCAL_HEADER_BYTES + name_length
        encoding = "utf-8" if flags & UTF8_FLAG else "cp437"
        name = self.data[start + LOCAL_HEADER_BYTES : name_end].decode(encoding, errors="replace")
        if name != info.orig_filename:
            raise FileRefused(f"{ABNORMAL}: tên thành phần không khớp. Không mở tệp này.")
        begin = name_end + extra_length
        if begin + info.compress_size > len(self.data):
            raise self.broken()
        return memoryview(self.data)[begin : begin + info.compress_size]

    def check_density(self, name: str) -> None:
        """Refuse a part that unpacks far better than any office file does."""
        info = self.members[name]
        if info.file_size <= self.limits.ratio_free_bytes:
            return
        if info.file_size <= self.limits.member_ratio * max(info.compress_size, 1):
            return
        message = (
            f"{ABNORMAL}: một thành phần nén hơn {self.limits.member_ratio} lần. Hãy lưu lại thành tệp mới."
        )
        if info.file_size > self.limits.ratio_read_bytes:
            raise FileRefused(message)
        self.dense.append(message)

    def read(self, name: str) -> bytes:
        """A whole small part (relations, styles, the list of sheets)."""
        if self.members[name].file_size > self.limits.small_part_bytes:
            raise FileRefused(f"{ABNORMAL}: phần mô tả của tệp quá lớn. Hãy chép bảng sang một sổ mới.")
        return b"".join(self.chunks(name))
