"""What meetings and opinions say before a program moves on; programs knows neither."""

from datetime import date

from django.urls import reverse

from core.dates import format_date
from core.legal import Blocker, Caution
from meetings.consulting import open_opinions
from meetings.models import Conclusion, ConsultationRound, Meeting, MeetingDocument
from programs import life
from programs.guards import Finding, register_guard
from programs.models import Draft, Program

_NAMED = 5


def rounds_closed(program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """Each consultation round is closed; who did not answer is recorded as silent, never as agreeing."""
    rounds = list(ConsultationRound.objects.filter(program=program).order_by("number"))
    waiting = [row for row in rounds if not row.is_closed]
    if waiting:
        named = ", ".join(f"đợt {row.number} (hạn {format_date(row.due_on)})" for row in waiting)
        return [Blocker(f"Chưa kết thúc lấy ý kiến {named}; kết thúc đợt trước.", None)]
    if not rounds and program.status == Program.Status.CONSULTING:
        return [
            Blocker(
                "Chưa ghi đợt lấy ý kiến bằng văn bản nào trên cổng; mở đợt, ghi trả lời, rồi kết thúc.", None
            )
        ]
    if not rounds:
        return [Caution("Chưa ghi đợt lấy ý kiến bằng văn bản nào trên cổng.", None)]
    return []


def opinions_answered(program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """Each opinion handed in is answered; nobody can override this."""
    waiting = [opinion.code for opinion in open_opinions(program).order_by("number")]
    if not waiting:
        return []
    more = f" và {len(waiting) - _NAMED} ý kiến khác" if len(waiting) > _NAMED else ""
    named = ", ".join(waiting[:_NAMED]) + more
    return [Blocker(f"Còn {len(waiting)} ý kiến chưa tiếp thu, giải trình: {named}.", None)]


def _conference(program: Program) -> Meeting | None:
    """Return the last conference on the draft that was not called off."""
    meetings = Meeting.objects.filter(program=program, purpose=Meeting.Purpose.OPINION)
    return meetings.exclude(status=Meeting.Status.CANCELLED).order_by("-held_on", "-pk").first()


def minutes_signed(program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """The minutes of the conference are confirmed, or were signed under a number."""
    meeting = _conference(program)
    if meeting is None:
        return [Blocker("Chưa ghi hội nghị cho ý kiến vào dự thảo; ghi hội nghị và chọn chương trình.", None)]
    numbered = meeting.documents.filter(kind=MeetingDocument.Kind.MINUTES, number__isnull=False)
    if meeting.status == Meeting.Status.CLOSED or numbered.exists():
        return []
    return [Blocker(f"Biên bản hội nghị ngày {format_date(meeting.held_on)} chưa được xác nhận.", None)]


def action_items_created(program: Program, _draft: Draft | None, _today: date) -> list[Finding]:
    """Each sentence of the conclusion is a follow-up or is marked as none."""
    meeting = _conference(program)
    if meeting is None:
        return [Blocker("Chưa ghi hội nghị cho ý kiến vào dự thảo; ghi hội nghị và chọn chương trình.", None)]
    total = meeting.conclusions.count()
    if not total:
        return [Blocker(f"Hội nghị ngày {format_date(meeting.held_on)} chưa ghi câu kết luận nào.", None)]
    waiting = meeting.conclusions.filter(mark=Conclusion.Mark.OPEN).count()
    if not waiting:
        return []
    return [Blocker(f"Còn {waiting} câu kết luận chưa thành việc và chưa đánh dấu không giao việc.", None)]


def _meeting(program: Program, _draft: Draft | None) -> str:
    meeting = _conference(program)
    return meeting.get_absolute_url() if meeting else reverse("meetings:meeting_list")


def _rounds(program: Program, _draft: Draft | None) -> str:
    return reverse("opinions:round_list", args=[program.slug])


def _open_opinions(program: Program, _draft: Draft | None) -> str:
    return reverse("opinions:opinion_list", args=[program.slug]) + "?tt=CHUA_XU_LY"


def register() -> None:
    """Register what this app judges."""
    register_guard(life.MINUTES_SIGNED, minutes_signed, _meeting)
    register_guard(life.ACTION_ITEMS_CREATED, action_items_created, _meeting)
    register_guard(life.ROUND_CLOSED, rounds_closed, _rounds)
    register_guard(life.OPINION_UNANSWERED, opinions_answered, _open_opinions)
