"""manage.py report: an official document of a year, a version of the draft, or a paper of a meeting."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from core.legal import KeptChangedError
from core.models import User
from meetings.documents import Kind as PaperKind
from meetings.models import Meeting
from programs.guards import sent_draft
from programs.models import Draft, Program
from reports.aid_tables import asked
from reports.documents.pdf import RenderFailed, render_pdf
from reports.documents.word import render_docx
from reports.documents_json import as_json
from reports.draft_papers import MEGABYTES, SECONDS
from reports.issued_files import EXTENSIONS, content_of, issued_file
from reports.kinds.aid_register import register_as_json, register_document
from reports.kinds.meeting_words import NoIssuer
from reports.kinds.opinions import opinions_as_json, opinions_document
from reports.kinds.program import draft_as_docx, draft_as_json, draft_document
from reports.kinds.submission import submission_as_json, submission_document
from reports.kinds.task_appendix import task_appendix_as_json, task_appendix_document
from reports.kinds.year_end import report_document, report_numbers, report_scope
from reports.meeting_papers import meeting_paper
from reports.models import Report
from reports.outlines import YEAR_END
from reports.windows import Basis

_KINDS = {"year-end": YEAR_END}
_DRAFT, _OPINIONS, _REGISTER = "program-draft", "opinions", "aid-register"
_OF_PROGRAM = {
    "task-appendix": (task_appendix_document, task_appendix_as_json),
    "submission": (submission_document, submission_as_json),
}
_MEETING = {"minutes": PaperKind.MINUTES, "conclusions": PaperKind.NOTICE}


class Command(BaseCommand):
    """Write the report of a year; nothing is stored in the portal."""

    help = "Xuất báo cáo của một năm ra tệp."

    def add_arguments(self, parser):
        """Take the kind, the year, the regime of the window, the format and the file."""
        kinds = [*_KINDS, _DRAFT, _OPINIONS, _REGISTER, *_OF_PROGRAM, *_MEETING]
        parser.add_argument("kind", choices=kinds, help="loại báo cáo")
        parser.add_argument("--year", type=int, help="năm, ví dụ 2025")
        parser.add_argument(
            "--basis", choices=["calendar", "nd09"], help="kỳ chốt số liệu; để trống: như báo cáo đã lưu"
        )
        parser.add_argument("--format", choices=["pdf", "docx", "json"], default="pdf", help="định dạng")
        parser.add_argument(
            "--of",
            metavar="ID",
            help="mã của bản dự thảo, địa chỉ chương trình hoặc cuộc họp; để trống: mới nhất",
        )
        parser.add_argument("--out", required=True, help="tệp ghi ra")

    def handle(self, *, kind, year, basis, out, **options):
        """Write the whole file, or none and the sentence that says why."""
        if kind == _REGISTER:
            content = _register(options.get("of"), year, basis, options["format"])
            _write(Path(out), content)
            self.stdout.write(f"Đã ghi {out} ({len(content)} byte).")
            return
        if kind not in _KINDS:
            content = _file_of(kind, options.get("of"), year, options["format"])
            _write(Path(out), content)
            self.stdout.write(f"Đã ghi {out} ({len(content)} byte).")
            return
        if year is None:
            raise CommandError("Thiếu năm của báo cáo; thêm --year, ví dụ --year 2025.")
        report = _report(_KINDS[kind], year, options.get("of"))
        try:
            content = _report_file(report, Basis[basis.upper()] if basis else None, options["format"])
        except KeptChangedError as error:
            raise CommandError(str(error)) from error
        _write(Path(out), content)
        self.stdout.write(f"Đã ghi {out} ({len(content)} byte).")


def _report(code, year, of):
    """Return the report asked for by key or code; else the one in force, else the newest of the year."""
    found = Report.objects.filter(year=year).select_related("issuer", "signer", "replaces__issuer")
    if of is not None:
        found = found.filter(Q(code=of) | Q(pk=_number(of)))
    else:
        found = found.filter(Q(outline__code=code) | Q(code=code))
        by_issuer = {row.issuer_id: row.code for row in found.filter(replaces=None).order_by("pk")}
        if len(by_issuer) > 1:
            codes = ", ".join(by_issuer.values())
            raise CommandError(f"Năm {year} có báo cáo của nhiều cơ quan: {codes}. Thêm --of và một mã.")
    report = found.filter(status=Report.Status.ISSUED).order_by("-pk").first()
    report = report or found.order_by("-pk").first()
    if report is None:
        raise CommandError(f"Chưa có báo cáo tổng kết năm {year}; lập báo cáo ở trang Báo cáo rồi xuất.")
    return report


def _report_file(report, basis, format_):
    """Return an issued report as it is stored, a locked one from its snapshot, a draft from the records."""
    if basis and report.snapshot:
        raise CommandError("Báo cáo này đã chốt số liệu nên kỳ không đổi được; bỏ --basis rồi xuất lại.")
    stored = issued_file(report, EXTENSIONS[format_]) if format_ in EXTENSIONS else None
    if stored is not None:
        return content_of(stored)
    today = timezone.localdate()
    scope = report_scope(report, today=today, basis=basis)
    numbers = report_numbers(report, scope, today=today)
    document = report_document(report, scope, numbers=numbers)
    return _as_text(document, numbers) if format_ == "json" else _rendered(document, format_)


def _register(code, year, basis, format_):
    """Return the register of aid of a year, or the form that `--of` names."""
    today = timezone.localdate()
    query = {"mau": code or "", "nam": str(year or today.year), "co-so": (basis or "calendar").upper()}
    table = asked(query, today)
    if table is None or (code and table.form.code != code):
        raise CommandError(
            f"Không có mẫu bảng viện trợ {code or ''}; xem mã ở trang Báo cáo, mục Bảng viện trợ."
        )
    scope = table.scope(User.objects.system(), today)
    if format_ == "json":
        return json.dumps(register_as_json(table.form, scope, today), ensure_ascii=False, indent=1).encode()
    return _rendered(register_document(table.form, scope, today), format_)


def _file_of(kind, of, year, format_):
    """Return the paper of what `--of` names: a draft, a program or a meeting."""
    if kind == _DRAFT:
        return _draft_file(of, year, format_)
    if kind == _OPINIONS:
        return _opinions_file(of, year, format_)
    if kind in _OF_PROGRAM:
        return _program_file(kind, of, year, format_)
    return _meeting_file(kind, of, year, format_)


def _meeting_file(kind, slug, year, format_):
    """Return a paper of a meeting as a file: the one asked for, else the last that was held in the year."""
    meetings = Meeting.objects.for_page().order_by("held_on", "pk")
    if slug:
        meeting = meetings.filter(slug=slug).first()
    else:
        held = meetings.filter(held_on__lte=timezone.localdate(), organiser__isnull=False)
        held = held.exclude(status=Meeting.Status.CANCELLED)
        meeting = (held.filter(held_on__year=year) if year is not None else held).last()
    if meeting is None:
        raise CommandError(f"Không có cuộc họp {slug or year or ''}; xem địa chỉ ở trang Hội nghị rồi xuất.")
    try:
        kept, document = meeting_paper(meeting, _MEETING[kind])
    except NoIssuer as error:
        raise CommandError(str(error)) from error
    if kept.is_issued and format_ != "json":
        with (kept.docx if format_ == "docx" else kept.pdf).file.open("rb") as issued:
            return issued.read()
    if format_ == "json":
        return json.dumps(as_json(document), ensure_ascii=False, indent=1).encode()
    return _rendered(document, format_)


def _draft_file(number, year, format_):
    """Return a version of the draft as a file: the one asked for, else the newest of the year's program."""
    drafts = Draft.objects.select_related("program").order_by("program__period_start_year", "number")
    if year is not None:
        drafts = drafts.filter(program__period_start_year__lte=year, program__period_end_year__gte=year)
    draft = drafts.filter(pk=_number(number)).first() if number is not None else drafts.last()
    if draft is None:
        raise CommandError("Không có bản dự thảo đó; nhận dự thảo từ Word ở trang Chương trình rồi xuất.")
    if format_ == "docx":
        return draft_as_docx(draft)
    if format_ == "json":
        return json.dumps(draft_as_json(draft), ensure_ascii=False, indent=1).encode()
    return _rendered(draft_document(draft), format_)


def _number(text):
    """Return the number that was given, or 0, which no record has."""
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else 0


def _program_file(kind, name, year, format_):
    """Return a paper of the submission: of the program asked for by address or id, else of the newest."""
    program, today = _program(name, year), timezone.localdate()
    document, plain = _OF_PROGRAM[kind]
    draft = sent_draft(program)
    if format_ == "json":
        return json.dumps(plain(program, draft, today), ensure_ascii=False, indent=1).encode()
    whole = document(program, draft, today)
    return _rendered(whole, format_)


def _opinions_file(name, year, format_):
    """Return the consolidated table of a program: the one asked for by address or id, else the newest."""
    program, today = _program(name, year), timezone.localdate()
    if format_ == "json":
        return json.dumps(opinions_as_json(program, today), ensure_ascii=False, indent=1).encode()
    document = opinions_document(program, today)
    return _rendered(document, format_)


def _program(name, year):
    """Return the program asked for, else the newest that covers the year."""
    programs = Program.objects.order_by("period_start_year", "pk")
    if name is not None:
        program = programs.filter(Q(slug=name) | Q(pk=_number(name))).first()
    elif year is not None:
        program = programs.filter(period_start_year__lte=year, period_end_year__gte=year).last()
    else:
        program = programs.last()
    if program is None:
        raise CommandError("Không có chương trình đó; xem địa chỉ ở trang Chương trình, ví dụ 2026-2030.")
    return program


def _as_text(document, numbers):
    figures = [value.as_json() for value in numbers.values.values()]
    anniversaries = [
        {"code": ref.code, "text": ref.text}
        for code in numbers.relations
        if (ref := numbers.anniversary(code)).url
    ]
    whole = {"document": as_json(document), "figures": figures, "anniversaries": anniversaries}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _rendered(document, format_):
    """Return the document as PDF or Word; a long one may take its time, for nobody waits at a page."""
    try:
        if format_ == "docx":
            return render_docx(document)
        return render_pdf(document, seconds=SECONDS, megabytes=MEGABYTES)
    except RenderFailed as error:
        raise CommandError(str(error)) from error


def _write(path, content):
    """Put the file in its place whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(
            f"Không ghi được {path}: kiểm tra thư mục, quyền ghi và dung lượng đĩa."
        ) from error
