"""The one list page: search without marks, filters in the query string, sort, totals, page, export."""

import io

import django_filters
import django_tables2 as tables
from django import forms
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Case, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from core.access import note_access
from core.forms import PortalFormMixin
from core.http import attachment_response
from core.in_turn import in_turn
from core.models import AccessLog
from core.spreadsheets.long_tables import save_csv, save_xlsx
from core.text import fold, nfc
from core.text_index import FEW, few_hits

PER_PAGE = 50
# From so many rows on, a page's keys are found before its rows: keys are cheap to sort, whole rows are not.
LONG_LIST = 500
# Rows of a list that nothing has counted are counted so far, and shown so far.
COUNTED = 1000
RESULTS_ID = "ket-qua"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def search(queryset, text, column="search_text"):
    """Return the rows whose folded text holds every word of `text`, whatever its marks and case."""
    words = fold(nfc(text)[:200]).split()
    keys = few_hits(queryset.model, words, column)
    return holding(queryset, words, column) if keys is None else queryset.filter(pk__in=keys)


def holding(queryset, words, column):
    """Return the rows whose text holds every one of the folded words."""
    for word in words:
        queryset = queryset.filter(**{f"{column}__contains": word})
    return queryset


def with_any(queryset, rows, key):
    """Return what these rows point to by `key`: few are taken by their keys, many are met on the way."""
    few = list(rows.order_by().values_list(key, flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return queryset.filter(pk__in=few)
    return queryset.filter(Exists(rows.filter(**{key: OuterRef("pk")})))


def best_first(queryset, text):
    """Return the rows that `search` finds, the nearest first.

    Names that begin with the text, the text from a word's beginning on, every word at a word's beginning,
    then letters anywhere.
    """
    typed = fold(nfc(text)[:200])
    words = Q()
    for word in typed.split():
        words &= Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
    rank = Case(
        When(search_text__startswith=typed, then=Value(0)),
        When(search_text__contains=f" {typed}", then=Value(1)),
        When(words, then=Value(2)) if words else When(pk__isnull=False, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return search(queryset, text).annotate(rank=rank).order_by("rank", "sort_key", "pk")


class SearchFilter(django_filters.CharFilter):
    """The search box of a list."""

    def __init__(self, *args, column="search_text", **kwargs):
        self.column = column
        kwargs.setdefault("label", "Tìm trong danh sách")
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        """Return the matching rows."""
        return search(qs, value, self.column) if value else qs


class YearFilter(django_filters.Filter):
    """A year that is typed: a whole number of which a date can be made."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1900, max_value=2999, **kwargs)


class BestFirstFilter(SearchFilter):
    """The search box of a list of names: the nearest names stand first."""

    def filter(self, qs, value):
        """Return the matching rows, the nearest first."""
        return best_first(qs, value) if value else qs


class FilterForm(PortalFormMixin, forms.Form):
    """The form of a list's filters."""


class PortalFilterSet(django_filters.FilterSet):
    """Filters of a list; an unreadable value is told in words and filters nothing."""

    q = SearchFilter()

    class Meta:
        form = FilterForm

    def applied(self):
        """Return (name, label, value in words) of each filter in force, for chips and exports."""
        rows = []
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name) if self.form.is_bound and self.form.is_valid() else None
            if value in (None, "", [], ()):
                continue
            rows.append((name, self.filters[name].label or field.label or name, _in_words(field, value)))
        return rows


def _in_words(field, value):
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Model):
        return str(value)  # its field would read every row that may be chosen
    choices = dict(getattr(field, "choices", []) or [])
    return str(choices.get(value, value))


class PortalTable(tables.Table):
    """A table of the list page. `export_only` names columns that only the export has."""

    export_only: tuple[str, ...] = ()

    class Meta:
        template_name = "components/table.html"
        orderable = True
        default = "–"


class ListPaginator(Paginator):
    """Pages of a table; of a long list only the rows in sight are read whole.

    `known` is the number of rows where something has counted them; `is_bounded` counts them up to COUNTED and
    ends the pages there, `is_capped` tells that there are more.
    """

    is_capped = False

    def __init__(self, *args, known=None, is_bounded=False, **kwargs):
        self._known, self._is_bounded = known, is_bounded
        super().__init__(*args, **kwargs)

    @cached_property
    def count(self):
        """The number of rows that the pages show."""
        if self._known is not None:
            return self._known
        if not self._is_bounded:
            return len(self.object_list)
        found = self.object_list.data.data.order_by().values("pk")[: COUNTED + 1].count()
        self.is_capped = found > COUNTED
        return min(found, COUNTED)

    def page(self, number):
        """Return the page; its rows come in the order of their keys."""
        page = super().page(number)
        rows = self.object_list.data.data
        if isinstance(rows, QuerySet) and self.count >= LONG_LIST:
            page.object_list.data = in_sight(rows, page.start_index() - 1, page.end_index())
        return page


def in_sight(rows, start, stop):
    """Return the rows from `start` to `stop`, read whole only after their keys are known."""
    keys = list(rows.values_list("pk", flat=True)[start:stop])
    whole = rows.order_by()
    # Keys say enough: asking for the filters again would cost as much as finding the keys.
    whole.query.clear_where()
    found = {row.pk: row for row in whole.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


class ListPage:
    """One list: the rows that the request asks for, and everything its page shows about them.

    `totals(queryset)` returns the sentence under the heading, which names what is summed. `count(cleaned)`
    returns how many rows the filters leave, or None: then they are counted as far as COUNTED.
    """

    def __init__(
        self,
        request,
        queryset,
        *,
        filterset,
        table,
        name,
        totals=None,
        count=None,
        per_page=PER_PAGE,
        table_kwargs=None,
    ):
        self.request = request
        self.name = name
        self.filterset = filterset(request.GET or None, queryset=queryset, request=request)
        self.rows = self.filterset.qs
        self.table = table(self.rows, **(table_kwargs or {}))
        self.table.request = request  # given later: the table would page itself as the address asks
        self.table.exclude = (*self.table.exclude, *self.table.export_only)
        asked = {"known": count(self.cleaned), "is_bounded": True} if count and not self.wants_export else {}
        self._turn_to(request, per_page, asked)
        self.totals = totals(self.rows) if totals else ""

    def _turn_to(self, request, per_page, counted):
        """Sort and page as the address asks; how many rows a page has is not for the address to say."""
        order = request.GET.getlist(self.table.prefixed_order_by_field)
        # No column has a dot in its name; the table would take it for an old way to name a path.
        if known := [name for name in order if "." not in name]:
            self.table.order_by = known
        asked = {"per_page": per_page, "paginator_class": ListPaginator, **counted}
        try:
            self.table.paginate(page=request.GET.get(self.table.prefixed_page_field, 1), **asked)
        except PageNotAnInteger:
            self.table.page = self.table.paginator.page(1)
        except EmptyPage:
            self.table.page = self.table.paginator.page(self.table.paginator.num_pages)

    @property
    def form(self):
        """The filter form."""
        return self.filterset.form

    @property
    def cleaned(self):
        """What the filters say, by name; empty where one cannot be read."""
        return self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}

    @property
    def count(self):
        """How many rows the filters leave."""
        return self.table.page.paginator.count

    @property
    def page(self):
        """The page of rows in sight."""
        return self.table.page

    @property
    def chips(self):
        """Filters in force, each with the address of the list without it."""
        rows = []
        for name, label, value in self.filterset.applied():
            query = self.request.GET.copy()
            query.pop(name, None)
            query.pop("page", None)
            rows.append({"label": f"{label}: {value}", "url": f"?{query.urlencode()}"})
        return rows

    @property
    def export_url(self):
        """Address of the XLSX export of exactly these rows, in this order."""
        query = self.request.GET.copy()
        query.pop("page", None)
        query["xuat"] = "xlsx"
        return f"?{query.urlencode()}"

    @property
    def wants_export(self):
        """Whether the request asks for a file instead of the page."""
        return self.request.GET.get("xuat") in ("xlsx", "csv")

    def export(self) -> HttpResponse:
        """Return all filtered rows as XLSX or CSV with real numbers and dates; note who took them."""
        self.table.exclude = tuple(name for name in self.table.exclude if name not in self.table.export_only)
        columns = [column for column in self.table.columns.iterall() if column.name not in self.table.exclude]
        columns = [column for column in columns if not column.column.exclude_from_export]
        headers = [str(column.header) for column in columns]
        cells = [column.name for column in columns]
        rows = ([row.get_cell_value(name) for name in cells] for row in self._rows_in_turn())
        stamp = timezone.localtime()
        filename = f"{fold(self.name).replace(' ', '-')}-{stamp:%Y%m%d-%H%M}"
        if self.request.GET["xuat"] == "csv":
            text = io.StringIO(newline="")
            count = save_csv(text, headers, rows)
            data, ending, content_type = text.getvalue().encode(), "csv", "text/csv"
        else:

            def notes(count):
                lines = [
                    ("Danh sách", self.name),
                    ("Số dòng", count),
                    ("Xuất lúc", f"{stamp:%d/%m/%Y %H:%M}"),
                ]
                lines.append(("Người xuất", str(self.request.user)))
                return lines + [(label, value) for _, label, value in self.filterset.applied()]

            book = io.BytesIO()
            count = save_xlsx(book, headers, rows, self.name, notes)
            data, ending, content_type = book.getvalue(), "xlsx", _XLSX
        note_access(self.request, AccessLog.Kind.EXPORT, f"{self.name}: {count} dòng")
        return attachment_response(data, filename=f"{filename}.{ending}", content_type=content_type)

    def _rows_in_turn(self):
        """Yield the rows of the table, of a long list only a few at a time in memory."""
        stored = self.table.data.data
        if not isinstance(stored, QuerySet):
            yield from self.table.rows
            return
        for record in in_turn(stored):
            yield tables.rows.BoundRow(record, table=self.table)
