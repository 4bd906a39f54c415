"""The checks of a report: its words as printed, its numbers typed by hand, and the command."""

import json

import pytest
from django.core.management import call_command

from core.history import acting
from programs.wording.checks.findings import Severity
from reports.documents.blocks import Chart
from reports.kinds.year_end import printed_sections, report_numbers, report_scope
from reports.lock_checks import lock_hindrances
from reports.models import NarrativeBlock, Report
from reports.text_checks.run import check_report
from tests.reports import year_end_world

pytestmark = pytest.mark.django_db


def test_the_report_is_checked_as_it_is_printed(year):
    words = "Đã kỷ niệm 70 năm thiết lập quan hệ ngoại giao với Hungary, {{anniversary.CZ}} với Cộng hòa Séc."
    year_end_world.write(year.report, year.writer, mo_dau=words)
    found = check_report(year.report, today=year_end_world.TODAY).findings
    assert [(one.code, one.key) for one in found] == [("ANNIVERSARY_MISMATCH", "mo_dau")]
    assert "đến năm 2025 là 75 năm" in found[0].message


def test_a_number_that_is_zero_now_is_told(year):
    words = "Có {{awards.given}}; {{activities.training|hoac-khong}}; {{aid.items_received}}."
    year_end_world.write(year.report, year.writer, I_7=words)
    found = check_report(year.report, today=year_end_world.TODAY).findings
    assert [(one.severity, one.key) for one in found if one.code == "FIGURE_ZERO"] == [(Severity.HINT, "I.7")]


def test_a_chart_stands_once(year):
    year_end_world.write(year.report, year.writer, I_3="Viện trợ theo quý:\n{{bieu-do:quarters}}")
    report = Report.objects.get(pk=year.report.pk)
    scope = report_scope(report, today=year_end_world.TODAY)
    sections = {part.block.key: part for part in printed_sections(report, report_numbers(report, scope))}
    shown = [*sections["I.3"].written, *sections["I.3"].own]
    assert sum(isinstance(one, Chart) for one in shown) == 1, "the portal's own gives way to it"
    assert not [one for one in found_in(report) if one.code == "PLACED_TWICE"]
    year_end_world.write(year.report, year.writer, I_4="{{bieu-do:quarters}}")
    again = [one for one in found_in(report) if one.code == "PLACED_TWICE"]
    assert [(one.key, one.severity) for one in again] == [("I.4", Severity.HINT)]
    titles = dict(report.narratives.values_list("key", "title"))
    assert f"ở mục “{titles['I.4']}” đã có ở mục “{titles['I.3']}”" in again[0].message


def found_in(report):
    return check_report(Report.objects.get(pk=report.pk), today=year_end_world.TODAY).findings


def stopping(report):
    found = check_report(report, today=year_end_world.TODAY)
    return [(found.label(one.key), one.text) for one in found.findings if one.severity is Severity.BLOCK]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Năm 2024 tiếp nhận 1 khoản viện trợ.", id="năm trước, theo sổ năm trước"),
        pytest.param("Năm 2024 tiếp nhận 6 khoản viện trợ.", id="năm trước, sổ nói khác: chỉ cảnh báo"),
        pytest.param("Quý III/2025 tiếp nhận 3 khoản viện trợ.", id="một quý"),
        pytest.param("Mục tiêu năm 2026: tiếp nhận 15 khoản viện trợ.", id="mục tiêu"),
        pytest.param("Số khoản viện trợ bằng 183,3% cùng kỳ.", id="tỷ lệ, không phải số khoản"),
        pytest.param("Số hoạt động đạt 91,7% kế hoạch.", id="tỷ lệ của kế hoạch"),
        pytest.param("Còn 1 việc quá hạn, 2 việc chưa xác định thời hạn.", id="việc chưa có hạn"),
        pytest.param("Còn 7 việc chưa xong, 4 việc còn lại.", id="phần còn lại"),
        pytest.param("Theo Nghị định số 80/2020/NĐ-CP, khoản 2 Điều 5; số 12/BC-UBND.", id="trích dẫn"),
    ],
)
def test_other_years_aims_and_citations_do_not_stop_a_report(year, words):
    year_end_world.write(year.report, year.writer, I_3=words)
    assert stopping(year.report) == []


def test_a_wrong_number_stops_in_passages_headings_and_title_alike(year):
    year_end_world.write(
        year.report,
        year.writer,
        I_3="Tiếp nhận mười hai khoản viện trợ; quý III năm 2025 có 9 khoản.",
        III_nhiem_vu="Năm 2026 vận động 15 khoản viện trợ.\nVận động 20 khoản viện trợ.",
    )
    with acting(by=year.writer, verb="tests.edit", label="Tạo dữ liệu thử"):
        for block in NarrativeBlock.objects.filter(report=year.report, key__in=["I", "I.2"]):
            block.title = f"Tiếp nhận {12 if block.is_written else 15} khoản viện trợ"
            block.save()
        year.report.title = "Báo cáo tiếp nhận 14 khoản viện trợ năm 2025"
        year.report.bases = ["Kết quả năm 2025: toàn tỉnh tiếp nhận 16 khoản viện trợ"]
        year.report.replacement_reason = "Bản trước ghi toàn tỉnh tiếp nhận 13 khoản viện trợ"
        year.report.save()
    report = Report.objects.get(pk=year.report.pk)
    assert stopping(report) == [
        ("Thông tin báo cáo", "14 khoản"),
        ("Thông tin báo cáo", "16 khoản"),
        ("Tiếp nhận 15 khoản viện trợ", "15 khoản"),
        ("Tiếp nhận 12 khoản viện trợ", "12 khoản"),
        ("Công tác phi chính phủ nước ngoài", "9 khoản"),
        ("Công tác phi chính phủ nước ngoài", "mười hai khoản"),
    ]
    said = {one.text: one.message for one in check_report(report, today=year_end_world.TODAY).findings}
    assert said["16 khoản"].startswith("Căn cứ: Số gõ tay “16 khoản” không khớp")
    assert said["13 khoản"].startswith("Lý do thay thế: "), "a reason may name what was wrong"
    assert "mở Chèn số, bảng → “Chương trình, dự án, phi dự án tiếp nhận mới”" in said["mười hai khoản"]
    assert "Chèn số" not in said["14 khoản"] + said["15 khoản"], "a token in a heading would print as typed"
    assert "{{" not in "".join(said.values())
    named = [
        str(one.finding) for one in lock_hindrances(report, today=year_end_world.TODAY) if one.is_blocker
    ]
    assert any("Mục “Thông tin báo cáo”" in one for one in named)
    assert any("11 khoản" in one and "Mục “Công tác phi chính phủ nước ngoài”" in one for one in named)


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        pytest.param("Không phát sinh.", Severity.BLOCK, id="cả đoạn"),
        pytest.param("Trong năm, không có.", Severity.BLOCK, id="cả đoạn, có thời gian"),
        pytest.param("Đã phối hợp chặt chẽ.\nKhông phát sinh.", Severity.WARN, id="một dòng của đoạn"),
        pytest.param("Quản lý chặt chẽ, không phát sinh vướng mắc.", None, id="không phát sinh chuyện khác"),
    ],
)
def test_a_bare_nothing_under_a_heading_whose_figures_are_not_zero(year, words, severity):
    year_end_world.write(year.report, year.writer, I_3=words)
    found = check_report(year.report, today=year_end_world.TODAY).findings
    assert [one.severity for one in found if one.severity is not Severity.HINT] == [severity] * bool(severity)
    if severity is Severity.BLOCK:
        assert "Chương trình, dự án, phi dự án tiếp nhận mới là 11 khoản" in found[0].message
        assert stopping(year.report)[0][0] == "Công tác phi chính phủ nước ngoài"


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Toàn tỉnh tổ chức 97 cuộc gặp mặt hữu nghị.", "gặp mặt"),
        ("Toàn tỉnh thu hút 99.999 lượt người tham gia.", "lượt người"),
        ("Trong năm không có hoạt động kỷ niệm nào.", "kỷ niệm"),
    ],
)
def test_activities_of_a_sort_are_compared_with_theirs(year, words, label):
    year_end_world.write(year.report, year.writer, I_2=words)
    [found] = [
        one
        for one in check_report(year.report, today=year_end_world.TODAY).findings
        if one.code.startswith("FIGURE_") and one.severity is not Severity.HINT
    ]
    assert label in found.message.lower()


def test_words_of_a_finding_read_as_they_print(year):
    year_end_world.write(year.report, year.writer, I_3="Năm 2024 có {{aid.items_received}} viện trợ.")
    found = check_report(year.report, today=year_end_world.TODAY).findings
    assert [one.text for one in found if one.code == "YEAR_LEFT"] == ["Năm 2024 có 11 khoản viện trợ"]


def test_a_wrong_number_of_the_title_leads_to_the_form_of_the_title(year, cast, sign_in):
    with acting(by=year.writer, verb="tests.edit", label="Tạo dữ liệu thử"):
        year.report.title = "Báo cáo tiếp nhận 14 khoản viện trợ năm 2025"
        year.report.save()
    client, address = sign_in(cast["LH_STAFF"]), f"{year.report.get_absolute_url()}so-lieu/"
    page = client.get(address).content.decode()
    assert "Sửa thông tin báo cáo" in page
    assert "/gan/" not in page
    [mark] = [
        one.mark for one in check_report(year.report, today=year_end_world.TODAY).findings if not one.key
    ]
    assert client.post(f"{address}{mark}/gan/").status_code == 404
    assert client.get(f"{address}{mark}/khong-can-nguon/").status_code == 200
    assert client.post(f"{address}{mark}/khong-can-nguon/", {"reason": "x"}).status_code == 404


def test_a_heading_or_title_with_a_token_or_a_blank_to_fill_is_stopped(year):
    with acting(by=year.writer, verb="tests.edit", label="Tạo dữ liệu thử"):
        for key, title in (
            ("I", "Kết quả năm {nam}"),
            ("I.2", "Tiếp nhận {{aid.items_received}}"),
            ("I.3", "Thừa }}"),
        ):
            block = NarrativeBlock.objects.get(report=year.report, key=key)
            block.title = title
            block.save()
        year.report.title = "Báo cáo {{aid.donors}} năm {namsau}"
        year.report.save()
    found = check_report(Report.objects.get(pk=year.report.pk), today=year_end_world.TODAY).findings
    assert [(one.key, one.text, one.severity) for one in found if one.code == "TOKEN_UNKNOWN"] == [
        ("", "{namsau}", Severity.BLOCK),
        ("", "{{aid.donors}}", Severity.BLOCK),
        ("I", "{nam}", Severity.BLOCK),
        ("I.2", "{{aid.items_received}}", Severity.BLOCK),
        ("I.3", "}}", Severity.BLOCK),
    ]
    assert "in đúng như gõ" in found[0].message


def test_the_command_checks_a_report(year, capsys):
    call_command("check_text", "report", f"{year.report.year}/{year.report.code}", "--json")
    assert json.loads(capsys.readouterr().out) == []
