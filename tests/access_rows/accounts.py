"""Sign-in, sign-out, password and second factor of one's own account."""

from tests.access import READS, Row

SHOWS = Row(READS, mine=True)
ASKS = Row(READS | {"POST"}, mine=True)
OPEN = Row(READS | {"POST"}, mine=True, public=True)

ROWS = {
    "account_login": OPEN,
    "mfa_authenticate": OPEN,
    "account_logout": OPEN,
    "account_change_password": ASKS,
    "account_reauthenticate": ASKS,
    "mfa_reauthenticate": ASKS,
    "mfa_index": SHOWS,
    "mfa_activate_totp": ASKS,
    "mfa_deactivate_totp": ASKS,
    "mfa_view_recovery_codes": SHOWS,
    "mfa_generate_recovery_codes": ASKS,
    "mfa_download_recovery_codes": SHOWS,
}
