"""Whom a step of an item's life is told: who acts next, or the owner that waits for a decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from aid.life import DECISION, OFFICE, OWNER
from aid.models import AidItem, AidStep
from core.actions.notices import notify, settle
from core.models import Notice, Role, User
from core.models.base import Origin
from core.notices import doers
from core.permissions import TABLE, Area, Reach

_K = AidStep.Kind
# A step written long after its day is history: nobody waits for it.
FRESH = timedelta(days=31)
_ASKING = (Notice.Kind.ASSIGNED, Notice.Kind.REPORTED)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Which desk is told of a step, and what is to be done there."""

    desk: str
    subject: str
    todo: str = ""


_TOLD = {
    _K.PREPARE: _Telling(OFFICE, "Hồ sơ chờ tiếp nhận", "Đối chiếu hồ sơ, ghi tiếp nhận"),
    _K.RETURN: _Telling(OWNER, "Bổ sung hồ sơ", "Bổ sung theo nội dung trả lại, nộp lại Sở Ngoại vụ"),
    _K.APPRAISE: _Telling(DECISION, "Chờ quyết định", "Phê duyệt, hoặc không tiếp nhận"),
    _K.ASK_CHANGE: _Telling(DECISION, "Chờ quyết định điều chỉnh", "Phê duyệt điều chỉnh, hoặc giữ nguyên"),
    _K.APPROVE: _Telling(OWNER, "Đã phê duyệt", "Bắt đầu thực hiện và ghi ngày bắt đầu"),
    _K.REJECT: _Telling(OWNER, "Không tiếp nhận"),
    _K.ADJUST: _Telling(OWNER, "Đã phê duyệt điều chỉnh"),
    _K.KEEP: _Telling(OWNER, "Không điều chỉnh"),
    _K.REVOKE: _Telling(OWNER, "Thu hồi quyết định"),
}


def tell_of_step(*, step: AidStep, today: date) -> None:
    """Tell the next desk, or the owner, of a step that was just written; call it inside the action."""
    item, url = step.item, step.item.get_absolute_url()
    # The step before asked somebody for something: it is done.
    settle([user for desk in (OWNER, OFFICE, DECISION) for user in _people(desk, item)], _ASKING, url)
    telling = _TOLD.get(_K(step.kind))
    if telling is None or step.origin != Origin.OFFICE or today - step.on > FRESH:
        return
    notify(
        _people(telling.desk, item),
        _kind(telling),
        f"{telling.subject}: {item.code} – {item.name}",
        _why(telling.desk, item),
        url,
        f"buoc-vien-tro:{step.pk}",
        todo=telling.todo,
        day=today,
    )


def _people(desk: str, item: AidItem) -> list[User]:
    if desk == OWNER:
        # An owner without an account is told through who receives the aid.
        return doers(item.owner_id, Area.AID) or doers(item.recipient_id, Area.AID)
    roles = [Role.SNGV_STAFF]
    if desk == DECISION:
        roles = [Role(role) for role, cells in TABLE.items() if cells[Area.AID].approve is Reach.ALL]
    return list(User.objects.filter(role__in=roles, is_active=True).order_by("pk"))


def _kind(telling: _Telling) -> Notice.Kind:
    if telling.desk == OWNER:
        return Notice.Kind.ASSIGNED if telling.todo else Notice.Kind.JOINED
    return Notice.Kind.REPORTED


def _why(desk: str, item: AidItem) -> str:
    if desk == OWNER:
        return f"{item.owner.name} là chủ khoản viện trợ {item.code}"
    if desk == OFFICE:
        return "Sở Ngoại vụ tiếp nhận, thẩm định hồ sơ viện trợ"
    return "Anh/chị quyết định các khoản viện trợ"
