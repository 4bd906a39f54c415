"""The pages of drafts: taken in from Word, read and changed by chapter, frozen, handed out again."""

import io

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.history import acting
from core.models import ImportBatch, User
from programs.actions.drafts import begin_version, edit_section, freeze_draft, take_in_draft
from programs.models import Draft, Section
from programs.wording.outline import Kind, Node, count_words, outline_of
from programs.wording.word_reading import read_word
from reports.documents.word_draft import draft_docx
from tests.factories import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE = [[{"text": "TT", "columns": 1, "rows": 1}, {"text": "Chỉ tiêu", "columns": 1, "rows": 1}]]


def small_tree():
    """Return three parts with headings, a table and a footnote."""
    return [
        Node(Kind.PART, 0, "1", "ĐÁNH GIÁ CHUNG"),
        Node(Kind.HEADING, 1, "I.", "BỐI CẢNH"),
        Node(Kind.PARAGRAPH, 2, "", "Tình hình thế giới phức tạp[^1].", footnotes=["Theo báo cáo"]),
        Node(Kind.HEADING, 1, "II.", "KẾT QUẢ"),
        Node(Kind.PARAGRAPH, 2, "1.", "Đã ký năm thỏa thuận."),
        Node(Kind.TABLE, 2, table=TABLE),
        Node(Kind.PART, 0, "2", "MỤC TIÊU"),
        Node(Kind.HEADING, 1, "I.", "QUAN ĐIỂM"),
        Node(Kind.PARAGRAPH, 2, "", "Giữ vững hòa bình."),
        Node(Kind.PART, 0, "3", "TỔ CHỨC THỰC HIỆN"),
        Node(Kind.PARAGRAPH, 1, "", "Các sở, ngành thực hiện."),
    ]


@pytest.fixture
def program(db):
    """A program of 2026-2030."""
    return ProgramFactory(slug="2026-2030", period_start_year=2026, period_end_year=2030)


@pytest.fixture
def draft(program):
    """Its first draft."""
    made, _ = take_in_draft(program=program, nodes=small_tree(), by=User.objects.system())
    return made


@pytest.fixture
def staff(client):
    """A client signed in as the department's staff."""
    client.force_login(UserFactory(username="chuyen-vien", role="SNGV_STAFF"))
    return client


@pytest.fixture
def head(client):
    """A client signed in as a head of the department."""
    client.force_login(UserFactory(username="truong-phong", role="SNGV_HEAD"))
    return client


def url(name, draft, *more):
    """Return the address of a page of the draft."""
    return reverse(f"programs:{name}", args=[draft.program.slug, draft.number, *more])


def paragraph(draft, text="Đã ký"):
    """Return the stored paragraph that begins so."""
    return draft.sections.get(text__startswith=text)


def word_file(nodes, name="du-thao.docx"):
    """Return an upload of a draft as the portal writes it."""
    return SimpleUploadedFile(name, draft_docx(nodes, title_lines=("CHƯƠNG TRÌNH",)), content_type=DOCX)


def as_rows(nodes):
    """Return what must survive a way through Word."""
    return [
        (one.key, str(one.kind), one.level, one.number, one.text, one.table, list(one.footnotes))
        for one in nodes
    ]


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


def test_file_is_looked_at_then_taken_in_and_thrown_away(staff, program):
    upload = staff.post(
        reverse("programs:draft_import", args=[program.slug]), {"file": word_file(small_tree())}
    )
    batch = ImportBatch.objects.get(kind=ImportBatch.Kind.DRAFT)
    kept = batch.file.name
    preview = staff.get(upload.url).content.decode()

    assert "BỐI CẢNH" in preview
    assert "QUAN ĐIỂM" in preview
    assert not Draft.objects.exists()
    assert default_storage.exists(kept)

    answer = staff.post(upload.url, {"reason": "BAN_DAU", "note": "Bản của phòng"})
    draft = Draft.objects.get()
    assert answer.url == draft.get_absolute_url()
    assert (draft.note, draft.source_name) == ("Bản của phòng", "du-thao.docx")
    assert draft.sections.count() == len(small_tree())


def test_upload_is_deleted_after_use(staff, program, django_capture_on_commit_callbacks):
    upload = staff.post(
        reverse("programs:draft_import", args=[program.slug]), {"file": word_file(small_tree())}
    )
    kept = ImportBatch.objects.get(kind=ImportBatch.Kind.DRAFT).file.name

    with django_capture_on_commit_callbacks(execute=True):
        staff.post(upload.url, {"reason": "BAN_DAU", "note": ""})

    assert not default_storage.exists(kept)
    assert staff.post(upload.url, {"reason": "BAN_DAU", "note": ""}).status_code == 302
    assert Draft.objects.count() == 1


def test_upload_belongs_to_whoever_sent_it(staff, program, client):
    upload = staff.post(
        reverse("programs:draft_import", args=[program.slug]), {"file": word_file(small_tree())}
    )
    client.force_login(UserFactory(username="nguoi-khac", role="SNGV_LEADER"))

    assert client.get(upload.url).status_code == 404


def test_what_was_typed_survives_an_error(staff, program):
    upload = staff.post(
        reverse("programs:draft_import", args=[program.slug]), {"file": word_file(small_tree())}
    )

    page = staff.post(upload.url, {"reason": "", "note": "Ghi chú dài"}).content.decode()

    assert "Ghi chú dài" in page
    assert not Draft.objects.exists()


def bare_docx(*lines, font=""):
    """Return a Word file typed by hand."""
    file = docx.Document()
    for line in lines:
        run = file.add_paragraph().add_run(line)
        if font:
            run.font.name = font
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def broken_docx():
    """Return a Word file whose text is cut short."""
    whole = word_file(small_tree()).read()
    return whole[: len(whole) // 2]


REFUSED = {
    "hong": (broken_docx, "du-thao.docx", "lưu lại thành tệp mới"),
    "khong-co-phan": (lambda: bare_docx("Chỉ có một đoạn."), "du-thao.docx", "Phần thứ nhất"),
    "dau-mat": (lambda: bare_docx("TUYỆT MẬT", "Phần thứ nhất", "Nội dung"), "du-thao.docx", "độ mật"),
    "khong-phai-word": (lambda: b"%PDF-1.4 abc", "du-thao.doc", ".docx"),
}


@pytest.mark.parametrize(("make", "name", "said"), REFUSED.values(), ids=REFUSED)
def test_file_that_cannot_be_taken_is_refused_with_what_to_do(make, name, said, staff, program):
    upload = SimpleUploadedFile(name, make(), content_type=DOCX)

    answer = staff.post(reverse("programs:draft_import", args=[program.slug]), {"file": upload})

    assert answer.status_code == 200
    errors = BeautifulSoup(answer.content.decode(), "html5lib").select_one(".dn-errsum").text
    assert said in errors
    batch = ImportBatch.objects.get(kind=ImportBatch.Kind.DRAFT)
    assert (batch.state, batch.file.name) == (ImportBatch.State.REFUSED, "")


def test_old_font_is_converted_once_a_person_has_seen_the_sample(staff, program):
    file = bare_docx("PhÇn thø nhÊt: §¸nh gi¸", "T×nh h×nh thùc hiÖn ®èi ngo¹i.", font=".VnTime")
    upload = SimpleUploadedFile("cu.docx", file, content_type=DOCX)
    checked = staff.post(reverse("programs:draft_import", args=[program.slug]), {"file": upload})
    page = staff.get(checked.url).content.decode()
    assert "T×nh h×nh thùc hiÖn ®èi ngo¹i." in page
    assert "Tình hình thực hiện đối ngoại." in page

    refused = staff.post(checked.url, {"reason": "BAN_DAU", "note": ""})
    assert "Xem mẫu chuyển mã" in refused.content.decode()
    assert not Draft.objects.exists()
    staff.post(checked.url, {"reason": "BAN_DAU", "note": "", "converted": "on"})
    assert Section.objects.filter(text="Tình hình thực hiện đối ngoại.").exists()


def test_decomposed_letters_are_composed(staff, program):
    file = bare_docx(
        "Phần thứ nhất: ĐÁNH GIÁ", "Ho\u031bp ta\u0301c quốc tế.", "Phần thứ hai: MỤC TIÊU", "Một câu."
    )
    upload = SimpleUploadedFile("a.docx", file, content_type=DOCX)

    checked = staff.post(reverse("programs:draft_import", args=[program.slug]), {"file": upload})
    staff.post(checked.url, {"reason": "BAN_DAU", "note": ""})

    assert Section.objects.filter(text="Hơp tác quốc tế.").exists()


def test_export_comes_back_through_the_page_with_the_same_keys(staff, draft):
    before = as_rows(draft.sections.in_order())
    answer = staff.get(reverse("reports:draft_docx", args=draft.address))
    assert answer.headers["Content-Type"] == DOCX

    upload = SimpleUploadedFile("sua.docx", answer.content, content_type=DOCX)
    checked = staff.post(reverse("programs:draft_import", args=[draft.program.slug]), {"file": upload})
    staff.post(checked.url, {"reason": "TIEP_THU", "note": ""})
    second = Draft.objects.get(number=2)

    assert as_rows(second.sections.in_order()) == before
    assert as_rows(outline_of(read_word(answer.content).lines).nodes) == before


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
