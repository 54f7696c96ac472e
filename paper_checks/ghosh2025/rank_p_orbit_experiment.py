"""Claims of Theorem 1 decided by gradient descent on full matrices, from starts off the stationary set."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Profile, Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

FORMULAS = {
    "last_layer": Formula("0"),
    "perturbation": Formula("1/10**20"),
    "left": Formula("delta > 1/10"),
    "kept": Formula("delta < 1/10**15"),
    "growth": Formula("sqrt(mu)"),
    "actual_within": Formula("1/10**10"),
    "balanced_within": Formula("1/10**4"),
    "loss_below": Formula("200"),
    "still_off": Formula("1"),
    "returned": Formula("1/10**6"),
}

_TARGETS = "L = 3, targets of 5 x 5 with singular values (10, 9.5, 9), (10, 8, 6), (10, 6, 3), 0 and 0"
_REPELLING = Text(
    f"{_TARGETS}; eta = 0.0328, 0.034, 0.037 for the first (1, 2, 3 modes beyond the edge of stability) and "
    "0.037 for the second (1 mode), where the orbit repels; alpha = 1/100; the last layer alpha I or "
    "{last_layer}, U = V or, with the last layer {last_layer}, different"
)
_ATTRACTING = Text(
    f"{_TARGETS}; eta = 0.0315 for the first, 0.034 for the others; alpha = 1/100; the last layer alpha I or "
    "{last_layer}, U = V or, with the last layer {last_layer}, different"
)

_EVERY = Text(
    f"{_REPELLING.template}; and eta = 0.0315 for the first, 0.034 for the others, where it attracts"
)

_NO_OTHER_LAST_LAYER = {
    Kind.HYPOTHESIS: "where U and V differ, a last layer other than 0 is off the set by far more than the "
    "perturbation: no start next to the set, to leave it, and no small entry, to grow"
}
"""Why claims on starts next to the set have no mutants of the last layer."""


def _made(quick: int, standard: int, full: int) -> dict[Profile, int]:
    return {Profile.QUICK: quick, Profile.STANDARD: standard, Profile.FULL: full}


def _repelling(request: Request) -> int:
    return _made(1, 6, 12)[request.profile]


def _attracting(request: Request) -> int:
    return _made(1, 5, 9)[request.profile]


def _both(request: Request) -> int:
    return _repelling(request) + _attracting(request)


CLAIMS = (
    Claim(
        name="diagonal-start-stays",
        reading=Reading.EXTENDED,
        says=Text(
            "In exact arithmetic every layer stays diagonal in the singular bases of the target, whatever "
            "they are, if the last layer starts at {last_layer} and all others at alpha I."
        ),
        domain=Text(f"{_TARGETS}, rational bases U = V and U, V different, alpha = 1/100, four steps"),
        routes=(
            Route(
                "exact steps",
                lambda s, r: checks.perturbed_orbits.stays_exactly("last_layer", s, r),
                lambda _request: 14,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("all layers alike", {"last_layer": "alpha"}),
            Mutant("the last layer nearly zero", {"last_layer": "alpha/10**20"}),
        ),
    ),
    Claim(
        name="leaves-the-set",
        reading=Reading.CORRECTED,
        says=Text(
            "Perturbed by at most {perturbation} off the diagonal, gradient descent leaves the stationary "
            "set: the largest entry delta off the diagonal of the end-to-end matrix in the singular bases "
            "comes to {left}. So here, with one, two or three oscillating modes, a start next to the set "
            "does not stay at the orbit of the theorem."
        ),
        domain=_REPELLING,
        routes=(
            Route(
                "descent",
                lambda s, r: checks.perturbed_orbits.largest("perturbation", "left", True, s, r),
                _repelling,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("it stays", {"left": "delta < 1/10"}),
            Mutant("no perturbation", {"perturbation": "0"}),
            Mutant("beyond all bounds", {"left": "delta > 10**3"}),
        ),
        no_mutant=_NO_OTHER_LAST_LAYER,
    ),
    Claim(
        name="perturbed-start-stays-close",
        reading=Reading.CORRECTED,
        says=Text(
            "Where the orbit of one oscillating mode attracts, perturbing by at most {perturbation} keeps "
            "{kept} at every step."
        ),
        domain=_ATTRACTING,
        routes=(
            Route(
                "descent",
                lambda s, r: checks.perturbed_orbits.largest("perturbation", "kept", False, s, r),
                _attracting,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("it leaves", {"kept": "delta > 1/10"}),
            Mutant("it never grows", {"kept": "delta <= 1/10**22"}),
            Mutant("from outside the set", {"last_layer": "alpha"}),
        ),
    ),
    Claim(
        name="growth-rate",
        reading=Reading.EXTENDED,
        says=Text(
            "The entries off the diagonal that mix two modes, perturbed by at most {perturbation}, grow by "
            "{growth} with every step, mu the modulus of the leading multiplier of two steps: measured from "
            "gradient descent alone, within {actual_within} of it for the multiplier at the actual layer "
            "values."
        ),
        domain=_EVERY,
        routes=(
            Route(
                "multipliers",
                lambda s, r: checks.perturbed_growth.growth_by_multipliers(
                    "perturbation", "growth", "actual_within", checks.perturbed_growth.Layers.ACTUAL, s, r
                ),
                _both,
            ),
            Route(
                "step blocks",
                lambda s, r: checks.perturbed_growth.growth_by_steps(
                    "perturbation", "growth", "actual_within", s, r
                ),
                _both,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("coefficient", {"growth": "1001*sqrt(mu)/1000"}),
            Mutant("coefficient moved down", {"growth": "999*sqrt(mu)/1000"}),
            Mutant("one step for two", {"growth": "mu"}),
        ),
        no_mutant=_NO_OTHER_LAST_LAYER,
    ),
    Claim(
        name="growth-rate-balanced",
        reading=Reading.EXTENDED,
        says=Text(
            "Perturbed by at most {perturbation}, the entries off the diagonal that mix two modes grow by "
            "{growth} with every step within {balanced_within} of it, mu now the modulus of the leading "
            "multiplier at strictly balanced layer values."
        ),
        domain=_EVERY,
        routes=(
            Route(
                "multipliers",
                lambda s, r: checks.perturbed_growth.growth_by_multipliers(
                    "perturbation",
                    "growth",
                    "balanced_within",
                    checks.perturbed_growth.Layers.BALANCED,
                    s,
                    r,
                ),
                _both,
            ),
            Route(
                "exact blocks",
                lambda s, r: checks.perturbed_growth.growth_by_multipliers(
                    "perturbation",
                    "growth",
                    "balanced_within",
                    checks.perturbed_growth.Layers.BALANCED_IN_EXACT_BLOCKS,
                    s,
                    r,
                ),
                _both,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("coefficient", {"growth": "1001*sqrt(mu)/1000"}),
            Mutant("to twelve digits", {"balanced_within": "1/10**12"}),
        ),
        no_mutant=_NO_OTHER_LAST_LAYER,
    ),
    Claim(
        name="what-comes-after",
        reading=Reading.EXTENDED,
        says=Text(
            "Having left the set, perturbed by at most {perturbation}, gradient descent diverges with three "
            "oscillating modes. With one or two it does not settle: in the last quarter of the run delta "
            "exceeds {still_off}, while the loss stays below {loss_below}."
        ),
        domain=_REPELLING,
        routes=(
            Route(
                "descent",
                lambda s, r: checks.perturbed_orbits.afterwards(
                    "perturbation", "loss_below", "still_off", s, r
                ),
                _repelling,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("the loss of the orbit", {"loss_below": "1"}),
            Mutant("far off", {"still_off": "100"}),
            Mutant("from a large last layer", {"last_layer": "10"}),
        ),
    ),
    Claim(
        name="start-outside-the-set",
        reading=Reading.EXTENDED,
        says=Text(
            "With all layers at alpha I, perturbed by at most {perturbation}, and U, V different, the start "
            "is outside the stationary set. The end-to-end matrix still comes to return after two steps "
            "within {returned} where the orbit attracts. Where it repels it has not come to that by the end."
        ),
        domain=Text(
            f"{_TARGETS}; alpha = 1/100, 1600 steps; eta = 0.034 for the last two, where the orbit attracts; "
            "0.034 and 0.037 for the first and 0.037 for the second, where it repels"
        ),
        routes=(
            Route(
                "descent",
                lambda s, r: checks.perturbed_orbits.from_outside("perturbation", "returned", s, r),
                lambda r: _made(1, 5, 5)[r.profile],
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("to thirty digits", {"returned": "1/10**30"}),
            Mutant("by next to nothing", {"returned": "0"}),
            Mutant("perturbed by more than the layers", {"perturbation": "5"}),
        ),
    ),
)
