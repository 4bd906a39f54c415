"""The tree of one program: pillars, solution groups, tasks, each with its progress."""

import re
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Sum

from programs.models import Pillar, SolutionGroup
from programs.rules import NOT_PLACED, OVERDUE, Progress, outline_number, progress_of, summarise

PER_PAGE = 100
TONES = {1: ("plum", "plum2"), 2: ("indigo", "indigo2"), 3: ("ochre", "ochre2")}


def judged_on(end, today):
    """Return the day as of which a window is judged: its last day once closed, else today."""
    return min(end, today)


def folded_of(text):
    """Return the keys of folded branches in the query string: t3 a pillar, n12 a group."""
    keys = [key for key in text.split(",") if re.fullmatch(r"[tn][0-9]{1,9}", key, re.ASCII)]
    return keys[:200]


def year_of(text, program):
    """Return the year that the query string names if the program has it, else None."""
    first, last = program.period
    return int(text) if re.fullmatch(r"[0-9]{4}", text) and first <= int(text) <= last else None


def window_of(program, year):
    """Return the first and last day of a year of the program, or of its whole period."""
    first, last = (year, year) if year else program.period
    return date(first, 1, 1), date(last, 12, 31)


def grouped_progress(tasks, as_of, *keys):
    """Return {(key values): Progress} of the tasks in one query."""
    rows = (
        tasks.annotate_status(as_of)
        .order_by()
        .values_list(*keys, "status_code")
        .annotate(count=Count("pk"), percent=Sum("progress_percent"))
    )
    found = {}
    for *values, code, count, percent in rows:
        found.setdefault(tuple(values), []).append((code, count, percent))
    return found


def progress_by(found, position, value):
    """Return the Progress of those groups of `grouped_progress` whose key at `position` is `value`."""
    return summarise(row for key, rows in found.items() if key[position] == value for row in rows)


def segments(progress: Progress, ordinal):
    """Return the parts of a pillar's bar: done, under way, late, not started."""
    done, running = TONES[ordinal]
    return [
        {"value": progress.done, "tone": done, "label": "xong"},
        {"value": progress.running, "tone": running, "label": "đang làm"},
        {"value": progress.late, "tone": "late", "label": "chậm"},
        {"value": progress.not_started, "tone": "none", "label": "chưa bắt đầu"},
    ]


def percent_words(progress):
    """Return the mean progress as printed."""
    return "–" if progress.percent is None else f"{progress.percent}%"


def pillar_cards(found, groups_per_pillar, chosen):
    """Return what the three cards show; `found` is grouped by pillar id, then group id."""
    cards = []
    for pillar in Pillar.objects.order_by("ordinal"):
        progress = progress_by(found, 0, pillar.pk)
        cards.append(
            {
                "pillar": pillar,
                "progress": progress,
                "percent": percent_words(progress),
                "segments": segments(progress, pillar.ordinal),
                "groups": groups_per_pillar.get(pillar.pk, 0),
                "is_chosen": pillar.code == chosen,
            }
        )
    return cards


class Tree:
    """The rows of the tree that stand on one page; folded branches show their head alone."""

    def __init__(self, program, tasks, as_of, *, folded, page, is_filtered):
        """Read the tasks of the page, the groups and the progress of each branch (four queries)."""
        self.as_of, self.folded, self.is_filtered = as_of, folded, is_filtered
        self.found = grouped_progress(tasks, as_of, "pillar_id", "group_id")
        self.groups = {}
        for group in SolutionGroup.objects.filter(program=program).order_by("pillar__ordinal", "ordinal"):
            self.groups.setdefault(group.pillar_id, []).append(group)
        self.total = sum(count for rows in self.found.values() for _, count, _ in rows)
        shown = tasks.exclude(pillar_id__in=self._folded("t")).exclude(group_id__in=self._folded("n"))
        if "t0" in folded:
            shown = shown.exclude(pillar_id__isnull=True)
        self.page = Paginator(shown.for_list(), PER_PAGE).get_page(page)
        self.tasks = {}
        for task in self.page:
            self.tasks.setdefault((task.pillar_id, task.group_id), []).append(task)

    def _folded(self, letter):
        return [int(key[1:]) for key in self.folded if key[0] == letter and key != "t0"]

    def rows(self):
        """Return the rows in order: {kind, …} for pillars, groups and tasks."""
        rows = []
        for pillar in [*Pillar.objects.order_by("ordinal"), None]:
            rows += self._branch(pillar)
        return rows

    def _branch(self, pillar):
        pillar_id = pillar.pk if pillar else None
        key, progress = f"t{pillar_id or 0}", progress_by(self.found, 0, pillar_id)
        is_open = key not in self.folded
        inner = []
        if is_open:
            # Before the groups: under the last of them they would look as if they belonged to it.
            inner = [self._task(task) for task in self.tasks.get((pillar_id, None), [])]
            for group in self.groups.get(pillar_id, []):
                inner += self._group(pillar, group)
        if not inner and not (progress.total and not is_open) and not self._shows_empty(pillar):
            return []
        head = {
            "kind": "pillar",
            "key": key,
            "is_open": is_open,
            "pillar": pillar,
            "title": pillar.name if pillar else "Chưa xếp vào trụ cột",
            "progress": progress,
            "percent": percent_words(progress),
        }
        return [head, *inner]

    def _group(self, pillar, group):
        key, progress = f"n{group.pk}", progress_by(self.found, 1, group.pk)
        is_open = key not in self.folded
        tasks = self.tasks.get((pillar.pk, group.pk), []) if is_open else []
        if not tasks and not (progress.total and not is_open) and not self._shows_empty(pillar):
            return []
        head = {
            "kind": "group",
            "key": key,
            "is_open": is_open,
            "group": group,
            "title": group.title,
            "number": f"{pillar.numeral}.{group.ordinal}",
            "progress": progress,
            "percent": percent_words(progress),
        }
        return [head, *(self._task(task) for task in tasks)]

    def _shows_empty(self, pillar):
        return pillar is not None and not self.is_filtered and self.page.paginator.num_pages == 1

    def _task(self, task):
        status = task.status_on(self.as_of)
        return {
            "kind": "task",
            "task": task,
            "number": outline_of(task),
            "status": status,
            "percent": progress_of(status.code, task.progress_percent),
            "tone": "late" if status.code == OVERDUE else "done",
        }


def outline_of(task):
    """Return the number of a task as the tree prints it: "–" where it is not placed."""
    number = outline_number(
        task.pillar.numeral if task.pillar else "", task.group.ordinal if task.group else None, task.ordinal
    )
    return "–" if number == NOT_PLACED else number
