"""Counterpart funds of registers are written with their items, once; what is no amount stays in the note."""

from decimal import Decimal

import pytest
from django.urls import reverse

from aid.models import AidItem, Counterpart
from core.models import ImportBatch
from tests.aid import test_own_files as wizard
from tests.aid.test_own_files import cells_of, page, register, upload

pytestmark = pytest.mark.django_db
_clock, client = wizard._clock, wizard.client

HEADER = ("TT", "Tên dự án", "Nhà tài trợ", "Chủ dự án", "Kinh phí (USD)", "Ngày phê duyệt")
ROW = [1, "Bể lọc nước", "Quỹ A", "Sở Y tế", "10,5", "12/04/2025"]


def with_funds(*said, header="Vốn đối ứng (triệu đồng)"):
    """Return a register with counterpart funds, its total row at the end."""
    rows = [[number, f"Khoản {number}", *ROW[2:], text] for number, text in enumerate(said, 1)]
    return register(*rows, header=(*HEADER, header))


def test_funds_come_in_once_and_beside_the_total_row(client):
    data = register(
        [*ROW, "150"],
        ["", "Tổng cộng", "", "", "10,5", "", "150"],
        header=(*HEADER, "Vốn đối ứng (triệu đồng)"),
    )

    batch = upload(client, "so.csv", data)

    assert batch.options["mapping"]["columns"]["G"] == "counterpart"
    assert ">Vốn đối ứng</option>" in page(client, "own_columns", batch)
    assert cells_of(batch, 2)["counterpart"]["text"] == "150.000.000 VND"
    assert [row["state"] for row in batch.options["totals"]] == ["same", "same"]
    client.post(reverse("aid:own_write", args=[batch.code]))
    funds = Counterpart.objects.get()
    assert (funds.amount, funds.currency, funds.kind) == (Decimal(150_000_000), "VND", "TIEN")
    assert AidItem.objects.get().note == ""
    again = upload(client, "so.csv", data)
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


def test_funds_are_added_to_a_stored_item_that_has_none_and_replace_nothing(client):
    first = upload(client, "so.csv", register(ROW, header=HEADER))
    client.post(reverse("aid:own_write", args=[first.code]))

    later = upload(client, "so.csv", register([*ROW, "150"], header=(*HEADER, "Vốn đối ứng (triệu đồng)")))
    assert (later.counts["added"], later.counts["changed"]) == (0, 1)
    client.post(reverse("aid:own_write", args=[later.code]))
    assert Counterpart.objects.get().amount == 150_000_000

    other = upload(client, "so.csv", register([*ROW, "175"], header=(*HEADER, "Vốn đối ứng (triệu đồng)")))
    assert other.counts["changed"] == 0
    assert any("không ghi đè" in warning for warning in other.warnings)


def test_words_and_sums_without_currency_stay_in_the_note(client):
    batch = upload(
        client,
        "so.csv",
        with_funds("Đất, nhân công", "20%", "150", "-", "15 triệu đồng", header="Vốn đối ứng"),
    )

    assert batch.state == ImportBatch.State.CHECKED, batch.refusals
    assert sum("vốn đối ứng" in warning for warning in batch.warnings) == 3
    client.post(reverse("aid:own_write", args=[batch.code]))
    assert [item.note for item in AidItem.objects.order_by("code")] == [
        "Vốn đối ứng: Đất, nhân công", "Vốn đối ứng: 20%", "Vốn đối ứng: 150", "", "",
    ]  # fmt: skip
    assert Counterpart.objects.get().amount == 15_000_000
