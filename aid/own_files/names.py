"""What the names in a register are looked up in."""

from collections.abc import Callable
from collections.abc import Mapping as Named
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.spreadsheets.reader import Lookup


@dataclass(slots=True)
class Names:
    """Lookups by column of the portal, countries by name, and the codes that rows get."""

    lookups: Named[str, Lookup]
    country: Callable[[str], Any]
    # From a name and a country to the donor as it is written, when no catalogue knows it.
    new_donor: Callable[[str, Any], Any]
    # From the values of a row without a code to the code of the same stored item, or a fresh one.
    code: Callable[[dict[str, Any]], tuple[str, str]]
    today: date
