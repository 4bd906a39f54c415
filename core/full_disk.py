"""A disk without room: how files and both databases say so."""

import errno

from django.db import DatabaseError

_FULL = {errno.ENOSPC, errno.EDQUOT}
# SQLite and PostgreSQL; a write-ahead log that cannot grow is told as an I/O error of a write.
_NAMES = {"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_TRUNCATE", "53100"}


def is_disk_full(error: BaseException | None) -> bool:
    """Return whether an error, or what it comes from, says that the disk has no room."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, DatabaseError):
            cause = error.__cause__
            if {getattr(cause, "sqlite_errorname", ""), getattr(cause, "sqlstate", "")} & _NAMES:
                return True
        error = error.__cause__ or error.__context__
    return False
