"""Where the period-2 orbit attracts balanced starts: for 2 < kappa < kappa_d(L), and nowhere else.

The multiplier starts at 1 at the ratio z = 1, never returns to 1, and passes -1 once, at the doubling. Both
counts are made for each depth, as roots of a polynomial in z + 1/z; that kappa increases with z, for every
depth, turns the range of z into one of kappa.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import doubling, multipliers, orbits, rules
from theory.argument import Argument, Rule, Step
from theory.polynomials import vanishes
from theory.propositions import ForEveryDepth, Identity, Monotone, OrbitForEveryRate, Proposition
from theory.real_roots import NotIsolatedError
from theory.rules import NamedRule
from theory.symbols import kappa, z

DEPTHS = range(2, 65)
"""The depths for which crossings are counted."""


@dataclass(frozen=True)
class PassesMinusOneOnce:
    """At one depth the multiplier starts at 1, never returns to it, and passes -1 once, downwards."""

    depth: int
    multiplier: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depth} and z from 1 to infinity the multiplier starts at 1, is 1 for no z > 1, "
            "-1 for one z > 1, and below -1 beyond"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"L = {self.depth}:\ m(1) = 1,\ \#\{{z > 1: m = 1\}} = 0,\ \#\{{z > 1: m = -1\}} = 1,\ "
            r"\lim_{z \to \infty} m < -1"
        )

    def decide(self) -> bool:
        """Count the crossings."""
        try:
            return (
                multipliers.starts_at_one(self.depth, self.multiplier)
                and multipliers.crossings(self.depth, 1, self.multiplier) == 0
                and multipliers.crossings(self.depth, -1, self.multiplier) == 1
                and multipliers.ends_below(self.depth, -1, self.multiplier)
            )
        except (ValueError, NotIsolatedError):
            return False


@dataclass(frozen=True)
class StableUntilDoubling:
    """At some depths the orbit attracts balanced starts for 2 < kappa < kappa_d, and repels them beyond."""

    depths: tuple[int, ...]

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for {_listed(self.depths)} the multiplier of the period-2 orbit lies in (-1, 1) for 2 < "
            "kappa < kappa_d(L), is -1 at kappa_d(L), and lies below -1 for kappa > kappa_d(L)"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\forall L \in \{{{self.depths[0]}, \ldots, {self.depths[-1]}\}}:\ "
            r"|m| < 1 \Leftrightarrow 2 < \kappa < \kappa_d(L),\ m < -1 \Leftrightarrow \kappa > \kappa_d(L)"
        )


@dataclass(frozen=True)
class DoublingAgainst:
    """At one depth the doubling comes at a rate or beyond it (`after`), or before it."""

    depth: int
    rate: sympy.Expr
    after: bool

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"kappa_d({self.depth}) {'>=' if self.after else '<'} {self.rate}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        relation = r"\ge" if self.after else "<"
        return rf"\kappa_d({self.depth}) {relation} {sympy.latex(self.rate)}"

    def decide(self) -> bool:
        """Compare exactly."""
        try:
            sign = doubling.compare(self.depth, self.rate)
        except (ValueError, NotIsolatedError):
            return False
        return sign >= 0 if self.after else sign < 0


@dataclass(frozen=True)
class WindowAttracts:
    """At some depths the orbit attracts for all kappa from 2 up to a rate, or repels from a rate on."""

    depths: tuple[int, ...]
    rate: sympy.Expr
    attracts: bool

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        window = f"2 < kappa < {self.rate}" if self.attracts else f"kappa >= {self.rate}"
        verb = "attracts nearby balanced starts" if self.attracts else "repels nearby balanced starts"
        return f"for {_listed(self.depths)} and {window} the period-2 orbit {verb}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        rate = sympy.latex(self.rate)
        said = rf"2 < \kappa < {rate}:\ |m| < 1" if self.attracts else rf"\kappa \ge {rate}:\ m < -1"
        return rf"\forall L \in \{{{self.depths[0]}, \ldots, {self.depths[-1]}\}},\ {said}"


def _listed(depths: tuple[int, ...]) -> str:
    return f"every depth L from {depths[0]} to {depths[-1]}" if len(depths) > 1 else f"L = {depths[0]}"


def _stable_until_doubling(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            StableUntilDoubling(depths),
            [
                ForEveryDepth(Identity(derived, formula)),
                OrbitForEveryRate() as orbit,
                Monotone() as rising,
                *counts,
            ],
        ):
            return (
                vanishes(derived - multipliers.derivative_of_two_steps())
                and orbit == OrbitForEveryRate(sympy.Integer(2), once=True)
                and rising == Monotone(orbits.KAPPA, z, sympy.Integer(1))
                and len(depths) > 0
                and depths == tuple(range(depths[0], depths[-1] + 1))
                and counts == [PassesMinusOneOnce(depth, formula) for depth in depths]
            )
    return False


STABLE_UNTIL_DOUBLING: Rule = NamedRule(
    "stability by counting crossings",
    "A continuous multiplier that starts at 1, never returns to 1 and passes -1 once, to stay below, lies "
    "in (-1, 1) before that ratio and below -1 after it; kappa increases with the ratio, so the same "
    "holds in kappa.",
    _stable_until_doubling,
)


def _window(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case WindowAttracts(depths, rate, attracts), [StableUntilDoubling(covered), *ends]:
            return depths == covered and ends == [DoublingAgainst(depth, rate, attracts) for depth in depths]
    return False


WINDOW: Rule = NamedRule(
    "window up to the doubling",
    "Where the orbit attracts exactly below kappa_d(L), it attracts below every rate that is at most "
    "kappa_d(L), and repels from every rate on that is beyond kappa_d(L).",
    _window,
)


def stable_until_doubling(
    formula: sympy.Expr = multipliers.MULTIPLIER, depths: Sequence[int] = DEPTHS
) -> Argument:
    """Return the argument that the orbit attracts exactly for 2 < kappa < kappa_d(L), at consecutive depths.

    Args:
        formula: of the multiplier, in L and z.
        depths: consecutive whole numbers from 2 on.

    >>> stable_until_doubling(depths=range(2, 5)).check().holds
    True
    """
    identity = Identity(multipliers.derivative_of_two_steps(), formula)
    counts = tuple(Step(f"L = {depth}", PassesMinusOneOnce(depth, formula)) for depth in depths)
    shows = StableUntilDoubling(tuple(depths))
    return Argument(
        shows,
        (
            Step("slopes", identity),
            Step("multiplier", ForEveryDepth(identity), rules.GENERIC_POWER, ("slopes",)),
            *orbits.uniqueness().steps,
            *counts,
            Step(
                "stability",
                shows,
                STABLE_UNTIL_DOUBLING,
                ("multiplier", "orbit", "rising", *(step.label for step in counts)),
            ),
        ),
    )


def window(rate: sympy.Expr, *, attracts: bool, depths: Sequence[int] = DEPTHS) -> Argument:
    """Return the argument that the orbit attracts for 2 < kappa < rate, or repels for kappa >= rate.

    >>> window(2 * sympy.sqrt(5) - 2, attracts=True, depths=range(2, 5)).check().holds
    True
    >>> window(2 * sympy.sqrt(2), attracts=False, depths=range(2, 5)).check().holds
    True
    """
    shows = WindowAttracts(tuple(depths), rate, attracts)
    ends = tuple(Step(f"end at L = {n}", DoublingAgainst(n, rate, attracts)) for n in depths)
    labels = ("stability", *(step.label for step in ends))
    steps = (*stable_until_doubling(depths=depths).steps, *ends, Step("window", shows, WINDOW, labels))
    return Argument(shows, steps)


RATIOS = tuple(map(sympy.Rational, ("2", "7/4", "81/50", "161/100", "8/5", "3/2", "5/4", "3", "10")))
"""Ratios of the orbits of two layers at which kappa and the multiplier are compared with a window."""


def two_layer_orbits() -> list[tuple[sympy.Rational, sympy.Rational, sympy.Rational]]:
    """Return ratio, kappa and multiplier of some orbits of two layers, all rational.

    >>> two_layer_orbits()[0]
    (2, 3, -7/2)
    """
    return [(r, orbits.kappa(2, r), orbits.multiplier(2, r)) for r in RATIOS]


def multiplier(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in L and z is the multiplier of the orbit, for every depth.

    >>> multiplier(multipliers.MULTIPLIER).check().holds
    True
    """
    identity = Identity(multipliers.derivative_of_two_steps(), formula)
    shows = ForEveryDepth(identity)
    steps = (Step("slopes", identity), Step("multiplier", shows, rules.GENERIC_POWER, ("slopes",)))
    return Argument(shows, steps)


@dataclass(frozen=True)
class MinimalPolynomial:
    """A polynomial in kappa is a constant times the minimal polynomial of the doubling at one depth."""

    depth: int
    polynomial: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"kappa_d({self.depth}) is a root of {self.polynomial}, which is irreducible over the rationals"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\kappa_d({self.depth})\ \text{{is a root of the irreducible}}\ {sympy.latex(self.polynomial)}"
        )

    def decide(self) -> bool:
        """Compare coefficients with those of the minimal polynomial."""
        if self.polynomial.free_symbols != {kappa} or not self.polynomial.is_polynomial(kappa):
            return False
        exact = [int(c) for c in reversed(doubling.kappa_polynomial(self.depth).coeffs())]
        minimal = sympy.Poly(exact, kappa, domain=sympy.QQ)
        return bool(sympy.Poly(self.polynomial, kappa, domain=sympy.QQ).monic() == minimal.monic())


def minimal_polynomial(depth: int, formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in kappa is the minimal polynomial of the doubling at one depth.

    >>> minimal_polynomial(2, kappa**2 + 4 * kappa - 16).check().holds
    True
    """
    shows = MinimalPolynomial(depth, formula)
    return Argument(shows, (Step("polynomial", shows),))
