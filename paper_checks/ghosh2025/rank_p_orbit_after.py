"""Claims on the end of stability of the orbit of Theorem 1 in deeper networks, and on what follows it."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

FORMULAS = {
    "deeper_turning_from": Formula("eta*(S + S_1) > 4"),
    "deeper_turning_to": Formula("eta*(S + S_1) < 83/20"),
    "turning_speed": Formula("2/5"),
    "amplitude_exponent": Formula("1/4"),
}


def _least(request: Request) -> int:
    # Few of the drawn rates agree.
    return len(checks.turning.DEPTHS) * max(1, request.cases(checks.turning.DRAWN) // 2)


CLAIMS = (
    Claim(
        name="transverse-turning-deeper",
        reading=Reading.EXTENDED,
        says=Text(
            "Deeper networks with one oscillating mode: as the second-largest singular value grows, with S "
            "its sharpness, the orbit first loses stability by two complex multipliers of two steps with "
            "positive real parts, so none is a second, third or fourth root of unity. There "
            "{deeper_turning_from} and {deeper_turning_to}, and their modulus grows with the normalised "
            "learning rate of that mode at least at the speed {turning_speed}."
        ),
        domain=Text(
            "L = 3, ..., 6, 41/20 < kappa_1 < 49/20; each end enclosed between a second mode at which all "
            "multipliers of the pair are inside the unit circle and one at which two are outside"
        ),
        routes=(
            Route(
                "multipliers",
                lambda s, r: checks.turning.deeper(
                    ("deeper_turning_from", "deeper_turning_to"), "turning_speed", s, r
                ),
                _least,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("as for two layers, and no further", {"deeper_turning_to": "eta*(S + S_1) < 4"}),
            Mutant("further out", {"deeper_turning_from": "eta*(S + S_1) > 41/10"}),
            Mutant("faster", {"turning_speed": "4/5"}),
            Mutant("relation turned", {"deeper_turning_from": "eta*(S + S_1) < 4"}),
            Mutant("difference of the modes", {"deeper_turning_from": "eta*(S - S_1) > 4"}),
        ),
    ),
    Claim(
        name="after-the-turn",
        reading=Reading.EXTENDED,
        says=Text(
            "Two layers, just beyond eta (S + S_1) = 4: gradient descent settles next to the orbit, where "
            "the two modes mix by an amplitude that comes back to itself. It grows like the "
            "distance to the end "
            "to the power {amplitude_exponent}, not like its square root."
        ),
        domain=Text(
            "L = 2, 2 x 2 layers, kappa_1 = 11/5, 23/10, 12/5, kappa_1 + kappa_2 - 4 from 1/5000 to 1/2500; "
            "the exponent between two distances is compared up to 1/40"
        ),
        routes=(
            Route(
                "runs",
                lambda s, r: checks.turning.amplitude("amplitude_exponent", s, r),
                lambda _request: len(checks.turning.RATES),
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("square root", {"amplitude_exponent": "1/2"}),
            Mutant("third root", {"amplitude_exponent": "1/3"}),
            Mutant("fifth root", {"amplitude_exponent": "1/5"}),
        ),
    ),
)
