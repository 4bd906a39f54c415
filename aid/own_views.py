"""What happens at each URL of the wizard for the office's own registers."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.actions.own_files import keep_answers, keep_mapping
from aid.import_views import SITE as OFFICIAL
from aid.models import KeptMapping
from aid.own_files.choices import columns_context, mapping_posted
from aid.own_files.mapping import kept_form, mapping_from, recalled
from aid.own_files.resource import chosen_rows, header_texts, own_resource
from aid.own_files.rows import DATA, SKIPPED
from aid.own_files.spellings import answers_given
from core.imports import pages
from core.imports.batches import content_of, may_correct, record_check
from core.imports.correcting import correct_rows, rejudge, typed_corrections
from core.imports.forms import ImportForm
from core.imports.outcome import judge_file
from core.legal import RuleError
from core.permissions import Area, area_required, require
from core.spreadsheets.cells import UNKNOWN
from core.text import TextError

SITE = pages.ImportSite(
    app="aid",
    list_label="Khoản viện trợ",
    list_url_name="aid:item_list",
    record_url_name="aid:item_detail",
    may_import=permissions.can_add_item,
    resource=own_resource,
    form=ImportForm,
    prefix="own",
    steps=("Chọn tệp", "Ghép cột", "Kiểm tra", "Ghi và đối chiếu"),
    told=(("Nhà tài trợ", ("donor",)), ("Giá trị viện trợ", ("amount", "currency"))),
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def own_start(request):
    """Choose a register; on POST it is read as far as it can be, and its columns are proposed."""
    require(SITE.may_import(request.user))
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        batch = pages.checked_upload(request, SITE, form)
        if batch.file:
            return redirect(SITE.url("own_columns", batch.code))
        for refusal in batch.refusals:
            form.add_error("file", capfirst(refusal["message"]))
    context = {
        "form": form,
        "steps": SITE.steps_at("Chọn tệp"),
        "breadcrumb": [*OFFICIAL.breadcrumb, {"label": "Tệp của cơ quan", "url": ""}],
        "official_url": OFFICIAL.url("import_start"),
        "recent": pages.recent_uploads(request, SITE),
    }
    return render(request, "aid/own_start.html", context)


@require_POST
@area_required(Area.AID)
def own_take(request, code):
    """Read a refused upload of the official table as a register, without a second upload."""
    refused = pages.batch_or_404(request, OFFICIAL, code)
    require(refused.uploaded_by_id == request.user.pk and SITE.may_import(request.user))
    if not refused.file:
        messages.error(request, "Tệp này không còn được giữ; hãy tải lại tệp.")
        return redirect(SITE.url("own_start"))
    resource, data = own_resource(request.user, {}), content_of(refused)
    outcome = judge_file(resource, data, refused.filename)
    batch = record_check(
        resource=resource, outcome=outcome, data=data, filename=refused.filename, options={}, by=request.user
    )
    return redirect(SITE.url("own_columns", batch.code))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def own_columns(request, code):
    """Choose sheet, header and columns; on POST the register is read anew under them."""
    batch = pages.batch_or_404(request, SITE, code)
    require(batch.uploaded_by_id == request.user.pk and SITE.may_import(request.user))
    if request.method == "POST":
        return _mapped(request, batch)
    if not may_correct(batch):
        return redirect(SITE.url("own_check", batch.code))
    context = columns_context(batch) | {
        "batch": batch,
        "steps": SITE.steps_at("Ghép cột"),
        "breadcrumb": [*OFFICIAL.breadcrumb, {"label": batch.code, "url": ""}],
        "check_url": SITE.url("own_check", batch.code),
        "start_url": SITE.url("own_start"),
    }
    return render(request, "aid/own_columns.html", context)


def _mapped(request, batch):
    stored = mapping_from(batch.options.get("mapping"))
    if "dung" in request.POST:
        return _recalled(request, batch, stored)
    mapping = mapping_posted(request.POST, stored)
    name = request.POST.get("giu", "").strip()
    moved = (mapping.sheet, mapping.header_row) != (stored.sheet, stored.header_row)
    if moved:
        # Rows and cells are other ones now.
        batch.options = batch.options | {"corrections": {}, "rows": {}}
    options = {"mapping": mapping.as_dict(), "kept": name[:150], "fits_none": False} | (
        {"rows": {}} if moved else {}
    )
    try:
        batch = rejudge(SITE, batch, by=request.user, options=options)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(SITE.url("own_check", batch.code))
    if not mapping.columns:
        return redirect(SITE.url("own_columns", batch.code))
    if name:
        names = batch.options.get("names", {})
        try:
            keep_mapping(
                name=name,
                headers=header_texts(names),
                mapping=kept_form(mapping_from(batch.options["mapping"]), names),
                by=request.user,
            )
        except TextError as error:
            messages.error(request, f"Chưa giữ được cách ghép: {error}")
        else:
            messages.success(request, f"Đã giữ cách ghép cột “{name}” cho lần sau.")
    return redirect(SITE.url("own_check", batch.code))


def _recalled(request, batch, stored):
    """Read the columns under the kept mapping that was chosen from the list."""
    chosen = request.POST.get("cach", "")
    kept = KeptMapping.objects.filter(pk=int(chosen)).first() if re.fullmatch(r"[0-9]{1,9}", chosen) else None
    if kept is None:
        messages.error(request, "Hãy chọn một cách ghép đã giữ.")
        return redirect(SITE.url("own_columns", batch.code))
    mapping = recalled(stored, batch.options.get("names", {}), kept.mapping)
    options = {"mapping": mapping.as_dict(), "kept": kept.name, "fits_none": False}
    try:
        rejudge(SITE, batch, by=request.user, options=options)
    except RuleError as error:
        messages.error(request, str(error))
    return redirect(SITE.url("own_columns", batch.code))


@require_safe
@area_required(Area.AID)
def own_check(request, code):
    """Look at every row as it will be read, and at what is skipped and why."""
    batch = pages.batch_or_404(request, SITE, code)
    options = batch.options
    chosen = chosen_rows(options.get("rows"))
    more = {
        "skipped": options.get("skipped", []),
        "skipped_count": options.get("skipped_count", 0),
        "totals": options.get("totals", []),
        "chosen": sorted(chosen.items()),
        "columns_url": SITE.url("own_columns", batch.code),
        "rows_url": SITE.url("own_rows", batch.code),
        "drop_url": SITE.url("own_rows", batch.code),
    }
    return pages.check_page(request, SITE, code, more)


@require_POST
@area_required(Area.AID)
def own_correct(request, code):
    """Correct cells of the register; what a text means is answered once for all its rows."""
    batch = pages.batch_or_404(request, SITE, code)
    preview = batch.options.get("preview", {"rows": [], "groups": []})
    answers = answers_given(typed_corrections(request.POST, preview), preview, UNKNOWN)
    if not answers:
        return correct_rows(request, SITE, batch)
    mapping = mapping_from(batch.options.get("mapping"))
    for key, found in answers.items():
        mapping.answers[key] = mapping.answers.get(key, {}) | found
    response = correct_rows(request, SITE, batch, {"mapping": mapping.as_dict()})
    if name := batch.options.get("kept"):
        keep_answers(name=name, answers=answers, by=request.user)
    return response


@require_POST
@area_required(Area.AID)
def own_rows(request, code):
    """Read a row that was skipped, skip one that was read, or leave it to the portal again.

    A row is left out from within the sheet, so that what was typed there comes along.
    """
    batch = pages.batch_or_404(request, SITE, code)
    require(batch.uploaded_by_id == request.user.pk and SITE.may_import(request.user))
    number, kind = request.POST.get("dong", ""), request.POST.get("la", "")
    typed = {}
    if "bo" in request.POST:
        number, kind = request.POST["bo"], SKIPPED
        typed = typed_corrections(request.POST, batch.options.get("preview", {"rows": [], "groups": []}))
    if number.isascii() and number.isdigit() and len(number) < 8:
        rows = {str(row): what for row, what in chosen_rows(batch.options.get("rows")).items()}
        rows.pop(number, None)
        if kind in (DATA, SKIPPED):
            rows[number] = kind
        try:
            rejudge(SITE, batch, by=request.user, typed=typed, options={"rows": rows})
        except RuleError as error:
            messages.error(request, str(error))
    return redirect(SITE.url("own_check", batch.code))


@require_POST
@area_required(Area.AID)
def own_write(request, code):
    """Write the register."""
    return pages.write_rows(request, SITE, code)


@require_safe
@area_required(Area.AID)
def own_progress(request, code):
    """Look at how far the writing of a long register is."""
    return pages.progress_page(request, SITE, code)


@require_safe
@area_required(Area.AID)
def own_result(request, code):
    """Look at what was written, and which rows the person left out."""
    options = pages.batch_or_404(request, SITE, code).options
    texts = {one["row"]: one["text"] for one in options.get("skipped", [])}
    left_out = [
        f"dòng {row} ({texts[row]})" if texts.get(row) else f"dòng {row}"
        for row, kind in sorted(chosen_rows(options.get("rows")).items())
        if kind == SKIPPED
    ]
    return pages.result_page(request, SITE, code, {"left_out": "; ".join(left_out)})
