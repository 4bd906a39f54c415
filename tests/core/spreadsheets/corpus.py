"""The corpus of uploaded files, its manifest, and the reference names that its good files use."""

import csv
from functools import cache
from pathlib import Path

from core.money import CURRENCIES
from core.spreadsheets.names import NameList
from core.spreadsheets.reader import Resolved, Table, read_table
from core.spreadsheets.template import AID, TASKS

CORPUS = Path(__file__).parents[2] / "data" / "corpus"
AGENCIES = (
    "Sở Ngoại vụ",
    "Công an tỉnh",
    "Sở Y tế",
    "Sở Tài chính",
    "Liên hiệp các tổ chức hữu nghị tỉnh",
)
AGENCY_NAMES = NameList([(name, name) for name in AGENCIES])
STATUS_NAMES = NameList([(name, name) for name in ("Chưa thực hiện", "Đang thực hiện", "Hoàn thành")])
CURRENCY_NAMES = NameList([(code, code) for code in CURRENCIES])
PLACE_NAMES = NameList([("Xã An Bình", "Xã An Bình")])


def find_donor(name):
    """An unknown donor is taken with a remark."""
    return Resolved(name, f"nhà tài trợ mới '{name}' cần xác nhận")


LOOKUPS = {
    "lead": AGENCY_NAMES.find,
    "partners": AGENCY_NAMES.find,
    "owner": AGENCY_NAMES.find,
    "status": STATUS_NAMES.find,
    "currency": CURRENCY_NAMES.find,
    "places": PLACE_NAMES.find,
    "donor": find_donor,
}


@cache
def manifest() -> tuple[dict[str, str], ...]:
    """The lines of the manifest."""
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def entries(*kinds: str, expected: str = "") -> list[dict[str, str]]:
    """The lines of these kinds, of one verdict or of both."""
    return [line for line in manifest() if line["kind"] in kinds and expected in {"", line["expected"]}]


def content(name: str) -> bytes:
    """The bytes of a file of the corpus."""
    return (CORPUS / "files" / name).read_bytes()


def template_of(line: dict[str, str]):
    """Which official table the file claims to be."""
    return AID if line["kind"] == "import_aid" or line["file"].startswith("k14") else TASKS


def read(name: str, **options) -> Table:
    """The file read as the portal reads it, with the reference names above."""
    line = next(line for line in manifest() if line["file"] == name)
    return read_table(content(name), name, template_of(line), lookups=LOOKUPS, **options)
