"""What several tests of the reports start from."""

import pytest

from core.history import acting
from tests import factories as make
from tests.reports.year_end_world import world


@pytest.fixture
def year(cast):
    """The report of 2025, issued by the Union of the cast; each test meets it on the same day."""
    return world(union=as_union(cast.agencies["LHHN"]))


def as_union(agency):
    """Return the agency, turned into the Union with the lines of its papers."""
    agency.kind = "LIEN_HIEP"
    agency.name = "Liên hiệp các tổ chức hữu nghị tỉnh Thanh Hóa"
    agency.symbol = "LHHN"
    agency.signature_lines = ["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"]
    agency.header_lines = [
        {"text": "LIÊN HIỆP CÁC TỔ CHỨC", "bold": True},
        {"text": "HỮU NGHỊ TỈNH THANH HÓA", "bold": True},
    ]
    with acting(by=make.UserFactory(), verb="tests.edit", label="Tạo dữ liệu thử"):
        agency.save()
    return agency
