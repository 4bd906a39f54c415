"""Numbers typed by hand: kept with their source, marked wherever they show, named by tokens of the words."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.history import acting
from programs.wording.checks.findings import Severity
from reports.figures import scope_of_year
from reports.kinds.year_end_numbers import known_tokens, numbers_of
from reports.manual_figures import definition_of, manual_refs, manual_rows, source_in
from reports.manual_forms import read_number
from reports.models import ManualFigure, Report, ReportOutline
from reports.narrative import runs_of, token_codes, unknown_tokens
from reports.snapshots import freeze_report
from reports.text_checks.run import check_report
from reports.windows import Basis, Kind, custom_window, window
from tests.access_donors import manual_values
from tests.reports.year_end_world import TODAY, words, write

pytestmark = pytest.mark.django_db
TYPED = {
    "label": "Đoàn vào", "code": "doan-vao", "unit": "đoàn", "year": "2025", "value": "1.250,5",
    "source": "Công văn 123/CAT-PA08 ngày 05/12/2025", "told_by": "Nguyễn Văn A, Công an tỉnh",
    "told_on": "05/12/2025",
}  # fmt: skip


@pytest.fixture
def number(cast):
    row = ManualFigure(**manual_values(None) | {"code": "doan-vao"})
    with acting(by=cast["SNGV_STAFF"], verb="tests.add", label="Tạo dữ liệu thử"):
        row.save()
    return row


def test_number_is_typed_listed_and_marked(cast, sign_in):
    client = sign_in(cast["SNGV_STAFF"])
    answer = client.post(reverse("reports:manual_add"), TYPED)
    row = ManualFigure.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.text, row.agency, row.history.get().history_user) == (
        "1.250,5 đoàn", None, cast["SNGV_STAFF"],
    )  # fmt: skip
    for url in (answer.url, reverse("reports:manual_list"), f"{reverse('reports:figure_list')}?nam=2025"):
        page = BeautifulSoup(client.get(url).content, "html.parser").get_text(" ")
        assert "1.250,5 đoàn" in page
        assert "nhập tay" in page
        assert "Công văn 123/CAT-PA08" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "1.25"}, "Chưa đọc được số"),
        ({"value": "12 đoàn"}, "Chưa đọc được số"),
        ({"source": ""}, "văn bản, nguồn"),
        ({"told_by": ""}, "người cung cấp"),
        ({"told_on": "31/02/2025"}, "31/02/2025"),
        ({"source": "."}, "“.” chưa nêu văn bản nào"),
        ({"source": "không có"}, "“không có” chưa nêu văn bản nào"),
        ({"source": "Báo cáo của Công an tỉnh"}, "văn bản không có số thì đính kèm tệp"),
        ({"told_by": "-"}, "“-” không phải tên người"),
        ({"told_by": "không rõ"}, "“không rõ” không phải tên người"),
        ({"told_on": "01/01/2030"}, "Ngày cung cấp chưa tới"),
        ({"start_on": "01/01/2025"}, "cả ngày đầu và ngày cuối"),
        ({"start_on": "05/05/2025", "end_on": "01/05/2025"}, "Ngày cuối phải từ"),
        ({"start_on": "01/01/2025", "end_on": "30/06/2025", "year": "2024"}, "không thuộc năm 2024"),
    ],
)
def test_wrong_input_is_told_and_survives(cast, sign_in, wrong, says):
    answer = sign_in(cast["SNGV_STAFF"]).post(reverse("reports:manual_add"), TYPED | wrong)
    text = answer.content.decode()
    assert says.lower() in text.lower()
    assert "Nguyễn Văn A, Công an tỉnh" in text or "told_by" in wrong
    assert not ManualFigure.objects.exists()


def test_the_figure_of_the_portal_that_counts_the_same_is_named(year, cast, sign_in):
    """Stored with a warning; a report that prints another number than the portal's is stopped by it."""
    client = sign_in(cast["SNGV_STAFF"])
    typed = TYPED | {"label": "Khoản viện trợ", "code": "kvt", "unit": "khoản viện trợ", "value": "12"}
    answer = client.post(reverse("reports:manual_add"), typed, follow=True)
    row = ManualFigure.objects.get()
    for page in (answer, client.get(reverse("reports:manual_edit", args=[row.pk]))):
        assert "“Chương trình, dự án, phi dự án tiếp nhận mới” của cổng đếm cùng thứ" in words(page)
    assert "đếm cùng thứ" not in words(client.post(reverse("reports:manual_add"), TYPED, follow=True))
    write(year.report, year.writer, I_3="Toàn tỉnh tiếp nhận mới {{tay.kvt}}.")
    [found] = [
        one
        for one in check_report(Report.objects.get(), today=TODAY).findings
        if one.code == "AID_TOTAL_MISMATCH"
    ]
    assert found.severity is Severity.BLOCK
    assert found.message.startswith("Số nhập tay “12 khoản” không khớp với cổng: Chương trình, dự án")


def test_second_number_of_a_year_is_refused(cast, sign_in, number):
    whole = {"start_on": "01/01/2025", "end_on": "31/12/2025"}
    for typed in (TYPED, TYPED | whole):
        answer = sign_in(cast["SNGV_STAFF"]).post(reverse("reports:manual_add"), typed)
        assert "Năm này đã có số nhập tay mang mã đó" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("5", 500),
        ("1.250", 125_000),
        ("12,5", 1250),
        ("12,05", 1205),
        ("-3", -300),
        ("1.234.567,89", 123_456_789),
    ],
)
def test_vietnamese_writing_is_read_exactly(text, hundredths):
    assert read_number(text) == hundredths


@pytest.mark.parametrize("text", ["", "1.25", "12.5", "1,234", "1.2345", "1e5", "٣", "9" * 18])
def test_other_writing_is_refused(text):
    with pytest.raises(ValidationError):
        read_number(text)


def test_tokens_name_numbers_by_hand_and_forms_of_figures(cast, number):
    text = "Đón {{tay.doan-vao}}; {{aid.items_received|so-cung-ky}}, "
    text += "{{aid.items_received|hoac-khong}}; {{tay.khac}}"
    assert unknown_tokens(text, known_tokens([])) == ["{{tay.khac}}"]
    scope = scope_of_year(cast["SNGV_STAFF"], 2025, today=date(2026, 1, 5))
    numbers = numbers_of(
        scope, reader=scope.user, year=2025, today=date(2026, 1, 5), tokens=token_codes(text)
    )
    words = [run.text for run in runs_of(text, numbers.refs()) if hasattr(run, "text")]
    assert "".join(words).startswith("Đón 5 đoàn; không phát sinh, như cùng kỳ, không phát sinh; ")
    ref = numbers.refs()["tay.doan-vao"]
    assert (ref.url, ref.source) == (number.get_absolute_url(), "Công văn 12, Nguyễn Văn A cung cấp")
    # A snapshot keeps the source in words, and a locked report prints the same note.
    assert source_in(definition_of(number)) == ref.source


HALF = {"code": "doan-vao", "value_e2": 200, "start_on": date(2025, 1, 1), "end_on": date(2025, 6, 30)}


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param(window(Kind.YEAR, 2025), "5 đoàn", id="cả năm"),
        pytest.param(
            window(Kind.YEAR, 2025, basis=Basis.ND09), None, id="năm chốt ngày 14: số của năm dương lịch"
        ),
        pytest.param(window(Kind.FIRST_HALF, 2025), "2 đoàn", id="sáu tháng"),
        pytest.param(custom_window(date(2025, 1, 1), date(2025, 6, 30)), "2 đoàn", id="đúng hai ngày"),
        pytest.param(window(Kind.NINE_MONTHS, 2025), None, id="chín tháng: chưa có"),
        pytest.param(window(Kind.FIRST_HALF, 2025, basis=Basis.ND09), None, id="sáu tháng theo kỳ khác"),
        pytest.param(custom_window(date(2021, 1, 1), date(2025, 12, 31)), None, id="năm năm"),
        pytest.param(window(Kind.YEAR, 2024), None, id="năm khác"),
    ],
)
def test_a_report_takes_the_number_of_its_own_window(cast, number, span, expected):
    with acting(by=cast["SNGV_STAFF"], verb="tests.add", label="Tạo dữ liệu thử"):
        ManualFigure(**manual_values(None) | HALF).save()
    issuer = cast.agencies["SNGV"].pk
    found = manual_refs(["tay.doan-vao"], span, issuer)
    assert {ref.text for ref in found.values()} == ({expected} if expected else set())
    rows = manual_rows(["tay.doan-vao"], span, issuer).values()
    assert {row.text for row in rows} == ({expected} if expected else set())


def test_each_agency_keeps_its_own_number_beside_the_province_s(cast, sign_in, number):
    union, department = cast.agencies["LHHN"], cast.agencies["SNGV"]
    client = sign_in(cast["LH_STAFF"])
    # Who writes for one agency alone names it; the province's number is none of its.
    refused = client.post(reverse("reports:manual_add"), TYPED)
    assert "số của" in refused.content.decode().lower()
    assert client.get(reverse("reports:manual_edit", args=[number.pk])).status_code == 403
    typed = TYPED | {"value": "7", "agency": union.pk}
    assert client.post(reverse("reports:manual_add"), typed).status_code == 302
    assert "Năm này đã có" in client.post(reverse("reports:manual_add"), typed).content.decode()
    own = ManualFigure.objects.get(agency=union)
    page = " ".join(client.get(own.get_absolute_url()).text.split())
    assert f"số của {union.label}" in page
    assert "toàn tỉnh" in page, "the province's number stands beside it"
    client = sign_in(cast["SNGV_STAFF"])
    assert client.get(reverse("reports:manual_edit", args=[own.pk])).status_code == 403
    assert client.post(reverse("reports:manual_add"), typed | {"code": "khac"}).status_code == 200
    assert not ManualFigure.objects.filter(code="khac").exists()
    with acting(by=cast["LH_STAFF"], verb="tests.add", label="Tạo dữ liệu thử"):
        ManualFigure(**manual_values(union) | HALF | {"value_e2": 300}).save()
    year, half = window(Kind.YEAR, 2025), window(Kind.FIRST_HALF, 2025)
    for issuer, span, said in (
        (union, year, {"7 đoàn"}),
        (union, half, {"3 đoàn"}),
        (department, year, {"5 đoàn"}),
        (department, half, set()),
    ):
        refs = manual_refs(["tay.doan-vao"], span, issuer.pk)
        assert {ref.text for ref in refs.values()} == said, (issuer, span.label)


def test_a_report_takes_its_issuer_s_number_first_and_tells_whose_it_is(year, cast, number):
    write(year.report, year.writer, I_3="Đón {{tay.doan-vao}}.")

    def printed():
        report = Report.objects.select_related("issuer").get(pk=year.report.pk)
        (row,) = [one for one in freeze_report(report, today=TODAY).figures if one.code == "tay.doan-vao"]
        return row.text, row.sources[0]["rows"][0][0]

    assert printed() == ("5 đoàn", number.pk)
    with acting(by=year.writer, verb="tests.add", label="Tạo dữ liệu thử"):
        other = ManualFigure(**manual_values(cast.agencies["SNGV"]) | {"code": "doan-vao", "value_e2": 900})
        other.save()
        assert printed() == ("5 đoàn", number.pk), "another agency's number is none of this report's"
        own = ManualFigure(**manual_values(year.issuer) | {"code": "doan-vao", "value_e2": 700})
        own.save()
    assert printed() == ("7 đoàn", own.pk)


def test_the_same_days_are_typed_once(cast, sign_in, number):
    client = sign_in(cast["SNGV_STAFF"])
    half = TYPED | {"start_on": "01/01/2025", "end_on": "30/06/2025"}
    assert client.post(reverse("reports:manual_add"), half).status_code == 302
    assert (
        "Kỳ này đã có số nhập tay mang mã đó"
        in client.post(reverse("reports:manual_add"), half).content.decode()
    )
    page = BeautifulSoup(client.get(reverse("reports:manual_list")).content, "html.parser").get_text(" ")
    assert "01/01/2025 – 30/06/2025" in " ".join(page.split())


def test_a_report_without_a_number_for_its_window_is_stopped(year, cast, number):
    write(year.report, year.writer, I_3="Đón {{tay.doan-vao}}.")
    assert [one.code for one in check_report(year.report, today=TODAY).findings] == []
    report = Report.objects.get(pk=year.report.pk)
    report.period = ReportOutline.Period.FIRST_HALF
    found = [one for one in check_report(report, today=TODAY).findings if one.code == "TOKEN_UNKNOWN"]
    assert [(one.key, one.text, one.severity) for one in found] == [
        ("I.3", "{{tay.doan-vao}}", Severity.BLOCK)
    ]
    assert "6 tháng đầu năm 2025" in found[0].message


def test_another_year_has_no_such_number(cast, number):
    scope = scope_of_year(cast["SNGV_STAFF"], 2024, today=date(2026, 1, 5))
    numbers = numbers_of(scope, reader=scope.user, year=2024, today=date(2026, 1, 5), tokens=["tay.doan-vao"])
    assert "tay.doan-vao" not in numbers.refs()
