"""Claims of Theorem 1 over all parameters of two modes: where the orbit attracts entries that mix them."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

FORMULAS = {
    "phase_kappa_from": Formula("kappa >= 201/100"),
    "phase_margin": Formula("1/100"),
    "phase_target": Formula("1/50"),
    "phase_rests": Formula("eta*S <= 199/100"),
    "phase_attracts": Formula("eta*(S + S_1) <= 99/25"),
    "phase_repels": Formula("eta*(S + S_1) >= 83/20"),
    "phase_undecided": Formula("1/20"),
    "phase_both": Formula("eta*S >= 201/100"),
}

_DOMAIN = "L = 2, 3, 4 (to 3 in the quick profile), {phase_kappa_from} up to kappa_d(L) less {phase_margin}"


def _depths(request: Request) -> int:
    return len(checks.phase_diagram.depths(request))


CLAIMS = (
    Claim(
        name="phase-diagram-one",
        reading=Reading.EXTENDED,
        says=Text(
            "With one oscillating mode and a second one that rests, {phase_rests}: of two steps on the "
            "entries that mix them, all multipliers but the neutral ones are inside the unit circle if "
            "{phase_attracts}, and one is outside if {phase_repels}. Less than {phase_undecided} of all "
            "parameters is undecided, and lies within 1/50 of the boundary in kappa_1 and sigma_2/sigma_1. "
            "By attracts-certified the layer values of the first mode attract, and by the spectrum of the "
            "Hessian those of modes that rest and of their pairs; so where {phase_attracts} for every other "
            "mode, none of them null, the orbit attracts in the full space."
        ),
        domain=Text(_DOMAIN + ", sigma_2/sigma_1 from {phase_target} on"),
        routes=(
            Route(
                "cover",
                lambda s, r: checks.phase_diagram.one_by_cover(s, r),
                _depths,
                lambda s, depth: checks.phase_diagram.one_certifies(s, depth),
            ),
            Route(
                "multipliers",
                lambda s, r: checks.phase_diagram.one_by_multipliers(s, r),
                lambda r: r.cases(20) * _depths(r),
            ),
        ),
        expected=Verdict.CERTIFIED,
        mutants=(
            Mutant("attracts further", {"phase_attracts": "eta*(S + S_1) <= 83/20"}),
            Mutant("repels before", {"phase_repels": "eta*(S + S_1) >= 397/100"}),
            Mutant("onset moved down", {"phase_kappa_from": "kappa >= 19/10"}),
            Mutant("onset turned", {"phase_kappa_from": "kappa <= 201/100"}),
            Mutant("attracting region turned", {"phase_attracts": "eta*(S + S_1) >= 99/25"}),
            Mutant("beyond the doubling", {"phase_margin": "-1/100"}),
        ),
    ),
    Claim(
        name="phase-diagram-more",
        reading=Reading.EXTENDED,
        says=Text(
            "With two oscillating modes, {phase_both} for both, equal ones included, a multiplier of two "
            "steps on the entries that mix them is outside the unit circle, in phase and out of phase; only "
            "for two layers in phase a part within 1/50 of the ratios z and 2 - 1/z is undecided."
        ),
        domain=Text(_DOMAIN + " for both"),
        routes=(
            Route(
                "cover",
                lambda s, r: checks.phase_diagram.more_by_cover(s, r),
                lambda r: 2 * _depths(r),
                lambda s, depth: checks.phase_diagram.more_certifies(s, depth),
            ),
            Route(
                "multipliers",
                lambda s, r: checks.phase_diagram.more_by_multipliers(s, r),
                lambda r: r.cases(20) * _depths(r),
            ),
        ),
        expected=Verdict.CERTIFIED,
        mutants=(
            Mutant("onset moved down", {"phase_both": "eta*S >= 19/10"}),
            Mutant("onset turned", {"phase_both": "eta*S <= 201/100"}),
        ),
        no_mutant={
            Kind.CONSTANT_UP: "a later onset or a larger margin: less is claimed, weaker and true",
            Kind.HYPOTHESIS: (
                "kappa >= 201/100 follows from what both modes satisfy; and beyond the doubling, too, an "
                "orbit on which two modes oscillate repels, by repelling-full-space-more and -deeper"
            ),
        },
    ),
)
