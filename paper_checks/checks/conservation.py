"""Checks of the conservation law of gradient flow."""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.duals import Dual
from paper_checks import decisions, draws, sampling
from paper_checks.checks import exactly
from paper_checks.enclosures import evaluate
from paper_checks.formulas import MatrixFormula
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Method, Outcome

ASSERTS = "d/dt of the conserved quantity = 0"


def modes_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the flow keeps the transcribed quantity of two layers, for every depth and pair."""
    quantity = statement.formulas["conserved"].expression
    derivative = theory.modes.flow_derivative(quantity)
    return decisions.by_argument(
        theory.balancing.conserved(quantity),
        domain="every depth L >= 2, every two layers, every real value of the layers and of sigma",
        refute=lambda: exactly.different(derivative, theory.balancing.ZERO, asserts=ASSERTS),
    )


@dataclass(frozen=True)
class FlowCase:
    """A state of one mode and two of its layers, counted from 1."""

    layers: tuple[Fraction, ...]
    sigma: Fraction
    pair: tuple[int, ...]


def modes_by_flow(statement: Statement, request: Request) -> Evidence:
    """Differentiate the quantity along the flow, in rational dual numbers, at drawn states."""
    quantity = statement.formulas["conserved"].expression

    def decide(case: FlowCase) -> sampling.Answer:
        # One step of gradient descent with an infinitesimal learning rate is the flow.
        state = [Dual(exactly.to_flint(s), fmpq(0)) for s in case.layers]
        target = Dual(exactly.to_flint(case.sigma), fmpq(0))
        moved = numerics.modes.step(state, target, Dual(fmpq(0), fmpq(1)))
        values = {"s_l": moved[case.pair[0] - 1], "s_k": moved[case.pair[1] - 1]}
        change = evaluate(quantity, values, lambda p, q: Dual(fmpq(p, q), fmpq(0)))
        at = {"layers": exactly.spell(case.layers), "sigma": case.sigma, "l, k": case.pair}
        derivative = exactly.from_flint(change.derivative)
        labels = ("a layer is zero",) if 0 in case.layers else ("no layer is zero",)
        return exactly.answer(derivative, Fraction(0), asserts=ASSERTS, at=at, labels=labels)

    def cases(depth: int) -> SearchStrategy[FlowCase]:
        pairs = st.permutations(range(1, depth + 1)).map(lambda order: tuple(order[:2]))
        return st.builds(FlowCase, draws.layers(depth), draws.positive_rationals(), pairs)

    return sampling.over_depths(
        cases,
        decide,
        statement=statement.slug,
        request=request,
        domain="rational states of one mode, every two layers",
    )


def matrices_by_words(statement: Statement, _request: Request) -> Evidence:
    """Decide the conservation law of neighbouring layers as an identity of non-commuting matrices."""
    formula = statement.formulas["conserved_matrix"]
    assert isinstance(formula, MatrixFormula)
    derivative = theory.network.flow_derivative(formula.words)
    vanishes = derivative == theory.words.Words()
    return Evidence(
        outcome=Outcome.HOLDS if vanishes else Outcome.OPEN,
        method=Method.IDENTITY,
        domain="every depth L >= 2, every width, rectangular end layers, every two neighbouring layers",
        cases=1,
        detail=f"d/dt ({formula.plain}) = {derivative}",
    )


@dataclass(frozen=True)
class MatrixCase:
    """Layers first to last and a target, as integer matrices, and the lower of two neighbouring layers."""

    layers: tuple[tuple[tuple[int, ...], ...], ...]
    target: tuple[tuple[int, ...], ...]
    layer: int


def matrices_by_descent(statement: Statement, request: Request) -> Evidence:
    """Compare steps with learning rates eta and -eta: what is odd in eta is the flow, exactly.

    A quantity of degree two in the layers is a polynomial of degree two in eta after one step.
    """
    formula = statement.formulas["conserved_matrix"]
    assert isinstance(formula, MatrixFormula)

    def quantity(layers: tuple[fmpq_mat, ...], layer: int) -> fmpq_mat:
        matrices = {theory.network.LAYER: layers[layer - 1], theory.network.NEXT: layers[layer]}
        return exactly.in_matrices(formula.words, matrices)

    def decide(case: MatrixCase) -> sampling.Answer:
        layers = tuple(fmpq_mat([list(row) for row in rows]) for rows in case.layers)
        target = fmpq_mat([list(row) for row in case.target])
        forward = quantity(numerics.gd.step(layers, target, "1/2"), case.layer)
        gradients = numerics.gd.gradient(layers, target)
        backward_layers = tuple(w + g * fmpq(1, 2) for w, g in zip(layers, gradients, strict=True))
        backward = quantity(backward_layers, case.layer)
        odd = forward - backward
        largest = max((abs(exactly.from_flint(entry)) for entry in odd.entries()), default=Fraction(0))
        at = {"layers": case.layers, "target": case.target, "l": case.layer}
        label = "rectangular" if len(case.layers[-1]) != len(case.layers[-1][0]) else "square last layer"
        return exactly.answer(largest, Fraction(0), asserts=ASSERTS, at=at, labels=(label,))

    def cases(depth: int) -> SearchStrategy[MatrixCase]:
        width = st.integers(1, 3)
        return st.tuples(width, width, width).flatmap(lambda widths: _matrix_cases(depth, *widths))

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/matrices",
        request=request,
        domain="integer matrices of width up to 3, rectangular end layers, every two neighbouring layers",
    )


def _matrix_cases(depth: int, before: int, inner: int, after: int) -> SearchStrategy[MatrixCase]:
    shapes = [(inner, before), *[(inner, inner)] * (depth - 2), (after, inner)]
    layers = st.tuples(*[_integer_matrix(*shape) for shape in shapes])
    return st.builds(MatrixCase, layers, _integer_matrix(after, before), st.integers(1, depth - 1))


def _integer_matrix(rows: int, columns: int) -> SearchStrategy[tuple[tuple[int, ...], ...]]:
    row = st.tuples(*[st.integers(-3, 3) for _ in range(columns)])
    return st.tuples(*[row for _ in range(rows)])
