"""How one step of gradient descent changes the balancing gap of two layers."""

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

STATEMENT = Statement(
    slug="gap-recursion",
    title="The balancing gap after one step of gradient descent",
    place="proof of Proposition 2 (balancing)",
    known=Known.CONFIRMED,
    provenance="The form was read in a summary of the paper's proof.",
    words=Text(
        "With b = s_l^2 - s_k^2 and pi the product of all layers of a mode, one step of gradient descent "
        "turns b into {printed}."
    ),
    formulas={
        "printed": Formula("b*(1 - eta**2*(pi - sigma)**2*pi**2/(s_l**2*s_k**2))"),
        "polynomial": Formula("b*(1 - eta**2*(pi - sigma)**2*Q**2)"),
    },
    claims=(
        Claim(
            name="printed",
            reading=Reading.PRINTED,
            says=Text("From the paper's own start, W_L(0) = 0, the gap after the first step is {printed}."),
            domain=Text("every depth L >= 2, layer l = L at zero, every other layer k"),
            routes=(
                Route("evaluation", lambda s, r: checks.gap.at_start_by_evaluation("printed", s, r)),
                Route("descent", lambda s, r: checks.gap.at_start_by_steps("printed", s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=(
                    "all-pairs",
                    "printed-nonzero",
                ),
                consequences=(
                    Consequence(
                        "Proposition 2, whose proof uses the recursion from W_L(0) = 0 on: that the gap "
                        "never grows.",
                        ("gap-decay/non-increasing",),
                    ),
                ),
            ),
            controls=(Mutant("as a polynomial", {"printed": "b*(1 - eta**2*(pi - sigma)**2*Q**2)"}),),
        ),
        Claim(
            name="printed-nonzero",
            reading=Reading.PRINTED,
            says=Text("Where no layer is zero, the gap after one step is {printed}."),
            domain=Text("every depth L >= 2, every two layers l and k, no layer at zero"),
            routes=(
                Route("argument", lambda s, r: checks.gap.by_argument("printed", s, r)),
                Route("descent", lambda s, r: checks.gap.by_steps("printed", s, r, nonzero=True), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"printed": "b*(1 + eta**2*(pi - sigma)**2*pi**2/(s_l**2*s_k**2))"}),
                Mutant("exponent", {"printed": "b*(1 - eta**2*(pi - sigma)**2*pi**2/(s_l*s_k))"}),
                Mutant(
                    "coefficient moved up",
                    {"printed": "b*(1 - 1001*eta**2*(pi - sigma)**2*pi**2/(1000*s_l**2*s_k**2))"},
                ),
                Mutant(
                    "coefficient moved down",
                    {"printed": "b*(1 - 999*eta**2*(pi - sigma)**2*pi**2/(1000*s_l**2*s_k**2))"},
                ),
                Mutant(
                    "learning rate not squared",
                    {"printed": "b*(1 - eta*(pi - sigma)**2*pi**2/(s_l**2*s_k**2))"},
                ),
            ),
        ),
        Claim(
            name="all-pairs",
            reading=Reading.CORRECTED,
            says=Text(
                "With Q the product of all layers but l and k, the gap after one step is {polynomial}, "
                "zero layers included."
            ),
            domain=Text("every depth L >= 2, every two layers l and k, every real value of the layers"),
            routes=(
                Route("argument", lambda s, r: checks.gap.by_argument("polynomial", s, r)),
                Route("descent", lambda s, r: checks.gap.by_steps("polynomial", s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"polynomial": "b*(1 + eta**2*(pi - sigma)**2*Q**2)"}),
                Mutant("exponent", {"polynomial": "b*(1 - eta**2*(pi - sigma)**2*Q)"}),
                Mutant(
                    "coefficient moved up", {"polynomial": "b*(1 - 1001*eta**2*(pi - sigma)**2*Q**2/1000)"}
                ),
                Mutant(
                    "coefficient moved down", {"polynomial": "b*(1 - 999*eta**2*(pi - sigma)**2*Q**2/1000)"}
                ),
                Mutant("error not squared", {"polynomial": "b*(1 - eta**2*(pi - sigma)*Q**2)"}),
            ),
        ),
    ),
)
