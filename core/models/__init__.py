"""Who and where, and what all apps share."""

from core.models.agencies import Agency, AgencyKind, AgencySuccession, Appointment, Person
from core.models.base import (
    HistoryContext,
    Origin,
    Record,
    RecordQuerySet,
    UnguardedWriteError,
    WriteOnce,
    WriteOnceError,
    WriteOnceQuerySet,
    portal_history,
)
from core.models.calendars import CalendarToken
from core.models.files import Attachment, ImportBatch
from core.models.legal import LegalValue, SwappedDay
from core.models.notices import MailedDay, MutedNotice, Notice
from core.models.partners import Partner, PartnerKind
from core.models.places import Certainty, Country, Locality, Observance
from core.models.subscriptions import Subscription, SubscriptionLetter
from core.models.users import AccessLog, Role, User, UserAgency

__all__ = [
    "AccessLog",
    "Agency",
    "AgencyKind",
    "AgencySuccession",
    "Appointment",
    "Attachment",
    "CalendarToken",
    "Certainty",
    "Country",
    "HistoryContext",
    "ImportBatch",
    "LegalValue",
    "Locality",
    "MailedDay",
    "MutedNotice",
    "Notice",
    "Observance",
    "Origin",
    "Partner",
    "PartnerKind",
    "Person",
    "Record",
    "RecordQuerySet",
    "Role",
    "Subscription",
    "SubscriptionLetter",
    "SwappedDay",
    "UnguardedWriteError",
    "User",
    "UserAgency",
    "WriteOnce",
    "WriteOnceError",
    "WriteOnceQuerySet",
    "portal_history",
]
