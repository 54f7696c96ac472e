"""Transcriptions: what is edited in one place changes everywhere; mutants are refuted."""

import string

import pytest

from paper_checks import registry
from paper_checks.request import Profile, Request
from paper_checks.runner import check_claim
from paper_checks.statements import Claim, Mutant, Statement
from paper_checks.verdicts import Verdict, combine

STATEMENTS = registry.statements()
CLAIMS = [(statement, claim) for statement in STATEMENTS for claim in statement.claims]
NAMED = [f"{statement.slug}/{claim.name}" for statement, claim in CLAIMS]
# Enough cases for the sampled mutants to be met at two depths.
REQUEST = Request(depths=(2, 3), profile=Profile.STANDARD)

# One edit for each transcribed formula, a claim that reads it, and the verdict that the edit leads to.
EDITS = {
    "gf-conservation": {
        "conserved": ("s_l**2 + s_k**2", "modes", Verdict.REFUTED),
        "conserved_matrix": ("W_{l+1}' W_{l+1} + W_l W_l'", "matrices", Verdict.REFUTED),
    },
    "gap-recursion": {
        "printed": ("b*(1 - eta**2*(pi - sigma)**2*Q**2)", "printed", Verdict.PROVED),
        "polynomial": ("b*(1 - eta**2*(pi - sigma)**2*Q)", "all-pairs", Verdict.REFUTED),
    },
    "loss-reduction": {"mode_loss": ("(v - sigma)**2", "diagonal-entries", Verdict.REFUTED)},
    "gap-decay": {
        "window_from": ("eta > 11/5/S", "non-increasing", Verdict.PROVED),
        "window_to": ("eta < 5/2/S", "non-increasing", Verdict.PROVED),
        "alpha_bound": ("alpha < 5*sigma**(1/L)", "non-increasing", Verdict.REFUTED),
        "alpha_bound_top": ("alpha < 5*sigma_1**(1/L)", "non-increasing-top", Verdict.REFUTED),
        "beyond_window": ("eta > 2/S", "window-sharp", Verdict.REFUTED),
        "two_step_factor": ("z*(2 - z)", "two-step-factor", Verdict.REFUTED),
    },
    "rank-p-orbit": {
        "update": ("rho + eta*(sigma - rho**L)*rho**(L - 1)", "update", Verdict.PROVED),
        "corrected_update": ("rho + eta*(sigma - rho**L)*rho**L", "corrected-update", Verdict.REFUTED),
        "polynomial": ("rho**L*(1 + z**(2*L))/(1 + z**(L - 1)) - sigma", "polynomial", Verdict.REFUTED),
        "ratio": ("1 + eta*(sigma - rho**L)*rho**(L - 2)", "printed-polynomial", Verdict.PROVED),
        "corrected_ratio": ("1 - eta*(sigma - rho**L)*rho**(L - 2)", "corrected-polynomial", Verdict.REFUTED),
        "lower_point": ("sigma/z", "points", Verdict.REFUTED),
        "upper_point": ("sigma*z", "points", Verdict.REFUTED),
        "beyond_eos": ("kappa > 19/10", "existence", Verdict.REFUTED),
        "lower_point_above": ("u > sigma/2", "interval", Verdict.REFUTED),
        "lower_point_below": ("u < sigma/2", "interval", Verdict.REFUTED),
        "upper_point_above": ("u > 11*sigma/10", "interval", Verdict.REFUTED),
        "upper_point_below": ("u < 5*sigma/4", "interval", Verdict.REFUTED),
        "upper_point_at_most": ("u <= 13*sigma/10", "interval-sharp", Verdict.REFUTED),
        "best_upper_point": ("13*sigma/10", "interval-attained", Verdict.REFUTED),
        "attaining_rate": ("5/2", "interval-attained", Verdict.REFUTED),
    },
}
TRANSCRIBED = [(statement, name) for statement in STATEMENTS for name in statement.formulas]


@pytest.mark.parametrize(
    ("statement", "name"), TRANSCRIBED, ids=[f"{statement.slug}/{name}" for statement, name in TRANSCRIBED]
)
def test_an_edit_of_a_transcription_changes_text_and_verdict_together(
    statement: Statement, name: str
) -> None:
    source, claim_name, verdict = EDITS[statement.slug][name]
    edited = statement.edited({name: source})
    claim = statement.claim(claim_name)
    assert name in (*claim.says.formulas, *claim.domain.formulas)
    before = (claim.says.latex(statement.formulas), claim.domain.plain(statement.formulas))
    after = (claim.says.latex(edited.formulas), claim.domain.plain(edited.formulas))
    assert before != after
    if name in statement.words.formulas:
        assert statement.words.latex(statement.formulas) != edited.words.latex(edited.formulas)
    record = check_claim(edited, claim, REQUEST)
    assert record.verdict == verdict
    assert record.says == claim.says.plain(edited.formulas)
    assert record.domain == claim.domain.plain(edited.formulas)


MUTANTS = [(statement, claim, mutant) for statement, claim in CLAIMS for mutant in claim.mutants]


@pytest.mark.parametrize(
    ("statement", "claim", "mutant"),
    MUTANTS,
    ids=[f"{statement.slug}/{claim.name}/{mutant.name}" for statement, claim, mutant in MUTANTS],
)
def test_every_mutant_is_refuted_with_a_witness(statement: Statement, claim: Claim, mutant: Mutant) -> None:
    edited = statement.edited(mutant.edits)
    routes = [route.check(edited, REQUEST) for route in claim.routes]
    assert combine([evidence.verdict for evidence in routes]) is Verdict.REFUTED
    assert any(evidence.witness is not None for evidence in routes)


@pytest.mark.parametrize(("statement", "claim"), CLAIMS, ids=NAMED)
def test_claims_that_hold_have_mutants_and_two_routes(statement: Statement, claim: Claim) -> None:
    if claim.expected is not Verdict.REFUTED:
        assert claim.mutants
        assert claim.expected is Verdict.SAMPLED or len(claim.routes) >= 2
    assert len({route.name for route in claim.routes}) == len(claim.routes)


@pytest.mark.parametrize("statement", STATEMENTS, ids=[statement.slug for statement in STATEMENTS])
def test_every_formula_is_shown_and_every_shown_formula_exists(statement: Statement) -> None:
    texts = [statement.words, *(text for claim in statement.claims for text in (claim.says, claim.domain))]
    shown = {name for text in texts for name in text.formulas}
    assert shown == set(statement.formulas)
    assert set(statement.hypotheses) <= shown
    assert set(statement.slug) <= set(string.ascii_lowercase + string.digits + "-")


def test_claims_have_names_of_their_own() -> None:
    assert len(set(NAMED)) == len(NAMED)


def test_editing_an_unknown_formula_is_an_error() -> None:
    with pytest.raises(KeyError, match="no formula 'nonsense'"):
        STATEMENTS[0].edited({"nonsense": "1"})
