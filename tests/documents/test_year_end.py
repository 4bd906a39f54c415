"""The year-end report as values and as a finished PDF."""

import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest

from core.history import acting
from core.models import User
from reports.documents.blocks import Chart, FigureRef, Paragraph, Table, as_runs
from reports.documents.checker import check_pdf
from reports.documents.pdf import RenderFailed, render_pdf
from reports.kinds.year_end import report_document, report_numbers, report_scope
from reports.kinds.year_end_charts import sector_chart
from reports.models import Report
from reports.narrative import ANNIVERSARY
from tests import factories as make
from tests.documents.samples import words_of
from tests.reports.outlines import LABELS
from tests.reports.year_end_world import TODAY, TOTAL_USD, make_commitment, world, write

pytestmark = pytest.mark.django_db


def document_of(report, **scope_options):
    stored = Report.objects.select_related("issuer", "signer").get(pk=report.pk)
    scope = report_scope(stored, today=TODAY, **scope_options)
    return report_document(stored, scope, numbers=report_numbers(stored, scope, today=TODAY))


def text_of(document):
    """Return the words of the body as one line."""
    blocks = [document.opening, *document.body]
    runs = [run for block in blocks if isinstance(block, Paragraph) for run in as_runs(block.runs)]
    return "".join(getattr(run, "text", "") for run in runs).replace("\u00a0", " ")


@pytest.fixture
def year():
    return world()


def test_pdf_is_right_first_time(year):
    content = render_pdf(document_of(year.report))
    assert check_pdf(content) == []
    reader = pypdf.PdfReader(BytesIO(content))
    first = reader.pages[0].mediabox
    assert (round(float(first.width) / 72 * 25.4), round(float(first.height) / 72 * 25.4)) == (210, 297)
    wide = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert wide, "the aid list is landscape"
    words = words_of(content).replace("\u00a0", " ")
    for expected in (
        "LIÊN HIỆP CÁC TỔ CHỨC",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: /BC-LHHN",
        "Kết quả công tác năm 2025,",
        "11 khoản",
        "khoảng 1,9 triệu USD",
        "(số liệu từ ngày 01/01/2025 đến ngày 31/12/2025, tính đến ngày 31/12/2025)",
        "3 chương trình, 5 dự án và 3 phi dự án",
        "10 hội hữu nghị thành viên",
        "TM. BAN THƯỜNG TRỰC",
        "Thanh Hóa./.",
    ):
        assert expected in words


def test_pdf_copies_out_exact_vietnamese(year, tmp_path):
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(render_pdf(document_of(year.report)))
    copied = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    line = " ".join(copied.replace("\u00a0", " ").split())
    assert "Nhiều hoạt động được tổ chức nhân kỷ niệm 75 năm thiết lập quan hệ ngoại giao với" in line
    assert "viện trợ khẩn cấp để cứu trợ, khắc phục hậu quả thiên tai" in line
    assert "Phụ lục III" in line


def test_anniversaries_are_computed_never_typed(year):
    text = text_of(document_of(year.report))
    assert "75 năm thiết lập quan hệ ngoại giao với Cộng hòa Séc và Hungary" in text
    assert "50 năm thiết lập quan hệ ngoại giao với Cộng hòa Liên bang Đức" in text
    assert "70 năm" not in text


def _aid_tables(document):
    return [block for block in document.appendices[0].blocks if isinstance(block, Table)]


def _usd(cell):
    return Decimal(cell.replace(".", "").replace(",", "."))


def test_appendix_rows_sum_to_the_figure(year):
    regular, emergency = _aid_tables(document_of(year.report))
    assert len(regular.rows) == 11
    assert sum(_usd(row[-1]) for row in regular.rows) == TOTAL_USD == _usd(regular.total[-1].text)
    assert len(emergency.rows) == 2
    assert sum(_usd(row[-1]) for row in emergency.rows) == 106_800 == _usd(emergency.total[-1].text)


def test_appendix_shows_original_amount_and_rate(year):
    regular, _ = _aid_tables(document_of(year.report))
    euro = next(row for row in regular.rows if "EUR" in row[7])
    assert euro[7].replace("\u00a0", " ") == "100.000 EUR"
    assert "1 EUR = 30.000 đồng; 1 USD = 25.000 đồng" in euro[8]
    assert euro[9] == "120.000"


def test_amount_without_rate_is_listed_and_left_out_of_the_total(year):
    item = make.AidItemFactory(approved_on=date(2025, 3, 3))
    make.CommitmentFactory(item=item, amount_minor=5_000_000_000, currency="VND", usd_minor=None)
    document = document_of(year.report)
    regular, _ = _aid_tables(document)
    assert len(regular.rows) == 12
    assert [row[-1] for row in regular.rows].count("chưa có tỷ giá") == 1
    assert _usd(regular.total[-1].text) == TOTAL_USD
    assert "chưa tính 1 khoản cam kết chưa có tỷ giá" in text_of(document)


def test_chart_stands_with_its_table(year):
    charts = [block for block in document_of(year.report).blocks if isinstance(block, Chart)]
    assert len(charts) == 1
    assert charts[0].table.columns[1].label == "Cam kết mới (nghìn USD)"
    assert [row[0] for row in charts[0].table.rows] == ["Quý I", "Quý II", "Quý III", "Quý IV"]
    assert "Quý I" in charts[0].description


def test_a_chart_of_figures_has_them_in_its_table_and_shares_out_the_whole(year):
    stored = Report.objects.get(pk=year.report.pk)
    numbers = report_numbers(stored, report_scope(stored, today=TODAY), today=TODAY)
    [chart] = sector_chart(numbers)
    assert [column.label for column in chart.table.columns] == ["Lĩnh vực", "Vốn cam kết (USD)", "Số khoản"]
    amounts = [_usd(row[1].text) for row in chart.table.rows]
    assert amounts == sorted(amounts, reverse=True)
    assert sum(amounts) == numbers.value("aid.committed_usd").amount
    assert sum(int(row[2].text) for row in chart.table.rows) == numbers.count("aid.items_received")
    assert all(row[1].url and row[1].code.startswith("aid.sector_usd.") for row in chart.table.rows)
    assert "năm 2025" in chart.title
    assert chart.table.rows[0][0] in chart.description
    document = report_document(stored, report_scope(stored, today=TODAY))
    content = render_pdf(replace(document, blocks=[*document.blocks[:3], chart, *document.blocks[3:]]))
    assert check_pdf(content) == []


def test_each_number_opens_its_records(year):
    refs = [
        run
        for block in document_of(year.report).body
        if isinstance(block, Paragraph)
        for run in as_runs(block.runs)
        if isinstance(run, FigureRef)
    ]
    assert len(refs) > 12
    # Years of relations follow from the day of a country, every other number from the records of a figure.
    homes = {ref.url.split("?")[0].rstrip("/0123456789") for ref in refs if ref.code.startswith(ANNIVERSARY)}
    assert homes == {"/danh-muc/quoc-gia"}
    others = [ref for ref in refs if not ref.code.startswith(ANNIVERSARY)]
    assert all(ref.url.startswith("/bao-cao/so-lieu/") for ref in others)
    assert all("nam=2025" in ref.url for ref in refs)


def test_nd09_window_moves_the_days_and_the_count(year):
    make_commitment(make.AidItemFactory(approved_on=date(2024, 12, 20)), 1_000)
    document = document_of(year.report, basis="ND09")
    assert "(số liệu từ ngày 15/12/2024 đến ngày 14/12/2025, tính đến ngày 14/12/2025)" in text_of(document)
    assert len(_aid_tables(document)[0].rows) == 12


def test_running_year_is_told_as_of_today(year):
    stored = Report.objects.get(pk=year.report.pk)
    scope = report_scope(stored, today=date(2025, 6, 30))
    numbers = report_numbers(stored, scope, today=date(2025, 6, 30))
    document = report_document(stored, scope, numbers=numbers)
    assert "tính đến ngày 30/06/2025" in text_of(document)
    assert numbers.count("aid.items_received") == 6
    chart = next(block for block in document.blocks if isinstance(block, Chart))
    assert [row[1] for row in chart.table.rows][2:] == ["–", "–"], "quarters that have not begun"


def test_numbered_and_dated_paper(year):
    report = Report.objects.select_related("issuer").get(pk=year.report.pk)
    report.number, report.dated_on = "5", date(2026, 1, 12)
    report.signer = make.PersonFactory(full_name="Nguyễn Văn Mẫu")
    scope = report_scope(report, today=TODAY)
    document = report_document(report, scope)
    assert document.header.number_line == "Số: 05/BC-LHHN"
    assert document.header.place_date_line == "Thanh Hóa, ngày 12 tháng 01 năm 2026"
    assert document.signature.name == "Nguyễn Văn Mẫu"
    assert document.appendices[0].attached.startswith(
        "Kèm theo Báo cáo số 05/BC-LHHN ngày 12 tháng 01 năm 2026"
    )


def test_unwritten_passages_make_a_marked_draft():
    document = document_of(world(written=False).report)
    assert document.gaps() == list(LABELS.values())
    assert document.draft_mark == "BẢN NHÁP – số liệu đến ngày 31/12/2025"
    with pytest.raises(RenderFailed, match="đoạn chưa viết"):
        render_pdf(replace(document, draft_mark=""))


@pytest.mark.parametrize(
    ("status", "origin", "mark"),
    [
        pytest.param("DRAFT", "OFFICE", "BẢN NHÁP – số liệu đến ngày 31/12/2025", id="đang soạn"),
        pytest.param("DRAFT", "DEMO", "BẢN NHÁP – SỐ LIỆU MINH HỌA", id="đang soạn, minh họa"),
        pytest.param("CONTENT_APPROVED", "OFFICE", "", id="đã duyệt"),
        pytest.param("CONTENT_APPROVED", "DEMO", "SỐ LIỆU MINH HỌA", id="đã duyệt, minh họa"),
    ],
)
def test_paper_says_that_it_is_a_draft_or_shows_demonstration(year, status, origin, mark):
    year.report.status, year.report.origin = status, origin
    document = report_document(year.report, report_scope(year.report, today=TODAY))
    assert document.draft_mark == mark
    content = render_pdf(document)
    assert check_pdf(content) == []
    pages = [page.extract_text().replace("\u00a0", " ") for page in pypdf.PdfReader(BytesIO(content)).pages]
    assert all(mark in page for page in pages)


def test_one_invented_record_marks_the_paper(year):
    make.MeetingFactory(held_on=date(2025, 3, 4), origin="DEMO")
    year.report.status = "CONTENT_APPROVED"
    document = report_document(year.report, report_scope(year.report, today=TODAY))
    assert document.draft_mark == "SỐ LIỆU MINH HỌA"


def test_draft_pdf_says_so(year):
    write(year.report, year.writer, I_8="")
    content = render_pdf(document_of(year.report))
    words = words_of(content)
    assert "BẢN NHÁP" in words
    assert "[Chưa viết: Công tác phối hợp]" in words


def test_own_words_with_a_token_replace_the_sentence_of_the_portal(year):
    write(year.report, year.writer, I_3="Trong năm có {{aid.items_received}} được phê duyệt.")
    text = text_of(document_of(year.report))
    assert "Trong năm có 11 khoản được phê duyệt." in text
    assert "Toàn tỉnh tiếp nhận mới" not in text
    assert text.count("11 khoản") == 1


def test_unknown_token_keeps_the_paper_a_draft(year):
    write(year.report, year.writer, I_4="Có {{aid.khong_co}} khoản.")
    document = document_of(year.report)
    assert document.gaps() == ["ô số {{aid.khong_co}} không có"]
    assert document.draft_mark


def test_year_without_records_reads_as_such():
    stored = world().report
    stored.year = 2023
    scope = report_scope(stored, today=TODAY)
    document = report_document(stored, scope)
    assert "Khoản viện trợ tiếp nhận mới: không phát sinh." in text_of(document)
    assert _aid_tables(document)[0].total is None
    assert check_pdf(render_pdf(document)) == []


def test_numbers_are_the_same_for_every_account(year):
    scope = report_scope(year.report, today=TODAY)
    focal = User(username="dau-moi", role="FOCAL", agency=year.issuer)
    numbers = report_numbers(year.report, scope, reader=focal, today=TODAY)
    assert numbers.ref("aid.items_received").text == "11 khoản"
    assert numbers.ref("aid.items_received").url == "", "no list that would differ from the number"
    assert numbers.anniversary("CZ").url, "the table of countries is open to all"


def test_queries_do_not_grow_with_the_records(year, django_assert_num_queries, django_assert_max_num_queries):
    stored = Report.objects.select_related("issuer", "signer").get(pk=year.report.pk)
    scope = report_scope(stored, today=TODAY)
    with django_assert_max_num_queries(18) as before:
        report_document(stored, scope)
    for _ in range(5):
        make_commitment(make.AidItemFactory(approved_on=date(2025, 4, 4)), 1_000)
        make.FollowUpFactory(meeting=make.MeetingFactory(organiser=year.issuer))
        make.ActivityFactory(agency=year.issuer)
    with django_assert_num_queries(len(before)):
        report_document(stored, scope)


def test_author_chooses_whether_the_number_counts_emergency_grants(year):
    apart = text_of(document_of(year.report))
    assert "tiếp nhận mới 11 khoản viện trợ không hoàn lại, gồm" in apart
    assert "phần này tính riêng" in apart
    with acting(by=User.objects.system(), verb="tests.update", label="Tạo dữ liệu thử"):
        year.report.counts_emergency = True
        year.report.save()
    together = text_of(document_of(year.report))
    assert "tính cả" in together
    assert "Không kể khẩn cấp là 11 khoản" in together
    assert "tiếp nhận mới 11 khoản" not in together
    assert "Trong tổng số trên, " in together
