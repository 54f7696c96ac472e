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
    "loss-reduction": {
        "mode_loss": ("(v - sigma)**2", "diagonal-entries", Verdict.REFUTED),
        "member": ("Q_l D_l Q_{l+1}'", "orthogonal-bases", Verdict.REFUTED),
    },
    "gap-decay": {
        "window_from": ("eta > 11/5/S", "non-increasing", Verdict.PROVED),
        "window_to": ("eta < 5/2/S", "non-increasing", Verdict.PROVED),
        "alpha_bound": ("alpha < 5*sigma**(1/L)", "non-increasing", Verdict.REFUTED),
        "alpha_bound_top": ("alpha < 5*sigma_1**(1/L)", "non-increasing-top", Verdict.REFUTED),
        "beyond_window": ("eta > 2/S", "window-sharp", Verdict.REFUTED),
        "two_step_factor": ("z*(2 - z)", "two-step-factor", Verdict.REFUTED),
        "slow": ("kappa <= 2", "limit-positive", Verdict.REFUTED),
        "largest_pull": ("kappa*u**(1 - 2/L)*(u - 1)/L < 2", "sharp-window", Verdict.REFUTED),
        "small_start": ("alpha <= sqrt(sigma/20)", "limit-positive", Verdict.PROVED),
        "shrinks_below": ("z < 5/2", "two-steps-shrink", Verdict.REFUTED),
        "monotone_below": ("z < 9/4", "each-step-shrinks", Verdict.REFUTED),
        "repelling_from": ("z >= 3/2", "orbit-repels-first", Verdict.REFUTED),
        "best_bound": (
            "kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2) - 1)/L <= 1",
            "alpha-bound",
            Verdict.REFUTED,
        ),
        "second_step_grows": (
            "kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2)/L - 1)/L > 1",
            "alpha-bound-necessary",
            Verdict.REFUTED,
        ),
        "two_layers_up_to": ("kappa <= 14/5", "alpha-bound", Verdict.REFUTED),
        "factor": ("4", "alpha-bound-factor", Verdict.REFUTED),
    },
    "hessian-balanced": {
        "mode_eigenvalue": ("L*sigma_i**2", "printed-list", Verdict.REFUTED),
        "pair_term": ("sigma_i**(2 - 2/L)*sigma_j**(l/L)", "printed-list", Verdict.REFUTED),
        "null_eigenvalue": ("2*sigma_i**(2 - 2/L)", "printed-list", Verdict.REFUTED),
        "top_eigenvalue": ("sigma_1**(2 - 2/L)", "top-eigenvalue", Verdict.REFUTED),
        "pair_multiplicity": ("3", "spectrum", Verdict.REFUTED),
        "null_multiplicity": ("3*(d - r)", "spectrum", Verdict.REFUTED),
        "zero_multiplicity": ("L*d**2 - r**2", "spectrum", Verdict.REFUTED),
    },
    "flattest-minimum": {
        "mode_term": ("sigma**2/s_l**4", "mode", Verdict.REFUTED),
        "mode_least": ("2*L*sigma**(2 - 2/L)", "mode", Verdict.REFUTED),
        "least_sharpness": ("2*L*sigma_1**(2 - 2/L)", "every-minimum", Verdict.REFUTED),
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
        "balancing_gap": ("s_l - s_k", "balancing-needed", Verdict.REFUTED),
        "period_four_sum": ("4 + 4/kappa", "unbalanced-period-four", Verdict.REFUTED),
        "period_four_difference": ("(4 - kappa)/kappa", "unbalanced-period-four", Verdict.REFUTED),
        "period_four_below": ("kappa < 5", "unbalanced-period-four", Verdict.REFUTED),
        "core_rate": ("kappa <= 3", "balanced-core", Verdict.REFUTED),
        "core_above": ("u >= sigma/2", "balanced-core", Verdict.REFUTED),
        "lost_multiplier": ("-11/10", "attracting-balanced", Verdict.REFUTED),
        "lower_point_above": ("u > sigma/2", "interval", Verdict.REFUTED),
        "lower_point_below": ("u < sigma/2", "interval", Verdict.REFUTED),
        "upper_point_above": ("u > 11*sigma/10", "interval", Verdict.REFUTED),
        "upper_point_below": ("u < 5*sigma/4", "interval", Verdict.REFUTED),
        "upper_point_at_most": ("u <= 13*sigma/10", "interval-sharp", Verdict.REFUTED),
        "best_upper_point": ("13*sigma/10", "interval-attained", Verdict.REFUTED),
        "attaining_rate": ("5/2", "interval-attained", Verdict.REFUTED),
        "best_ratio": ("(L - 1)*z**(2*L - 1) - (2*L - 1)*z**L - L", "interval-each-depth", Verdict.REFUTED),
        "best_at_depth": ("L*z**L*sigma/(2*L - 1)", "interval-each-depth", Verdict.REFUTED),
        "deep_limit": ("sqrt(2)*sigma/2", "interval-deep-limit", Verdict.REFUTED),
        "two_layer_lower": ("sigma/kappa", "two-layers", Verdict.REFUTED),
        "two_layer_upper": ("sigma*(kappa + 1)/kappa", "two-layers", Verdict.REFUTED),
        "two_layer_multiplier": ("7 - (kappa + 2)**2/2", "two-layers", Verdict.REFUTED),
        "onset_multiplier": ("1 - 4*(kappa - 2)", "onset", Verdict.REFUTED),
        "onset_mean": ("1 - 3*L/(4*(5*L - 4))*(kappa - 2)", "onset", Verdict.REFUTED),
        "onset_square": ("3*L**2/(4*(L - 1)*(5*L - 4))*(kappa - 2)", "onset", Verdict.REFUTED),
        "symmetric_orbit": ("eta*rho**(L - 2)*(rho**L - sigma) - 3", "sign-changing-even", Verdict.REFUTED),
        "negative_size": ("sigma*(1 + z**(L - 1))/z**(2*L - 1)", "sign-changing-odd", Verdict.REFUTED),
        "mirror_onset": ("kappa > 1", "both-negative-even", Verdict.REFUTED),
        "multiplier": ("1 - 4*(z - 1)", "multiplier", Verdict.REFUTED),
        "doubling_two": ("kappa**2 + 4*kappa - 17", "doubling-2-layers", Verdict.REFUTED),
        "doubling_three": ("kappa**2 + 4*kappa - 16", "doubling-3-layers", Verdict.REFUTED),
        "printed_window": ("kappa < 12/5", "printed-window-attracts", Verdict.PROVED),
        "printed_window_wide": ("kappa < 12/5", "printed-window-attracts-wide", Verdict.PROVED),
        "attracting_window": ("kappa < 3", "attracting-window", Verdict.REFUTED),
        "repelling_window": ("kappa > 24/10", "repelling-window", Verdict.REFUTED),
        "limit_rate": ("log(Z)*(1 + Z**2)/Z", "doubling-deep-limit", Verdict.REFUTED),
        "limit_multiplier": ("1 - 4*log(Z)", "doubling-deep-limit", Verdict.REFUTED),
        "limit_doubling": ("5/2", "doubling-rises", Verdict.REFUTED),
        "equal_multiplier": ("z**L", "repelling-equal-modes-deeper", Verdict.REFUTED),
        "rotations": ("L", "rotations-neutral", Verdict.REFUTED),
        "transverse_window": ("eta*(S + S_1) < 5", "attracting-full-space-one", Verdict.REFUTED),
        "boundary_cosine": ("4 - kappa", "transverse-turning", Verdict.REFUTED),
        "both_beyond": ("S > 19/(10*eta)", "repelling-full-space-more", Verdict.REFUTED),
        "marginal_ratio": ("3 - 2/z", "repelling-full-space-more", Verdict.REFUTED),
        "equal_in_phase": ("kappa**2/2 - 1", "repelling-equal-modes", Verdict.REFUTED),
        "equal_out_of_phase": ("kappa - 1", "repelling-equal-modes", Verdict.REFUTED),
        "certified_from": ("kappa >= 19/10", "attracts-certified", Verdict.REFUTED),
        "certified_margin": ("-1/1000", "attracts-certified", Verdict.REFUTED),
        "attracting_at": ("3", "isolated-in-layers", Verdict.REFUTED),
        "repelling_at": ("9/4", "isolated-in-layers", Verdict.REFUTED),
        "start_alpha_from": ("alpha >= 0", "unbalanced-start-attracted", Verdict.REFUTED),
        "start_alpha_to": ("alpha <= 2/5 + 1/1000000", "unbalanced-start-attracted", Verdict.CERTIFIED),
        "start_kappa_from": ("kappa >= 2", "unbalanced-start-attracted", Verdict.REFUTED),
        "start_kappa_to": ("kappa <= 11/5 + 1/1000000", "unbalanced-start-attracted", Verdict.CERTIFIED),
        "two_layers_start_alpha_from": ("alpha >= 0", "two-layers-start-attracted", Verdict.REFUTED),
        "two_layers_start_alpha_to": (
            "alpha <= 10001/100000",
            "two-layers-start-attracted",
            Verdict.CERTIFIED,
        ),
        "two_layers_start_kappa_from": ("kappa >= 2", "two-layers-start-attracted", Verdict.REFUTED),
        "two_layers_start_kappa_to": (
            "kappa <= 11/5 + 1/10000",
            "two-layers-start-attracted",
            Verdict.CERTIFIED,
        ),
        "figure_start_alpha_from": ("alpha >= 0", "figure-start-attracted", Verdict.REFUTED),
        "figure_start_alpha_to": ("alpha <= 46411/10000000", "figure-start-attracted", Verdict.CERTIFIED),
        "figure_start_kappa_from": ("kappa >= 2", "figure-start-attracted", Verdict.REFUTED),
        "figure_start_kappa_to": ("kappa <= 11/5 + 1/100000", "figure-start-attracted", Verdict.CERTIFIED),
    },
    "diagonal-orbit": {
        "coordinate_loss": ("(pi + sigma)**2/2", "carries-over", Verdict.REFUTED),
        "conserved": ("s_l**2 + s_k**2", "conservation", Verdict.REFUTED),
        "recursion": ("b*(1 - eta**2*(pi - sigma)**2*Q)", "gap-recursion", Verdict.REFUTED),
        "beyond_eos": ("kappa > 19/10", "period-two", Verdict.REFUTED),
        "eigenvalue": ("L*sigma**(2 - 1/L)", "spectrum", Verdict.REFUTED),
    },
    "eos-depth-and-task": {
        "threshold": ("L*sigma_1**(2 - 2/L) > 1/eta", "threshold", Verdict.REFUTED),
        "reaching_target": ("sigma_1 > (3/(eta*L))**(L/(2*L - 2))", "task", Verdict.REFUTED),
        "next_depth_sharper": ("sigma_1 > (L/(L + 1))**(L*(L + 2)/2)", "next-depth", Verdict.REFUTED),
        "every_depth_sharper": ("sigma_1 > 1/4", "every-depth", Verdict.REFUTED),
        "beyond_turning": ("L > -5*log(sigma_1)", "turning-depth", Verdict.REFUTED),
        "small_target": ("sigma_1 <= 3", "deep-enough", Verdict.REFUTED),
        "deep_enough": ("L > 1/(eta*sigma_1**2)", "deep-enough", Verdict.REFUTED),
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
