"""The office's own registers come in through the wizard: nothing is typed, skipped rows are told."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid.models import AidItem, Commitment, KeptMapping
from core.models import Agency, ImportBatch, Partner
from core.money import format_number
from core.spreadsheets.writer import write_csv
from tests.core.spreadsheets.verdicts import fingerprint, make_reference_rows
from tests.factories import AgencyFactory, CountryFactory, LocalityFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db
REGISTERS = Path(__file__).parents[1] / "data" / "registers"
EXPECTED = {
    "theo-linh-vuc.xlsx": {
        "rows": {
            11: ("Nâng cấp trạm y tế xã Quảng Bình", "86000.50", "USD", date(2025, 3, 5), "Y tế"),
            12: ("Trang thiết bị phòng khám lưu động", "92000", "USD", date(2025, 6, 2), "Y tế"),
            14: ("Cộng đồng đọc sách cho học sinh tiểu học", "41500", "USD", date(2025, 7, 15), "Giáo dục"),
            15: ("Nhà bán trú cho học sinh vùng cao", "1250000000", "VND", date(2025, 8, 20), "Giáo dục"),
        },
        "skipped": {
            9: "hàng đánh số cột", 10: "dòng nhóm", 13: "dòng nhóm", 16: "dòng tổng", 18: "ghi chú của bảng",
            19: "phần ký tên", 20: "phần ký tên", 21: "phần ký tên", 25: "phần ký tên",
        },
        "totals": ["219.500,5 USD", "1.250.000.000 VND"],
    },
    "so-lan-don-vi.xlsx": {
        "rows": {
            4: ("Nước sạch cho vùng ven biển", "1900000", "USD", date(2024, 2, 12), "Y tế"),
            5: ("Học bổng cho học sinh dân tộc thiểu số", "450000000", "VND", date(2024, 2, 12), "Giáo dục"),
            6: ("Xe cứu thương cho bệnh viện huyện", "1250000000", "VND", date(2024, 3, 5), "Y tế"),
            7: ("Tập huấn phòng chống thiên tai", "20500.50", "EUR", date(2024, 4, 1), "Giáo dục;Y tế"),
            8: ("Thư viện thân thiện", "86000.50", "USD", date(2024, 5, 2), "Giáo dục"),
        },
        "skipped": {9: "dòng tổng"},
        "totals": [],
    },
    "phong-chu-cu.xlsx": {
        "rows": {
            5: ("Bể lọc nước cho trường học", "86500", "USD", date(2023, 4, 12), "Y tế"),
            6: ("Tủ thuốc thôn bản", "41250", "USD", date(2023, 5, 15), "Y tế"),
            10: ("Lớp học ngoại ngữ", "7200", "USD", date(2023, 9, 1), "Giáo dục"),
            11: ("Máy tính cho thư viện", "12000", "USD", date(2023, 10, 2), "Giáo dục"),
        },
        "skipped": {
            4: "dòng nhóm", 7: "dòng đang ẩn trong tệp", 8: "dòng tổng", 9: "dòng nhóm", 12: "dòng tổng",
            13: "dòng tổng", 14: "phần ký tên",
        },
        "totals": ["127.750 USD", "19.200 USD", "146.950 USD"],
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-01-12T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def client(client, law):
    """The client of a person who may import, with what the registers name."""
    make_reference_rows()
    for code, name in (("Y_TE", "Y tế"), ("GIAO_DUC", "Giáo dục")):
        SectorFactory(code=code, name=name)
    for code, name in (("DE", "Đức"), ("FR", "Pháp")):
        CountryFactory(code=code, name=name)
    LocalityFactory(name="Quảng Bình", full_name="Xã Quảng Bình")
    client.force_login(UserFactory(agency=Agency.objects.get(name="Sở Ngoại vụ")))
    return client


def upload(client, name, data):
    """Upload a register; return the upload."""
    client.post(reverse("aid:own_start"), {"file": SimpleUploadedFile(name, data)})
    return ImportBatch.objects.order_by("pk").last()


def page(client, name, batch):
    """Return the text of one of the wizard's pages."""
    return client.get(reverse(f"aid:{name}", args=[batch.code])).content.decode()


@pytest.mark.parametrize("name", EXPECTED)
def test_register_comes_in_with_nothing_typed(client, name):
    wanted, before = EXPECTED[name], fingerprint()

    batch = upload(client, name, (REGISTERS / name).read_bytes())

    assert [refusal["message"] for refusal in batch.refusals] == []
    assert {row["row"]: row["why"] for row in batch.options["skipped"]} == wanted["skipped"]
    assert [row["said"] for row in batch.options["totals"]] == wanted["totals"]
    assert {row["state"] for row in batch.options["totals"]} <= {"same"}
    assert fingerprint() == before
    assert "Kiểm tra từng dòng" in page(client, "own_columns", batch)
    assert f"Ghi {len(wanted['rows'])} dòng" in page(client, "own_check", batch)

    client.post(reverse("aid:own_write", args=[batch.code]))

    items = {item.name: item for item in AidItem.objects.prefetch_related("item_sectors__sector")}
    read = {
        (
            name,
            Commitment.objects.get(item=item).amount,
            Commitment.objects.get(item=item).currency,
            item.approved_on,
            ";".join(sorted(share.sector.name for share in item.item_sectors.all())),
        )
        for name, item in items.items()
    }
    assert read == {(row[0], Decimal(row[1]), *row[2:]) for row in wanted["rows"].values()}
    result = page(client, "own_result", batch)
    assert "Đã ghi lần nhập" in result
    # A register keeps its columns in its own order, and has no codes.
    for item in items.values():
        assert reverse("aid:item_detail", args=[item.code]) in result
        assert f">{item.code}</a>" in result
        assert f">{item.name}</a>" in result
        assert item.donor.name in result
    for row in wanted["rows"].values():
        assert f"{format_number(Decimal(row[1]))} {row[2]}" in result


def register(
    *rows, header=("TT", "Tên dự án", "Nhà tài trợ", "Chủ dự án", "Kinh phí (USD)", "Ngày phê duyệt")
):
    """Return a register as CSV, which needs no process of its own."""
    return write_csv(list(header), [list(row) for row in rows])


def test_same_register_twice_adds_nothing_twice(client):
    data = register([1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Y tế", "8.600,50", "12/04/2025"])
    first = upload(client, "so.csv", data)
    client.post(reverse("aid:own_write", args=[first.code]))

    again = upload(client, "so.csv", data)

    assert (again.counts["added"], again.counts["unchanged"]) == (0, 1)
    assert AidItem.objects.get().code == "VT-2025-001"


def test_nul_in_cells_and_in_what_is_typed_is_stored_nowhere(client):
    data = (REGISTERS.parent / "corpus" / "files" / "i07_x0000_escape_nul.xlsx").read_bytes()

    batch = upload(client, "nul.xlsx", data)

    assert "Ghép cột" in page(client, "own_columns", batch)
    typed = {"trang": "0", "hang": "4", "so_hang": "1", "cot-A": "na\0me", "giu": "Sổ\0 cũ"}
    assert client.post(reverse("aid:own_columns", args=[batch.code]), typed).status_code < 500
    batch.refresh_from_db()
    assert "\\u0000" not in json.dumps([batch.options, batch.refusals, batch.warnings])


def test_ambiguous_amounts_are_asked_once_for_the_file(client):
    batch = upload(
        client,
        "so.csv",
        register(
            [1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Y tế", "8.600", "12/04/2025"],
            [2, "Tủ thuốc", "Quỹ Nhịp cầu", "Sở Y tế", "1.250", "12/04/2025"],
        ),
    )
    assert [refusal["value"] for refusal in batch.refusals] == ["8.600", "1.250"]

    chosen = {f"cot-{letters}": key for letters, key in batch.options["mapping"]["columns"].items()}
    client.post(reverse("aid:own_columns", args=[batch.code]), chosen | {"tien-E": "USD|1", "kieu": "vn"})

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED
    assert batch.options["preview"]["money"][0]["in_file"] == "9.850"


def test_mapping_is_kept_and_proposed_again(client):
    header = ("TT", "Hoạt động", "Ai cho", "Ai nhận", "Kinh phí", "Ngày phê duyệt")
    batch = upload(
        client, "2025.csv", register([1, "Bể lọc", "Quỹ A", "Sở Y tế", "10,5", "12/04/2025"], header=header)
    )
    assert batch.state == ImportBatch.State.REFUSED

    chosen = {"cot-A": "number", "cot-B": "name", "cot-C": "donor", "cot-D": "owner", "cot-E": "amount"}
    client.post(
        reverse("aid:own_columns", args=[batch.code]),
        chosen | {"cot-F": "approved", "tien-E": "USD|1000", "giu": "Sổ phòng HTQT"},
    )
    moved = (header[0], header[2], header[1], *header[3:])
    later = upload(
        client, "2026.csv", register([1, "Quỹ A", "Tủ thuốc", "Sở Y tế", "2,5", "02/01/2026"], header=moved)
    )

    assert KeptMapping.objects.get().name == "Sổ phòng HTQT"
    assert later.state == ImportBatch.State.CHECKED
    assert later.options["preview"]["money"][0]["in_file"] == "2.500"
    assert "Đang dùng cách ghép đã giữ <b>“Sổ phòng HTQT”" in page(client, "own_columns", later)


def test_one_answer_for_an_unknown_agency_and_a_skipped_row(client):
    batch = upload(
        client,
        "so.csv",
        register(
            [1, "Bể lọc nước", "Quỹ Nhịp cầu (Đức)", "Sở Y tê", "8.600,50", "12/04/2025"],
            [2, "Tủ thuốc", "Quỹ Nhịp cầu (Đức)", "Sở Y tê", "1.250,00", "12/04/2025"],
            [3, "Khoản nhầm", "Quỹ Nhịp cầu", "Sở Ngoại vụ", "5,00", "12/04/2025"],
        ),
    )
    group = batch.options["preview"]["groups"][0]

    client.post(
        reverse("aid:own_correct", args=[batch.code]),
        {"nhom_cot": group["key"], "nhom_cu": group["title"], "moi": "Sở Y tế"},
    )
    client.post(reverse("aid:own_rows", args=[batch.code]), {"dong": "4", "la": "skipped"})
    client.post(reverse("aid:own_write", args=[batch.code]))

    assert {item.owner.name for item in AidItem.objects.all()} == {"Sở Y tế"}
    assert AidItem.objects.count() == 2
    assert Partner.objects.get(name="Quỹ Nhịp cầu").country.name == "Đức"


def test_first_door_leads_to_the_second_with_the_same_upload(client):
    header = ("TT", "Tên dự án", "Nhà tài trợ", "Đơn vị tiếp nhận", "Kinh phí (USD)", "Ngày phê duyệt")
    data = register(
        ["I", "Y tế", "", "", "", ""],
        [1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Y tế", "8.600,50", "12/04/2025"],
        header=header,
    )
    answer = client.post(reverse("aid:import_start"), {"file": SimpleUploadedFile("so.csv", data)})
    refused = ImportBatch.objects.get()
    assert reverse("aid:own_take", args=[refused.code]) in answer.content.decode()
    # The file was kept: nothing else asks for it again.
    assert "chọn tệp đã sửa" not in answer.content.decode()

    client.post(reverse("aid:own_take", args=[refused.code]))

    batch = ImportBatch.objects.order_by("pk").last()
    assert (batch.kind, batch.state) == (ImportBatch.Kind.OWN_FILE, ImportBatch.State.CHECKED)
    assert batch.options["mapping"]["groups"]["roman"] == "sectors"


def cells_of(batch, row):
    """Return the cells of a row of the preview by column."""
    found = next(one for one in batch.options["preview"]["rows"] if one["number"] == row)
    return {cell["key"]: cell for cell in found["cells"]}


NOTED = (
    "TT",
    "Tên dự án",
    "Nhà tài trợ",
    "Chủ dự án",
    "Kinh phí (USD)",
    "Ngày phê duyệt",
    "Vốn đối ứng",
    "Ghi chú",
)


def test_note_of_several_columns_is_one_line_without_broken_signs(client):
    row = [
        1,
        "Bể lọc nước",
        "Quỹ Nhịp cầu",
        "Sở Y\ntê",
        "8.600,50",
        "12/04/2025",
        "10 triệu",
        "đang làm\nchưa xong",
    ]
    batch = upload(client, "so.csv", register(row, header=NOTED))

    assert cells_of(batch, 2)["note"]["text"] == "đang làm; chưa xong; Vốn đối ứng: 10 triệu"
    assert "\ufffd" not in str(batch.options["preview"])


def test_mistake_of_an_agency_in_two_roles_is_told_once(client):
    AgencyFactory(name="Sở Thương mại", valid_to=date(2020, 1, 1))
    rows = [[1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Thương mại", "8.600,50", "12/04/2025"]]

    batch = upload(client, "so.csv", register(*rows))

    assert len(batch.refusals) == 1
    assert batch.options["preview"]["groups"] == []


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        pytest.param("Lĩnh vực Y tế", "Y tế", id="lĩnh vực"),
        pytest.param("NGÀNH GIÁO DỤC", "Giáo dục", id="ngành, chữ hoa"),
        pytest.param("giao duc", "Giáo dục", id="không dấu"),
    ],
)
def test_sector_is_known_with_lead_words_and_without_marks(client, text, sector):
    header = ("TT", "Tên dự án", "Nhà tài trợ", "Chủ dự án", "Kinh phí (USD)", "Ngày phê duyệt", "Lĩnh vực")
    row = [1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Y tế", "8.600,50", "12/04/2025", text]

    batch = upload(client, "so.csv", register(row, header=header))

    assert batch.refusals == []
    assert cells_of(batch, 2)["sectors"]["text"] == sector


def test_answers_hold_for_all_rows_and_are_kept_for_next_year(client):
    def rows(year):
        return [
            ["I", "Ngành chăm sóc sức khoẻ", "", "", "", ""],
            [1, "Bể lọc nước", "Quỹ Nhịp cầu", "Văn phòng bên ấy", "8.600,50", f"12/04/{year}"],
            [2, "Tủ thuốc", "Quỹ Nhịp cầu", "Văn phòng bên ấy", "1.250,75", f"12/04/{year}"],
        ]

    def header(year):
        return ("TT", "Tên dự án", "Nhà tài trợ", "Chủ dự án", f"Kinh phí năm {year} (USD)", "Ngày phê duyệt")

    batch = upload(client, "2025.csv", register(*rows(2024), header=header(2024)))
    chosen = {f"cot-{letters}": key for letters, key in batch.options["mapping"]["columns"].items()}
    client.post(
        reverse("aid:own_columns", args=[batch.code]),
        chosen | {"tien-E": "USD|1", "giu": "Sổ A", "nhom-roman": "sectors"},
    )
    # One row is answered, the other follows.
    for column, answer in (("owner", "Sở Y tế"), ("sectors", "Y tế")):
        client.post(reverse("aid:own_correct", args=[batch.code]), {"chon": f"3:{column}:{answer}"})
    batch.refresh_from_db()
    later = upload(client, "2026.csv", register(*rows(2025), header=header(2025)))

    assert [cells_of(batch, row)["sectors"]["text"] for row in (3, 4)] == ["Y tế", "Y tế"]
    assert batch.refusals == []
    assert later.options["kept"] == "Sổ A"
    assert (later.state, later.refusals) == (ImportBatch.State.CHECKED, [])
    assert cells_of(later, 4)["owner"]["source"] == "Văn phòng bên ấy"


def test_kept_mapping_is_chosen_from_the_list_where_none_fits(client):
    row = [1, "Bể lọc", "Quỹ A", "Sở Y tế", "10,5", "12/04/2025"]
    batch = upload(client, "2025.csv", register(row))
    chosen = {f"cot-{letters}": key for letters, key in batch.options["mapping"]["columns"].items()}
    client.post(reverse("aid:own_columns", args=[batch.code]), chosen | {"tien-E": "EUR|1", "giu": "Sổ B"})
    header = (
        "TT",
        "Tên dự án",
        "Nhà tài trợ",
        "Chủ dự án",
        "Kinh phí (USD)",
        "Ngày phê duyệt",
        "Ký hiệu khác",
    )
    other = upload(client, "2026.csv", register([*row, "x"], header=header))
    assert "Không cách ghép đã giữ nào" in page(client, "own_columns", other)

    kept = KeptMapping.objects.get()
    client.post(reverse("aid:own_columns", args=[other.code]), {"dung": "1", "cach": str(kept.pk)})

    assert "Đang dùng cách ghép đã giữ <b>“Sổ B”" in page(client, "own_columns", other)
    other.refresh_from_db()
    assert other.options["mapping"]["units"]["E"] == ["EUR", 1]


PLACED = ("TT", "Tên dự án", "Nhà tài trợ", "Chủ dự án", "Kinh phí (USD)", "Ngày phê duyệt", "Địa bàn")


@pytest.mark.parametrize("text", ["xã Tam Thanh, huyện Quan Sơn", "Xã Tam Thanh | Quan Sơn"])
def test_commune_keeps_its_district_of_old(client, text):
    for name in ("Tam Thanh", "Quan Sơn"):
        LocalityFactory(name=name, full_name=f"Xã {name}")
    row = [1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Y tế", "8.600,50", "12/04/2025", text]

    batch = upload(client, "so.csv", register(row, header=PLACED))
    assert cells_of(batch, 2)["places"]["text"] == "Xã Tam Thanh | Quan Sơn"
    client.post(reverse("aid:own_write", args=[batch.code]))

    place = AidItem.objects.get().places.get()
    assert (place.locality.full_name, place.former_district) == ("Xã Tam Thanh", "Quan Sơn")


def test_district_alone_is_refused_and_the_whole_province_is_said(client):
    LocalityFactory(name="Quan Sơn", full_name="Xã Quan Sơn")
    rows = [
        [1, "Bể lọc nước", "Quỹ Nhịp cầu", "Sở Y tế", "8.600,50", "12/04/2025", "huyện Quan Sơn"],
        [2, "Tủ thuốc", "Quỹ Nhịp cầu", "Sở Y tế", "1.250,75", "12/04/2025", "Toàn tỉnh"],
    ]

    batch = upload(client, "so.csv", register(*rows, header=PLACED))

    assert [refusal["row"] for refusal in batch.refusals] == [2]
    assert "là cấp huyện cũ" in batch.refusals[0]["message"]
    assert cells_of(batch, 2)["places"]["proposals"] == []
    assert any("không gắn với xã, phường nào" in text for text in batch.warnings)
