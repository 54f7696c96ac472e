"""Claims of Proposition 2 on its constants: the bound on alpha against the best one."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.statements import SAMPLE, Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

BOUND = "(log(2*sqrt(2)/(eta*S))*sigma**(4/L)/(L**2*2**((2*L - 3)/L)))**(1/4)"
"""The printed bound on alpha."""
PULL = "kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2)/L - 1)/L"

FORMULAS = {
    "best_bound": Formula(f"{PULL} <= sqrt(2)"),
    "second_step_grows": Formula(f"{PULL} > sqrt(2)"),
    "two_layers_up_to": Formula("kappa <= 51/20"),
    "factor": Formula("3"),
}

CLAIMS = (
    Claim(
        name="alpha-bound",
        reading=Reading.SHARPENED,
        says=Text(
            "The printed bound on alpha is not the best one: for sigma = 1 no gap grows at any step if "
            "{best_bound}, and from a larger alpha the second step enlarges the gap, unless the first "
            "one balances the layers. (Other sigma: alpha in units of sigma^(1/L).)"
        ),
        domain=Text(
            "every depth L >= 2, sigma = 1, W_L(0) = 0, W_l(0) = alpha I for l < L, every alpha > 0, "
            "{window_from}, {window_to}; for two layers {two_layers_up_to}, a little beyond which the "
            "third step is the first to enlarge the gap"
        ),
        routes=(
            Route("descent", lambda s, r: checks.alpha_bound.best_by_descent(s, r), SAMPLE),
            Route("cover", lambda s, r: checks.alpha_bound.best_by_cover(s, r), lambda _request: 30),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant(
                "bound moved up",
                {
                    "best_bound": (
                        "kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2)/L - 1)/L <= 1001/1000*sqrt(2)"
                    )
                },
            ),
            Mutant(
                "bound moved down",
                {"best_bound": ("kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2)/L - 1)/L <= 999/1000*sqrt(2)")},
            ),
            Mutant(
                "divisor dropped",
                {"best_bound": "kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2) - 1)/L <= sqrt(2)"},
            ),
            Mutant("two layers further", {"two_layers_up_to": "kappa <= 14/5"}),
            Mutant("relation turned", {"best_bound": f"{PULL} >= sqrt(2)"}),
            Mutant("sign", {"best_bound": f"{PULL.replace('- 1)', '+ 1)')} <= sqrt(2)"}),
            Mutant("exponent", {"best_bound": f"{PULL.replace('(L - 2)', '(L - 1)')} <= sqrt(2)"}),
            Mutant(
                "depth off by one",
                {"best_bound": "kappa*alpha**(L - 1)*(kappa*alpha**(2*L)/(L + 1) - 1)/(L + 1) <= sqrt(2)"},
            ),
        ),
    ),
    Claim(
        name="alpha-bound-factor",
        reading=Reading.SHARPENED,
        says=Text("The best bound is more than {factor} times the printed one."),
        domain=Text(
            "every depth L >= 2, sigma = 1, {window_from}, {window_to}; for two layers "
            "{two_layers_up_to}; best is {best_bound}, printed {alpha_bound}"
        ),
        routes=(Route("balls", lambda s, r: checks.alpha_bound.larger_by_balls(s, r), SAMPLE),),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("factor moved up", {"factor": "16/5"}),
            Mutant("best bound turned", {"best_bound": f"{PULL} >= sqrt(2)"}),
            Mutant("best bound moved down", {"best_bound": f"{PULL} <= 1/2*sqrt(2)"}),
            Mutant("sign", {"best_bound": f"{PULL.replace('- 1)', '+ 1)')} <= sqrt(2)"}),
            Mutant(
                "exponent of the printed bound",
                {
                    "alpha_bound": (
                        "alpha < (log(2*sqrt(2)/(eta*S))*sigma**(4/L)/(L**2*2**((2*L - 3)/L)))**(1/6)"
                    )
                },
            ),
            Mutant(
                "printed bound of one layer less",
                {
                    "alpha_bound": (
                        "alpha < (log(2*sqrt(2)/(eta*S))*sigma**(4/(L - 1))/((L - 1)**2"
                        "*2**((2*(L - 1) - 3)/(L - 1))))**(1/4)"
                    )
                },
            ),
        ),
    ),
    Claim(
        name="alpha-bound-necessary",
        reading=Reading.SHARPENED,
        says=Text(
            "No larger bound will do, at any learning rate: if {second_step_grows}, the second step "
            "enlarges the gap, unless the first one balances the layers."
        ),
        domain=Text("every depth L >= 2, sigma = 1, W_L(0) = 0, W_l(0) = alpha I for l < L, kappa > 0"),
        routes=(
            Route("argument", lambda s, r: checks.second_step.by_argument(s, r)),
            Route("descent", lambda s, r: checks.second_step.by_steps(s, r), SAMPLE),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant(
                "constant moved down",
                {
                    "second_step_grows": (
                        "kappa*alpha**(L - 2)*(kappa*alpha**(2*L - 2)/L - 1)/L > 999/1000*sqrt(2)"
                    )
                },
            ),
            Mutant(
                "exponent",
                {"second_step_grows": ("kappa*alpha**(L - 1)*(kappa*alpha**(2*L - 2)/L - 1)/L > sqrt(2)")},
            ),
            Mutant("coefficient moved up", {"second_step_grows": f"1001*{PULL}/1000 > sqrt(2)"}),
            Mutant("relation turned", {"second_step_grows": f"{PULL} < sqrt(2)"}),
            Mutant("sign", {"second_step_grows": f"{PULL.replace('- 1)', '+ 1)')} > sqrt(2)"}),
        ),
    ),
)
