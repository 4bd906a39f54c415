"""What the third part of a program gives to whom, and what an amendment does to it."""

from datetime import date

import pytest

from programs.wording.amending import ADDED, CHANGED, DROPPED, KEPT, Known, changes_between
from programs.wording.assigned import Assignment, Reading, Source, body_of
from programs.wording.assignments import Reader
from programs.wording.due_words import due_of

SYT, STC, SNGV, CAT, LHHN, UBND, GD, QS = range(1, 9)
BODIES = [
    body_of(SYT, "Sở Y tế", "Sở Y tế"),
    body_of(STC, "Sở Tài chính", "Sở Tài chính"),
    body_of(SNGV, "Sở Ngoại vụ", "Sở Ngoại vụ"),
    body_of(CAT, "Công an tỉnh Thanh Hóa", "Công an tỉnh"),
    body_of(LHHN, "Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa", "Liên hiệp"),
    body_of(UBND, "Ủy ban nhân dân tỉnh Thanh Hóa", "UBND tỉnh"),
    body_of(GD, "Sở Giáo dục và Đào tạo", "Sở GDĐT"),
    body_of(QS, "Bộ Chỉ huy Quân sự tỉnh Thanh Hóa", "Bộ CHQS tỉnh"),
]
READER = Reader(BODIES)


def read(*texts):
    return READER.read([Source(f"k{number}", text) for number, text in enumerate(texts, start=1)]).assignments


@pytest.mark.parametrize(
    ("text", "lead", "partners", "title", "kind", "day"),
    [
        pytest.param(
            "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập danh mục dự án, xong trước ngày 30/6/2027.",
            SYT, (STC,), "Lập danh mục dự án", "NGAY", date(2027, 6, 30), id="giao, phối hợp, trước ngày",
        ),
        pytest.param(
            "Sở Tài chính chủ trì, phối hợp với Sở Ngoại vụ cân đối kinh phí thực hiện Chương trình.",
            STC, (SNGV,), "Cân đối kinh phí thực hiện Chương trình", "KHONG", None, id="không nêu hạn",
        ),
        pytest.param(
            "2. Sở Ngoại vụ chủ trì, phối hợp với Công an tỉnh, Sở Y tế và các cơ quan liên quan "
            "xây dựng quy chế, hoàn thành trong quý II năm 2026.",
            SNGV, (CAT, SYT), "Xây dựng quy chế", "QUY", date(2026, 6, 30), id="nhiều cơ quan, quý",
        ),
        pytest.param(
            "Liên hiệp các tổ chức hữu nghị tỉnh chủ trì các hoạt động đối ngoại Nhân dân hằng năm.",
            LHHN, (), "Các hoạt động đối ngoại Nhân dân hằng năm", "HANG_NAM", None, id="tên bỏ Thanh Hóa",
        ),
        pytest.param(
            "Sở Ngoại vụ tổng hợp báo cáo UBND tỉnh, xong trong tháng 8 năm 2026.",
            SNGV, (), "Tổng hợp báo cáo UBND tỉnh", "THANG", date(2026, 8, 31), id="trong tháng",
        ),
        pytest.param(
            "Sở Ngoại vụ chủ trì sơ kết Chương trình trong năm 2028.",
            SNGV, (), "Sơ kết Chương trình", "NAM", date(2028, 12, 31), id="trong năm",
        ),
        pytest.param(
            "Đề nghị Bộ Chỉ huy Quân sự tỉnh thường xuyên trao đổi tình hình biên giới.",
            QS, (), "Thường xuyên trao đổi tình hình biên giới", "THUONG_XUYEN", None, id="thường xuyên",
        ),
        pytest.param(
            "Để bảo đảm nguồn lực, giao Sở Tài chính chủ trì bố trí kinh phí trước ngày 01 tháng 3"
            " năm 2027.",
            STC, (), "Để bảo đảm nguồn lực, bố trí kinh phí", "NGAY", date(2027, 3, 1), id="giao giữa câu",
        ),
    ],
)  # fmt: skip
def test_a_sentence_becomes_an_assignment(text, lead, partners, title, kind, day):
    [one] = read(text)
    assert (one.lead, one.partners, one.title, one.due_kind, one.due_on) == (lead, partners, title, kind, day)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kinh phí bố trí từ ngân sách nhà nước theo phân cấp.", id="không có cơ quan"),
        pytest.param("Định kỳ báo cáo kết quả về Sở Ngoại vụ.", id="cơ quan ở cuối câu"),
        pytest.param("Sở Y tế.", id="chỉ tên"),
    ],
)
def test_what_assigns_nothing_becomes_nothing(text):
    assert read(text) == []


def test_several_bodies_at_the_head_give_one_lead_and_say_so():
    [one] = read("Sở Y tế, Sở Giáo dục và Đào tạo đề xuất danh mục dự án trong quý II năm 2026.")
    assert (one.lead, one.partners) == (SYT, (GD,))
    assert "Câu nêu 2 cơ quan" in one.note


def test_a_collective_has_no_lead_until_a_person_names_one():
    [one] = read("UBND các xã, phường phân công cán bộ đầu mối đối ngoại.")
    assert one.lead is None
    assert "chọn cơ quan chủ trì" in one.note


def test_lines_below_a_name_belong_to_it():
    rows = READER.read(
        [
            Source("h", "1. Sở Ngoại vụ", is_heading=True),
            Source("a", "- Chủ trì, phối hợp với Sở Tài chính hướng dẫn thực hiện Chương trình."),
            Source("b", "- Theo dõi, đôn đốc các cơ quan, báo cáo trước ngày 15/12/2026."),
            Source("i", "II. KINH PHÍ", is_heading=True),
            Source("c", "Kinh phí theo phân cấp ngân sách hiện hành."),
        ]
    ).assignments
    assert [(row.key, row.lead) for row in rows] == [("a", SNGV), ("b", SNGV)]
    assert rows[0].partners == (STC,)
    assert rows[1].due_on == date(2026, 12, 15)


def test_two_bodies_in_one_paragraph_give_two_assignments():
    rows = read("Giao Sở Y tế chủ trì rà soát dự án; Sở Tài chính cân đối kinh phí hằng năm.")
    assert [(row.key, row.lead) for row in rows] == [("k1", SYT), ("k1", STC)]


def test_a_clause_that_names_nobody_goes_on_with_the_one_before():
    rows = read(
        "Sở Ngoại vụ chủ trì hướng dẫn thực hiện Chương trình; tham mưu kế hoạch hằng năm. "
        "Kinh phí theo phân cấp."
    )
    assert [(row.lead, row.title, row.deliverable) for row in rows] == [
        (SNGV, "Hướng dẫn thực hiện Chương trình", ""), (SNGV, "Tham mưu kế hoạch hằng năm", "Kế hoạch"),
    ]  # fmt: skip


def test_clauses_of_a_collective_all_wait_for_a_lead():
    rows = read("UBND các xã, phường phân công cán bộ đầu mối; đưa nhiệm vụ đối ngoại vào kế hoạch.")
    assert [row.lead for row in rows] == [None, None]
    assert all("chọn cơ quan chủ trì" in row.note for row in rows)


def cells(*texts):
    return [{"text": text, "columns": 1, "rows": 1} for text in texts]


def test_rows_of_a_table_of_tasks_are_read_by_their_heads():
    table = [
        cells(
            "STT",
            "Nội dung nhiệm vụ",
            "Cơ quan chủ trì",
            "Cơ quan phối hợp",
            "Thời gian hoàn thành",
            "Sản phẩm",
        ),
        [{"text": "I. Đối ngoại Đảng", "columns": 6, "rows": 1}],
        cells(
            "1",
            "Xây dựng kế hoạch đoàn ra",
            "Sở Ngoại vụ",
            "Sở Tài chính; Công an tỉnh",
            "Quý IV/2026",
            "Kế hoạch",
        ),
        cells("2", "Mở lớp bồi dưỡng", "Phòng Hợp tác", "", "Hằng năm", "3 lớp"),
        cells("3", "", "Sở Y tế", "", "", ""),
    ]
    first, second = READER.read([Source("t", "", table=table)]).assignments
    assert (first.title, first.lead, first.partners) == ("Xây dựng kế hoạch đoàn ra", SNGV, (STC, CAT))
    assert (first.due_kind, first.due_on, first.deliverable) == ("QUY", date(2026, 12, 31), "Kế hoạch")
    assert (second.lead, second.due_kind, second.deliverable) == (None, "HANG_NAM", "3 lớp")
    assert "chưa có trong danh mục: “Phòng Hợp tác”" in second.note


@pytest.mark.parametrize(
    ("text", "lead_words", "title"),
    [
        pytest.param(
            "Giao Báo và Đài Phát thanh, Truyền hình Thanh Hóa xây dựng 12 chuyên đề đối ngoại mỗi năm.",
            "Báo và Đài Phát thanh, Truyền hình Thanh Hóa", "Xây dựng 12 chuyên đề đối ngoại mỗi năm",
            id="giao cơ quan ngoài danh mục",
        ),
        pytest.param(
            "Đề nghị Kho bạc Nhà nước khu vực XI kiểm soát chi theo quy định.",
            "Kho bạc Nhà nước khu vực XI", "Kiểm soát chi theo quy định", id="đề nghị",
        ),
        pytest.param(
            "Yêu cầu các phòng chuyên môn chủ động phối hợp.",
            "Các phòng chuyên môn", "Chủ động phối hợp", id="yêu cầu, viết thường",
        ),
        pytest.param(
            "Liên minh Hợp tác xã tỉnh tổ chức 02 hội nghị.",
            "Liên minh Hợp tác xã tỉnh", "Tổ chức 02 hội nghị", id="không có chữ giao",
        ),
    ],
)  # fmt: skip
def test_a_body_that_no_register_knows_still_gets_its_row(text, lead_words, title):
    [one] = read(text)
    assert (one.lead, one.lead_words, one.title) == (None, lead_words, title)
    assert "chưa có trong danh mục" in one.note


@pytest.mark.parametrize(
    ("text", "partners", "others", "title"),
    [
        pytest.param(
            "Sở Ngoại vụ chủ trì, phối hợp với Sở Y tế và các cơ quan liên quan xây dựng quy chế.",
            (SYT,), "Các cơ quan liên quan", "Xây dựng quy chế", id="nhóm cơ quan",
        ),
        pytest.param(
            "Sở Ngoại vụ chủ trì, phối hợp với Trường Đại học Y Hà Nội đào tạo 50 lưu học sinh Lào.",
            (), "Trường Đại học Y Hà Nội", "Đào tạo 50 lưu học sinh Lào", id="cơ quan ngoài danh mục",
        ),
        pytest.param(
            "Giao Sở Ngoại vụ, Báo Thanh Hóa, Sở Tài chính mở chuyên trang đối ngoại.",
            (STC,), "Báo Thanh Hóa", "Mở chuyên trang đối ngoại", id="xen giữa hai sở",
        ),
        pytest.param(
            "Sở Ngoại vụ phối hợp với các cơ quan của tỉnh Hủa Phăn tổ chức giao lưu.",
            (), "Các cơ quan của tỉnh Hủa Phăn", "Tổ chức giao lưu", id="cơ quan của bạn",
        ),
    ],
)  # fmt: skip
def test_who_joins_in_is_no_part_of_the_task(text, partners, others, title):
    [one] = read(text)
    assert (one.lead, one.partners, one.others, one.title) == (SNGV, partners, others, title)


@pytest.mark.parametrize(
    ("text", "deliverable"),
    [
        pytest.param("Sở Y tế tổ chức 10 lớp tập huấn.", "10 lớp", id="số lớp"),
        pytest.param("Sở Y tế đào tạo 50 lưu học sinh Lào mỗi năm.", "50 lưu học sinh", id="số người"),
        pytest.param("Sở Y tế xây dựng kế hoạch mở 10 lớp.", "Kế hoạch", id="văn bản đi trước số"),
        pytest.param("Sở Y tế vận động từ 10 nước.", "", id="số không phải sản phẩm"),
    ],
)
def test_what_a_task_brings(text, deliverable):
    assert [one.deliverable for one in read(text)] == [deliverable]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        pytest.param("", "Phân công rõ người, rõ việc.", id="có chữ phân công"),
        pytest.param("", "Việc này do Sở Y tế chủ trì.", id="cơ quan đứng trước chủ trì"),
        pytest.param("", "Giao Sở Y tế làm.", id="việc quá ngắn"),
        pytest.param("5.", "Định kỳ báo cáo kết quả về Sở Ngoại vụ.", id="đoạn đánh số nêu cơ quan"),
    ],
)
def test_what_seems_to_assign_and_cannot_be_read_is_listed(number, text):
    found = READER.read([Source("k", text, number=number)])
    assert [(one.key, one.text) for one in found.unread] == [("k", text)]
    assert not found.assignments


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Giao lưu nhân dân được mở rộng.", id="giao lưu"),
        pytest.param("Kinh phí bố trí từ ngân sách nhà nước.", id="không giao ai"),
        pytest.param("Ban hành kế hoạch, báo cáo kết quả theo yêu cầu.", id="ban hành, yêu cầu"),
    ],
)
def test_what_assigns_nothing_is_not_listed(text):
    assert READER.read([Source("k", text)]) == Reading()


@pytest.mark.parametrize(
    ("head", "lead", "lead_words"),
    [
        pytest.param("1. Báo và Đài Thanh Hóa", None, "Báo và Đài Thanh Hóa", id="ngoài danh mục"),
        pytest.param("UBND các xã, phường", None, "UBND các xã, phường", id="nhóm cơ quan"),
        pytest.param("Giao Sở Y tế:", SYT, "", id="giao, dấu hai chấm"),
    ],
)
def test_lines_below_any_body_are_not_lost(head, lead, lead_words):
    [one] = READER.read([Source("h", head, is_heading=True), Source("a", "- Mở 02 lớp.")]).assignments
    assert (one.lead, one.lead_words, one.title) == (lead, lead_words, "Mở 02 lớp")


def test_the_same_sentence_in_two_paragraphs_is_one_assignment():
    assert (
        len(read("Các cơ quan cần tiếp tục đẩy mạnh hợp tác.", "Các cơ quan cần tiếp tục đẩy mạnh hợp tác."))
        == 1
    )


def test_a_row_without_a_lead_stays_and_a_row_without_a_task_is_listed():
    table = [
        cells("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"),
        cells("1", "Mở lớp bồi dưỡng", "", "Sở Y tế; các sở, ngành liên quan", "Năm 2027"),
        cells("2", "", "Sở Y tế", "", "Năm 2027"),
    ]
    found = READER.read([Source("t", "", table=table)])
    [one] = found.assignments
    assert (one.lead, one.partners, one.others) == (None, (SYT,), "Các sở, ngành liên quan")
    assert "chưa ghi cơ quan chủ trì" in one.note
    assert [one.text for one in found.unread] == ["2 · Sở Y tế · Năm 2027"]


def test_a_row_that_heads_others_is_their_group_and_a_bare_row_stays_a_task():
    table = [
        cells("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
        cells("I", "Đối ngoại Đảng", "", ""),
        cells("1", "Tổ chức đoàn ra", "Sở Y tế", "Năm 2027"),
        cells("2", "Tổ chức đoàn vào", "", ""),
    ]
    found = READER.read([Source("h", "NHIỆM VỤ", is_heading=True), Source("t", "", table=table)])
    assert [(one.title, one.lead, one.group) for one in found.assignments] == [
        ("Tổ chức đoàn ra", SYT, "I Đối ngoại Đảng"), ("Tổ chức đoàn vào", None, "I Đối ngoại Đảng"),
    ]  # fmt: skip
    [one] = READER.read(
        [Source("h", "1. Ngoại giao chính quyền", is_heading=True), Source("a", "Sở Y tế mở 02 lớp.")]
    ).assignments
    assert one.group == "1. Ngoại giao chính quyền"


def test_other_tables_give_nothing():
    table = [cells("TT", "Chỉ tiêu", "Đến năm 2030"), cells("1", "Thỏa thuận", "10")]
    assert READER.read([Source("t", "", table=table)]) == Reading()


@pytest.mark.parametrize(
    ("words", "kind", "day"),
    [
        pytest.param("31/12/2027", "NGAY", date(2027, 12, 31), id="ngày"),
        pytest.param("31/02/2027", "KHONG", None, id="ngày không có"),
        pytest.param("Tháng 6/2026", "THANG", date(2026, 6, 30), id="tháng"),
        pytest.param("Năm 2029", "NAM", date(2029, 12, 31), id="năm"),
        pytest.param("trước ngày 30/11 hằng năm", "HANG_NAM", None, id="hằng năm có ngày"),
        pytest.param("", "KHONG", None, id="trống"),
    ],
)
def test_deadlines_in_words(words, kind, day):
    assert due_of(words) == (kind, day)


def known(pk, key, title, lead=SYT, due_kind="KHONG", due_on=None, partners=()):
    return Known(pk, key, title, lead, partners, due_kind, due_on)


def test_an_amendment_adds_changes_keeps_and_drops():
    tasks = [
        known(1, "a", "Lập danh mục dự án"),
        known(2, "b", "Cân đối kinh phí thực hiện Chương trình", STC),
        known(3, "c", "Tổ chức hội thảo về kiều bào", SNGV),
    ]
    new = [
        Assignment("a", "Lập danh mục dự án", SYT),
        Assignment(
            "b",
            "Cân đối, bố trí kinh phí thực hiện Chương trình",
            STC,
            due_kind="NAM",
            due_on=date(2027, 12, 31),
        ),
        Assignment("d", "Xây dựng cơ sở dữ liệu đối tác", SNGV),
    ]
    found = changes_between(tasks, new)
    assert [(one.kind, one.task.pk if one.task else None) for one in found] == [
        (KEPT, 1), (CHANGED, 2), (ADDED, None), (DROPPED, 3),
    ]  # fmt: skip
    assert found[1].differs == ("title", "due")


def test_a_moved_assignment_is_the_same_task():
    [one] = changes_between(
        [known(1, "a", "Lập danh mục dự án vận động")], [Assignment("z", "Lập danh mục dự án vận động", SYT)]
    )
    assert (one.kind, one.task.pk) == (KEPT, 1)
