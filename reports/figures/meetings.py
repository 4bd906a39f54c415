"""Figures over meetings and what they leave behind: follow-ups, conclusions, awards."""

from django.db.models import F, Q

from core.permissions import Area
from meetings.models import Attendance, Award, Conclusion, FollowUp, Meeting
from reports.figures.base import figure
from reports.figures.measures import Count, Share, Sum

_HELD_ON = "ngày họp"
_OF_MEETING = "ngày họp của cuộc họp giao việc"
_TOOK_PLACE = (Meeting.Status.HELD, Meeting.Status.CONCLUDED, Meeting.Status.CLOSED)


def held(scope):
    """Meetings that took place in the window."""
    rows = (
        Meeting.objects.visible_to(scope.user).held_in(scope.start, scope.end).filter(status__in=_TOOK_PLACE)
    )
    return _of_agency(rows, scope)


def _of_agency(rows, scope):
    """Meetings that the agency asked for organised or attended."""
    if scope.agency is None:
        return rows
    attended = Attendance.objects.filter(agency=scope.agency).values("meeting_id")
    return rows.filter(Q(organiser=scope.agency) | Q(pk__in=attended))


@figure(
    "meetings.held",
    label="Hội nghị, cuộc họp đã tổ chức",
    unit="cuộc",
    date_field=_HELD_ON,
    area=Area.MEETINGS,
    definition="Hội nghị, cuộc họp có ngày họp trong kỳ và đã họp; cuộc dự kiến và cuộc đã hủy không tính.",
)
def meetings_held(scope):
    """Meetings that took place in the window."""
    return Count(held(scope))


@figure(
    "meetings.conferences",
    label="Hội nghị đã tổ chức",
    unit="hội nghị",
    date_field=_HELD_ON,
    area=Area.MEETINGS,
    definition="Trong số cuộc họp đã tổ chức, cuộc ghi loại là hội nghị.",
)
def conferences(scope):
    """Conferences among them."""
    return Count(held(scope).filter(kind=Meeting.Kind.CONFERENCE))


@figure(
    "meetings.unmarked",
    label="Câu kết luận chưa đánh dấu",
    unit="câu",
    date_field=_HELD_ON,
    area=Area.MEETINGS,
    definition="Câu kết luận của các cuộc họp trong kỳ chưa thành việc và chưa ghi là không giao việc.",
)
def unmarked(scope):
    """Sentences of conclusions of which nothing became yet."""
    return Count(Conclusion.objects.filter(mark=Conclusion.Mark.OPEN, meeting__in=held(scope).values("pk")))


@figure(
    "meetings.unmarked_any_year",
    label="Câu kết luận chưa đánh dấu, mọi năm",
    unit="câu",
    date_field="ngày tính số liệu (mọi cuộc họp đến ngày đó)",
    area=Area.MEETINGS,
    definition="Câu kết luận của các cuộc họp đã họp đến ngày tính số liệu, của mọi năm, "
    "chưa thành việc và chưa ghi là không giao việc.",
)
def unmarked_any_year(scope):
    """Sentences of conclusions of any year of which nothing became yet."""
    meetings = _of_agency(Meeting.objects.visible_to(scope.user), scope)
    meetings = meetings.filter(held_on__lte=scope.end, status__in=_TOOK_PLACE)
    return Count(Conclusion.objects.filter(mark=Conclusion.Mark.OPEN, meeting__in=meetings.values("pk")))


def assigned(scope):
    """Follow-ups of meetings of the window, without those cancelled by then."""
    rows = FollowUp.objects.visible_to(scope.user).assigned_in(scope.start, scope.end)
    if scope.agency is not None:
        rows = rows.filter(lead_agency=scope.agency)
    return rows.exclude(cancelled_on__lte=scope.as_of)


def unfinished(scope):
    """Those not done as of the day."""
    return assigned(scope).exclude(completed_on__lte=scope.as_of)


def overdue(scope):
    """Those not done whose deadline day has passed."""
    return unfinished(scope).filter(due_on__lt=scope.as_of)


def overdue_any_year(scope):
    """Follow-ups of any year not done by the day, whose deadline had passed."""
    rows = FollowUp.objects.visible_to(scope.user).filter(due_on__lt=scope.as_of)
    if scope.agency is not None:
        rows = rows.filter(lead_agency=scope.agency)
    return rows.exclude(cancelled_on__lte=scope.as_of).exclude(completed_on__lte=scope.as_of)


@figure(
    "followups.assigned",
    label="Việc sau hội nghị được giao",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Việc giao tại các cuộc họp trong kỳ; việc đã dừng đến ngày tính số liệu không tính.",
)
def followups_assigned(scope):
    """Follow-ups of meetings of the window."""
    return Count(assigned(scope))


@figure(
    "followups.done",
    label="Việc sau hội nghị đã xong",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Việc được giao trong kỳ đã xong đến ngày tính số liệu.",
)
def followups_done(scope):
    """Those done as of the day."""
    return Count(assigned(scope).done(scope.as_of))


@figure(
    "followups.done_on_time",
    label="Việc sau hội nghị xong đúng hạn",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Trong số việc đã xong, việc có ngày hạn và xong không sau ngày hạn.",
)
def followups_done_on_time(scope):
    """Those done by their deadline day."""
    return Count(assigned(scope).done(scope.as_of).filter(completed_on__lte=F("due_on")))


@figure(
    "followups.done_late",
    label="Việc sau hội nghị xong muộn",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Trong số việc đã xong, việc xong sau ngày hạn.",
)
def followups_done_late(scope):
    """Those done after it."""
    return Count(assigned(scope).done(scope.as_of).filter(completed_on__gt=F("due_on")))


@figure(
    "followups.running",
    label="Việc sau hội nghị chưa xong, chưa quá hạn",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Việc được giao trong kỳ chưa xong và chưa quá hạn, kể cả việc chưa xác định thời hạn.",
)
def followups_running(scope):
    """Those neither done nor overdue."""
    return Count(unfinished(scope).exclude(due_on__lt=scope.as_of))


@figure(
    "followups.overdue",
    label="Việc sau hội nghị quá hạn",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Việc được giao trong kỳ chưa xong mà hạn đã qua vào ngày tính số liệu.",
)
def followups_overdue(scope):
    """Those whose deadline has passed."""
    return Count(overdue(scope))


@figure(
    "followups.overdue_any_year",
    label="Việc sau hội nghị quá hạn, mọi năm",
    unit="việc",
    date_field="hạn của việc (mọi việc chưa xong, của cuộc họp năm nào cũng tính)",
    area=Area.FOLLOW_UPS,
    definition="Việc chưa xong mà hạn đã qua vào ngày tính số liệu, giao tại cuộc họp của mọi năm.",
)
def followups_overdue_any_year(scope):
    """Those of any year whose deadline has passed."""
    return Count(overdue_any_year(scope))


@figure(
    "followups.undated",
    label="Việc chưa xác định thời hạn",
    unit="việc",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Việc được giao trong kỳ chưa xong và chưa có ngày hạn.",
)
def followups_undated(scope):
    """Those without a deadline day."""
    return Count(unfinished(scope).undated())


@figure(
    "followups.done_share",
    label="Tỷ lệ việc sau hội nghị đã xong",
    unit="%",
    date_field=_OF_MEETING,
    area=Area.FOLLOW_UPS,
    definition="Việc đã xong so với việc được giao trong kỳ.",
)
def followups_done_share(scope):
    """Done part of what was assigned."""
    return Share(Count(assigned(scope).done(scope.as_of)), Count(assigned(scope)))


def _own_awards(scope):
    rows = Award.objects.visible_to(scope.user)
    return rows if scope.agency is None else rows.filter(giving_agency=scope.agency)


def awards(scope):
    """Awards given in the window."""
    return _own_awards(scope).filter(awarded_on__range=(scope.start, scope.end))


@figure(
    "awards.given",
    label="Lượt khen thưởng",
    unit="lượt",
    date_field="ngày trao",
    area=Area.MEETINGS,
    definition="Lượt khen thưởng ghi nhận có ngày trao trong kỳ; một lượt có thể gồm nhiều tập thể, cá nhân.",
)
def awards_given(scope):
    """Awards given in the window."""
    return Count(awards(scope))


@figure(
    "awards.for_year",
    label="Lượt khen thưởng cho thành tích của năm",
    unit="lượt",
    date_field="năm thành tích ghi ở lượt khen thưởng",
    area=Area.MEETINGS,
    definition="Lượt khen thưởng cho thành tích của năm, kể cả lượt trao tại hội nghị tổng kết đầu năm sau.",
)
def awards_for_year(scope):
    """Awards for the work of the year, whenever they were handed over."""
    year = scope.window.year or scope.window.end.year
    return Count(_own_awards(scope).filter(period_year=year))


@figure(
    "awards.recipients",
    label="Tập thể, cá nhân được khen thưởng",
    unit="tập thể, cá nhân",
    date_field="ngày trao",
    area=Area.MEETINGS,
    definition="Tổng số tập thể, cá nhân của các lượt khen thưởng trong kỳ; "
    "lượt chưa ghi số lượng được nêu riêng.",
)
def award_recipients(scope):
    """How many received them, where the number is known."""
    return Sum(awards(scope), column="recipients_count", usd=False)
