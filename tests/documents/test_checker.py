"""Each rule of the checker, proven on a sample with that one thing wrong, and on one with nothing wrong."""

from base64 import b64encode
from dataclasses import replace
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from reports.documents import blocks as b
from reports.documents.checker import Finding, UnreadablePdf, check_pdf, measure_pdf
from reports.documents.checker.reading import read_pdf
from reports.documents.engine import STATIC, write_pdf
from reports.documents.html import paper_parts
from tests.documents.checker_samples import letter, minutes
from tests.documents.samples import HEADER, LONG, aid_table, small_document

# A head that fits into a narrow column.
NARROW = ".vb-head-13 .vb-left { width: 36% } .vb-head-13 .vb-right { width: 64% }"
LONG_BODY = [b.Paragraph(LONG) for _ in range(26)]


def two_pages() -> b.Document:
    """Return a report of two pages."""
    return replace(small_document(), blocks=LONG_BODY)


def with_appendix(*, landscape: bool = False) -> b.Document:
    """Return a one-page report with an appendix of two pages."""
    appendix = b.Appendix(None, "Danh mục viện trợ", [aid_table(30)], landscape=landscape)
    return replace(small_document(), appendices=[appendix])


def dated_minutes() -> b.Document:
    """Return minutes with the line of place and day that they must not have."""
    return replace(minutes(), header=replace(HEADER, symbol="BB-LHHN"))


def broken(style: str = "", *, document: b.Document | None = None, edit=lambda html: html) -> bytes:
    """Return the PDF of a good document spoilt by one style rule or one change of its HTML."""
    parts = paper_parts(document or small_document())
    spoilt = [edit(part).replace("</head>", f"<style>{style}</style></head>") for part in parts]
    return write_pdf(spoilt)[0]


def edited(change) -> bytes:
    """Return a good PDF changed afterwards."""
    with pikepdf.open(BytesIO(write_pdf(paper_parts(small_document()))[0])) as file:
        change(file)
        out = BytesIO()
        file.save(out)
    return out.getvalue()


def fonts_of(file):
    """Return the fonts of the first page."""
    return list(file.pages[0].Resources.Font.values())


def lay_down(file):
    file.pages[0].Rotate = 90


def take_out_font_files(file):
    for font in fonts_of(file):
        del font.DescendantFonts[0].FontDescriptor.FontFile2


def take_out_unicode(file):
    for font in fonts_of(file):
        del font["/ToUnicode"]


def decompose(file):
    for font in fonts_of(file):
        table = font.ToUnicode.read_bytes().decode().replace("<1ed5>", "<006f03020309>")
        font.ToUnicode.write(table.replace("<1ED5>", "<006F03020309>").encode())


def one_part(html: str) -> str:
    """Return the page with an appendix glued to it, so that its page numbers run on."""
    appendix = '<div class="vb-appendix-head tiep"><h2 class="vb-appendix-label">Phụ lục</h2>'
    title = '<p class="vb-appendix-title vb-title">DANH MỤC</p></div>'
    return html.replace("</body>", f"{appendix}{title}</body>")


def face(family: str) -> str:
    """Return the style rule of a font file under another name; the same file would keep its first name."""
    font = TTFont(STATIC / "fonts" / "LiberationSerif-Italic.ttf")
    font["head"].fontRevision = 9.0
    file = BytesIO()
    font.save(file)
    source = f"data:font/ttf;base64,{b64encode(file.getvalue()).decode()}"
    return f'@font-face {{ font-family: "{family}"; font-style: italic; src: url("{source}") }}'


def dated_in(family: str) -> bytes:
    """Return the PDF of a document whose date is set in this family."""
    return broken(f'{face(family)} .vb-date {{ font-family: "{family}" !important }}')


SAMPLES = [
    pytest.param(lambda: broken("@page { size: A5; margin: 20mm 15mm 20mm 30mm }"), "kho-giay", 1, "khổ A5"),
    pytest.param(lambda: broken("@page { size: letter }"), "kho-giay", 1, "khổ Letter"),
    pytest.param(lambda: broken("@page { size: A4 landscape }"), "chieu-giay", 1, "phần chính nằm ngang"),
    pytest.param(lambda: edited(lay_down), "chieu-giay", 1, "trang bị xoay"),
    pytest.param(lambda: broken("@page { margin-left: 25mm }"), "le-trang", 1, "lề trái hẹp"),
    pytest.param(
        lambda: broken("@page { margin-right: 10mm }", document=two_pages()), "le-trang", 1, "lề phải hẹp"
    ),
    pytest.param(lambda: broken("@page { margin-top: 15mm }"), "le-trang", 1, "lề trên hẹp"),
    pytest.param(
        lambda: broken("@page { margin-bottom: 4mm }", document=two_pages()), "le-trang", 1, "lề dưới hẹp"
    ),
    pytest.param(
        lambda: broken(f"@page {{ margin-left: 38mm }} {NARROW}", document=letter()),
        "le-trang",
        0,
        "lề trái rộng",
    ),
    pytest.param(
        lambda: broken(f"@page {{ margin-right: 24mm }} {NARROW}", document=letter()),
        "le-trang",
        0,
        "lề phải rộng",
    ),
    pytest.param(lambda: broken("@page { margin-top: 35mm }"), "le-trang", 0, "lề trên rộng"),
    pytest.param(lambda: dated_in("Comic Sans MS"), "phong-chu", 1, "phông lạ"),
    pytest.param(
        lambda: broken(".vb-p { font-size: 12pt }", document=two_pages()), "co-chu", 1, "lời văn cỡ 12"
    ),
    pytest.param(lambda: broken(".vb-base + .vb-p { font-size: 16pt }"), "co-chu", 1, "đoạn cỡ 16"),
    pytest.param(
        lambda: broken(".vb-table { font-size: 9pt }", document=with_appendix()), "co-chu", 2, "bảng cỡ 9"
    ),
    pytest.param(lambda: broken(".vb-nation { font-size: 11pt }"), "co-chu-dau-trang", 1, "Quốc hiệu cỡ 11"),
    pytest.param(
        lambda: broken(".vb-nation { font-weight: normal }"), "co-chu-dau-trang", 1, "Quốc hiệu không đậm"
    ),
    pytest.param(
        lambda: broken(".vb-motto { font-size: 12pt !important }"), "co-chu-dau-trang", 1, "Tiêu ngữ cỡ 12"
    ),
    pytest.param(
        lambda: broken(".vb-number { font-size: 12pt }"), "co-chu-dau-trang", 1, "số, ký hiệu cỡ 12"
    ),
    pytest.param(
        lambda: broken(".vb-recipients-title { font-size: 13pt }"), "co-chu-noi-nhan", 1, "Nơi nhận cỡ 13"
    ),
    pytest.param(
        lambda: broken(edit=lambda html: html.replace(b.NATION, "VIỆT NAM")),
        "quoc-hieu",
        1,
        "thiếu Quốc hiệu",
    ),
    pytest.param(
        lambda: broken(edit=lambda html: html.replace(b.MOTTO, "Độc lập-Tự do-Hạnh phúc")),
        "quoc-hieu",
        1,
        "Tiêu ngữ sai chính tả",
    ),
    pytest.param(
        lambda: write_pdf(paper_parts(dated_minutes()))[0],
        "dia-danh-ngay",
        1,
        "biên bản có địa danh, ngày tháng",
    ),
    pytest.param(
        lambda: write_pdf(paper_parts(replace(small_document(), header=replace(HEADER, has_date=False))))[0],
        "dia-danh-ngay",
        1,
        "báo cáo thiếu địa danh, ngày tháng",
    ),
    pytest.param(
        lambda: broken(".vb-date { font-size: 12pt !important }"), "co-chu-dau-trang", 1, "ngày tháng cỡ 12"
    ),
    pytest.param(
        lambda: broken(".vb-title { color: #0f5f5b !important }"), "mau-chu", 1, "tên loại màu xanh"
    ),
    pytest.param(
        lambda: broken("@page { @top-center { content: none } }", document=two_pages()),
        "so-trang",
        2,
        "thiếu số trang",
    ),
    pytest.param(
        lambda: broken("@page :first { @top-center { content: counter(page) } }"),
        "so-trang",
        1,
        "số ở trang 1",
    ),
    pytest.param(
        lambda: broken("@page { @top-center { content: counter(page, upper-roman) } }", document=two_pages()),
        "so-trang",
        2,
        "số La Mã",
    ),
    pytest.param(
        lambda: broken(
            "@page { @top-center { content: none } }"
            "@page { @bottom-center { content: counter(page); font-size: 14pt } }",
            document=two_pages(),
        ),
        "so-trang",
        2,
        "số ở lề dưới",
    ),
    pytest.param(
        lambda: broken(
            "@page { @top-center { content: none } @top-right { content: counter(page); font-size: 14pt } }",
            document=two_pages(),
        ),
        "so-trang",
        2,
        "số ở góc phải",
    ),
    pytest.param(
        lambda: broken("@page { @top-center { font-size: 11pt } }", document=two_pages()),
        "so-trang",
        2,
        "số cỡ 11",
    ),
    pytest.param(
        lambda: broken(".tiep { break-before: page }", edit=one_part), "so-trang", 2, "phụ lục không đánh lại"
    ),
    pytest.param(lambda: edited(take_out_font_files), "nhung-phong", 0, "phông chưa nhúng"),
    pytest.param(lambda: edited(take_out_unicode), "ky-tu", 0, "thiếu bảng mã"),
    pytest.param(
        lambda: broken(edit=lambda html: html.replace("phối hợp", "phối \U0003131f hợp")),
        "ky-tu",
        1,
        "ô vuông",
    ),
    pytest.param(lambda: edited(decompose), "unicode", 1, "dấu tổ hợp rời"),
    pytest.param(lambda: write_pdf(['<html lang="vi"><body>'])[0], "khong-co-chu", 0, "trang trắng"),
]


@pytest.mark.parametrize(
    ("make", "code", "page"),
    [pytest.param(*sample.values[:3], id=sample.values[3]) for sample in SAMPLES],
)
def test_one_thing_wrong_is_found(make, code, page):
    findings, rules = measure_pdf(make())
    found = {(finding.code, finding.page) for finding in findings}
    assert (code, page) in found
    # Whoever reads the list of rules finds it at the one that it breaks.
    assert sum(rule.state == "SAI" for rule in rules) == 1
    assert {found_code for found_code, _ in found} == {code}


def test_every_rule_has_a_broken_sample():
    source = (
        "kho-giay chieu-giay le-trang phong-chu co-chu co-chu-dau-trang co-chu-noi-nhan quoc-hieu mau-chu "
        "dia-danh-ngay so-trang nhung-phong ky-tu unicode khong-co-chu"
    )
    assert {sample.values[1] for sample in SAMPLES} == set(source.split())


def test_good_papers_have_no_findings(small_pdf, full_pdf, tmp_path):
    findings, rules = measure_pdf(small_pdf)
    assert findings == []
    assert {rule.state for rule in rules} == {"DAT", "KHONG_CO"}
    said = {rule.label: rule.value for rule in rules}
    assert said["Cỡ chữ lời văn"] == "cỡ 14"
    assert "trái 30" in said["Lề trang"]
    assert said["Phông chữ"] == "VNSerif"
    (tmp_path / "bao-cao.pdf").write_bytes(full_pdf)
    assert check_pdf(tmp_path / "bao-cao.pdf") == []
    assert check_pdf(str(tmp_path / "bao-cao.pdf")) == []


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(two_pages(), id="hai trang"),
        pytest.param(with_appendix(landscape=True), id="phụ lục nằm ngang"),
        pytest.param(with_appendix(), id="phụ lục dọc"),
        pytest.param(
            replace(two_pages(), draft_mark="BẢN NHÁP – số liệu lúc 07:30 ngày 12/01/2026"), id="bản nháp"
        ),
        pytest.param(replace(small_document(), urgency=b.Urgency.FLASH), id="hỏa tốc màu đỏ"),
        pytest.param(replace(small_document(), show_marks=True), id="chỉ số nguồn"),
    ],
)
def test_what_the_layout_allows_is_not_found(document):
    assert check_pdf(write_pdf(paper_parts(document))[0]) == []


@pytest.mark.parametrize("family", ["Times New Roman", "Liberation Serif", "Tinos"])
def test_the_allowed_families(family):
    content = dated_in(family)
    used = {
        font.name.partition("+")[2].replace("-", " ").replace(",", "") for font in read_pdf(content).fonts
    }
    assert f"{family} Italic" in used
    assert check_pdf(content) == []


def run(path):
    """Return (exit code, printed lines) of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check_document", str(path), stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, (out.getvalue() + err.getvalue()).splitlines()
    return 0, out.getvalue().splitlines()


def test_command_says_that_all_is_well(small_pdf, tmp_path):
    (tmp_path / "tot.pdf").write_bytes(small_pdf)
    assert run(tmp_path / "tot.pdf") == (0, ["Đạt: không thấy sai sót về thể thức."])


def test_command_prints_a_line_for_each_finding(tmp_path):
    (tmp_path / "sai.pdf").write_bytes(broken("@page { margin-left: 25mm } .vb-nation { font-size: 11pt }"))
    assert run(tmp_path / "sai.pdf") == (
        1,
        [
            "Trang 1: lề trái 25,0 mm; phải từ 30 đến 35 mm. [le-trang]",
            "Trang 1: Quốc hiệu cỡ 11; phải cỡ 12-13, kiểu chữ đứng, đậm. [co-chu-dau-trang]",
        ],
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"xin chao", "Tệp không phải là PDF", id="không phải PDF"),
        pytest.param(b"%PDF-1.7\nhong", "Không đọc được tệp PDF", id="tệp hỏng"),
        pytest.param(b"", "Tệp không phải là PDF", id="tệp rỗng"),
    ],
)
def test_command_refuses_what_it_cannot_read(tmp_path, content, words):
    (tmp_path / "tep.pdf").write_bytes(content)
    code, lines = run(tmp_path / "tep.pdf")
    assert code == 2
    assert lines[0].startswith(words)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadablePdf, match=r"Không mở được tệp .*khong-co\.pdf"):
        check_pdf(tmp_path / "khong-co.pdf")


def test_a_cut_file_is_refused(small_pdf):
    with pytest.raises(UnreadablePdf, match="Hãy xuất lại tệp"):
        check_pdf(small_pdf[: len(small_pdf) // 3])


def test_a_finding_about_the_whole_file():
    assert str(Finding("x", 0, "lề trái 40 mm.")) == "Cả tệp: lề trái 40 mm."
