"""Consultation rounds: open one, see who answered, remind, close."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.dates import DateError, parse_date
from core.history import VersionConflictError
from core.http import conflict_page, posted_version, render_page, stale_removal_page
from core.legal import RuleError
from core.models import SwappedDay
from core.permissions import Area, Reach, area_required, reach, require
from meetings import actions, permissions
from meetings.consulting import board_of, boards_of, counts_of
from meetings.forms.rounds import RoundEditForm, RoundForm
from meetings.models import ConsultationRound, Contribution
from meetings.opinion_page import newest_draft
from meetings.round_page import RoundRow, badge_of, board_rows, own_badges, own_lines
from meetings.rules import opinions as rules
from meetings.views.opinion_lookup import crumbs, program_or_404, round_crumbs, round_to_read, round_to_run
from programs import life
from programs.permissions import can_read_draft
from programs.views.answers import attempt, say

USUAL_DAYS = 10


@require_safe
@area_required(Area.OPINIONS)
def round_list(request, slug):
    """The rounds of a program with their numbers; an agency sees those that asked it."""
    program = program_or_404(slug)
    today = timezone.localdate()
    rounds = list(
        ConsultationRound.objects.visible_to(request.user)
        .filter(program=program)
        .select_related("program", "draft")
        .order_by("-number")
    )
    boards = boards_of(rounds, today)
    sees_all = reach(request.user, Area.OPINIONS) is Reach.ALL
    rows = [
        RoundRow(
            opened,
            counts_of(boards[opened.pk]) if sees_all or opened.is_closed else None,
            own_badges(boards[opened.pk], request.user),
            today,
        )
        for opened in rounds
    ]
    context = {
        "program": program,
        "rows": rows,
        "may_open": permissions.can_consult(request.user)
        and program.status not in life.GONE_UP
        and newest_draft(program) is not None,
        "breadcrumb": crumbs(program),
    }
    return render(request, "opinions/round_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def round_add(request, slug):
    """Ask agencies about a version; the deadline is shown before it counts."""
    program = program_or_404(slug)
    require(permissions.can_consult(request.user))
    today = timezone.localdate()
    start = {"asked_on": today, "working_days": USUAL_DAYS, "draft": newest_draft(program)}
    form = RoundForm(request.POST or None, program=program, day=today, initial=start)
    wants_preview = "xem-han" in request.POST
    if request.method == "POST" and not wants_preview and form.is_valid():
        typed = form.cleaned_data
        opened = attempt(
            form,
            lambda: actions.open_round(program=program, today=today, by=request.user, **typed),
        )
        if opened:
            asked = opened.asked.count()
            messages.success(
                request,
                f"Đã mở {opened.title}: hỏi {asked} cơ quan, hạn {opened.due_on:%d/%m/%Y}. "
                f"Bản {opened.draft.number} đã chốt.",
            )
            return redirect(opened)
    if wants_preview:
        # Only the deadline is asked for: what else is typed is not judged yet.
        form.errors.clear()
    asked_on, days = _typed_deadline(request, form, today)
    context = {
        "program": program,
        "form": form,
        "deadline": rules.deadline(asked_on, days, SwappedDay.objects.by_day())
        if asked_on and days
        else None,
        "asked_on": asked_on,
        "days": days,
        "is_new": True,
        "heading": "Mở đợt lấy ý kiến",
        "save": "Mở đợt lấy ý kiến",
        "cancel_url": reverse("opinions:round_list", args=[slug]),
        "breadcrumb": crumbs(
            program, ("Các đợt lấy ý kiến", reverse("opinions:round_list", args=[program.slug]))
        ),
    }
    return render_page(request, "opinions/round_form.html", context, parts=["han"])


def _typed_deadline(request, form, today):
    """Return (day asked, working days) as far as both can be read from the page."""
    source = request.POST if request.method == "POST" else request.GET
    text = source.get("asked_on", f"{form.initial['asked_on']:%d/%m/%Y}")
    days = source.get("working_days", str(form.initial["working_days"]))
    try:
        asked_on = parse_date(text, today=today)
    except DateError:
        return None, None
    good = days.isascii() and days.isdigit() and len(days) < 4 and 0 < int(days) <= rules.LONGEST_DEADLINE
    return asked_on, int(days) if good else None


@require_safe
@area_required(Area.OPINIONS)
def round_detail(request, slug, number):
    """The board of a round: who answered, how and when, and who did not."""
    opened = round_to_read(request, slug, number)
    today = timezone.localdate()
    user = request.user
    board = board_of(opened, today)
    sees_all = reach(user, Area.OPINIONS) is Reach.ALL
    sees_board = (sees_all or opened.is_closed) and not permissions.sees_only_counts(user)
    may_run = permissions.can_consult(user)
    context = {
        "round": opened,
        "program": opened.program,
        "counts": counts_of(board) if sees_all or opened.is_closed else None,
        "asked": len([line for line in board if line.asked]),
        "rows": board_rows(opened, board) if sees_board else [],
        "sees_board": sees_board,
        "own": own_lines(opened, board, user),
        "may_open": can_read_draft(user, opened.draft),
        "days_left": (opened.due_on - today).days,
        "may_run": may_run,
        "closing": rules.closing_problems(
            is_closed=opened.is_closed,
            due_on=opened.due_on,
            waiting=[line.agency.label for line in board if line.asked and line.is_waiting],
            today=today,
        )
        if may_run and not opened.is_closed
        else [],
        "breadcrumb": round_crumbs(opened)[:-1],
    }
    return render(request, "opinions/round_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def round_edit(request, slug, number):
    """Change a running round: its name, its deadline, whom it asks."""
    opened, today = round_to_run(request, slug, number), timezone.localdate()
    due_before = opened.due_on
    form = RoundEditForm(request.POST or None, opened=opened)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: actions.edit_round(
                    round=opened,
                    fields=form.values(),
                    agencies=typed["agencies"],
                    version=typed["version"],
                    reason=typed["reason"],
                    today=today,
                    by=request.user,
                ),
            )
        except VersionConflictError as error:
            stored = RoundEditForm(opened=error.record)
            return conflict_page(request, form, error, back_url=opened.get_absolute_url(), stored_form=stored)
        if saved:
            swapped = SwappedDay.objects.by_day()
            found = rules.short_deadline(due_on=saved.due_on, today=today, swapped=swapped)
            say(request, f"Đã lưu {saved.title}.", found if saved.due_on != due_before else ())
            return redirect(saved)
    context = {
        "program": opened.program,
        "form": form,
        "is_new": False,
        "heading": f"Sửa {opened.title}",
        "save": "Lưu",
        "cancel_url": opened.get_absolute_url(),
        "breadcrumb": round_crumbs(opened),
    }
    return render(request, "opinions/round_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def round_remind(request, slug, number):
    """Whom to remind before the deadline, on a list to print; who is ticked was reminded today."""
    opened = round_to_run(request, slug, number)
    today = timezone.localdate()
    waiting = [line for line in board_of(opened, today) if line.asked and line.is_waiting]
    if request.method == "POST":
        chosen = [int(text) for text in request.POST.getlist("co-quan") if text.isascii() and text.isdigit()]
        try:
            rows = actions.remind(round=opened, agencies=chosen, today=today, by=request.user)
        except (RuleError, VersionConflictError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Đã ghi nhắc {len(rows)} cơ quan ngày {today:%d/%m/%Y}.")
            return redirect(opened)
    context = {
        "round": opened,
        "program": opened.program,
        "rows": [(line, badge_of(line)) for line in waiting],
        "today": today,
        "days_left": (opened.due_on - today).days,
        "breadcrumb": round_crumbs(opened),
    }
    return render(request, "opinions/round_remind.html", context)


@require_POST
@area_required(Area.OPINIONS)
def round_close(request, slug, number):
    """Close the round."""
    opened = round_to_run(request, slug, number)
    today = timezone.localdate()
    try:
        actions.close_round(round=opened, version=posted_version(request), today=today, by=request.user)
    except VersionConflictError:
        return stale_removal_page(request, back_url=opened.get_absolute_url())
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(opened)
    answered = Contribution.objects.handed_in().filter(round=opened).values("agency_id")
    silent = opened.asked.exclude(agency_id__in=answered).count()
    said = f"{silent} cơ quan ghi là chưa trả lời." if silent else "Mọi cơ quan đã trả lời."
    messages.success(request, f"Đã kết thúc {opened.title}; {said}")
    return redirect(opened)
