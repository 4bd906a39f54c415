"""Who keeps the numbers of an agency's papers: its clerk (văn thư), and what to do where it has none here.

A number belongs to the book of the very agency (Điều 15 Nghị định 30/2020/NĐ-CP), so that nobody numbers
for another: no clerk of the department for UBND tỉnh, no leader for the own body. A body whose papers are
kept by somebody else's clerk names that account's further agencies: the clerk of Văn phòng UBND tỉnh
serves UBND tỉnh.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from core.models import Agency, Role, User
from core.notices import people_of


def is_clerk(user: User) -> bool:
    """Whether the account keeps the book of numbers of some agency."""
    return user.is_active and user.role == Role.VAN_THU


def is_clerk_of(user: User, agency_id: int | None) -> bool:
    """Whether the account is the clerk of this agency: checks the form, numbers, issues."""
    return is_clerk(user) and agency_id in user.agency_ids()


def clerks_of(agency_id: int | None) -> list[User]:
    """Return the accounts that number the papers of this agency, in two statements."""
    return [user for user in people_of({agency_id}) if is_clerk_of(user, agency_id)]


def clerks_words(agency: Agency) -> str:
    """Return who numbers the papers of an agency, and how it is mended where nobody does."""
    names = ", ".join(str(clerk) for clerk in clerks_of(agency.pk))
    return f"Văn thư phục vụ {agency.label}: {names}." if names else no_clerk_words(agency)


def require_clerk_of(user: User, agency: Agency | None) -> None:
    """Raise PermissionDenied (403) with who serves the agency, unless the account is its clerk."""
    if not is_clerk_of(user, agency.pk if agency else None):
        words = f"Việc này do văn thư của cơ quan làm. {clerks_words(agency)}" if agency else ""
        raise PermissionDenied(words)


def no_clerk_words(agency: Agency) -> str:
    """Return what is missing where an agency has no clerk here, and how it is mended."""
    return (
        f"{agency.label} chưa có văn thư trên cổng. Nhờ quản trị mở tài khoản vai trò Văn thư của cơ quan "
        f"này, hoặc chọn cơ quan này ở ô “Cơ quan kiêm thêm” trong tài khoản của văn thư phục vụ cơ quan."
    )
