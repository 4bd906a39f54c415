"""Pages of an item's life: who records which step, what comes back when it is refused, the checklist."""

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid.models import AidItem, AidStep, DossierCheck, DossierRequirement
from aid.reference import load
from core.history import acting
from core.models import User
from tests.factories import AidItemFactory, CommitmentFactory

pytestmark = pytest.mark.django_db
PDF = (Path(__file__).parents[1] / "data" / "corpus" / "files" / "l01_ok.pdf").read_bytes()


def text(response):
    return response.content.decode()


def address(item, slug):
    return reverse("aid:item_step", args=[item.code, slug])


@pytest.fixture
def item(world, law):
    return AidItemFactory(
        code="VT-2026-001", recipient=world["recipient"], donor=world["donor"], status="DOSSIER",
        approved_on=None, rule_set="",
    )  # fmt: skip


@pytest.fixture
def papers(db):
    with acting(by=User.objects.system(), verb="tests.papers", label="Tạo dữ liệu thử"):
        load(by=User.objects.system())


@pytest.mark.parametrize(
    ("role", "slug", "answer"),
    [
        pytest.param("FOCAL", "rut", 200, id="chủ khoản ghi nhà tài trợ rút"),
        pytest.param("FOCAL", "tiep-nhan", 403, id="chủ khoản không tự tiếp nhận hồ sơ"),
        pytest.param("SNGV_STAFF", "tiep-nhan", 200, id="chuyên viên Sở tiếp nhận"),
        pytest.param("SNGV_STAFF", "phe-duyet", 403, id="chuyên viên không phê duyệt"),
        pytest.param("SNGV_STAFF", "tu-choi", 403, id="chuyên viên không từ chối"),
        pytest.param("UBND_LEADER", "phe-duyet", 200, id="lãnh đạo UBND phê duyệt"),
        pytest.param("UBND_LEADER", "tiep-nhan", 403, id="lãnh đạo UBND không ghi thay Sở"),
        pytest.param("SNGV_LEADER", "thu-hoi", 200, id="giám đốc Sở ghi thu hồi"),
        pytest.param("FIN", "quyet-toan", 403, id="tài chính chỉ xem"),
        pytest.param("SNGV_STAFF", "khong-co", 404, id="bước không có"),
    ],
)
def test_who_records_which_step(world, item, sign_in, role, slug, answer):
    assert sign_in(world["cast"][role]).get(address(item, slug)).status_code == answer


def test_a_step_with_its_file_moves_the_item_and_shows_on_its_page(world, item, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])
    told = {
        "on": "10/01/2026", "document_number": "12/SYT", "document_on": "09/01/2026", "note": "đủ giấy tờ",
        "file": SimpleUploadedFile("de nghi.pdf", PDF, "application/pdf"), "version": item.version,
    }  # fmt: skip
    assert client.post(address(item, "tiep-nhan"), told).status_code == 302

    item.refresh_from_db()
    page = text(client.get(item.get_absolute_url()))
    assert (item.status, f"{item.received_on:%d/%m}") == ("RECEIVED", "10/01")
    for words in (
        "Đang lập hồ sơ → Đã tiếp nhận hồ sơ",
        "12/SYT ngày 09/01/2026",
        "de nghi.pdf",
        "đủ giấy tờ",
    ):
        assert words in page
    assert "Thẩm định: đã dùng" in page
    assert f"{world['cast']['SNGV_STAFF']} ghi" in page


def test_a_refused_step_keeps_what_was_typed_and_says_why(world, item, sign_in):
    client = sign_in(world["cast"]["UBND_LEADER"])
    told = {"on": "10/01/2026", "document_number": "9/QĐ-UBND", "note": "ghi thử", "version": item.version}
    page = text(client.post(address(item, "phe-duyet"), told))

    assert "Khoản đang ở “Đang lập hồ sơ” nên chưa ghi “Phê duyệt” được" in page
    assert 'value="9/QĐ-UBND"' in page
    assert "ghi thử" in page
    assert item.steps.count() == 0


def test_a_step_on_an_old_page_shows_both_versions(world, item, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])
    told = {"on": "10/01/2026", "note": "đủ giấy tờ", "version": item.version - 1}
    answer = client.post(address(item, "tiep-nhan"), told)

    assert answer.status_code == 409
    assert "đủ giấy tờ" in text(answer)


def test_the_last_step_is_taken_back_with_a_reason(world, item, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])
    client.post(address(item, "tiep-nhan"), {"on": "10/01/2026", "note": "đủ", "version": item.version})
    item.refresh_from_db()
    undo = reverse("aid:item_step_undo", args=[item.code, item.steps.get().pk])

    assert undo in text(client.get(item.get_absolute_url()))
    assert "Lý do hủy" in text(client.post(undo, {"reason": "", "version": item.version}))
    assert client.post(undo, {"reason": "nhầm khoản", "version": item.version - 1}).status_code == 409
    assert client.post(undo, {"reason": "nhầm khoản", "version": item.version}).status_code == 302
    item.refresh_from_db()
    assert (item.status, item.received_on, item.steps.count()) == ("DOSSIER", None, 0)


def test_an_adjustment_is_typed_beside_how_it_stands(world, law, sign_in):
    item = AidItemFactory(code="VT-2025-900", recipient=world["recipient"], status="ADJUSTING")
    row = CommitmentFactory(item=item)
    client = sign_in(world["cast"]["SNGV_LEADER"])
    assert "Đang là 100.000\u00a0USD" in text(client.get(address(item, "dieu-chinh")))

    told = {
        "on": "10/01/2026", "document_number": "77/QĐ-UBND", "ended_on": "30/06/2027",
        f"amount_{row.pk}": "120.000,00", "version": item.version,
    }  # fmt: skip
    assert client.post(address(item, "dieu-chinh"), told).status_code == 302
    page = text(client.get(item.get_absolute_url()))
    assert "<del>100.000\u00a0USD</del>" in page
    assert "<ins>120.000\u00a0USD</ins>" in page


def test_the_checklist_is_saved_in_one_form(world, item, papers, sign_in):
    client = sign_in(world["cast"]["FOCAL"])
    here = reverse("aid:item_dossier", args=[item.code])
    wanted = list(DossierRequirement.objects.filter(rule_set="ND313", mode__in=["", "DU_AN"], donor_kind=""))
    page = text(client.get(here))
    # Said once for the whole checklist.
    assert "chờ xác nhận" in page
    assert "chuyên gia" in page

    told = {f"state_{row.pk}": "KHONG_CAN" if row.when else "CO" for row in wanted} | {
        "version": item.version
    }
    first = wanted[0]
    told |= {
        f"note_{first.pk}": "bản giấy",
        f"file_{first.pk}": SimpleUploadedFile("dn.pdf", PDF, "application/pdf"),
    }
    assert client.post(here, told | {"version": item.version - 1}).status_code == 409
    told[f"file_{first.pk}"] = SimpleUploadedFile("dn.pdf", PDF, "application/pdf")
    assert client.post(here, told).status_code == 302

    check = DossierCheck.objects.get(item=item, requirement=first)
    assert (check.state, check.note, check.document.attachment.name) == ("CO", "bản giấy", "dn.pdf")
    shown = text(client.get(item.get_absolute_url()))
    assert "còn thiếu 1" in shown
    assert "dn.pdf" in shown


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param("TC_PCPNN", "Bản sao Giấy đăng ký", id="tổ chức phi chính phủ: giấy đăng ký"),
        pytest.param("CA_NHAN", "hộ chiếu", id="cá nhân: hộ chiếu"),
        pytest.param("CQ_DAI_DIEN_NG", "", id="cơ quan đại diện: không cần"),
    ],
)
def test_legal_papers_follow_the_kind_of_donor(world, item, papers, sign_in, kind, words):
    with acting(by=User.objects.system(), verb="tests.kind", label="Tạo dữ liệu thử"):
        item.donor.kind = kind
        item.donor.save()
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).get(item.get_absolute_url()))

    assert words in page
    if not words:
        assert "hộ chiếu" not in page
        assert "Bản sao Giấy đăng ký" not in page


def test_an_item_may_begin_with_contacts_only(world, typed, sign_in):
    client = sign_in(world["cast"]["SNGV_STAFF"])
    told = typed | {"decision_number": "", "approved_on": "", "stage": "MOBILISING"}
    assert client.post(reverse("aid:item_add"), told).status_code == 302

    item = AidItem.objects.get()
    assert item.status == "MOBILISING"
    assert address(item, "cam-ket") in text(client.get(item.get_absolute_url()))


def test_the_head_of_the_page_tells_what_is_next_and_where_deadlines_and_reports_stand(world, item, sign_in):
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).get(item.get_absolute_url()))
    head = page.split('aria-label="Tóm tắt"')[1].split("</nav>")[0]
    assert "Tiếp nhận đủ hồ sơ" in head
    assert 'href="#giai-ngan"' in head
    assert "thời gian đã qua" not in head
    assert f"{reverse('aid:deadline_list')}?q={item.code}&amp;tu=01%2F01%2F" in page
    assert reverse("aid:owner_reports", args=[item.code]) in page
    # What only a decision can hold is not missed before it.
    assert "số quyết định phê duyệt (" not in page
    assert "tệp quyết định phê duyệt" not in page


def test_what_the_reader_may_record_stands_first(world, sign_in):
    item = AidItemFactory(
        recipient=world["recipient"], status="COMMITTED", approved_on=None, rule_set="",
        emergency_kind="CUU_TRO", disaster_event="Bão", disaster_on="2026-01-02",
    )  # fmt: skip
    page = text(sign_in(world["cast"]["UBND_LEADER"]).get(item.get_absolute_url()))
    assert "Phê duyệt" in page.split('aria-label="Tóm tắt"')[1].split("</a>")[0]


def test_a_reader_is_told_whose_turn_it_is_beside_the_clock(world, law, sign_in):
    item = AidItemFactory(
        recipient=world["recipient"], status="RETURNED", approved_on=None, rule_set="",
        received_on="2026-01-05", returned_on="2026-01-12",
    )  # fmt: skip
    page = text(sign_in(world["cast"]["FOCAL"]).get(item.get_absolute_url()))
    head = page.split('aria-label="Tóm tắt"')[1].split("</a>")[0]
    assert "Nhận lại hồ sơ đã bổ sung" in head
    assert "Sở Ngoại vụ ghi; Thẩm định: đã dùng 7/20 ngày" in head


@pytest.mark.parametrize(
    ("status", "approved_on", "kind", "offered"),
    [
        pytest.param("DOSSIER", None, "", [], id="chưa phê duyệt"),
        pytest.param("COMMITTED", None, "CUU_TRO", ["Ghi giải ngân"], id="khẩn cấp"),
        pytest.param("IMPLEMENTING", "2026-01-05", "", ["Ghi giải ngân"], id="đã phê duyệt"),
        pytest.param("SETTLED", "2026-01-05", "", ["Ghi điều chỉnh"], id="đã quyết toán"),
    ],
)
def test_payments_are_offered_where_they_may_be_written(
    world, law, sign_in, status, approved_on, kind, offered
):
    item = AidItemFactory(
        recipient=world["recipient"], status=status, approved_on=approved_on, emergency_kind=kind,
        disaster_on="2026-01-02" if kind else None,
    )  # fmt: skip
    page = sign_in(world["cast"]["SNGV_STAFF"]).get(item.get_absolute_url()).content
    url = reverse("aid:disbursement_add", args=[item.code])
    links = BeautifulSoup(page, "html.parser").select(f'#giai-ngan header a[href="{url}"]')
    assert [link.get_text(strip=True) for link in links] == offered


def test_a_step_of_an_item_whose_period_is_over_tells_the_state_that_the_page_shows(world, law, sign_in):
    item = AidItemFactory(
        recipient=world["recipient"], status="APPROVED", approved_on="2025-01-05",
        started_on="2025-01-10", ended_on="2025-03-10",
    )  # fmt: skip
    typed = {
        "version": item.version,
        "on": "10/01/2025",
        "document_number": "1/TB",
        "document_on": "10/01/2025",
    }
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).post(address(item, "thong-bao"), typed, follow=True))
    assert "trạng thái: đã kết thúc" in page


def test_the_last_state_is_marked_as_done(world, law, sign_in):
    item = AidItemFactory(recipient=world["recipient"], status="SETTLED")
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).get(item.get_absolute_url()))
    way = page.split('class="aid-way"')[1].split("</ol>")[0]
    assert "Quyết toán" in way
    assert 'class="now"' not in way


def test_the_list_counts_only_what_was_received(world, law, sign_in):
    AidItemFactory(recipient=world["recipient"])
    CommitmentFactory(item=AidItemFactory(recipient=world["recipient"], status="REVOKED"))
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).get(reverse("aid:item_list")))

    assert (
        "1 khoản trong danh sách, cam kết 0\u00a0USD; 1 khoản không tiếp nhận, rút, thu hồi không cộng."
        in page
    )


def test_papers_nobody_looked_at_are_not_needed_with_one_box(world, item, papers, sign_in):
    client = sign_in(world["cast"]["FOCAL"])
    here = reverse("aid:item_dossier", args=[item.code])
    assert "rest_not_needed" in text(client.get(here))
    wanted = DossierRequirement.objects.filter(rule_set="ND313", mode__in=["", "DU_AN"], donor_kind="")
    told = {f"state_{row.pk}": "" if row.when else "CO" for row in wanted}
    client.post(here, told | {"version": item.version, "rest_not_needed": "on"})

    assert set(DossierCheck.objects.filter(requirement__when__gt="").values_list("state", flat=True)) == {
        "KHONG_CAN"
    }
    assert "rest_not_needed" not in text(client.get(here))


def test_what_was_found_of_a_paper_stays_found_when_another_decree_governs(world, item, papers, sign_in):
    requirement = DossierRequirement.objects.get(rule_set="ND313", code="DE_NGHI")
    with acting(by=User.objects.system(), verb="tests.check", label="Tạo dữ liệu thử"):
        DossierCheck.objects.create(item=item, requirement=requirement, state="CO", note="bản giấy ở văn thư")
        item.received_on = date(2025, 11, 3)
        item.save()
    page = text(sign_in(world["cast"]["SNGV_STAFF"]).get(item.get_absolute_url()))

    assert "giấy tờ theo Nghị định 80/2020/NĐ-CP" in page
    assert "bản giấy ở văn thư" in page


def test_who_decides_on_an_adjustment_reads_what_was_asked(world, item, sign_in):
    with acting(by=User.objects.system(), verb="tests.step", label="Tạo dữ liệu thử"):
        item.status, item.approved_on, item.rule_set = "ADJUSTING", date(2026, 1, 5), "ND313"
        item.save()
        AidStep.objects.create(
            item=item, kind="DE_NGHI_DC", on=date(2026, 1, 9), from_status="IMPLEMENTING",
            to_status="ADJUSTING", note="Gia hạn sáu tháng",
        )  # fmt: skip
    page = text(sign_in(world["cast"]["UBND_LEADER"]).get(address(item, "dieu-chinh")))
    assert "Gia hạn sáu tháng" in page


def test_who_decides_reads_first_that_no_certificate_covers_the_gift(world, item, sign_in):
    with acting(by=User.objects.system(), verb="tests.kind", label="Tạo dữ liệu thử"):
        item.status, item.donor.kind = "APPRAISED", "TC_PCPNN"
        item.save()
        item.donor.save()
    page = text(sign_in(world["cast"]["UBND_LEADER"]).get(address(item, "phe-duyet")))
    assert "Chưa ghi giấy đăng ký nào của Quỹ Nhịp cầu" in page
