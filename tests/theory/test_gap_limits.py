"""The limit of the balancing gap, and where it shrinks near the orbit; every line is needed."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import gap_below_eos, gap_limits, gap_near_orbit, modes, window
from theory.argument import Argument
from theory.symbols import alpha, kappa
from theory.window.propositions import GapShrinks, Invariant, Relation, Setting
from theory.window.state import t

R = sympy.Rational
GOLDEN_SQUARE = (3 + sympy.sqrt(5)) / 2
SHORT = (
    gap_limits.minima_repel(),
    gap_below_eos.stays_positive(R(9, 10), R(1, 10)),
    gap_near_orbit.shrinks_up_to(GOLDEN_SQUARE),
    gap_near_orbit.monotone_up_to(1 + sympy.sqrt(2)),
    gap_near_orbit.repelling_from(R(5, 3)),
)
WHOLE = gap_limits.tends_to_zero()
OWN = [i for i, step in enumerate(WHOLE.steps) if step.label.endswith((": limit", "limit zero"))]


@pytest.mark.parametrize("argument", SHORT[:4], ids=lambda argument: argument.steps[-1].label)
def test_nothing_wrong_goes_unnoticed(argument: Argument, survivors: Callable[[Argument], list[str]]) -> None:
    assert survivors(argument) == []


@pytest.mark.parametrize("argument", SHORT, ids=lambda argument: argument.steps[-1].label)
def test_every_line_is_needed(argument: Argument) -> None:
    assert argument.check().holds
    for index in range(len(argument.steps)):
        shorter = replace(argument, steps=argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds, argument.steps[index].label


def test_the_gap_tends_to_zero_in_the_window() -> None:
    assert WHOLE.check().holds
    assert all(step.claim.text and step.claim.latex for step in WHOLE.steps)


@pytest.mark.parametrize("index", OWN)
def test_its_own_lines_are_needed(index: int) -> None:
    shorter = replace(WHOLE, steps=WHOLE.steps[:index] + WHOLE.steps[index + 1 :])
    assert not shorter.check().holds


def test_another_window_breaks_it() -> None:
    assert not gap_limits.tends_to_zero(window_from=R(19, 10)).check().holds
    assert not gap_limits.tends_to_zero(window_to=sympy.Integer(3)).check().holds


def test_minima_repel_only_beyond_the_edge() -> None:
    argument = gap_limits.minima_repel()
    *lines, last = argument.steps
    wrong = gap_limits.MinimaRepel(R(19, 10))
    assert not Argument(wrong, (*lines, replace(last, claim=wrong))).check().holds


def test_another_gradient_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gradient = modes.gradient
    monkeypatch.setattr(modes, "gradient", lambda layer, others: 2 * gradient(layer, others))
    assert not gap_below_eos.stays_positive(R(9, 10), R(1, 10)).check().holds


def test_limit_points_need_a_compact_region() -> None:
    setting = window.at_depth(sympy.Integer(2)).steps[-3].claim.setting  # type: ignore[attr-defined]
    claim = gap_limits.StallsAtMinima(setting)
    premises = [Invariant(setting), GapShrinks(setting)]
    assert gap_limits.LIMIT_POINTS.justifies(claim, premises)
    for missing in range(len(setting.region)):
        smaller = replace(setting, region=setting.region[:missing] + setting.region[missing + 1 :])
        open_claim = gap_limits.StallsAtMinima(smaller)
        accepted = gap_limits.LIMIT_POINTS.justifies(open_claim, [Invariant(smaller), GapShrinks(smaller)])
        # pi >= 0 alone is not needed: |b| and pi <= 8/5 do not bound pi from below.
        assert accepted is False or setting.region[missing].right == 0
    strict = replace(setting, region=(*setting.region, Relation(alpha, t, strict=True)))
    assert not gap_limits.LIMIT_POINTS.justifies(
        gap_limits.StallsAtMinima(strict), [Invariant(strict), GapShrinks(strict)]
    )
    assert not gap_limits.LIMIT_POINTS.justifies(
        claim, [Invariant(Setting("x", setting.depth, ())), premises[1]]
    )


@pytest.mark.parametrize(
    ("rate", "square"), [(1, R(1, 10)), (R(9, 10), R(1, 2)), (2, R(1, 10)), (R(19, 20), R(1, 10))]
)
def test_larger_steps_overshoot(rate: sympy.Expr, square: sympy.Expr) -> None:
    assert not gap_below_eos.stays_positive(sympy.sympify(rate), square).check().holds


def test_the_gap_keeps_a_limit_in_floating_point() -> None:
    source = random.Random(7)
    for _ in range(50):
        rate, start = source.uniform(0.3, 0.9), source.uniform(0.03, 0.1**0.5)
        s, end = start, 0.0
        for _ in range(2000):
            e = rate / 2 * (s * end - 1)
            assert e <= 1e-12
            s, end = s - e * end, end - e * s
        assert s * end == pytest.approx(1)
        assert s * s - end * end > 0


@pytest.mark.parametrize("end", [R(13, 5), R(131, 50), 3])
def test_the_end_of_shrinking_is_sharp(end: sympy.Expr) -> None:
    assert not gap_near_orbit.shrinks_up_to(sympy.sympify(end)).check().holds
    assert not gap_near_orbit.monotone_up_to(sympy.sympify(end)).check().holds


def test_the_orbit_does_not_repel_everywhere() -> None:
    assert not gap_near_orbit.repelling_from(R(8, 5)).check().holds


def test_the_rate_at_which_single_steps_stop_to_shrink() -> None:
    for depth, value in ((2, 3.656854249), (3, 10.62974320), (4, 32.92726634), (5, 99.04431148)):
        assert float(gap_near_orbit.monotone_rate(depth)) == pytest.approx(value)
    assert kappa not in gap_near_orbit.monotone_rate(3).free_symbols
