"""Filters of the list of opinions of a program."""

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q

from core.lists import PortalFilterSet, SearchFilter
from core.models import Agency
from core.text import fold, nfc
from meetings import permissions
from meetings.models import ConsultationRound, Contribution, Opinion, OpinionResponse
from programs.wording.labels import part_words

OPEN = "CHUA_XU_LY"
STATES = ((OPEN, "Chưa xử lý"), *OpinionResponse.Kind.choices)
AT_MEETINGS = "hoi-nghi"
WHOLE = "0"
PARTS = ((WHOLE, "Toàn văn"), ("1", "Phần I"), ("2", "Phần II"), ("3", "Phần III"))


class OpinionFilterSet(PortalFilterSet):
    """Filters of the list of opinions; the choices are those of the program in sight."""

    q = SearchFilter(method="filter_words")
    tt = django_filters.ChoiceFilter(
        label="Xử lý", choices=STATES, method="filter_state", empty_label="Mọi tình trạng"
    )
    coquan = django_filters.ModelChoiceFilter(
        label="Cơ quan",
        queryset=lambda request: Agency.objects.none(),
        field_name="contribution__agency",
        empty_label="Mọi cơ quan",
    )
    phan = django_filters.ChoiceFilter(
        label="Phần", choices=PARTS, method="filter_part", empty_label="Mọi phần"
    )
    dot = django_filters.ChoiceFilter(label="Đợt", choices=(), method="filter_round", empty_label="Mọi đợt")
    quandiem = django_filters.ChoiceFilter(
        label="Quan điểm",
        field_name="contribution__stance",
        choices=[one for one in Contribution.Stance.choices if one[0] != Contribution.Stance.NO_REPLY],
        empty_label="Mọi quan điểm",
    )
    nguoi = django_filters.ModelChoiceFilter(
        label="Người xử lý",
        queryset=lambda request: get_user_model().objects.none(),
        field_name="drafter",
        empty_label="Mọi người",
    )
    cuatoi = django_filters.ChoiceFilter(
        label="Của tôi", choices=(("1", "Của tôi"),), method="filter_mine", empty_label="Của mọi người"
    )

    class Meta(PortalFilterSet.Meta):
        model = Opinion
        fields: tuple[str, ...] = ()

    def __init__(self, *args, program, **kwargs):
        """Offer the rounds, agencies and drafters that the reader's rows name."""
        super().__init__(*args, **kwargs)
        rows = self.queryset
        rounds = ConsultationRound.objects.visible_to(self.request.user).filter(program=program)
        self.filters["dot"].extra["choices"] = [
            *((str(one.number), one.title) for one in rounds),
            (AT_MEETINGS, "Tại hội nghị"),
        ]
        said = rows.order_by().values("contribution__agency")
        agencies = Agency.objects.filter(pk__in=said).order_by("sort_key")
        self.filters["coquan"].extra["queryset"] = agencies
        drafters = get_user_model().objects.filter(pk__in=rows.order_by().values("drafter"))
        self.filters["nguoi"].extra["queryset"] = drafters.order_by("full_name")

    def filter_words(self, queryset, name, value):
        """Return the opinions in whose words, place or agency every typed word stands, marks or not."""
        for word in fold(nfc(value)[:200]).split():
            found = Q(search_text__contains=word) | Q(contribution__agency__search_text__contains=word)
            if word.removeprefix("yk-").isdigit():
                found |= Q(number=int(word.removeprefix("yk-")[:9]))
            queryset = queryset.filter(found)
        return queryset

    def filter_state(self, queryset, name, value):
        """Return the opinions with this answer, or without one."""
        return queryset.open() if value == OPEN else queryset.filter(response__kind=value)

    def filter_part(self, queryset, name, value):
        """Return the opinions on a part, or on the whole."""
        if value == WHOLE:
            return queryset.filter(place="")
        part = part_words(int(value))
        return queryset.filter(Q(place=part) | Q(place__endswith=f", {part}"))

    def filter_round(self, queryset, name, value):
        """Return the opinions of a round, or those that were said at meetings."""
        if value == AT_MEETINGS:
            return queryset.filter(contribution__meeting__isnull=False)
        return queryset.filter(contribution__round__number=value)

    def filter_mine(self, queryset, name, value):
        """Return what waits for the drafter, or what the reader's own agency said."""
        user = self.request.user
        if permissions.can_consult(user):
            return queryset.filter(drafter=user)
        return queryset.filter(contribution__agency_id__in=user.agency_ids())
