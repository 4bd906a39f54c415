"""Reading an uploaded file in a process of its own, with hard limits on memory and time.

A hostile file can then cost this process and nothing else. Run as `python -m core.spreadsheets.child`.
"""

import importlib
import json
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, NewType

from core.spreadsheets.limits import FileRefused, Limits

Mode = Literal["rows", "docx", "xlsx", "jpg", "png"]
# A function (bytes, limits) → dict of another app, as "module:function".
Reader = NewType("Reader", str)
ROOT = Path(__file__).resolve().parents[2]
# Loaded by name, so that a child brings only what its one file needs.
READERS: dict[Mode, tuple[str, str]] = {
    "rows": ("core.spreadsheets.sheetxml", "read_workbook"),
    "docx": ("core.spreadsheets.documents", "read_document_text"),
    "xlsx": ("core.spreadsheets.documents", "read_workbook_text"),
    "jpg": ("core.pictures", "check_jpeg"),
    "png": ("core.pictures", "check_png"),
}

TOO_SLOW = (
    "Tệp quá phức tạp nên không đọc được trong thời gian cho phép. "
    "Hãy lưu nội dung sang một tệp mới rồi tải lại."
)
CRASHED = "Tệp không đọc được (bị hỏng hoặc quá phức tạp). Hãy lưu nội dung sang một tệp mới rồi tải lại."


def read_in_child(mode: Mode | Reader, data: bytes, limits: Limits) -> dict[str, Any]:
    """What the reader of that mode says about the bytes; FileRefused also when it dies or hangs."""
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "core.spreadsheets.child",
        mode,
        json.dumps(asdict(limits)),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the file in the command
            command,
            input=data,
            capture_output=True,
            timeout=limits.wall_seconds,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(TOO_SLOW) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        # Killed by the limit on processor time, or out of memory: nothing usable was written.
        raise FileRefused(TOO_SLOW if done.returncode < 0 else CRASHED) from error
    if "refused" in answer:
        refused = answer["refused"]
        raise FileRefused(
            refused["message"], sheet=refused["sheet"], row=refused["row"], column=refused["column"]
        )
    return answer


def _confine(limits: Limits) -> None:
    """Bind this process: memory, processor time, no files written, no further processes."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Answer on standard output with JSON: the content, or the refusal."""
    limits = Limits(**json.loads(sys.argv[2]))
    module, function = READERS.get(sys.argv[1]) or sys.argv[1].split(":")  # type: ignore[call-overload]
    reader = getattr(importlib.import_module(module), function)
    _confine(limits)
    try:
        answer = reader(sys.stdin.buffer.read(), limits)
    except FileRefused as refused:
        answer = {"refused": {key: getattr(refused, key) for key in ("message", "sheet", "row", "column")}}
    except MemoryError:
        answer = {"refused": {"message": CRASHED, "sheet": "", "row": None, "column": ""}}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
