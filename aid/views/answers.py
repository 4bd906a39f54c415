"""What the views of aid share: how a refused save comes back, and how a list page is answered."""

from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import render

from aid.forms.conflict import conflict_rows
from core.files import FileRefused
from core.http import render_page, wanted_part
from core.legal import RuleError
from core.lists import RESULTS_ID
from core.money import AmountError


@contextmanager
def refused_by_rules(form, *, file_field=None):
    """Turn the refusal of an action into errors of the form; the block then ends without a result."""
    try:
        yield
    except RuleError as error:
        for blocker in error.blockers:
            form.add_error(blocker.field if blocker.field in form.fields else None, str(blocker))
    except ValidationError as error:
        for field, texts in (
            error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        ).items():
            known = field if field in form.fields and field != NON_FIELD_ERRORS else None
            form.add_error(known, texts)
    except AmountError as error:
        form.add_error("amount" if "amount" in form.fields else None, str(error))
    except FileRefused as error:
        form.add_error(file_field if file_field in form.fields else None, str(error))


def show_cautions(request, cautions):
    """Tell what deserves a look although it was saved."""
    for caution in cautions:
        messages.warning(request, f"Đã lưu; cần xem lại: {caution}")


def show_conflict(request, form, stored, *, back_url):
    """Return the 409 page: what was typed beside what is stored now."""
    context = {
        "rows": conflict_rows(form, stored),
        "back_url": back_url,
        "message": "Người khác đã lưu bản ghi này sau khi trang được mở. "
        "Nội dung anh/chị gõ còn nguyên dưới đây.",
    }
    return render(request, "409.html", context, status=409)


def list_page(request, template, context):
    """Return a list page, or its results with the totals and the export that go with them."""
    parts = [RESULTS_ID]
    context["is_part"] = wanted_part(request, parts) is not None
    return render_page(request, template, context, parts=parts)
