"""A point inside a boundary, for maps that want one mark for each commune."""

from typing import Any

Ring = list[list[float]]


def point_inside(geometry: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return (latitude, longitude) of the centroid of the largest ring of a GeoJSON geometry, or None."""
    if not geometry:
        return None
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [part[0] for part in parts if part and len(part[0]) > 2]
    if not rings:
        return None
    area, longitude, latitude = max((_centroid(ring) for ring in rings), key=lambda found: found[0])
    return (latitude, longitude) if area else None


def _centroid(ring: Ring) -> tuple[float, float, float]:
    """Return (area, x, y) of a ring by the formula of Gauss; area 0 for a line."""
    doubled = x = y = 0.0
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        doubled += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if not doubled:
        return 0.0, 0.0, 0.0
    return abs(doubled) / 2, x / (3 * doubled), y / (3 * doubled)
