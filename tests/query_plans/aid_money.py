"""Plans of the pages of money: closed periods."""

from inline_snapshot import snapshot

from tests.query_plans.rows import nothing

PAGES = {
    "aid:period_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_closedperiod",
                "SELECT aid_commitment",
                "SELECT aid_disbursement",
                "SELECT aid_aiditem",
            ]
        ),
    )
}
