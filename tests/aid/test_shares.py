"""Shares over communes: parts sum to the whole, whatever the amounts; what forms and files say of them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from aid.actions.items import ItemContent, edit_item
from aid.forms.fields import PlacesField
from aid.models import AidItem
from aid.place_shares import PlaceShare
from aid.shares import WHOLE, by_place, equal_shares, place_share_problems, shared_out, split
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, LocalityFactory

AMOUNTS = st.integers(-(10**17), 10**17)
SHARES = st.lists(st.integers(1, WHOLE), min_size=1, max_size=40)


@given(AMOUNTS, SHARES)
def test_parts_sum_to_the_whole_and_stay_within_one_unit_of_their_share(amount, shares):
    parts = split(amount, shares)

    assert sum(parts) == amount
    whole = sum(shares)
    assert all(abs(part * whole - amount * share) < whole for part, share in zip(parts, shares, strict=True))
    assert split(-amount, shares) == [-part for part in parts]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        pytest.param(100, [1, 1, 1], [34, 33, 33], id="phần dư về dòng đầu"),
        pytest.param(100, [5000, 3333, 1667], [50, 33, 17], id="phần dư lớn nhất trước"),
        pytest.param(-100, [1, 1, 1], [-34, -33, -33], id="số âm chia như số dương"),
        pytest.param(0, [40, 60], [0, 0], id="không có gì để chia"),
        pytest.param(7, [10_000], [7], id="một địa bàn nhận cả"),
    ],
)
def test_an_amount_is_divided(total, weights, parts):
    assert split(total, weights) == parts


@given(st.lists(st.tuples(AMOUNTS, st.dictionaries(st.integers(1, 9), st.integers(1, WHOLE), max_size=5))))
def test_totals_by_commune_are_the_total_of_the_province(rows):
    assert sum(by_place(rows).values()) == sum(amount for amount, _ in rows)


@given(st.integers(1, 300))
def test_equal_shares_make_a_hundred_per_cent(count):
    parts = equal_shares(count)
    assert sum(parts) == WHOLE
    assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        pytest.param([None, None], "", id="không ghi"),
        pytest.param([6000, 4000], "", id="đủ 100"),
        pytest.param([3334, 3333, 3333], "", id="hai chữ số lẻ"),
        pytest.param([6000, 3999], "99,99%", id="thiếu 0,01"),
        pytest.param([6000, None], "mọi xã, phường", id="ghi một phần"),
        pytest.param([10_000, 0], "cần đúng 100%", id="phần bằng không"),
    ],
)
def test_what_is_wrong_with_shares(shares, words):
    found = " ".join(str(one) for one in place_share_problems(shares))
    assert words in found
    assert bool(words) == bool(found)


def test_shares_not_named_stay_for_the_same_places_and_are_equal_for_others():
    stored = {1: 6000, 2: 4000}
    assert shared_out({2: None, 1: None}, stored) == stored
    assert shared_out({1: None, 3: None, 4: None}, stored) == {1: 3334, 3: 3333, 4: 3333}
    assert shared_out({1: 100, 2: 9900}, stored) == {1: 100, 2: 9900}


@pytest.mark.django_db
def test_the_form_reads_and_shows_shares_and_former_districts():
    first = LocalityFactory(code="90001", name="Trung Lý", full_name="Xã Trung Lý")
    second = LocalityFactory(code="90002", name="Pù Nhi", full_name="Xã Pù Nhi")
    field = PlacesField(required=False)

    typed = "Xã Trung Lý (66,67%) | Mường Lát\nxa pu nhi (33,33 %)"
    named = field.clean(typed)

    assert named == [PlaceShare(first, 6667, "Mường Lát"), PlaceShare(second, 3333, "")]
    assert field.prepare_value(named) == "Xã Trung Lý (66,67%) | Mường Lát\nXã Pù Nhi (33,33%)"
    assert [place.share for place in field.clean("Xã Trung Lý, Xã Pù Nhi")] == [None, None]
    with pytest.raises(ValidationError, match="cần đúng 100%"):
        field.clean("Xã Trung Lý (66%); Xã Pù Nhi (33%)")


@pytest.mark.django_db
def test_a_file_without_districts_leaves_them(cast, law):
    item = AidItemFactory(recipient=cast.agencies["SYT"])
    one, two = LocalityFactory(), LocalityFactory()
    by = cast["SNGV_STAFF"]

    def save(version, *places):
        stored = AidItem.objects.get(pk=item.pk)
        content = ItemContent(values={}, places=list(places), may_lack_sector=True)
        edit_item(item=stored, expected=version, content=content, today=TODAY, by=by)
        return list(item.places.order_by("pk").values_list("share_e2", "former_district"))

    assert save(1, one, two) == [(5000, ""), (5000, "")]
    assert save(2, PlaceShare(one, 7000, "Quan Sơn"), PlaceShare(two, 3000)) == [
        (7000, "Quan Sơn"),
        (3000, ""),
    ]
    assert save(3, PlaceShare(one, 2500), PlaceShare(two, 7500)) == [(2500, "Quan Sơn"), (7500, "")]
    assert save(4, two, one) == [(2500, "Quan Sơn"), (7500, "")]
