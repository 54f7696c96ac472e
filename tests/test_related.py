"""What docs/related.md says of earlier work: its claims exist, and its constants follow from the update."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

from numerics import cascade, orbits
from numerics.balls import decimal
from paper_checks import registry
from paper_checks.formulas import Formula
from paper_checks.verdicts import Verdict
from theory import modes
from theory import orbits as exact
from theory.polynomials import vanishes
from theory.symbols import L, Q, eta, kappa, rho, s_l, sigma, z

TEXT = (Path(__file__).parents[1] / "docs" / "related.md").read_text(encoding="utf-8")
BODY, REFERENCES = TEXT.split("## References")
ON_ONE_LINE = " ".join(TEXT.split())
KNOWN_BY = {"text", "abstract", "secondary", "recalled"}
RELATIONS = {"agrees", "sharpened", "extended", "corrected", "context"}


def rows(*header: str) -> Iterator[list[str]]:
    """Yield the rows of all tables with this header."""
    inside = False
    for line in BODY.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if inside and cells and not set(cells[0]) <= {"-"}:
            yield cells
        inside = bool(cells) and (inside or cells == list(header))


def code(cell: str) -> list[str]:
    """Return what a cell sets in code."""
    return re.findall(r"`([^`]+)`", cell)


THRESHOLDS = list(rows("work", "at this value", "its parameter", "value", "κ", "decimals", "our claim"))
WORKS = list(rows("work", "states", "known by", "relation", "our claims"))
PRINTED = list(rows("printed", "instead"))


def test_every_claim_exists() -> None:
    claims = {f"{statement.slug}/{claim.name}" for statement, claim in registry.claims()}
    named = set(re.findall(r"`([a-z0-9-]+/[a-z][a-z0-9-]+)`", BODY)) - {"slug/claim"}
    assert len(named) > 60
    assert named <= claims, named - claims


def test_every_work_has_one_reference_and_a_row_that_says_how_it_is_known() -> None:
    listed = re.findall(r"^- \[(\w+)\]", REFERENCES, re.MULTILINE)
    assert listed == sorted(listed, key=str.lower)
    assert max(Counter(listed).values()) == 1
    assert set(re.findall(r"\[(\w+\d\d)\]", TEXT)) == set(listed)
    assert {key for row in WORKS for key in re.findall(r"\[(\w+)\]", row[0])} == {*listed} - {"Ghosh25"}
    assert {row[2] for row in WORKS} <= KNOWN_BY
    assert {row[3] for row in WORKS} <= RELATIONS
    assert all(code(row[4]) for row in WORKS)


def test_what_is_refuted_as_printed_and_what_holds_instead() -> None:
    verdicts = {f"{s.slug}/{claim.name}": claim.expected for s, claim in registry.claims()}
    assert len(PRINTED) == 12
    for printed, instead in PRINTED:
        assert verdicts[code(printed)[0]] is Verdict.REFUTED
        assert verdicts[code(instead)[0]] is not Verdict.REFUTED


def cubic(value: sympy.Expr, a: sympy.Expr) -> sympy.Expr:
    """The map of [ChenX23]; that a balanced mode of two layers follows it is shown beside the identities."""
    return value**3 + (a - 2) * value**2 + (1 - 2 * a) * value


r, a = sympy.symbols("r a")


def loss_begins_to_rise() -> sympy.Expr:
    """Where r'/r first reaches -1: r'/r + 1 gets a double root in r."""
    quadratic = sympy.Poly(sympy.cancel(cubic(r, a) / r) + 1, r)
    return 2 * max(sympy.roots(sympy.Poly(quadratic.discriminant(), a)))


def minima_repel() -> sympy.Expr:
    """Where the slope of a balanced step at the minimum is -1, for every depth."""
    slope = sympy.diff(modes.balanced_step(), rho).subs({rho: 1, sigma: 1, eta: kappa / L})
    assert vanishes(slope - (1 - kappa))
    return sympy.solve(sympy.expand(slope + 1), kappa)[0]


def crossing(value: int, near: str) -> sympy.Expr:
    """Where the multiplier of the period-2 orbit of two layers has a value, by Newton steps in balls."""
    low = cascade.enclose(2, 2, value, Fraction(near), 30).kappa[0]
    return sympy.Rational(low.numerator, low.denominator)


def start_turns_negative() -> sympy.Expr:
    """Where the critical point of the cubic map comes to r = -a, the value at rho = 0, in two steps."""
    highest = cubic((1 - 2 * a) / 3, a)
    return 2 * max(sympy.real_roots(sympy.Poly(sympy.expand(cubic(highest, a) + a), a)))


def start_runs_away() -> sympy.Expr:
    """Where the highest value of the cubic map reaches its fixed point 2, beyond which it grows."""
    assert vanishes(cubic(sympy.Integer(2), a) - 2)
    highest = cubic((1 - 2 * a) / 3, a)
    return 2 * max(sympy.real_roots(sympy.Poly(sympy.expand(highest - 2), a)))


def upper_point_is_largest() -> sympy.Expr:
    """Where the upper point of two layers is largest."""
    upper = exact.points(2, z)[1]
    ratio = max(sympy.roots(sympy.Poly(sympy.numer(sympy.together(sympy.diff(upper, z))), z)))
    assert upper.subs(z, ratio) == sympy.Rational(4, 3)
    return exact.kappa(2, ratio)


def first_step_enlarges_the_gap() -> sympy.Expr:
    """Where the first step from (alpha, 0) multiplies the gap by -1, two layers."""
    factor = sympy.cancel(modes.gap_after_step() / modes.gap()).subs({Q: 1, sigma: 1, s_l: 0})
    return max(sympy.solve(factor.subs(eta, kappa / 2) + 1, kappa))


OURS: dict[str, Callable[[], sympy.Expr]] = {
    "4*sqrt(2) - 4": loss_begins_to_rise,
    "2": minima_repel,
    "2*sqrt(5) - 2": lambda: crossing(-1, "2.47"),
    "3*sqrt(3) - 2": start_turns_negative,
    "4": start_runs_away,
    "3*sqrt(2) - 2": lambda: crossing(0, "2.24"),
    "3": upper_point_is_largest,
    "2*sqrt(2)": first_step_enlarges_the_gap,
}
"""How each kappa of the table follows from the update, but for those that a proof chose."""
CHOSEN = {"1121/500"}


@pytest.mark.parametrize("row", THRESHOLDS, ids=lambda row: f"{row[0]} {row[4]}")
def test_thresholds_translate(row: list[str]) -> None:
    parameter, value, translated = (Formula(code(cell)[0]).expression for cell in row[2:5])
    assert sympy.expand(parameter.subs(kappa, translated) - value) == 0
    assert f"{sympy.N(translated, 20):.7f}" == row[5]


@pytest.mark.parametrize("source", OURS)
def test_thresholds_follow_from_the_update(source: str) -> None:
    assert {code(row[4])[0] for row in THRESHOLDS} == set(OURS) | CHOSEN
    found = OURS[source]()
    assert abs(sympy.N(found - Formula(source).expression, 30)) < sympy.Rational(1, 10**25)


def test_the_doublings_end_within_the_stated_bracket() -> None:
    assert "between 1.30228 and 1.30229" in ON_ONE_LINE
    assert cascade.doublings(2, 8, 20)[-1].kappa[0] / 2 > Fraction("1.30228")
    assert cascade.tripled(2, 7, 20)[-1].kappa[1] / 2 < Fraction("1.30229")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("κ = 3√2 − 2 = 2.24264…", "3*sqrt(2) - 2"),
        ("K = √5 − 1 = 1.23606…", "sqrt(5) - 1"),
        ("√(4/3) = 1.1547…", "sqrt(4/3)"),
        ("up to a = 1.59807…", "3*sqrt(3)/2 - 1"),
    ],
)
def test_decimals_in_the_text(printed: str, number: str) -> None:
    assert printed in ON_ONE_LINE
    decimals = printed.split()[-1].rstrip("…")
    assert str(sympy.N(sympy.sympify(number, rational=True), 20)).startswith(decimals)


def test_the_orbit_at_the_end_of_the_earlier_window() -> None:
    orbit = orbits.enclose(2, Fraction(1121, 500))
    assert orbit.multiplier > 0
    assert decimal(orbit.upper_layer, 6) == "1.12294"
    assert "1.12294… on their range" in ON_ONE_LINE
