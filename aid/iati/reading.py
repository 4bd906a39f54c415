"""IATI activity files as values: read in the guarded child, without entities, network or guessing."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lxml import etree

from aid.iati.activity import Activity, Organisation, PlacePart, PortalPart, SectorPart, Transaction
from aid.iati.codes import (
    ACCOUNTABLE,
    CORRECTION,
    DAC,
    DESCRIPTION_GENERAL,
    DESCRIPTION_OBJECTIVES,
    FUNDING,
    IMPLEMENTING,
    LANGUAGE,
    OWN_VOCABULARY,
    PORTAL,
    VERSION,
)
from core.spreadsheets.limits import FileRefused, grouped

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAX_ACTIVITIES = 5_000
MAX_TRANSACTIONS = 50_000  # of all activities of a file together
# So many faults of one activity are told one by one; a hostile file has a hundred thousand.
TOLD_FAULTS = 50
NOT_IATI = (
    "Tệp không phải tệp hoạt động IATI (thiếu thẻ iati-activities). Hãy chọn tệp .xml hoặc dùng mẫu Excel."
)
HAS_DOCTYPE = "Tệp XML có khai báo DTD nên không được nhận. Hãy xuất lại tệp không kèm DTD."
BROKEN = "Tệp XML bị hỏng ở dòng {line}. Hãy tải lại tệp từ nơi cung cấp."


# xsd:decimal: no exponent, no thousands separators, no NaN.
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(slots=True)
class Found:
    """One activity of a file, the line it begins on, and what of it could not be read."""

    line: int
    activity: Activity
    faults: list[str] = field(default_factory=list)


def read_activities(data: bytes) -> Iterator[Found]:
    """Yield the activities of a file. Raises FileRefused for faults of the whole file."""
    _refuse_doctype(data)
    count = transactions = 0
    root = None
    try:
        events = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            if root is None:
                root = element
                # An encoding of few letters can hide the words from a look at the bytes.
                if root.getroottree().docinfo.internalDTD is not None:
                    raise FileRefused(HAS_DOCTYPE)
                _check_root(root)
            if event == "end" and element.tag == "iati-activity" and element.getparent() is root:
                count += 1
                if count > MAX_ACTIVITIES:
                    raise FileRefused(
                        f"Tệp có hơn {grouped(MAX_ACTIVITIES)} hoạt động. Hãy chia nhỏ tệp rồi tải lại."
                    )
                transactions += len(element.findall("transaction"))
                if transactions > MAX_TRANSACTIONS:
                    raise FileRefused(
                        f"Tệp có hơn {grouped(MAX_TRANSACTIONS)} giao dịch. Hãy chia nhỏ tệp rồi tải lại."
                    )
                faults: list[str] = []
                activity = _activity(element, element.get(LANG, LANGUAGE), faults)
                yield Found(element.sourceline, activity, _told(faults))
                root.remove(element)
    except etree.XMLSyntaxError as error:
        raise FileRefused(BROKEN.format(line=error.lineno)) from error
    if not count:
        raise FileRefused("Tệp không có hoạt động nào. Hãy chọn tệp khác.")


def _refuse_doctype(data: bytes) -> None:
    plain = data.replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise FileRefused(HAS_DOCTYPE)


def _told(faults: list[str]) -> list[str]:
    more = len(faults) - TOLD_FAULTS
    return [*faults[:TOLD_FAULTS], f"và {grouped(more)} lỗi khác."] if more > 0 else faults


def _check_root(root: etree._Element) -> None:
    if root.tag != "iati-activities":
        raise FileRefused(NOT_IATI)
    version = root.get("version", "")
    if not version.startswith("2."):
        raise FileRefused(
            f"Tệp theo IATI phiên bản '{version[:10]}'; cổng nhận phiên bản 2.x (tốt nhất {VERSION})."
        )


def _activity(root: etree._Element, language: str, faults: list[str]) -> Activity:
    notes = [text for element in root.findall("activity-date") for _, text in _narratives(element, language)]
    identifier = _text(root.find("iati-identifier"))
    return Activity(
        identifier=identifier,
        titles=tuple(_narratives(root.find("title"), language)),
        description=_description(root, language),
        funding=_organisation(root, FUNDING, language) or Organisation(""),
        accountable=_organisation(root, ACCOUNTABLE, language),
        implementing=_organisation(root, IMPLEMENTING, language),
        status=_code(root.find("activity-status")),
        dates=tuple(_dates(root, faults)),
        date_note=notes[0] if notes else "",
        sectors=tuple(_sectors(root, language, faults)),
        places=tuple(_places(root, language, faults)),
        is_humanitarian=root.get("humanitarian") in {"1", "true"},
        transactions=tuple(_transactions(root, language, faults)),
        portal=_portal_part(root, faults),
    )


def _description(root: etree._Element, language: str) -> str:
    """Return the objectives, else the general description; nothing where it only repeats the title."""
    titles = {text for _, text in _narratives(root.find("title"), language)}
    texts = {
        element.get("type", DESCRIPTION_GENERAL): _best(element, language)
        for element in root.findall("description")
    }
    text = texts.get(DESCRIPTION_OBJECTIVES) or texts.get(DESCRIPTION_GENERAL, "")
    return "" if text in titles else text


def _organisation(root: etree._Element, role: str, language: str) -> Organisation | None:
    for element in root.findall("participating-org"):
        if element.get("role") == role:
            return Organisation(_best(element, language), element.get("type", ""), element.get("ref", ""))
    return None


def _sectors(root: etree._Element, language: str, faults: list[str]) -> Iterator[SectorPart]:
    """Yield the sectors of the publisher's own list, else of the DAC list."""
    elements = root.findall("sector")
    own = [element for element in elements if element.get("vocabulary", DAC) == OWN_VOCABULARY]
    for element in own or [one for one in elements if one.get("vocabulary", DAC) == DAC]:
        is_dac = element.get("vocabulary", DAC) == DAC
        code = element.get("code", "")
        yield SectorPart(
            "" if is_dac else code,
            _best(element, language),
            _share(element, len(own or elements), faults),
            code if is_dac else "",
        )


def _places(root: etree._Element, language: str, faults: list[str]) -> Iterator[PlacePart]:
    """Yield the regions of the publisher's own list, with the point of the location of the same code."""
    points = {
        element.get("ref", ""): _point(element.findtext("point/pos") or "")
        for element in root.findall("location")
    }
    regions = [
        element for element in root.findall("recipient-region") if element.get("vocabulary") == OWN_VOCABULARY
    ]
    for element in regions:
        code = element.get("code", "")
        share = _share(element, len(regions), faults)
        yield PlacePart(code, _best(element, language), share, points.get(code))


def _dates(root: etree._Element, faults: list[str]) -> Iterator[tuple[str, date]]:
    for element in root.findall("activity-date"):
        if (day := _day(element, "iso-date", faults)) is not None:
            yield element.get("type", ""), day


def _transactions(root: etree._Element, language: str, faults: list[str]) -> Iterator[Transaction]:
    default = root.get("default-currency", "")
    for element in root.findall("transaction"):
        value, when, note = (element.find(tag) for tag in ("value", "transaction-date", "description"))
        if value is None or when is None:
            faults.append(f"dòng {element.sourceline}: giao dịch thiếu số tiền hoặc ngày; bổ sung trong tệp.")
            continue
        day, amount = _day(when, "iso-date", faults), _number(value, _text(value), faults)
        if day is None or amount is None:
            continue
        yield Transaction(
            kind=_code(element.find("transaction-type")),
            day=day,
            amount=amount,
            currency=value.get("currency", default),
            ref=element.get("ref", ""),
            form=element.get(f"{{{PORTAL}}}form", ""),
            description=_best(note, language) if note is not None else "",
            voucher=element.get(f"{{{PORTAL}}}voucher", ""),
            is_correction=element.get(f"{{{PORTAL}}}entry") == CORRECTION,
            corrects=element.get(f"{{{PORTAL}}}corrects", ""),
        )


def _portal_part(root: etree._Element, faults: list[str]) -> PortalPart:
    element = root.find(f"{{{PORTAL}}}item")
    if element is None:
        return PortalPart()
    return PortalPart(
        code=element.get("code", ""),
        mode=element.get("mode", ""),
        emergency=element.get("emergency", ""),
        decision=element.get("decision", ""),
        approved_on=_day(element, "approved-on", faults) if element.get("approved-on") else None,
    )


def _narratives(element: etree._Element | None, language: str) -> Iterator[tuple[str, str]]:
    if element is None:
        return
    for narrative in element.findall("narrative"):
        if text := _text(narrative):
            yield narrative.get(LANG, language), text


def _best(element: etree._Element, language: str) -> str:
    """Return the Vietnamese text, else the first one."""
    texts = dict(reversed(list(_narratives(element, language))))
    return texts.get(LANGUAGE) or next(iter(reversed(list(texts.values()))), "")


def _text(element: etree._Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _code(element: etree._Element | None) -> str:
    return element.get("code", "") if element is not None else ""


def _day(element: etree._Element, attribute: str, faults: list[str]) -> date | None:
    text = element.get(attribute, "")
    try:
        # A zone may follow the day (xsd:date); the day itself is what counts.
        return date.fromisoformat(text[:10])
    except ValueError:
        faults.append(
            f"dòng {element.sourceline}: '{text[:30]}' không phải ngày dạng năm-tháng-ngày; sửa trong tệp."
        )
        return None


def _number(element: etree._Element, text: str, faults: list[str]) -> Decimal | None:
    if NUMBER.fullmatch(text):
        return Decimal(text)
    faults.append(
        f"dòng {element.sourceline}: '{text[:30]}' không phải số (dấu chấm thập phân, không dấu phân nghìn)."
    )
    return None


def _share(element: etree._Element, count: int, faults: list[str]) -> Decimal:
    """Return a share in per cent; one part alone is the whole."""
    text = element.get("percentage")
    if text is None:
        if count > 1:
            faults.append(f"dòng {element.sourceline}: thiếu tỷ lệ (percentage); ghi tỷ lệ cho từng phần.")
        return Decimal(100) if count == 1 else Decimal(0)
    return _number(element, text, faults) or Decimal(0)


def _point(text: str) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(part) for part in text.split())
    except ValueError:
        return None
    return latitude, longitude
