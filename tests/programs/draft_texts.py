"""Short drafts of three parts for the tests."""

from datetime import date

from core.models import User
from programs.actions.drafts import take_in_draft
from programs.models import Draft
from programs.wording.checks.findings import Setting
from programs.wording.outline import Kind, Node

PARTS = ("Đánh giá tình hình", "Mục tiêu, nhiệm vụ", "Tổ chức thực hiện")
# How the checks read a draft of a program, and a report that looks back.
DRAFT = Setting(date(2026, 3, 1), (2021, 2030), (2026, 2030))
REPORT = Setting(date(2025, 12, 31), (2025, 2025), looks_back=True)


def store_draft(program, *rows, **values):
    """Store a version made of rows (part, key, text) under the names of the three parts."""
    nodes = []
    for part, title in enumerate(PARTS, start=1):
        nodes.append(Node(Kind.PART, 0, str(part), title, f"p{part}"))
        nodes += [
            Node(Kind.PARAGRAPH, 1, "", text, key, ["Nguồn"] * text.count("[^"))
            for at, key, text in rows
            if at == part
        ]
    draft, _ = take_in_draft(program=program, nodes=nodes, by=User.objects.system(), **values)
    return draft


def fresh(draft):
    """Return the draft as it is stored now."""
    return Draft.objects.get(pk=draft.pk)
