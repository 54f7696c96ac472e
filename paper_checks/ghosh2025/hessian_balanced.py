"""Lemma 1: the Hessian eigenvalues at the balanced minimum."""

from paper_checks import checks
from paper_checks.counted import CountFormula
from paper_checks.formulas import Formula
from paper_checks.indexed import IndexedFormula
from paper_checks.statements import Claim, Known, Mutant, Reading, Route, Statement, Text
from paper_checks.verdicts import Verdict

_ONE_ALPHA_MORE = "(sigma_i**(1 - 1/L - l/L)*alpha**(l + 1))**2"
_BALANCED_ZEROS = "L*d**2 - r**2 - 2*r*(d - r)"
_DOMAIN = Text("every depth L >= 2, every width d, every target of rank r >= 1")
_LIST_MUTANTS = (
    Mutant("eigenvalue of a mode without its depth", {"mode_eigenvalue": "sigma_i**(2 - 2/L)"}),
    Mutant("exponent of a mode", {"mode_eigenvalue": "L*sigma_i**(2 - 1/L)"}),
    Mutant("exponent of two modes", {"pair_term": "(sigma_i**(1 - 1/L - l/L)*sigma_j**((l + 1)/L))**2"}),
    Mutant("square left out", {"pair_term": "sigma_i**(1 - 1/L - l/L)*sigma_j**(l/L)"}),
    Mutant("coefficient with the null space", {"null_eigenvalue": "1001*sigma_i**(2 - 2/L)/1000"}),
    Mutant("one layer less", {"mode_eigenvalue": "(L - 1)*sigma_i**(2 - 2/L)"}),
)

STATEMENT = Statement(
    slug="hessian-balanced",
    title="Hessian eigenvalues at the balanced minimum",
    place="Lemma 1",
    known=Known.RECONSTRUCTED,
    provenance=(
        "The largest eigenvalue was read; the full list is recalled, not read, and it came without "
        "multiplicities, which are this project's."
    ),
    words=Text(
        "At the balanced minimum, where sigma_(l,i) = sigma_i^(1/L) for every layer l, the non-zero "
        "Hessian eigenvalues are {mode_eigenvalue} for each i, for i other than j the sum over "
        "l = 0 ... L-1 of {pair_term}, and {null_eigenvalue} for directions that pair mode i with the null "
        "space; the largest is {top_eigenvalue}."
    ),
    formulas={
        "mode_eigenvalue": IndexedFormula("L*sigma_i**(2 - 2/L)"),
        "pair_term": IndexedFormula("(sigma_i**(1 - 1/L - l/L)*sigma_j**(l/L))**2"),
        "null_eigenvalue": IndexedFormula("sigma_i**(2 - 2/L)"),
        "top_eigenvalue": Formula("L*sigma_1**(2 - 2/L)"),
        "pair_multiplicity": IndexedFormula("2"),
        "null_multiplicity": IndexedFormula("2*(d - r)"),
        "zero_multiplicity": IndexedFormula("L*d**2 - r**2 - 2*r*(d - r)"),
        "null_start_term": IndexedFormula("(sigma_i**(1 - 1/L - l/L)*alpha**l)**2"),
        "null_start_alone": Formula("alpha**(2*L - 2)"),
        "null_start_zero_multiplicity": IndexedFormula("L*d**2 - d**2"),
        "rectangular_null_multiplicity": CountFormula("d_out + d_in - 2*r"),
        "rectangular_zero_multiplicity": CountFormula(
            "d*(d_out + d_in) + (L - 2)*d**2 - r*(d_out + d_in - r)"
        ),
    },
    claims=(
        Claim(
            name="printed-list",
            reading=Reading.PRINTED,
            says=Text(
                "The non-zero eigenvalues are, as a set, {mode_eigenvalue} for each mode, the sum over "
                "l = 0 ... L-1 of {pair_term} for each two modes, and, where r < d, {null_eigenvalue} for "
                "each mode."
            ),
            domain=_DOMAIN,
            routes=(
                Route("argument", lambda s, r: checks.hessian.list_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.hessian.list_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=_LIST_MUTANTS,
        ),
        Claim(
            name="top-eigenvalue",
            reading=Reading.PRINTED,
            says=Text("The largest eigenvalue is {top_eigenvalue}."),
            domain=_DOMAIN,
            routes=(
                Route("argument", lambda s, r: checks.hessian.top_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.hessian.top_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent", {"top_eigenvalue": "L*sigma_1**(2 - 1/L)"}),
                Mutant("coefficient", {"top_eigenvalue": "999*L*sigma_1**(2 - 2/L)/1000"}),
                Mutant("one layer less", {"top_eigenvalue": "(L - 1)*sigma_1**(2 - 2/L)"}),
            ),
        ),
        Claim(
            name="spectrum",
            reading=Reading.SHARPENED,
            says=Text(
                "With multiplicities: {mode_eigenvalue} once for each mode, the sum over l = 0 ... L-1 of "
                "{pair_term} with multiplicity {pair_multiplicity} for each two modes, {null_eigenvalue} "
                "with multiplicity {null_multiplicity} for each mode, and zero with multiplicity "
                "{zero_multiplicity}; where values coincide, multiplicities add."
            ),
            domain=_DOMAIN,
            routes=(
                Route("argument", lambda s, r: checks.hessian.spectrum_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.hessian.spectrum_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                *_LIST_MUTANTS,
                Mutant("two modes once", {"pair_multiplicity": "1"}),
                Mutant("sign of the rank", {"null_multiplicity": "2*(d + r)"}),
                Mutant("null space once", {"null_multiplicity": "d - r"}),
                Mutant("zero too often", {"zero_multiplicity": "L*d**2 - r**2 - r*(d - r)"}),
                Mutant("zero once more", {"zero_multiplicity": "L*d**2 - r**2 - 2*r*(d - r) + 1"}),
            ),
        ),
        Claim(
            name="rectangular",
            reading=Reading.EXTENDED,
            says=Text(
                "With rectangular ends the non-zero eigenvalues are the same. {null_eigenvalue} has the "
                "multiplicity "
                "{rectangular_null_multiplicity} for each mode, zero {rectangular_zero_multiplicity}; the "
                "others "
                "are as in the square case."
            ),
            domain=Text("every depth L >= 2, layers d_out x d, d x d, ..., d x d_in, every rank 1 <= r <= d"),
            routes=(
                Route("argument", lambda s, r: checks.hessian_rectangular.by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.hessian_rectangular.by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("twice the columns", {"rectangular_null_multiplicity": "2*(d_in - r)"}),
                Mutant("hidden width in place of the ends", {"rectangular_null_multiplicity": "2*(d - r)"}),
                Mutant("exponent", {"null_eigenvalue": "sigma_i**(2 - 1/L)"}),
                Mutant("eigenvalue moved up", {"null_eigenvalue": "1001*sigma_i**(2 - 2/L)/1000"}),
                Mutant("eigenvalue moved down", {"null_eigenvalue": "999*sigma_i**(2 - 2/L)/1000"}),
                Mutant(
                    "one layer more",
                    {
                        "rectangular_zero_multiplicity": (
                            "d*(d_out + d_in) + (L - 1)*d**2 - r*(d_out + d_in - r)"
                        )
                    },
                ),
                Mutant(
                    "as if square",
                    {"rectangular_zero_multiplicity": "L*d**2 - r**2 - 2*r*(d - r)"},
                ),
            ),
        ),
        Claim(
            name="null-modes-of-the-start",
            reading=Reading.EXTENDED,
            says=Text(
                "Where null modes keep the values (alpha, ..., alpha, 0) of the unbalanced start and all "
                "others are "
                "balanced, each mode with each null mode has the sum over l = 0 ... L-1 of "
                "{null_start_term} and "
                "{null_eigenvalue} once, each ordered pair of null modes {null_start_alone}, and zero has "
                "the "
                "multiplicity {null_start_zero_multiplicity}; the eigenvalues of modes are as before."
            ),
            domain=Text("every depth L >= 2, every width d, every target of rank r >= 1, every alpha > 0"),
            routes=(
                Route("argument", lambda s, r: checks.hessian_null_modes.by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.hessian_null_modes.by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("as if alpha were zero", {"null_start_term": "sigma_i**(2 - 2/L)/L"}),
                Mutant("exponent of alpha", {"null_start_term": _ONE_ALPHA_MORE}),
                Mutant("exponent of null modes", {"null_start_alone": "alpha**(2*L)"}),
                Mutant("as many zeros as balanced", {"null_start_zero_multiplicity": _BALANCED_ZEROS}),
                Mutant("sign of the width", {"null_start_zero_multiplicity": "L*d**2 + d**2"}),
                Mutant("eigenvalue moved up", {"null_eigenvalue": "1001*sigma_i**(2 - 2/L)/1000"}),
                Mutant("eigenvalue moved down", {"null_eigenvalue": "999*sigma_i**(2 - 2/L)/1000"}),
            ),
        ),
    ),
)
