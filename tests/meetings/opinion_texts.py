"""Drafts with headings, rounds and opinions for the tests; everything goes through the actions."""

from datetime import date

from core.models import User
from meetings import actions
from programs.actions.drafts import begin_version, edit_section, take_in_draft
from programs.models import Draft, Section
from programs.wording.outline import Kind, Node
from tests.factories import ProgramFactory

ASKED_ON, DUE_ON, TODAY = date(2025, 11, 3), date(2025, 11, 17), date(2025, 11, 5)
TEXTS = {
    "p1a": "Tình hình ổn định.",
    "p2a": "Mỗi năm vận động 2 triệu USD viện trợ.",
    "p2b": "Trường đại học đào tạo 300 sinh viên Lào.",
    "p3a": "Sở Ngoại vụ chủ trì theo dõi.",
}


def make_draft(program=None):
    """Store a version of three parts: part two has the headings I and II with one paragraph each."""
    nodes = [
        Node(Kind.PART, 0, "1", "Đánh giá tình hình", "p1"),
        Node(Kind.PARAGRAPH, 1, "", TEXTS["p1a"], "p1a"),
        Node(Kind.PART, 0, "2", "Mục tiêu, nhiệm vụ", "p2"),
        Node(Kind.HEADING, 1, "I.", "Mục tiêu", "h1"),
        Node(Kind.PARAGRAPH, 2, "", TEXTS["p2a"], "p2a"),
        Node(Kind.HEADING, 1, "II.", "Nhiệm vụ", "h2"),
        Node(Kind.HEADING, 2, "1.", "Đào tạo", "h21"),
        Node(Kind.PARAGRAPH, 3, "", TEXTS["p2b"], "p2b"),
        Node(Kind.PART, 0, "3", "Tổ chức thực hiện", "p3"),
        Node(Kind.PARAGRAPH, 1, "", TEXTS["p3a"], "p3a"),
    ]
    program = program or ProgramFactory(slug="2026-2030", period_start_year=2026, status="DRAFTING")
    draft, _ = take_in_draft(program=program, nodes=nodes, by=User.objects.system())
    return draft


def open_round(draft, agencies, by=None, **values):
    """Ask the agencies on 03/11/2025 for ten working days."""
    fields = {"asked_on": ASKED_ON, "working_days": 10, "today": ASKED_ON} | values
    return actions.open_round(
        program=draft.program, draft=draft, agencies=agencies, by=by or User.objects.system(), **fields
    )


def say(round_, agency, *texts, send=True, by=None, today=TODAY, **values):
    """Let an agency write in the portal; a text is the words, or (key, words)."""
    rows = [text if isinstance(text, tuple) else ("", text) for text in texts]
    return actions.save_contribution(
        round=round_,
        agency=agency,
        opinions=[{"section_key": key, "text": text} for key, text in rows],
        today=today,
        by=by or User.objects.system(),
        send=send,
        **{"stance": "DE_NGHI_SUA" if rows else "NHAT_TRI"} | values,
    )


def write_letter(round_, agency, *texts, by=None, received_on=TODAY, today=None, **values):
    """Let the clerk record a letter."""
    fields = {"stance": "DE_NGHI_SUA" if texts else "NHAT_TRI", "letter_number": "125/CV", "letter_on": TODAY}
    return actions.record_letter(
        round=round_,
        agency=agency,
        received_on=received_on,
        opinions=[{"text": text} for text in texts],
        today=today or received_on,
        by=by or User.objects.system(),
        **fields | values,
    )


def next_version(draft, **changed):
    """Begin the next version and change the words of some paragraphs: p2a="…"."""
    by = User.objects.system()
    draft = Draft.objects.get(pk=draft.pk)
    new = begin_version(draft=draft, expected=draft.version, reason="TIEP_THU", note="", by=by)
    for key, text in changed.items():
        section = Section.objects.get(draft=new, key=key)
        edit_section(section=section, expected=section.version, text=text, by=by)
    return new


def explain(opinion, by):
    """Answer an opinion with an explanation."""
    return actions.answer_opinion(opinion=opinion, kind="GIAI_TRINH", text="Đã có", today=TODAY, by=by)
