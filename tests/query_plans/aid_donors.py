"""Plans of the pages of donors' certificates, duplicates, emergency grants."""

from inline_snapshot import snapshot

from tests.query_plans.rows import disasters, registrations

PAGES = {
    "aid:emergency_list": (
        None,
        disasters,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem",
                "SELECT aid_commitment aid_aiditem",
                "SELECT aid_allocation aid_aiditem",
            ]
        ),
    ),
    "aid:registration_list": (
        None,
        registrations,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_legalvalue",
                "SELECT aid_ngoregistration",
                "SELECT aid_sector",
                "SELECT aid_ngoregistration core_partner core_country",
                "SELECT aid_registrationsector",
                "SELECT aid_sector",
            ]
        ),
    ),
}
