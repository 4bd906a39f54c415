"""Certificates of foreign NGOs: valid on a day, for this province, for these sectors. Pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.dates import format_date
from core.legal import Blocker, Caution, Citation
from core.text import fold

DECREE = Citation("Nghị định 58/2022/NĐ-CP")
INGO = "TC_PCPNN"
HOME = "Thanh Hóa"
WHOLE_COUNTRY = {"toan quoc", "ca nuoc", "toan lanh tho viet nam"}

VALID, EXPIRING, EXPIRED = "HIEU_LUC", "SAP_HET_HAN", "HET_HAN"
SUSPENDED, REVOKED, COMING = "DINH_CHI", "THU_HOI", "CHUA_HIEU_LUC"
LABELS = {
    VALID: "Hiệu lực",
    EXPIRING: "Sắp hết hạn",
    EXPIRED: "Hết hạn",
    SUSPENDED: "Đình chỉ",
    REVOKED: "Thu hồi",
    COMING: "Chưa đến ngày cấp",
}
# How a caution calls the state of the certificate on the gift's day.
_LAPSED = {SUSPENDED: "bị đình chỉ từ ngày", REVOKED: "bị thu hồi từ ngày", EXPIRED: "hết hạn ngày"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as the rules see it; `sectors` are keys, with `sector_names` beside them."""

    number: str
    issued_on: date
    expires_on: date
    ruling: str = ""
    ruling_on: date | None = None
    provinces: tuple[str, ...] = ()
    is_nationwide: bool = False
    sectors: frozenset[int] = frozenset()

    @property
    def names_home(self) -> bool:
        """Whether the certificate permits work here; one that names no place is not held against anybody."""
        return self.is_nationwide or not self.provinces or any(is_home(name) for name in self.provinces)

    def covers(self, sectors: Iterable[int]) -> bool:
        """Whether all these sectors are permitted; a certificate that names none permits any."""
        return not self.sectors or set(sectors) <= self.sectors


def is_home(name: str) -> bool:
    """Return whether the name of a place, however written, is this province or the whole country."""
    bare = (
        fold(name).strip(" .,;").removeprefix("tinh ").removeprefix("province of ").removesuffix(" province")
    )
    return bare == fold(HOME) or bare in WHOLE_COUNTRY


def state_on(
    *,
    issued_on: date,
    expires_on: date,
    ruling: str,
    ruling_on: date | None,
    day: date,
    alert_days: int,
) -> str:
    """Return the state of a certificate on a day; the day of expiry itself is still valid."""
    if ruling and ruling_on and ruling_on <= day:
        return ruling
    if expires_on < day:
        return EXPIRED
    if issued_on > day:
        return COMING
    return EXPIRING if (expires_on - day).days <= alert_days else VALID


def certificate_cautions(
    *,
    donor_name: str,
    donor_kind: str,
    day: date,
    certificates: Iterable[Certificate],
    sectors: dict[int, str],
) -> list[Blocker | Caution]:
    """Return what a gift of that day should be looked at for; `sectors` are those of the item, by key.

    Only foreign NGOs work under a certificate. Source: Nghị định 58/2022/NĐ-CP.
    """
    if donor_kind != INGO:
        return []
    known = sorted(certificates, key=lambda one: (one.expires_on, one.number))
    if not known:
        return [
            Caution(
                f"Chưa ghi giấy đăng ký nào của {donor_name}; Sở Ngoại vụ ghi ở trang nhà tài trợ.",
                DECREE,
                "donor",
            )
        ]
    in_force = [one for one in known if _state(one, day) in (VALID, EXPIRING)]
    if not in_force:
        return [_lapsed(donor_name, known, day)]
    return _out_of_scope(donor_name, in_force, sectors)


def _state(one: Certificate, day: date) -> str:
    return state_on(
        issued_on=one.issued_on,
        expires_on=one.expires_on,
        ruling=one.ruling,
        ruling_on=one.ruling_on,
        day=day,
        alert_days=0,
    )


def _lapsed(donor_name: str, known: list[Certificate], day: date) -> Caution:
    """Return the caution on the certificate that comes nearest to the day."""
    begun = [one for one in known if one.issued_on <= day]
    if not begun:
        first = min(known, key=lambda one: one.issued_on)
        words = f"giấy đăng ký số {first.number} mới cấp ngày {format_date(first.issued_on)}"
    else:
        last = begun[-1]
        state = _state(last, day)
        since = last.expires_on if state == EXPIRED else last.ruling_on or last.expires_on
        words = f"giấy đăng ký số {last.number} {_LAPSED[state]} {format_date(since)}"
    return Caution(
        f"{donor_name} không có giấy đăng ký còn hiệu lực vào ngày {format_date(day)}: {words}. "
        "Kiểm tra việc gia hạn trước khi tiếp nhận.",
        DECREE,
        "donor",
    )


def _out_of_scope(donor_name: str, in_force: list[Certificate], sectors: dict[int, str]) -> list:
    """Return cautions where no certificate in force names this province, or all sectors of the item."""
    found: list[Blocker | Caution] = []
    here = [one for one in in_force if one.names_home]
    numbers = ", ".join(one.number for one in in_force)
    if not here:
        found.append(
            Caution(
                f"Giấy đăng ký số {numbers} của {donor_name} không ghi {HOME} trong địa bàn hoạt động.",
                DECREE,
                "donor",
            )
        )
    together: set[int] = set()
    if any(not one.sectors for one in here or in_force):
        return found
    for one in here or in_force:
        together |= one.sectors
    outside = [name for key, name in sectors.items() if key not in together]
    if outside:
        found.append(
            Caution(
                f"Lĩnh vực {', '.join(outside)} không có trong giấy đăng ký số {numbers} của {donor_name}.",
                DECREE,
                "sector",
            )
        )
    return found
