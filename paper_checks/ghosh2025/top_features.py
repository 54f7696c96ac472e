"""The abstract, (ii): oscillations occur within the top features, and the learning rate says how many."""

from paper_checks import checks
from paper_checks.counted import CountFormula
from paper_checks.formulas import Formula
from paper_checks.indexed import IndexedFormula
from paper_checks.siblings import Kind
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

_EVERY = Text("every depth L >= 2, every width, rank r >= 1 and target, every learning rate")
_NO_SQUARES = "(sigma_i - sigma_j)/(sigma_i**(2/L) - sigma_j**(2/L))"
_OTHER_ROOTS = "(sigma_i**2 - sigma_j**2)/(sigma_i**(1/L) - sigma_j**(1/L))"
_PAIR = "(sigma_i**2 - sigma_j**2)/(sigma_i**(2/L) - sigma_j**(2/L))"
_OF_PAIRS = (
    Mutant("pair one layer shallower", {"pair_eigenvalue": _PAIR.replace("2/L", "2/(L - 1)")}),
    Mutant("pair moved up", {"pair_eigenvalue": f"1001*{_PAIR}/1000"}),
    Mutant("pair moved down", {"pair_eigenvalue": f"999*{_PAIR}/1000"}),
)
_FAINTER = Mutant("bound too small", {"kept_share": "1/10**150"})
_WEAKER = {
    Kind.CONSTANT_UP: "where more is allowed to lie outside the span, less is claimed: weaker and true"
}

STATEMENT = Statement(
    slug="top-features",
    title="Oscillations within the top features",
    place="abstract, (ii)",
    known=Known.CLAIM,
    provenance=(
        "The abstract says in prose that oscillations occur within a small subspace of top features, whose "
        "dimension is precisely characterised by the learning rate; what dimension is counted is this "
        "project's "
        "reading."
    ),
    words=Text(
        "Let p be the number of i with S_i > 2/eta, that is {beyond_eos} for mode i. The oscillation "
        "lives in the "
        "span of the top p singular directions. Read of the Hessian at the balanced minimum, {printed_count} "
        "directions are beyond the edge of stability."
    ),
    formulas={
        "beyond_eos": Formula("kappa > 2"),
        "printed_count": CountFormula("p"),
        "count": CountFormula("p**2 + 2*q"),
        "pair_eigenvalue": IndexedFormula(_PAIR),
        "kept_share": Formula("1/10**25"),
        "lost_share": Formula("1/4"),
        "turned_share": Formula("1/2"),
    },
    claims=(
        Claim(
            name="oscillating-modes",
            reading=Reading.PRINTED,
            says=Text(
                "Read of the orbits on the singular vector stationary set: a mode has a positive balanced "
                "period-2 "
                "orbit exactly where {beyond_eos}, so p modes do."
            ),
            domain=_EVERY,
            routes=(
                Route("argument", lambda s, r: checks.top_features.oscillating_by_argument(s, r)),
                Route("root count", lambda s, r: checks.top_features.oscillating_by_root_count(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
                Mutant("onset moved up", {"beyond_eos": "kappa > 2002/1000"}),
                Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
                Mutant("relation turned", {"beyond_eos": "kappa < 2"}),
            ),
        ),
        Claim(
            name="directions-beyond-eos",
            reading=Reading.PRINTED,
            says=Text(
                "Read of the Hessian at the balanced minimum: {printed_count} of its eigenvalues, counted "
                "with "
                "multiplicities, are above 2/eta."
            ),
            domain=_EVERY,
            routes=(
                Route("argument", lambda s, r: checks.top_features.count_by_argument("printed_count", s, r)),
                Route("matrices", lambda s, r: checks.top_features.count_by_matrices("printed_count", s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=(
                    "directions-count",
                    "directions-equal-modes",
                ),
                consequences=(
                    Consequence(
                        "Abstract (ii): the learning rate says how many modes oscillate.",
                        ("oscillating-modes",),
                    ),
                    Consequence(
                        "The oscillation lies in the span of the top p singular directions, on the set.",
                        ("energy-on-set",),
                    ),
                ),
            ),
            controls=(Mutant("the true count", {"printed_count": "p**2 + 2*q"}),),
        ),
        Claim(
            name="directions-count",
            reading=Reading.CORRECTED,
            says=Text(
                "{count} Hessian eigenvalues at the balanced minimum are above 2/eta, where q is the "
                "number of pairs "
                "of an axis i <= p and an axis j > p, null ones included, with {pair_eigenvalue} > 2/eta."
            ),
            domain=_EVERY,
            routes=(
                Route("argument", lambda s, r: checks.top_features.count_by_argument("count", s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.top_features.count_by_matrices("count", s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("mixed pairs once", {"count": "p**2 + q"}),
                Mutant("oscillating pairs once", {"count": "p*(p + 1)/2 + 2*q"}),
                Mutant("no mixed pairs", {"count": "p**2"}),
                Mutant("sign", {"count": "p**2 - 2*q"}),
                Mutant("mixed pairs counted too often", {"count": "p**2 + 2002*q/1000"}),
                Mutant("exponent of a pair", {"pair_eigenvalue": _OTHER_ROOTS}),
                *_OF_PAIRS,
            ),
        ),
        Claim(
            name="directions-equal-modes",
            reading=Reading.SHARPENED,
            says=Text(
                "Exactly p Hessian eigenvalues at the balanced minimum are above 2/eta where p = 0, or p "
                "= 1 and "
                "{pair_eigenvalue} <= 2/eta for the two largest singular values (no condition where the "
                "width is 1), and nowhere else."
            ),
            domain=_EVERY,
            routes=(
                Route("argument", lambda s, r: checks.top_features.one_by_argument(s, r)),
                Route(
                    "matrices",
                    lambda s, r: checks.top_features.one_by_matrices(s, r),
                    lambda r: checks.minima.SMALL_SAMPLE(r),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("squares left out", {"pair_eigenvalue": _NO_SQUARES}),
                Mutant("exponent", {"pair_eigenvalue": _OTHER_ROOTS}),
                Mutant("sign", {"pair_eigenvalue": _PAIR.replace(" - ", " + ", 1)}),
                *_OF_PAIRS,
            ),
        ),
        Claim(
            name="energy-on-set",
            reading=Reading.PRINTED,
            says=Text(
                "On the set the resting modes come to rest, and all but {kept_share} of the squared norm of "
                "W(t+1) - W(t), W the product of all layers, is within the span of the top p singular "
                "vectors on "
                "either side."
            ),
            domain=Text("three modes, two and three layers, p = 1 and 2, rational bases U and V that differ"),
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.oscillation_energy.on_set("kept_share", s, r),
                    lambda r: checks.oscillation_energy.LEAST(checks.oscillation_energy.ON_SET)(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(_FAINTER,),
            no_mutant=_WEAKER,
        ),
        Claim(
            name="energy-attracting",
            reading=Reading.EXTENDED,
            says=Text(
                "The same holds after a perturbation of 10^-20 off the set where the orbit of one mode "
                "attracts: all "
                "but {kept_share} of the oscillation is within the span."
            ),
            domain=Text("two layers, three modes, p = 1, kappa_1 + kappa_2 < 4, rational bases that differ"),
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.oscillation_energy.attracting("kept_share", s, r),
                    lambda r: checks.oscillation_energy.LEAST(checks.oscillation_energy.ATTRACTING)(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(_FAINTER,),
            no_mutant=_WEAKER,
        ),
        Claim(
            name="energy-repelling-one",
            reading=Reading.CORRECTED,
            says=Text(
                "Where the orbit of one mode repels off the set, a perturbation of 10^-20 leaves the "
                "span: from below "
                "{kept_share} the share of the oscillation outside grows to at least {lost_share}."
            ),
            domain=Text("two layers, three modes, p = 1, kappa_1 + kappa_2 > 4, rational bases that differ"),
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.oscillation_energy.repelling_one("lost_share", "kept_share", s, r),
                    lambda r: checks.oscillation_energy.LEAST(checks.oscillation_energy.REPELLING_ONE)(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(Mutant("more than all of it", {"lost_share": "1001/1000"}), _FAINTER),
        ),
        Claim(
            name="energy-repelling-more",
            reading=Reading.CORRECTED,
            says=Text(
                "With two oscillating modes the orbit repels, but within the span: when at least "
                "{turned_share} of "
                "the oscillation has left the directions u_i v_i' of the oscillating modes, all but "
                "{kept_share} is "
                "still within the span of the top p singular vectors."
            ),
            domain=Text("two layers, three modes, p = 2, rational bases that differ"),
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.oscillation_energy.repelling_more("turned_share", "kept_share", s, r),
                    lambda r: checks.oscillation_energy.LEAST(checks.oscillation_energy.REPELLING_MORE)(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(Mutant("more than all of it", {"turned_share": "1001/1000"}), _FAINTER),
        ),
    ),
)
