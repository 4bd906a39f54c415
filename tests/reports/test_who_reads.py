"""Before its issue a report is read by those who have a part in it: lists, search, files, addresses alike."""

import pytest

from reports.models import Report
from tests import factories as make
from tests.reports.life_world import Office
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db
TITLE = "Báo cáo kết quả công tác năm 2025"


def strangers():
    """Return accounts that read reports and have no part in those of the Union."""
    return [
        make.UserFactory(role=role, agency=make.AgencyFactory())
        for role in ("VPUB", "TU_VIEWER", "VAN_THU", "LH_STAFF", "UBND_LEADER", "SNGV_STAFF", "SNGV_LEADER")
    ]


def places(report):
    """Return every place that would tell of the report: (address, what it answers where it is not told)."""
    page = report.get_absolute_url()
    return [
        ("/bao-cao/?format=csv", 200),
        ("/bao-cao/", 200),
        (f"/tim/?q={TITLE}", 200),
        ("/bao-cao/kho-ban-chot/", 200),
        ("/bao-cao/so-van-ban/", 200),
        *((f"{page}{name}", 404) for name in ("", "tien-trinh/", "so-lieu/", "soat/", "ban-in/", "khac-di/")),
    ]


def test_an_unissued_report_is_read_by_those_who_have_a_part(year, client):
    office = Office(year)
    report = office.bring_to("NUMBERED")
    outside = strangers()
    for person in outside:
        client.force_login(person)
        for url, status in places(report):
            answer = client.get(url)
            assert answer.status_code == status, (person.role, url)
            assert f"{TITLE}, phương hướng" not in answer.content.decode(), (person.role, url)
    for person in (office.drafter, office.approver, office.clerk, make.UserFactory(role="AUDITOR")):
        client.force_login(person)
        for url in ("/bao-cao/", "/bao-cao/so-van-ban/", report.get_absolute_url()):
            assert TITLE in client.get(url).content.decode(), (person.role, url)
    passage = f"/lich-su/reports.narrativeblock/{report.narratives.order_by('pk').first().pk}/"
    for person, status in ((office.drafter, 200), (office.approver, 200), (outside[0], 404)):
        client.force_login(person)
        assert client.get(passage).status_code == status, person.role
    office.bring_to("ISSUED")
    for person in outside:
        client.force_login(person)
        assert TITLE in client.get("/bao-cao/").content.decode()
        assert client.get(report.get_absolute_url()).status_code == 200
    client.force_login(office.drafter)
    client.post(f"{report.get_absolute_url()}thay-the/", {"note": "Sai", "version": office.fresh().version})
    new = Report.objects.get(replaces=report)
    assert "Đang soạn bản thay thế" in words(client.get(report.get_absolute_url()))
    # In the list it is told apart from the report of the same title.
    assert "Bản thay thế báo cáo số 01/BC-LHHN, ngày 12/01/2026" in words(client.get("/bao-cao/"))
    client.force_login(outside[0])
    assert "Đang soạn bản thay thế" not in words(client.get(report.get_absolute_url()))
    assert client.get(new.get_absolute_url()).status_code == 404


def test_a_signed_report_goes_back_only_by_who_signed_or_the_clerk(year, client):
    office = Office(year)
    report = office.bring_to("SIGNED")
    url = f"{report.get_absolute_url()}tra-lai/"
    for person, status in (
        (office.drafter, 403),
        (office.approver, 403),
        (office.signer, 200),
        (office.clerk, 200),
    ):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert (url in client.get(report.get_absolute_url()).content.decode()) == (status == 200)
    client.post(url, {"note": "Sai nơi nhận", "version": report.version})
    assert office.fresh().status == "DRAFT"
