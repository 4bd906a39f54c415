"""The page on which columns are mapped: what can be chosen, and what was chosen."""

from typing import Any

from django.utils import timezone

from aid.models import AidItem, KeptMapping
from aid.own_files.grid import FONTS, in_unicode
from aid.own_files.headers import COUNTERPART, COUNTRY, IGNORE, KEEP, MONEY, NUMBER, PAID, PAID_YEAR, PERIOD
from aid.own_files.headings import AS_LEVEL, FIXED, heading_key
from aid.own_files.mapping import FACTORS, GROUP_KEYS, KINDS, LEVELS, TARGETS, Mapping, mapping_from
from aid.own_files.paid_days import day_of, told_until
from aid.own_files.resource import font_sample
from core.dates import LAST_YEAR, format_date
from core.imports.batches import may_correct
from core.legacy_fonts import NAMES as FONT_NAMES
from core.models import Agency, ImportBatch
from core.money import CURRENCIES
from core.spreadsheets.cells import column_letters
from core.spreadsheets.template import AID

SPECIAL = {
    IGNORE: "(không nhập)",
    NUMBER: "Số thứ tự",
    PERIOD: "Thời gian (bắt đầu – kết thúc)",
    COUNTRY: "Quốc tịch nhà tài trợ",
    KEEP: "Gộp vào Ghi chú, kèm tên cột",
}
CLEARER = {
    "decision": "Số (và ngày) quyết định", "name": "Tên khoản viện trợ", "code": "Mã khoản",
    "owner": "Chủ khoản viện trợ", "amount": "Giá trị viện trợ (một hay nhiều cột)", "places": "Địa bàn",
    PAID: "Giải ngân (lũy kế)", PAID_YEAR: "Giải ngân của một năm",
    COUNTERPART: "Vốn đối ứng",
}  # fmt: skip
FIXED_LABELS = {"emergency": "Diện khẩn cấp", "kind": "Loại"}
FACTOR_LABELS = {1: "đơn vị", 10**3: "nghìn", 10**6: "triệu", 10**9: "tỷ"}
LEVEL_LABELS = {"letter": "Dòng A, B, C…", "roman": "Dòng I, II, III…", "plain": "Dòng một ô, không đánh số"}
STYLE_LABELS = (
    ("", "Hỏi lại từng số"),
    ("vn", "1.250 là một nghìn hai trăm năm mươi"),
    ("en", "1.250 là một phẩy hai lăm"),
)
YEARS = 8
SAMPLES = 3
HEADER_CHOICES = 30


def label_of(key: str) -> str:
    """Return how a column of the portal is called on the page."""
    if key in SPECIAL:
        return SPECIAL[key]
    return CLEARER.get(key) or AID.column(key).header


def columns_context(batch: ImportBatch) -> dict[str, Any]:
    """Return what the page shows: the proposal, beside the first rows of the register."""
    options = batch.options
    mapping = mapping_from(options.get("mapping"))
    sheets = options.get("sample", [])
    sheet = next((one for one in sheets if one["name"] == mapping.sheet), sheets[0] if sheets else None)
    rows = sheet["rows"] if sheet else []
    font_from, font_to = font_sample(sheet, mapping.font) if sheet and mapping.font else ("", "")
    bottom = mapping.header_row + mapping.header_rows - 1
    under = [row for row in rows if row["number"] > bottom and _is_record(row["cells"])]
    keys = sorted((key for key in TARGETS if key not in SPECIAL), key=lambda key: label_of(key).casefold())
    return {
        "mapping": mapping,
        "kept": options.get("kept", ""),
        "fits_none": bool(options.get("fits_none")),
        "kept_mappings": list(KeptMapping.objects.values_list("pk", "name")),
        "sheets": [(one["name"], f"{one['name'] or 'Tệp CSV'} ({one['total']} dòng)") for one in sheets],
        "header_choices": _header_choices(rows, mapping),
        "font_choices": [("", "Unicode (không đổi)"), *((code, FONT_NAMES[code]) for code in FONTS)],
        "font_from": font_from,
        "font_to": font_to,
        "columns": [
            {
                "letter": letters,
                "text": text,
                "key": mapping.columns.get(letters, IGNORE),
                "unit": "|".join(map(str, mapping.units.get(letters, ["", 1]))),
                "is_money": mapping.columns.get(letters) in MONEY,
                "years": _years(mapping.years.get(letters, 0), text)
                if mapping.columns.get(letters) in (PAID, PAID_YEAR)
                else [],
                "year": mapping.years.get(letters, 0),
                "samples": _samples(under, number, mapping.font),
            }
            for number in range(1, (sheet["columns"] if sheet else 0) + 1)
            if (letters := column_letters(number)) and (text := options.get("names", {}).get(letters, ""))
        ],
        "targets": [(key, label_of(key)) for key in (IGNORE, *keys, PERIOD, COUNTRY, NUMBER, KEEP)],
        "units": _units(),
        "unit": f"{mapping.currency}|{mapping.factor}",
        "levels": [
            {
                "level": level,
                "label": LEVEL_LABELS[level],
                "key": mapping.groups.get(level, IGNORE),
                "texts": "; ".join(texts[:4]) + ("…" if len(texts) > 4 else ""),
                "headings": [
                    {
                        "name": f"muc-{heading_key(level, text)}",
                        "text": text,
                        "key": mapping.headings.get(heading_key(level, text), AS_LEVEL),
                    }
                    for text in texts
                ],
            }
            for level in LEVELS
            if (texts := options.get("levels", {}).get(level))
        ],
        "group_choices": [(IGNORE, "(chỉ là tiêu đề nhóm)"), *((key, label_of(key)) for key in GROUP_KEYS)],
        "heading_choices": [
            (AS_LEVEL, "(như mọi dòng cùng bậc)"),
            (IGNORE, "(chỉ là tiêu đề nhóm)"),
            *((meaning, f"{FIXED_LABELS[key]}: {label}") for meaning, (key, label) in FIXED.items()),
            *((key, label_of(key)) for key in GROUP_KEYS),
        ],
        "kinds": [(code, AidItem.Mode(code).label) for code in KINDS],
        "styles": STYLE_LABELS,
        "owners": list(Agency.objects.order_by("sort_key", "pk").values_list("name", flat=True)),
        "refusals": batch.refusals if not options["preview"]["rows"] else [],
        "editable": may_correct(batch),
        "preview_rows": [
            {"number": row["number"], "cells": [in_unicode(text, mapping.font) for text in row["cells"][:12]]}
            for row in rows[:HEADER_CHOICES]
            if mapping.header_row - 2 <= row["number"] <= bottom + 4
        ],
        "bottom": bottom,
    }


def _is_record(texts: list[str]) -> bool:
    """Whether the row is likely data, so that it shows what a column holds."""
    filled = [text.strip("()") for text in texts if text]
    return len(filled) > 2 and filled != [str(number) for number in range(1, len(filled) + 1)]


def _header_choices(rows: list[dict[str, Any]], mapping: Mapping) -> list[tuple[int, str]]:
    choices = []
    for row in rows[:HEADER_CHOICES]:
        text = " · ".join(in_unicode(text, mapping.font) for text in row["cells"] if text)
        choices.append((row["number"], f"Hàng {row['number']}: {text[:70]}"))
    if mapping.header_row not in [number for number, _text in choices]:
        choices.insert(
            0, (mapping.header_row, f"Hàng {mapping.header_row}" if mapping.header_row else "(hãy chọn)")
        )
    return choices


def _samples(rows: list[dict[str, Any]], number: int, font: str) -> list[str]:
    texts = [
        row["cells"][number - 1] for row in rows if number <= len(row["cells"]) and row["cells"][number - 1]
    ]
    return [in_unicode(text, font)[:40] for text in texts[:SAMPLES]]


def _units() -> list[tuple[str, str]]:
    """Return what one unit of a column of money can be."""
    common = (
        [("VND", factor) for factor in FACTORS] + [("USD", factor) for factor in FACTORS[:3]] + [("EUR", 1)]
    )
    others = [(code, 1) for code in CURRENCIES if code not in ("VND", "USD", "EUR")]
    named = [
        (f"{code}|{factor}", f"{FACTOR_LABELS[factor]} {code}" if factor > 1 else code)
        for code, factor in (*common, *others)
    ]
    return [("|1", "theo từng ô"), *named]


def _years(chosen: int, header: str) -> list[tuple[int, str]]:
    """Return on which days a column of disbursements can be written; the day that its header tells first."""
    today = timezone.localdate()
    year = chosen if chosen <= LAST_YEAR else chosen // 10_000
    told = {told_until(header, [year] if year else [], today), chosen if chosen > LAST_YEAR else 0} - {0}
    years = sorted({*range(today.year - YEARS, today.year + 1), *([year] if year else [])}, reverse=True)
    return [
        *((day, f"{format_date(day_of(day, today))} (theo tiêu đề)") for day in sorted(told)),
        (0, f"{format_date(today)} (hôm nay)"),
        *((one, f"{format_date(day_of(one, today))} (năm {one})") for one in years),
    ]


def mapping_posted(posted: Any, stored: Mapping) -> Mapping:
    """Return the mapping that was chosen; without columns where the header is another one."""
    raw = stored.as_dict()
    raw["sheet"] = posted.get("trang", stored.sheet)
    raw["header_row"] = _whole(posted.get("hang"), stored.header_row)
    raw["header_rows"] = _whole(posted.get("so_hang"), stored.header_rows)
    raw["font"] = posted.get("phong", stored.font)
    mapping = mapping_from(raw)
    if mapping.sheet != stored.sheet:
        # The header of another sheet is looked for.
        return Mapping(sheet=mapping.sheet, font=mapping.font)
    places = [(one.header_row, one.header_rows, one.font) for one in (mapping, stored)]
    if places[0] != places[1] or "doc_lai" in posted:
        mapping.columns, mapping.units, mapping.groups = {}, {}, {}
        mapping.years, mapping.headings = {}, {}
        return mapping
    for letters in {*stored.columns, *(name[4:] for name in posted if name.startswith("cot-"))}:
        raw["columns"][letters] = posted.get(f"cot-{letters}", stored.columns.get(letters, IGNORE))
        if f"nam-{letters}" in posted:
            raw["years"][letters] = _whole(posted[f"nam-{letters}"], 0)
        raw["units"][letters] = _unit(posted.get(f"tien-{letters}", ""))
    raw["currency"], raw["factor"] = _unit(posted.get("tien", ""))
    raw["groups"] = {level: posted.get(f"nhom-{level}", stored.groups.get(level, IGNORE)) for level in LEVELS}
    raw["headings"] = dict(stored.headings)
    for name in (name for name in posted if name.startswith("muc-")):
        raw["headings"][name[4:]] = posted[name]
    raw["kind"] = posted.get("loai", "")
    raw["style"] = posted.get("kieu", "")
    raw["hidden"] = posted.get("an") == "1"
    raw["owner"] = posted.get("chu", "")
    return mapping_from(raw)


def _whole(text: Any, otherwise: int) -> int:
    return (
        int(text)
        if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 9
        else otherwise
    )


def _unit(text: str) -> list[Any]:
    currency, _, factor = text.partition("|")
    return [currency, _whole(factor, 1)]
