"""Figures over the member associations and the table of diplomatic relations."""

from datetime import timedelta

from django.db.models import Q

from core.dates import add_months
from core.models import Country
from core.permissions import Area, Reach, reach
from programs.models import FriendshipAssociation
from reports.figures.base import figure
from reports.figures.measures import Count
from reports.windows import custom_window

_AS_OF = "ngày tính số liệu (hội là thành viên vào năm đó)"


def members(scope):
    """Member associations in the year as of which the figures stand."""
    rows = FriendshipAssociation.objects.all()
    how_far = reach(scope.user, Area.ACTIVITIES)
    if how_far is Reach.NONE:
        rows = rows.none()
    elif how_far is Reach.OWN:
        rows = rows.filter(agency_id__in=scope.user.agency_ids())
    if scope.agency is not None:
        rows = rows.filter(agency=scope.agency)
    year = scope.as_of.year
    return rows.filter(Q(joined_year__isnull=True) | Q(joined_year__lte=year)).filter(
        Q(left_year__isnull=True) | Q(left_year__gte=year)
    )


@figure(
    "associations.members",
    label="Hội hữu nghị thành viên",
    unit="hội",
    date_field=_AS_OF,
    area=Area.ACTIVITIES,
    definition="Hội hữu nghị là thành viên của Liên hiệp vào ngày tính số liệu, kể cả hội chưa rõ tên.",
)
def association_members(scope):
    """Member associations, those without a known name included."""
    return Count(members(scope))


@figure(
    "associations.named",
    label="Hội thành viên đã rõ tên",
    unit="hội",
    date_field=_AS_OF,
    area=Area.ACTIVITIES,
    definition="Trong số hội thành viên, hội đã xác định được tên.",
)
def associations_named(scope):
    """Those whose name is known."""
    return Count(members(scope).filter(is_name_known=True))


def round_in(window):
    """Return the condition: relations reach a number of years divisible by five in the window."""
    condition = Q(pk__in=[])
    for years in range(5, window.end.year - 1900, 5):
        condition |= Q(established_on__range=(_back(window.start, years), _back(window.end, years)))
    return condition


def _back(day, years):
    """Return the day so many years earlier; the end of February stays the end of February."""
    after = day + timedelta(days=1)
    if day.month == 2 and after.month == 3:
        return add_months(after, -12 * years) - timedelta(days=1)
    return add_months(day, -12 * years)


@figure(
    "anniversaries.round",
    label="Nước kỷ niệm năm tròn thiết lập quan hệ ngoại giao",
    unit="nước",
    date_field="ngày thiết lập quan hệ ngoại giao",
    area=Area.CATALOGUE,
    definition="Nước có số năm thiết lập quan hệ ngoại giao với Việt Nam chia hết cho 5, rơi vào kỳ; "
    "số năm tính từ bảng quốc gia.",
)
def round_anniversaries(scope):
    """Countries whose relations reach a round number of years in the window."""
    return Count(Country.objects.filter(round_in(scope.window)))


def _coming(scope):
    """Return the twelve months that begin with the day as of which the figures stand."""
    return custom_window(scope.as_of, add_months(scope.as_of, 12) - timedelta(days=1))


@figure(
    "anniversaries.round_ahead",
    label="Nước kỷ niệm năm tròn trong 12 tháng tới",
    unit="nước",
    date_field="ngày thiết lập quan hệ ngoại giao",
    area=Area.CATALOGUE,
    definition="Nước có số năm thiết lập quan hệ ngoại giao với Việt Nam chia hết cho 5, ngày kỷ niệm trong "
    "12 tháng kể từ ngày tính số liệu.",
)
def round_anniversaries_ahead(scope):
    """Countries whose relations reach a round number of years in the twelve months to come."""
    return Count(Country.objects.filter(round_in(_coming(scope))))


@figure(
    "anniversaries.ahead",
    label="Nước có ngày kỷ niệm trong 12 tháng tới",
    unit="nước",
    date_field="ngày thiết lập quan hệ ngoại giao",
    area=Area.CATALOGUE,
    definition="Nước có ngày thiết lập quan hệ ngoại giao trước ngày tính số liệu, nên có một ngày kỷ niệm "
    "trong 12 tháng kể từ ngày đó.",
)
def anniversaries_ahead(scope):
    """Countries with any anniversary in the twelve months to come."""
    return Count(Country.objects.filter(established_on__lt=scope.as_of))
