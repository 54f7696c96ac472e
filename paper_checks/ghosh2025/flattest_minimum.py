"""Lemma 4: among the global minima in the singular vector stationary set the balanced one is flattest."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.statements import (
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

_ON_SET = Text(
    "every depth L >= 2, width and target other than zero, every global minimum in the singular vector "
    "stationary set"
)
_MUTANTS = (
    Mutant("coefficient", {"least_sharpness": "1001*L*sigma_1**(2 - 2/L)/1000"}),
    Mutant("exponent", {"least_sharpness": "L*sigma_1**(2 - 1/L)"}),
    Mutant("one layer more", {"least_sharpness": "(L + 1)*sigma_1**(2 - 2/L)"}),
)

STATEMENT = Statement(
    slug="flattest-minimum",
    title="The balanced minimum is flattest",
    place="Lemma 4",
    known=Known.CONFIRMED,
    provenance=(
        "The statement was read in a summary of the paper; whether it also says that no other minimum is as "
        "flat was not to be seen there, so that reading is checked by itself."
    ),
    words=Text(
        "Among the global minima in the singular vector stationary set the balanced one has the smallest "
        "sharpness, {least_sharpness}."
    ),
    formulas={
        "mode_term": Formula("sigma**2/s_l**2"),
        "mode_least": Formula("L*sigma**(2 - 2/L)"),
        "least_sharpness": Formula("L*sigma_1**(2 - 2/L)"),
    },
    claims=(
        Claim(
            name="mode",
            reading=Reading.PRINTED,
            says=Text(
                "At a minimum of one mode the sharpness is the sum over the layers of {mode_term}; it is at "
                "least {mode_least}, with equality exactly where all layer values are equal up to sign."
            ),
            domain=Text("every depth L >= 2, every sigma, layer values of any sign"),
            routes=(
                Route("argument", lambda s, r: checks.flattest.mode_by_argument(s, r)),
                Route("hessian", lambda s, r: checks.flattest.mode_by_hessian(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("term without its square", {"mode_term": "sigma**2/s_l"}),
                Mutant("bound moved up", {"mode_least": "1001*L*sigma**(2 - 2/L)/1000"}),
                Mutant("bound moved down", {"mode_least": "999*L*sigma**(2 - 2/L)/1000"}),
                Mutant("exponent", {"mode_least": "L*sigma**(2 - 1/L)"}),
                Mutant("one layer more", {"mode_least": "(L + 1)*sigma**(2 - 2/L)"}),
                Mutant("one layer less", {"mode_least": "(L - 1)*sigma**(2 - 2/L)"}),
            ),
        ),
        Claim(
            name="matrices",
            reading=Reading.PRINTED,
            says=Text(
                "The least sharpness of the minima in the set is {least_sharpness}, attained at the balanced "
                "one."
            ),
            domain=_ON_SET,
            routes=(
                Route("argument", lambda s, r: checks.flattest.least_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.flattest.least_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                *_MUTANTS,
                Mutant("coefficient moved down", {"least_sharpness": "999*L*sigma_1**(2 - 2/L)/1000"}),
            ),
        ),
        Claim(
            name="every-minimum",
            reading=Reading.EXTENDED,
            says=Text(
                "No global minimum at all, in the set or not, has a sharpness below {least_sharpness}."
            ),
            domain=Text("every depth L >= 2, width and target other than zero, every global minimum"),
            routes=(
                Route("argument", lambda s, r: checks.flattest.every_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.flattest.every_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=_MUTANTS,
        ),
        Claim(
            name="unique",
            reading=Reading.PRINTED,
            says=Text(
                "Read as: the balanced minimum alone is flattest, every other minimum in the set is sharper."
            ),
            domain=_ON_SET,
            routes=(
                Route("evaluation", lambda s, r: checks.flattest.unique_by_evaluation(s, r)),
                Route("hessian", lambda s, r: checks.flattest.unique_by_hessian(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=("unique-top-mode",),
                consequences=(
                    Consequence(
                        "Lemma 4: no global minimum is flatter than the balanced one, in the set or "
                        "anywhere.",
                        (
                            "matrices",
                            "every-minimum",
                        ),
                    ),
                    Consequence(
                        "The edge of stability of the flattest minimum, 2/eta, as read off the balanced one.",
                        ("eos-depth-and-task/threshold",),
                    ),
                ),
            ),
        ),
        Claim(
            name="unique-top-mode",
            reading=Reading.CORRECTED,
            says=Text(
                "A minimum in the set is sharper than {least_sharpness} if the layer values of a mode with "
                "singular value sigma_1 are not all equal up to sign. Lower modes may be unbalanced at "
                "a flattest minimum; for one mode it is unique up to signs."
            ),
            domain=_ON_SET,
            routes=(
                Route("argument", lambda s, r: checks.flattest.top_mode_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.flattest.top_mode_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=_MUTANTS,
        ),
    ),
)
