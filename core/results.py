"""What was worked out once and is read many times, by web server and worker alike.

It is kept in files under DATA_DIR: long results neither wait for the one writer of SQLite nor push the
counters of the sign-in out of the cache. Anything here may be gone at any time and is then made anew.
"""

import logging
import pickle
import zlib
from typing import Any

from django.core.cache import caches

_SECONDS = 24 * 3600
# A file of another release, or cut short by a full disk.
_UNREADABLE = (pickle.UnpicklingError, zlib.error, EOFError, AttributeError, ImportError, TypeError)

logger = logging.getLogger(__name__)


def kept(key: str) -> Any:
    """Return what was kept under a key for at most a day, or None."""
    try:
        return caches["results"].get(key)
    except _UNREADABLE:
        logger.warning("A kept result cannot be read and is made anew: %s", key)
        caches["results"].delete(key)
        return None


def keep(key: str, value: Any) -> None:
    """Keep a value for a day."""
    caches["results"].set(key, value, _SECONDS)
