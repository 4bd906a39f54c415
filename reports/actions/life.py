"""Move a report along its way: approve, check the form, sign, send back. Locking, numbering apart."""

from datetime import date

from core.actions.notices import notify, settle
from core.clerks import is_clerk_of
from core.history import action, save_version
from core.legal import Blocker, refuse_if
from core.models import Notice, Person, User
from reports import life
from reports.actions.requests import request_paper
from reports.fingerprints import refuse_changed
from reports.format_checks import FORMAT_CHECK, format_problems, subject_of_check
from reports.life import Step
from reports.life_people import parts_had, people_for, writers_of
from reports.models import Report, ReportStep
from reports.permissions import has_signed
from reports.signers import lines_for, post_of, signer_problems
from reports.staffing import staffing_findings

S = Report.Status
NO_SNAPSHOT = (
    "Báo cáo này được duyệt khi cổng chưa có bản chốt số liệu. Trả lại soạn rồi chốt số liệu, các bước sau "
    "làm lại từ đầu."
)


def begin_step(name: str, report: Report, *, by: User) -> tuple[Report, Step]:
    """Return the report, held to the end of the act, and the step. Raises RuleError where it is not due.

    Nor may one do it whose earlier part in the report excludes it.
    """
    step = life.BY_NAME[name]
    # Head, signature and recipients are read from the rows beside it; only the report itself is held.
    rows = Report.objects.select_related("issuer", "signer", "replaces__issuer")
    stored = rows.select_for_update(of=("self",)).get(pk=report.pk)
    refuse_if(life.turn_problems(step, stored.status))
    refuse_if(life.apart_problems(step, parts_had(stored).get(by.pk, ())))
    if step.start != S.DRAFT and stored.snapshot is None:
        refuse_if([Blocker(NO_SNAPSHOT, None)])
    if step.start != S.DRAFT:
        refuse_changed(stored.snapshot)
    return stored, step


def end_step(
    step: Step, stored: Report, *, expected: int, today: date, by: User, note: str = ""
) -> ReportStep:
    """Store the new state, the step that says who and when, and tell whoever comes next."""
    done = _store_step(stored, step.end, expected=expected, today=today, by=by, note=note)
    tell_next(stored, done)
    return done


def _store_step(
    stored: Report, status: str, *, expected: int, today: date, by: User, note: str
) -> ReportStep:
    done = ReportStep(
        report=stored,
        from_status=stored.status,
        to_status=status,
        happened_on=today,
        person=by,
        note=note.strip(),
        origin=stored.origin,
    )
    stored.status = status
    save_version(stored, expected=expected)
    done.full_clean()
    done.save()
    return done


def tell_next(report: Report, done: ReportStep) -> None:
    """Tell those who may take the next step that the report waits for them; what was asked is done."""
    url = report.get_absolute_url()
    settle(User.objects.filter(notices__url=url), [Notice.Kind.REPORTED, Notice.Kind.RETURNED], url)
    step = life.FROM.get(report.status)
    if step is None:
        return
    notify(
        people_for(report, step),
        Notice.Kind.REPORTED,
        f"{step.label}: {report.title}",
        f"{report.issuer.name} ban hành báo cáo; bước trước: {life.label_of(done.to_status).lower()}",
        url,
        f"bao-cao:{report.pk}:{done.pk}",
        todo=f"Xem {step.sees} rồi làm bước “{step.label}”, hoặc trả lại và ghi lý do",
    )


@action("Duyệt nội dung báo cáo")
def approve_report(*, report: Report, expected: int, today: date, by: User, note: str = "") -> ReportStep:
    """Approve the words and numbers; the form is measured in the background from then on."""
    stored, step = begin_step("approve", report, by=by)
    refuse_if([one for one in staffing_findings(stored, step, by) if isinstance(one, Blocker)])
    done = end_step(step, stored, expected=expected, today=today, by=by, note=note)
    request_paper(
        kind=FORMAT_CHECK,
        subject=subject_of_check(stored),
        label=f"Kiểm tra thể thức: {stored.title}",
        by=by,
    )
    return done


@action("Xác nhận thể thức báo cáo")
def check_report_format(
    *, report: Report, expected: int, today: date, by: User, note: str = ""
) -> ReportStep:
    """Confirm the form; refused before it was measured, and with findings unless the note says why."""
    stored, step = begin_step("check_format", report, by=by)
    refuse_if(format_problems(stored, note))
    return end_step(step, stored, expected=expected, today=today, by=by, note=note)


@action("Ký báo cáo")
def sign_report(
    *, report: Report, signer: Person | None, expected: int, today: date, by: User, note: str = ""
) -> ReportStep:
    """Note that the report is signed; `signer` is the name under it where the draft had none."""
    stored, step = begin_step("sign", report, by=by)
    if stored.signer is None and signer is not None:
        stored.signer = signer
        title = post_of(signer, stored.issuer, today)
        stored.signature_lines = lines_for(stored.issuer, title, stored.signature_lines)
    if stored.signer is None:
        refuse_if([Blocker("Chọn người ký: tên in dưới chức vụ.", None, "signer")])
    refuse_if(signer_problems(stored.issuer, stored.signer, stored.signature_lines, today))
    return end_step(step, stored, expected=expected, today=today, by=by, note=note)


@action("Trả lại báo cáo để soạn")
def return_report(*, report: Report, expected: int, reason: str, today: date, by: User) -> ReportStep:
    """Make the report a draft again, with a reason that its authors are told. Old snapshots stay."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    may = is_clerk_of(by, stored.issuer_id) or has_signed(by, stored)
    refuse_if(life.return_problems(stored.status, reason, may_after_signature=may))
    before = life.label_of(stored.status)
    done = _store_step(stored, S.DRAFT, expected=expected, today=today, by=by, note=reason)
    url = stored.get_absolute_url()
    settle(User.objects.filter(notices__url=url), [Notice.Kind.REPORTED], url)
    notify(
        User.objects.filter(pk__in=writers_of(stored), is_active=True),
        Notice.Kind.RETURNED,
        f"Trả lại: {stored.title}",
        f"Báo cáo đang ở “{before}” thì được trả lại; lý do: {reason.strip()}",
        url,
        f"bao-cao:{stored.pk}:{done.pk}",
        todo="Sửa theo lý do, soát lỗi rồi chốt số liệu lần nữa",
    )
    return done
