"""Finished PDFs that several tests read; made once, by the guarded child."""

import pytest

from reports.documents.pdf import render_pdf
from tests.documents.samples import full_document, small_document


@pytest.fixture(scope="session")
def full_pdf(_settings_of_the_suite):
    """The document with every block and two appendices."""
    return render_pdf(full_document())


@pytest.fixture(scope="session")
def small_pdf(_settings_of_the_suite):
    """The one-page report that keeps every rule."""
    return render_pdf(small_document())
