"""The key points of a program against one version: which are carried, where, and which are lost."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from programs.keypoint_rules import Carrier, Lost, Point, carried_by, lost_key_points
from programs.models import Draft, KeyPoint, Section
from programs.models.keypoints import KeyPointQuerySet
from programs.versions import passages_of
from programs.wording.comparing import Passage


@dataclass(frozen=True)
class Check:
    """The confirmed points of a program in one version."""

    points: dict[int, KeyPoint]
    passages: dict[str, Passage]
    lost: list[Lost]
    carried: dict[int, str]

    @property
    def kept(self) -> int:
        """How many points the version carries."""
        return len(self.points) - len(self.lost)

    def between(self, before: "Check") -> "Check":
        """Return what this version lost of what an older one carried; points of neither are not counted."""
        points = {pk: row for pk, row in self.points.items() if pk in before.carried or pk in self.carried}
        lost = [one for one in self.lost if one.point.pk in before.carried]
        return replace(self, points=points, lost=lost)

    def label(self, key: str) -> str:
        """Return "Khoản 4, mục II, Phần thứ ba" for a passage of this version, else ""."""
        return self.passages[key].label if key in self.passages else ""


def check_of(draft: Draft, passages: list[Passage] | None = None) -> Check:
    """Return which confirmed points the version carries, in three statements or fewer."""
    standing = {one.key: one for one in (passages_of(draft) if passages is None else passages)}
    return _checked(_confirmed(KeyPoint.objects.known_to(draft)), standing)


def checks_of(old: list[Passage], new: list[Passage], program_id: int) -> tuple[Check, Check]:
    """Return the check of an older version, and of a newer one what it lost of that, in two statements."""
    rows = _confirmed(KeyPoint.objects.filter(program=program_id))
    before, after = (_checked(rows, {one.key: one for one in passages}) for passages in (old, new))
    return before, after.between(before)


def _confirmed(points: KeyPointQuerySet) -> dict[int, KeyPoint]:
    return {row.pk: row for row in points.confirmed().for_list()}


def _checked(rows: dict[int, KeyPoint], standing: dict[str, Passage]) -> Check:
    points = [as_point(row) for row in rows.values()]
    words = {key: one.text for key, one in standing.items()}
    heirs = heirs_of(standing.values())
    carried = {point.pk: key for point in points if (key := carried_by(point, words, heirs))}
    return Check(rows, standing, lost_key_points(points, words, heirs), carried)


def heirs_of(passages: Iterable[Passage | Section]) -> dict[str, list[str]]:
    """Return {key: the passages that came from one which was merged or cut up}."""
    heirs: dict[str, list[str]] = {}
    for one in passages:
        for key in one.came_from:
            heirs.setdefault(key, []).append(one.key)
    return heirs


def as_point(row: KeyPoint) -> Point:
    """Return a stored point as the rule sees it."""
    carriers = tuple(Carrier(one.section_key, one.linked_to) for one in row.carriers.all())
    return Point(row.pk, row.kind, row.text, carriers)
