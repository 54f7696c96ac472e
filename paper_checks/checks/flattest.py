"""Checks of which global minima are flattest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import fmpq_mat
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, minima
from paper_checks.checks.hessian import at_root
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

EVERY_MODE = "every depth L >= 2, every sigma, every minimum of one mode, layer values of any sign"
ON_SET = "every depth, width and target, every minimum in the singular vector stationary set"
EVERYWHERE = "every depth, width and target, every global minimum"

SPECIAL_FACTORS = (Fraction(1), Fraction(-1), Fraction(1001, 1000), Fraction(2))
"""Layer values of minima, in units of sigma^(1/L), that are drawn beside small quotients of either sign."""

WIDEST = 2
"""Width three, with rational rotations of unbalanced layers, makes large fractions and adds nothing."""

_ROOTS = (sympy.Integer(2), sympy.Rational(1, 2))


def mode_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the sharpness of one mode at its minima, its least value and the case of equality."""
    term = statement.formulas["mode_term"].expression
    bound = statement.formulas["mode_least"].expression

    def refute() -> Witness:
        for root in _ROOTS:
            for factor in (sympy.Integer(1), sympy.Integer(3)):
                layers = [root * factor, root / factor]
                sharpness = theory.hessian.spectrum([[value] for value in layers])[0][0]
                at = {"sigma": root**2, "layers": f"{layers[0]}, {layers[1]}"}
                summed = sum(
                    term.subs({theory.symbols.s_l: value, theory.symbols.sigma: root**2}) for value in layers
                )
                if summed != sharpness:
                    return violation("=", summed, sharpness, asserts="the terms sum to the sharpness", at=at)
                least = at_root(bound, 2, {theory.symbols.sigma: root})
                if sharpness < least:
                    return violation(">=", sharpness, least, asserts="sharpness >= the bound", at=at)
                if factor == 1 and sharpness != least:
                    asserts = "the sharpness is the bound where all layer values are equal"
                    return violation("=", sharpness, least, asserts=asserts, at=at)
        raise NotAWitnessError("no point tried violates the bound")

    return decisions.by_argument(
        theory.flattest.one_mode(term, bound),
        domain=EVERY_MODE,
        refute=refute,
    )


@dataclass(frozen=True)
class ModeMinimum:
    """A global minimum of one mode: the root r = sigma^(1/L), and the layer values in units of it."""

    root: Fraction
    factors: tuple[Fraction, ...]

    @property
    def layers(self) -> tuple[Fraction, ...]:
        """The layer values; their product is r^L."""
        return tuple(self.root * factor for factor in self.factors)

    @property
    def balanced(self) -> bool:
        """Whether all layer values are equal up to sign."""
        return len({abs(factor) for factor in self.factors}) == 1


def mode_minima(depth: int) -> SearchStrategy[ModeMinimum]:
    """Draw balanced and unbalanced minima of one mode."""
    return st.builds(ModeMinimum, _roots(), factors(depth))


def _roots() -> SearchStrategy[Fraction]:
    return st.integers(25, 250).map(lambda numerator: Fraction(numerator, 100))


def factors(depth: int) -> SearchStrategy[tuple[Fraction, ...]]:
    """Draw layer values whose product is one; some of them all one."""
    quotients = st.builds(Fraction, st.integers(-9, -1) | st.integers(1, 9), st.integers(4, 9))
    one = st.one_of(st.sampled_from(SPECIAL_FACTORS), quotients)
    free = st.tuples(*[one for _ in range(depth - 1)])
    completed = free.map(lambda drawn: (*drawn, 1 / numerics.modes.product(drawn)))
    return st.one_of(completed, completed, completed, completed, st.just((Fraction(1),) * depth))


def mode_by_hessian(statement: Statement, request: Request) -> Evidence:
    """Compare term, bound and case of equality with the exact Hessian at drawn minima of one mode."""
    term = statement.formulas["mode_term"].expression
    bound = statement.formulas["mode_least"].expression

    def decide(case: ModeMinimum) -> sampling.Answer:
        depth, layers = len(case.factors), case.layers
        sigma = case.root**depth
        hessian = numerics.hessian.of_mode(layers, sigma)
        sharpness = exactly.from_flint(numerics.hessian.only_eigenvalue(hessian))
        at = {"sigma": sigma, "layers": exactly.spell(layers)}
        label = ("balanced" if case.balanced else "not balanced",)
        summed = sum((enclosures.exact(term, {"s_l": s, "sigma": sigma}) for s in layers), Fraction(0))
        if summed != sharpness:
            witness = violation("=", summed, sharpness, asserts="the terms sum to the sharpness", at=at)
            return sampling.Answer(Truth.FALSE, witness, label)
        least = _fraction(at_root(bound, depth, {theory.symbols.sigma: case.root}))
        relation = "=" if case.balanced else ">"
        if (sharpness == least) if case.balanced else (sharpness > least):
            return sampling.Answer(Truth.TRUE, labels=label)
        asserts = f"sharpness {relation} the bound, for layers that are {label[0]}"
        return sampling.Answer(
            Truth.FALSE, violation(relation, sharpness, least, asserts=asserts, at=at), label
        )

    return sampling.over_depths(
        mode_minima,
        decide,
        statement=f"{statement.slug}/mode",
        request=request,
        domain="balanced and unbalanced minima of one mode, layer values of both signs",
    )


def least_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the formula is the least sharpness of the minima, attained at the balanced one."""
    formula = _least(statement)
    return decisions.by_argument(
        theory.flattest.least_sharpness(formula),
        domain=ON_SET,
        refute=lambda: _not_the_balanced_sharpness(formula),
    )


def every_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that no global minimum, in the set or not, has a sharpness below the formula."""
    formula = _least(statement)

    def refute() -> Witness:
        for root in _ROOTS:
            sharpness, at = _balanced_pair(root)
            least = at_root(formula, 2, {theory.symbols.sigma_top: root})
            if sharpness < least:
                return violation(">=", sharpness, least, asserts="sharpness >= the formula", at=at)
        raise NotAWitnessError("no point tried violates the bound")

    return decisions.by_argument(
        theory.flattest.every_minimum(formula),
        domain=EVERYWHERE,
        refute=refute,
    )


def top_mode_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that a minimum in the set whose top mode is not balanced is sharper than the formula."""
    formula = _least(statement)

    def refute() -> Witness:
        nearly = sympy.Rational(1001, 1000)
        for root in _ROOTS:
            layers = [[root * nearly, root / 2], [root / nearly, root / 2]]
            sharpness = theory.hessian.spectrum(layers)[0][0]
            least = at_root(formula, 2, {theory.symbols.sigma_top: root})
            if sharpness <= least:
                at = {"diagonals of the layers": str(layers)}
                asserts = "where the top mode is not balanced, sharpness > the formula"
                return violation(">", sharpness, least, asserts=asserts, at=at)
        raise NotAWitnessError("no point tried violates the bound")

    return decisions.by_argument(
        theory.flattest.top_mode(formula),
        domain=ON_SET,
        refute=refute,
    )


def _not_the_balanced_sharpness(formula: sympy.Expr) -> Witness:
    for root in _ROOTS:
        sharpness, at = _balanced_pair(root)
        said = at_root(formula, 2, {theory.symbols.sigma_top: root})
        if said != sharpness:
            return violation("=", said, sharpness, asserts="the formula is the balanced sharpness", at=at)
    raise NotAWitnessError("no point tried tells the formula from the balanced sharpness")


def _balanced_pair(root: sympy.Rational) -> tuple[sympy.Expr, dict[str, object]]:
    """Return the sharpness of the balanced minimum of two layers with roots `root` and half of it."""
    sharpness = theory.hessian.spectrum([[root, root / 2]] * 2)[0][0]
    return sharpness, {"L": 2, "sigma": f"{root**2}, {root**2 / 4}"}


def _least(statement: Statement) -> sympy.Expr:
    return statement.formulas["least_sharpness"].expression


def _fraction(number: sympy.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))


@dataclass(frozen=True)
class SetMinimum:
    """A minimum in the singular vector stationary set: one mode for each width, and the rotations."""

    modes: tuple[ModeMinimum, ...]
    turns: tuple[tuple[Fraction, ...], ...]

    @property
    def diagonals(self) -> list[tuple[Fraction, ...]]:
        """The diagonals of the layers, first to last."""
        return list(zip(*(mode.layers for mode in self.modes), strict=True))

    @property
    def top(self) -> Fraction:
        """The largest root sigma_1^(1/L)."""
        return max(mode.root for mode in self.modes)

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        return {"diagonals of the layers": "; ".join(map(exactly.spell, self.diagonals))}


def _set_minima(depth: int) -> SearchStrategy[SetMinimum]:
    def of_width(width: int) -> SearchStrategy[SetMinimum]:
        unbalanced = st.tuples(*[mode_minima(depth) for _ in range(width)])
        balanced = st.tuples(
            *[st.builds(ModeMinimum, _roots(), st.just((Fraction(1),) * depth)) for _ in range(width)]
        )
        return st.builds(
            SetMinimum, st.one_of(unbalanced, unbalanced, balanced), minima.rotations(depth, width)
        )

    return st.integers(1, min(WIDEST, minima.most_width(depth))).flatmap(of_width)


def least_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the formula with the exact Hessian at drawn minima in the set, balanced and not."""

    def relation(case: SetMinimum) -> str:
        return "=" if all(mode.balanced for mode in case.modes) else ">="

    return _on_set(relation, statement, request, name="least")


def top_mode_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the formula with the exact Hessian in the set, strictly where a top mode is unbalanced."""

    def relation(case: SetMinimum) -> str:
        top = [mode for mode in case.modes if mode.root == case.top]
        return ">=" if all(mode.balanced for mode in top) else ">"

    return _on_set(relation, statement, request, name="top mode")


def _on_set(
    relation: Callable[[SetMinimum], str], statement: Statement, request: Request, *, name: str
) -> Evidence:
    formula = _least(statement)

    def decide(case: SetMinimum) -> sampling.Answer:
        layers = minima.in_bases(case.diagonals, case.turns)
        least = _fraction(at_root(formula, len(layers), {theory.symbols.sigma_top: case.top}))
        balanced = all(mode.balanced for mode in case.modes)
        label = "balanced" if balanced else "not balanced"
        return _compared(layers, relation(case), least, case.at, label)

    return minima.over_small_networks(
        _set_minima,
        decide,
        seed=f"{statement.slug}/{name}",
        request=request,
        domain="minima in the set in rotated bases, balanced and unbalanced",
        widest=WIDEST,
    )


def _compared(
    layers: list[fmpq_mat], relation: str, least: Fraction, at: Mapping[str, object], label: str
) -> sampling.Answer:
    """Compare the sharpness at a minimum with a rational number by counting eigenvalues."""
    hessian = numerics.hessian.of_network(layers, numerics.gd.end_to_end(layers))
    _, equal, above = numerics.hessian.eigenvalues_around(hessian.charpoly(), least)
    labels = (f"width {layers[0].ncols()}", label)
    if relation == ">" and above == 0:
        asserts = f"sharpness > {least}: eigenvalues above it number at least 1"
        return sampling.Answer(Truth.FALSE, violation(">=", above, 1, asserts=asserts, at=at), labels)
    if equal + above == 0:
        asserts = f"sharpness {relation} {least}: eigenvalues from there on number at least 1"
        return sampling.Answer(Truth.FALSE, violation(">=", 0, 1, asserts=asserts, at=at), labels)
    if relation == "=" and above > 0:
        asserts = f"sharpness = {least}: eigenvalues above it number 0"
        return sampling.Answer(Truth.FALSE, violation("=", above, 0, asserts=asserts, at=at), labels)
    return sampling.Answer(Truth.TRUE, labels=labels)


@dataclass(frozen=True)
class AnyMinimum:
    """A minimum that need not lie in the set: invertible first layers, the last one solves for the target."""

    roots: tuple[Fraction, ...]
    layers: tuple[tuple[int, ...], ...]

    @property
    def matrices(self) -> list[fmpq_mat]:
        """The layers W_1, ..., W_L; a unit lower and a unit upper factor make each of the first ones."""
        width, depth = len(self.roots), len(self.layers) + 1
        root = numerics.gd.matrix(
            [[r if i == j else 0 for j in range(width)] for i, r in enumerate(self.roots)]
        )
        first = [_invertible(entries, width) * root for entries in self.layers]
        product = numerics.gd.end_to_end(first)
        target = root**depth
        return [*first, target * product.inv()]


def _invertible(entries: tuple[int, ...], width: int) -> fmpq_mat:
    lower = [[int(i == j) + (entries[0] if i > j else 0) for j in range(width)] for i in range(width)]
    upper = [[int(i == j) + (entries[1] if i < j else 0) for j in range(width)] for i in range(width)]
    return numerics.gd.matrix(lower) * numerics.gd.matrix(upper)


def every_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the formula with the exact Hessian at drawn minima outside the set."""
    formula = _least(statement)

    def decide(case: AnyMinimum) -> sampling.Answer:
        layers = case.matrices
        top = max(case.roots)
        least = _fraction(at_root(formula, len(layers), {theory.symbols.sigma_top: top}))
        at = {"layers": "; ".join(str(layer.tolist()) for layer in layers)}
        sheared = len(case.roots) > 1 and any(entry != 0 for entries in case.layers for entry in entries)
        return _compared(layers, ">=", least, at, "not diagonal" if sheared else "diagonal")

    def cases(depth: int) -> SearchStrategy[AnyMinimum]:
        entries = st.tuples(st.integers(-2, 2), st.integers(-2, 2))
        layers = st.tuples(*[entries for _ in range(depth - 1)])
        widths = st.integers(1, min(WIDEST, minima.most_width(depth)))
        roots = widths.flatmap(lambda width: st.tuples(*[draws.roots() for _ in range(width)]))
        return st.builds(AnyMinimum, roots, layers)

    return minima.over_small_networks(
        cases,
        decide,
        seed=f"{statement.slug}/every minimum",
        request=request,
        domain="minima with rational layers, most of them outside the singular vector stationary set",
        widest=WIDEST,
    )


UNIQUE = "the sharpness of each minimum in the set other than the balanced one is larger than that one's"
OTHER = ((Fraction(2), Fraction(3, 2)), (Fraction(2), Fraction(2, 3)))
"""Diagonals of two layers: the top mode balanced at sigma_1 = 4, the second one, sigma_2 = 1, not."""


def unique_by_evaluation(_statement: Statement, _request: Request) -> Evidence:
    """Evaluate the sharpness of a minimum that is balanced in its top mode alone, by the formula."""

    def refute() -> Witness:
        layers = [[sympy.Rational(entry) for entry in layer] for layer in OTHER]
        sharpness = theory.hessian.spectrum(layers)[0][0]
        least = theory.hessian.balanced_spectrum([4, 1], 2)[0][0]
        return violation(">", sharpness, least, asserts=UNIQUE, at=_at_other())

    return decisions.by_witness(refute, domain=ON_SET)


def unique_by_hessian(_statement: Statement, _request: Request) -> Evidence:
    """Count the eigenvalues of the exact Hessian of that minimum above those of the balanced one."""

    def refute() -> Witness:
        balanced = [numerics.gd.matrix([[2, 0], [0, 1]])] * 2
        other = [numerics.gd.matrix([[one, 0], [0, two]]) for one, two in OTHER]
        target = numerics.gd.end_to_end(balanced)
        assert numerics.gd.loss(other, target) == 0, "both are global minima of one loss"
        spectra = [numerics.hessian.of_network(layers, target).charpoly() for layers in (balanced, other)]
        # 8 is the sharpness of the balanced one: an eigenvalue, and none is larger.
        assert numerics.hessian.eigenvalues_around(spectra[0], 8)[1:] == (1, 0)
        above = numerics.hessian.eigenvalues_around(spectra[1], 8)[2]
        asserts = f"{UNIQUE}: at least 1 eigenvalue is above 8"
        return violation(">=", above, 1, asserts=asserts, at=_at_other())

    return decisions.by_witness(refute, domain=ON_SET)


def _at_other() -> dict[str, object]:
    return {"L": 2, "sigma": "4, 1", "diagonals of the layers": "; ".join(map(exactly.spell, OTHER))}
