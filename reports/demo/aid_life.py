"""Aid items on their way to a decision, and steps of some that have theirs; all of it invented."""

from datetime import date, timedelta

from django.utils import timezone

from aid.actions.adjusting import Adjustment
from aid.actions.items import CODE_PREFIX
from aid.actions.life import StepPaper, take_step
from aid.models import AidItem, Commitment, ItemSector
from core.codes import next_code
from core.models import Origin

_RATE_E4 = 260_000_000


def load_life(data, names, *, by):
    """Create the items that are not yet approved, and the steps of stored ones; returns how many steps."""
    today, count = timezone.localdate(), 0
    for row in data["new"]:
        if AidItem.objects.filter(name=row["name"]).exists():
            continue
        item = _item(row, names, today)
        count += _steps(item, row["steps"], today, by)
    for row in data["stored"]:
        item = AidItem.objects.filter(code=row["code"], origin=Origin.DEMO).first()
        if item and not item.steps.exists():
            count += _steps(item, row["steps"], today, by)
    return count


def _item(row, names, today):
    mark = {"origin": Origin.DEMO}
    recipient = names.agency(row["recipient"])
    item = AidItem.objects.create(
        code=next_code(AidItem, CODE_PREFIX, today.year),
        name=row["name"],
        mode=row["mode"],
        status=AidItem.Status.MOBILISING,
        donor=names.donors[row["donor"]],
        recipient=recipient,
        owner=recipient,
        governing_body=names.agency("UBND"),
        objectives=row["objectives"],
        note="Khoản viện trợ minh họa, hư cấu.",
        **mark,
    )
    ItemSector.objects.create(item=item, sector=names.sectors[row["sector"]], share_percent=100, **mark)
    Commitment.objects.create(
        item=item,
        amount_minor=row["amount_usd"] * 100,
        currency="USD",
        rate_e4=_RATE_E4,
        usd_rate_e4=_RATE_E4,
        rate_kind="KHAC",
        rate_source="Tỷ giá minh họa",
        rate_on=today,
        usd_minor=row["amount_usd"] * 100,
        vnd=row["amount_usd"] * _RATE_E4 // 10_000,
        **mark,
    )
    return item


def _steps(item, rows, today, by):
    """Take the steps, each on its own day, so that no rule sees a later one."""
    for row in rows:
        on = date.fromisoformat(row["on"]) if "on" in row else today - timedelta(row["days_ago"])
        number = row.get("number", "")
        step, _ = take_step(
            item=item,
            expected=item.version,
            kind=row["kind"],
            on=on,
            today=on,
            by=by,
            paper=StepPaper(number=number, dated_on=on if number else None),
            note=row.get("note", ""),
            adjustment=Adjustment(objectives=row["objectives"]) if "objectives" in row else None,
            origin=Origin.DEMO,
        )
        item = step.item
    return len(rows)
