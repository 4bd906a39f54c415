"""Consultation rounds, what agencies said in them, and the answers."""

from dataclasses import replace

from tests.access import act, form, page
from tests.access_rows.roles import DEPARTMENT, EVERYBODY, FOCALS, NOBODY, UNION

# Agencies that are asked write their own opinion and read the others' only after a round.
ASKED = UNION | FOCALS | {"HOI_EDITOR", "FIN"}
READS_ALL = EVERYBODY - ASKED
# The provincial Party reads how many, not what.
WORDS_OWN = EVERYBODY - {"TU_VIEWER"}
WORDS_OTHER = READS_ALL - {"TU_VIEWER"}
READERS = {"readers": EVERYBODY, "readers_other": READS_ALL}
WORDS = {"readers": WORDS_OWN, "readers_other": WORDS_OTHER}
OWN_WORDS = {"own": DEPARTMENT | ASKED, "other": NOBODY, **READERS}


def program(kit):
    return [kit.draft.program.slug]


def opened(kit):
    return [*program(kit), kit.round.number]


def own_answer(kit):
    return [*opened(kit), kit.agency.code]


def opinion(kit):
    return [*program(kit), kit.opinion.number]


def letter(kit):
    return [*program(kit), kit.letter.pk]


ROWS = {
    "opinions:opinion_list": page(program, own=EVERYBODY),
    "opinions:opinion_bulk": act(program, own=DEPARTMENT, readers=EVERYBODY),
    "opinions:opinion_detail": page(opinion, own=WORDS_OWN, other=WORDS_OTHER),
    "opinions:opinion_answer": form(opinion, own=DEPARTMENT, **WORDS),
    # The opinion has no answer yet: the way leads back to its page.
    "opinions:answer_withdraw": replace(form(opinion, own=DEPARTMENT, **WORDS, posted=302), shown=302),
    "opinions:opinion_edit": form(opinion, own=DEPARTMENT, **WORDS),
    "opinions:opinion_remove": act(opinion, own=DEPARTMENT, **WORDS),
    "opinions:round_list": page(program, own=EVERYBODY),
    "opinions:round_add": form(program, own=DEPARTMENT, readers=EVERYBODY),
    "opinions:round_detail": page(opened, own=EVERYBODY, other=READS_ALL),
    "opinions:round_edit": form(opened, own=DEPARTMENT, **READERS),
    "opinions:round_remind": form(opened, own=DEPARTMENT, **READERS),
    "opinions:round_close": act(opened, own=DEPARTMENT, **READERS),
    "opinions:letter_add": form(opened, own=DEPARTMENT, **READERS),
    "opinions:contribution_write": form(own_answer, **OWN_WORDS),
    "opinions:contribution_take_back": act(own_answer, **OWN_WORDS),
    "opinions:contribution_discard": act(own_answer, **OWN_WORDS),
    "opinions:contribution_detail": page(letter, own=WORDS_OWN, other=WORDS_OTHER),
    "opinions:letter_download": page(letter, own=WORDS_OWN, other=WORDS_OTHER),
    "opinions:letter_edit": form(letter, own=DEPARTMENT, **WORDS),
    "opinions:letter_remove": act(letter, own=DEPARTMENT, **WORDS),
    "meetings:desk_answer": act(opinion, own=DEPARTMENT, **WORDS),
    "opinions:opinion_add": form(letter, own=DEPARTMENT, **WORDS),
}
