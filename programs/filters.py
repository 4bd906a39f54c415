"""Filters of the lists of programs."""

from datetime import date

import django_filters
from django import forms

from core.lists import FilterForm, PortalFilterSet, SearchFilter
from core.models import Agency, Country
from core.text import fold
from programs.models import Activity, FriendshipAssociation, Pillar, Program, ProgramStep, Task, TaskStatus
from programs.rules import SOON_DAYS

UNPLACED = "CHUA_XEP"


def _pillar_choices():
    return [*Pillar.objects.order_by("ordinal").values_list("code", "name"), (UNPLACED, "Chưa xếp trụ cột")]


def lead_agencies(_request=None):
    """Return the agencies that lead a task."""
    return Agency.objects.filter(pk__in=Task.objects.values("lead_agency_id")).order_by("sort_key", "pk")


class TaskFilters(PortalFilterSet):
    """What every list of tasks filters by; statuses are judged as of `as_of`."""

    q = SearchFilter(label="Tìm nhiệm vụ")
    tru = django_filters.ChoiceFilter(
        label="Trụ cột", choices=(), method="in_pillar", empty_label="Cả ba trụ cột"
    )
    coquan = django_filters.ModelChoiceFilter(
        label="Cơ quan chủ trì",
        field_name="lead_agency",
        to_field_name="code",
        queryset=lead_agencies,
        empty_label="Mọi cơ quan",
        widget=forms.Select(attrs={"data-combobox": "", "data-combobox-noun": "cơ quan"}),
    )
    tt = django_filters.ChoiceFilter(
        label="Trạng thái", choices=TaskStatus.choices, method="with_status", empty_label="Mọi trạng thái"
    )
    han = django_filters.ChoiceFilter(
        label="Đến hạn",
        choices=[(str(SOON_DAYS), f"Đến hạn {SOON_DAYS} ngày")],
        method="due_soon",
        empty_label="Mọi thời hạn",
    )

    class Meta:
        model = Task
        form = FilterForm
        fields = ()

    def __init__(self, *args, as_of, **kwargs):
        """Keep the day as of which statuses are judged."""
        self.as_of = as_of
        super().__init__(*args, **kwargs)
        self.filters["tru"].extra["choices"] = _pillar_choices()

    def in_pillar(self, queryset, _name, value):
        """Return the tasks of one pillar, or those in none."""
        return (
            queryset.filter(pillar__isnull=True) if value == UNPLACED else queryset.filter(pillar__code=value)
        )

    def with_status(self, queryset, _name, value):
        """Return the tasks in one state."""
        return queryset.with_status(self.as_of, value)

    def due_soon(self, queryset, _name, value):
        """Return the open tasks due in so many days."""
        return queryset.due_within(self.as_of, int(value))


class TreeFilter(TaskFilters):
    """Filters of one program's tree, with the year."""

    nam = django_filters.ChoiceFilter(label="Năm", choices=(), method="of_year", empty_label="Cả giai đoạn")

    def __init__(self, *args, program, **kwargs):
        """Offer the years of the program."""
        super().__init__(*args, **kwargs)
        years = [str(year) for year in range(program.period[0], program.period[1] + 1)]
        self.filters["nam"].extra["choices"] = [(year, year) for year in years]
        self.filters.move_to_end("han")

    def of_year(self, queryset, _name, value):
        """Return the tasks that count in the year."""
        return queryset.of_year(date(int(value), 1, 1), date(int(value), 12, 31))


class TaskFilter(TaskFilters):
    """Filters of the list over all programs."""

    ct = django_filters.ModelChoiceFilter(
        label="Chương trình",
        field_name="program",
        to_field_name="slug",
        queryset=lambda _request: Program.objects.order_by("-period_start_year"),
        empty_label="Mọi chương trình",
    )


class ActivityFilter(PortalFilterSet):
    """Filters of the list of activities."""

    q = SearchFilter(label="Tìm hoạt động")
    loai = django_filters.ChoiceFilter(
        label="Loại", field_name="kind", choices=Activity.Kind.choices, empty_label="Mọi loại"
    )
    nam = django_filters.ChoiceFilter(
        label="Năm", field_name="held_on__year", choices=(), empty_label="Mọi năm"
    )
    nuoc = django_filters.ModelChoiceFilter(
        label="Quốc gia",
        field_name="country",
        to_field_name="code",
        queryset=lambda _request: (
            Country.objects.filter(activities__isnull=False).distinct().order_by("sort_key", "pk")
        ),
        empty_label="Mọi quốc gia",
    )
    tru = django_filters.ModelChoiceFilter(
        label="Trụ cột",
        field_name="pillar",
        to_field_name="code",
        queryset=lambda _request: Pillar.objects.order_by("ordinal"),
        empty_label="Cả ba trụ cột",
    )

    class Meta:
        model = Activity
        form = FilterForm
        fields = ()

    def __init__(self, *args, **kwargs):
        """Offer the years that have activities."""
        super().__init__(*args, **kwargs)
        self.filters["nam"].extra["choices"] = _activity_years()


def _activity_years():
    years = Activity.objects.dates("held_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in years]


class AssociationFilter(PortalFilterSet):
    """Filters of the list of member associations."""

    q = SearchFilter(label="Tìm hội")
    ten = django_filters.ChoiceFilter(
        label="Tên hội",
        field_name="is_name_known",
        choices=[("1", "Đã rõ tên"), ("0", "Chưa rõ tên")],
        method="name_known",
        empty_label="Tất cả",
    )

    class Meta:
        model = FriendshipAssociation
        form = FilterForm
        fields = ()

    def name_known(self, queryset, _name, value):
        """Return the associations whose name is known, or the others."""
        return queryset.filter(is_name_known=value == "1")


class StepFilter(PortalFilterSet):
    """Filters of the steps of a program."""

    q = SearchFilter(label="Tìm số văn bản, ghi chú", method="in_words")
    tt = django_filters.ChoiceFilter(
        label="Sang trạng thái",
        field_name="to_status",
        choices=Program.Status.choices,
        empty_label="Mọi trạng thái",
    )

    class Meta:
        model = ProgramStep
        form = FilterForm
        fields = ()

    def in_words(self, queryset, _name, value):
        """Return the steps whose paper or note holds the words; a program has few, so they are read."""
        wanted = fold(value)
        rows = queryset.values_list("pk", "paper_number", "note")
        return queryset.filter(pk__in=[pk for pk, *texts in rows if wanted in fold(" ".join(texts))])
