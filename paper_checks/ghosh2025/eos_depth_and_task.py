"""The abstract, (i): shallow models and simple tasks do not always reach the edge of stability."""

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

_EVERY = Text("every depth L >= 2, every target other than zero, every learning rate")

STATEMENT = Statement(
    slug="eos-depth-and-task",
    title="The edge of stability against depth and target",
    place="Abstract, (i)",
    known=Known.CLAIM,
    provenance=(
        "Said in the abstract, in prose, without a formal statement known to us; the precise forms are this "
        "project's. Reaching the edge is read as: every global minimum is sharper than 2/eta, so gradient "
        "descent with learning rate eta cannot settle at one."
    ),
    words=Text(
        "A shallow network, or a target with small singular values, does not reach the edge "
        "of stability at a "
        "learning rate at which a deeper one, or one with a larger top singular value, does. The edge is "
        "reached exactly where {threshold}."
    ),
    formulas={
        "threshold": Formula("L*sigma_1**(2 - 2/L) > 2/eta"),
        "reaching_target": Formula("sigma_1 > (2/(eta*L))**(L/(2*L - 2))"),
        "next_depth_sharper": Formula("sigma_1 > (L/(L + 1))**(L*(L + 1)/2)"),
        "every_depth_sharper": Formula("sigma_1 > 8/27"),
        "beyond_turning": Formula("L > -2*log(sigma_1)"),
        "small_target": Formula("sigma_1 <= 1"),
        "deep_enough": Formula("L > 2/(eta*sigma_1**2)"),
    },
    hypotheses=("small_target",),
    claims=(
        Claim(
            name="threshold",
            reading=Reading.PRINTED,
            says=Text("Every global minimum is sharper than 2/eta exactly where {threshold}."),
            domain=_EVERY,
            routes=(
                Route("argument", lambda s, r: checks.depth.threshold_by_argument(s, r)),
                Route(
                    "hessian",
                    lambda s, r: checks.depth_hessian.reaching_by_hessian("threshold", s, r),
                    SAMPLE,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("coefficient", {"threshold": "1001*L*sigma_1**(2 - 2/L)/1000 > 2/eta"}),
                Mutant("exponent", {"threshold": "L*sigma_1**(2 - 1/L) > 2/eta"}),
                Mutant("edge moved up", {"threshold": "L*sigma_1**(2 - 2/L) > 2002/(1000*eta)"}),
                Mutant("edge moved down", {"threshold": "L*sigma_1**(2 - 2/L) > 1998/(1000*eta)"}),
                Mutant("one layer less", {"threshold": "(L - 1)*sigma_1**(2 - 2/L) > 2/eta"}),
                Mutant("relation turned", {"threshold": "L*sigma_1**(2 - 2/L) < 2/eta"}),
                Mutant("edge included", {"threshold": "L*sigma_1**(2 - 2/L) >= 2/eta"}),
            ),
        ),
        Claim(
            name="task",
            reading=Reading.PRINTED,
            says=Text(
                "At a given depth and learning rate every global minimum is sharper than 2/eta exactly where "
                "{reaching_target}; so a target with a smaller top singular value may not reach the "
                "edge where "
                "one with a larger does, and never the other way round."
            ),
            domain=_EVERY,
            routes=(
                Route("argument", lambda s, r: checks.depth.target_by_argument(s, r)),
                Route(
                    "hessian",
                    lambda s, r: checks.depth_hessian.reaching_by_hessian("reaching_target", s, r),
                    SAMPLE,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent", {"reaching_target": "sigma_1 > (2/(eta*L))**(L/(2*L - 1))"}),
                Mutant("depth left out", {"reaching_target": "sigma_1 > (2/eta)**(L/(2*L - 2))"}),
                Mutant(
                    "constant moved up", {"reaching_target": "sigma_1 > (2002/(1000*eta*L))**(L/(2*L - 2))"}
                ),
                Mutant(
                    "constant moved down", {"reaching_target": "sigma_1 > (1998/(1000*eta*L))**(L/(2*L - 2))"}
                ),
                Mutant("one layer less", {"reaching_target": "sigma_1 > (2/(eta*(L - 1)))**(L/(2*L - 2))"}),
                Mutant("relation turned", {"reaching_target": "sigma_1 < (2/(eta*L))**(L/(2*L - 2))"}),
                Mutant("edge included", {"reaching_target": "sigma_1 >= (2/(eta*L))**(L/(2*L - 2))"}),
            ),
        ),
        Claim(
            name="depth",
            reading=Reading.PRINTED,
            says=Text(
                "Read as: at a learning rate at which a network reaches the edge, a deeper one does, "
                "whatever "
                "the target."
            ),
            domain=_EVERY,
            routes=(
                Route("evaluation", lambda s, r: checks.depth.always_by_evaluation(s, r)),
                Route("hessian", lambda s, r: checks.depth.always_by_hessian(s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=(
                    "next-depth",
                    "every-depth",
                ),
                consequences=(
                    Consequence(
                        "Abstract (i), for targets that are not small: a deeper network reaches the edge "
                        "where a shallower one does not.",
                        ("every-depth",),
                    ),
                    Consequence(
                        "Abstract (i), on tasks: a larger top singular value reaches the edge where a "
                        "smaller one does not.",
                        ("task",),
                    ),
                ),
            ),
        ),
        Claim(
            name="next-depth",
            reading=Reading.CORRECTED,
            says=Text(
                "One more layer makes the flattest minimum sharper exactly where "
                "{next_depth_sharper}: then there "
                "are learning rates at which depth L + 1 reaches the edge and depth L does not, and "
                "never the "
                "other way round."
            ),
            domain=Text("every depth L >= 2, every target other than zero"),
            routes=(
                Route("argument", lambda s, r: checks.depth.next_depth_by_argument(s, r)),
                Route(
                    "hessian",
                    lambda s, r: checks.depth_hessian.deepening_by_hessian("next_depth_sharper", s, r),
                    SAMPLE,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant(
                    "constant moved up",
                    {"next_depth_sharper": "sigma_1 > 1001*(L/(L + 1))**(L*(L + 1)/2)/1000"},
                ),
                Mutant(
                    "constant moved down",
                    {"next_depth_sharper": "sigma_1 > 999*(L/(L + 1))**(L*(L + 1)/2)/1000"},
                ),
                Mutant("sign", {"next_depth_sharper": "sigma_1 > (L/(L - 1))**(L*(L + 1)/2)"}),
                Mutant("relation turned", {"next_depth_sharper": "sigma_1 < (L/(L + 1))**(L*(L + 1)/2)"}),
                Mutant("exponent", {"next_depth_sharper": "sigma_1 > (L/(L + 1))**(L*(L - 1)/2)"}),
                Mutant("depth off by one", {"next_depth_sharper": "sigma_1 > ((L - 1)/L)**(L*(L + 1)/2)"}),
            ),
        ),
        Claim(
            name="every-depth",
            reading=Reading.SHARPENED,
            says=Text(
                "The sharpness of the flattest minimum strictly increases over all depths L = 2, 3, "
                "4, ... exactly "
                "where {every_depth_sharper}; then a deeper network reaches the edge wherever a "
                "shallower one does."
            ),
            domain=Text("every target other than zero"),
            routes=(
                Route("argument", lambda s, r: checks.depth.every_depth_by_argument(s, r)),
                Route(
                    "hessian",
                    lambda s, r: checks.depth_hessian.deepening_by_hessian(
                        "every_depth_sharper", s, r, every_depth=True
                    ),
                    SAMPLE,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("constant moved down", {"every_depth_sharper": "sigma_1 > 7992/27000"}),
                Mutant("constant moved up", {"every_depth_sharper": "sigma_1 > 8008/27000"}),
                Mutant("relation turned", {"every_depth_sharper": "sigma_1 < 8/27"}),
            ),
        ),
        Claim(
            name="turning-depth",
            reading=Reading.SHARPENED,
            says=Text(
                "As a function of real depth the sharpness of the flattest minimum strictly increases where "
                "{beyond_turning} and strictly decreases below."
            ),
            domain=Text("every real depth L >= 2, every target other than zero"),
            routes=(
                Route("argument", lambda s, r: checks.depth.turning_by_argument(s, r)),
                Route("hessian", lambda s, r: checks.depth_hessian.turning_by_hessian(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("constant moved down", {"beyond_turning": "L > -2002*log(sigma_1)/1000"}),
                Mutant("constant moved up", {"beyond_turning": "L > -1998*log(sigma_1)/1000"}),
                Mutant("sign", {"beyond_turning": "L > 2*log(sigma_1)"}),
                Mutant("one layer sooner", {"beyond_turning": "L + 1 > -2*log(sigma_1)"}),
                Mutant("relation turned", {"beyond_turning": "L < -2*log(sigma_1)"}),
            ),
        ),
        Claim(
            name="deep-enough",
            reading=Reading.EXTENDED,
            says=Text(
                "However small the target and the learning rate, deep enough networks reach the edge: where "
                "{small_target}, all of depth {deep_enough} do."
            ),
            domain=Text("every target other than zero with {small_target}, every learning rate"),
            routes=(
                Route("argument", lambda s, r: checks.depth.deep_by_argument(s, r)),
                Route("hessian", lambda s, r: checks.depth_hessian.deep_by_hessian(s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("constant moved down", {"deep_enough": "L > 1998/(1000*eta*sigma_1**2)"}),
                Mutant("exponent", {"deep_enough": "L > 2/(eta*sigma_1)"}),
                Mutant("one layer sooner", {"deep_enough": "L + 1 > 2/(eta*sigma_1**2)"}),
                Mutant("relation turned", {"deep_enough": "L < 2/(eta*sigma_1**2)"}),
                Mutant("bound included", {"deep_enough": "L >= 2/(eta*sigma_1**2)"}),
                Mutant("target a little larger", {"small_target": "sigma_1 <= 1001/1000"}),
            ),
        ),
    ),
)
