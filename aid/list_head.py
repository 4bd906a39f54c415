"""The head of the list of items: totals and the numbers of its tabs, at once or as a later part."""

from django.urls import reverse

from aid.fact_filters import facts_of_reader, facts_of_view
from aid.facts import Amounts
from aid.list_totals import are_kept, list_totals
from aid.models import AidSum
from aid.sums import sums_by
from core.permissions import Area, sees_everything
from core.speed import index_only

# A register of so many items is added up at once, whatever the filter; of a longer one only what is kept.
SHORT = 2000
VIEWS = (("cham", "Chậm giải ngân"), ("don-vi-toi", "Đơn vị tôi"), ("sap-ket-thuc", "Sắp kết thúc"))


class ListHead:
    """The head of one answer; `count` is for the list page, which asks it before the rows."""

    def __init__(self, user, today, law):
        self.user, self.today, self.law, self.totals = user, today, law, None
        self._by_year = sums_by(user, AidSum.Dimension.ALL, "year", "is_emergency")
        mine = sum(part.rows for part in self._by_year.values())
        self.is_long = (mine if sees_everything(user, Area.AID) else AidSum.objects.items()) > SHORT

    def count(self, cleaned):
        """Return how many rows the filters leave, or None where that is not known at once."""
        if not self.is_long or are_kept(cleaned, self.user):
            self.totals = list_totals(cleaned, self.user, self.today)
        return None if self.totals is None else self.totals.rows

    def tabs(self, query, *, is_later=False):
        """Return the tabs {label, url, count, active}; the year is that of the latest approval."""
        year = max((year for year, _ in self._by_year), default=0) or self.today.year
        regular, beside = (self._by_year.get((year, kind), Amounts()).rows for kind in (False, True))
        whole = sum(part.rows for part in self._by_year.values())
        urgent = sum(part.rows for (_, kind), part in self._by_year.items() if kind)
        rows = [
            ("Tất cả", "", whole),
            (f"Năm {year}", f"nam={year}", f"{regular} + {beside}" if beside else regular),
            ("Khẩn cấp", "khan_cap=co", urgent),
        ]
        for view, label in VIEWS:
            rows.append((label, f"xem={view}", self._in_view(view) if is_later or not self.is_long else None))
        current = "&".join(
            f"{name}={value}" for name, value in query.items() if value and name not in ("sort", "page")
        )
        return [
            {"label": label, "url": f"{reverse('aid:item_list')}?{address}", "count": count}
            | {"active": address == current}
            for label, address, count in rows
        ]

    def _in_view(self, view):
        facts = facts_of_view(
            facts_of_reader(self.user), view, user=self.user, today=self.today, law=self.law
        )
        with index_only():
            return facts.order_by().count()


def later_url(query):
    """Return where the totals and tabs of the list with this query come from."""
    asked = query.copy()
    for name in ("page", "sort", "xuat"):
        asked.pop(name, None)
    return f"{reverse('aid:item_totals')}?{asked.urlencode()}"
