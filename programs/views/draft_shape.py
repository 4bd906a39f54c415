"""Paragraphs of a draft cut, joined, moved and brought back; who writes which chapter."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.history import VersionConflictError
from core.http import conflict_page, posted_version
from core.legal import RuleError
from core.permissions import Area, area_required, require
from programs import permissions
from programs.actions.draft_shape import (
    WORDING,
    assign_author,
    merge_section,
    move_section,
    promote_section,
    restore_section,
    restore_wording,
    split_section,
)
from programs.actions.headings import demote_section, shift_heading
from programs.actions.undoing import undo_last
from programs.draft_pages import passage_of
from programs.forms.drafts import AuthorForm, SplitForm
from programs.models import Section
from programs.views.answers import attempt, say
from programs.views.draft_paragraphs import place_url, section_or_404
from programs.views.drafts import act_page, draft_or_404, rights_on

SHOWN_WORDINGS, SHOWN_REMOVED = 30, 200
STALE = (
    "Người khác đã lưu hoặc bỏ đoạn này sau khi trang được mở, nên chưa làm gì. Mở bản mới nhất, xem lại rồi "
    "làm tiếp nếu vẫn cần."
)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_paragraph_split(request, slug, number, key):
    """Cut a paragraph where an empty line stands; the editor puts that line at the cursor."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    form = SplitForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = attempt(
                form,
                lambda: split_section(
                    section=section, expected=typed["version"], text=typed["text"], by=request.user
                ),
            )
        except VersionConflictError as error:
            error.record.draft = section.draft
            stored = SplitForm(section=error.record)
            return conflict_page(request, form, error, back_url=place_url(section), stored_form=stored)
        if made:
            say(request, f"Đã tách thành {len(made)} đoạn.")
            return redirect(place_url(made[-1]))
    return act_page(
        request,
        section.draft,
        form,
        save="Tách đoạn",
        title=f"Tách {passage_of(section).name.lower()}",
        cancel_url=place_url(section),
    )


@require_POST
@area_required(Area.PROGRAM)
def draft_paragraph_arrange(request, slug, number, key):
    """Move or join a paragraph, make it a heading and back, change its level, take back the last change."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    wanted = request.POST.get("viec", "")
    act, done = _ACTS.get(wanted, (None, ""))
    if act is None:
        messages.error(request, "Chọn một việc với đoạn này rồi bấm nút của việc đó.")
        return redirect(place_url(section))
    try:
        changed = act(section=section, expected=posted_version(request), by=request.user)
    except VersionConflictError:
        return _stale(request, section)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect(place_url(section))
    if wanted == UNDO:
        changed, label = changed
        done = f"Đã hoàn tác cả việc “{label}”; bấm Hoàn tác lần nữa để làm lại." if label else done
    messages.success(request, done)
    return redirect(place_url(changed))


def _move_up(**values):
    return move_section(up=True, **values)


def _move_down(**values):
    return move_section(up=False, **values)


def _level_up(**values):
    return shift_heading(deeper=False, **values)


def _level_down(**values):
    return shift_heading(deeper=True, **values)


UNDO = "hoan-tac"
_ACTS = {
    "len": (_move_up, "Đã chuyển đoạn lên."),
    "xuong": (_move_down, "Đã chuyển đoạn xuống."),
    "gop": (merge_section, "Đã gộp với đoạn sau."),
    "de-muc": (promote_section, "Đã đổi thành đề mục; ghi số mục nếu cần."),
    "doan": (demote_section, "Đã đổi đề mục thành đoạn; nội dung dưới nó thuộc đề mục đứng trước."),
    "cap-len": (_level_up, "Đã đưa đề mục cùng nội dung bên dưới lên một cấp."),
    "cap-xuong": (_level_down, "Đã đưa đề mục cùng nội dung bên dưới xuống một cấp."),
    UNDO: (undo_last, "Đã lấy lại lời trước đó; bấm Hoàn tác lần nữa để trở lại."),
}


def _stale(request, section):
    context = {"message": STALE, "back_url": place_url(section), "is_removal": True}
    return render(request, "409.html", context, status=409)


def wordings_of(section):
    """Return the rows of history whose words differ from those now and from each other, newest first."""
    rows = Section.history.filter(id=section.pk).select_related("history_user")
    seen = [_wording(section)]
    found = []
    for row in rows.order_by("-history_date", "-history_id")[: SHOWN_WORDINGS * 4]:
        words = _wording(row)
        if words not in seen:
            seen.append(words)
            found.append(row)
    return found[:SHOWN_WORDINGS]


def _wording(row):
    return [getattr(row, name) for name in WORDING]


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_paragraph_wordings(request, slug, number, key):
    """The words that a paragraph had before; on POST one of them is taken again."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    rows = wordings_of(section)
    if request.method == "POST":
        chosen = next((row for row in rows if str(row.history_id) == request.POST.get("loi")), None)
        try:
            if chosen is None:
                raise RuleError(
                    "Chọn một lời cũ trong danh sách; lời đã chọn nay không còn khác lời đang dùng."
                )
            restore_wording(
                section=section, expected=posted_version(request), version=chosen, by=request.user
            )
        except VersionConflictError:
            return _stale(request, section)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã lấy lại lời cũ của đoạn.")
            return redirect(place_url(section))
    context = {
        "draft": section.draft,
        "program": section.draft.program,
        "section": section,
        "name": passage_of(section).name,
        "rows": rows,
        "back_url": place_url(section),
        **rights_on(request.user, section.draft),
    }
    return render(request, "programs/draft_wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_removed(request, slug, number):
    """The paragraphs that were taken out of a version; on POST one of them stands there again."""
    draft = draft_or_404(request.user, slug, number)
    require(permissions.can_edit_program(request.user))
    rights = rights_on(request.user, draft)
    rows = _removed_from(draft)
    if request.method == "POST":
        removed = next((row for row in rows if row.key == request.POST.get("khoa")), None)
        try:
            if removed is None:
                raise RuleError("Đoạn này không còn trong danh sách đã bỏ; tải lại trang để xem.")
            back = restore_section(draft=draft, removed=removed, by=request.user)
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã khôi phục đoạn.")
            return redirect(place_url(back))
    context = {"draft": draft, "program": draft.program, "rows": rows, **rights}
    return render(request, "programs/draft_removed.html", context)


def _removed_from(draft):
    """Return the last row of history of each node that no longer stands in the version, newest first.

    One that was joined to another still has its words there: it is none of those.
    """
    joined = {
        origin
        for key, origins in draft.sections.exclude(came_from=[]).order_by().values_list("key", "came_from")
        if key in origins
        for origin in origins
    }
    gone = Section.history.filter(draft_id=draft.pk, history_type="-").exclude(
        key__in=draft.sections.order_by().values("key")
    )
    rows = gone.select_related("history_user").order_by("-history_date", "-history_id")[:SHOWN_REMOVED]
    latest = {}
    for row in rows:
        if row.key not in joined:
            latest.setdefault(row.key, row)
    return list(latest.values())


@require_http_methods(["GET", "HEAD", "POST"])
@area_required(Area.PROGRAM)
def draft_author(request, slug, number, key):
    """Say who writes a part or a chapter."""
    section = section_or_404(request.user, slug, number, key)
    require(permissions.can_edit_program(request.user))
    if not section.is_heading or section.level > 1:
        raise Http404
    form = AuthorForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = attempt(
                form,
                lambda: assign_author(
                    section=section, expected=typed["version"], author=typed["author"], by=request.user
                ),
            )
        except VersionConflictError as error:
            stored = AuthorForm(section=error.record)
            return conflict_page(request, form, error, back_url=place_url(section), stored_form=stored)
        if saved:
            say(request, f"Đã giao soạn “{section.text[:80]}” cho {saved.author or 'chưa ai'}.")
            return redirect(place_url(section))
    return act_page(
        request,
        section.draft,
        form,
        save="Lưu người soạn",
        title=f"Người soạn {section.text[:80]}",
        note="Mục không có người soạn riêng theo người soạn của phần.",
        cancel_url=place_url(section),
    )
