"""The checklist of a dossier: what was found of each paper, and the papers that decrees ask for."""

from dataclasses import dataclass
from typing import Any

from aid.actions.documents import add_document
from aid.actions.life import held
from aid.dossier import THERE, UNSEEN
from aid.models import AidItem, DossierCheck, DossierDocument, DossierRequirement
from core.history import action, save_version
from core.models import User


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody found of one paper; `state` "" says that nobody has looked yet."""

    requirement: DossierRequirement
    state: str
    note: str = ""
    document: DossierDocument | None = None
    upload: Any = None


@action("Đối chiếu hồ sơ khoản viện trợ")
def check_dossier(*, item: AidItem, expected: int, found: list[Found], by: User) -> AidItem:
    """Store what was found of each paper; an uploaded file goes into the dossier and its paper is there.

    Raises VersionConflictError when somebody saved the item meanwhile.
    """
    stored = held(item, expected)
    checks = {check.requirement_id: check for check in stored.dossier_checks.all()}
    for one in found:
        _write(stored, checks.get(one.requirement.pk), one, by)
    return save_version(stored, expected=expected)


def _write(item: AidItem, check: DossierCheck | None, one: Found, by: User) -> None:
    document, state = one.document, one.state
    if one.upload:
        document = add_document(
            item=item, upload=one.upload, kind=one.requirement.document_kind, title=_title(one), by=by
        )
        state = THERE
    if state == UNSEEN:
        if check:
            check.delete()
        return
    check = check or DossierCheck(item=item, requirement=one.requirement)
    columns = {"state": state, "document": document, "note": one.note}
    if check.pk and all(getattr(check, name) == value for name, value in columns.items()):
        return
    for name, value in columns.items():
        setattr(check, name, value)
    check.full_clean()
    check.save()


def _title(one: Found) -> str:
    label = one.requirement.label
    return label if label != one.requirement.get_document_kind_display() else ""


@action("Thêm thành phần hồ sơ")
def add_requirement(*, requirement: DossierRequirement, by: User) -> DossierRequirement:
    """Store a new paper that a decree asks for."""
    requirement.full_clean()
    requirement.save()
    return requirement


@action("Sửa thành phần hồ sơ")
def edit_requirement(*, requirement: DossierRequirement, expected: int, by: User) -> DossierRequirement:
    """Store the changed paper. Raises VersionConflictError when somebody saved it meanwhile."""
    requirement.full_clean()
    return save_version(requirement, expected=expected)
