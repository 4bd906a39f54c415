"""Letters at a time of choice: the own ones, asking for one, changing it, ending it."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.actions import subscriptions as actions
from core.forms import PortalForm
from core.history import VersionConflictError
from core.http import render_page
from core.letters import why_no_mail
from core.models import Subscription
from core.subscriptions import kinds_for

DAYS = tuple(enumerate(("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")))
STALE = "Dòng này đã được sửa ở cửa sổ khác; hãy xem lại rồi lưu."


class WhenForm(PortalForm):
    """On which days and at what time a letter comes."""

    days = forms.TypedMultipleChoiceField(
        label="Ngày gửi",
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một ngày trong tuần."},
    )
    at = forms.TimeField(
        label="Giờ gửi",
        help_text="Ví dụ 07:30 hoặc 7h30",
        input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"],
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "Giờ gửi chưa đọc được: gõ như 07:30 hoặc 7h30."},
    )


class ChangeForm(WhenForm):
    """Days and time of a letter that is there, on the version that the page was opened on."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )


class SubscribeForm(WhenForm):
    """What is asked for, and when it comes."""

    kind = forms.ChoiceField(label="Nội dung")
    field_order = ("kind", "days", "at")

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, f"{label}: {text}") for kind, label, text in kinds]


@require_http_methods(["GET", "HEAD", "POST"])
def subscription_list(request):
    """The own letters; POST asks for another."""
    rows = list(Subscription.objects.visible_to(request.user))
    taken = {row.kind for row in rows}
    kinds = [each for each in kinds_for(request.user) if each[0] not in taken]
    initial = {"days": [0, 1, 2, 3, 4], "at": "07:00"}
    form = SubscribeForm(request.POST if request.method == "POST" else None, initial=initial, kinds=kinds)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("kind", "days", "at")}
        try:
            actions.subscribe(**asked, by=request.user)
        except IntegrityError:
            messages.error(request, "Đã đăng ký nội dung này; sửa ngày, giờ ở dòng đã có.")
        else:
            messages.success(request, "Đã đăng ký thư định kỳ.")
        return redirect("core:subscription_list")
    names = dict(DAYS)
    context = {
        "rows": [{"row": row, "days": ", ".join(names[day] for day in row.days)} for row in rows],
        "form": form if kinds else None,
        "why_no_mail": why_no_mail(request.user),
    }
    return render_page(request, "core/subscription_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def subscription_edit(request, pk):
    """Change days and time of an own letter."""
    row = _own(request, pk)
    initial = {"days": row.days, "at": row.at, "version": row.version}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        told = {"days": form.cleaned_data["days"], "at": form.cleaned_data["at"]}
        told["expected"] = form.cleaned_data["version"]
        try:
            actions.change_subscription(subscription=row, **told, by=request.user)
        except VersionConflictError:
            form.add_error(None, STALE)
        else:
            messages.success(request, "Đã lưu ngày, giờ gửi.")
            return redirect("core:subscription_list")
    context = {
        "form": form,
        "row": row,
        "breadcrumb": [{"label": "Thư định kỳ", "url": reverse("core:subscription_list")}],
    }
    return render_page(request, "core/subscription_form.html", context)


@require_POST
def subscription_end(request, pk):
    """End an own letter."""
    row = _own(request, pk)
    actions.unsubscribe(subscription=row, by=request.user)
    messages.success(request, f"Đã thôi nhận: {row}.")
    return redirect("core:subscription_list")


def _own(request, pk):
    """Return the own subscription; another's is not there."""
    return get_object_or_404(Subscription.objects.visible_to(request.user), pk=pk)
