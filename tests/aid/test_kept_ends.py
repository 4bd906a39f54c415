"""Tables of closed periods list an item by the day it ends: that day stays, whatever way one comes."""

from datetime import date

import pytest
import time_machine

from aid.actions.adjusting import Adjustment
from aid.actions.items import ItemContent, edit_item
from aid.actions.life import StepPaper, take_step
from aid.actions.merging import Choice, merge, undo_merge
from aid.actions.periods import close_period
from aid.imports import AidResource
from aid.models import AidItem
from core.legal import RuleError
from tests.aid.conftest import TODAY
from tests.factories import AidItemFactory

pytestmark = pytest.mark.django_db
LONG = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def by(world):
    return world["cast"]["SNGV_STAFF"]


@pytest.fixture
def close(world):
    def run():
        close_period(
            first_day=date(2025, 1, 1), last_day=date(2025, 12, 31), reason="Báo cáo 1/BC", today=TODAY,
            by=world["cast"]["FIN"],
        )  # fmt: skip

    return run


@pytest.fixture
def item(world):
    return AidItemFactory(code="VT-2025-010", recipient=world["recipient"], ended_on=LONG)


def edit(item, day, by):
    content = ItemContent(values={"ended_on": day}, may_lack_sector=True)
    edit_item(item=item, expected=item.version, content=content, today=TODAY, by=by)


def read_in(item, day, by):
    resource = AidResource(by=by, today=TODAY)
    stored = resource.stored_queryset().get(pk=item.pk)
    row, original = resource.row_of(stored), resource.row_of(stored)
    row.end = day
    resource.settle(row, original)
    resource.check_row(row, original)


def adjust(item, day, by):
    told = {"on": TODAY, "today": TODAY, "by": by}
    take_step(item=item, expected=item.version, kind="DE_NGHI_DC", note="đổi ngày", **told)
    item.refresh_from_db()
    take_step(
        item=item, expected=item.version, kind="DIEU_CHINH", paper=StepPaper(number="5/QĐ-UBND"),
        adjustment=Adjustment(ended_on=day), **told,
    )  # fmt: skip


@pytest.mark.parametrize("way", [edit, read_in, adjust])
@pytest.mark.parametrize(
    ("was", "day", "stays"),
    [
        pytest.param(LONG, date(2025, 12, 31), True, id="lùi vào kỳ đã khóa"),
        pytest.param(date(2025, 9, 30), date(2025, 10, 31), True, id="đổi trong kỳ đã khóa"),
        pytest.param(date(2025, 12, 31), LONG, True, id="ra khỏi kỳ đã khóa"),
        pytest.param(LONG, date(2026, 1, 1), False, id="sau kỳ đã khóa"),
    ],
)
def test_the_end_of_an_item_of_a_closed_period(way, was, day, stays, item, by, close):
    edit(item, was, by)
    close()
    if stays:
        with pytest.raises(RuleError, match="giữ ngày kết thúc"):
            way(item, day, by)
    else:
        way(item, day, by)


def test_an_item_of_the_open_period_may_end_any_day(world, by, close):
    item = AidItemFactory(code="VT-2026-001", recipient=world["recipient"], approved_on=TODAY, ended_on=LONG)
    close()
    edit(item, date(2026, 6, 30), by)


@pytest.mark.parametrize("is_undo", [False, True])
def test_no_merge_takes_an_item_out_of_a_closed_period(is_undo, item, world, by, close):
    waiting = AidItemFactory(
        code="VT-2026-001", recipient=world["recipient"], status="CONSULTING", approved_on=None,
        rule_set="", ended_on=date(2025, 6, 30),
    )  # fmt: skip

    def join():
        return merge(
            kind="KHOAN", kept=item, gone=waiting, versions=(item.version, waiting.version),
            choice=Choice(from_gone=frozenset(["thoi_gian"])), today=TODAY, by=by, reason="hai lần",
        )  # fmt: skip

    done = join() if is_undo else None
    close()
    with pytest.raises(RuleError, match="ngày kết thúc"):
        undo_merge(merge=done, expected=done.version, today=TODAY, by=by, reason="nhầm") if done else join()
    assert AidItem.objects.get(pk=item.pk).ended_on == (date(2025, 6, 30) if is_undo else LONG)
