"""The legal grounds of a program: kept from Word, changed on their page, and the same after another turn."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from programs.models import Draft
from programs.wording.taking_in import read_draft
from reports.documents.word_draft import draft_docx
from reports.kinds.program import draft_as_docx, draft_document
from reports.text_checks.grounds import PREAMBLE
from reports.text_checks.run import check_draft
from tests.meetings.making import change
from tests.programs.drafting.making import small_tree, url

pytestmark = pytest.mark.django_db
GROUNDS = [
    "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
    "Căn cứ Nghị quyết số 59-NQ/TW ngày 24 tháng 01 năm 2025 của Bộ Chính trị về hội nhập quốc tế;",
    "Theo đề nghị của Giám đốc Sở Ngoại vụ tại Tờ trình số 12/TTr-SNgV.",
]


@pytest.fixture
def taken(staff, program):
    """A draft taken in from a Word file with its grounds above the first part."""
    content = draft_docx(small_tree(), title_lines=("CHƯƠNG TRÌNH", "Đối ngoại"), preamble=GROUNDS)
    file = io.BytesIO(content)
    file.name = "du-thao.docx"
    upload = staff.post(reverse("programs:draft_import", args=[program.slug]), {"file": file})
    assert "Căn cứ ban hành" in staff.get(upload.url).text
    staff.post(upload.url, {"reason": "BAN_DAU", "note": ""})
    return Draft.objects.get()


def test_the_grounds_come_in_and_go_out_the_same(taken):
    assert taken.preamble.splitlines() == GROUNDS
    again = read_draft("ra.docx", draft_as_docx(taken))
    assert (again.preamble, again.errors) == (GROUNDS, [])
    assert not any("Căn cứ" in line for line in again.front)
    # Whom it goes to and who signs it stand below the words, as in the PDF, and are no words of the draft.
    assert [(node.key, node.text) for node in again.nodes] == list(
        taken.sections.in_order().values_list("key", "text")
    )
    below = "\n".join(again.tail)
    assert "Nơi nhận:" in below
    assert "TM. ỦY BAN NHÂN" in below
    whole = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(draft_as_docx(taken))).paragraphs
    )
    assert whole.count("./.") == 1
    printed = [block.runs[0].text for block in draft_document(taken).blocks[:3]]
    assert printed == GROUNDS


def test_the_grounds_are_changed_on_their_page_by_version(taken, staff):
    address = url("draft_preamble", taken)
    typed = {"version": taken.version, "text": f"{GROUNDS[0]}\n\n  Xét   nhu cầu của tỉnh.  "}
    assert staff.post(address, typed).status_code == 302
    taken.refresh_from_db()
    assert taken.preamble.splitlines() == [GROUNDS[0], "Xét nhu cầu của tỉnh."]
    # A ground in other words is known by its style when it comes back.
    assert read_draft("ra.docx", draft_as_docx(taken)).preamble == taken.preamble.splitlines()

    refused = staff.post(address, typed | {"version": taken.version, "text": "Nghi dinh 30\nXét nhu cầu."})
    assert "chưa mở đầu như một căn cứ" in refused.text
    assert "Nghi dinh 30" in refused.text
    change(taken, preamble="Nghị định số 80/2020/NĐ-CP\nTheo đề nghị của Giám đốc Sở")
    (found,) = check_draft(taken, today=date(2026, 1, 20)).findings[:1]
    assert (found.code, found.key) == ("FORMAT_ND30", PREAMBLE)
    checks = staff.get(reverse("reports:draft_checks", args=taken.address)).text
    assert f'href="{address}"' in checks
    assert "Căn cứ ban hành" in checks
    change(taken, preamble="\n".join([GROUNDS[0], "Xét nhu cầu của tỉnh."]))

    stale = staff.post(address, typed | {"text": "Căn cứ khác"})
    assert (stale.status_code, "Căn cứ khác" in stale.text) == (409, True)
    assert "Xét nhu cầu của tỉnh." in staff.get(taken.get_absolute_url()).text


def test_the_grounds_go_on_to_the_next_version_and_a_frozen_one_keeps_its_own(taken, staff):
    staff.post(url("draft_new_version", taken), {"reason": "RUT_GON", "note": "", "version": taken.version})
    assert Draft.objects.get(number=2).preamble == taken.preamble
    answer = staff.post(url("draft_preamble", taken), {"version": taken.version + 1, "text": ""})
    assert "đã chốt nên không sửa được" in answer.text
    assert Draft.objects.get(number=1).preamble == taken.preamble
