"""A sent table that came back: what the sender changed, what the portal changed meanwhile, what is new."""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from aid.actions.items import CODE_PREFIX
from aid.imports import AidResource, AidRow
from aid.models import AidItem, SentTemplate
from aid.sent import KEYS, SENT, cell_of, identity, plain, sent_identity
from aid.sent_merge import Came, merged_cells
from core.codes import next_code
from core.imports.lookups import NewDonor
from core.imports.preview import words
from core.legal import RuleError
from core.models import Agency, ImportBatch, Locality, Partner, User
from core.secrecy import secrecy_refusal
from core.spreadsheets.cells import CellRefused, blank_refused
from core.spreadsheets.header import Refusal
from core.spreadsheets.names import name_key
from core.spreadsheets.reader import Lookup, Row, Table
from core.spreadsheets.template import AID

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
THEIRS, OURS = "tep", "cong"
OWN_SHEET = re.compile(r"trang tính ẩn 'Danh mục' ")
RENAMED = {"donor": Partner, "owner": Agency, "places": Locality}


@dataclass(slots=True)
class SentCell:
    """One cell that somebody changed: as it went out, as it stands, as it came back."""

    key: str
    came: Came
    base: str
    ours: str
    theirs: str
    # What a choice between the two was made about.
    now: Any = None
    choice: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person must still choose."""
        return self.came is Came.CONFLICT and not self.choice


@dataclass(slots=True)
class SentRow:
    """One row of the file with what becomes of it."""

    row: Row
    kind: str = REFUSED
    code: str = ""
    name: str = ""
    cells: list[SentCell] = field(default_factory=list)
    merged: AidRow | None = None
    original: AidRow | None = None
    typed: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class SentVerdict:
    """The verdict on a sent table that came back."""

    table: Table
    rows: list[SentRow]
    warnings: list[str]
    refusals: list[Refusal]

    def cells(self, came: Came) -> list[SentCell]:
        """Return the cells that came back this way."""
        return [cell for row in self.rows for cell in row.cells if cell.came is came]

    @property
    def open_cells(self) -> list[SentCell]:
        """The cells between which a person must still choose."""
        return [cell for row in self.rows for cell in row.cells if cell.is_open]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged, refused; how many cells each side changed."""
        kinds = [row.kind for row in self.rows]
        return {
            "rows": len(self.rows),
            "added": kinds.count(NEW),
            "changed": kinds.count(CHANGED),
            "unchanged": kinds.count(SAME),
            "refused": kinds.count(REFUSED),
            "errors": len(self.refusals),
            "theirs": len(self.cells(Came.THEIRS)),
            "ours": len(self.cells(Came.OURS)),
            "conflicts": len(self.cells(Came.CONFLICT)),
            "open": len(self.open_cells),
        }


class SentResource(AidResource):
    """The rows of one sent table, read, merged and written on behalf of one person."""

    template = SENT
    batch_kind = ImportBatch.Kind.SENT

    def __init__(self, *, by: User, today: date, sent: SentTemplate) -> None:
        super().__init__(by=by, today=today)
        self.sent = sent
        self.marks = {row["mark"]: code for code, row in sent.rows.items() if row["mark"]}

    @property
    def reading_template(self) -> Any:
        """The table whose blank cells mean no change."""
        return SENT

    def lookups(self) -> dict[str, Lookup]:
        """Return the catalogues; a record renamed since is known under the name that went out."""
        found = super().lookups()
        for key, model in RENAMED.items():
            found[key] = _remembering(found[key], self._names_sent(key, model))
        return found

    def _names_sent(self, key: str, model: Any) -> dict[str, Any]:
        keys: dict[str, int] = {}
        for row in self.sent.rows.values():
            texts, ids = row["cells"].get(key), row["ids"].get(key)
            if not ids or not texts:
                continue
            for text, one in zip(*(([texts], [ids]) if isinstance(ids, int) else (texts, ids)), strict=False):
                keys[name_key(text)] = one
        records = model.objects.in_bulk(set(keys.values()))
        return {name: records[one] for name, one in keys.items() if one in records}

    def row_checks(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield (column, message) for rows of no or another table, blanks of new ones, marks of secrecy."""
        code, mark = row.values.get("code", ""), row.values.get("mark", "")
        yield from self._mark_problems(code, mark)
        if not code:
            for column in AID.required:
                if column.key != "code" and row.values.get(column.key, 0) in (None, "", []):
                    yield column.key, blank_refused(column)
        for key, value in row.values.items():
            if isinstance(value, str) and value and (refusal := secrecy_refusal(value)):
                yield key, refusal
        yield from self.rights_problems(row)

    def _mark_problems(self, code: str, mark: str) -> Iterator[tuple[str, str]]:
        sent = self.sent.code
        if mark and not mark.startswith(f"{sent}-"):
            yield (
                "mark",
                f"Dòng này của mẫu khác, không phải {sent}; tải tệp lên ở mẫu của nó.",
            )
        elif code and code not in self.sent.rows:
            yield (
                "code",
                f"Mã {code} không có trong mẫu {sent}; khoản mới thì để trống cột mã.",
            )
        elif mark and mark not in self.marks:
            yield (
                "mark",
                f"Phiên bản không đúng như mẫu {sent} đã gửi; hãy chép lại từ mẫu.",
            )
        elif mark and not code:
            yield "code", f"Thiếu mã {self.marks[mark]}; hãy chép lại cột xám từ mẫu."
        elif mark and self.marks[mark] != code:
            owner = self.marks[mark]
            yield "mark", f"Phiên bản là của {owner}, không phải {code}; hãy chép lại cột xám."
        elif code and not mark and self.sent.rows[code]["mark"]:
            yield "mark", f"Thiếu phiên bản của {code}; hãy chép lại cột xám từ mẫu."

    def judge(self, table: Table, choices: Mapping[str, Any]) -> SentVerdict:
        """Return the verdict on the rows read; `choices` says what was chosen between, by "code:column"."""
        self.cautions = []
        self.last_codes: dict[int, int] = {}
        stored = self.stored_rows([row.values["code"] for row in table.rows if row.values.get("code")])
        verdict = SentVerdict(table, [SentRow(row) for row in table.rows], [], list(table.refusals))
        seen: dict[str, int] = {}
        for one in verdict.rows:
            if not self.is_whole(one.row):
                continue
            try:
                if one.row.values["code"]:
                    self._merge(one, stored.get(one.row.values["code"].upper()), choices)
                else:
                    self._take_new(one, seen)
                if one.kind in (NEW, CHANGED) and one.merged is not None and one.original is not None:
                    found = self.check_row(one.merged, one.original)
                    self.cautions.extend(f"hàng {one.row.number}: {caution}" for caution in found)
            except RuleError as error:
                self._refuse(verdict, one, self._by_column(error))
            except ValidationError as error:
                self._refuse(verdict, one, self._renamed(error))
        verdict.warnings = [text for text in table.warnings if not OWN_SHEET.match(text)] + self.cautions
        verdict.refusals.sort(key=lambda refusal: (refusal.row is None, refusal.row or 0))
        return verdict

    def _merge(self, one: SentRow, ours: Any, choices: Mapping[str, Any]) -> None:
        base = self.sent.rows[one.row.values["code"]]
        one.code, one.name = one.row.values["code"], str(base["cells"].get("name", ""))
        one.typed = self._typed(one.row)
        changed = {key for key, value in one.typed.items() if self.shown(key, value) != base["cells"][key]}
        if ours is None:
            one.kind = SAME
            if changed:
                raise RuleError(f"Khoản {one.code} không còn trong cổng; hãy bỏ dòng này.", field="code")
            return
        one.original, one.name = ours, ours.name
        theirs = copy(ours)
        for key in changed:
            setattr(theirs, key, one.typed[key])
        self.settle(theirs, ours)
        before = {key: sent_identity(base, key) for key in KEYS}
        now = {key: identity(getattr(ours, key)) for key in KEYS}
        came = merged_cells(before, now, {key: identity(getattr(theirs, key)) for key in changed})
        one.merged = copy(ours)
        for key in KEYS:
            if came[key] is Came.UNTOUCHED or came[key] is Came.BOTH_SAME:
                continue
            cell = self._cell(key, came[key], base, ours, theirs if key in changed else None)
            cell.now = now[key]
            chosen = choices.get(f"{one.code}:{key}", {})
            if cell.came is Came.CONFLICT and chosen.get("now") == cell.now:
                cell.choice = chosen["take"]
            if cell.came is Came.THEIRS or cell.choice == THEIRS:
                setattr(one.merged, key, getattr(theirs, key))
            one.cells.append(cell)
        differs = any(getattr(one.merged, key) != getattr(ours, key) for key in KEYS)
        one.kind = CHANGED if differs or any(cell.is_open for cell in one.cells) else SAME

    def _take_new(self, one: SentRow, seen: dict[str, int]) -> None:
        one.typed = self._typed(one.row)
        one.name = str(one.typed.get("name", ""))
        shown = {key: self.shown(key, value) for key, value in one.typed.items()}
        known = next((code for code, row in self.sent.rows.items() if row.get("added") == shown), "")
        if known:
            one.code, one.kind = known, SAME
            self.cautions.append(f"hàng {one.row.number}: dòng mới này đã nhận lần trước, thành {known}")
            return
        first = seen.setdefault(repr(sorted(shown.items())), one.row.number)
        if first != one.row.number:
            raise RuleError(f"Dòng này giống hệt hàng {first}; hãy xóa một dòng.", field="name")
        one.merged, one.original = self.new_row(), self.new_row()
        one.code = one.merged.code = self._next_code(one.typed.get("approved") or self.today)
        for key, value in one.typed.items():
            setattr(one.merged, key, value)
        self.settle(one.merged, one.original)
        one.kind = NEW
        one.cells = [
            SentCell(key, Came.THEIRS, "", "", words(self.fields[key].widget.render(value)))
            for key, value in one.typed.items()
        ]

    def _next_code(self, day: date) -> str:
        """Return a free code for a new row; somebody else may take it before it is written."""
        last = self.last_codes.get(day.year)
        code = next_code(AidItem, CODE_PREFIX, day.year) if last is None else ""
        number = int(code.rpartition("-")[2]) if last is None else last + 1
        self.last_codes[day.year] = number
        return f"{CODE_PREFIX}-{day.year}-{number:03}"

    def stored_value(self, value: Any) -> Any:
        """Return the partner that a new donor has become; anything else as it is."""
        return self.added.get(value.name.casefold(), value) if isinstance(value, NewDonor) else value

    def _typed(self, row: Row) -> dict[str, Any]:
        """Return the cells that say something; a blank one changes nothing."""
        return {key: row.values[key] for key in KEYS if row.values.get(key) not in (None, "", [])}

    def shown(self, key: str, value: Any) -> Any:
        """Return a typed cell as it is compared with the cell that went out."""
        if isinstance(value, NewDonor):
            return value.name
        return plain(self.fields[key].widget.render(value))

    def _cell(self, key: str, came: Came, base: Any, ours: AidRow, theirs: AidRow | None) -> SentCell:
        widget = self.fields[key].widget
        return SentCell(
            key,
            came,
            words(cell_of(SENT.column(key), base)),
            words(widget.render(getattr(ours, key))),
            words(widget.render(getattr(theirs, key))) if theirs else "",
        )

    def _refuse(self, verdict: SentVerdict, one: SentRow, found: Mapping[str, list[str]]) -> None:
        one.kind, one.row.refused = REFUSED, True
        for key, messages in found.items():
            cell = one.row.cells.get(key)
            header = next((column.header for column in SENT.columns if column.key == key), "")
            shown = cell.shown if cell is not None else ""
            verdict.refusals += [
                Refusal(message, verdict.table.sheet, one.row.number, header, shown) for message in messages
            ]


def _remembering(find: Lookup, known: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return the lookup that also knows the names of `known`, where the catalogue has none."""

    def look(text: str) -> Any:
        try:
            found = find(text)
        except CellRefused:
            if (record := known.get(name_key(text))) is not None:
                return record
            raise
        is_new = isinstance(getattr(found, "value", None), NewDonor)
        return known.get(name_key(text), found) if is_new else found

    return look
