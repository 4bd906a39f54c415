"""What changes aid items: each action, what it refuses, and the history it leaves."""

from datetime import date
from decimal import Decimal

import pytest

from aid.actions import documents, items, money
from aid.actions.items import ItemContent
from aid.models import AidItem, Disbursement, RateKind
from core.history import VersionConflictError
from core.legal import RuleError
from core.text import fold
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
    SectorFactory,
)


def content_of(world, **changes):
    values = {
        "name": "Nâng cấp trạm y tế",
        "mode": "DU_AN",
        "donor": world["donor"],
        "recipient": world["recipient"],
        "owner": world["recipient"],
        "approved_on": date(2025, 5, 15),
        "decision_number": "1/QĐ-UBND",
        **changes.pop("values", {}),
    }
    return ItemContent(values=values, shares=[(world["sector"], 100)], **changes)


def usd(amount="100000"):
    return money.money_fields(amount=Decimal(amount), currency="USD", day=date(2025, 6, 1))


@pytest.fixture
def staff(world):
    return world["cast"]["SNGV_STAFF"]


def test_add_item_writes_the_item_its_parts_and_their_history(world, staff):
    place = LocalityFactory()

    item, cautions = items.add_item(
        content=content_of(world, places=[place], commitment=usd()), today=TODAY, by=staff
    )

    assert cautions == []
    assert (item.code, item.status, item.rule_set) == ("VT-2025-001", "APPROVED", "ND80")
    assert [row.locality for row in item.places.all()] == [place]
    assert item.commitments.get().usd_minor == 10_000_000
    row = item.history.get()
    assert (row.history_user, row.action_label) == (staff, "Thêm khoản viện trợ")
    assert item.item_sectors.get().history.count() == 1


def test_add_item_without_approval_waits_as_dossier(world, staff):
    content = content_of(world, values={"approved_on": None, "decision_number": "", "status": "DOSSIER"})

    item, _ = items.add_item(content=content, today=TODAY, by=staff)

    assert (item.status, item.rule_set, item.code) == ("DOSSIER", "", "VT-2026-001")


def test_add_item_takes_the_next_free_number(world, staff):
    AidItemFactory(code="VT-2025-041")

    item, _ = items.add_item(content=content_of(world), today=TODAY, by=staff)

    assert item.code == "VT-2025-042"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(
            {"started_on": date(2025, 6, 2), "ended_on": date(2025, 6, 1)}, id="kết thúc trước bắt đầu"
        ),
        pytest.param({"approved_on": date(2026, 1, 13)}, id="phê duyệt ngày mai"),
    ],
)
def test_add_item_refused_leaves_nothing(world, staff, values):
    with pytest.raises(RuleError):
        items.add_item(content=content_of(world, values=values, commitment=usd()), today=TODAY, by=staff)

    assert AidItem.objects.count() == 0
    assert AidItem.history.count() == 0


def test_add_item_with_wrong_shares_is_refused(world, staff):
    content = content_of(world)
    content.shares = [(world["sector"], 60)]

    with pytest.raises(RuleError, match="cần đúng 100%"):
        items.add_item(content=content, today=TODAY, by=staff)


def test_emergency_item_late_for_its_decree_is_stored_with_a_caution(world, staff):
    values = {"emergency_kind": "CUU_TRO", "disaster_event": "bão", "disaster_on": date(2025, 1, 2)}

    item, cautions = items.add_item(content=content_of(world, values=values), today=TODAY, by=staff)

    assert item.rule_set == "ND50"
    assert ["sau hạn 3 tháng" in str(caution) for caution in cautions] == [True]


def test_edit_item_changes_only_what_differs(world, staff):
    keep, drop = LocalityFactory(), LocalityFactory()
    item, _ = items.add_item(
        content=content_of(world, places=[keep, drop], commitment=usd()), today=TODAY, by=staff
    )
    other = SectorFactory(code="GIAO_DUC")
    content = content_of(world, values={"name": "Tên mới"}, places=[keep], commitment=usd("90000"))
    content.shares = [(world["sector"], 70), (other, 30)]

    items.edit_item(item=item, expected=1, content=content, today=TODAY, by=staff)

    item.refresh_from_db()
    assert (item.name, item.version) == ("Tên mới", 2)
    assert item.history.first().action_label == "Sửa khoản viện trợ"
    assert {row.sector.code: row.share_percent for row in item.item_sectors.all()} == {
        "Y_TE": 70,
        "GIAO_DUC": 30,
    }
    kept = item.places.get()
    # Half of it became the whole when the other commune was dropped.
    assert (kept.share_e2, kept.history.count()) == (10_000, 2)
    row = item.commitments.get()
    assert (row.usd_minor, row.history.count()) == (9_000_000, 2)


def test_edit_item_with_an_old_version_is_refused_and_writes_nothing(world, staff):
    item, _ = items.add_item(content=content_of(world), today=TODAY, by=staff)
    content = content_of(world, values={"name": "Tên của người đến sau"}, commitment=usd())

    with pytest.raises(VersionConflictError):
        items.edit_item(item=item, expected=7, content=content, today=TODAY, by=staff)

    stored = AidItem.objects.get()
    assert stored.name == "Nâng cấp trạm y tế"
    assert stored.commitments.count() == 0


def test_edit_item_finds_a_donor_by_its_name(world, staff):
    item, _ = items.add_item(content=content_of(world), today=TODAY, by=staff)
    content = content_of(world, new_donor="quy nhip cau")

    items.edit_item(item=item, expected=1, content=content, today=TODAY, by=staff)

    assert item.donor == world["donor"]
    assert fold(item.donor.name) == "quy nhip cau"


def test_add_disbursement_keeps_the_rate_of_its_day(world, staff, set_rate):
    set_rate("USD", "25000", on=date(2025, 1, 1))
    set_rate("EUR", "30000", on=date(2025, 1, 1))
    item = AidItemFactory()
    CommitmentFactory(item=item)
    paid = money.money_fields(amount=Decimal(20_000), currency="EUR", day=date(2025, 7, 1))

    row, cautions = money.add_disbursement(
        item=item, paid_on=date(2025, 7, 1), money=paid, today=TODAY, by=staff
    )
    set_rate("EUR", "31000", on=date(2025, 6, 30))

    row.refresh_from_db()
    assert cautions == []
    assert (row.usd_minor, row.vnd, row.rate_on) == (2_400_000, 600_000_000, date(2025, 1, 1))
    assert row.rate_source == "Kho bạc Nhà nước"


def test_money_without_a_rate_has_no_equivalent(db):
    fields = money.money_fields(amount=Decimal(120_000), currency="EUR", day=date(2025, 7, 1))

    assert (fields["usd_minor"], fields["vnd"], fields["rate_e4"], fields["rate_source"]) == (
        None,
        None,
        None,
        "",
    )


def test_typed_rate_wins_over_the_catalogue(set_rate):
    set_rate("USD", "25000")

    fields = money.money_fields(
        amount=Decimal(100),
        currency="USD",
        day=date(2025, 7, 1),
        rate=Decimal(26_000),
        rate_source="Văn kiện",
    )

    assert (fields["vnd"], fields["rate_source"], fields["rate_kind"]) == (
        2_600_000,
        "Văn kiện",
        RateKind.DOCUMENT,
    )


def test_disbursement_over_the_commitment_is_refused(world, staff):
    item = CommitmentFactory().item
    DisbursementFactory(item=item, amount_minor=9_000_000)

    with pytest.raises(RuleError, match="vượt cam kết"):
        money.add_disbursement(
            item=item, paid_on=date(2025, 8, 1), money=usd("10000.01"), today=TODAY, by=staff
        )

    assert Disbursement.objects.count() == 1


def test_edit_disbursement_leaves_itself_out_of_the_sum(world, staff):
    item = CommitmentFactory().item
    row = DisbursementFactory(item=item, amount_minor=9_000_000)

    money.edit_disbursement(
        disbursement=row,
        expected=1,
        paid_on=row.paid_on,
        money=usd("100000"),
        today=TODAY,
        by=staff,
        voucher="UNC",
    )

    row.refresh_from_db()
    assert (row.usd_minor, row.voucher, row.version) == (10_000_000, "UNC", 2)


def test_remove_disbursement_keeps_the_reason(staff):
    row = DisbursementFactory()

    money.remove_disbursement(disbursement=row, expected=1, by=staff, reason="ghi hai lần")

    gone = Disbursement.history.first()
    assert (gone.history_type, gone.history_change_reason) == ("-", "ghi hai lần")
    assert Disbursement.objects.count() == 0


def test_remove_document_keeps_the_file(world, staff):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.aid.test_documents import PDF

    item = AidItemFactory()
    document = documents.add_document(
        item=item, upload=SimpleUploadedFile("qd.pdf", PDF), kind="QUYET_DINH", by=staff
    )
    attachment = document.attachment

    documents.remove_document(document=document, expected=1, by=staff)

    attachment.refresh_from_db()
    assert attachment.file.storage.exists(attachment.file.name)
    assert item.documents.count() == 0


def test_slow_items_found_in_the_database_are_those_of_the_rule(world):
    """One reckoning in SQL and one in Python: they agree on every shape."""
    from aid.law import aid_law
    from aid.tables.items import state_badge

    law = aid_law(TODAY)
    shapes = [
        (date(2025, 1, 12), date(2027, 1, 12), 2_500_000),
        (date(2025, 1, 12), date(2027, 1, 12), 2_499_999),
        (date(2025, 10, 14), None, None),
        (date(2025, 10, 13), None, None),
        (date(2025, 1, 1), date(2025, 12, 31), 1),
        (None, date(2027, 1, 1), 1),
        (date(2026, 1, 1), date(2026, 1, 1), None),
    ]
    for started_on, ended_on, paid in shapes:
        item = AidItemFactory(started_on=started_on, ended_on=ended_on)
        CommitmentFactory(item=item)
        if paid:
            DisbursementFactory(item=item, amount_minor=paid)
    unrated = AidItemFactory(started_on=date(2025, 1, 12), ended_on=date(2027, 1, 12))
    CommitmentFactory(item=unrated, currency="EUR")
    DisbursementFactory(item=unrated)

    points, quiet_days = (
        law.convention("AID_SLOW_DISBURSEMENT_POINTS").value,
        law.convention("AID_NO_DISBURSEMENT_DAYS").value,
    )
    found = set(AidItem.objects.slow(TODAY, points=points, quiet_days=quiet_days))

    by_rule = {
        item for item in AidItem.objects.with_totals() if state_badge(item, today=TODAY, law=law)["reason"]
    }
    assert found == by_rule
    assert len(found) == 2


@pytest.mark.parametrize("status", AidItem.Status.values)
def test_states_in_the_database_are_those_of_the_rule(status, db):
    from aid.rules import state_on

    for started_on in (None, TODAY, date(2026, 1, 13)):
        for ended_on in (None, date(2026, 1, 11), date(2026, 2, 1)):
            if started_on and ended_on and ended_on < started_on:
                continue
            AidItemFactory(status=status, started_on=started_on, ended_on=ended_on)

    for state in AidItem.Status.values:
        found = set(AidItem.objects.in_state(state, TODAY))
        by_rule = {
            item
            for item in AidItem.objects.all()
            if state_on(item.status, item.started_on, item.ended_on, TODAY) == state
        }
        assert found == by_rule, state
