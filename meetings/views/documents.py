"""Write the official papers of a meeting, give them their numbers, replace those that were issued."""

from copy import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.clerks import require_clerk_of
from core.history import VersionConflictError
from core.http import conflict_page, get_visible_or_404, removal_answer
from core.legal import RuleError
from core.number_rules import UnconfirmedError
from core.permissions import Area, area_required
from meetings import actions, rules
from meetings.documents import KIND_OF_SLUG, document_of, is_numbered_kind
from meetings.forms import DocumentForm, NumberForm
from meetings.issuing import issued_files
from meetings.models import Meeting
from meetings.numbering import counts_in_book, proposed_number, refuse_number
from meetings.views.lookup import meeting_to_edit


def kind_or_404(slug):
    """Return the kind of paper that the address names."""
    if slug not in KIND_OF_SLUG:
        raise Http404
    return KIND_OF_SLUG[slug]


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def document_edit(request, slug, kind):
    """Write a paper: signers, recipients, first sentence."""
    meeting = meeting_to_edit(request, slug)
    document = document_of(meeting, kind_or_404(kind))
    form = DocumentForm(request.POST or None, document=document)
    refusal = "" if meeting.organiser_id else "Ghi cơ quan tổ chức ở trang Sửa cuộc họp rồi mới soạn văn bản."
    if form.is_valid() and not refusal:
        try:
            actions.write_document(
                meeting=meeting,
                kind=document.kind,
                fields=form.fields_of_document(),
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except VersionConflictError as error:
            return conflict_page(request, form, error, back_url=_page_url(meeting, kind))
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, f"Đã lưu {document.get_kind_display()}.")
            return redirect(_page_url(meeting, kind))
    problems = rules.document_change_problems(document.kind, meeting.status, document.number)
    context = _context(meeting, kind, document, form) | {
        "heading": f"Soạn {document.get_kind_display()}",
        "save": "Lưu",
        "problems": [refusal, *map(str, problems)] if refusal else [str(one) for one in problems],
    }
    return render(request, "meetings/document_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.MEETINGS)
def document_number(request, slug, kind):
    """Give a written paper its number and day, or take them back."""
    meeting = get_visible_or_404(Meeting.objects.for_page(), request.user, slug=slug)
    require_clerk_of(request.user, meeting.organiser)
    document = document_of(meeting, kind_or_404(kind))
    if not is_numbered_kind(document.kind):
        raise Http404
    form = NumberForm(request.POST or None, document=document, proposed=_proposed(document))
    warned = []
    if form.is_valid():
        try:
            _give_number(form, document, by=request.user)
        except VersionConflictError as error:
            return conflict_page(request, form, error, back_url=_page_url(meeting, kind))
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        except UnconfirmedError as error:
            warned = error.cautions
            form.confirm(error.mark)
        else:
            done = "Đã cấp số văn bản." if document.number else "Đã thu hồi số văn bản."
            messages.success(request, done)
            return redirect(_page_url(meeting, kind))
    problems = [] if document.pk else ["Văn bản chưa được soạn; chuyên viên soạn xong rồi mới cấp số."]
    context = _context(meeting, kind, document, form) | {
        "heading": f"Cấp số {document.get_kind_display()}",
        "problems": problems,
        "warned": warned,
        "save": "Cấp số" if document.number is None else "Lưu",
    }
    return render(request, "meetings/document_form.html", context)


def _proposed(document):
    """Return the next number in words for a written paper that may have one, "" for any other."""
    if document.pk is None or document.number is not None or not document.symbol:
        return ""
    year = timezone.localdate().year
    series = "trong sổ văn bản đi" if counts_in_book(document) else f"của ký hiệu {document.symbol}"
    return f"Số tiếp theo {series} năm {year}: {proposed_number(document, year):02}"


def _give_number(form, document, *, by):
    if document.pk is None:
        raise RuleError("Văn bản chưa được soạn; chuyên viên soạn xong rồi mới cấp số.")
    number, dated_on = form.cleaned_data["number"], form.cleaned_data["dated_on"]
    today, confirmed, files = timezone.localdate(), form.cleaned_data["confirmed"], None
    if number is not None and dated_on is not None and not document.is_issued:
        # Nothing is printed for a number that the act would refuse.
        refuse_number(document, number=number, dated_on=dated_on, today=today, confirmed=confirmed)
        # Printed before the act: a second of printing would hold back everybody else who saves.
        issued = copy(document)
        issued.number, issued.dated_on = number, dated_on
        files = issued_files(issued)
    actions.number_document(
        document=document,
        number=number,
        dated_on=dated_on,
        version=form.cleaned_data["version"],
        today=today,
        by=by,
        files=files,
        confirmed=confirmed,
    )


@require_POST
@area_required(Area.MEETINGS)
def document_replace(request, slug, kind):
    """Begin a paper that replaces an issued one."""
    meeting = meeting_to_edit(request, slug)
    document = document_of(meeting, kind_or_404(kind))
    return removal_answer(
        request,
        lambda version: actions.replace_document(document=document, version=version, by=request.user),
        done="Đã tạo bản thay thế từ bản ghi hiện nay; soạn xong thì văn thư cấp số mới.",
        stale_url=_page_url(meeting, kind),
        next_url=_page_url(meeting, kind),
    )


@require_POST
@area_required(Area.MEETINGS)
def document_keep(request, slug, kind):
    """Give up a replacement without a number: the issued paper stays in force."""
    meeting = meeting_to_edit(request, slug)
    document = document_of(meeting, kind_or_404(kind))
    return removal_answer(
        request,
        lambda version: actions.drop_replacement(document=document, version=version, by=request.user),
        done="Đã bỏ bản thay thế; văn bản đã phát hành giữ nguyên hiệu lực.",
        stale_url=_page_url(meeting, kind),
        next_url=_page_url(meeting, kind),
    )


def _page_url(meeting, kind):
    return reverse("reports:meeting_paper", args=[meeting.slug, kind])


def _context(meeting, kind, document, form):
    return {
        "form": form,
        "meeting": meeting,
        "document": document,
        "cancel_url": _page_url(meeting, kind),
        "breadcrumb": [
            {"label": "Hội nghị", "url": reverse("meetings:meeting_list")},
            {"label": meeting.title, "url": meeting.get_absolute_url()},
            {"label": document.get_kind_display(), "url": _page_url(meeting, kind)},
        ],
    }
