"""An argument holds only where every step is justified, every step is used, and the last one is the claim."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
import sympy

from theory.argument import Argument, Outcome, Step
from theory.propositions import Both, Domain, Identity, Inequality, Monotone, Proposition, Range
from theory.rules import CONJUNCTION, NamedRule

x = sympy.Symbol("x", real=True)
ONE = sympy.Integer(1)
FIRST = Identity((x + 1) ** 2, x**2 + 2 * x + 1)
SECOND = Inequality(x, sympy.Integer(0), Domain((Range(x, ONE),)))
FALSE = Identity(x, x + 1)
SHOWS = Both(FIRST, SECOND)
STEPS = (
    Step("first", FIRST),
    Step("second", SECOND),
    Step("both", SHOWS, CONJUNCTION, ("first", "second")),
)
WHOLE = Argument(SHOWS, STEPS)


def test_the_whole_holds() -> None:
    assert WHOLE.check() == Outcome(True)


def test_one_step_that_settles_itself_is_an_argument() -> None:
    assert Argument(FIRST, (Step("only", FIRST),)).check().holds
    assert not Argument(FALSE, (Step("only", FALSE),)).check().holds


@pytest.mark.parametrize("index", range(3))
def test_every_step_is_needed(index: int) -> None:
    assert not Argument(SHOWS, (*STEPS[:index], *STEPS[index + 1 :])).check().holds


def test_no_steps_show_nothing() -> None:
    assert Argument(SHOWS, ()).check().failure == "the last step does not say what was to be shown"


def test_the_last_step_is_what_was_to_be_shown() -> None:
    assert "the last step" in replace(WHOLE, shows=Both(SECOND, FIRST)).check().failure
    # It is not enough that the claim stands somewhere in the list.
    idle = Step("after", FIRST)
    assert not Argument(SHOWS, (*STEPS, idle)).check().holds
    assert not Argument(FIRST, (STEPS[0], STEPS[1])).check().holds


def test_a_false_step_is_named() -> None:
    failure = Argument(SHOWS, (Step("first", FALSE), *STEPS[1:])).check().failure
    assert failure == "step first is not justified: x = x + 1"


def test_a_step_cannot_use_itself_or_a_later_one() -> None:
    circular = Step("both", SHOWS, CONJUNCTION, ("both", "both"))
    assert "not established" in Argument(SHOWS, (circular,)).check().failure
    assert "not established" in Argument(SHOWS, (STEPS[2], *STEPS[:2])).check().failure


def test_two_steps_cannot_share_a_label() -> None:
    again = Step("first", SECOND)
    twice = Step("both", Both(FIRST, FIRST), CONJUNCTION, ("first", "first"))
    assert "two steps" in Argument(twice.claim, (STEPS[0], again, twice)).check().failure
    assert "two steps" in Argument(SHOWS, (STEPS[0], STEPS[0], *STEPS[1:])).check().failure


def test_a_step_that_is_never_used_is_refused() -> None:
    idle = Step("idle", FIRST)
    assert Argument(SHOWS, (idle, *STEPS)).check().failure == "step idle is never used"


def test_a_step_that_settles_itself_cannot_use_others_up() -> None:
    hides = Step("second", SECOND, None, ("idle",))
    outcome = Argument(SHOWS, (Step("idle", FIRST), STEPS[0], hides, STEPS[2])).check()
    assert outcome.failure == "step second settles itself and has no use for idle"


def test_what_can_only_be_derived_does_not_settle_itself() -> None:
    rising = Monotone(x, x, sympy.Integer(0))
    assert not Argument(rising, (Step("rising", rising),)).check().holds


def test_a_rule_sees_the_premises_it_names_in_order() -> None:
    seen: list[tuple[Proposition, tuple[Proposition, ...]]] = []

    def check(claim: Proposition, premises: Sequence[Proposition]) -> bool:
        seen.append((claim, tuple(premises)))
        return True

    rule = NamedRule("any", "Anything follows.", check)
    steps = (*STEPS[:2], Step("end", FALSE, rule, ("second", "first", "second")))
    assert Argument(FALSE, steps).check().holds
    assert seen == [(FALSE, (SECOND, FIRST, SECOND))]


def test_a_rule_is_asked_even_where_the_claim_settles_itself() -> None:
    never = NamedRule("never", "Nothing follows.", lambda _claim, _premises: False)
    assert not Argument(FIRST, (Step("only", FIRST, never),)).check().holds


def test_an_argument_tells_what_it_rests_on() -> None:
    assert WHOLE.rests_on == ("conjunction",)
    assert STEPS[0].reason == "decided in exact arithmetic"
    assert STEPS[2].reason == "conjunction (first, second)"
    nested = Both(SHOWS, FIRST)
    longer = Argument(nested, (*STEPS, Step("end", nested, CONJUNCTION, ("both", "first"))))
    assert longer.check().holds
    assert longer.rests_on == ("conjunction",)


def test_an_argument_prints_every_step() -> None:
    places = [WHOLE.text.index(f"[{step.label}]") for step in STEPS]
    assert places == sorted(places)
    for step in STEPS:
        assert f"[{step.label}] {step.claim.text}" in WHOLE.text
        assert step.claim.latex in WHOLE.latex
