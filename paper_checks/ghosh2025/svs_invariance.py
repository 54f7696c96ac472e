"""Proposition 1, first half: on the singular vector stationary set singular vectors do not move."""

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

STATEMENT = Statement(
    slug="svs-invariance",
    title="Singular vectors stay on the singular vector stationary set",
    place="definition of the singular vector stationary set, Proposition 1, first half",
    known=Known.CONFIRMED,
    provenance=(
        "The definition of the set and the unbalanced initialisation were read in a summary of the paper; "
        "that "
        "the balanced one is used too, with targets of any kind, was read in the authors' script."
    ),
    words=Text(
        "With the target M = {target} and orthogonal Q, the set has the layers W_L = {last_layer}, "
        "W_l = {inner_layer} for 2 <= l <= L-1, and W_1 = {first_layer}, all D diagonal. On it singular "
        "vectors "
        "do not move under gradient descent. The initialisation W_L(0) = {last_start} I, W_l(0) = "
        "{other_start} I "
        "for l < L lies in it."
    ),
    formulas={
        "last_layer": MatrixFormula("U D_L Q_L'"),
        "inner_layer": MatrixFormula("Q_{l+1} D_l Q_l'"),
        "first_layer": MatrixFormula("Q_2 D_1 V'"),
        "target": MatrixFormula("U S V'"),
        "last_start": Formula("0"),
        "other_start": Formula("alpha"),
        "asymmetry": MatrixFormula("M - M'"),
        "identity_part": Formula("alpha - eta*alpha**(2*L - 1)"),
        "target_part": Formula("eta*alpha**(L - 1)"),
        "conjugate_power": Formula("L - 1"),
        "product_power": Formula("L"),
    },
    claims=(
        Claim(
            name="closed-under-gd",
            reading=Reading.PRINTED,
            says=Text(
                "A step of gradient descent leads from W_L = {last_layer}, W_l = {inner_layer}, W_1 = "
                "{first_layer} "
                "with target {target} to layers of this form with the same bases, entries of D of either "
                "sign."
            ),
            domain=Text(
                "every depth L >= 2, layers of any shapes (nothing is asked of the widths), every target, "
                "every "
                "member"
            ),
            routes=(
                Route("argument", lambda s, r: checks.stationary_set.closed_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.stationary_set.closed_by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("bases exchanged", {"inner_layer": "Q_l D_l Q_{l+1}'"}),
                Mutant("last basis not transposed", {"last_layer": "U D_L Q_L"}),
                Mutant("second basis transposed", {"first_layer": "Q_2' D_1 V'"}),
                Mutant("other bases of the target", {"target": "U' S V'"}),
            ),
        ),
        Claim(
            name="closed-nonnegative",
            reading=Reading.PRINTED,
            says=Text(
                "Read with entries of D that are singular values, so not negative: a step leads from a "
                "member to "
                "a member with the same bases up to common signs."
            ),
            domain=Text("every depth, every member"),
            routes=(
                Route("evaluation", lambda s, r: checks.stationary_set.nonnegative_by_evaluation(s, r)),
                Route("matrices", lambda s, r: checks.stationary_set.nonnegative_by_matrices(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=("closed-under-gd",),
                consequences=(
                    Consequence(
                        "Proposition 1, first half: singular vectors do not move and gradient descent "
                        "acts on the modes alone; it does with entries of either sign.",
                        (
                            "closed-under-gd",
                            "loss-reduction/descent-on-modes",
                        ),
                    ),
                ),
            ),
        ),
        Claim(
            name="unbalanced-init",
            reading=Reading.PRINTED,
            says=Text(
                "W_L(0) = {last_start} I, W_l(0) = {other_start} I for l < L is a member, with all Q = V "
                "(beside an "
                "identity where hidden layers are wider than the input)."
            ),
            domain=Text(
                "every depth L >= 2, every alpha, every target, symmetric or not, of any rank and output "
                "width, "
                "hidden layers of one width not below that of the input"
            ),
            routes=(
                Route("argument", lambda s, r: checks.stationary_starts.unbalanced_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.stationary_starts.unbalanced_by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("last layer like the others", {"last_start": "alpha"}),
                Mutant("last layer small", {"last_start": "alpha/1000"}),
            ),
        ),
        Claim(
            name="unbalanced-init-narrow",
            reading=Reading.EXTENDED,
            says=Text("The same start is a member also where the hidden layers are narrower than the input."),
            domain=Text("every target and width"),
            routes=(
                Route("evaluation", lambda s, r: checks.stationary_starts.narrow_by_evaluation(s, r)),
                Route("descent", lambda s, r: checks.stationary_starts.narrow_by_descent(s, r)),
            ),
            expected=Verdict.REFUTED,
            controls=(Mutant("every layer zero", {"other_start": "0"}),),
        ),
        Claim(
            name="balanced-init-every-target",
            reading=Reading.PRINTED,
            says=Text("W_l(0) = {other_start} I for all l is a member."),
            domain=Text("every square target"),
            routes=(
                Route("evaluation", lambda s, r: checks.stationary_balanced.every_target_by_evaluation(s, r)),
                Route("descent", lambda s, r: checks.stationary_balanced.every_target_by_descent(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=(
                    "balanced-init",
                    "balanced-init-first-step",
                ),
                consequences=(
                    Consequence(
                        "The authors' script that starts all layers alike with a target that is not "
                        "symmetric, as a run on the set.",
                        ("balanced-init-every-target",),
                    ),
                    Consequence(
                        "The unbalanced initialisation as a start on the set, for every target.",
                        ("unbalanced-init",),
                    ),
                ),
            ),
            controls=(Mutant("every layer zero", {"other_start": "0"}),),
        ),
        Claim(
            name="balanced-init",
            reading=Reading.CORRECTED,
            says=Text(
                "W_l(0) = alpha I for all l is a member, entries of D of either sign, exactly where "
                "{asymmetry} = 0."
            ),
            domain=Text("every depth L >= 2, every alpha > 0, every square target of any rank"),
            routes=(
                Route("argument", lambda s, r: checks.stationary_balanced.balanced_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.stationary_balanced.balanced_by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("normal suffices", {"asymmetry": "M M' - M' M"}),
                Mutant("antisymmetric", {"asymmetry": "M + M'"}),
            ),
        ),
        Claim(
            name="balanced-init-nonnegative",
            reading=Reading.PRINTED,
            says=Text(
                "W_l(0) = {other_start} I for all l is a member for every symmetric target also with "
                "entries of D that are not negative."
            ),
            domain=Text("every symmetric target"),
            routes=(
                Route("evaluation", lambda s, r: checks.stationary_balanced.nonnegative_by_evaluation(s, r)),
                Route("matrices", lambda s, r: checks.stationary_balanced.nonnegative_by_matrices(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=("balanced-init",),
                consequences=(
                    Consequence(
                        "From this start, with a symmetric target, gradient descent acts on the modes "
                        "alone; it does with entries of either sign.",
                        (
                            "balanced-init",
                            "loss-reduction/descent-on-modes",
                        ),
                    ),
                ),
            ),
            controls=(Mutant("every layer zero", {"other_start": "0"}),),
        ),
        Claim(
            name="balanced-init-first-step",
            reading=Reading.EXTENDED,
            says=Text(
                "From W_l(0) = alpha I for all l every layer is ({identity_part}) I + ({target_part}) M "
                "after one "
                "step. Where M is not symmetric, neither is this, so the singular vectors have moved."
            ),
            domain=Text("every depth L >= 2, every square target, alpha and eta other than 0"),
            routes=(
                Route("argument", lambda s, r: checks.stationary_balanced.first_step_by_argument(s, r)),
                Route(
                    "matrices", lambda s, r: checks.stationary_balanced.first_step_by_matrices(s, r), SAMPLE
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent of the identity", {"identity_part": "alpha - eta*alpha**(2*L)"}),
                Mutant("exponent of the target", {"target_part": "eta*alpha**L"}),
                Mutant("sign of the identity", {"identity_part": "alpha + eta*alpha**(2*L - 1)"}),
                Mutant("sign of the target", {"target_part": "-eta*alpha**(L - 1)"}),
                Mutant("factor L", {"target_part": "L*eta*alpha**(L - 1)"}),
            ),
        ),
        Claim(
            name="balanced-init-normal",
            reading=Reading.EXTENDED,
            says=Text(
                "From W_l(0) = alpha I for all l all layers stay one matrix w where M M' = M' M, and w "
                "moves to "
                "w - eta (w')^p (w^q - M), p = {conjugate_power}, q = {product_power}: one complex number "
                "for each "
                "eigenvalue of M, that turns where the eigenvalue is not real."
            ),
            domain=Text("every depth L >= 2, every normal target, every alpha and eta"),
            routes=(
                Route("argument", lambda s, r: checks.stationary_balanced.normal_by_argument(s, r)),
                Route("matrices", lambda s, r: checks.stationary_balanced.normal_by_matrices(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("one factor more", {"conjugate_power": "L"}),
                Mutant("one layer less", {"product_power": "L - 1"}),
                Mutant("power moved up", {"conjugate_power": "1001*(L - 1)/1000"}),
                Mutant("power moved down", {"product_power": "999*L/1000"}),
                Mutant("sign", {"conjugate_power": "L + 1"}),
            ),
        ),
    ),
)
