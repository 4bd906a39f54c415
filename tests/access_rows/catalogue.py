"""The catalogue: everybody reads it, the administrator keeps it; who logs aid also keeps partners."""

from tests.access import READS, Row, act, form, page
from tests.access_rows.accounts import answers
from tests.access_rows.aid import WRITE_OWN
from tests.access_rows.roles import ADMIN, EVERYBODY, KEEPS_ACCOUNTS

KEEP = {"own": ADMIN, "readers": EVERYBODY}
RATES = {"own": ADMIN | {"FIN", "SNGV_LEADER"}, "readers": EVERYBODY}
KEEP_ACCOUNTS = {"own": ADMIN, "readers": KEEPS_ACCOUNTS}
# Publication is off: nobody finds the file.
NOT_PUBLISHED = answers(shown=404, posted=405, options=405)
KEEP_PARTNERS = {"own": ADMIN | WRITE_OWN, "readers": EVERYBODY}


def of(name):
    """Return the arguments of the URL of one record: its key."""
    return lambda kit: [getattr(kit, name).pk]


ROWS = {
    "core:catalogue": page(own=EVERYBODY),
    "core:account_list": page(own=KEEPS_ACCOUNTS),
    "core:account_add": form(**KEEP_ACCOUNTS),
    "core:account_detail": page(of("account"), own=KEEPS_ACCOUNTS),
    "core:account_edit": form(of("account"), **KEEP_ACCOUNTS),
    "core:account_deactivate": act(of("account"), **KEEP_ACCOUNTS, posted=200),
    "core:account_reactivate": act(of("account"), **KEEP_ACCOUNTS),
    "core:account_reset_password": act(of("account"), **KEEP_ACCOUNTS, posted=200),
    "core:account_remove_second_factor": act(of("account"), **KEEP_ACCOUNTS, posted=200),
    "core:account_end_sessions": act(of("account"), **KEEP_ACCOUNTS),
    "core:agency_list": page(own=EVERYBODY),
    "core:agency_options": page(own=EVERYBODY),
    "core:agency_add": form(**KEEP),
    "core:agency_detail": page(of("agency"), own=EVERYBODY),
    "core:agency_edit": form(of("agency"), **KEEP),
    "core:succession_add": form(of("agency"), **KEEP),
    "core:person_list": page(own=EVERYBODY),
    "core:person_options": page(own=EVERYBODY),
    "core:person_add": form(**KEEP),
    "core:person_detail": page(of("person"), own=EVERYBODY),
    "core:person_edit": form(of("person"), **KEEP),
    "core:appointment_add": form(of("person"), **KEEP),
    "core:appointment_edit": form(of("appointment"), **KEEP),
    "core:partner_list": page(own=EVERYBODY),
    "core:partner_options": page(own=EVERYBODY),
    "core:partner_add": act(**KEEP_PARTNERS, posted=400),
    "core:partner_add_page": form(**KEEP_PARTNERS),
    "core:partner_detail": page(of("donor"), own=EVERYBODY),
    "core:partner_edit": form(of("donor"), **KEEP_PARTNERS),
    "core:country_list": page(own=EVERYBODY),
    "core:country_options": page(own=EVERYBODY),
    "core:country_detail": page(of("country"), own=EVERYBODY),
    "core:country_edit": form(of("country"), **KEEP),
    "core:locality_list": page(own=EVERYBODY),
    "core:locality_options": page(own=EVERYBODY),
    "core:locality_add": form(**KEEP),
    "core:locality_edit": form(of("locality"), **KEEP),
    "core:observance_list": page(own=EVERYBODY),
    "core:observance_add": form(**KEEP),
    "core:observance_edit": form(of("observance"), **KEEP),
    "core:observance_remove": act(of("observance"), **KEEP),
    "core:legal_value_list": page(own=EVERYBODY),
    "core:legal_value_add": form(**KEEP),
    "core:legal_value_edit": form(of("legal"), **KEEP),
    "core:swapped_day_list": page(own=EVERYBODY),
    "core:swapped_day_add": form(**KEEP),
    "core:swapped_day_edit": form(of("swapped"), **KEEP),
    "core:swapped_day_remove": act(of("swapped"), **KEEP),
    "aid:open_data_settings": page(own=EVERYBODY),
    "aid:open_data_edit": form(own=ADMIN, readers=EVERYBODY),
    "aid:open_data_publish": act(own=ADMIN, readers=EVERYBODY),
    "aid:open_data_sample": page(own=ADMIN, denied=EVERYBODY - ADMIN),
    "aid:open_data_file": Row(READS, mine=NOT_PUBLISHED, nobodys=NOT_PUBLISHED),
    "aid:sector_list": page(own=EVERYBODY),
    "aid:sector_add": form(**KEEP),
    "aid:sector_edit": form(of("sector"), **KEEP),
    "aid:rate_list": page(own=EVERYBODY),
    "aid:rate_add": form(**RATES),
    "aid:rate_edit": form(of("rate"), **RATES),
}
