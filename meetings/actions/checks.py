"""What every action of this app does before it writes."""

from django.core.exceptions import ValidationError

from core.history import RecordGoneError
from core.legal import RuleError, refuse_if
from meetings import rules
from programs import life
from programs.models import Program


def checked(record):
    """Return the record if its own constraints hold. Raises RuleError with their sentences."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise RuleError(" ".join(error.messages)) from error
    return record


def locked(record):
    """Return the record as stored now, held until the act ends. Raises RecordGoneError.

    A page hands over what it read before the act; what others decide on is asked of this one.
    """
    # By its key alone: the usual order of rounds would join, and so hold, their program.
    stored = type(record).objects.select_for_update().filter(pk=record.pk).order_by("pk").first()
    if stored is None:
        raise RecordGoneError
    return stored


def hold_program(program_id, refused):
    """Hold the state of a program to the end of the act; raise RuleError where its text went up.

    `refused` says in words what is not done then. Call it before anything else is held.
    """
    # Others may write rows of the program meanwhile; only its state stays.
    held = Program.objects.select_for_update(no_key=True).only("status").get(pk=program_id)
    refuse_if(life.opinion_problems(held.status, refused))


def refuse_if_closed(meeting):
    """Raise RuleError while the minutes are confirmed or the meeting is cancelled."""
    refuse_if(rules.change_problems(meeting.status))


def refuse_agency_of_another_day(agency, day):
    """Raise RuleError when the agency did not exist on that day."""
    if agency is not None:
        refuse_if(rules.agency_problems(agency.label, agency.valid_from, agency.valid_to, day))


def reason_given(reason, sentence):
    """Return the trimmed reason. Raises RuleError with the sentence when it is empty."""
    reason = reason.strip()
    if not reason:
        raise RuleError(sentence, field="reason")
    return reason
