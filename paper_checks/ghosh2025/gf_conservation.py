"""Conservation law of gradient flow: the balancing gap of two layers does not change."""

from paper_checks import checks
from paper_checks.formulas import Formula, MatrixFormula
from paper_checks.statements import SAMPLE, Claim, Known, Mutant, Reading, Route, Statement, Text
from paper_checks.verdicts import Verdict

STATEMENT = Statement(
    slug="gf-conservation",
    title="Gradient flow conserves the balancing gap",
    place="conservation law of gradient flow, recalled before Proposition 2",
    known=Known.CONFIRMED,
    provenance="The form was read in summaries of the paper; the law itself is classical.",
    words=Text("Under gradient flow {conserved} stays constant in time for every two layers l and k."),
    formulas={
        "conserved": Formula("s_l**2 - s_k**2"),
        "conserved_matrix": MatrixFormula("W_{l+1}' W_{l+1} - W_l W_l'"),
    },
    claims=(
        Claim(
            name="modes",
            reading=Reading.PRINTED,
            says=Text("{conserved} is constant along gradient flow of one mode."),
            domain=Text("every depth L >= 2, every two layers, every start"),
            routes=(
                Route("argument", lambda s, r: checks.conservation.modes_by_argument(s, r)),
                Route("flow", lambda s, r: checks.conservation.modes_by_flow(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"conserved": "s_l**2 + s_k**2"}),
                Mutant("exponent", {"conserved": "s_l**3 - s_k**3"}),
                Mutant("no squares", {"conserved": "s_l - s_k"}),
                Mutant("coefficient", {"conserved": "s_l**2 - 1001*s_k**2/1000"}),
            ),
        ),
        Claim(
            name="matrices",
            reading=Reading.PRINTED,
            says=Text("{conserved_matrix} is constant along gradient flow of the whole network."),
            domain=Text("every depth L >= 2, every width, rectangular end layers, every start"),
            routes=(
                Route("matrix identity", lambda s, r: checks.conservation.matrices_by_words(s, r)),
                Route("descent", lambda s, r: checks.conservation.matrices_by_descent(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"conserved_matrix": "W_{l+1}' W_{l+1} + W_l W_l'"}),
                Mutant("second term dropped", {"conserved_matrix": "W_{l+1}' W_{l+1}"}),
            ),
        ),
    ),
)
