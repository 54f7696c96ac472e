"""The errata: none is missing, each has its witness, and what survives follows from verdicts."""

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from paper_checks import cli, errata, errata_text, lock, registry, runner
from paper_checks.errata import Survival
from paper_checks.errors import UnusableInputError
from paper_checks.request import Request
from paper_checks.statements import Consequence, Erratum, Reading
from paper_checks.verdicts import ESTABLISHED, Verdict

REQUEST = Request(depths=(2, 3))
EXPECTED = {f"{statement.slug}/{claim.name}": claim.expected for statement, claim in registry.claims()}
STATEMENT = registry.statement("gap-recursion")
CLAIM = STATEMENT.claim("printed")


def test_every_printed_claim_that_is_refuted_has_an_erratum_and_no_other() -> None:
    refuted = {
        (statement.slug, claim.name)
        for statement, claim in registry.claims()
        if claim.expected is Verdict.REFUTED and claim.reading is Reading.PRINTED
    }
    assert {(statement.slug, claim.name) for statement, claim, _ in errata.listed()} == refuted
    assert refuted


def test_what_corrects_is_expected_to_hold_and_something_rests_on_every_erratum() -> None:
    for statement, claim, erratum in errata.listed():
        named = [errata.full_name(statement, name) for name in erratum.corrected_by]
        assert named, claim.name
        assert all(EXPECTED[name] in ESTABLISHED for name in named), claim.name
        assert erratum.consequences, claim.name
        for one in erratum.consequences:
            assert {errata.full_name(statement, name) for name in one.decided_by} <= set(EXPECTED)


def found(erratum: Erratum, verdicts: errata.Verdicts) -> errata.ErratumRecord:
    checked = runner.check_claim(STATEMENT, CLAIM, REQUEST)
    return errata.record(STATEMENT, replace(CLAIM, erratum=erratum), erratum, checked, verdicts)


def test_what_survives_follows_from_the_verdicts() -> None:
    erratum = Erratum(
        ("all-pairs",), (Consequence("a theorem", ("all-pairs", "svs-invariance/closed-under-gd")),)
    )
    holds = {"gap-recursion/all-pairs": Verdict.PROVED}
    for other, survival in (
        ({"svs-invariance/closed-under-gd": Verdict.SAMPLED}, Survival.SURVIVES),
        ({"svs-invariance/closed-under-gd": Verdict.REFUTED}, Survival.FALLS),
        ({}, Survival.OPEN),
    ):
        one = found(erratum, {**holds, **other})
        assert one.consequences[0].survival == survival
        assert not one.problem
    assert one.witness is not None
    assert one.witness.left == "0/0"


def test_a_correction_that_does_not_hold_is_a_problem() -> None:
    erratum = Erratum(("all-pairs",))
    assert "is refuted" in found(erratum, {"gap-recursion/all-pairs": Verdict.REFUTED}).problem
    assert "is not recorded" in found(erratum, {}).problem


def test_a_claim_that_is_not_refuted_is_no_erratum() -> None:
    control = CLAIM.controls[0]
    edited = STATEMENT.edited(control.edits)
    checked = runner.check_claim(edited, CLAIM, REQUEST)
    one = errata.record(edited, CLAIM, Erratum(("all-pairs",)), checked, EXPECTED)
    assert one.problem.startswith(f"found {checked.verdict}")


def test_survival_needs_a_claim_that_decides() -> None:
    with pytest.raises(ValueError, match="name a claim"):
        errata.survival([])


def test_recorded_verdicts_are_those_of_the_present_wording() -> None:
    name = f"{STATEMENT.slug}/{CLAIM.name}"
    right = lock.Recorded(lock.digest(STATEMENT, CLAIM), "refuted")
    assert errata.recorded_verdicts({name: right}) == {name: Verdict.REFUTED}
    assert errata.recorded_verdicts({name: lock.Recorded("0", "refuted")}) == {}


def test_results_of_a_run_give_the_same_errata_and_stale_ones_are_turned_away() -> None:
    ran = runner.run([STATEMENT.slug], REQUEST)
    verdicts = {f"{one.statement}/{one.claim}": Verdict(one.verdict) for one in ran.claims}
    assert errata.from_results([STATEMENT.slug], ran) == errata.run([STATEMENT.slug], REQUEST, verdicts)
    with pytest.raises(UnusableInputError, match="do not have"):
        errata.from_results(["loss-reduction"], ran)
    stale = [msgspec.structs.replace(one, digest="0") for one in ran.claims]
    ran = msgspec.structs.replace(ran, claims=stale)
    with pytest.raises(UnusableInputError, match="has changed"):
        errata.from_results([STATEMENT.slug], ran)


def test_the_command_writes_text_markdown_and_json(tmp_path: Path) -> None:
    run = CliRunner().invoke
    shown = run(cli.app, ["errata", "loss-reduction", "--jobs", "1"])
    assert shown.exit_code == 0
    assert "loss-reduction/ordered" in shown.stdout
    assert "printed readings refuted: 1" in shown.stdout
    for form, name in (("markdown", "errata.md"), ("json", "errata.json")):
        arguments = [
            "errata",
            "loss-reduction",
            "--jobs",
            "1",
            "--format",
            form,
            "--output",
            str(tmp_path / name),
        ]
        assert run(cli.app, arguments).exit_code == 0
    read = json.loads((tmp_path / "errata.json").read_text())
    markdown = (tmp_path / "errata.md").read_text()
    assert [one["claim"] for one in read] == ["ordered"]
    for expected in (read[0]["witness"]["left"], read[0]["latex"], "**Survives**", "True in another reading"):
        assert expected in markdown
    assert run(cli.app, ["errata", "--output", str(tmp_path / "x")]).exit_code != 0


def test_markdown_names_every_claim_it_rests_on() -> None:
    one = found(Erratum(("all-pairs",), (Consequence("a theorem", ("all-pairs",)),)), {})
    text = errata_text.markdown([one])
    assert "not recorded" in text
    assert "**Not an erratum as it stands**" in text
    assert "**Open**. a theorem" in text
