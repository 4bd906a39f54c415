"""All known exchange rates at once, for tables of many amounts."""

from bisect import bisect_right
from datetime import date
from functools import cached_property

from aid.models import ExchangeRate


class RateBook:
    """The rates as they stand when the first one is asked for; answers as `ExchangeRate.objects` does."""

    @cached_property
    def _rates(self) -> dict[str, tuple[list[date], list[ExchangeRate]]]:
        found: dict[str, tuple[list[date], list[ExchangeRate]]] = {}
        # The first of several on one day is the one that counts, and stands last here.
        for rate in ExchangeRate.objects.order_by("day", "-pk"):
            days, rates = found.setdefault(rate.currency, ([], []))
            days.append(rate.day)
            rates.append(rate)
        return found

    def nearest(self, currency: str, day: date) -> ExchangeRate | None:
        """Return the rate of the currency whose day is nearest, or None."""
        days, rates = self._rates.get(currency, ([], []))
        place = bisect_right(days, day)
        return min(rates[max(place - 1, 0) : place + 1], key=lambda rate: abs(rate.day - day), default=None)

    def latest_for(self, currency: str, day: date) -> ExchangeRate | None:
        """Return the newest rate of the currency on or before that day, or None."""
        days, rates = self._rates.get(currency, ([], []))
        place = bisect_right(days, day)
        return rates[place - 1] if place else None
