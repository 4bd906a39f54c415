"""A small year for the tests of the report: eleven items, two emergency grants, three anniversaries."""

import re
from dataclasses import dataclass
from datetime import date

from aid.models import AidItem, ItemSector
from core.history import acting
from core.models import Agency, AgencyKind, Certainty, User
from programs.models import Activity
from reports.actions import reports as actions
from reports.models import NarrativeBlock, Report
from tests import factories as make
from tests.reports.outlines import LABELS, outline

TODAY = date(2026, 1, 12)
# US dollars of the eleven regular items; together 1.903.400.
AMOUNTS = (412_000, 338_500, 274_000, 186_400, 148_000, 120_000, 110_500, 98_000, 86_000, 74_000, 56_000)
TOTAL_USD = 1_903_400
MODES = ("CHUONG_TRINH",) * 3 + ("DU_AN",) * 5 + ("PHI_DU_AN",) * 3
COUNTRIES = (
    ("CZ", "Cộng hòa Séc", date(1950, 2, 2), "biên niên sự kiện"),
    ("HU", "Hungary", date(1950, 2, 3), "đài truyền hình"),
    ("DE", "Cộng hòa Liên bang Đức", date(1975, 9, 23), "báo địa phương"),
)


@dataclass
class World:
    """The report, its issuer and the account that writes it."""

    report: Report
    issuer: Agency
    writer: User


def union_agency():
    """Return the Union with the lines of its papers."""
    union = make.AgencyFactory(
        code="LHHN",
        name="Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa",
        short_name="Liên hiệp",
        kind=AgencyKind.UNION,
        header_lines=[
            {"text": "LIÊN HIỆP CÁC TỔ CHỨC", "bold": True},
            {"text": "HỮU NGHỊ TỈNH THANH HÓA", "bold": True},
        ],
        signature_lines=["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"],
        symbol="LHHN",
    )
    return union


def world(*, written=True, union=None):
    """Create and return the year 2025 with its report; `written` fills every passage."""
    issuer = union or union_agency()
    writer = make.UserFactory(role="LH_STAFF", agency=issuer)
    items()
    countries(issuer)
    for number in range(10):
        make.AssociationFactory(name=f"Hội hữu nghị {number}", joined_year=2020)
    meeting = make.MeetingFactory(title="Hội nghị giao ban quý III", organiser=issuer)
    make.FollowUpFactory(meeting=meeting, text="Rà soát hồ sơ", completed_on=date(2025, 12, 1))
    make.FollowUpFactory(meeting=meeting, text="Lập danh sách hội viên", due_on=date(2025, 12, 20))
    report = actions.add_report(outline=outline(), year=2025, issuer=issuer, by=writer)
    if written:
        write(report, writer)
    return World(report, issuer, writer)


def items():
    """Create the eleven regular items and the two emergency grants of 2025, and one of 2024."""
    sector = make.SectorFactory(code="Y_TE", name="Y tế")
    for number, (amount, mode) in enumerate(zip(AMOUNTS, MODES, strict=True), start=1):
        item = make.AidItemFactory(mode=mode, approved_on=date(2025, number, 10), name=f"Khoản số {number}")
        make_commitment(item, amount)
        with acting(by=User.objects.system(), verb="tests.create", label="Tạo dữ liệu thử"):
            ItemSector.objects.create(item=item, sector=sector)
    for amount in (60_000, 46_800):
        item = make.AidItemFactory(
            emergency=True, mode=AidItem.Mode.NON_PROJECT, approved_on=date(2025, 10, 2)
        )
        make_commitment(item, amount)
    make_commitment(make.AidItemFactory(approved_on=date(2024, 5, 5)), 999_999)
    make.DisbursementFactory(item=AidItem.objects.order_by("pk").first(), amount_minor=20_000_000)


def make_commitment(item, usd):
    """Commit so many US dollars; 120.000 is given in euro."""
    if usd != 120_000:
        return make.CommitmentFactory(item=item, amount_minor=usd * 100)
    euro = 100_000
    return make.CommitmentFactory(
        item=item,
        amount_minor=euro * 100,
        currency="EUR",
        rate_e4=300_000_000,
        usd_rate_e4=250_000_000,
        usd_minor=usd * 100,
    )


def countries(issuer):
    """Create the three countries and an activity that marks the anniversary of each."""
    for code, name, day, source in COUNTRIES:
        country = make.CountryFactory(
            code=code,
            name=name,
            official_name=name,
            established_on=day,
            source=source,
            certainty=Certainty.VERIFIED,
        )
        make.ActivityFactory(
            kind=Activity.Kind.ANNIVERSARY,
            country=country,
            agency=issuer,
            participants=50,
            title=f"Kỷ niệm với {name}",
        )


def write(report, writer, **texts):
    """Fill every passage of the report, some with the words given by key (dots as underscores)."""
    versions = dict(NarrativeBlock.objects.filter(report=report).values_list("key", "version"))
    typed = {key.replace(".", "_"): key for key in LABELS}
    words = {key: f"Lời văn của mục {label}." for key, label in LABELS.items()}
    words |= {typed[key]: text for key, text in texts.items()}
    passages = [actions.TypedPassage(key, text, versions[key]) for key, text in words.items()]
    actions.save_passages(report=report, passages=passages, by=writer)


def words(response):
    """Return the text of a page with plain spaces, tags gone."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("\u00a0", " ").split())
