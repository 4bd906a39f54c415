"""The program, its tasks, and the registers beside it."""

from programs.models.documents import Draft, DraftPages, Section
from programs.models.kept_findings import KeptFinding
from programs.models.keypoints import KeyPoint, KeyPointCarrier
from programs.models.life import ProgramStep
from programs.models.programs import Pillar, Program, SolutionGroup
from programs.models.registers import Activity, FriendshipAssociation
from programs.models.tasks import DATED_KINDS, DueKind, Task, TaskAgency, TaskStatus

__all__ = [
    "DATED_KINDS",
    "Activity",
    "Draft",
    "DraftPages",
    "DueKind",
    "FriendshipAssociation",
    "KeptFinding",
    "KeyPoint",
    "KeyPointCarrier",
    "Pillar",
    "Program",
    "ProgramStep",
    "Section",
    "SolutionGroup",
    "Task",
    "TaskAgency",
    "TaskStatus",
]
