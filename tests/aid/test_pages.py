"""Who may open and change what; donors; the catalogues of aid."""

from datetime import date

import pytest
from django.urls import reverse

from aid.models import ExchangeRate, Sector
from core.history import acting
from core.models import User
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    PartnerFactory,
    SectorFactory,
)


@pytest.fixture
def item(cast, law):
    item = AidItemFactory(
        code="VT-2025-010", recipient=cast.agencies["SYT"], donor=PartnerFactory(name="Quỹ A")
    )
    CommitmentFactory(item=item)
    DisbursementFactory(item=item)
    return item


WRITING = ("item_edit", "disbursement_add", "document_add")


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [
        ("SNGV_STAFF", 200, 200),
        ("SNGV_LEADER", 200, 200),
        ("FOCAL", 200, 200),
        ("OTHER_FOCAL", 404, 404),
        ("HOI_EDITOR", 404, 404),
        ("UBND_LEADER", 200, 403),
        ("TU_VIEWER", 200, 403),
        ("LH_STAFF", 200, 403),
        ("FIN", 200, 403),
        ("AUDITOR", 200, 403),
        ("ADMIN", 200, 403),
    ],
)
def test_who_reads_and_writes_an_item(item, cast, sign_in, role, read, write):
    client = sign_in(cast[role])

    assert client.get(item.get_absolute_url()).status_code == read
    for name in WRITING:
        assert client.get(reverse(f"aid:{name}", args=[item.code])).status_code == write, name
        if write != 200:
            assert client.post(reverse(f"aid:{name}", args=[item.code]), {}).status_code == write, name


@pytest.mark.parametrize("role", ["UBND_LEADER", "AUDITOR"])
def test_readers_see_no_buttons_that_write(item, cast, sign_in, role):
    page = sign_in(cast[role]).get(item.get_absolute_url()).content.decode()

    assert "/sua/" not in page
    assert "Gắn tài liệu" not in page


def test_item_detail_shows_money_papers_history_and_decree(item, cast, sign_in):
    page = sign_in(cast["SNGV_STAFF"]).get(item.get_absolute_url()).content.decode()

    assert "Nghị định 80/2020/NĐ-CP" in page
    assert "Lịch sử sửa" in page
    assert "Chưa có tệp nào" in page


def test_donor_list_sums_what_the_reader_may_see(item, cast, sign_in):
    AidItemFactory(donor=item.donor, emergency=True)

    staff = sign_in(cast["SNGV_STAFF"]).get("/vien-tro/nha-tai-tro/").content.decode().replace("\u00a0", " ")
    assert "1 nhà tài trợ, 1 khoản thường và 1 khoản khẩn cấp" in staff
    stranger = sign_in(cast.other_focal).get("/vien-tro/nha-tai-tro/").content.decode()
    assert "Quỹ A" not in stranger


def test_donor_detail_shows_years_and_items(item, cast, sign_in):
    address = reverse("aid:donor_detail", args=[item.donor_id])

    page = sign_in(cast["SNGV_STAFF"]).get(address).content.decode()
    assert item.name in page
    assert "100.000" in page
    assert sign_in(cast.other_focal).get(address).status_code == 404


def test_sector_add_and_edit(cast, sign_in):
    client = sign_in(cast["ADMIN"])
    typed = {"name": "Nước sạch", "code": "NUOC_SACH", "ordinal": "5", "is_active": "on"}

    assert client.post(reverse("aid:sector_add"), typed).status_code == 302
    assert "Đã có bản ghi khác" in client.post(reverse("aid:sector_add"), typed).content.decode()
    sector = Sector.objects.get()
    where = reverse("aid:sector_edit", args=[sector.pk])
    assert client.post(where, typed | {"name": "Nước", "version": "1"}).status_code == 302
    assert client.post(where, typed | {"name": "Khác", "version": "1"}).status_code == 409
    assert sector.history.first().action_label == "Sửa lĩnh vực"
    assert "Nước" in client.get(reverse("aid:sector_list"), {"q": "nuoc"}).content.decode()


def test_rate_add_and_edit(cast, sign_in):
    client = sign_in(cast["ADMIN"])
    typed = {
        "currency": "EUR",
        "day": "010625",
        "rate": "30.000,5",
        "kind": "HACH_TOAN_KBNN",
        "source": "Kho bạc",
    }

    assert client.post(reverse("aid:rate_add"), typed).status_code == 302
    rate = ExchangeRate.objects.get()
    assert (rate.rate_e4, rate.day) == (300_005_000, date(2025, 6, 1))
    assert "Đã có tỷ giá" in client.post(reverse("aid:rate_add"), typed).content.decode()
    assert "Nhập tỷ giá" in client.post(reverse("aid:rate_add"), typed | {"rate": ""}).content.decode()
    where = reverse("aid:rate_edit", args=[rate.pk])
    assert 'value="30.000,5"' in client.get(where).content.decode()
    assert client.post(where, typed | {"rate": "31.000", "version": "1"}).status_code == 302
    rate.refresh_from_db()
    assert rate.rate_e4 == 310_000_000
    assert "31.000" in client.get(reverse("aid:rate_list")).content.decode()


@pytest.mark.parametrize("name", ["sector_add", "rate_add"])
def test_catalogue_is_changed_by_the_administrator_alone(cast, sign_in, name):
    assert sign_in(cast["SNGV_STAFF"]).get(reverse(f"aid:{name}")).status_code == 403
    assert sign_in(cast["SNGV_STAFF"]).get(reverse(f"aid:{name.replace('add', 'list')}")).status_code == 200


def test_sector_in_use_stays_offered_on_its_item(item, cast, sign_in):

    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        item.item_sectors.create(sector=SectorFactory(code="CU", name="Lĩnh vực cũ", is_active=False))

    client = sign_in(cast["SNGV_STAFF"])
    assert "Lĩnh vực cũ" in client.get(reverse("aid:item_edit", args=[item.code])).content.decode()
    assert "Lĩnh vực cũ" not in client.get(reverse("aid:item_add")).content.decode()
