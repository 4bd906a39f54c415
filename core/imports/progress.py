"""How far the writing of an upload is.

It is kept in a small file, because the writing is one transaction: nobody else sees what it puts into the
database, and on SQLite nobody else can write at the same time.
"""

from pathlib import Path

from django.conf import settings

EVERY = 20


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


def _path(code: str) -> Path:
    return Path(settings.DATA_DIR) / "import-progress" / f"{code}.percent"
