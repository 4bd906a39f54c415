"""Which table of aid items is asked for: the form, the window, and how it goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from core.models import User
from core.permissions import Area, Reach, reach
from reports.documents.pdf import render_pdf
from reports.figures.base import Scope
from reports.kinds.aid_register import items_of, register_document, register_file_name
from reports.models import AidReportForm
from reports.paper_jobs import NoteStep, PaperKind, register_paper
from reports.windows import Basis, Kind, Window, window

JOB = "aid-register"
# More rows are laid out in more than a second or two.
LONGEST_AT_ONCE = 60
SECONDS, MEGABYTES = 900, 4096
FIRST_YEAR, LAST_YEAR = 1990, 2100
KINDS = (Kind.YEAR, Kind.FIRST_HALF, Kind.SECOND_HALF, Kind.NINE_MONTHS)
BASES = (Basis.CALENDAR, Basis.ND09)


@dataclass(frozen=True)
class Asked:
    """A table over a window."""

    form: AidReportForm
    window: Window

    @property
    def subject(self) -> str:
        """The name under which a background job knows the table."""
        span = self.window
        return f"{self.form.code}.{span.kind}.{span.basis}.{span.year}"

    @property
    def query(self) -> str:
        """The query string of the page that shows the table."""
        span = self.window
        return urlencode({"mau": self.form.code, "ky": span.kind, "co-so": span.basis, "nam": str(span.year)})

    @property
    def url(self) -> str:
        """The address of the page that shows the table."""
        return f"{reverse('reports:aid_table')}?{self.query}"

    def scope(self, user: User, today: date) -> Scope:
        """Return what is counted for this reader."""
        return Scope(self.window, min(self.window.end, today), user)


def asked(query: Mapping[str, str], today: date) -> Asked | None:
    """Return the table of a query string; the first form over this year where it says nothing usable.

    None where no form is kept at all.
    """
    forms = AidReportForm.objects.order_by("pk")
    form = forms.filter(code=query.get("mau", "")).first() or forms.first()
    if form is None:
        return None
    return Asked(form, _window(query.get("ky", ""), query.get("co-so", ""), query.get("nam", ""), today))


def _window(kind: str, basis: str, year: str, today: date) -> Window:
    number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else today.year
    return window(
        Kind(kind) if kind in KINDS else Kind.YEAR,
        number if FIRST_YEAR <= number <= LAST_YEAR else today.year,
        basis=Basis(basis) if basis in BASES else Basis.CALENDAR,
    )


def of_subject(subject: str) -> Asked | None:
    """Return the table that a background job was asked for, or None where its form is gone."""
    code, _, rest = subject.partition(".")
    form = AidReportForm.objects.filter(code=code).first()
    parts = rest.split(".")
    if form is None or len(parts) != 3:
        return None
    kind, basis, year = parts
    if kind not in KINDS or basis not in BASES or not (year.isascii() and year.isdigit()):
        return None
    if not FIRST_YEAR <= int(year[:5]) <= LAST_YEAR:
        return None
    return Asked(form, window(Kind(kind), int(year), basis=Basis(basis)))


def is_long(table: Asked, scope: Scope) -> bool:
    """Whether the table has more rows than are laid out while somebody waits."""
    rows = [
        found.order_by().values_list("pk")[: LONGEST_AT_ONCE + 1] for found in items_of(table.form, scope)
    ]
    return sum(map(len, rows)) > LONGEST_AT_ONCE


def reads_whole_register(user: User) -> bool:
    """Whether the account reads every item, so that a kept file may hold them all."""
    return reach(user, Area.AID) is Reach.ALL


def register_aid_register() -> None:
    """Let long tables be made in the background."""
    register_paper(
        PaperKind(
            code=JOB,
            label="Bảng khoản viện trợ (PDF)",
            find=of_subject,
            may=lambda user, table: reads_whole_register(user),
            make=make_table,
            title=lambda table: f"{table.form.name}, {table.window.label}",
            url=lambda table: table.url,
        )
    )


def make_table(table: Asked, by: User, note_step: NoteStep) -> tuple[str, bytes]:
    """Return the table as a PDF with its name."""
    today = timezone.localdate()
    scope = table.scope(by, today)
    note_step("Đọc khoản viện trợ", 10)
    document = register_document(table.form, scope, today)
    note_step("Dựng trang", 40)
    content = render_pdf(document, seconds=SECONDS, megabytes=MEGABYTES)
    return register_file_name(table.form, scope, "pdf"), content
