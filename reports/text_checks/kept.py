"""Findings kept for a while: a short draft is checked when asked, a long one in the background as a file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.legal import Blocker, Caution, Citation
from core.models import User
from programs import life
from programs.beside import Gate, register_gate
from programs.guards import register_guard
from programs.models import Draft, Program
from programs.permissions import can_read_draft
from programs.versions import text_state
from programs.wording.checks.findings import Finding, Severity
from reports.draft_papers import draft_of
from reports.paper_jobs import NoteStep, PaperKind, latest_paper, register_paper
from reports.text_checks.counts import TextCounts, keep_text_counts, text_counts
from reports.text_checks.decisions import open_blocking, still_open
from reports.text_checks.run import Checked, check_draft

KIND = "text-check"
# So many nodes are checked within a fraction of a second; more go to the background.
AT_ONCE = 500
_FRESH_SECONDS = 300
_NAMED = 3


@dataclass(frozen=True)
class Kept:
    """What was found in a version, when, and whether its text has changed since."""

    checked: Checked
    at: datetime
    is_stale: bool = False


def is_long(draft: Draft) -> bool:
    """Whether a version is checked in the background."""
    return draft.sections.count() > AT_ONCE


def kept_of(draft: Draft, *, today: date, in_background: bool | None = None) -> Kept | None:
    """Return the findings of a version: of a short one as of now, of a long one the last that were made."""
    if in_background is None:
        in_background = is_long(draft)
    found = _from_file(draft) if in_background else Kept(check_draft(draft, today=today), timezone.now())
    if found:
        _keep_counts(draft, found)
    return found


def _from_file(draft: Draft) -> Kept | None:
    job = latest_paper(KIND, str(draft.pk))
    if job is None or not job.file or not job.file.storage.exists(job.file.name or ""):
        return None
    with job.file.open("rb") as stored:
        values = json.load(stored)
    labels = values["labels"]
    findings = tuple(_read(row) for row in values["findings"])
    checked = Checked(findings, labels, values.get("prints", {}))
    is_stale = values["state"] != text_state(draft)
    return Kept(checked, datetime.fromisoformat(values["at"]), is_stale)


def make_check(draft: Draft, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the findings of a version as a file."""
    state, at = text_state(draft), timezone.now()
    note_step("Soát lời văn", 20)
    checked = check_draft(draft, today=timezone.localdate(at))
    labels = {one.key: checked.label(one.key) for one in checked.findings}
    rows = [_written(one) for one in checked.findings]
    values = {"state": state, "at": at.isoformat(), "labels": labels, "findings": rows}
    values["prints"] = checked.prints
    name = f"Soát lỗi dự thảo {draft.program.slug} - bản {draft.number}.json"
    return name, json.dumps(values, ensure_ascii=False).encode()


def _written(one: Finding) -> dict[str, Any]:
    return asdict(one)


def _read(row: dict[str, Any]) -> Finding:
    source = Citation(**row["source"]) if row["source"] else None
    return Finding(**row | {"severity": Severity(row["severity"]), "source": source})


def register_text_check() -> None:
    """Let a long version be checked in the background, and the findings stand before submission."""
    register_gate(rules_gate)
    register_guard(life.TEXT_CHECKED, text_is_clean, check_page_of)
    register_paper(
        PaperKind(
            code=KIND,
            label="Soát lỗi",
            find=draft_of,
            may=can_read_draft,
            make=make_check,
            title=lambda draft: f"Soát lỗi dự thảo {draft.program.slug}, bản {draft.number}",
            url=lambda draft: reverse("reports:draft_checks", args=draft.address),
        )
    )


def _keep_counts(draft: Draft, found: Kept) -> None:
    prints, findings = found.checked.prints, found.checked.findings
    blocking = tuple(
        (one.mark, prints.get(one.key, "")) for one in findings if one.severity is Severity.BLOCK
    )
    state = "" if found.is_stale else text_state(draft)
    keep_text_counts(draft, TextCounts(len(findings), blocking, found.at, state))


def rules_gate(draft: Draft, user: User) -> Gate | None:
    """Return how many errors must still be mended as last checked; nothing is checked for it."""
    if not can_read_draft(user, draft):
        return None
    url = reverse("reports:draft_checks", args=draft.address)
    counts = text_counts(draft)
    if counts is None:
        return Gate("soat-loi", "Chưa soát lỗi", 0, 0, url, is_unknown=True)
    at = f"soát lúc {timezone.localtime(counts.at):%H:%M %d/%m/%Y}"
    if counts.state != text_state(draft):
        return Gate("soat-loi", "Soát lỗi lại", 0, 0, url, f"{at}, đã sửa từ đó", is_unknown=True)
    left, total = still_open(draft, counts.blocking), len(counts.blocking)
    words = f"Còn {left} lỗi phải sửa trước khi trình" if left else "Không còn lỗi phải sửa"
    others = counts.findings - total
    note = f"{others} chỗ nên xem, {at}" if others else at
    return Gate("soat-loi", words, total - left, total, url, note)


def text_is_clean(_program: Program, draft: Draft | None, today: date) -> list[Blocker | Caution]:
    """Nothing in the text blocks it: the guard of submission."""
    if draft is None:
        return []
    found = _for_guard(draft, today)
    if found is None or found.is_stale:
        when = " sau lần sửa cuối" if found else ""
        return [Blocker(f"{draft} chưa được soát lỗi{when}; mở trang Soát lỗi rồi chạy soát.", None)]
    blocking = open_blocking(draft, found.checked)
    if not blocking:
        return []
    named = "; ".join(f"{found.checked.label(one.key)}: “{one.text[:60]}”" for one in blocking[:_NAMED])
    more = f" và {len(blocking) - _NAMED} chỗ khác" if len(blocking) > _NAMED else ""
    return [
        Blocker(f"{draft} còn {len(blocking)} lỗi chặn trình: {named}{more}. Sửa theo trang Soát lỗi.", None)
    ]


def _for_guard(draft: Draft, today: date) -> Kept | None:
    """Return the findings for a guard; those of some minutes ago will do for the same short text."""
    key = f"text-check-guard-2-{text_state(draft)}-{today}"
    found: Kept | None = cache.get(key)
    if found is None:
        in_background = is_long(draft)
        found = kept_of(draft, today=today, in_background=in_background)
        if not in_background:
            cache.set(key, found, _FRESH_SECONDS)
    return found


def check_page_of(program: Program, draft: Draft | None) -> str:
    """Return where the findings stand."""
    if draft is None:
        return reverse("programs:draft_list", args=[program.slug])
    return reverse("reports:draft_checks", args=draft.address)
