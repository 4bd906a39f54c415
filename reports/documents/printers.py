"""The warm processes that lay documents out, as the portal sees them: started when needed, one kept."""

import atexit
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from reports.documents.engine import STATIC
from reports.documents.guard import SIZE

# A warm process takes some 90 MB; more of them live only as long as their document.
KEPT = 1
START_SECONDS = 30
BEAT_SECONDS = 20


class TooLong(Exception):  # noqa: N818 - the situation, not a fault
    """The time given to a document is over; the process that worked on it is ended."""


class Killed(Exception):  # noqa: N818 - the situation, not a fault
    """What worked on a document was killed from outside, twice: the kernel does so where memory runs out."""


class Ended(Exception):  # noqa: N818 - the situation, not a fault
    """The process is gone: it idled too long or was killed."""


# What whoever waits for a long paper does meanwhile, e.g. tell that it still works; may raise to give up.
beat_while_waiting: ContextVar[Callable[[], None] | None] = ContextVar("beat_while_waiting", default=None)


class Printer:
    """One warm process. Not for two threads at once."""

    def __init__(self) -> None:
        """Start the process with a scratch folder, no secrets and only the bundled fonts."""
        self.owner = os.getpid()
        self._scratch = tempfile.mkdtemp(prefix="van-ban-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reports.documents.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env=environment(Path(self._scratch)),
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - both are pipes
        self._into, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._into, False)

    def lay_out(
        self, parts: list[str], *, seconds: float, megabytes: int, paper: str = ""
    ) -> tuple[int, bytes]:
        """Return the exit code and the PDF. Raises TooLong or Ended: then this printer is of no more use."""
        limits = {"megabytes": megabytes, "seconds": int(seconds)}
        asked = json.dumps({**limits, "parts": parts, "paper": paper}).encode()
        end = time.monotonic() + seconds + START_SECONDS * self._is_new()
        try:
            self._write(SIZE.pack(len(asked)) + asked, end)
            code, length = (
                SIZE.unpack(self._read(SIZE.size, end))[0],
                SIZE.unpack(self._read(SIZE.size, end))[0],
            )
            return code, self._read(length, end)
        except BrokenPipeError as error:
            raise Ended from error

    def _is_new(self) -> bool:
        """Whether the process may still be loading the engine."""
        is_new, self._began = not getattr(self, "_began", False), True
        return is_new

    def _write(self, content: bytes, end: float) -> None:
        rest = memoryview(content)
        while rest:
            self._wait([], [self._into], end)
            rest = rest[os.write(self._into, rest[: 1 << 16]) :]

    def _read(self, count: int, end: float) -> bytes:
        found = bytearray()
        while len(found) < count:
            self._wait([self._out], [], end)
            more = os.read(self._out, min(count - len(found), 1 << 20))
            if not more:
                raise Ended
            found += more
        return bytes(found)

    @staticmethod
    def _wait(readable: list[int], writable: list[int], end: float) -> None:
        beat = beat_while_waiting.get()
        while (left := end - time.monotonic()) > 0:
            if any(select.select(readable, writable, [], min(left, BEAT_SECONDS) if beat else left)):
                return
            if beat:
                beat()
        raise TooLong

    def stop(self) -> None:
        """End the process and the child that may be at work, and take the scratch folder away."""
        if self.owner != os.getpid():
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with self._process:
            pass
        shutil.rmtree(self._scratch, ignore_errors=True)


_idle: list[Printer] = []
_turn = threading.Lock()


def lay_out(parts: list[str], *, seconds: float, megabytes: int, paper: str = "") -> tuple[int, bytes]:
    """Return the exit code and the PDF of one document. Raises TooLong, Killed.

    Parts that the last version of the same `paper` had as well are not laid out again; without a name
    nothing is kept.

    What was killed before its time was over is tried again, once.
    """
    for _ in range(2):
        printer, begun = _take(), time.monotonic()
        try:
            answer = printer.lay_out(parts, seconds=seconds, megabytes=megabytes, paper=paper)
        except Ended:
            # It idled away or was killed: another one begins anew, once.
            printer.stop()
            continue
        except BaseException:
            printer.stop()
            raise
        _give_back(printer)
        if answer[0] != -signal.SIGKILL or time.monotonic() - begun >= seconds:
            return answer
    raise Killed


def _take() -> Printer:
    with _turn:
        while _idle:
            printer = _idle.pop()
            if printer.owner == os.getpid():
                return printer
    return Printer()


def _give_back(printer: Printer) -> None:
    with _turn:
        if len(_idle) < KEPT:
            _idle.append(printer)
            return
    printer.stop()


@atexit.register
def stop_all() -> None:
    """End the kept processes."""
    while _idle:
        _idle.pop().stop()


def environment(scratch: Path) -> dict[str, str]:
    """Return the whole environment of a printer: no secrets, only the bundled fonts, a scratch folder."""
    fonts = scratch / "fonts.conf"
    fonts.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{STATIC / "fonts"}</dir>'
        f"<cachedir>{scratch}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    found = {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "FONTCONFIG_FILE": str(fonts),
    }
    if "LD_LIBRARY_PATH" in os.environ:
        found["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return found
