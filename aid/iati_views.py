"""What happens at each URL of the import of IATI files."""

from collections import Counter
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.iati.imports import iati_resource, payments_book
from aid.import_views import SITE as OFFICIAL
from aid.payment_imports import resource_for as payment_resource
from aid.views.payment_import import SITE as PAYMENT_SITE
from core.imports import pages
from core.imports.batches import record_check
from core.imports.forms import ImportForm
from core.imports.outcome import judge_file
from core.models import ImportBatch
from core.money import format_money
from core.permissions import Area, area_required, require

SITE = pages.ImportSite(
    app="aid",
    list_label="Khoản viện trợ",
    list_url_name="aid:item_list",
    record_url_name="aid:item_detail",
    may_import=permissions.can_add_item,
    resource=iati_resource,
    form=ImportForm,
    prefix="iati",
)
# So many payments are shown before they are written in the next step.
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def iati_start(request):
    """Choose an IATI file; it is checked on POST."""
    require(SITE.may_import(request.user))
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        batch = pages.checked_upload(request, SITE, form)
        if batch.options["preview"]["rows"]:
            return redirect(SITE.url("iati_check", batch.code))
        for refusal in batch.refusals:
            form.add_error("file", capfirst(refusal["message"]))
    context = {
        "form": form,
        "steps": SITE.steps_at("Chọn tệp"),
        "breadcrumb": [*OFFICIAL.breadcrumb, {"label": "Tệp IATI", "url": ""}],
        "recent": pages.recent_uploads(request, SITE),
    }
    return render(request, "aid/iati_start.html", context)


@require_safe
@area_required(Area.AID)
def iati_check(request, code):
    """Look at the activities as rows, and at the payments beside them."""
    batch = pages.batch_or_404(request, SITE, code)
    return pages.check_page(request, SITE, code, _payments(request, batch))


def _payments(request, batch):
    payments = batch.options.get("payments", [])
    sums = Counter()
    for payment in payments:
        sums[payment["currency"]] += Decimal(payment["amount"])
    return {
        "payments": [
            payment
            | {
                "money": format_money(Decimal(payment["amount"]), payment["currency"]),
                "day": date.fromisoformat(payment["day"]),
            }
            for payment in payments[:SHOWN]
        ],
        "payments_url": _payments_url(request, batch),
        "payments_count": len(payments),
        "payments_sums": [format_money(total, currency) for currency, total in sorted(sums.items())],
    }


@require_POST
@area_required(Area.AID)
def iati_correct(request, code):
    """Correct cells of the file."""
    return pages.correct_page(request, SITE, code)


@require_POST
@area_required(Area.AID)
def iati_write(request, code):
    """Write the checked activities."""
    return pages.write_rows(request, SITE, code)


@require_safe
@area_required(Area.AID)
def iati_progress(request, code):
    """Look at how far the writing of a long file is."""
    return pages.progress_page(request, SITE, code)


@require_safe
@area_required(Area.AID)
def iati_result(request, code):
    """Look at what was written, and go on to the payments."""
    batch = pages.batch_or_404(request, SITE, code)
    return pages.result_page(request, SITE, code, _payments(request, batch))


def _payments_url(request, batch):
    """Return where the payments are checked next; "" while activities wait to be written."""
    counts = batch.counts
    is_through = batch.state == ImportBatch.State.WRITTEN or (
        batch.state == ImportBatch.State.CHECKED and not counts["added"] + counts["changed"]
    )
    may = batch.uploaded_by_id == request.user.pk and SITE.may_import(request.user)
    return SITE.url("iati_payments", batch.code) if is_through and may else ""


@require_POST
@area_required(Area.AID)
def iati_payments(request, code):
    """Check the payments of the file as rows of the table of disbursements, and go to their verdict."""
    batch = pages.batch_or_404(request, SITE, code)
    require(batch.uploaded_by_id == request.user.pk and SITE.may_import(request.user))
    payments = batch.options.get("payments", [])
    if not payments or not _payments_url(request, batch):
        messages.error(request, "Ghi các khoản trong tệp trước, rồi mới ghi giao dịch giải ngân.")
        return redirect(SITE.url("iati_check", batch.code))
    resource, data = payment_resource(request.user, {}), payments_book(payments)
    name = f"giai-ngan-{batch.code}.xlsx"
    outcome = judge_file(resource, data, name)
    checked = record_check(
        resource=resource, outcome=outcome, data=data, filename=name, options={}, by=request.user
    )
    return redirect(PAYMENT_SITE.url("import_check", checked.code))
