"""Checks of the diagonal linear network: what carries over to it, and where it parts from the full one."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.diagonal_network import Vector
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, existence
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, pi, sigma

LOSS = "the loss of the diagonal network is the sum of the formula over its coordinates"
KEPT = "d/dt of the conserved quantity = 0 in every coordinate"
RECURSION = "the formula gives the balancing gap of a coordinate after one step"
SPECTRUM = "H v = S v for the vector v of ones in one coordinate, and H v = 0 across"
NO_OTHERS = "(lambda - S_1)(lambda - S_2) = 0 for every non-zero eigenvalue lambda of the full network"
CASES = 10
"""How many networks are drawn at each depth."""
DOMAIN = "every depth L >= 2 and width, every state and target of the diagonal network"


@dataclass(frozen=True)
class NetworkCase:
    """Layers first to last and target of a diagonal network, a learning rate, two layers counted from 1."""

    layers: tuple[Vector, ...]
    target: Vector
    eta: Fraction
    pair: tuple[int, ...]

    @property
    def at(self) -> dict[str, object]:
        """The case in the words of a witness."""
        layers = "; ".join(exactly.spell(layer) for layer in self.layers)
        return {"layers": layers, "s": exactly.spell(self.target), "eta": self.eta, "l, k": self.pair}

    def coordinate(self, position: int) -> Vector:
        """The entries of all layers in one coordinate."""
        return tuple(layer[position] for layer in self.layers)


def loss_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the loss is the sum of the formula over the coordinates."""
    term = statement.formulas["coordinate_loss"].expression
    return decisions.by_argument(
        theory.diagonal_network.loss(term),
        domain=DOMAIN,
        refute=lambda: exactly.different(term, theory.modes.loss(pi), asserts=LOSS),
    )


def loss_by_descent(statement: Statement, request: Request) -> Evidence:
    """Compare loss and one step of the whole network with the formula and with one step of each mode."""
    term = statement.formulas["coordinate_loss"].expression

    def decide(case: NetworkCase) -> sampling.Answer:
        moved = numerics.diagonal_network.step(case.layers, case.target, case.eta)
        said = Fraction(0)
        for position, value in enumerate(case.target):
            own = case.coordinate(position)
            after = numerics.modes.step(own, value, case.eta)
            if after != tuple(layer[position] for layer in moved):
                asserts = "each coordinate moves as a mode"
                return exactly.answer(after[0], moved[0][position], asserts=asserts, at=case.at)
            said += enclosures.exact(term, {"pi": numerics.modes.product(own), "sigma": value})
        true = numerics.diagonal_network.loss(case.layers, case.target)
        return exactly.answer(said, true, asserts=LOSS, at=case.at, labels=(f"width {len(case.target)}",))

    return _over_networks(decide, statement, request, "loss")


def conserved_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that gradient flow keeps the quantity of two layers in every coordinate."""
    quantity = statement.formulas["conserved"].expression
    derivative = theory.modes.flow_derivative(quantity)
    return decisions.by_argument(
        theory.diagonal_network.carried_over(theory.balancing.conserved(quantity)),
        domain=DOMAIN,
        refute=lambda: exactly.different(derivative, theory.balancing.ZERO, asserts=KEPT),
    )


def conserved_by_descent(statement: Statement, request: Request) -> Evidence:
    """Compare steps with learning rates eta and -eta: what is odd in eta is the flow."""
    quantity = statement.formulas["conserved"].expression

    def decide(case: NetworkCase) -> sampling.Answer:
        def after(rate: Fraction, position: int) -> Fraction:
            moved = numerics.diagonal_network.step(case.layers, case.target, rate)
            one, other = (moved[index - 1][position] for index in case.pair)
            return enclosures.exact(quantity, {"s_l": one, "s_k": other})

        odd = max(
            (abs(after(case.eta, i) - after(-case.eta, i)) for i in range(len(case.target))),
            default=Fraction(0),
        )
        return exactly.answer(odd, Fraction(0), asserts=KEPT, at=case.at)

    return _over_networks(decide, statement, request, "conserved")


def recursion_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the formula gives the gap of every coordinate after one step."""
    formula = statement.formulas["recursion"].expression
    return decisions.by_argument(
        theory.diagonal_network.carried_over(theory.balancing.recursion(formula)),
        domain=DOMAIN,
        refute=lambda: exactly.different(
            theory.balancing.in_layers(formula), theory.modes.gap_after_step(), asserts=RECURSION
        ),
    )


def recursion_by_descent(statement: Statement, request: Request) -> Evidence:
    """Compare the formula with the gaps of all coordinates after one step of the whole network."""
    formula = statement.formulas["recursion"].expression

    def decide(case: NetworkCase) -> sampling.Answer:
        moved = numerics.diagonal_network.step(case.layers, case.target, case.eta)
        first, second = case.pair
        for position, value in enumerate(case.target):
            own = case.coordinate(position)
            rest = [entry for index, entry in enumerate(own, 1) if index not in case.pair]
            values = {
                "b": numerics.modes.gap(own, first, second),
                "pi": numerics.modes.product(own),
                "Q": numerics.modes.product([*rest, Fraction(1)]),
                "sigma": value,
                "eta": case.eta,
            }
            after = [layer[position] for layer in moved]
            answer = exactly.answer(
                enclosures.exact(formula, values),
                numerics.modes.gap(after, first, second),
                asserts=RECURSION,
                at=case.at,
            )
            if answer.witness is not None:
                return answer
        return sampling.Answer(numerics.balls.Truth.TRUE)

    return _over_networks(decide, statement, request, "recursion")


def orbit_by_argument(statement: Statement, request: Request) -> Evidence:
    """Decide that each coordinate beyond its edge of stability has exactly one positive period-2 orbit."""
    formula = statement.formulas["beyond_eos"]
    if not existence.only_beyond_the_edge(formula.expression):
        return existence.by_argument(True, statement, request)
    return decisions.by_argument(
        theory.diagonal_network.carried_over(theory.orbits.uniqueness()),
        domain=f"{DOMAIN}; every {formula.plain}",
    )


def spectrum_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the non-zero eigenvalues at the balanced minimum, for every depth and width."""
    formula = statement.formulas["eigenvalue"].expression

    def refute() -> Witness:
        root = Fraction(2)
        said = _at_root(formula, 2, root)
        return violation("=", said, 2 * root**2, asserts=SPECTRUM, at={"L": 2, "d": 1, "sigma": root**2})

    return decisions.by_argument(
        theory.diagonal_network.spectrum(formula),
        domain="every depth L >= 2 and width, every target with sigma_i >= 0, at the balanced minimum",
        refute=refute,
    )


def spectrum_by_differences(statement: Statement, request: Request) -> Evidence:
    """Apply the Hessian, from central differences of the loss, to what are to be its eigenvectors."""
    formula = statement.formulas["eigenvalue"].expression

    def decide(case: tuple[int, Vector]) -> sampling.Answer:
        depth, roots = case
        width = len(roots)
        target = tuple(root**depth for root in roots)
        hessian = numerics.diagonal_network.hessian([roots] * depth, target)
        at = {"L": depth, "sigma": exactly.spell(target)}
        for i, root in enumerate(roots):
            said = _at_root(formula, depth, root)
            for row in range(depth * width):
                image = sum(
                    (exactly.from_flint(hessian[row, layer * width + i]) for layer in range(depth)),
                    Fraction(0),
                )
                answer = exactly.answer(
                    image, said if row % width == i else Fraction(0), asserts=SPECTRUM, at=at
                )
                if answer.witness is not None:
                    return answer
        rank = Fraction(hessian.rank())
        return exactly.answer(
            rank, Fraction(width), asserts="the rank of H is the width", at=at, labels=(f"width {width}",)
        )

    def cases(depth: int) -> SearchStrategy[tuple[int, Vector]]:
        numbers = st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(5, 3)))
        width = 3 if depth <= 6 else 1
        vectors = st.integers(1, width).flatmap(lambda size: st.tuples(*[numbers] * size))
        return st.tuples(st.just(depth), vectors)

    samples = [
        sampling.draw(
            cases(depth), decide, cases=5, seed=request.seed_of(f"{statement.slug}/spectrum/{depth}")
        )
        for depth in request.every_depth
    ]
    return sampling.evidence(
        samples,
        domain="balanced minima with rational entries, width up to 3",
    )


def _at_root(formula: sympy.Expr, depth: int, root: Fraction) -> Fraction:
    """Evaluate a formula in sigma and L at sigma = root^L, where its roots are rational.

    Raises:
        NotAWitnessError: if the value is not rational.
    """
    exact_root = sympy.Rational(root.numerator, root.denominator)
    value = sympy.powdenest(formula.subs(L, depth).subs(sigma, theory.symbols.rho**depth), force=True)
    number = value.subs(theory.symbols.rho, exact_root)
    if not number.is_Rational:
        raise NotAWitnessError(f"{formula} is not rational at sigma = {root}^{depth}")
    return Fraction(int(number.p), int(number.q))


ROOTS = (Fraction(2), Fraction(1))
"""Square roots of the singular values 4 and 1 of the target at which the two networks part."""


def same_spectrum_by_theory(statement: Statement, _request: Request) -> Evidence:
    """Look for an eigenvalue of the full network, from its spectrum in `theory`, that is none of the S_i."""

    def refute() -> Witness:
        roots = [sympy.Rational(root.numerator, root.denominator) for root in ROOTS]
        for value, _ in theory.hessian.spectrum([roots, roots]):
            if value != 0:
                try:
                    return _other(statement, Fraction(int(value.p), int(value.q)))
                except NotAWitnessError:
                    continue
        raise NotAWitnessError("every eigenvalue is one of the diagonal network")

    return decisions.by_witness(refute, domain=_PARTING)


_PARTING = "L = 2, width 2, target diag(4, 1), balanced minimum"


def same_spectrum_by_differences(statement: Statement, _request: Request) -> Evidence:
    """Look for an eigenvector of the full network, with its Hessian by differences, that pairs both modes."""

    def refute() -> Witness:
        first, second = ROOTS
        layers = [numerics.gd.matrix([[first, 0], [0, second]])] * 2
        target = numerics.gd.matrix([[first**2, 0], [0, second**2]])
        hessian = numerics.hessian.of_network(layers, target)
        # The entries (1, 2) of both layers, in the proportion of the two modes.
        vector = [Fraction(0)] * 8
        vector[1], vector[5] = first, second
        image = [
            sum(
                (exactly.from_flint(hessian[row, column]) * vector[column] for column in range(8)),
                Fraction(0),
            )
            for row in range(8)
        ]
        value = image[1] / vector[1]
        if image != [value * entry for entry in vector]:
            raise NotAWitnessError("the direction is no eigenvector")
        return _other(statement, value)

    return decisions.by_witness(refute, domain=_PARTING)


def _other(statement: Statement, value: Fraction) -> Witness:
    formula = statement.formulas["eigenvalue"].expression
    own = [_at_root(formula, 2, root) for root in ROOTS]
    at = {"L": 2, "M*": "diag(4, 1)", "lambda": value, "S_1, S_2": exactly.spell(tuple(own))}
    return violation("=", (value - own[0]) * (value - own[1]), Fraction(0), asserts=NO_OTHERS, at=at)


def _over_networks(
    decide: Callable[[NetworkCase], sampling.Answer],
    statement: Statement,
    request: Request,
    name: str,
) -> Evidence:
    samples = [
        sampling.draw(
            _cases(depth), decide, cases=CASES, seed=request.seed_of(f"{statement.slug}/{name}/{depth}")
        )
        for depth in request.every_depth
    ]
    return sampling.evidence(
        samples,
        domain="rational diagonal networks of width 1 to 3",
    )


def _cases(depth: int) -> SearchStrategy[NetworkCase]:
    pairs = st.permutations(range(1, depth + 1)).map(lambda order: tuple(order[:2]))

    def of_width(width: int) -> SearchStrategy[NetworkCase]:
        layer = st.tuples(*[draws.rationals(1) for _ in range(width)])
        target = st.tuples(*[draws.positive_rationals() for _ in range(width)])
        layers = st.tuples(*[layer for _ in range(depth)])
        return st.builds(NetworkCase, layers, target, draws.positive_rationals(), pairs)

    return st.integers(1, 3).flatmap(of_width)
