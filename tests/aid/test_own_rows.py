"""Rows of registers: totals under any merged cell, rows that a person leaves out."""

import pytest
from django.urls import reverse

from aid.models import AidItem
from aid.own_files.grid import Grid
from aid.own_files.rows import DATA, GROUP, TOTAL, lines_of
from core.models import ImportBatch
from core.spreadsheets.cells import Cell
from core.spreadsheets.sheets import Sheet, SheetRow
from tests.aid import test_own_files as wizard
from tests.aid.test_own_files import page, register, upload

_clock, client = wizard._clock, wizard.client

COLUMNS = dict(
    enumerate(("number", "name", "donor", "owner", "amount", "approved", "sectors", "note", "places"), 1)
)


def kind_of(texts, merged_to):
    """Return what a row is whose first cell is merged as far as a column."""
    merges = [[2, 1, 2, merged_to]] if merged_to > 1 else []
    sheet = Sheet("Sổ", rows=[row_of(1, dict.fromkeys(range(1, 16), "x")), row_of(2, texts)], merges=merges)
    return lines_of(Grid(sheet), 1, COLUMNS, {})[0].kind


def row_of(number, texts):
    """Return a row with these texts by column."""
    return SheetRow(number, {c: Cell(number, c, value=text, length=len(text)) for c, text in texts.items()})


@pytest.mark.parametrize("merged_to", range(1, 10))
def test_total_is_a_total_however_far_it_is_merged(merged_to):
    sums = {5: "3.000.000"} if merged_to < 5 else {}

    assert kind_of({1: "Tổng cộng", **sums}, merged_to) == TOTAL


@pytest.mark.parametrize("merged_to", range(3, 10))
def test_heading_is_a_heading_however_far_it_is_merged(merged_to):
    assert kind_of({1: "Lĩnh vực Y tế"}, merged_to) == GROUP


def test_record_whose_name_is_merged_over_its_donor_is_one():
    texts = {1: "1", 2: "Quỹ A giúp xây cầu", 4: "Sở Y tế", 5: "3.000.000", 6: "12/04/2025"}
    sheet = Sheet("Sổ", rows=[row_of(2, texts)], merges=[[2, 2, 2, 3]])

    assert lines_of(Grid(sheet), 1, COLUMNS, {})[0].kind == DATA


@pytest.mark.django_db
def test_any_row_can_be_left_out_where_it_stands(client):
    rows = [
        [1, "Bể lọc nước", "Quỹ A", "Sở Y tế", "10,5", "12/04/2025"],
        [2, "Không phải khoản", "Quỹ A", "Sở chưa ai biết", "20,5", "12/05/2025"],
    ]
    batch = upload(client, "so.csv", register(*rows))
    assert batch.state == ImportBatch.State.REFUSED
    shown = page(client, "own_check", batch)
    url = reverse("aid:own_rows", args=[batch.code])
    assert f'formaction="{url}" name="bo" value="3"' in shown
    # Rows that need no look have the button too.
    every = client.get(reverse("aid:own_check", args=[batch.code]), {"loc": "tat-ca"}).content.decode()
    assert f'formaction="{url}" name="bo" value="2"' in every

    # What was typed elsewhere in the sheet is not lost.
    client.post(url, {"bo": "3", "o-2-name": "Bể lọc nước ngọt"})

    batch.refresh_from_db()
    assert (batch.state, batch.counts["rows"]) == (ImportBatch.State.CHECKED, 1)
    assert "Đọc dòng này" in page(client, "own_check", batch)
    client.post(reverse("aid:own_write", args=[batch.code]))
    assert AidItem.objects.get().name == "Bể lọc nước ngọt"
    assert "dòng 3 (2 · Không phải khoản" in page(client, "own_result", batch)
