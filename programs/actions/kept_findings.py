"""Leaving words as they are that a check objects to: by decision, with the reason, and taken back."""

from datetime import date

from core.history import action, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from programs.draft_rules import text_problems
from programs.kept_rules import keep_problems, words_print
from programs.models import Draft, KeptFinding, Section
from programs.versions import words_of
from programs.wording.checks.findings import Finding


@action("Giữ lại chỗ soát lỗi")
def keep_finding(
    *, draft: Draft, finding: Finding, seen: str, reason: str, today: date, by: User
) -> KeptFinding:
    """Store that the words of a finding stay, for as long as the paragraph says what was `seen`."""
    section = draft.sections.select_for_update().filter(key=finding.key).first()
    now = words_print(words_of(section.text, section.table)) if section else ""
    refuse_if(keep_problems(finding, reason=reason, seen=seen, now=now))
    refuse_if(text_problems([Section(text=reason)]))
    kept = KeptFinding(
        program_id=draft.program_id,
        draft=draft,
        section_key=finding.key,
        mark=finding.mark,
        words_print=now,
        rule=finding.rule,
        words=finding.text[:500],
        reason=reason.strip(),
        kept_by=by,
        kept_on=today,
        origin=draft.origin,
    )
    kept.full_clean()
    kept.save()
    return kept


@action("Bỏ giữ lại chỗ soát lỗi")
def lift_kept_finding(*, kept: KeptFinding, expected: int, today: date, by: User) -> KeptFinding:
    """Take a decision back: the finding blocks again."""
    if kept.lifted_on is not None:
        raise RuleError("Quyết định này đã được bỏ trước đó; mở lại trang Soát lỗi.")
    kept.lifted_on = today
    return save_version(kept, expected=expected)
