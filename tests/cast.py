"""The standing cast: one account for each role, at its agency."""

from dataclasses import dataclass, field

from core.models import Agency, AgencyKind, Role, User
from tests.factories import AgencyFactory, UserFactory

AGENCY_OF_ROLE = {
    Role.ADMIN: "SNGV",
    Role.SNGV_STAFF: "SNGV",
    Role.SNGV_HEAD: "SNGV",
    Role.SNGV_LEADER: "SNGV",
    Role.VAN_THU: "SNGV",
    Role.VPUB: "VPUB",
    Role.UBND_LEADER: "UBND",
    Role.TU_VIEWER: "TU",
    Role.LH_STAFF: "LHHN",
    Role.LH_LEADER: "LHHN",
    Role.HOI_EDITOR: "HOI-LAO",
    Role.FOCAL: "SYT",
    Role.FIN: "STC",
    Role.AUDITOR: "TU",
}
NAMES = {
    "SNGV": ("Sở Ngoại vụ", AgencyKind.GOVERNMENT),
    "VPUB": ("Văn phòng UBND tỉnh", AgencyKind.GOVERNMENT),
    "UBND": ("Ủy ban nhân dân tỉnh", AgencyKind.GOVERNMENT),
    "TU": ("Tỉnh ủy", AgencyKind.PARTY),
    "LHHN": ("Liên hiệp các tổ chức hữu nghị tỉnh", AgencyKind.UNION),
    "HOI-LAO": ("Hội hữu nghị Việt Nam - Lào tỉnh", AgencyKind.ASSOCIATION),
    "SYT": ("Sở Y tế", AgencyKind.GOVERNMENT),
    "STC": ("Sở Tài chính", AgencyKind.GOVERNMENT),
    "CAT": ("Công an tỉnh", AgencyKind.FORCES),
}


@dataclass
class Cast:
    """Accounts by role and agencies by code; `other_focal` is the focal point of another agency."""

    users: dict[str, User] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)

    def __getitem__(self, role):
        return self.users[role]

    @property
    def other_focal(self):
        """The focal point of Công an tỉnh, a stranger to Sở Y tế."""
        return self.users["OTHER_FOCAL"]


def make_cast():
    """Create and return the cast."""
    cast = Cast()
    for code, (name, kind) in NAMES.items():
        cast.agencies[code] = AgencyFactory(code=code, name=name, kind=kind)
    for role, code in AGENCY_OF_ROLE.items():
        cast.users[role] = UserFactory(
            username=role.lower().replace("_", "-"), role=role, agency=cast.agencies[code]
        )
    cast.users["OTHER_FOCAL"] = UserFactory(
        username="focal-cat", role=Role.FOCAL, agency=cast.agencies["CAT"]
    )
    return cast
