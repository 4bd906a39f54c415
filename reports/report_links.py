"""Addresses of the pages of one report."""

from django.urls import reverse

from reports.models import Report

# In the query of "Nay sẽ khác gì": answer with how many figures would differ, without the page.
COUNT_ONLY = "dem"


def report_url(name: str, report: Report) -> str:
    """Return the address of a page of the report."""
    return reverse(f"reports:{name}", args=[report.year, report.code])
