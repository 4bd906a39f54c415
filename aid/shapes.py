"""Shapes that pages draw as SVG: the communes of the province, lines over years; numbers only, no markup."""

from functools import lru_cache
from itertools import pairwise
from math import cos, radians

from django.db.models import Count, Max

from core.models import Locality

WIDTH = 900


def commune_paths():
    """Return ({key: path of the commune}, height of the drawing); kept while they stay."""
    stamp = Locality.objects.aggregate(rows=Count("pk"), newest=Max("pk"), written=Max("updated_at"))
    return _paths(stamp["rows"], stamp["newest"], stamp["written"])


@lru_cache(maxsize=2)
def _paths(_rows, _newest, _written):
    shapes = {
        pk: _rings(boundary)
        for pk, boundary in Locality.objects.filter(boundary__isnull=False).values_list("pk", "boundary")
    }
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return {}, 0
    west, east = min(x for x, *_ in points), max(x for x, *_ in points)
    south, north = min(y for _, y, *_ in points), max(y for _, y, *_ in points)
    across = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * across or 1)

    def placed(point):
        return round((point[0] - west) * across * scale), round((north - point[1]) * scale)

    return (
        {
            pk: "".join(_path([placed(point) for point in ring]) for ring in rings)
            for pk, rings in shapes.items()
        },
        round((north - south) * scale) + 1,
    )


def _rings(geometry):
    if geometry["type"] == "Polygon":
        return geometry["coordinates"]
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def _path(points):
    """Return a closed path in whole steps; points that fall together are drawn once."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
    if not steps:
        return ""
    return f"M{points[0][0]} {points[0][1]}" + "".join(f"l{x} {y}" for x, y in steps) + "z"


def quantiles(values, classes=5):
    """Return the upper bounds of at most so many classes with about as many values in each."""
    ordered = sorted(values)
    if not ordered:
        return []
    bounds = [ordered[min(len(ordered) - 1, (n * len(ordered)) // classes - 1)] for n in range(1, classes)]
    return sorted({bound for bound in (*bounds, ordered[-1]) if bound >= ordered[0]})


def line(values, largest, *, left=112, right=850, top=20, bottom=260):
    """Return the points (x, y) of a line over years, from zero to `largest`."""
    step = (right - left) / max(1, len(values) - 1)
    height = bottom - top
    return [
        (round(left + n * step), round(bottom - (height * value / largest if largest else 0)))
        for n, value in enumerate(values)
    ]
