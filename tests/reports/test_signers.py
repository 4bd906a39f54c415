"""Who may be printed as the one who signs, in which capacity, and when a window may be locked."""

from datetime import date

import pytest

from core.history import acting
from core.legal import RuleError
from core.models import Appointment
from reports import signers
from reports.actions import life as acts
from reports.actions.comments import add_comment
from reports.actions.reports import edit_details
from reports.kinds.department import department_signature
from reports.lock_checks import lock_hindrances
from tests import factories as make
from tests.reports.life_world import TODAY, Office
from tests.reports.year_end_world import words

pytestmark = pytest.mark.django_db
DEPUTY = ["TM. BAN THƯỜNG TRỰC", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def appointed(by, agency, title, **days):
    """Return a person who holds a post at an agency."""
    with acting(by=by, verb="tests.create", label="Tạo dữ liệu thử"):
        person = make.PersonFactory()
        Appointment(person=person, agency=agency, title=title, rank=5, **days).save()
    return person


def test_a_window_is_locked_only_once_it_has_begun(year):
    def said(day):
        return [(one.is_blocker, str(one.finding)) for one in lock_hindrances(year.report, today=day)]

    assert any(stops and "chưa tới" in words for stops, words in said(date(2024, 12, 31)))
    open_window = [stops for stops, words in said(date(2025, 6, 1)) if "còn đến ngày 31/12/2025" in words]
    assert open_window == [False]
    assert not any("Kỳ số liệu" in words for _, words in said(TODAY))
    passage = year.report.narratives.exclude(title="").first()
    add_comment(report=year.report, block=passage, text="Kiểm lại số đoàn", by=year.writer)
    told = [words for stops, words in said(TODAY) if not stops and "Kiểm lại số đoàn" in words]
    assert [passage.title in words for words in told] == [True]


def test_only_holders_of_a_post_of_the_issuer_are_offered_and_taken(year, client):
    office = Office(year)
    deputy = appointed(office.drafter, year.issuer, f"Phó Chủ tịch {year.issuer.name}")
    gone = appointed(office.drafter, year.issuer, "Chủ tịch", ended_on=date(2020, 1, 1))
    elsewhere = appointed(office.drafter, make.AgencyFactory(), "Giám đốc")
    client.force_login(office.drafter)
    url = f"{office.report.get_absolute_url()}thong-tin/"
    form = client.get(url).context["form"]
    offered = {person.pk for person in form.fields["signer"].queryset}
    assert offered == {office.report.signer_id, deputy.pk}
    typed = {
        "title": office.report.title, "basis": "CALENDAR", "signer": deputy.pk,
        "version": office.fresh().version,
        "signature_lines": "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH", "recipients": "Lưu: VT",
    }  # fmt: skip
    for wrong in (gone, elsewhere):
        assert "không giữ chức vụ ở cơ quan ban hành" in words(client.post(url, typed | {"signer": wrong.pk}))
    # A deputy signs KT., whatever stood there for the head.
    assert "Thể thức ký đổi theo chức vụ" in words(client.post(url, typed, follow=True))
    assert office.fresh().signature_lines == DEPUTY
    report = office.fresh()
    report.signature_lines = ["CHỦ TỊCH"]
    with pytest.raises(RuleError, match="không ký với chức vụ CHỦ TỊCH"):
        edit_details(report=report, expected=report.version, by=office.drafter)


def test_who_signs_holds_the_post_on_that_day(year, client):
    office = Office(year)
    head = office.report.signer
    with acting(by=office.drafter, verb="tests.edit", label="Tạo dữ liệu thử"):
        office.report.signer = None
        office.report.save()
    office.bring_to("FORMAT_CHECKED")
    deputy = appointed(office.drafter, year.issuer, "Phó Chủ tịch")
    client.force_login(office.signer)
    form = client.get(f"{office.report.get_absolute_url()}ky/").context["form"]
    assert form.initial["signer"] == head
    told = {"report": office.fresh(), "expected": office.fresh().version, "today": TODAY, "by": office.signer}
    with pytest.raises(RuleError, match="không giữ chức vụ nào"):
        acts.sign_report(signer=make.PersonFactory(), **told)
    acts.sign_report(signer=deputy, **told)
    signature = office.paper().signature
    assert ([*signature.capacity, signature.title], signature.name) == (DEPUTY, deputy.full_name)


@pytest.mark.parametrize(
    ("title", "lines", "expected"),
    [
        ("Giám đốc", ["GIÁM ĐỐC"], ["GIÁM ĐỐC"]),
        ("Phó Giám đốc", ["GIÁM ĐỐC"], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Giám đốc", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], ["GIÁM ĐỐC"]),
        ("Phó Giám đốc", ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"], ["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]),
    ],
)
def test_lines_follow_the_post(title, lines, expected):
    agency = make.AgencyFactory.build(signature_lines=["GIÁM ĐỐC"], deputy_lines=[])
    assert signers.lines_for(agency, title, lines) == expected


def test_papers_of_the_department_name_its_head_of_the_day():
    lines = {"header_lines": [{"text": "SỞ NGOẠI VỤ", "bold": True}], "signature_lines": ["GIÁM ĐỐC"]}
    department = make.AgencyFactory(code="SNGV", name="Sở Ngoại vụ", **lines)
    assert department_signature(date(2026, 1, 5)).name == ""
    head = appointed(make.UserFactory(), department, "Giám đốc", ended_on=date(2026, 6, 30))
    said = [department_signature(day) for day in (date(2026, 1, 5), date(2026, 7, 1))]
    assert [(one.title, one.name) for one in said] == [("GIÁM ĐỐC", head.full_name), ("GIÁM ĐỐC", "")]
