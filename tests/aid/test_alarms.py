"""The pure table of deadlines: which day each falls on, when it is told, how it stands."""

from datetime import date

import pytest

from aid.alarms import (
    BY_CODE,
    KINDS,
    Chain,
    DeadlineLaw,
    State,
    Subject,
    Term,
    base_range,
    deadline,
    milestone,
)

OF = Subject("VT-2026-001", "VT-2026-001 – Khoản thử", "/vien-tro/VT-2026-001/")
VALUES = {
    "AID_APPRAISAL_DAYS": (20, "NGAY"),
    "AID_NOTICE_DAYS": (5, "NGAY"),
    "AID_NOT_STARTED_MONTHS": (6, "THANG"),
    "AID_FINAL_REPORT_MONTHS": (6, "THANG"),
    "AID_EMERGENCY_RELIEF_MONTHS": (3, "THANG"),
    "AID_EMERGENCY_RECOVERY_MONTHS": (9, "THANG"),
    "AID_EMERGENCY_REPORT_DAYS": (5, "NGAY_LAM_VIEC"),
    "AID_EMERGENCY_OWNER_REPORT_DAYS": (5, "NGAY_LAM_VIEC"),
    "AID_EMERGENCY_NOTICE_DAYS": (3, "NGAY_LAM_VIEC"),
    "NGO_RENEWAL_DAYS": (60, "NGAY"),
    "AID_DOSSIER_ALERT_DAYS": (15, "NGAY"),
    "AID_START_ALERT_MONTHS": (4, "THANG"),
    "AID_START_ALERT_AGAIN_MONTHS": (5, "THANG"),
    "AID_END_ALERT_DAYS": (60, "NGAY"),
    "AID_EMERGENCY_ALERT_DAYS": (15, "NGAY"),
    "AID_REPORT_ALERT_DAYS": (21, "NGAY"),
    "AID_REPORT_ALERT_AGAIN_DAYS": (14, "NGAY"),
    "AID_REPORT_ALERT_LAST_DAYS": (7, "NGAY"),
    "NGO_REGISTRATION_ALERT_DAYS": (90, "NGAY"),
}


def term(code, value, unit, first=None, last=None, *, is_sure=True, source="Nghị định thử"):
    return Term(code, value, unit, first, last, source, is_sure)


LAW = DeadlineLaw({code: (term(code, *of),) for code, of in VALUES.items()}, {})


def found(code, base, today):
    kind = BY_CODE[code]
    return deadline(kind, OF, base, next(LAW.chains(kind)), LAW, today)


@pytest.mark.parametrize(
    ("code", "base", "due"),
    [
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 22), id="thẩm định 20 ngày"),
        pytest.param("THONG_BAO", date(2026, 12, 29), date(2027, 1, 3), id="thông báo 5 ngày, qua năm"),
        pytest.param("BAT_DAU", date(2026, 8, 31), date(2027, 2, 28), id="6 tháng từ 31/8 là 28/2"),
        pytest.param("BAO_CAO_KT", date(2027, 8, 31), date(2028, 2, 29), id="6 tháng từ 31/8, năm nhuận"),
        pytest.param("BAO_CAO_KT", date(2026, 6, 30), date(2026, 12, 30), id="6 tháng từ 30/6 là 30/12"),
        pytest.param("SAP_KET_THUC", date(2026, 12, 31), date(2026, 12, 31), id="ngày kết thúc"),
        pytest.param("KC_CUU_TRO", date(2026, 11, 30), date(2027, 2, 28), id="cứu trợ 3 tháng từ 30/11"),
        pytest.param("KC_KHAC_PHUC", date(2026, 5, 31), date(2027, 2, 28), id="khắc phục 9 tháng từ 31/5"),
        pytest.param("KC_DON_VI", date(2026, 8, 31), date(2026, 9, 9), id="5 ngày làm việc qua Quốc khánh"),
        pytest.param("KC_CHU_KHOAN", date(2026, 8, 31), date(2026, 9, 16), id="5 rồi 5 ngày làm việc"),
        pytest.param(
            "KC_THONG_BAO", date(2026, 10, 9), date(2026, 10, 14), id="3 ngày làm việc qua cuối tuần"
        ),
        pytest.param("GIA_HAN_GIAY", date(2026, 12, 31), date(2026, 11, 1), id="gia hạn trước 60 ngày"),
        pytest.param("GIAY_HET_HAN", date(2026, 12, 31), date(2026, 12, 31), id="giấy hết hạn"),
    ],
)
def test_the_due_day(code, base, due):
    assert found(code, base, base).due_on == due


@pytest.mark.parametrize(
    ("code", "base", "today", "state"),
    [
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 16), State.FAR, id="thẩm định ngày 14"),
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 17), State.SOON, id="thẩm định ngày 15"),
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 18), State.SOON, id="thẩm định ngày 16"),
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 21), State.SOON, id="thẩm định ngày 19"),
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 22), State.TODAY, id="thẩm định ngày 20"),
        pytest.param("THAM_DINH", date(2026, 3, 2), date(2026, 3, 23), State.LATE, id="thẩm định ngày 21"),
        pytest.param("THONG_BAO", date(2026, 3, 2), date(2026, 3, 2), State.SOON, id="thông báo ngày ký"),
        pytest.param("THONG_BAO", date(2026, 3, 2), date(2026, 3, 7), State.TODAY, id="thông báo ngày 5"),
        pytest.param("THONG_BAO", date(2026, 3, 2), date(2026, 3, 8), State.LATE, id="thông báo ngày 6"),
        pytest.param("BAT_DAU", date(2026, 8, 31), date(2026, 12, 30), State.FAR, id="trước 4 tháng"),
        pytest.param("BAT_DAU", date(2026, 8, 31), date(2026, 12, 31), State.SOON, id="đủ 4 tháng"),
        pytest.param("BAT_DAU", date(2026, 8, 31), date(2027, 2, 28), State.TODAY, id="đủ 6 tháng"),
        pytest.param("BAT_DAU", date(2026, 8, 31), date(2027, 3, 1), State.LATE, id="quá 6 tháng"),
        pytest.param("SAP_KET_THUC", date(2026, 12, 31), date(2026, 10, 31), State.FAR, id="61 ngày trước"),
        pytest.param("SAP_KET_THUC", date(2026, 12, 31), date(2026, 11, 1), State.SOON, id="60 ngày trước"),
        pytest.param("BAO_CAO_KT", date(2026, 6, 30), date(2026, 12, 8), State.FAR, id="báo cáo, 22 ngày"),
        pytest.param("BAO_CAO_KT", date(2026, 6, 30), date(2026, 12, 9), State.SOON, id="báo cáo, 21 ngày"),
        pytest.param("GIA_HAN_GIAY", date(2026, 12, 31), date(2026, 10, 1), State.FAR, id="giấy, 91 ngày"),
        pytest.param("GIA_HAN_GIAY", date(2026, 12, 31), date(2026, 10, 2), State.SOON, id="giấy, 90 ngày"),
        pytest.param("GIA_HAN_GIAY", date(2026, 12, 31), date(2026, 11, 1), State.TODAY, id="giấy, 60 ngày"),
        pytest.param("GIA_HAN_GIAY", date(2026, 12, 31), date(2026, 11, 2), State.LATE, id="giấy, 59 ngày"),
        pytest.param("KC_CUU_TRO", date(2026, 9, 10), date(2026, 11, 24), State.FAR, id="cứu trợ, 16 ngày"),
        pytest.param("KC_CUU_TRO", date(2026, 9, 10), date(2026, 11, 25), State.SOON, id="cứu trợ, 15 ngày"),
        pytest.param(
            "KC_CUU_TRO", date(2026, 9, 10), date(2026, 12, 11), State.LATE, id="cứu trợ, quá 3 tháng"
        ),
    ],
)
def test_how_a_deadline_stands(code, base, today, state):
    assert found(code, base, today).state == state


def test_a_start_is_told_after_four_five_and_six_months():
    assert found("BAT_DAU", date(2026, 8, 31), date(2026, 9, 1)).told_on == (
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
    )


def test_a_report_is_told_21_14_and_7_days_before():
    told = found("BAO_CAO_KT", date(2026, 6, 30), date(2026, 7, 1)).told_on
    assert told == (date(2026, 12, 9), date(2026, 12, 16), date(2026, 12, 23), date(2026, 12, 30))


@pytest.mark.parametrize(
    ("day", "step"),
    [
        pytest.param(date(2026, 3, 16), "", id="trước ngày nhắc"),
        pytest.param(date(2026, 3, 17), "con-5", id="ngày 15"),
        pytest.param(date(2026, 3, 19), "con-5", id="nhắc bù sau ngày nghỉ"),
        pytest.param(date(2026, 3, 22), "con-0", id="đúng hạn"),
        pytest.param(date(2026, 3, 23), "qua-han", id="ngày sau hạn"),
        pytest.param(date(2026, 3, 29), "qua-han", id="bù sau hạn"),
        pytest.param(date(2026, 3, 30), "", id="đã quá lâu, không báo lại"),
    ],
)
def test_which_telling_a_morning_brings(day, step):
    assert milestone(found("THAM_DINH", date(2026, 3, 2), day), day, catch_up_days=7) == step


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_days_are_found_backwards_exactly(kind):
    if kind.code in ("BAO_CAO_6T", "BAO_CAO_NAM", "CO_QUAN"):
        return
    chain = next(LAW.chains(kind))
    first, last = date(2026, 2, 26), date(2026, 3, 3)
    bounds = base_range(lambda day: chain.due_on(day, {}), first, last)
    days = [date.fromordinal(at) for at in range(date(2025, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    hit = [day for day in days if first <= chain.due_on(day, {}) <= last]
    assert bounds == ((hit[0], hit[-1]) if hit else None)


@pytest.mark.parametrize(
    ("value", "base", "due"),
    [
        pytest.param(1501, date(2025, 12, 31), date(2026, 1, 15), id="15/01 năm sau"),
        pytest.param(3006, date(2025, 12, 31), date(2026, 6, 30), id="30/6 năm sau"),
        pytest.param(1812, date(2026, 12, 14), date(2026, 12, 18), id="18/12 cùng năm"),
        pytest.param(1003, date(2028, 1, 31), date(2028, 3, 10), id="10/3 năm nhuận"),
        pytest.param(3107, date(2026, 6, 30), date(2026, 7, 31), id="31/7"),
    ],
)
def test_a_day_of_the_year_is_the_next_one(value, base, due):
    assert term("X", value, "NGAY_THANG").after(base) == due


def test_the_sentence_names_rule_days_and_data():
    one = found("THAM_DINH", date(2026, 3, 2), date(2026, 3, 23))
    assert one.why == "Nhận đủ hồ sơ 02/03/2026, thời hạn 20 ngày; chưa ghi thẩm định xong."
    assert (one.days, one.source, one.is_sure) == (-1, "Nghị định thử", True)


def test_a_chain_is_as_sure_as_its_least_sure_value():
    chain = Chain((term("A", 5, "NGAY"), term("B", 5, "NGAY", is_sure=False, source="Khác")))
    assert (chain.is_sure, chain.source, chain.words) == (False, "Nghị định thử; Khác", "5 ngày và 5 ngày")


def test_terms_that_never_meet_make_no_chain():
    law = DeadlineLaw(
        {
            "AID_EMERGENCY_REPORT_DAYS": (term("A", 5, "NGAY", last=date(2025, 12, 31)),),
            "AID_EMERGENCY_OWNER_REPORT_DAYS": (
                term("B", 5, "NGAY", last=date(2025, 12, 31)),
                term("B", 9, "NGAY", first=date(2026, 1, 1)),
            ),
        },
        {},
    )
    assert [chain.words for chain in law.chains(BY_CODE["KC_CHU_KHOAN"])] == ["5 ngày và 5 ngày"]
