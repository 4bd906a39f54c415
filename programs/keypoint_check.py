"""The key points of a program against one version: which are carried, where, and which are lost."""

from dataclasses import dataclass

from programs.keypoint_rules import Carrier, Lost, Point, carried_by, lost_key_points
from programs.models import Draft, KeyPoint
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

    def label(self, key: str) -> str:
        """Return "Đoạn I.4" for a passage of this version, "" for one that is not in it."""
        return self.passages[key].label if key in self.passages else ""


def check_of(draft: Draft, passages: list[Passage] | None = None) -> Check:
    """Return which confirmed points the version carries, in three statements or fewer."""
    standing = {one.key: one for one in (passages_of(draft) if passages is None else passages)}
    rows = {row.pk: row for row in KeyPoint.objects.filter(program=draft.program_id).confirmed().for_list()}
    points = [as_point(row) for row in rows.values()]
    words = {key: one.text for key, one in standing.items()}
    carried = {point.pk: key for point in points if (key := carried_by(point, words))}
    return Check(rows, standing, lost_key_points(points, words), carried)


def as_point(row: KeyPoint) -> Point:
    """Return a stored point as the rule sees it."""
    carriers = tuple(Carrier(one.section_key, one.linked_to) for one in row.carriers.all())
    return Point(row.pk, row.kind, row.text, carriers)
