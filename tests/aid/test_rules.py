"""The rules of aid: both sides of every limit, no database."""

from datetime import date
from decimal import Decimal

import pytest

from aid.rules import (
    Limit,
    RuleSetPeriod,
    agency_problems,
    decision_problems,
    disbursement_problems,
    emergency_scope,
    item_problems,
    old_rate_cautions,
    rate_cautions,
    rule_set_for,
    rule_set_problems,
    share_problems,
    slow_reason,
    state_on,
    status_written,
)
from core.legal import Blocker, Caution, Citation

TODAY = date(2026, 1, 12)
ND50 = Citation("Nghị định 50/2020/NĐ-CP")
PERIODS = (
    RuleSetPeriod("ND93", None, date(2020, 9, 16), Citation("Nghị định 93/2009/NĐ-CP")),
    RuleSetPeriod("ND80", date(2020, 9, 17), date(2025, 12, 7), Citation("Nghị định 80/2020/NĐ-CP")),
    RuleSetPeriod("ND313", date(2025, 12, 8), None, Citation("Nghị định 313/2025/NĐ-CP")),
    RuleSetPeriod("ND50", date(2020, 4, 20), None, ND50),
)


def levels(problems):
    return [type(problem) for problem in problems]


@pytest.mark.parametrize(
    ("approved_on", "emergency", "code"),
    [
        pytest.param(date(2020, 9, 16), "", "ND93", id="ngày cuối của nghị định 93"),
        pytest.param(date(2020, 9, 17), "", "ND80", id="ngày đầu của nghị định 80"),
        pytest.param(date(2025, 12, 7), "", "ND80", id="ngày cuối của nghị định 80"),
        pytest.param(date(2025, 12, 8), "", "ND313", id="ngày đầu của nghị định 313"),
        pytest.param(date(2025, 12, 8), "CUU_TRO", "ND50", id="khẩn cấp có nghị định riêng"),
        pytest.param(date(2020, 4, 19), "CUU_TRO", "ND93", id="khẩn cấp trước khi có nghị định riêng"),
    ],
)
def test_rule_set_follows_the_approval_day(approved_on, emergency, code):
    assert rule_set_for(approved_on, emergency, PERIODS).code == code


def test_rule_set_is_unknown_before_approval():
    assert rule_set_for(None, "", PERIODS) is None
    assert rule_set_problems(None, None) == []


def test_rule_set_missing_for_the_day_stops():
    [problem] = rule_set_problems(date(2025, 1, 5), None)

    assert isinstance(problem, Blocker)
    assert "05/01/2025" in str(problem)


@pytest.mark.parametrize(
    ("kind", "disaster_on", "approved_on", "is_late"),
    [
        pytest.param("CUU_TRO", date(2025, 8, 25), date(2025, 11, 25), False, id="cứu trợ đúng ba tháng"),
        pytest.param("CUU_TRO", date(2025, 8, 25), date(2025, 11, 26), True, id="cứu trợ quá một ngày"),
        pytest.param("KHAC_PHUC", date(2025, 3, 1), date(2025, 12, 1), False, id="khắc phục đúng chín tháng"),
        pytest.param("KHAC_PHUC", date(2025, 3, 1), date(2025, 12, 2), True, id="khắc phục quá một ngày"),
        pytest.param("", date(2025, 3, 1), date(2025, 12, 2), False, id="không phải khẩn cấp"),
        pytest.param("CUU_TRO", None, date(2025, 12, 2), False, id="chưa ghi ngày thiên tai"),
    ],
)
def test_emergency_scope(kind, disaster_on, approved_on, is_late):
    found = emergency_scope(
        kind, disaster_on, approved_on, relief_months=Limit(3, ND50), recovery_months=Limit(9, ND50)
    )

    assert levels(found) == [Caution] * is_late
    assert all("Nghị định 50/2020/NĐ-CP" in str(caution) for caution in found)


@pytest.mark.parametrize(
    ("kind", "ended_on", "is_late"),
    [
        pytest.param("CUU_TRO", date(2025, 12, 1), False, id="xong đúng ngày cuối của 3 tháng"),
        pytest.param("CUU_TRO", date(2025, 12, 2), True, id="xong sau 3 tháng một ngày"),
        pytest.param("KHAC_PHUC", date(2026, 6, 1), False, id="xong đúng ngày cuối của 9 tháng"),
        pytest.param("KHAC_PHUC", date(2026, 6, 2), True, id="xong sau 9 tháng một ngày"),
        pytest.param("", date(2027, 1, 1), False, id="không khẩn cấp"),
    ],
)
def test_an_emergency_grant_is_done_within_its_months(kind, ended_on, is_late):
    months = {"relief_months": Limit(3, ND50), "recovery_months": Limit(9, ND50)}
    found = emergency_scope(kind, date(2025, 9, 1), date(2025, 9, 5), ended_on, **months)

    assert [one.field for one in found] == ["ended_on"] * is_late
    assert all("thực hiện xong trong hạn đó (Điều 1 Nghị định 80/2020" in str(one) for one in found)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="đủ và đúng"),
        pytest.param(
            {"ended_on": date(2025, 5, 31)},
            ["Ngày kết thúc phải sau ngày bắt đầu 01/06/2025."],
            id="kết thúc trước",
        ),
        pytest.param({"ended_on": date(2025, 6, 1)}, [], id="bắt đầu và kết thúc cùng ngày"),
        pytest.param(
            {"approved_on": date(2026, 1, 13), "started_on": None, "ended_on": None},
            ["Ngày phê duyệt chưa tới; nhập ngày đến 12/01/2026."],
            id="phê duyệt ngày mai",
        ),
        pytest.param(
            {"approved_on": TODAY, "started_on": None, "ended_on": None}, [], id="phê duyệt hôm nay"
        ),
        pytest.param(
            {"approved_on": None}, ["Nhập ngày phê duyệt ghi trên quyết định."], id="có số, không có ngày"
        ),
        pytest.param(
            {"disaster_on": date(2026, 1, 13)},
            ["Ngày xảy ra thiên tai chưa tới; nhập ngày đến 12/01/2026."],
            id="thiên tai ngày mai",
        ),
    ],
)
def test_item_problems(changes, expected):
    values = {
        "started_on": date(2025, 6, 1),
        "ended_on": date(2026, 12, 31),
        "approved_on": date(2025, 5, 15),
        "decision_number": "1/QĐ-UBND",
        "disaster_on": None,
        "today": TODAY,
    }

    assert [str(found) for found in item_problems(**values | changes)] == expected


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "count"),
    [
        pytest.param(None, None, 0, id="không ghi ngày"),
        pytest.param(None, TODAY, 0, id="hoạt động đến hôm nay"),
        pytest.param(None, date(2026, 1, 11), 1, id="thôi hoạt động hôm qua"),
        pytest.param(date(2026, 1, 13), None, 1, id="mai mới thành lập"),
    ],
)
def test_agency_must_exist_on_the_day(valid_from, valid_to, count):
    assert levels(agency_problems("Sở X", valid_from, valid_to, TODAY, field="owner")) == [Blocker] * count


@pytest.mark.parametrize(
    ("status", "started_on", "ended_on", "state"),
    [
        pytest.param("APPROVED", None, None, "APPROVED", id="chưa có ngày bắt đầu"),
        pytest.param("APPROVED", date(2026, 1, 13), None, "APPROVED", id="mai mới bắt đầu"),
        pytest.param("APPROVED", TODAY, None, "IMPLEMENTING", id="bắt đầu hôm nay"),
        pytest.param("IMPLEMENTING", None, TODAY, "IMPLEMENTING", id="ngày cuối vẫn đang thực hiện"),
        pytest.param("IMPLEMENTING", None, date(2026, 1, 11), "ENDED", id="hết hạn hôm qua"),
        pytest.param("APPROVED", None, date(2026, 1, 11), "ENDED", id="hết hạn mà chưa ghi bắt đầu"),
        pytest.param("DOSSIER", date(2025, 1, 1), date(2025, 2, 1), "DOSSIER", id="chưa phê duyệt"),
        pytest.param("NOTIFIED", None, None, "NOTIFIED", id="đã thông báo, chưa bắt đầu"),
        pytest.param("NOTIFIED", TODAY, None, "IMPLEMENTING", id="đã thông báo, bắt đầu hôm nay"),
        pytest.param("ADJUSTING", date(2025, 1, 1), date(2025, 2, 1), "ADJUSTING", id="đang điều chỉnh"),
        pytest.param("REVOKED", date(2025, 1, 1), date(2025, 2, 1), "REVOKED", id="đã thu hồi"),
        pytest.param("ENDED", date(2025, 1, 1), date(2027, 1, 1), "ENDED", id="đã ghi kết thúc sớm"),
    ],
)
def test_state_on(status, started_on, ended_on, state):
    assert state_on(status, started_on, ended_on, TODAY) == state


SLOW = {
    "state": "IMPLEMENTING",
    "started_on": date(2025, 1, 12),
    "ended_on": date(2027, 1, 12),
    "committed": 10_000,
    "disbursed": 2_000,
    "has_disbursement": True,
    "is_unrated": False,
    "today": TODAY,
    "points": 30,
    "quiet_days": 90,
}


@pytest.mark.parametrize(
    ("changes", "is_slow"),
    [
        pytest.param({}, False, id="20% khi thời gian 50%: đúng ngưỡng"),
        pytest.param({"disbursed": 1_999}, True, id="dưới ngưỡng một chút"),
        pytest.param({"disbursed": 1_999, "state": "ENDED"}, False, id="đã kết thúc"),
        pytest.param({"disbursed": 1_999, "is_unrated": True}, False, id="thiếu tỷ giá thì không xét"),
        pytest.param({"disbursed": 1_999, "ended_on": None}, False, id="không có ngày kết thúc"),
        pytest.param(
            {
                "has_disbursement": False,
                "disbursed": None,
                "started_on": date(2025, 10, 14),
                "ended_on": None,
            },
            False,
            id="90 ngày chưa giải ngân",
        ),
        pytest.param(
            {
                "has_disbursement": False,
                "disbursed": None,
                "started_on": date(2025, 10, 13),
                "ended_on": None,
            },
            True,
            id="91 ngày chưa giải ngân",
        ),
        pytest.param({"started_on": None}, False, id="chưa có ngày bắt đầu"),
    ],
)
def test_slow_reason(changes, is_slow):
    assert bool(slow_reason(**SLOW | changes)) is is_slow


PAY = {
    "paid_on": date(2025, 11, 15),
    "approved_on": date(2025, 5, 15),
    "status": "APPROVED",
    "today": TODAY,
    "amount_minor": 4_650_000,
    "currency": "USD",
    "others_minor": {"USD": 2_150_000},
    "committed_minor": {"USD": 6_800_000},
    "usd_minor": 4_650_000,
    "others_usd_minor": 2_150_000,
    "committed_usd_minor": 6_800_000,
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="vừa đủ cam kết"),
        pytest.param({"amount_minor": 4_650_001, "usd_minor": 4_650_001}, [Blocker], id="vượt một xen"),
        pytest.param({"paid_on": TODAY}, [], id="giải ngân hôm nay"),
        pytest.param({"paid_on": date(2026, 1, 13)}, [Blocker], id="giải ngân ngày mai"),
        pytest.param({"paid_on": date(2025, 5, 14)}, [Caution], id="trước ngày phê duyệt"),
        pytest.param({"started_on": date(2025, 11, 16)}, [Caution], id="trước ngày bắt đầu khoản"),
        pytest.param({"started_on": date(2025, 11, 15)}, [], id="đúng ngày bắt đầu khoản"),
        pytest.param({"status": "REJECTED"}, [Blocker], id="khoản không tiếp nhận"),
        pytest.param({"status": "REVOKED"}, [Blocker], id="khoản đã thu hồi"),
        pytest.param({"status": "STOPPED"}, [Blocker], id="khoản đã dừng sau khóa sổ"),
        pytest.param({"status": "CONSULTING"}, [Blocker], id="chưa phê duyệt"),
        pytest.param({"status": "DOSSIER", "is_table": True}, [Caution], id="chưa phê duyệt, từ tệp"),
        pytest.param({"status": "COMMITTED", "is_emergency": True}, [], id="khẩn cấp: chưa phê duyệt"),
        pytest.param({"status": "CONSULTING", "amount_minor": -1}, [], id="hoàn trả khi chưa phê duyệt"),
        pytest.param(
            {"currency": "EUR", "amount_minor": 1, "usd_minor": 4_650_001}, [Caution], id="vượt khi quy đổi"
        ),
        pytest.param({"currency": "EUR", "amount_minor": 1, "usd_minor": None}, [], id="chưa có tỷ giá"),
    ],
)
def test_disbursement_problems(changes, expected):
    assert levels(disbursement_problems(**PAY | changes)) == expected


def test_disbursement_over_commitment_names_the_excess():
    [blocker] = disbursement_problems(**PAY | {"amount_minor": 5_100_000, "usd_minor": 5_100_000})

    assert "vượt cam kết 4.500\u00a0USD" in str(blocker)
    assert blocker.field == "amount"


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        pytest.param("30000", 0, id="đúng 20%"),
        pytest.param("30001", 1, id="hơn 20%"),
        pytest.param("20000", 0, id="kém đúng 20%"),
        pytest.param("26.38", 1, id="sai dấu phần nghìn"),
    ],
)
def test_rate_cautions(typed, count):
    found = rate_cautions(
        "USD", Decimal(typed), Decimal(25_000), date(2025, 6, 1), band_percent=20, field="rate"
    )

    assert levels(found) == [Caution] * count


@pytest.mark.parametrize(
    ("rate_on", "count"),
    [
        pytest.param(date(2025, 12, 12), 0, id="đúng 31 ngày"),
        pytest.param(date(2025, 12, 11), 1, id="cũ 32 ngày"),
        pytest.param(None, 0, id="chưa có tỷ giá"),
    ],
)
def test_old_rate_cautions(rate_on, count):
    found = old_rate_cautions([(rate_on, TODAY), (TODAY, TODAY)])

    assert levels(found) == [Caution] * count
    assert all("tỷ giá ngày 11/12/2025" in str(caution) for caution in found)


def test_rate_without_a_known_one_is_taken():
    assert rate_cautions("USD", Decimal(1), None, None, band_percent=20, field="rate") == []


@pytest.mark.parametrize(
    ("status", "approved_on", "written"),
    [
        pytest.param("DOSSIER", TODAY, "APPROVED", id="ghi quyết định"),
        pytest.param("IMPLEMENTING", TODAY, "IMPLEMENTING", id="đang thực hiện giữ nguyên"),
        pytest.param("SETTLED", TODAY, "SETTLED", id="đã quyết toán giữ nguyên"),
        pytest.param("APPROVED", None, "DOSSIER", id="xóa quyết định"),
        pytest.param("COMMITTED", None, "COMMITTED", id="chưa có quyết định"),
        pytest.param("REVOKED", TODAY, "REVOKED", id="đã thu hồi không sống lại"),
        pytest.param("WITHDRAWN", TODAY, "WITHDRAWN", id="đã rút không sống lại"),
    ],
)
def test_status_written(status, approved_on, written):
    assert status_written(status, approved_on) == written


@pytest.mark.parametrize(
    ("status", "was", "now", "received_on", "count"),
    [
        pytest.param("DOSSIER", None, TODAY, None, 0, id="nhập thẳng quyết định"),
        pytest.param("CONSULTING", None, TODAY, TODAY, 1, id="hồ sơ đang xử lý theo bước"),
        pytest.param("REJECTED", None, TODAY, None, 1, id="không tiếp nhận"),
        pytest.param("APPROVED", TODAY, None, None, 0, id="xóa quyết định nhập thẳng"),
        pytest.param("APPROVED", TODAY, None, TODAY, 1, id="xóa quyết định đã ghi bước"),
        pytest.param("REVOKED", TODAY, None, None, 1, id="xóa quyết định đã thu hồi"),
        pytest.param("APPROVED", TODAY, date(2026, 1, 11), TODAY, 0, id="sửa ngày gõ nhầm"),
    ],
)
def test_decision_problems(status, was, now, received_on, count):
    found = decision_problems(status=status, was_approved_on=was, approved_on=now, received_on=received_on)

    assert levels(found) == [Blocker] * count


@pytest.mark.parametrize(
    ("now", "paid", "count"),
    [
        pytest.param(None, date(2026, 1, 15), 1, id="đã giải ngân thì không xóa ngày phê duyệt"),
        pytest.param(date(2026, 1, 16), date(2026, 1, 15), 1, id="không dời ra sau lần giải ngân đầu"),
        pytest.param(date(2026, 1, 15), date(2026, 1, 15), 0, id="dời tới đúng ngày giải ngân"),
        pytest.param(None, None, 0, id="chưa giải ngân thì xóa được"),
    ],
)
def test_money_stands_on_its_decision(now, paid, count):
    found = decision_problems(
        status="APPROVED",
        was_approved_on=date(2026, 1, 10),
        approved_on=now,
        received_on=None,
        first_paid_on=paid,
    )

    assert levels(found) == [Blocker] * count


@pytest.mark.parametrize(
    ("shares", "count"),
    [
        pytest.param([100], 0, id="một lĩnh vực"),
        pytest.param([60, 40], 0, id="hai lĩnh vực"),
        pytest.param([60, 41], 1, id="quá 100"),
        pytest.param([100, 0], 1, id="tỷ lệ 0"),
        pytest.param([], 1, id="không có"),
    ],
)
def test_share_problems(shares, count):
    assert levels(share_problems(shares)) == [Blocker] * count
