"""Plans of the pages of money: closed periods."""

from inline_snapshot import snapshot

from tests.query_plans.rows import nothing

PAGES = {"aid:period_list": (None, nothing, snapshot())}
