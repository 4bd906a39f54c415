"""What the views of this app share: refusals of actions as errors of the form."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.history import RecordGoneError, VersionConflictError
from core.legal import RuleError
from programs.actions.hints import undo_hints

CHANGED = "Đoạn vừa được người khác sửa nên chưa đổi gì; xem lại rồi bấm lại."


def show_refusal(form, error):
    """Put what an action refused into the form, each sentence at its field where the form has it."""
    if isinstance(error, RuleError):
        for blocker in error.blockers:
            form.add_error(blocker.field if blocker.field in form.fields else None, str(blocker))
        return
    for name, texts in error.message_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, texts)


def attempt(form, act):
    """Run `act`; return its answer, or None after putting its refusal into the form."""
    try:
        return act()
    except (RuleError, ValidationError) as error:
        show_refusal(form, error)
        return None


def say(request, text, cautions=()):
    """Tell what was done, and what to look at."""
    messages.success(request, text)
    for caution in cautions:
        messages.warning(request, str(caution))


def changed(request, act):
    """Run an act of one click; return its answer, or None after telling why nothing was changed."""
    try:
        return act()
    except (VersionConflictError, RecordGoneError):
        messages.error(request, CHANGED)
    except RuleError as error:
        messages.error(request, str(error))
    return None


def undone(request, draft):
    """Undo one click on the version; return how many paragraphs came back and how many stay, or None."""
    turn = request.POST.get("luot", "")[:32]
    return changed(request, lambda: undo_hints(draft=draft, turn=turn, by=request.user))
