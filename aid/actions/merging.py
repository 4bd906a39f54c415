"""Two records that are one: told apart, merged with a plan that can be undone, put back as they were."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from aid.actions.ledger import books_now
from aid.closed_figures import closed_blockers, closed_donors, closed_figures, donor_blockers
from aid.law import aid_law
from aid.merge_fields import GROUPS, MODELS
from aid.merge_rules import donor_aliases, money_problems, undo_problems
from aid.models import AidItem, DuplicateKind, Merge, TwinVerdict
from aid.putting_back import children_of, lacking, put_back, taken_down, tree_of
from aid.rules import rule_set_for, rule_set_problems
from core.history import RecordGoneError, VersionConflictError, action, save_version
from core.legal import Blocker, RuleError, refuse_if
from core.models import User

SETS = {"itemsector": "linh_vuc", "itemplace": "dia_ban"}
# Columns that follow from others or count writes; an undo does not hold them against a later edit.
FOLLOWING = {"version", "updated_at", "search_text", "sort_key"}


_MERGE_HINT = (
    "Chọn giữ quyết định, trạng thái của khoản đã tính trong kỳ đó và bỏ dòng tiền của khoản chưa tính; "
    "hai khoản cùng đã tính thì không gộp được: ghi điều chỉnh cam kết của khoản thừa vào kỳ mở."
)
_DONOR_HINT = (
    "Giữ hai bản ghi; khoản mới chỉ chọn một bản, bản đó ghi tên kia ở mục Tên khác. Phải gộp thì bỏ lần "
    "khóa sổ gần nhất ở trang Khóa sổ (khi chưa có điều chỉnh), gộp rồi khóa lại."
)
_UNDO_DONOR_HINT = "Giữ bản đã gộp."
_UNDO_HINT = "Giữ bản đã gộp; phần sai ghi điều chỉnh vào kỳ mở ở mục Kinh phí."


@dataclass(frozen=True)
class Choice:
    """What a person decided: groups and sets taken from the one that goes, money rows that stay."""

    from_gone: frozenset[str] = frozenset()
    # "commitment-12" of either item; every other money row of the two is taken out.
    money: frozenset[str] = frozenset()
    reason: str = ""


@dataclass
class _Plan:
    moved: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)


@action("Ghi nhận không trùng")
def tell_apart(*, kind: str, first: int, second: int, by: User, reason: str = "") -> TwinVerdict:
    """Store that two records that look alike are two; a second verdict changes nothing."""
    low, high = sorted((first, second))
    found = TwinVerdict.objects.filter(kind=kind, first_id=low, second_id=high).first()
    if found:
        return found
    verdict = TwinVerdict(kind=kind, first_id=low, second_id=high, reason=reason)
    verdict.full_clean()
    verdict.save()
    return verdict


@action("Gộp bản ghi trùng")
def merge(
    *, kind: str, kept: Any, gone: Any, versions: tuple[int, int], choice: Choice, today: date, by: User,
    reason: str = "",
) -> Merge:  # fmt: skip
    """Make one record of two; `versions` are those that the person saw. Returns what was done.

    Raises RuleError where a rule forbids it, VersionConflictError when one of them was saved meanwhile.
    """
    kept, gone = _held(MODELS[kind], (kept.pk, gone.pk), versions)
    before, source = taken_down(kept), taken_down(gone)
    books, is_item = books_now(), kind == DuplicateKind.ITEM
    counted = closed_figures([kept.pk, gone.pk], books) if is_item else None
    plan = _Plan()
    if kind == DuplicateKind.DONOR:
        known = len(closed_donors([kept.pk, gone.pk], books))
        refuse_if(donor_blockers(known, min(known, 1), books, _DONOR_HINT))
    if is_item:
        refuse_if(_money_problems(kept, gone, choice))
        _join_item_parts(kept, gone, choice, plan)
    _take_over(kind, kept, gone, choice)
    names = donor_aliases(kept, gone) if kind == DuplicateKind.DONOR else None
    if names is not None:
        kept.aliases = names
    _move_the_rest(kept, gone, plan)
    # The one that goes must go first: two records of one name may not stand side by side.
    gone_pk, gone_label, kept_label = gone.pk, _label(kind, gone), _label(kind, kept)
    gone.delete()
    if is_item:
        _settle_rule_set(kept, today)
    kept.full_clean()
    save_version(kept, expected=versions[0])
    if counted is not None:
        refuse_if(closed_blockers(counted, closed_figures([kept.pk], books), books, _MERGE_HINT))
    if kind == DuplicateKind.DONOR and before["fields"]["name"] != kept.name:
        _refresh_search(kept)
    record = Merge(
        kind=kind, kept_id=kept.pk, kept_label=kept_label, gone_id=gone_pk, gone_label=gone_label,
        merged_on=today,
        plan={
            "before": before, "after": taken_down(kept), "gone": source, "moved": plan.moved,
            "removed": plan.removed,
        },
    )  # fmt: skip
    record.save()
    return record


@action("Hoàn tác gộp")
def undo_merge(*, merge: Merge, expected: int, today: date, by: User, reason: str = "") -> Merge:
    """Put both records back as they were before they were merged.

    Raises RuleError naming the later edits that stand in the way, VersionConflictError as above.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.version != expected:
        raise VersionConflictError(merge)
    model, plan = MODELS[merge.kind], merge.plan
    kept = model.objects.select_for_update().filter(pk=merge.kept_id).first()
    refuse_if(undo_blockers(merge, kept))
    books, is_item = books_now(), merge.kind == DuplicateKind.ITEM
    counted = closed_figures([merge.kept_id], books) if is_item else None
    known = 0 if is_item else len(closed_donors([merge.kept_id], books))
    # The record that stays gives its name back before the other one takes it.
    for name in _changed(plan):
        column = model._meta.get_field(name)
        setattr(kept, column.attname, column.to_python(plan["before"]["fields"][name]))
    try:
        with transaction.atomic():
            save_version(kept, expected=kept.version)
            put_back(plan["gone"])
            # What was moved leaves its place before what had been there comes back.
            for row in plan["moved"]:
                _set_owner(row, merge.gone_id)
            for row in plan["removed"]:
                put_back(row)
            if merge.kind == DuplicateKind.DONOR and "name" in _changed(plan):
                _refresh_search(kept)
    except IntegrityError as error:
        raise RuleError(
            "Chưa hoàn tác được: có bản ghi mới trùng với bản ghi cần trả lại (cùng mã, cùng số hoặc "
            "cùng tên). Sửa bản ghi mới đó rồi thử lại."
        ) from error
    if counted is not None:
        now = closed_figures([merge.kept_id, merge.gone_id], books)
        refuse_if(closed_blockers(counted, now, books, _UNDO_HINT))
    else:
        apart = len(closed_donors([merge.kept_id, merge.gone_id], books))
        refuse_if(donor_blockers(known, apart, books, _UNDO_DONOR_HINT))
    merge.undone_on = today
    return save_version(merge, expected=expected)


def undo_blockers(merge: Merge, kept: Any) -> list[Blocker]:
    """Return why a merge cannot be undone now, each later edit by name."""
    plan = merge.plan
    if merge.undone_on or kept is None:
        return undo_problems(is_undone=bool(merge.undone_on), kept=merge.kept_label, is_there=False)
    now = taken_down(kept)["fields"]
    columns = {name: MODELS[merge.kind]._meta.get_field(name).verbose_name for name in _changed(plan)}
    edited = [str(label) for name, label in columns.items() if now[name] != plan["after"]["fields"][name]]
    lost = [_row_words(row) for row in plan["moved"] if not _is_where_it_was_put(row, merge.kept_id)]
    also = {(row["model"], row["pk"]) for row in (plan["gone"], *plan["removed"])}
    missing = [what for row in (plan["gone"], *plan["removed"]) for what in lacking(row, also)]
    model = MODELS[merge.kind]
    taken = model._base_manager.filter(pk=merge.gone_id).exists()
    if merge.kind == DuplicateKind.ITEM:
        taken = taken or AidItem.objects.filter(code=plan["gone"]["fields"]["code"]).exists()
        edited += _changed_sets(merge)
    return undo_problems(
        is_undone=False, kept=merge.kept_label, is_there=True, edited=edited, lost=lost, missing=missing,
        is_taken=taken,
    )  # fmt: skip


def _changed(plan: dict[str, Any]) -> list[str]:
    """Return the columns of the kept record that the merge changed."""
    before, after = plan["before"]["fields"], plan["after"]["fields"]
    return [name for name in before if name not in FOLLOWING and before[name] != after.get(name)]


def _changed_sets(merge: Merge) -> list[str]:
    """Return the sets of sectors or places that the merge replaced and somebody changed since."""
    found = []
    for name, label in (("itemsector", "lĩnh vực"), ("itemplace", "địa bàn")):
        model = apps.get_model("aid", name)
        was_there = {row["pk"] for row in merge.plan["removed"] if row["model"] == model._meta.label_lower
                     and row["fields"]["item"] == merge.kept_id}  # fmt: skip
        if not was_there:
            continue
        moved = {row["pk"] for row in merge.plan["moved"] if row["model"] == model._meta.label_lower}
        if set(model.objects.filter(item_id=merge.kept_id).values_list("pk", flat=True)) != moved:
            found.append(label)
    return found


def _held(model: Any, keys: tuple[int, int], versions: tuple[int, int]) -> tuple[Any, Any]:
    """Lock both records; return them. Raises where one was saved or removed since it was looked at."""
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    for key, version in zip(keys, versions, strict=True):
        if key not in rows:
            raise RecordGoneError
        if rows[key].version != version:
            raise VersionConflictError(rows[key])
    return rows[keys[0]], rows[keys[1]]


def _label(kind: str, record: Any) -> str:
    return f"{record.code} – {record.name}" if kind == DuplicateKind.ITEM else record.name


def _money_problems(kept: AidItem, gone: AidItem, choice: Choice) -> list[Blocker]:
    rows = [row for item in (kept, gone) for row in money_of(item)]
    staying = {(row._meta.model_name, row.pk) for row in rows if money_key(row) in choice.money}
    return money_problems(rows, staying=staying, books=books_now())


def money_of(item: AidItem) -> list[Any]:
    """Return all money rows of an item, its ledger in order."""
    return [
        *item.commitments.order_by("pk"),
        *item.counterparts.order_by("pk"),
        *item.disbursements.order_by("pk"),
    ]


def money_key(row: Any) -> str:
    """Return how a choice names a money row: commitment-12."""
    return f"{row._meta.model_name}-{row.pk}"


def _join_item_parts(kept: AidItem, gone: AidItem, choice: Choice, plan: _Plan) -> None:
    """Take out the money and the sets that were not chosen; what stays is moved afterwards."""
    # A correction goes before the line that it corrects.
    for row in sorted((*money_of(kept), *money_of(gone)), key=lambda row: -row.pk):
        if money_key(row) not in choice.money:
            _remove(row, plan)
    for item, name in ((kept, "item_sectors"), (kept, "places"), (gone, "item_sectors"), (gone, "places")):
        rows = list(getattr(item, name).order_by("pk"))
        key = SETS["itemsector" if name == "item_sectors" else "itemplace"]
        if (key in choice.from_gone) is (item is kept):
            for row in rows:
                _remove(row, plan)


def _remove(row: Any, plan: _Plan) -> None:
    # Put back in the order of their keys: what is corrected before its correction.
    plan.removed[:0] = tree_of(row)
    row.delete()


def _take_over(kind: str, kept: Any, gone: Any, choice: Choice) -> None:
    for group in GROUPS[kind]:
        if group.key in choice.from_gone:
            for name in group.columns:
                attname = kept._meta.get_field(name).attname
                setattr(kept, attname, getattr(gone, attname))


def _move_the_rest(kept: Any, gone: Any, plan: _Plan) -> None:
    """Hang everything that refers to the one that goes on the one that stays; what is there twice goes."""
    for relation, row in list(children_of(gone)):
        column = relation.field
        setattr(row, column.name, kept)
        if _is_there_already(row, column):
            setattr(row, column.name, gone)
            _remove(row, plan)
            continue
        plan.moved.append({"model": row._meta.label_lower, "pk": row.pk, "column": column.name,
                           "label": str(row)[:100]})  # fmt: skip
        save_version(row, expected=row.version)


def _is_there_already(row: Any, column: Any) -> bool:
    """Return whether the kept record has a row that is unique with the same values."""
    for constraint in row._meta.constraints:
        names = getattr(constraint, "fields", ())
        if column.name in names and constraint.condition is None:
            same = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
            if type(row).objects.filter(**same).exclude(pk=row.pk).exists():
                return True
    return False


def _settle_rule_set(item: AidItem, today: date) -> None:
    """Give the item the decree of its approval day, and a state that goes with having one."""
    periods = aid_law(item.approved_on or today).rule_sets
    chosen = rule_set_for(item.approved_on, item.emergency_kind, periods)
    refuse_if(rule_set_problems(item.approved_on, chosen))
    item.rule_set = chosen.code if chosen else ""


def _refresh_search(donor: Any) -> None:
    """Let items be found by the donor's new name."""
    for item in AidItem.objects.filter(donor=donor):
        save_version(item, expected=item.version)


def _set_owner(row: dict[str, Any], key: int) -> None:
    """Hang a moved row on the record of that key."""
    model = apps.get_model(row["model"])
    record = model._base_manager.get(pk=row["pk"])
    setattr(record, model._meta.get_field(row["column"]).attname, key)
    save_version(record, expected=record.version)


def _is_where_it_was_put(row: dict[str, Any], key: int) -> bool:
    model = apps.get_model(row["model"])
    return model._base_manager.filter(pk=row["pk"], **{row["column"]: key}).exists()


def _row_words(row: dict[str, Any]) -> str:
    return f"{apps.get_model(row['model'])._meta.verbose_name} “{row['label']}”"
