"""How far the writing of an upload is.

It is kept in a small file, because the writing is one transaction: nobody else sees what it puts into the
database, and on SQLite nobody else can write at the same time. Beside it the writer gives a sign of life,
so that a killed one is noticed long before its lease ends.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from django.conf import settings

EVERY = 20
# In seconds: how often the writer gives a sign of life, and after which silence it counts as dead.
BEAT = 5
SILENCE = 60


def note_progress(code: str, done: int, total: int) -> None:
    """Keep how many rows of an upload have been gone through, now and then."""
    if done % EVERY:
        return
    path = _path(code)
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(str(min(99, done * 100 // max(total, 1))), encoding="ascii")
    # Readers find the old number or the new one, never half of it.
    fresh.replace(path)


def progress_of(code: str) -> int:
    """Return how many per cent of the rows have been gone through; 0 where nothing is known."""
    try:
        text = _path(code).read_text(encoding="ascii")
    except FileNotFoundError:
        return 0
    return int(text) if text.isdigit() else 0


def forget_progress(code: str) -> None:
    """Remove what was kept."""
    _path(code).unlink(missing_ok=True)
    beat_path(code).unlink(missing_ok=True)


@contextmanager
def beating(code: str) -> Iterator[None]:
    """Give signs of life for an upload as long as the block runs."""
    path, ended = beat_path(code), Event()
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    path.touch()

    def beat() -> None:
        while not ended.wait(BEAT):
            path.touch()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def has_fallen_silent(code: str) -> bool:
    """Whether the writer of an upload gave signs of life and gives none any more."""
    try:
        last = beat_path(code).stat().st_mtime
    except FileNotFoundError:
        return False
    return time.time() - last > SILENCE


def beat_path(code: str) -> Path:
    """Return the file whose time of change is the last sign of life."""
    return _path(code).with_suffix(".beat")


def _path(code: str) -> Path:
    return Path(settings.DATA_DIR) / "import-progress" / f"{code}.percent"
