"""Laid-out parts of one paper, kept from one version to the next by a line of processes of its own.

The warm process forks the first keeper of a paper; each version is laid out by a child of the keeper,
within limits of its own. Before that child draws, it leaves behind an heir that knows the parts of this
version, and the heir is the next keeper. So a version can be handed nothing but parts of the version before,
found by their whole content. A failed version leaves no heir: the keeper stays.

Imports no Django and is given no secrets, like the rest of the guarded side.
"""

import gc
import json
import os
import resource
import select
import shutil
import struct
import tempfile
from contextlib import suppress
from dataclasses import dataclass

from reports.documents.engine import ASSET_FOLDERS, LaidOut, join
from reports.documents.guard import SIZE, fork, limited, read, settle, write

# A keeper is let go when nobody asked for its paper for so long, or when it has grown beyond this size.
IDLE_SECONDS = 600
MOST_MEGABYTES = 400
# What a version leaves behind, said before its PDF.
AN_HEIR, NOTHING_NEW, TOO_MUCH = b"1", b"0", b"2"


class Gone(Exception):  # noqa: N818 - the situation, not a fault
    """The keeper was killed from outside."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a keeper keeps: the paper, the state of styles and fonts, the limits of its processes."""

    paper: str
    assets: str
    megabytes: int
    seconds: int


def identity_of(asked: dict) -> Identity:
    """Return which keeper a request belongs to."""
    found = []
    for folder in ASSET_FOLDERS:
        for path in sorted(folder.iterdir()):
            state = path.stat()
            found.append(f"{path}:{state.st_size}:{state.st_mtime_ns}")
    return Identity(asked["paper"], "|".join(found), asked["megabytes"], asked["seconds"])


class Line:
    """The processes that work for one paper, as the warm process sees them."""

    def __init__(self, identity: Identity, not_theirs: list[int]) -> None:
        """Fork the first keeper, which shall not hold these handles."""
        self.identity = identity
        self._folder = tempfile.mkdtemp()
        requests, self._into = os.pipe()
        self._out, answers = os.pipe()
        if not os.fork():
            for handle in (self._into, self._out, *not_theirs):
                os.close(handle)
            with suppress(BaseException):
                _keep(requests, answers, self._folder)
            os._exit(0)
        os.close(requests)
        os.close(answers)

    @property
    def handles(self) -> list[int]:
        """The handles by which the warm process holds this line."""
        return [self._into, self._out]

    def lay_out(self, asked: dict) -> tuple[int, bytes]:
        """Return the exit code and the PDF of the next version; raises Gone."""
        request = json.dumps(asked).encode()
        try:
            write(self._into, SIZE.pack(len(request)) + request)
        except BrokenPipeError as error:
            raise Gone from error
        head = read(self._out, 2 * SIZE.size)
        if len(head) < 2 * SIZE.size:
            raise Gone
        code, length = struct.unpack(">qq", head)
        content = read(self._out, length)
        if len(content) < length:
            raise Gone
        return code, content

    def end(self) -> None:
        """Let go of the keeper, which ends when nobody can ask it any more."""
        for handle in self.handles:
            os.close(handle)
        shutil.rmtree(self._folder, ignore_errors=True)


def _keep(requests: int, answers: int, folder: str) -> None:
    """Be the keeper of a paper: lay out one version after the other until nobody asks."""
    gc.disable()
    settle(folder)
    laid_out = LaidOut()
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        head = read(requests, SIZE.size)
        if len(head) < SIZE.size:
            return
        asked = json.loads(read(requests, SIZE.unpack(head)[0]))
        out, into = os.pipe()
        start, go = os.pipe()
        if not fork():
            os.close(out)
            os.close(go)
            code = _version(asked, laid_out, into)
            if code is not None:
                os._exit(code)
            # The heir: until the version is handed out, the old keeper is the one.
            os.close(into)
            if os.read(start, 1) != b"1":
                return
            os.close(start)
            continue
        os.close(into)
        os.close(start)
        with os.fdopen(out, "rb") as pipe:
            content = pipe.read()
        code = os.waitstatus_to_exitcode(os.wait()[1])
        leaves, content = content[:1], content[1:]
        write(answers, SIZE.pack(code) + SIZE.pack(len(content)) + content)
        if code == 0 and leaves == AN_HEIR:
            os.write(go, b"1")
        if code == 0 and leaves != NOTHING_NEW:
            return
        os.close(go)


def _version(asked: dict, laid_out: LaidOut, into: int) -> int | None:
    """Lay a version out, draw it and write the PDF; returns the exit code, nothing in the heir."""

    def work() -> int | None:
        documents = laid_out.of(asked["parts"])
        leaves = NOTHING_NEW
        if laid_out.is_new:
            # What was laid out for earlier versions is not given back: a line that has grown begins anew.
            leaves = AN_HEIR if _megabytes() <= MOST_MEGABYTES else TOO_MUCH
        if leaves == AN_HEIR and not fork():
            return None
        write(into, leaves)
        write(into, join(documents))
        return 0

    return limited(asked, work)


def _megabytes() -> int:
    """Return the largest memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
