"""What changes accounts. Each change of role, password or state ends the account's sessions at once."""

import secrets

from allauth.mfa.models import Authenticator

from core.history import action, save_version
from core.legal import refuse_if
from core.models import Agency, Role, User, UserAgency
from core.rules import account_problems

# Without letters and digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Return a random password that can be read out: four groups of five, about 99 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


@action("Tạo tài khoản")
def create_account(*, user: User, agencies: list[Agency], by: User) -> str:
    """Store a new account with its further agencies; returns its one-time password."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    _set_agencies(user, agencies)
    return password


@action("Sửa tài khoản")
def edit_account(*, user: User, agencies: list[Agency], expected: int, by: User) -> User:
    """Store the changed account. Raises RuleError for the last administrator and for oneself."""
    stored = User.objects.get(pk=user.pk)
    demotes = stored.role == Role.ADMIN and user.role != Role.ADMIN
    _refuse(stored, by, demotes=demotes)
    if stored.role != user.role:
        user.session_epoch = stored.session_epoch + 1
    save_version(user, expected=expected)
    _set_agencies(user, agencies)
    return user


@action("Ngừng tài khoản")
def deactivate_account(*, user: User, by: User, reason: str = "") -> None:
    """Close the account and end its sessions. Raises RuleError for the last administrator and for oneself."""
    stored = _locked(user)
    _refuse(stored, by, deactivates=True)
    stored.is_active = False
    _end_sessions(stored)


@action("Mở lại tài khoản")
def reactivate_account(*, user: User, by: User) -> None:
    """Let the account sign in again, with the password it had."""
    stored = _locked(user)
    stored.is_active = True
    save_version(stored, expected=stored.version)


@action("Đặt lại mật khẩu")
def reset_password(*, user: User, by: User) -> str:
    """Give the account a new one-time password, returned once, and end its sessions."""
    stored = _locked(user)
    password = one_time_password()
    stored.set_password(password)
    stored.must_change_password = True
    _end_sessions(stored)
    return password


@action("Gỡ xác thực hai lớp")
def remove_second_factor(*, user: User, by: User, reason: str = "") -> None:
    """Remove the account's second factor and recovery codes, and end its sessions."""
    stored = _locked(user)
    Authenticator.objects.filter(user=stored).delete()
    _end_sessions(stored)


@action("Kết thúc mọi phiên đăng nhập")
def end_sessions(*, user: User, by: User) -> None:
    """End the account's sessions everywhere."""
    _end_sessions(_locked(user))


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _end_sessions(user: User) -> None:
    user.session_epoch += 1
    save_version(user, expected=user.version)


def _refuse(stored: User, by: User, *, deactivates: bool = False, demotes: bool = False) -> None:
    # The lock keeps two administrators from removing each other at the same moment.
    admins = set(
        User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True)
    )
    refuse_if(
        account_problems(
            deactivates=deactivates,
            demotes=demotes,
            is_self=stored.pk == by.pk,
            is_last_admin=admins == {stored.pk},
        )
    )


def _set_agencies(user: User, agencies: list[Agency]) -> None:
    wanted = {agency.pk for agency in agencies} - {user.agency_id}
    for row in UserAgency.objects.filter(user=user):
        if row.agency_id in wanted:
            wanted.remove(row.agency_id)
        else:
            row.delete()
    for agency_id in sorted(wanted):
        UserAgency(user=user, agency_id=agency_id).save()
