"""Filters of the lists of meetings, follow-ups and awards."""

import re

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.lists import PortalFilterSet
from core.models import Agency
from meetings import rules
from meetings.models import Attendance, Award, FollowUp, FollowUpAgency, Meeting

STATES = (
    ("qua-han", "Quá hạn"),
    ("dang-lam", "Đang làm"),
    ("chua-bat-dau", "Chưa bắt đầu"),
    ("chua-xac-dinh", "Chưa xác định thời hạn"),
    ("cho-nghiem-thu", "Chờ nghiệm thu"),
    ("tra-lai", "Bị trả lại"),
    ("xong", "Xong"),
    ("dung", "Dừng"),
)


class YearsMixin:
    """Offers in the filter `nam` the years that have records; `years_of` names a model and its date."""

    years_of: tuple[type, str]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        model, name = self.years_of
        years = {str(day.year) for day in model.objects.dates(name, "year")}
        # A link may name a year that has no record yet: it then finds nothing, instead of everything.
        asked = (self.data or {}).get("nam", "")
        if re.fullmatch(r"(19|20)[0-9]{2}", asked):
            years.add(asked)
        self.filters["nam"].extra["choices"] = [(year, year) for year in sorted(years, reverse=True)]


def agency_filter(label, method):
    """Return the filter by agency: a list that is searched while one types."""
    return django_filters.ModelChoiceFilter(
        label=label,
        queryset=lambda request: Agency.objects.order_by("sort_key"),
        method=method,
        empty_label="Mọi cơ quan",
    )


class MeetingFilterSet(YearsMixin, PortalFilterSet):
    """Filters of the meeting list."""

    years_of = (Meeting, "held_on")

    nam = django_filters.ChoiceFilter(
        label="Năm", field_name="held_on__year", choices=(), empty_label="Mọi năm"
    )
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="kind", choices=Meeting.Kind.choices, empty_label="Mọi loại"
    )
    muc = django_filters.ChoiceFilter(
        label="Mục đích", field_name="purpose", choices=Meeting.Purpose.choices, empty_label="Mọi mục đích"
    )
    tt = django_filters.ChoiceFilter(
        label="Tình trạng", field_name="status", choices=Meeting.Status.choices, empty_label="Mọi tình trạng"
    )
    coquan = agency_filter("Cơ quan", "filter_agency")

    class Meta(PortalFilterSet.Meta):
        model = Meeting
        fields: tuple[str, ...] = ()

    def filter_agency(self, queryset, name, value):
        """Return meetings that the agency organises or attends."""
        attended = Attendance.objects.filter(meeting=OuterRef("pk"), agency=value)
        return queryset.filter(Q(organiser=value) | Exists(attended))


class FollowUpFilterSet(YearsMixin, PortalFilterSet):
    """Filters of the follow-up list; the state is judged as of today."""

    years_of = (Meeting, "held_on")

    tt = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATES, method="filter_state", empty_label="Mọi tình trạng"
    )
    coquan = agency_filter("Cơ quan", "filter_agency")
    nam = django_filters.ChoiceFilter(
        label="Năm họp", field_name="meeting__held_on__year", choices=(), empty_label="Mọi năm"
    )

    class Meta(PortalFilterSet.Meta):
        model = FollowUp
        fields: tuple[str, ...] = ()

    def filter_state(self, queryset, name, value):
        """Return follow-ups in this state."""
        return in_state(queryset, value, timezone.localdate())

    def filter_agency(self, queryset, name, value):
        """Return follow-ups that the agency leads or co-ordinates."""
        joined = FollowUpAgency.objects.filter(follow_up=OuterRef("pk"), agency=value)
        return queryset.filter(Q(lead_agency=value) | Exists(joined))


def in_state(queryset, state, today):
    """Return the follow-ups whose computed status (rules.follow_up_status) has this code."""
    on_time = Q(due_on__isnull=True) | Q(due_on__gte=today)
    begun = Q(started_on__lte=today)
    waiting = Q(started_on__isnull=True) | Q(started_on__gt=today)
    match state:
        case "qua-han":
            return queryset.overdue(today)
        case "dang-lam":
            return queryset.open(today).filter(on_time & begun)
        case "chua-bat-dau":
            return queryset.open(today).filter(waiting, due_on__gte=today)
        case "chua-xac-dinh":
            return queryset.open(today).filter(waiting, due_on__isnull=True)
        case rules.WAITING | rules.SENT_BACK:
            return queryset.open(today).with_report_mark().filter(report_mark=state)
        case "xong":
            return queryset.done(today).filter(cancelled_on__isnull=True)
        case _:
            return queryset.filter(cancelled_on__isnull=False)


class AwardFilterSet(YearsMixin, PortalFilterSet):
    """Filters of the award list."""

    years_of = (Award, "awarded_on")

    nam = django_filters.ChoiceFilter(
        label="Năm trao", field_name="awarded_on__year", choices=(), empty_label="Mọi năm"
    )
    hinh_thuc = django_filters.ChoiceFilter(
        label="Hình thức", field_name="form", choices=Award.Form.choices, empty_label="Mọi hình thức"
    )
    coquan = agency_filter("Cơ quan tặng", "filter_agency")

    class Meta(PortalFilterSet.Meta):
        model = Award
        fields: tuple[str, ...] = ()

    def filter_agency(self, queryset, name, value):
        """Return awards that the agency gave."""
        return queryset.filter(giving_agency=value)
