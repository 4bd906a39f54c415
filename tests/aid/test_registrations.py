"""Certificates on the donor's page and in the list, and the cautions wherever a gift is written."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aid.actions.life import StepPaper, take_step
from aid.imports import AidResource
from aid.models import AidItem, NgoRegistration, RegistrationSector
from aid.registrations import registrations_visible_to, with_state
from core.history import acting
from core.models import User
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingo(world):
    """The donor as a foreign NGO whose one certificate ended on 31/12/2024."""
    donor = world["donor"]
    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        donor.kind = "TC_PCPNN"
        donor.save()
        row = NgoRegistration(
            partner=donor, number="12/CNV-HĐ", issued_on=date(2022, 1, 1), expires_on=date(2024, 12, 31),
            provinces=["Nghệ An", "Thanh Hoá"],
        )  # fmt: skip
        row.save()
        RegistrationSector(registration=row, sector=world["sector"]).save()
    return row


@pytest.fixture
def posted(world):
    """What the form of a certificate sends."""
    return {
        "kind": "HOAT_DONG",
        "number": "45/CNV-HĐ",
        "issued_on": "01/01/2025",
        "expires_on": "31/12/2027",
        "provinces": "Thanh Hóa\nNghệ An",
        "sectors": [world["sector"].pk],
        "representative": "Nguyễn Văn Thử",
        "ruling": "",
        "ruling_on": "",
        "note": "",
    }


def test_add_edit_remove(client, world, ingo, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    donor = world["donor"]
    page = reverse("aid:donor_detail", args=[donor.pk])
    scan = SimpleUploadedFile("giay.png", b"khong phai anh")
    refused = client.post(reverse("aid:registration_add", args=[donor.pk]), posted | {"scan": scan})
    assert refused.status_code == 200
    assert "45/CNV-HĐ" in refused.text
    assert not NgoRegistration.objects.filter(number="45/CNV-HĐ").exists()
    assert client.post(reverse("aid:registration_add", args=[donor.pk]), posted).status_code == 302
    row = NgoRegistration.objects.get(number="45/CNV-HĐ")
    assert row.provinces == ["Thanh Hóa", "Nghệ An"]
    assert [part.sector for part in row.sectors.all()] == [world["sector"]]
    assert row.history.first().history_user == world["cast"]["SNGV_STAFF"]
    shown = client.get(page).text
    assert "45/CNV-HĐ" in shown
    assert "Hết hạn" in shown  # the older one
    edit = reverse("aid:registration_edit", args=[row.pk])
    changed = posted | {"version": row.version, "ruling": "DINH_CHI"}
    assert "Nhập ngày đình chỉ hoặc thu hồi." in client.post(edit, changed).text
    changed |= {"ruling_on": "01/06/2025", "sectors": []}
    assert client.post(edit, changed).status_code == 302
    assert client.post(edit, changed).status_code == 409
    row.refresh_from_db()
    assert (row.ruling, row.ruling_on, row.sectors.count()) == ("DINH_CHI", date(2025, 6, 1), 0)
    remove = reverse("aid:registration_remove", args=[row.pk])
    assert client.post(remove, {"version": row.version, "reason": "Ghi nhầm"}).status_code == 302
    assert not NgoRegistration.objects.filter(pk=row.pk).exists()


def test_number_is_there_once(client, world, ingo, posted):
    client.force_login(world["cast"]["SNGV_STAFF"])
    again = client.post(
        reverse("aid:registration_add", args=[ingo.partner_id]), posted | {"number": ingo.number}
    )
    assert "Đã có giấy đăng ký số này của tổ chức." in again.text


@pytest.mark.parametrize(
    ("left", "state", "label"),
    [
        pytest.param(-1, "HET_HAN", "Hết hạn", id="hết hạn hôm qua"),
        pytest.param(0, "SAP_HET_HAN", "Sắp hết hạn", id="hết hạn hôm nay"),
        pytest.param(90, "SAP_HET_HAN", "Sắp hết hạn", id="còn 90 ngày"),
        pytest.param(91, "HIEU_LUC", "Hiệu lực", id="còn 91 ngày"),
    ],
)
def test_list_filters_by_the_state_of_today(client, world, ingo, left, state, label):
    with acting(by=User.objects.system(), verb="tests.update", label="Tạo dữ liệu thử"):
        ingo.expires_on = timezone.localdate() + timedelta(left)
        ingo.save()
    client.force_login(world["cast"]["TU_VIEWER"])
    url = reverse("aid:registration_list")
    found = client.get(url, {"tinh_trang": state, "q": "nhip cau 12/cnv"})
    assert found.context["page"].count == 1
    assert label in found.text
    other = "HET_HAN" if state != "HET_HAN" else "HIEU_LUC"
    assert client.get(url, {"tinh_trang": other}).context["page"].count == 0
    assert client.get(url, {"xuat": "csv"}).status_code == 200


def test_focal_point_sees_certificates_of_its_own_donors(world, ingo):
    focal = world["cast"]["FOCAL"]
    assert not registrations_visible_to(focal).exists()
    AidItemFactory(donor=world["donor"], recipient=focal.agency)
    rows = with_state(registrations_visible_to(focal), TODAY, 90)
    assert [row.state for row in rows] == ["HET_HAN"]


def test_saving_a_gift_after_the_end_of_the_certificate_warns(client, world, typed, ingo):
    client.force_login(world["cast"]["SNGV_STAFF"])
    saved = client.post(reverse("aid:item_add"), typed, follow=True)
    assert "hết hạn ngày 31/12/2024" in saved.text
    item = AidItem.objects.get()
    page = client.get(item.get_absolute_url())
    assert "Nghị định 58/2022/NĐ-CP" in page.text


def test_gift_on_the_last_day_is_not_warned_of(client, world, typed, ingo):
    client.force_login(world["cast"]["SNGV_STAFF"])
    typed |= {"approved_on": "31/12/2024", "started_on": "01/01/2025"}
    saved = client.post(reverse("aid:item_add"), typed, follow=True)
    assert "giấy đăng ký" not in saved.text


def test_approving_warns(world, ingo):
    item = AidItemFactory(
        donor=world["donor"], recipient=world["recipient"], approved_on=None, status="APPRAISED", rule_set=""
    )
    _, found = take_step(
        item=item,
        expected=item.version,
        kind="PHE_DUYET",
        on=date(2025, 5, 5),
        paper=StepPaper(number="1/QĐ-UBND"),
        today=TODAY,
        by=world["cast"]["SNGV_LEADER"],
    )
    assert any("hết hạn ngày 31/12/2024" in str(caution) for caution in found)


def test_file_reads_certificates_once(world, ingo):
    resource = AidResource(by=world["cast"]["SNGV_STAFF"], today=TODAY)
    others = [PartnerFactory(kind="TC_PCPNN") for _ in range(3)]
    warned = []
    with CaptureQueriesContext(connection) as queries:
        for donor in (world["donor"], *others):
            row = resource.new_row()
            row.code, row.name, row.donor, row.owner = "VT-2025-901", "Khoản", donor, world["recipient"]
            row.approved, row.kind, row.amount = date(2025, 5, 5), "DU_AN", None
            warned += [str(caution) for caution in resource.check_row(row, resource.new_row())]
    assert sum("aid_ngoregistration" in query["sql"] for query in queries) <= 2
    assert sum("12/CNV-HĐ" in text for text in warned) == 1
    assert sum("Chưa ghi giấy đăng ký nào" in text for text in warned) == 3
