"""Lost key points from the comparison: bring the words back with one click, and undo that."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.history import RecordGoneError, VersionConflictError
from core.http import posted_version, safe_next, stale_removal_page
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.restoring import restore_lost_words, undo_restored_words
from programs.models import Draft, KeyPoint
from programs.views.answers import say
from programs.views.drafts import draft_or_404


def _back(request, draft, restored=""):
    """Return the address of the comparison that the button stood on; `restored` is what can be undone."""
    page = reverse("programs:draft_compare", args=[draft.program.slug])
    parts = urlsplit(safe_next(request, page, page))
    query = {name: value for name, value in parse_qsl(parts.query) if name != "vua"}
    if restored:
        query["vua"] = restored
    return parts._replace(query=urlencode(query)).geturl()


@require_POST
@area_required(Area.PROGRAM)
def point_bring_back(request, slug, number, pk):
    """Put the words of a lost key point back as an older version has them."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    point = KeyPoint.objects.filter(program=draft.program_id, pk=pk).first()
    if point is None:
        raise Http404
    before = Draft.objects.filter(
        program=draft.program_id, number__in=_numbers(request.POST.get("tu", ""))
    ).first()
    try:
        expected = posted_version(request)
        into = _section(draft, request.POST.get("doan", ""))
        if before is None:
            raise RuleError("Không rõ khôi phục từ bản nào; mở lại trang so sánh rồi bấm lại.")
        section = restore_lost_words(
            point=point, before=before, draft=draft, into=into, expected=expected, by=request.user
        )
    except (VersionConflictError, RecordGoneError):
        return stale_removal_page(request, back_url=_back(request, draft))
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(_back(request, draft))
    say(request, f"Đã khôi phục ý “{point.text}”.")
    return redirect(_back(request, draft, section.key))


def _numbers(text):
    return [int(text)] if text.isascii() and text.isdigit() and len(text) < 5 else []


def _section(draft, key):
    """Return the paragraph that continues the old one; none where it is gone from the version."""
    if not key:
        return None
    section = draft.sections.filter(key=key).first()
    if section is None:
        raise RecordGoneError
    section.draft = draft
    return section


@require_POST
@area_required(Area.PROGRAM)
def point_bring_back_undo(request, slug, number, key):
    """Take the words out again that the last click put back."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    section = draft.sections.filter(key=key).first()
    if section is None:
        raise Http404
    section.draft = draft
    try:
        undo_restored_words(section=section, expected=posted_version(request), by=request.user)
    except VersionConflictError:
        return stale_removal_page(request, back_url=_back(request, draft))
    except RuleError as error:
        messages.error(request, str(error))
    else:
        say(request, "Đã hoàn tác khôi phục.")
    return redirect(_back(request, draft))
