"""Drafts taken in from Word and handed out again."""

import io

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import ImportBatch
from programs.models import Draft, Section
from programs.wording.outline import outline_of
from programs.wording.word_reading import read_word
from tests.factories import UserFactory
from tests.programs.drafting.making import DOCX, as_rows, small_tree, word_file

pytestmark = pytest.mark.django_db


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


def test_an_upload_whose_file_is_gone_says_so_and_keeps_what_was_typed(staff, program):
    upload = staff.post(
        reverse("programs:draft_import", args=[program.slug]), {"file": word_file(small_tree())}
    )
    default_storage.delete(ImportBatch.objects.get(kind=ImportBatch.Kind.DRAFT).file.name)

    page = staff.post(upload.url, {"reason": "BAN_DAU", "note": "Bản của phòng"}).text

    assert "không còn trên cổng; tải tệp lên lại" in page
    assert "Bản của phòng" in page


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
