"""Mutants: refuted or the run fails; sampled ones state their power; controls are let pass."""

from dataclasses import replace
from pathlib import Path

import pytest

from paper_checks import mutant_records, mutants, power, registry, results
from paper_checks.formulas import Formula
from paper_checks.mutant_records import MutantRecord
from paper_checks.request import Profile, Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Known, Mutant, Reading, Route, Statement, Text
from paper_checks.verdicts import Evidence, Method, Outcome, Verdict
from paper_checks.witness import violation

CLAIMS = registry.claims()
REQUEST = Request(depths=(2, 2), profile=Profile.QUICK)


@pytest.mark.parametrize(
    ("statement", "claim"), CLAIMS, ids=[f"{statement.slug}/{claim.name}" for statement, claim in CLAIMS]
)
def test_every_kind_of_mutant_is_listed_or_excused(statement: Statement, claim: Claim) -> None:
    assert mutants.missing(statement, claim) == frozenset()
    names = [mutant.name for mutant in (*claim.mutants, *claim.controls)]
    assert len(set(names)) == len(names)
    assert not (claim.controls and claim.expected is not Verdict.REFUTED)
    assert not (claim.mutants and claim.expected is Verdict.REFUTED)


def decided(statement: Statement, request: Request) -> Evidence:
    """Hold where the formula is 2; refute 3 always and 4 with three seeds of four."""
    value = statement.formulas["value"].source
    drawn = request.seed_of("draw") if value == "4" else 0
    if value == "3" or (value == "4" and request.seed % 4):
        witness = violation("=", 1, 2, asserts="1 = 2", at={"drawn": drawn})
        return Evidence(Outcome.FAILS, Method.SAMPLE, "here", 1, witness=witness)
    return Evidence(Outcome.HOLDS, Method.SAMPLE, "here", 1)


CLAIM = Claim(
    "claim",
    Reading.PRINTED,
    Text("it is {value}"),
    Text("everywhere"),
    (Route("only", decided),),
    Verdict.SAMPLED,
)
STATEMENT = Statement(
    "slug", "title", "place", Known.CLAIM, "", Text(""), {"value": Formula("2")}, claims=(CLAIM,)
)


def checked(source: str, claim: Claim = CLAIM, seeds: int = 1, control: bool = False) -> MutantRecord:
    mutant = Mutant("one", {"value": source})
    made = replace(claim, **{"controls" if control else "mutants": (mutant,)})
    return mutants.check(STATEMENT, made, mutant, REQUEST, seeds)


def test_a_refuted_mutant_is_killed_whatever_the_seed() -> None:
    found = checked("3", seeds=100)
    assert (found.problem, found.verdict, found.kinds) == ("", "refuted", ["constant moved up"])
    assert (found.seeds, found.refuting_seeds, found.seeded) == (1, 1, False)
    assert found.witness is not None


def test_a_mutant_that_holds_survives() -> None:
    found = checked("2002/1001")
    assert (found.problem, found.verdict) == ("found sampled", "survived")
    run = mutant_records.Results(3, results.environment(REQUEST), [found, checked("3")])
    assert list(mutant_records.survivors(run)) == [found]
    assert mutant_records.summary(run)[0] == "1 of 2 mutants refuted (50 %)"


def test_a_mutant_that_too_few_seeds_refute_survives() -> None:
    found = checked("4", seeds=100)
    assert (found.seeds, found.refuting_seeds, found.seeded) == (100, 75, True)
    assert REQUEST.seed % 4 == 0 or found.problem == "only 75 of 100 seeds refute it"
    assert found.verdict == "survived"


def test_the_power_of_a_mutant_that_uses_seeds_has_to_be_recorded(tmp_path: Path) -> None:
    odd = replace(REQUEST, seed=1)
    mutant = Mutant("one", {"value": "4"})
    found = mutants.check(STATEMENT, replace(CLAIM, mutants=(mutant,)), mutant, odd)
    assert "its power is not recorded" in found.problem
    file = tmp_path / power.FILE_NAME
    name = power.name(STATEMENT, CLAIM, mutant)
    for seeds, refuting, problem in ((100, 99, ""), (100, 98, "only 98"), (99, 99, "only 99")):
        kept = power.Recorded(power.digest(STATEMENT, CLAIM, mutant), seeds, refuting)
        power.record({name: kept, "gone": kept}, {name}, file)
        assert set(power.read(file)) == {name}
        assert power.complaint(power.read(file), STATEMENT, CLAIM, mutant).startswith(problem)
    other = replace(CLAIM, says=Text("it is not {value}"))
    assert "not recorded" in power.complaint(power.read(file), STATEMENT, other, mutant)


def test_a_check_that_breaks_refutes_nothing() -> None:
    def breaks(_statement: Statement, _request: Request) -> Evidence:
        raise ZeroDivisionError("too bad")

    broken = replace(CLAIM, routes=(*CLAIM.routes, Route("breaks", breaks)))
    assert "ZeroDivisionError" in checked("3", broken).problem
    assert "ZeroDivisionError" in checked("2", broken, control=True).problem


def test_a_control_must_not_be_refuted() -> None:
    refuted = replace(CLAIM, expected=Verdict.REFUTED)
    assert checked("2002/1001", refuted, control=True).verdict == "not refuted"
    found = checked("3", refuted, control=True)
    assert (found.problem, found.verdict) == ("only refutes it", "refuted, but true")


def test_missing_kinds_are_those_of_the_shown_formulas() -> None:
    relation = replace(STATEMENT, formulas={"value": Formula("z < 2")})
    assert mutants.missing(relation, CLAIM) == {Kind.CONSTANT_UP, Kind.CONSTANT_DOWN, Kind.RELATION}
    excused = replace(CLAIM, no_mutant={Kind.CONSTANT_UP: "true"}, mutants=(Mutant("a", {"value": "z > 2"}),))
    assert mutants.missing(relation, excused) == {Kind.CONSTANT_DOWN}
    elsewhere = replace(CLAIM, says=Text("it holds"), domain=Text("where {value}"))
    assert Kind.HYPOTHESIS in mutants.missing(relation, elsewhere)
    assert mutants.missing(relation, replace(CLAIM, expected=Verdict.REFUTED)) == frozenset()


def test_a_run_over_a_statement_kills_all_of_its_mutants() -> None:
    seen: list[str] = []
    found = mutants.run(["gf-conservation"], REQUEST, progress=lambda record: seen.append(record.mutant))
    assert [record.mutant for record in found.mutants] == [
        name for _, _, name in mutants.listed(["gf-conservation"])
    ]
    assert len(seen) == len(found.mutants) > 5
    assert not list(mutant_records.survivors(found))
