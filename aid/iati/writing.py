"""Activities as IATI 2.03 XML, one at a time, so that memory stays flat however many there are."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import IO

from lxml import etree

from aid.iati.activity import Activity, Organisation, Publisher, SectorPart, Transaction
from aid.iati.codes import (
    ACCOUNTABLE,
    CORRECTION,
    COUNTRY,
    DAC,
    DESCRIPTION_GENERAL,
    DESCRIPTION_OTHER,
    FINANCE_GRANT,
    FLOW_PRIVATE_GRANTS,
    FUNDING,
    IMPLEMENTING,
    LANGUAGE,
    OWN_VOCABULARY,
    POINT_SYSTEM,
    PORTAL,
    VERSION,
)

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DEMO_NOTE = "Dữ liệu minh họa, không phải khoản viện trợ có thật."


def write_activities(
    out: IO[bytes], activities: Iterable[Activity], publisher: Publisher, *, generated_at: datetime
) -> int:
    """Write the activities as one document; returns how many. They must have passed `checks.problems`."""
    written = 0
    with etree.xmlfile(out, encoding="utf-8", close=False) as file:
        file.write_declaration()
        head = {"version": VERSION, "generated-datetime": generated_at.isoformat(timespec="seconds")}
        with file.element("iati-activities", head, nsmap={"vt": PORTAL}):
            for activity in activities:
                file.write("\n")
                file.write(activity_element(activity, publisher), pretty_print=True)
                written += 1
    return written


def activity_element(activity: Activity, publisher: Publisher) -> etree._Element:
    """Return one activity as an element, its children in the order that the schema wants."""
    root = etree.Element("iati-activity", {LANG: LANGUAGE}, nsmap={"vt": PORTAL})
    if activity.updated_at:
        root.set("last-updated-datetime", activity.updated_at.isoformat(timespec="seconds"))
    if activity.is_humanitarian:
        root.set("humanitarian", "1")
    _text(root, "iati-identifier", activity.identifier)
    _organisation(root, "reporting-org", Organisation(publisher.name, publisher.kind, publisher.ref))
    title = etree.SubElement(root, "title")
    for language, text in activity.titles:
        _narrative(title, text, language)
    _described(root, activity)
    for role, body in (
        (FUNDING, activity.funding),
        (ACCOUNTABLE, activity.accountable),
        (IMPLEMENTING, activity.implementing),
    ):
        if body is not None:
            _organisation(root, "participating-org", body, role=role)
    _coded(root, "activity-status", activity.status)
    for place, (kind, day) in enumerate(activity.dates):
        element = etree.SubElement(root, "activity-date", {"type": kind, "iso-date": day.isoformat()})
        if activity.date_note and not place:
            _narrative(element, activity.date_note)
    _places(root, activity)
    _sectors(root, activity.sectors)
    _coded(root, "default-flow-type", FLOW_PRIVATE_GRANTS)
    _coded(root, "default-finance-type", FINANCE_GRANT)
    for row in activity.transactions:
        _transaction(root, row)
    _portal_part(root, activity)
    return root


def _described(root: etree._Element, activity: Activity) -> None:
    """Write the objectives, or the title again where none are known: a description is obligatory."""
    text = activity.description or activity.titles[0][1]
    element = etree.SubElement(root, "description", {"type": DESCRIPTION_GENERAL})
    _narrative(element, text)
    if activity.is_demo:
        _narrative(etree.SubElement(root, "description", {"type": DESCRIPTION_OTHER}), DEMO_NOTE)


def _places(root: etree._Element, activity: Activity) -> None:
    """Write the country, the shares of the communes, and where each of them lies."""
    _coded(root, "recipient-country", COUNTRY, percentage="100")
    for place in activity.places:
        element = etree.SubElement(
            root,
            "recipient-region",
            {"code": place.code, "vocabulary": OWN_VOCABULARY, "percentage": _plain(place.percent)},
        )
        _narrative(element, place.name)
    for place in activity.places:
        location = etree.SubElement(root, "location", {"ref": place.code})
        _narrative(etree.SubElement(location, "name"), place.name)
        if place.point:
            point = etree.SubElement(location, "point", {"srsName": POINT_SYSTEM})
            _text(point, "pos", f"{place.point[0]:.5f} {place.point[1]:.5f}")


def _sectors(root: etree._Element, sectors: Iterable[SectorPart]) -> None:
    """Write the province's own sectors, and the DAC purposes where each sector has one."""
    sectors = list(sectors)
    for sector in sectors:
        element = etree.SubElement(
            root,
            "sector",
            {"vocabulary": OWN_VOCABULARY, "code": sector.code, "percentage": _plain(sector.percent)},
        )
        _narrative(element, sector.name)
    if sectors and all(sector.dac for sector in sectors):
        ordered = sorted(sectors, key=lambda sector: sector.dac)
        for code, same in groupby(ordered, key=lambda sector: sector.dac):
            share = sum((sector.percent for sector in same), Decimal(0))
            etree.SubElement(root, "sector", {"vocabulary": DAC, "code": code, "percentage": _plain(share)})


def _transaction(root: etree._Element, row: Transaction) -> None:
    element = etree.SubElement(root, "transaction", {"ref": row.ref} if row.ref else {})
    told = {
        "form": row.form,
        "voucher": row.voucher,
        "entry": CORRECTION if row.is_correction else "",
        "corrects": row.corrects,
    }
    for name, value in told.items():
        if value:
            element.set(f"{{{PORTAL}}}{name}", value)
    _coded(element, "transaction-type", row.kind)
    etree.SubElement(element, "transaction-date", {"iso-date": row.day.isoformat()})
    value = _text(element, "value", _plain(row.amount))
    value.set("currency", row.currency)
    value.set("value-date", row.day.isoformat())
    if row.description:
        _narrative(etree.SubElement(element, "description"), row.description)


def _portal_part(root: etree._Element, activity: Activity) -> None:
    part = activity.portal
    values = {
        "code": part.code,
        "mode": part.mode,
        "emergency": part.emergency,
        "decision": part.decision,
        "approved-on": part.approved_on.isoformat() if part.approved_on else "",
    }
    told = {name: value for name, value in values.items() if value}
    if told:
        etree.SubElement(root, f"{{{PORTAL}}}item", told)


def _organisation(root: etree._Element, tag: str, body: Organisation, *, role: str = "") -> None:
    values = {"ref": body.ref, "type": body.kind, "role": role}
    element = etree.SubElement(root, tag, {name: value for name, value in values.items() if value})
    _narrative(element, body.name)


def _coded(root: etree._Element, tag: str, code: str, **further: str) -> etree._Element:
    return etree.SubElement(root, tag, {"code": code} | further)


def _text(root: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.SubElement(root, tag)
    element.text = text
    return element


def _narrative(root: etree._Element, text: str, language: str = LANGUAGE) -> None:
    element = _text(root, "narrative", text)
    if language != LANGUAGE:
        element.set(LANG, language)


def _plain(number: Decimal) -> str:
    """Return a number as XML holds it: no exponent, no zeros without meaning."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
