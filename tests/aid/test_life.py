"""The table of an item's life: which step is open where, what it needs, which days it sets."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from aid.life import BACK, RECOVERY, REGULAR, RELIEF, STEPS, table_rows
from aid.life_rules import (
    Asked,
    Facts,
    appraisal_days,
    appraisal_due,
    clause_of,
    decree_day,
    effects,
    is_open,
    leads_to,
    open_steps,
    step_problems,
)
from aid.models import AidItem, AidStep
from aid.rules import Limit, RuleSetPeriod
from core.legal import Blocker, Caution, Citation

GUIDE = Path(__file__).parents[2] / "docs" / "huong-dan" / "09-trang-thai.md"
TODAY = date(2026, 1, 12)
ND80 = RuleSetPeriod("ND80", date(2020, 9, 17), date(2025, 12, 7), Citation("Nghị định 80/2020/NĐ-CP"))
ND313 = RuleSetPeriod("ND313", date(2025, 12, 8), None, Citation("Nghị định 313/2025/NĐ-CP"))
ND50 = RuleSetPeriod("ND50", date(2020, 4, 20), None, Citation("Nghị định 50/2020/NĐ-CP"))
KIND = AidStep.Kind

# Which steps each state offers, by the codes of the table; beside them those that only relief has there.
OPEN = {
    "MOBILISING": "CAM_KET LAP_HO_SO TU_CHOI RUT",
    "COMMITTED": "LAP_HO_SO TU_CHOI RUT",
    "DOSSIER": "TIEP_NHAN TU_CHOI RUT",
    "RECEIVED": "LAY_Y_KIEN TRA_BO_SUNG TU_CHOI RUT",
    "RETURNED": "NHAN_LAI TU_CHOI RUT",
    "CONSULTING": "THAM_DINH TRA_BO_SUNG TU_CHOI RUT",
    "APPRAISED": "PHE_DUYET TU_CHOI RUT",
    "APPROVED": "THONG_BAO BAT_DAU KET_THUC DE_NGHI_DC RUT THU_HOI",
    "NOTIFIED": "BAT_DAU KET_THUC DE_NGHI_DC RUT THU_HOI",
    "IMPLEMENTING": "THONG_BAO KET_THUC DE_NGHI_DC",
    "ADJUSTING": "THONG_BAO DIEU_CHINH GIU_NGUYEN",
    "ENDED": "KET_THUC BAN_GIAO BAO_CAO_KT MO_LAI",
    "HANDED_OVER": "BAO_CAO_KT",
    "FINAL_REPORTED": "BAN_GIAO QUYET_TOAN",
    "SETTLED": "",
    "REJECTED": "MO_LAI",
    "WITHDRAWN": "MO_LAI",
    "REVOKED": "",
    "STOPPED": "",
}
SHORTER = {
    RECOVERY: {"RECEIVED": "THAM_DINH"},
    RELIEF: {
        "MOBILISING": "TIEP_NHAN",
        "COMMITTED": "TIEP_NHAN PHE_DUYET",
        "DOSSIER": "PHE_DUYET",
        "RECEIVED": "THAM_DINH PHE_DUYET",
        "CONSULTING": "PHE_DUYET",
    },
}
PATHS = {REGULAR: ("", ND80), RECOVERY: ("KHAC_PHUC", ND50), RELIEF: ("CUU_TRO", ND50)}


def facts(status, *, path=REGULAR, **changes):
    kind, decree = PATHS[path]
    return Facts(**{"status": status, "state": status, "emergency_kind": kind, "decree": decree} | changes)


def found(kind, where, on=TODAY, *, limit=None, **asked):
    problems = step_problems(STEPS[kind], where, Asked(on, **asked), today=TODAY, revoke_limit=limit)
    return [(type(problem), problem.field, str(problem)) for problem in problems]


def levels(problems):
    return [level for level, _, _ in problems]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("status", AidItem.Status.values)
def test_every_state_offers_the_steps_of_the_table(status, path):
    expected = set(OPEN[status].split()) | set(SHORTER.get(path, {}).get(status, "").split())
    where = facts(status, path=path)

    assert {str(step.kind) for step in open_steps(where)} == expected
    for kind in KIND.values:
        refused = [
            text for level, _, text in found(kind, where) if "nên chưa ghi" in text or "Lấy ý kiến" in text
        ]
        assert bool(refused) is (kind not in expected), kind


def test_relief_without_its_decree_goes_the_ordinary_way():
    assert facts("DOSSIER", path=RELIEF, decree=ND80).path == REGULAR
    assert not is_open(STEPS[KIND.APPROVE], facts("DOSSIER", path=RELIEF, decree=ND80))


@pytest.mark.parametrize("kind", KIND.values)
def test_every_step_leads_from_each_of_its_states_to_a_state(kind):
    step = STEPS[kind]
    for status in step.start:
        to = leads_to(step, facts(status))
        assert to in AidItem.Status.values
        assert step.to in (BACK, to) or to == status


@pytest.mark.parametrize(
    ("kind", "status", "came_from", "days", "to"),
    [
        pytest.param("DIEU_CHINH", "ADJUSTING", "NOTIFIED", {}, "NOTIFIED", id="điều chỉnh về đã thông báo"),
        pytest.param("GIU_NGUYEN", "ADJUSTING", "IMPLEMENTING", {}, "IMPLEMENTING", id="giữ nguyên"),
        pytest.param("THONG_BAO", "APPROVED", "", {}, "NOTIFIED", id="thông báo đúng lúc"),
        pytest.param("THONG_BAO", "IMPLEMENTING", "", {}, "IMPLEMENTING", id="thông báo ghi muộn"),
        pytest.param("BAN_GIAO", "FINAL_REPORTED", "", {}, "FINAL_REPORTED", id="bàn giao ghi muộn"),
        pytest.param(
            "MO_LAI", "ENDED", "", {"approved_on": TODAY}, "IMPLEMENTING", id="mở lại khoản kết thúc"
        ),
        pytest.param("MO_LAI", "REJECTED", "", {}, "DOSSIER", id="mở lại khoản không tiếp nhận"),
        pytest.param(
            "MO_LAI", "WITHDRAWN", "COMMITTED", {}, "COMMITTED", id="mở lại khoản rút khi có cam kết"
        ),
        pytest.param("MO_LAI", "WITHDRAWN", "", {"approved_on": TODAY}, "APPROVED", id="rút sau phê duyệt"),
    ],
)
def test_where_a_step_leads(kind, status, came_from, days, to):
    assert leads_to(STEPS[kind], facts(status, came_from=came_from, days=days)) == to


@pytest.mark.parametrize(
    ("kind", "status", "changes", "on", "field"),
    [
        pytest.param("CAM_KET", "MOBILISING", {}, TODAY, None, id="hôm nay"),
        pytest.param("CAM_KET", "MOBILISING", {}, TODAY + timedelta(1), "on", id="ngày mai"),
        pytest.param("LAP_HO_SO", "COMMITTED", {"last_on": TODAY}, TODAY, None, id="cùng ngày"),
        pytest.param("LAP_HO_SO", "COMMITTED", {"last_on": TODAY}, date(2026, 1, 11), "on", id="sớm hơn"),
        pytest.param(
            "BAN_GIAO", "ENDED", {"days": {"closed_on": date(2026, 1, 10)}}, date(2026, 1, 10), None,
            id="bàn giao đúng ngày kết thúc",
        ),
        pytest.param(
            "BAN_GIAO", "ENDED", {"days": {"closed_on": date(2026, 1, 10)}}, date(2026, 1, 9), "on",
            id="bàn giao trước ngày kết thúc",
        ),
        pytest.param(
            "BAN_GIAO", "IMPLEMENTING", {"state": "ENDED", "ended_on": date(2026, 1, 10)}, date(2026, 1, 9),
            "on",
            id="bàn giao trước ngày cuối của khoản",
        ),
        pytest.param(
            "BAT_DAU", "NOTIFIED", {"days": {"approved_on": date(2026, 1, 10)}}, date(2026, 1, 9), "on",
            id="bắt đầu trước ngày phê duyệt",
        ),
        pytest.param(
            "BAT_DAU", "APPROVED",
            {"days": {"approved_on": date(2026, 1, 2), "notified_on": date(2026, 1, 3)}, "last_on": TODAY},
            date(2026, 1, 5), None, id="bắt đầu trước một điều chỉnh ghi sau",
        ),
        pytest.param(
            "BAT_DAU", "NOTIFIED", {"ended_on": date(2026, 1, 10)}, date(2026, 1, 11), "on",
            id="bắt đầu sau khi khoản hết hạn",
        ),
    ],
)  # fmt: skip
def test_days_of_steps(kind, status, changes, on, field):
    assert [place for _, place, _ in found(kind, facts(status, **changes), on)] == ([field] if field else [])


def test_a_notice_may_be_recorded_after_the_start():
    where = facts("IMPLEMENTING", days={"approved_on": date(2025, 12, 10)}, last_on=date(2026, 1, 5))

    assert (
        found("THONG_BAO", where, date(2025, 12, 12), number="5/SNgV", document_on=date(2025, 12, 12)) == []
    )
    [(level, field, text)] = found(
        "THONG_BAO", where, date(2025, 12, 9), number="5/SNgV", document_on=date(2025, 12, 9)
    )
    assert (level, field) == (Blocker, "on")
    assert "ngày phê duyệt 10/12/2025" in text
    assert "Điều 11 Nghị định 80/2020/NĐ-CP" in text


@pytest.mark.parametrize(
    ("kind", "status", "fields"),
    [
        pytest.param("CAM_KET", "MOBILISING", [], id="thư cam kết: chỉ cần ngày"),
        pytest.param("LAY_Y_KIEN", "RECEIVED", ["document_number", "document_on"], id="lấy ý kiến: công văn"),
        pytest.param("THAM_DINH", "CONSULTING", ["document_number", "document_on"], id="báo cáo thẩm định"),
        pytest.param(
            "PHE_DUYET", "APPRAISED", ["document_number"], id="phê duyệt: số, ngày là ngày quyết định"
        ),
        pytest.param("TRA_BO_SUNG", "RECEIVED", ["note"], id="trả hồ sơ: nội dung"),
        pytest.param("TU_CHOI", "APPRAISED", ["note"], id="không tiếp nhận: lý do"),
        pytest.param("RUT", "COMMITTED", ["note"], id="rút: lý do"),
        pytest.param("THU_HOI", "APPROVED", ["document_number", "note"], id="thu hồi: quyết định và lý do"),
        pytest.param("DIEU_CHINH", "ADJUSTING", ["document_number", None], id="điều chỉnh: có nội dung"),
        pytest.param("GIU_NGUYEN", "ADJUSTING", ["note"], id="giữ nguyên: nội dung"),
        pytest.param("BAO_CAO_KT", "ENDED", ["document_number", "document_on"], id="báo cáo kết thúc: số"),
        pytest.param("MO_LAI", "ENDED", ["note"], id="mở lại: lý do"),
    ],
)
def test_what_a_step_needs(kind, status, fields):
    problems = found(kind, facts(status))

    assert [field for _, field, _ in problems] == fields
    assert levels(problems) == [Blocker] * len(fields)


def test_paper_may_not_be_younger_than_its_step():
    problems = found(
        "LAY_Y_KIEN", facts("RECEIVED"), date(2026, 1, 10), number="1", document_on=date(2026, 1, 11)
    )

    assert [(level, field) for level, field, _ in problems] == [(Blocker, "document_on")]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        pytest.param("", Blocker, id="không ghi lý do"),
        pytest.param("bổ sung sau", Caution, id="có ghi lý do"),
    ],
)
@pytest.mark.parametrize(("kind", "status"), [("TIEP_NHAN", "DOSSIER"), ("NHAN_LAI", "RETURNED")])
def test_an_incomplete_dossier_is_received_with_a_reason_only(kind, status, note, expected):
    where = facts(status, lacking=("văn kiện dự án", "bản dịch"))
    [(level, _, text)] = found(kind, where, note=note)

    assert level is expected
    assert "còn thiếu hoặc chưa xét 2 giấy tờ: văn kiện dự án; bản dịch" in text
    assert "Điều 8 Nghị định 80/2020/NĐ-CP" in text


def test_a_long_list_of_missing_papers_is_not_read_out():
    where = facts("DOSSIER", lacking=tuple("abcde"))
    [(_, _, text)] = found("TIEP_NHAN", where)

    assert "Hồ sơ còn thiếu hoặc chưa xét 5 giấy tờ: a; b; c và 2 giấy tờ khác." in text


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(date(2026, 1, 9), [Caution], id="trước thời gian đã duyệt"),
        pytest.param(date(2026, 1, 10), [], id="đúng ngày đã duyệt"),
    ],
)
def test_a_start_before_the_approved_period_is_told(on, expected):
    days = {"approved_on": date(2026, 1, 2), "notified_on": date(2026, 1, 3), "started_on": date(2026, 1, 10)}

    assert levels(found("BAT_DAU", facts("NOTIFIED", days=days), on)) == expected


def test_opinions_come_before_appraisal_and_say_by_which_clause():
    [(_, _, text)] = found("THAM_DINH", facts("RECEIVED"))
    assert text == "Lấy ý kiến các cơ quan liên quan trước khi thẩm định (Điều 10 Nghị định 80/2020/NĐ-CP)."

    [(_, _, newer)] = found("THAM_DINH", facts("RECEIVED", decree=ND313))
    assert newer.endswith("(Nghị định 313/2025/NĐ-CP).")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(date(2026, 1, 9), [Caution], id="chưa đủ 6 tháng"),
        pytest.param(date(2026, 1, 10), [], id="đúng 6 tháng"),
    ],
)
def test_revocation_before_its_time_is_told(on, expected):
    limit = Limit(6, Citation("Điều 11 Nghị định 80/2020/NĐ-CP"))
    where = facts("NOTIFIED", days={"approved_on": date(2025, 7, 10)})

    assert (
        levels(found("THU_HOI", where, on, limit=limit, number="9/QĐ", note="không triển khai")) == expected
    )


@pytest.mark.parametrize("kind", ["THU_HOI", "RUT"])
def test_an_item_with_money_is_ended_not_revoked(kind):
    [(level, _, text)] = found(kind, facts("APPROVED", has_money=True), number="9/QĐ", note="lý do")

    assert level is Blocker
    assert "Kết thúc thực hiện" in text


@pytest.mark.parametrize("kind", ["THONG_BAO", "KET_THUC", "BAN_GIAO"])
def test_a_day_is_set_once(kind):
    step = STEPS[kind]
    status = "IMPLEMENTING" if kind == "THONG_BAO" else step.start[-1]
    [(_, _, text)] = found(kind, facts(status, days={step.sets: date(2026, 1, 2)}))

    assert text == f"Bước “{step.label}” đã ghi ngày 02/01/2026."


@pytest.mark.parametrize(
    ("kind", "where", "expected"),
    [
        pytest.param(
            "TIEP_NHAN", facts("DOSSIER"), {"received_on": TODAY, "returned_on": None, "days_returned": 0},
            id="tiếp nhận",
        ),
        pytest.param("TRA_BO_SUNG", facts("RECEIVED"), {"returned_on": TODAY}, id="trả bổ sung"),
        pytest.param(
            "NHAN_LAI", facts("RETURNED", days={"returned_on": date(2026, 1, 2)}, days_returned=3),
            {"returned_on": None, "days_returned": 13}, id="nhận lại cộng số ngày",
        ),
        pytest.param(
            "PHE_DUYET", facts("APPRAISED"), {"approved_on": TODAY, "decision_number": "9/QĐ-UBND"},
            id="phê duyệt",
        ),
        pytest.param("BAT_DAU", facts("NOTIFIED"), {"started_on": TODAY}, id="bắt đầu"),
        pytest.param(
            "BAT_DAU", facts("NOTIFIED", days={"started_on": date(2026, 1, 2)}), {},
            id="giữ ngày bắt đầu đã có",
        ),
        pytest.param("KET_THUC", facts("IMPLEMENTING"), {"closed_on": TODAY}, id="kết thúc"),
        pytest.param("MO_LAI", facts("ENDED"), {"closed_on": None}, id="mở lại bỏ ngày kết thúc"),
        pytest.param(
            "MO_LAI", facts("REJECTED"),
            {"received_on": None, "returned_on": None, "days_returned": 0, "appraised_on": None},
            id="mở lại hồ sơ mới",
        ),
        pytest.param("RUT", facts("COMMITTED"), {}, id="rút không đặt ngày"),
    ],
)  # fmt: skip
def test_which_days_a_step_sets(kind, where, expected):
    assert effects(STEPS[kind], where, Asked(TODAY, number="9/QĐ-UBND")) == expected


@pytest.mark.parametrize(
    ("changes", "used"),
    [
        pytest.param({"received_on": None}, None, id="chưa tiếp nhận"),
        pytest.param({}, 0, id="hôm nhận"),
        pytest.param({"today": date(2026, 1, 21)}, 20, id="ngày thứ 20"),
        pytest.param(
            {"returned_on": date(2026, 1, 6), "today": date(2026, 2, 1)}, 5, id="trả thì đồng hồ dừng"
        ),
        pytest.param({"days_returned": 10, "today": date(2026, 1, 31)}, 20, id="trừ ngày ở nơi khác"),
        pytest.param({"appraised_on": date(2026, 1, 9), "today": date(2026, 2, 1)}, 8, id="thẩm định xong"),
    ],
)
def test_clock_of_the_appraisal(changes, used):
    values = {
        "received_on": date(2026, 1, 1), "returned_on": None, "days_returned": 0, "appraised_on": None,
        "today": date(2026, 1, 1),
    }  # fmt: skip
    assert appraisal_days(**values | changes) == used


def test_last_day_of_the_appraisal_moves_with_the_days_away():
    limit = Limit(20, Citation("Điều 10 Nghị định 80/2020/NĐ-CP"))

    assert appraisal_due(date(2026, 1, 1), 0, limit) == date(2026, 1, 21)
    assert appraisal_due(date(2026, 1, 1), 10, limit) == date(2026, 1, 31)
    assert appraisal_due(None, 0, limit) is None


def test_the_decree_is_that_of_the_items_own_day():
    approved, received = date(2025, 12, 7), date(2025, 12, 9)

    assert decree_day(approved, received, TODAY) == approved
    assert decree_day(None, received, TODAY) == received
    assert decree_day(None, None, TODAY) == TODAY


def test_a_clause_that_was_not_read_is_the_whole_decree():
    assert str(clause_of(ND80, "appraisal")) == "Điều 10 Nghị định 80/2020/NĐ-CP"
    assert str(clause_of(ND313, "appraisal")) == "Nghị định 313/2025/NĐ-CP"
    assert clause_of(None, "appraisal") is None


def test_the_guide_prints_the_table():
    guide = GUIDE.read_text(encoding="utf-8")

    for row in table_rows():
        assert f"| {' | '.join(row)} |" in guide, row[0]
