"""Which records look alike, and why."""

from dataclasses import replace
from datetime import date

import pytest

from aid.twin_finder import gift
from aid.twins import NEIGHBOURS, Giver, alike_groups, gift_likeness, gift_twins, giver_likeness, giver_twins


def item(pk=1, **changes):
    values = {
        "name": "Nâng cấp trạm y tế xã Hoằng Hóa", "donor": 7, "donor_name": "Quỹ Nhịp cầu",
        "day": date(2025, 5, 15), "decision": "123/QĐ-UBND", "money": [("USD", 12_000_000, 12_000_000)],
        "places": [3],
    }  # fmt: skip
    return gift(pk=pk, code=f"VT-2025-{pk:03}", groups={}, **values | changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({}, "tên giống hệt (không kể dấu, chữ hoa)", id="giống hệt"),
        pytest.param({"name": "NANG CAP TRAM Y TE XA HOANG HOA"}, "tên giống hệt", id="viết hoa không dấu"),
        pytest.param({"name": "Nâng cấp trạm y tế xã Hoằng Hóa (bổ sung)"}, "tên giống nhau", id="thêm chữ"),
        pytest.param(
            {"money": [("EUR", 10_900_000, 11_800_000)]}, "quy đổi USD lệch 1,7%", id="quy đổi gần bằng"
        ),
        pytest.param(
            {"day": date(2025, 6, 20), "decision": ""}, "phê duyệt cách nhau 36 ngày", id="gần ngày"
        ),
        pytest.param(
            {"donor": 8}, "số tiền bằng nhau 120.000\xa0USD", id="nhà tài trợ khác, mọi thứ khác trùng"
        ),
        pytest.param(
            {"name": "Mua máy siêu âm", "places": []},
            "cùng số quyết định 123/QĐ-UBND",
            id="tên khác, cùng quyết định",
        ),
    ],
)
def test_alike(changes, reason):
    found = gift_likeness(item(), item(2, **changes))
    assert found is not None
    assert reason in ", ".join(found.reasons)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": "Mua máy siêu âm", "decision": ""}, id="tên khác hẳn"),
        pytest.param(
            {
                "name": "Nâng cấp trạm y tế xã Hoằng Hóa giai đoạn 2",
                "decision": "",
                "day": date(2027, 1, 1),
                "money": [("USD", 5_000_000, 5_000_000)],
            },
            id="giai đoạn sau",
        ),
        pytest.param(
            {
                "donor": 8,
                "decision": "",
                "money": [("USD", 100, 100)],
                "day": date(2023, 1, 1),
                "places": [9],
            },
            id="chỉ trùng tên",
        ),
    ],
)
def test_not_alike(changes):
    assert gift_likeness(item(), item(2, **changes)) is None


def test_work_does_not_grow_with_the_square(monkeypatch):
    calls = []
    monkeypatch.setattr("aid.twins.gift_likeness", lambda one, other: calls.append(1))
    gifts = [replace(item(pk), folded=f"khoan {pk:05}", usd=pk) for pk in range(1, 401)]
    gift_twins(gifts)
    assert len(calls) <= 4 * NEIGHBOURS * len(gifts)


def giver(pk, *names, country=1, kind="TC_PCPNN"):
    return Giver(pk, names[0], names, country, kind)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        pytest.param(giver(2, "QUY NHIP CAU"), True, id="không dấu"),
        pytest.param(giver(2, "Bridge Fund", "Quỹ Nhịp Cầu"), True, id="trùng tên khác"),
        pytest.param(giver(2, "Tổ chức Nhịp cầu"), True, id="khác chữ chung"),
        pytest.param(giver(2, "Quỹ Nhịp cầu", country=2), False, id="khác nước"),
        pytest.param(giver(2, "Quỹ Bình minh"), False, id="tên khác"),
    ],
)
def test_donors(other, alike):
    assert (giver_likeness(giver(1, "Quỹ Nhịp cầu"), other) is not None) is alike


def test_donors_alike_share_a_group():
    givers = [giver(1, "Quỹ Nhịp cầu"), giver(5, "Quy Nhip cau"), giver(9, "Nhịp cầu"), giver(4, "Bình minh")]
    assert alike_groups(giver_twins(givers)) == {1: 1, 5: 1, 9: 1}
