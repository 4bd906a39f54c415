"""The landing page of the catalogue; countries, legal values and swapped days."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.actions import tables as actions
from core.catalogue import may_edit_catalogue, pages_for
from core.catalogue_forms import CountryForm, LegalValueForm, SwappedDayForm
from core.catalogue_tables import (
    CountryFilter,
    CountryTable,
    LegalValueFilter,
    LegalValueTable,
    SwappedDayFilter,
    SwappedDayTable,
    upcoming,
)
from core.http import removal_answer
from core.lists import ListPage
from core.models import Country, LegalValue, SwappedDay
from core.permissions import Area, area_required, require
from core.views.editing import FormPage, answer_form, answer_list, crumbs, history_url


@require_safe
@area_required(Area.CATALOGUE)
def catalogue(request):
    """Every catalogue page that this account may open."""
    cards = [{"page": page, "url": url} for page, url in pages_for(request.user)]
    return render(request, "core/catalogue.html", {"cards": cards})


@require_safe
@area_required(Area.CATALOGUE)
def country_list(request):
    """Countries, the day of their relations, the next anniversary."""
    listing = ListPage(
        request,
        Country.objects.order_by("sort_key", "pk"),
        filterset=CountryFilter,
        table=CountryTable,
        name="Quốc gia",
        totals=lambda rows: (
            f"{rows.count()} quốc gia, {rows.exclude(established_on=None).count()} có ngày thiết lập quan hệ"
        ),
    )
    return answer_list(request, listing, noun="quốc gia")


@require_safe
@area_required(Area.CATALOGUE)
def country_detail(request, pk):
    """One country with its days of the year."""
    country = get_object_or_404(Country, pk=pk)
    day = upcoming(country)
    context = {
        "country": country,
        "breadcrumb": crumbs(("Quốc gia", reverse("core:country_list")), (country.name, "")),
        "facts": [*_years_told(country, request.GET.get("nam", "")), *_country_facts(country, day)],
        "observances": country.observances.order_by("month", "day"),
        "may_edit": may_edit_catalogue(request.user),
        "history_url": history_url(request.user, country),
    }
    return render(request, "core/country_detail.html", context)


def _years_told(country, asked):
    """Return the years of relations that a report of the year asked for tells, where it is one."""
    if not (country.established_on and asked.isascii() and asked.isdigit() and len(asked) == 4):
        return []
    years = int(asked) - country.established_on.year
    told = f"{years} năm ({asked} − {country.established_on.year})"
    return [{"label": f"Quan hệ đến năm {asked}", "value": told}] if years > 0 else []


def _country_facts(country, day):
    years = f"{day:%d/%m/%Y} ({day.year - country.established_on.year} năm)" if day else ""
    established = f"{country.established_on:%d/%m/%Y}" if country.established_on else "chưa có ngày"
    return [
        {"label": "Tên chính thức", "value": country.official_name},
        {"label": "Tên tiếng Anh", "value": country.name_en},
        {"label": "Tên khác", "value": "; ".join(country.aliases)},
        {"label": "Thiết lập quan hệ", "value": established},
        {"label": "Độ chắc chắn", "value": country.get_certainty_display()},
        {"label": "Nguồn", "value": country.source},
        {"label": "Kỷ niệm sắp tới", "value": years},
        {"label": "Ghi chú", "value": country.note},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def country_edit(request, pk):
    """Change a country."""
    require(may_edit_catalogue(request.user))
    country = get_object_or_404(Country, pk=pk)
    page = FormPage(
        title=f"Sửa {country.name}",
        trail=[("Quốc gia", reverse("core:country_list")), (country.name, country.get_absolute_url())],
        back_url=country.get_absolute_url(),
        done=f"Đã lưu {country.name}.",
    )
    form = CountryForm(request.POST or None, instance=country)
    return answer_form(
        request,
        form,
        page,
        lambda form: actions.edit_country(
            country=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_safe
@area_required(Area.CATALOGUE)
def legal_value_list(request):
    """Legal values with the days they are in force."""
    may_edit = may_edit_catalogue(request.user)
    listing = ListPage(
        request,
        LegalValue.objects.order_by("label", "valid_from", "pk"),
        filterset=LegalValueFilter,
        table=LegalValueTable,
        name="Giá trị pháp lý",
        totals=lambda rows: f"{rows.count()} dòng; mỗi dòng áp dụng trong thời gian ghi ở đó",
    )
    listing.table.may_edit = may_edit
    return answer_list(
        request,
        listing,
        noun="giá trị",
        add_url=reverse("core:legal_value_add") if may_edit else "",
        add="Thêm giá trị",
    )


def _legal_page(title, done):
    url = reverse("core:legal_value_list")
    return FormPage(title=title, trail=[("Giá trị pháp lý", url)], back_url=url, done=done)


def _same_value(code):
    """Return what a further value of the code begins with: its newest row's words and unit."""
    found = LegalValue.objects.filter(code=code[:60]).order_by("valid_from", "pk").last()
    return {name: getattr(found, name) for name in ("code", "label", "unit")} if found else {}


@require_http_methods(["GET", "HEAD", "POST"])
def legal_value_add(request):
    """Add a legal value, or the value of a code for a new period."""
    require(may_edit_catalogue(request.user))
    form = LegalValueForm(request.POST or None, initial=_same_value(request.GET.get("ma", "")))
    return answer_form(
        request,
        form,
        _legal_page("Thêm giá trị pháp lý", "Đã thêm giá trị pháp lý."),
        lambda form: actions.add_legal_value(value=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def legal_value_edit(request, pk):
    """Change a legal value."""
    require(may_edit_catalogue(request.user))
    value = get_object_or_404(LegalValue, pk=pk)
    form = LegalValueForm(request.POST or None, instance=value)
    return answer_form(
        request,
        form,
        _legal_page(f"Sửa: {value.label}", f"Đã lưu: {value.label}."),
        lambda form: actions.edit_legal_value(
            value=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_safe
@area_required(Area.CATALOGUE)
def swapped_day_list(request):
    """Days that the office works or rests against the calendar."""
    may_edit = may_edit_catalogue(request.user)
    listing = ListPage(
        request,
        SwappedDay.objects.order_by("-day"),
        filterset=SwappedDayFilter,
        table=SwappedDayTable,
        name="Ngày nghỉ hoán đổi",
        totals=lambda rows: f"{rows.count()} ngày; cổng dùng khi đếm ngày làm việc",
    )
    listing.table.may_edit = may_edit
    return answer_list(
        request,
        listing,
        noun="ngày",
        add_url=reverse("core:swapped_day_add") if may_edit else "",
        add="Thêm ngày",
    )


def _swapped_page(title, done, template="core/form.html"):
    url = reverse("core:swapped_day_list")
    return FormPage(
        title=title, trail=[("Ngày nghỉ hoán đổi", url)], back_url=url, done=done, template=template
    )


@require_http_methods(["GET", "HEAD", "POST"])
def swapped_day_add(request):
    """Add a swapped day."""
    require(may_edit_catalogue(request.user))
    form = SwappedDayForm(request.POST or None)
    return answer_form(
        request,
        form,
        _swapped_page("Thêm ngày hoán đổi", "Đã thêm ngày hoán đổi."),
        lambda form: actions.add_swapped_day(swapped=form.instance, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def swapped_day_edit(request, pk):
    """Change a swapped day, or remove it."""
    require(may_edit_catalogue(request.user))
    swapped = get_object_or_404(SwappedDay, pk=pk)
    form = SwappedDayForm(request.POST or None, instance=swapped)
    return answer_form(
        request,
        form,
        _swapped_page(f"Sửa ngày {swapped}", f"Đã lưu ngày {swapped}.", "core/swapped_day_form.html"),
        lambda form: actions.edit_swapped_day(
            swapped=form.instance, expected=form.cleaned_data["version"], by=request.user
        ),
    )


@require_POST
def swapped_day_remove(request, pk):
    """Remove a swapped day."""
    require(may_edit_catalogue(request.user))
    swapped = get_object_or_404(SwappedDay, pk=pk)
    return removal_answer(
        request,
        lambda version: actions.remove_swapped_day(swapped=swapped, expected=version, by=request.user),
        done=f"Đã bỏ ngày {swapped}; lịch chung lại áp dụng.",
        stale_url=reverse("core:swapped_day_edit", args=[pk]),
        next_url=reverse("core:swapped_day_list"),
    )
