"""Claims of Theorem 1 on null modes: what gradient descent does where the target has no singular value."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.statements import SAMPLE, Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_NAMES = ("null_power", "least_growth", "most_growth")

FORMULAS = {
    "null_power": Formula("2*L - 2"),
    "least_growth": Formula("2*L - 2"),
    "most_growth": Formula("2*L - 2 + 2*(2*L - 2)**2*v"),
}

CLAIMS = (
    Claim(
        name="null-mode-decay",
        reading=Reading.EXTENDED,
        says=Text(
            "A null mode with all layers equal to x decays, but slower than any exponential: for v = eta "
            "x^({null_power}) each step adds to 1/v at least {least_growth} and at most {most_growth}, so "
            "1/v grows like {least_growth} times the number of steps. The multiplier at its limit is 1, and "
            "what normally attracting means leaves such modes out."
        ),
        domain=Text("every depth L >= 2, target 0, all layers equal, 0 < eta x^(2L - 2) <= 1/(4(L - 1))"),
        routes=(
            Route("argument", lambda s, r: checks.null_modes.decay_by_argument(_NAMES, s, r)),
            Route("descent", lambda s, r: checks.null_modes.decay_by_descent(_NAMES, s, r), SAMPLE),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("power of one layer less", {"null_power": "2*L - 3"}),
            Mutant("faster", {"least_growth": "1001*(2*L - 2)/1000"}),
            Mutant("a layer more", {"least_growth": "2*L - 1"}),
            Mutant("slower", {"most_growth": "999*(2*L - 2)/1000 + 2*(2*L - 2)**2*v"}),
            Mutant("power of a layer more", {"null_power": "2*L"}),
            Mutant("growth of a layer more", {"least_growth": "2*L"}),
            Mutant("first power for the square", {"most_growth": "2*L - 2 + 2*(2*L - 2)*v"}),
            Mutant("sign of the depth", {"least_growth": "2*L + 2"}),
            Mutant("sign of the second order", {"most_growth": "2*L - 2 - 2*(2*L - 2)**2*v"}),
            Mutant("first order alone", {"most_growth": "2*L - 2 + (2*L - 2)*v/2"}),
        ),
    ),
)
