"""The opinions on the draft of a program: all of them, one of them, several at once."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.history import VersionConflictError
from core.http import render_page
from core.legal import RuleError
from core.lists import ListPage
from core.models import Role
from core.money import format_number
from core.permissions import Area, area_required, require
from meetings import actions, permissions
from meetings.consulting import counts_of_program, states_of
from meetings.forms.opinions import AnswerForm
from meetings.models import Opinion
from meetings.opinion_filters import OPEN, OpinionFilterSet
from meetings.opinion_page import newest_draft, opinion_context
from meetings.opinion_tables import OpinionTable
from meetings.views.opinion_lookup import crumbs, opinion_to_read, program_or_404
from programs import life

DRAFTERS = (Role.SNGV_STAFF, Role.SNGV_HEAD, Role.SNGV_LEADER)
MOST_MARKED = 200


@require_safe
@area_required(Area.OPINIONS)
def opinion_list(request, slug):
    """Every opinion on the program's drafts that the reader may read, with what became of it."""
    program = program_or_404(slug)
    user = request.user
    may_answer = permissions.can_consult(user)
    rows = Opinion.objects.visible_to(user).handed_in().filter(program=program)
    page = ListPage(
        request,
        rows.for_list(),
        filterset=lambda *args, **kwargs: OpinionFilterSet(*args, program=program, **kwargs),
        table=OpinionTable,
        name=f"Ý kiến về dự thảo {program.slug}",
        totals=lambda found: _totals(found),
        table_kwargs={"may_mark": may_answer},
    )
    if page.wants_export:
        return page.export()
    context = {
        "page": page,
        "program": program,
        "counts": counts_of_program(program, user, timezone.localdate()),
        "only_counts": permissions.sees_only_counts(user),
        "may_answer": may_answer,
        "has_table": permissions.reads_all_opinions(user),
        "drafters": _drafters() if may_answer else (),
        "newest": newest_draft(program),
        "tabs": _tabs(request, program),
    }
    return render_page(request, "opinions/opinion_list.html", context, parts=["ket-qua"])


def _totals(rows):
    """Return how many opinions there are, and what became of them."""
    found = states_of(rows)
    words = [f"{format_number(sum(found.values()))} ý kiến"]
    labels = (
        ("TIEP_THU", "tiếp thu"),
        ("MOT_PHAN", "tiếp thu một phần"),
        ("GIAI_TRINH", "giải trình"),
        ("GHI_NHAN", "ghi nhận"),
    )
    words += [f"{label} {format_number(found[kind])}" for kind, label in labels if found.get(kind)]
    if found.get(None):
        words.append(f"chưa xử lý {format_number(found[None])}")
    return ", ".join(words)


def _tabs(request, program):
    url = reverse("opinions:opinion_list", args=[program.slug])
    views = (
        ("Tất cả", "", not request.GET.get("tt") and not request.GET.get("cuatoi")),
        ("Chưa xử lý", f"?tt={OPEN}", request.GET.get("tt") == OPEN),
        ("Của tôi", "?cuatoi=1", request.GET.get("cuatoi") == "1"),
    )
    tabs = [{"label": name, "url": url + query, "count": None, "active": on} for name, query, on in views]
    rounds = reverse("opinions:round_list", args=[program.slug])
    return [*tabs, {"label": "Các đợt lấy ý kiến", "url": rounds, "count": None, "active": False}]


def _drafters():
    """Return who may answer opinions."""
    people = get_user_model().objects.filter(role__in=DRAFTERS, is_active=True)
    return people.order_by("full_name", "pk")


@require_safe
@area_required(Area.OPINIONS)
def opinion_detail(request, slug, number):
    """One opinion: its words, the paragraph then and now, the answer and the answers before it."""
    opinion = opinion_to_read(request, slug, number)
    form = None
    if permissions.can_consult(request.user) and opinion.program.status not in life.GONE_UP:
        newest = newest_draft(opinion.program)
        form = AnswerForm(opinion=opinion, newest=newest, key=request.GET.get("doan", "")[:16])
    return opinion_page(request, opinion, form)


def opinion_page(request, opinion, form, status=200):
    """Return the page of an opinion with its form, if the reader has one."""
    may_answer = form is not None
    context = opinion_context(opinion, request.user, may_answer=may_answer)
    contribution = opinion.contribution
    context |= {
        "form": form,
        "dropped": form["dropped"] if form is not None and "dropped" in form.fields else None,
        "breadcrumb": crumbs(opinion.program),
        "may_correct": may_answer and contribution.channel != "CONG" and context["response"] is None,
    }
    return render(request, "opinions/opinion_detail.html", context, status=status)


@require_POST
@area_required(Area.OPINIONS)
def opinion_bulk(request, slug):
    """Give the marked opinions to a drafter, or accept them at the paragraphs that they name."""
    program = program_or_404(slug)
    require(permissions.can_consult(request.user))
    numbers = {
        int(text) for text in request.POST.getlist("yk")[:MOST_MARKED] if text.isascii() and text.isdigit()
    }
    rows = Opinion.objects.visible_to(request.user).handed_in().filter(program=program)
    marked = list(
        rows.filter(number__in=[one for one in numbers if one < 32768])
        .select_related("program", "contribution", "draft")
        .order_by("number")
    )
    try:
        done = _act_on(request, program, marked)
    except (RuleError, VersionConflictError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(_back(request, program))


def _act_on(request, program, marked):
    """Do what the bar asks for and return what was done. Raises RuleError."""
    if not marked:
        raise RuleError("Chưa chọn ý kiến nào; đánh dấu các dòng cần xử lý rồi bấm lại.")
    if request.POST.get("viec") == "tiep-thu":
        draft = newest_draft(program)
        made, refused = actions.accept_opinions(
            opinions=marked, draft=draft, today=timezone.localdate(), by=request.user
        )
        if refused:
            messages.warning(request, f"Còn {len(refused)} ý kiến chưa ghi tiếp thu: {' '.join(refused)}")
        return f"Đã ghi tiếp thu {len(made)} ý kiến, thể hiện ở bản {draft.number}."
    drafter = None
    if typed := request.POST.get("nguoi", ""):
        drafter = _drafters().filter(pk=typed).first() if typed.isascii() and typed.isdigit() else None
        if drafter is None:
            raise RuleError("Chọn người xử lý trong danh sách cán bộ Sở Ngoại vụ.")
    changed = actions.assign_opinions(opinions=marked, drafter=drafter, by=request.user)
    return (
        f"Đã giao {changed} ý kiến cho {drafter}." if drafter else f"Đã bỏ người xử lý của {changed} ý kiến."
    )


def _back(request, program):
    url = reverse("opinions:opinion_list", args=[program.slug])
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith(f"{url}?") else url
