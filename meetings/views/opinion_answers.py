"""Answer an opinion, change the answer, take it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.history import VersionConflictError
from core.http import conflict_page, stale_removal_page
from core.legal import RuleError
from core.permissions import Area, area_required
from meetings import actions
from meetings.forms.opinions import AnswerForm, WithdrawForm
from meetings.opinion_page import newest_draft, stands_unchanged
from meetings.opinion_tables import response_of
from meetings.views.opinion_lookup import crumbs, opinion_to_answer
from meetings.views.opinions import opinion_page
from programs.views.answers import show_refusal


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def opinion_answer(request, slug, number):
    """Store the answer to an opinion, or change the one it has."""
    opinion = opinion_to_answer(request, slug, number)
    newest = newest_draft(opinion.program)
    form = AnswerForm(request.POST or None, opinion=opinion, newest=newest)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            answer = actions.answer_opinion(
                opinion=opinion,
                kind=typed["kind"],
                text=typed["text"],
                draft=typed["draft"],
                section_key=typed["section_key"],
                expected=typed["version"] or None,
                today=timezone.localdate(),
                by=request.user,
            )
        except VersionConflictError as error:
            stored = AnswerForm(opinion=opinion_to_answer(request, slug, number), newest=newest)
            return conflict_page(
                request, form, error, back_url=opinion.get_absolute_url(), stored_form=stored
            )
        except RuleError as error:
            _show(form, error)
        else:
            messages.success(request, f"Đã trả lời {opinion.code}.")
            if stands_unchanged(opinion, answer):
                messages.warning(
                    request,
                    f"Đoạn ghi là đã sửa ở bản {answer.draft.number} còn nguyên lời như ở bản "
                    f"{opinion.draft.number} được góp ý; sửa đoạn đó, hoặc chọn đoạn đã sửa.",
                )
            return redirect(opinion)
    return opinion_page(request, opinion, form)


def _show(form, error):
    """Put what the rules refused at the fields of this form: the paragraph is typed as a place."""
    for blocker in error.blockers:
        name = {"section_key": "place"}.get(blocker.field, blocker.field)
        form.add_error(name if name in form.fields else None, str(blocker))


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.OPINIONS)
def answer_withdraw(request, slug, number):
    """Take the answer back with a reason."""
    opinion = opinion_to_answer(request, slug, number)
    response = response_of(opinion)
    if response is None:
        messages.info(request, f"{opinion.code} chưa có phần trả lời.")
        return redirect(opinion)
    form = WithdrawForm(request.POST or None, initial={"version": response.version})
    if form.is_valid():
        try:
            actions.withdraw_answer(
                response=response,
                expected=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except VersionConflictError:
            return stale_removal_page(request, back_url=opinion.get_absolute_url())
        except RuleError as error:
            show_refusal(form, error)
        else:
            messages.success(request, f"Đã bỏ phần trả lời; {opinion.code} lại chờ xử lý.")
            return redirect(opinion)
    context = {
        "form": form,
        "heading": f"Bỏ phần trả lời {opinion.code}",
        "hint": f"{response.get_kind_display()}: {response.text}"[:300],
        "cancel_url": opinion.get_absolute_url(),
        "breadcrumb": crumbs(opinion.program, (opinion.code, opinion.get_absolute_url())),
    }
    return render(request, "meetings/short_form.html", context)
