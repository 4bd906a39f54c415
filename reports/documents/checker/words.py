"""How findings write lengths, sizes and the words that they are about."""


def millimetres(value: float) -> str:
    """Return 25.04 → "25,0"."""
    return f"{value:.1f}".replace(".", ",")


def points(value: float) -> str:
    """Return 11.5 → "11,5"."""
    return f"{value:g}".replace(".", ",")


def excerpt(text: str) -> str:
    """Return the beginning of some words."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 50 else f"{plain[:49]}…"


def is_size(size: float, least: float, most: float) -> bool:
    """Return whether a size lies between two, give or take rounding."""
    return least - 0.05 <= size <= most + 0.05
