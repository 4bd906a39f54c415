"""What the register exports comes back through the import as it is: nothing added, nothing changed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aid.imports import AidResource
from aid.models import AidItem, ItemPlace, ItemSector
from core.history import acting
from core.imports.outcome import judge_file
from core.models import User
from core.spreadsheets.template import AID
from core.spreadsheets.writer import write_csv, write_xlsx
from core.text import TextError, clean_line
from tests.factories import (
    AgencyFactory,
    AidItemFactory,
    CommitmentFactory,
    LocalityFactory,
    PartnerFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2020, 12, 17), TODAY)
LETTERS = st.characters(
    codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u2028\u2029"
)


def typed(text):
    """Return the text as a form stores it, "" where it is refused."""
    try:
        return clean_line(text.replace("Ð", "Đ").replace("ð", "đ"))
    except TextError:
        return ""


WORDS = st.text(LETTERS, max_size=40).map(typed)
FORMULAS = st.sampled_from(
    ["=1+1", "+84 236", "-5 đoàn", "@SUM(A1)", "'=x", "''", "001", "1.900", "01/02/2026"]
)


def save(record):
    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        record.save()


def export(form, by=None):
    resource = AidResource(by=by or User.objects.system(), today=TODAY)
    rows = list(resource.table_rows(resource.stored_queryset().order_by("code")))
    return write_csv(AID.columns, rows) if form == "csv" else write_xlsx(AID.columns, rows, AID.name)


def come_back(form="xlsx", by=None):
    """Return how many rows the exported register adds, changes and leaves, and what is refused."""
    resource = AidResource(by=by or User.objects.system(), today=TODAY)
    outcome = judge_file(resource, export(form, by), f"xuat.{form}")
    said = [(one.row, one.column, one.value, one.message) for one in outcome.refusals]
    changed = [(row.old, row.new) for row in outcome.rows if row.kind != "same"]
    return said, changed, outcome.counts["unchanged"]


def amounts(currency, lines):
    """Return amounts of so many lines whose sum is still one that may be typed."""
    return st.integers(1, 999_999_999_999_999 // lines * (1 if currency in ("VND", "JPY", "KRW") else 100))


@st.composite
def items(draw):
    """What one item may have."""
    approved = draw(st.none() | DAYS)
    start = draw(st.none() | DAYS)
    currencies = draw(st.lists(st.sampled_from(["USD", "VND", "EUR", "JPY", "KRW"]), max_size=3))
    shares = draw(st.sampled_from([[], [100], [70, 30], [34, 33, 33]]))
    return {
        "item": {
            "name": draw(WORDS | FORMULAS) or "Tên",
            "note": draw(WORDS | FORMULAS | st.just('dòng một\ndòng hai; phẩy, “ngoặc” "kép"')),
            "decision_number": draw(FORMULAS | st.just("12/QĐ-UBND")),
            "mode": draw(st.sampled_from(AidItem.Mode.values)),
            "emergency_kind": draw(st.sampled_from(["", *AidItem.Emergency.values])),
            "approved_on": approved,
            "status": "APPROVED"
            if approved
            else draw(st.sampled_from(["MOBILISING", "COMMITTED", "DOSSIER"])),
            "rule_set": "ND80" if approved else "",
            "started_on": start,
            "ended_on": draw(st.none() | st.dates(start or date(2021, 1, 1), date(2035, 1, 1))),
        },
        "money": [
            {
                "currency": currency,
                "amount_minor": draw(amounts(currency, len(currencies))),
                "rate_e4": draw(st.none() | st.integers(1, 10**9)),
                "rate_on": draw(st.none() | DAYS),
                "rate_source": draw(WORDS),
            }
            for currency in currencies
        ],
        "shares": shares,
        "places": draw(st.lists(st.integers(0, 3), unique=True, max_size=3)),
    }


@given(content=st.lists(items(), min_size=8, max_size=8), form=st.sampled_from(["xlsx", "csv"]))
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_any_register_comes_back_unchanged(law, content, form):
    number = AidItem.objects.count()
    sectors = [SectorFactory(code=f"S{number}-{i}", name=f"Lĩnh vực {number} {i}") for i in range(3)]
    places = [LocalityFactory(code=f"P{number}-{i}", full_name=f"Xã Thử {number} {i}") for i in range(4)]
    donor = PartnerFactory(name=f"Quỹ =1 {number}", is_confirmed=False)
    for one in content:
        item = AidItemFactory(donor=donor, **one["item"])
        for money in one["money"]:
            CommitmentFactory(item=item, **money)
        for sector, share in zip(sectors, one["shares"], strict=False):
            save(ItemSector(item=item, sector=sector, share_percent=share))
        for at in one["places"]:
            save(ItemPlace(item=item, locality=places[at], share_e2=2_500, former_district="không rõ"))

    said, changed, unchanged = come_back(form)

    assert (said, changed) == ([], [])
    assert unchanged == AidItem.objects.count()


def several_commitments(cast):
    item = AidItemFactory()
    CommitmentFactory(item=item)
    CommitmentFactory(item=item, currency="EUR", amount_minor=5, rate_e4=30_000_0000)


def corrected_commitment(cast):
    row = CommitmentFactory(item=AidItemFactory())
    CommitmentFactory(
        item=row.item, corrects=row, entry="DIEU_CHINH", amount_minor=500, effective_on=TODAY, reason="tăng"
    )


def only_a_correction(cast):
    item = AidItemFactory()
    CommitmentFactory(item=item, entry="DIEU_CHINH", amount_minor=-5, effective_on=TODAY, reason="nhầm")


def long_note(cast):
    CommitmentFactory(
        item=AidItemFactory(note="Ghi chú dài " * 400), rate_e4=25_000_0000, rate_source="x" * 250
    )


def former_commune(cast):
    gone = LocalityFactory(code="CU", full_name="Xã Cũ", valid_to=date(2025, 6, 30))
    for _ in range(2):
        save(ItemPlace(item=AidItemFactory(), locality=gone))


def agencies_of_one_name(cast):
    AidItemFactory(recipient=AgencyFactory(code="CU", name="Sở Y tế", valid_to=date(2025, 6, 30)))


def donors_of_one_name(cast):
    AidItemFactory(donor=PartnerFactory(name="Quỹ Một"))
    AidItemFactory(donor=PartnerFactory(name="QUỸ  Một", is_confirmed=False))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(several_commitments, id="nhiều cam kết"),
        pytest.param(corrected_commitment, id="cam kết có điều chỉnh"),
        pytest.param(only_a_correction, id="chỉ có điều chỉnh"),
        pytest.param(long_note, id="ghi chú dài hơn một ô"),
        pytest.param(former_commune, id="xã đã hết hiệu lực"),
        pytest.param(agencies_of_one_name, id="hai cơ quan trùng tên"),
        pytest.param(donors_of_one_name, id="hai nhà tài trợ trùng tên"),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_peculiar_item_comes_back_unchanged(cast, law, make, form):
    make(cast)

    assert come_back(form) == ([], [], AidItem.objects.count())


def test_item_received_for_another_owner_comes_back_unchanged(cast, law):
    AidItemFactory(recipient=cast.agencies["SYT"], owner=cast.agencies["CAT"])

    assert come_back(by=cast["FOCAL"]) == ([], [], 1)


def test_former_commune_is_refused_for_a_new_item(cast, law):
    former_commune(cast)
    row = {"code": "VT-1", "name": "Tên", "donor": "Quỹ", "owner": "Sở Y tế", "amount": 5, "currency": "USD"}
    row |= {"approved": date(2026, 1, 5), "places": "Xã Cũ"}
    data = write_xlsx(AID.columns, [[row.get(column.key) for column in AID.columns]], AID.name)

    refusals = judge_file(AidResource(by=User.objects.system(), today=TODAY), data, "b.xlsx").refusals

    assert [one.column for one in refusals] == ["Địa bàn"]
    assert "hết hiệu lực từ 30/06/2025" in refusals[0].message
