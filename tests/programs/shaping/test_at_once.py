"""A version is frozen while others write in it: what was sent out is what it says ever after."""

import threading
from contextlib import suppress

import pytest

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User
from programs.actions.draft_shape import merge_section, move_section, split_section
from programs.actions.drafts import (
    add_section,
    edit_section,
    freeze_draft,
    remove_section,
    set_budget,
    take_in_draft,
)
from programs.models import Draft, Section
from programs.wording.outline import Kind, Node
from tests.factories import ProgramFactory
from tests.side_by_side import at_once

OFTEN = 25


def _made():
    nodes = [Node(Kind.PART, 0, "1", "ĐÁNH GIÁ"), Node(Kind.HEADING, 1, "I.", "BỐI CẢNH")]
    nodes += [Node(Kind.PARAGRAPH, 2, "", f"Đoạn {number} nói một việc.") for number in range(60)]
    program = ProgramFactory(slug="2026-2030")
    return take_in_draft(program=program, nodes=nodes, by=User.objects.system())[0].pk


def _seen(pk):
    """Return all that a version says, as stored now."""
    rows = Section.objects.filter(draft=pk).in_order()
    fields = ("key", "kind", "text", "level", "position", "footnotes", "version", "author_id")
    return list(rows.values_list(*fields)), Draft.objects.values("budget_words", "frozen_at").get(pk=pk)


def _paragraph(pk, place):
    rows = Section.objects.select_related("draft__program").filter(draft=pk, kind=Section.Kind.PARAGRAPH)
    return rows.in_order()[place]


def _edit(one, by):
    edit_section(section=one, expected=one.version, text=f"{one.text} Thêm.", by=by)


def _add(one, by):
    add_section(after=one, text="Đoạn mới.", by=by)


def _split_and_merge(one, by):
    one = split_section(section=one, expected=one.version, text="Một vế.\n\nMột vế khác.", by=by)[0]
    merge_section(section=one, expected=one.version, by=by)


def _move(one, by):
    move_section(section=one, expected=one.version, up=False, by=by)


def _remove(one, by):
    remove_section(section=one, expected=one.version, by=by)


def _allow(one, by):
    set_budget(draft=one.draft, expected=one.draft.version, words=5_000 + one.draft.version, by=by)


@pytest.mark.parametrize(
    "writers",
    [
        pytest.param((_edit, _add, _split_and_merge), id="sửa, thêm, tách, gộp"),
        pytest.param((_move, _remove, _allow), id="chuyển, bỏ, mức giao"),
    ],
)
def test_nothing_changes_in_a_version_after_it_was_frozen(side_by_side, writers):
    [pk] = at_once(_made)
    begun = threading.Barrier(len(writers) + 1)

    def writing(write, place):
        def run():
            by = User.objects.system()
            begun.wait()
            for _ in range(OFTEN):
                one = _paragraph(pk, place)
                with suppress(VersionConflictError):
                    try:
                        write(one, by)
                    except RuleError as error:
                        return str(error)
            return "đã chốt"

        return run

    def freezing():
        begun.wait()
        while True:
            draft = Draft.objects.get(pk=pk)
            with suppress(VersionConflictError):
                freeze_draft(
                    draft=draft, expected=draft.version, reason="Gửi lấy ý kiến", by=User.objects.system()
                )
                return _seen(pk)

    jobs = [writing(write, 5 + 10 * place) for place, write in enumerate(writers)]
    *refused, sent = at_once(*jobs, freezing)
    assert all("đã chốt" in words for words in refused)
    [now] = at_once(lambda: _seen(pk))
    assert sent[1]["frozen_at"] is not None
    assert now == sent
