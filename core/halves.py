"""Whole numbers of any size in two columns: SQLite adds in 64 bits, and a sum of amounts may be longer."""

HALF = 10**9


def halves(value):
    """Return both halves of a whole number, each with its sign, so that -x takes away what x added."""
    high, low = divmod(abs(value), HALF)
    return (-high, -low) if value < 0 else (high, low)


def whole(high, low):
    """Return the number of which these are the halves, or sums of such halves."""
    return int(high) * HALF + int(low)
