"""What every form and list of the catalogue shares: one way to save, one way to show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.history import VersionConflictError
from core.history_view import may_read_history
from core.http import conflict_page, render_page
from core.legal import RuleError
from core.lists import RESULTS_ID

# Posts still held stand before those given up.
HELD_FIRST = (F("ended_on").desc(nulls_first=True), "rank", "pk")


@dataclass(frozen=True)
class FormPage:
    """What a form page shows around its form, and where it goes on."""

    title: str
    trail: list[tuple[str, str]]
    back_url: str
    done: str
    template: str = "core/form.html"
    save_label: str = "Lưu"


def crumbs(*trail: tuple[str, str]) -> list[dict[str, str]]:
    """Return the path from the catalogue's landing page down to here."""
    steps = [("Danh mục", reverse("core:catalogue")), *trail]
    return [{"label": label, "url": url} for label, url in steps]


def answer_form(
    request: HttpRequest,
    form: Any,
    page: FormPage,
    save: Callable[[Any], Any],
    *,
    stored_form: Callable[[Any], Any] | None = None,
) -> HttpResponse:
    """Return the answer to a form: saved and on, refused in words, in conflict (409), or the page itself.

    `save(form)` calls the action. `stored_form(record)` makes the same form on what is stored now.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except VersionConflictError as error:
            stored = stored_form(error.record) if stored_form else None
            return conflict_page(request, form, error, back_url=request.path, stored_form=stored)
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, page.done)
            return redirect(page.back_url)
    record = getattr(form, "instance", None)
    context = {
        "form": form,
        "page": page,
        "breadcrumb": crumbs(*page.trail, (page.title, "")),
        "history_url": history_url(request.user, record),
    }
    return render(request, page.template, context)


def history_url(user: Any, record: Any) -> str:
    """Return the address of the record's history, or "" where there is none to read."""
    if record is None or record.pk is None or not may_read_history(user, type(record)):
        return ""
    return reverse("core:history", args=[record._meta.label_lower, record.pk])


def answer_list(
    request: HttpRequest, listing: Any, *, noun: str, add_url: str = "", add: str = ""
) -> HttpResponse:
    """Return a list page, its part, or its export; `add_url` is empty for those who only read."""
    if listing.wants_export:
        return listing.export()
    context = {
        "page": listing,
        "noun": noun,
        "add_url": add_url,
        "add": add,
        "breadcrumb": crumbs((listing.name, "")),
    }
    return render_page(request, "core/list.html", context, parts=[RESULTS_ID])
