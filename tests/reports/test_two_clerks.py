"""Two clerks give a number at the same moment, and two workers issue: one effect each."""

import threading
from functools import partial
from io import BytesIO

import docx
from django.db import transaction

from core.history import VersionConflictError, acting
from core.legal import RuleError
from core.models import User
from core.number_rules import UnconfirmedError, mark_of, order_cautions
from meetings.actions import number_document, write_document
from meetings.issuing import IssuedFiles
from meetings.models import MeetingDocument
from reports.actions.issuing import MadeFile, issue_report, replace_report
from reports.actions.numbering import Entry, note_number, number_report
from reports.actions.reports import add_report
from reports.models import DocumentNumber, IssuedFile, Report, ReportOutline
from tests import factories as make
from tests.access_world import PDF
from tests.reports.life_world import TODAY, Office
from tests.reports.year_end_world import world
from tests.side_by_side import at_once, until_somebody_waits

# The numbers before 7 are free, and the clerk says that this is meant.
GAP = mark_of(order_cautions(number=7, dated_on=TODAY, taken=[]))
NOTICE = {"symbol": "TB-LHHN", "signer_title": "CHỦ TỊCH", "signer_name": "Lê Thị Chủ"}


def attempt(begun, act):
    """Act when everybody is ready; return what came of it."""
    begun.wait()
    try:
        return act()
    except (RuleError, VersionConflictError, UnconfirmedError) as error:
        return type(error).__name__


def made():
    """Two reports of one agency that wait for their number; returns their keys and the clerks'."""
    office = Office(world())
    office.bring_to("SIGNED")
    second = make.UserFactory(role="VAN_THU", agency=office.report.issuer)
    return office.report.pk, office.clerk.pk, second.pk


def test_two_clerks_at_once(side_by_side):
    """One numbers the report, one notes a paper from outside under the same number; then both press again."""
    [(report_pk, first_pk, second_pk)] = at_once(made)
    begun = threading.Barrier(3)

    def number(clerk_pk):
        clerk = User.objects.get(pk=clerk_pk)
        report = Report.objects.select_related("issuer").get(pk=report_pk)
        return attempt(
            begun,
            lambda: number_report(
                report=report, entry=Entry(1, TODAY), confirmed="", expected=report.version, today=TODAY,
                by=clerk,
            ).number,
        )  # fmt: skip

    def note():
        clerk = User.objects.get(pk=second_pk)
        agency = Report.objects.select_related("issuer").get(pk=report_pk).issuer
        entry = Entry(1, TODAY, subject="Báo cáo giấy")
        return attempt(
            begun,
            lambda: (
                note_number(
                    agency=agency, series="BC", entry=entry, confirmed="", today=TODAY, by=clerk
                ).number
            ),
        )

    answers = at_once(lambda: number(first_pk), lambda: number(second_pk), note)
    assert sorted(map(str, answers)) in (
        ["1", "RuleError", "RuleError"],
        ["1", "RuleError", "VersionConflictError"],
    )
    [count] = at_once(lambda: DocumentNumber.objects.count())
    assert count == 1


def test_two_workers_at_once(side_by_side):
    def numbered():
        office = Office(world())
        office.bring_to("NUMBERED")
        return office.report.pk, office.clerk.pk

    [(report_pk, clerk_pk)] = at_once(numbered)
    begun = threading.Barrier(2)

    def issue(content):
        report = Report.objects.select_related("issuer").get(pk=report_pk)
        files, clerk = [MadeFile("PDF", "pdf", content)], User.objects.get(pk=clerk_pk)
        return attempt(
            begun,
            lambda: issue_report(report=report, files=files, symbol="BC-LHHN", today=TODAY, by=clerk),
        )

    answers = at_once(lambda: issue(b"%PDF mot"), lambda: issue(b"%PDF hai"))
    assert sorted(answers) == [False, True]

    def left():
        report = Report.objects.get(pk=report_pk)
        return IssuedFile.objects.count(), report.status, report.steps.filter(to_status="ISSUED").count()

    assert at_once(left) == [(1, "ISSUED", 1)]
    begun = threading.Barrier(3, timeout=60)

    def correct():
        old, by = Report.objects.get(pk=report_pk), User.objects.get(pk=clerk_pk)
        act = partial(replace_report, report=old, reason="Sai số", expected=old.version, by=by)
        return attempt(begun, lambda: act().code)

    def take_its_code():
        """Another report of the year takes a code at the same moment."""
        outline, by = ReportOutline.objects.get(code="tong-ket-2"), User.objects.get(pk=clerk_pk)
        return attempt(begun, lambda: add_report(outline=outline, year=2025, issuer=by.agency, by=by).code)

    def another_outline():
        outline = ReportOutline.objects.get(code="tong-ket")
        outline.pk, outline.code, outline._state.adding = None, "tong-ket-2", True
        with acting(by=User.objects.get(pk=clerk_pk), verb="tests.edit", label="Thêm mẫu"):
            outline.save()

    at_once(another_outline)
    first, second, other = at_once(correct, correct, take_its_code)
    assert "RuleError" in {first, second}
    assert len({first, second, other}) == 3
    assert at_once(lambda: Report.objects.filter(replaces=report_pk).count()) == [1]


def files_of_a_notice():
    """Return a PDF and an empty Word file."""
    word = BytesIO()
    docx.Document().save(word)
    return IssuedFiles("07-tb", PDF, word.getvalue(), "a" * 64)


def test_the_book_and_a_paper_of_a_meeting_at_once(side_by_side):
    """One gives the notice of a meeting the number 7, one notes 7 from outside: only one of them has it."""

    def written():
        clerk = make.UserFactory(role="VAN_THU", agency=make.AgencyFactory(symbol="LHHN"))
        meeting = make.MeetingFactory(organiser=clerk.agency, held_on=TODAY)
        paper = write_document(meeting=meeting, kind="THONG_BAO", fields=NOTICE, version=0, by=clerk)
        return paper.pk, clerk.pk

    [(paper_pk, clerk_pk)] = at_once(written)
    held, over = threading.Event(), threading.Event()

    def number():
        paper = MeetingDocument.objects.select_related("meeting__organiser").get(pk=paper_pk)
        clerk, files = User.objects.get(pk=clerk_pk), files_of_a_notice()
        with transaction.atomic():
            done = number_document(
                document=paper, number=7, dated_on=TODAY, version=1, today=TODAY, by=clerk, files=files,
                confirmed=GAP,
            )  # fmt: skip
            held.set()
            until_somebody_waits(over.is_set)
        return done.number

    def note():
        clerk = User.objects.get(pk=clerk_pk)
        entry = Entry(7, TODAY, subject="Thông báo giấy")
        paper = {"agency": clerk.agency, "series": "TB", "entry": entry, "today": TODAY, "by": clerk}
        answer = attempt(held, lambda: note_number(confirmed=GAP, **paper).number)
        over.set()
        return answer

    assert at_once(number, note) == [7, "RuleError"]

    def left():
        return list(DocumentNumber.objects.values_list("number", "meeting_document_id", "subject"))

    [rows] = at_once(left)
    assert [(number, paper) for number, paper, _ in rows] == [(7, paper_pk)]
    assert rows[0][2].startswith("Thông báo kết luận: ")
