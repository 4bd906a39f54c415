"""What an agency says: its own page to write on, and the page of a contribution that was handed in."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.history import VersionConflictError
from core.http import posted_version, removal_answer, render_page, stale_removal_page, wanted_part
from core.legal import RuleError
from core.permissions import Area, area_required, require
from meetings import actions, permissions
from meetings.forms.rounds import (
    StanceForm,
    first_errors,
    keys_of,
    request_rows,
    requests_of,
    with_stored_rows,
    wordless,
)
from meetings.models import Contribution, RoundAgency
from meetings.opinion_page import letter_files
from meetings.opinion_tables import response_of, source_words, state_of
from meetings.reading import reading_of
from meetings.rules import opinions as rules
from meetings.views.opinion_lookup import contribution_to_read, crumbs, round_crumbs, round_to_read
from programs.permissions import can_read_draft

CONFLICT = (
    "Đồng nghiệp vừa lưu góp ý này sau khi anh/chị mở trang, nên lần lưu vừa rồi chưa được ghi. Bên dưới là "
    "phần đang lưu, rồi đến phần anh/chị gõ, cuối cùng là các ý đồng nghiệp mới thêm. So lại rồi lưu lần nữa."
)
QUIET_CONFLICT = (
    "Đồng nghiệp vừa lưu góp ý này nên cổng ngừng tự lưu; bấm Lưu nháp để xem cả hai bản, chữ vừa gõ vẫn còn."
)
QUIET = "luu-nhap"
TYPED = ("-place", "-text", "-requested_change")
SENT_OR_OVER = "Góp ý này đã gửi hoặc đợt đã kết thúc nên không lưu được."


def _asked_agency(request, slug, number, code):
    """Return (round, agency) of the address; 404 where it was not asked, 403 for another agency's page."""
    opened = round_to_read(request, slug, number)
    asked = get_object_or_404(RoundAgency.objects.select_related("agency"), round=opened, agency__code=code)
    require(permissions.can_contribute(request.user, asked.agency_id))
    return opened, asked.agency


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def contribution_write(request, slug, number, code):
    """Read the version that was sent out and write what the agency says to it: kept, then handed in."""
    opened, agency = _asked_agency(request, slug, number, code)
    kept = Contribution.objects.filter(round=opened, agency=agency).first()
    if kept is not None and (kept.is_sent or opened.is_closed):
        return _too_late(request, opened, agency, kept)
    if _is_quiet(request):
        return _kept_quietly(request, opened, agency, kept)
    is_half = request.method == "POST" and "save" not in request.POST
    form = StanceForm(request.POST or None, contribution=kept, is_half=is_half)
    rows = request_rows(opened.draft, data=request.POST or None, contribution=kept)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        send = "save" in request.POST
        try:
            saved = _saved(request, opened, agency, form, rows, send=send)
        except VersionConflictError as error:
            return _side_by_side(request, opened, agency, rows, error.record)
        except RuleError as error:
            for blocker in error.blockers:
                form.add_error(blocker.field if blocker.field in form.fields else None, str(blocker))
        else:
            return _said(request, opened, agency, saved, sent=send)
    return _desk(request, opened, agency, kept, form, rows)


def _too_late(request, opened, agency, kept):
    """Return what stands now, and what was typed: the answer was handed in, or the round is over."""
    if _is_quiet(request):
        return _told(SENT_OR_OVER, status=409)
    if request.method == "POST":
        typed = [text for name, text in request.POST.items() if name.endswith(TYPED) and text.strip()]
        context = {"message": SENT_OR_OVER, "typed": typed, "is_removal": True, "back_url": request.path}
        return render(request, "409.html", context, status=409)
    if kept.is_sent:
        return redirect("opinions:contribution_detail", opened.program.slug, kept.pk)
    return _over(request, opened, agency, kept)


def _saved(request, opened, agency, form, rows, *, send=False):
    """Keep what is typed, or hand it in; return the contribution."""
    return actions.save_contribution(
        round=opened,
        agency=agency,
        stance=form.cleaned_data["stance"] or Contribution.Stance.NOT_STATED,
        opinions=requests_of(rows),
        expected=form.cleaned_data["version"] or None,
        send=send,
        today=timezone.localdate(),
        by=request.user,
    )


def _side_by_side(request, opened, agency, rows, record):
    """Return the page with what is stored, what was typed, and what the colleague added."""
    stored = list(record.opinions.order_by("number"))
    form = StanceForm(_with_version(request.POST, record), contribution=record, is_half=True)
    form.is_valid()
    rows = request_rows(opened.draft, data=with_stored_rows(request.POST, rows, stored))
    rows.is_valid()
    return _desk(request, opened, agency, record, form, rows, stored=stored, conflict=CONFLICT, status=409)


def _desk(request, opened, agency, kept, form, rows, *, stored=(), conflict="", status=200):
    """Return the version to read beside the form to write."""
    context = {
        "round": opened,
        "program": opened.program,
        "agency": agency,
        "kept": kept,
        "form": form,
        "rows": rows,
        "stored": stored,
        "conflict": conflict,
        "days_left": (opened.due_on - timezone.localdate()).days,
        "reading": reading_of(opened.draft, request.GET.get("muc", "")[:16]),
        "breadcrumb": round_crumbs(opened),
    }
    return render_page(request, "opinions/contribution_write.html", context, parts=["ban-doc"], status=status)


def _is_quiet(request):
    """Whether the page saves by itself while somebody types."""
    return request.method == "POST" and wanted_part(request, [QUIET]) is not None


def _kept_quietly(request, opened, agency, kept):
    """Keep what is typed so far, half a place too; the answer is what the next saving must know."""
    form = StanceForm(request.POST, contribution=kept, is_half=True)
    rows = request_rows(opened.draft, data=request.POST, contribution=kept, is_half=True)
    if not (form.is_valid() and rows.is_valid()):
        return _told(" ".join(first_errors(form, rows)), status=422)
    try:
        saved = _saved(request, opened, agency, form, rows)
    except VersionConflictError:
        return _told(QUIET_CONFLICT, status=409)
    except RuleError as error:
        return _told(str(error), status=422)
    waiting = wordless(rows)
    answer = {
        "version": saved.version,
        "rows": keys_of(rows, saved.opinions.order_by("number")),
        "said": f"Đã lưu nháp lúc {timezone.localtime():%H:%M}",
        "waiting": f"khung {', '.join(waiting)} chưa có nội dung góp ý nên chưa lưu" if waiting else "",
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _told(words, *, status):
    """Return why nothing was saved, for the line below the form."""
    return JsonResponse({"error": words}, status=status, json_dumps_params={"ensure_ascii": False})


def _with_version(posted, record):
    """Return what was posted, with the version that is stored now: the next saving knows of the other."""
    data = posted.copy()
    data["version"] = str(record.version)
    return data


def _said(request, opened, agency, saved, *, sent):
    """Return to the page with what was done."""
    if sent:
        count = saved.opinions.count()
        what = f"{count} ý kiến" if count else saved.get_stance_display().lower()
        messages.success(request, f"Đã gửi góp ý của {agency.label}: {what}.")
        return redirect("opinions:contribution_detail", opened.program.slug, saved.pk)
    messages.success(request, "Đã lưu nháp; chỉ cơ quan mình thấy cho đến khi bấm Gửi góp ý.")
    return redirect("opinions:contribution_write", opened.program.slug, opened.number, agency.code)


def _over(request, opened, agency, kept):
    """Return the page of an answer that was never handed in: the round is over."""
    context = {
        "round": opened,
        "program": opened.program,
        "agency": agency,
        "kept": kept,
        "opinions": kept.opinions.order_by("number"),
        "breadcrumb": round_crumbs(opened),
    }
    return render(request, "opinions/contribution_over.html", context)


@require_POST
@area_required(Area.OPINIONS)
def contribution_take_back(request, slug, number, code):
    """Take back what was handed in, to change it while the round runs."""
    opened, agency = _asked_agency(request, slug, number, code)
    kept = get_object_or_404(Contribution, round=opened, agency=agency)
    kept.round = opened
    try:
        actions.take_back_contribution(contribution=kept, version=posted_version(request), by=request.user)
    except VersionConflictError:
        return stale_removal_page(request, back_url=opened.get_absolute_url())
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("opinions:contribution_detail", slug, kept.pk)
    messages.success(request, "Đã rút lại để sửa; nhớ bấm Gửi góp ý khi xong.")
    return redirect("opinions:contribution_write", slug, number, code)


@require_POST
@area_required(Area.OPINIONS)
def contribution_discard(request, slug, number, code):
    """Delete the agency's draft answer."""
    opened, agency = _asked_agency(request, slug, number, code)
    kept = get_object_or_404(Contribution, round=opened, agency=agency)
    here = reverse("opinions:contribution_write", args=[slug, number, code])
    return removal_answer(
        request,
        lambda version: actions.discard_contribution(contribution=kept, version=version, by=request.user),
        done="Đã xóa góp ý đang soạn.",
        stale_url=here,
        next_url=opened.get_absolute_url(),
    )


@require_safe
@area_required(Area.OPINIONS)
def contribution_detail(request, slug, pk):
    """What one agency said at once: its stance, the letter, each request with what became of it."""
    contribution = contribution_to_read(request, slug, pk)
    if not contribution.is_sent:
        raise Http404
    user, opened = request.user, contribution.round
    rows = contribution.opinions.select_related("program", "response__draft").order_by("number")
    may_record = permissions.can_consult(user) and contribution.channel != Contribution.Channel.PORTAL
    answered = [opinion.code for opinion in rows if response_of(opinion)]
    is_own = opened is not None and permissions.can_contribute(user, contribution.agency_id)
    context = {
        "contribution": contribution,
        "program": contribution.program,
        "round": opened,
        "opinions": [(opinion, _answer_words(opinion), *state_of(opinion)) for opinion in rows],
        "files": letter_files(contribution),
        "facts": _facts(contribution, may_open=can_read_draft(user, contribution.draft)),
        "may_record": may_record,
        "may_remove": may_record and not answered,
        "may_take_back": is_own
        and not rules.taking_back_problems(
            is_sent=True, is_closed=opened.is_closed, channel=contribution.channel, answered=answered
        ),
        "breadcrumb": round_crumbs(opened) if opened else crumbs(contribution.program),
    }
    return render(request, "opinions/contribution_detail.html", context)


def _answer_words(opinion):
    """Return what was answered to the opinion, or nothing."""
    response = response_of(opinion)
    return response.text if response else ""


def _facts(contribution, *, may_open):
    received = contribution.received_on
    letter_on = contribution.letter_on
    meeting = contribution.meeting
    return [
        {"label": "Cơ quan", "value": contribution.agency.name},
        {"label": "Người phát biểu", "value": contribution.speaker},
        {"label": "Quan điểm", "value": contribution.get_stance_display()},
        {
            "label": "Nguồn",
            "value": source_words(contribution),
            "url": meeting.get_absolute_url() if meeting else contribution.round.get_absolute_url(),
        },
        {"label": "Ngày văn bản", "value": f"{letter_on:%d/%m/%Y}" if letter_on else ""},
        {"label": "Ngày nhận", "value": f"{received:%d/%m/%Y}" if received else ""},
        {
            "label": "Góp ý vào",
            "value": f"Bản {contribution.draft.number}",
            "url": contribution.draft.get_absolute_url() if may_open else "",
        },
    ]
