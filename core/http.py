"""One URL, one permission check, two answers: the whole page, or the part that htmx asks for."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from core.conflict import conflict_rows, last_save
from core.forms import LOST_VERSION
from core.history import VersionConflictError
from core.legal import RuleError

# What a formset says of itself, and the key of a stored row.
MANAGEMENT_FIELDS = ("_FORMS", "-pk", "-id")


def wanted_part(request, parts):
    """Return the id that htmx wants to replace if the page offers it, else None.

    htmx 2 sends `HX-Target: results`, htmx 4 `HX-Target: section#results`; both are read.
    """
    if request.headers.get("HX-Request") != "true" or request.headers.get("HX-History-Restore-Request"):
        return None
    target = request.headers.get("HX-Target", "").rsplit("#", 1)[-1]
    return target if target in parts else None


def render_page(request, template, context, *, parts=(), status=200):
    """Return the page, or the partial of the same name as the asked-for id (`template#part`)."""
    part = wanted_part(request, parts)
    response = render(request, f"{template}#{part}" if part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def conflict_page(request, form, error: VersionConflictError, *, back_url, stored_form=None):
    """Return the 409 page: what was typed beside what is stored now, and a choice for each field.

    `stored_form` is the same form on the record as stored now; it is made here for plain model forms.
    A form that says itself how a stored value reads (`initial_for_record`) is asked instead.
    """
    if hasattr(form, "initial_for_record"):
        rows = _rows_of_talking_form(form, error.record)
    else:
        rows = conflict_rows(form, stored_form or type(form)(instance=error.record))
    context = {
        "rows": rows,
        "record": error.record,
        "action": request.get_full_path() if rows and all("name" in row for row in rows) else "",
        "back_url": back_url,
        "message": str(error),
        "saver": last_save(error.record),
    }
    return render(request, "409.html", context, status=409)


def posted_version(request):
    """Return the version that the page was opened on. Raises RuleError where the form has lost it."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RuleError(LOST_VERSION)
    return int(text)


def safe_next(request, prefix, fallback):
    """Return the address in `next` when it is a page below `prefix`, else the fallback."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_here = wanted.startswith(prefix) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_here else fallback


def removal_answer(request, remove, *, done, stale_url, next_url):
    """Return the answer to a removal button: on with `done` said, or why nothing was removed.

    `remove(version)` calls the action with the version that the page was opened on; where somebody saved
    the record meanwhile, its reader decided about another one, and gets the 409 page.
    """
    try:
        remove(posted_version(request))
    except VersionConflictError:
        return stale_removal_page(request, back_url=stale_url)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(stale_url)
    messages.success(request, done)
    return redirect(next_url)


def stale_removal_page(request, *, back_url):
    """Return the 409 page of a removal: the record is not the one that its reader decided about."""
    message = (
        "Người khác đã sửa hoặc xóa bản ghi này sau khi trang được mở, nên chưa xóa gì. "
        "Mở bản mới nhất, xem lại rồi xóa nếu vẫn cần."
    )
    context = {"message": message, "back_url": back_url, "is_removal": True}
    return render(request, "409.html", context, status=409)


def gone_page(request, error):
    """Return the 409 page of a record removed meanwhile: why nothing was saved, and what was typed."""
    context = {"message": str(error), "typed": _typed_texts(request.POST), "is_removal": True}
    return render(request, "409.html", context, status=409)


def kept_changed_page(request, error):
    """Return the page of something issued or locked that is no longer what was stored: whom to tell."""
    return render(request, "kept_changed.html", {"message": str(error)}, status=500)


def _typed_texts(posted):
    """Return what a form posted, without its own marks and without passwords."""
    own = ("csrfmiddlewaretoken", "version", "next")
    return [
        text.strip()
        for name, texts in posted.lists()
        if name not in own and "password" not in name and not name.endswith(MANAGEMENT_FIELDS)
        for text in texts
        if text.strip()
    ]


def _rows_of_talking_form(form, record):
    rows = []
    for name, field in form.fields.items():
        if field.widget.is_hidden or not hasattr(record, name):
            continue
        typed, stored = form[name].value(), form.initial_for_record(record, name)
        rows.append(
            {"label": field.label, "typed": typed, "stored": stored, "differs": str(typed) != str(stored)}
        )
    return rows


def get_visible_or_404(queryset, user, **lookup):
    """Return the record if this account may read it; else 404, as if it were not there."""
    try:
        return queryset.visible_to(user).get(**lookup)
    except queryset.model.DoesNotExist as error:
        raise Http404 from error


def attachment_response(data, *, filename, content_type):
    """Return a download that no browser opens inside the portal."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition(filename)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def content_disposition(filename):
    """Return `attachment` with the typed file name, in the form that keeps Vietnamese letters."""
    return content_disposition_header(as_attachment=True, filename=filename)
