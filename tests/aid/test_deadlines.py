"""Deadlines found in the database: which items each kind binds, under which value, as each role sees them."""

from datetime import date, timedelta

import pytest

from aid.alarms import State
from aid.deadlines import Wanted, count_late, find
from aid.models import AidItem, NgoRegistration, OwnerReport
from core.history import acting, save_version
from core.models import LegalValue, User
from tests.factories import AidItemFactory

TODAY = date(2026, 11, 20)
BEFORE, AFTER = TODAY - timedelta(days=400), TODAY + timedelta(days=400)


@pytest.fixture
def look(cast, law):
    """Return a function that lists (kind, due day) of what an account is told; only kinds given."""

    def found(*kinds, user=None, first=BEFORE, last=AFTER, today=TODAY, **more):
        who = user or cast["SNGV_STAFF"]
        wanted = Wanted(who, today, first, last, frozenset(kinds), **more)
        return [(row.kind.code, row.due_on) for row in find(wanted).rows]

    return found


def item(**values):
    values = {"approved_on": date(2026, 11, 2), "rule_set": "ND313"} | values
    return AidItemFactory(**values)


def dossier(**values):
    return item(status="RECEIVED", approved_on=None, rule_set="", received_on=date(2026, 11, 2), **values)


def write(record):
    with acting(by=User.objects.system(), verb="tests.write", label="Tạo dữ liệu thử"):
        record.save()
    return record


def change(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    with acting(by=User.objects.system(), verb="tests.change", label="Sửa dữ liệu thử"):
        save_version(record, expected=record.version)


def test_the_clock_of_a_dossier_stands_still_while_it_is_away(look):
    dossier()
    dossier(days_returned=9)
    dossier(returned_on=date(2026, 11, 5))
    dossier(appraised_on=date(2026, 11, 12))
    dossier(emergency_kind="CUU_TRO")
    assert look("THAM_DINH") == [
        ("THAM_DINH", date(2026, 11, 22)),
        ("THAM_DINH", date(2026, 12, 1)),
    ]


@pytest.mark.parametrize(
    ("kind", "binds", "values"),
    [
        pytest.param("THONG_BAO", True, {}, id="thông báo: đã phê duyệt"),
        pytest.param("THONG_BAO", False, {"notified_on": date(2026, 11, 4)}, id="thông báo: đã ghi"),
        pytest.param("THONG_BAO", False, {"rule_set": "ND50"}, id="thông báo: khẩn cấp theo luật riêng"),
        pytest.param("KC_THONG_BAO", True, {"rule_set": "ND50"}, id="thông báo khẩn cấp"),
        pytest.param("BAT_DAU", True, {}, id="bắt đầu: chưa có ngày"),
        pytest.param("BAT_DAU", True, {"started_on": TODAY + timedelta(1)}, id="bắt đầu: ngày mai"),
        pytest.param("BAT_DAU", False, {"started_on": TODAY}, id="bắt đầu: hôm nay"),
        pytest.param("BAT_DAU", True, {"status": "NOTIFIED"}, id="bắt đầu: đã thông báo"),
        pytest.param("BAT_DAU", False, {"status": "IMPLEMENTING"}, id="bắt đầu: đang thực hiện"),
        pytest.param("SAP_KET_THUC", True, {"ended_on": TODAY}, id="kết thúc hôm nay"),
        pytest.param("SAP_KET_THUC", False, {"ended_on": TODAY - timedelta(1)}, id="kết thúc hôm qua"),
        pytest.param("BAO_CAO_KT", True, {"ended_on": date(2026, 8, 31)}, id="báo cáo kết thúc"),
        pytest.param(
            "BAO_CAO_KT", False,
            {"ended_on": date(2026, 8, 31), "final_report_on": date(2026, 9, 9)}, id="đã báo cáo kết thúc",
        ),
        pytest.param(
            "BAO_CAO_KT", False, {"ended_on": date(2026, 8, 31), "status": "REVOKED"}, id="đã thu hồi"
        ),
        pytest.param(
            "KC_CUU_TRO", True,
            {"emergency_kind": "CUU_TRO", "rule_set": "ND50", "disaster_on": date(2026, 9, 8)}, id="cứu trợ",
        ),
        pytest.param(
            "KC_CUU_TRO", False,
            {
                "emergency_kind": "CUU_TRO", "rule_set": "ND50", "disaster_on": date(2026, 9, 8),
                "closed_on": date(2026, 11, 1),
            },
            id="cứu trợ đã xong",
        ),
        pytest.param(
            "KC_KHAC_PHUC", True,
            {"emergency_kind": "KHAC_PHUC", "rule_set": "ND50", "disaster_on": date(2026, 9, 8)},
            id="khắc phục",
        ),
        pytest.param("KC_DON_VI", True, {"rule_set": "ND50", "closed_on": TODAY}, id="đơn vị sử dụng"),
        pytest.param("KC_CHU_KHOAN", True, {"rule_set": "ND50", "closed_on": TODAY}, id="chủ khoản khẩn cấp"),
    ],
)  # fmt: skip
def test_which_items_a_deadline_binds(look, kind, binds, values):
    item(**values)
    assert [code for code, _ in look(kind)] == ([kind] if binds else [])


def test_the_real_end_counts_before_the_planned_one(look):
    item(ended_on=date(2027, 1, 31), closed_on=date(2026, 8, 31), status="ENDED")
    assert look("BAO_CAO_KT") == [("BAO_CAO_KT", date(2027, 2, 28))]


def test_a_report_that_was_sent_is_not_owed(look):
    done = item(ended_on=date(2026, 8, 31))
    write(OwnerReport(item=done, kind="KET_THUC", year=2026, sent_on=TODAY))
    write(OwnerReport(item=done, kind="NAM", year=2026, sent_on=TODAY))
    assert look("BAO_CAO_KT", "BAO_CAO_NAM") == []


def test_owners_owe_reports_of_the_periods_in_which_their_item_runs(look):
    item(approved_on=date(2026, 3, 2), ended_on=date(2026, 10, 31), status="IMPLEMENTING")
    item(approved_on=date(2026, 7, 1), status="IMPLEMENTING")
    assert look("BAO_CAO_6T", "BAO_CAO_NAM", last=date(2027, 6, 30)) == [
        ("BAO_CAO_6T", date(2026, 7, 10)),
        ("BAO_CAO_NAM", date(2027, 1, 10)),
        ("BAO_CAO_NAM", date(2027, 1, 10)),
    ]


def rule_of(code, day):
    return LegalValue.objects.in_force(code, day)


def test_a_rule_whose_end_is_moved_changes_next_years_duty_alone(look):
    item(approved_on=date(2024, 3, 1), rule_set="ND80", status="IMPLEMENTING")
    window = {"first": date(2026, 1, 1), "last": date(2028, 12, 31)}
    before = look("BAO_CAO_NAM", **window)
    assert before == [("BAO_CAO_NAM", date(year, 1, 10)) for year in (2026, 2027, 2028)]
    old = rule_of("AID_OWNER_YEAR_DUE", date(2026, 12, 31))
    change(old, valid_to=date(2026, 12, 31))
    write(
        LegalValue(
            code=old.code, label=old.label, value=2001, unit=old.unit, citation="Nghị định mới",
            valid_from=date(2027, 1, 1), certainty="VERIFIED",
        )
    )  # fmt: skip
    assert look("BAO_CAO_NAM", **window) == [*before[:2], ("BAO_CAO_NAM", date(2028, 1, 20))]


def test_an_item_keeps_the_value_of_the_day_of_its_approval(look):
    new = rule_of("AID_NOT_STARTED_MONTHS", date(2026, 1, 1))
    change(new, value=9)
    item(approved_on=date(2025, 12, 7), rule_set="ND80")
    item(approved_on=date(2025, 12, 8), rule_set="ND313")
    assert look("BAT_DAU") == [("BAT_DAU", date(2026, 6, 7)), ("BAT_DAU", date(2026, 9, 8))]


@pytest.mark.parametrize(
    ("approved", "rule_set", "citation", "is_sure"),
    [
        pytest.param(date(2020, 9, 16), "ND93", "Nghị định 93/2009/NĐ-CP", False, id="NĐ 93"),
        pytest.param(date(2020, 9, 17), "ND80", "Điều 13, Điều 14 Nghị định 80/2020/NĐ-CP", True, id="NĐ 80"),
        pytest.param(
            date(2025, 12, 7), "ND80", "Điều 13, Điều 14 Nghị định 80/2020/NĐ-CP", True, id="hết NĐ 80"
        ),
        pytest.param(
            date(2025, 12, 8), "ND313", "Nghị định 313/2025/NĐ-CP", False, id="NĐ 313, chờ xác nhận"
        ),
    ],
)
def test_each_item_is_under_the_decree_of_its_own_day(cast, law, approved, rule_set, citation, is_sure):
    item(approved_on=approved, rule_set=rule_set, ended_on=date(2026, 6, 30), status="IMPLEMENTING")
    wanted = Wanted(cast["SNGV_STAFF"], TODAY, BEFORE, AFTER, frozenset({"BAO_CAO_KT"}))
    (row,) = find(wanted).rows
    assert (row.source, row.is_sure, row.due_on) == (citation, is_sure, date(2026, 12, 30))


def test_a_focal_point_is_told_of_its_own_items_alone(look, cast):
    item(recipient=cast.agencies["SYT"])
    item(recipient=cast.agencies["CAT"])
    assert len(look("THONG_BAO", user=cast["FOCAL"])) == 1
    assert len(look("THONG_BAO")) == 2
    assert look("THONG_BAO", user=cast["HOI_EDITOR"]) == []


def test_items_are_narrowed_by_words_agency_and_person(look, cast):
    item(name="Cầu dân sinh", recipient=cast.agencies["SYT"])
    item(name="Trạm y tế", recipient=cast.agencies["CAT"])
    assert len(look("THONG_BAO", words="cau dan")) == 1
    assert len(look("THONG_BAO", agency_id=cast.agencies["CAT"].pk)) == 1
    assert look("THONG_BAO", person_id=cast["FIN"].pk) == []
    assert look(words="không có khoản này") == []


def test_the_number_of_late_ones_is_that_of_the_list(cast, law, certificate):
    item(approved_on=date(2026, 3, 2), ended_on=date(2026, 4, 30))
    item(rule_set="ND50", closed_on=date(2026, 8, 3), notified_on=TODAY)
    dossier(days_returned=30)
    certificate(date(2026, 11, 1))
    user = cast["SNGV_STAFF"]
    found = find(Wanted(user, TODAY, date(2025, 11, 20), TODAY - timedelta(1))).rows
    assert count_late(user, TODAY) == len(found)
    assert {row.state for row in found} == {State.LATE}


def test_a_dossier_is_under_the_value_of_the_day_it_came_in(look):
    change(rule_of("AID_APPRAISAL_DAYS", date(2026, 1, 1)), value=30)
    AidItemFactory(
        status="RECEIVED", approved_on=None, rule_set="", received_on=date(2025, 12, 7), days_returned=10
    )
    assert look("THAM_DINH") == [("THAM_DINH", date(2026, 1, 6))]


def test_only_so_many_of_a_kind_are_read(cast, law):
    for _ in range(3):
        item()
    found = find(Wanted(cast["SNGV_STAFF"], TODAY, BEFORE, AFTER, frozenset({"THONG_BAO"}), limit=2))
    assert (len(found.rows), found.cut) == (2, ["THONG_BAO"])


@pytest.fixture
def certificate(world):
    def store(expires_on, **values):
        return write(
            NgoRegistration(
                partner=world["donor"], number=f"G{expires_on:%Y%m%d}", issued_on=date(2023, 1, 1),
                expires_on=expires_on, **values,
            )
        )  # fmt: skip

    return store


def test_a_certificate_is_renewed_60_days_before_it_ends(look, certificate):
    certificate(date(2026, 12, 31))
    assert look("GIA_HAN_GIAY", "GIAY_HET_HAN") == [
        ("GIA_HAN_GIAY", date(2026, 11, 1)),
        ("GIAY_HET_HAN", date(2026, 12, 31)),
    ]


def test_a_newer_certificate_settles_the_old_one(look, certificate):
    certificate(date(2026, 12, 31))
    certificate(date(2029, 12, 31))
    certificate(date(2027, 3, 1), kind="VAN_PHONG")
    certificate(date(2027, 4, 1), kind="DU_AN", ruling="THU_HOI", ruling_on=date(2026, 1, 1))
    assert look("GIAY_HET_HAN") == [("GIAY_HET_HAN", date(2027, 3, 1))]


def test_certificates_of_strangers_stay_out_of_sight(look, certificate, cast, world):
    certificate(date(2026, 12, 31))
    assert look("GIAY_HET_HAN", user=cast["FOCAL"]) == []
    item(donor=world["donor"], recipient=cast.agencies["SYT"])
    assert len(look("GIAY_HET_HAN", user=cast["FOCAL"])) == 1


def duties(look, **more):
    return look("CO_QUAN", last=date(2027, 7, 31), **more)


def test_the_province_owes_its_yearly_reports(look):
    days = [date(2026, 12, 18), date(2027, 1, 15), date(2027, 6, 30)]
    assert duties(look) == [("CO_QUAN", day) for day in days]


def test_reports_on_budget_revenue_come_where_such_an_item_runs(look, cast):
    item(approved_on=date(2026, 11, 1), ended_on=date(2026, 12, 31), is_budget_revenue=True)
    days = [day for _, day in duties(look)]
    months = [date(2026, 12, 10), date(2027, 1, 10)]
    halves = [date(2027, 2, 15), date(2027, 2, 15)]
    years = [date(2027, 2, 28), date(2027, 3, 10)]
    assert [day for day in days if day in {*months, *halves, *years}] == months + halves + years
    assert duties(look, user=cast["FOCAL"]) == []


def test_what_is_past_is_late_and_what_is_far_is_not_told(cast, law):
    item(approved_on=date(2026, 5, 20))
    item(approved_on=date(2026, 5, 19))
    item(approved_on=date(2026, 5, 21))
    item(approved_on=date(2026, 7, 21))
    wanted = Wanted(cast["SNGV_STAFF"], TODAY, BEFORE, AFTER, frozenset({"BAT_DAU"}))
    assert [row.state for row in find(wanted).rows] == [State.LATE, State.TODAY, State.SOON, State.FAR]


def test_every_status_is_known_to_the_sets():
    from aid.models.deadline_sets import BEFORE_DECISION, DONE, REPORTED, RUNNING

    closed = {"REJECTED", "WITHDRAWN", "REVOKED", "STOPPED"}
    assert {*BEFORE_DECISION, *RUNNING, *DONE, *REPORTED, *closed} == set(AidItem.Status.values)
