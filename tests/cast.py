"""The standing cast: one account for each role, at its agency."""

from dataclasses import dataclass

from core.history import acting, bulk_create
from core.models import Agency, AgencyKind, Role, User
from tests.factories import UserFactory

OTHER_FOCAL = "OTHER_FOCAL"
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


class Accounts(dict):
    """Accounts by role; each is made when a test first asks for it, since making all is slow."""

    def __init__(self, agencies):
        super().__init__()
        self.agencies = agencies

    def __missing__(self, role):
        agency = self.agencies["CAT" if role == OTHER_FOCAL else AGENCY_OF_ROLE[role]]
        if role == OTHER_FOCAL:
            user = UserFactory(username="focal-cat", role=Role.FOCAL, agency=agency)
        else:
            user = UserFactory(username=role.lower().replace("_", "-"), role=role, agency=agency)
        self[role] = user
        return user


@dataclass
class Cast:
    """Agencies by code, and accounts by role; `other_focal` is the focal point of another agency."""

    agencies: dict[str, Agency]
    users: Accounts

    def __getitem__(self, role):
        return self.users[role]

    @property
    def other_focal(self):
        """The focal point of Công an tỉnh, a stranger to Sở Y tế."""
        return self.users[OTHER_FOCAL]


def make_cast():
    """Create the agencies in one go and return the cast; accounts are made when asked for."""
    agencies = {row.code: row for row in Agency.objects.filter(code__in=NAMES)}
    missing = [
        Agency(code=code, name=name, kind=kind)
        for code, (name, kind) in NAMES.items()
        if code not in agencies
    ]
    with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
        agencies |= {row.code: row for row in bulk_create(missing)}
    agencies = {code: agencies[code] for code in NAMES}
    return Cast(agencies, Accounts(agencies))


def make_whole_cast():
    """Return the cast with every account made."""
    cast = make_cast()
    for role in (*AGENCY_OF_ROLE, OTHER_FOCAL):
        cast[role]
    return cast
