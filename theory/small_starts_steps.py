r"""What the proof about gaps that start small is made of: formulas, steps and what it shows.

Beyond two layers, for sigma = 1 and with layers 1 ... L-1 at a and layer L at y, one step multiplies the gap
a^2 - y^2 by 1 - pull^2, pull = h |1 - pi| |a|^(L-2), h = kappa/L; so the gap does not grow iff pull^2 <= 2.
A balanced step f has its largest value T = f(c) at its critical point c (`critical_point`). In terms of
r = T/c, which grows with kappa from r = 1 at kappa = 1,

    c^L = A/B,  h c^(L-2) = B/L,  A = (L-1) r - (L-2),  B = (2L-1) r - (2L-2),  kappa^L = B^(2L-2) A^(2-L),

and the pull at the balanced value T is r^(L-2) (A r^L - B)/L.
"""

from dataclasses import dataclass
from functools import cache

import sympy

from theory import modes, rules
from theory.argument import Step
from theory.critical_point import balanced, critical, q, slope, written_out
from theory.polynomials import generator_of, in_generators
from theory.propositions import Domain, ForEveryDepth, Identity, Inequality, Range
from theory.symbols import L, eta, kappa, rho, sigma, u

r = sympy.Symbol("r", positive=True)
"""The factor by which the balanced step from the critical point multiplies, T/c."""
R = sympy.Symbol("R", positive=True)
"""The power r^L."""
V = sympy.Symbol("V", positive=True)
"""The end-to-end value T^L at the top."""
a = sympy.Symbol("a", real=True)
"""What layers 1 ... L-1 share."""
y = sympy.Symbol("y", real=True)
"""The last layer."""
T = sympy.Symbol("T", positive=True)
"""The largest value of a balanced step."""

_zero, _one, _two, _three = (sympy.Integer(n) for n in range(4))

LARGEST_GROWTH = sympy.Rational(8, 5)
"""At the end of the window r is less than this, at every depth."""
LEAST_VALUE = sympy.Rational(17, 10)
"""At the end of the window V is more than this, at every depth."""
OVERSHOOT = sympy.Rational(5, 12)
"""More than sqrt(2) - 1: how far below zero a pull of sqrt(2) takes a value, relative to it."""

A = (L - 1) * r - (L - 2)
B = (2 * L - 1) * r - (2 * L - 2)
_POWER = (R, r**L)
_NEVER = r"\exists \alpha_0\ \forall \alpha \le \alpha_0\ \forall t:\ |b_{t+1}| \le |b_t|"


@dataclass(frozen=True)
class PullAtTop:
    """The stated formula is the pull at the largest balanced value, which rises with the learning rate."""

    pull: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth L >= 3, sigma = 1 and kappa > 1: a balanced step from x >= 0 reaches at most "
            f"T, from one critical point c = T/r; where the end-to-end value is u = T^L the pull is "
            f"{self.pull}; r and it rise with kappa, where kappa^L = ({B})^(2*L - 2)/({A})^(L - 2)"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        pull = sympy.latex(self.pull)
        return rf"L \ge 3,\ u = \max_{{x \ge 0}} f(x)^L:\quad {pull}\ \text{{rises in}}\ \kappa"


@dataclass(frozen=True)
class NeverGrowsBelow:
    """Where the pull at the top is below a limit, the gap never grows from any small enough start."""

    pull: sympy.Expr
    limit: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 3, sigma = 1 and kappa with {self.pull} < {self.limit} there is alpha_0 > "
            "0: from (alpha, ..., alpha, 0) with 0 < alpha <= alpha_0 no step enlarges the gap"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        condition = f"{sympy.latex(self.pull)} < {sympy.latex(self.limit)}"
        return rf"{condition} \Rightarrow {_NEVER}"


@dataclass(frozen=True)
class GrowsFrom:
    """Where the pull at the top reaches a limit, the gap grows at some step from arbitrarily small starts."""

    pull: sympy.Expr
    limit: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 3, sigma = 1 and kappa with {self.pull} >= {self.limit} there are "
            "arbitrarily small alpha > 0 such that from (alpha, ..., alpha, 0) some step enlarges the gap"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        condition = rf"{sympy.latex(self.pull)} \ge {sympy.latex(self.limit)}"
        return (
            rf"{condition} \Rightarrow \forall \alpha_0\ \exists \alpha \le \alpha_0, t:\ |b_{{t+1}}| > |b_t|"
        )


@dataclass(frozen=True)
class SharpWindow:
    """Small starts keep their gap from growing exactly where the pull at the top is below a limit."""

    pull: sympy.Expr
    limit: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth L >= 3 and every sigma there is alpha_0 > 0 such that from (alpha, ..., alpha, "
            f"0) with 0 < alpha <= alpha_0 no step enlarges the gap, exactly if {self.pull} < {self.limit}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        condition = f"{sympy.latex(self.pull)} < {sympy.latex(self.limit)}"
        return rf"{_NEVER} \iff {condition}"


def _for_every_depth(label: str, identity: Identity) -> tuple[Step, Step]:
    """Return an identity with its generalisation; the latter has the label."""
    first = f"{label}, generic"
    return Step(first, identity), Step(label, ForEveryDepth(identity), rules.GENERIC_POWER, (first,))


def _moved() -> tuple[sympy.Expr, sympy.Expr]:
    """Return the state after one step from layers a, ..., a, y, from the update rule."""
    return modes.step(a, a ** (L - 2) * y).subs(sigma, 1), modes.step(y, a ** (L - 1)).subs(sigma, 1)


def _pull() -> sympy.Expr:
    """Return the pull, with the sign of pi - 1."""
    return eta * a ** (L - 2) * (a ** (L - 1) * y - 1)


@cache
def top_steps(pull: sympy.Expr) -> tuple[Step, ...]:
    """Return the steps on where a balanced step is largest, and on the pull there."""
    at_critical = {u: A / B, q: B / L}
    beyond = Domain((Range(L, _three), Range(r, _one, strict=True), Range(R, r**3)), where=(_POWER,))
    rate = sympy.diff((2 * L - 2) * sympy.log(B) - (L - 2) * sympy.log(A), r)
    bracket = in_generators(sympy.diff(A * r**L - B, r)).subs(generator_of(r), R)
    at_top = pull.subs({kappa: L * eta, u: rho**L}, simultaneous=True)
    at_top = at_top.replace(lambda part: part.is_Pow, lambda part: part.base ** sympy.expand(part.exp))
    return (
        *_for_every_depth("slope", Identity(sympy.diff(balanced(), rho), written_out(slope()))),
        Step("critical point", Identity(slope().subs(at_critical), _zero)),
        Step("growth at it", Identity((1 + q * (1 - u)).subs(at_critical), r)),
        Step("rate rises", Inequality(rate, _zero, beyond, strict=True)),
        Step("pull rises", Inequality(bracket, _zero, beyond, strict=True)),
        *_for_every_depth("pull at the top", Identity(at_top, _pull().subs({a: rho, y: rho}))),
    )


@cache
def end_steps() -> tuple[Step, ...]:
    """Return the steps on the end of the window, and on the pull before the top is reached."""
    deep = Range(L, _three)
    pull = R / r**2 * (A * R - B) / L
    beyond_end = Domain((deep, Range(R, LARGEST_GROWTH**3)), where=((R, LARGEST_GROWTH**L),))
    rising = Domain((deep, Range(r, _one)))
    inside = Domain((deep, Range(r, _one, end=LARGEST_GROWTH)))
    largest = sympy.Rational(3, 2)
    bend = Identity(
        sympy.diff(rho ** (L - 2) * (1 - rho**L), rho), rho ** (L - 3) * (L - 2 - (2 * L - 2) * rho**L)
    )
    return (
        *_for_every_depth(
            "gap",
            Identity(_moved()[0] ** 2 - _moved()[1] ** 2, (a**2 - y**2) * (1 - _pull() ** 2)),
        ),
        Step("growth below", Inequality(pull.subs(r, LARGEST_GROWTH), largest, beyond_end)),
        *_for_every_depth("bend", bend),
        Step("bend before", Inequality(A / B, (L - 2) / (2 * L - 2), rising)),
        Step("pull below one", Inequality(_one, B / (2 * L - 2), inside, strict=True)),
    )


@cache
def below_steps() -> tuple[Step, ...]:
    """Return the steps on the value at the top, and on balanced states whose last layer has another sign."""
    shrunk = rho * (1 - eta * rho ** (L - 2) * (1 + rho**L))
    other = OVERSHOOT * (1 + OVERSHOOT**3 * V)
    rising = Domain((Range(L, _three), Range(r, _one)))
    squares = (((L - 1) * (1 + L * (r - 1)), 2 - r),)
    return (
        Step("value above", Inequality(L * A * r**2, B**2, rising, certificate=squares)),
        Step("flip", Identity(modes.step(-a, -y), -modes.step(a, y))),
        *_for_every_depth("opposite", Identity(modes.step(rho, -(rho ** (L - 1))).subs(sigma, 1), shrunk)),
        *_for_every_depth(
            "opposite last", Identity(modes.step(-rho, rho ** (L - 1)).subs(sigma, 1), -shrunk)
        ),
        Step("pull on it", Inequality(V - 1, other, Domain((Range(V, LEAST_VALUE),)), strict=True)),
    )


@cache
def turn_steps() -> tuple[Step, ...]:
    """Return the steps on how the pull after the critical point changes with the last layer before it."""
    next_a, next_y = _moved()
    top, turn = {a: T, y: T}, {a: rho, y: rho}
    change = sympy.diff(_pull(), a).subs(top) * sympy.diff(next_a, y).subs(turn)
    change += sympy.diff(_pull(), y).subs(top) * sympy.diff(next_y, y).subs(turn)
    D = critical().subs(u, rho**L)
    rate = rho ** (2 - L) / D
    falls = -rate * T ** (L - 3) * (L - 2) * (2 * rho**L - 1) * (T**L - 1) / D
    inside = Domain((Range(L, _three), Range(r, _one, end=LARGEST_GROWTH)))
    return (
        *_for_every_depth("turn", Identity(change.subs(eta, rate), falls)),
        Step("beyond a half", Inequality(A / B, _one / 2, inside, strict=True)),
    )


@cache
def scale_step() -> Step:
    """Return the step that a mode with singular value rho^L of the target is a scaled one with 1."""
    other = {sigma: rho**L, eta: eta * rho ** (2 - 2 * L)}
    scaled = modes.step(rho * a, rho ** (L - 1) * y).subs(other, simultaneous=True)
    return Step("scale", Identity(scaled, rho * modes.step(a, y).subs(sigma, 1)))
