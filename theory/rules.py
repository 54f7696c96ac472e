"""The rules that arguments may apply, each with its hypotheses checked.

A rule never trusts the step that names it: it compares the formulas of its premises with the
formulas of its conclusion, as rational functions, and says no when they do not fit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sympy

from theory.argument import Rule
from theory.modes import relative_rate, return_residual
from theory.polynomials import (
    generator_of,
    in_generators,
    is_rational,
    numerator_and_denominator,
    vanishes,
)
from theory.propositions import (
    Both,
    Domain,
    EveryValue,
    ForEveryDepth,
    ForEveryPairOfLayers,
    Identity,
    Inequality,
    Monotone,
    NonZero,
    OrbitForEveryRate,
    Proposition,
    Range,
    StartsAt,
)
from theory.symbols import L, Z, sigma, u, z

Check = Callable[[Proposition, Sequence[Proposition]], bool]

GEOMETRIC_SUM = sympy.Symbol("G", positive=True)
"""The sum 1 + z + … + z^(L-1), so that (z - 1) G = Z - 1, and G = L at z = 1."""

RATIO_DOMAIN = Domain(
    (Range(L, sympy.Integer(2)), Range(z, sympy.Integer(1), strict=True), Range(Z, z**2)),
    where=((Z, z**L), (GEOMETRIC_SUM, (Z - 1) / (z - 1))),
)
"""L >= 2 and z > 1, where Z = z^L and G = (Z - 1)/(z - 1); every such Z is at least z^2."""


@dataclass(frozen=True)
class NamedRule:
    """A rule of the registry: its name, what it says, and the check of its hypotheses."""

    name: str
    says: str
    check: Check

    def justifies(self, claim: Proposition, premises: Sequence[Proposition]) -> bool:
        """Say whether the claim follows from the premises by this rule."""
        return self.check(claim, premises)


def _pair_splitting(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ForEveryPairOfLayers(identity), [Identity() as premise]:
            return identity == premise and L not in (premise.left.free_symbols | premise.right.free_symbols)
    return False


PAIR_SPLITTING: Rule = NamedRule(
    "pair splitting",
    "The product of all layers is s_l s_k Q, where Q does not contain s_l or s_k; so an identity in "
    "independent s_l, s_k and Q that does not mention the depth holds for every depth and every pair.",
    _pair_splitting,
)


def _cleared_denominator(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ForEveryPairOfLayers(quotient), [NonZero(denominator), Identity() as cleared]:
            return (
                cleared.left == quotient.left * denominator
                and cleared.right == quotient.right * denominator
                and L not in (quotient.left.free_symbols | quotient.right.free_symbols)
            )
    return False


CLEARED_DENOMINATOR: Rule = NamedRule(
    "cleared denominator",
    "From a d = n with d not zero follows a = n/d; pair splitting then gives every depth and every pair.",
    _cleared_denominator,
)


def _generic_power(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ForEveryDepth(identity), [Identity() as premise]:
            return identity == premise
    return False


GENERIC_POWER: Rule = NamedRule(
    "generic powers",
    "An identity in which each power x^L is an independent generator holds for every whole depth.",
    _generic_power,
)


def _sum_of_powers(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, False), []:
            return domain == RATIO_DOMAIN and left == L * Z / z and right == GEOMETRIC_SUM
    return False


SUM_OF_POWERS: Rule = NamedRule(
    "largest term",
    "For z > 1 the sum G = 1 + z + ... + z^(L-1) has L terms, none larger than z^(L-1) = Z/z.",
    _sum_of_powers,
)


def _arithmetic_geometric_mean(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, False), []:
            return domain == RATIO_DOMAIN and left == GEOMETRIC_SUM**2 * z and right == L**2 * Z
    return False


ARITHMETIC_GEOMETRIC_MEAN: Rule = NamedRule(
    "arithmetic and geometric mean",
    "The sum G = 1 + z + ... + z^(L-1) is at least L times the geometric mean z^((L-1)/2) of its terms, "
    "so G^2 z >= L^2 Z.",
    _arithmetic_geometric_mean,
)


def _product(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, Inequality) or claim.strict or not premises:
        return False
    left = right = sympy.Integer(1)
    for premise in premises:
        if not isinstance(premise, Inequality) or premise.domain != claim.domain:
            return False
        if not visibly_positive(premise.right):
            return False
        left, right = left * premise.left, right * premise.right
    return claim.left == left and claim.right == right


PRODUCT: Rule = NamedRule(
    "product of inequalities",
    "Inequalities a >= b between positive quantities on one domain may be multiplied.",
    _product,
)


def _square_root(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, strict), [Inequality() as premise]:
            factor = sympy.cancel(premise.left / left**2)
            return (
                domain == premise.domain
                and strict == premise.strict
                and all(visibly_positive(part) for part in (left, right, factor))
                and vanishes(premise.left - factor * left**2)
                and vanishes(premise.right - factor * right**2)
            )
    return False


SQUARE_ROOT: Rule = NamedRule(
    "square root",
    "From c a^2 >= c b^2 with positive a, b and c follows a >= b.",
    _square_root,
)


def combination(*multipliers: sympy.Expr) -> Rule:
    """Return the rule that adds multiples of inequalities, the multipliers positive on the domain.

    One multiplier more than there are premises is a positive remainder.
    """

    def check(claim: Proposition, premises: Sequence[Proposition]) -> bool:
        if not isinstance(claim, Inequality) or not len(premises) <= len(multipliers) <= len(premises) + 1:
            return False
        if not all(_positive_on(multiplier, claim.domain) for multiplier in multipliers):
            return False
        differences = []
        for premise in premises:
            if not isinstance(premise, Inequality) or premise.domain != claim.domain:
                return False
            differences.append(premise.left - premise.right)
        has_remainder = len(multipliers) > len(premises)
        strict = has_remainder or any(isinstance(p, Inequality) and p.strict for p in premises)
        if claim.strict and not strict:
            return False
        terms = [*differences, sympy.Integer(1)] if has_remainder else differences
        total = sum((m * term for m, term in zip(multipliers, terms, strict=True)), sympy.Integer(0))
        return vanishes(_written_out(claim.left - claim.right - total, claim.domain))

    return NamedRule(
        "positive combination",
        "Inequalities on one domain may be multiplied by positive factors and added, (z - 1) G = Z - 1.",
        check,
    )


def _negative_power(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, False), [Inequality() as premise]:
            base, exponent = left.as_base_exp()
            return (
                right == 1
                and domain == premise.domain
                and premise.left == 1
                and premise.right == base
                and visibly_positive(base)
                and Inequality(-exponent, sympy.Integer(0), domain).decide()
            )
    return False


NEGATIVE_POWER: Rule = NamedRule(
    "powers of numbers below one",
    "From 0 < a <= 1 and e <= 0 follows a^e >= 1.",
    _negative_power,
)


def _cases(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, strict), [Inequality() as low, Inequality() as high]:
            if not all(
                case.left == left and case.right == right and case.strict == strict for case in (low, high)
            ):
                return False
            return _covered(domain, low.domain, high.domain)
    return False


def _covered(whole: Domain, low: Domain, high: Domain) -> bool:
    """Say whether two domains that differ from `whole` in one range cover it."""
    if not len(whole.ranges) == len(low.ranges) == len(high.ranges):
        return False
    different = [
        triple
        for triple in zip(whole.ranges, low.ranges, high.ranges, strict=True)
        if not triple[0] == triple[1] == triple[2]
    ]
    if len(different) != 1:
        return False
    full, first, second = different[0]
    return bool(
        full.symbol == first.symbol == second.symbol
        and full.end is None
        and second.end is None
        and first.end is not None
        and first.start <= full.start
        and second.start < first.end
        and (full.strict or not first.strict)
        and {*low.where, *high.where} <= {*whole.where}
    )


CASES: Rule = NamedRule(
    "two cases",
    "An inequality that holds on two ranges of one variable holds on their union.",
    _cases,
)


def _conjunction(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Both(first, second), [one, other]:
            return first == one and second == other
    return False


CONJUNCTION: Rule = NamedRule("conjunction", "Two established propositions hold together.", _conjunction)


def _continuous_start(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case StartsAt(function, variable, start, value), []:
            at_start = {Z: sympy.Integer(1), GEOMETRIC_SUM: L, z: sympy.Integer(1)}
            return (
                variable == z
                and start == 1
                and _is_product_of_powers(function)
                and vanishes(function.subs(at_start) - value)
            )
    return False


CONTINUOUS_START: Rule = NamedRule(
    "continuity of powers",
    "A product of constant powers of positive sums in z, Z = z^L and G = 1 + ... + z^(L-1) is continuous "
    "for z >= 1; at z = 1 it is evaluated with Z = 1 and G = L.",
    _continuous_start,
)


def _positive_derivative(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Monotone(function, variable, above), [Inequality(derivative, right, domain, True)]:
            return (
                domain == RATIO_DOMAIN
                and right == 0
                and variable == z
                and above == 1
                and _is_product_of_powers(function)
                and vanishes(logarithmic_derivative(function) - derivative)
            )
    return False


POSITIVE_DERIVATIVE: Rule = NamedRule(
    "positive derivative",
    "A product of constant powers of positive sums strictly increases where its logarithmic derivative is "
    "positive.",
    _positive_derivative,
)


def _intermediate_value(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            EveryValue(function, variable, above, value_above, False),
            [StartsAt() as start, Inequality(left, right, domain, False)],
        ):
            return (
                start == StartsAt(function, variable, above, value_above)
                and variable == z
                and left == function
                and right == variable
                and domain == RATIO_DOMAIN
            )
    return False


INTERMEDIATE_VALUE: Rule = NamedRule(
    "intermediate values",
    "A continuous function on [a, oo) that starts at c and satisfies f(z) >= z takes every value above c.",
    _intermediate_value,
)


def _monotone_once(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            EveryValue(function, variable, above, value, True),
            [EveryValue() as attained, StartsAt() as start, Monotone() as rise],
        ):
            return (
                attained == EveryValue(function, variable, above, value, False)
                and start == StartsAt(function, variable, above, value)
                and rise == Monotone(function, variable, above)
            )
    return False


MONOTONE_ONCE: Rule = NamedRule(
    "strictly increasing functions",
    "A strictly increasing function that starts at c takes each value above c at most once, and no other.",
    _monotone_once,
)


def _orbit_by_ratio(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OrbitForEveryRate(above, once), [ForEveryDepth(residual), EveryValue() as attained]:
            lower = _root_of(residual)
            if lower is None or not vanishes(residual.left - return_residual()):
                return False
            # A positive power of u_1 needs u_1 > 0; a positive kappa then says u_1 < 1.
            if not (visibly_positive(lower) and above.is_nonnegative):
                return False
            # For sigma = 1, kappa = L eta, and rho^(L-2) is u^((L-2)/L).
            exponent = -(L - 2) / L
            powers = [f for f in _factors(attained.function) if _same(f, (lower, exponent))]
            rest = sympy.Mul(*(b**e for b, e in _factors(attained.function) if (b, e) not in powers))
            rate = L * relative_rate().subs({sigma: 1, u: lower}, simultaneous=True)
            return (
                len(powers) == 1
                and vanishes(without_geometric_sum(rest - rate))
                and attained == EveryValue(attained.function, z, sympy.Integer(1), above, once)
            )
    return False


def _root_of(residual: Identity) -> sympy.Expr | None:
    """Return u1 for sigma = 1 where the right side is (z - 1)/(sigma - u), a positive factor and (u1 - u)."""
    factors = sympy.Mul.make_args(residual.right)
    roots = [factor for factor in factors if not (factor + u).has(u)]
    if len(roots) != 1:
        return None
    others = sympy.Mul(*(factor for factor in factors if factor != roots[0]))
    # z is not 1 and u is not sigma on an orbit; nothing else of the cofactor may vanish or be infinite.
    numerator, denominator = numerator_and_denominator(others * (sigma - u) / (z - 1))
    if not visibly_positive(numerator.as_expr() / denominator.as_expr()):
        return None
    return in_generators((roots[0] + u).subs(sigma, 1)).subs(generator_of(z), Z)


def _same(one: tuple[sympy.Expr, sympy.Expr], other: tuple[sympy.Expr, sympy.Expr]) -> bool:
    return all(vanishes(without_geometric_sum(a - b)) for a, b in zip(one, other, strict=True))


ORBIT_BY_RATIO: Rule = NamedRule(
    "orbits by their ratio",
    "Positive balanced points rho and z rho, z > 1, are exchanged by gradient descent exactly where the "
    "return residual vanishes; that fixes rho^L, and the first step fixes kappa. Rescaling makes sigma 1.",
    _orbit_by_ratio,
)


def logarithmic_derivative(function: sympy.Expr) -> sympy.Expr:
    """Return z d/dz log of a product of powers, for factors in L, z, Z = z^L and G = (Z - 1)/(z - 1).

    >>> vanishes(logarithmic_derivative(z * Z) - (1 + L))
    True
    """
    total = sympy.Integer(0)
    for base, exponent in _factors(function):
        rational = without_geometric_sum(base)
        derivative = z * sympy.diff(rational, z) + L * Z * sympy.diff(rational, Z)
        total += exponent * derivative / rational
    return total


def without_geometric_sum(expression: sympy.Expr) -> sympy.Expr:
    """Replace G by (Z - 1)/(z - 1)."""
    return expression.subs(GEOMETRIC_SUM, (Z - 1) / (z - 1))


def visibly_positive(expression: sympy.Expr) -> bool:
    """Say whether a formula is a quotient of sums whose terms are all products of positive factors.

    >>> visibly_positive((z + Z) / z), visibly_positive(z - 1)
    (True, False)
    """
    return all(
        bool(term.is_positive)
        for part in expression.as_numer_denom()
        for term in sympy.Add.make_args(sympy.expand(part))
    )


def _is_product_of_powers(function: sympy.Expr) -> bool:
    """Say whether a function is a product of positive rational sums, to exponents that depend on L alone."""
    return all(
        visibly_positive(base) and is_rational(in_generators(base)) and _is_constant(exponent)
        for base, exponent in _factors(function)
    )


def _is_constant(exponent: sympy.Expr) -> bool:
    """Say whether an exponent is a rational function of L alone, with no pole for L >= 2."""
    if not exponent.free_symbols <= {L}:
        return False
    denominator = numerator_and_denominator(exponent)[1].as_expr()
    every_depth = Domain((Range(L, sympy.Integer(2)),))
    return any(
        Inequality(sign * denominator, sympy.Integer(0), every_depth, strict=True).decide()
        for sign in (1, -1)
    )


def _factors(function: sympy.Expr) -> list[tuple[sympy.Expr, sympy.Expr]]:
    return [factor.as_base_exp() for factor in sympy.Mul.make_args(function)]


def _positive_on(multiplier: sympy.Expr, domain: Domain) -> bool:
    if visibly_positive(multiplier):
        return True
    return Inequality(_written_out(multiplier, domain), sympy.Integer(0), domain, strict=True).decide()


def _written_out(expression: sympy.Expr, domain: Domain) -> sympy.Expr:
    """Replace G where the domain says what it stands for; elsewhere it is any positive number."""
    return without_geometric_sum(expression) if domain.where == RATIO_DOMAIN.where else expression
