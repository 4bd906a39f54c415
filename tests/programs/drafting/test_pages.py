"""The pages of drafts: read and changed by chapter, frozen, measured."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.history import acting
from core.models import User
from programs.actions.drafts import begin_version, edit_section, freeze_draft, take_in_draft
from programs.models import Draft, Section
from programs.wording.outline import Kind, Node, count_words
from tests.factories import UserFactory
from tests.programs.drafting.making import as_rows, paragraph, small_tree, url

pytestmark = pytest.mark.django_db


def test_draft_opens_at_its_first_chapter_with_words_and_outline(staff, draft):
    page = staff.get(draft.get_absolute_url()).content.decode()

    assert "Tình hình thế giới phức tạp" in page
    assert "Đã ký năm thỏa thuận" not in page
    assert "BỐI CẢNH" in page
    assert "QUAN ĐIỂM" in page
    words = sum(draft.sections.values_list("words", flat=True))
    assert BeautifulSoup(page, "html5lib").select_one("[data-total]")["data-total"] == str(words)


def test_chapter_shows_its_table_and_nothing_of_others(staff, draft):
    key = draft.sections.get(text="KẾT QUẢ").key
    page = staff.get(url("draft_section", draft, key)).content.decode()

    assert "Chỉ tiêu" in page
    assert "Đã ký năm thỏa thuận" in page
    assert "Giữ vững hòa bình" not in page


def test_saving_a_paragraph_counts_its_words_and_keeps_the_history(staff, draft):
    section = paragraph(draft)
    target = url("draft_paragraph_edit", draft, section.key)

    answer = staff.post(target, {"text": "Đã ký sáu thỏa thuận mới.", "version": section.version})

    assert answer.status_code == 302
    section.refresh_from_db()
    assert (section.text, section.words) == ("Đã ký sáu thỏa thuận mới.", 6)
    assert section.history.first().history_user.username == "chuyen-vien"
    assert section.history.count() == 2


def test_saving_the_same_words_stores_nothing(staff, draft):
    section = paragraph(draft)

    staff.post(
        url("draft_paragraph_edit", draft, section.key), {"text": section.text, "version": section.version}
    )

    section.refresh_from_db()
    assert section.version == 1
    assert section.history.count() == 1


def htmx(target):
    """Return the headers of a request by htmx that replaces `target`."""
    return {"HX-Request": "true", "HX-Target": target}


def test_autosave_answers_with_the_next_version_and_the_meter(staff, draft):
    section = paragraph(draft)
    answer = staff.post(
        url("draft_paragraph_edit", draft, section.key),
        {"text": "Ngắn hơn.", "version": section.version},
        headers=htmx(f"luu-{section.key}"),
    )
    soup = BeautifulSoup(answer.content.decode(), "html5lib")

    assert answer.status_code == 200
    assert "Đã lưu lúc" in soup.text
    assert soup.select_one("[name=version]")["value"] == "2"
    words = sum(draft.sections.values_list("words", flat=True))
    assert soup.select_one("[data-total]")["data-total"] == str(words)
    assert soup.select_one("textarea") is None


def test_three_people_save_the_same_paragraph_and_no_text_is_lost(staff, draft):
    section = paragraph(draft)
    target = url("draft_paragraph_edit", draft, section.key)
    edit_section(
        section=Section.objects.get(pk=section.pk),
        expected=1,
        text="Của người khác.",
        by=User.objects.system(),
    )

    in_place = staff.post(target, {"text": "Của tôi.", "version": 1}, headers=htmx(f"luu-{section.key}"))
    whole = staff.post(target, {"text": "Của tôi nữa.", "version": 1})

    assert in_place.status_code == whole.status_code == 409
    assert in_place.headers["HX-Retarget"] == f"#doan-{section.key}"
    for answer, mine in ((in_place, "Của tôi."), (whole, "Của tôi nữa.")):
        assert mine in answer.content.decode()
        assert "Của người khác." in answer.content.decode()
    assert Section.objects.get(pk=section.pk).text == "Của người khác."


def test_words_pasted_from_word_are_cleaned(staff, draft):
    section = paragraph(draft)
    pasted = "Hợp ta\u0301c\u200b  quốc\u00a0tế\r\n\r\n\r\nvới Hủa Phăn"

    staff.post(url("draft_paragraph_edit", draft, section.key), {"text": pasted, "version": 1})

    assert Section.objects.get(pk=section.pk).text == "Hợp tác quốc tế\nvới Hủa Phăn"


@pytest.mark.parametrize(
    "mark", ["TUYỆT MẬT", "TỐI MẬT", "Độ mật: Mật"], ids=["tuyet-mat", "toi-mat", "do-mat"]
)
def test_secrecy_mark_is_refused_and_the_typed_words_stay(mark, staff, draft):
    section = paragraph(draft)
    answer = staff.post(
        url("draft_paragraph_edit", draft, section.key), {"text": f"{mark}\nnội dung", "version": 1}
    )

    assert answer.status_code == 200
    assert "nội dung" in answer.content.decode()
    assert Section.objects.get(pk=section.pk).version == 1


def test_paragraph_is_added_below_and_removed_with_its_reason(staff, draft):
    section = paragraph(draft)
    staff.post(url("draft_paragraph_add", draft, section.key), {"text": "Đoạn mới thêm."})
    new = paragraph(draft, "Đoạn mới")

    order = list(draft.sections.in_order().values_list("key", flat=True))
    assert order.index(new.key) == order.index(section.key) + 1
    assert (new.part, new.chapter, new.words) == (section.part, section.chapter, 3)

    staff.post(url("draft_paragraph_remove", draft, new.key), {"version": 1, "reason": "Trùng"})
    assert not draft.sections.filter(key=new.key).exists()
    assert Section.history.filter(key=new.key, history_type="-").get().history_change_reason == "Trùng"


def test_frozen_version_is_read_only_and_says_so(staff, draft):
    freeze_draft(draft=draft, expected=draft.version, reason="Gửi các sở", by=User.objects.system())
    section = paragraph(draft)

    page = staff.get(draft.get_absolute_url()).content.decode()
    answer = staff.post(url("draft_paragraph_edit", draft, section.key), {"text": "Sửa lén.", "version": 1})

    assert "đã chốt" in page
    assert "data-edit" not in page
    assert "lập bản mới rồi sửa ở đó" in answer.content.decode()
    assert "Sửa lén." in answer.content.decode()
    assert Section.objects.get(pk=section.pk).version == 1


def test_new_version_keeps_keys_and_freezes_the_old_one(staff, draft):
    answer = staff.post(
        url("draft_new_version", draft),
        {"reason": "RUT_GON", "note": "Sau hội nghị", "version": draft.version},
    )
    second = Draft.objects.get(number=2)

    assert answer.url == second.get_absolute_url()
    assert as_rows(second.sections.in_order()) == as_rows(draft.sections.in_order())
    assert Draft.objects.get(number=1).is_frozen


def test_budget_is_given_by_heads_and_the_meter_says_who_is_over(head, draft):
    answer = head.post(
        url("draft_budget", draft), {"words": "20", "part1": "10", "part2": "", "part3": "", "version": 1}
    )
    page = head.get(draft.get_absolute_url()).content.decode()
    words = sum(draft.sections.values_list("words", flat=True))
    first = sum(draft.sections.filter(part=1).values_list("words", flat=True))

    assert answer.status_code == 302
    assert f"Cần rút thêm {words - 20} từ" in page
    assert f"Phần I vượt {first - 10} từ" in page


def test_parts_may_not_have_more_than_the_whole(head, draft):
    answer = head.post(
        url("draft_budget", draft), {"words": "20", "part1": "15", "part2": "15", "part3": "", "version": 1}
    )

    assert "nhiều hơn mức giao" in answer.content.decode()
    assert Draft.objects.get(pk=draft.pk).budget_words is None


def test_readers_read_and_do_not_write(client, draft):
    client.force_login(UserFactory(username="doc", role="VAN_THU"))
    section = paragraph(draft)

    assert client.get(draft.get_absolute_url()).status_code == 200
    assert (
        client.post(url("draft_paragraph_edit", draft, section.key), {"text": "x", "version": 1}).status_code
        == 403
    )
    assert client.get(reverse("programs:draft_import", args=[draft.program.slug])).status_code == 403


def test_staff_neither_freezes_nor_gives_the_length(staff, draft):
    assert staff.get(url("draft_freeze", draft)).status_code == 403
    assert staff.get(url("draft_budget", draft)).status_code == 403


def test_opening_a_chapter_takes_the_same_statements_however_long_the_draft(staff, program, count_queries):
    few, _ = take_in_draft(program=program, nodes=small_tree(), by=User.objects.system())
    first = count_queries(staff, few.get_absolute_url())
    long_tree = small_tree()
    for number in range(3, 40):
        long_tree.insert(6, Node(Kind.PARAGRAPH, 2, "", f"Đoạn thêm {number}."))
        long_tree.insert(6, Node(Kind.HEADING, 1, "", f"Mục {number}"))
    with acting(by=User.objects.system(), verb="tests.long", label="Thử"):
        many, _ = take_in_draft(program=program, nodes=long_tree, by=User.objects.system())

    assert count_queries(staff, many.get_absolute_url()) == first


def test_history_names_a_paragraph_in_words(staff, draft):
    section = paragraph(draft)
    begin_version(draft=draft, expected=draft.version, reason="RUT_GON", note="", by=User.objects.system())
    page = staff.get(reverse("core:history", args=["programs.section", section.pk])).content.decode()

    assert "Đoạn 1. Đã ký" in page
    assert section.chapter not in page
    assert count_words(section.text) == section.words
