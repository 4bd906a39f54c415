"""Key points of a program: propose them from a version, confirm, link to a paragraph, drop by decision."""

from collections.abc import Iterable, Mapping
from datetime import date

from core.codes import take_turn
from core.history import action, bulk_create, bulk_update, save_version
from core.legal import RuleError, refuse_if
from core.models import Agency, Country, Partner, User
from programs.draft_rules import text_problems
from programs.keypoint_rules import print_of
from programs.models import Draft, KeyPoint, KeyPointCarrier, Section
from programs.versions import passages_of, words_of
from programs.wording.keypoints import identity_of, propose
from programs.wording.task_tables import columns_of, grid_of

Status = KeyPoint.Status
# Names of countries that are everyday words or parts of names of places and schools, too.
EVERYDAY = ("Việt Nam", "Anh", "Áo", "Bỉ", "Đức", "Nga", "Pháp", "Séc", "Ý")


@action("Đề xuất ý chính từ bản dự thảo")
def propose_key_points(*, draft: Draft, by: User) -> int:
    """Store what the version's words propose and nobody has judged yet; return how many."""
    take_turn(f"key-points-{draft.program_id}")
    passages = passages_of(draft)
    place = {one.key: number for number, one in enumerate(passages)}
    rows = KeyPoint.objects.filter(program=draft.program_id)
    known = {
        _identity(kind, text, key) for kind, text, key in rows.values_list("kind", "text", "section_key")
    }
    agencies = Agency.objects.order_by("pk").values_list("name", "short_name")
    found = propose(
        passages,
        agencies=[name for names in agencies for name in names if name],
        partners=_partners(),
        tables=_tables_of(draft),
        since=draft.program.period_start_year,
    )
    points, keys = [], []
    for one in found:
        text = one.text[:500]
        if _identity(one.kind.value, text, one.keys[0]) in known:
            continue
        points.append(
            KeyPoint(
                program_id=draft.program_id,
                kind=one.kind.value,
                text=text,
                draft=draft,
                section_key=one.keys[0],
                place=place[one.keys[0]],
                origin=draft.origin,
            )
        )
        keys.append(one.keys)
    stored = bulk_create(points)
    bulk_create(
        [
            KeyPointCarrier(point=point, section_key=key, origin=draft.origin)
            for point, own in zip(stored, keys, strict=True)
            for key in own
        ]
    )
    return len(stored)


@action("Xác nhận ý chính")
def confirm_key_points(*, points: Iterable[KeyPoint], by: User) -> int:
    """Confirm proposals: from now on every version must carry them. Returns how many were confirmed."""
    return _judge(points, Status.CONFIRMED)


@action("Bỏ đề xuất ý chính")
def refuse_key_points(*, points: Iterable[KeyPoint], by: User) -> int:
    """Mark proposals as no key points; they are not proposed again. Returns how many."""
    return _judge(points, Status.REFUSED)


@action("Thêm ý chính")
def add_key_point(*, draft: Draft, section: Section, kind: str, text: str, by: User) -> KeyPoint:
    """Store a key point that a person names, carried by a paragraph of the version."""
    _refuse_elsewhere(draft, section)
    text = text.strip()
    if not text:
        raise RuleError("Ghi ý chính, ví dụ “Các trường đại học đào tạo lưu học sinh Lào”.", field="text")
    point = KeyPoint(
        program_id=draft.program_id,
        kind=kind,
        text=text,
        draft=draft,
        section_key=section.key,
        place=draft.sections.filter(position__lt=section.position).count(),
        status=Status.CONFIRMED,
        origin=draft.origin,
    )
    refuse_if(text_problems([Section(text=text)]))
    point.full_clean()
    point.save()
    link_passage(point, section)
    return point


@action("Gắn ý chính vào đoạn")
def link_key_point(*, point: KeyPoint, expected: int, section: Section, by: User) -> KeyPoint:
    """Say that a paragraph carries the point in its present words; a change of these words lifts the link."""
    if point.status != Status.CONFIRMED:
        raise RuleError("Chỉ gắn đoạn cho ý chính đã xác nhận; xác nhận hoặc lấy lại ý trước.")
    if section.draft.program_id != point.program_id:
        raise RuleError("Đoạn thuộc chương trình khác; chọn đoạn trong dự thảo của chương trình này.")
    if section.is_heading:
        raise RuleError("Đầu mục không chứa ý chính; chọn đoạn hoặc bảng.", field="key")
    link_passage(point, section)
    return save_version(point, expected=expected)


@action("Quyết định bỏ ý chính")
def drop_key_point(*, point: KeyPoint, expected: int, reason: str, today: date, by: User) -> KeyPoint:
    """Store that the point may leave the text: who decided, why and when."""
    if point.status != Status.CONFIRMED:
        raise RuleError("Ý này chưa xác nhận hoặc đã bỏ; mở lại danh sách ý chính.")
    if not reason.strip():
        raise RuleError("Ghi lý do bỏ, ví dụ “Đã có trong chương trình của ngành giáo dục”.", field="reason")
    point.status, point.drop_reason = Status.DROPPED, reason.strip()
    point.dropped_by, point.dropped_on = by, today
    point.full_clean()
    return save_version(point, expected=expected)


@action("Quyết định bỏ nhiều ý chính")
def drop_key_points(
    *, points: Iterable[KeyPoint], expected: Mapping[int, int], reason: str, today: date, by: User
) -> int:
    """Store one decision about several points, all or none; return how many were dropped.

    Raises VersionConflictError when one of them is no longer the version that `expected` names.
    """
    rows = list(points)
    for point in rows:
        drop_key_point(point=point, expected=expected.get(point.pk, 0), reason=reason, today=today, by=by)
    return len(rows)


@action("Lấy lại ý chính")
def restore_key_point(*, point: KeyPoint, expected: int, by: User) -> KeyPoint:
    """Take back a decision about a point: it is confirmed again, so every version must carry it."""
    if point.status not in (Status.DROPPED, Status.REFUSED):
        raise RuleError("Ý này đang còn trong danh sách; mở lại danh sách ý chính.")
    point.status, point.drop_reason = Status.CONFIRMED, ""
    point.dropped_by, point.dropped_on = None, None
    return save_version(point, expected=expected)


def _tables_of(draft: Draft) -> dict[str, list[list[str]]]:
    """Return {key: the cells of each row} of the tables of a version; rows of tasks are equally long."""
    tables = draft.sections.filter(kind=Section.Kind.TABLE).order_by().values_list("key", "table")
    found = {}
    for key, table in tables:
        grid = grid_of(table or [])
        plain = [[str(cell["text"]) for cell in row] for row in table or []]
        found[key] = grid if grid and "title" in columns_of(grid[0]) else plain
    return found


def _partners() -> list[str]:
    """Return the names of partners and of the countries whose names mean nothing else."""
    countries = Country.objects.exclude(name__in=EVERYDAY).order_by("pk").values_list("name", flat=True)
    return [*Partner.objects.order_by("pk").values_list("name", flat=True), *countries]


def _judge(points: Iterable[KeyPoint], status: str) -> int:
    waiting = KeyPoint.objects.select_for_update().filter(pk__in=[point.pk for point in points])
    rows = list(waiting.filter(status=Status.PROPOSED))
    for row in rows:
        row.status, row.version = status, row.version + 1
    bulk_update(rows, ["status", "version"])
    return len(rows)


def link_passage(point: KeyPoint, section: Section) -> None:
    """Store in the open act that a paragraph carries the point in its present words."""
    carrier = point.carriers.filter(section_key=section.key).first()
    if carrier is None:
        carrier = KeyPointCarrier(point=point, section_key=section.key, origin=point.origin)
    else:
        carrier.version += 1
    carrier.linked_to = print_of(words_of(section.text, section.table))
    carrier.save()


def _refuse_elsewhere(draft: Draft, section: Section) -> None:
    if section.draft_id != draft.pk or section.is_heading:
        raise RuleError("Chọn một đoạn hoặc bảng của bản này.", field="key")


def _identity(kind: str, text: str, key: str) -> tuple[str, str, str]:
    is_name = kind in (KeyPoint.Kind.AGENCY, KeyPoint.Kind.PARTNER)
    return kind, identity_of(text), "" if is_name else key
