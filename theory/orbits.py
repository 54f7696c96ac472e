r"""Period-2 orbits of a balanced mode, for every depth.

The ratio z = rho_2/rho_1 > 1 of the two points parametrises the orbit (`modes.return_residual`):
the end-to-end values of its points for sigma = 1 are

    u_1 = (1 + z^(L-1)) / (1 + z^(2L-1)),    u_2 = z^L u_1,

and the first step fixes the normalised learning rate kappa = eta L sigma^(2-2/L). Every formula is
offered as a function (`points`, `kappa`, `multiplier`), and every theorem as an argument
(`existence`, `uniqueness`, `upper_point_below`) whose steps are decided or justified by rules.
"""

from typing import TypeAlias

import sympy

from theory import doubling, modes, rules
from theory.argument import Argument, Step
from theory.polynomials import generator_of, in_generators
from theory.propositions import (
    Both,
    Domain,
    EveryValue,
    ForEveryDepth,
    Identity,
    Inequality,
    Monotone,
    OrbitForEveryRate,
    Range,
    StartsAt,
)
from theory.rules import GEOMETRIC_SUM, RATIO_DOMAIN
from theory.symbols import L, Z, eta, rho, sigma, u, z

Depth: TypeAlias = "int | sympy.Expr"
Exact: TypeAlias = "int | sympy.Expr"

_one = sympy.Integer(1)
_zero = sympy.Integer(0)


def points(depth: Depth, ratio: Exact) -> tuple[sympy.Expr, sympy.Expr]:
    """Return the end-to-end values u_1 < u_2 of the period-2 orbit with a given ratio, for sigma = 1.

    Args:
        depth: whole number from 2 on, or a symbol.
        ratio: exact positive number or symbol, upper point over lower point.

    Raises:
        TypeError: for binary floating-point numbers.
        ValueError: for a whole depth below 2 or a ratio that is not positive.

    >>> points(2, 2)
    (1/3, 4/3)
    """
    n, r = _exact(depth, ratio)
    lower = (1 + r ** (n - 1)) / (1 + r ** (2 * n - 1))
    return lower, r**n * lower


def kappa(depth: Depth, ratio: Exact) -> sympy.Expr:
    """Return the normalised learning rate of the period-2 orbit with a given ratio (dimensionless).

    Args and Raises are those of `points`. At ratio 1 the orbit is the minimum itself.

    >>> kappa(2, 2), kappa(5, 1)
    (3, 2)
    """
    n, r = _exact(depth, ratio)
    powers = sum((r**k for k in range(int(n))), _zero) if n.is_Integer else (r**n - 1) / (r - 1)
    lower = points(n, r)[0]
    return n * (1 + r ** (2 * n - 1)) / (r ** (n - 1) * powers) * lower ** (-(n - 2) / n)


def multiplier(depth: Depth, ratio: Exact) -> sympy.Expr:
    """Return the derivative of two balanced steps at the period-2 orbit (dimensionless).

    The derivative of one step x + h x^(L-1) (1 - x^L) is 1 + h x^(L-2) (L - 1 - (2L - 1) u); at the
    lower point h x^(L-2) (1 - u_1) = z - 1, at the upper one h x^(L-2) (1 - u_2) = 1/z - 1.
    Args and Raises are those of `points`; the ratio 1 needs `multiplier(2, z)` and a limit.

    >>> multiplier(2, 2)
    -7/2
    """
    n, r = _exact(depth, ratio)
    lower, upper = points(n, r)

    def slope(relative_change: sympy.Expr, value: sympy.Expr) -> sympy.Expr:
        return 1 + relative_change * (n - 1 - (2 * n - 1) * value) / (1 - value)

    return sympy.cancel(slope(r - 1, lower) * slope(1 / r - 1, upper))


def doubling_ratio(depth: int) -> sympy.Expr:
    """Return the ratio z > 1 at which the multiplier of the period-2 orbit is -1, as an exact number.

    The multiplier is -1 at one ratio above 1 (`theory.stability`).

    Raises:
        TypeError: for a depth that is not a whole number.
        ValueError: for a depth below 2.

    >>> doubling_ratio(2).evalf(12)
    1.61803398875
    """
    return doubling.ratio(depth)


def doubling_kappa(depth: int) -> sympy.Expr:
    """Return the normalised learning rate at which the period-2 orbit loses stability to period 4.

    Raises are those of `doubling_ratio`.

    >>> doubling_kappa(2).evalf(12)
    2.47213595500
    """
    return kappa(depth, doubling_ratio(depth))


def _exact(depth: Depth, ratio: Exact) -> tuple[sympy.Expr, sympy.Expr]:
    if isinstance(depth, float) or isinstance(ratio, float):
        raise TypeError(
            "depth and ratio have to be exact: use integers, sympy.Rational or symbols, not floats"
        )
    n, r = sympy.sympify(depth), sympy.sympify(ratio)
    if n.has(sympy.Float) or r.has(sympy.Float):
        raise TypeError(
            "depth and ratio have to be exact: use integers, sympy.Rational or symbols, not floats"
        )
    if n.is_number and not (n.is_Integer and n >= 2):
        raise ValueError(f"the depth has to be a whole number from 2 on, not {n}")
    if r.is_number and not r.is_positive:
        raise ValueError(f"the ratio of the two points has to be positive, not {r}")
    return n, r


def update(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in rho, eta, sigma and L is one balanced step, for every depth.

    >>> update(rho + eta * (sigma - rho**L) * rho ** (L - 1)).check().holds
    True
    """
    return _for_every_depth(Identity(modes.balanced_step(), formula))


def polynomial(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in rho, z and sigma vanishes exactly on orbits {rho, z rho}.

    It has to be the return residual up to the factor -(z - 1)(1 + z^(L-1))/(sigma - u), which is neither
    zero nor infinite for positive z other than 1.

    >>> polynomial(rho**L * (1 + z ** (2 * L - 1)) / (1 + z ** (L - 1)) - sigma).check().holds
    True
    """
    in_end_to_end = in_generators(formula).subs(generator_of(rho), u)
    cofactor = -(z - 1) * (1 + z ** (L - 1)) / (sigma - u)
    return _for_every_depth(Identity(modes.return_residual(), cofactor * in_end_to_end))


def polynomial_with_ratio(formula: sympy.Expr, ratio: sympy.Expr) -> Argument:
    """Return the argument that a point of an orbit is a root of a formula with a formula for z put in.

    The first vanishes exactly on orbits {rho, z rho}, and the second is a balanced step over its start.

    >>> g = rho**L * (1 + z ** (2 * L - 1)) / (1 + z ** (L - 1)) - sigma
    >>> polynomial_with_ratio(g, 1 + eta * (sigma - rho**L) * rho ** (L - 2)).check().holds
    True
    """
    root = polynomial(formula)
    step = ForEveryDepth(Identity(modes.balanced_step() / rho, ratio))
    shows = Both(root.shows, step)
    return Argument(
        shows,
        (
            *root.steps,
            Step("ratio", step.identity),
            Step("ratio at every depth", step, rules.GENERIC_POWER, ("ratio",)),
            Step("both", shows, rules.CONJUNCTION, ("every depth", "ratio at every depth")),
        ),
    )


def parametrised(lower: sympy.Expr, upper: sympy.Expr) -> Argument:
    """Return the argument that formulas in z, sigma and L give the end-to-end values of the two points.

    The lower one is where the return residual vanishes, the upper one z^L times as large.

    >>> u_1 = sigma * (1 + z ** (L - 1)) / (1 + z ** (2 * L - 1))
    >>> parametrised(u_1, z**L * u_1).check().holds
    True
    """
    cofactor = (z - 1) * (1 + z ** (2 * L - 1)) / (sigma - u)
    root = ForEveryDepth(Identity(modes.return_residual(), cofactor * (lower - u)))
    scaled = ForEveryDepth(Identity(upper, z**L * lower))
    shows = Both(root, scaled)
    return Argument(
        shows,
        (
            Step("root", root.identity),
            Step("lower point", root, rules.GENERIC_POWER, ("root",)),
            Step("ratio", scaled.identity),
            Step("upper point", scaled, rules.GENERIC_POWER, ("ratio",)),
            Step("points", shows, rules.CONJUNCTION, ("lower point", "upper point")),
        ),
    )


def on_orbit(formula: sympy.Expr, depth: int, at: int | sympy.Rational) -> sympy.Expr:
    """Evaluate a formula in rho, z, eta and L at the lower point of an orbit, for sigma = 1."""
    lower = points(depth, at)[0] ** sympy.Rational(1, depth)
    rate = kappa(depth, at) / depth
    return formula.subs({L: depth, sigma: 1}).subs({rho: lower, z: at, eta: rate})


def _for_every_depth(identity: Identity) -> Argument:
    shows = ForEveryDepth(identity)
    steps = (Step("identity", identity), Step("every depth", shows, rules.GENERIC_POWER, ("identity",)))
    return Argument(shows, steps)


# The same formulas with Z for z^L and G for 1 + z + ... + z^(L-1), in which arguments are written.
LOWER = (z + Z) / (z + Z**2)
"""u_1 in terms of z and Z = z^L."""
UPPER = Z * LOWER
"""u_2 in terms of z and Z = z^L."""
_RATE_AT_UNIT_LOWER = L * (z + Z**2) / (Z * GEOMETRIC_SUM)
KAPPA = _RATE_AT_UNIT_LOWER * LOWER ** (-(L - 2) / L)
"""kappa in terms of L, z, Z = z^L and G = (Z - 1)/(z - 1)."""


def return_identity() -> ForEveryDepth:
    """Return the identity that reads off the lower point from the return residual."""
    cofactor = (z - 1) * (1 + z ** (2 * L - 1)) / (sigma - u)
    lower = sigma * (1 + z ** (L - 1)) / (1 + z ** (2 * L - 1))
    return ForEveryDepth(Identity(modes.return_residual(), cofactor * (lower - u)))


def _parametrisation() -> tuple[Step, ...]:
    identity = return_identity()
    return (
        Step("residual", identity.identity),
        Step("every depth", identity, rules.GENERIC_POWER, ("residual",)),
    )


def _attained() -> tuple[Step, ...]:
    domain = RATIO_DOMAIN
    return (
        Step("start", StartsAt(KAPPA, z, _one, sympy.Integer(2)), rules.CONTINUOUS_START),
        Step(
            "largest term",
            Inequality(L * Z / z, GEOMETRIC_SUM, domain),
            rules.SUM_OF_POWERS,
        ),
        Step(
            "factor",
            Inequality(_RATE_AT_UNIT_LOWER, z, domain),
            rules.combination(z / GEOMETRIC_SUM, L * z / (Z * GEOMETRIC_SUM)),
            ("largest term",),
        ),
        Step("lower point", Inequality(_one, LOWER, domain)),
        Step(
            "power",
            Inequality(LOWER ** (-(L - 2) / L), _one, domain),
            rules.NEGATIVE_POWER,
            ("lower point",),
        ),
        Step("growth", Inequality(KAPPA, z, domain), rules.PRODUCT, ("factor", "power")),
        Step(
            "every kappa",
            EveryValue(KAPPA, z, _one, sympy.Integer(2), once=False),
            rules.INTERMEDIATE_VALUE,
            ("start", "growth"),
        ),
    )


def existence() -> Argument:
    """Return the argument that a positive period-2 orbit exists for every depth and every kappa > 2.

    >>> existence().check().holds
    True
    """
    shows = OrbitForEveryRate(sympy.Integer(2), once=False)
    conclusion = Step("orbit", shows, rules.ORBIT_BY_RATIO, ("every depth", "every kappa"))
    return Argument(shows, (*_parametrisation(), *_attained(), conclusion))


def _rising() -> tuple[Step, ...]:
    domain = RATIO_DOMAIN
    G = GEOMETRIC_SUM
    minimum_terms = (z + 1) / (z - 1) - 4 * L * Z / (Z**2 - 1)
    layer = (Z - 1) / (Z + 1)
    upper_terms = (2 * L - 2) * (2 * L - 1) / L * ((Z**2 - z) / (Z**2 + z) - layer)
    lower_terms = (L - 2) * (L - 1) / L * (layer - (Z - z) / (Z + z))
    surplus = (2 * L - 3) * layer
    remainder = upper_terms + lower_terms + surplus
    return (
        Step("mean", Inequality(G**2 * z, L**2 * Z, domain), rules.ARITHMETIC_GEOMETRIC_MEAN),
        Step("square of Z", Inequality((Z + 1) ** 2, 4 * Z, domain, certificate=((_one, Z - 1),))),
        Step("square of z", Inequality((z + 1) ** 2, 4 * z, domain, certificate=((_one, z - 1),))),
        Step(
            "squares",
            Inequality(G**2 * z * (Z + 1) ** 2 * (z + 1) ** 2, 16 * L**2 * Z**2 * z, domain),
            rules.PRODUCT,
            ("mean", "square of Z", "square of z"),
        ),
        Step(
            "roots",
            Inequality(G * (Z + 1) * (z + 1), 4 * L * Z, domain),
            rules.SQUARE_ROOT,
            ("squares",),
        ),
        Step(
            "near the minimum",
            Inequality(minimum_terms, _zero, domain),
            rules.combination(1 / ((z - 1) * G * (Z + 1))),
            ("roots",),
        ),
        Step(
            "away from it",
            Inequality(
                remainder,
                _zero,
                domain,
                strict=True,
                certificate=((upper_terms, _one), (lower_terms, _one), (surplus, _one)),
            ),
        ),
        Step(
            "derivative",
            Inequality((minimum_terms + remainder) / 2, _zero, domain, strict=True),
            rules.combination(_one / 2, _one / 2),
            ("near the minimum", "away from it"),
        ),
        Step("rising", Monotone(KAPPA, z, _one), rules.POSITIVE_DERIVATIVE, ("derivative",)),
    )


def uniqueness() -> Argument:
    """Return the argument that the positive period-2 orbit is the only one, for every depth and kappa > 2.

    >>> uniqueness().check().holds
    True
    """
    shows = OrbitForEveryRate(sympy.Integer(2), once=True)
    once = Step(
        "once",
        EveryValue(KAPPA, z, _one, sympy.Integer(2), once=True),
        rules.MONOTONE_ONCE,
        ("every kappa", "start", "rising"),
    )
    conclusion = Step("orbit", shows, rules.ORBIT_BY_RATIO, ("every depth", "once"))
    return Argument(shows, (*_parametrisation(), *_attained(), *_rising(), once, conclusion))


BEST_UPPER_CONSTANT = sympy.Rational(4, 3)
"""The least c with u_2 <= c for every depth and every kappa; attained at L = 2, z = 2."""


Ends = tuple[sympy.Expr, sympy.Expr]


def points_between(lower: Ends, upper: Ends) -> Argument:
    """Return the argument that u_1 and u_2 lie in two open intervals, for every depth and ratio.

    The best possible intervals are (0, 1) and (1, 4/3]; the argument holds for every pair that contains
    them, the end 4/3 excluded.

    >>> points_between((_zero, _one), (_one, sympy.Integer(2))).check().holds
    True
    >>> points_between((_zero, _one), (_one, BEST_UPPER_CONSTANT)).check().holds
    False
    """
    below = Inequality(upper[1], UPPER, RATIO_DOMAIN, strict=True)
    first = Both(
        Inequality(LOWER, lower[0], RATIO_DOMAIN, strict=True),
        Inequality(lower[1], LOWER, RATIO_DOMAIN, strict=True),
    )
    second = Both(Inequality(UPPER, upper[0], RATIO_DOMAIN, strict=True), below)
    shows = Both(first, second)
    return Argument(
        shows,
        (
            Step("lower point above", first.first),
            Step("lower point below", first.second),
            Step("lower point", first, rules.CONJUNCTION, ("lower point above", "lower point below")),
            Step("upper point above", second.first),
            *_upper_point_steps(below),
            Step("upper point", second, rules.CONJUNCTION, ("upper point above", "below")),
            Step("points", shows, rules.CONJUNCTION, ("lower point", "upper point")),
        ),
    )


def upper_point_at_most(bound: sympy.Expr) -> Argument:
    """Return the argument that u_2 <= bound for every depth and ratio; it holds for bound >= 4/3.

    >>> upper_point_at_most(BEST_UPPER_CONSTANT).check().holds
    True
    """
    shows = Inequality(bound, UPPER, RATIO_DOMAIN)
    return Argument(shows, _upper_point_steps(shows))


def _upper_point_steps(shows: Inequality) -> tuple[Step, ...]:
    """Prove a bound on the upper point in two ranges of z, by squares."""
    excess = shows.left - BEST_UPPER_CONSTANT
    scale = 1 / (3 * (z + Z**2))
    near = Domain((Range(L, sympy.Integer(2)), Range(z, _one, True, sympy.Rational(16, 9)), Range(Z, z**2)))
    far = Domain((Range(L, sympy.Integer(2)), Range(z, sympy.Rational(3, 2)), Range(Z, z**2)))
    # 3 (z + Z^2) (4/3 - u_2) = Z^2 - 3 Z z + 4 z, which is at least z (z - 2)^2 (z + 1) far from z = 1.
    completed = ((scale, Z - 3 * z / 2), (scale * z * (4 - sympy.Rational(9, 4) * z), _one), (excess, _one))
    shifted = (
        (scale * z * (z + 1), z - 2),
        (scale * (Z - z**2) * (2 * z**2 - 3 * z), _one),
        (scale, Z - z**2),
        (excess, _one),
    )
    return (
        Step("near 1", Inequality(shows.left, UPPER, near, shows.strict, completed)),
        Step("far from 1", Inequality(shows.left, UPPER, far, shows.strict, shifted)),
        Step("below", shows, rules.CASES, ("near 1", "far from 1")),
    )
