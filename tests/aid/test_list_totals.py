"""Totals of the list: whatever filter is set, the kept sums and the facts say what the rows add up to."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict
from django.test import RequestFactory

from aid.donors import donor_totals, donors_for_list, totals_by_year
from aid.emergency_totals import disasters_of
from aid.filters import ItemFilter
from aid.list_totals import list_totals
from aid.models import AidItem, Commitment, Disbursement, ItemPlace, ItemSector
from aid.totals import item_totals
from core.history import acting, bulk_create
from core.models import User
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
    SectorFactory,
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def items(world):
    """Items of two sectors, years, kinds and states; one without a rate."""
    sectors = [world["sector"], SectorFactory(code="GIAO_DUC", name="Giáo dục")]
    place = LocalityFactory()
    for n, (approved, kind, start, end) in enumerate(
        [
            (date(2024, 12, 20), "", date(2025, 1, 1), date(2025, 12, 31)),
            (date(2025, 3, 1), "CUU_TRO", date(2025, 4, 1), date(2027, 1, 1)),
            (date(2025, 6, 1), "", None, None),
            (None, "", None, None),
            (date(2025, 7, 1), "", date(2025, 7, 1), date(2026, 12, 31)),
        ]
    ):
        item = AidItemFactory(
            donor=world["donor"],
            recipient=world["recipient"],
            approved_on=approved,
            rule_set="ND80" if approved else "",
            status="REVOKED" if n == 4 else "APPROVED" if approved else "DOSSIER",
            emergency_kind=kind,
            started_on=start,
            ended_on=end,
            decision_number="12/QĐ" if n % 2 else "",
        )
        CommitmentFactory(item=item, amount_minor=100_000 * (n + 1), vnd=n * 1_000)
        if n == 2:
            CommitmentFactory(item=item, currency="JPY", amount_minor=5)
        DisbursementFactory(item=item, amount_minor=50_000, vnd=7)
        with acting(by=User.objects.system(), verb="tests.sector", label="Tạo dữ liệu thử"):
            ItemSector(item=item, sector=sectors[n % 2]).save()
            if n % 2:
                ItemPlace(item=item, locality=place).save()
    AidItemFactory()
    return {
        "donor": world["donor"].pk,
        "sector": sectors[0].pk,
        "recipient": world["recipient"].pk,
        "place": place.pk,
    }


@pytest.mark.parametrize("role", ["SNGV_STAFF", "FOCAL"])
@pytest.mark.parametrize(
    "query",
    [
        pytest.param("", id="không lọc"),
        pytest.param("nam=2025", id="năm"),
        pytest.param("nam=2025&khan_cap=co", id="năm, khẩn cấp"),
        pytest.param("linh_vuc={sector}&nam=2025", id="lĩnh vực, năm"),
        pytest.param("nha_tai_tro={donor}", id="nhà tài trợ"),
        pytest.param("trang_thai=IMPLEMENTING", id="đang thực hiện hôm nay"),
        pytest.param("trang_thai=ENDED&nam=2024", id="đã hết hạn"),
        pytest.param("trang_thai=DOSSIER", id="chưa phê duyệt"),
        pytest.param("trang_thai=REVOKED", id="đã thu hồi: chỉ đếm, không cộng"),
        pytest.param("linh_vuc={sector}&trang_thai=APPROVED", id="hai bộ lọc"),
        pytest.param("tiep_nhan={recipient}&quyet_dinh=khong", id="cơ quan, chưa có số quyết định"),
        pytest.param("tien_tu=1500&tien_den=2500", id="khoảng tiền"),
        pytest.param("tu=01/01/2025&den=31/05/2025", id="khoảng ngày"),
        pytest.param("loai=PHI_DU_AN", id="không có khoản nào"),
        pytest.param("q=khoan", id="tìm chữ"),
        pytest.param("ky=2025", id="kỳ 15/12 đến 14/12"),
        pytest.param("xem=con-thieu-ty-gia", id="chưa có tỷ giá"),
        pytest.param("xem=cham", id="chậm giải ngân"),
        pytest.param("xem=don-vi-toi", id="đơn vị tôi"),
        pytest.param("xem=sap-ket-thuc", id="sắp kết thúc"),
        pytest.param("dia_ban=0", id="chưa ghi địa bàn"),
        pytest.param("dia_ban={place}&nam=2025", id="xã, năm"),
        pytest.param("tinh=co", id="được tính"),
        pytest.param("tinh=cho&nha_tai_tro={donor}", id="chưa phê duyệt của nhà tài trợ"),
        pytest.param("tinh=khong&khan_cap=khong", id="không tính"),
        pytest.param("tinh=cho&loai=DU_AN", id="chưa phê duyệt, từ số liệu từng khoản"),
        pytest.param("tinh=co&tu=01/01/2025", id="được tính, từ ngày"),
        pytest.param("tinh=khong&loai=DU_AN", id="không tính, từ số liệu từng khoản"),
    ],
)
def test_totals_are_those_of_the_rows(items, world, role, query):
    user = world["cast"][role]
    request = RequestFactory().get("/vien-tro/")
    request.user = user
    rows = AidItem.objects.visible_to(user).for_list()
    found = ItemFilter(QueryDict(query.format(**items)) or None, queryset=rows, request=request)
    qs = found.qs
    cleaned = found.form.cleaned_data if found.form.is_bound and found.form.is_valid() else {}
    assert list_totals(cleaned, user, TODAY) == item_totals(qs)


def test_sums_beyond_64_bits_are_exact(world, client):
    """As many amounts at the typed limit as SQLite cannot add up in one whole number."""
    item = AidItemFactory(recipient=world["recipient"], donor=world["donor"], emergency_kind="CUU_TRO")
    limit = 10**17 - 1
    money = {"item": item, "amount_minor": limit, "usd_minor": limit, "vnd": limit}
    with acting(by=User.objects.system(), verb="tests.limit", label="Số lớn"):
        bulk_create([Commitment(**money) for _ in range(95)])
        bulk_create([Disbursement(paid_on=TODAY, **money) for _ in range(95)])
    whole = 95 * limit

    for chosen in (AidItem.objects.all(), AidItem.objects.filter(pk=item.pk)):
        part = item_totals(chosen).emergency
        assert (part.committed_usd_minor, part.committed_vnd) == (whole, whole)
        assert part.disbursed_usd_minor == whole
    user = world["cast"]["SNGV_STAFF"]
    assert donor_totals(donors_for_list(user), user).committed_usd == whole
    assert totals_by_year(world["donor"], user)[-1]["committed"] == whole
    assert disasters_of(AidItem.objects.all())[0].committed_usd == whole

    client.force_login(user)
    for url in ("/vien-tro/", "/vien-tro/giai-ngan/", "/vien-tro/nha-tai-tro/", item.get_absolute_url()):
        assert client.get(url).status_code == 200, url
