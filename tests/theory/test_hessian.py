"""The Hessian spectrum: the arguments hold, all of them is needed, and the formulas meet known cases."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import hessian
from theory import hessian_rules as rules
from theory.argument import Argument
from theory.layer_powers import d, in_layers, l, r, sigma_i, sigma_j
from theory.polynomials import NotDecidableError
from theory.symbols import L, sigma_top
from theory.words import matrix

TOP = L * sigma_top ** (2 - 2 / L)
ARGUMENTS = {
    "units": hessian.unit_eigenvalues(),
    "list": hessian.nonzero_list(),
    "balanced": hessian.balanced(),
    "largest": hessian.largest(TOP),
}


@pytest.mark.parametrize("argument", ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments_hold_and_need_every_step_and_premise(argument: Argument) -> None:
    assert argument.check().holds, argument.check().failure
    claims = {step.label: step.claim for step in argument.steps}
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not replace(argument, steps=rest).check().holds, step.label
        if step.rule is not None:
            premises = [claims[label] for label in step.uses]
            for left_out in range(len(premises)):
                fewer = premises[:left_out] + premises[left_out + 1 :]
                assert not step.rule.justifies(step.claim, fewer), (step.label, left_out)


WRONG: dict[str, Callable[[], Argument]] = {
    "mode": lambda: hessian.balanced(mode=L * sigma_i ** (2 - 1 / L)),
    "mode coefficient": lambda: hessian.balanced(mode=(L + 1) * sigma_i ** (2 - 2 / L)),
    "pair": lambda: hessian.balanced(pair_term=sigma_i ** (2 - 2 * l / L) * sigma_j ** (2 * l / L)),
    "pair coefficient": lambda: hessian.balanced(pair_term=2 * hessian.PAIR_TERM),
    "null": lambda: hessian.balanced(null=hessian.MODE),
    "two modes": lambda: hessian.balanced(pair_multiplicity=sympy.Integer(1)),
    "null space": lambda: hessian.balanced(null_multiplicity=d - r),
    # The dimensions still add up.
    "counts": lambda: hessian.balanced(
        null_multiplicity=d - r, zero_multiplicity=hessian.ZERO_MULTIPLICITY + r * (d - r)
    ),
    "zero": lambda: hessian.balanced(zero_multiplicity=hessian.ZERO_MULTIPLICITY + 1),
    "largest": lambda: hessian.largest(2 * TOP),
    "largest exponent": lambda: hessian.largest(L * sigma_top ** (2 - 1 / L)),
}


@pytest.mark.parametrize("build", WRONG.values(), ids=WRONG)
def test_a_changed_formula_is_not_established(build: Callable[[], Argument]) -> None:
    assert not build().check().holds


def test_rules_recompute_what_they_rest_on() -> None:
    argument = hessian.unit_eigenvalues()
    claims = {step.label: step.claim for step in argument.steps}
    other = rules.NonzeroSpectrum(matrix("A") @ matrix("X") @ matrix("B"))
    assert not rules.ADJOINT.justifies(other, [claims["squared"], claims["adjoint"]])
    assert not rules.MATRIX_UNITS.justifies(rules.UnitEigenvalues(2 * rules.UNIT_TERM), [claims["operator"]])
    with pytest.raises(NotDecidableError, match="not of the form"):
        rules.MATRIX_UNITS.justifies(
            claims["units"], [rules.NonzeroSpectrum(matrix("B") @ matrix("X") @ matrix("A"))]
        )


def test_exponents_that_are_not_whole_are_refused() -> None:
    with pytest.raises(NotDecidableError, match="not whole"):
        in_layers(sigma_i ** (1 / (2 * L)))
    with pytest.raises(NotDecidableError, match="not linear"):
        in_layers(sigma_i**L)


@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_the_balanced_spectrum_is_that_of_balanced_layers(depth: int) -> None:
    roots = [3, 2, 2, 0]
    expected = hessian.spectrum([roots] * depth)
    assert hessian.balanced_spectrum([root**depth for root in roots], depth) == expected
    assert sum(count for _, count in expected) == depth * 16


def test_multiplicities_for_symbols_and_a_symbolic_depth() -> None:
    one, two = sympy.symbols("sigma_1 sigma_2", positive=True)
    symbolic = hessian.balanced_spectrum([one, two, 0], L)
    counts = [count for _, count in symbolic]
    assert counts[:-1] == [1, 2, 2, 1, 2]
    assert sympy.expand(sum(counts)) == 9 * L
    explicit = dict(hessian.balanced_spectrum([one, two, 0], 2))
    assert explicit == {2 * one: 1, one + two: 2, one: 2, 2 * two: 1, two: 2, 0: 10}


def test_equal_values_of_different_pairs_are_merged() -> None:
    # 5 = 4 + 1 = 3 + 2, and 6 = 4 + 2 is also 2 * 3; 4 = 3 + 1 is also 2 * 2.
    counts = dict(hessian.balanced_spectrum([4, 3, 2, 1], 2))
    assert counts == {8: 1, 7: 2, 6: 3, 5: 4, 4: 3, 3: 2, 2: 1, 0: 16}
    assert hessian.balanced_spectrum([5, 5], 3) == [(15 * sympy.root(5, 3), 4), (0, 8)]


def test_roots_are_written_in_one_way() -> None:
    # The middle term (12 * 18)^(2/3) is 36, and 12^(4/3) is 12 times the cube root of 12.
    values = [value for value, count in hessian.balanced_spectrum([12, 18], 3) if count == 2]
    assert values == [12 * sympy.root(12, 3) + 36 + 18 * sympy.root(18, 3)]


def test_unbalanced_layers_of_either_sign() -> None:
    assert hessian.spectrum([[2], [-3], [1]]) == [(4 + 9 + 36, 1), (0, 2)]
    s, t = sympy.symbols("s t", real=True)
    assert hessian.spectrum([[s], [t]]) == [(s**2 + t**2, 1), (0, 1)]


@pytest.mark.parametrize(
    ("values", "depth", "message"),
    [
        ([1], 1, "whole number from 2 on"),
        ([], 2, "no singular values"),
        ([-1], 2, "a singular value has to be"),
        ([sympy.sqrt(2)], 2, "a singular value has to be"),
        ([sympy.Symbol("x")], 2, "a singular value has to be"),
    ],
)
def test_unusable_input(values: list[sympy.Expr], depth: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hessian.balanced_spectrum(values, depth)


def test_floats_and_ragged_layers_are_refused() -> None:
    with pytest.raises(TypeError, match="exact"):
        hessian.balanced_spectrum([0.5], 2)
    with pytest.raises(TypeError, match="exact"):
        hessian.spectrum([[0.5]])
    with pytest.raises(ValueError, match="same length"):
        hessian.spectrum([[1], [1, 2]])
