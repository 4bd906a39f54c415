"""Merging two items or donors: what is kept, what moves, totals, and the way back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.actions.documents import add_document
from aid.actions.merging import Choice, merge, money_key, money_of, undo_merge
from aid.models import (
    AidItem,
    Allocation,
    ClosedPeriod,
    Commitment,
    Disbursement,
    ItemPlace,
    ItemSector,
    Merge,
    NgoRegistration,
    RegistrationSector,
    TwinVerdict,
)
from aid.putting_back import taken_down, tree_of
from core.history import acting, save_version
from core.legal import RuleError
from core.models import Partner, User
from tests.access_world import PDF
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
    PartnerFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db
# What counts writes, and so is never the same again.
WRITES = {"version", "updated_at"}


def writing():
    return acting(by=User.objects.system(), verb="tests.write", label="Tạo dữ liệu thử")


@pytest.fixture
def pair(world):
    """Two items that are one: the second has a paper, a payment of its own and one that both have."""
    told = {"donor": world["donor"], "recipient": world["recipient"], "name": "Trạm y tế xã"}
    kept, gone = (AidItemFactory(code=f"VT-2025-{at}", **told) for at in ("101", "102"))
    for item in (kept, gone):
        CommitmentFactory(item=item)
        DisbursementFactory(item=item, paid_on=date(2025, 7, 1))
    DisbursementFactory(item=gone, paid_on=date(2025, 8, 1), amount_minor=2_000_000)
    with writing():
        gone.note, gone.beneficiaries = "Ghi ở bản hai", 120
        gone.save()
        ItemSector(item=kept, sector=world["sector"], share_percent=100).save()
        for sector, share in ((world["sector"], 60), (SectorFactory(code="GIAO_DUC"), 40)):
            ItemSector(item=gone, sector=sector, share_percent=share).save()
        ItemPlace(item=gone, locality=LocalityFactory()).save()
        Allocation(item=gone, unit_name="Thôn Một", goods="Gạo").save()
    upload = SimpleUploadedFile("van-kien.pdf", PDF)
    add_document(item=gone, upload=upload, kind="VAN_KIEN", by=User.objects.system())
    return kept, gone


def state():
    """Return all that the register holds of items, donors and what belongs to them, but counts of writes."""
    found = {}
    for record in (*AidItem.objects.all(), *Partner.objects.all()):
        for row in tree_of(record):
            fields = {name: value for name, value in row["fields"].items() if name not in WRITES}
            found[row["model"], row["pk"]] = fields
    return found


def chosen(kept, gone, *, left_out=(), **changes):
    staying = {money_key(row) for item in (kept, gone) for row in money_of(item)}
    return Choice(money=frozenset(staying - {money_key(row) for row in left_out}), **changes)


def merged(pair, by, **changes):
    kept, gone = pair
    twins = [gone.commitments.get(), gone.disbursements.order_by("pk").first()]
    return merge(
        kind="KHOAN", kept=kept, gone=gone, versions=(kept.version, gone.version),
        choice=chosen(kept, gone, left_out=twins, **changes), today=TODAY, by=by, reason="Nhập hai lần",
    )  # fmt: skip


def test_no_money_is_counted_twice_and_everything_else_moves(world, pair):
    kept, _ = pair
    merged(
        pair,
        world["cast"]["SNGV_STAFF"],
        from_gone=frozenset({"ghi_chu", "huong_loi", "dia_ban", "linh_vuc"}),
    )
    item = AidItem.objects.with_totals().get()
    assert (item.pk, item.code, item.note, item.beneficiaries) == (
        kept.pk,
        "VT-2025-101",
        "Ghi ở bản hai",
        120,
    )
    assert (item.committed_usd_minor, item.disbursed_usd_minor) == (10_000_000, 3_000_000)
    assert sorted(item.item_sectors.values_list("share_percent", flat=True)) == [40, 60]
    assert (item.places.count(), item.documents.count(), item.allocations.count()) == (1, 1, 1)
    assert not Commitment.objects.exclude(item=item).exists()


def test_undo_gives_both_back_as_they_were(world, pair):
    before = state()
    done = merged(
        pair, world["cast"]["SNGV_STAFF"], from_gone=frozenset({"ghi_chu", "linh_vuc", "dia_ban", "ten"})
    )
    assert state() != before
    undo_merge(merge=done, expected=done.version, today=TODAY, by=world["cast"]["SNGV_HEAD"], reason="Nhầm")
    assert state() == before
    done.refresh_from_db()
    assert done.undone_on == TODAY
    assert AidItem.history.filter(id=pair[1].pk, history_type="+").count() == 2


def test_later_edits_that_stand_in_the_way_are_named(client, world, pair):
    done = merged(pair, world["cast"]["SNGV_STAFF"], from_gone=frozenset({"ghi_chu"}))
    kept = AidItem.objects.get(pk=pair[0].pk)
    with writing():
        kept.note = "Sửa sau khi gộp"
        save_version(kept, expected=kept.version)
        kept.disbursements.get(paid_on=date(2025, 8, 1)).delete()
    client.force_login(world["cast"]["SNGV_STAFF"])
    page = client.get(reverse("aid:merge_undo", args=[done.pk]))
    assert "đã có người sửa ghi chú" in page.text
    assert "lần giải ngân “20.000\xa0USD”" in page.text
    with pytest.raises(RuleError, match="ghi chú"):
        undo_merge(merge=done, expected=done.version, today=TODAY, by=world["cast"]["SNGV_STAFF"])
    assert AidItem.objects.count() == 1


def test_later_edits_elsewhere_stay(world, pair):
    done = merged(pair, world["cast"]["SNGV_STAFF"], from_gone=frozenset({"ghi_chu"}))
    kept = AidItem.objects.get(pk=pair[0].pk)
    with writing():
        kept.objectives = "Viết sau khi gộp"
        save_version(kept, expected=kept.version)
    undo_merge(merge=done, expected=done.version, today=TODAY, by=world["cast"]["SNGV_STAFF"])
    kept.refresh_from_db()
    assert (kept.objectives, kept.note) == ("Viết sau khi gộp", "")


def test_first_of_two_merges_is_undone_after_the_second(world, pair):
    by = world["cast"]["SNGV_STAFF"]
    first = merged(pair, by)
    third = AidItemFactory(donor=world["donor"], recipient=world["recipient"])
    kept = AidItem.objects.get(pk=pair[0].pk)
    second = merge(
        kind="KHOAN", kept=third, gone=kept, versions=(third.version, kept.version),
        choice=chosen(third, kept), today=TODAY, by=by,
    )  # fmt: skip
    with pytest.raises(RuleError, match="Hoàn tác lần gộp sau trước"):
        undo_merge(merge=first, expected=first.version, today=TODAY, by=by)
    undo_merge(merge=second, expected=second.version, today=TODAY, by=by)
    undo_merge(merge=first, expected=first.version, today=TODAY, by=by)
    assert AidItem.objects.count() == 3


def test_money_of_a_closed_period_is_not_taken_out(world, pair):
    with writing():
        ClosedPeriod(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), closed_on=TODAY).save()
    before = state()
    with pytest.raises(RuleError, match="kỳ đã khóa sổ"):
        merged(pair, world["cast"]["SNGV_STAFF"])
    assert state() == before


def test_correction_goes_with_what_it_corrects(world, pair):
    kept, gone = pair
    line = gone.disbursements.order_by("pk").first()
    with writing():
        Disbursement(
            item=gone, paid_on=TODAY, amount_minor=-5, currency="USD", usd_minor=-5, entry="DIEU_CHINH",
            effective_on=line.paid_on, corrects=line, reason="Ghi nhầm",
        ).save()  # fmt: skip
    with pytest.raises(RuleError, match="giữ cả hai, hoặc bỏ cả hai"):
        merged(pair, world["cast"]["SNGV_STAFF"])
    before = state()
    going = list(gone.disbursements.all())
    done = merge(
        kind="KHOAN", kept=kept, gone=gone, versions=(kept.version, gone.version),
        choice=chosen(kept, gone, left_out=going), today=TODAY, by=world["cast"]["SNGV_STAFF"],
    )  # fmt: skip
    assert Disbursement.objects.count() == 1
    undo_merge(merge=done, expected=done.version, today=TODAY, by=world["cast"]["SNGV_STAFF"])
    assert state() == before


def test_page_previews_totals_merges_and_leads_old_addresses_on(client, world, pair):
    kept, gone = pair
    old = gone.get_absolute_url()
    client.force_login(world["cast"]["SNGV_STAFF"])
    listed = client.get(reverse("aid:twin_list"))
    url = reverse("aid:item_merge", args=[kept.pk, gone.pk])
    assert url in listed.text
    assert "tên giống hệt" in listed.text
    page = client.get(url)
    form = page.context["form"]
    assert len(form.staying()) == 3  # both the commitment and the payment of the second are there already
    assert [row["after"] for row in page.context["totals"]] == ["100.000 USD", "30.000 USD"]
    data = {name: form[name].value() for name in form.fields if name != "reason"}
    shown = client.post(url, data | {"xem": "1", "money": []})
    assert [row["after"] for row in shown.context["totals"]] == ["0 USD", "0 USD"]
    assert AidItem.objects.count() == 2
    refused = client.post(url, data | {"gop": "1", "reason": ""})
    assert "Nhập vì sao là một." in refused.text
    assert client.post(url, data | {"gop": "1", "reason": "Nhập hai lần"}).status_code == 302
    assert client.get(old).headers["Location"] == kept.get_absolute_url()
    assert client.get(f"{old}khong-co/").status_code == 404
    assert "VT-2025-102" in client.get(reverse("aid:twin_list")).text
    assert client.post(url, data | {"gop": "1", "reason": "Lần nữa"}).status_code == 404


def test_somebody_saved_one_of_the_two_meanwhile(client, world, pair):
    kept, gone = pair
    client.force_login(world["cast"]["SNGV_STAFF"])
    url = reverse("aid:item_merge", args=[kept.pk, gone.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"gop": "1", "reason": "Trùng"}
    with writing():
        save_version(gone, expected=gone.version)
    assert client.post(url, data).status_code == 409
    assert AidItem.objects.count() == 2


def test_focal_point_may_not_merge_even_its_own(client, world, pair):
    client.force_login(world["cast"]["FOCAL"])
    assert client.get(reverse("aid:twin_list")).status_code == 403
    kept, gone = pair
    assert client.get(reverse("aid:item_merge", args=[kept.pk, gone.pk])).status_code == 403


def test_told_apart_is_not_proposed_again(client, world, pair):
    client.force_login(world["cast"]["SNGV_STAFF"])
    url = reverse("aid:twin_verdict", args=["khoan"])
    kept, gone = pair
    for _ in range(2):
        client.post(url, {"first": gone.pk, "second": kept.pk})
    assert TwinVerdict.objects.count() == 1
    assert client.get(reverse("aid:twin_list")).context["pairs"] == []
    client.post(url, {"first": kept.pk, "second": kept.pk})
    client.post(url, {"first": kept.pk, "second": 987654})
    assert TwinVerdict.objects.count() == 1


def test_code_of_a_merged_item_is_not_given_again(client, world, pair, typed):
    merged(pair, world["cast"]["SNGV_STAFF"])
    client.force_login(world["cast"]["SNGV_STAFF"])
    client.post(reverse("aid:item_add"), typed)
    assert AidItem.objects.filter(code="VT-2025-103").exists()


def test_donors_become_one_and_two_again(client, world, pair):
    kept = world["donor"]
    with writing():
        gone = Partner(name="Bridge Fund", name_en="Bridge Fund", aliases=["BF"], country=kept.country)
        gone.save()
        for donor in (kept, gone):
            days = {"issued_on": date(2024, 1, 1), "expires_on": date(2026, 1, 1)}
            row = NgoRegistration(partner=donor, number="12/CNV", **days)
            row.save()
            RegistrationSector(registration=row, sector=world["sector"]).save()
    own = AidItemFactory(donor=gone, recipient=world["recipient"])
    before = state()
    by = world["cast"]["SNGV_STAFF"]
    done = merge(
        kind="NHA_TAI_TRO", kept=kept, gone=gone, versions=(kept.version, gone.version),
        choice=Choice(from_gone=frozenset({"ten"})), today=TODAY, by=by,
    )  # fmt: skip
    kept.refresh_from_db()
    own.refresh_from_db()
    assert (kept.name, kept.aliases, own.donor) == ("Bridge Fund", ["BF"], kept)
    assert AidItem.objects.filter(search_text__contains="bridge fund").count() == 3
    assert NgoRegistration.objects.count() == 1
    client.force_login(by)
    led = client.get(reverse("aid:donor_detail", args=[done.gone_id]), follow=True)
    assert led.redirect_chain == [(reverse("aid:donor_detail", args=[kept.pk]), 301)]
    assert "Nhà tài trợ ở địa chỉ cũ đã được gộp vào “Bridge Fund”" in led.text
    undo_merge(merge=done, expected=done.version, today=TODAY, by=by)
    assert state() == before
    assert client.get(reverse("aid:donor_detail", args=[done.gone_id])).status_code == 200
    assert taken_down(NgoRegistration.objects.get(partner=gone))["fields"]["number"] == "12/CNV"


@pytest.mark.parametrize("when", ["trước khi gộp", "trước khi hoàn tác", "một bản chưa tính"])
def test_a_closed_period_counts_as_many_donors_as_it_reported(when, world):
    kept, gone = world["donor"], PartnerFactory(name="Bridge Fund")
    AidItemFactory(donor=kept, recipient=world["recipient"])
    day = TODAY if when == "một bản chưa tính" else date(2025, 9, 1)
    AidItemFactory(donor=gone, recipient=world["recipient"], approved_on=day)
    told = {"today": TODAY, "by": world["cast"]["SNGV_STAFF"], "reason": "một tổ chức"}

    def close():
        with writing():
            ClosedPeriod(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), closed_on=TODAY).save()

    def join():
        versions = (kept.version, gone.version)
        return merge(kind="NHA_TAI_TRO", kept=kept, gone=gone, versions=versions, choice=Choice(), **told)

    if when == "trước khi hoàn tác":
        done = join()
        close()
        with pytest.raises(RuleError, match="tính là 1, sau bước này là 2"):
            undo_merge(merge=done, expected=done.version, **told)
        assert Partner.objects.filter(pk=gone.pk).count() == 0
        return
    close()
    if when == "trước khi gộp":
        with pytest.raises(RuleError, match="tính là 2, sau bước này là 1"):
            join()
        assert Partner.objects.filter(pk=gone.pk).exists()
    else:
        done = join()
        undo_merge(merge=done, expected=done.version, **told)
        assert AidItem.objects.filter(donor_id=done.gone_id).count() == 1


def test_list_of_pairs_asks_as_much_however_many_there_are(client, world, pair):
    client.force_login(world["cast"]["SNGV_STAFF"])
    url = reverse("aid:twin_list")
    client.get(url)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        asked.append(len(queries))
        for _ in range(4):
            CommitmentFactory(item__donor=world["donor"], item__name="Trạm y tế xã")
    assert asked[0] == asked[1]


def test_donor_page_of_pairs(client, world, pair):
    PartnerFactory(name="QUY NHIP CAU", country=world["donor"].country)
    client.force_login(world["cast"]["SNGV_STAFF"])
    listed = client.get(reverse("aid:donor_twin_list"))
    assert [pair["score"] >= 80 for pair in listed.context["pairs"]] == [True]
    page = client.get(listed.context["pairs"][0]["url"])
    assert page.status_code == 200
    assert Merge.objects.count() == 0
