"""What each role gets at each URL, one file per app."""

from tests.access_rows import (
    accounts,
    aid,
    aid_life,
    catalogue,
    core,
    meetings,
    opinions,
    own_files,
    programs,
    reports,
)

ROWS = {
    name: row
    for app in (accounts, aid, aid_life, catalogue, core, meetings, opinions, own_files, programs, reports)
    for name, row in app.ROWS.items()
}
