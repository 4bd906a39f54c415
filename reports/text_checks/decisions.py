"""Which findings of a version somebody decided to leave as they are; all others stay open."""

from collections.abc import Iterable

from programs.kept_rules import NEVER_KEPT
from programs.models import Draft, KeptFinding
from programs.wording.checks.findings import Finding, Severity
from reports.text_checks.run import Checked


def decisions_of(draft: Draft, checked: Checked) -> dict[str, KeptFinding]:
    """Return {mark of a finding: the decision} for those that stand, the words being what they were."""
    seen = {one.mark: checked.prints.get(one.key, "") for one in checked.findings if _is_blocking(one)}
    if not seen:
        return {}
    rows = KeptFinding.objects.standing().filter(program=draft.program_id, mark__in=seen)
    return {row.mark: row for row in rows.select_related("kept_by") if seen[row.mark] == row.words_print}


def open_blocking(draft: Draft, checked: Checked) -> list[Finding]:
    """Return what blocks the version and nobody decided to keep."""
    kept = decisions_of(draft, checked)
    return [one for one in checked.findings if one.severity is Severity.BLOCK and one.mark not in kept]


def still_open(draft: Draft, blocking: Iterable[tuple[str, str]]) -> int:
    """Return how many of (mark, print of the words) nobody decided to keep."""
    wanted = set(blocking)
    if not wanted:
        return 0
    rows = KeptFinding.objects.standing().filter(
        program=draft.program_id, mark__in={mark for mark, _ in wanted}
    )
    return len(wanted - set(rows.values_list("mark", "words_print")))


def _is_blocking(one: Finding) -> bool:
    return one.severity is Severity.BLOCK and one.code not in NEVER_KEPT
