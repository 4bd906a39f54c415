"""What changes agencies and who took over from whom."""

from datetime import date, timedelta

from core.history import action, save_version
from core.legal import refuse_if
from core.models import Agency, AgencySuccession, User
from core.rules import parent_problems, succession_problems, typing_code_problems


@action("Thêm cơ quan")
def add_agency(*, agency: Agency, by: User) -> Agency:
    """Store a new agency. Raises RuleError for a typing code of another agency."""
    _refuse(agency)
    agency.save()
    return agency


@action("Sửa cơ quan")
def edit_agency(*, agency: Agency, expected: int, by: User) -> Agency:
    """Store the changed agency. Raises RuleError for a taken typing code or a parent below it."""
    _refuse(agency)
    return save_version(agency, expected=expected)


@action("Ghi cơ quan kế thừa")
def record_succession(
    *, predecessor: Agency, successor: Agency, effective_on: date, by: User
) -> AgencySuccession:
    """Store who takes over from that day; the old agency ends the day before unless it ended already."""
    refuse_if(
        succession_problems(
            old=predecessor.pk, new=successor.pk, heirs_of_new=_reached(successor.pk, _heirs())
        )
    )
    row = AgencySuccession(predecessor=predecessor, successor=successor, effective_on=effective_on)
    row.full_clean()
    row.save()
    if predecessor.valid_to is None:
        predecessor.valid_to = effective_on - timedelta(days=1)
        predecessor.full_clean()
        save_version(predecessor, expected=predecessor.version)
    return row


def _refuse(agency: Agency) -> None:
    taken = {
        code: other.name
        for other in Agency.objects.exclude(pk=agency.pk).order_by("pk")
        for code in other.typing_codes
    }
    problems = typing_code_problems(codes=agency.typing_codes, taken=taken)
    if agency.parent_id:
        above: dict[int, list[int]] = {
            pk: [parent]
            for pk, parent in Agency.objects.values_list("pk", "parent_id")
            if parent and pk != agency.pk
        }
        ancestors = {agency.parent_id} | _reached(agency.parent_id, above)
        problems += parent_problems(agency=agency.pk, ancestors_of_parent=ancestors)
    refuse_if(problems)


def _heirs() -> dict[int, list[int]]:
    heirs: dict[int, list[int]] = {}
    for old, new in AgencySuccession.objects.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(old, []).append(new)
    return heirs


def _reached(start: int, links: dict[int, list[int]]) -> set[int]:
    """Return everything that can be reached from `start` by following the links."""
    found: set[int] = set()
    waiting = list(links.get(start, []))
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(links.get(pk, []))
    return found
