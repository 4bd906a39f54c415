"""The guarded side of printing: a warm process that forks a child for each document, within limits set first.

Started as `python -m reports.documents.child` with pipes on stdin and stdout. It has the engine and the fonts
ready and serves one request after the other; each is laid out by a child of its own that sees nothing of
the others. Imports no Django and is given no secrets.

Request: 8 bytes of length, then JSON {"megabytes", "seconds", "parts"}. Answer: 8 bytes of code, 8 of length,
then the PDF. Codes: 0 the PDF is complete, 3 the page asked for a foreign address, 4 out of memory, 5 the
engine failed, negative: the signal that ended the child.
"""

import gc
import json
import os
import resource
import select
import shutil
import signal
import struct
import sys
import sysconfig
import tempfile
from pathlib import Path

REFUSED, NO_MEMORY, FAILED = 3, 4, 5
IDLE_SECONDS = 900
SIZE = struct.Struct(">q")
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ftplib.")
_WARMING = (
    '<html lang="vi"><head><link rel="stylesheet" href="asset:documents/paper.css">'
    '<link rel="stylesheet" href="asset:documents/official.css"></head><body class="vb"><p class="vb-p">'
    "Việt <b>Nam</b> <i>hữu <b>nghị</b></i></p><table class='vb-table'><tr><td>1</td></tr></table></body>"
)


class RefusedAccess(BaseException):
    """Code in the child tried to open a connection, a process or a foreign file."""


def main() -> int:
    """Serve requests until stdin ends, or nobody asked for a while."""
    from reports.documents.engine import write_pdf

    requests, answers = os.dup(0), os.dup(1)
    # What the engine may print goes nowhere; only answers go out.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    write_pdf([_WARMING])
    gc.collect()
    gc.freeze()
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        head = _read(requests, SIZE.size)
        if len(head) < SIZE.size:
            break
        asked = json.loads(_read(requests, SIZE.unpack(head)[0]))
        code, content = _in_child(asked, (requests, answers))
        _write(answers, SIZE.pack(code) + SIZE.pack(len(content)) + content)
    return 0


def _in_child(asked: dict, ours: tuple[int, int]) -> tuple[int, bytes]:
    """Return the exit code and the PDF of one document, laid out by a child with a folder of its own."""
    folder = tempfile.mkdtemp()
    out, into = os.pipe()
    child = os.fork()
    if not child:
        for handle in (*ours, out):
            os.close(handle)
        os._exit(_guarded(asked, folder, into))
    os.close(into)
    with os.fdopen(out, "rb") as pipe:
        content = pipe.read()
    _, status = os.waitpid(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    return os.waitstatus_to_exitcode(status), content


def _guarded(asked: dict, folder: str, into: int) -> int:
    """Limit this process, lay the pages out, write the PDF; returns the exit code."""
    try:
        size, seconds = asked["megabytes"] << 20, asked["seconds"]
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(seconds + 2)
        os.environ["TMPDIR"] = os.environ["HOME"] = tempfile.tempdir = folder
        from reports.documents.engine import ASSET_FOLDERS, RefusedAddress, write_pdf

        # The process ends with its document: to look through all its objects once more would be in vain.
        gc.disable()
        sys.addaudithook(_guard(ASSET_FOLDERS))
        try:
            content, _ = write_pdf(asked["parts"])
        except (RefusedAddress, RefusedAccess):
            return REFUSED
        _write(into, content)
    except MemoryError:
        return NO_MEMORY
    except BaseException:
        return FAILED
    return 0


def _read(handle: int, count: int) -> bytes:
    """Return so many bytes, fewer only where the other side ended."""
    found = bytearray()
    while len(found) < count and (more := os.read(handle, min(count - len(found), 1 << 20))):
        found += more
    return bytes(found)


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _guard(asset_folders: tuple[Path, ...]):
    """Return an audit hook that lets only bundled files, Python's own and our scratch folder be opened."""
    paths = sysconfig.get_paths()
    allowed = tuple(
        os.path.realpath(str(folder)) + os.sep
        for folder in (
            *asset_folders,
            paths["stdlib"],
            paths["platstdlib"],
            paths["purelib"],
            paths["platlib"],
            os.environ["TMPDIR"],
        )
    )

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "builtins.id":
            # By far the most of all events, a hundred thousand in a long paper.
            return
        if event.startswith(_FORBIDDEN_EVENTS):
            raise RefusedAccess(event)
        target = arguments[0] if event == "open" else None
        if isinstance(target, str | bytes | os.PathLike):
            path = str(Path(os.fsdecode(target)).resolve())
            if not path.startswith(allowed):
                raise RefusedAccess(path)

    return hook


if __name__ == "__main__":
    sys.exit(main())
