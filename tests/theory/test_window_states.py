"""Every fact of the argument, evaluated in floating point at random states of its setting."""

import math
import random
from collections.abc import Callable
from functools import cache

import pytest
import sympy

from theory import window
from theory.argument import Step
from theory.symbols import L
from theory.window.propositions import Fact
from theory.window.state import definitions

TWO, THREE = sympy.Integer(2), sympy.Integer(3)
FACTS = [step for step in window.non_increasing().steps if isinstance(step.claim, Fact)]


def states(depth: int, count: int) -> list[dict[str, float]]:
    """Return random parameters and states in the region that the argument uses at a depth."""
    source = random.Random(depth)
    found: list[dict[str, float]] = []
    while len(found) < count:
        rate = source.uniform(2, 2 * math.sqrt(2))
        bound = math.log(2 * math.sqrt(2) / rate) / (depth**2 * 2 ** ((2 * depth - 3) / depth))
        scale = (bound * source.choice((1 - 1e-9, source.random()))) ** 0.25
        gap = source.choice((1 - 1e-9, source.random(), -source.random())) * scale**2
        last = source.uniform(0, 1.3)
        shared = math.sqrt(max(last**2 + gap, 0.0))
        product = shared ** (depth - 1) * last
        if depth == 2:
            inside = product <= 1.6
        else:
            inside = gap > 0 and (shared <= 1.205 if depth == 3 else shared ** (depth / 2) <= 1.375)
        if inside and shared > 0:
            found.append({"kappa": rate, "alpha": scale, "L": depth, "s": shared, "t": last})
    return found


@cache
def evaluator(expression: sympy.Expr, depth: sympy.Expr) -> Callable[[dict[str, float]], float]:
    """Return the function that evaluates an expression at a state."""
    for symbol, meaning in definitions(depth).items():
        expression = expression.subs(symbol, meaning)
    symbols = sorted(expression.free_symbols, key=lambda symbol: symbol.name)
    function = sympy.lambdify(symbols, expression, "math")
    return lambda state: float(function(*(state[symbol.name] for symbol in symbols)))


SAMPLES = {TWO: states(2, 12), THREE: states(3, 12), L: [s for n in (4, 5, 7, 12) for s in states(n, 4)]}


@pytest.mark.parametrize("step", FACTS, ids=lambda step: step.label)
def test_facts_are_true_at_random_states(step: Step) -> None:
    setting = step.claim.setting
    room = evaluator(step.claim.relation.difference, setting.depth)
    cases = [evaluator(case.difference, setting.depth) for case in setting.case]
    for state in SAMPLES[setting.depth]:
        if all(case(state) >= 0 for case in cases):
            assert room(state) >= -1e-12, state
