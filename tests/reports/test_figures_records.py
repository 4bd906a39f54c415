"""A number is what its records add up to: for every figure and every role."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction

from core.models import Role
from core.permissions import Area, Reach, reach
from reports.figure_split import split_table
from reports.figures import (
    FIGURES,
    Section,
    break_down,
    compute,
    compute_many,
    figure_named,
    scope_of_year,
    sections,
)
from reports.figures.measures import Share, Sum
from reports.figures.rows import shape_of
from reports.figures.sectors import SECTORS
from reports.figures.splits import splits_of
from tests import factories as make
from tests.cast import make_whole_cast
from tests.reports.figure_data import TODAY, mixed_records

CENT = Decimal("0.01")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """The whole cast with records of every kind, made once for the module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_whole_cast()
        mixed_records(made)
        yield made
        transaction.set_rollback(True)


def added_up(section):
    """Return the sum of the section's records in plain Python."""
    return sum((section.measure.worth(record) for record in section.rows), Decimal(0))


def recomputed(code, scope):
    """Return the figure's number from its records alone."""
    amounts = [added_up(section) for section in sections(code, scope)]
    if not isinstance(figure_named(code).measure(scope), Share):
        return amounts[0]
    part, whole = amounts
    return (part * 100 / whole).quantize(CENT, rounding=ROUND_HALF_UP) if whole else None


def test_number_is_its_records_for_every_role_and_figure(cast):
    # Roles that reach the same records have the same figures: one of them is asked.
    areas = sorted({found.area for found in FIGURES.values()})
    reaches = {role: tuple(reach(cast[role], area) for area in areas) for role in Role.values}
    asked = {
        (reached, cast[role].agency_id if Reach.OWN in reached else None): role
        for role, reached in reaches.items()
    }
    wrong = {}
    for role in asked.values():
        scope = scope_of_year(cast[role], 2025, today=TODAY)
        values = compute_many({code: (code, scope) for code in FIGURES})
        for code, value in values.items():
            behind = sections(code, scope)
            counted = sum(section.rows.count() for section in behind)
            aside = sum(section.left_out.count() for section in behind)
            if (value.value, value.records, value.left_out) != (recomputed(code, scope), counted, aside):
                wrong[role, code] = (value.value, recomputed(code, scope), value.records, counted)
    assert wrong == {}


@pytest.mark.parametrize("role", [Role.FOCAL, Role.HOI_EDITOR])
def test_own_reach_sees_only_its_agency_and_says_so(cast, role):
    reader = cast[role]
    scope = scope_of_year(reader, 2025, today=TODAY)
    values = compute_many({code: (code, scope) for code in FIGURES})
    for code, found in FIGURES.items():
        note = values[code].scope_note
        expected = {
            Reach.OWN: "của cơ quan tôi",
            Reach.NONE: "ngoài phạm vi được xem",
            Reach.ALL: "",
        }
        assert note == expected[reach(reader, found.area)], code
    seen = {item.recipient_id for item in sections("aid.items_received", scope)[0].rows}
    assert seen == ({cast.agencies["SYT"].pk} if role == Role.FOCAL else set())


def test_leaders_see_all_agencies(cast):
    all_seen = compute("aid.items_received", scope_of_year(cast["UBND_LEADER"], 2025, today=TODAY))
    own_seen = compute("aid.items_received", scope_of_year(cast["FOCAL"], 2025, today=TODAY))
    assert (all_seen.value, own_seen.value) == (15, 5)


def test_every_figure_says_what_it_counts():
    assert len(FIGURES) >= 22
    for found in FIGURES.values():
        assert found.definition.endswith("."), found.code
        assert found.function.__doc__, found.code
        assert found.label
        assert found.unit
        assert found.date_field
        assert isinstance(found.area, Area)


def test_every_figure_has_a_table_of_records(cast):
    scope = scope_of_year(cast["ADMIN"], 2025, today=TODAY)
    for code in FIGURES:
        for section in sections(code, scope):
            assert shape_of(section.measure.rows).columns, code


def test_sectors_add_up_to_the_whole(cast):
    scope = scope_of_year(cast["ADMIN"], 2025, today=TODAY)
    names = [code.lower() or "khac" for code in SECTORS]
    for base, whole in (
        ("aid.sector_items", "aid.items_received"),
        ("aid.sector_usd", "aid.committed_usd"),
        ("aid.sector_disbursed_usd", "aid.disbursed_new_usd"),
    ):
        parts = [compute(f"{base}.{name}", scope).value for name in names]
        assert sum(parts) == compute(whole, scope).value, base
        assert len({bool(part) for part in parts}) == 2, base


def test_task_states_add_up_to_the_tasks_of_the_year(cast):
    scope = scope_of_year(cast["ADMIN"], 2025, today=TODAY)
    states = ("done", "running", "waiting", "overdue")
    counted = [compute(f"tasks.{state}", scope).value for state in states]
    assert all(counted)
    assert sum(counted) == compute("tasks.total", scope).value


@pytest.mark.parametrize(
    ("code", "by", "field"),
    [
        pytest.param("tasks.total", "pillar__code", "pillar", id="theo trụ cột"),
        pytest.param("followups.done", "lead_agency__code", "agency", id="theo cơ quan"),
        pytest.param("aid.committed_usd", "item__owner__code", "agency", id="tiền theo cơ quan"),
    ],
)
def test_broken_down_figure_is_the_figure_of_the_part(cast, code, by, field):
    admin = cast["ADMIN"]
    scope = scope_of_year(admin, 2025, today=TODAY)
    parts = break_down({"part": (code, scope, by, None)})["part"]
    assert parts.whole == compute(code, scope)
    assert len(parts.groups) > 1
    for group in filter(None, parts.groups):
        value = cast.agencies[group] if field == "agency" else group
        narrow = scope_of_year(admin, 2025, today=TODAY, **{field: value})
        assert parts.of(group).value == compute(code, narrow).value
    assert parts.of("không có").value == 0


def test_sums_do_not_overflow_at_the_limits(cast):
    scope = scope_of_year(cast["ADMIN"], 2025, today=TODAY)
    before = compute("aid.committed_usd", scope).value
    item = make.AidItemFactory()
    for _ in range(200):
        make.CommitmentFactory(item=item, amount_minor=10**17 - 1)
    value = compute("aid.committed_usd", scope).value
    assert value - before == Decimal(200 * (10**17 - 1)) / 100


def test_all_figures_cost_a_constant_number_of_queries(cast, django_assert_max_num_queries):
    scope = scope_of_year(cast["ADMIN"], 2025, today=TODAY)
    # The figures themselves are one; limits of aid, deadlines with swapped days, days of warning.
    with django_assert_max_num_queries(5):
        compute_many({code: (code, scope) for code in FIGURES})


def test_groups_of_every_figure_add_up_and_are_their_records(cast):
    scope = scope_of_year(cast["UBND_LEADER"], 2025, today=TODAY)
    asked = set()
    for code in FIGURES:
        measure = figure_named(code).measure(scope)
        for split in splits_of(measure.parts()):
            (part,) = measure.parts()
            # Figures over the same rows differ in nothing that a split sees.
            kind = (part.rows.model, split.key, type(part), bool(getattr(part, "apart", ())))
            if kind in asked or not part.tallied().rows:
                continue
            asked.add(kind)
            table = split_table(split, part, "")
            told = {row.key: (row.value, row.records) for row in table.rows}
            found = {}
            for key in told:
                section = Section("", split.narrowed(part, key))
                found[key] = (added_up(section), section.rows.count())
            assert told == found, (code, split.key)
            if split.key != "xa" or isinstance(part, Sum):
                assert sum(value for value, _ in told.values()) == added_up(Section("", part)), (
                    code,
                    split.key,
                )
    assert len(asked) > 20
