"""The checks of a report: its words as printed, its numbers typed by hand, and the command."""

import json

import pytest
from django.core.management import call_command

from reports.text_checks.run import check_report
from tests.reports import year_end_world

pytestmark = pytest.mark.django_db


def test_the_report_is_checked_as_it_is_printed(year):
    words = "Đã kỷ niệm 70 năm thiết lập quan hệ ngoại giao với Hungary, {{anniversary.CZ}} với Cộng hòa Séc."
    year_end_world.write(year.report, year.writer, mo_dau=words)
    found = check_report(year.report, today=year_end_world.TODAY).findings
    assert [(one.code, one.key) for one in found] == [("ANNIVERSARY_MISMATCH", "mo_dau")]
    assert "đến năm 2025 là 75 năm" in found[0].message


def test_the_command_checks_a_report(year, capsys):
    call_command("check_text", "report", f"{year.report.year}/{year.report.code}", "--json")
    assert json.loads(capsys.readouterr().out) == []
