"""Rules that bound logarithms and powers with exponents that need not be whole."""

from collections.abc import Sequence

import sympy

from theory.argument import Rule
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.window.comparison import same
from theory.window.propositions import Fact
from theory.window.rules import about_facts, relations_of
from theory.window.signs import sign


def _logarithm(claim: Fact, premises: Sequence[Proposition]) -> bool:
    left, right = claim.relation.left, claim.relation.right
    if not isinstance(right, sympy.log) or claim.relation.strict:
        return False
    x = right.args[0]
    depth = claim.setting.depth
    above_one = sign(x - 1, depth, relations_of(premises))
    return above_one is not None and same(left, (x - 1 / x) / 2, depth)


LOGARITHM: Rule = NamedRule(
    "logarithm",
    "For x >= 1, ln x <= (x - 1/x)/2: equality at 1, and the difference has derivative (1 - 1/x)^2/2.",
    about_facts(_logarithm),
)


def powers(base: sympy.Expr, larger: sympy.Expr, smaller: sympy.Expr) -> Rule:
    """Return the rule that compares two powers of one base that is on a known side of 1."""

    def check(claim: Fact, premises: Sequence[Proposition]) -> bool:
        depth, relations = claim.setting.depth, relations_of(premises)
        up, down = base**larger, base**smaller
        rises = sign(larger - smaller, depth, relations) and sign(base - 1, depth, relations)
        falls = (
            sign(smaller - larger, depth, relations)
            and sign(1 - base, depth, relations)
            and sign(base, depth, relations) == "positive"
        )
        difference = claim.relation.difference
        return bool(rises or falls) and not claim.relation.strict and same(difference, up - down, depth)

    return NamedRule(
        "powers of one base",
        "x^c >= x^d where x >= 1 and c >= d, and where 0 < x <= 1 and c <= d.",
        about_facts(check),
    )


def monotone_power(exponent: sympy.Expr) -> Rule:
    """Return the rule that raises both sides of an inequality to a non-negative power."""

    def check(claim: Fact, premises: Sequence[Proposition]) -> bool:
        if not premises or not isinstance(premises[0], Fact):
            return False
        depth, relations = claim.setting.depth, relations_of(premises[1:])
        larger, smaller = premises[0].relation.left, premises[0].relation.right
        factors = sympy.Mul.make_args(larger)
        difference = sympy.Mul(*(factor**exponent for factor in factors)) - smaller**exponent
        return (
            not claim.relation.strict
            and sign(exponent, depth, relations) is not None
            and all(sign(part, depth, relations) for part in (*factors, smaller))
            and same(claim.relation.difference, difference, depth)
        )

    return NamedRule(
        "monotone powers",
        "From x y >= z >= 0 with x, y >= 0 follows x^c y^c >= z^c for c >= 0.",
        about_facts(check),
    )


def bernoulli(base: sympy.Expr, exponent: sympy.Expr) -> Rule:
    """Return the rule that bounds a power with exponent between 0 and 1 by its tangent at 1."""

    def check(claim: Fact, premises: Sequence[Proposition]) -> bool:
        depth, relations = claim.setting.depth, relations_of(premises)
        tangent = 1 + exponent * (base - 1)
        return (
            not claim.relation.strict
            and sign(base, depth, relations) == "positive"
            and all(sign(part, depth, relations) for part in (exponent, 1 - exponent))
            and same(claim.relation.difference, tangent - base**exponent, depth)
        )

    return NamedRule(
        "concave powers",
        "x^c <= 1 + c (x - 1) for x > 0 and 0 <= c <= 1 (Bernoulli).",
        about_facts(check),
    )


def growth(rate: sympy.Expr, exponent: sympy.Expr) -> Rule:
    """Return the rule that bounds the power (1 + rate)^exponent through the exponential function."""

    def check(claim: Fact, premises: Sequence[Proposition]) -> bool:
        depth, relations = claim.setting.depth, relations_of(premises)
        x = exponent * rate
        bound = (2 + x) / (2 - x)
        return (
            not claim.relation.strict
            and all(sign(part, depth, relations) for part in (rate, exponent))
            and sign(2 - x, depth, relations) == "positive"
            and same(claim.relation.difference, bound - (1 + rate) ** exponent, depth)
        )

    return NamedRule(
        "growth of powers",
        "(1 + r)^c <= (2 + c r)/(2 - c r) for r, c >= 0 and c r < 2: the power is at most exp(c r), and "
        "ln((2 + x)/(2 - x)) - x has derivative x^2/(4 - x^2).",
        about_facts(check),
    )
