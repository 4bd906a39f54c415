"""What the worker does with the draft of 300 pages: how long, with what memory, how long others wait."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from core.models import User
from programs.actions.draft_files import (
    hand_in_draft_file,
    judge_draft_file,
    take_in_read,
)
from programs.actions.drafts import edit_section
from programs.compare_page import compared
from programs.draft_hints import hints_on
from programs.models import Draft, Program
from programs.versions import comparison_of
from programs.wording.taking_in import read_draft
from reports.documents.pdf import render_pdf
from reports.draft_papers import MEGABYTES, SECONDS
from reports.kinds.comparison import comparison_document
from reports.kinds.opinions import opinions_document
from reports.kinds.program import draft_as_docx, draft_document

LARGE = "do-lon"


@contextmanager
def _held(times: list[float]) -> Iterator[None]:
    """Note how long each outermost transaction holds the turn to write."""
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    begun: list[float] = []

    def on_enter(self: Any) -> None:
        enter(self)
        begun.append(time.perf_counter())

    def on_leave(self: Any, *error: Any) -> None:
        leave(self, *error)
        start = begun.pop()
        if not connection.in_atomic_block:
            times.append(time.perf_counter() - start)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = on_enter, on_leave  # type: ignore[method-assign]
    try:
        yield
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave  # type: ignore[method-assign]


def print_background(by: User) -> None:
    """Do each long work once and print the table; undoes what it stored of the import."""
    new = Draft.objects.select_related("program").filter(program__slug=LARGE).latest_first()[0]
    old = Draft.objects.select_related("program").get(program=new.program, number=1)
    _reword(new, by)
    print(
        "| work in the background | seconds | CPU seconds | longest turn to write, s |\n|---|---:|---:|---:|"
    )
    for name, work in _works(old, new, by).items():
        turns: list[float] = [0.0]
        start, used = time.perf_counter(), _cpu()
        with _held(turns):
            work()
        spent = time.perf_counter() - start
        print(f"| {name} | {spent:.1f} | {_cpu() - used:.1f} | {max(turns):.2f} |", flush=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nLargest child process (layout of a PDF): {peak} MB.")


def _reword(draft: Draft, by: User) -> None:
    """Change every tenth paragraph once, so that there is something to compare."""
    rows = list(draft.sections.filter(kind="DOAN").in_order())[::10]
    if any(row.version > 1 for row in rows[:5]):
        return
    for row in rows:
        row.draft = draft
        edit_section(section=row, expected=row.version, text=row.text.replace("thiết thực, ", ""), by=by)


def _works(old: Draft, new: Draft, by: User) -> dict[str, Callable[[], Any]]:
    def print_comparison() -> None:
        page = compared(by, old, new, comparison_of(old, new))
        _paper(comparison_document(page, new.created_at.date()))

    return {
        "comparing two versions": lambda: comparison_of(old, new),
        "printing the comparison": print_comparison,
        "hints, first time": lambda: hints_on(new),
        "importing the .docx": lambda: _import(new, by),
        "laying out the draft": lambda: _paper(draft_document(new)),
        "the table of 500 opinions": lambda: _paper(opinions_document(new.program, new.created_at.date())),
    }


def _paper(document: Any) -> None:
    render_pdf(document, seconds=SECONDS, megabytes=MEGABYTES)


def _import(draft: Draft, by: User) -> None:
    """Read and store the draft's own Word file as a program of its own."""
    data = draft_as_docx(draft)
    program = Program.objects.get(slug="do-nho")
    batch = hand_in_draft_file(program=program, data=data, filename="do-lon.docx", by=by)
    batch = judge_draft_file(batch=batch, program=program, taken=read_draft("do-lon.docx", data), by=by)
    taken = read_draft("do-lon.docx", data)
    with transaction.atomic():
        take_in_read(batch=batch, program=program, taken=taken, reason="CHINH_LY", note="", by=by)
        transaction.set_rollback(True)


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
