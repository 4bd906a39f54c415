"""What the clerk records: letters, their requests, and corrections of both."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.attachments import download_response
from core.history import VersionConflictError
from core.http import conflict_page, removal_answer
from core.permissions import Area, area_required
from meetings import actions
from meetings.consulting import board_of
from meetings.forms.opinions import OpinionForm
from meetings.forms.rounds import LetterEditForm, NewLetterForm, request_rows, requests_of
from meetings.models import Contribution
from meetings.views.opinion_lookup import (
    contribution_to_read,
    contribution_to_record,
    crumbs,
    opinion_to_answer,
    round_crumbs,
    round_to_run,
)
from programs.views.answers import attempt


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def letter_add(request, slug, number):
    """Record a letter with all its requests on one page."""
    opened = round_to_run(request, slug, number)
    today = timezone.localdate()
    waiting = {line.agency.pk for line in board_of(opened, today) if line.asked and line.is_waiting}
    start = {"received_on": today, "agency": request.GET.get("co-quan")}
    form = NewLetterForm(
        request.POST or None, request.FILES or None, opened=opened, waiting=waiting, initial=start
    )
    rows = request_rows(opened.draft, data=request.POST or None, extra=3)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        typed = dict(form.cleaned_data)
        saved = attempt(
            form,
            lambda: actions.record_letter(
                round=opened,
                upload=typed.pop("file"),
                opinions=requests_of(rows),
                today=today,
                by=request.user,
                **typed,
            ),
        )
        if saved:
            count = saved.opinions.count()
            messages.success(
                request, f"Đã ghi văn bản {saved.letter_number} của {saved.agency.label}: {count} ý kiến."
            )
            return redirect(opened)
    context = {
        "round": opened,
        "program": opened.program,
        "form": form,
        "rows": rows,
        "cancel_url": opened.get_absolute_url(),
        "breadcrumb": round_crumbs(opened),
    }
    return render(request, "opinions/letter_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def letter_edit(request, slug, pk):
    """Correct how a letter or a statement was recorded."""
    contribution = _recorded(request, slug, pk)
    form = LetterEditForm(request.POST or None, request.FILES or None, contribution=contribution)
    back = _page(contribution)
    if form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: actions.edit_letter(
                    contribution=contribution,
                    fields=form.values(),
                    upload=form.cleaned_data["file"],
                    version=form.cleaned_data["version"],
                    today=timezone.localdate(),
                    by=request.user,
                ),
            )
        except VersionConflictError as error:
            stored = LetterEditForm(contribution=error.record)
            return conflict_page(request, form, error, back_url=back, stored_form=stored)
        if saved:
            messages.success(request, f"Đã lưu góp ý của {contribution.agency.label}.")
            return redirect(back)
    return _form_page(
        request, contribution, form, f"Sửa góp ý của {contribution.agency.label}", has_file=True
    )


@require_POST
@area_required(Area.OPINIONS)
def letter_remove(request, slug, pk):
    """Take out a letter that was recorded by mistake."""
    contribution = contribution_to_record(request, slug, pk)
    opened = contribution.round
    return removal_answer(
        request,
        lambda version: actions.remove_letter(contribution=contribution, version=version, by=request.user),
        done=f"Đã bỏ góp ý của {contribution.agency.label}.",
        stale_url=_page(contribution),
        next_url=opened.get_absolute_url() if opened else contribution.program.get_absolute_url(),
    )


@require_safe
@area_required(Area.OPINIONS)
def letter_download(request, slug, pk):
    """Hand out the scan of a letter to those who may read what it says."""
    contribution = contribution_to_read(request, slug, pk)
    if contribution.attachment is None or not contribution.is_sent:
        raise Http404
    return download_response(request, contribution.attachment, back_url=_page(contribution))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def opinion_add(request, slug, pk):
    """Add a request to a letter, or to what was said at a meeting."""
    contribution = _recorded(request, slug, pk)
    form = OpinionForm(request.POST or None, draft=contribution.draft)
    if form.is_valid():
        made = attempt(
            form,
            lambda: actions.add_opinion(contribution=contribution, by=request.user, **form.row()),
        )
        if made:
            messages.success(request, f"Đã ghi {made.code}.")
            return redirect(_page(contribution))
    return _form_page(request, contribution, form, f"Thêm ý kiến của {contribution.agency.label}")


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def opinion_edit(request, slug, number):
    """Correct a request that a clerk recorded."""
    opinion = opinion_to_answer(request, slug, number)
    form = OpinionForm(request.POST or None, draft=opinion.draft, opinion=opinion)
    if form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: actions.edit_opinion(
                    opinion=opinion,
                    fields=form.row(),
                    version=form.cleaned_data["version"],
                    by=request.user,
                ),
            )
        except VersionConflictError as error:
            stored = OpinionForm(draft=opinion.draft, opinion=error.record)
            return conflict_page(
                request, form, error, back_url=opinion.get_absolute_url(), stored_form=stored
            )
        if saved:
            messages.success(request, f"Đã lưu {opinion.code}.")
            return redirect(opinion)
    context = {
        "form": form,
        "heading": f"Sửa {opinion.code}",
        "hint": f"Ghi đúng như văn bản của {opinion.contribution.agency.label}.",
        "cancel_url": opinion.get_absolute_url(),
        "breadcrumb": crumbs(opinion.program, (opinion.code, opinion.get_absolute_url())),
    }
    return render(request, "meetings/short_form.html", context)


@require_POST
@area_required(Area.OPINIONS)
def opinion_remove(request, slug, number):
    """Take out a request that a clerk recorded by mistake."""
    opinion = opinion_to_answer(request, slug, number)
    return removal_answer(
        request,
        lambda version: actions.remove_opinion(opinion=opinion, version=version, by=request.user),
        done=f"Đã bỏ {opinion.code}; số này không dùng lại.",
        stale_url=opinion.get_absolute_url(),
        next_url=_page(opinion.contribution),
    )


def _recorded(request, slug, pk):
    """Return a contribution that the office recorded; 404 for one that an agency wrote itself."""
    contribution = contribution_to_record(request, slug, pk)
    if contribution.channel == Contribution.Channel.PORTAL:
        raise Http404
    return contribution


def _page(contribution):
    return reverse("opinions:contribution_detail", args=[contribution.program.slug, contribution.pk])


def _form_page(request, contribution, form, heading, *, has_file=False):
    context = {
        "form": form,
        "heading": heading,
        "hint": "",
        "has_file": has_file,
        "cancel_url": _page(contribution),
        "breadcrumb": round_crumbs(contribution.round)
        if contribution.round
        else crumbs(contribution.program),
    }
    return render(request, "opinions/record_form.html", context)
