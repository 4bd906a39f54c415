"""Whose reports an account writes and approves: a rule on agencies, said here alone.

The Union and the associations under it speak for themselves: their own people write, lock, approve, return
and sign what they issue, nobody else does. The department writes and approves for itself and for every other
body, since those have no author here (UBND tỉnh, sở, ngành, xã). An association without an author of its own
has the Union's, under which it stands. Who signs and who numbers is bound to the very agency
(reports/permissions.py).
"""

from __future__ import annotations

from django.db.models import Q

from core.models import Agency, AgencyKind, Role, User
from core.permissions import Area, Reach, Right, reach

SPEAK_FOR_THEMSELVES = (AgencyKind.UNION, AgencyKind.ASSOCIATION)
# Who signs, each for the own agency: heads and deputies of the department, the Union and the province.
SIGNERS = frozenset({Role.SNGV_LEADER, Role.LH_LEADER, Role.UBND_LEADER})
_ACTS = (Right.WRITE, Right.APPROVE)


def acts_for(user: User, right: Right, agency: Agency | None) -> bool:
    """Return whether the account writes (or approves) what this agency issues; None is the whole province."""
    if user.is_system:
        return True
    how_far = reach(user, Area.REPORTS, right)
    if agency is None:
        return how_far is Reach.ALL
    own = user.agency_ids() if how_far is not Reach.NONE else frozenset()
    if agency.pk in own:
        return True
    if how_far is Reach.ALL:
        return agency.kind not in SPEAK_FOR_THEMSELVES
    return agency.kind == AgencyKind.ASSOCIATION and agency.parent_id in own


def agencies_of(user: User, *rights: Right, at: str = "") -> Q:
    """Return the condition for the agencies for which the account has one of the rights.

    `at` is the way from the rows asked to their agency: "issuer__"; "" for agencies themselves.
    """
    far = {reach(user, Area.REPORTS, right) for right in rights or _ACTS}
    own = Q(**{f"{at}pk__in": user.agency_ids()}) if far != {Reach.NONE} else Q(pk__in=[])
    if Reach.ALL in far:
        return own | ~Q(**{f"{at}kind__in": SPEAK_FOR_THEMSELVES})
    if Reach.OWN in far:
        return own | Q(**{f"{at}kind": AgencyKind.ASSOCIATION, f"{at}parent__in": user.agency_ids()})
    return own


def part_in(user: User, at: str = "issuer__") -> Q | None:
    """Return the condition for the unissued reports that an account has a part in, None where it has in all.

    A part have who writes, approves or signs for the issuer, and the issuer's clerk. Who oversees the portal
    reads every word in the history anyway, so the page as well.
    """
    if user.is_system or reach(user, Area.HISTORY) is Reach.ALL:
        return None
    found = agencies_of(user, at=at)
    if user.is_active and user.role in {Role.VAN_THU, *SIGNERS}:
        found |= Q(**{f"{at}pk__in": user.agency_ids()})
    return found
