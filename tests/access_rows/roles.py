"""Sets of roles that the rows speak of (domain.md 2.3), written out: not read from the portal's own table."""

NOBODY = frozenset()
# The two focal points of departments, strangers to each other.
FOCALS = frozenset({"FOCAL", "OTHER_FOCAL"})
DEPARTMENT = frozenset({"SNGV_STAFF", "SNGV_HEAD", "SNGV_LEADER"})
UNION = frozenset({"LH_STAFF", "LH_LEADER"})
ADMIN = frozenset({"ADMIN"})
KEEPS_ACCOUNTS = frozenset({"ADMIN", "AUDITOR"})
PROVINCE = frozenset({"VPUB", "UBND_LEADER", "TU_VIEWER", "FIN", "VAN_THU"})
EVERYBODY = DEPARTMENT | UNION | PROVINCE | FOCALS | KEEPS_ACCOUNTS | {"HOI_EDITOR"}
