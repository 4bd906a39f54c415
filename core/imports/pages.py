"""The pages of an import, the same for every kind of table: choose a file, look at the verdict, write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from core.http import attachment_response
from core.imports.batches import (
    ImportRefusedError,
    batches_of,
    earlier_batch,
    reason_of,
    record_check,
    record_refusal,
    write_batch,
)
from core.imports.correcting import correct_rows, correcting
from core.imports.forms import ImportForm
from core.imports.outcome import judge_file, refusals_in_words, refused_whole
from core.imports.progress import progress_of
from core.imports.requests import request_write
from core.imports.resource import RowResource
from core.imports.templates import example_book, template_book
from core.imports.turns import ON_ITS_WAY, STALLED, is_held
from core.legal import RuleError
from core.models import ImportBatch, User
from core.permissions import require
from core.spreadsheets.limits import WEB_LIMITS, grouped, too_large

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ("Chọn tệp", "Kiểm tra", "Ghi và đối chiếu")
RECENT = 5
TABS = (
    ("can-xem", "Cần xem"),
    ("tat-ca", "Tất cả"),
    ("them", "Thêm mới"),
    ("cap-nhat", "Cập nhật"),
    ("khong-doi", "Không đổi"),
)
BADGES = {
    ImportBatch.State.REFUSED: ("Bị từ chối", "bad"),
    ImportBatch.State.CHECKED: ("Đã kiểm tra, chưa ghi", "info"),
    ImportBatch.State.WAITING: ("Đang chờ ghi", "info"),
    ImportBatch.State.RUNNING: ("Đang ghi", "info"),
    ImportBatch.State.WRITTEN: ("Đã ghi", "ok"),
}


@dataclass(frozen=True)
class ImportSite:
    """What differs between the imports of two apps."""

    app: str
    list_label: str
    list_url_name: str
    record_url_name: str
    # Whether the person may import at all.
    may_import: Callable[[User], bool]
    # From the person and what was chosen beside the file to the resource.
    resource: Callable[[User, dict[str, Any]], RowResource]
    form: type[ImportForm]
    # What the names of its pages and templates begin with.
    prefix: str = "import"
    steps: tuple[str, ...] = STEPS
    # Whether tables of another form can be read too, by pages own_start and own_take.
    has_other_door: bool = False
    # What the files of its template are called.
    noun: str = ""
    # Which columns name what was written, and what that is called.
    named_by: tuple[str, ...] = ("name",)
    name_label: str = "Tên"
    # What else is told of a row that was written: the head of a column, and the columns it is read from.
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def url(self, name: str, *args: str) -> str:
        """Return the address of one of the import's pages."""
        return reverse(f"{self.app}:{name.replace('import', self.prefix, 1)}", args=args)

    def template(self, name: str) -> str:
        """Return the template of one of the import's pages."""
        return f"{self.app}/{name.replace('import', self.prefix, 1)}.html"

    def steps_at(self, label: str) -> list[dict[str, str]]:
        """Return the steps, with this one as the present one."""
        current = self.steps.index(label)
        return [
            {"label": one, "state": "done" if number < current else "now" if number == current else ""}
            for number, one in enumerate(self.steps)
        ]

    @property
    def breadcrumb(self) -> list[dict[str, str]]:
        """The way back to the list."""
        return [
            {"label": self.list_label, "url": reverse(self.list_url_name)},
            {"label": "Nhập từ Excel", "url": self.url("import_start")},
        ]


def start_page(request: HttpRequest, site: ImportSite) -> HttpResponse:
    """Show the form; on POST check the file, record the verdict and go to it."""
    require(site.may_import(person(request)))
    form = site.form(request.POST, request.FILES) if request.method == "POST" else site.form()
    other_door = ""
    if request.method == "POST" and form.is_valid():
        batch = checked_upload(request, site, form)
        if batch.options["preview"]["rows"]:
            return redirect(site.url("import_check", batch.code))
        for refusal in batch.refusals:
            form.add_error("file", capfirst(refusal["message"]))
        other_door = _other_door(site, batch)
    context = {
        "form": form,
        "steps": site.steps_at("Chọn tệp"),
        "breadcrumb": [*site.breadcrumb[:-1], {"label": "Nhập từ Excel", "url": ""}],
        "template_url": site.url("import_template"),
        "example_url": site.url("import_example"),
        "recent": recent_uploads(request, site),
        "own_url": site.url("own_start") if site.has_other_door else "",
        "other_door": other_door,
    }
    return render(request, site.template("import_start"), context)


def recent_uploads(request: HttpRequest, site: ImportSite) -> list[dict[str, Any]]:
    """Return the last uploads that the person may look at."""
    kind = site.resource(person(request), {}).batch_kind
    recent = batches_of(person(request), kind).order_by("-pk")[:RECENT]
    return [_recent(site, batch) for batch in recent]


def _other_door(site: ImportSite, batch: ImportBatch) -> str:
    """Return where the same upload is read as a register of its own form, "" where that would not help."""
    fits = site.has_other_door and batch.file and batch.options.get("layout")
    return site.url("own_take", batch.code) if fits else ""


def checked_upload(request: HttpRequest, site: ImportSite, form: ImportForm) -> ImportBatch:
    """Return the upload of a valid form with its verdict."""
    upload, chosen = form.cleaned_data["file"], form.chosen()
    resource = site.resource(person(request), chosen)
    # One over the limit is not read at all.
    fits = upload.size <= WEB_LIMITS.file_bytes
    data = upload.read() if fits else b""
    outcome = (
        judge_file(resource, data, upload.name) if fits else refused_whole(too_large(upload.size, WEB_LIMITS))
    )
    return record_check(
        resource=resource,
        outcome=outcome,
        data=data,
        filename=upload.name,
        options=chosen,
        by=person(request),
    )


def check_page(
    request: HttpRequest, site: ImportSite, code: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Show what would be written, cell by cell, and what keeps the file out; `more` is for the template."""
    batch = batch_or_404(request, site, code)
    if batch.state == ImportBatch.State.WRITTEN:
        return redirect(site.url("import_result", batch.code))
    if batch.state in ON_ITS_WAY:
        return redirect(site.url("import_progress", batch.code))
    preview = batch.options["preview"]
    earlier = earlier_batch(batch)
    counts = batch.counts
    tab = request.GET.get("loc", "")
    tabs, rows = _tabs(preview["rows"], tab)
    context = {
        "batch": batch,
        "accepted": batch.state == ImportBatch.State.CHECKED,
        "to_write": counts["added"] + counts["changed"],
        "may_write": batch.uploaded_by_id == request.user.pk and site.may_import(person(request)),
        "breadcrumb": [*site.breadcrumb, {"label": batch.code, "url": ""}],
        "steps": site.steps_at("Kiểm tra"),
        "counts": {key: grouped(number) for key, number in counts.items()}
        | {"warnings": len(batch.warnings)},
        "summary": refusals_in_words(counts["errors"]),
        "preview": preview,
        "money": _money(preview["money"]),
        "tabs": tabs,
        "tab": tab if any(one["active"] and one["url"].endswith(f"={tab}") for one in tabs) else "",
        "rows": rows,
        "is_cut": len(preview["rows"]) < counts["rows"],
        "refusals": [] if preview["rows"] else batch.refusals,
        "earlier": earlier.code if earlier else "",
        "earlier_on": f"{timezone.localtime(earlier.updated_at):%d/%m/%Y}" if earlier else "",
        "write_url": site.url("import_write", batch.code),
        "start_url": site.url("import_start"),
        "other_door": _other_door(site, batch) if batch.uploaded_by_id == request.user.pk else "",
        "drop_url": "",  # where a row is left out, for tables of which rows may be
        **correcting(request, site, batch),
    }
    return render(request, site.template("import_check"), context | (more or {}))


def correct_page(request: HttpRequest, site: ImportSite, code: str) -> HttpResponse:
    """Take what was typed in place of cells and go back to the verdict."""
    return correct_rows(request, site, batch_or_404(request, site, code))


def write_rows(request: HttpRequest, site: ImportSite, code: str) -> HttpResponse:
    """Write the checked file, all rows or none, and go to the result or back to what stands in the way."""
    user = person(request)
    batch = batch_or_404(request, site, code)
    require(batch.uploaded_by_id == user.pk and site.may_import(user))
    if batch.counts["rows"] > settings.IMPORT_ROWS_AT_ONCE:
        return _write_in_background(request, site, batch)
    resource = site.resource(user, batch.options)
    try:
        batch, _ = write_batch(batch=batch, resource=resource, by=user, reason=reason_of(batch))
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(site.url("import_check", batch.code))
    except ImportRefusedError as refused:
        record_refusal(batch=batch, resource=resource, outcome=refused.outcome, by=user)
        messages.error(request, refused.message)
        return redirect(site.url("import_check", batch.code))
    counts = batch.counts
    messages.success(
        request,
        f"Đã ghi lần nhập {batch.code}: thêm {counts['added']}, cập nhật {counts['changed']} "
        f"{resource.noun}.",
    )
    return redirect(site.url("import_result", batch.code))


def _write_in_background(request: HttpRequest, site: ImportSite, batch: ImportBatch) -> HttpResponse:
    """Hand a long table to the worker and go to its progress."""
    try:
        request_write(batch=batch, by=person(request))
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(site.url("import_check", batch.code))
    return redirect(site.url("import_progress", batch.code))


def progress_page(request: HttpRequest, site: ImportSite, code: str) -> HttpResponse:
    """Show how far the writing of a long table is; the page asks for itself until it has ended."""
    batch = batch_or_404(request, site, code)
    state, text = _progress(batch)
    if not state:
        return redirect(site.url("import_check", batch.code))
    may_write = batch.uploaded_by_id == request.user.pk and site.may_import(person(request))
    context = {
        "batch": batch,
        "state": state,
        "text": text,
        "percent": progress_of(batch.code),
        "breadcrumb": [*site.breadcrumb, {"label": batch.code, "url": ""}],
        "steps": site.steps_at("Ghi và đối chiếu"),
        "may_repeat": may_write and state == "LOI" and batch.state != ImportBatch.State.REFUSED,
        "is_refused": batch.state == ImportBatch.State.REFUSED,
        "progress_url": site.url("import_progress", batch.code),
        "check_url": site.url("import_check", batch.code),
        "write_url": site.url("import_write", batch.code),
        "result_url": site.url("import_result", batch.code),
    }
    response = render(request, site.template("import_progress"), context)
    if state in ("XONG", "LOI") and request.headers.get("HX-Request") == "true":
        # What can be done now stands outside the part that asks for itself.
        response["HX-Refresh"] = "true"
    return response


def _progress(batch: ImportBatch) -> tuple[str, str]:
    """Return the state of the background work and a sentence; "" where there is none."""
    rows = grouped(batch.counts["rows"])
    if batch.state == ImportBatch.State.WRITTEN:
        return "XONG", f"Đã ghi {rows} dòng."
    if batch.state not in ON_ITS_WAY:
        return ("LOI", batch.message) if batch.message else ("", "")
    if not is_held(batch, timezone.now()):
        return "LOI", STALLED
    if batch.state == ImportBatch.State.WAITING:
        return "CHO", f"{rows} dòng đang chờ tiến trình nền; có thể rời trang này rồi quay lại."
    done = progress_of(batch.code)
    return "CHAY", f"Đang ghi {rows} dòng trong một lần ({done}%); có thể rời trang này rồi quay lại."


def result_page(
    request: HttpRequest, site: ImportSite, code: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Show what was written, with the sums to compare with the file; `more` is for the template."""
    batch = batch_or_404(request, site, code)
    if batch.state != ImportBatch.State.WRITTEN:
        return redirect(site.url("import_check", batch.code))
    preview = batch.options["preview"]
    written = [row for row in preview["rows"] if row["kind"] in ("new", "changed")]
    context = {
        "batch": batch,
        "breadcrumb": [*site.breadcrumb, {"label": batch.code, "url": ""}],
        "steps": site.steps_at("Ghi và đối chiếu"),
        "counts": {key: grouped(number) for key, number in batch.counts.items()}
        | {"warnings": len(batch.warnings)},
        "money": _money(preview["money"]),
        "written": [_written(site, row) for row in written],
        "name_label": site.name_label,
        "told": [label for label, _keys in site.told],
        "is_cut": len(written) < batch.counts["added"] + batch.counts["changed"],
        "list_url": reverse(site.list_url_name),
        "start_url": site.url("import_start"),
    }
    return render(request, site.template("import_result"), context | (more or {}))


def template_file(request: HttpRequest, site: ImportSite, *, filled: bool) -> HttpResponse:
    """Return the empty template, or the filled example, as a workbook."""
    require(site.may_import(person(request)))
    resource = site.resource(person(request), {})
    data = example_book(resource) if filled else template_book(resource)
    name = "vi-du" if filled else "mau"
    noun = site.noun or {"aid": "vien-tro", "programs": "nhiem-vu"}[site.app]
    return attachment_response(data, filename=f"{name}-nhap-{noun}.xlsx", content_type=XLSX)


def person(request: HttpRequest) -> User:
    """Return who asks."""
    user: User = request.user  # type: ignore[assignment]
    return user


def batch_or_404(request: HttpRequest, site: ImportSite, code: str) -> ImportBatch:
    """Return the upload that the person may look at."""
    kind = site.resource(person(request), {}).batch_kind
    return get_object_or_404(batches_of(person(request), kind), code=code)


def _recent(site: ImportSite, batch: ImportBatch) -> dict[str, Any]:
    label, tone = BADGES[ImportBatch.State(batch.state)]
    counts = batch.counts
    words = (
        refusals_in_words(counts["errors"])
        if batch.state == ImportBatch.State.REFUSED
        else f"{counts['added']} thêm, {counts['changed']} cập nhật, {counts['unchanged']} không đổi"
    )
    return {
        "code": batch.code,
        "url": site.url("import_check", batch.code),
        "filename": batch.filename,
        "when": f"{timezone.localtime(batch.created_at):%d/%m/%Y %H:%M}",
        "label": label,
        "tone": tone,
        "words": words,
    }


def _tabs(rows: list[dict[str, Any]], chosen: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the tabs with numbers of rows, and the rows of the chosen one."""
    sets = {
        "can-xem": [row for row in rows if row["kind"] in ("refused", "changed") or row["warned"]],
        "tat-ca": rows,
        "them": [row for row in rows if row["kind"] == "new"],
        "cap-nhat": [row for row in rows if row["kind"] == "changed"],
        "khong-doi": [row for row in rows if row["kind"] == "same"],
    }
    current = chosen if chosen in sets else "can-xem" if sets["can-xem"] else "tat-ca"
    tabs = [
        {"label": label, "url": f"?loc={name}", "count": len(sets[name]), "active": name == current}
        for name, label in TABS
        if sets[name] or name == current
    ]
    return tabs, sets[current]


def _money(sums: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sums of the main currency, and the others in words."""
    if not sums:
        return {}
    others = "; ".join(
        f"{one['in_file']} {one['currency']} trong tệp, ghi {one['written']}" for one in sums[1:]
    )
    return sums[0] | {"others": others}


def _written(site: ImportSite, row: dict[str, Any]) -> dict[str, Any]:
    # By column, not by place: a file keeps columns in any order.
    cells = {cell["key"]: cell["text"] for cell in row["cells"]}
    code = cells["code"]
    name = " · ".join(cells.get(key, "") for key in site.named_by)
    told = [(label, " ".join(cells[key] for key in keys if cells.get(key))) for label, keys in site.told]
    return {
        "number": row["number"],
        "code": code,
        "name": name,
        "told": told,
        "url": reverse(site.record_url_name, args=[code.upper()]),
        "label": "thêm mới" if row["kind"] == "new" else "cập nhật",
    }
