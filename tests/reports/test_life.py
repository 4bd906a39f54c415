"""The way of a report: separate people, returns with reasons, numbers given once, files issued once."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.history import VersionConflictError, acting
from core.legal import Caution, RuleError
from core.models import Notice
from core.number_rules import Taken, UnconfirmedError, number_problems
from meetings.actions import number_document
from meetings.issuing import booked_numbers
from meetings.models import MeetingDocument
from meetings.numbering import proposed_number, refuse_number
from programs.wording.checks.findings import Finding, Severity
from reports import life
from reports.actions.headings import add_heading
from reports.actions.issuing import replace_report
from reports.actions.life import approve_report
from reports.actions.looks import keep_words
from reports.actions.numbering import Entry, drop_number, note_number
from reports.actions.passages import save_passage
from reports.actions.reports import edit_details, save_passages
from reports.forms import ReportAddForm
from reports.life import Part
from reports.life_page import LifeCard
from reports.life_people import writers_of
from reports.metadata import metadata_xml
from reports.models import (
    DocumentNumber,
    IssuedFile,
    NarrativeBlock,
    PaperJob,
    Report,
    ReportStep,
    SectionLevel,
)
from reports.number_book import taken_numbers
from reports.staffing import staffing_findings
from reports.text_checks.run import check_report
from reports.verifying import verdict_on
from tests import factories as make
from tests.access_world import PDF as A_PDF
from tests.reports.life_world import PDF, TODAY, Office
from tests.reports.year_end_world import world

pytestmark = pytest.mark.django_db
S = Report.Status


@pytest.fixture
def office():
    return Office(world())


def test_the_whole_way_leaves_who_and_when(office):
    report = office.bring_to(S.ISSUED)
    steps = [(step.to_status, step.person) for step in ReportStep.objects.order_by("pk")]
    assert steps == [
        (S.DATA_LOCKED, office.drafter),
        (S.CONTENT_APPROVED, office.approver),
        (S.FORMAT_CHECKED, office.clerk),
        (S.SIGNED, office.signer),
        (S.NUMBERED, office.clerk),
        (S.ISSUED, office.clerk),
    ]
    assert (report.number, report.dated_on) == ("1", TODAY)
    assert office.paper().header.number_line == "Số: 01/BC-LHHN"
    assert office.paper().signature.name == "Nguyễn Văn Thử"
    [row] = IssuedFile.objects.all()
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    waiting = Notice.objects.filter(kind=Notice.Kind.REPORTED).values_list("user__username", flat=True)
    assert set(waiting) >= {"pho", "truong", "van-thu-lh"}
    with pytest.raises(RuleError, match="không trả lại soạn được"):
        office.send_back()


def test_nobody_has_two_parts(office):
    """Each act by everyone who had an earlier part that excludes it; the clerk checks and numbers."""
    wrong = {
        "approve": [office.drafter],
        "check": [office.drafter, office.approver],
        "sign": [office.drafter, office.approver, office.clerk],
        "number": [office.drafter, office.approver, office.signer],
    }
    for reached, name in (
        (S.DATA_LOCKED, "approve"),
        (S.CONTENT_APPROVED, "check"),
        (S.FORMAT_CHECKED, "sign"),
        (S.SIGNED, "number"),
    ):
        office.bring_to(reached)
        if name == "check":
            office.measured()
        for person in wrong[name]:
            with pytest.raises(RuleError, match="cần người khác"):
                getattr(office, name)(by=person)
        assert office.fresh().status == reached
    office.number()
    assert office.fresh().status == S.NUMBERED


def test_who_locked_once_never_approves(office):
    office.lock(by=office.approver)
    office.send_back(by=office.signer)
    office.lock()
    with pytest.raises(RuleError, match="đã soạn hoặc chốt số liệu"):
        office.approve()
    # Who is the last to sign must not approve: nobody would be left.
    with pytest.raises(RuleError, match="không còn ai ký được"):
        office.approve(by=office.signer)
    make.UserFactory(role="LH_LEADER", agency=office.report.issuer)
    assert office.approve(by=office.signer)


def test_a_leader_whose_words_were_taken_back_to_the_letter_has_not_drafted(office):
    block = office.report.narratives.exclude(text="").first()
    before = block.text
    save_passage(block=block, text="Lời của lãnh đạo.", expected=block.version, by=office.approver)
    assert office.approver.pk in writers_of(office.report)
    told = staffing_findings(office.fresh(), life.BY_NAME["lock"], office.drafter)
    assert f"{office.approver} đã viết hay chốt" in str(told[0])
    block.refresh_from_db()
    save_passage(block=block, text=before, expected=block.version, by=office.drafter)
    assert office.approver.pk not in writers_of(office.report)
    assert staffing_findings(office.fresh(), life.BY_NAME["lock"], office.drafter) == []
    office.lock()
    assert office.approve()


def test_a_missing_clerk_is_told_from_the_draft_on(office):
    """A clerk of another body takes no part; the warning stops nothing."""
    lacks = f"{office.report.issuer.label} chưa có văn thư trên cổng. Nhờ quản trị"
    with acting(by=office.drafter, verb="tests.edit", label="Chuyển cơ quan"):
        office.clerk.agency = make.AgencyFactory()
        office.clerk.save()
    for step, person in (("lock", office.drafter), ("approve", office.approver), ("sign", office.signer)):
        [told] = staffing_findings(office.fresh(), life.BY_NAME[step], person)
        assert isinstance(told, Caution)
        assert lacks in str(told)
    assert office.bring_to(S.CONTENT_APPROVED)
    assert LifeCard(office.fresh(), office.drafter, TODAY).waits_for.startswith(lacks)


def test_who_shaped_a_report_in_any_way_drafted_it(office):
    """Title, a kept finding, an empty heading: each by somebody else; returning the report is none of it."""
    people = {name: make.UserFactory(role="LH_LEADER", agency=office.report.issuer) for name in "abc"}
    report = office.fresh()
    report.title = "Báo cáo tổng kết công tác năm 2025, phương hướng năm 2026"
    edit_details(report=report, expected=report.version, by=people["a"])
    block = office.report.narratives.get(key="I.2")
    seen = check_report(report, today=TODAY).prints[block.key]
    finding = Finding("FIGURE_TYPED", Severity.WARN, "I.2", "12 đoàn", "Số gõ tay.")
    keep_words(block=block, finding=finding, seen=seen, reason="Số hiệu", today=TODAY, by=people["b"])
    heading = NarrativeBlock(report=report, title="Đề xuất", level=SectionLevel.ARABIC, guidance="", text="")
    add_heading(block=heading, after=block, by=people["c"])
    save_passage(block=heading, expected=1, text="Không có.", by=office.drafter)
    office.lock()
    office.send_back(by=office.signer)
    assert writers_of(report) == {office.drafter.pk, *(one.pk for one in people.values())}
    office.lock()
    for person in people.values():
        with pytest.raises(RuleError, match="đã soạn hoặc chốt số liệu"):
            office.approve(by=person)
    assert office.approve()


def test_a_report_goes_back_with_a_reason_from_every_state_before_its_number(office):
    for status in (S.DATA_LOCKED, S.CONTENT_APPROVED, S.FORMAT_CHECKED, S.SIGNED):
        office.bring_to(status)
        by = office.clerk if status == S.SIGNED else office.approver
        with pytest.raises(RuleError, match="Ghi lý do"):
            office.send_back(reason="  ", by=by)
        if status == S.SIGNED:
            for person in (office.drafter, office.approver):
                with pytest.raises(RuleError, match="chỉ người đã ký hoặc văn thư"):
                    office.send_back(by=person)
        office.send_back(reason=f"Thiếu phụ lục {status}", by=by)
        assert office.fresh().status == S.DRAFT
        told = Notice.objects.filter(kind=Notice.Kind.RETURNED, user=office.drafter).order_by("pk").last()
        assert f"Thiếu phụ lục {status}" in told.why
    assert list(office.report.snapshots.values_list("ordinal", flat=True)) == [1, 2, 3, 4]


def test_a_step_out_of_turn_or_on_an_old_page_is_refused(office):
    with pytest.raises(RuleError, match="việc phải làm trước là “Chốt số liệu”"):
        office.sign()
    stale = office.fresh()
    office.lock()
    with pytest.raises(RuleError, match="đã xong"):
        office.lock()
    fresh = office.fresh()
    fresh.version = stale.version
    with pytest.raises(VersionConflictError):
        approve_report(report=fresh, expected=stale.version, today=TODAY, by=office.approver)


def test_the_form_is_confirmed_only_after_it_was_measured(office):
    office.bring_to(S.CONTENT_APPROVED)
    assert PaperJob.objects.get().kind == "report-format"
    with pytest.raises(RuleError, match="chưa đo xong"):
        office.check()
    office.measured("Trang 1: lề trái 20 mm [MARGIN]")
    with pytest.raises(RuleError, match="còn 1 chỗ"):
        office.check()
    assert office.check(note="Bìa rời, đã xem").note == "Bìa rời, đã xem"


TAKEN = [Taken(4, date(2026, 1, 5), "Báo cáo tháng"), Taken(5, date(2026, 1, 9), "Báo cáo quý")]


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        pytest.param(6, date(2026, 1, 9), [], id="số tiếp theo"),
        pytest.param(5, date(2026, 1, 9), ["Số 05 đã cấp ngày 09/01/2026 cho “Báo cáo quý”"], id="trùng"),
        pytest.param(8, date(2026, 1, 12), ["Bỏ trống số 06, 07"], id="bỏ trống"),
        pytest.param(3, date(2026, 1, 12), ["Số 03 nhỏ hơn", "Số 04 lớn hơn mà ghi ngày sớm hơn"], id="nhỏ"),
        pytest.param(6, date(2026, 1, 8), ["Số 05 nhỏ hơn mà ghi ngày muộn hơn"], id="ngày lùi"),
        pytest.param(6, date(2026, 1, 13), ["Ngày văn bản chưa tới"], id="ngày chưa tới"),
    ],
)
def test_number_and_day_against_the_book(number, day, said):
    found = number_problems(number=number, dated_on=day, today=TODAY, taken=TAKEN)
    assert len(found) == len(said)
    for one, words in zip(found, said, strict=True):
        assert words in str(one)


def test_a_number_outside_the_portal_and_of_a_meeting_count_in_the_series(office):
    agency = office.report.issuer
    paper = {"agency": agency, "series": "BC", "today": TODAY, "by": office.clerk}
    noted = note_number(
        entry=Entry(1, TODAY - timedelta(days=3), subject="Báo cáo giấy"), confirmed="", **paper
    )
    meeting = make.MeetingFactory(organiser=agency)
    make_paper(meeting, number=2, symbol="BC-LHHN", dated_on=TODAY)
    office.bring_to(S.SIGNED)
    for taken in (1, 2):
        with pytest.raises(RuleError, match=f"Số 0{taken} đã cấp"):
            office.number(taken)
    with pytest.raises(UnconfirmedError) as warned:
        office.number(4)
    assert "Bỏ trống số 03" in str(warned.value)
    office.number(4, cautions=warned.value.cautions)
    assert DocumentNumber.objects.get(report=office.report).number == 4
    with pytest.raises(RuleError, match="của một báo cáo trong cổng"):
        drop_number(row=DocumentNumber.objects.get(number=4), expected=1, by=office.clerk)
    booked = [(one.number, one.subject) for one in booked_numbers(agency, 2026, "BC-LHHN")]
    assert booked == [(1, "Báo cáo giấy"), (4, office.report.title)]
    drop_number(row=noted, expected=1, by=office.clerk)


def make_paper(meeting, **columns):
    with acting(by=make.UserFactory(), verb="tests.create", label="Tạo dữ liệu thử"):
        MeetingDocument(meeting=meeting, kind="THONG_BAO", **columns).save()


def test_the_number_of_a_meeting_stands_in_the_book_while_it_has_it(office):
    agency, by = office.report.issuer, office.clerk
    meeting = make.MeetingFactory(organiser=agency, held_on=TODAY)
    make_paper(meeting, number=9, symbol="TB-LHHN", dated_on=TODAY)
    make_paper(make.MeetingFactory(organiser=agency), number=9, symbol="TB-BCĐ", dated_on=TODAY)
    with acting(by=by, verb="tests.create", label="Tạo dữ liệu thử"):
        import_module("reports.migrations.0015_meeting_numbers_in_book").enter(apps, None)
    paper = MeetingDocument.objects.get(symbol="TB-LHHN")
    row = DocumentNumber.objects.get()
    assert (row.agency, row.year, row.series, row.number) == (agency, 2026, "TB", 9)
    assert (row.meeting_document, row.subject) == (paper, f"Thông báo kết luận: {meeting.title}")
    assert [one.number for one in taken_numbers(agency, 2026, "TB")] == [9], "TB-BCĐ counts by itself"
    with acting(by=by, verb="tests.create", label="Tạo dữ liệu thử"):
        for number in (1, 30):
            DocumentNumber(agency=agency, year=2026, series="TB", number=number, dated_on=TODAY).save()
    foreign = MeetingDocument.objects.get(symbol="TB-BCĐ")
    foreign.number = None
    assert (proposed_number(foreign, 2026), proposed_number(paper, 2026)) == (1, 31)
    refuse_number(foreign, number=1, dated_on=TODAY, today=TODAY, confirmed="")
    with pytest.raises(RuleError, match="thu hồi số ở trang cuộc họp"):
        drop_number(row=row, expected=1, by=by)
    number_document(document=paper, number=None, dated_on=None, version=paper.version, today=TODAY, by=by)
    assert not DocumentNumber.objects.filter(number=9).exists()


def test_a_confirmation_is_of_what_was_warned_of(office):
    office.bring_to(S.SIGNED)
    with pytest.raises(UnconfirmedError):
        office.number(3, cautions=[Caution("Điều khác.", None)])


def test_issued_twice_is_issued_once(office):
    office.bring_to(S.NUMBERED)
    assert office.issue() is True
    assert office.issue(content=b"khac") is False
    assert IssuedFile.objects.count() == 1


def test_a_correction_names_the_old_and_takes_its_place(office, client):
    report = office.fresh()
    report.addressees, report.bases = ["Ủy ban nhân dân tỉnh"], ["Căn cứ Nghị định số 80/2020/NĐ-CP"]
    edit_details(report=report, expected=report.version, by=office.drafter)
    old = office.bring_to(S.ISSUED)
    sha256 = old.issued_files.get().sha256
    colleague = make.UserFactory(role="LH_STAFF", agency=office.report.issuer)
    new = replace_report(report=old, reason="Sai số đoàn", expected=old.version, by=colleague)
    assert office.drafter.pk in writers_of(new), "whose words it repeats"
    assert (new.code, new.replaces_id, new.status) == ("tong-ket-2", old.pk, S.DRAFT)
    assert new.narratives.count() == old.narratives.count()
    assert (new.addressees, new.bases) == (report.addressees, report.bases)
    agency = office.report.issuer
    agency.symbol, agency.name = "LHTCHN", "Liên hiệp mới"
    with acting(by=office.clerk, verb="tests.edit", label="Đổi ký hiệu"):
        agency.save()
    assert verdict_on(sha256, office.clerk).number == "01/BC-LHHN"
    assert old.document_number.mark == Report.objects.for_list().get(pk=old.pk).mark == "01/BC-LHHN"
    with pytest.raises(RuleError, match="Đã có một báo cáo thay thế"):
        replace_report(report=old, reason="Nữa", expected=old.version, by=office.drafter)
    client.force_login(office.drafter)
    page = client.get(f"{old.get_absolute_url()}thay-the/").content.decode()
    assert f'trạng thái “Đang soạn”: <a href="{new.get_absolute_url()}">' in page
    page = client.get(f"{old.get_absolute_url()}tien-trinh/").content.decode()
    assert f'Đang soạn bản thay thế: <a href="{new.get_absolute_url()}">' in page
    office.report = new
    told = str(office.paper().blocks)
    assert "thay thế Báo cáo số 01/BC-LHHN ngày 12 tháng 01 năm 2026 của Liên hiệp các tổ chức" in told
    assert Report.objects.get(pk=old.pk).status == S.ISSUED
    for act in (office.lock, office.approve, office.measured, office.check, office.sign):
        act()
    office.number(2)
    office.issue()
    assert Report.objects.get(pk=old.pk).status == S.CORRECTED
    assert old.steps.order_by("pk").last().note == "Thay thế bằng số 02/BC-LHTCHN: Sai số đoàn"
    entry = DocumentNumber.objects.get(report=new)
    paper = replace(office.paper(), recipients=(f"{agency.name} (b/c)", "Lưu: VT"))
    described = metadata_xml(office.fresh(), paper, entry, A_PDF).decode()
    assert f"<OrganId>{agency.code}</OrganId>\n  <OrganName>{agency.name}</OrganName>" in described
    assert "Lưu: VT" not in described
    assert f"Thay thế {old.title}, số 01/BC-LHHN: Sai số đoàn" in described
    page = client.get(new.get_absolute_url()).content.decode()
    assert f"{old.title}, số 01/BC-LHHN</a>" in page
    told = verdict_on(sha256, office.clerk)
    assert (told.replaced_words, told.may_read_new) == ("số 02/BC-LHTCHN, ngày 12/01/2026", True)
    form = ReportAddForm(user=office.drafter, outline=old.outline)
    named = [name for _, name in form.fields["source"].choices]
    assert f"{old.title} (số 01/BC-LHHN, ngày 12/01/2026)" in named
    assert f"{old.title} (số 02/BC-LHTCHN, ngày 12/01/2026; thay thế số 01/BC-LHHN)" in named
    assert "thay thế Báo cáo số 01/BC-LHHN" in str(office.paper().blocks)


def test_the_data_are_whole():
    assert [step.start for step in life.STEPS] == list(life.ON_THE_WAY[:-1])
    assert set(life.ON_THE_WAY) | {S.CORRECTED} == set(S)
    assert all(set(step.apart) <= set(Part) for step in life.STEPS)
    assert {step.end for step in life.STEPS} - life.RETURNS == {S.NUMBERED, S.ISSUED}


def test_edits_wait_until_the_report_is_a_draft_again(office):
    office.lock()
    with pytest.raises(RuleError, match="trả lại soạn"):
        save_passages(report=office.fresh(), passages=[], by=office.drafter)


def test_the_guide_prints_the_table():
    guide = (Path(settings.BASE_DIR) / "docs/huong-dan/09-trang-thai.md").read_text(encoding="utf-8")
    for row in life.table_rows():
        assert f"| {' | '.join(row)} |" in guide
