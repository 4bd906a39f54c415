"""Measures the work on a draft of 300 pages against one of 20 pages; for docs/performance.md.

    DATABASE_URL=sqlite:////tmp/drafts.sqlite3 .venv/bin/python -m benchmarks.drafts
    .venv/bin/python scripts/with_postgres.py .venv/bin/python -m benchmarks.drafts
    DATABASE_URL=sqlite:////tmp/drafts.sqlite3 .venv/bin/python -m benchmarks.drafts --background

The database is migrated and filled where it is empty: 3,000 paragraphs, 40 tables, 12 versions, 500 opinions
beside 200 paragraphs, 3 tables, 2 versions, 20 opinions. Chapters are of one size in both. Times are medians,
the two drafts asked in turn; the ratio must stay below 1.5. `--background` measures what the worker does with
the long draft instead, and how long its transactions hold the turn to write.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.drafts_background import print_background  # noqa: E402
from core.history import acting  # noqa: E402
from core.models import Agency, Role, User  # noqa: E402
from meetings.models import ConsultationRound, Contribution, Opinion  # noqa: E402
from programs.actions.drafts import begin_version, take_in_draft  # noqa: E402
from programs.draft_meter import Meter  # noqa: E402
from programs.models import Draft, Program  # noqa: E402
from programs.wording.outline import Kind, Node  # noqa: E402

# Name of the draft: paragraphs, tables, versions, opinions.
SIZES = {"do-nho": (200, 3, 2, 20), "do-lon": (3000, 40, 12, 500)}
PER_CHAPTER, REPEATS = 20, 15
WORDS = (
    "Chủ động mở rộng quan hệ hợp tác với các địa phương nước ngoài theo hướng thiết thực, hiệu quả; gắn đối "
    "ngoại Đảng, ngoại giao Nhà nước và đối ngoại Nhân dân với thu hút đầu tư, du lịch, giáo dục. "
)


def nodes_of(paragraphs: int, tables: int) -> Iterator[Node]:
    """Yield a draft of three parts whose chapters hold the same number of paragraphs."""
    chapters = paragraphs // PER_CHAPTER
    with_table = {round(number * chapters / tables) for number in range(tables)}
    for number in range(chapters):
        if number * 3 // chapters != (number - 1) * 3 // chapters or number == 0:
            part = number * 3 // chapters + 1
            yield Node(Kind.PART, 0, str(part), f"PHẦN {part}")
        yield Node(Kind.HEADING, 1, f"{number + 1}.", f"Mục {number + 1}")
        for place in range(PER_CHAPTER):
            yield Node(Kind.PARAGRAPH, 2, "", f"Đoạn {number}.{place}. {WORDS}")
        if number in with_table:
            row = [{"text": f"Ô {one}", "columns": 1, "rows": 1} for one in range(4)]
            yield Node(Kind.TABLE, 2, table=[row] * 6)


def fill(slug: str, start: int, by: User) -> None:
    """Store a draft with its versions and opinions, unless it is there."""
    if Program.objects.filter(slug=slug).exists():
        return
    paragraphs, tables, versions, opinions = SIZES[slug]
    with acting(by=by, verb="benchmarks.drafts", label="Tạo dữ liệu đo"):
        program = Program(
            title=f"Đo {slug}", slug=slug, period_start_year=start, period_end_year=start + 4,
        )  # fmt: skip
        program.save()
    draft, _ = take_in_draft(program=program, nodes=nodes_of(paragraphs, tables), by=by)
    for _ in range(versions - 1):
        draft = begin_version(draft=draft, expected=draft.version, reason="TIEP_THU", note="", by=by)
    keys = list(draft.sections.filter(kind="DOAN").in_order().values_list("key", flat=True))
    with acting(by=by, verb="benchmarks.drafts", label="Tạo dữ liệu đo"):
        asked = ConsultationRound(
            program=program,
            draft=draft,
            number=1,
            title="Đợt đo",
            asked_on=date(2026, 1, 2),
            due_on=date(2026, 1, 9),
        )
        asked.save()
        contribution = Contribution(
            round=asked,
            program=program, draft=draft, agency=_agency(by), stance=Contribution.Stance.values[0],
            received_on=date(2026, 1, 5), sent_at=timezone.now(),
        )  # fmt: skip
        contribution.save()
        for number in range(opinions):
            Opinion(
                program=program, contribution=contribution, number=number + 1, draft=draft,
                section_key=keys[number * len(keys) // opinions], text="Đề nghị viết gọn.",
            ).save()  # fmt: skip


def _agency(by: User) -> Agency:
    agency = Agency.objects.first()
    if agency is None:
        agency = Agency(code="DO", name="Cơ quan đo", kind="SO")
        agency.save()
    return agency


def user() -> User:
    """Return the account that works on both drafts."""
    found = User.objects.filter(username="do-chuyen-vien").first()
    if found is None:
        with acting(by=User.objects.system(), verb="benchmarks.drafts", label="Tạo dữ liệu đo"):
            found = User(username="do-chuyen-vien", role=Role.SNGV_STAFF)
            found.save()
    return found


def works(client: Client, draft: Draft) -> dict[str, Callable[[], None]]:
    """Return what is measured on a draft: opening a chapter, saving a paragraph, the meter alone."""
    middle = draft.sections.filter(kind="DOAN").in_order()[draft.sections.filter(kind="DOAN").count() // 2]
    page = reverse("programs:draft_section", args=[*draft.address, middle.key])
    edit = reverse("programs:draft_paragraph_edit", args=[*draft.address, middle.key])
    turn = iter(range(10**6))

    def opening() -> None:
        _told(client.get(page))

    def saving() -> None:
        middle.refresh_from_db()
        typed = {"version": middle.version, "text": f"Lần {next(turn)} lúc {time.time()}. {WORDS}"}
        headers = {"HX-Request": "true", "HX-Target": f"doan-{middle.key}"}
        _told(client.post(edit, typed, headers=headers))

    def metering() -> None:
        meter = Meter(Draft.objects.select_related("program", "paper_size").get(pk=draft.pk))
        meter.entry(middle.part, middle.chapter)

    return {"opening a section": opening, "saving a paragraph": saving, "the meter": metering}


def _told(answer: HttpResponse) -> None:
    if answer.status_code != 200:
        raise SystemExit(f"Stopped: answer {answer.status_code}.")


def seconds(work: Callable[[], None]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _settle() -> None:
    """Bring PostgreSQL's statistics up to date, as its own vacuum does within a minute of so much writing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE programs_section")
            cursor.execute("VACUUM ANALYZE meetings_opinion")


def main() -> int:
    """Fill the database, measure in turn, print the table; 1 where a ratio is over 1.5."""
    call_command("migrate", verbosity=0)
    by = user()
    for number, slug in enumerate(SIZES):
        fill(slug, 2031 + 5 * number, by)
    if "--background" in sys.argv:
        print_background(by)
        return 0
    client = Client()
    client.force_login(by)
    _settle()
    drafts = {slug: Draft.objects.filter(program__slug=slug).latest_first()[0] for slug in SIZES}
    tables = {slug: works(client, draft) for slug, draft in drafts.items()}
    times: dict[tuple[str, str], list[float]] = {}
    for turn in range(REPEATS + 2):
        for slug, table in tables.items():
            for name, work in table.items():
                spent = seconds(work)
                if turn > 1:
                    times.setdefault((name, slug), []).append(spent)
    print("| work | 20 pages, ms | 300 pages, ms | ratio |\n|---|---:|---:|---:|")
    worst = 0.0
    for name in tables["do-nho"]:
        small, large = (statistics.median(times[name, slug]) * 1000 for slug in SIZES)
        worst = max(worst, large / small)
        print(f"| {name} | {small:.0f} | {large:.0f} | {large / small:.2f} |")
    return int(worst > 1.5)


if __name__ == "__main__":
    with override_settings(ALLOWED_HOSTS=["*"], DEBUG=False):
        sys.exit(main())
