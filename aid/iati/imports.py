"""IATI files through the same preview and the same rules as workbooks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.utils import timezone

from aid import permissions
from aid.iati.codes import FORMS
from aid.imports import AidResource, AidRow
from aid.payment_imports import PAYMENTS
from aid.shares import equal_shares
from core.imports.kinds import ImportKind, register_kind
from core.models import ImportBatch, User
from core.spreadsheets.cells import blank_refused
from core.spreadsheets.child import Reader, read_in_child
from core.spreadsheets.limits import FileRefused, Limits, too_large
from core.spreadsheets.reader import Row, Table, read_table
from core.spreadsheets.sheets import SheetFile, sheets_in
from core.spreadsheets.writer import write_xlsx

READER = Reader("aid.iati.sheets:as_sheets")
NOT_XML = "Cửa này chỉ nhận tệp IATI .xml. Tệp Excel, CSV thì dùng “Mẫu của cổng” hoặc “Tệp của cơ quan”."


class IatiResource(AidResource):
    """Activities as rows of the table of items; what the file leaves open stays as stored."""

    batch_kind = ImportBatch.Kind.IATI
    may_lack: ClassVar[tuple[str, ...]] = ("amount", "currency", "approved", "donor", "owner")
    # What even a new item needs.
    needed = ("donor", "owner")

    def __init__(self, *, by: User, today: date) -> None:
        super().__init__(by=by, today=today)
        self.payments: list[dict[str, Any]] = []

    def read_file(self, data: bytes, filename: str, limits: Limits) -> Table:
        """Return the activities as rows, with everything that is wrong with them."""
        return read_table(
            data,
            filename,
            self.reading_template,
            limits,
            lookups=self.lookups(),
            row_checks=[self.row_checks],
            corrections=self.corrections,
            sheets_of=self._sheets,
        )

    def findings(self) -> dict[str, Any]:
        """Return the payments of the file, which are kept with the upload for the next step."""
        return {"payments": self.payments}

    def settle(self, row: AidRow, original: AidRow) -> None:
        """Take equal parts of the communes as not told where they are not told in the portal, either.

        The standard wants shares, so that a file names them even where nobody knows them.
        """
        shares = sorted((place.share or 0 for place in row.places), reverse=True)
        if shares == equal_shares(len(shares)) and all(place.share is None for place in original.places):
            row.places = [replace(place, share=None) for place in row.places]
        super().settle(row, original)

    def _sheets(self, data: bytes, filename: str, limits: Limits) -> SheetFile:
        if filename.rpartition(".")[2].lower() != "xml":
            raise FileRefused(NOT_XML)
        if len(data) > limits.file_bytes:
            raise too_large(len(data), limits)
        answer = read_in_child(READER, data, limits)
        self.payments = answer["payments"]
        return sheets_in(answer)

    def _blank_problems(self, row: Row) -> Iterator[tuple[str, str]]:
        blank = [key for key in self.needed if row.values.get(key, 0) in (None, "", [])]
        if blank and row.values.get("code") and not self.stored_rows([row.values["code"]]):
            for key in blank:
                yield key, blank_refused(self.template.column(key))


def payments_book(payments: list[dict[str, Any]]) -> bytes:
    """Return the payments of a file as a workbook in the portal's own table of disbursements."""
    rows = [
        [
            number,
            payment["code"],
            date.fromisoformat(payment["day"]),
            abs(Decimal(payment["amount"])),
            payment["currency"],
            FORMS["HOAN_TRA"] if Decimal(payment["amount"]) < 0 else FORMS.get(payment["form"], ""),
            payment["voucher"],
            None,
            "",
            payment["note"],
        ]
        for number, payment in enumerate(payments, start=1)
    ]
    return write_xlsx(PAYMENTS.columns, rows, PAYMENTS.name)


def iati_resource(user: User, chosen: dict[str, Any]) -> IatiResource:
    """Return the resource of one person for today."""
    return IatiResource(by=user, today=timezone.localdate())


def register_iati() -> None:
    """Let the worker write IATI files too."""
    register_kind(ImportBatch.Kind.IATI, ImportKind(iati_resource, permissions.can_add_item))
