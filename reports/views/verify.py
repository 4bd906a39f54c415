"""Whether a file is one that was issued; the file is looked at and not kept."""

import hashlib

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.permissions import Area, area_required
from reports.life_forms import VerifyForm
from reports.verifying import verdict_on


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def verify(request):
    """Take a file or a checksum, and say whether it is an issued one, of which report, or not known."""
    is_asked = request.method == "POST"
    form = VerifyForm(request.POST if is_asked else None, request.FILES if is_asked else None)
    verdict = None
    if is_asked and form.is_valid():
        upload = form.cleaned_data["file"]
        digest = _digest(upload) if upload else form.cleaned_data["sha256"]
        verdict = verdict_on(digest, request.user, name=upload.name if upload else "")
    return render(request, "reports/verify.html", {"form": form, "verdict": verdict})


def _digest(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
