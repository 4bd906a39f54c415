"""Registers whose rows are emergencies, have no kind, or say what was disbursed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from aid.models import AidFact, AidItem, ClosedPeriod
from aid.own_files.headers import target_of
from aid.own_files.headings import emergency_in, proposed_meaning
from aid.own_files.paid_days import is_choice, told_until
from core.history import acting
from tests.aid import test_own_files as wizard
from tests.aid.test_own_files import cells_of, page, register, upload
from tests.factories import AgencyFactory, UserFactory

_clock, client = wizard._clock, wizard.client

HEADER = ("TT", "Tên dự án", "Nhà tài trợ", "Chủ dự án", "Kinh phí (USD)", "Ngày phê duyệt")
GROUPED = [
    ["I", "Lĩnh vực Y tế"],
    [1, "Bể lọc nước", "Quỹ A", "Sở Y tế", "10,5", "12/04/2025"],
    ["II", "Viện trợ khẩn cấp"],
    [2, "Nhà tạm sau lũ quét", "Quỹ A", "Sở Y tế", "20,5", "12/05/2025"],
    ["III", "Lĩnh vực Giáo dục"],
    [3, "Tủ sách", "Quỹ A", "Sở Y tế", "30,5", "12/06/2025"],
    [4, "Cứu trợ bão số 3", "Quỹ A", "Sở Y tế", "40,5", "12/06/2025"],
]


def padded(rows, width=6):
    """Return the rows with empty cells at their end."""
    return [[*row, *[""] * (width - len(row))] for row in rows]


def mapped(client, batch, **answers):
    """Post the columns page as it is proposed, with other answers."""
    mapping = batch.options["mapping"]
    posted = {f"cot-{letters}": key for letters, key in mapping["columns"].items()}
    posted |= {f"tien-{letters}": f"{unit[0]}|{unit[1]}" for letters, unit in mapping["units"].items()}
    posted |= {f"nhom-{level}": key for level, key in mapping["groups"].items()}
    client.post(reverse("aid:own_columns", args=[batch.code]), posted | answers)
    batch.refresh_from_db()
    return batch


def write(client, batch):
    """Write the register; return the items by name."""
    client.post(reverse("aid:own_write", args=[batch.code]))
    return {item.name: item for item in AidItem.objects.all()}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Viện trợ khẩn cấp", "emergency=CUU_TRO"),
        ("Khắc phục hậu quả bão lũ", "emergency=KHAC_PHUC"),
        ("Các khoản phi dự án", "kind=PHI_DU_AN"),
        ("Dự án", "kind=DU_AN"),
        ("Chương trình", "kind=CHUONG_TRINH"),
        ("Lĩnh vực Y tế", ""),
        ("Tổ chức Dự án Mê Công", ""),
    ],
)
def test_heading_says_what_it_means(text, meaning):
    assert proposed_meaning(text) == meaning


def test_only_relief_itself_makes_a_record_an_emergency():
    assert emergency_in("Hỗ trợ khẩn cấp người dân vùng lũ") == "Cứu trợ khẩn cấp"
    assert emergency_in("Tập huấn ứng phó tình huống khẩn cấp") == ""


@pytest.mark.django_db
def test_group_of_emergencies_stands_among_groups_of_sectors(client):
    batch = upload(client, "so.csv", register(*padded(GROUPED)))
    assert batch.options["mapping"]["headings"] == {"roman:vien tro khan cap": "emergency=CUU_TRO"}
    assert "Diện khẩn cấp: Cứu trợ khẩn cấp" in page(client, "own_columns", batch)
    assert "Cứu trợ khẩn cấp" in page(client, "own_check", batch)
    assert sum("chưa có thiên tai" in warning for warning in batch.warnings) == 2, batch.refusals

    items = write(client, batch)

    assert {name: item.emergency_kind for name, item in items.items()} == {
        "Bể lọc nước": "",
        "Nhà tạm sau lũ quét": "CUU_TRO",
        "Tủ sách": "",
        "Cứu trợ bão số 3": "CUU_TRO",
    }
    assert items["Nhà tạm sau lũ quét"].rule_set == "ND50"
    assert [share.sector.name for share in items["Tủ sách"].item_sectors.all()] == ["Giáo dục"]
    again = upload(client, "so.csv", register(*padded(GROUPED)))
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


@pytest.mark.django_db
def test_what_a_group_or_a_name_says_can_be_changed(client):
    batch = upload(client, "so.csv", register(*padded(GROUPED)))
    batch = mapped(client, batch, **{"muc-roman:vien tro khan cap": "emergency=KHAC_PHUC"})
    client.post(reverse("aid:own_correct", args=[batch.code]), {"o-8-emergency": "Không"})

    items = write(client, batch)

    assert items["Nhà tạm sau lũ quét"].emergency_kind == "KHAC_PHUC"
    assert items["Cứu trợ bão số 3"].emergency_kind == ""


@pytest.mark.django_db
def test_one_answer_for_rows_without_a_kind_leaves_stored_ones(client):
    rows = padded(GROUPED[:2])
    first = mapped(client, upload(client, "so.csv", register(*rows)), loai="DU_AN")
    assert write(client, first)["Bể lọc nước"].mode == "DU_AN"

    again = mapped(client, upload(client, "so.csv", register(*rows)), loai="PHI_DU_AN")

    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


PAID_HEADER = (*HEADER, "Giải ngân 2025")
PAID_ROWS = [
    [1, "Bể lọc nước", "Quỹ A", "Sở Y tế", "100,5", "12/04/2025", "40,5"],
    [2, "Tủ sách", "Quỹ A", "Sở Y tế", "200,5", "12/05/2025", ""],
    ["", "Tổng cộng", "", "", "301,0", "", "40,5"],
]


def lines(item):
    """Return the ledger of an item."""
    return [
        (line.paid_on, line.amount, line.currency) for line in item.disbursements.order_by("paid_on", "pk")
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Giải ngân 2025", "paid_year"),
        ("Giá trị viện trợ · Giải ngân (năm 2025)", "paid_year"),
        ("Đã giải ngân", "paid"),
        ("Lũy kế giải ngân đến 31/12/2025", "paid"),
        ("Chưa giải ngân", ""),
        ("Tỷ lệ giải ngân (%)", ""),
        ("Ngày giải ngân", ""),
    ],
)
def test_header_of_disbursements(text, key):
    assert target_of(text) == key


@pytest.mark.parametrize(
    ("text", "years", "told"),
    [
        ("Lũy kế giải ngân đến 30/6", [2025], 20250630),
        ("Giải ngân · Lũy kế đến hết ngày 30/06/2024", [2025], 20240630),
        ("Lũy kế đến 31/3", [2025], 20250331),
        ("Đã giải ngân đến hết tháng 9", [2025], 20250930),
        ("Đã giải ngân đến cuối tháng 2 năm 2024", [2025], 20240229),
        ("Giải ngân 6 tháng đầu năm", [2025], 20250630),
        ("Giải ngân 9 tháng năm 2024", [2025], 20240930),
        ("Giải ngân đến hết quý III", [2025], 20250930),
        ("Lũy kế đến 30/6", [], 20250630),
        ("Lũy kế đến 31/3", [], 20250331),
        ("Lũy kế đến 1/1", [], 20260101),
        ("Lũy kế đến 31/6", [2025], 0),
        ("Giải ngân 2025", [2025], 0),
        ("Đã giải ngân", [2025], 0),
    ],
)
def test_day_up_to_which_a_header_counts(text, years, told):
    assert told_until(text, years, date(2026, 1, 12)) == told


@pytest.mark.parametrize(
    ("chosen", "is_day"),
    [(0, True), (2025, True), (20250630, True), (20250631, False), (99999999, False), (12, False)],
)
def test_choice_of_a_day(chosen, is_day):
    assert is_choice(chosen) is is_day


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "key", "words"),
    [
        ("Lũy kế giải ngân đến 30/6/2025", "paid", "lũy kế, ghi ngày 30/06/2025"),
        ("Giải ngân 6 tháng đầu năm 2025", "paid_year", "từ đầu năm 2025, ghi ngày 30/06/2025"),
    ],
)
def test_disbursements_up_to_a_day_are_written_on_it(client, header, key, words):
    data = register(*PAID_ROWS, header=(*HEADER, header))
    batch = upload(client, "so.csv", data)
    mapping = batch.options["mapping"]
    assert (mapping["columns"]["G"], mapping["years"]) == (key, {"G": 20250630})
    assert "30/06/2025 (theo tiêu đề)" in page(client, "own_columns", batch)
    assert words in page(client, "own_check", batch)

    items = write(client, batch)

    assert lines(items["Bể lọc nước"]) == [(date(2025, 6, 30), Decimal("40.50"), "USD")]
    again = upload(client, "so.csv", data)
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)
    whole = upload(client, "so.csv", register([*PAID_ROWS[0][:6], "70,5"], header=PAID_HEADER))
    assert lines(write(client, whole)["Bể lọc nước"])[1:] == [(date(2025, 12, 31), Decimal("30.00"), "USD")]
    assert upload(client, "so.csv", data).counts["changed"] == 0


@pytest.mark.django_db
def test_disbursements_of_a_year_come_in_once(client):
    data = register(*PAID_ROWS, header=PAID_HEADER)
    batch = upload(client, "so.csv", data)
    assert batch.options["mapping"]["years"] == {"G": 2025}
    assert "31/12/2025 (năm 2025)" in page(client, "own_columns", batch)
    assert "cả năm 2025, ghi ngày 31/12/2025" in page(client, "own_check", batch)
    assert [row["state"] for row in batch.options["totals"]] == ["same", "same"]

    items = write(client, batch)

    assert lines(items["Bể lọc nước"]) == [(date(2025, 12, 31), Decimal("40.50"), "USD")]
    assert lines(items["Tủ sách"]) == []
    line = items["Bể lọc nước"].disbursements.get()
    assert line.note == "Sổ của cơ quan, cột Giải ngân 2025"
    assert line.history.count() == 1
    assert [fact.payments for fact in AidFact.objects.order_by("pk")] == [1, 0]
    again = upload(client, "so.csv", data)
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


@pytest.mark.django_db
def test_later_register_adds_what_is_new(client):
    header = (*HEADER, "Lũy kế giải ngân")
    row = PAID_ROWS[0]
    first = upload(client, "so.csv", register(row, header=header))
    assert first.options["mapping"]["years"] == {"G": 0}
    items = write(client, mapped(client, first, **{"nam-G": "2025"}))
    version = items["Bể lọc nước"].version

    later = upload(client, "so.csv", register([*row[:6], "70,5"], header=header))
    assert later.counts["changed"] == 1
    items = write(client, later)

    assert lines(items["Bể lọc nước"]) == [
        (date(2025, 12, 31), Decimal("40.50"), "USD"),
        (date(2026, 1, 12), Decimal("30.00"), "USD"),
    ]
    assert items["Bể lọc nước"].version == version
    assert AidFact.objects.get().payments == 2
    less = upload(client, "so.csv", register([*row[:6], "60,5"], header=header))
    assert less.counts["changed"] == 0
    assert any("không ghi thêm" in warning for warning in less.warnings)


@pytest.mark.django_db
def test_more_than_was_promised_is_refused_at_its_cell(client):
    batch = upload(client, "so.csv", register([*PAID_ROWS[0][:6], "400,5"], header=PAID_HEADER))

    assert [(one["row"], one["column"]) for one in batch.refusals] == [(2, "Giải ngân")]
    client.post(reverse("aid:own_correct", args=[batch.code]), {"o-2-paid": "100,5 USD"})
    batch.refresh_from_db()
    assert lines(write(client, batch)["Bể lọc nước"]) == [(date(2025, 12, 31), Decimal("100.50"), "USD")]


@pytest.mark.django_db
def test_disbursements_of_a_closed_period_are_corrections_of_today(client):
    with acting(by=UserFactory(), verb="tests.close", label="Khóa"):
        ClosedPeriod(
            first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), closed_on=date(2026, 1, 5)
        ).save()
    batch = upload(client, "so.csv", register(PAID_ROWS[0], header=PAID_HEADER))
    assert any("ghi thành dòng điều chỉnh của hôm nay" in warning for warning in batch.warnings)

    line = write(client, batch)["Bể lọc nước"].disbursements.get()

    assert (line.paid_on, line.effective_on) == (date(2026, 1, 12), date(2025, 12, 31))
    assert line.is_correction
    assert "sổ của cơ quan" in line.reason
    again = upload(client, "so.csv", register(PAID_ROWS[0], header=PAID_HEADER))
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


@pytest.mark.django_db
def test_the_province_governs_and_the_agency_owns(client):
    province = AgencyFactory(code="UBND", name="UBND tỉnh")

    item = write(client, upload(client, "so.csv", register(GROUPED[1], header=HEADER)))["Bể lọc nước"]

    assert (item.owner.name, item.recipient.name, item.governing_body) == ("Sở Y tế", "Sở Y tế", province)


def test_agencies_abbreviated_or_founded_later_are_taken_and_others_not_offered(client):
    AgencyFactory(name="Sở Giáo dục và Đào tạo", short_name="Sở GDĐT")
    for name in ("Tam Thanh", "Hậu Lộc"):
        AgencyFactory(
            name=f"Ủy ban nhân dân xã {name}", short_name=f"UBND xã {name}", valid_from=date(2025, 7, 1)
        )
    rows = [
        [number, f"Khoản {number}", "Quỹ Nhịp cầu", owner, "8.600,50", "12/04/2025"]
        for number, owner in enumerate(("Sở GD&ĐT", "UBND xã Tam Thanh", "UBND xã Tân Thành"), 1)
    ]

    batch = upload(client, "so.csv", register(*rows))

    assert [refusal["row"] for refusal in batch.refusals] == [4]
    assert sum("ghi theo đơn vị kế thừa hiện nay" in text for text in batch.warnings) == 1
    assert cells_of(batch, 2)["owner"]["text"] == "Sở Giáo dục và Đào tạo"
    assert "UBND xã Hậu Lộc" not in cells_of(batch, 4)["owner"]["proposals"]
