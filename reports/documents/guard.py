"""What holds for every process that lays out a page: limits, no foreign file, no connection, no process.

Imports no Django and is given no secrets.
"""

import gc
import os
import resource
import signal
import struct
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path

REFUSED, NO_MEMORY, FAILED = 3, 4, 5
SIZE = struct.Struct(">q")
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ftplib.")
_forking: list[bool] = []


class RefusedAccess(BaseException):
    """Code in the child tried to open a connection, a process or a foreign file."""


def limited(asked: dict, work: Callable[[], int | None]) -> int | None:
    """Return what the work returns, done within the limits of a request; else the code of what went wrong."""
    from reports.documents.engine import RefusedAddress

    try:
        size, seconds = asked["megabytes"] << 20, asked["seconds"]
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(seconds + 2)
        # The process ends with its document: to look through all its objects once more would be in vain.
        gc.disable()
        return work()
    except (RefusedAddress, RefusedAccess):
        return REFUSED
    except MemoryError:
        return NO_MEMORY
    except BaseException:
        return FAILED


def settle(folder: str) -> None:
    """Let this process and those that it forks write to this folder only, and open nothing foreign."""
    os.environ["TMPDIR"] = os.environ["HOME"] = tempfile.tempdir = folder
    from reports.documents.engine import ASSET_FOLDERS

    sys.addaudithook(_guard(ASSET_FOLDERS))


def fork() -> int:
    """Fork, which the guard refuses to everything else."""
    _forking.append(True)
    try:
        return os.fork()
    finally:
        _forking.clear()


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
        if event.startswith(_FORBIDDEN_EVENTS) and not (event == "os.fork" and _forking):
            raise RefusedAccess(event)
        target = arguments[0] if event == "open" else None
        if isinstance(target, str | bytes | os.PathLike):
            path = str(Path(os.fsdecode(target)).resolve())
            if not path.startswith(allowed):
                raise RefusedAccess(path)

    return hook


def read(handle: int, count: int) -> bytes:
    """Return so many bytes, fewer only where the other side ended."""
    found = bytearray()
    while len(found) < count and (more := os.read(handle, min(count - len(found), 1 << 20))):
        found += more
    return bytes(found)


def write(handle: int, content: bytes) -> None:
    """Write all of the bytes."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
