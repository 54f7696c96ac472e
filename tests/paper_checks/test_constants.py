"""The table of constants: its values from other routes, and that it follows the transcriptions."""

import json
from collections.abc import Mapping
from fractions import Fraction

import pytest
import sympy
import typer
from flint import arb
from typer.testing import CliRunner

import numerics
import theory
from numerics.balls import ball, working_precision
from paper_checks import constants, constants_of_orbit, constants_table, registry
from paper_checks.checks import small_starts
from paper_checks.commands.constants import constants as command
from paper_checks.constants import ConstantRecord, Number, compare, exactly
from paper_checks.errors import CheckFailedError
from paper_checks.lock import Recorded, digest

PAPER = {statement.slug: statement for statement in registry.statements()}
ROWS = constants_table.rows(PAPER)


def row(name: str, depth: int | str, rows: list[ConstantRecord] = ROWS, formula: str = "") -> ConstantRecord:
    found = [
        one for one in rows if (one.constant, one.depth) == (name, str(depth)) and formula in one.formula
    ]
    assert len(found) == 1
    return found[0]


def edited(slug: str, edits: Mapping[str, str]) -> list[ConstantRecord]:
    return constants_table.rows({**PAPER, slug: PAPER[slug].edited(edits)}, slugs=(slug,))


def test_every_row_names_claims_and_a_best_value() -> None:
    assert all(one.best and one.proved for one in ROWS)
    assert len({(one.constant, one.depth, one.formula) for one in ROWS}) == len(ROWS)


def test_irrational_numbers_have_thirty_digits() -> None:
    for one in ROWS:
        shown = one.best.replace(".", "").lstrip("0")
        assert not shown.isdigit() or len(shown) == 30 or len(shown) < 4, one


@pytest.mark.parametrize("depth", [2, 3, 7, 16])
def test_the_doubling_is_the_one_of_the_update_rule(depth: int) -> None:
    edge = numerics.doubling.enclose(depth, 40)
    found = constants_of_orbit.doubling(PAPER, depth)
    assert found.ball is not None
    with working_precision(60):
        assert edge.low < found.ball < edge.high


@pytest.mark.parametrize("depth", [3, 5])
def test_the_window_of_small_starts_is_the_one_of_the_balanced_step(depth: int) -> None:
    found = Fraction(row("window, upper end for small starts", depth).best)
    relation = PAPER["gap-decay"].formulas["largest_pull"].expression
    assert abs(found - small_starts.window_end(relation, depth)) < Fraction(1, 10**28)
    low, high = theory.small_starts.window_end_between(depth, 32)
    assert low - Fraction(1, 10**28) < found < high + Fraction(1, 10**28)


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_the_best_bound_on_alpha_is_the_one_that_a_cover_proves(depth: int) -> None:
    best = numerics.start_bound.best_bound(depth, Fraction(11, 4)).alpha
    with working_precision(60):
        assert abs(best - ball(Fraction(row("bound on alpha at kappa = 11/4", depth).best))) < arb(10) ** -28


@pytest.mark.parametrize("depth", [3, 8])
def test_the_gap_near_the_orbit_shrinks_up_to_the_stated_rate(depth: int) -> None:
    found = row("window near the orbit, two steps shrink the gap", depth)
    rate = Fraction(found.best)
    factors = [
        numerics.orbits.two_step_gap_factor(numerics.orbits.enclose(depth, rate * (1 + side), 50))
        for side in (-Fraction(1, 10**25), Fraction(1, 10**25))
    ]
    assert factors[0] > -1 > factors[1]


def test_exact_numbers_are_exact() -> None:
    assert row("window, as attractor", 2, formula="2*sqrt(2)").exact == "-2 + 2*sqrt(5)"
    assert "zero of 64*kappa^15" in row("window, as attractor", 3, formula="2*sqrt(2)").exact
    assert row("window near the orbit, two steps shrink the gap", 2).best == "4"
    assert row("interval, upper point from above", 2).ratio == "2/3"
    assert row("factor of eta in the update", "every").ratio == "1/L"
    assert row("Hessian directions beyond the edge", "every").difference == "p^2 - p + 2*q"
    assert row("interval, upper point from above", "to infinity").exact == "1/2 + sqrt(2)/2"
    assert row("small balanced starts stay positive", 2).exact == "-2 + 3*sqrt(3)"


def test_constants_that_are_best_as_printed() -> None:
    best = {one.constant for one in ROWS if one.relation == "equal"}
    assert {"window, lower end", "window, upper end", "factor c", "edge of stability"} <= best
    assert {"interval, lower point from above", "sharpness of the balanced minimum"} <= best


def test_the_table_follows_an_edited_transcription() -> None:
    name = "window, as attractor"
    orbit = edited("rank-p-orbit", {"printed_window": "kappa < 12/5", "upper_point_below": "u < 3*sigma"})
    narrow = row(name, 3, orbit, "12/5")
    assert (narrow.printed, narrow.relation, narrow.formula) == ("12/5", "larger", "kappa < 12/5")
    assert row("interval, upper point from above", 5, orbit).printed == "3"
    gap = edited("gap-decay", {"window_to": "3/S > eta", "monotone_below": "z < 2"})
    assert row("window, upper end", 2, gap).relation == "smaller"
    assert row("factor c", "every", gap).relation == "larger"
    found = row("window near the orbit, each step shrinks the gap", 3, gap).best
    assert found.startswith(str(theory.orbits.kappa(3, 2).evalf(20))[:18])


def test_the_best_column_follows_the_claims() -> None:
    lower = edited("rank-p-orbit", {"lower_point_below": "u < 11*sigma/10"})
    assert row("interval, lower point from above", "every", lower).relation == "smaller"
    moved = edited("period-doubling", {"two_layers_away": "kappa - 5"})
    assert row("small balanced starts stay bounded", 2, moved).best == "5"


def test_what_is_missing_is_an_error() -> None:
    claims = tuple(one for one in PAPER["gap-decay"].claims if one.name != "sharp-window")
    without = type(PAPER["gap-decay"])(**{**vars(PAPER["gap-decay"]), "claims": claims})
    with pytest.raises(CheckFailedError, match="sharp-window"):
        constants_table.rows({**PAPER, "gap-decay": without}, slugs=("gap-decay",))
    with pytest.raises(CheckFailedError, match="could not be computed"):
        edited("rank-p-orbit", {"multiplier": "1 + z"})


def test_a_recorded_verdict_is_shown_while_it_is_up_to_date() -> None:
    statement = PAPER["hessian-balanced"]
    name = "hessian-balanced/top-eigenvalue"
    said = digest(statement, statement.claim("top-eigenvalue"))
    fresh = constants_table.rows(PAPER, {name: Recorded(said, "sampled")}, ("hessian-balanced",))
    stale = constants_table.rows(PAPER, {name: Recorded("0", "sampled")}, ("hessian-balanced",))
    assert [(one.proved[0].verdict, one.proved[0].recorded) for one in (fresh[0], stale[0])] == [
        ("sampled", True),
        ("proved", False),
    ]


def test_comparisons_are_certain_or_say_so() -> None:
    with working_precision(30):
        third = Number(arb(1) / 3)
        assert compare(third, Number(arb(1) / 3))[0] == "not told apart"
        assert compare(third, exactly(sympy.Rational(1, 2)))[0] == "larger"
    assert compare(exactly(sympy.sqrt(8)), exactly(2 * sympy.sqrt(2))) == ("equal", "1", "0")
    assert compare(exactly(sympy.Integer(2)), constants.UNBOUNDED)[0] == "unbounded"
    assert compare(None, third) == ("", "", "")


def test_the_command_prints_every_form() -> None:
    app = typer.Typer()
    app.command()(command)
    printed = {
        form: CliRunner().invoke(app, ["hessian-balanced", "period-doubling", "--format", form])
        for form in ("table", "markdown", "json")
    }
    assert all(result.exit_code == 0 for result in printed.values())
    read = json.loads(printed["json"].output)
    assert {one["statement"] for one in read} == {"hessian-balanced", "period-doubling"}
    assert printed["markdown"].output.count("\n") == len(read) + 2
    assert "3.19615242270663188058233902452" in printed["table"].output
