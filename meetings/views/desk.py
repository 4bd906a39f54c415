"""An opinion settled at the paper of the draft: one key, one line, and the paragraph where the cursor is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.history import VersionConflictError
from core.http import wanted_part
from core.legal import RuleError
from core.permissions import Area, area_required
from meetings.actions.answers import answer_opinion
from meetings.views.opinion_lookup import opinion_to_answer
from programs.beside import beside_of
from programs.desk import Side, keys_of
from programs.models import Draft

SIDE = "bang"


@require_POST
@area_required(Area.OPINIONS)
def desk_answer(request, slug, number):
    """Store the answer to an opinion; the side of the chapter comes back, the chips with it."""
    opinion = opinion_to_answer(request, slug, number)
    draft = _draft(opinion, request.POST.get("draft", ""))
    key = request.POST.get("key", "")
    refused = ""
    try:
        if draft is None:
            raise RuleError("Không rõ đang ở bản nào; mở lại trang dự thảo rồi trả lời.")
        answer_opinion(
            opinion=opinion,
            kind=request.POST.get("kind", ""),
            text=request.POST.get("text", ""),
            draft=draft,
            section_key=key,
            today=timezone.localdate(),
            by=request.user,
        )
    except RuleError as error:
        refused = str(error)
    except VersionConflictError:
        refused = f"Người khác vừa trả lời {opinion.code}; mở ý kiến để xem."
    if draft and wanted_part(request, [SIDE]):
        return _part(request, draft, opinion, key, refused)
    if refused:
        messages.error(request, refused)
        return redirect(opinion)
    messages.success(request, f"Đã trả lời {opinion.code}.")
    return redirect(_place(draft, key or request.POST.get("muc", "")))


def _draft(opinion, text):
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    drafts = Draft.objects.select_related("program")
    return drafts.filter(program=opinion.program_id, number=number).first()


def _place(draft, key):
    if not draft.sections.filter(key=key).exists():
        return draft.get_absolute_url()
    return f"{reverse('programs:draft_section', args=[*draft.address, key])}#doan-{key}"


def _part(request, draft, opinion, key, refused):
    """Return the side of the chapter, and the chips of the paragraphs that the answer touched."""
    if refused:
        response = HttpResponse(
            render_to_string("meetings/_desk_refused.html", {"text": refused, "opinion": opinion}), status=422
        )
        response.headers["HX-Retarget"] = f"#yk-{opinion.number} form .acts"
        response.headers["HX-Reswap"] = "afterend"
        return response
    here = draft.sections.filter(key=request.POST.get("muc", "")).first()
    sections = list(draft.sections.filter(part=here.part, chapter=here.chapter).in_order()) if here else []
    url = reverse("programs:draft_section", args=[*draft.address, here.key]) if here else ""
    touched = [one for one in sections if {opinion.section_key, key} & set(keys_of(one))]
    chips = beside_of(draft, {name for one in touched for name in keys_of(one)}, request.user)
    context = {
        "draft": draft,
        "side": Side(draft, sections, request.user, "y-kien", url),
        "touched": [
            (one, list(dict.fromkeys(chip for name in keys_of(one) for chip in chips.get(name, ()))))
            for one in touched
        ],
    }
    return render(request, "meetings/_desk_answered.html", context)
