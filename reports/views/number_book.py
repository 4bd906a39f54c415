"""The book of numbers (sổ số văn bản): what was numbered, and papers noted that others numbered."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.clerks import is_clerk, require_clerk_of
from core.http import get_visible_or_404, removal_answer, render_page
from core.legal import RuleError
from core.lists import ListPage
from core.number_rules import UnconfirmedError
from core.permissions import Area, area_required, require
from reports.actions.numbering import drop_number, note_number
from reports.life_forms import NoteNumberForm
from reports.models import DocumentNumber
from reports.number_book import book_of_meetings
from reports.tables import NumberFilter, NumberTable


@require_safe
@area_required(Area.REPORTS)
def number_list(request):
    """The book of numbers, newest first."""
    page = ListPage(
        request,
        DocumentNumber.objects.visible_to(request.user).for_list(),
        filterset=NumberFilter,
        table=NumberTable,
        table_kwargs={"reader": request.user},
        name="Sổ số văn bản",
        totals=lambda rows: f"{rows.count()} số",
    )
    if page.wants_export:
        return page.export()
    context = {
        "page": page,
        "can_add": is_clerk(request.user),
        "meetings": book_of_meetings(request.user, page.cleaned.get("year")),
    }
    return render_page(request, "reports/number_list.html", context, parts=["ket-qua"])


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def number_add(request):
    """Note a paper that took its number outside the portal."""
    require(is_clerk(request.user))
    start = {"dated_on": timezone.localdate(), "series": "BC"}
    form = NoteNumberForm(request.POST or None, user=request.user, initial=start)
    warned = []
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = note_number(
                agency=typed["agency"],
                series=typed["series"],
                entry=form.entry(typed["subject"]),
                confirmed=typed["confirmed"],
                today=timezone.localdate(),
                by=request.user,
            )
        except UnconfirmedError as error:
            warned = error.cautions
            form.confirm(error.mark)
        except RuleError as error:
            for blocker in error.blockers:
                form.add_error(blocker.field if blocker.field in form.fields else None, str(blocker))
        else:
            messages.success(request, f"Đã ghi số {row.mark} vào sổ.")
            return redirect("reports:number_list")
    return render(request, "reports/number_add.html", {"form": form, "warned": warned})


@require_POST
@area_required(Area.REPORTS)
def number_drop(request, pk):
    """Take a paper from outside out of the book."""
    row = get_visible_or_404(DocumentNumber.objects.all(), request.user, pk=pk)
    require_clerk_of(request.user, row.agency)
    return removal_answer(
        request,
        lambda version: drop_number(row=row, expected=version, by=request.user),
        done="Đã bỏ số ghi nhầm khỏi sổ.",
        stale_url="/bao-cao/so-van-ban/",
        next_url="/bao-cao/so-van-ban/",
    )
