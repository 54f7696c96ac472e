"""On the singular vector stationary set the loss is a sum over singular values (diagonal layers)."""

from paper_checks import checks
from paper_checks.formulas import Formula, MatrixFormula
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

_DOMAIN = Text("every depth, every width, every target, diagonal layers of any sign")
_MUTANTS = (
    Mutant("factor", {"mode_loss": "(v - sigma)**2"}),
    Mutant("sign", {"mode_loss": "(v + sigma)**2/2"}),
    Mutant("coefficient moved up", {"mode_loss": "1001*(v - sigma)**2/2000"}),
    Mutant("coefficient moved down", {"mode_loss": "999*(v - sigma)**2/2000"}),
)

STATEMENT = Statement(
    slug="loss-reduction",
    title="The loss is a sum over singular values",
    place="Proposition 1, second half",
    known=Known.CONFIRMED,
    provenance=(
        "The form was read in a summary of the paper; whether sigma_i(.) means an ordered singular value or "
        "the i-th entry in the fixed bases is not said there, so both readings are checked."
    ),
    words=Text(
        "On the singular vector stationary set the loss is the sum over i of {mode_loss}, where v stands for "
        "sigma_i(W_L ... W_1), and gradient descent acts on singular values alone."
    ),
    formulas={
        "mode_loss": Formula("(v - sigma)**2/2"),
        "member": MatrixFormula("Q_{l+1} D_l Q_l'"),
    },
    claims=(
        Claim(
            name="orthogonal-bases",
            reading=Reading.PRINTED,
            says=Text(
                "With layers {member}, orthogonal Q and the target U S V', U = Q_{{L+1}} and V = Q_1, the "
                "loss is that of the layers D_l with target S, and a step moves each D_l as a step of theirs "
                "does and leaves the bases."
            ),
            domain=Text("every depth, every width, every orthogonal bases, any inner layers and target"),
            routes=(
                Route("argument", lambda s, r: checks.bases.by_argument(s, r)),
                Route("matrices", lambda s, r: checks.bases.by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("bases exchanged", {"member": "Q_l D_l Q_{l+1}'"}),
                Mutant("transpose dropped", {"member": "Q_{l+1} D_l Q_l"}),
            ),
        ),
        Claim(
            name="ordered",
            reading=Reading.PRINTED,
            says=Text("The loss is the sum over i of {mode_loss}, v the i-th largest singular value."),
            domain=_DOMAIN,
            routes=(
                Route("evaluation", lambda s, r: checks.loss.ordered_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.loss.ordered_by_matrices(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=("diagonal-entries",),
                consequences=(
                    Consequence(
                        "Proposition 1, second half: gradient descent acts on each mode by itself.",
                        ("descent-on-modes",),
                    ),
                    Consequence(
                        "Theorem 1, which says what one mode does: it is about the entry of that mode, "
                        "and about an ordered singular value only while the modes do not change places.",
                        ("rank-p-orbit/existence",),
                    ),
                ),
            ),
        ),
        Claim(
            name="diagonal-entries",
            reading=Reading.PRINTED,
            says=Text("The loss is the sum over i of {mode_loss}, v the i-th diagonal entry."),
            domain=_DOMAIN,
            routes=(
                Route("argument", lambda s, r: checks.loss.entries_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.loss.entries_by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(*_MUTANTS, Mutant("exponent", {"mode_loss": "(v - sigma)**4/2"})),
        ),
        Claim(
            name="descent-on-modes",
            reading=Reading.PRINTED,
            says=Text(
                "Gradient descent keeps diagonal layers diagonal, and the i-th entries of all layers follow "
                "gradient descent on {mode_loss} with v their product."
            ),
            domain=_DOMAIN,
            routes=(
                Route("argument", lambda s, r: checks.loss.descent_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.loss.descent_by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            # The check differentiates formulas of degree two and less.
            mutants=(*_MUTANTS, Mutant("exponent", {"mode_loss": "(v - sigma)/2"})),
        ),
    ),
)
