"""Plans of the pages of aid: the arguments of the address, the rows to add, the statements."""

from inline_snapshot import snapshot

from tests.query_plans.rows import donors, items, nothing, payments

PAGES = {
    "aid:owner_board": (
        None,
        items,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_legalvalue",
                "SELECT core_swappedday",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem aid_ownerreport",
                "SELECT aid_aiditem aid_ownerreport",
                "SELECT aid_aiditem aid_ownerreport",
                "SELECT aid_aiditem aid_ownerreport",
                "SELECT aid_aiditem aid_ownerreport",
                "SELECT aid_aiditem core_partner core_agency aid_ownerreport",
                "SELECT aid_ownerreport",
                "SELECT aid_ownerreminder",
            ]
        ),
    ),
    "aid:owner_reports": (
        "item.code",
        items,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_aiditem core_partner core_agency",
                "SELECT aid_ownerreport",
                "SELECT aid_ownerreminder",
                "SELECT core_legalvalue",
                "SELECT core_swappedday",
                "SELECT aid_ownerreport aid_dossierdocument",
            ]
        ),
    ),
    "aid:item_list": (
        None,
        items,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_legalvalue",
                "SELECT aid_aidsum",
                "SELECT aid_aidsum",
                "SELECT core_locality",
                "SELECT aid_aidsum",
                "SELECT aid_aidfact",
                "SELECT core_useragency",
                "SELECT aid_aidfact",
                "SELECT aid_aidfact",
                "SELECT aid_sector",
                "SELECT aid_commitment aid_disbursement aid_aiditem core_partner core_country core_agency",
                "SELECT aid_itemsector aid_sector",
                "SELECT aid_commitment",
            ]
        ),
    ),
    "aid:item_detail": (
        "item.code",
        payments,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_commitment aid_disbursement aid_aiditem core_partner core_country core_agency core_person",
                "SELECT core_legalvalue",
                "SELECT aid_closedperiod",
                "SELECT aid_disbursement",
                "SELECT aid_itemsector aid_sector",
                "SELECT aid_itemplace core_locality",
                "SELECT aid_dossierdocument core_attachment",
                "SELECT aid_commitment",
                "SELECT aid_disbursement",
                "SELECT aid_itemsector aid_sector",
                "SELECT aid_commitment",
                "SELECT aid_ngoregistration",
                "SELECT aid_registrationsector",
                "SELECT core_legalvalue",
                "SELECT aid_aidstep aid_dossierdocument core_attachment",
                "SELECT aid_dossiercheck aid_dossierrequirement",
                "SELECT aid_dossierrequirement",
                "SELECT aid_disbursement",
                "SELECT aid_historicalaidstep core_user",
                "SELECT aid_commitment",
                "SELECT aid_counterpart",
                "SELECT aid_commitment",
                "SELECT aid_disbursement",
                "SELECT core_legalvalue",
                "SELECT aid_aiditem aid_commitment aid_disbursement",
                "SELECT reports_report",
                "SELECT core_legalvalue",
                "SELECT aid_aiditem aid_commitment aid_disbursement",
            ]
        ),
    ),
    "aid:donor_list": (
        None,
        donors,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_partner aid_aiditem",
                "SELECT core_partner aid_aiditem",
                "SELECT core_partner aid_aiditem",
                "SELECT aid_aidsum",
                "SELECT aid_aidsum",
                "SELECT aid_aiditem aid_commitment aid_disbursement core_partner core_country",
            ]
        ),
    ),
    "aid:donor_detail": (
        "donor.pk",
        items,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT core_partner core_country",
                "SELECT core_legalvalue",
                "SELECT aid_aidsum",
                "SELECT core_locality",
                "SELECT aid_aiditem",
                "SELECT aid_aiditem",
                "SELECT aid_commitment aid_aiditem",
                "SELECT aid_disbursement aid_aiditem",
                "SELECT aid_aiditem",
                "SELECT aid_commitment aid_aiditem",
                "SELECT aid_disbursement aid_aiditem",
                "SELECT core_legalvalue",
                "SELECT aid_ngoregistration core_attachment",
                "SELECT aid_registrationsector",
                "SELECT aid_commitment aid_disbursement aid_aiditem core_partner core_country core_agency",
                "SELECT aid_itemsector aid_sector",
                "SELECT aid_commitment",
            ]
        ),
    ),
    "aid:disbursement_list": (
        None,
        payments,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_disbursement",
                "SELECT aid_disbursement",
                "SELECT aid_disbursement aid_aiditem",
                "SELECT aid_disbursement aid_aiditem core_partner",
            ]
        ),
    ),
    "aid:sector_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_sector aid_itemsector",
                "SELECT aid_sector aid_itemsector",
            ]
        ),
    ),
    "aid:requirement_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_dossierrequirement",
                "SELECT aid_dossierrequirement",
            ]
        ),
    ),
    "aid:rate_list": (
        None,
        nothing,
        snapshot(
            [
                "SELECT django_session",
                "SELECT core_user",
                "SELECT aid_exchangerate",
                "SELECT aid_exchangerate",
            ]
        ),
    ),
}
