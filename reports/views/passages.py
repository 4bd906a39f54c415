"""The passages of a report: changed in place with autosave, on a page of their own without scripts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflict import OVER, last_save, written_over
from core.history import VersionConflictError
from core.http import conflict_page, posted_version, wanted_part
from core.permissions import Area, area_required, require
from programs.views.answers import attempt, changed
from reports import permissions
from reports.actions.comments import add_comment, reopen_comment, settle_comment, url_of
from reports.actions.passages import confirm_passage, save_passage, undo_passage
from reports.builder import BuilderPage
from reports.models import NarrativeBlock, ReportComment
from reports.overwritten import CHOSEN_OVER
from reports.views.closed import closed_page
from reports.views.report import report_or_404
from reports.writing_forms import WHOLE, CommentForm, PassageForm, passage_prefix

PASSAGE, STATUS = "doan-{}", "luu-{}"


def block_or_404(request, year, code, pk):
    """Return a section of a report that this account may read, or 404."""
    report = report_or_404(request, year, code)
    block = NarrativeBlock.objects.filter(report=report, pk=pk).first()
    if block is None:
        raise Http404
    block.report = report
    return block


@require_safe
@area_required(Area.REPORTS)
def passage(request, year, code, pk):
    """One passage as it is stored, for the paper; opened by itself it leads to its place there."""
    block = block_or_404(request, year, code, pk)
    if not wanted_part(request, [PASSAGE.format(pk)]):
        return redirect(url_of(block.report, block.key))
    return _fragment(request, "reports/_passage.html", block)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.REPORTS)
def passage_edit(request, year, code, pk):
    """Change the words of a passage: in place, after a pause by itself, or on a page."""
    block = block_or_404(request, year, code, pk)
    require(permissions.can_edit_report(request.user, block.report))
    if not block.is_written:
        raise Http404
    if request.GET.get(WHOLE[0]) == WHOLE[1]:
        return _saved_among_all(request, block)
    part = wanted_part(request, [PASSAGE.format(pk), STATUS.format(pk)])
    closed = closed_page(request, block.report, str(block), back_url=url_of(block.report, block.key))
    if closed:
        return _fragment(request, "reports/_passage.html", block) if part == PASSAGE.format(pk) else closed
    form = PassageForm(request.POST or None, block=block)
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, lambda: _save(request, block, form))
        except VersionConflictError as error:
            return _conflict(request, block, form, error, part)
        if saved:
            return _saved(request, saved, part)
    status = 422 if request.method == "POST" and part else 200
    if part == STATUS.format(pk):
        return _fragment(request, "reports/_passage_status.html", block, status=status, form=form)
    return _editor(request, block, form, status) if part else _edit_page(request, block, form)


def _save(request, block, form):
    """Store what was typed; the same words again store nothing and do not clash."""
    text = form.cleaned_data["text"]
    if text == block.text and not block.is_carried:
        return block
    reason = CHOSEN_OVER if OVER in request.GET else ""
    expected = form.cleaned_data["version"]
    return save_passage(block=block, expected=expected, text=text, by=request.user, reason=reason)


@require_POST
def _saved_among_all(request, block):
    """Store one passage of the page that has all of them; answer with its line of state alone.

    The box goes on being typed in, so a conflict leaves it and its version as they are: it says what the
    other one stored, and nothing is overwritten before the writer chose.
    """
    form = PassageForm(request.POST, block=block, prefix=passage_prefix(block.pk))
    context = {"block": block, "form": form, "name": form["version"].html_name}
    try:
        saved = attempt(form, lambda: _save(request, block, form)) if form.is_valid() else None
    except VersionConflictError as error:
        context |= {"theirs": error.record, "saver": last_save(error.record)}
        return render(request, "reports/_passage_status.html", context, status=409)
    if saved:
        context |= {"block": saved, "form": None, "saved": True, "saved_at": timezone.localtime()}
        context["over"] = written_over(request, saved)
    return render(request, "reports/_passage_status.html", context, status=200 if saved else 422)


def _saved(request, block, part):
    if part == STATUS.format(block.pk):
        return _fragment(request, "reports/_passage_autosaved.html", block, saved=True)
    if part:
        return _fragment(request, "reports/_passage_saved.html", block)
    messages.success(request, f"Đã lưu mục “{block}”.")
    return redirect(url_of(block.report, block.key))


def _conflict(request, block, form, error, part):
    error.record.report = block.report
    if part:
        typed = form.cleaned_data["text"]
        response = _fragment(
            request,
            "reports/_passage_conflict.html",
            error.record,
            status=409,
            typed=typed,
            saver=last_save(error.record),
        )
        response.headers["HX-Retarget"] = f"#{PASSAGE.format(block.pk)}"
        response.headers["HX-Reswap"] = "outerHTML"
        return response
    stored = PassageForm(block=error.record)
    back_url = url_of(block.report, block.key)
    return conflict_page(request, form, error, back_url=back_url, stored_form=stored)


def _editor(request, block, form, status=200):
    return _fragment(request, "reports/_passage_editor.html", block, status=status, form=form)


def _edit_page(request, block, form):
    context = {
        "report": block.report,
        "passage": block,
        "form": form,
        "page_url": url_of(block.report, block.key),
    }
    return render(request, "reports/passage_edit.html", context)


def _fragment(request, template, block, *, status=200, **extra):
    report = block.report
    page = BuilderPage(report, request.user, timezone.localdate())
    sheet = page.sheet_of(block)
    context = {
        **page.context(),
        "sheet": sheet,
        "block": sheet.block,
        "saved_at": timezone.localtime(),
        **extra,
    }
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_POST
@area_required(Area.REPORTS)
def passage_confirm(request, year, code, pk):
    """Say that carried words hold as they are."""
    block = block_or_404(request, year, code, pk)
    require(permissions.can_edit_report(request.user, block.report))
    done = changed(
        request,
        lambda: confirm_passage(block=block, expected=posted_version(request), by=request.user),
    )
    if done:
        messages.success(request, f"Đã xác nhận mục “{block}” còn đúng.")
    return redirect(url_of(block.report, block.key))


@require_POST
@area_required(Area.REPORTS)
def passage_undo(request, year, code, pk):
    """Take the last change of a passage back, or bring back the words that the button names."""
    block = block_or_404(request, year, code, pk)
    require(permissions.can_edit_report(request.user, block.report))
    named = request.POST.get("lan", "")
    stored = int(named) if named.isascii() and named.isdigit() and len(named) < 16 else None
    done = changed(
        request,
        lambda: undo_passage(block=block, expected=posted_version(request), by=request.user, stored=stored),
    )
    if done:
        messages.success(request, f"Đã lấy lại lời văn trước đó của mục “{block}”.")
    return redirect(url_of(block.report, block.key))


@require_POST
@area_required(Area.REPORTS)
def comment_add(request, year, code, pk):
    """Say something about a passage to the other authors."""
    block = block_or_404(request, year, code, pk)
    require(_may_speak(request.user, block.report))
    form = CommentForm(request.POST)
    part = wanted_part(request, [PASSAGE.format(pk)])
    if part and not form.is_valid():
        return _talk(request, block, status=422, said=form)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["text"]))
    else:
        add_comment(report=block.report, block=block, text=form.cleaned_data["text"], by=request.user)
        if part:
            return _talk(request, block)
        messages.success(request, "Đã gửi trao đổi; người cùng soạn được báo.")
    return redirect(url_of(block.report, block.key))


@require_POST
@area_required(Area.REPORTS)
def comment_settle(request, year, code, pk):
    """Mark a comment as settled, or open it again."""
    report = report_or_404(request, year, code)
    comment = ReportComment.objects.filter(report=report, pk=pk).select_related("author").first()
    if comment is None:
        raise Http404
    require(_may_speak(request.user, report))
    comment.report = report
    act = reopen_comment if request.POST.get("viec") == "mo-lai" else settle_comment
    done = changed(request, lambda: act(comment=comment, expected=posted_version(request), by=request.user))
    block = NarrativeBlock.objects.filter(report=report, key=comment.key).first()
    if done and block and wanted_part(request, [PASSAGE.format(block.pk)]):
        block.report = report
        return _talk(request, block)
    if done:
        messages.success(request, "Đã mở lại trao đổi." if act is reopen_comment else "Đã đánh dấu xong.")
    return redirect(url_of(report, comment.key))


def _talk(request, block, **extra):
    """Return a passage with its comments open, as they are while people talk."""
    return _fragment(request, "reports/_passage.html", block, talking=True, **extra)


def _may_speak(user, report):
    return permissions.can_edit_report(user, report) or permissions.can_approve_report(user, report)
