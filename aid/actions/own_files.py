"""What changes kept mappings of the office's own registers."""

from typing import Any

from aid.models import KeptMapping
from core.history import action
from core.models import User
from core.text import clean_line


@action("Giữ cách ghép cột")
def keep_mapping(*, name: str, headers: list[str], mapping: dict[str, Any], by: User) -> KeptMapping:
    """Return the mapping kept under the name, which replaces an earlier one. Raises TextError."""
    typed = clean_line(name, max_length=150)
    kept = KeptMapping.objects.select_for_update().filter(name=typed).first() or KeptMapping(name=typed)
    kept.headers, kept.mapping = headers, mapping
    kept.save()
    return kept


@action("Giữ câu trả lời cho sổ viện trợ")
def keep_answers(*, name: str, answers: dict[str, dict[str, str]], by: User) -> None:
    """Keep what texts mean with the mapping of this name, for the register of next year."""
    kept = KeptMapping.objects.select_for_update().filter(name=name).first()
    if kept is None:
        return
    known = kept.mapping.get("answers", {})
    merged = known | {key: known.get(key, {}) | found for key, found in answers.items()}
    if merged != known:
        kept.mapping = kept.mapping | {"answers": merged}
        kept.save()
