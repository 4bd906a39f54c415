"""The guarded side of printing: a warm process that forks a child for each document, within limits set first.

Started as `python -m reports.documents.child` with pipes on stdin and stdout. It has the engine and the fonts
ready and serves one request after the other; each is laid out by a child of its own that sees nothing of
the others. Versions of one paper, named by the request, may be laid out by a line of children that keeps
the parts which did not change: see `keeper`. Imports no Django and is given no secrets.

Request: 8 bytes of length, then JSON {"megabytes", "seconds", "parts", "paper"}, "paper" empty where nothing
is kept. Answer: 8 bytes of code, 8 of length, then the PDF. Codes: 0 the PDF is complete, 3 the page asked
for a foreign address, 4 out of memory, 5 the engine failed, negative: the signal that ended the child.
"""

import ctypes
import gc
import json
import os
import select
import shutil
import signal
import sys
import tempfile
from contextlib import suppress

from reports.documents.guard import SIZE, limited, read, settle, write

IDLE_SECONDS = 900
# Of how many papers the laid-out parts are kept.
MOST_LINES = 2
_PR_SET_CHILD_SUBREAPER = 36
_WARMING = (
    '<html lang="vi"><head><link rel="stylesheet" href="asset:documents/paper.css">'
    '<link rel="stylesheet" href="asset:documents/official.css"></head><body class="vb"><p class="vb-p">'
    "Việt <b>Nam</b> <i>hữu <b>nghị</b></i></p><table class='vb-table'><tr><td>1</td></tr></table></body>"
)


def main() -> int:
    """Serve requests until stdin ends, or nobody asked for a while."""
    from reports.documents.engine import write_pdf

    requests, answers = os.dup(0), os.dup(1)
    # What the engine may print goes nowhere; only answers go out.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    with suppress(AttributeError, OSError):
        # Heirs of a keeper come to this process when it ends, not to one that may never look after them.
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    write_pdf([_WARMING])
    gc.collect()
    gc.freeze()
    lines: list = []
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        head = read(requests, SIZE.size)
        if len(head) < SIZE.size:
            break
        asked = json.loads(read(requests, SIZE.unpack(head)[0]))
        lay_out = _in_line if asked["paper"] else _in_child
        code, content = lay_out(asked, [requests, answers], lines)
        write(answers, SIZE.pack(code) + SIZE.pack(len(content)) + content)
        _bury()
    return 0


def _in_child(asked: dict, ours: list[int], lines: list) -> tuple[int, bytes]:
    """Return the exit code and the PDF of one document, laid out by a child with a folder of its own."""
    folder = tempfile.mkdtemp()
    out, into = os.pipe()
    child = os.fork()
    if not child:
        for handle in (*ours, *_handles(lines), out):
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

    def work() -> int:
        from reports.documents.engine import write_pdf

        settle(folder)
        content, _ = write_pdf(asked["parts"])
        write(into, content)
        return 0

    return limited(asked, work) or 0


def _in_line(asked: dict, ours: list[int], lines: list) -> tuple[int, bytes]:
    """Return the exit code and the PDF of a version, laid out by the keeper of its paper."""
    from reports.documents.keeper import Gone, Line, identity_of

    identity = identity_of(asked)
    for line in [line for line in lines if line.identity == identity]:
        lines.remove(line)
        # It may have idled away or been killed meanwhile.
        with suppress(Gone):
            answer = line.lay_out(asked)
            lines.append(line)
            return answer
        line.end()
    while len(lines) >= MOST_LINES:
        lines.pop(0).end()
    line = Line(identity, [*ours, *_handles(lines)])
    try:
        answer = line.lay_out(asked)
    except Gone:
        line.end()
        return -signal.SIGKILL, b""
    lines.append(line)
    return answer


def _handles(lines: list) -> list[int]:
    return [handle for line in lines for handle in line.handles]


def _bury() -> None:
    """Take note of all children that ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    sys.exit(main())
