r"""Up to which learning rate small balanced starts stay positive, and, for even depths, bounded.

Everything is decided by the critical point c of a balanced step f. In units of c a step is y -> y + q y^(L-1)
(1 - u y^L) with u = c^L and q = eta c^(L-2) = 1/D, D = (2 L - 1) u - (L - 1) (`critical_point`). So c itself
is 1, its image is N/D with N = D + 1 - u, and f(f(c)) and f(f(c)) + f(c) have the sign of polynomials in u.
Each of them changes its sign once, by Descartes' rule in D > 0, and kappa falls as D rises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import fmpz_poly

from theory import rules
from theory.argument import Argument, Rule, Step
from theory.critical_point import balanced, critical, q, slope, written_out
from theory.propositions import ForEveryDepth, Identity, Proposition
from theory.real_roots import NotIsolatedError, RealRoot, count_above
from theory.rules import NamedRule
from theory.symbols import L, eta, kappa, rho, u

DEPTHS = range(2, 17)
EVEN_DEPTHS = range(2, 17, 2)

y = sympy.Symbol("y", positive=True)
"""A value in units of the critical point."""

_one = sympy.Integer(1)


def step_in_units_of_critical_point() -> sympy.Expr:
    """Return one balanced step from y times the critical point, over the critical point."""
    return y + q * y ** (L - 1) * (1 - u * y**L)


def image() -> sympy.Expr:
    """Return f(c)/c in u.

    >>> image().subs(L, 2)
    2*u/(3*u - 1)
    """
    return sympy.factor((critical() + 1 - u) / critical())


def second_image(depth: int) -> sympy.Expr:
    """Return f(f(c))/c in u at one depth."""
    at_critical = step_in_units_of_critical_point().subs(L, depth).subs(q, 1 / critical().subs(L, depth))
    return at_critical.subs(y, image().subs(L, depth))


@dataclass(frozen=True)
class ChangesSignOnce:
    """As D rises from 0, a polynomial in u is negative up to one zero, and positive from there on.

    Attributes:
        polynomial: in u alone.
        depth: a whole depth; it says what D is.
    """

    polynomial: sympy.Expr
    depth: int

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"L = {self.depth}: as D = (2 L - 1) u - (L - 1) rises from 0, {self.polynomial} is negative up "
            f"to one zero and positive beyond"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"L = {self.depth}:\quad {sympy.latex(self.polynomial)}\ \text{{changes sign once in}}\ D > 0"

    def decide(self) -> bool:
        """Count the roots by Descartes' rule, in two libraries."""
        try:
            in_d = polynomial_in_d(self.polynomial, self.depth)
            return count_above(in_d, 0) == 1 and in_d(0) < 0 < in_d.coeffs()[-1]
        except (NotIsolatedError, sympy.PolynomialError):
            return False


def polynomial_in_d(polynomial: sympy.Expr, depth: int) -> fmpz_poly:
    """Return a polynomial in u as one in D = (2 L - 1) u - (L - 1), with integer coefficients.

    Raises:
        sympy.PolynomialError: if it is not a polynomial in u alone with rational coefficients.
    """
    d = sympy.Symbol("D")
    written = sympy.Poly(
        polynomial.subs(u, (d + depth - 1) / sympy.Integer(2 * depth - 1)), d, domain=sympy.QQ
    )
    _, cleared = written.clear_denoms()
    return fmpz_poly([int(c) for c in reversed(cleared.all_coeffs())])


def end_of(polynomial: sympy.Expr, depth: int) -> RealRoot:
    """Return the D at which a polynomial that changes its sign once does so.

    Raises:
        NotIsolatedError: if it does not change its sign between 0 and a power of two.

    >>> u_plus = (end_of(u * (23 * u**2 - 18 * u + 3), 2) + 1) / 3
    >>> ((2 / (3 * u_plus - 1)) - 3 * sympy.sqrt(3) + 2).evalf(20, chop=True)
    0
    """
    in_d = polynomial_in_d(polynomial, depth)
    for power in range(16):
        if in_d(2**power) > 0:
            return RealRoot(in_d, Fraction(0), Fraction(2**power))
    raise NotIsolatedError(f"{polynomial} is not positive for large D")


@dataclass(frozen=True)
class KeptExactlyBelow:
    """Small balanced starts keep a property exactly for kappa below where a polynomial in u = c^L vanishes.

    Attributes:
        bounded: whether the property is to stay bounded, for even depths, or to stay positive.
        rate: a formula in kappa, u and L that is 1 at the critical point.
        polynomial: in u and L; it has the sign of f(f(c)), or of f(f(c)) + f(c).
        depths: whole depths.
    """

    bounded: bool
    rate: sympy.Expr
    polynomial: sympy.Expr
    depths: tuple[int, ...]

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        kept = (
            "bounded (also where kappa equals this rate)"
            if self.bounded
            else "positive, and at most f(c) after a step"
        )
        return (
            f"for L = {', '.join(map(str, self.depths))} and sigma = 1: with u the L-th power of the "
            f"critical point, where {self.rate} = 1, there is one kappa at which {self.polynomial} = 0; "
            f"below it every balanced start in (0, c] stays {kept}, beyond it some start in every interval "
            f"(0, eps) does not"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        depths = ", ".join(map(str, self.depths))
        return (
            rf"L \in \{{{depths}\}}:\quad {sympy.latex(self.rate)} = 1,\ {sympy.latex(self.polynomial)} = 0"
        )


def _identities(claim: KeptExactlyBelow) -> tuple[Identity, ...]:
    """Return what holds for every depth: the slope, the step in units of c, and the rate at c."""
    at_c = claim.rate.subs({kappa: eta * L, u: rho**L}, simultaneous=True)
    # Powers such as rho^(L (1 - 2/L)) are written with exponents linear in L.
    at_c = at_c.replace(lambda part: part.is_Pow, lambda part: part.base ** sympy.expand(part.exp))
    return (
        Identity(sympy.diff(balanced(), rho), written_out(slope())),
        Identity(balanced(rho * y) / rho, written_out(step_in_units_of_critical_point())),
        Identity(step_in_units_of_critical_point().subs({y: 1, q: 1 / critical()}), image()),
        Identity(sympy.diff(balanced(), rho), 1 - at_c),
    )


def _at_depth(claim: KeptExactlyBelow, depth: int) -> tuple[Identity, ChangesSignOnce]:
    """Return how the polynomial stands for f(f(c)), or f(f(c)) + f(c), and that it changes its sign once."""
    polynomial, first = claim.polynomial.subs(L, depth), image().subs(L, depth)
    added = first if claim.bounded else sympy.Integer(0)
    scale = first / critical().subs(L, depth) ** (2 * depth - 1)
    return Identity(second_image(depth) + added, scale * polynomial), ChangesSignOnce(polynomial, depth)


def _kept(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, KeptExactlyBelow) or not claim.depths:
        return False
    if claim.bounded and any(depth % 2 for depth in claim.depths):
        return False
    general = [ForEveryDepth(identity) for identity in _identities(claim)]
    each = [part for depth in claim.depths for part in _at_depth(claim, depth)]
    return list(premises) == [*general, *each]


KEPT: Rule = NamedRule(
    "small starts and the critical point",
    "On x > 0 the slope 1 - q D falls through 0 at one c, where q D = 1: as D rises from 0, u rises and "
    "kappa = L u^(-(L-2)/L)/D falls through every positive value. N = D + 1 - u is positive, so f(f(c)), "
    "or f(f(c)) + f(c), has the sign of the polynomial: positive exactly for kappa below that of its zero. "
    "Positive: f(x) = x (1 + eta x^(L-2) (1 - x^L)) is positive up to one zero and negative beyond. If "
    "f(f(c)) > 0, f(c) lies before the zero and (0, f(c)] is mapped into itself; every start in (0, c] "
    "enters it. If f(f(c)) < 0, c turns negative after two steps; then kappa > 1, c < 1, and f rises from "
    "0 to c with f(x) > x, so c has preimages of every order in (0, c), which tend to 0. Bounded, even "
    "depths: f is odd, and for x > 0 f(x) < -x exactly beyond the E > 1 with f(E) = -E; on [0, E] f lies "
    "between -E and f(c). If f(f(c)) + f(c) >= 0, f(c) <= E, and [-E, E] is mapped into itself; if it is "
    "negative, f(c) > E, and from there |x| grows at every step, without bound, as it could only tend to "
    "an x > E with |f(x)| = x.",
    _kept,
)


def kept(
    rate: sympy.Expr, polynomial: sympy.Expr, *, bounded: bool, depths: Sequence[int] | None = None
) -> Argument:
    """Return the argument that small balanced starts stay positive, or bounded, exactly below a rate.

    Args:
        rate: in kappa, u and L, to be 1 at the critical point.
        polynomial: in u and L, to have the sign of f(f(c)), or of f(f(c)) + f(c).
        bounded: whether to stay bounded is meant, for even depths, or to stay positive.
        depths: whole depths; 2 to 16, or the even ones of them.

    >>> at_c = kappa * u ** (1 - 2 / L) * critical() / L
    >>> D, N = critical(), critical() + 1 - u
    >>> end = D ** (2 * L - 1) + N ** (L - 2) * D**L - u * N ** (2 * L - 2)
    >>> kept(at_c, end, bounded=False, depths=range(2, 5)).check().holds
    True
    """
    chosen = tuple(depths if depths is not None else EVEN_DEPTHS if bounded else DEPTHS)
    shows = KeptExactlyBelow(bounded, rate, polynomial, chosen)
    steps: list[Step] = []
    labels = ("slope", "units of c", "image of c", "rate at c")
    for label, identity in zip(labels, _identities(shows), strict=True):
        steps.append(Step(label, identity))
        steps.append(Step(f"{label}, every depth", ForEveryDepth(identity), rules.GENERIC_POWER, (label,)))
    uses = [f"{label}, every depth" for label in labels]
    for depth in chosen:
        value, sign = _at_depth(shows, depth)
        steps += [Step(f"value at L = {depth}", value), Step(f"sign at L = {depth}", sign)]
        uses += [f"value at L = {depth}", f"sign at L = {depth}"]
    return Argument(shows, (*steps, Step("kept", shows, KEPT, tuple(uses))))


def of_two_layers(polynomial: sympy.Expr, equation: sympy.Expr) -> Identity:
    """Return that a polynomial in u at the critical point of two layers has minus the sign of one in kappa.

    There u = (kappa + 2)/(3 kappa). The identity is with a quotient that is negative at every kappa > 0.

    >>> polynomial = u * (23 * u**2 - 18 * u + 3)
    >>> of_two_layers(polynomial, kappa**2 + 4 * kappa - 23).decide()
    True
    >>> of_two_layers(polynomial, (kappa**2 + 4 * kappa - 23) * (kappa - 7)).decide()
    False
    """
    at_c = polynomial.subs(L, 2).subs(u, (kappa + 2) / (3 * kappa))
    quotient = sympy.factor(sympy.cancel(at_c / equation))
    # A zero below the line would be one of the equation alone.
    parts = [sympy.Poly(part, kappa).coeffs() for part in sympy.fraction(-quotient)]
    of_one_sign = any(all(sign * c > 0 for coefficients in parts for c in coefficients) for sign in (1, -1))
    return Identity(at_c, quotient * equation if of_one_sign else sympy.Integer(0))
