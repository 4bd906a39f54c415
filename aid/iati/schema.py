"""The schema of IATI 2.03, read from the copy beside this file."""

from functools import cache
from pathlib import Path

from lxml import etree

_XSD = Path(__file__).resolve().parent / "xsd" / "iati-activities-schema.xsd"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_XSD, etree.XMLParser(no_network=True, resolve_entities=False)))


def schema_problems(document: etree._ElementTree | etree._Element) -> list[str]:
    """Return what the schema has against the document: line and message, at most a hundred."""
    schema = _schema()
    if schema.validate(document):
        return []
    return [f"dòng {entry.line}: {entry.message}" for entry in list(schema.error_log)[:100]]
