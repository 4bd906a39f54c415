"""What changes foreign partners."""

from core.codes import take_turn
from core.history import action, save_version
from core.models import Partner, User
from core.text import fold


@action("Thêm đối tác")
def add_partner(*, partner: Partner, by: User) -> Partner:
    """Store a new partner that a form has checked."""
    partner.save()
    return partner


@action("Sửa đối tác")
def edit_partner(*, partner: Partner, expected: int, by: User) -> Partner:
    """Store the changed partner. Raises VersionConflictError when somebody saved it meanwhile."""
    return save_version(partner, expected=expected)


@action("Thêm đối tác khi đang nhập")
def add_partner_named(*, name: str, by: User) -> Partner:
    """Return the partner of that name (marks and case aside), stored now if there was none."""
    typed = fold(name)
    take_turn(f"partner {typed}")
    for partner in Partner.objects.filter(search_text__contains=typed).order_by("pk"):
        if typed in {fold(known) for known in (partner.name, partner.name_en, *partner.aliases)}:
            return partner
    partner = Partner(name=name)
    partner.full_clean()
    partner.save()
    return partner
