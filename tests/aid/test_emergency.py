"""Emergency grants: the window to the day, the allocation table, totals by disaster."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from aid.actions.periods import close_period
from aid.emergency import Allocated, allocated_shares, allocation_cautions, allocation_problems, window_on
from aid.models import AidItem, Allocation, ItemPlace
from aid.rules import Limit
from core.history import acting, save_version
from core.legal import Citation
from core.models import Locality, User
from tests.factories import AidItemFactory, CommitmentFactory, LocalityFactory

SOURCE = Citation("Nghị định 50/2020/NĐ-CP")


@pytest.mark.parametrize(
    ("disaster", "months", "today", "words"),
    [
        pytest.param(date(2025, 9, 15), 3, date(2025, 9, 15), "còn 91 ngày", id="ngày thiên tai"),
        pytest.param(date(2025, 9, 15), 3, date(2025, 12, 14), "còn 1 ngày", id="trước ngày cuối"),
        pytest.param(date(2025, 9, 15), 3, date(2025, 12, 15), "hôm nay là ngày cuối", id="đúng ngày cuối"),
        pytest.param(date(2025, 9, 15), 3, date(2025, 12, 16), "đã qua 1 ngày", id="sau ngày cuối"),
        pytest.param(date(2025, 11, 30), 3, date(2026, 2, 28), "hôm nay là ngày cuối", id="tháng ngắn"),
        pytest.param(date(2025, 9, 15), 9, date(2026, 6, 15), "hôm nay là ngày cuối", id="khắc phục 9 tháng"),
    ],
)
def test_window(disaster, months, today, words):
    window = window_on(disaster, Limit(months, SOURCE), today)
    assert window.words == words
    assert window.is_over is words.startswith("đã qua")


def test_window_needs_a_day_and_a_limit():
    assert window_on(None, Limit(3, SOURCE), date(2025, 1, 1)) is None
    assert window_on(date(2025, 1, 1), None, date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("allocated", "committed", "expected"),
    [
        pytest.param({"VND": 100}, {"VND": 100}, "", id="vừa đủ"),
        pytest.param({"VND": 101}, {"VND": 100}, "vượt cam kết 1", id="vượt một đồng"),
        pytest.param({"VND": 5}, {"USD": 100}, "không so được", id="khác loại tiền"),
        pytest.param({"USD": 5}, {"EUR": 100}, "không so được", id="ngoại tệ khác nhau"),
        pytest.param({"VND": 5}, {}, "", id="chưa ghi cam kết"),
        pytest.param({}, {"VND": 5}, "", id="chưa phân bổ"),
    ],
)
def test_shared_out_against_promised(allocated, committed, expected):
    words = " ".join(str(found) for found in allocation_cautions(allocated, committed))
    assert expected in words
    assert bool(words) is bool(expected)


@pytest.mark.parametrize(
    ("allocated", "expected"),
    [
        pytest.param(26_300_000, "", id="vừa đủ theo tỷ giá"),
        pytest.param(26_300_001, "vượt cam kết quy đổi 1", id="vượt một đồng theo tỷ giá"),
    ],
)
def test_shared_out_in_dong_against_a_promise_in_dollars(allocated, expected):
    found = allocation_cautions({"VND": allocated}, {"USD": 100_000}, 26_300_000)
    assert [expected in str(one) for one in found] == ([True] if expected else [])


@pytest.mark.parametrize(
    ("received", "distributed", "field"),
    [
        pytest.param(date(2025, 9, 2), date(2025, 9, 1), "distributed_on", id="phát trước khi nhận"),
        pytest.param(date(2025, 9, 2), date(2025, 9, 2), None, id="phát cùng ngày nhận"),
        pytest.param(date(2025, 9, 11), None, "received_on", id="ngày nhận chưa tới"),
        pytest.param(None, date(2025, 9, 10), None, id="phát hôm nay"),
    ],
)
def test_days_of_a_row(received, distributed, field):
    found = allocation_problems(received, distributed, date(2025, 9, 10))
    assert [problem.field for problem in found] == ([field] if field else [])


@pytest.mark.parametrize(
    ("rows", "shares", "told"),
    [
        pytest.param([(1, "VND", 60), (2, "VND", 40)], {1: 6_000, 2: 4_000}, "", id="theo giá trị"),
        pytest.param(
            [(1, "VND", 1), (2, "VND", 1), (3, "VND", 1)],
            {1: 3_334, 2: 3_333, 3: 3_333},
            "",
            id="cộng đủ 100",
        ),
        pytest.param(
            [(1, "VND", 30), (2, "VND", 40), (1, "VND", 30)], {1: 6_000, 2: 4_000}, "", id="hai dòng một xã"
        ),
        pytest.param([(1, "VND", 10**9), (2, "VND", 1)], {1: 9_999, 2: 1}, "", id="phần rất nhỏ còn 0,01%"),
        pytest.param(
            [(1, "VND", None), (2, "VND", None)], {1: 5_000, 2: 5_000}, "", id="không ghi giá trị: chia đều"
        ),
        pytest.param([(None, "VND", 5)], {}, "", id="không ghi xã"),
        pytest.param([], {}, "", id="chưa phân bổ"),
        pytest.param(
            [(1, "VND", 5), (None, "VND", 5)],
            {1: 10_000},
            "1 dòng có giá trị mà không ghi xã",
            id="phần không ghi xã",
        ),
        pytest.param(
            [(1, "VND", 5), (2, "VND", None)], {}, "1 dòng có xã, phường chưa ghi giá trị", id="thiếu giá trị"
        ),
        pytest.param([(1, "VND", 5), (2, "USD", 5)], {}, "nhiều loại tiền", id="hai loại tiền"),
    ],
)
def test_communes_of_an_allocation(rows, shares, told):
    found, cautions = allocated_shares([Allocated(*row) for row in rows])
    assert found == shares
    assert [told in str(one) for one in cautions] == ([True] if told else [])


@pytest.fixture
def relief(world):
    """A relief grant after a storm, 50.000 USD promised."""
    item = AidItemFactory(
        emergency=True, donor=world["donor"], recipient=world["recipient"], disaster_event="Bão số 5",
        disaster_on=date(2025, 8, 25), approved_on=date(2025, 9, 10),
    )  # fmt: skip
    CommitmentFactory(item=item, amount_minor=100_000_000, currency="VND", usd_minor=400_000)
    return item


@pytest.fixture
def posted(relief):
    """What the table sends with one row."""
    place = LocalityFactory(name="Hoằng Hóa", full_name="Xã Hoằng Hóa")
    return {
        "version": relief.version,
        "dong-TOTAL_FORMS": "1",
        "dong-INITIAL_FORMS": "0",
        "dong-0-unit_name": "Thôn Một",
        "dong-0-locality": place.full_name,
        "dong-0-goods": "Gạo",
        "dong-0-quantity": "1.250,5",
        "dong-0-measure": "kg",
        "dong-0-amount": "25.000.000",
        "dong-0-currency": "VND",
        "dong-0-households": "120",
        "dong-0-received_on": "12/09/2025",
        "dong-0-distributed_on": "13/09/2025",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed_on", "words"),
    [
        pytest.param("2025-12-01", "xong ngày 01/12/2025, trong hạn", id="trong hạn"),
        pytest.param("2025-12-12", "xong ngày 12/12/2025, chậm 2 ngày", id="quá hạn"),
    ],
)
def test_a_grant_that_is_done_no_longer_counts_days(client, world, relief, closed_on, words):
    relief.closed_on, relief.disaster_on, relief.status = closed_on, "2025-09-10", "ENDED"
    with acting(by=User.objects.system(), verb="tests.done", label="Tạo dữ liệu thử"):
        save_version(relief, expected=relief.version)
    client.force_login(world["cast"]["SNGV_STAFF"])
    assert words in client.get(relief.get_absolute_url()).text


@pytest.mark.django_db
def test_table_is_saved_changed_and_emptied(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    url = reverse("aid:allocation_edit", args=[relief.code])
    assert client.post(url, posted).status_code == 302
    row = Allocation.objects.get()
    assert (row.quantity_e3, row.amount_minor, row.households) == (1_250_500, 25_000_000, 120)
    assert row.locality.name == "Hoằng Hóa"
    page = client.get(relief.get_absolute_url()).text
    assert "Thôn Một" in page
    assert "1.250,5 kg" in page
    again = client.get(url).context
    changed = posted | {
        "version": again["version"], "dong-INITIAL_FORMS": "1", "dong-0-pk": row.pk,
        "dong-0-amount": "125.000.000",
    }  # fmt: skip
    told = client.post(url, changed, follow=True)
    assert "vượt cam kết 25.000.000" in told.text.replace("\xa0", " ")
    assert client.post(url, changed).status_code == 409
    emptied = {name: value for name, value in changed.items() if not name.startswith("dong-0")}
    emptied |= {"version": client.get(url).context["version"], "dong-0-pk": row.pk}
    client.post(url, emptied)
    assert not Allocation.objects.exists()


def places_of(item):
    return {row.locality.full_name: row.share_e2 for row in item.places.select_related("locality")}


def second_row(full_name, amount):
    return {
        "dong-TOTAL_FORMS": "2", "dong-1-unit_name": "Thôn Hai", "dong-1-locality": full_name,
        "dong-1-goods": "Mì", "dong-1-amount": amount, "dong-1-currency": "VND",
    }  # fmt: skip


@pytest.mark.django_db
def test_communes_of_the_rows_become_those_of_the_item_and_follow_them(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    url = reverse("aid:allocation_edit", args=[relief.code])
    LocalityFactory(name="Nga Sơn", full_name="Xã Nga Sơn")
    assert "Chưa ghi địa bàn" in client.get("/vien-tro/ban-do/").text

    told = client.post(url, posted | second_row("Xã Nga Sơn", "75.000.000"), follow=True)

    assert "Xã Hoằng Hóa 25%, Xã Nga Sơn 75%" in told.text
    assert places_of(relief) == {"Xã Hoằng Hóa": 2_500, "Xã Nga Sơn": 7_500}
    assert ItemPlace.history.filter(history_user_id=world["cast"]["SNGV_STAFF"].pk).count() == 2
    rows = {row["label"]: row["amounts"] for row in client.get("/vien-tro/ban-do/").context["page"]["rows"]}
    assert (rows["Xã Hoằng Hóa"].committed_usd_minor, rows["Xã Nga Sơn"].committed_usd_minor) == (
        100_000,
        300_000,
    )
    stored = {f"dong-{n}-pk": row.pk for n, row in enumerate(Allocation.objects.order_by("pk"))}
    again = posted | second_row("Xã Nga Sơn", "25.000.000") | stored | {"dong-INITIAL_FORMS": "2"}
    client.post(url, again | {"version": client.get(url).context["version"]})
    assert places_of(relief) == {"Xã Hoằng Hóa": 5_000, "Xã Nga Sơn": 5_000}


@pytest.mark.django_db
def test_communes_that_somebody_wrote_stay(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    other = LocalityFactory(name="Nga Sơn", full_name="Xã Nga Sơn")
    with acting(by=User.objects.system(), verb="tests.write", label="Tạo dữ liệu thử"):
        ItemPlace(item=relief, locality=other).save()
    told = client.post(reverse("aid:allocation_edit", args=[relief.code]), posted, follow=True)
    assert "giữ nguyên; theo bảng phân bổ là Xã Hoằng Hóa 100%" in told.text
    assert places_of(relief) == {"Xã Nga Sơn": 10_000}


@pytest.mark.django_db
def test_communes_of_a_closed_period_do_not_follow_the_rows(client, world, relief, posted):
    close_period(
        first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), reason="Báo cáo 1/BC",
        today=date(2026, 2, 1), by=world["cast"]["FIN"],
    )  # fmt: skip
    client.force_login(world["cast"]["SNGV_STAFF"])
    told = client.post(reverse("aid:allocation_edit", args=[relief.code]), posted, follow=True)
    assert "Địa bàn của khoản giữ nguyên vì đã tính vào kỳ đã khóa sổ đến hết ngày 31/12/2025" in told.text
    assert Allocation.objects.count() == 1
    assert not places_of(relief)


@pytest.mark.django_db
def test_equal_parts_that_nobody_chose_follow_the_amounts(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    other = LocalityFactory(name="Nga Sơn", full_name="Xã Nga Sơn")
    place = posted["dong-0-locality"]
    with acting(by=User.objects.system(), verb="tests.write", label="Tạo dữ liệu thử"):
        for locality in (other, Locality.objects.get(full_name=place)):
            ItemPlace(item=relief, locality=locality, share_e2=5_000).save()
    client.post(
        reverse("aid:allocation_edit", args=[relief.code]), posted | second_row("Xã Nga Sơn", "75.000.000")
    )
    assert places_of(relief) == {place: 2_500, "Xã Nga Sơn": 7_500}


@pytest.mark.django_db
def test_rows_without_communes_leave_the_item_as_it_is(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    told = client.post(
        reverse("aid:allocation_edit", args=[relief.code]), posted | {"dong-0-locality": ""}, follow=True
    )
    assert Allocation.objects.count() == 1
    assert "ịa bàn của khoản" not in told.text
    assert not places_of(relief)


@pytest.mark.django_db
def test_somebody_saved_the_item_meanwhile(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    with acting(by=User.objects.system(), verb="tests.write", label="Tạo dữ liệu thử"):
        save_version(AidItem.objects.get(pk=relief.pk), expected=relief.version)
    refused = client.post(reverse("aid:allocation_edit", args=[relief.code]), posted)
    assert refused.status_code == 409
    assert "Thôn Một" in refused.text
    assert not Allocation.objects.exists()


@pytest.mark.django_db
def test_wrong_rows_say_what_to_do_and_keep_what_was_typed(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    wrong = {"dong-0-locality": "Xã Không Có", "dong-0-quantity": "1.2.3", "dong-0-goods": ""}
    page = client.post(reverse("aid:allocation_edit", args=[relief.code]), posted | wrong).text
    for words in ("Không có xã, phường “Xã Không Có”", "Số lượng gõ như", "Nhập hàng hoặc tiền", "1.2.3"):
        assert words in page
    assert not Allocation.objects.exists()


@pytest.mark.django_db
def test_pasted_lines_become_rows_before_anything_is_saved(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    url = reverse("aid:allocation_edit", args=[relief.code])
    pasted = "Thôn Hai\tXã Hoằng Hóa\tMì tôm\t300\tthùng\t30.000.000\t60\t12/09/2025\t\nThôn Ba\t\tTiền mặt"
    shown = client.post(url, posted | {"dan": pasted})
    assert not Allocation.objects.exists()
    names = [form["unit_name"].value() for form in shown.context["rows"]]
    assert names == ["Thôn Một", "Thôn Hai", "Thôn Ba"]
    forms = shown.context["rows"].forms
    again = {
        f"dong-{at}-{name}": form[name].value() or "" for at, form in enumerate(forms) for name in form.fields
    }
    assert client.post(url, posted | again | {"dong-TOTAL_FORMS": "3"}).status_code == 302
    assert Allocation.objects.count() == 3


@pytest.mark.django_db
def test_only_emergency_grants_have_the_table(client, world):
    client.force_login(world["cast"]["SNGV_STAFF"])
    regular = AidItemFactory(recipient=world["recipient"])
    assert client.get(reverse("aid:allocation_edit", args=[regular.code])).status_code == 404


@pytest.mark.django_db
def test_totals_by_disaster(client, world, relief, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    client.post(reverse("aid:allocation_edit", args=[relief.code]), posted)
    other = AidItemFactory(emergency=True, recipient=world["recipient"], disaster_event="Lũ quét")
    CommitmentFactory(item=other)
    AidItemFactory(recipient=world["recipient"])
    page = client.get(reverse("aid:emergency_list"))
    rows = {row.record.event: row.record for row in page.context["page"].table.rows}
    assert (rows["Bão số 5"].items, rows["Bão số 5"].allocated) == (1, {"VND": 25_000_000})
    assert (rows["Bão số 5"].handed_out, rows["Bão số 5"].households) == ({"VND": 25_000_000}, 120)
    assert page.context["page"].table.totals.items == 2
    assert page.context["page"].table.totals.committed_usd == 10_400_000
    found = client.get(reverse("aid:emergency_list"), {"q": "bao so"})
    assert found.context["page"].count == 1
    assert client.get(reverse("aid:emergency_list"), {"xuat": "xlsx"}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [{}, {"q": "nhà tạm"}, {"dien": "CUU_TRO"}], ids=["mọi khoản", "tìm", "diện"]
)
def test_each_row_opens_exactly_what_it_counts(client, world, asked):
    client.force_login(world["cast"]["SNGV_STAFF"])
    told = [("", None), ("Bão số 5", date(2025, 9, 1)), ("Bão số 5", date(2024, 9, 1)), ("Bão số 5", None)]
    told += [("Bão số 5 và lũ", date(2025, 9, 1))] * 2
    for number, (event, day) in enumerate(told):
        name = f"Nhà tạm {number}" if number % 2 else f"Lều bạt {number}"
        AidItemFactory(
            emergency=True, recipient=world["recipient"], name=name, disaster_event=event, disaster_on=day
        )
    AidItemFactory(emergency=True, recipient=world["recipient"], disaster_event="", status="WITHDRAWN")
    AidItemFactory(recipient=world["recipient"])

    shown = client.get(reverse("aid:emergency_list"), asked)

    table = shown.context["page"].table
    links = re.findall(r'href="(/vien-tro/[^"]*thien_tai=[^"]*)"', shown.content.decode())
    pages = [client.get(unescape(link)).context["page"] for link in links]
    counts = [row.record.items for row in table.rows]
    assert [page.count for page in pages] == [*counts, table.totals.items]
    assert sum(counts) == table.totals.items > 0
    # The sum over the list, told from the facts, counts the same.
    assert [page.table.totals.emergency.count for page in pages] == [*counts, table.totals.items]
