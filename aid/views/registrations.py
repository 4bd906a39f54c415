"""Certificates of foreign NGOs: the list, the forms on the donor's page, the scan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aid import permissions
from aid.actions import registrations as actions
from aid.donors import donors_readable_by
from aid.forms.money import ReasonForm
from aid.forms.registrations import RegistrationForm
from aid.models import NgoRegistration
from aid.registration_filters import RegistrationFilter
from aid.registrations import alert_days, registrations_visible_to, with_state
from aid.tables.registrations import RegistrationTable
from aid.views.answers import list_page, refused_by_rules, show_conflict
from core.attachments import download_response
from core.history import VersionConflictError
from core.http import render_page, stale_removal_page
from core.lists import ListPage
from core.permissions import Area, area_required, require


@require_safe
@area_required(Area.AID)
def registration_list(request):
    """Certificates of all donors that this account may read, with their state of today."""
    today = timezone.localdate()
    days = alert_days(today)
    rows = with_state(registrations_visible_to(request.user), today, days)
    rows = rows.prefetch_related("sectors__sector").order_by("expires_on", "pk")
    page = ListPage(
        request, rows, filterset=RegistrationFilter, table=RegistrationTable, name="Giấy đăng ký PCPNN"
    )
    if page.wants_export:
        return page.export()
    page.totals = (
        f"{page.count} giấy đăng ký; tình trạng tính đến {today:%d/%m/%Y}, "
        f"sắp hết hạn là còn {days} ngày trở lại."
    )
    return list_page(request, "aid/registration_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def registration_add(request, pk):
    """Add a certificate of a donor."""
    donor = get_object_or_404(donors_readable_by(request.user), pk=pk)
    require(permissions.keeps_register(request.user))
    return _form(request, NgoRegistration(partner=donor))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def registration_edit(request, pk):
    """Change a certificate."""
    return _form(request, _row(request, pk))


def _row(request, pk, *, writes=True):
    row = get_object_or_404(registrations_visible_to(request.user), pk=pk)
    require(permissions.keeps_register(request.user) or not writes)
    return row


def _form(request, registration):
    """Show the form of a certificate, or store what it states."""
    donor, is_new = registration.partner, registration.pk is None
    back_url = reverse("aid:donor_detail", args=[donor.pk])
    form = RegistrationForm(request.POST or None, request.FILES or None, instance=registration)
    if request.method == "POST" and form.is_valid():
        told = {
            "registration": form.instance,
            "sectors": form.cleaned_data["sectors"],
            "scan": form.cleaned_data["scan"],
            "by": request.user,
        }
        try:
            with refused_by_rules(form, file_field="scan"):
                if is_new:
                    actions.add_registration(**told)
                else:
                    actions.edit_registration(expected=form.cleaned_data["version"], **told)
                messages.success(request, f"Đã lưu giấy đăng ký {form.instance.number} của {donor.name}.")
                return redirect(f"{back_url}#giay-dang-ky")
        except VersionConflictError as error:
            stored = RegistrationForm(instance=error.record)
            return show_conflict(request, form, stored, back_url=request.path)
    label = "Thêm giấy đăng ký" if is_new else f"Sửa giấy đăng ký {registration.number}"
    context = {
        "form": form,
        "donor": donor,
        "registration": registration,
        "label": label,
        "back_url": back_url,
        "breadcrumb": _crumbs(donor, label),
    }
    return render_page(request, "aid/registration_form.html", context)


def _crumbs(donor, label):
    return [
        {"label": "Nhà tài trợ", "url": reverse("aid:donor_list")},
        {"label": donor.name, "url": reverse("aid:donor_detail", args=[donor.pk])},
        {"label": label, "url": ""},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def registration_remove(request, pk):
    """Ask for the reason, then delete a certificate written by mistake."""
    row = _row(request, pk)
    back_url = reverse("aid:donor_detail", args=[row.partner_id])
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        told = {"expected": form.cleaned_data["version"], "reason": form.cleaned_data["reason"]}
        number = row.number
        try:
            actions.remove_registration(registration=row, by=request.user, **told)
        except VersionConflictError:
            return stale_removal_page(request, back_url=back_url)
        messages.success(request, f"Đã xóa giấy đăng ký {number} của {row.partner.name}.")
        return redirect(back_url)
    label = f"Xóa giấy đăng ký {row.number}"
    context = {"form": form, "row": row, "back_url": back_url, "breadcrumb": _crumbs(row.partner, label)}
    return render_page(request, "aid/registration_remove.html", context)


@require_safe
@area_required(Area.AID)
def registration_scan(request, pk):
    """Hand out the scan of a certificate."""
    row = _row(request, pk, writes=False)
    if row.attachment is None:
        raise Http404
    return download_response(
        request, row.attachment, back_url=reverse("aid:donor_detail", args=[row.partner_id])
    )
