"""manage.py compare FROM TO: what became of each passage between two versions of a draft."""

import json

from django.core.management.base import BaseCommand, CommandError

from programs.compare_page import FATES, STATES, words_by_part
from programs.keypoint_check import checks_of
from programs.models import Draft
from programs.versions import comparison_of, part_name
from programs.wording.comparing import State


class Command(BaseCommand):
    """Print how two versions of a draft differ."""

    help = "So sánh hai bản dự thảo."

    def add_arguments(self, parser):
        """Take the two versions, each as its id or as program/number, and the form of the answer."""
        example = "mã số của bản, hoặc chương trình/bản số, ví dụ 2026-2030/1"
        parser.add_argument("old", metavar="FROM", help=example)
        parser.add_argument("new", metavar="TO", help=example)
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *, old, new, json: bool, **options):
        """Write one line for each count, or one JSON object."""
        old, new = _draft(old), _draft(new)
        if old.program_id != new.program_id:
            raise CommandError("Hai bản thuộc hai chương trình khác nhau; chọn hai bản của một chương trình.")
        answer = _answer(old, new)
        if json:
            self.stdout.write(_as_json(answer))
            return
        before, after = answer["words"]
        self.stdout.write(f"Độ dài: {before} → {after} từ")
        for part in answer["parts"]:
            self.stdout.write(f"{part['name']}: {part['before']} → {part['after']} từ")
        for fate, label in FATES.items():
            self.stdout.write(f"{label}: {answer[fate.value]}")
        for one in answer["sections"]:
            if one["state"] != State.KEPT:
                into = f" → {', '.join(one['into'])}" if one["into"] else ""
                self.stdout.write(f"{one['label']} {one['title']}: {STATES[one['state']]}{into}")
        for one in answer["lost_key_points"]:
            self.stdout.write(f"Rơi ý “{one['text']}”: {one['why']}")


def _answer(old, new):
    found = comparison_of(old, new)
    counts = {fate.value: found.count(fate) for fate in FATES}
    before = [one for pair in found.pairs for one in pair.old]
    after = [pair.new for pair in found.pairs if pair.new]
    _, check = checks_of(before, after, new.program_id)
    lost = [{"kind": one.point.kind, "text": one.point.text, "why": one.why} for one in check.lost]
    return {
        "words": list(found.words),
        "parts": [
            {"part": part, "name": part_name(part), "before": was, "after": now, "saved": was - now}
            for part, (was, now) in sorted(words_by_part(found).items())
        ],
        **counts,
        "sections": [_section(one) for one in found.sections],
        "key_points": {"kept": check.kept, "total": len(check.points)},
        "lost_key_points": lost,
    }


def _section(one):
    return {
        "label": one.heading.label,
        "title": " ".join(one.heading.words),
        "state": one.state.value,
        "into": [home.label for home in one.into],
    }


def _draft(name):
    drafts = Draft.objects.select_related("program")
    slug, _, number = name.rpartition("/")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise CommandError(f"“{name}” không phải bản dự thảo; nhập mã số, hoặc dạng 2026-2030/1.")
    which = {"program__slug": slug, "number": number} if slug else {"pk": number}
    draft = drafts.filter(**which).first()
    if draft is None:
        raise CommandError(f"Không có bản dự thảo {name}; xem số bản ở trang chương trình.")
    return draft


def _as_json(answer):
    return json.dumps(answer, ensure_ascii=False, indent=1)
