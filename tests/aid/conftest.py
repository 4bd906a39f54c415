"""What the tests of aid start with: the legal values, sectors and rates of the reference files."""

from datetime import date
from decimal import Decimal

import pytest

from core.history import acting, bulk_create
from core.models import LegalValue, User
from core.reference import day, read_json
from tests.factories import CountryFactory, PartnerFactory, SectorFactory

TODAY = date(2026, 1, 12)


@pytest.fixture
def law(db):
    """The legal values of the reference file."""
    make_law()


def make_law():
    """Store the legal values of the reference file."""
    with acting(by=User.objects.system(), verb="tests.law", label="Tạo dữ liệu thử"):
        values = [
            row | {"valid_from": day(row["valid_from"]), "valid_to": day(row["valid_to"])}
            for row in read_json("legal_values.json")
        ]
        stored = set(LegalValue.objects.values_list("code", "valid_from"))
        bulk_create([LegalValue(**row) for row in values if (row["code"], row["valid_from"]) not in stored])


@pytest.fixture
def set_rate(db):
    """Return a function that stores the rate of a currency on a day."""
    from aid.actions.catalogue import add_rate
    from aid.models import ExchangeRate
    from aid.money_rules import rate_e4

    def store(currency, rate, on=date(2025, 6, 1)):
        row = ExchangeRate(
            currency=currency, day=on, rate_e4=rate_e4(Decimal(rate)), source="Kho bạc Nhà nước"
        )
        return add_rate(rate=row, by=User.objects.system())

    return store


@pytest.fixture
def world(cast, law):
    """The cast, a sector and a donor of a country: what a form can name."""
    sector = SectorFactory(code="Y_TE", name="Y tế")
    donor = PartnerFactory(
        name="Quỹ Nhịp cầu", country=CountryFactory(code="DE", name="Đức"), kind="TC_QUOC_TE"
    )
    return {"cast": cast, "sector": sector, "donor": donor, "recipient": cast.agencies["SYT"]}


@pytest.fixture
def typed(world):
    """What J3 types into the form of a new item, as the browser sends it."""
    return {
        "name": "Nâng cấp trạm y tế xã",
        "mode": "DU_AN",
        "sector": world["sector"].pk,
        "donor": world["donor"].pk,
        "recipient": world["recipient"].pk,
        "started_on": "010625",
        "ended_on": "31/12/2026",
        "amount": "120.000,00",
        "currency": "USD",
        "decision_number": "123/QĐ-UBND",
        "approved_on": "15/05/2025",
        "counterpart_currency": "VND",
        "counterpart_kind": "TIEN",
    }
