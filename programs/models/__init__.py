"""The program, its tasks, and the registers beside it."""

from programs.models.programs import Pillar, Program, SolutionGroup
from programs.models.registers import Activity, FriendshipAssociation
from programs.models.tasks import DATED_KINDS, DueKind, Task, TaskAgency, TaskStatus

__all__ = [
    "DATED_KINDS",
    "Activity",
    "DueKind",
    "FriendshipAssociation",
    "Pillar",
    "Program",
    "SolutionGroup",
    "Task",
    "TaskAgency",
    "TaskStatus",
]
