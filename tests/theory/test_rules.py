"""Each rule accepts what follows and refuses what does not, whatever the step that names it says."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

from theory import orbits, rules
from theory.argument import Rule
from theory.modes import return_residual
from theory.polynomials import NotDecidableError, vanishes
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
from theory.rules import GEOMETRIC_SUM as G
from theory.rules import RATIO_DOMAIN, combination, logarithmic_derivative, visibly_positive
from theory.symbols import L, Q, Z, eta, pi, rho, s_k, s_l, sigma, u, z

ZERO, ONE, TWO, THREE = (sympy.Integer(n) for n in range(4))
x = sympy.Symbol("x", positive=True)
y = sympy.Symbol("y", positive=True)
FROM_ONE = Domain((Range(x, ONE),))
FROM_TWO = Domain((Range(x, TWO),))


def accepts(rule: Rule, claim: Proposition, *premises: Proposition) -> bool:
    """Say whether a rule accepts; what it cannot decide it does not accept."""
    try:
        return rule.justifies(claim, list(premises))
    except NotDecidableError:
        return False


def at_least(
    left: sympy.Expr, right: sympy.Expr, domain: Domain = FROM_ONE, strict: bool = False
) -> Inequality:
    return Inequality(left, right, domain, strict)


# Identities.

PAIR = Identity((s_l + s_k) * Q, s_l * Q + s_k * Q)
WITH_DEPTH = Identity(rho**L, rho ** (L - 1) * rho)


def test_an_identity_without_the_depth_holds_for_every_pair() -> None:
    assert accepts(rules.PAIR_SPLITTING, ForEveryPairOfLayers(PAIR), PAIR)


@pytest.mark.parametrize(
    ("claim", "premises"),
    [
        (ForEveryPairOfLayers(WITH_DEPTH), [WITH_DEPTH]),
        (ForEveryPairOfLayers(PAIR), [Identity(PAIR.right, PAIR.left)]),
        (ForEveryPairOfLayers(PAIR), [WITH_DEPTH]),
        (ForEveryPairOfLayers(PAIR), []),
        (ForEveryPairOfLayers(PAIR), [PAIR, PAIR]),
        (ForEveryPairOfLayers(PAIR), [ForEveryDepth(PAIR)]),
        (ForEveryDepth(PAIR), [PAIR]),
        (PAIR, [PAIR]),
    ],
)
def test_pair_splitting_refuses(claim: Proposition, premises: list[Proposition]) -> None:
    assert not accepts(rules.PAIR_SPLITTING, claim, *premises)


def test_an_identity_in_generators_holds_for_every_depth() -> None:
    assert accepts(rules.GENERIC_POWER, ForEveryDepth(WITH_DEPTH), WITH_DEPTH)
    assert accepts(rules.GENERIC_POWER, ForEveryDepth(PAIR), PAIR)
    assert not accepts(rules.GENERIC_POWER, ForEveryDepth(WITH_DEPTH), PAIR)
    assert not accepts(rules.GENERIC_POWER, ForEveryDepth(WITH_DEPTH))
    assert not accepts(rules.GENERIC_POWER, ForEveryPairOfLayers(WITH_DEPTH), WITH_DEPTH)
    assert not accepts(rules.GENERIC_POWER, ForEveryDepth(WITH_DEPTH), ForEveryDepth(WITH_DEPTH))


QUOTIENT = Identity(s_l - s_k, (s_l**2 - s_k**2) / (s_l + s_k))
DIVISOR = s_l + s_k
CLEARED = Identity(QUOTIENT.left * DIVISOR, QUOTIENT.right * DIVISOR)


def test_a_cleared_denominator_gives_the_quotient() -> None:
    assert accepts(rules.CLEARED_DENOMINATOR, ForEveryPairOfLayers(QUOTIENT), NonZero(DIVISOR), CLEARED)


@pytest.mark.parametrize(
    ("claim", "premises"),
    [
        (QUOTIENT, [CLEARED]),
        (QUOTIENT, [NonZero(DIVISOR)]),
        (QUOTIENT, [CLEARED, NonZero(DIVISOR)]),
        (QUOTIENT, [NonZero(s_l - s_k), CLEARED]),
        (QUOTIENT, [NonZero(DIVISOR), QUOTIENT]),
        (Identity(QUOTIENT.left + 1, QUOTIENT.right), [NonZero(DIVISOR), CLEARED]),
        (Identity(rho**L, rho**L / DIVISOR), [NonZero(DIVISOR), Identity(rho**L * DIVISOR, rho**L)]),
    ],
)
def test_cleared_denominator_refuses(claim: Identity, premises: list[Proposition]) -> None:
    assert not accepts(rules.CLEARED_DENOMINATOR, ForEveryPairOfLayers(claim), *premises)


# The two facts about the sum G.


def test_the_sum_is_bounded_by_its_largest_term_and_by_its_mean() -> None:
    for depth in range(2, 7):
        for ratio in (Fraction(101, 100), Fraction(3, 2), Fraction(7)):
            total = sum(ratio**k for k in range(depth))
            power = ratio**depth
            assert power >= ratio**2
            assert (ratio - 1) * total == power - 1
            assert depth * power / ratio >= total
            assert total**2 * ratio >= depth**2 * power


@pytest.mark.parametrize(
    ("rule", "left", "right"),
    [
        (rules.SUM_OF_POWERS, L * Z / z, G),
        (rules.ARITHMETIC_GEOMETRIC_MEAN, G**2 * z, L**2 * Z),
    ],
)
def test_facts_about_the_sum(rule: Rule, left: sympy.Expr, right: sympy.Expr) -> None:
    claim = Inequality(left, right, RATIO_DOMAIN)
    assert accepts(rule, claim)
    assert not accepts(rule, replace(claim, strict=True))
    assert not accepts(rule, Inequality(right, left, RATIO_DOMAIN))
    assert not accepts(rule, Inequality(left, 2 * right, RATIO_DOMAIN))
    assert not accepts(rule, claim, claim)
    # For Z and G that are not powers and their sum neither holds: L = 2, z = 2, Z = 4, G = 5 or 1.
    assert not accepts(rule, Inequality(left, right, Domain(RATIO_DOMAIN.ranges)))
    assert not accepts(rule, Inequality(left, right, Domain(())))


def test_the_domain_of_ratios_says_what_its_symbols_stand_for() -> None:
    assert dict(RATIO_DOMAIN.where) == {Z: z**L, G: (Z - 1) / (z - 1)}
    assert RATIO_DOMAIN.text.endswith("where Z = z**L, G = (Z - 1)/(z - 1)")


# Inequalities.


def test_inequalities_between_positive_quantities_are_multiplied() -> None:
    one, other = at_least(x, ONE), at_least(x + 1, TWO)
    assert accepts(rules.PRODUCT, at_least(x * (x + 1), TWO), one, other)
    assert accepts(rules.PRODUCT, at_least(x**2, ONE), one, one)


@pytest.mark.parametrize(
    ("claim", "premises"),
    [
        # 1 >= -1 and 2 >= -5, but not 2 >= 5; x - 2 >= -1 squared is false at x = 2.
        (at_least(TWO, sympy.Integer(5)), [at_least(ONE, -ONE), at_least(TWO, sympy.Integer(-5))]),
        (at_least((x - 2) ** 2, ONE), [at_least(x - 2, -ONE), at_least(x - 2, -ONE)]),
        (at_least(ZERO, ZERO), [at_least(x, ONE), at_least(ZERO, ZERO)]),
        (at_least(x**2, ONE, FROM_TWO), [at_least(x, ONE), at_least(x, ONE, FROM_TWO)]),
        (at_least(x**2, ONE), [at_least(x, ONE, FROM_TWO), at_least(x, ONE, FROM_TWO)]),
        (at_least(x**2, ONE, strict=True), [at_least(x, ONE), at_least(x, ONE)]),
        (at_least(x**2, TWO), [at_least(x, ONE), at_least(x, ONE)]),
        (at_least(x**3, ONE), [at_least(x, ONE), at_least(x, ONE)]),
        (at_least(x, ONE), [at_least(x, ONE), Identity(x, x)]),
        (at_least(ONE, ONE), []),
        (Identity(x, x), [at_least(x, ONE)]),
    ],
)
def test_product_refuses(claim: Proposition, premises: list[Proposition]) -> None:
    assert not accepts(rules.PRODUCT, claim, *premises)


def test_square_roots_of_positive_quantities_compare_as_their_squares() -> None:
    assert accepts(rules.SQUARE_ROOT, at_least(x, ONE), at_least(3 * x**2, THREE))
    strict = at_least(x, ONE, strict=True)
    assert accepts(rules.SQUARE_ROOT, strict, at_least(x**3, x, strict=True))


@pytest.mark.parametrize(
    ("claim", "premise"),
    [
        # (x - 3)^2 >= 1 at x = 1 without x - 3 >= 1; (1 - 2)^2 >= 1/4 without -1 >= 1/2.
        (at_least(x - 3, ONE), at_least((x - 3) ** 2, ONE)),
        (at_least(-ONE, ONE / 2), at_least(ONE, ONE / 4)),
        (at_least(x, -ONE), at_least(x**2, ONE)),
        (at_least(x, ONE), at_least(-(x**2), -ONE)),
        (at_least(ONE, x), at_least(x**2, ONE)),
        (at_least(x, TWO), at_least(x**2, TWO)),
        (at_least(x, ONE), at_least(x**2, ONE, FROM_TWO)),
        (at_least(x, ONE, strict=True), at_least(x**2, ONE)),
        (at_least(x, ONE), Identity(x**2, ONE)),
    ],
)
def test_square_root_refuses(claim: Inequality, premise: Proposition) -> None:
    assert not accepts(rules.SQUARE_ROOT, claim, premise)
    assert not accepts(rules.SQUARE_ROOT, claim)


def test_a_wrong_cancellation_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "cancel", lambda _expression: ONE)
    assert not rules.SQUARE_ROOT.justifies(at_least(x, ONE), [at_least(3 * x**2, ONE)])


def test_inequalities_are_added_with_positive_multipliers() -> None:
    one, other = at_least(x, ONE), at_least(y, x)
    assert accepts(combination(ONE, ONE), at_least(x + y, 1 + x), one, other)
    assert accepts(combination(TWO), at_least(2 * x, TWO), one)
    assert accepts(combination(x), at_least(x**2, x), one)
    # A multiplier that is positive on the domain only, and a remainder.
    assert accepts(combination(x - ONE / 2), at_least(x**2 + ONE / 2, 3 * x / 2), one)
    assert accepts(combination(ONE, ONE), at_least(x + 1, ONE, strict=True), one)
    assert accepts(combination(ONE), at_least(x, ONE, strict=True), replace(one, strict=True))
    assert accepts(combination(x), at_least(x, ZERO, strict=True))


@pytest.mark.parametrize(
    ("multipliers", "claim", "premises"),
    [
        ((-ONE,), at_least(ONE, x), [at_least(x, ONE)]),
        ((ZERO,), at_least(ZERO, ZERO), [at_least(x, ONE)]),
        ((x - 1,), at_least((x - 1) ** 2, ZERO), [at_least(x, ONE)]),
        ((2 - x,), at_least(2 - x, 2 / x - 1), [at_least(ONE, 1 / x)]),
        ((ONE / (x - 2),), at_least(x / (x - 2), 1 / (x - 2)), [at_least(x, ONE)]),
        ((ONE, -ONE), at_least(x - 2, ZERO), [at_least(x, ONE)]),
        ((ONE, ZERO), at_least(x, ONE, strict=True), [at_least(x, ONE)]),
        ((ONE,), at_least(x, ONE, strict=True), [at_least(x, ONE)]),
        ((ONE,), at_least(x, TWO), [at_least(x, ONE)]),
        ((ONE,), at_least(x, ONE, FROM_ONE), [at_least(x, ONE, FROM_TWO)]),
        ((ONE,), at_least(x, ONE, FROM_TWO), [at_least(x, ONE, FROM_ONE)]),
        ((ONE,), at_least(x + y, 1 + x), [at_least(x, ONE), at_least(y, x)]),
        ((ONE, ONE, ONE), at_least(x, ONE), [at_least(x, ONE)]),
        ((ONE,), at_least(x, ONE), [Identity(x, ONE)]),
        ((ONE,), Identity(x, ONE), [at_least(x, ONE)]),
        ((), at_least(ONE, TWO), []),
    ],
)
def test_combination_refuses(
    multipliers: tuple[sympy.Expr, ...], claim: Proposition, premises: list[Proposition]
) -> None:
    assert not accepts(combination(*multipliers), claim, *premises)


def test_the_sum_is_written_out_only_where_it_is_one() -> None:
    claim = Inequality((Z - 1) / (z - 1), ZERO, RATIO_DOMAIN, strict=True)
    assert accepts(combination(G), claim)
    # Without Z = z^L the quotient may be negative: z = 2, Z = 1/2.
    free = Domain((Range(z, ZERO, strict=True), Range(Z, ZERO, strict=True)))
    assert not accepts(combination(G), replace(claim, domain=free))
    assert not accepts(combination(G), replace(claim, domain=Domain(RATIO_DOMAIN.ranges)))
    # As some positive number it may still be used.
    assert accepts(combination(G), Inequality(G, ZERO, free, strict=True))


EXPONENT = -(L - 2) / L
BASE = (z + Z) / (z + Z**2)
BELOW_ONE = Inequality(ONE, BASE, RATIO_DOMAIN)


def test_negative_powers_of_numbers_below_one_are_at_least_one() -> None:
    assert accepts(rules.NEGATIVE_POWER, Inequality(BASE**EXPONENT, ONE, RATIO_DOMAIN), BELOW_ONE)
    assert accepts(rules.NEGATIVE_POWER, at_least(1 / y, ONE), at_least(ONE, y))


@pytest.mark.parametrize(
    ("claim", "premise"),
    [
        (Inequality(BASE ** (-EXPONENT), ONE, RATIO_DOMAIN), BELOW_ONE),
        (Inequality(BASE ** (-(L - 3) / L), ONE, RATIO_DOMAIN), BELOW_ONE),
        (Inequality(BASE ** (3 - z), ONE, RATIO_DOMAIN), BELOW_ONE),
        (Inequality(BASE**EXPONENT, TWO, RATIO_DOMAIN), BELOW_ONE),
        (Inequality(BASE**EXPONENT, ONE, RATIO_DOMAIN, strict=True), BELOW_ONE),
        (Inequality(BASE**EXPONENT, ONE, FROM_ONE), BELOW_ONE),
        (Inequality(Z**EXPONENT, ONE, RATIO_DOMAIN), BELOW_ONE),
        (Inequality(BASE**EXPONENT, ONE, RATIO_DOMAIN), replace(BELOW_ONE, left=TWO)),
        (Inequality(BASE**EXPONENT, ONE, RATIO_DOMAIN), Inequality(BASE, ONE, RATIO_DOMAIN)),
        # -1 <= 1, but (-1)^-1 >= 1 does not hold.
        (at_least(1 / (s_l - 5), ONE), at_least(ONE, s_l - 5)),
    ],
)
def test_negative_power_refuses(claim: Inequality, premise: Inequality) -> None:
    assert not accepts(rules.NEGATIVE_POWER, claim, premise)
    assert not accepts(rules.NEGATIVE_POWER, claim)


def split(first: Range, second: Range) -> tuple[Inequality, Inequality]:
    return at_least(x, ZERO, Domain((first,))), at_least(x, ZERO, Domain((second,)))


@pytest.mark.parametrize(
    ("whole", "low", "high"),
    [
        (Range(x, ONE), Range(x, ONE, end=THREE), Range(x, TWO)),
        (Range(x, ONE, True), Range(x, ONE, True, THREE), Range(x, TWO)),
        (Range(x, ONE, True), Range(x, ONE, False, THREE), Range(x, TWO, True)),
        (Range(x, TWO), Range(x, ONE, end=THREE), Range(x, TWO)),
    ],
)
def test_two_ranges_that_overlap_cover_their_union(whole: Range, low: Range, high: Range) -> None:
    assert accepts(rules.CASES, at_least(x, ZERO, Domain((whole,))), *split(low, high))


@pytest.mark.parametrize(
    ("whole", "low", "high"),
    [
        # A hole between the two, a point between the two, the start left out, the tail left out.
        (Range(x, ONE), Range(x, ONE, end=TWO), Range(x, THREE)),
        (Range(x, ONE), Range(x, ONE, end=TWO), Range(x, TWO, True)),
        (Range(x, ONE), Range(x, ONE, True, THREE), Range(x, TWO)),
        (Range(x, ONE), Range(x, TWO, end=THREE), Range(x, TWO)),
        (Range(x, ONE), Range(x, ONE, end=THREE), Range(x, TWO, end=sympy.Integer(9))),
        (Range(x, ONE), Range(x, TWO), Range(x, ONE, end=THREE)),
        (Range(x, ONE, end=THREE), Range(x, ONE, end=THREE), Range(x, TWO)),
        (Range(x, ONE), Range(x, ONE), Range(x, ONE)),
        (Range(x, ONE), Range(y, ONE, end=THREE), Range(x, TWO)),
        (Range(y, ONE), Range(x, ONE, end=THREE), Range(x, TWO)),
    ],
)
def test_cases_refuse_what_they_do_not_cover(whole: Range, low: Range, high: Range) -> None:
    assert not accepts(rules.CASES, at_least(x, ZERO, Domain((whole,))), *split(low, high))


def test_cases_are_the_same_inequality_in_all_other_respects() -> None:
    claim = at_least(x, ZERO)
    low, high = split(Range(x, ONE, end=THREE), Range(x, TWO))
    assert accepts(rules.CASES, claim, low, high)
    assert not accepts(rules.CASES, claim, low)
    assert not accepts(rules.CASES, claim, high, low)
    assert not accepts(rules.CASES, replace(claim, strict=True), low, high)
    assert not accepts(rules.CASES, claim, replace(low, left=x + 1), high)
    assert not accepts(rules.CASES, claim, low, replace(high, right=-ONE))
    # Other variables have the same range in both.
    others = (Range(y, ONE), Range(y, TWO))
    for other in others:
        domains = [
            Domain((*claim.domain.ranges, others[0])),
            Domain((*low.domain.ranges, others[0])),
            Domain((*high.domain.ranges, other)),
        ]
        cases = [replace(one, domain=d) for one, d in zip((claim, low, high), domains, strict=True)]
        assert accepts(rules.CASES, *cases) is (other == others[0])


def test_cases_keep_what_symbols_stand_for() -> None:
    claim = at_least(x, ZERO)
    low, high = split(Range(x, ONE, end=THREE), Range(x, TWO))
    square = ((y, x**2),)

    def bound(inequality: Inequality) -> Inequality:
        return replace(inequality, domain=replace(inequality.domain, where=square))

    # What holds for every y holds for y = x^2, but not the other way round.
    assert accepts(rules.CASES, bound(claim), low, high)
    assert accepts(rules.CASES, bound(claim), bound(low), high)
    assert not accepts(rules.CASES, claim, bound(low), high)
    assert not accepts(rules.CASES, claim, low, bound(high))


def test_conjunction_joins_what_was_established() -> None:
    one, other = Identity(x, x), at_least(x, ONE)
    assert accepts(rules.CONJUNCTION, Both(one, other), one, other)
    assert not accepts(rules.CONJUNCTION, Both(one, other), other, one)
    assert not accepts(rules.CONJUNCTION, Both(one, other), one)
    assert not accepts(rules.CONJUNCTION, Both(one, other), Both(one, other))
    assert not accepts(rules.CONJUNCTION, Both(one, other), one, replace(other, strict=True))
    assert not accepts(rules.CONJUNCTION, one, one, one)


# Functions of the ratio.

KAPPA = orbits.KAPPA
START = StartsAt(KAPPA, z, ONE, TWO)


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (KAPPA, TWO),
        (G, L),
        (z * Z / G, 1 / L),
        (((z + Z) / (z + Z**2)) ** (L - 1), ONE),
        ((z**2 + Z) / 3, sympy.Rational(2, 3)),
    ],
)
def test_a_product_of_powers_is_continuous(function: sympy.Expr, value: sympy.Expr) -> None:
    assert accepts(rules.CONTINUOUS_START, StartsAt(function, z, ONE, value))
    assert not accepts(rules.CONTINUOUS_START, StartsAt(function, z, ONE, value + 1))
    assert not accepts(rules.CONTINUOUS_START, StartsAt(function, z, ONE, value * z))
    assert not accepts(rules.CONTINUOUS_START, StartsAt(function, z, TWO, value))
    assert not accepts(rules.CONTINUOUS_START, StartsAt(function, Z, ONE, value))
    assert not accepts(rules.CONTINUOUS_START, StartsAt(function, z, ONE, value), Identity(x, x))


@pytest.mark.parametrize(
    ("function", "value"),
    [
        # Not continuous at z = 2, where an exponent or a denominator has a pole.
        (2 ** (1 / (z - 2)), ONE / 2),
        (2 ** ((z - 1) / (z - 2)), ONE),
        (z + z ** (1 / (z - 2)), TWO),
        (1 / (2 - z), ONE),
        # Not a real function, or one for some depths alone.
        ((z - 2) ** 2, ONE),
        (((z + Z) / (z + Z**2)) ** (1 / (L - 3)), ONE),
        (((z + Z) / (z + Z**2)) ** eta, ONE),
    ],
)
def test_continuous_start_refuses(function: sympy.Expr, value: sympy.Expr) -> None:
    assert not accepts(rules.CONTINUOUS_START, StartsAt(function, z, ONE, value))


def rises(function: sympy.Expr, derivative: sympy.Expr) -> tuple[Monotone, Inequality]:
    return Monotone(function, z, ONE), Inequality(derivative, ZERO, RATIO_DOMAIN, strict=True)


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        (z, ONE),
        (Z, L),
        (z**3 * Z, 3 + L),
        (z + Z, (z + L * Z) / (z + Z)),
        (G, L * Z / (Z - 1) - z / (z - 1)),
        ((1 + z) ** (1 / L), z / (L * (1 + z))),
        (KAPPA, logarithmic_derivative(KAPPA)),
    ],
)
def test_a_positive_logarithmic_derivative_means_increase(
    function: sympy.Expr, derivative: sympy.Expr
) -> None:
    claim, premise = rises(function, derivative)
    assert accepts(rules.POSITIVE_DERIVATIVE, claim, premise)
    assert not accepts(rules.POSITIVE_DERIVATIVE, claim)
    assert not accepts(rules.POSITIVE_DERIVATIVE, claim, replace(premise, strict=False))
    assert not accepts(rules.POSITIVE_DERIVATIVE, claim, replace(premise, right=-ONE))
    assert not accepts(rules.POSITIVE_DERIVATIVE, claim, replace(premise, left=derivative + 1))
    assert not accepts(rules.POSITIVE_DERIVATIVE, claim, replace(premise, domain=Domain(RATIO_DOMAIN.ranges)))
    assert not accepts(rules.POSITIVE_DERIVATIVE, replace(claim, above=ZERO), premise)
    assert not accepts(rules.POSITIVE_DERIVATIVE, replace(claim, variable=Z), premise)
    assert not accepts(rules.POSITIVE_DERIVATIVE, replace(claim, function=1 / function), premise)


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        # Exponents that change with z: z^(1/z) falls beyond z = e, 2^(-z) everywhere.
        (z ** (1 / z), 1 / z),
        (z ** (1 / G), 1 / G),
        (z * 2 ** (-z), ONE),
        (z * 2 ** (-Z), ONE),
        # A negative function falls where its logarithmic derivative is positive.
        (-z, ONE),
        (z - 5, z / (z - 5)),
        (z ** (1 / (L - 3)), 1 / (L - 3)),
    ],
)
def test_positive_derivative_refuses(function: sympy.Expr, derivative: sympy.Expr) -> None:
    assert not accepts(rules.POSITIVE_DERIVATIVE, *rises(function, derivative))


@pytest.mark.parametrize("depth", [2, 3, 5])
@pytest.mark.parametrize("function", [z, Z * z, G, z + Z, (z + Z) / (z + Z**2), G / (z + Z)], ids=str)
def test_the_logarithmic_derivative_is_taken_along_the_power(function: sympy.Expr, depth: int) -> None:
    in_z = function.subs({G: sum(z**k for k in range(depth)), Z: z**depth})
    said = logarithmic_derivative(function).subs({Z: z**depth, L: depth})
    assert vanishes(said - z * sympy.diff(in_z, z) / in_z)


GROWS = Inequality(KAPPA, z, RATIO_DOMAIN)
EVERY = EveryValue(KAPPA, z, ONE, TWO, once=False)
RISES = Monotone(KAPPA, z, ONE)


def test_a_continuous_function_that_grows_takes_every_value() -> None:
    rule = rules.INTERMEDIATE_VALUE
    assert accepts(rule, EVERY, START, GROWS)
    assert not accepts(rule, EVERY, START)
    assert not accepts(rule, EVERY, GROWS)
    assert not accepts(rule, EVERY, GROWS, START)
    assert not accepts(rule, replace(EVERY, once=True), START, GROWS)
    assert not accepts(rule, replace(EVERY, value_above=ONE), START, GROWS)
    assert not accepts(rule, replace(EVERY, above=ZERO), START, GROWS)
    assert not accepts(rule, replace(EVERY, function=KAPPA + 1), START, GROWS)
    assert not accepts(rule, EVERY, START, replace(GROWS, left=KAPPA + 1))
    assert not accepts(rule, EVERY, START, replace(GROWS, right=1 / z))
    assert not accepts(rule, EVERY, START, replace(GROWS, right=THREE))
    assert not accepts(rule, EVERY, START, replace(GROWS, domain=Domain(RATIO_DOMAIN.ranges)))
    # A function that grows with the depth need not grow with the ratio.
    at_depth = replace(START, variable=L), replace(GROWS, right=L)
    assert not accepts(rule, replace(EVERY, variable=L), *at_depth)


def test_a_strictly_increasing_function_takes_values_once() -> None:
    rule, once = rules.MONOTONE_ONCE, replace(EVERY, once=True)
    assert accepts(rule, once, EVERY, START, RISES)
    for premises in ((EVERY, START), (EVERY, RISES), (START, RISES), (EVERY, RISES, START), ()):
        assert not accepts(rule, once, *premises)
    assert not accepts(rule, EVERY, EVERY, START, RISES)
    assert not accepts(rule, once, EVERY, START, replace(RISES, above=TWO))
    assert not accepts(rule, once, EVERY, START, replace(RISES, function=1 / KAPPA))
    assert not accepts(rule, once, EVERY, replace(START, value=ONE), RISES)
    assert not accepts(rule, replace(once, value_above=ONE), EVERY, START, RISES)


# Orbits.

RESIDUAL = orbits.return_identity()
LOWER = sigma * (1 + z ** (L - 1)) / (1 + z ** (2 * L - 1))
COFACTOR = (z - 1) * (1 + z ** (2 * L - 1)) / (sigma - u)
ORBIT = OrbitForEveryRate(TWO, once=False)


def parametrised(lower: sympy.Expr, cofactor: sympy.Expr) -> ForEveryDepth:
    return ForEveryDepth(Identity(return_residual(), cofactor * (lower - u)))


def test_the_residual_and_its_rate_give_the_orbits() -> None:
    assert parametrised(LOWER, COFACTOR) == RESIDUAL
    assert RESIDUAL.identity.decide()
    assert accepts(rules.ORBIT_BY_RATIO, ORBIT, RESIDUAL, EVERY)
    assert accepts(rules.ORBIT_BY_RATIO, replace(ORBIT, once=True), RESIDUAL, replace(EVERY, once=True))


def test_orbit_by_ratio_refuses_what_does_not_fit() -> None:
    rule = rules.ORBIT_BY_RATIO
    assert not accepts(rule, ORBIT, RESIDUAL)
    assert not accepts(rule, ORBIT, EVERY)
    assert not accepts(rule, ORBIT, EVERY, RESIDUAL)
    assert not accepts(rule, replace(ORBIT, once=True), RESIDUAL, EVERY)
    assert not accepts(rule, replace(ORBIT, above=ONE), RESIDUAL, EVERY)
    assert not accepts(rule, ORBIT, RESIDUAL, replace(EVERY, value_above=ONE))
    assert not accepts(rule, ORBIT, RESIDUAL, replace(EVERY, above=ZERO))
    assert not accepts(rule, ORBIT, RESIDUAL, replace(EVERY, variable=Z))
    for function in (2 * KAPPA, KAPPA * z, orbits.LOWER, KAPPA / orbits.LOWER, z):
        assert not accepts(rule, ORBIT, RESIDUAL, replace(EVERY, function=function))
    wrong = ForEveryDepth(replace(RESIDUAL.identity, left=return_residual() + 1))
    assert not accepts(rule, ORBIT, wrong, EVERY)


@pytest.mark.parametrize(
    "cofactor",
    [
        # Each of these would add or remove orbits: zeros at u = 5 sigma, at z = 3, at L = 3, a pole at z = 2.
        COFACTOR * (5 * sigma - u),
        COFACTOR * (z - 3),
        COFACTOR * (z - 3) ** 2,
        COFACTOR * (L - 3),
        COFACTOR / (z - 2),
        COFACTOR * (sigma - u),
        COFACTOR * (z**L - 8),
        COFACTOR * 0,
    ],
)
def test_the_cofactor_of_the_residual_is_nowhere_zero(
    cofactor: sympy.Expr, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = Identity(return_residual(), cofactor * (LOWER - u))
    assert not accepts(rules.ORBIT_BY_RATIO, ORBIT, ForEveryDepth(identity), EVERY)
    # Even for a residual that has the factor, so that the identity itself is true.
    assert not identity.decide()
    monkeypatch.setattr(rules, "return_residual", lambda: identity.right)
    assert not accepts(
        rules.ORBIT_BY_RATIO, ORBIT, ForEveryDepth(replace(identity, left=identity.right)), EVERY
    )


def test_a_cofactor_that_is_nowhere_zero_may_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    # The rule itself does not depend on the cofactor being the one of this residual.
    other = COFACTOR * (2 * L + z) * (LOWER - u)
    monkeypatch.setattr(rules, "return_residual", lambda: other)
    assert accepts(rules.ORBIT_BY_RATIO, ORBIT, ForEveryDepth(Identity(other, other)), EVERY)


def test_the_lower_point_is_positive() -> None:
    # A negative u_1 is no power of a positive rho.
    residual = ForEveryDepth(Identity(RESIDUAL.identity.left, COFACTOR * (-LOWER - u)))
    assert not accepts(rules.ORBIT_BY_RATIO, ORBIT, residual, EVERY)


# What counts as positive.


@pytest.mark.parametrize(
    "expression", [ONE, z, z + Z, L * z / G, z**L, (z + 1) ** 2, z**EXPONENT, 1 / (z + Z)]
)
def test_sums_of_positive_terms_are_visibly_positive(expression: sympy.Expr) -> None:
    assert visibly_positive(expression)


@pytest.mark.parametrize(
    "expression",
    [ZERO, -z, z - 1, 1 / (z - 1), s_l, s_l**2, Q + 1, pi, z + s_l, sympy.oo, z / (z - Z), (z - Z) ** 2],
)
def test_nothing_else_is(expression: sympy.Expr) -> None:
    assert not visibly_positive(expression)
