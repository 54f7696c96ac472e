"""Transcriptions: what is edited in one place changes everywhere."""

import string

import pytest

from paper_checks import registry
from paper_checks.request import Profile, Request
from paper_checks.runner import check_claim
from paper_checks.statements import Claim, Statement
from paper_checks.verdicts import Verdict

STATEMENTS = registry.statements()
CLAIMS = [(statement, claim) for statement in STATEMENTS for claim in statement.claims]
NAMED = [f"{statement.slug}/{claim.name}" for statement, claim in CLAIMS]
# Enough cases for the sampled mutants to be met at two depths.
REQUEST = Request(depths=(2, 3), profile=Profile.STANDARD)

# One edit for each transcribed formula, a claim that reads it, and the verdict that the edit leads to.
EDITS = {
    "svs-invariance": {
        "last_layer": ("U D_L Q_L", "closed-under-gd", Verdict.REFUTED),
        "inner_layer": ("Q_l D_l Q_{l+1}'", "closed-under-gd", Verdict.REFUTED),
        "first_layer": ("Q_2' D_1 V'", "closed-under-gd", Verdict.REFUTED),
        "target": ("U' S V'", "closed-under-gd", Verdict.REFUTED),
        "last_start": ("alpha", "unbalanced-init", Verdict.REFUTED),
        "other_start": ("2*alpha", "unbalanced-init", Verdict.PROVED),
        "asymmetry": ("M + M'", "balanced-init", Verdict.REFUTED),
        "identity_part": ("alpha - eta*alpha**(2*L)", "balanced-init-first-step", Verdict.REFUTED),
        "target_part": ("eta*alpha**L", "balanced-init-first-step", Verdict.REFUTED),
        "conjugate_power": ("L", "balanced-init-normal", Verdict.REFUTED),
        "product_power": ("L - 1", "balanced-init-normal", Verdict.REFUTED),
    },
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
        "orbit_rate": ("L*(z + 1/z - 1)", "shrinks-up-to-rate", Verdict.REFUTED),
        "each_step_two": ("4*sqrt(2) - 1", "shrinks-up-to-rate", Verdict.REFUTED),
        "two_steps_two": ("5", "shrinks-up-to-rate", Verdict.REFUTED),
        "third_step_bound": ("kappa*alpha**2 <= 2", "alpha-bound-two-layers", Verdict.REFUTED),
        "third_step_grows": ("kappa*alpha**2 > 2", "third-step-necessary", Verdict.REFUTED),
        "third_step_from": ("kappa >= 13/5", "alpha-bound-two-layers", Verdict.SAMPLED),
        "third_step_to": ("kappa <= 27/10", "alpha-bound-two-layers", Verdict.SAMPLED),
        "largest_c": ("9/10", "least-c", Verdict.REFUTED),
        "first_factor": ("1 - kappa**2*alpha**L/L**2", "least-c", Verdict.REFUTED),
        "least_factor": ("16/5", "alpha-bound-least-factor", Verdict.REFUTED),
        "least_factor_at": ("2061/1000", "alpha-bound-least-factor", Verdict.REFUTED),
        "below_edge": ("kappa < 5/2", "window-from-sharp", Verdict.REFUTED),
        "landing_square": ("3/kappa", "window-from-sharp", Verdict.REFUTED),
        "landing_gap": ("2/kappa", "window-from-sharp", Verdict.REFUTED),
        "near_edge": ("2", "window-from-deeper", Verdict.REFUTED),
        "near_edge_alpha": ("1/4", "window-from-deeper", Verdict.SAMPLED),
    },
    "hessian-balanced": {
        "mode_eigenvalue": ("L*sigma_i**2", "printed-list", Verdict.REFUTED),
        "pair_term": ("sigma_i**(2 - 2/L)*sigma_j**(l/L)", "printed-list", Verdict.REFUTED),
        "null_eigenvalue": ("2*sigma_i**(2 - 2/L)", "printed-list", Verdict.REFUTED),
        "top_eigenvalue": ("sigma_1**(2 - 2/L)", "top-eigenvalue", Verdict.REFUTED),
        "pair_multiplicity": ("3", "spectrum", Verdict.REFUTED),
        "null_multiplicity": ("3*(d - r)", "spectrum", Verdict.REFUTED),
        "zero_multiplicity": ("L*d**2 - r**2", "spectrum", Verdict.REFUTED),
        "null_start_term": ("sigma_i**(2 - 2/L)/L", "null-modes-of-the-start", Verdict.REFUTED),
        "null_start_alone": ("alpha**(2*L)", "null-modes-of-the-start", Verdict.REFUTED),
        "null_start_zero_multiplicity": ("L*d**2 - r**2", "null-modes-of-the-start", Verdict.REFUTED),
        "rectangular_null_multiplicity": ("2*(d - r)", "rectangular", Verdict.REFUTED),
        "rectangular_zero_multiplicity": ("L*d**2 - r**2", "rectangular", Verdict.REFUTED),
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
        "null_power": ("2*L - 3", "null-mode-decay", Verdict.REFUTED),
        "least_growth": ("2*L - 1", "null-mode-decay", Verdict.REFUTED),
        "most_growth": ("2*L - 2", "null-mode-decay", Verdict.REFUTED),
        "end_multiplier": ("1 - z", "rectangular", Verdict.REFUTED),
        "hidden_multiplier": ("5 - (z + 1/z)", "rectangular", Verdict.REFUTED),
        "silent_rate": ("kappa <= 9/2", "rectangular-attracts", Verdict.REFUTED),
        "last_layer": ("alpha/2", "diagonal-start-stays", Verdict.REFUTED),
        "perturbation": ("0", "leaves-the-set", Verdict.REFUTED),
        "left": ("delta < 1", "leaves-the-set", Verdict.REFUTED),
        "kept": ("delta > 1", "perturbed-start-stays-close", Verdict.REFUTED),
        "growth": ("mu**2", "growth-rate", Verdict.REFUTED),
        "actual_within": ("1/10**30", "growth-rate", Verdict.REFUTED),
        "balanced_within": ("1/10**12", "growth-rate-balanced", Verdict.REFUTED),
        "loss_below": ("1/10", "what-comes-after", Verdict.REFUTED),
        "still_off": ("1000", "what-comes-after", Verdict.REFUTED),
        "returned": ("1/10**25", "start-outside-the-set", Verdict.REFUTED),
        "random_scale": ("4*sigma_1**(1/L)", "from-small-random-init", Verdict.REFUTED),
        "random_inside": ("eta*(S + S_1) < 5", "from-small-random-init", Verdict.REFUTED),
        "random_outside": ("eta*(S + S_1) > 3", "from-small-random-init-outside", Verdict.REFUTED),
        "deeper_turning_from": ("eta*(S + S_1) > 5", "transverse-turning-deeper", Verdict.REFUTED),
        "deeper_turning_to": ("eta*(S + S_1) < 401/100", "transverse-turning-deeper", Verdict.REFUTED),
        "turning_speed": ("1", "transverse-turning-deeper", Verdict.REFUTED),
        "amplitude_exponent": ("1/2", "after-the-turn", Verdict.REFUTED),
        "certified_from": ("kappa >= 19/10", "attracts-certified", Verdict.REFUTED),
        "certified_margin": ("-1/1000", "attracts-certified", Verdict.REFUTED),
        "attracting_at": ("3", "isolated-in-layers", Verdict.REFUTED),
        "repelling_at": ("9/4", "isolated-in-layers", Verdict.REFUTED),
        "start_alpha_from": ("alpha >= 0", "unbalanced-start-attracted", Verdict.REFUTED),
        "start_alpha_to": ("alpha <= 2/5 + 1/1000000", "unbalanced-start-attracted", Verdict.CERTIFIED),
        "start_kappa_from": ("kappa >= 2", "unbalanced-start-attracted", Verdict.REFUTED),
        "start_kappa_to": ("kappa <= 11/5 + 1/1000000", "unbalanced-start-attracted", Verdict.CERTIFIED),
        "phase_kappa_from": ("kappa >= 19/10", "phase-diagram-one", Verdict.REFUTED),
        "phase_margin": ("1/80", "phase-diagram-one", Verdict.CERTIFIED),
        "phase_target": ("1/40", "phase-diagram-one", Verdict.CERTIFIED),
        "phase_rests": ("eta*S <= 198/100", "phase-diagram-one", Verdict.CERTIFIED),
        "phase_attracts": ("eta*(S + S_1) <= 21/5", "phase-diagram-one", Verdict.REFUTED),
        "phase_repels": ("eta*(S + S_1) >= 397/100", "phase-diagram-one", Verdict.REFUTED),
        "phase_undecided": ("0", "phase-diagram-one", Verdict.SAMPLED),
        "phase_both": ("eta*S >= 19/10", "phase-diagram-more", Verdict.REFUTED),
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
    "period-doubling": {
        "multiplier": ("1 - 4*(z - 1)", "first", Verdict.REFUTED),
        "superstable_multiplier": ("-1/10", "cascade", Verdict.REFUTED),
        "doubling_multiplier": ("-2", "cascade", Verdict.REFUTED),
        "feigenbaum": ("5", "feigenbaum", Verdict.REFUTED),
        "feigenbaum_factor": ("1/3", "feigenbaum", Verdict.REFUTED),
        "bracket_width": ("1/1000000000", "accumulation", Verdict.REFUTED),
        "critical_rate": ("kappa*u**(1 - 2/L)*((2*L - 1)*u - L + 1)", "bounded-positive", Verdict.REFUTED),
        "turns_negative": (
            "((2*L - 1)*u - L + 1)**(2*L - 1) - u*((2*L - 2)*u - L + 2)**(2*L - 2)",
            "bounded-positive",
            Verdict.REFUTED,
        ),
        "runs_away": (
            "2*((2*L - 1)*u - L + 1)**(2*L - 1) - u*((2*L - 2)*u - L + 2)**(2*L - 2)",
            "bounded-even",
            Verdict.REFUTED,
        ),
        "two_layers_negative": ("kappa**2 + 4*kappa - 22", "bounded-positive-two-layers", Verdict.REFUTED),
        "two_layers_away": ("kappa - 3", "bounded-two-layers", Verdict.REFUTED),
        "tripling_rate": ("3", "tripling", Verdict.REFUTED),
        "tripling_weight": ("2 + rho**2", "tripling", Verdict.REFUTED),
        "tripling_factor": ("3", "tripling", Verdict.REFUTED),
        "chaotic_at": ("12/5", "lyapunov", Verdict.REFUTED),
        "periodic_at": ("3", "lyapunov", Verdict.REFUTED),
        "turning_sum": ("39/10", "full-network-turning", Verdict.REFUTED),
        "full_follows": ("eta*(S + S_1) < 9/2", "full-network", Verdict.REFUTED),
        "full_leaves": ("eta*(S + S_1) > 3", "full-network", Verdict.REFUTED),
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
    "top-features": {
        "beyond_eos": ("kappa > 199/100", "oscillating-modes", Verdict.REFUTED),
        "printed_count": ("p**2 + 2*q", "directions-beyond-eos", Verdict.PROVED),
        "count": ("p**2 + q", "directions-count", Verdict.REFUTED),
        "pair_eigenvalue": (
            "(sigma_i**2 - sigma_j**2)/(sigma_i**(1/L) - sigma_j**(1/L))",
            "directions-equal-modes",
            Verdict.REFUTED,
        ),
        "kept_share": ("1/10**150", "energy-attracting", Verdict.REFUTED),
        "lost_share": ("1001/1000", "energy-repelling-one", Verdict.REFUTED),
        "turned_share": ("1001/1000", "energy-repelling-more", Verdict.REFUTED),
    },
    "nonlinear-eos": {
        "edge": ("4/3/eta", "hovering", Verdict.REFUTED),
        "start_below": ("1/10", "hovering", Verdict.REFUTED),
        "hover_from": ("4/3", "hovering", Verdict.REFUTED),
        "hover_to": ("9/10", "hovering", Verdict.REFUTED),
        "relu_start": ("1/100", "hovering", Verdict.REFUTED),
        "fallen_loss": ("3/10", "loss-falls", Verdict.REFUTED),
        "raised_share": ("3/4", "loss-falls", Verdict.REFUTED),
        "top_directions": ("1", "top-subspace", Verdict.REFUTED),
        "kept_share": ("999/1000", "top-subspace", Verdict.REFUTED),
        "apart_by": ("1/10**6", "apart-by-activation", Verdict.SAMPLED),
        "linear_within": ("3/50", "linear-hovers", Verdict.SAMPLED),
        "linear_fallen": ("1/20", "linear-hovers", Verdict.REFUTED),
        "linear_rate": ("19/10", "linear-oscillates", Verdict.REFUTED),
        "flattest": ("kappa", "linear-oscillates", Verdict.REFUTED),
        "linear_sharpness": ("13/10", "linear-oscillates", Verdict.REFUTED),
        "steady": ("1/200", "linear-oscillates", Verdict.SAMPLED),
        "long_step": ("2/5", "whitened-activations", Verdict.REFUTED),
        "short_log": ("-6", "whitened-activations", Verdict.REFUTED),
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
