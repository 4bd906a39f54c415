"""The illustrative consultation on the first draft: eight agencies, their answers, the next version."""

from datetime import date

from core.models import Origin, User
from meetings import actions
from meetings.models import ConsultationRound, Opinion
from programs.actions.drafts import begin_version, edit_section
from programs.models import Draft, Section

STAFF = "chuyen_vien_sngv"


def load_consultation(program, data, names, *, by):
    """Ask about the first draft, record what came back, and answer some of it; returns how many opinions."""
    draft = Draft.objects.filter(program=program).latest_first().first()
    # Somebody has gone on from the invented draft: their versions stay as they are.
    if draft is None or not draft.is_demo or draft.number > 1 or draft.is_frozen:
        return 0
    if ConsultationRound.objects.filter(program=program).exists():
        return 0
    places = _places(draft)
    row = data["round"]
    asked_on = date.fromisoformat(row["asked_on"])
    opened = actions.open_round(
        program=program,
        draft=draft,
        agencies=[names.agency(code) for code in row["agencies"]],
        asked_on=asked_on,
        working_days=row["working_days"],
        letter_number=row["letter_number"],
        note=row["note"],
        today=asked_on,
        by=by,
        origin=Origin.DEMO,
    )
    reminded_on = date.fromisoformat(row["reminded_on"])
    reminded = False
    for said in data["contributions"]:
        received_on = date.fromisoformat(said["received_on"])
        if received_on > reminded_on and not reminded:
            asked = list(opened.asked.values_list("agency_id", flat=True))
            actions.remind(round=opened, agencies=asked, today=reminded_on, by=by)
            reminded = True
        _record(opened, said, names, places, received_on, by)
    closed_on = date.fromisoformat(row["closed_on"])
    actions.close_round(round=opened, version=opened.version, today=closed_on, by=by)
    new = _next_version(draft, data["version"], places, by)
    _answer(program, new, data["answers"], by)
    return Opinion.objects.filter(program=program).count()


def _places(draft):
    """Return {short address: key}: "2.3.1" and "3.I.4" numbered paragraphs of a part, "3.III" a heading.

    A heading's address stands for the first paragraph below it.
    """
    found, part, chapter, heading = {}, "", "", ""
    for section in draft.sections.in_order():
        number = section.number.rstrip(".")
        if section.kind == Section.Kind.PART:
            part, chapter, heading = number, "", ""
        elif section.kind == Section.Kind.HEADING:
            chapter, heading = (number, "") if section.level == 1 else (chapter, number)
        elif number:
            found.setdefault(
                f"{part}.{number}" if "." in number else f"{part}.{chapter}.{number}", section.key
            )
        else:
            found.setdefault(f"{part}.{heading or chapter}", section.key)
    return found


def _record(opened, said, names, places, received_on, by):
    agency = names.agency(said["agency"])
    opinions = [
        {
            "section_key": places[one["at"]] if one["at"] else "",
            "text": one["text"],
            "requested_change": one.get("change", ""),
        }
        for one in said["opinions"]
    ]
    common = {
        "round": opened,
        "agency": agency,
        "stance": said["stance"],
        "opinions": opinions,
        "today": received_on,
        "by": by,
    }
    if said["channel"] == "CONG":
        actions.save_contribution(send=True, **common)
        return
    actions.record_letter(
        letter_number=said["letter_number"],
        letter_on=date.fromisoformat(said["letter_on"]),
        received_on=received_on,
        **common,
    )


def _next_version(draft, row, places, by):
    """Return the version in which some of it was taken in."""
    draft.refresh_from_db()
    new = begin_version(
        draft=draft, expected=draft.version, reason=Draft.Reason.COMMENTS, note=row["note"], by=by
    )
    for edit in row["edits"]:
        section = Section.objects.select_related("draft").get(draft=new, key=places[edit["at"]])
        edit_section(section=section, expected=section.version, text=edit["text"], by=by)
    return new


def _answer(program, draft, rows, by):
    drafter = User.objects.filter(username=STAFF).first() or by
    opinions = Opinion.objects.filter(program=program).select_related("contribution", "draft")
    by_number = {opinion.number: opinion for opinion in opinions}
    for row in rows:
        opinion = by_number[row["opinion"]]
        is_shown = row["kind"] != "GIAI_TRINH"
        actions.answer_opinion(
            opinion=opinion,
            kind=row["kind"],
            text=row["text"],
            draft=draft if is_shown else None,
            section_key=opinion.section_key if is_shown else "",
            today=date.fromisoformat(row["on"]),
            by=drafter,
        )
