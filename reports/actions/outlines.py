"""Keep the outlines of reports: kinds, their headings and their order, changed without a programmer."""

from uuid import uuid4

from core.history import action, bulk_update, delete_version, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from reports.models import OutlineSection, Report, ReportOutline, SectionLevel
from reports.outline_rules import basis_problems, heading_problems, pattern_problems, removal_problems
from reports.outlines import follows_program, has_basis


@action("Thêm mẫu báo cáo")
def add_outline(*, outline: ReportOutline, by: User) -> ReportOutline:
    """Store a new kind of report that a form has checked, with one passage to begin with."""
    _refuse_outline(outline)
    last = ReportOutline.objects.order_by("-ordinal").first()
    outline.ordinal = last.ordinal + 1 if last else 1
    outline.full_clean()
    outline.save()
    OutlineSection.objects.create(
        outline=outline, key="mo_dau", ordinal=1, level=SectionLevel.OPENING, title="Mở đầu"
    )
    return outline


@action("Sửa mẫu báo cáo")
def edit_outline(*, outline: ReportOutline, expected: int, by: User) -> ReportOutline:
    """Store the changed kind. Raises RuleError for words no title knows, VersionConflictError."""
    _refuse_outline(outline)
    outline.full_clean()
    return save_version(outline, expected=expected)


def _refuse_outline(outline: ReportOutline) -> None:
    has_program = follows_program(outline.period)
    problems = pattern_problems(outline.title_pattern, has_program=has_program, field="title_pattern")
    if outline.pk and not has_program:
        titles = outline.sections.values_list("title", flat=True)
        wrong = [
            one for title in titles for one in pattern_problems(title, has_program=False, field="period")
        ]
        problems += wrong[:1]
    if has_basis(outline.period):
        problems += basis_problems(outline.basis)
    else:
        outline.basis = Report.Basis.CUSTOM
    refuse_if(problems)


@action("Thêm đề mục của mẫu")
def add_outline_section(*, section: OutlineSection, after: OutlineSection | None, by: User) -> OutlineSection:
    """Store a new heading behind another one, or in front of all."""
    outline = ReportOutline.objects.select_for_update().get(pk=section.outline_id)
    _refuse_section(section, outline)
    rows = list(outline.sections.all())
    section.key = f"m{uuid4().hex[:8]}"
    at = next((place for place, row in enumerate(rows, start=1) if after and row.pk == after.pk), 0)
    section.ordinal = at + 1
    _renumber(rows[:at], rows[at:], gap=1)
    section.full_clean()
    section.save()
    return section


@action("Sửa đề mục của mẫu")
def edit_outline_section(*, section: OutlineSection, expected: int, by: User) -> OutlineSection:
    """Store the changed heading. Raises RuleError, VersionConflictError."""
    outline = ReportOutline.objects.select_for_update().get(pk=section.outline_id)
    _refuse_section(section, outline)
    # Somebody may have moved it since the form was opened.
    section.ordinal = outline.sections.values_list("ordinal", flat=True).get(pk=section.pk)
    section.full_clean()
    return save_version(section, expected=expected)


@action("Chuyển chỗ đề mục của mẫu")
def move_outline_section(*, section: OutlineSection, is_up: bool, by: User) -> bool:
    """Change places with the heading above or below; False where there is none."""
    outline = ReportOutline.objects.select_for_update().get(pk=section.outline_id)
    rows = list(outline.sections.all())
    at = next((place for place, row in enumerate(rows) if row.pk == section.pk), None)
    if at is None:
        raise RuleError("Đề mục này vừa được người khác bỏ khỏi mẫu; mở lại trang mẫu.")
    to = at - 1 if is_up else at + 1
    if not 0 <= to < len(rows):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    _renumber([], rows, gap=0)
    return True


@action("Bỏ đề mục khỏi mẫu")
def remove_outline_section(*, section: OutlineSection, expected: int, by: User) -> None:
    """Take a heading out of the outline; reports begun before keep theirs. Raises VersionConflictError."""
    outline = ReportOutline.objects.select_for_update().get(pk=section.outline_id)
    refuse_if(removal_problems(headings=outline.sections.count()))
    delete_version(section, expected=expected)


def _refuse_section(section: OutlineSection, outline: ReportOutline) -> None:
    has_program = follows_program(outline.period)
    refuse_if(
        [
            *pattern_problems(section.title, has_program=has_program, field="title"),
            *heading_problems(
                section.title,
                is_opening=section.level == SectionLevel.OPENING,
                is_written=section.is_written,
                sentences=section.sentences,
            ),
        ]
    )


def _renumber(before: list[OutlineSection], rows: list[OutlineSection], *, gap: int) -> None:
    """Give the headings their places in a row, with `gap` places left free behind those before."""
    moved = []
    places = [*enumerate(before, start=1), *enumerate(rows, start=len(before) + 1 + gap)]
    for place, row in places:
        if row.ordinal != place:
            row.ordinal = place
            moved.append(row)
    bulk_update(moved, ["ordinal"])
