"""Thirty more rows of one kind for a page whose plan must not grow."""

from meetings.models import Meeting
from tests import factories as make

ROWS = 30


def items(world, kit):
    for _ in range(ROWS):
        make.CommitmentFactory(item__recipient=kit.agency, item__donor=kit.donor)


def payments(world, kit):
    for number in range(ROWS):
        make.DisbursementFactory(item=kit.item, amount_minor=1000 + number)


def donors(world, kit):
    for _ in range(ROWS):
        make.AidItemFactory(recipient=kit.agency)


def meetings(world, kit):
    for number in range(ROWS):
        meeting = make.MeetingFactory(organiser=kit.agency, slug=f"thu-{number}", kind=Meeting.Kind.values[0])
        make.AttendanceFactory(meeting=meeting, agency=kit.agency)


def parts(world, kit):
    for agency in list(world.cast.agencies.values()):
        make.AttendanceFactory(meeting=kit.meeting, agency=agency)
    for _ in range(ROWS):
        conclusion = make.ConclusionFactory(meeting=kit.meeting)
        make.FollowUpFactory(meeting=kit.meeting, conclusion=conclusion, lead_agency=kit.agency)


def followups(world, kit):
    for _ in range(ROWS):
        make.FollowUpFactory(meeting=kit.meeting, lead_agency=kit.agency)


def awards(world, kit):
    for _ in range(ROWS):
        make.AwardFactory(giving_agency=kit.agency, meeting=kit.meeting)


def tasks(world, kit):
    for _ in range(ROWS):
        make.TaskFactory(program=kit.program, group=kit.group, lead_agency=kit.agency)


def activities(world, kit):
    for _ in range(ROWS):
        make.ActivityFactory(agency=kit.agency)


def associations(world, kit):
    for _ in range(ROWS):
        make.AssociationFactory()


def agencies(world, kit):
    for _ in range(ROWS):
        make.AgencyFactory()


def people(world, kit):
    for _ in range(ROWS):
        make.PersonFactory()


def partners(world, kit):
    for _ in range(ROWS):
        make.PartnerFactory(country=kit.country)


def accounts(world, kit):
    for _ in range(ROWS):
        make.UserFactory(agency=kit.agency)


def localities(world, kit):
    for _ in range(ROWS):
        make.LocalityFactory()


def nothing(world, kit):
    pass
