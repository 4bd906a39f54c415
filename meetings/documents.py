"""The official papers of a meeting as they are stored, or as they are proposed before anybody wrote them."""

from django.urls import reverse

from core.clerks import clerks_of, no_clerk_words
from meetings import permissions, rules
from meetings.models import Attendance, FollowUp, MeetingDocument

Kind = MeetingDocument.Kind


def slug_of(kind):
    """Return the kind as it stands in an address: giay-moi."""
    return Kind(kind).value.lower().replace("_", "-")


KIND_OF_SLUG = {slug_of(kind): kind for kind in Kind}


def document_of(meeting, kind):
    """Return the stored paper of this kind, or an unsaved proposal with version 0."""
    stored = (
        MeetingDocument.objects.filter(meeting=meeting, kind=kind, is_replaced=False)
        .select_related("pdf", "docx", "replaces")
        .first()
    )
    if stored is None:
        return proposed(meeting, kind)
    stored.meeting = meeting
    return stored


def replaced_papers(meeting, kind):
    """Return the issued papers of this kind that others replaced, newest first."""
    rows = MeetingDocument.objects.filter(meeting=meeting, kind=kind, is_replaced=True)
    return list(rows.select_related("pdf", "docx").order_by("-pk"))


def ways_to_sign(agency):
    """Return the ways in which papers of the agency are signed."""
    return rules.signings(agency.signature_lines, agency.deputy_lines) if agency else []


def proposed(meeting, kind):
    """Return a paper as the portal would begin it: symbol, signer and recipients from the records."""
    rows = list(meeting.attendances.all())
    chair = next((row for row in rows if row.role == Attendance.Role.CHAIR), None)
    secretary = next((row for row in rows if row.role == Attendance.Role.SECRETARY), None)
    agency = meeting.organiser
    document = MeetingDocument(
        meeting=meeting,
        kind=kind,
        version=0,
        symbol=rules.document_symbol(kind, agency.symbol or agency.code) if agency else "",
        recipients=_recipients(kind),
    )
    if kind == Kind.MINUTES:
        document.signer_title, document.signer_name = rules.CHAIR_TITLE, _name_of(chair)
        document.co_signer_title, document.co_signer_name = rules.SECRETARY_TITLE, _name_of(secretary)
    elif kind == Kind.ATTENDANCE:
        document.signer_title, document.signer_name = rules.SECRETARY_TITLE, _name_of(secretary)
    elif kind in rules.SYMBOL_CODES:
        lines, name = _signing(agency, chair)
        document.capacity, document.signer_title = lines[:-1], lines[-1] if lines else ""
        document.signer_name = name
    return document


def _name_of(row):
    return row.person.full_name if row and row.person_id else ""


def _signing(agency, chair):
    """Return the lines and the name: the chair's where the chair is of the agency, else those of its head."""
    ways = {way.key: list(way.lines) for way in ways_to_sign(agency)}
    head = ways.get(rules.HEAD, [])
    if chair is None or chair.agency_id is None or chair.agency_id != agency.pk:
        return head, ""
    is_deputy = rules.post_at(chair.title_then, agency.name, agency.label).casefold().startswith("phó")
    return ways.get(rules.DEPUTY, head) if is_deputy else head, _name_of(chair)


def _recipients(kind):
    # Behind the archive stands the unit that wrote the paper; only the office knows it.
    keeper = "Lưu: VT"
    return {
        Kind.INVITATION: ["Như thành phần kính mời", keeper],
        Kind.MINUTES: ["Lưu: VT, Hồ sơ"],
        Kind.NOTICE: ["Như thành phần dự họp", "Các cơ quan, đơn vị được giao nhiệm vụ", keeper],
    }.get(Kind(kind), [])


def ordered_tasks(meeting):
    """Return the follow-ups of the meeting in the order in which its notice numbers them."""
    rows = FollowUp.objects.filter(meeting=meeting, cancelled_on__isnull=True)
    return list(rows.select_related("lead_agency", "conclusion").with_co_agencies().order_by("pk"))


def lacks_of(meeting, kind, *, tasks):
    """Return what the paper still lacks; `tasks` is the number of follow-ups."""
    rows = list(meeting.attendances.all())
    sentences = list(meeting.conclusions.all())
    roles = {row.role for row in rows}
    known = rules.Known(
        has_organiser=meeting.organiser_id is not None,
        has_hours=meeting.starts_at is not None,
        has_end=meeting.ends_at is not None,
        has_place=bool(meeting.place),
        has_chair=Attendance.Role.CHAIR in roles,
        has_secretary=Attendance.Role.SECRETARY in roles,
        attendances=len(rows),
        agenda=len(meeting.agenda.all()),
        conclusions=len(sentences),
        unmarked=sum(sentence.mark == sentence.Mark.OPEN for sentence in sentences),
        follow_ups=tasks,
    )
    return rules.missing_words(kind, known)


def is_numbered_kind(kind):
    """Return whether papers of this kind have a number of their own."""
    return kind in rules.SYMBOL_CODES


def document_rows(meeting, user):
    """Return the five papers for the page of the meeting: name, state, and the addresses that fit."""
    stored = {row.kind: row for row in MeetingDocument.objects.filter(meeting=meeting, is_replaced=False)}
    can_edit = permissions.can_edit_meeting(user, meeting)
    can_number = permissions.can_number_document(user, meeting)
    return [
        _row(meeting, kind, stored.get(kind.value), can_edit=can_edit, can_number=can_number) for kind in Kind
    ]


def numbering_words(meeting, user, rows):
    """Return who numbers what is written, and what to do where nobody can; "" for whoever does it.

    `rows` are those of document_rows.
    """
    waits = any(row["waits"] for row in rows)
    if not waits or meeting.organiser is None or permissions.can_number_document(user, meeting):
        return ""
    names = ", ".join(str(clerk) for clerk in clerks_of(meeting.organiser_id))
    return f"Cấp số: {names}." if names else no_clerk_words(meeting.organiser)


def _row(meeting, kind, document, *, can_edit, can_number):
    args = [meeting.slug, slug_of(kind)]
    number = document.number if document else None
    problems = rules.document_change_problems(kind, meeting.status, number)
    may_write = can_edit and meeting.organiser_id is not None and not problems
    return {
        "label": kind.label,
        "url": reverse("reports:meeting_paper", args=args),
        "pdf_url": reverse("reports:meeting_paper_pdf", args=args),
        "docx_url": reverse("reports:meeting_paper_docx", args=args),
        "edit_url": reverse("meetings:document_edit", args=args) if may_write else "",
        "replace_url": reverse("meetings:document_replace", args=args)
        if can_edit
        and document
        and not rules.replacement_problems(status=meeting.status, number=document.number)
        else "",
        "keep_url": reverse("meetings:document_keep", args=args)
        if can_edit and document and document.replaces_id and document.number is None
        else "",
        "number_url": reverse("meetings:document_number", args=args)
        if can_number and document and is_numbered_kind(kind) and meeting.status != meeting.Status.CANCELLED
        else "",
        "waits": document is not None
        and number is None
        and is_numbered_kind(kind)
        and meeting.status != meeting.Status.CANCELLED,
        **document_state(
            kind,
            document,
            is_fixed=kind == Kind.MINUTES and meeting.status == "DONG",
            waits=can_number and is_numbered_kind(kind),
        ),
    }


def document_state(kind, document, *, is_fixed, waits=False):
    """Return {state, tone} of a paper in words; `waits` is for who would give it its number."""
    if document and document.number is not None:
        return {"state": f"Số {document.code}", "tone": "ok"}
    if is_fixed:
        return {"state": "Đã xác nhận", "tone": "ok"}
    if document is None:
        return {"state": "Chưa soạn nên chưa cấp số được" if waits else "Chưa soạn", "tone": ""}
    if document.replaces_id:
        return {"state": "Bản thay thế, chờ cấp số", "tone": "info"}
    return {"state": "Chờ cấp số" if is_numbered_kind(kind) else "Đã soạn", "tone": "info"}
