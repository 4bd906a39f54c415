"""Drafts of a program: take in a text, begin a new version, freeze, and change its paragraphs."""

from collections.abc import Iterable

from django.db.models import Max
from django.utils import timezone

from core.codes import take_turn
from core.grounds import preamble_lines, preamble_problems
from core.history import action, bulk_create, bulk_update, delete_version, save_version
from core.legal import Blocker, Caution, RuleError, cautions, refuse_if
from core.models import Origin, User
from core.papers import ask_for
from programs.draft_rules import budget_problems, freeze_blockers, layout_problems, text_problems
from programs.models import Draft, Program, Section
from programs.models.documents import SectionQuerySet, new_key
from programs.wording.outline import Kind, Node, count_words, with_keys
from programs.wording.pieces import in_order, note_problems

# Room between two neighbours, so that a paragraph put between them moves nobody.
GAP = 1024
# Where there is no room left, so many of those behind are spread at first, so far apart at least.
_CLOSE_BY, _LEAST_GAP = 32, 16


@action("Nhận bản dự thảo từ tệp")
def take_in_draft(
    *,
    program: Program,
    nodes: Iterable[Node],
    by: User,
    reason: str = Draft.Reason.FIRST,
    note: str = "",
    source_name: str = "",
    budget_words: int | None = None,
    origin: str = Origin.OFFICE,
    preamble: Iterable[str] = (),
) -> tuple[Draft, list[Caution]]:
    """Store a new version made of `nodes`; a paragraph that kept its key stays the same paragraph.

    The version before it is frozen. Raises RuleError for a text without parts or with a secrecy mark.
    """
    take_turn(f"drafts-{program.pk}")
    tree = list(with_keys(nodes, new_key))
    found = [*layout_problems(tree), *text_problems(tree)]
    refuse_if(found)
    before = Draft.objects.filter(program=program).latest_first().first()
    if before and not before.is_frozen:
        _freeze(before, before.version, "Nhận bản mới từ tệp", by)
    draft = Draft(
        program=program,
        number=before.number + 1 if before else 1,
        reason=reason,
        note=note,
        made_from=before,
        source_name=source_name[:200],
        preamble="\n".join(preamble),
        budget_words=budget_words or (before.budget_words if before else None),
        part_budgets=before.part_budgets if before else {},
        budget_pages=before.budget_pages if before else None,
        part_page_budgets=before.part_page_budgets if before else {},
        origin=origin,
    )
    draft.full_clean()
    draft.save()
    bulk_create(_sections(draft, tree, before))
    return draft, cautions(found)


@action("Lập bản dự thảo mới")
def begin_version(*, draft: Draft, expected: int, reason: str, note: str, by: User) -> Draft:
    """Store a copy of the newest version, each paragraph with its key, under the next number; freeze the old.

    Raises RuleError when a newer version stands already.
    """
    take_turn(f"drafts-{draft.program_id}")
    last = Draft.objects.filter(program=draft.program).aggregate(last=Max("number"))["last"]
    if last != draft.number:
        raise RuleError(f"Đã có bản {last}; lập bản mới từ bản đó.")
    if not draft.is_frozen:
        _freeze(draft, expected, "Lập bản mới", by)
    copy = Draft(
        program=draft.program,
        number=draft.number + 1,
        reason=reason,
        note=note,
        made_from=draft,
        preamble=draft.preamble,
        budget_words=draft.budget_words,
        part_budgets=draft.part_budgets,
        budget_pages=draft.budget_pages,
        part_page_budgets=draft.part_page_budgets,
        origin=draft.origin,
    )
    copy.full_clean()
    copy.save()
    rows = list(draft.sections.in_order())
    for row in rows:
        row.pk, row.draft, row.version = None, copy, 1
        row._state.adding = True
    bulk_create(rows)
    return copy


@action("Chốt bản dự thảo")
def freeze_draft(*, draft: Draft, expected: int, reason: str, by: User) -> Draft:
    """Freeze a version: what was sent out stays as it was sent."""
    if draft.is_frozen:
        raise RuleError(f"{draft} đã chốt; muốn sửa tiếp thì lập bản mới.")
    if not reason.strip():
        raise RuleError("Ghi lý do chốt bản, ví dụ “Gửi lấy ý kiến các sở”.", field="reason")
    return _freeze(draft, expected, reason.strip(), by)


@action("Chốt bản dự thảo gửi đi")
def freeze_for(*, draft: Draft, reason: str, by: User) -> Draft:
    """Freeze the version that is sent out, if it is not frozen yet."""
    return draft if draft.is_frozen else _freeze(draft, draft.version, reason, by)


@action("Đặt mức giao độ dài")
def set_budget(
    *,
    draft: Draft,
    expected: int,
    words: int | None,
    by: User,
    parts: dict[str, int] | None = None,
    pages: int | None = None,
    part_pages: dict[str, int] | None = None,
) -> Draft:
    """Store how many words and pages the version and its parts may have; None lifts the limit.

    Raises RuleError where the version is frozen or its parts may have more than the whole.
    """
    refuse_frozen(draft)
    shares, page_shares = parts or {}, part_pages or {}
    refuse_if([*budget_problems(words, shares), *budget_problems(pages, page_shares, unit="trang")])
    draft.budget_words, draft.part_budgets = words, shares
    draft.budget_pages, draft.part_page_budgets = pages, page_shares
    return save_version(draft, expected=expected)


@action("Sửa căn cứ ban hành")
def set_preamble(*, draft: Draft, expected: int, text: str, by: User) -> Draft:
    """Store the lines on which the program rests, as they stand before its first part.

    Each begins and ends as grounds do; a last line that is none is the sentence that leads to the program.
    """
    refuse_frozen(draft)
    lines = preamble_lines([" ".join(line.split()) for line in text.splitlines() if line.strip()])
    refuse_if([Blocker(words, None, "text") for words in preamble_problems(lines)])
    refuse_if(text_problems([Node(Kind.PARAGRAPH, 0, text=line) for line in lines]))
    draft.preamble = "\n".join(lines)
    return save_version(draft, expected=expected)


@action("Sửa đoạn dự thảo")
def edit_section(
    *,
    section: Section,
    expected: int,
    text: str,
    by: User,
    notes: list[str] | None = None,
    number: str | None = None,
) -> Section:
    """Store the changed words of a paragraph or heading, and count them; None keeps footnotes and number.

    Raises RuleError where the version is frozen or the words may not stand here, VersionConflictError when
    somebody saved the paragraph meanwhile.
    """
    hold(section)
    if section.kind == Section.Kind.TABLE:
        raise RuleError("Bảng sửa theo từng ô ở trang Sửa bảng.", field="text")
    if section.is_heading and not text.strip():
        raise RuleError("Đầu mục phải có tên.", field="text")
    if notes is None and note_problems(text, section.footnotes):
        # A mark that went out of the text would leave its footnote without a place.
        notes = section.footnotes
    if notes is not None:
        refuse_if([Blocker(sentence, None, "text") for sentence in note_problems(text, notes)])
        text, section.footnotes = in_order(text, notes)
    section.text, section.words = text, count_words(text)
    if number is not None:
        section.number = number
    refuse_if(text_problems([section]))
    return save_version(section, expected=expected)


@action("Thêm đoạn dự thảo")
def add_section(*, after: Section, text: str, by: User) -> Section:
    """Store a new paragraph behind a heading, paragraph or table, under the same heading."""
    hold(after)
    new = Section(
        draft=after.draft,
        key=new_key(),
        kind=Section.Kind.PARAGRAPH,
        level=after.level_behind,
        part=after.part,
        chapter=after.chapter_behind,
        position=place_behind(after),
        text=text,
        words=count_words(text),
    )
    refuse_if(text_problems([new]))
    new.full_clean()
    new.save()
    return new


@action("Bỏ đoạn dự thảo")
def remove_section(*, section: Section, expected: int, by: User, reason: str = "") -> None:
    """Take a paragraph or table out of the version; its words stay in the history and in earlier versions."""
    hold(section)
    if section.is_heading:
        raise RuleError("Chỉ bỏ được đoạn hoặc bảng; đầu mục phải còn để giữ bố cục ba phần.")
    delete_version(section, expected=expected)


def refuse_frozen(draft: Draft) -> None:
    """Hold the version to the end of the action; raise RuleError where it was frozen.

    What was sent out stays as it was sent, whoever was typing at that moment: freezing waits for this hold,
    and words that come after it find the version frozen.
    """
    stored = Draft.objects.select_for_update().only("frozen_at").get(pk=draft.pk)
    refuse_if(freeze_blockers(is_frozen=stored.is_frozen, name=str(draft)))


def hold(section: Section) -> None:
    """Hold the version of a node as `refuse_frozen` does, and read anew where the node stands in it.

    Others may have moved its neighbours or opened a heading above it, which leaves its own version as it
    is; the row that is saved now must not go back to its old place.
    """
    refuse_frozen(section.draft)
    place = Section.objects.filter(pk=section.pk).values("part", "chapter", "level", "position").first()
    for name, value in (place or {}).items():
        setattr(section, name, value)


def _freeze(draft: Draft, expected: int, reason: str, by: User) -> Draft:
    draft.frozen_at, draft.frozen_reason = timezone.now(), reason
    frozen = save_version(draft, expected=expected)
    if draft.origin != Origin.DEMO:
        ask_for("draft-pdf", str(draft.pk), by=by)
    return frozen


def _sections(draft: Draft, tree: list[Node], before: Draft | None) -> list[Section]:
    """Return the rows of a tree; a paragraph that kept its key keeps its author and where it came from."""
    rows: list[Section] = []
    part, chapter = 0, ""
    kept = {}
    if before is not None:
        told = before.sections.exclude(author=None, came_from=[])
        kept = {row.key: row for row in told.only("key", "author_id", "came_from")}
    for place, node in enumerate(tree, start=1):
        if node.kind == Section.Kind.PART:
            part, chapter = part + 1, ""
        elif node.kind == Section.Kind.HEADING and node.level == 1:
            chapter = node.key
        rows.append(
            Section(
                draft=draft,
                key=node.key,
                kind=node.kind.value,
                level=node.level,
                part=part,
                chapter=chapter,
                position=place * GAP,
                number=node.number,
                text=node.text,
                footnotes=node.footnotes,
                table=node.table,
                words=node.words,
                author_id=kept[node.key].author_id if node.key in kept else None,
                came_from=kept[node.key].came_from if node.key in kept else [],
                origin=draft.origin,
            )
        )
    return rows


def place_behind(after: Section, *, but: Section | None = None) -> int:
    """Return a free place between a node and the next one; where none is left those behind make room.

    `but` is the node that is being moved there: its own place is free. Call it while the version is held.
    """
    behind = Section.objects.filter(draft=after.draft_id, position__gt=after.position)
    if but is not None:
        behind = behind.exclude(pk=but.pk)
    following = behind.in_order().values_list("position", flat=True).first()
    if following is None:
        return after.position + GAP
    if following - after.position > 1:
        return (after.position + following) // 2
    return _room_behind(after, behind)


def _room_behind(after: Section, behind: SectionQuerySet) -> int:
    """Spread the nodes that stand close behind one, and return the place that this leaves.

    Only as many are touched as it takes: adding a paragraph must not cost more in a longer draft.
    """
    rows: list[Section] = []
    step = 0
    while step < _LEAST_GAP:
        wanted = 2 * len(rows) or _CLOSE_BY
        found = list(behind.in_order()[: wanted + 1])
        rows = found[:wanted]
        end = found[wanted].position if len(found) > wanted else rows[-1].position + GAP * (wanted + 2)
        step = (end - after.position) // (len(rows) + 2)
    for place, row in enumerate(rows, start=2):
        row.position = after.position + place * step
    bulk_update(rows, ["position"])
    return after.position + step
