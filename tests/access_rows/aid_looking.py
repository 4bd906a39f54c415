"""Ways to look at aid: board, map, one sector, five years."""

from tests.access import page
from tests.access_rows.aid import READ_OWN


def sector(kit):
    return ["Y_TE"]


ROWS = {
    "aid:board": page(own=READ_OWN),
    "aid:item_totals": page(own=READ_OWN),
    "aid:map": page(own=READ_OWN),
    "aid:sector_detail": page(sector, own=READ_OWN),
    "aid:five_years": page(own=READ_OWN),
}
