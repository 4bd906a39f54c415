"""What stands round the paper of a draft: chips at its paragraphs, tabs at its side, gates at its head."""

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.urls import reverse

from programs.beside import Gate, Panel, beside_of, gates_of, panels_of, waiting_by_key
from programs.keypoint_check import as_point, check_of, heirs_of
from programs.keypoint_rules import carried_by
from programs.models import KeyPoint, Section
from programs.versions import text_state, words_of

OPINIONS, POINTS, HISTORY = "y-kien", "y-chinh", "lich-su"
SHOWN_CHANGES = 20
SHOWN_POINTS = 3
_KEPT_SECONDS = 24 * 3600


def keys_of(section):
    """Return the keys under which others know a paragraph: its own, and of those that it came from."""
    return (section.key, *(section.came_from or ()))


def with_chips(passages, draft, user):
    """Return the passages of a chapter, each with what other apps show beside it; one question for all."""
    wanted = {key for passage in passages for key in keys_of(passage.section)}
    found = beside_of(draft, wanted, user) if wanted else {}
    for passage in passages:
        rows = [chip for key in keys_of(passage.section) for chip in found.get(key, ())]
        passage.chips = list(dict.fromkeys(rows))
    return passages


def mark_waiting(work, user):
    """Put at each chapter of the outline how much waits there; two statements however long the draft is."""
    waiting = waiting_by_key(work.draft, user)
    if not waiting:
        return work
    rows = work.draft.sections.filter(key__in=waiting).values_list("key", "part", "chapter")
    by_chapter = {}
    for key, part, chapter in rows:
        by_chapter[part, chapter] = by_chapter.get((part, chapter), 0) + waiting[key]
    for part in work.parts:
        for at, chapter in enumerate(part.chapters):
            # What stands before the first heading of a part belongs to the part's own entry.
            key = "" if at == 0 and not chapter.number else chapter.key
            chapter.waiting = by_chapter.get((part.number, key), 0)
    return work


class Side:
    """The tabs at the side of one chapter; only the chosen one is read."""

    def __init__(self, draft, sections, user, chosen, here):
        """Take the sections of the chapter and the tab that the address names."""
        keys = {key for section in sections for key in keys_of(section)}
        self.panels = panels_of(draft, keys, user)
        codes = [panel.code for panel in self.panels] + [POINTS, HISTORY]
        self.chosen = chosen if chosen in codes else codes[0]
        self.here = here
        labels = [(panel.code, panel.label, panel.count) for panel in self.panels]
        labels += [(POINTS, "Ý chính", None), (HISTORY, "Lịch sử", None)]
        self.tabs = [(code, label, count, code == self.chosen) for code, label, count in labels]
        self.panel = next((panel for panel in self.panels if panel.code == self.chosen), None)
        if self.chosen == POINTS:
            rows = chapter_points(draft, keys)
            self.panel = Panel(POINTS, "Ý chính", len(rows), "programs/_side_points.html", {"rows": rows})
        elif self.chosen == HISTORY:
            rows = chapter_changes(sections)
            self.panel = Panel(HISTORY, "Lịch sử", len(rows), "programs/_side_history.html", {"rows": rows})


def chapter_points(draft, keys):
    """Return the confirmed key points that stood in these paragraphs, and which of them the version has."""
    points = KeyPoint.objects.known_to(draft).filter(carriers__section_key__in=keys)
    rows = list(points.confirmed().distinct().for_list())
    carriers = {one.section_key for row in rows for one in row.carriers.all()}
    standing = list(draft.sections.filter(key__in=carriers | set(keys)))
    texts = {row.key: words_of(row.text, row.table) for row in standing}
    heirs = heirs_of(standing)
    return [{"point": row, "key": carried_by(as_point(row), texts, heirs)} for row in rows]


def chapter_changes(sections):
    """Return the last changes of the paragraphs of a chapter."""
    rows = Section.history.filter(id__in=[section.pk for section in sections])
    return list(rows.select_related("history_user").order_by("-history_id")[:SHOWN_CHANGES])


def key_point_gate(draft):
    """Return which confirmed key points the version carries or lost; worked out once until one changes."""
    state = KeyPoint.objects.filter(program=draft.program_id).order_by()
    waits = Count("pk", distinct=True, filter=Q(status=KeyPoint.Status.PROPOSED))
    numbers = state.aggregate(rows=Count("pk"), versions=Sum("version"), links=Count("carriers"), waits=waits)
    key = "-".join(map(str, ("draft-gate-2", text_state(draft), *numbers.values())))
    known = cache.get(key)
    if known is None:
        check = check_of(draft)
        lost = [check.points[one.point.pk] for one in check.lost]
        named = tuple(f"{row.get_kind_display().lower()} “{row.text}”" for row in lost[:SHOWN_POINTS])
        known = check.kept, len(check.points), named
        cache.set(key, known, _KEPT_SECONDS)
    return _point_gate(draft, *known, waiting=numbers["waits"])


def _point_gate(draft, kept, total, named, *, waiting):
    page = reverse("programs:point_list", args=draft.address)
    note = f"{waiting} ý chờ xác nhận" if waiting else ""
    if not total:
        words = f"{waiting} ý chính chờ xác nhận" if waiting else "Chưa chọn ý chính nào"
        return Gate("y-chinh", words, 0, 0, page, is_unknown=True)
    if kept == total:
        return Gate("y-chinh", f"Giữ đủ {total}/{total} ý chính", kept, total, page, note)
    words, act = f"Rơi {total - kept}/{total} ý chính", "Khôi phục hoặc quyết định bỏ"
    return Gate("y-chinh", words, kept, total, f"{page}?xem=roi", note, named, act)


def gates(draft, user):
    """Return what must be complete before the version goes up: key points, then what other apps count."""
    return [key_point_gate(draft), *gates_of(draft, user)]
