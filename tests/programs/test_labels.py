"""One name for each passage, by the document's own numbers; and back from what people type."""

import pytest

from programs.wording.citing import cited_labels
from programs.wording.labels import labels_of

PART, HEADING, TEXT, TABLE = "PHAN", "MUC", "DOAN", "BANG"
ROWS = [
    ("p1", PART, 0, "1", 1, "ĐÁNH GIÁ"),
    ("h1", HEADING, 1, "I.", 1, "KẾT QUẢ"),
    ("h11", HEADING, 2, "1.", 1, "Quan hệ"),
    ("t11", TEXT, 3, "", 1, "Năm 2025, quan hệ mở rộng."),
    ("p2", PART, 0, "2", 2, "MỤC TIÊU"),
    ("h21", HEADING, 1, "II.", 2, "CỤ THỂ"),
    ("k21", TEXT, 2, "1.", 2, "Một"),
    ("k22", TEXT, 2, "2.", 2, "Hai"),
    ("d2a", TEXT, 2, "a)", 2, "Điểm a"),
    ("d2c", TEXT, 2, "c)", 2, "Điểm c"),
    ("g1", TEXT, 2, "-", 2, "Gạch một"),
    ("g2", TEXT, 2, "-", 2, "Gạch hai"),
    ("p3", PART, 0, "3", 3, "TỔ CHỨC THỰC HIỆN"),
    ("mo", TEXT, 1, "", 3, "Câu mở đầu."),
    ("h31", HEADING, 1, "I.", 3, "CHUNG"),
    ("k31", TEXT, 2, "1.", 3, "Một"),
    ("h32", HEADING, 1, "II.", 3, "PHÂN CÔNG"),
    ("a1", TEXT, 2, "", 3, "Câu dẫn."),
    ("k41", TEXT, 2, "1.", 3, "Một"),
    ("k42", TEXT, 2, "2.", 3, "Hai"),
    ("g3", TEXT, 2, "-", 3, "Gạch"),
    ("k44", TEXT, 2, "4.", 3, "Bốn"),
    ("b1", TABLE, 2, "", 3, ""),
    ("k44b", TEXT, 2, "4.", 3, "Bốn nữa"),
    ("h33", HEADING, 2, "3.", 3, "Kinh phí"),
    ("k331", TEXT, 3, "3.1.", 3, "Nguồn"),
    ("pl", HEADING, 1, "", 3, "PHỤ LỤC. PHÂN CÔNG NHIỆM VỤ"),
    ("b2", TABLE, 2, "", 3, ""),
]
LABELS = list(labels_of(ROWS))
BY_KEY = {one.key: one for one in LABELS}


@pytest.mark.parametrize(
    ("key", "words", "short"),
    [
        pytest.param("p3", "Phần thứ ba", "Phần thứ ba", id="phần"),
        pytest.param("h11", "mục I.1, Phần thứ nhất", "mục I.1", id="đề mục con"),
        pytest.param("t11", "đoạn 1, mục I.1, Phần thứ nhất", "đoạn 1, mục I.1", id="đoạn ngay dưới đề mục"),
        pytest.param("k22", "khoản 2, mục II, Phần thứ hai", "khoản 2", id="khoản"),
        pytest.param("d2c", "điểm c, khoản 2, mục II, Phần thứ hai", "điểm c, khoản 2", id="điểm"),
        pytest.param(
            "g2",
            "gạch đầu dòng 2, điểm c, khoản 2, mục II, Phần thứ hai",
            "gạch 2, điểm c, khoản 2",
            id="gạch đầu dòng",
        ),
        pytest.param("mo", "đoạn 1, Phần thứ ba", "đoạn 1", id="đoạn ngay dưới phần"),
        pytest.param("k44", "khoản 4, mục II, Phần thứ ba", "khoản 4", id="khoản bốn"),
        pytest.param("k44b", "khoản 4 (lần 2), mục II, Phần thứ ba", "khoản 4 (lần 2)", id="số gõ hai lần"),
        pytest.param("k331", "khoản 3.1, mục II.3, Phần thứ ba", "khoản 3.1, mục II.3", id="khoản 3.1"),
        pytest.param("pl", "Phụ lục, Phần thứ ba", "Phụ lục", id="phụ lục"),
        pytest.param("b2", "bảng 1, Phụ lục, Phần thứ ba", "bảng 1", id="bảng của phụ lục"),
    ],
)
def test_what_a_passage_is_called(key, words, short):
    found = BY_KEY[key]
    assert (found.words.replace("\xa0", " "), found.short.replace("\xa0", " ")) == (words, short)


def test_names_are_unique_and_do_not_break_before_a_number():
    words = [one.words for one in LABELS]
    assert len(set(words)) == len(words)
    assert BY_KEY["k44"].words == "khoản\xa04, mục\xa0II, Phần\xa0thứ\xa0ba"


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_name_leads_back_to_its_passage(row):
    assert [one.key for one in cited_labels(LABELS, BY_KEY[row[0]].words)] == [row[0]]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("Phần III, mục II, khoản 2", ["k42"], id="phần, mục, khoản"),
        pytest.param("khoản 2 mục II Phần III", ["k42"], id="khoản, mục, phần"),
        pytest.param("Phần III, mục II, đoạn 2", ["k42"], id="đoạn mang số"),
        pytest.param("Phần III, mục II, đoạn 1", ["a1"], id="đoạn không số"),
        pytest.param("điểm c khoản 2 mục II Phần II", ["d2c"], id="điểm, khoản, mục, phần"),
        pytest.param("Phần thứ hai, mục II, khoản 2, điểm c", ["d2c"], id="Phần thứ hai"),
        pytest.param("Phần thứ ba, mục II, điểm 2", ["k42"], id="điểm mang số"),
        pytest.param("mục II.2, phần III", ["k42"], id="mục II.2"),
        pytest.param("phan 3 muc 2", ["h32"], id="mục ghi số Ả Rập khi bản dùng số La Mã"),
        pytest.param("khoản 2, phần 3", ["k42"], id="khoản của phần, bỏ mục"),
        pytest.param("gạch đầu dòng thứ 2 khoản 2 mục II phần II", [], id="gạch ở khoản không có gạch"),
        pytest.param("gạch đầu dòng 1, khoản 2, mục II, phần III", ["g3"], id="gạch đầu dòng"),
        pytest.param("Phụ lục", ["pl"], id="phụ lục"),
        pytest.param("bảng 1 phụ lục", ["b2"], id="bảng của phụ lục"),
        pytest.param("phần thứ ba", ["p3"], id="cả phần"),
        pytest.param("Phần III, mục 3", ["h33"], id="đề mục con, bỏ mục trên"),
        pytest.param("mục II.3 của Phần III", ["h33"], id="mục II.3"),
        pytest.param("khoản 3.1 mục II Phần III", ["k331"], id="khoản 3.1"),
        pytest.param("khoản 2 mục II", ["k22", "k42"], id="thiếu phần thì hỏi lại"),
        pytest.param("II.2", ["k22", "k42"], id="số ngắn có ở hai phần thì hỏi lại"),
        pytest.param("I.1", ["h11", "k31"], id="mục I.1 hay khoản 1 mục I thì hỏi lại"),
        pytest.param("đoạn III.3", ["a1"], id="đoạn thứ ba của Phần III"),
        pytest.param("khoản 9 mục II phần III", [], id="không có"),
        pytest.param("chỗ kia", None, id="không đọc được"),
        pytest.param("III", None, id="một số"),
        pytest.param("phần cuối", None, id="phần không số"),
    ],
)
def test_reading_an_ordinary_citation(text, keys):
    found = cited_labels(LABELS, text)
    assert (found if found is None else [one.key for one in found]) == keys
