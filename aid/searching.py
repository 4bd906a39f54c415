"""What the search finds in aid: items, and partners as donors."""

from django.urls import reverse

from aid.donors import donors_seen_by
from aid.models import AidItem, DossierDocument, NgoRegistration
from aid.models.listed_day import ListedDay
from aid.registrations import registrations_visible_to
from core.models import Attachment, Partner
from core.permissions import Area
from core.search import SearchSource, register


def register_sources():
    """Register aid items, donors, certificates and the papers of dossiers."""
    register(
        SearchSource(
            label="Khoản viện trợ",
            area=Area.AID,
            model=AidItem,
            queryset=lambda user: (
                AidItem.objects.visible_to(user).select_related("donor").only("code", "name", "donor__name")
            ),
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
            queryset=lambda user: donors_seen_by(user).only("name", "kind", "country__name"),
            title=str,
            meta=lambda donor: donor.country.name if donor.country else donor.get_kind_display(),
            url=lambda donor: reverse("aid:donor_detail", args=[donor.pk]),
            icon="users",
            exact=("name",),
            newest="sort_key",
            list_url="aid:donor_list",
        )
    )
    register(
        SearchSource(
            label="Giấy đăng ký",
            area=Area.AID,
            model=NgoRegistration,
            queryset=lambda user: registrations_visible_to(user).select_related("partner"),
            title=str,
            meta=lambda registration: registration.partner.name,
            url=lambda registration: reverse("aid:donor_detail", args=[registration.partner_id]),
            icon="certificate",
            exact=("number",),
            newest="-expires_on",
            list_url="aid:registration_list",
        )
    )
    register(
        SearchSource(
            label="Hồ sơ viện trợ",
            area=Area.AID,
            model=DossierDocument,
            queryset=lambda user: DossierDocument.objects.visible_to(user).select_related(
                "item", "attachment"
            ),
            title=lambda paper: paper.title or paper.attachment.name,
            meta=lambda paper: f"{paper.get_kind_display()} · {paper.item.code} · {paper.attachment.name}",
            url=lambda paper: paper.item.get_absolute_url(),
            icon="paperclip",
            exact=("title",),
        )
    )
    register(
        SearchSource(
            label="Bản sao giấy đăng ký",
            area=Area.AID,
            model=Attachment,
            queryset=lambda user: registrations_visible_to(user).select_related("partner", "attachment"),
            title=lambda registration: registration.attachment.name,
            meta=lambda registration: f"{registration} · {registration.partner.name}",
            url=lambda registration: reverse("aid:donor_detail", args=[registration.partner_id]),
            icon="paperclip",
            key="attachment_id",
        )
    )
