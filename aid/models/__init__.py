"""Foreign non-refundable aid outside ODA."""

from aid.models.catalogue import RATE_SCALE, ExchangeRate, RateKind, Sector
from aid.models.items import AidItem, DossierDocument, ItemPlace, ItemSector
from aid.models.money import Commitment, Counterpart, Disbursement, MoneyRow

__all__ = [
    "RATE_SCALE",
    "AidItem",
    "Commitment",
    "Counterpart",
    "Disbursement",
    "DossierDocument",
    "ExchangeRate",
    "ItemPlace",
    "ItemSector",
    "MoneyRow",
    "RateKind",
    "Sector",
]
