"""What people are told about consulting: asked, reminded, answered; a deadline moved, a deadline nears."""

from collections.abc import Iterable
from datetime import date

from core.actions.notices import notify, settle
from core.dates import format_date
from core.models import Notice, Origin, SwappedDay, User
from core.notices import Message, doers
from core.permissions import Area
from core.reminders import reminder_for, rest_note
from meetings.models import ConsultationRound, Contribution, Opinion, OpinionResponse, RoundAgency

TODO = "Đọc bản dự thảo rồi gửi góp ý trên cổng"


def writers_of(agency_id) -> list[User]:
    """Return the accounts that may write the opinion of an agency."""
    return doers(agency_id, Area.OPINIONS)


def tell_asked(opened: ConsultationRound, agency) -> None:
    """Tell an agency that its opinion is asked for, and until when; an invented round asks nobody."""
    if opened.is_demo:
        return
    notify(
        writers_of(agency.pk),
        Notice.Kind.ASKED,
        f"Góp ý dự thảo Chương trình {opened.program.slug}, bản {opened.draft.number}",
        f"{agency.name} được hỏi trong {opened.title}",
        opened.get_absolute_url(),
        f"lay-y-kien:{opened.pk}:{agency.pk}",
        todo=TODO,
        due_on=opened.due_on,
    )


def tell_moved(opened: ConsultationRound, agency, before: date, reason: str) -> None:
    """Tell an agency that has until another day to answer, and why."""
    if opened.is_demo:
        return
    notify(
        writers_of(agency.pk),
        Notice.Kind.RESCHEDULED,
        f"Hạn góp ý mới {format_date(opened.due_on)}: dự thảo Chương trình {opened.program.slug}",
        f"{agency.name} được hỏi trong {opened.title}; hạn trước là {format_date(before)}",
        opened.get_absolute_url(),
        f"doi-han-gop-y:{opened.pk}:{opened.version}:{agency.pk}",
        todo=f"Lý do đổi hạn: {reason}",
        due_on=opened.due_on,
    )


def tell_reminded(row: RoundAgency, opened: ConsultationRound, day: date) -> None:
    """Remind an agency that it has not answered yet."""
    if opened.is_demo:
        return
    notify(
        writers_of(row.agency_id),
        Notice.Kind.REMINDER,
        f"Nhắc góp ý dự thảo, hạn {format_date(opened.due_on)}",
        f"{row.agency.name} chưa trả lời trong {opened.title}",
        opened.get_absolute_url(),
        f"nhac-gop-y:{row.pk}:{day:%Y%m%d}",
        todo=TODO,
        due_on=opened.due_on,
    )


def tell_no_more(opened: ConsultationRound, agency_ids: Iterable[int]) -> None:
    """Close what asked these agencies for their answer: it came in, or the round is over."""
    kinds = (Notice.Kind.ASKED, Notice.Kind.REMINDER, Notice.Kind.DUE, Notice.Kind.OVERDUE)
    people = [user for agency_id in agency_ids for user in writers_of(agency_id)]
    settle(people, kinds, opened.get_absolute_url())


def tell_settled(opinion: Opinion, answer: OpinionResponse) -> None:
    """Tell the agency what became of its opinion."""
    contribution = opinion.contribution
    if opinion.is_demo:
        return
    notify(
        writers_of(contribution.agency_id),
        Notice.Kind.SETTLED,
        f"{opinion.code} đã được xử lý: {answer.get_kind_display()}",
        f"{contribution.agency.name} nêu ý kiến này về dự thảo",
        opinion.get_absolute_url(),
        f"xu-ly:{answer.pk}:{answer.version}",
        todo="Xem nội dung tiếp thu, giải trình",
    )


def morning_of_rounds(day: date):
    """Yield what asked agencies that have not answered are told on the morning of this day."""
    swapped = SwappedDay.objects.by_day()
    rounds = ConsultationRound.objects.filter(closed_on__isnull=True).exclude(origin=Origin.DEMO)
    rounds = rounds.select_related("program", "draft")
    for opened in rounds:
        found = reminder_for(opened.due_on, day, swapped)
        if found is None:
            continue
        answered = Contribution.objects.handed_in().filter(round=opened).values("agency_id")
        note = rest_note(opened.due_on, swapped) if not found.is_overdue else ""
        for row in opened.asked.exclude(agency_id__in=answered).select_related("agency"):
            yield Message(
                users=tuple(writers_of(row.agency_id)),
                kind=Notice.Kind.OVERDUE if found.is_overdue else Notice.Kind.DUE,
                subject=f"{found.words}: góp ý dự thảo Chương trình {opened.program.slug}",
                why=f"{row.agency.name} chưa trả lời trong {opened.title}",
                url=opened.get_absolute_url(),
                key=f"{found.step}:gop-y:{row.pk}:{opened.due_on:%Y%m%d}",
                todo=f"{TODO}; {note}" if note else TODO,
                due_on=opened.due_on,
            )
