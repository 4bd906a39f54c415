"""Fills an empty database with invented records, many and always the same for one seed.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 .venv/bin/python -m benchmarks.generate --rows 1000

For N aid items it makes about 2 N disbursements, N/20 meetings with their people, conclusions and follow-ups,
N/50 tasks, N/10 activities, N/50 donors, and the history of them all: one row for each creation and another for
every second item, meeting and follow-up. The rows are written set-wise and past the actions, which a
benchmark may and the portal may not.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import batched, count
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from aid.models import (  # noqa: E402
    AidItem,
    Commitment,
    Counterpart,
    Disbursement,
    ItemPlace,
    ItemSector,
    Sector,
)
from benchmarks import words  # noqa: E402
from core.models import Agency, Country, Locality, Partner, Person, Role, User  # noqa: E402
from core.reference import load_reference  # noqa: E402
from meetings.models import (  # noqa: E402
    AgendaItem,
    Attendance,
    Award,
    Conclusion,
    FollowUp,
    FollowUpAgency,
    Meeting,
    Speech,
)
from programs.models import (  # noqa: E402
    Activity,
    DueKind,
    Pillar,
    Program,
    SolutionGroup,
    Task,
    TaskAgency,
)
from reports.models import NarrativeBlock, Report  # noqa: E402

LAST_YEAR = 2025
LAST_DAY = date(LAST_YEAR, 12, 31)
BATCH = 2000
ACCOUNTS = {
    "do-chuyen-vien": (Role.SNGV_STAFF, "SNGV"),
    "do-lanh-dao": (Role.UBND_LEADER, "UBND"),
    "do-dau-moi": (Role.FOCAL, "SYT"),
    "do-quan-tri": (Role.ADMIN, "SNGV"),
}
USD_RATE_E4 = 25_000 * 10_000
RATES_E4 = {"USD": USD_RATE_E4, "EUR": 28_000 * 10_000, "JPY": 170 * 10_000, "VND": 10_000}
EXPONENTS = {"USD": 2, "EUR": 2, "JPY": 0, "VND": 0}


class World:
    """What every maker needs: chance, reference records, accounts, and the span of years."""

    def __init__(self, rows: int, seed: int):
        self.rows = rows
        self.chance = Random(seed)
        self.first_day = date(LAST_YEAR - (9 if rows <= 10_000 else 19), 1, 1)
        self.days = (LAST_DAY - self.first_day).days
        self.agencies = list(Agency.objects.order_by("pk"))
        self.by_code = {agency.code: agency for agency in self.agencies}
        self.countries = list(Country.objects.order_by("pk"))
        self.places = list(Locality.objects.order_by("pk").only("pk", "full_name"))
        self.people = list(Person.objects.order_by("pk"))
        self.sectors = list(Sector.objects.order_by("pk"))
        self.pillars = list(Pillar.objects.order_by("ordinal"))

    def day(self) -> date:
        """Return a day of the span."""
        return self.first_day + timedelta(days=self.chance.randint(0, self.days))

    def agency(self) -> Agency:
        """Return an agency; the first ones come more often, as in life."""
        return self.agencies[int(len(self.agencies) * self.chance.random() ** 2)]

    def likely(self, percent: int) -> bool:
        """Return true in so many cases of a hundred."""
        return self.chance.random() * 100 < percent


def insert[M: models.Model](model: type[M], records: Iterable[M]) -> list[M]:
    """Insert the records set-wise; return them with their keys."""
    plain = models.QuerySet(model)
    stored: list[M] = []
    for batch in batched(records, BATCH):
        stored += plain.bulk_create(batch)
    return stored


def make_accounts(world: World) -> None:
    """Make one account for each role that is measured; nobody can sign in with a password."""
    insert(
        User,
        [
            User(
                username=name,
                full_name=f"Tài khoản đo {code}",
                role=role,
                agency=world.by_code[code],
                password="!",
            )
            for name, (role, code) in ACCOUNTS.items()
        ],
    )


def make_donors(world: World) -> list[Partner]:
    """Make the donors, at least forty."""
    chance = world.chance
    return insert(
        Partner,
        (
            Partner(
                name=f"{chance.choice(words.DONOR_HEADS)} {chance.choice(words.DONOR_TAILS)} {number}",
                name_en=f"Foundation {number}",
                country=chance.choice(world.countries),
                kind=chance.choice(("TC_PCPNN", "TC_QUOC_TE", "DIA_PHUONG", "CA_NHAN")),
            )
            for number in range(1, max(40, world.rows // 50) + 1)
        ),
    )


def _items(world: World, donors: list[Partner]) -> Iterator[AidItem]:
    chance, numbers = world.chance, count(1)
    for _ in range(world.rows):
        number, day = next(numbers), world.day()
        is_approved, is_urgent = world.likely(96), world.likely(4)
        begun = day + timedelta(days=chance.randint(0, 60))
        ended = begun + timedelta(days=chance.randint(90, 1200))
        status = "ENDED" if ended <= LAST_DAY else chance.choice(("APPROVED", "IMPLEMENTING"))
        rare = f" {words.RARE}" if number % 200 == 7 else ""
        place = chance.choice(world.places).full_name
        yield AidItem(
            code=f"VT-{day.year}-{number:06d}",
            name=f"{chance.choice(words.VERBS)} {chance.choice(words.THINGS)}{rare} tại {place}",
            mode=chance.choice(("CHUONG_TRINH", "DU_AN", "DU_AN", "PHI_DU_AN", "PHI_DU_AN")),
            emergency_kind="CUU_TRO" if is_urgent else "",
            disaster_event="Bão số 3" if is_urgent else "",
            disaster_on=day - timedelta(days=10) if is_urgent else None,
            rule_set=("ND50" if is_urgent else "ND80") if is_approved else "",
            status=status if is_approved else "MOBILISING",
            donor=donors[int(len(donors) * chance.random() ** 2)],
            recipient=world.agency(),
            owner=world.agency(),
            mobilised_by=world.by_code["LHHN"] if world.likely(30) else None,
            started_on=begun,
            ended_on=ended,
            decision_number=f"{number}/QĐ-UBND" if is_approved else "",
            approved_on=day if is_approved else None,
            objectives="Góp phần cải thiện đời sống nhân dân trên địa bàn. " * 3,
            beneficiaries=chance.randint(20, 5000),
        )


def _money(world: World, minor_usd: int) -> dict[str, object]:
    """Return the columns of an amount of so many US cents in some currency; one in fifty has no rate."""
    currency = world.chance.choice(("USD", "USD", "USD", "EUR", "JPY", "VND"))
    rate = RATES_E4[currency]
    amount = max(1, minor_usd * USD_RATE_E4 * 10 ** EXPONENTS[currency] // (rate * 100))
    if currency != "USD" and world.likely(6):
        return {"amount_minor": amount, "currency": currency}
    return {
        "amount_minor": amount,
        "currency": currency,
        "rate_e4": rate,
        "usd_rate_e4": USD_RATE_E4,
        "rate_kind": "HACH_TOAN_KBNN",
        "rate_source": "Thông báo của Kho bạc Nhà nước",
        "usd_minor": minor_usd,
        "vnd": minor_usd * USD_RATE_E4 // 1_000_000,
    }


def make_aid(world: World, donors: list[Partner]) -> None:
    """Make the aid items with their sectors, places and money."""
    chance = world.chance
    for items in batched(_items(world, donors), BATCH):
        stored = insert(AidItem, items)
        insert(Commitment, _commitments(world, stored))
        insert(Counterpart, (_counterpart(world, item) for item in stored if world.likely(20)))
        insert(Disbursement, _payments(world, stored))
        insert(ItemSector, _sectors_of(world, stored))
        insert(
            ItemPlace,
            (
                ItemPlace(item=item, locality=place)
                for item in stored
                for place in chance.sample(world.places, chance.choice((1, 1, 2)))
            ),
        )


def _commitments(world: World, items: Iterable[AidItem]) -> Iterator[Commitment]:
    for item in items:
        cents = world.chance.randint(500_000, 40_000_000)
        yield Commitment(item=item, committed_on=item.approved_on, **_money(world, cents))
        if world.likely(10):
            yield Commitment(item=item, committed_on=item.approved_on, **_money(world, cents // 4))


def _counterpart(world: World, item: AidItem) -> Counterpart:
    return Counterpart(item=item, **_money(world, world.chance.randint(50_000, 3_000_000)))


def _payments(world: World, items: Iterable[AidItem]) -> Iterator[Disbursement]:
    for item in items:
        if item.approved_on is None:
            continue
        for number in range(world.chance.choice((0, 1, 2, 3, 4))):
            day = item.started_on + timedelta(days=60 * (number + 1))
            if day <= LAST_DAY:
                cents = world.chance.randint(100_000, 8_000_000)
                voucher = f"UNC-{item.pk}-{number}"
                yield Disbursement(item=item, paid_on=day, voucher=voucher, **_money(world, cents))


def _sectors_of(world: World, items: Iterable[AidItem]) -> Iterator[ItemSector]:
    for item in items:
        first, second = world.chance.sample(world.sectors, 2)
        share = 60 if world.likely(30) else 100
        yield ItemSector(item=item, sector=first, share_percent=share)
        if share < 100:
            yield ItemSector(item=item, sector=second, share_percent=40)


def make_program(world: World) -> None:
    """Make programs of five years each, their groups, and the tasks."""
    chance = world.chance
    starts = range(world.first_day.year // 5 * 5 + 1, LAST_YEAR + 2, 5)
    programs = insert(
        Program,
        (
            Program(
                title=f"Chương trình đối ngoại giai đoạn {year}-{year + 4}",
                slug=f"{year}-{year + 4}",
                period_start_year=year,
                period_end_year=year + 4,
                status="IN_FORCE",
            )
            for year in starts
        ),
    )
    groups = insert(
        SolutionGroup,
        (
            SolutionGroup(program=program, pillar=pillar, ordinal=number, title=f"Nhóm giải pháp {number}")
            for program in programs
            for pillar in world.pillars
            for number in range(1, 6)
        ),
    )
    number_in_group = dict.fromkeys((group.pk for group in groups), 0)

    def tasks() -> Iterator[Task]:
        for number in range(1, max(30, world.rows // 50) + 1):
            group = chance.choice(groups)
            number_in_group[group.pk] += 1
            year = chance.randint(group.program.period_start_year, group.program.period_end_year)
            due = date(year, chance.randint(1, 12), 28)
            is_over = due <= LAST_DAY
            finished = due + timedelta(days=chance.randint(-40, 20)) if is_over and world.likely(90) else None
            yield Task(
                program=group.program,
                pillar=group.pillar,
                group=group,
                ordinal=number_in_group[group.pk],
                code=f"NV-{year}-{number:05d}",
                title=f"{chance.choice(words.WORKS)} {number}",
                lead_agency=world.agency(),
                due_kind=DueKind.DAY,
                due_on=due,
                started_on=due - timedelta(days=120),
                completed_on=finished,
                progress_percent=100 if finished else 30,
                deliverable="Báo cáo",
            )

    stored = insert(Task, tasks())
    insert(TaskAgency, _joined(world, TaskAgency, "task", stored))


def _joined(world: World, model: type[models.Model], name: str, records: list) -> Iterator[models.Model]:
    for record in records:
        for agency in world.chance.sample(world.agencies, 2):
            if agency.pk != record.lead_agency_id:
                yield model(**{name: record, "agency": agency})


def make_activities(world: World) -> None:
    """Make the activities."""
    chance = world.chance
    insert(
        Activity,
        (
            Activity(
                code=f"HD-{number:06d}",
                kind=chance.choice(Activity.Kind.values),
                title=f"{chance.choice(words.ACTIVITIES)} lần {number}",
                held_on=world.day(),
                place=chance.choice(world.places).full_name,
                country=chance.choice(world.countries),
                agency=world.agency(),
                pillar=chance.choice(world.pillars),
                participants=chance.randint(10, 400),
            )
            for number in range(1, max(100, world.rows // 10) + 1)
        ),
    )


def make_meetings(world: World) -> None:
    """Make the meetings with their people, agenda, speeches, conclusions, follow-ups and awards."""
    numbers = range(1, max(50, world.rows // 20) + 1)
    for some in batched(numbers, BATCH // 4):
        stored = insert(Meeting, (_meeting(world, number) for number in some))
        insert(AgendaItem, _agenda(stored))
        insert(Attendance, _attendances(world, stored))
        insert(Speech, _speeches(world, stored))
        conclusions = insert(Conclusion, _conclusions(stored))
        follow_ups = insert(FollowUp, _follow_ups(world, conclusions))
        insert(FollowUpAgency, _joined(world, FollowUpAgency, "follow_up", follow_ups))
        insert(Award, (_award(world, meeting) for meeting in stored if world.likely(20)))


def _meeting(world: World, number: int) -> Meeting:
    chance, day = world.chance, world.day()
    return Meeting(
        slug=f"{day:%Y-%m-%d}-{number}",
        title=f"{chance.choice(words.MEETING_HEADS)} {chance.choice(words.MEETING_TOPICS)} lần {number}",
        kind=chance.choice(("HOI_NGHI", "HOP", "TOA_DAM")),
        purpose=chance.choice(("CHO_Y_KIEN", "TONG_KET", "GIAO_BAN", "KHAC")),
        held_on=day,
        place="Trung tâm hội nghị tỉnh",
        organiser=world.agency(),
        status="DA_CO_KET_LUAN",
        summary="Các đại biểu thảo luận và thống nhất nhiều nội dung. " * 4,
    )


def _agenda(meetings: list[Meeting]) -> Iterator[AgendaItem]:
    for meeting in meetings:
        for number in (1, 2, 3):
            yield AgendaItem(meeting=meeting, ordinal=number, title=f"Nội dung {number}")


def _attendances(world: World, meetings: list[Meeting]) -> Iterator[Attendance]:
    for meeting in meetings:
        for number, agency in enumerate(world.chance.sample(world.agencies, 6), start=1):
            role = "CHU_TRI" if number == 1 else "DAI_BIEU"
            person = world.chance.choice(world.people) if number == 1 else None
            yield Attendance(
                meeting=meeting, ordinal=number, agency=agency, person=person, role=role, title_then="Đại diện"
            )


def _speeches(world: World, meetings: list[Meeting]) -> Iterator[Speech]:
    for meeting in meetings:
        for number in (1, 2, 3):
            yield Speech(meeting=meeting, ordinal=number, agency=world.agency(), summary="Ý kiến phát biểu.")


def _conclusions(meetings: list[Meeting]) -> Iterator[Conclusion]:
    for meeting in meetings:
        for number, text in enumerate(words.SENTENCES, start=1):
            mark = "GIAO_VIEC" if number < 4 else "KHONG_GIAO_VIEC"
            yield Conclusion(meeting=meeting, ordinal=number, text=text, mark=mark)


def _follow_ups(world: World, conclusions: list[Conclusion]) -> Iterator[FollowUp]:
    for conclusion in conclusions:
        if conclusion.mark != "GIAO_VIEC":
            continue
        due = conclusion.meeting.held_on + timedelta(days=world.chance.randint(5, 120))
        finished = due + timedelta(days=world.chance.randint(-20, 10))
        yield FollowUp(
            meeting=conclusion.meeting,
            conclusion=conclusion,
            code=f"VHN-{due.year}-{conclusion.pk:07d}",
            text=f"{world.chance.choice(words.WORKS)} {conclusion.pk}",
            lead_agency=world.agency(),
            due_kind=DueKind.DAY,
            due_on=due,
            started_on=conclusion.meeting.held_on,
            completed_on=finished if finished <= LAST_DAY and world.likely(97) else None,
        )


def _award(world: World, meeting: Meeting) -> Award:
    return Award(
        meeting=meeting,
        target_kind="TAP_THE",
        target_name="Tập thể tiêu biểu",
        giving_agency=world.by_code["LHHN"],
        recipients_count=world.chance.randint(1, 30),
        period_year=meeting.held_on.year,
        awarded_on=meeting.held_on,
    )


def make_report(world: World) -> None:
    """Make the year-end report of the last year, with a passage of text."""
    report = insert(
        Report,
        [
            Report(
                code="tong-ket",
                year=LAST_YEAR,
                title=f"Báo cáo tổng kết năm {LAST_YEAR}",
                issuer=world.by_code["LHHN"],
                dated_on=LAST_DAY,
            )
        ],
    )[0]
    insert(NarrativeBlock, [NarrativeBlock(report=report, key="boi-canh", text="Năm có nhiều thuận lợi. " * 20)])


def write_history() -> int:
    """Write the history of all that was made: one creation each, and a later change of every second record.

    Reference records have theirs already. Returns the number of history rows.
    """
    account = User.objects.get(username="do-chuyen-vien")
    written = 0
    with connection.cursor() as cursor:
        for model in (AidItem, Commitment, Counterpart, Disbursement, ItemSector, ItemPlace, Partner, Program,
                      SolutionGroup, Task, TaskAgency, Activity, Meeting, AgendaItem, Attendance, Speech,
                      Conclusion, FollowUp, FollowUpAgency, Award, Report, NarrativeBlock):  # fmt: skip
            written += _history_of(cursor, model, account, kind="+", label="Nhập số liệu", condition="")
            if model in (AidItem, Meeting, FollowUp):
                every_second = "id % 2 = 0 AND "
                written += _history_of(cursor, model, account, "~", "Sửa số liệu", every_second)
    return written


def _history_of(cursor, model, account, kind: str, label: str, condition: str) -> int:
    table, history = model._meta.db_table, model.history.model._meta
    own = {field.column for field in model._meta.concrete_fields}
    columns = [f.column for f in history.concrete_fields if f.column in own]
    context = {
        "history_date": datetime(LAST_YEAR, 1, 5 if kind == "+" else 6, 8, tzinfo=UTC),
        "history_type": kind,
        "history_user_id": account.pk,
        "action": "benchmark",
        "action_label": label,
        "request_id": "",
        "ip_address": "",
    }
    quoted = ", ".join(f'"{column}"' for column in columns)
    extra = ", ".join(context)
    # A record that the reference data brought has its history already.
    unknown = f"NOT EXISTS (SELECT 1 FROM {history.db_table} h WHERE h.id = r.id AND h.history_type = '{kind}')"
    values = ", ".join(["%s"] * len(context))
    cursor.execute(
        f"INSERT INTO {history.db_table} ({quoted}, {extra}) "  # noqa: S608 - names of our own tables
        f"SELECT {', '.join(f'r."{column}"' for column in columns)}, {values} FROM {table} r "
        f"WHERE {condition.replace('id %', 'r.id %%')}{unknown}",
        list(context.values()),
    )
    return cursor.rowcount


def settle() -> None:
    """Let the database count its tables, as a running installation does by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "PRAGMA optimize=0x10002")


def generate(rows: int, seed: int) -> None:
    """Migrate the database, fill it, and say how long each part took."""
    call_command("migrate", verbosity=0)
    if AidItem.objects.exists():
        raise SystemExit("Stopped: the database already holds aid items. Name an empty one in DATABASE_URL.")
    load_reference(by=User.objects.system())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    world = World(rows, seed)
    with transaction.atomic():
        for make in (make_accounts, _donors_and_aid, make_program, make_activities, make_meetings, make_report):
            _timed(make.__name__, make, world)
        _timed("write_history", write_history)
    _timed("settle", settle)


def _donors_and_aid(world: World) -> None:
    make_aid(world, make_donors(world))


def _timed(name, function, *arguments) -> None:
    start = time.perf_counter()
    function(*arguments)
    print(f"  {name.strip('_')}: {time.perf_counter() - start:.1f} s", file=sys.stderr)


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1000, help="number of aid items")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    generate(wanted.rows, wanted.seed)


if __name__ == "__main__":
    main()
