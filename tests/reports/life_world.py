"""Accounts of the Union with separate parts in a report, and what moves a report along its way."""

from datetime import date

from django.core.files.base import ContentFile

from aid.models import AidItem, Commitment
from core.history import acting, delete_version, save_version
from core.models import Appointment, User
from core.number_rules import mark_of
from meetings.models import FollowUp
from reports.actions import life as acts
from reports.actions.issuing import MadeFile, issue_report
from reports.actions.locking import lock_report
from reports.actions.numbering import Entry, number_report
from reports.kinds.year_end import report_document, report_scope
from reports.models import PaperJob, Report
from tests import factories as make

TODAY = date(2026, 1, 12)
PDF = b"%PDF-1.7 ban hanh %%EOF"
# What change_five_records moves of the report of tests/reports/test_locking.py.
MOVED = {
    *("activities.exchanges", "activities.participants", "activities.total"),
    *("aid.committed_all_usd", "aid.committed_usd", "aid.committed_usd.quy1"),
    *("aid.committed_usd|so-cung-ky", "aid.committed_usd|cung-ky", "aid.items_received|so-cung-ky"),
    *("aid.disbursed_new_usd", "aid.disbursed_share", "aid.donors", "aid.items_all", "aid.items_received"),
    *("aid.programmes", "aid.sector_disbursed_usd.y_te", "aid.sector_items.y_te", "aid.sector_usd.y_te"),
    *("followups.assigned", "followups.done_share", "followups.overdue", "followups.overdue_any_year"),
}


class Office:
    """The people of one agency, each with one part in its report."""

    def __init__(self, year):
        """Make the accounts of the agency that issues the report."""
        self.report = year.report
        self.drafter = year.writer
        agency = year.issuer
        self.approver = make.UserFactory(username="pho", role="LH_LEADER", agency=agency)
        self.signer = make.UserFactory(username="truong", role="LH_LEADER", agency=agency)
        self.clerk = make.UserFactory(username="van-thu-lh", role="VAN_THU", agency=agency)
        self._name_signer()

    @classmethod
    def of(cls, report, *, drafter, approver, signer, clerk):
        """Return the office of a report whose people are there already."""
        office = cls.__new__(cls)
        office.report, office.drafter, office.approver = report, drafter, approver
        office.signer, office.clerk = signer, clerk
        office._name_signer()
        return office

    def _name_signer(self):
        self.report.refresh_from_db()
        with acting(by=self.drafter, verb="tests.edit", label="Tạo dữ liệu thử"):
            self.report.signer = make.PersonFactory(full_name="Nguyễn Văn Thử")
            Appointment(person=self.report.signer, agency=self.report.issuer, title="Chủ tịch", rank=1).save()
            self.report.save()

    def fresh(self) -> Report:
        """Return the report as stored."""
        return Report.objects.select_related("issuer", "signer").get(pk=self.report.pk)

    def lock(self, by=None):
        """Lock the numbers and return the snapshot."""
        report = self.fresh()
        return lock_report(
            report=report, typed_year=str(report.year), expected=report.version, today=TODAY,
            by=by or self.drafter,
        )  # fmt: skip

    def approve(self, by=None):
        """Approve the content."""
        report = self.fresh()
        return acts.approve_report(
            report=report, expected=report.version, today=TODAY, by=by or self.approver
        )

    def measured(self, *findings):
        """Let the form count as measured with these findings."""
        job = PaperJob.objects.order_by("-pk").first()
        with acting(by=User.objects.system(), verb="tests.edit", label="Tạo dữ liệu thử"):
            job.state = PaperJob.State.DONE
            job.filename, job.notes = "trinh-ky.pdf", {"findings": list(findings), "rules": []}
            job.file.save("do.pdf", ContentFile(b"%PDF-1.7"), save=False)
            job.save()

    def check(self, by=None, note=""):
        """Confirm the form."""
        report = self.fresh()
        return acts.check_report_format(
            report=report, expected=report.version, today=TODAY, note=note, by=by or self.clerk
        )

    def sign(self, by=None):
        """Note the signature."""
        report = self.fresh()
        return acts.sign_report(
            report=report, signer=None, expected=report.version, today=TODAY, by=by or self.signer
        )

    def number(self, number=1, by=None, day=TODAY, cautions=()):
        """Give number and day."""
        report = self.fresh()
        return number_report(
            report=report,
            entry=Entry(number, day, copies=12, file_notation="05-BC", retention="Vĩnh viễn"),
            confirmed=mark_of(cautions),
            expected=report.version,
            today=TODAY,
            by=by or self.clerk,
        )

    def send_back(self, reason="Thiếu số liệu", by=None):
        """Send the report back to its authors."""
        report = self.fresh()
        return acts.return_report(
            report=report, reason=reason, expected=report.version, today=TODAY, by=by or self.approver
        )

    def issue(self, content=PDF):
        """Issue the report with a short file, as the worker does with real ones."""
        files, report = [MadeFile("PDF", "pdf", content)], self.fresh()
        return issue_report(
            report=report, files=files, symbol=f"BC-{report.issuer.symbol}", today=TODAY, by=self.clerk
        )

    def bring_to(self, status):
        """Bring a draft to a state by the ordinary way; returns the report as stored."""
        ways = (
            ("DATA_LOCKED", self.lock),
            ("CONTENT_APPROVED", self.approve),
            ("FORMAT_CHECKED", lambda: (self.measured(), self.check())),
            ("SIGNED", self.sign),
            ("NUMBERED", self.number),
            ("ISSUED", self.issue),
        )
        order = ["DRAFT", *(reached for reached, _ in ways)]
        for reached, act in ways[order.index(self.fresh().status) : order.index(status)]:
            act()
            assert self.fresh().status == reached
        return self.fresh()

    def paper(self):
        """Return the report as an official document today."""
        report = self.fresh()
        return report_document(report, report_scope(report, today=TODAY))


def change_five_records():
    """Change, add and remove five records of 2025 as people do."""
    items = list(AidItem.objects.filter(approved_on__year=2025).order_by("pk"))
    with acting(by=make.UserFactory(full_name="Người Sửa"), verb="tests.edit", label="Sửa hồ sơ"):
        moved = items[0]
        moved.approved_on = moved.approved_on.replace(year=2024)
        save_version(moved, expected=moved.version)
        renamed = items[1]
        renamed.name = "Tên đã sửa"
        save_version(renamed, expected=renamed.version)
        raised = Commitment.objects.get(item=items[2])
        raised.amount_minor += 100
        raised.usd_minor += 100
        save_version(raised, expected=raised.version)
        gone = FollowUp.objects.order_by("pk").last()
        delete_version(gone, expected=gone.version)
        make.ActivityFactory(agency=items[0].recipient, title="Hoạt động ghi thêm")
