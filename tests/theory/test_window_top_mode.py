"""The bound of the top mode serves the modes below it: every line is needed, and changes break it."""

import math
import random
from dataclasses import replace

import pytest
import sympy

from theory import argument as arguments
from theory import window
from theory.argument import Argument
from theory.propositions import Inequality
from theory.symbols import L, kappa
from theory.window import top_mode

ARGUMENT = window.non_increasing_below_top()
OWN_LINES = 4
"""How many lines come after those of the bound of the mode itself."""


def test_it_holds_and_is_printed() -> None:
    assert ARGUMENT.check().holds
    assert all(step.claim.text and step.claim.latex for step in ARGUMENT.steps[-OWN_LINES:])


@pytest.mark.parametrize("back", range(1, OWN_LINES + 2))
def test_every_line_is_needed(back: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Even if every remaining step were justified, the list would not be an argument.
    monkeypatch.setattr(arguments, "_justified", lambda step, premises: True)
    index = len(ARGUMENT.steps) - back
    steps = ARGUMENT.steps[:index] + ARGUMENT.steps[index + 1 :]
    assert not replace(ARGUMENT, steps=steps).check().holds


def changed(label: str, claim: Inequality) -> Argument:
    steps = tuple(replace(step, claim=claim) if step.label == label else step for step in ARGUMENT.steps)
    return replace(ARGUMENT, steps=steps)


def test_moved_constants_break_it() -> None:
    T, X, E, domain = top_mode.T, top_mode.X, top_mode.E, top_mode.BELOW_TOP
    for label, claim in {
        "tangent": Inequality(sympy.Integer(1), (2 - T) * E, domain),
        "room": Inequality((L - 1) * T / 3, X * T, domain),
        "smaller bound": Inequality(X, (X - (L - 1) * T / 3) * E, domain),
    }.items():
        assert not changed(label, claim).check().holds


@pytest.mark.parametrize(
    ("low", "high", "bound"),
    [
        (2, 3, window.ALPHA_BOUND),
        (sympy.Rational(9, 5), window.WINDOW_TO, window.ALPHA_BOUND),
        (2, window.WINDOW_TO, sympy.log(3 / kappa) / (L**2 * 2 ** ((2 * L - 3) / L))),
        (2, window.WINDOW_TO, 2 * window.ALPHA_BOUND),
        (2, window.WINDOW_TO, kappa * window.ALPHA_BOUND),
        (2, window.WINDOW_TO, sympy.Integer(1)),
    ],
)
def test_other_hypotheses_are_refused(low: object, high: object, bound: sympy.Expr) -> None:
    argument = window.non_increasing_below_top(sympy.sympify(low), sympy.sympify(high), bound)
    assert not argument.check().holds


def test_the_scale_in_the_logarithm_has_to_be_small() -> None:
    # ln x <= x - 1 gives X < 1/2 only up to c = 3 for a window from 2 on.
    own = window.propositions.GapNeverGrows(sympy.Integer(2), sympy.Integer(2), sympy.log(4 / kappa))
    claim = top_mode.GapNeverGrowsBelowTop(own.window_from, own.window_to, own.alpha_bound)
    smaller = Inequality(top_mode.X, top_mode.OF_TOP, top_mode.BELOW_TOP)
    assert not top_mode.BELOW_THE_TOP.justifies(claim, [own, smaller])
    fine = replace(own, alpha_bound=sympy.log(3 / kappa))
    claim = replace(claim, alpha_bound=fine.alpha_bound)
    assert top_mode.BELOW_THE_TOP.justifies(claim, [fine, smaller])


def test_the_bounds_in_floating_point() -> None:
    source = random.Random(2)
    for _ in range(2000):
        depth, rate = source.choice([2, 3, 4, 10, 50]), source.uniform(2.0001, 2.8284)
        own = math.log(2 * math.sqrt(2) / rate)
        top = math.exp(source.uniform(0, 1.2) * own / (2 * depth - 2))
        of_top = math.log(2 * math.sqrt(2) / (rate * top ** (2 * depth - 2))) * top**4
        assert of_top <= own + 1e-12
