"""Which findings may be left as they are, and how long a decision holds."""

import pytest

from core.legal import Blocker
from programs.kept_rules import keep_problems, may_be_kept, words_print
from programs.wording.checks.findings import RULES, Finding, Severity

SEEN = words_print("Chiều 15/1, họp.")


def found(code="DATE_YEAR_MISSING", severity=Severity.BLOCK, key="a"):
    return Finding(code, severity, key, "Chiều 15/1", "Ngày chưa có năm.")


@pytest.mark.parametrize(
    ("finding", "reason", "now", "said"),
    [
        pytest.param(found(), "Trích nguyên văn", SEEN, "", id="lỗi chặn của một đoạn"),
        pytest.param(found(), "  ", SEEN, "Ghi lý do giữ lại", id="thiếu lý do"),
        pytest.param(found("SECRET_MARK"), "Lãnh đạo đồng ý", SEEN, "Dấu độ mật không", id="dấu độ mật"),
        pytest.param(found("SECRET_MARK"), "", "", "Dấu độ mật không", id="dấu độ mật, đoạn đã đổi"),
        pytest.param(found(severity=Severity.WARN), "Vì", SEEN, "Chỉ giữ lại được lỗi chặn", id="cảnh báo"),
        pytest.param(found(severity=Severity.HINT), "Vì", SEEN, "Chỉ giữ lại được lỗi chặn", id="gợi ý"),
        pytest.param(found(key=""), "Vì", SEEN, "Chỉ giữ lại được lỗi chặn", id="lỗi của cả văn bản"),
        pytest.param(found(), "Vì", words_print("Chiều 15/01/2026, họp."), "vừa được sửa", id="đoạn đã đổi"),
        pytest.param(found(), "Vì", "", "vừa được sửa", id="đoạn đã bỏ"),
    ],
)
def test_what_may_be_kept(finding, reason, now, said):
    problems = keep_problems(finding, reason=reason, seen=SEEN, now=now)
    assert all(isinstance(one, Blocker) for one in problems)
    assert said in " ".join(map(str, problems))
    assert bool(problems) is bool(said)


@pytest.mark.parametrize("code", [pytest.param(code, id=rule) for code, rule in RULES.items()])
def test_every_rule_but_secrecy_may_be_decided_about(code):
    assert may_be_kept(found(code)) is (code != "SECRET_MARK")


def test_the_print_changes_with_a_letter_and_the_mark_with_rule_place_and_words():
    assert words_print("Sở") != words_print("sở")
    marks = {found().mark, found("DATE_WRONG").mark, found(key="b").mark}
    assert len(marks) == 3
    assert found().mark == found(severity=Severity.WARN).mark
