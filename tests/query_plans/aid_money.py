"""Plans of the pages of money: closed periods."""

from inline_snapshot import snapshot

from tests.query_plans.rows import nothing, payments

PAGES = {
    "aid:period_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_closedperiod",
                "SELECT aid_disbursement",
                "SELECT aid_commitment",
                "SELECT aid_counterpart",
                "SELECT aid_aiditem",
                "SELECT aid_disbursement",
                "SELECT aid_commitment",
                "SELECT aid_counterpart",
                "SELECT aid_aiditem",
            ]
        ),
    ),
    "aid:period_detail": (
        "period.pk",
        payments,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_closedperiod",
                "SELECT aid_closedperiod",
                "SELECT aid_disbursement aid_aiditem",
                "SELECT aid_commitment aid_aiditem",
                "SELECT aid_counterpart aid_aiditem",
                "SELECT aid_aiditem core_partner",
            ]
        ),
    ),
}
