"""Tables sent out to be filled in: the list, making one, taking it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid import permissions
from aid.actions import sent as actions
from aid.forms.sent import SentForm
from aid.pages import BACK
from aid.sent import can_take_back, templates_of
from aid.sent_back import OURS, THEIRS, SentResource
from aid.sent_book import sent_book
from aid.tables.sent import SentFilter, SentTable, party_of
from aid.views.answers import list_page, refused_by_rules
from core.access import note_access
from core.history import VersionConflictError
from core.http import attachment_response, render_page
from core.imports.batches import batches_of, content_of, earlier_batch
from core.imports.forms import ImportForm
from core.imports.pages import XLSX
from core.legal import RuleError
from core.lists import ListPage
from core.models import AccessLog, ImportBatch
from core.permissions import Area, area_required, require
from core.spreadsheets.limits import WEB_LIMITS

RECENT = 10


@require_safe
@area_required(Area.AID)
def sent_list(request):
    """Every table sent out that this account may read."""
    page = ListPage(
        request,
        templates_of(request.user).order_by("-pk"),
        filterset=SentFilter,
        table=SentTable,
        name="Mẫu đã gửi",
        table_kwargs={"user": request.user},
    )
    if page.wants_export:
        return page.export()
    page.totals = f"{page.count} mẫu: gửi đi cho bên khác điền, rồi nhận lại ở đây."
    can_add = permissions.can_add_item(request.user)
    return list_page(request, "aid/sent_list.html", {"page": page, "can_add": can_add})


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def sent_add(request):
    """Choose whose table; on POST keep what it holds and go to it."""
    require(permissions.can_add_item(request.user))
    form = SentForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with refused_by_rules(form):
            sent = actions.send_template(
                **{name: form.cleaned_data[name] for name in ("donor", "owner")},
                today=timezone.localdate(),
                by=request.user,
            )
            messages.success(
                request, f"Đã lập mẫu {sent.code} với {len(sent.rows)} khoản; tải về rồi gửi đi."
            )
            return redirect("aid:sent_take_back", sent.code)
    context = {"form": form, "breadcrumb": [BACK, _list_link(), {"label": "Lập mẫu", "url": ""}]}
    return render_page(request, "aid/sent_form.html", context)


@require_safe
@area_required(Area.AID)
def sent_download(request, code):
    """Download the table as it was sent."""
    sent = get_object_or_404(templates_of(request.user), code=code)
    note_access(request, AccessLog.Kind.EXPORT, f"Mẫu {sent.code}: {len(sent.rows)} dòng")
    return attachment_response(sent_book(sent), filename=f"{sent.code}.xlsx", content_type=XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.AID)
def sent_take_back(request, code):
    """Look at a table sent out; on POST check the filled one and go to the verdict."""
    sent = get_object_or_404(templates_of(request.user), code=code)
    require(can_take_back(request.user, sent))
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        batch = _checked(request, sent, form.cleaned_data["file"])
        return redirect("aid:sent_check", batch.code)
    uploads = batches_of(request.user, ImportBatch.Kind.SENT).filter(options__sent=sent.code)
    context = {
        "form": form,
        "sent": sent,
        "party": party_of(sent),
        "row_count": sum(1 for row in sent.rows.values() if row["mark"]),
        "uploads": uploads.order_by("-pk")[:RECENT],
        "breadcrumb": [BACK, _list_link(), {"label": sent.code, "url": ""}],
    }
    return render_page(request, "aid/sent_take_back.html", context)


def _checked(request, sent, upload):
    today = timezone.localdate()
    resource = SentResource(by=request.user, today=today, sent=sent)
    data = upload.read(WEB_LIMITS.file_bytes + 1)
    verdict = resource.judge(resource.read_file(data, upload.name, WEB_LIMITS), {})
    return actions.record_return(
        sent=sent, verdict=verdict, data=data, filename=upload.name, today=today, by=request.user
    )


@require_safe
@area_required(Area.AID)
def sent_check(request, code):
    """Look at what came back, cell by cell."""
    batch, sent = _returned(request, code)
    earlier = earlier_batch(batch)
    context = {
        "batch": batch,
        "sent": sent,
        "preview": batch.options["preview"],
        "counts": batch.counts,
        "to_write": batch.counts["added"] + batch.counts["changed"],
        "is_written": batch.state == ImportBatch.State.WRITTEN,
        "is_refused": batch.state == ImportBatch.State.REFUSED,
        "may_write": batch.uploaded_by_id == request.user.pk and can_take_back(request.user, sent),
        "earlier": earlier,
        "breadcrumb": [
            BACK,
            _list_link(),
            {"label": sent.code, "url": reverse("aid:sent_take_back", args=[sent.code])},
            {"label": batch.code, "url": ""},
        ],
    }
    return render_page(request, "aid/sent_check.html", context)


@require_POST
@area_required(Area.AID)
def sent_write(request, code):
    """Keep what was chosen and write, all rows or none; else go back to what is still open."""
    batch, sent = _returned(request, code)
    require(batch.uploaded_by_id == request.user.pk and can_take_back(request.user, sent))
    back = redirect("aid:sent_check", batch.code)
    if not batch.file:
        messages.error(request, "Tệp này bị từ chối nên không ghi được. Hãy sửa tệp rồi tải lại.")
        return back
    resource = SentResource(by=request.user, today=timezone.localdate(), sent=sent)
    table = resource.read_file(content_of(batch), batch.filename, WEB_LIMITS)
    choices = batch.options["choices"] | _chosen(request.POST, batch.options["preview"])
    verdict = resource.judge(table, choices)
    try:
        batch = actions.record_choices(batch=batch, verdict=verdict, choices=choices, by=request.user)
        if verdict.refusals:
            messages.error(request, actions.OPEN_AGAIN)
        elif verdict.open_cells:
            left = len(verdict.open_cells)
            messages.error(
                request, f"Còn {left} ô hai bên cùng sửa chưa chọn; chọn một giá trị ở mỗi ô rồi ghi."
            )
        else:
            batch, verdict = actions.write_return(
                batch=batch,
                resource=resource,
                table=table,
                today=timezone.localdate(),
                by=request.user,
                reason=f"{batch.code} · {batch.filename}",
            )
            messages.success(
                request,
                f"Đã ghi {batch.code}: thêm {batch.counts['added']} khoản, "
                f"cập nhật {batch.counts['changed']} khoản.",
            )
    except RuleError as error:
        messages.error(request, str(error))
    except VersionConflictError:
        messages.error(request, actions.OPEN_AGAIN)
    return back


def _chosen(posted, preview):
    """Return what was chosen at each conflict shown, with the value that it was chosen against."""
    chosen = {}
    for row in preview["rows"]:
        for cell in row["cells"]:
            take = posted.get(cell["place"])
            if take in (OURS, THEIRS):
                chosen[cell["place"]] = {"take": take, "now": cell["now"]}
    return chosen


def _returned(request, code):
    """Return the upload and its table; both must be this account's to see."""
    batch = get_object_or_404(batches_of(request.user, ImportBatch.Kind.SENT), code=code)
    sent = templates_of(request.user).filter(code=batch.options.get("sent", "")).first()
    if sent is None:
        raise Http404
    return batch, sent


def _list_link():
    return {"label": "Mẫu đã gửi", "url": reverse("aid:sent_list")}
