"""What the pages of duplicates show: pairs with their reasons, the preview of a merge with its totals."""

from django.apps import apps
from django.db.models import Count
from django.urls import reverse

from aid.actions.merging import money_key
from aid.forms.merging import row_words
from aid.merge_rules import money_day
from aid.models import AidItem, ClosedPeriod, DuplicateKind, Merge
from aid.putting_back import children_of
from aid.tables.items import usd
from core.models import Partner

TITLES = {
    DuplicateKind.ITEM: ("khoản viện trợ", "aid:twin_list", "aid:item_merge"),
    DuplicateKind.DONOR: ("nhà tài trợ", "aid:donor_twin_list", "aid:donor_merge"),
}
# Money and sets are chosen on the page; everything else moves.
CHOSEN = {"commitment", "counterpart", "disbursement", "itemsector", "itemplace"}


def pair_rows(kind, proposals):
    """Return the proposed pairs as rows of words, both records read in one query."""
    keys = {key for pair in proposals.pairs for key in (pair.first, pair.second)}
    records = _records(kind, keys)
    url_name = TITLES[kind][2]
    return [
        {
            "first": records[pair.first],
            "second": records[pair.second],
            "score": pair.score,
            "reasons": pair.reasons,
            # The older record is kept unless the person turns the two round.
            "url": reverse(url_name, args=[pair.first, pair.second]),
        }
        for pair in proposals.pairs
        if pair.first in records and pair.second in records
    ]


def _records(kind, keys):
    if kind == DuplicateKind.ITEM:
        rows = AidItem.objects.filter(pk__in=keys).with_totals().select_related("donor", "recipient")
        return {row.pk: _item_card(row) for row in rows}
    rows = Partner.objects.filter(pk__in=keys).select_related("country").annotate(found=Count("aid_items"))
    return {row.pk: _donor_card(row) for row in rows}


def _item_card(item):
    days = f"phê duyệt {item.approved_on:%d/%m/%Y}" if item.approved_on else "chưa phê duyệt"
    money = f"{usd(item.committed_usd_minor)} USD" if item.committed_usd_minor else "chưa rõ số tiền"
    return {
        "pk": item.pk,
        "label": f"{item.code} – {item.name}",
        "name": item.name,
        "url": item.get_absolute_url(),
        "lines": [item.donor.name, f"{money}, {days}", item.recipient.label],
    }


def _donor_card(donor):
    country = donor.country.name if donor.country else "chưa rõ nước"
    return {
        "pk": donor.pk,
        "label": donor.name,
        "name": donor.name,
        "url": reverse("aid:donor_detail", args=[donor.pk]),
        "lines": [f"{donor.get_kind_display()}, {country}", f"{donor.found} khoản", "; ".join(donor.aliases)],
    }


def merge_page(form):
    """Return what the preview of a merge shows beside its form."""
    kind, kept, gone = form.kind, form.kept, form.gone
    noun, back, url_name = TITLES[kind]
    cards = _records(kind, {kept.pk, gone.pk})
    return {
        "form": form,
        "noun": noun,
        "kept": cards[kept.pk],
        "gone": cards[gone.pk],
        "back_url": reverse(back),
        "turn_url": reverse(url_name, args=[gone.pk, kept.pk]),
        "money": _money(form),
        "totals": _totals(form),
        "moving": _moving(kept, gone, kind),
        "closed": kind == DuplicateKind.ITEM and _is_in_closed_period(gone),
        "is_item": kind == DuplicateKind.ITEM,
    }


def _is_in_closed_period(item):
    return ClosedPeriod.objects.books().is_closed(item.approved_on)


def _money(form):
    """Return the money rows of both items, each with its box and whether a closed period holds it."""
    if not form.money_rows:
        return []
    staying = form.staying()
    books = ClosedPeriod.objects.books()
    return [
        {
            "key": money_key(row),
            "label": row_words(row),
            "usd": "chưa có tỷ giá" if row.usd_minor is None else f"{usd(row.usd_minor)} USD",
            "side": "khoản giữ lại" if row.item_id == form.kept.pk else "khoản gộp vào",
            "stays": money_key(row) in staying,
            "closed": books.is_closed(money_day(row)),
        }
        for row in form.money_rows
    ]


def _totals(form):
    """Return rows {label, kept, gone, sum, after}: the money of both before, of the one after, in USD."""
    staying = form.staying()
    found = []
    for name, label in (("commitment", "Cam kết"), ("counterpart", "Đối ứng"), ("disbursement", "Giải ngân")):
        rows = [row for row in form.money_rows if row._meta.model_name == name]
        if not rows:
            continue
        of = {
            "kept": [row for row in rows if row.item_id == form.kept.pk],
            "gone": [row for row in rows if row.item_id != form.kept.pk],
            "sum": rows,
            "after": [row for row in rows if money_key(row) in staying],
        }
        found.append({"label": label} | {key: _sum_words(picked) for key, picked in of.items()})
    return found


def _sum_words(rows):
    without = sum(row.usd_minor is None for row in rows)
    total = usd(sum(row.usd_minor or 0 for row in rows))
    return f"{total} USD" + (f" (+{without} dòng chưa có tỷ giá)" if without else "")


def _moving(kept, gone, kind):
    """Return what moves to the record that stays, as words with numbers."""
    counts = {}
    for _, row in children_of(gone):
        if kind == DuplicateKind.DONOR or row._meta.model_name not in CHOSEN:
            name = str(row._meta.verbose_name)
            counts[name] = counts.get(name, 0) + 1
    return [f"{number} {name}" for name, number in counts.items()]


def merge_rows(kind):
    """Return the merges of this kind, newest first, with the rows that each moved and took out."""
    return [
        {
            "merge": one,
            "moved": len(one.plan.get("moved", [])),
            "removed": _removed_words(one.plan.get("removed", [])),
        }
        for one in Merge.objects.filter(kind=kind).order_by("-pk")[:50]
    ]


def _removed_words(rows):
    counts = {}
    for row in rows:
        name = str(apps.get_model(row["model"])._meta.verbose_name)
        counts[name] = counts.get(name, 0) + 1
    return ", ".join(f"{number} {name}" for name, number in counts.items())
