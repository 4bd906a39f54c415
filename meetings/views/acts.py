"""The short form of one act on a follow-up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from core.history import VersionConflictError
from core.legal import RuleError


def short_act(request, follow_up, form, act, *, heading, done):
    """Show the short form, or do the act and return to the follow-up."""
    if form.is_valid():
        try:
            act()
        except VersionConflictError as error:
            form.add_error(None, str(error))
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, done)
            return redirect(follow_up)
    context = {
        "form": form,
        "heading": heading,
        "hint": follow_up.text,
        "directory": None,
        "cancel_url": follow_up.get_absolute_url(),
        "breadcrumb": crumbs_of(follow_up),
    }
    return render(request, "meetings/short_form.html", context)


def crumbs_of(follow_up):
    """Return the breadcrumb of a page below a follow-up."""
    return [
        {"label": "Việc sau hội nghị", "url": reverse("meetings:followup_list")},
        {"label": follow_up.code, "url": follow_up.get_absolute_url()},
    ]
