"""Answer opinions: accepted, accepted in part or explained, with the paragraph that each one changed."""

from collections.abc import Iterable
from datetime import date

from core.history import RecordGoneError, VersionConflictError, action, delete_version, save_version
from core.legal import RuleError, refuse_if
from core.models import User
from meetings.actions.checks import checked, hold_program, locked, reason_given
from meetings.models import Opinion, OpinionResponse
from meetings.opinion_notices import tell_settled
from meetings.rules import opinions as rules
from programs.models import Draft, Section


@action("Trả lời ý kiến")
def answer_opinion(
    *,
    opinion: Opinion,
    kind: str,
    today: date,
    by: User,
    text: str = "",
    draft: Draft | None = None,
    section_key: str = "",
    expected: int | None = None,
) -> OpinionResponse:
    """Store the answer to an opinion, or change the one it has, and return it.

    `expected` is the version of the answer that the page showed, None where there was none. Raises
    VersionConflictError when somebody answered, or took the answer back, meanwhile.
    """
    hold_program(opinion.program_id, "không đổi phần trả lời ý kiến")
    # Held, so that its agency does not take it back, and nobody else answers, at the same moment.
    is_sent = locked(opinion.contribution).is_sent
    if not Opinion.objects.filter(pk=opinion.pk).exists():
        raise RecordGoneError
    stored = OpinionResponse.objects.filter(opinion=opinion).first()
    if (stored is None) is not (expected is None):
        # An answer that was taken back has the version that a new one expects.
        raise VersionConflictError(stored or OpinionResponse(opinion=opinion, version=0))
    if kind == OpinionResponse.Kind.NOTED:
        section_key = ""
    if not section_key:
        draft = None
    refuse_if(_problems(opinion, kind, text, draft, section_key, is_sent=is_sent))
    answer = stored or OpinionResponse(opinion=opinion, origin=opinion.origin)
    answer.kind, answer.text = kind, text.strip()
    answer.draft, answer.section_key = draft, section_key
    answer.decided_by, answer.decided_on = by, today
    if stored is not None and expected is not None:
        save_version(checked(answer), expected=expected)
    else:
        checked(answer).save()
    tell_settled(opinion, answer)
    return answer


def _problems(opinion, kind, text, draft, section_key, *, is_sent):
    return rules.answer_problems(
        kind=kind,
        text=text,
        section_key=section_key,
        draft_number=draft.number if draft and draft.program_id == opinion.program_id else None,
        is_known_place=_is_known_place(opinion, draft, section_key),
        opinion_draft=opinion.draft.number,
        opinion_draft_frozen=opinion.draft.is_frozen,
        is_sent=is_sent,
        asks_change=bool(opinion.requested_change.strip()),
    )


def _is_known_place(opinion, draft, key):
    """Whether the answer's version has the passage, or lost the one that the opinion spoke of."""
    if draft is None or not key:
        return False
    if Section.objects.filter(draft=draft, key=key).exists():
        return True
    return key == opinion.section_key and Section.objects.filter(draft=opinion.draft, key=key).exists()


@action("Bỏ phần trả lời ý kiến")
def withdraw_answer(*, response: OpinionResponse, expected: int, reason: str, by: User) -> None:
    """Take back an answer with a reason: the opinion is open again."""
    hold_program(response.opinion.program_id, "không bỏ phần trả lời ý kiến")
    reason_given(reason, "Ghi lý do bỏ phần trả lời.")
    delete_version(response, expected=expected)


@action("Tiếp thu nhiều ý kiến")
def accept_opinions(
    *, opinions: Iterable[Opinion], draft: Draft, today: date, by: User
) -> tuple[list[OpinionResponse], list[str]]:
    """Accept the open opinions that name a paragraph; return the answers, and why the others wait.

    Raises RuleError where none could be accepted.
    """
    made, refused = [], []
    for opinion in opinions:
        if OpinionResponse.objects.filter(opinion=opinion).exists():
            refused.append(f"{opinion.code} đã có trả lời.")
            continue
        if not opinion.section_key:
            refused.append(f"{opinion.code} góp ý chung, chưa nêu đoạn; mở ý kiến để chọn đoạn đã sửa.")
            continue
        try:
            made.append(
                answer_opinion(
                    opinion=opinion,
                    kind=OpinionResponse.Kind.ACCEPTED,
                    draft=draft,
                    section_key=opinion.section_key,
                    today=today,
                    by=by,
                )
            )
        except RuleError as error:
            refused.append(f"{opinion.code}: {error}")
    if not made:
        raise RuleError(f"Chưa ghi tiếp thu ý kiến nào. {' '.join(refused)}")
    return made, refused


@action("Giao xử lý ý kiến")
def assign_opinions(*, opinions: Iterable[Opinion], drafter: User | None, by: User) -> int:
    """Give several opinions to the drafter who answers them; returns how many changed hands."""
    changed = 0
    for opinion in opinions:
        if opinion.drafter_id != (drafter.pk if drafter else None):
            opinion.drafter = drafter
            save_version(opinion, expected=opinion.version)
            changed += 1
    return changed
