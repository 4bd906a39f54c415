"""What each role gets at each URL, one file per app."""

from tests.access_rows import (
    accounts,
    aid,
    aid_donors,
    aid_life,
    aid_looking,
    aid_money,
    catalogue,
    core,
    deadlines,
    meetings,
    opinions,
    own_files,
    programs,
    reports,
    sent,
)

APPS = (
    accounts, aid, aid_donors, aid_life, aid_looking, aid_money, catalogue, core, deadlines,
    meetings, opinions, own_files, programs, reports, sent,
)  # fmt: skip
ROWS = {name: row for app in APPS for name, row in app.ROWS.items()}
