"""Proposition 2 (balancing): the gap between the last layer and every other one decays."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025 import gap_decay_constants, gap_decay_scales, gap_decay_windows
from paper_checks.siblings import Kind
from paper_checks.statements import (
    LARGE_SAMPLE,
    SAMPLE,
    Claim,
    Consequence,
    Erratum,
    Known,
    Mutant,
    Reading,
    Route,
    Statement,
    Text,
)
from paper_checks.verdicts import Verdict

_BOUND = gap_decay_scales.BOUND
_BOUND_TOP = "(log(2*sqrt(2)/(eta*S_1))*sigma_1**(4/L)/(L**2*2**((2*L - 3)/L)))**(1/4)"
_START = (
    "every depth L >= 2, unbalanced initialisation W_L(0) = 0, W_l(0) = alpha I for l < L, {window_from}, "
)

# Starts that land on a minimum are met throughout the hypotheses: the only control is an empty window.
_EMPTY = (Mutant("window that ends where it begins", {"window_to": "eta < 2/S"}),)

STATEMENT = Statement(
    slug="gap-decay",
    title="The balancing gap decays beyond the edge of stability (one mode)",
    place="Proposition 2 (balancing)",
    known=Known.RECONSTRUCTED,
    provenance=(
        "The form of the proposition was read; the constants of the window and of the bound on alpha are "
        "recalled, not read, and whether the bound uses the mode's own or the top singular value is open."
    ),
    words=Text(
        "From the unbalanced initialisation, for {window_from}, {window_to} and 0 < {alpha_bound}, there is "
        "c in (0, {largest_c}] with |b_Ll(t+1)| < c |b_Ll(t)| for every l < L and every step t."
    ),
    formulas={
        "window_from": Formula("eta > 2/S"),
        "window_to": Formula("eta < 2*sqrt(2)/S"),
        "alpha_bound": Formula(f"alpha < {_BOUND}"),
        "alpha_bound_top": Formula(f"alpha < {_BOUND_TOP}"),
        "beyond_window": Formula("eta > 2*sqrt(2)/S"),
        "two_step_factor": Formula("(2 - z)*(2*z - 1)/z"),
        "slow": Formula("kappa <= 9/10"),
        "small_start": Formula("alpha <= sqrt(sigma/10)"),
        **gap_decay_scales.FORMULAS,
        **gap_decay_windows.FORMULAS,
        **gap_decay_constants.FORMULAS,
    },
    hypotheses=("window_from", "window_to", "alpha_bound", "alpha_bound_top"),
    claims=(
        Claim(
            name="printed-window",
            reading=Reading.PRINTED,
            says=Text(
                "As printed: |b_Ll(t+1)| < c |b_Ll(t)| with some c in (0, {largest_c}], for every such "
                "alpha and step."
            ),
            domain=Text(
                _START + "{window_to}, {alpha_bound} (for the top mode both readings of the bound agree)"
            ),
            routes=(
                Route("root isolation", lambda s, r: checks.landing.by_roots(s, r)),
                Route("balls", lambda s, r: checks.landing.by_balls(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=(
                    "non-increasing",
                    "non-increasing-top",
                    "limit-zero",
                ),
                consequences=(
                    Consequence(
                        "The abstract: the gap tends to zero beyond the edge of stability, unless a "
                        "minimum is hit exactly.",
                        ("limit-zero",),
                    ),
                    Consequence(
                        "Theorem 1, which presupposes strict balancing: it does not need Proposition 2, "
                        "since what returns after two steps and does not rest is balanced.",
                        ("rank-p-orbit/balancing-needed",),
                    ),
                ),
            ),
            controls=_EMPTY,
        ),
        Claim(
            name="non-increasing",
            reading=Reading.CORRECTED,
            says=Text("The gap never grows: |b_Ll(t+1)| <= |b_Ll(t)| at every step."),
            domain=Text(_START + "{window_to}, {alpha_bound}"),
            routes=(
                Route("argument", lambda s, r: checks.window.never_grows_by_argument("alpha_bound", s, r)),
                Route(
                    "descent", lambda s, r: checks.window.by_trajectories("alpha_bound", s, r), LARGE_SAMPLE
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant(
                    "end of the window moved up",
                    {
                        "window_to": "eta < 2832/1000/S",
                        "alpha_bound": (
                            "alpha < (log(2832/1000/(eta*S))*sigma**(4/L)/(L**2*2**((2*L - 3)/L)))**(1/4)"
                        ),
                    },
                ),
                Mutant("bound on alpha moved up", {"alpha_bound": "alpha < 5*sigma**(1/L)"}),
                Mutant("bound on alpha turned", {"alpha_bound": f"alpha > {_BOUND}"}),
                Mutant(
                    "base moved down", {"alpha_bound": f"alpha < {_BOUND.replace('*2**', '*(1/10**6)**')}"}
                ),
                Mutant("exponent", {"alpha_bound": f"alpha < {_BOUND.replace('(1/4)', '(1/3)')}"}),
                Mutant(
                    "depth off by one", {"alpha_bound": f"alpha < {_BOUND.replace('(4/L)', '(4/(L + 1))')}"}
                ),
            ),
        ),
        Claim(
            name="non-increasing-top",
            reading=Reading.CORRECTED,
            says=Text(
                "The gap of a mode below the top one never grows either, with the bound of the top mode."
            ),
            domain=Text(_START + "{window_to}, {alpha_bound_top}"),
            routes=(
                Route("argument", lambda s, r: checks.window.never_grows_below_top_by_argument(s, r)),
                Route(
                    "descent",
                    lambda s, r: checks.window.by_trajectories("alpha_bound_top", s, r),
                    LARGE_SAMPLE,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("bound on alpha moved up", {"alpha_bound_top": "alpha < 5*sigma_1**(1/L)"}),
                Mutant("bound on alpha turned", {"alpha_bound_top": f"alpha > {_BOUND_TOP}"}),
                Mutant(
                    "base moved down",
                    {"alpha_bound_top": f"alpha < {_BOUND_TOP.replace('*2**', '*(1/10**6)**')}"},
                ),
                Mutant("exponent", {"alpha_bound_top": f"alpha < {_BOUND_TOP.replace('(1/4)', '(1/3)')}"}),
                Mutant(
                    "depth off by one",
                    {"alpha_bound_top": f"alpha < {_BOUND_TOP.replace('(4/L)', '(4/(L + 1))')}"},
                ),
                Mutant(
                    "end of the window moved up",
                    {
                        "window_to": "eta < 29/10/S",
                        "alpha_bound_top": (
                            "alpha < (log(29/10/(eta*S_1))*sigma_1**(4/L)/(L**2*2**((2*L - 3)/L)))**(1/4)"
                        ),
                    },
                ),
            ),
        ),
        *gap_decay_scales.CLAIMS,
        Claim(
            name="two-step-factor",
            reading=Reading.SHARPENED,
            says=Text(
                "Two steps on the period-2 orbit with ratio z of its points multiply a small gap by "
                "{two_step_factor}, at every depth; the paper's experiment beyond the edge shows this factor."
            ),
            domain=Text("every depth L >= 2, every sigma, every period-2 orbit with positive points"),
            routes=(
                Route("argument", lambda s, r: checks.experiments.factor_by_argument(s, r)),
                Route("orbits", lambda s, r: checks.experiments.factor_by_orbits(s, r), SAMPLE),
                Route("experiment", lambda s, r: checks.experiments.factor_by_experiment(s, r)),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"two_step_factor": "(2 + z)*(2*z - 1)/z"}),
                Mutant("one factor only", {"two_step_factor": "z*(2 - z)"}),
                Mutant("coefficient moved up", {"two_step_factor": "1001*(2 - z)*(2*z - 1)/(1000*z)"}),
                Mutant("coefficient moved down", {"two_step_factor": "999*(2 - z)*(2*z - 1)/(1000*z)"}),
            ),
        ),
        Claim(
            name="window-sharp",
            reading=Reading.SHARPENED,
            says=Text(
                "For two layers no larger window will do: if {beyond_window}, the first step enlarges the "
                "gap."
            ),
            domain=Text("L = 2, every sigma and every alpha, {beyond_window}"),
            routes=(
                Route("argument", lambda s, r: checks.window_end.by_argument(s, r)),
                Route("descent", lambda s, r: checks.window_end.by_steps(s, r), lambda r: r.cases(68)),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("constant moved down", {"beyond_window": "eta > 1998/1000*sqrt(2)/S"}),
                Mutant("relation turned", {"beyond_window": "eta < 2*sqrt(2)/S"}),
            ),
            no_mutant={Kind.CONSTANT_UP: "beyond a larger rate less is claimed: weaker and true"},
        ),
        Claim(
            name="decays-to-zero",
            reading=Reading.PRINTED,
            says=Text(
                "As the abstract says: inside the window the gap decays to zero, for every such alpha."
            ),
            domain=Text(_START + "{window_to}, {alpha_bound}"),
            routes=(
                Route("root isolation", lambda s, r: checks.gap_limits.landing_by_roots(s, r)),
                Route("balls", lambda s, r: checks.gap_limits.landing_by_balls(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=("limit-zero",),
                consequences=(
                    Consequence(
                        "Theorem 1, which presupposes strict balancing: it does not need the limit, since "
                        "what returns after two steps and does not rest is balanced.",
                        ("rank-p-orbit/balancing-needed",),
                    ),
                ),
            ),
            controls=_EMPTY,
        ),
        Claim(
            name="limit-zero",
            reading=Reading.CORRECTED,
            says=Text(
                "The gap tends to zero, unless gradient descent reaches a minimum exactly after finitely "
                "many "
                "steps: beyond the edge of stability every minimum repels."
            ),
            domain=Text(_START + "{window_to}, {alpha_bound}"),
            routes=(
                Route("argument", lambda s, r: checks.gap_limits.zero_by_argument(s, r)),
                Route(
                    "descent",
                    lambda s, r: checks.gap_limits.zero_by_descent(s, r),
                    lambda r: 2 * len(r.every_depth),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("window from below the edge", {"window_from": "eta > 19/10/S"}),
                Mutant("window from far below the edge", {"window_from": "eta > 1/S"}),
                Mutant("window below the edge", {"window_from": "eta < 2/S"}),
                Mutant("bound on alpha moved up", {"alpha_bound": f"alpha < 20*{_BOUND}"}),
                Mutant("exponent", {"alpha_bound": f"alpha < {_BOUND.replace('(1/4)', '(1/2)')}"}),
                Mutant(
                    "depth off by one", {"alpha_bound": f"alpha < {_BOUND.replace('(4/L)', '(4/(L - 1))')}"}
                ),
            ),
        ),
        Claim(
            name="limit-positive",
            reading=Reading.EXTENDED,
            says=Text(
                "Below the edge of stability the gap keeps a positive limit: for two layers if {slow} and "
                "{small_start}, from every such start."
            ),
            domain=Text("L = 2, every sigma, W_2(0) = 0, W_1(0) = alpha I, {slow}, {small_start}"),
            routes=(
                Route("argument", lambda s, r: checks.gap_limits.positive_by_argument(s, r)),
                Route(
                    "descent", lambda s, r: checks.gap_limits.positive_by_descent(s, r), lambda r: r.cases(30)
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("learning rate up to the edge", {"slow": "kappa <= 2"}),
                Mutant("learning rate from there on", {"slow": "kappa >= 9/10"}),
            ),
            no_mutant={
                Kind.CONSTANT_DOWN: "fewer learning rates or initial scales: less is claimed, weaker and true"
            },
        ),
        *gap_decay_windows.CLAIMS,
        *gap_decay_constants.CLAIMS,
    ),
)
