"""Whether enough people are left for the parts of a report that exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.clerks import clerks_of, no_clerk_words
from core.legal import Blocker, Caution
from core.models import User
from reports.life import Part, Step
from reports.life_people import parts_had
from reports.models import Report
from reports.permissions import LEADERS, can_approve_report, can_sign_report


def staffing_findings(
    report: Report, step: Step, by: User, had: Mapping[int, set[Part]] | None = None
) -> list[Blocker | Caution]:
    """Return whether somebody can still approve, somebody else sign and a clerk number after this step.

    A lock only warns, for accounts may be added later, and so does each step up to the signature of a clerk
    that is not there; an approval that takes the last signer is refused. `had` saves looking up who had which
    part (`parts_had`).
    """
    if step.part not in {Part.DRAFTS, Part.APPROVES, Part.SIGNS}:
        return []
    return [*_leaders_left(report, step, by, had), *_clerk_lacks(report)]


def _clerk_lacks(report: Report) -> list[Blocker | Caution]:
    if clerks_of(report.issuer_id):
        return []
    words = f"{no_clerk_words(report.issuer)} Chưa có thì báo cáo không được kiểm tra thể thức, không có số."
    return [Caution(words, None)]


def _leaders_left(
    report: Report, step: Step, by: User, had: Mapping[int, set[Part]] | None
) -> list[Blocker | Caution]:
    if step.part is Part.SIGNS:
        return []
    had = parts_had(report) if had is None else had
    wrote = {pk for pk, parts in had.items() if Part.DRAFTS in parts}
    active = User.objects.filter(is_active=True, role__in=LEADERS).order_by("pk")
    leaders = [
        user
        for user in active.prefetch_related("extra_agencies")
        if can_approve_report(user, report) or can_sign_report(user, report)
    ]
    if step.part is Part.DRAFTS:
        return _after_lock(report, leaders, wrote | {by.pk})
    return _after_approval(report, [user for user in leaders if user.pk not in wrote | {by.pk}])


def _after_lock(report: Report, leaders: Iterable[User], wrote: set[int]) -> list[Blocker | Caution]:
    free = [user for user in leaders if user.pk not in wrote]
    signers = [user for user in free if can_sign_report(user, report)]
    if any(one != other for one in signers for other in free if can_approve_report(other, report)):
        return []
    names = ", ".join(str(user) for user in leaders if user.pk in wrote)
    why = f"{names} đã viết hay chốt báo cáo này nên không duyệt, không ký. " if names else ""
    words = (
        f"{why}Không còn hai người khác nhau để duyệt nội dung và để ký. Đưa các đoạn ấy về đúng lời "
        "trước đó, người khác viết lại; hoặc nhờ quản trị thêm tài khoản lãnh đạo."
    )
    return [Caution(words, None)]


def _after_approval(report: Report, others: list[User]) -> list[Blocker | Caution]:
    if any(can_sign_report(user, report) for user in others):
        return []
    names = ", ".join(str(user) for user in others if can_approve_report(user, report))
    who = f"Để {names} duyệt nội dung" if names else "Nhờ quản trị thêm tài khoản lãnh đạo"
    words = f"Sau đồng chí không còn ai ký được báo cáo này: người duyệt nội dung thì không ký. {who}."
    return [Blocker(words, None)]
