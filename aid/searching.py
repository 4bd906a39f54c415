"""What the search finds in aid: items, and partners as donors."""

from django.urls import reverse

from aid.donors import donors_seen_by
from aid.models import AidItem
from aid.models.listed_day import ListedDay
from core.models import Partner
from core.permissions import Area
from core.search import SearchSource, register


def register_sources():
    """Register aid items and donors."""
    register(
        SearchSource(
            label="Khoản viện trợ",
            area=Area.AID,
            model=AidItem,
            queryset=lambda user: AidItem.objects.visible_to(user).select_related("donor"),
            title=str,
            meta=lambda item: f"{item.code} · {item.donor.name}",
            url=lambda item: item.get_absolute_url(),
            icon="heart-handshake",
            exact=("code", "name"),
            newest=ListedDay().desc(),
            list_url="aid:item_list",
        )
    )
    register(
        SearchSource(
            label="Nhà tài trợ",
            area=Area.AID,
            model=Partner,
            queryset=donors_seen_by,
            title=str,
            meta=lambda donor: donor.country.name if donor.country else donor.get_kind_display(),
            url=lambda donor: reverse("aid:donor_detail", args=[donor.pk]),
            icon="users",
            exact=("name",),
            newest="sort_key",
            list_url="aid:donor_list",
        )
    )
