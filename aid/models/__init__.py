"""Foreign non-refundable aid outside ODA."""

from aid.models.catalogue import RATE_SCALE, ExchangeRate, RateKind, Sector
from aid.models.donors import DuplicateKind, Merge, NgoRegistration, RegistrationSector, TwinVerdict
from aid.models.exchange import KeptMapping, SentTemplate
from aid.models.facts import AidFact, AidSum
from aid.models.items import AidItem
from aid.models.life import AidStep, Allocation, DossierCheck, DossierRequirement, OwnerReminder, OwnerReport
from aid.models.money import ClosedPeriod, Commitment, Counterpart, Disbursement, Entry, MoneyRow
from aid.models.open_data import OpenData
from aid.models.parts import DossierDocument, ItemPlace, ItemSector

__all__ = [
    "RATE_SCALE",
    "AidFact",
    "AidItem",
    "AidStep",
    "AidSum",
    "Allocation",
    "ClosedPeriod",
    "Commitment",
    "Counterpart",
    "Disbursement",
    "DossierCheck",
    "DossierDocument",
    "DossierRequirement",
    "DuplicateKind",
    "Entry",
    "ExchangeRate",
    "ItemPlace",
    "ItemSector",
    "KeptMapping",
    "Merge",
    "MoneyRow",
    "NgoRegistration",
    "OpenData",
    "OwnerReminder",
    "OwnerReport",
    "RateKind",
    "RegistrationSector",
    "Sector",
    "SentTemplate",
    "TwinVerdict",
]
