"""The constants of Theorem 1 on learning rates: the update, and the window in each reading."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from numerics.balls import Truth, less, working_precision
from paper_checks import enclosures
from paper_checks.constants import (
    UNBOUNDED,
    WORKING,
    Constant,
    Number,
    Paper,
    around,
    change,
    enclosed,
    exactly,
)
from paper_checks.statements import Statement
from theory.symbols import L, eta, kappa, rho, sigma, z

SLUG = "rank-p-orbit"
SLUGS = (SLUG,)
"""The statements that have the constants."""
DEPTHS = range(2, 17)
CERTIFIED = range(3, 5)
IN_KAPPA = "kappa = eta S"
READINGS = ("printed_window", "printed_window_wide")
"""K > S/sqrt(2) and K > S/(2 sqrt(2)), as bounds on kappa = 2 S/K."""


def constants(paper: Paper) -> Iterator[Constant]:
    """Return the constants of the statement, from its formulas and from the learning rate of an orbit.

    Raises:
        KeyError: if a formula is not there.
    """
    statement = paper[SLUG]
    formulas = statement.formulas
    onset = exactly(formulas["beyond_eos"].expression.lts)
    yield Constant(
        "onset of the period-2 orbit",
        SLUG,
        f"{IN_KAPPA}; beyond it the orbit exists, up to it none does",
        "every",
        "beyond_eos",
        onset,
        exactly(_least_rate(paper)),
        _named("existence", "uniqueness-positive"),
    )
    yield Constant(
        "factor of eta in the update",
        SLUG,
        "the balanced step is rho plus so many times eta (sigma - rho^L) rho^(L-1)",
        "every",
        "update",
        exactly(_gain(formulas["update"].expression - rho)),
        exactly(_gain(formulas["corrected_update"].expression - rho)),
        _named("update", "corrected-update"),
    )
    yield Constant(
        "factor of eta in the ratio z",
        SLUG,
        "z is 1 plus so many times eta (sigma - rho^L) rho^(L-2)",
        "every",
        "ratio",
        exactly(_gain((formulas["ratio"].expression - 1) * rho)),
        exactly(_gain((formulas["corrected_ratio"].expression - 1) * rho)),
        _named("printed-polynomial", "corrected-polynomial"),
    )
    for name, claim in zip(READINGS, ("printed-window-exists", "printed-window-exists-wide"), strict=True):
        yield Constant(
            "window, as existence",
            SLUG,
            f"{IN_KAPPA}; the orbit exists up to here",
            "every",
            name,
            exactly(formulas[name].expression.gts),
            UNBOUNDED,
            _named("existence", claim),
        )
    ends = {depth: doubling(paper, depth) for depth in DEPTHS}
    for name, claim in zip(
        READINGS, ("printed-window-attracts", "printed-window-attracts-wide"), strict=True
    ):
        printed = exactly(formulas[name].expression.gts)
        says = f"{IN_KAPPA}; the orbit attracts balanced states up to here"
        for depth in DEPTHS:
            claims = {2: ("doubling-2-layers",), 3: ("doubling-3-layers",)}.get(depth, ())
            yield Constant(
                "window, as attractor",
                SLUG,
                says,
                str(depth),
                name,
                printed,
                ends[depth],
                _named(claim, "attracting-on-mode", *claims),
            )
        yield Constant(
            "window, as attractor",
            SLUG,
            says,
            "2 to 64 at once",
            name,
            printed,
            exactly(formulas["attracting_window"].expression.gts),
            _named(claim, "attracting-window", "doubling-rises"),
        )
        yield Constant(
            "window, as attractor",
            SLUG,
            says,
            "to infinity",
            name,
            printed,
            exactly(formulas["limit_doubling"].expression),
            _named("doubling-deep-limit"),
        )
    yield from _in_full_space(statement)


def _gain(moved: sympy.Expr) -> sympy.Expr:
    """Return a step as a multiple of eta (sigma - rho^L) rho^(L-1)."""
    return sympy.cancel(sympy.powsimp(moved / (eta * (sigma - rho**L) * rho ** (L - 1))))


def _named(*claims: str) -> tuple[str, ...]:
    return tuple(f"{SLUG}/{claim}" for claim in claims)


def _least_rate(paper: Paper) -> sympy.Expr:
    """Return kappa of the orbit as its ratio falls to 1, for two layers; the formula rises with the ratio."""
    rate = paper["gap-decay"].formulas["orbit_rate"].expression.subs(L, 2)
    return sympy.limit(rate, z, 1, "+")


def doubling(paper: Paper, depth: int) -> Number:
    """Return the kappa at which the multiplier of the orbit is -1, where its formula is in the statement.

    Raises:
        ArithmeticError: if the multiplier does not pass -1.
    """
    multiplier = enclosures.at_depth(paper[SLUG].formulas["multiplier"].expression, {"L": depth})

    def above(ratio: Fraction) -> Truth:
        return less(-1, enclosures.value(multiplier, {"z": ratio}))

    # The power z^L stays away from 1 as the depth grows.
    ratio = change(above, 1 + Fraction(1, 10 * depth), Fraction(3))
    number = enclosed(paper["gap-decay"].formulas["orbit_rate"].expression, {"L": depth, "z": around(ratio)})
    formulas = paper[SLUG].formulas
    assert number.ball is not None
    if depth == 2:
        # The positive zero of the polynomial that the claim states, if it is this number.
        zeros = sympy.roots(sympy.Poly(formulas["doubling_two"].expression, kappa))
        exact = exactly(max(zeros, key=sympy.re))
        return exact if exact.ball is not None and exact.ball.overlaps(number.ball) else number
    if depth == 3:
        stated = formulas["doubling_three"]
        with working_precision(WORKING):
            vanishes = enclosures.value(stated.expression, {"kappa": number.ball}).contains(0)
        return Number(number.ball, zero_of=stated.plain) if vanishes else number
    return number


def _in_full_space(statement: Statement) -> Iterator[Constant]:
    formulas = statement.formulas
    says = "eta (S + S_1), S of the resting second mode; up to here the orbit with p = 1 attracts all layers"
    both = "kappa of each of p >= 2 modes; above the onset and up to here the orbit would attract all layers"
    yield Constant(
        "window, full space, p = 1",
        SLUG,
        says,
        "2",
        "",
        None,
        exactly(formulas["transverse_window"].expression.gts),
        _named("attracting-full-space-one"),
    )
    low, high = formulas["phase_attracts"].expression.gts, formulas["phase_repels"].expression.lts
    for depth in CERTIFIED:
        yield Constant(
            "window, full space, p = 1",
            SLUG,
            f"{says}; it depends on kappa_1",
            str(depth),
            "",
            None,
            Number(None, between=(low, high)),
            _named("phase-diagram-one", "transverse-turning-deeper"),
        )
    for depths, claim in (("2", "repelling-full-space-more"), ("3 to 6", "repelling-full-space-deeper")):
        yield Constant(
            "window, full space, p >= 2",
            SLUG,
            f"{both}: for no learning rate",
            depths,
            "printed_window",
            exactly(formulas["printed_window"].expression.gts),
            exactly(sympy.expand(formulas["both_beyond"].expression.lts * eta)),
            _named("attracting-full-space-more", claim),
        )
