"""Leaving words as they are that a check objects to, by whoever may approve a version."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.history import VersionConflictError
from core.http import get_visible_or_404, posted_version, stale_removal_page
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs.actions.kept_findings import keep_finding, lift_kept_finding
from programs.models import Draft, KeptFinding
from programs.permissions import can_settle_draft
from programs.views.answers import attempt, say
from reports.forms import KeepFindingForm
from reports.text_checks.kept import kept_of


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def finding_keep(request, slug, number, mark):
    """Decide that the words of one finding stay, with the reason."""
    draft = _draft_or_404(request, slug, number)
    require(can_settle_draft(request.user))
    found = kept_of(draft, today=timezone.localdate())
    finding = next((one for one in found.checked.findings if one.mark == mark), None) if found else None
    if finding is None:
        # The words changed since the page of findings was opened: there is nothing left to decide.
        messages.info(request, "Chỗ này không còn trong kết quả soát mới nhất.")
        return redirect(_page(draft))
    checked = found.checked
    form = KeepFindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: keep_finding(
                draft=draft, finding=finding, seen=checked.prints.get(finding.key, ""),
                reason=form.cleaned_data["reason"], today=timezone.localdate(), by=request.user,
            ),
        )  # fmt: skip
        if saved:
            say(request, f"Đã giữ lại “{saved.words}”; đoạn đổi lời thì chỗ này lại cần sửa.")
            return redirect(_page(draft))
    context = {
        "draft": draft,
        "program": draft.program,
        "finding": finding,
        "place": checked.label(finding.key),
        "form": form,
        "back_url": _page(draft),
    }
    return render(request, "reports/finding_keep.html", context)


@require_POST
@area_required(Area.PROGRAM)
def finding_lift(request, slug, number, pk):
    """Take the decision back: the finding is open again."""
    draft = _draft_or_404(request, slug, number)
    require(can_settle_draft(request.user))
    kept = KeptFinding.objects.filter(program=draft.program_id, pk=pk).first()
    if kept is None:
        raise Http404
    try:
        lift_kept_finding(
            kept=kept, expected=posted_version(request), today=timezone.localdate(), by=request.user
        )
    except VersionConflictError:
        return stale_removal_page(request, back_url=_page(draft))
    except RuleError as error:
        messages.error(request, str(error))
    else:
        say(request, f"Đã bỏ giữ lại “{kept.words}”; chỗ này lại cần sửa.")
    return redirect(_page(draft))


def _draft_or_404(request, slug, number):
    drafts = Draft.objects.select_related("program")
    return get_visible_or_404(drafts, request.user, program__slug=slug, number=number)


def _page(draft):
    return reverse("reports:draft_checks", args=draft.address)
