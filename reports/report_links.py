"""Addresses of the pages of one report."""

from django.urls import reverse

from reports.models import Report


def report_url(name: str, report: Report) -> str:
    """Return the address of a page of the report."""
    return reverse(f"reports:{name}", args=[report.year, report.code])
