"""Two clerks give a number at the same moment, and two workers issue: one effect each."""

import threading

from core.history import VersionConflictError
from core.legal import RuleError
from core.models import User
from reports.actions.issuing import MadeFile, issue_report
from reports.actions.numbering import Entry, UnconfirmedError, note_number, number_report
from reports.models import DocumentNumber, IssuedFile, Report
from tests import factories as make
from tests.reports.life_world import TODAY, Office
from tests.reports.year_end_world import world
from tests.side_by_side import at_once


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
