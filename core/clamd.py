"""The virus scanner, asked over its local socket. Anything but a clear answer counts as not scanned."""

import socket
import struct
from enum import Enum

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


class Verdict(Enum):
    """What the scanner said."""

    CLEAN = "clean"
    INFECTED = "infected"
    ERROR = "error"


def scan_with_clamd(socket_path: str, data: bytes, timeout: float = 30.0) -> Verdict:
    """Clean only when the scanner answered exactly that; no scanner, no time or nonsense are an error."""
    try:
        answer = _ask(socket_path, data, timeout)
    except OSError:
        return Verdict.ERROR
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict.INFECTED
    return Verdict.ERROR


def _ask(socket_path: str, data: bytes, timeout: float) -> str:
    """The one line that clamd answers to the stream of bytes."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout)
        connection.connect(socket_path)
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = connection.recv(CHUNK)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", errors="replace").strip()
