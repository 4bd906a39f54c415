"""Open data: the settings, a look at the file beforehand, the file that the public reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.actions.open_data import edit_open_data, publish_open_data
from aid.forms.open_data import OpenDataForm
from aid.iati.gathering import open_data
from aid.iati.publishing import is_stale, public_path, sample
from aid.views.answers import refused_by_rules, show_conflict
from core.access import note_access
from core.history import VersionConflictError
from core.http import attachment_response
from core.legal import RuleError
from core.models import AccessLog
from core.permissions import Area, area_required, require

PLAIN = "text/plain; charset=utf-8"
MIME = "application/xml; charset=utf-8"
FILE_NAME = "iati-hoat-dong.xml"
# Whoever keeps a copy asks each time whether it still stands: an item may have been called off.
CACHE = "public, no-cache"


@require_safe
@area_required(Area.CATALOGUE)
def open_data_settings(request):
    """Whether the register is published, by whom, and what the file holds now."""
    context = {
        "can_edit": permissions.can_publish(request.user),
        "stored": open_data(),
        "has_file": public_path().exists(),
        "address": request.build_absolute_uri(reverse("aid:open_data_file")),
    }
    return render(request, "aid/open_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.CATALOGUE)
def open_data_edit(request):
    """Turn publication on or off, and say who publishes."""
    require(permissions.can_publish(request.user))
    form = OpenDataForm(request.POST or None, instance=open_data())
    if request.method == "POST" and form.is_valid():
        try:
            with refused_by_rules(form):
                edit_open_data(settings=form.instance, expected=form.cleaned_data["version"], by=request.user)
                messages.success(request, "Đã lưu thiết lập công bố.")
                return redirect("aid:open_data_settings")
        except VersionConflictError as error:
            return show_conflict(request, form, OpenDataForm(instance=error.record), back_url=request.path)
    return render(request, "aid/open_data_form.html", {"form": form})


@require_POST
@area_required(Area.CATALOGUE)
def open_data_publish(request):
    """Make the public file anew."""
    require(permissions.can_publish(request.user))
    try:
        written = publish_open_data(by=request.user)
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, written.sentence)
        for code, reasons in written.left_out:
            messages.warning(request, f"{code}: {' '.join(reasons)}")
    return redirect("aid:open_data_settings")


@require_safe
@area_required(Area.CATALOGUE)
def open_data_sample(request):
    """Hand out the file as it would be published today, whether publication is on or off."""
    require(permissions.can_publish(request.user))
    note_access(request, AccessLog.Kind.EXPORT, "IATI (xem trước)")
    try:
        data = sample(now=timezone.localtime())
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("aid:open_data_settings")
    return attachment_response(data, filename=FILE_NAME, content_type="application/xml")


@login_not_required
@require_safe
def open_data_file(request):
    """Hand out the published file to anybody; 404 while publication is off or no file was made.

    503 where an item was called off since: the worker is making the file anew without it.
    """
    path = public_path()
    if not open_data().is_public or not path.exists():
        raise Http404
    if is_stale(open_data()):
        waiting = "Tệp đang được tạo lại sau khi một khoản bị thu hồi hoặc rút; xin tải lại sau ít phút."
        return HttpResponse(waiting, status=503, headers={"Retry-After": "120"}, content_type=PLAIN)
    response = FileResponse(path.open("rb"), content_type=MIME)
    response["Cache-Control"] = CACHE
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return response
