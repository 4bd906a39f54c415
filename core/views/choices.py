"""Suggestions for comboboxes."""

from django import forms
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core import choices
from core.actions.partners import add_partner_named
from core.catalogue import may_edit_partners
from core.forms import PortalForm
from core.permissions import Area, area_required, require


class PartnerNameForm(PortalForm):
    """The name of a partner typed inside another form."""

    name = forms.CharField(label="Tên đối tác", min_length=2, max_length=250)


def _answer(request, options):
    return render(request, "core/options.html", {"options": options})


@require_safe
@area_required(Area.CATALOGUE)
def agency_options(request):
    """Agencies; typing codes first."""
    return _answer(request, choices.agency_options(request.GET.get("q", ""), timezone.localdate()))


@require_safe
@area_required(Area.CATALOGUE)
def person_options(request):
    """People with their first post."""
    return _answer(request, choices.person_options(request.GET.get("q", "")))


@require_safe
@area_required(Area.CATALOGUE)
def partner_options(request):
    """Partners with their country."""
    return _answer(request, choices.partner_options(request.GET.get("q", "")))


@require_safe
@area_required(Area.CATALOGUE)
def locality_options(request):
    """Communes and wards."""
    return _answer(request, choices.locality_options(request.GET.get("q", ""), timezone.localdate()))


@require_safe
@area_required(Area.CATALOGUE)
def country_options(request):
    """Countries."""
    return _answer(request, choices.country_options(request.GET.get("q", "")))


@require_POST
def partner_add(request):
    """Store a partner by its name and answer its option, chosen by the form that asked."""
    require(may_edit_partners(request.user))
    form = PartnerNameForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(" ".join(form.errors["name"]), content_type="text/plain; charset=utf-8")
    partner = add_partner_named(name=form.cleaned_data["name"], by=request.user)
    return _answer(request, [choices.partner_option(partner)])
