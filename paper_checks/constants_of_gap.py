"""The constants of Proposition 2 (balancing): window of learning rates, bound on alpha, factor c."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import flint
import sympy

import theory
from numerics.balls import Truth, ball, working_precision
from paper_checks import enclosures
from paper_checks.checks import exactly as rationals
from paper_checks.constants import (
    NARROW,
    WORKING,
    Constant,
    Number,
    Paper,
    around,
    change,
    enclosed,
    exactly,
)
from paper_checks.formulas import Formula
from theory.symbols import L, S, eta, kappa, sigma

SLUG = "gap-decay"
SLUGS = (SLUG,)
"""The statements that have the constants."""
DEPTHS_OF_STARTS = range(3, 17)
DEPTHS_OF_ORBITS = range(2, 9)
DEPTHS_OF_ALPHA = range(2, 7)
RATES = (Fraction(9, 4), Fraction(5, 2), Fraction(11, 4))
"""Values of kappa at which the bound on alpha is compared."""
SCAN = 250
"""Multiples of 1/SCAN are tried to find where the best bound on alpha ends."""
IN_KAPPA = "kappa = eta S"
LARGEST_GROWTH = Fraction(4)
"""Up to this p = T/c - 1 the end of the window of small starts is looked for."""


def constants(paper: Paper) -> Iterator[Constant]:
    """Return the constants of the statement, from its formulas.

    Raises:
        KeyError: if a formula is not there.
    """
    formulas = paper[SLUG].formulas
    start = in_kappa(formulas["window_from"].expression.lts)
    end = in_kappa(formulas["window_to"].expression.gts)
    yield Constant(
        "window, lower end",
        SLUG,
        f"{IN_KAPPA}; from here on the gap tends to zero, below it starts keep a gap",
        "2",
        "window_from",
        start,
        exactly(formulas["below_edge"].expression.gts),
        tuple(
            f"{SLUG}/{claim}"
            for claim in ("limit-zero", "limit-positive", "window-from-sharp", "window-from-deeper")
        ),
    )
    yield Constant(
        "window, upper end",
        SLUG,
        f"{IN_KAPPA}; up to here no gap grows, from any start that the bound on alpha admits",
        "2",
        "window_to",
        end,
        in_kappa(formulas["beyond_window"].expression.lts),
        (f"{SLUG}/non-increasing", f"{SLUG}/window-sharp"),
    )
    for depth in DEPTHS_OF_STARTS:
        yield Constant(
            "window, upper end for small starts",
            SLUG,
            f"{IN_KAPPA}; up to here no gap grows from any small enough alpha",
            str(depth),
            "window_to",
            end,
            _end_of_small_starts(formulas["largest_pull"].expression, depth),
            (f"{SLUG}/sharp-window",),
        )
    for name, says, claim, at_two in (
        ("monotone_below", "each step shrinks", "each-step-shrinks", "each_step_two"),
        ("shrinks_below", "two steps shrink", "two-steps-shrink", "two_steps_two"),
    ):
        ratio = formulas[name].expression.gts
        for depth in DEPTHS_OF_ORBITS:
            rate = enclosed(
                formulas["orbit_rate"].expression, {"L": depth, "z": enclosed(ratio, {}).ball or flint.arb(0)}
            )
            yield Constant(
                f"window near the orbit, {says} the gap",
                SLUG,
                f"{IN_KAPPA}; up to here {says} a small gap near the period-2 orbit",
                str(depth),
                "window_to",
                end,
                exactly(formulas[at_two].expression) if depth == 2 else rate,
                (f"{SLUG}/{claim}", f"{SLUG}/shrinks-up-to-rate"),
            )
    yield from _of_alpha(paper)
    yield Constant(
        "factor c",
        SLUG,
        "least c with |b(t+1)| <= c |b(t)| for all starts and steps; < with c = 1 fails where a step lands",
        "every",
        "largest_c",
        exactly(formulas["largest_c"].expression),
        _largest_factor(paper),
        (f"{SLUG}/least-c", f"{SLUG}/printed-window"),
    )


def in_kappa(rate: sympy.Expr) -> Number:
    """Return a bound on eta as one on kappa = eta S."""
    return exactly(sympy.expand(rate * S))


def _largest_factor(paper: Paper) -> Number:
    """Return the modulus of what the first step of two layers multiplies the gap by, at the window's end."""
    formulas = paper[SLUG].formulas
    end = sympy.expand(formulas["window_to"].expression.gts * S)
    return exactly(abs(sympy.expand(formulas["first_factor"].expression.subs(L, 2).subs(kappa, end))))


def _end_of_small_starts(relation: sympy.Rel, depth: int) -> Number:
    """Return the kappa up to which a relation between kappa and the largest end-to-end value u holds.

    Both are functions of p = T/c - 1, where T = f(c) is the largest balanced value; kappa rises with p.
    """

    def rate_and_value(p: Fraction) -> tuple[flint.arb, Fraction]:
        power, value, _ = theory.small_starts.at_growth(depth, _sympy(p))
        return ball(rationals.of_sympy(power)).root(depth), rationals.of_sympy(value)

    def holds(p: Fraction) -> Truth:
        rate, value = rate_and_value(p)
        return enclosures.holds(relation, {"L": depth, "kappa": rate, "u": value})

    p = change(holds, Fraction(1, 100), LARGEST_GROWTH)
    with working_precision(WORKING):
        return Number(rate_and_value(p - NARROW)[0].union(rate_and_value(p + NARROW)[0]))


def _of_alpha(paper: Paper) -> Iterator[Constant]:
    formulas = paper[SLUG].formulas
    for depth in DEPTHS_OF_ALPHA:
        for rate in RATES:
            third = (
                depth == 2
                and formulas["two_layers_up_to"].expression.subs(kappa, _sympy(rate)) == sympy.false
            )
            claims = (
                ("alpha-bound-two-layers", "third-step-necessary")
                if third
                else ("alpha-bound", "alpha-bound-necessary")
            )
            yield Constant(
                f"bound on alpha at kappa = {rate}",
                SLUG,
                "alpha in units of sigma^(1/L); up to here no gap grows at any step",
                str(depth),
                "alpha_bound",
                _printed_alpha(formulas["alpha_bound"], depth, rate),
                _first_change(formulas["third_step_bound" if third else "best_bound"], depth, rate),
                tuple(f"{SLUG}/{claim}" for claim in claims),
            )
    yield Constant(
        "least ratio of the bounds on alpha",
        SLUG,
        f"best over printed bound; least at kappa = {formulas['least_factor_at'].plain}",
        "2",
        "",
        None,
        exactly(formulas["least_factor"].expression),
        (f"{SLUG}/alpha-bound-least-factor",),
    )
    start = rationals.of_sympy(sympy.expand(formulas["window_from"].expression.lts * S))
    for depth in DEPTHS_OF_ALPHA[1:]:
        printed = _printed_alpha(formulas["alpha_bound"], depth, start).ball
        best = _first_change(formulas["best_bound"], depth, start).ball
        assert printed is not None
        assert best is not None
        with working_precision(WORKING):
            ratio = Number(best / printed)
        yield Constant(
            "least ratio of the bounds on alpha",
            SLUG,
            f"best over printed bound; approached as kappa falls to {start}",
            str(depth),
            "",
            None,
            ratio,
            (f"{SLUG}/alpha-bound-least-factor", f"{SLUG}/alpha-bound"),
        )


def _printed_alpha(formula: Formula, depth: int, rate: Fraction) -> Number:
    bound = formula.expression.gts.subs({S: L, sigma: 1, eta: kappa / L})
    return enclosed(bound, {"L": depth, "kappa": rate})


def _first_change(formula: Formula, depth: int, rate: Fraction) -> Number:
    """Return the least alpha at which a relation between alpha, kappa and L stops holding."""
    relation = enclosures.at_depth(formula.expression, {"L": depth})

    def holds(start: Fraction) -> Truth:
        return enclosures.holds(relation, {"kappa": rate, "alpha": start})

    with working_precision(WORKING):
        first = next(index for index in range(1, 4 * SCAN) if holds(Fraction(index, SCAN)) is Truth.FALSE)
    return Number(around(change(holds, Fraction(first - 1, SCAN), Fraction(first, SCAN))))


def _sympy(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)
