"""The page version and the pages for the PDF engine."""

import unicodedata
from dataclasses import replace

from bs4 import BeautifulSoup

from reports.documents import blocks as b
from reports.documents.html import head_size, paper_parts, preview_html, unprintable_letters
from tests.documents.samples import HEADER, full_document, small_document


def soup(html):
    return BeautifulSoup(html, "html5lib")


def test_figures_are_links_on_the_page_and_plain_words_on_paper():
    page = soup(preview_html(small_document()))
    link = page.select_one("a.vb-figure")
    assert (link.text, link["href"], link["data-figure"]) == (
        "11",
        "/bao-cao/so-lieu/aid.count/",
        "aid.count",
    )
    [paper] = paper_parts(small_document())
    assert soup(paper).select("a") == []
    assert "tiếp nhận mới 11 chương trình" in soup(paper).get_text()


def test_source_marks_are_printed_when_asked():
    [paper] = paper_parts(replace(small_document(), show_marks=True))
    assert soup(paper).select_one("sup.vb-mark").text == "(1)"
    assert "vb-mark" not in paper_parts(small_document())[0]


def test_nothing_inline_in_the_html():
    for html in (preview_html(full_document()), *paper_parts(full_document())):
        page = soup(html)
        assert page.select("[style], style, script, font") == []
        assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_words_typed_as_html_stay_words():
    evil = b.Paragraph("<img src='file:///etc/passwd'> & <script>alert(1)</script>")
    for html in (
        preview_html(replace(small_document(), blocks=[evil])),
        *paper_parts(replace(small_document(), blocks=[evil])),
    ):
        assert soup(html).select("img, script") == []
        assert "<script>alert(1)</script>" in soup(html).get_text()


def test_runs_add_no_spaces_between_words():
    document = replace(
        small_document(),
        blocks=[
            b.Paragraph(
                [b.Text("(", bold=True), b.FigureRef("x", "78"), "%), ", b.Text("nghiêng", italic=True), "."]
            )
        ],
    )
    assert "(78%), nghiêng./." in soup(paper_parts(document)[0]).get_text()


def test_paper_is_composed_and_free_of_invisible_signs():
    text = unicodedata.normalize("NFD", "Việt Nam") + "\u200b\u0007\u00ad"
    [paper] = paper_parts(replace(small_document(), blocks=[b.Paragraph(text)]))
    assert "Việt Nam" in paper
    assert not set("\u200b\u0007\u00ad") & set(paper)


def test_header_shrinks_only_when_the_name_needs_it():
    assert head_size(replace(HEADER, superior=["UBND TỈNH THANH HÓA"], issuing=["SỞ NGOẠI VỤ"])) == 13
    assert head_size(replace(HEADER, superior=["ỦY BAN MTTQ VIỆT NAM TỈNH THANH HÓA"])) == 12


def test_unprintable_letters():
    assert unprintable_letters(["Đồng bào ₫ ữ Сергей"]) == []
    assert unprintable_letters(["李明 👩"]) == ["明", "李", "👩"]


def test_every_block_is_on_the_page():
    page = soup(preview_html(full_document()))
    text = " ".join(page.get_text().split())
    for words in (
        "Phần I ĐÁNH GIÁ CHUNG TÌNH HÌNH THỰC HIỆN",
        "I. KẾT QUẢ CÔNG TÁC NĂM 2025",
        "đ) xây dựng tổ chức;",
        "- Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh.",
        "Trên đây là báo cáo kết quả công tác năm 2025./.",
        "TM. BAN THƯỜNG TRỰC CHỦ TỊCH Nguyễn Văn Mẫu",
        "Phụ lục II HỘI NGHỊ ĐÃ TỔ CHỨC",
    ):
        assert words in text
    assert page.select_one("figure img")["alt"] == "Quý III cao nhất với 650 nghìn USD."


def test_special_layouts():
    document = replace(
        small_document(),
        header=replace(HEADER, has_date=False, subject="V/v góp ý dự thảo"),
        type=None,
        addressees=["UBND tỉnh"],
        urgency=b.Urgency.VERY_URGENT,
        co_signature=b.Signature(title="THƯ KÝ", name="Trần Thị Mẫu"),
        draft_mark="DỰ THẢO",
        blocks=[b.NarrativeGap("Nội dung"), b.Table([b.Column("Tên")], [])],
    )
    text = " ".join(soup(preview_html(document)).get_text().split())
    for words in (
        "V/v góp ý dự thảo",
        "Kính gửi: UBND tỉnh.",
        "THƯỢNG KHẨN",
        "THƯ KÝ Trần Thị Mẫu",
        "DỰ THẢO",
        "[Chưa viết: Nội dung]",
        "Không có bản ghi trong kỳ.",
        "Nơi nhận:",
    ):
        assert words.removesuffix(".") in text
    assert "ngày" not in text


def test_no_space_stands_behind_the_last_word():
    # The engine would break a full last line in two.
    for paper in paper_parts(full_document()):
        for tag in soup(paper).find_all(["p", "td", "th", "h1", "h2", "h3", "li"]):
            assert tag.get_text() == tag.get_text().rstrip(), tag


def test_a_row_that_begins_in_bold_stays_with_the_row_below():
    rows = [[b.Text("I", bold=True), b.Text("ĐỐI NGOẠI ĐẢNG", bold=True)], ["1", "Tổ chức đoàn ra"]]
    table = b.Table((b.Column("STT", 4), b.Column("Nhiệm vụ", 30)), rows)
    page = soup(preview_html(replace(small_document(), blocks=[table])))
    assert [row.get("class") for row in page.select("tbody tr")] == [["vb-kept"], None]


def test_numbers_of_documents_and_pairs_of_years_are_not_cut():
    words = (
        "theo Nghị định số 50/2020/NĐ-CP ngày 20/5/2020, Luật số 70/2020/QH14, năm 2025 có 02 đoàn, "
        "1.250 lượt, giai đoạn 2026 - 2030, 15/12 - 14/12, mục 3.1, Phụ lục II"
    )
    document = replace(small_document(), blocks=[b.Paragraph([words, b.Text("5 khoản", bold=True)])])
    dashed = ["số 50/2020/NĐ-CP", "số 70/2020/QH14", "2026 - 2030"]
    paper, page = (soup(html) for html in (paper_parts(document)[0], preview_html(document)))
    whole = [one.get_text() for one in paper.select(".vb-code")]
    spaced = ["năm 2025", "02 đoàn", "1.250 lượt", dashed[2], "Phụ lục II", "5 khoản"]
    assert whole[-9:] == [dashed[0], "ngày 20/5/2020", dashed[1], *spaced]
    assert words in paper.get_text(), "found and copied with plain spaces"
    assert [one.get_text() for one in page.select(".vb-code")][-3:] == dashed
    assert "năm~2025 có 02~đoàn, 1.250~lượt" in page.get_text().replace("\u00a0", "~")


def test_a_wide_table_scrolls_by_itself_on_the_page_and_not_on_paper():
    wide = b.Table([b.Column(str(n)) for n in range(5)], [["1"] * 5], caption="Danh mục")
    narrow = b.Table([b.Column("A"), b.Column("B")], [["1", "2"]])
    document = replace(small_document(), blocks=[wide, narrow])
    (region,) = soup(preview_html(document)).select(".vb-scroll")
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-label"].startswith("Danh mục")
    assert len(region.select("table")) == 1
    assert soup(paper_parts(document)[0]).select(".vb-scroll") == []
