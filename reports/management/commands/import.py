# ruff: noqa: N999 - the command is named so by contract
"""manage.py import: check a table of aid items or tasks, or a draft; write it when told to."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aid.imports import AidResource
from aid.own_files.output import register_as_json
from aid.own_files.resource import OwnFileResource, own_resource
from core.files import MAX_BYTES, file_problem
from core.imports.batches import ImportRefusedError, reason_of, record_check, record_refusal, write_batch
from core.imports.outcome import Outcome, judge_file, refused_whole
from core.imports.resource import RowResource
from core.legacy_fonts import NAMES as LEGACY_NAMES
from core.models import User
from core.spreadsheets.limits import WEB_LIMITS, Limits, too_large
from programs.actions.drafts import take_in_draft
from programs.imports import TaskResource
from programs.models import Draft, Program
from programs.permissions import can_edit_program
from programs.wording.taking_in import Taken, read_draft

KINDS = ("aid", "tasks", "draft")


class Command(BaseCommand):
    """Check a file against the official table; with --commit write all of its rows, or none."""

    help = "Kiểm tra bảng viện trợ, nhiệm vụ hoặc tệp dự thảo; --commit để ghi tất cả hoặc không gì."

    def add_arguments(self, parser: Any) -> None:
        """Declare the options."""
        parser.add_argument(
            "kind", choices=KINDS, help="aid: khoản viện trợ; tasks: nhiệm vụ; draft: dự thảo"
        )
        parser.add_argument("file", metavar="FILE", help="tệp .xlsx hoặc .csv; dự thảo: .docx")
        parser.add_argument("--user", metavar="NAME", help="nhập với quyền của tài khoản này")
        parser.add_argument(
            "--program",
            metavar="SLUG",
            help="chương trình của nhiệm vụ mới hoặc của dự thảo, ví dụ 2026-2030",
        )
        parser.add_argument("--max-rows", type=int, metavar="N", help="số dòng tối đa (mặc định 5000)")
        parser.add_argument(
            "--own-format", action="store_true", help="aid: sổ của cơ quan, không theo mẫu của cổng"
        )
        parser.add_argument(
            "--mapping", metavar="MAP.json", help="cách ghép cột, như lần chạy --own-format --json in ra"
        )
        parser.add_argument("--commit", action="store_true", help="ghi thật; không có thì chỉ kiểm tra")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge the file, write it if asked, print the verdict; exit 1 when a row is refused."""
        user = _account(options["user"])
        if options["kind"] == "draft":
            self._draft(user, options)
            return
        limits = _limits(options["max_rows"])
        resource = _resource(options["kind"], user, options["program"])
        if options["own_format"] or options["mapping"]:
            resource = _own_format(options, user)
        path = Path(options["file"])
        outcome = self._judged(resource, path, limits, user, commit=options["commit"])
        if options["json"] and isinstance(resource, OwnFileResource):
            self.stdout.write(json.dumps(register_as_json(resource, outcome), ensure_ascii=False, indent=1))
        elif options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))
        else:
            self._print(outcome, committed=options["commit"])
        if not outcome.accepted:
            raise SystemExit(1)

    def _draft(self, user: User, options: dict[str, Any]) -> None:
        if options["max_rows"] is not None:
            raise CommandError("--max-rows chỉ dùng khi nhập bảng.")
        program = _program(options["program"]) or Program.objects.order_by("-period_start_year").first()
        if program is None and options["commit"]:
            raise CommandError("Chưa có chương trình nào; thêm ở trang Chương trình rồi nhập dự thảo.")
        if options["commit"] and not can_edit_program(user):
            raise CommandError(f"Tài khoản '{user.username}' không được soạn dự thảo chương trình.")
        path = Path(options["file"])
        taken = read_draft(path.name, _content(path))
        if taken.legacy:
            taken.warnings.insert(
                0, f"Chữ gõ bằng {LEGACY_NAMES[taken.legacy]} đã chuyển sang Unicode; soát lại."
            )
        draft = None
        if options["commit"] and program and not taken.errors:
            is_first = not program.drafts.exists()
            draft, _ = take_in_draft(
                program=program,
                nodes=taken.nodes,
                by=user,
                reason=Draft.Reason.FIRST if is_first else Draft.Reason.COMMENTS,
                source_name=path.name,
                preamble=taken.preamble,
            )
        self.stdout.write(_draft_as_json(taken) if options["json"] else _draft_in_words(taken, draft))
        if taken.errors:
            raise SystemExit(1)

    def _judged(
        self, resource: RowResource, path: Path, limits: Limits, user: User, *, commit: bool
    ) -> Outcome:
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= limits.file_bytes else b""
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {path}: {file_problem(error)}.") from error
        if size > limits.file_bytes:
            outcome = refused_whole(too_large(size, limits))
        else:
            outcome = judge_file(resource, data, path.name, limits=limits)
        if not commit:
            return outcome
        chosen: dict[str, Any] = {"program": getattr(getattr(resource, "program", None), "slug", "")}
        batch = record_check(
            resource=resource, outcome=outcome, data=data, filename=path.name, options=chosen, by=user
        )
        if not outcome.accepted:
            return outcome
        try:
            _, outcome = write_batch(
                batch=batch, resource=resource, by=user, limits=limits, reason=reason_of(batch)
            )
        except ImportRefusedError as refused:
            outcome = refused.outcome
            record_refusal(batch=batch, resource=resource, outcome=outcome, by=user)
        return outcome

    def _print(self, outcome: Outcome, *, committed: bool) -> None:
        counts = outcome.counts
        self.stdout.write(
            f"Thêm mới {counts['added']}, cập nhật {counts['changed']}, không đổi {counts['unchanged']}, "
            f"bị từ chối {counts['refused']}."
        )
        for warning in outcome.warnings:
            self.stdout.write(f"Cảnh báo: {warning}")
        for refusal in outcome.shown_refusals:
            # Some sentences name their row themselves.
            names_row = not refusal.row or refusal.message.startswith(f"hàng {refusal.row}")
            place = "" if names_row else f"hàng {refusal.row}"
            where = " · ".join(part for part in (refusal.sheet, place, refusal.column) if part)
            value = f" [{refusal.value}]" if refusal.value else ""
            self.stdout.write(
                f"Lỗi: {where}{value}: {refusal.message}" if where else f"Lỗi: {refusal.message}"
            )
        if not outcome.accepted:
            self.stdout.write(f"{outcome.summary}. Không ghi gì vào hệ thống.")
        elif committed:
            self.stdout.write("Đã ghi vào hệ thống.")
        else:
            self.stdout.write("Mới kiểm tra, chưa ghi gì; thêm --commit để ghi.")


def _own_format(options: dict[str, Any], user: User) -> OwnFileResource:
    """Return the resource of a register of its own form, under the mapping of a file where one is named."""
    if options["kind"] != "aid" or not options["own_format"]:
        raise CommandError("--own-format và --mapping chỉ dùng cùng nhau khi nhập khoản viện trợ (aid).")
    if not options["mapping"]:
        return own_resource(user, {})
    try:
        raw = json.loads(_content(Path(options["mapping"])))
    except ValueError as error:
        raise CommandError(f"Tệp {options['mapping']} không phải JSON đúng: {error}") from error
    # What was printed holds the mapping under its name; the mapping alone is taken too.
    mapping = raw.get("mapping", raw) if isinstance(raw, dict) else None
    if not isinstance(mapping, dict):
        raise CommandError(f"Tệp {options['mapping']} không chứa cách ghép cột.")
    return own_resource(user, {"mapping": mapping})


def _account(name: str | None) -> User:
    if not name:
        return User.objects.system()
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"Không có tài khoản '{name}' đang hoạt động. Hãy kiểm tra tên đăng nhập.")
    return user


def _limits(rows: int | None) -> Limits:
    if rows is None:
        return WEB_LIMITS
    if not 1 <= rows <= 1_000_000:
        raise CommandError("--max-rows: nhập số từ 1 đến 1000000.")
    return WEB_LIMITS.for_rows(rows)


def _content(path: Path) -> bytes:
    """Return the bytes of a file, one over the limit without reading the whole of it."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}: {error.strerror}.") from error


def _draft_as_json(taken: Taken) -> str:
    return json.dumps(taken.as_json(), ensure_ascii=False, indent=1)


def _draft_in_words(taken: Taken, draft: Draft | None) -> str:
    lines = [f"{taken.words} từ, {len(taken.nodes)} phần, mục, đoạn và bảng."]
    lines += [f"Phần {part['number']}. {part['title']}: {part['words']} từ" for part in taken.parts]
    lines += [f"Cảnh báo: {text}" for text in taken.warnings]
    lines += [f"Lỗi: {text}" for text in taken.errors]
    if taken.errors:
        lines.append("Không ghi gì vào hệ thống.")
    elif draft:
        lines.append(f"Đã ghi {draft} của {draft.program}.")
    else:
        lines.append("Mới kiểm tra, chưa ghi gì; thêm --commit để ghi.")
    return "\n".join(lines)


def _program(slug: str | None) -> Program | None:
    """Return the program of that name, None for no name."""
    if not slug:
        return None
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        known = ", ".join(Program.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(f"Không có chương trình '{slug}'. Các chương trình đang có: {known or 'chưa có'}.")
    return program


def _resource(kind: str, user: User, slug: str | None) -> RowResource:
    today = timezone.localdate()
    if kind == "aid":
        if slug:
            raise CommandError("--program chỉ dùng khi nhập nhiệm vụ (tasks).")
        return AidResource(by=user, today=today)
    program = _program(slug)
    return TaskResource(by=user, today=today, program=program)
