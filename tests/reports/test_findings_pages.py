"""The page that compares what the sources print with what the portal computes."""

from datetime import date

import pytest

from core.history import acting
from meetings.models import SourceQuote
from reports.models import Report
from tests import factories as make
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db


def test_findings_flag_what_the_sources_print(year, cast, sign_in):
    review = make.MeetingFactory(held_on="2026-01-15", purpose="TONG_KET", title="Hội nghị tổng kết")
    november = make.MeetingFactory(held_on="2025-11-28", title="Hội nghị góp ý")
    quotes = (
        (review, "A11", "70 năm thiết lập quan hệ ngoại giao với Cộng hòa Séc"),
        (review, "A12", "70 năm thiết lập quan hệ ngoại giao với […] Hungary"),
        (review, "A13", "50 năm thiết lập quan hệ ngoại giao với Cộng hòa Liên bang Đức"),
        (review, "A44", "suất sắc"),
        (november, "B28", "xúc tích"),
        (november, "B11", "TrầnThị Thu Hằng"),
        (november, "B28", "sơ kết tổng kết"),
    )
    with acting(by=year.writer, verb="tests.create", label="Tạo dữ liệu thử"):
        for meeting, code, quote in quotes:
            SourceQuote.objects.create(meeting=meeting, code=code, quote=quote)
    response = sign_in(cast["AUDITOR"]).get("/bao-cao/2025/doi-chieu/")
    found = {(row.code, row.computed): row.tone for row in response.context["found"]}
    assert found == {
        ("A11", "75 năm"): "bad",
        ("A12", "75 năm"): "bad",
        ("A13", "50 năm"): "ok",
        ("A44", "xuất sắc"): "warn",
        ("B28", "súc tích"): "warn",
        ("B11", "Trần Thị"): "warn",
        ("B28", "sơ kết, tổng kết"): "warn",
    }
    said = words(response)
    assert "Thiết lập ngày 02/02/1950" in said
    assert "So với cùng kỳ năm trước" in said
    assert "1.903.400 USD" in said
    assert "999.999 USD" in said
    assert client_found(sign_in(cast["AUDITOR"]), 2026) == []


def client_found(client, year):
    return client.get(f"/bao-cao/{year}/doi-chieu/").context["found"]


@pytest.mark.parametrize("year_asked", [1800, 2500], ids=["quá sớm", "quá muộn"])
def test_findings_of_no_year(cast, sign_in, year_asked):
    assert sign_in(cast["AUDITOR"]).get(f"/bao-cao/{year_asked}/doi-chieu/").status_code == 404


def test_a_focal_point_reads_nothing_of_other_agencies(year, cast, sign_in):
    review = make.MeetingFactory(held_on="2026-01-15", purpose="TONG_KET", organiser=make.AgencyFactory())
    with acting(by=year.writer, verb="tests.create", label="Tạo dữ liệu thử"):
        SourceQuote.objects.create(meeting=review, code="A44", quote="suất sắc")
    response = sign_in(cast.other_focal).get("/bao-cao/2025/doi-chieu/")
    assert response.context["found"] == []
    assert response.context["report"] is None
    said = words(response)
    assert "suất sắc" not in said
    assert "1.903.400 USD" not in said
    assert "999.999 USD" not in said


def test_the_period_of_any_report_of_the_year_can_be_chosen(year, cast, sign_in):
    client = sign_in(cast["AUDITOR"])
    assert client.get("/bao-cao/2025/doi-chieu/").context["form"] is None
    with acting(by=year.writer, verb="tests.create", label="Tạo dữ liệu thử"):
        Report(
            year=2025, code="sau-thang", title="Báo cáo 6 tháng", issuer=year.issuer, period="SAU_THANG_DAU"
        ).save()
    chosen = client.get("/bao-cao/2025/doi-chieu/", {"bao_cao": "sau-thang"})
    assert chosen.context["scope"].window.end == date(2025, 6, 30)
    assert "6 tháng đầu năm 2025 · Liên hiệp" in words(chosen)
    for query in ({}, {"bao_cao": "khong-co"}):
        assert client.get("/bao-cao/2025/doi-chieu/", query).context["report"] == year.report
    linked = sign_in(year.writer).get(year.report.get_absolute_url()).text
    assert "/bao-cao/2025/doi-chieu/?bao_cao=tong-ket" in linked
