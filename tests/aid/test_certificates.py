"""Certificates of foreign NGOs on a day: what they allow, and what a gift is warned of."""

from datetime import date, timedelta

import pytest

from aid.certificates import Certificate, certificate_cautions, is_home, state_on

DAY = date(2025, 6, 1)
HEALTH, SCHOOLS = 1, 2
NAMES = {HEALTH: "Y tế", SCHOOLS: "Giáo dục"}


def certificate(**changes):
    values = {
        "number": "12/CNV-HĐ",
        "issued_on": date(2023, 6, 2),
        "expires_on": DAY,
        "provinces": ("Nghệ An", "Thanh Hoá"),
        "sectors": frozenset({HEALTH}),
    }
    return Certificate(**values | changes)


def told(*certificates, kind="TC_PCPNN", sectors=(HEALTH,), day=DAY):
    found = certificate_cautions(
        donor_name="Quỹ Nhịp cầu",
        donor_kind=kind,
        day=day,
        certificates=certificates,
        sectors={key: NAMES[key] for key in sectors},
    )
    return " ".join(str(caution) for caution in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Thanh Hóa", True, id="đúng tên"),
        pytest.param("Thanh Hoá", True, id="dấu kiểu mới"),
        pytest.param("TỈNH THANH HÓA", True, id="chữ hoa, có chữ tỉnh"),
        pytest.param("Thanh Hoa province", True, id="tiếng Anh"),
        pytest.param("Toàn quốc", True, id="toàn quốc"),
        pytest.param("Cả nước.", True, id="cả nước"),
        pytest.param("Thanh Hóa và Nghệ An", False, id="hai tỉnh trong một dòng"),
        pytest.param("Nghệ An", False, id="tỉnh khác"),
    ],
)
def test_names_of_this_province(name, expected):
    assert is_home(name) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"expires_on": DAY - timedelta(1)}, "HET_HAN", id="hết hạn hôm qua"),
        pytest.param({"expires_on": DAY}, "SAP_HET_HAN", id="hết hạn hôm nay vẫn còn hiệu lực"),
        pytest.param({"expires_on": DAY + timedelta(90)}, "SAP_HET_HAN", id="còn đúng 90 ngày"),
        pytest.param({"expires_on": DAY + timedelta(91)}, "HIEU_LUC", id="còn 91 ngày"),
        pytest.param(
            {"issued_on": DAY, "expires_on": DAY + timedelta(900)}, "HIEU_LUC", id="ngày cấp đã hiệu lực"
        ),
        pytest.param(
            {"issued_on": DAY + timedelta(1), "expires_on": DAY + timedelta(900)},
            "CHUA_HIEU_LUC",
            id="cấp ngày mai",
        ),
        pytest.param({"ruling": "DINH_CHI", "ruling_on": DAY}, "DINH_CHI", id="đình chỉ từ hôm nay"),
        pytest.param(
            {"ruling": "THU_HOI", "ruling_on": DAY + timedelta(1)}, "SAP_HET_HAN", id="thu hồi từ ngày mai"
        ),
        pytest.param(
            {"ruling": "THU_HOI", "ruling_on": DAY - timedelta(9), "expires_on": DAY - timedelta(5)},
            "THU_HOI",
            id="đã thu hồi rồi hết hạn",
        ),
    ],
)
def test_state_on_a_day(changes, expected):
    values = {"issued_on": date(2023, 6, 2), "expires_on": DAY, "ruling": "", "ruling_on": None}
    assert state_on(day=DAY, alert_days=90, **values | changes) == expected


@pytest.mark.parametrize(
    ("certificates", "sectors", "expected"),
    [
        pytest.param([certificate()], [HEALTH], "", id="ngày hết hạn, đúng tỉnh, đúng lĩnh vực"),
        pytest.param(
            [certificate(expires_on=DAY - timedelta(1))],
            [HEALTH],
            "hết hạn ngày 31/05/2025",
            id="hết hạn hôm trước",
        ),
        pytest.param([certificate(issued_on=DAY)], [HEALTH], "", id="ngày cấp"),
        pytest.param(
            [certificate(issued_on=DAY + timedelta(1), expires_on=date(2027, 1, 1))],
            [HEALTH],
            "mới cấp ngày 02/06/2025",
            id="cấp hôm sau",
        ),
        pytest.param(
            [certificate(ruling="DINH_CHI", ruling_on=DAY)],
            [HEALTH],
            "bị đình chỉ từ ngày 01/06/2025",
            id="đình chỉ đúng ngày",
        ),
        pytest.param(
            [certificate(ruling="DINH_CHI", ruling_on=DAY + timedelta(1))],
            [HEALTH],
            "",
            id="đình chỉ hôm sau",
        ),
        pytest.param(
            [certificate(ruling="THU_HOI", ruling_on=date(2024, 1, 1))],
            [HEALTH],
            "bị thu hồi từ ngày 01/01/2024",
            id="đã thu hồi",
        ),
        pytest.param(
            [certificate(provinces=("Nghệ An",))], [HEALTH], "không ghi Thanh Hóa", id="ngoài địa bàn"
        ),
        pytest.param([certificate(provinces=("Nghệ An",), is_nationwide=True)], [HEALTH], "", id="toàn quốc"),
        pytest.param([certificate(provinces=())], [HEALTH], "", id="giấy không ghi địa bàn"),
        pytest.param(
            [certificate()], [HEALTH, SCHOOLS], "Lĩnh vực Giáo dục không có", id="thừa một lĩnh vực"
        ),
        pytest.param(
            [certificate(sectors=frozenset())], [HEALTH, SCHOOLS], "", id="giấy không giới hạn lĩnh vực"
        ),
        pytest.param(
            [certificate(), certificate(number="13", sectors=frozenset({SCHOOLS}))],
            [HEALTH, SCHOOLS],
            "",
            id="hai giấy gộp đủ lĩnh vực",
        ),
        pytest.param(
            [certificate(expires_on=date(2024, 1, 1)), certificate(number="13")],
            [HEALTH],
            "",
            id="giấy cũ hết hạn, giấy mới còn",
        ),
        pytest.param([], [HEALTH], "Chưa ghi giấy đăng ký nào", id="chưa ghi giấy nào"),
    ],
)
def test_gift_of_a_foreign_ngo(certificates, sectors, expected):
    words = told(*certificates, sectors=sectors)
    assert expected in words
    assert bool(expected) is bool(words)
    assert not words or "Nghị định 58/2022/NĐ-CP" in words


@pytest.mark.parametrize("kind", ["DIA_PHUONG", "TC_QUOC_TE", "CA_NHAN", "CHUA_RO"])
def test_other_donors_need_no_certificate(kind):
    assert told(kind=kind) == ""
