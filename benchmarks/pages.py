"""Which pages are measured, and the measuring of one database; prints JSON. benchmarks.measure calls it."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from aid.models import AidItem  # noqa: E402
from benchmarks.words import LAST_YEAR, RARE  # noqa: E402
from core.models import Partner, User  # noqa: E402
from core.text import fold  # noqa: E402
from meetings.models import FollowUp, Meeting  # noqa: E402
from programs.models import Activity, Program, Task  # noqa: E402
from reports.documents.engine import write_pdf  # noqa: E402
from reports.documents.html import paper_parts  # noqa: E402
from reports.kinds.year_end import report_document, report_scope  # noqa: E402
from reports.models import Report  # noqa: E402

STAFF, LEADER, FOCAL = "do-chuyen-vien", "do-lanh-dao", "do-dau-moi"
EMPTY = "trang trống"
# A page slower than this is not asked so often: its median needs fewer repeats.
SECONDS_PER_PAGE = 4.0
# A longer paper would hold the machine for minutes; the portal itself stops at its limit and says so.
MOST_ROWS_LAID_OUT = 2000


@dataclass(frozen=True)
class Page:
    """One measured address: the group and name of its row, who asks, and what is asked."""

    group: str
    name: str
    account: str
    url: str


def pages() -> list[Page]:
    """Return the rows of the table; records come from the middle of each register."""
    rows = [Page("", EMPTY, STAFF, reverse("benchmark_empty"))]
    rows += [
        Page("dashboard", "of a leader", LEADER, reverse("reports:dashboard")),
        Page("dashboard", "of a staff member", STAFF, reverse("reports:dashboard")),
        Page("dashboard", "of a focal point", FOCAL, reverse("reports:dashboard")),
        Page("dashboard", "of another year", LEADER, reverse("reports:dashboard") + "?nam=2024"),
    ]
    rows += _aid_lists()
    for label, name in (
        ("donors", "aid:donor_list"),
        ("disbursements", "aid:disbursement_list"),
        ("meetings", "meetings:meeting_list"),
        ("follow-ups", "meetings:followup_list"),
        ("awards", "meetings:award_list"),
        ("tasks", "programs:task_list"),
        ("activities", "programs:activity_list"),
    ):
        rows.append(Page("list", f"{label}: first page", STAFF, reverse(name)))
        rows.append(Page("list", f"{label}: a word", STAFF, reverse(name) + "?q=hoi"))
        last = _last_page(name)
        if last > 1:
            rows.append(Page("list", f"{label}: last page", STAFF, reverse(name) + f"?page={last}"))
    rows.append(Page("list", "follow-ups: of a focal point", FOCAL, reverse("meetings:followup_list")))
    rows.append(Page("list", "log of changes", "do-quan-tri", reverse("core:audit_log")))
    rows += _records()
    search = reverse("core:search")
    for label, query in (
        ("one letter", "n"),
        ("two letters", "ha"),
        ("a common word", "nuoc"),
        ("two words with marks", "nước sạch"),
        ("a rare word", RARE),
        ("a code", AidItem.objects.order_by("pk")[7].code),
        ("no hit", "zzzkhongco"),
    ):
        rows.append(Page("search", label, STAFF, f"{search}?q={query}"))
    for code in ("aid.items_received", "aid.committed_usd", "aid.disbursed_usd"):
        url = reverse("reports:figure", args=[code])
        rows.append(Page("drill-down", code, LEADER, f"{url}?nam=2025"))
    return rows


def _aid_lists() -> list[Page]:
    url = reverse("aid:item_list")
    last = _last_page("aid:item_list")
    asked = {
        "first page": "",
        "one year": "?nam=2024",
        "year and sector": "?nam=2024&linh_vuc=1",
        "slow disbursement": "?xem=cham",
        "sorted by name": "?sort=name",
        "sorted by commitment": "?sort=-committed",
        "deep page": f"?page={max(1, last // 2)}",
        "last page": f"?page={last}",
        "two letters": "?q=ha",
        "a common word": "?q=nuoc+sach",
        "a rare word": f"?q={fold(RARE)}",
        "no hit": "?q=zzzkhongco",
    }
    rows = [Page("list", f"aid items: {name}", STAFF, url + query) for name, query in asked.items()]
    rows.append(Page("list", "aid items: of a focal point", FOCAL, url))
    return rows


def _last_page(name: str) -> int:
    models = {
        "aid:item_list": AidItem,
        "aid:donor_list": Partner,
        "meetings:meeting_list": Meeting,
        "meetings:followup_list": FollowUp,
        "programs:task_list": Task,
        "programs:activity_list": Activity,
    }
    return max(1, models[name].objects.count() // 50) if name in models else 1


def _records() -> list[Page]:
    rows = []
    for label, model in (
        ("aid item", AidItem),
        ("meeting", Meeting),
        ("follow-up", FollowUp),
        ("program", Program),
        ("task", Task),
    ):
        middle = model.objects.order_by("pk")[model.objects.count() // 2]
        rows.append(Page("record", label, STAFF, middle.get_absolute_url()))
    donor = Partner.objects.order_by("-pk")[3]
    rows.append(Page("record", "donor", STAFF, reverse("aid:donor_detail", args=[donor.pk])))
    item = AidItem.objects.order_by("pk")[4]
    history = reverse("core:history", args=["aid.aiditem", item.pk])
    rows.append(Page("record", "history of an aid item", STAFF, history))
    return rows


@cache
def _client(account: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=account))
    return client


def _ask(page: Page) -> float:
    """Return the seconds that the page took. An answer other than 200 stops the benchmark."""
    client = _client(page.account)
    start = time.perf_counter()
    response = client.get(page.url)
    content = response.getvalue()
    took = time.perf_counter() - start
    if response.status_code != 200 or not content:
        raise SystemExit(f"Stopped: {page.url} answered {response.status_code}.")
    return took


def measure(repeats: int) -> dict[str, object]:
    """Return for each page its median and its queries; the pages are asked in turn, round by round."""
    wanted = pages()
    queries, samples = {}, {page: [] for page in wanted}
    for page in wanted:
        _ask(page)
        with CaptureQueriesContext(connection) as seen:
            took = _ask(page)
        queries[page] = len(seen)
        print(f"  {page.group} {page.name}: {took * 1000:.0f} ms, {len(seen)} queries", file=sys.stderr)
    base = wanted[0]
    for _ in range(repeats):
        for page in wanted[1:]:
            if sum(samples[page]) < SECONDS_PER_PAGE:
                # The empty page is asked before each other one, so that both meet the same machine.
                samples[base].append(_ask(base))
                samples[page].append(_ask(page))
    rows = [
        {
            "group": page.group,
            "name": page.name,
            "seconds": statistics.median(samples[page]),
            "queries": queries[page],
        }
        for page in wanted
    ]
    return {"items": AidItem.objects.count(), "rows": rows}


def measure_pdf() -> dict[str, object]:
    """Return the seconds of each step of the year-end PDF, and how long its appendix is."""
    report = Report.objects.select_related("issuer", "signer").get(year=LAST_YEAR)
    steps = {}

    def step[T](name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = work()
        steps[name] = time.perf_counter() - start
        return result

    scope = report_scope(report, today=date(LAST_YEAR + 1, 1, 5))
    document = step("query", lambda: report_document(report, scope))
    parts = step("html", lambda: paper_parts(document))
    rows = sum(part.count("<tr") for part in parts)
    if rows <= MOST_ROWS_LAID_OUT:
        _, timings = write_pdf(parts)
        steps |= {"parse": timings.html, "layout": timings.layout, "write": timings.write}
    return {"rows": rows, "steps": steps}


def main() -> None:
    """Measure the database in DATABASE_URL."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7)
    wanted = parser.parse_args()
    # Neither the debug pages nor the list of queries that DEBUG keeps belong to the time of a page.
    with override_settings(DEBUG=False, ROOT_URLCONF="benchmarks.urls"):
        result = measure(wanted.repeats) | {"pdf": measure_pdf()}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
