"""The minutes of a meeting (biên bản, Mẫu 1.9): no place and date, two who sign."""

from core.dates import official_date
from meetings.models import Attendance, Contribution, Meeting, MeetingDocument, Opinion, Speech
from reports.documents.blocks import (
    Block,
    BulletList,
    Document,
    Heading,
    Level,
    Paragraph,
    Runs,
    Text,
)
from reports.documents.listing import listed
from reports.kinds.meeting_words import (
    all_of,
    begins,
    clock,
    co_signature_of,
    field_line,
    head,
    lower_first,
    named,
    noun,
    paper,
    passages,
    people,
    replacing,
    type_of,
    upper_first,
    who,
)

# Room to write the hour in.
NO_HOUR = "…… giờ ……"
CAME = (Attendance.Presence.PRESENT, Attendance.Presence.SUBSTITUTE)


def minutes(document: MeetingDocument, *, sums_only: bool = False) -> Document:
    """Return the minutes: when, where, who, how it went, what was concluded, when it ended.

    With `sums_only` they say how many agencies spoke to the draft, and not what any of them said.
    """
    meeting = document.meeting
    chairs = people(meeting, Attendance.Role.CHAIR, Attendance.Role.CO_CHAIR)
    blocks: list[Block] = [
        field_line("Thời gian bắt đầu", _beginning(meeting)),
        field_line("Địa điểm", meeting.place),
        *_attendance(meeting),
        field_line("Chủ trì (chủ tọa)", all_of(chairs)),
        field_line("Thư ký (người ghi biên bản)", all_of(people(meeting, Attendance.Role.SECRETARY))),
        Paragraph([Text(f"Nội dung (theo diễn biến {noun(meeting)}):", bold=True)]),
        *_proceedings(meeting, sums_only=sums_only),
        *passages(document.notes),
        *replacing(document),
        Paragraph(_ending(meeting)),
    ]
    return paper(
        document,
        header=head(document, has_date=False),
        title=f"Biên bản {meeting.title}",
        type=type_of("BIÊN BẢN", named(meeting)),
        blocks=blocks,
        co_signature=co_signature_of(document),
    )


def _attendance(meeting: Meeting) -> list[Block]:
    delegates = people(meeting, Attendance.Role.DELEGATE)
    came = [_with_substitute(row) for row in delegates if row.presence in CAME]
    away = [f"{who(row)} ({row.get_presence_display()})" for row in delegates if row.presence not in CAME]
    if not came and not away:
        return [field_line("Thành phần tham dự", "")]
    found: list[Block] = []
    for label, lines in (("Thành phần tham dự:", came), ("Vắng mặt:", away)):
        if lines:
            found += [
                Paragraph([Text(label, bold=True)]),
                BulletList([f"{line};" for line in lines[:-1]] + [f"{lines[-1]}."]),
            ]
    return found


def _with_substitute(row: Attendance) -> str:
    return f"{who(row)} (cử đại diện)" if row.presence == Attendance.Presence.SUBSTITUTE else who(row)


def _proceedings(meeting: Meeting, *, sums_only: bool) -> list[Block]:
    """Return what happened in order, each part under its number; parts without words are left out."""
    parts: list[tuple[str, list[Block]]] = [
        ("Chương trình", _agenda(meeting)),
        ("Diễn biến", list(passages(meeting.summary))),
        ("Báo cáo, ý kiến phát biểu", _speeches(meeting)),
        ("Ý kiến góp ý vào dự thảo", _sums(meeting) if sums_only else _opinions(meeting)),
        ("Kết luận của chủ trì", [Paragraph(line.text) for line in meeting.conclusions.all()]),
    ]
    blocks: list[Block] = []
    for number, (title, said) in enumerate(((title, said) for title, said in parts if said), start=1):
        blocks += [Heading(Level.ARABIC, number, title), *said]
    return blocks


def _agenda(meeting: Meeting) -> list[Block]:
    items = [f"{item.title}{f' ({item.detail})' if item.detail else ''}" for item in meeting.agenda.all()]
    return [BulletList([f"{item};" for item in items[:-1]] + [f"{items[-1]}."])] if items else []


def _speeches(meeting: Meeting) -> list[Block]:
    has_conclusions = bool(meeting.conclusions.all())
    blocks: list[Block] = []
    for speech in meeting.speeches.all():
        if speech.kind == Speech.Kind.CLOSING and has_conclusions:
            continue
        first, *rest = [line.strip() for line in speech.summary.splitlines() if line.strip()] or [""]
        # "(phát biểu): Phát biểu về dự thảo" would say it twice.
        kind = str(speech.get_kind_display())
        how = "" if first.casefold().startswith(kind.casefold()) else f" ({kind})"
        words: Runs = [Text(f"{who(speech)}{how}"), f": {first}" if first else "."]
        blocks += [BulletList([words]), *(Paragraph(line) for line in rest)]
    return blocks


def _sums(meeting: Meeting) -> list[Block]:
    said = Contribution.objects.filter(meeting=meeting, sent_at__isnull=False)
    agencies, opinions = said.count(), Opinion.objects.filter(contribution__in=said).count()
    return [Paragraph(f"{agencies} cơ quan góp {opinions} ý kiến vào dự thảo.")] if agencies else []


def _opinions(meeting: Meeting) -> list[Block]:
    """Return what each agency asked of the draft at the meeting; drafts of opinions are nobody's word yet."""
    rows = (
        Contribution.objects.filter(meeting=meeting, sent_at__isnull=False)
        .select_related("agency")
        .prefetch_related("opinions")
        .order_by("pk")
    )
    blocks: list[Block] = []
    for row in rows:
        whose = row.agency.name + (f" ({row.speaker})" if row.speaker else "")
        asked = [_asked(opinion) for opinion in row.opinions.all()]
        if len(asked) > 1:
            blocks += [BulletList([f"{whose}:"]), BulletList(listed(asked), sign="+")]
        else:
            said = asked[0] if asked else str(row.get_stance_display()).lower()
            blocks.append(BulletList([f"{whose}: {said}."]))
    return blocks


def _asked(opinion: Opinion) -> str:
    """Return an opinion in one line with the passage it is about."""
    words = " ".join(opinion.text.split()).rstrip(" .;")
    return f"{words} (về {lower_first(opinion.place)})" if opinion.place else words


def _beginning(meeting: Meeting) -> str:
    """Return when it began; Mẫu 1.9 asks for the hour, written in by hand where nobody recorded it."""
    return upper_first(begins(meeting)) if meeting.starts_at else f"{NO_HOUR}, {begins(meeting)}"


def _ending(meeting: Meeting) -> str:
    end = clock(meeting.ends_at) if meeting.ends_at else NO_HOUR
    return f"{upper_first(noun(meeting))} kết thúc vào {end}, {official_date(meeting.held_on)}."
