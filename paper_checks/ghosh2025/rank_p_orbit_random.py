"""Claims on Theorem 1 from small random layers: which runs reach the orbit, and which do not."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_REACHED = "a run has reached the orbit if it is close at every step of its second half"
_DOMAIN = (
    "L = 2, 3, 4, square layers of widths 2 to 5 with independent normal entries of standard deviation "
    "{random_scale}, targets of rank 2 with singular values of which "
)

FORMULAS = {
    "random_scale": Formula("sigma_1**(1/L)/10"),
    "random_inside": Formula("eta*(S + S_1) < 4"),
    "random_outside": Formula("eta*(S + S_1) > 41/10"),
}

_ANY_SCALE = "where the orbit repels, almost no start comes to it, of whatever scale the layers are"
"""Why layers of another scale, the one formula with an exponent and the depth, make no false sibling."""


def _least(request: Request) -> int:
    return 12 * request.cases(checks.random_starts.RUNS)


CLAIMS = (
    Claim(
        name="from-small-random-init",
        reading=Reading.EXTENDED,
        says=Text(
            "From small random layers gradient descent on full matrices reaches the orbit with one "
            "oscillating mode if {random_inside}, where S belongs to the second-largest singular value: "
            "the end-to-end matrix of the theorem in both phases, and no balancing gap where it "
            "oscillates. Entries between null modes stay small and decay slowly; they are not compared."
        ),
        domain=Text(_DOMAIN + "one oscillates, kappa_1 = 11/5, 23/10 and 12/5; every run drawn; " + _REACHED),
        routes=(
            Route(
                "runs",
                lambda s, r: checks.random_starts.reaching("random_inside", "random_scale", s, r),
                _least,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("further out", {"random_inside": "eta*(S + S_1) < 42/10"}),
            Mutant("smaller sum", {"random_inside": "95*eta*(S + S_1)/100 < 4"}),
            Mutant("region turned", {"random_inside": "eta*(S + S_1) > 4"}),
            Mutant("difference for sum", {"random_inside": "eta*(S - S_1) < 4"}),
            Mutant("large layers", {"random_scale": "3*sigma_1**(1/L)"}),
            Mutant("scale of a square", {"random_scale": "sigma_1**(2/L)/10"}),
            Mutant("scale of a layer less", {"random_scale": "sigma_1**(1/(L - 1))/10"}),
        ),
    ),
    Claim(
        name="from-small-random-init-outside",
        reading=Reading.CORRECTED,
        says=Text(
            "If {random_outside}, where S belongs to the second-largest singular value, no run from small "
            "random layers reaches the orbit, whether the second mode would rest or oscillate: it "
            "stays on another attractor, which may pass the orbit closely again and again, or diverges."
        ),
        domain=Text(
            _DOMAIN + "one or both oscillate, kappa_1 from 21/10 to 23/10; every run drawn; " + _REACHED
        ),
        routes=(
            Route(
                "runs",
                lambda s, r: checks.random_starts.leaving("random_outside", "random_scale", s, r),
                _least,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("further in", {"random_outside": "eta*(S + S_1) > 35/10"}),
            Mutant("larger sum", {"random_outside": "12*eta*(S + S_1)/10 > 41/10"}),
            Mutant("region turned", {"random_outside": "eta*(S + S_1) < 41/10"}),
            Mutant("sign of the bound", {"random_outside": "eta*(S + S_1) > -41/10"}),
        ),
        no_mutant=dict.fromkeys((Kind.HYPOTHESIS, Kind.EXPONENT, Kind.DEPTH), _ANY_SCALE),
    ),
)
