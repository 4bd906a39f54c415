"""Numbers typed by hand as people write them in Vietnamese: what stops a report, what is let pass."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from core.money import format_number
from programs.wording.checks.findings import Finding
from programs.wording.checks.findings import Severity as BlockOrWarn
from reports.checks import Severity, check_typed_numbers
from reports.documents.blocks import FigureRef
from reports.figures import FIGURES
from reports.narrative import without_tokens
from reports.text_checks.in_print import check_in_print
from reports.text_checks.numbers import Known
from reports.text_checks.times import Told
from reports.text_checks.typed import in_words
from reports.typed_numbers import attached
from reports.windows import Kind, window
from reports.writing_rules import headings_above, passage_print
from tests.reports.typed_number_cases import (
    DOUBTFUL,
    IN_PRINT,
    NOT_STOPPED,
    PASSED,
    RIGHT,
    TOKENS,
    UNSURE,
    WRONG,
)
from tests.reports.typed_number_corpus import MAY_WARN, MUST_FIND, MUST_PASS, MUST_STOP

BLOCK, WARN, HINT = "stops", "warn", "hint"


@dataclass(frozen=True)
class Value:
    """What the checks read of a figure."""

    label: str
    value: object

    @property
    def exact(self):
        return f"{self.value}"


def values(**numbers):
    return {code.replace("__", "."): Value(code, number) for code, number in numbers.items()}


THIS_YEAR = values(
    aid__items_received=11,
    aid__programmes=3,
    aid__projects=5,
    aid__non_projects=3,
    aid__items_all=13,
    aid__emergency_items=2,
    aid__donors=7,
    aid__committed_usd=Decimal("1900400.00"),
    aid__committed_all_usd=Decimal("2007200.00"),
    aid__disbursed_usd=Decimal("1118400.00"),
    aid__emergency_usd=Decimal("106800.00"),
    aid__sector_items__y_te=4,
    aid__sector_items__giao_duc=3,
    aid__sector_usd__y_te=Decimal("500400.00"),
    aid__sector_usd__giao_duc=Decimal("300000.00"),
    aid__sector_disbursed_usd__giao_duc=Decimal("223680.00"),
    associations__members=10,
    associations__named=10,
    meetings__held=4,
    meetings__conferences=3,
    activities__total=12,
    activities__exchanges=5,
    activities__participants=2372,
    awards__given=8,
    awards__recipients=20,
    followups__assigned=6,
    followups__done=4,
    followups__overdue=1,
    followups__done_share=Decimal("66.7"),
    tasks__total=24,
    tasks__done=18,
    tasks__overdue=2,
    tasks__done_share=Decimal("75.0"),
    aid__disbursed_share=Decimal("58.9"),
)
YEAR_BEFORE = values(aid__items_received=6, aid__committed_usd=Decimal("1689244.44"))
# Items received in parts of this year.
ELSEWHERE = {
    window(Kind.QUARTER, 2025, 3): 3,
    window(Kind.FIRST_HALF, 2025): 5,
    window(Kind.MONTH, 2025, 9): 2,
}


def figures(span):
    if span == window(Kind.YEAR, 2024):
        return Known(YEAR_BEFORE)
    count = ELSEWHERE.get(span)
    return Known(values(aid__items_received=count or 0), () if count else (span.start.year,))


TOLD = Told(year=2025, window=window(Kind.YEAR, 2025), as_of=date(2025, 12, 31), figures=figures)


def said(text, told=TOLD):
    levels = {Severity.WARN: WARN, Severity.INFO: HINT}
    return [
        BLOCK if one.code.endswith("_MISMATCH") else levels[one.severity]
        for one in check_typed_numbers(text, THIS_YEAR, told)
    ]


@pytest.mark.parametrize("text", [*WRONG, *MUST_STOP])
def test_a_number_that_the_register_contradicts_stops_the_report(text):
    assert BLOCK in said(text)


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_number_of_something_else_is_a_warning(text):
    assert said(text) == [WARN]


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_mean_something_else_warns(text):
    assert said(text) == [WARN]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_number_is_told_to_become_a_figure(text):
    assert said(text) == [HINT]


@pytest.mark.parametrize("text", PASSED)
def test_a_number_that_is_no_claim_about_the_period_is_let_pass(text):
    assert said(text) == []


@pytest.mark.parametrize("text", [*NOT_STOPPED, *MAY_WARN])
def test_ordinary_sentences_do_not_stop_the_report(text):
    assert BLOCK not in said(text)


@pytest.mark.parametrize("text", MUST_FIND)
def test_what_the_register_does_not_bear_out_is_at_least_a_warning(text):
    assert {BLOCK, WARN} & {*said(text)}


@pytest.mark.parametrize("text", MUST_PASS)
def test_nobody_is_warned_of_a_right_number(text):
    assert not {BLOCK, WARN} & {*said(text)}


@pytest.mark.parametrize(("text", "verdict"), TOKENS)
def test_a_token_and_the_noun_beside_it_count_the_same(text, verdict):
    assert said(text) == verdict


def printed(code, value):
    """Return a figure as a paper prints it."""
    unit = FIGURES[code].unit
    if unit == "USD" and value >= 1_000_000:
        return f"khoảng {format_number((value / 1_000_000).quantize(Decimal('0.1')))} triệu USD"
    return f"{format_number(value)}{'' if unit == '%' else ' '}{unit}"


REFS = {code: FigureRef(code, printed(code, one.value)) for code, one in THIS_YEAR.items()} | {
    code: FigureRef(code, text)
    for code, text in (
        ("tay.kvt", "12 khoản viện trợ"),
        ("tay.dung", "11 khoản viện trợ"),
        ("tay.ty-le", "95%"),
        ("tay.doan-vao", "5 đoàn"),
        ("aid.items_received|cung-ky", "6 khoản"),
    )
}


def in_print(text):
    found = check_in_print(text, REFS, THIS_YEAR, TOLD)
    return [BLOCK if one.code.endswith("_MISMATCH") else WARN for one in found]


@pytest.mark.parametrize(("text", "verdict"), IN_PRINT)
def test_a_token_is_read_in_the_sentence_that_it_prints(text, verdict):
    assert in_print(text) == verdict


def test_a_right_sentence_is_not_stopped_once_figures_stand_in_it():
    """The right sentences of the corpus, with tokens where the portal offers them."""
    read = 0
    for text in (getattr(one, "values", [one])[0] for one in (*RIGHT, *MUST_PASS, *NOT_STOPPED, *MAY_WARN)):
        for one in check_typed_numbers(text, THIS_YEAR, TOLD):
            if one.figure and not one.is_serious:
                ref = REFS[one.figure].text
                # The places of the others move: the next stands by its clause.
                text = attached(text, one.text, code=one.figure, printed=ref, near=one.near) or text
        assert BLOCK not in in_print(text), text
        read += "{{" in text
    assert read > 60


def test_messages_name_figures_and_not_their_codes():
    text = "Toàn tỉnh tiếp nhận {{aid.projects}} khoản, 12 khoản; giải ngân {{aid.committed_usd}}."
    text += " Từ 1{{aid.donors}}."
    messages = [one.text + one.message for one in check_typed_numbers(text, THIS_YEAR, TOLD)]
    assert len(messages) == 4
    assert "{" not in "".join(messages)
    assert any("Ô số [Dự án" in one for one in messages)
    assert any("Muốn in “5 dự án” thay vì “5 khoản”: thêm |chi-so" in one for one in messages)


def test_a_wrong_percentage_names_what_the_figures_say():
    [finding] = check_typed_numbers("Vốn cam kết giảm 12,5% so với cùng kỳ.", THIS_YEAR, TOLD)
    assert finding.text == "12,5%"
    assert "aid__committed_usd tăng 12,5%" in finding.message
    locked = Told(year=2025, window=TOLD.window, as_of=TOLD.as_of)
    assert said("Vốn cam kết giảm 12,5% so với cùng kỳ.", locked) == []


def test_what_is_no_total_waits_for_a_source():
    assert said("Tăng 5 khoản so với năm 2024.") == [HINT]


def test_an_outlook_lies_ahead_unless_its_words_say_otherwise():
    ahead = Told(
        year=2025, window=TOLD.window, as_of=TOLD.as_of, figures=figures,
        headings=("Phương hướng, nhiệm vụ năm 2026", "Nhiệm vụ trọng tâm"),
    )  # fmt: skip
    assert said("Vận động, tiếp nhận 15 khoản viện trợ.", ahead) == []
    assert said("Phát huy kết quả đã tiếp nhận 12 khoản viện trợ.", ahead) == [BLOCK]
    assert said("Năm 2025 tiếp nhận 12 khoản viện trợ.", ahead) == [BLOCK]
    past = Told(
        year=2025, window=TOLD.window, as_of=TOLD.as_of, figures=figures,
        headings=("Kết quả năm 2025", "Nhiệm vụ và chỉ tiêu"),
    )  # fmt: skip
    assert said("Tiếp nhận 12 khoản viện trợ.", past) == [BLOCK]


def test_a_locked_report_is_not_compared_with_other_years():
    locked = Told(year=2025, window=TOLD.window, as_of=TOLD.as_of)
    assert said("Năm 2024 tiếp nhận 99 khoản viện trợ.", locked) == []
    assert said("Tiếp nhận 99 khoản viện trợ.", locked) == [BLOCK]


def test_the_message_names_the_figure_that_the_words_mean():
    [finding] = check_typed_numbers("Giải ngân 1.900.400 USD.", THIS_YEAR, TOLD)
    assert (finding.text, finding.figure) == ("1.900.400 USD", "aid.disbursed_usd")
    assert "aid__disbursed_usd là 1118400.00" in finding.message


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("mười hai", 12),
        ("hai mươi mốt", 21),
        ("chín mươi chín", 99),
        ("một trăm linh năm", 105),
        ("hai trăm bốn mươi", 240),
        ("một nghìn hai trăm", 1200),
        ("hai triệu", 2_000_000),
        ("ba chục", 30),
        ("năm mười hai", None),
        ("hai ba", None),
    ],
)
def test_numbers_in_words(words, number):
    assert in_words(words) == number


def test_the_same_number_in_two_clauses_is_decided_twice():
    found = check_typed_numbers("Toàn tỉnh tiếp nhận 12 khoản; huyện nhận 12 khoản.", THIS_YEAR, TOLD)
    marks = {Finding(one.code, BlockOrWarn.BLOCK, "I", one.text, "", near=one.near).mark for one in found}
    assert [one.text for one in found] == ["12 khoản", "12 khoản"]
    assert len(marks) == 2


def test_a_figure_takes_the_place_of_a_number_in_its_own_clause():
    text = "Từ {{aid.donors}}, tiếp nhận 11 khoản; giải ngân 11 khoản."
    near = "giải ngân 11 khoản."
    assert attached(text, "11 khoản", code="x", printed="9 khoản", near=near).endswith(
        "tiếp nhận 11 khoản; giải ngân {{x}}."
    )
    near = "Từ §, tiếp nhận 11 khoản"
    assert attached(text, "11 khoản", code="x", printed="9 khoản", near=near) == (
        "Từ {{aid.donors}}, tiếp nhận {{x}}; giải ngân 11 khoản."
    )


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Từ {{y}} có 5 dự án, năm trước 15 dự án.", "5 dự án", "Từ {{y}} có §, năm trước 15 dự án."),
        ("Trước đây 15 dự án, nay 5 dự án.", "5 dự án", "Trước đây 15 dự án, nay §."),
        (
            "Cam kết 11,9 triệu USD trước, nay 1,9 triệu USD và 1,9 triệu USD.",
            "1,9 triệu USD",
            "Cam kết 11,9 triệu USD trước, nay § và 1,9 triệu USD.",
        ),
        ("Năm trước 11 dự án, nay 1 dự án.", "1 dự án", "Năm trước 11 dự án, nay §."),
    ],
)
def test_a_figure_takes_one_place_and_no_part_of_a_longer_number(text, words, expected):
    printed = "5 dự án" if "dự án" in words else words
    assert attached(text, words, code="x", printed=printed) == expected.replace("§", "{{x}}")
    raw, found = without_tokens(text), check_typed_numbers(text, THIS_YEAR, TOLD)
    for one in found:
        placed = attached(text, one.text, code="x", printed=one.text, start=one.start)
        assert without_tokens(placed).startswith(f"{raw[: one.start]}§")
        assert one.text in raw
    assert found


def test_a_figure_takes_the_place_of_a_number_and_of_its_noun_once_more():
    text = "Số hội thành viên: 12 hội; số khoản là mười hai."
    assert attached(text, "Số hội thành viên: 12 hội", code="x", printed="10 hội") == (
        "Số hội thành viên: {{x}}; số khoản là mười hai."
    )
    assert attached(text, "số khoản là mười hai", code="x", printed="11 khoản") == (
        "Số hội thành viên: 12 hội; số khoản là {{x|chi-so}}."
    )
    assert attached("Số dự án: 12 dự án.", "Số dự án: 12 dự án", code="x", printed="5 khoản") == (
        "Số dự án: {{x|chi-so}} dự án."
    )


def test_another_heading_opens_a_decision_anew():
    seen = passage_print(Passage("Kết quả năm 2025", "Tiếp nhận 12 khoản."))
    assert seen != passage_print(Passage("Kết quả năm 2024", "Tiếp nhận 12 khoản."))
    assert seen != passage_print(Passage("Kết quả năm 2025", "Tiếp nhận 12 khoản."), ("Phương hướng",))


def test_the_headings_above_a_passage_are_those_of_its_own_branch():
    outline = [
        Passage("Kết quả", "", "I", "a"), Passage("Viện trợ", "", "1", "b"), Passage("", "…", "", "c"),
        Passage("Phương hướng", "", "I", "d"), Passage("Nhiệm vụ", "", "1", "e"),
    ]  # fmt: skip
    above = headings_above(outline, {"I": 0, "1": 1, "": 2})
    assert above == {
        "a": (), "b": ("Kết quả",), "c": ("Kết quả", "Viện trợ"), "d": (), "e": ("Phương hướng",),
    }  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """What a print of a passage holds."""

    title: str
    text: str
    level: str = ""
    key: str = ""
