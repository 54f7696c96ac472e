"""The constants of the minima: sharpness, and depth and target at which the edge of stability is reached."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from numerics.balls import Truth, less, working_precision
from paper_checks import enclosures
from paper_checks.constants import WORKING, Constant, Number, Paper, around, change, exactly
from theory.symbols import L, eta, kappa

HESSIAN, FLATTEST = "hessian-balanced", "flattest-minimum"
DEPTH, CHAOS, FEATURES = "eos-depth-and-task", "period-doubling", "top-features"
SLUGS = (HESSIAN, FLATTEST, DEPTH, CHAOS, FEATURES)
"""The statements that have the constants."""
NEXT_DEPTHS = range(2, 9)
DEPTHS = range(2, 17)
EVEN = range(2, 17, 2)


def constants(paper: Paper) -> Iterator[Constant]:
    """Return the constants of four statements, from their formulas.

    Raises:
        KeyError: if a formula is not there.
    """
    least = exactly(paper[FLATTEST].formulas["least_sharpness"].expression)
    yield Constant(
        "sharpness of the balanced minimum",
        HESSIAN,
        "largest Hessian eigenvalue; no global minimum has a smaller one",
        "every",
        "top_eigenvalue",
        exactly(paper[HESSIAN].formulas["top_eigenvalue"].expression),
        least,
        (f"{HESSIAN}/top-eigenvalue", f"{FLATTEST}/every-minimum"),
    )
    yield Constant(
        "smallest sharpness of a minimum",
        FLATTEST,
        "no global minimum is flatter; the balanced one attains it",
        "every",
        "least_sharpness",
        least,
        exactly(paper[HESSIAN].formulas["top_eigenvalue"].expression),
        (f"{FLATTEST}/matrices", f"{FLATTEST}/every-minimum"),
    )
    counted = {
        name: exactly(paper[FEATURES].formulas[name].expression) for name in ("printed_count", "count")
    }
    yield Constant(
        "Hessian directions beyond the edge",
        FEATURES,
        "number of eigenvalues above 2/eta at the balanced minimum, of p modes and q pairs beyond the edge",
        "every",
        "printed_count",
        counted["printed_count"],
        counted["count"],
        (f"{FEATURES}/directions-beyond-eos", f"{FEATURES}/directions-count"),
    )
    threshold = paper[DEPTH].formulas["threshold"].expression
    yield Constant(
        "edge of stability",
        DEPTH,
        "eta times the sharpness of the flattest minimum; beyond it no minimum is stable",
        "every",
        "threshold",
        exactly(sympy.expand(threshold.lts * eta)),
        # Where reaching_target is an equality, eta times the sharpness is the edge.
        exactly(_edge(paper)),
        (f"{DEPTH}/threshold", f"{DEPTH}/task"),
    )
    yield Constant(
        "sigma_1 from which more depth is always sharper",
        DEPTH,
        "sharpness of the flattest minimum rises over all depths exactly above it",
        "all",
        "",
        None,
        exactly(paper[DEPTH].formulas["every_depth_sharper"].expression.lts),
        (f"{DEPTH}/depth", f"{DEPTH}/every-depth"),
    )
    for depth in NEXT_DEPTHS:
        yield Constant(
            "sigma_1 from which the next layer is sharper",
            DEPTH,
            "one more layer makes the flattest minimum sharper exactly above it",
            str(depth),
            "",
            None,
            exactly(paper[DEPTH].formulas["next_depth_sharper"].expression.lts.subs(L, depth)),
            (f"{DEPTH}/next-depth",),
        )
    yield from _of_chaos(paper)


def _edge(paper: Paper) -> sympy.Expr:
    """Return eta L sigma_1^(2 - 2/L) at the target from which on the edge is reached."""
    target = paper[DEPTH].formulas["reaching_target"].expression.lts
    base, exponent = target.as_base_exp()
    return sympy.expand(sympy.powdenest(base ** sympy.cancel(exponent * (2 - 2 / L)), force=True) * eta * L)


def _of_chaos(paper: Paper) -> Iterator[Constant]:
    says = "kappa = eta S; small balanced starts stay {} exactly up to here"
    for name, polynomial, depths, at_two, claims in (
        (
            "positive",
            "turns_negative",
            DEPTHS,
            "two_layers_negative",
            ("bounded-positive", "bounded-positive-two-layers"),
        ),
        ("bounded", "runs_away", EVEN, "two_layers_away", ("bounded-even", "bounded-two-layers")),
    ):
        for depth in depths:
            yield Constant(
                f"small balanced starts stay {name}",
                CHAOS,
                says.format(name),
                str(depth),
                "",
                None,
                _zero(paper, at_two) if depth == 2 else _rate(paper, polynomial, depth),
                tuple(f"{CHAOS}/{claim}" for claim in claims[: 2 if depth == 2 else 1]),
            )


def _zero(paper: Paper, name: str) -> Number:
    """Return the largest zero of a stated polynomial in kappa."""
    return exactly(max(sympy.roots(sympy.Poly(paper[CHAOS].formulas[name].expression, kappa)), key=sympy.re))


def _rate(paper: Paper, name: str, depth: int) -> Number:
    """Return kappa where a stated polynomial in u is zero, and the stated rate, a multiple of kappa, is 1."""
    formulas = paper[CHAOS].formulas
    polynomial = enclosures.at_depth(formulas[name].expression, {"L": depth})

    def negative(value: Fraction) -> Truth:
        return less(enclosures.value(polynomial, {"u": value}), 0)

    start = Fraction(depth - 1, 2 * depth - 1)
    zero = change(negative, start + Fraction(1, 10**6), Fraction(1))
    multiple = formulas["critical_rate"].expression / kappa
    with working_precision(WORKING):
        return Number(1 / enclosures.value(multiple, {"L": depth, "u": around(zero)}))
