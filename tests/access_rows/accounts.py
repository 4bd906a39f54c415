"""Sign-in, sign-out, password and second factor of one's own account.

The cast has chosen a password and no second factor. What needs a fresh password leads to the page that asks
for it; what belongs to a second factor that is not there is not found.
"""

from tests.access import METHODS, READS, Row


def answers(*, shown, posted, put=405, other=405, options=200):
    """Return the answer of a page of one's own account to each method; PATCH and DELETE share one."""
    return dict(zip(METHODS, (shown, shown, posted, put, other, other, options), strict=True))


def always(status):
    """Return the same answer to every method."""
    return dict.fromkeys(METHODS, status)


def mine(answers_of_owner, nobodys=None):
    """Return the row of a page of one's own account."""
    methods = READS if answers_of_owner["POST"] == 405 else READS | {"POST"}
    return Row(methods, mine=answers_of_owner, nobodys=nobodys)


def calendar_key(kit):
    """Return the key of somebody's calendar, which is all that a calendar program has."""
    return [kit.calendar_key]


FEED = answers(shown=200, posted=405, options=405)
# The library takes a PUT as it takes a POST.
FORM = answers(shown=200, posted=200, put=200)
SIGN_IN_FIRST = always(302)
CONFIRM_FIRST = always(302)
NO_SECOND_FACTOR = always(404)

ROWS = {
    "account_login": mine(always(302), nobodys=FORM),
    "core:calendar_page": mine(answers(shown=200, posted=302, options=405)),
    "core:calendar_revoke": mine(answers(shown=405, posted=302, options=405)),
    "core:calendar_feed": Row(READS, calendar_key, mine=FEED, nobodys=FEED),
    "mfa_authenticate": mine(always(302), nobodys=SIGN_IN_FIRST),
    "account_logout": mine(answers(shown=200, posted=302), nobodys=answers(shown=302, posted=302)),
    "account_change_password": mine(answers(shown=200, posted=200, options=405)),
    "account_reauthenticate": mine(FORM),
    "mfa_reauthenticate": mine(CONFIRM_FIRST),
    "mfa_index": mine(answers(shown=200, posted=405)),
    "mfa_activate_totp": mine(CONFIRM_FIRST),
    "mfa_deactivate_totp": mine(NO_SECOND_FACTOR),
    "mfa_view_recovery_codes": mine(answers(shown=404, posted=405)),
    "mfa_generate_recovery_codes": mine(CONFIRM_FIRST),
    "mfa_download_recovery_codes": mine(NO_SECOND_FACTOR),
}
