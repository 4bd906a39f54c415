"""Reports on their way, for the walk through the pages: the demonstration has one that is still written.

Run as a program with the environment of a loaded demonstration.
"""

import os
from datetime import date, time

import django

YEAR = 2024
VISITORS = ("chuyen_vien_sngv", "lanh_dao_ubnd", "dau_moi_y_te", "quan_tri")


def add_reports():
    """Add an issued, a locked and a doubtful report, a number typed by hand and subscriptions."""
    from core.actions.subscriptions import subscribe
    from core.models import Agency, Subscription, User
    from reports.actions.manual import add_manual_figure
    from reports.models import ManualFigure, Report

    department = Agency.objects.get(code="SNGV")
    writer = User.objects.get(username="chuyen_vien_sngv")
    _issue(Report.objects.get(outline__code="vien-tro", year=YEAR, issuer=department))
    _lock(_written("phi-chinh-phu", department, writer), writer)
    _written("hoi-nghi-quoc-te", department, writer, words="Toàn tỉnh có 99 khoản viện trợ, {{aid.donors}}.")
    number = ManualFigure(
        code="doan-ra", label="Đoàn ra", unit="đoàn", year=YEAR, value_e2=500, agency=department,
        source="Công văn số 12/CAT-PA08 ngày 01/12/2024", told_by="Công an tỉnh", told_on=date(2024, 12, 1),
    )  # fmt: skip
    add_manual_figure(row=number, by=writer)
    for name in VISITORS:
        subscribe(
            kind=Subscription.Kind.values[0], days=[0], at=time(7, 30), by=User.objects.get(username=name)
        )


def _written(code, issuer, writer, words="Toàn tỉnh có {{aid.items_received}}."):
    from reports.actions.reports import TypedPassage, add_report, save_passages
    from reports.models import ReportOutline

    report = add_report(outline=ReportOutline.objects.get(code=code), year=YEAR, issuer=issuer, by=writer)
    passages = [TypedPassage(one.key, words, one.version) for one in report.narratives.filter(text="")]
    save_passages(report=report, passages=passages, by=writer)
    return report


def _lock(report, writer):
    from reports.actions.locking import lock_report
    from tests.reports.life_world import TODAY

    report.refresh_from_db()
    lock_report(report=report, typed_year=str(YEAR), expected=report.version, today=TODAY, by=writer)


def _issue(report):
    from core.models import User
    from tests.reports.life_world import Office

    office = Office.of(
        report,
        **{part: User.objects.get(username=name) for part, name in (
            ("drafter", "chuyen_vien_sngv"), ("approver", "lanh_dao_phong"), ("signer", "giam_doc_sngv"),
            ("clerk", "van_thu"),
        )},
    )  # fmt: skip
    office.bring_to("ISSUED")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    add_reports()
