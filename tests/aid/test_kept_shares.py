"""Tables of a closed period by sector and by commune stay as they were reported, whatever way one comes."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from aid.actions.items import ItemContent, edit_item
from aid.actions.merging import Choice, merge, money_key, money_of, undo_merge
from aid.actions.periods import close_period
from aid.imports import AidResource, SectorShare
from aid.models import AidItem, ItemPlace, ItemSector
from aid.place_shares import PlaceShare
from core.history import acting
from core.legal import RuleError
from tests.aid.conftest import TODAY
from tests.factories import (
    AidItemFactory,
    CommitmentFactory,
    DisbursementFactory,
    LocalityFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def by(world):
    return world["cast"]["SNGV_STAFF"]


@pytest.fixture
def other():
    return SectorFactory(code="GIAO_DUC", name="Giáo dục")


@pytest.fixture
def communes():
    return [LocalityFactory(), LocalityFactory()]


def make(world, communes, **columns):
    item = AidItemFactory(recipient=world["recipient"], **columns)
    with acting(by=world["cast"]["SNGV_STAFF"], verb="tests.parts", label="Phần"):
        ItemSector(item=item, sector=world["sector"], share_percent=100).save()
        ItemPlace(item=item, locality=communes[0], share_e2=6000).save()
        ItemPlace(item=item, locality=communes[1], share_e2=4000).save()
    return item


@pytest.fixture
def item(world, communes):
    item = make(world, communes, code="VT-2025-010")
    CommitmentFactory(item=item)
    return item


@pytest.fixture
def close(world):
    def run():
        close_period(
            first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), reason="Báo cáo 1/BC", today=TODAY,
            by=world["cast"]["FIN"],
        )  # fmt: skip

    return run


def moves(world, other, communes):
    """What an edit may move: (sectors, communes) by name."""
    as_is = [(world["sector"], 100)]
    there = [PlaceShare(communes[0], 6000), PlaceShare(communes[1], 4000)]
    return {
        "không đổi": (as_is, there),
        "chỉ huyện cũ": (as_is, [PlaceShare(communes[0], 6000, "Mường Lát"), there[1]]),
        "lĩnh vực khác": ([(other, 100)], there),
        "tỷ lệ lĩnh vực": ([(world["sector"], 70), (other, 30)], there),
        "địa bàn khác": (as_is, [PlaceShare(communes[0])]),
        "tỷ lệ địa bàn": (as_is, [PlaceShare(communes[0], 5000), PlaceShare(communes[1], 5000)]),
        "bỏ địa bàn": (as_is, []),
    }


def shares():
    return sorted(
        [
            *ItemSector.objects.values_list("item__code", "sector__code", "share_percent"),
            *ItemPlace.objects.values_list("item__code", "locality__code", "share_e2"),
        ]
    )


def edit(item, world, by, sectors, places):
    item.refresh_from_db()
    names = ("currency", "amount_minor", "usd_minor", "vnd")
    money = next(({name: getattr(row, name) for name in names} for row in item.commitments.all()), None)
    content = ItemContent(values={}, shares=sectors, places=places, commitment=money)
    edit_item(item=item, expected=item.version, content=content, today=TODAY, by=by)


def read_in(item, by, sectors, places):
    resource = AidResource(by=by, today=TODAY)
    stored = resource.stored_queryset().get(pk=item.pk)
    row, original = resource.row_of(stored), resource.row_of(stored)
    row.sectors, row.places = [SectorShare(sector, share) for sector, share in sectors], places
    resource.settle(row, original)
    resource.check_row(row, original)


@pytest.mark.parametrize("way", ["form", "bảng"])
@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("không đổi", ""),
        ("chỉ huyện cũ", ""),
        ("lĩnh vực khác", "giữ nguyên lĩnh vực"),
        ("tỷ lệ lĩnh vực", "giữ nguyên lĩnh vực"),
        ("địa bàn khác", "giữ nguyên địa bàn"),
        ("tỷ lệ địa bàn", "giữ nguyên địa bàn"),
        ("bỏ địa bàn", "giữ nguyên địa bàn"),
    ],
)
def test_an_edit_moves_no_share_of_a_closed_period(way, move, words, item, world, other, communes, by, close):
    close()
    before = shares()
    wanted = moves(world, other, communes)[move]

    def run():
        return edit(item, world, by, *wanted) if way == "form" else read_in(item, by, *wanted)

    if words:
        with pytest.raises(RuleError, match=words):
            run()
    else:
        run()
    assert shares() == before


def test_shares_of_an_open_period_may_move(item, world, other, communes, by):
    edit(item, world, by, *moves(world, other, communes)["lĩnh vực khác"])
    read_in(item, by, *moves(world, other, communes)["địa bàn khác"])


def test_a_payment_of_a_closed_period_holds_the_shares_of_its_item(world, other, communes, by, close):
    """The item counts in the open period; what it was paid before counts in the closed one."""
    item = make(world, communes, code="VT-2026-001", approved_on=TODAY)
    edit(item, world, by, *moves(world, other, communes)["tỷ lệ lĩnh vực"])
    DisbursementFactory(item=item, paid_on=date(2025, 12, 31))
    close()
    with pytest.raises(RuleError, match="giữ nguyên địa bàn"):
        edit(item, world, by, [(world["sector"], 70), (other, 30)], [])


def join(kept, gone, by, from_gone=()):
    for one in (kept, gone):
        one.refresh_from_db()
    keys = frozenset(money_key(row) for one in (kept, gone) for row in money_of(one))
    told = {"versions": (kept.version, gone.version), "today": TODAY, "by": by, "reason": "hai lần"}
    return merge(
        kind="KHOAN", kept=kept, gone=gone, choice=Choice(from_gone=frozenset(from_gone), money=keys), **told
    )


@pytest.mark.parametrize("part", ["linh_vuc", "dia_ban"])
def test_a_merge_moves_no_share_of_a_closed_period(part, item, world, other, communes, by, close):
    waiting = make(world, communes, code="VT-2026-001", status="CONSULTING", approved_on=None, rule_set="")
    edit(waiting, world, by, [(other, 100)], [])
    close()
    before = shares()
    with pytest.raises(RuleError, match="địa bàn và tỷ lệ sẽ khác"):
        join(item, waiting, by, [part])
    assert shares() == before


def test_a_merge_before_the_closing_is_not_undone_where_shares_would_move(
    item, world, other, communes, by, close
):
    waiting = make(world, communes, code="VT-2026-001", status="CONSULTING", approved_on=None, rule_set="")
    edit(waiting, world, by, [(other, 100)], [])
    done = join(item, waiting, by, ["linh_vuc"])
    close()
    before = shares()
    with pytest.raises(RuleError, match="địa bàn và tỷ lệ sẽ khác"):
        undo_merge(merge=done, expected=done.version, today=TODAY, by=by, reason="nhầm")
    assert shares() == before
    assert AidItem.objects.count() == 1


def test_a_sector_in_use_keeps_its_code_and_may_be_renamed(item, world, other, cast, sign_in):
    client = sign_in(cast["ADMIN"])

    def save(sector, **typed):
        sector.refresh_from_db()
        columns = {name: getattr(sector, name) for name in ("name", "code", "ordinal", "dac_code", "version")}
        answer = client.post(
            reverse("aid:sector_edit", args=[sector.pk]), columns | {"is_active": "1"} | typed
        )
        sector.refresh_from_db()
        return answer

    refused = save(world["sector"], code="Y_TE_MOI")
    assert "1 khoản viện trợ dùng mã Y_TE" in refused.content.decode()
    assert save(world["sector"], name="Y tế và dân số").status_code == 302
    assert (world["sector"].code, world["sector"].name) == ("Y_TE", "Y tế và dân số")
    assert save(other, code="GIAO_DUC_MOI").status_code == 302
    assert other.code == "GIAO_DUC_MOI"
