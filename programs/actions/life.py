"""Moving a program from state to state."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from core.attachments import store_attachment
from core.dates import format_date
from core.history import action, save_version
from core.legal import Blocker, Caution, RuleError, cautions, refuse_if
from core.models import User
from programs import life
from programs.actions.drafts import freeze_for
from programs.guards import hindrances, submitted_draft, text_for
from programs.models import Draft, Program, ProgramStep

ISSUED = Program.Status.ISSUED


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that moves a program: number and date, the file, and for issuing who signed for whom.

    `basis` is the paper of others that the move rests on, such as the office's check of the dossier.
    """

    number: str = ""
    dated_on: date | None = None
    upload: UploadedFile | None = None
    signer: str = ""
    issued_by: str = ""
    basis: str = ""
    basis_on: date | None = None


@action("Chuyển trạng thái chương trình")
def move_program(
    *,
    program: Program,
    to: str,
    expected: int,
    on: date,
    today: date,
    by: User,
    paper: Paper = Paper(),
    draft: Draft | None = None,
    note: str = "",
) -> tuple[ProgramStep, list[Caution]]:
    """Store the move and the step that records it; return the step and what to look at.

    A state that sends the text out freezes the version, the newest unless `draft` says which; what is issued
    is the submitted version or a later one. Raises RuleError naming everything that hinders,
    VersionConflictError when somebody saved the program meanwhile.
    """
    start = program.status
    refuse_if(life.move_problems(start, to))
    # Held, so that no answer is withdrawn and no opinion comes in between the guards and the move.
    Program.objects.select_for_update(no_key=True).only("pk").get(pk=program.pk)
    text = draft or text_for(program, to)
    if text is not None and text.program_id != program.pk:
        raise RuleError("Bản dự thảo này thuộc chương trình khác; chọn lại.", field="draft")
    if text is not None:
        # What the guards find of the text must still be true when it is frozen.
        text = Draft.objects.select_for_update(of=("self",)).select_related("program").get(pk=text.pk)
    names = [name for name in life.guards_of(start, to) if name not in life.PROOFS]
    found = [one.finding for one in hindrances(names, program, text, today)]
    found += proof_problems(life.proof_of(start, to), paper, today=today)
    found += paper_problems(life.STATES[to], paper, note, today=today)
    found += day_problems(on, last=_last_day(program), today=today)
    if to == ISSUED:
        found += issuing_problems(paper, today=today, submitted_on=_submitted_on(program))
        found += _text_problems(text, submitted_draft(program))
    refuse_if(found)
    program.status = to
    step = ProgramStep(
        program=program,
        from_status=start,
        to_status=to,
        happened_on=on,
        draft=text,
        paper_number=paper.number,
        paper_on=paper.dated_on,
        basis_number=paper.basis.strip(),
        basis_on=paper.basis_on,
        note=note,
    )
    if paper.upload is not None:
        step.attachment = store_attachment(upload=paper.upload, by=by)
    if to == ISSUED:
        _note_issuing(program, paper, step)
    program.full_clean()
    save_version(program, expected=expected)
    if life.STATES[to].sends and text is not None:
        freeze_for(draft=text, reason=life.STATES[to].label, by=by)
    step.full_clean()
    step.save()
    return step, cautions(found)


def _note_issuing(program: Program, paper: Paper, step: ProgramStep) -> None:
    """Write the issuing document into the program; that of an amendment stays on its step alone."""
    if not program.issued_number:
        program.issued_number, program.issued_on = paper.number, paper.dated_on
        program.issued_by, program.signer = paper.issued_by, paper.signer
    if program.signed_copy_id is None:
        program.signed_copy = step.attachment


def _submitted_on(program: Program) -> date | None:
    step = program.steps.filter(to_status=Program.Status.SUBMITTED).newest_first().first()
    return step.happened_on if step else None


def _last_day(program: Program) -> date | None:
    step = program.steps.newest_first().first()
    return step.happened_on if step else None


def day_problems(on: date, *, last: date | None, today: date) -> list[Blocker]:
    """Return what is wrong with the day of a move: it has come, and is not before the move before."""
    if on > today:
        return [Blocker(f"Ngày chuyển chưa tới; nhập ngày đến {format_date(today)}.", None, "on")]
    if last and on < last:
        return [Blocker(f"Bước trước ghi ngày {format_date(last)}; nhập ngày từ đó trở đi.", None, "on")]
    return []


def proof_problems(proof: str, paper: Paper, *, today: date) -> list[Blocker]:
    """Return what is missing of the paper of others that the move rests on; `proof` names it, "" for none."""
    if not proof:
        return []
    return _numbered(proof, paper.basis, paper.basis_on, ("basis", "basis_on"), today=today)


def paper_problems(state: life.State, paper: Paper, note: str, *, today: date) -> list[Blocker]:
    """Return what is missing of the paper by which a state is entered, for the states that need one."""
    if state.needs == life.PAPER_OR_WORDS and not paper.number.strip():
        if note.strip():
            return []
        return [Blocker("Nhập số, ngày văn bản trả lại, hoặc ghi ý kiến chỉ đạo vào ghi chú.", None, "note")]
    if not state.needs:
        return []
    return _numbered(state.artefact, paper.number, paper.dated_on, ("paper_number", "paper_on"), today=today)


def _numbered(
    what: str, number: str, dated_on: date | None, fields: tuple[str, str], *, today: date
) -> list[Blocker]:
    found = []
    if not number.strip():
        found.append(Blocker(f"Nhập số, ký hiệu {what}.", None, fields[0]))
    if dated_on is None:
        found.append(Blocker(f"Nhập ngày {what}.", None, fields[1]))
    elif dated_on > today:
        found.append(Blocker(f"Ngày {what} chưa tới; nhập ngày đến {format_date(today)}.", None, fields[1]))
    return found


def _text_problems(text: Draft | None, submitted: Draft | None) -> list[Blocker]:
    if text is None or submitted is None or text.number >= submitted.number:
        return []
    return [
        Blocker(f"Đã trình {submitted}; ban hành bản đó hoặc bản sau nó, không phải {text}.", None, "draft")
    ]


def issuing_problems(paper: Paper, *, today: date, submitted_on: date | None = None) -> list[Blocker]:
    """Return what an issued program still lacks: number, date, signer, issuer and the signed copy."""
    wanted = (
        (paper.number.strip(), "paper_number", "số, ký hiệu văn bản ban hành"),
        (paper.dated_on, "paper_on", "ngày ban hành"),
        (paper.issued_by.strip(), "issued_by", "cơ quan ban hành"),
        (paper.signer.strip(), "signer", "người ký"),
        (paper.upload, "file", "bản đã ký"),
    )
    verbs = {"file": "đính kèm"}
    found = [
        Blocker(f"Chương trình đã ban hành: {verbs.get(field, 'nhập')} {words}.", None, field)
        for value, field, words in wanted
        if not value
    ]
    if paper.dated_on and paper.dated_on > today:
        found.append(
            Blocker(f"Ngày ban hành chưa tới; nhập ngày đến {format_date(today)}.", None, "paper_on")
        )
    if paper.dated_on and submitted_on and paper.dated_on < submitted_on:
        words = f"Ngày ban hành trước ngày trình {format_date(submitted_on)}; nhập ngày từ đó trở đi."
        found.append(Blocker(words, None, "paper_on"))
    return found
