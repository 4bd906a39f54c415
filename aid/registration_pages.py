"""What a donor's page shows of its certificates."""

from django.urls import reverse

from aid import permissions
from aid.certificates import INGO
from aid.models import NgoRegistration
from aid.registrations import alert_days, with_state
from aid.tables.registrations import area_words, state_badge
from core.attachments import attachment_row
from core.catalogue import may_edit_partners


def donor_part(donor, user, today):
    """Return what the donor's page shows beside facts and items: certificates, and who may change what."""
    rows = NgoRegistration.objects.filter(partner=donor).select_related("attachment")
    rows = with_state(rows, today, alert_days(today)).prefetch_related("sectors__sector")
    return {
        "registrations": [_row(row) for row in rows],
        "is_ingo": donor.kind == INGO,
        "can_keep": permissions.keeps_register(user),
        "can_edit_partner": may_edit_partners(user),
    }


def _row(row):
    scan = None
    if row.attachment:
        scan = attachment_row(row.attachment, url=reverse("aid:registration_scan", args=[row.pk]))
    return {
        "record": row,
        "badge": state_badge(row.state),
        "area": area_words(row) or "không ghi",
        "sectors": ", ".join(part.sector.name for part in row.sectors.all()) or "không giới hạn",
        "scan": scan,
    }
