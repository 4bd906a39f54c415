"""What an item still lacks, and by which clause; no database."""

from datetime import date

import pytest

from aid.missing import Clauses, clauses_of, missing_parts
from aid.rules import rule_set_for
from tests.aid.test_rules import ND50, PERIODS

WHOLE = {
    "mode": "DU_AN",
    "papers": frozenset({"QUYET_DINH", "VAN_BAN_NHAT_TRI", "VAN_KIEN"}),
    "is_unrated": False,
    "is_emergency": False,
    "is_relief": False,
} | dict.fromkeys(
    (
        "has_decision_number", "has_approval_date", "has_period", "has_objectives", "has_governing_body",
        "has_places", "has_sector", "has_commitment", "knows_budget_revenue", "has_management_form",
        "has_signer", "has_disaster", "has_allocation",
    ),
    True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "labels"),
    [
        pytest.param({}, [], id="đủ mọi phần"),
        pytest.param({"has_decision_number": False}, ["số quyết định phê duyệt"], id="thiếu số quyết định"),
        pytest.param({"is_unrated": True}, ["tỷ giá quy đổi"], id="thiếu tỷ giá"),
        pytest.param(
            {"mode": "PHI_DU_AN", "has_management_form": False}, [], id="phi dự án không cần hình thức"
        ),
        pytest.param(
            {"is_emergency": True, "has_disaster": False}, ["thiên tai, ngày xảy ra"], id="khẩn cấp"
        ),
        pytest.param(
            {"papers": frozenset({"VAN_KIEN"})},
            ["tệp quyết định phê duyệt", "tệp văn bản nhất trí viện trợ"],
            id="thiếu hai tệp",
        ),
        pytest.param(
            {
                "is_emergency": True,
                "is_relief": True,
                "has_period": False,
                "has_places": False,
                "knows_budget_revenue": False,
                "has_management_form": False,
                "has_allocation": False,
                "has_objectives": False,
                "papers": frozenset({"QUYET_DINH", "VAN_BAN_NHAT_TRI"}),
            },
            ["mục tiêu, kết quả chính", "phân bổ cho các đơn vị nhận"],
            id="cứu trợ theo nghị định riêng",
        ),
    ],
)
def test_missing_parts(changes, labels):
    assert [part.label for part in missing_parts(**WHOLE | changes, clauses=Clauses(None, None))] == labels


def test_what_the_form_of_the_item_does_not_hold_leads_to_its_own_part():
    parts = missing_parts(**WHOLE | {"is_relief": True, "has_allocation": False}, clauses=Clauses(None, None))
    assert [part.url for part in parts] == ["#phan-bo"]


@pytest.mark.parametrize(
    ("approved_on", "kind", "content", "dossier"),
    [
        pytest.param(
            date(2025, 12, 7), "", "Điều 11 Nghị định 80/2020/NĐ-CP", "Điều 8 Nghị định 80/2020/NĐ-CP",
            id="ngày cuối của Nghị định 80",
        ),
        pytest.param(
            date(2025, 12, 8), "", "Nghị định 313/2025/NĐ-CP", "Nghị định 313/2025/NĐ-CP",
            id="ngày đầu của Nghị định 313",
        ),
        pytest.param(
            date(2020, 1, 1), "", "Nghị định 93/2009/NĐ-CP", "Nghị định 93/2009/NĐ-CP", id="Nghị định 93"
        ),
        pytest.param(date(2025, 9, 1), "CUU_TRO", str(ND50), str(ND50), id="cứu trợ khẩn cấp"),
    ],
)  # fmt: skip
def test_missing_parts_are_cited_by_the_items_own_decree(approved_on, kind, content, dossier):
    clauses = clauses_of(rule_set_for(approved_on, kind, PERIODS))
    lacking = missing_parts(
        **WHOLE | {"has_objectives": False, "papers": frozenset({"QUYET_DINH", "VAN_KIEN"})}, clauses=clauses
    )
    assert [(part.label, str(part.source)) for part in lacking] == [
        ("mục tiêu, kết quả chính", content),
        ("tệp văn bản nhất trí viện trợ", dossier),
    ]


def test_no_decree_is_cited_where_none_is_known():
    assert clauses_of(None) == Clauses(None, None)
