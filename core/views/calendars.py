"""The personal calendar: its page in the own account, and the feed that calendar programs read."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import note_access
from core.actions.calendars import digest_of, make_calendar_token, revoke_calendar_token
from core.calendars import MIME, calendar_file, events_of
from core.models import AccessLog, CalendarToken
from core.sign_in import client_ip

SESSION_KEY = "calendar_token"
FEED = "Lịch cá nhân (.ics)"
UNKNOWN = "Lịch cá nhân: địa chỉ không đúng"
WINDOW = timedelta(minutes=10)
# Calendar programs ask every few minutes at most; whoever guesses asks more often.
MOST_READS, MOST_WRONG = 60, 20


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request):
    """Show whether the own calendar has an address; POST makes a new one, which is shown once."""
    if request.method == "POST":
        request.session[SESSION_KEY] = make_calendar_token(by=request.user)
        return redirect("core:calendar_page")
    token = request.session.pop(SESSION_KEY, "")
    address = request.build_absolute_uri(reverse("core:calendar_feed", args=[token])) if token else ""
    context = {
        "address": address,
        "token": CalendarToken.objects.visible_to(request.user).in_force().first(),
    }
    return render(request, "core/calendar.html", context)


@require_POST
def calendar_revoke(request):
    """Revoke the address of the own calendar."""
    if revoke_calendar_token(by=request.user):
        messages.success(request, "Đã thu hồi địa chỉ lịch; ứng dụng lịch không đọc được nữa.")
    else:
        messages.error(request, "Lịch chưa có địa chỉ nào đang dùng nên không có gì để thu hồi.")
    return redirect("core:calendar_page")


@login_not_required
@require_safe
def calendar_feed(request, token):
    """Hand out the calendar behind a key, as far as its account may read today; each reading is noted."""
    found = CalendarToken.objects.in_force().select_related("user").filter(sha256=digest_of(token)).first()
    if found is None:
        if _noted(UNKNOWN, ip_address=client_ip(request)) >= MOST_WRONG:
            return render(request, "429.html", status=429)
        note_access(request, AccessLog.Kind.FAILED, UNKNOWN)
        raise Http404
    if _noted(FEED, user=found.user) >= MOST_READS:
        return render(request, "429.html", status=429)
    note_access(request, AccessLog.Kind.EXPORT, FEED, user=found.user)
    today = timezone.localdate()
    data = calendar_file(events_of(found.user, today), name="Lịch đối ngoại", site=settings.SITE_URL)
    response = HttpResponse(data, content_type=MIME)
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = 'inline; filename="lich.ics"'
    return response


def _noted(subject, **of):
    return AccessLog.objects.filter(at__gte=timezone.now() - WINDOW, subject=subject, **of).count()
