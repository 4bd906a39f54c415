"""A second look at work in the background: whoever takes a turn has somebody look again when its lease ends.

The database backend of tasks loses a task whose worker is killed. The second look finds the work finished, or
still held (then there is a third), or dropped: then it takes the turn itself. So nobody has to press again.
"""

from datetime import datetime, timedelta

from django.tasks import Task

_AFTER = timedelta(seconds=5)


def look_again[R](task: Task[[int], R], key: int, *, at: datetime | None) -> bool:
    """Queue the task once more for the moment after `at`; False where nothing holds the work any longer.

    A backend that cannot wait (one that runs everything at once) has nothing to look after.
    """
    if at is None or not task.get_backend().supports_defer:
        return False
    task.using(run_after=at + _AFTER).enqueue(key)
    return True
