"""The life of a program under random moves: nothing illegal passes, and every move leaves one step."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.legal import Blocker, RuleError
from programs import guards, life
from programs.models import Program
from tests.programs.life_papers import issuing_paper, move, program_in

pytestmark = pytest.mark.django_db
NAMES = sorted(
    {name for state in life.STATES.values() for name in (*state.leave, *state.enter)} - set(life.PROOFS)
)


class Life(RuleBasedStateMachine):
    """A program whose guards hold or not as chance has it."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.program = program_in(Program.Status.ASSIGNED)
        self.kept = dict(guards._guards)
        self.closed = set()
        self.way = [Program.Status.ASSIGNED]
        for name in NAMES:
            guards.register_guard(name, self._finder(name))

    def _finder(self, name):
        return lambda *_: [Blocker(f"Chưa đạt {name}.", None)] if name in self.closed else []

    @rule(name=st.sampled_from(NAMES))
    def turn(self, name):
        """Something begins or ceases to hinder."""
        self.closed ^= {name}

    @rule(to=st.sampled_from(Program.Status.values))
    def try_any(self, to):
        """Try to move anywhere."""
        self._try(to)

    @rule(data=st.data())
    def try_next(self, data):
        """Try to move where the state leads."""
        following = life.STATES[self.way[-1]].next
        if following:
            self._try(str(data.draw(st.sampled_from(following))))

    def _try(self, to):
        start = self.way[-1]
        allowed = to in life.STATES[start].next and not set(life.guards_of(start, to)) & self.closed
        more = {"paper": issuing_paper()} if to == Program.Status.ISSUED and allowed else {}
        self.program = Program.objects.get(pk=self.program.pk)
        if allowed:
            step = move(self.program, to, **more)
            assert (step.from_status, step.to_status) == (start, to)
            assert step.draft.is_frozen or not life.STATES[to].sends
            self.way.append(to)
        else:
            with pytest.raises(RuleError):
                move(self.program, to, **more)

    @invariant()
    def state_and_steps_tell_the_same(self):
        """The stored state is the end of the way, and the steps are the way."""
        steps = list(self.program.steps.order_by("pk").values_list("from_status", "to_status"))
        assert steps == list(zip(self.way, self.way[1:], strict=False))
        assert Program.objects.get(pk=self.program.pk).status == self.way[-1]

    def teardown(self):
        """Undo what this run wrote."""
        guards._guards.clear()
        guards._guards.update(self.kept)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


def test_no_way_through_the_states_but_the_written_ones(db):
    run_state_machine_as_test(Life, settings=settings(max_examples=15, stateful_step_count=30, deadline=None))
