"""The notice of a meeting's conclusions (thông báo kết luận): each task numbered as in the follow-ups."""

import re
from collections.abc import Sequence
from datetime import date

from core.models import Agency, AgencyKind
from core.text import fold, nfc
from meetings import rules
from meetings.models import Attendance, Conclusion, FollowUp, Meeting, MeetingDocument
from reports.documents.blocks import Block, Document, Heading, Level, NarrativeGap, Paragraph, Text
from reports.kinds.meeting_words import (
    BLANK,
    chair_of,
    day_in_sentence,
    due_in_words,
    head,
    lower_first,
    named,
    noun,
    paper,
    passages,
    people,
    place_inside,
    replacing,
    type_of,
    upper_first,
    who,
)

_GROUP = re.compile(r"(?:Đại diện|Lãnh đạo|Các|Đại biểu|Thành viên|Chuyên viên|Cán bộ)\b")
_ASKED = re.compile(r"^(?:Đề nghị|Yêu cầu)\s+", re.IGNORECASE)
_A_FEW = 3
_BEGUN = re.compile(r"(?:Giao|Đề nghị|Yêu cầu)\s+", re.IGNORECASE)
_ASSIGN, _PROPOSE, _REQUIRE = "Giao", "Đề nghị", "Yêu cầu"
_VERBS = {
    FollowUp.Verb.ASSIGN: _ASSIGN,
    FollowUp.Verb.PROPOSE: _PROPOSE,
    FollowUp.Verb.REQUIRE: _REQUIRE,
}
# Whom the People's Committee gives work though they stand under nobody in the table of agencies.
_OF_PROVINCE = (AgencyKind.GOVERNMENT, AgencyKind.FORCES, AgencyKind.SCHOOL, AgencyKind.COMMUNE)


def notice(document: MeetingDocument, tasks: Sequence[FollowUp]) -> Document:
    """Return the notice; `tasks` are the follow-ups in their order, each with `joined` agencies."""
    meeting = document.meeting
    issuer = meeting.organiser.name if meeting.organiser else ""
    return paper(
        document,
        header=head(document),
        title=f"Thông báo kết luận {meeting.title}",
        type=type_of("THÔNG BÁO", f"Kết luận của {_chair_post(meeting)} tại {named(meeting)}"),
        blocks=[
            *_opening(document),
            *_sections(meeting, tasks),
            *replacing(document),
            Paragraph(
                f"{issuer} thông báo kết luận của chủ trì {noun(meeting)} để các cơ quan, đơn vị, cá nhân "
                "liên quan biết, tổ chức thực hiện."
            ),
        ],
    )


def verbs_of(meeting: Meeting, tasks: Sequence[FollowUp]) -> dict[int, str]:
    """Return the word with which a notice turns to each lead agency, by its key: one word for one addressee.

    What each sentence of the conclusion was recorded with stays with the follow-up; a paper does not order
    and ask the same body in turn. Whoever stands under the organiser, and its own staff, is told "Yêu cầu"
    where a sentence was recorded so, else "Giao"; Party bodies, the Front, mass organisations, central
    bodies and offices of the same level are asked: "Đề nghị".
    """
    strict = {task.lead_agency_id for task in tasks if task.verb == FollowUp.Verb.REQUIRE}
    return {
        task.lead_agency_id: (_REQUIRE if task.lead_agency_id in strict else _ASSIGN)
        if _is_under(task.lead_agency, meeting.organiser)
        else _PROPOSE
        for task in tasks
    }


def _is_under(agency: Agency, organiser: Agency | None) -> bool:
    if organiser is None:
        return True
    if organiser.pk in {agency.pk, agency.parent_id}:
        return True
    is_committee = organiser.kind == AgencyKind.GOVERNMENT and organiser.parent_id is None
    return is_committee and agency.kind in _OF_PROVINCE


def task_sentence(task: FollowUp, meeting: Meeting, verb: str = "") -> str:
    """Return a task as the notice says it: verb, agency, with whom, what, until when.

    `verb` is the notice's word for the agency; without one the word that was recorded with the task.
    """
    joined = _together([row.agency for row in task.joined], meeting.held_on)  # type: ignore[attr-defined]
    verb, agency = verb or _VERBS[FollowUp.Verb(task.verb)], task.lead_agency
    words = nfc(task.text).strip().rstrip(" .;")
    others = [name for name in joined if fold(name) not in fold(words)]
    beside = f"phối hợp với {_listed(others)}" if others else ""
    said = _as_spoken(words, verb, (agency.name, agency.label))
    if said and beside:
        said += f", {beside}"
    elif not said:
        lead = f"{verb} {agency.name}" + (f" chủ trì, {beside}" if beside else "")
        # "Đề nghị rút ngắn dự thảo" names nobody: the verb of the notice stands for its own.
        said = f"{lead} {lower_first(_ASKED.sub('', words))}"
    due = due_in_words(task, meeting)
    return f"{said}; {due}." if due and not _names_day(words, task.due_on) else f"{said}."


def _listed(names: Sequence[str]) -> str:
    """Return the names in one line, the last one behind "và": it tells where the task begins."""
    return " và ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _together(agencies: Sequence[Agency], day: date) -> list[str]:
    """Return the names; all the friendship associations of a day are called by what they have in common."""
    members = [agency for agency in agencies if agency.kind == AgencyKind.ASSOCIATION]
    names = [agency.name for agency in agencies]
    if len(members) < _A_FEW:
        return names
    everyone = Agency.objects.valid_on(day).filter(kind=AgencyKind.ASSOCIATION).values_list("pk", flat=True)
    if not {agency.pk for agency in members}.issuperset(everyone):
        return names
    others = [agency.name for agency in agencies if agency.kind != AgencyKind.ASSOCIATION]
    return [*others, "các hội hữu nghị thành viên"]


def _as_spoken(words: str, verb: str, names: Sequence[str]) -> str:
    """Return the sentence as it was spoken where it names its agency at its beginning, else nothing.

    It begins with the verb of the notice, whatever word was spoken.
    """
    begun = _BEGUN.match(words)
    rest = words[begun.end() :] if begun else words
    if not any(fold(rest).startswith(fold(name)) for name in names if name):
        return ""
    return f"{verb} {upper_first(rest)}"


def _names_day(words: str, day: date | None) -> bool:
    """Return whether a sentence says its deadline itself: 30/11/2026 or ngày 30 tháng 11 năm 2026."""
    if day is None:
        return False
    typed = rf"\b0?{day.day}\s*(?:[/.-]|tháng)\s*0?{day.month}\s*(?:[/.-]|năm)\s*{day.year}\b"
    return bool(re.search(typed, nfc(words)))


def _chair_post(meeting: Meeting) -> str:
    chair = chair_of(meeting)
    if chair is None:
        return f"chủ trì {noun(meeting)}"
    organiser = meeting.organiser
    names = (organiser.name, organiser.label) if organiser else ()
    return rules.post_at(chair.title_then, *names) or _unnamed(who(chair))


def _opening(document: MeetingDocument) -> list[Paragraph]:
    if document.opening.strip():
        return passages(document.opening)
    meeting = document.meeting
    chair = chair_of(meeting)
    place = f", tại {place_inside(meeting.place)}" if meeting.place else ""
    chaired = _spoken_of(chair) if chair else BLANK
    sentence = f"{day_in_sentence(meeting)}{place}, {chaired} chủ trì {named(meeting)}."
    guests = people(meeting, Attendance.Role.DELEGATE, Attendance.Role.CO_CHAIR)
    came = "; ".join(dict.fromkeys(_spoken_of(row) for row in guests))
    if came:
        sentence += f" Cùng dự có: {came}."
    heard = "Sau khi nghe báo cáo và ý kiến của các đại biểu"
    return [Paragraph(sentence), Paragraph(f"{heard}, {chaired} kết luận như sau:")]


def _spoken_of(row: Attendance) -> str:
    """Return a person or body inside a sentence: "đồng chí Nguyễn Văn A, …", "đại diện các sở"."""
    words = who(row)
    if row.person:
        return words if row.person.is_foreign else f"đồng chí {words}"
    return _unnamed(words)


def _unnamed(words: str) -> str:
    """Return "lãnh đạo Liên hiệp" inside a sentence; names of bodies and posts keep their capital."""
    return lower_first(words) if _GROUP.match(words) else words


def _sections(meeting: Meeting, tasks: Sequence[FollowUp]) -> list[Block]:
    general = [row.text for row in meeting.conclusions.all() if row.mark != Conclusion.Mark.TASK]
    blocks: list[Block] = []
    if not general and not tasks:
        return [NarrativeGap("Kết luận của chủ trì")]
    if general:
        blocks += [Heading(Level.ROMAN, 1, "Đánh giá chung"), *(Paragraph(text) for text in general)]
    if tasks:
        verbs = verbs_of(meeting, tasks)
        blocks.append(Heading(Level.ROMAN, 2 if general else 1, "Nhiệm vụ"))
        for number, task in enumerate(tasks, start=1):
            said = task_sentence(task, meeting, verbs[task.lead_agency_id])
            blocks.append(Paragraph([Text(f"{number}. "), said]))
    return blocks
