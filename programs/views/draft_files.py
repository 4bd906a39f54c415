"""A draft from its Word file: upload, a look at the tree that it would become, and the decision."""

from django.core.files.storage import default_storage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.files import FileRefused, refuse_too_large
from core.imports.batches import batches_of
from core.models import ImportBatch
from core.papers import ask_for
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.draft_files import (
    ask_to_take_in,
    hand_in_draft_file,
    record_draft_file,
    take_in_file,
)
from programs.forms.drafts import ConvertedForm, DraftFileForm, TakeInForm
from programs.models import Draft, Program
from programs.views.answers import attempt, say
from programs.wording.taking_in import read_draft

# Some sixty pages of text; longer files are read by the worker.
READ_AT_ONCE = 120_000


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_import(request, slug):
    """Ask for the Word file; on POST read it and go on to the look at its tree."""
    program = get_object_or_404(Program, slug=slug)
    require(permissions.can_edit_program(request.user))
    form = DraftFileForm(request.POST, request.FILES) if request.method == "POST" else DraftFileForm()
    if request.method == "POST" and form.is_valid():
        batch = _checked(request, program, form)
        if batch and batch.state == ImportBatch.State.WAITING:
            return redirect(ask_for("draft-import", batch.code, by=request.user))
        if batch and batch.state == ImportBatch.State.CHECKED:
            return redirect("programs:draft_import_check", program.slug, batch.code)
        for refusal in batch.refusals if batch else ():
            form.add_error("file", refusal["message"])
    return render(request, "programs/draft_import.html", {"program": program, "form": form})


def _checked(request, program, form):
    upload = form.cleaned_data["file"]
    try:
        refuse_too_large(upload.size)
    except FileRefused as error:
        form.add_error("file", str(error))
        return None
    data = upload.read()
    if len(data) > READ_AT_ONCE:
        return hand_in_draft_file(program=program, data=data, filename=upload.name, by=request.user)
    taken = read_draft(upload.name, data)
    return record_draft_file(program=program, taken=taken, data=data, filename=upload.name, by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_import_check(request, slug, code):
    """Show the tree that a file would become; on POST take it in as the next version."""
    program = get_object_or_404(Program, slug=slug)
    batch = batches_of(request.user, ImportBatch.Kind.DRAFT).filter(code=code).first()
    if batch is None or batch.uploaded_by_id != request.user.pk or batch.options["program"] != program.slug:
        raise Http404
    require(permissions.can_edit_program(request.user))
    if batch.state != ImportBatch.State.CHECKED:
        return redirect("programs:draft_list", program.slug)
    newest = program.drafts.latest_first().first()
    kind = ConvertedForm if batch.options["preview"].get("legacy") else TakeInForm
    form = kind(request.POST or None, initial={"reason": _likely_reason(newest)})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        how = {"batch": batch, "reason": typed["reason"], "note": typed["note"], "by": request.user}
        if _is_long(batch):
            if page := attempt(form, lambda: ask_to_take_in(**how)):
                return redirect(page)
        elif made := attempt(form, lambda: take_in_file(program=program, **how)):
            draft, cautions = made
            say(request, f"Đã nhận {draft} từ tệp {draft.source_name}.", cautions)
            return redirect(draft)
    context = {
        "program": program,
        "batch": batch,
        "form": form,
        "preview": batch.options["preview"],
        "newest": newest,
        "next_number": newest.number + 1 if newest else 1,
        "cancel_url": reverse("programs:draft_list", args=[program.slug]),
    }
    return render(request, "programs/draft_import_check.html", context)


def _is_long(batch):
    """Whether the worker is to take the upload in; one that is gone is told about at once."""
    return default_storage.exists(batch.file.name) and batch.file.size > READ_AT_ONCE


def _likely_reason(newest):
    return Draft.Reason.COMMENTS if newest else Draft.Reason.FIRST
