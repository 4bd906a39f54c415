"""The register of aid items and the periodic tables: rows, columns, windows, files."""

import io
import subprocess
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from aid.models import AidItem
from core.models import User
from reports.aid_tables import asked, of_subject
from reports.documents.checker import check_pdf
from reports.documents.pdf import render_pdf
from reports.figures import FIGURES, compute_many
from reports.kinds.aid_columns import COLUMNS, REGISTER, USUAL, WIDEST, Amount, Line
from reports.kinds.aid_register import items_of, lines_of, register_as_json, register_document, register_xlsx
from reports.models import AidReportForm
from reports.reference import FORMS
from tests.factories import AidItemFactory, CommitmentFactory, DisbursementFactory

TODAY = date(2026, 7, 1)


@pytest.fixture
def forms(cast):
    """The tables of a new installation."""
    from core.history import acting
    from reports.reference import load

    with acting(by=cast["ADMIN"], verb="tests.load", label="Nạp"):
        load(by=cast["ADMIN"])
    return {form.code: form for form in AidReportForm.objects.all()}


@pytest.fixture
def register(forms):
    """Two items of 2025, one of them late in December, one emergency grant."""
    for code, day, amount in (
        ("VT-2025-001", date(2025, 6, 1), 100),
        ("VT-2025-002", date(2025, 12, 15), 250),
    ):
        item = AidItemFactory(code=code, approved_on=day, started_on=day, ended_on=date(2026, 3, 31))
        CommitmentFactory(item=item, amount_minor=amount * 100)
        DisbursementFactory(item=item, paid_on=date(2026, 2, 1), amount_minor=5_000)
    CommitmentFactory(item=AidItemFactory(code="VT-2025-K01", emergency=True), amount_minor=70_000)
    return forms["so-vien-tro"]


def table(form, **query):
    return asked({"mau": form.code, "nam": "2025", **query}, TODAY)


WINDOWS = {
    "năm dương lịch 2025": ({"nam": "2025"}, ["VT-2025-001", "VT-2025-002"]),
    "15/12-14/12 năm 2025": ({"nam": "2025", "co-so": "ND09"}, ["VT-2025-001"]),
    "15/12-14/12 năm 2026": ({"nam": "2026", "co-so": "ND09"}, ["VT-2025-002"]),
    "6 tháng đầu 2025": ({"nam": "2025", "ky": "SAU_THANG_DAU"}, ["VT-2025-001"]),
    "6 tháng cuối 2025": ({"nam": "2025", "ky": "SAU_THANG_CUOI"}, ["VT-2025-002"]),
    "9 tháng đầu 2025": ({"nam": "2025", "ky": "CHIN_THANG"}, ["VT-2025-001"]),
    "9 tháng 2026 theo Nghị định 09": (
        {"nam": "2026", "ky": "CHIN_THANG", "co-so": "ND09"},
        ["VT-2025-002"],
    ),
}


@pytest.mark.parametrize(("query", "codes"), WINDOWS.values(), ids=WINDOWS)
def test_item_stands_in_the_window_of_its_approval(register, query, codes):
    chosen = table(register, **query)
    regular, _ = items_of(register, chosen.scope(User.objects.system(), TODAY))

    assert sorted(regular.values_list("code", flat=True)) == codes


def test_sums_are_those_of_the_figures(register):
    chosen = table(register)
    scope = chosen.scope(User.objects.system(), TODAY)
    told = register_as_json(register, scope, TODAY)

    regular, urgent = told["tables"]
    assert (regular["count"], urgent["count"]) == (2, 1)
    assert regular["totals"]["committed_usd"] == "350.00"
    assert urgent["totals"]["committed_usd"] == "700.00"
    tallies = FIGURES["aid.committed_usd"].measure(scope).parts()[0].tallied()
    assert f"{tallies.total / 100:.2f}" == regular["totals"]["committed_usd"]
    # Nothing was paid before the end of 2025.
    assert regular["totals"]["paid_in_all_usd"] == "0.00"


def test_running_items_show_what_was_paid_in_the_window(forms, register):
    form = forms["bao-cao-dinh-ky"]
    chosen = table(form, nam="2026", ky="SAU_THANG_DAU")
    scope = chosen.scope(User.objects.system(), TODAY)
    regular, _ = items_of(form, scope)

    assert [str(line.paid_usd) for line in lines_of(regular, scope) if line.paid_usd.rows] == ["50", "50"]


def test_money_that_came_after_the_end_stands_in_the_table_as_in_the_figure(forms, register):
    ended = AidItemFactory(code="VT-2025-009", started_on=date(2025, 1, 1), ended_on=date(2025, 12, 31))
    DisbursementFactory(item=ended, paid_on=date(2026, 6, 30), amount_minor=65_000)
    form = forms["bao-cao-dinh-ky"]
    scope = table(form, nam="2026", ky="SAU_THANG_DAU").scope(User.objects.system(), TODAY)

    lines = {line.item.code: line for line in lines_of(items_of(form, scope)[0], scope)}

    assert str(lines["VT-2025-009"].paid_usd) == "650"
    tallies = FIGURES["aid.disbursed_usd"].measure(scope).parts()[0].tallied()
    assert sum(line.paid_usd.minor for line in lines.values()) == tallies.total


def test_corrections_of_earlier_periods_stand_on_their_own_line(cast, client, forms, register):
    item = AidItem.objects.get(code="VT-2025-001")
    about = {"item": item, "entry": "DIEU_CHINH", "effective_on": date(2025, 11, 1), "reason": "ghi muộn"}
    for amount in (700_000, -1_000_000):
        DisbursementFactory(**about, paid_on=date(2026, 6, 1), amount_minor=amount)
    CommitmentFactory(**about, booked_on=date(2026, 6, 1), amount_minor=-2_000)
    form = forms["bao-cao-dinh-ky"]
    scope = table(form, nam="2026").scope(User.objects.system(), TODAY)
    told = register_as_json(form, scope, TODAY)

    assert told["tables"][0]["totals"]["paid_usd"] == "100.00"
    [corrected] = told["corrections"]
    assert corrected["totals"] == {
        "Cộng điều chỉnh cam kết": "-20.00",
        "Cộng điều chỉnh giải ngân": "-3000.00",
    }
    tally = FIGURES["aid.disbursed_usd"].measure(scope).parts()[0].tallied()
    assert tally.total == 100_00 - 3_000_00
    book = openpyxl.load_workbook(io.BytesIO(register_xlsx(form, scope, TODAY)))
    last = list(book.worksheets[0].iter_rows(values_only=True))[-2:]
    assert [
        last[0][form.columns.index("committed_usd") + 1],
        last[1][form.columns.index("paid_usd") + 1],
    ] == [
        -20,
        -3000,
    ]
    assert check_pdf(render_pdf(register_document(form, scope, TODAY))) == []
    client.force_login(cast["SNGV_STAFF"])
    shown = client.get(reverse("reports:aid_table"), {"mau": form.code, "nam": "2026"}).content.decode()
    assert "Cộng điều chỉnh giải ngân" in shown

    # The table of 2025 stays as it went out.
    old = register_as_json(register, table(register).scope(User.objects.system(), TODAY), TODAY)
    assert old["tables"][0]["totals"]["committed_usd"] == "350.00"
    assert old["corrections"] == []


def test_promise_in_its_own_currency_is_what_corrections_left_of_it(register):
    item = AidItem.objects.get(code="VT-2025-001")
    for amount, currency in ((-2_000, "USD"), (9_000, "EUR"), (-9_000, "EUR")):
        CommitmentFactory(
            item=item, entry="DIEU_CHINH", effective_on=TODAY, reason="nhầm", amount_minor=amount,
            currency=currency,
        )  # fmt: skip
    scope = table(register).scope(User.objects.system(), TODAY)
    lines = {line.item.code: line for line in lines_of(items_of(register, scope)[0], scope)}

    assert COLUMNS["original"].value(lines["VT-2025-001"]) == "80 USD"


def test_a_late_item_and_a_later_correction_leave_the_tables_of_a_closed_year(forms, register):
    """They are of the year in which they were booked, in every table and figure."""
    item = AidItem.objects.get(code="VT-2025-001")
    for columns in ({"amount_minor": -2_000}, {"amount_minor": 9_000, "currency": "EUR"}):
        CommitmentFactory(
            item=item, entry="DIEU_CHINH", effective_on=date(2025, 6, 1), booked_on=TODAY, reason="nhầm",
            **columns,
        )  # fmt: skip
    late = {"approved_on": date(2025, 9, 10), "ended_on": date(2025, 12, 1), "booked_on": TODAY}
    CommitmentFactory(item=AidItemFactory(code="VT-2025-009", **late), amount_minor=700, currency="EUR")
    periodic = forms["bao-cao-dinh-ky"]

    def told(form, year):
        scope = table(form, nam=year).scope(User.objects.system(), TODAY)
        lines = {line.item.code: line for line in lines_of(items_of(form, scope)[0], scope)}
        lacking = compute_many(
            {code: (code, scope) for code in ("aid.without_rate", "aid.without_rate_any_year")}
        )
        return lines, [value.value for value in lacking.values()]

    for form in (register, periodic):
        lines, lacking = told(form, "2025")
        assert sorted(lines) == ["VT-2025-001", "VT-2025-002"]
        assert COLUMNS["original"].value(lines["VT-2025-001"]) == "100 USD"
        assert lacking == [0, 0]
    lines, lacking = told(periodic, "2026")
    assert sorted(lines) == ["VT-2025-001", "VT-2025-002", "VT-2025-009"]
    assert COLUMNS["original"].value(lines["VT-2025-001"]) == "80 USD; 90 EUR"
    assert lacking == [2, 2]


def test_amount_without_a_rate_is_named_and_never_a_number(register):
    item = AidItem.objects.get(code="VT-2025-001")
    CommitmentFactory(item=item, amount_minor=9_000, currency="EUR")
    scope = table(register).scope(User.objects.system(), TODAY)
    book = openpyxl.load_workbook(io.BytesIO(register_xlsx(register, scope, TODAY)))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]

    assert "100 (còn 1 khoản tiền chưa có tỷ giá)" in cells
    assert 250 in cells


@pytest.mark.parametrize("code", ["so-vien-tro", "bao-cao-dinh-ky"])
def test_paper_obeys_the_decree(forms, register, code):
    scope = table(forms[code]).scope(User.objects.system(), TODAY)

    paper = register_document(forms[code], scope, TODAY)

    assert check_pdf(render_pdf(paper)) == []
    assert paper.appendices[0].attached.endswith(f"năm {TODAY.year} của Sở Ngoại vụ tỉnh Thanh Hóa")


def test_total_capital_is_aid_and_counterpart_funds_together():
    sums = dict.fromkeys(("committed_usd", "paid_usd", "paid_in_all_usd"), Amount())
    line = Line(
        AidItem(), [], committed_vnd=Amount(300, "VND", 2, 1), counterpart_vnd=Amount(50, "VND", 1), **sums
    )
    assert str(COLUMNS["total_vnd"].value(line)) == "350 (còn 1 khoản tiền chưa có tỷ giá)"


def test_usual_tables_fit_a_lying_page():
    for keys in (REGISTER, USUAL):
        assert sum(COLUMNS[key].width for key in keys) <= WIDEST
    assert {key for form in FORMS for key in form["columns"]} <= set(COLUMNS)


def test_command_writes_the_register(register, tmp_path):
    path = tmp_path / "so.json"

    call_command("report", "aid-register", "--year", "2025", "--format", "json", "--out", str(path))

    assert '"count": 2' in path.read_text(encoding="utf-8")


def test_job_finds_its_table_again(register):
    chosen = table(register, ky="CHIN_THANG", **{"co-so": "ND09"})

    assert of_subject(chosen.subject) == chosen
    for other in (
        "so-vien-tro",
        "khac.NAM.ND09.2025",
        "so-vien-tro.NAM.ND09.20x5",
        "so-vien-tro.NAM.ND09.99999",
    ):
        assert of_subject(other) is None


def test_page_and_files(cast, client, register):
    client.force_login(cast["SNGV_STAFF"])
    address = reverse("reports:aid_table")
    shown = client.get(address, {"mau": register.code, "nam": "2025"}).content.decode()
    assert "VT-2025-002" in shown
    assert "chờ xác nhận" in shown
    for extension, sign in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(reverse("reports:aid_table_file", args=[extension]), {"nam": "2025"})
        assert answer.content.startswith(sign)
    assert client.get(reverse("reports:aid_table_file", args=["exe"])).status_code == 404


@pytest.mark.parametrize("code", ["so-vien-tro", "bao-cao-dinh-ky"])
def test_a_long_table_shows_its_first_rows_and_says_so(cast, client, forms, register, monkeypatch, code):
    monkeypatch.setattr("reports.views.aid_tables.SHOWN", 1)
    monkeypatch.setattr("reports.aid_tables.LONGEST_AT_ONCE", 1)
    client.force_login(cast["SNGV_STAFF"])
    page = client.get(reverse("reports:aid_table"), {"mau": code, "nam": "2025"}).content.decode()

    assert "VT-2025-001" in page
    assert "VT-2025-002" not in page
    assert "Trang này hiện 1 dòng đầu" in page


def test_days_and_sums_stay_whole_on_a_lying_page(forms, register):
    item = AidItem.objects.get(code="VT-2025-001")
    CommitmentFactory(item=item, amount_minor=6_123_456_789)
    form = forms["bao-cao-dinh-ky"]
    scope = table(form).scope(User.objects.system(), TODAY)
    content = render_pdf(register_document(form, scope, TODAY))
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    words = told.stdout.decode().split()

    assert {"01/06/2025", "31/03/2026", "61.234.667,89"} <= {word.strip(",;") for word in words}


def test_columns_follow_the_order_that_was_typed(cast, client, register):
    client.force_login(cast["SNGV_STAFF"])
    address = reverse("reports:aid_form_edit", args=[register.pk])
    typed = {
        "name": register.name,
        "code": register.code,
        "paper_type": "DANH MỤC",
        "subject": register.subject,
        "rows": register.rows,
        "columns": ["donor", "name", "committed_usd"],
        "order": "Tên khoản viện trợ; nhà tài trợ",
        "version": register.version,
    }
    assert client.post(address, typed).status_code == 302
    register.refresh_from_db()
    assert register.columns == ["name", "donor", "committed_usd"]
    assert register.history.first().history_user == cast["SNGV_STAFF"]

    refused = client.post(address, typed | {"order": "Tên lạ", "version": register.version})
    assert "Không có cột “Tên lạ”" in refused.content.decode()
    assert client.post(address, typed).status_code == 409


def test_table_that_would_break_words_is_refused(cast, client, register):
    client.force_login(cast["SNGV_STAFF"])
    typed = {
        "name": "Rộng",
        "code": "rong",
        "paper_type": "X",
        "subject": "Y",
        "rows": "PHE_DUYET",
        "columns": list(COLUMNS),
    }

    assert "rộng quá khổ" in client.post(reverse("reports:aid_form_add"), typed).content.decode()
