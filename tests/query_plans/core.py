"""Plans of the pages of core: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import accounts, agencies, localities, nothing, partners, people

PAGES = {
    "core:agency_list": (
        None,
        agencies,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_agency",
                "SELECT core_agency",
                "SELECT core_agency",
            ]
        ),
    ),
    "core:agency_detail": (
        "agency.pk",
        people,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_agency",
                "SELECT core_appointment core_person",
                "SELECT core_agencysuccession core_agency",
                "SELECT core_agencysuccession core_agency",
                "SELECT core_agency",
            ]
        ),
    ),
    "core:person_list": (
        None,
        people,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_person",
                "SELECT core_person",
                "SELECT core_agency",
                "SELECT core_person",
                "SELECT core_appointment",
            ]
        ),
    ),
    "core:person_detail": (
        "person.pk",
        people,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_person",
                "SELECT core_appointment core_agency",
            ]
        ),
    ),
    "core:partner_list": (
        None,
        partners,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_partner",
                "SELECT core_partner",
                "SELECT core_country core_partner",
                "SELECT core_partner core_country",
            ]
        ),
    ),
    "core:partner_detail": (
        "donor.pk",
        partners,
        snapshot(["SELECT django_session", "SELECT core_user", "SELECT core_partner core_country"]),
    ),
    "core:account_list": (
        None,
        accounts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_user",
                "SELECT core_user",
                "SELECT core_user",
                "SELECT core_user core_agency",
            ]
        ),
    ),
    "core:account_detail": (
        "account.pk",
        accounts,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_user core_agency",
                "SELECT mfa_authenticator",
                "SELECT core_useragency core_agency",
                "SELECT core_accesslog",
            ]
        ),
    ),
    "core:country_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_country",
                "SELECT core_country",
                "SELECT core_country",
                "SELECT core_country",
            ]
        ),
    ),
    "core:country_detail": (
        "country.pk",
        partners,
        snapshot(
            ["SELECT django_session", "SELECT core_user", "SELECT core_country", "SELECT core_observance"]
        ),
    ),
    "core:locality_list": (
        None,
        localities,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_locality",
                "SELECT core_locality",
                "SELECT core_locality",
            ]
        ),
    ),
    "core:legal_value_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_legalvalue",
                "SELECT core_legalvalue",
                "SELECT core_legalvalue",
            ]
        ),
    ),
    "core:swapped_day_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_swappedday",
                "SELECT core_swappedday",
                "SELECT core_swappedday",
            ]
        ),
    ),
    "core:access_log": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_accesslog",
                "SELECT core_accesslog",
                "SELECT core_user",
                "SELECT core_accesslog core_user",
            ]
        ),
    ),
}
