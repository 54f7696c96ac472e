"""The claims on nonlinear networks: what they find, what they need, and what they do without it."""

import dataclasses
import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from numerics import network_curvature
from numerics.small_networks import Activation
from paper_checks import registry, runner
from paper_checks.checks import nonlinear_extra
from paper_checks.checks import small_network_runs as experiment
from paper_checks.errors import CheckFailedError, MissingExtraError, UnusableInputError
from paper_checks.ghosh2025 import nonlinear_sharpness_figure
from paper_checks.request import Profile, Request
from paper_checks.verdicts import Verdict

STATEMENT = registry.statement("nonlinear-eos")
REQUEST = Request(profile=Profile.QUICK)


@pytest.mark.parametrize("claim", STATEMENT.claims, ids=lambda claim: claim.name)
def test_every_claim_is_found_as_expected(claim: registry.Claim) -> None:
    record = runner.check_claim(STATEMENT, claim, REQUEST)
    assert record.verdict == claim.expected
    assert record.cases >= record.min_cases > 0
    assert "standard errors" in record.routes[0].detail


def test_runs_are_the_same_when_they_are_made_again() -> None:
    runs = experiment.on_digits(Activation.TANH, REQUEST)
    experiment._on_digits.cache_clear()
    again = experiment.on_digits(Activation.TANH, REQUEST)
    assert again is not runs
    assert np.array_equal(again.descent.losses, runs.descent.losses)


def test_more_directions_keep_more_of_the_oscillation() -> None:
    runs = experiment.on_digits(Activation.RELU, REQUEST)
    for place in range(2):
        shares = [runs.kept_share(count)[place] for count in (1, 3, 6)]
        assert all((one < other).all() for one, other in itertools.pairwise(shares))
        assert (shares[-1] < 1).all()
    with pytest.raises(CheckFailedError, match="more than are computed"):
        runs.kept_share(7)


def test_the_share_is_not_that_of_steps_in_any_direction() -> None:
    # A second difference is about the Hessian times a step, which by itself prefers large eigenvalues.
    runs = experiment.on_digits(Activation.TANH, REQUEST)
    hessian = network_curvature.whole(runs.network, runs.task, runs.descent.kept[experiment.WINDOW][0])
    squares = np.sort(np.linalg.eigvalsh(hessian)) ** 2
    assert squares[-6:].sum() / squares.sum() < 0.6 < runs.kept_share(6)[1].min()


def test_without_an_activation_the_least_loss_is_never_passed() -> None:
    losses = experiment.on_digits(Activation.NONE, REQUEST).descent.losses
    assert (losses > experiment.least_loss()).all()


def test_lanczos_that_misses_the_largest_eigenvalue_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = dataclasses.replace(experiment.on_digits(Activation.TANH, REQUEST))
    monkeypatch.setattr(
        experiment.numerics.network_curvature, "leading", lambda *_: (np.ones((16, 6)), np.ones((16, 456, 6)))
    )
    with pytest.raises(CheckFailedError, match="whole Hessian"):
        runs.confirm()


def test_averages_do_not_hang_on_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = experiment.numerics.small_networks.starts
    one = experiment.on_digits(Activation.TANH, REQUEST).sharpness(experiment.MEASURED)
    monkeypatch.setattr(
        experiment.numerics.small_networks, "starts", lambda *given: drawn(*given) * (1 + 2.0**-52)
    )
    experiment._on_digits.cache_clear()
    other = experiment.on_digits(Activation.TANH, REQUEST).sharpness(experiment.MEASURED)
    experiment._on_digits.cache_clear()
    assert not np.array_equal(one, other)
    assert abs(np.mean(one) / np.mean(other) - 1) < 0.02


@pytest.mark.parametrize("missing", ["autograd", "sklearn", "threadpoolctl"])
def test_without_the_extra_nothing_is_run(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for cached in (experiment._on_digits, experiment._whitened, experiment._leading, nonlinear_extra._pools):
        cached.cache_clear()
    experiment.numerics.digit_images.labelled.cache_clear()
    for name in [one for one in sys.modules if one.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtraError, match=f"^{missing}.* extra nonlinear"):
        experiment.on_digits(Activation.TANH, REQUEST)
    record = runner.check_claim(STATEMENT, STATEMENT.claim("hovering"), REQUEST)
    assert record.verdict == Verdict.NOT_RUN
    assert "extra nonlinear" in record.routes[0].detail


def test_another_missing_module_is_not_taken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ModuleNotFoundError("no module", name="elsewhere")

    monkeypatch.setattr(nonlinear_extra, "_pools", fails)
    with pytest.raises(ModuleNotFoundError, match="no module"):
        experiment.least_loss()


def test_the_figure_shows_which_networks_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nonlinear_sharpness_figure, "EVERY", 35)
    rows = nonlinear_sharpness_figure.measure(rates=["9/10"], starts=3)
    late: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        if row.step >= experiment.WINDOW:
            late.setdefault((row.data, row.network), []).append(row.relative.first)
    averages = {place: float(np.mean(values)) for place, values in late.items()}
    for activation in Activation:
        assert averages[experiment.DIGITS, activation.value] == pytest.approx(1.04, abs=0.05)
    linear, tanh = (late[experiment.WHITENED, one.value] for one in (Activation.NONE, Activation.TANH))
    assert (min(linear), max(linear)) == pytest.approx((0.735, 1.545), abs=0.01)
    assert max(tanh) - min(tanh) < 0.01 < 0.95 < min(tanh) < 1.01
    assert all(row.loss.first > 0 < row.relative.error for row in rows)


def test_a_rate_at_which_a_run_diverges_is_refused() -> None:
    with pytest.raises(UnusableInputError, match="20 is too large: a run diverges"):
        nonlinear_sharpness_figure.measure(rates=["20"], starts=2)


def test_the_figure_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    nonlinear_extra._pools.cache_clear()
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    with pytest.raises(UnusableInputError, match="extra nonlinear"):
        nonlinear_sharpness_figure.measure(steps=3)


BLOCKED = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
sys.argv = ["beyond-eos", *{arguments!r}]
from paper_checks.cli import main
sys.exit(main())
"""


def without(*arguments: str) -> subprocess.CompletedProcess[str]:
    absent = ("autograd", "sklearn", "scipy", "joblib", "threadpoolctl")
    code = BLOCKED.format(absent=absent, arguments=arguments)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_verify_fails_without_the_extra_unless_the_statement_is_excluded(tmp_path: Path) -> None:
    found = without(
        "verify", STATEMENT.slug, "--profile", "quick", "--jobs", "1", "--json", str(tmp_path / "r")
    )
    assert found.returncode == 1
    claims = json.loads((tmp_path / "r").read_text())["claims"]
    assert {claim["verdict"] for claim in claims} == {"not run"}
    said = "threadpoolctl is not installed: it comes with the extra nonlinear of beyond-eos"
    assert {route["detail"] for claim in claims for route in claim["routes"]} == {said}
    shown = " ".join((found.stdout + found.stderr).split())
    assert said in shown
    assert "Traceback" not in shown
    left = without(
        "verify", "svs-invariance", STATEMENT.slug, "--exclude", STATEMENT.slug, "--profile", "quick"
    )
    assert left.returncode == 0, left.stdout + left.stderr
