"""The numbers behind the figures: measurement against prediction, tables against rows, refused inputs."""

import csv
import importlib
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint
import pytest
import sympy

from numerics import modes
from numerics import orbits as measured_orbits
from numerics.balls import Truth, ball, bits_for, decimal, inside, less, overlaps, to_rationals, working_bits
from paper_checks import figures, predictions
from paper_checks.drawings import drawing
from paper_checks.errors import UnusableInputError
from paper_checks.ghosh2025 import balancing_gap_figure, oscillation_range_figure, phase_diagram_figure
from paper_checks.ghosh2025.balancing_gap_figure import GapRow, Meaning
from paper_checks.ghosh2025.oscillation_range_figure import RangeRow
from theory import balancing, orbits
from theory.symbols import s_k, s_l, z

BITS = 2 * bits_for(50)
# An estimate of a distance "up to a factor of order 1" may be off by this many decimal digits.
BELOW, ABOVE = 0.5, 2.5

SMALL: dict[str, dict[str, Any]] = {
    "balancing-gap": {"steps": 40},
    "oscillation-range": {"singular_values": ["10", "9"], "rates": ["0.0305", "0.033", "0.04"], "steps": 700},
    "bifurcation-diagram": {"depths": [2], "resolution": 6, "steps": 60},
    "generic-basis-run": {"steps": 300},
    "phase-diagram": {"depths": [2], "halvings": 8},
    "layer-oscillation": {"singular_values": ["10", "6"], "steps": 63},
    "period-doubling": {"rates": ["0.034", "0.0395"], "steps": 64},
    "momentum-run": {"steps": 2},
    "flow-contour": {"steps": 5},
    "balancing-contour": {"steps": 93},
    "nonlinear-sharpness": {"rates": ["9/10"], "steps": 15, "starts": 2},
}


@pytest.fixture(autouse=True)
def precision() -> Iterator[None]:
    with working_bits(BITS):
        yield


@pytest.fixture(scope="module")
def gap_rows() -> dict[str, list[GapRow]]:
    rows = balancing_gap_figure.measure()
    return {rate: [row for row in rows if row.rate == Fraction(rate)] for rate in ("0.18", "0.1997", "0.21")}


@pytest.fixture(scope="module")
def range_rows() -> tuple[RangeRow, ...]:
    return oscillation_range_figure.measure()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    places = {name: tmp_path_factory.mktemp(name) / "new" / "place" for name in SMALL}
    for name, place in places.items():
        figures.write(name, place, **SMALL[name])
    return places


def encloses(value: flint.arb, exact: Fraction) -> bool:
    low, high = to_rationals(value)
    return low <= exact <= high


def agreement(difference: flint.arb) -> float:
    return -float((abs(difference).upper().log() / flint.arb(10).log()).mid())


# Predictions


def test_printed_thresholds() -> None:
    computed = [decimal(predictions.threshold(3, Fraction(s)), 20) for s in ("10", "9.5", "9")]
    printed = ("0.03094", "0.033134", "0.035611")
    for value, text in zip(computed, printed, strict=True):
        places = len(text) - 2
        assert round(Fraction(value), places) == Fraction(text)


@pytest.mark.parametrize("depth", [2, 3, 4, 9])
@pytest.mark.parametrize("kappa", ["2.0000001", "2.1", "2.4", "3", "50"])
def test_orbit_solved_from_the_parametrisation_is_the_one_the_update_rule_has(depth: int, kappa: str) -> None:
    found = measured_orbits.enclose(depth, kappa, 40)
    solved = predictions.orbit(depth, ball(kappa))
    pairs = (
        (solved.ratio, found.ratio),
        (solved.lower, found.lower),
        (solved.upper, found.upper),
        (solved.multiplier, found.multiplier),
        (solved.gap_factor, measured_orbits.two_step_gap_factor(found)),
    )
    for prediction, value in pairs:
        assert overlaps(prediction, value) is Truth.TRUE
        assert prediction.rad() < abs(value) * flint.arb(10) ** -30 + flint.arb(10) ** -30
    other = predictions.orbit(depth, ball(kappa) + flint.arb(10) ** -20)
    assert overlaps(other.ratio, found.ratio) is Truth.FALSE


def test_a_wrong_guess_of_the_ratio_is_not_taken_for_an_orbit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predictions, "_guess", lambda _formula, _wanted: ball("1.2"))
    with pytest.raises(ArithmeticError, match="no orbit ratio"):
        predictions.orbit(2, ball("2.1"))


def test_orbit_attracts_up_to_the_doubling_rate_and_not_beyond() -> None:
    edge = ball(str(orbits.doubling_kappa(3).evalf(30)))
    assert predictions.orbit(3, edge - ball("1e-20")).attracts
    assert not predictions.orbit(3, edge + ball("1e-20")).attracts


def test_no_orbit_is_made_up_where_there_is_none() -> None:
    with pytest.raises(ArithmeticError, match="no orbit ratio"):
        predictions.orbit(3, ball("1.9"))


@pytest.mark.parametrize("depth", [2, 3, 5])
def test_curve_ends_at_its_rate_and_rises(depth: int) -> None:
    points = predictions.curve(depth, ball("2.3"), 12)
    rates = [kappa for kappa, _ in points]
    assert all(less(a, b) is Truth.TRUE for a, b in itertools.pairwise(rates))
    assert agreement(rates[-1] - ball("2.3")) > 30
    middle, orbit = points[5]
    assert overlaps(predictions.orbit(depth, middle).upper, orbit.upper) is Truth.TRUE


@pytest.mark.parametrize(("rate", "beyond"), [("0.0416", False), (Fraction(1, 24), False), ("0.0417", True)])
def test_edge_is_decided_exactly(rate: str | Fraction, beyond: bool) -> None:
    # sigma = 8 at depth 3 has sharpness 48, so kappa is exactly 2 at 1/24.
    assert predictions.beyond_edge(3, Fraction(8), Fraction(rate)) is beyond


@pytest.mark.parametrize("rate", ["0.1997", "0.18"])
def test_largest_stable_gap_separates_contracting_from_expanding_minima(rate: str) -> None:
    target, eta = 5, Fraction(rate)
    edge = predictions.largest_stable_gap(Fraction(target), eta)
    for factor, contracts in (("0.999", True), ("1.001", False)):
        gap = edge * ball(factor)
        # s_1 s_2 = sigma and s_1^2 - s_2^2 = gap.
        first = ((gap + (gap**2 + 4 * ball(target) ** 2).sqrt()) / 2).sqrt()
        minimum = (first, target / first)
        # A small push along the gradient of the product, the direction of largest curvature.
        push = ball("1e-20")
        start = (minimum[0] + push * minimum[1], minimum[1] + push * minimum[0])
        after = modes.step(start, ball(target), ball(eta))
        before, now = (abs(modes.product(state) - target) for state in (start, after))
        assert (less(now, before) if contracts else less(before, now)) is Truth.TRUE


def test_no_gap_is_stable_at_or_beyond_the_edge() -> None:
    assert predictions.largest_stable_gap(Fraction(5), Fraction("0.2")) == 0
    assert predictions.largest_stable_gap(Fraction(5), Fraction("0.21")) == 0


# The balancing gap


def test_gap_has_a_row_for_each_rate_and_step(gap_rows: dict[str, list[GapRow]]) -> None:
    assert {rate: [row.step for row in rows] for rate, rows in gap_rows.items()} == {
        rate: list(range(501)) for rate in ("0.18", "0.1997", "0.21")
    }
    assert [rows[0].normalised for rows in gap_rows.values()] == [
        Fraction("1.8"),
        Fraction("1.997"),
        Fraction("2.1"),
    ]
    assert all(row.gap.rel_accuracy_bits() > 100 for rows in gap_rows.values() for row in rows)


@pytest.mark.parametrize("rate", ["0.18", "0.1997", "0.21"])
def test_first_gaps_are_those_of_exact_fractions(gap_rows: dict[str, list[GapRow]], rate: str) -> None:
    first, second, eta = Fraction("1.5"), Fraction("2.25"), Fraction(rate)
    for row in gap_rows[rate][:6]:
        gap = abs(first**2 - second**2)
        assert encloses(row.gap, gap)
        error = first * second - 5
        first, second = first - eta * error * second, second - eta * error * first


def test_gradient_flow_keeps_the_gap_of_the_reference_line(gap_rows: dict[str, list[GapRow]]) -> None:
    assert balancing.conserved(s_l**2 - s_k**2).check().holds
    assert all(encloses(rows[0].gap, Fraction("2.8125")) for rows in gap_rows.values())
    assert all(less(rows[1].gap, "2.8") is Truth.TRUE for rows in gap_rows.values())


def test_below_the_edge_a_gap_survives_within_its_bound(gap_rows: dict[str, list[GapRow]]) -> None:
    for rate, bound in (("0.18", "2.8125"), ("0.1997", "0.54834")):
        last = gap_rows[rate][-1]
        assert last.meaning is Meaning.BOUND
        assert last.predicted is not None
        assert decimal(last.predicted, 5) == decimal(ball(bound), 5)
        assert less(last.gap, last.predicted) is Truth.TRUE
        assert less("0.1", last.gap) is Truth.TRUE
    # At kappa = 1.8 the bound is the initial gap, the smaller one of the two.
    assert predictions.largest_stable_gap(Fraction(5), Fraction("0.18")) > 4


def test_gap_settles_at_1_8_and_still_moves_at_1_997(gap_rows: dict[str, list[GapRow]]) -> None:
    settled, moving = gap_rows["0.18"][-1], gap_rows["0.1997"][-1]
    assert settled.factor is not None
    assert moving.factor is not None
    # |1 - eta (s_1^2 + s_2^2)| per step, squared for the gap: 0.96 digits in ten steps.
    sharpness = (settled.gap**2 + 100).sqrt()
    contraction = (1 - ball("0.18") * sharpness) ** 2
    assert agreement(settled.factor - 1) > min(agreement(contraction**498), 48) - BELOW
    assert less("0.0001", 1 - moving.factor) is Truth.TRUE


def test_beyond_the_edge_the_gap_decays_by_the_predicted_factor(gap_rows: dict[str, list[GapRow]]) -> None:
    assert sympy.cancel(balancing.two_step_factor(z) - (3 - orbits.kappa(2, z))) == 0
    last = gap_rows["0.21"][-1]
    assert last.meaning is Meaning.DECAY
    assert last.factor is not None
    assert last.predicted_factor is not None
    assert encloses(last.predicted_factor, Fraction(9, 10))
    assert last.predicted_factor.rel_accuracy_bits() > 100
    orbit = predictions.orbit(2, ball("2.1"))
    start = ball("2.8125") / 5
    expected = agreement(orbit.distance_left(250, start))
    found = agreement(last.factor - last.predicted_factor)
    assert expected > 20
    assert expected - BELOW < found < expected + ABOVE
    assert agreement(last.factor - ball("0.9001")) < expected - BELOW


def test_traced_decay_meets_the_measured_gaps_late_and_not_at_the_start(
    gap_rows: dict[str, list[GapRow]],
) -> None:
    rows = gap_rows["0.21"]
    errors = [abs(row.predicted / row.gap - 1) for row in rows if row.predicted is not None]
    assert len(errors) == 501
    assert less(errors[0], "0.5") is Truth.TRUE
    assert less("0.1", errors[0]) is Truth.TRUE
    for early, late in ((0, 100), (100, 200), (200, 300), (1, 101), (101, 201), (201, 301)):
        # The square of the gap shrinks by 0.81 every two steps: 4.6 digits in a hundred.
        gained = agreement(errors[late]) - agreement(errors[early])
        assert 4 < gained < 6.5


def test_no_prediction_where_the_orbit_does_not_attract() -> None:
    rows = balancing_gap_figure.measure(rates=["0.25"], steps=40)
    assert {row.meaning for row in rows} == {Meaning.NONE}
    assert all(row.predicted is None and row.predicted_factor is None for row in rows)


# The oscillation range


def test_range_has_a_row_for_each_mode_and_rate(range_rows: tuple[RangeRow, ...]) -> None:
    rates = [Fraction(305 + 5 * k, 10000) for k in range(12)]
    assert len(range_rows) == 3 * 24
    assert [row.mode for row in range_rows[::24]] == [1, 2, 3]
    assert [row.singular_value for row in range_rows[::24]] == [10, Fraction("9.5"), 9]
    for mode in (1, 2, 3):
        of_mode = [row.rate for row in range_rows if row.mode == mode]
        assert of_mode[::2] == rates
        assert of_mode[-1] == Fraction("0.03625")
        assert all(later - earlier == Fraction("0.00025") for earlier, later in itertools.pairwise(of_mode))


def test_every_range_agrees_to_the_digits_that_the_contraction_leaves(
    range_rows: tuple[RangeRow, ...],
) -> None:
    oscillating = 0
    for row in range_rows:
        assert row.predicted is not None
        assert row.expected_digits is not None
        assert row.agreement is not None
        assert row.arrival is not None
        beyond = row.rate > Fraction(decimal(row.threshold, 20))
        oscillating += beyond
        assert (less(0, row.predicted) is Truth.TRUE) is beyond
        assert row.agreement > row.expected_digits - BELOW
        if row.agreement < 50:
            assert row.agreement < row.expected_digits + ABOVE
    assert oscillating == 22 + 13 + 3


def test_a_rate_that_is_slightly_off_does_not_agree(range_rows: tuple[RangeRow, ...]) -> None:
    for row in range_rows:
        assert row.expected_digits is not None
        if row.expected_digits > 5 and less(2, row.normalised) is Truth.TRUE:
            wrong = predictions.orbit(3, row.normalised * ball("1.00001"))
            target = ball(row.singular_value)
            difference = row.measured / target - (wrong.upper - wrong.lower)
            assert agreement(difference) < row.expected_digits - BELOW


def test_largest_range_is_that_of_an_independent_orbit(range_rows: tuple[RangeRow, ...]) -> None:
    row = range_rows[23]
    kappa = Fraction(decimal(row.normalised, 30))
    orbit = measured_orbits.enclose(3, kappa, 40)
    assert agreement(row.measured - 10 * (orbit.upper - orbit.lower)) > 27


def test_runs_that_are_too_short_expect_nothing() -> None:
    (row,) = oscillation_range_figure.measure(singular_values=[10], rates=["0.033"], steps=20)
    assert row.arrival is None
    assert row.expected_digits == 0


def test_kappa_exactly_two_is_not_beyond_the_edge() -> None:
    (row,) = oscillation_range_figure.measure(singular_values=[8], rates=[Fraction(1, 24)], steps=10)
    assert row.predicted == 0


def test_no_range_is_predicted_beyond_the_doubling_rate() -> None:
    # kappa = 0.04 * 64.63 = 2.585 is beyond 2.489.
    (row,) = oscillation_range_figure.measure(singular_values=[10], rates=["0.04"], steps=30)
    assert (row.predicted, row.expected_digits, row.agreement) == (None, None, None)


def test_depth_is_that_of_the_start() -> None:
    (row,) = oscillation_range_figure.measure(
        singular_values=[1], start=["0.5", "0.5", "0.5", "0.5"], rates=[Fraction(21, 40)], steps=300
    )
    assert encloses(row.normalised, Fraction(21, 10))
    assert row.agreement is not None
    assert row.expected_digits is not None
    assert row.expected_digits > 25
    assert row.agreement > row.expected_digits - BELOW


# Tables and files


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def assert_cell(text: str, value: flint.arb | None) -> None:
    """The text is that of the value and differs from it by less than one unit in its last digit."""
    assert text == ("none" if value is None else decimal(value, drawing.SHOWN_DIGITS))
    if value is not None and not text.startswith("0e"):
        mantissa, _, exponent = text.partition("e")
        unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        assert inside(value, ball(text) + flint.arb(0, 1) * ball(unit)) is Truth.TRUE


def test_gap_table_holds_the_rows(written: dict[str, Path]) -> None:
    rows = balancing_gap_figure.measure(**SMALL["balancing-gap"])
    cells = read(written["balancing-gap"] / "balancing-gap.csv")
    assert len(cells) == len(rows) == 3 * 41
    for cell, row in zip(cells, rows, strict=True):
        assert tuple(cell) == balancing_gap_figure.COLUMNS
        assert Fraction(cell["learning rate"]) == row.rate
        assert Fraction(cell["normalised learning rate"]) == row.normalised
        assert int(cell["step"]) == row.step
        assert_cell(cell["measured gap"], row.gap)
        assert int(cell["significant digits of measured gap"]) >= 20
        assert_cell(cell["measured factor over the last two steps"], row.factor)
        assert_cell(cell["predicted factor over two steps in the long run"], row.predicted_factor)
        assert_cell(cell["predicted gap"], row.predicted)
        assert cell["meaning of predicted gap"] == row.meaning.value


def test_range_table_holds_the_rows(written: dict[str, Path]) -> None:
    rows = oscillation_range_figure.measure(**SMALL["oscillation-range"])
    cells = read(written["oscillation-range"] / "oscillation-range.csv")
    assert len(cells) == len(rows) == 6
    for cell, row in zip(cells, rows, strict=True):
        assert tuple(cell) == oscillation_range_figure.COLUMNS
        assert int(cell["mode"]) == row.mode
        assert Fraction(cell["singular value"]) == row.singular_value
        assert Fraction(cell["learning rate"]) == row.rate
        assert_cell(cell["normalised learning rate"], row.normalised)
        assert_cell(cell["threshold of the learning rate"], row.threshold)
        assert_cell(cell["measured range"], row.measured)
        assert_cell(cell["predicted range"], row.predicted)
        digits = cell["measured digits of agreement"]
        if row.agreement is None:
            assert digits == "none"
        else:
            assert 0 <= Fraction(row.agreement) - Fraction(digits) < Fraction(1, 10)


def test_phase_table_holds_the_boxes_and_the_parts_fill_the_panel(written: dict[str, Path]) -> None:
    (panel,) = phase_diagram_figure.measure(**SMALL["phase-diagram"])
    assert sum(panel.shares.values()) == pytest.approx(100, abs=0.05)
    cells = read(written["phase-diagram"] / "phase-diagram.csv")
    boxes = [cell for cell in cells if cell["second mode"]]
    assert len(cells) - len(boxes) == len(panel.shares) == 5
    for second, cover in panel.covers.items():
        ends = [box.ends[1] for box in (*(part.box for part in cover.proven()), *cover.undecided())]
        listed = [cell for cell in boxes if cell["second mode"] == second]
        assert ends == [
            (Fraction(cell["second ratio from"]), Fraction(cell["second ratio to"])) for cell in listed
        ]


@pytest.mark.parametrize("name", figures.FIGURES)
def test_files_are_whole_and_the_same_every_time(written: dict[str, Path], tmp_path: Path, name: str) -> None:
    paths = figures.write(name, tmp_path, **SMALL[name])
    assert {path.name for path in paths} == {f"{name}.svg", f"{name}.png", f"{name}.csv"}
    assert set(paths) == set(tmp_path.iterdir())
    svg, again = ((place / f"{name}.svg").read_bytes() for place in (tmp_path, written[name]))
    assert svg == again
    assert svg.rstrip().endswith(b"</svg>")
    assert b"<dc:date>" not in svg
    png = (tmp_path / f"{name}.png").read_bytes()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize("name", figures.FIGURES)
def test_nothing_is_written_where_the_output_is_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(UnusableInputError, match="cannot write"):
        figures.write(name, tmp_path / "file", **SMALL[name])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "kept"


def test_nothing_is_written_where_the_measurement_fails(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError):
        figures.write("balancing-gap", tmp_path / "new", rates=["0.18", "-1"], steps=5)
    assert not list(tmp_path.iterdir())


# Refused inputs


@pytest.mark.parametrize(
    ("measure", "parameters", "says"),
    [
        (balancing_gap_figure.measure, {"rates": [0.18]}, "not exact"),
        (balancing_gap_figure.measure, {"rates": ["0"]}, "needs to be positive"),
        (balancing_gap_figure.measure, {"rates": []}, "at least one"),
        (balancing_gap_figure.measure, {"rates": "0.18"}, "give a list"),
        (balancing_gap_figure.measure, {"rates": ["fast"]}, "not a number"),
        (balancing_gap_figure.measure, {"rates": ["1"], "steps": 50}, "too large: the run diverges"),
        (balancing_gap_figure.measure, {"singular_values": ["-5"]}, "needs to be positive"),
        (balancing_gap_figure.measure, {"start": ["1", "-1"]}, "no balancing gap"),
        (balancing_gap_figure.measure, {"start": ["1", "2", "3"]}, "no balancing gap"),
        # The step factor 1 - eta^2 (pi - sigma)^2 is exactly 0 at the start.
        (balancing_gap_figure.measure, {"start": ["0", "1"], "rates": ["0.2"], "steps": 3}, "from step 1 on"),
        (balancing_gap_figure.measure, {"steps": 1}, "at least 2"),
        (balancing_gap_figure.measure, {"steps": 2.5}, "needs to be an int"),
        (balancing_gap_figure.measure, {"digits": 5}, "at least 20"),
        (oscillation_range_figure.measure, {"singular_values": ["0"]}, "needs to be positive"),
        (oscillation_range_figure.measure, {"singular_values": []}, "at least one"),
        (oscillation_range_figure.measure, {"start": ["0.1"]}, "at least 2"),
        (oscillation_range_figure.measure, {"rates": ["nan"]}, "not finite"),
        (oscillation_range_figure.measure, {"rates": ["1"], "steps": 90}, "diverges"),
        (oscillation_range_figure.measure, {"steps": 0}, "at least 1"),
        (oscillation_range_figure.measure, {"digits": True}, "needs to be an int"),
        (phase_diagram_figure.measure, {"depths": [5]}, "at most 4"),
        (phase_diagram_figure.measure, {"halvings": 0}, "at least 1"),
    ],
)
def test_unusable_inputs_are_refused_in_one_sentence(
    measure: Callable[..., object], parameters: dict[str, Any], says: str
) -> None:
    with pytest.raises(UnusableInputError, match=says) as refused:
        measure(**parameters)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "offers"),
    [("balancing", "balancing-gap"), ("oscilation-range", "oscillation-range"), ("q", "or")],
)
def test_unknown_figure_offers_the_nearest_names(tmp_path: Path, name: str, offers: str) -> None:
    with pytest.raises(UnusableInputError, match=f"no figure '{name}': did you mean .*{offers}"):
        figures.write(name, tmp_path)


def test_listing_figures_loads_no_library_and_drawing_no_global_state(tmp_path: Path) -> None:
    program = f"""
import json, sys
from pathlib import Path
from paper_checks import figures
heavy = [name for name in ("sympy", "matplotlib", "flint", "numpy") if name in sys.modules]
figures.write("balancing-gap", Path({str(tmp_path)!r}), steps=4)
print(json.dumps([heavy, "sympy" in sys.modules, "matplotlib.pyplot" in sys.modules]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], True, False]


def test_figures_are_named_as_their_modules_name_their_files() -> None:
    for name, figure in figures.FIGURES.items():
        assert figure.module == f"paper_checks.ghosh2025.{name.replace('-', '_')}_figure"
        assert name == figure.name == importlib.import_module(figure.module).NAME


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("phase-diagram", {"rates": ("1/10",)}),
        ("phase-diagram", {"steps": 5}),
        ("bifurcation-diagram", {"singular_values": ("1",)}),
        ("bifurcation-diagram", {"rates": ("1/10",)}),
    ],
)
def test_an_option_that_a_figure_does_not_have_is_refused(
    tmp_path: Path, name: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(UnusableInputError, match="leave that option out"):
        figures.write(name, tmp_path, **parameters)
    assert not list(tmp_path.iterdir())
