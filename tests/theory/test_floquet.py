"""The linearised step in the full space: its blocks, and the stability of orbits of two layers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
import sympy

from theory import orbits
from theory.argument import Argument, Step
from theory.floquet import (
    blocks,
    equal_modes,
    one_mode,
    one_mode_blocks,
    symmetries,
    two_layer_states,
    two_modes,
)
from theory.floquet.two_layer_states import h, oscillating, p, q, r, resting, two_steps
from theory.polynomials import vanishes
from theory.rules import NamedRule
from theory.symbols import L, S, S_top, eta, kappa, z
from theory.words import matrix

MORE = sympy.Rational(1001, 1000)
GIVEN = NamedRule("given", "Taken for granted.", lambda _claim, _premises: True)


def hessian(layers: Sequence[sympy.Matrix], target: sympy.Matrix) -> sympy.Matrix:
    """Differentiate the loss twice by the entries of all layers, layer by layer and row by row."""
    width = target.rows
    deviations = [
        sympy.Matrix(width, width, list(sympy.symbols(f"d{number}_:{width**2}")))
        for number in range(len(layers))
    ]
    product = sympy.eye(width)
    for layer, deviation in zip(layers, deviations, strict=True):
        product = (layer + deviation) * product
    loss = sum(entry**2 for entry in product - target) / 2
    variables = [entry for deviation in deviations for entry in deviation]
    at_zero = dict.fromkeys(variables, 0)
    slopes = [sympy.diff(loss, one) for one in variables]
    return sympy.Matrix([[sympy.diff(slope, one).subs(at_zero) for one in variables] for slope in slopes])


@pytest.mark.parametrize(
    ("modes", "targets"),
    [
        (((2, 3), (5, -1)), (4, 7)),
        (((2, 1, 3), (1, -1, 2)), (4, 7)),
        (((1, 2, 1, 2), (3, 1, 1, 1)), (5, 2)),
    ],
)
def test_blocks_are_those_of_the_hessian_of_the_loss(
    modes: tuple[tuple[int, ...], ...], targets: tuple[int, int]
) -> None:
    depth = len(modes[0])
    values = [[sympy.Integer(value) for value in mode] for mode in modes]
    first, second = values
    layers = [sympy.diag(one, other) for one, other in zip(first, second, strict=True)]
    whole = sympy.eye(4 * depth) - eta * hessian(layers, sympy.diag(*targets))
    places = {entry: [4 * number + entry for number in range(depth)] for entry in range(4)}
    pair = places[1] + places[2]
    goals = (sympy.Integer(targets[0]), sympy.Integer(targets[1]))
    assert (whole.extract(pair, pair) - blocks.pair_block(first, second, goals)).expand().is_zero_matrix
    for number, entry in ((0, 0), (1, 3)):
        block = blocks.mode_block(values[number], goals[number])
        assert (whole.extract(places[entry], places[entry]) - block).expand().is_zero_matrix
    # Nothing connects the modes with one another or with the pair.
    for group in (places[0], places[3], pair):
        others = [index for index in range(4 * depth) if index not in group]
        assert whole.extract(group, others).is_zero_matrix


@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_pair_blocks_split_and_keep_rotations(depth: int) -> None:
    for proposition in (blocks.Splits(depth), blocks.KeepsRotations(depth)):
        assert proposition.decide()
        assert proposition.text
        assert proposition.latex


def test_each_word_has_one_deviation(monkeypatch: pytest.MonkeyPatch) -> None:
    assert blocks.SingleEntries().decide()
    assert blocks.SingleEntries().latex
    twice = matrix(blocks.DIRECTION) @ matrix(blocks.DIRECTION)
    monkeypatch.setattr(blocks, "change_of_gradient", lambda _of, _by: twice)
    assert not blocks.SingleEntries().decide()


def test_another_step_neither_splits_nor_keeps_rotations(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = sympy.symbols("x y", real=True)
    wrong = sympy.diag(x, y, 1, 1)
    monkeypatch.setattr(blocks, "pair_block", lambda *_arguments: wrong)
    assert not blocks.Splits(2).decide()
    assert not blocks.KeepsRotations(2).decide()


def test_the_states_are_orbits() -> None:
    low, high, target = oscillating(sympy.Integer(2))
    assert orbits.kappa(2, 4) == (2 * h**2 * target).expand()
    assert [value**2 / target for value in (low, high)] == list(orbits.points(2, 4))
    now, after, goal = resting(r)
    assert now == after
    assert now**2 == goal


@pytest.mark.parametrize(
    "argument",
    [
        two_modes.never_attracting,
        two_modes.equal_modes,
        equal_modes.equal_modes_repel,
        one_mode.attracts_exactly,
        one_mode.turns_at_the_end,
        symmetries.rotations,
        symmetries.transposition,
    ],
)
def test_no_step_can_be_left_out_or_changed(argument: Callable[[], Argument]) -> None:
    whole = argument()
    assert whole.check().holds
    assert whole.text
    assert whole.latex
    for index, step in enumerate(whole.steps):
        rest = [*whole.steps[:index], *whole.steps[index + 1 :]]
        assert not Argument(whole.shows, granted(rest, set())).check().holds
        # Only the steps that use this one are checked; the others are taken for granted.
        users = {one.label for one in rest if step.label in one.uses}
        without = [
            replace(one, uses=tuple(label for label in one.uses if label != step.label)) for one in rest
        ]
        assert not Argument(whole.shows, granted(without, users)).check().holds
        if users:
            changed = [replace(one, claim=Unrelated()) if one is step else one for one in whole.steps]
            assert not Argument(whole.shows, granted(changed, users)).check().holds


@dataclass(frozen=True)
class Unrelated:
    text: str = "another proposition"
    latex: str = "another proposition"


def granted(steps: Sequence[Step], checked: set[str]) -> tuple[Step, ...]:
    return tuple(step if step.label in checked else replace(step, rule=GIVEN) for step in steps)


@pytest.mark.parametrize(
    "argument",
    [
        two_modes.never_attracting(MORE * two_modes.MARGINAL_RATIO),
        two_modes.never_attracting(1 / (2 - z)),
        two_modes.never_attracting(above=sympy.Rational(1999, 1000)),
        equal_modes.equal_modes_repel(MORE * equal_modes.MULTIPLIER, range(2, 4)),
        two_modes.equal_modes(in_phase=MORE * two_modes.EQUAL_IN_PHASE),
        two_modes.equal_modes(out_of_phase=MORE * two_modes.EQUAL_OUT_OF_PHASE),
        one_mode.attracts_exactly(window=sympy.Rational(5, 2)),
        one_mode.attracts_exactly(window=2 * sympy.sqrt(6) - 2),
        one_mode.attracts_exactly(transverse=4 - MORE * eta * (S + S_top)),
        one_mode.attracts_exactly(transverse=4 - eta * (S + 2 * S_top)),
        one_mode.turns_at_the_end(MORE * one_mode.COSINE),
        symmetries.rotations(L),
    ],
)
def test_other_formulas_are_refused(argument: Argument) -> None:
    assert not argument.check().holds


def test_modes_further_beyond_the_edge_are_covered() -> None:
    assert two_modes.never_attracting(above=sympy.Integer(3)).check().holds


def test_an_argument_for_one_thing_shows_no_other() -> None:
    for argument, other in (
        (two_modes.never_attracting(), one_mode.attracts_exactly()),
        (one_mode.attracts_exactly(), two_modes.equal_modes()),
        (two_modes.equal_modes(), one_mode.turns_at_the_end()),
        (one_mode.turns_at_the_end(), two_modes.never_attracting()),
        (symmetries.rotations(), symmetries.transposition()),
        (symmetries.transposition(), symmetries.rotations()),
    ):
        last = replace(argument.steps[-1], claim=other.shows)
        assert not Argument(other.shows, (*argument.steps[:-1], last)).check().holds


@pytest.mark.parametrize(("one", "other"), [("3/2", "5/4"), ("3/2", "4/5"), ("4", "4"), ("9/4", "4/9")])
def test_multipliers_of_two_oscillating_modes(one: str, other: str) -> None:
    ratios = sympy.Rational(one), sympy.Rational(other)
    roots = {p: sympy.sqrt(ratios[0]), q: sympy.sqrt(ratios[1])}
    *_, sums, first, second = two_modes.multipliers(*ratios)
    differences = two_steps(oscillating(p), oscillating(q), -1).subs(roots)
    assert sympy.expand(differences.trace() - first - second) == 0
    assert sympy.expand(differences.det() - first * second) == 0
    assert sympy.expand(two_steps(oscillating(p), oscillating(q), 1).subs(roots).det() - sums) == 0
    assert max(abs(first), abs(second)) > 1


def test_on_the_curve_the_block_is_a_jordan_block() -> None:
    # The ratios 4 and 2 - 1/4.
    block = two_steps(oscillating(p), oscillating(q), -1).subs({p: 2, q: sympy.sqrt(7) / 2})
    nilpotent = block - sympy.eye(2)
    assert nilpotent.expand() != sympy.zeros(2, 2)
    assert (nilpotent * nilpotent).expand() == sympy.zeros(2, 2)
    *_, first, second = two_modes.multipliers(sympy.Integer(4), sympy.Rational(7, 4))
    assert first == second == 1


@pytest.mark.parametrize(
    ("one", "other", "attracts"),
    [
        ("11/5", "17/10", True),
        ("11/5", "19/10", False),
        ("247/100", "1", True),
        ("248/100", "1", False),
        ("21/10", "1899/1000", True),
        ("21/10", "1901/1000", False),
    ],
)
def test_multipliers_of_one_oscillating_mode(one: str, other: str, attracts: bool) -> None:
    sizes = [abs(value) for value in one_mode_blocks.multipliers(sympy.Rational(one), sympy.Rational(other))]
    assert bool(max(sizes) < 1) is attracts
    window = sympy.Rational(one) < one_mode.WINDOW
    excess = one_mode.TRANSVERSE.subs({eta: 1, S_top: sympy.Rational(one), S: sympy.Rational(other)})
    assert (bool(window) and bool(excess > 0)) is attracts


def test_positive_roots() -> None:
    polynomial = kappa**2 + 4 * kappa - 16
    assert one_mode.PositiveRoot(one_mode.WINDOW, polynomial, kappa).decide()
    for number, other in (
        (-2 * sympy.sqrt(5) - 2, polynomial),
        (one_mode.WINDOW, kappa**2 + 4 * kappa - 17),
        (sympy.sqrt(2) + 2, kappa**2 - 4 * kappa + 2),
    ):
        assert not one_mode.PositiveRoot(number, other, kappa).decide()


def test_equal_modes_at_a_ratio() -> None:
    rate = orbits.kappa(2, 2)
    assert two_modes.EQUAL_IN_PHASE.subs(kappa, rate) == two_modes.multipliers(2, 2)[-2]
    size = two_modes.EQUAL_OUT_OF_PHASE.subs(kappa, rate)
    assert size == abs(two_modes.multipliers(sympy.Integer(2), sympy.Rational(1, 2))[-1])


def test_the_steps_of_rates_end_in_every_value() -> None:
    labels = two_layer_states.labels(two_layer_states.rate_steps())
    assert labels[-1] == "kappa"
    assert "once" in labels
    assert vanishes(two_modes.LEFT.subs({p: q, q: p}, simultaneous=True) - two_modes.RIGHT)
