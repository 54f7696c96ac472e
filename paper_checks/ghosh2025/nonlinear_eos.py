"""Small nonlinear networks beyond the edge of stability, and what sets the deep linear network apart."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.siblings import Kind
from paper_checks.statements import (
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

_DIGITS = (
    "full-batch gradient descent on 100 of scikit-learn's digits (16 inputs, 10 centred labels), half the "
    "mean squared error, widths 16, 12, 12, 10, no biases, Gaussian entries of variance 4/(25 n) in a layer"
    " of n inputs, eta = 7/10 and 9/10, steps 350 to 700, the Hessian at four of them"
)
_MEANS = "; means over seeds, held with 99 % confidence together (Student's t)"
_TRAINED = Text(_DIGITS + _MEANS)
_WHITENED = Text(
    "the loss of the paper, 3 layers of width 10, target with singular values 1, 3/5, 2/5 and 0, Gaussian "
    "entries of variance 4/(25 n) in a layer of n inputs, steps 350 to 700, the Hessian at the last two of "
    "four measured" + _MEANS
)

STATEMENT = Statement(
    slug="nonlinear-eos",
    title="Small nonlinear networks beyond the edge of stability",
    place="examples in nonlinear networks",
    known=Known.CLAIM,
    provenance=(
        "The paper shows nonlinear networks by examples and says in prose how they differ; networks, data, "
        "windows and bounds are this project's."
    ),
    words=Text(
        "Small tanh and ReLU networks show oscillations beyond the edge of stability: their sharpness rises"
        " to {edge} and hovers near it while the loss goes on falling. This self-stabilisation sets them "
        "apart from deep linear networks."
    ),
    formulas={
        "edge": Formula("2/eta"),
        "start_below": Formula("3/5"),
        "hover_from": Formula("9/10"),
        "hover_to": Formula("4/3"),
        "relu_start": Formula("1"),
        "fallen_loss": Formula("9/10"),
        "raised_share": Formula("1/10"),
        "top_directions": Formula("6"),
        "kept_share": Formula("4/5"),
        "apart_by": Formula("1/20"),
        "linear_within": Formula("1/20"),
        "linear_fallen": Formula("1/2"),
        "linear_rate": Formula("11/5"),
        "flattest": Formula("kappa/2"),
        "linear_sharpness": Formula("21/20"),
        "steady": Formula("1/100"),
        "long_step": Formula("1/5"),
        "short_log": Formula("-2"),
    },
    claims=(
        Claim(
            name="hovering",
            reading=Reading.PRINTED,
            says=Text(
                "The sharpness, in units of {edge}, starts below {start_below}; where it is measured later,"
                " the least of it along a run is at least {hover_from} and the greatest at most {hover_to},"
                " for tanh and for ReLU, at either learning rate. From the same weights the ReLU network "
                "starts flatter, by a factor below {relu_start}."
            ),
            domain=_TRAINED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.hovering(s, r),
                    lambda r: checks.nonlinear_eos.BOTH_NETWORKS(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("edge moved down", {"edge": "4/3/eta"}),
                Mutant("edge moved up", {"edge": "12/5/eta"}),
                Mutant("start bound moved down", {"start_below": "1/10"}),
                Mutant("from further up", {"hover_from": "4/3"}),
                Mutant("only to below the edge", {"hover_to": "9/10"}),
                Mutant("ReLU starts far flatter", {"relu_start": "1/100"}),
            ),
        ),
        Claim(
            name="loss-falls",
            reading=Reading.PRINTED,
            says=Text(
                "Meanwhile the loss falls, though not monotonically. Over both networks and rates together,"
                " its mean over the last fifth of the window is at most {fallen_loss} of that over the "
                "first fifth, and at least a share {raised_share} of the steps raise it."
            ),
            domain=_TRAINED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.loss_falls(s, r),
                    lambda r: checks.nonlinear_eos.BOTH_NETWORKS(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("loss falls faster", {"fallen_loss": "3/10"}),
                Mutant("most steps raise the loss", {"raised_share": "3/4"}),
            ),
        ),
        Claim(
            name="top-subspace",
            reading=Reading.PRINTED,
            says=Text(
                "At least a share {kept_share} of the squared norm of a step, and of the oscillation, the "
                "second difference of the weights, is in the span of the {top_directions} eigenvectors of "
                "the Hessian with the largest eigenvalues, of 456 directions."
            ),
            domain=_TRAINED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.top_subspace(s, r),
                    lambda r: checks.nonlinear_eos.BOTH_NETWORKS(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("all of it", {"kept_share": "999/1000"}),
                Mutant("one direction", {"top_directions": "1"}),
            ),
        ),
        Claim(
            name="apart-by-activation",
            reading=Reading.PRINTED,
            says=Text(
                "One way to read what sets them apart: without an activation, all else the same, the "
                "distance of the sharpness from {edge} is on average {apart_by} of it or more."
            ),
            domain=_TRAINED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.apart(s, r),
                    lambda r: checks.nonlinear_eos.EACH_RATE(r),
                ),
            ),
            expected=Verdict.REFUTED,
            controls=(Mutant("away by next to nothing", {"apart_by": "1/10**6"}),),
            erratum=Erratum(
                corrected_by=("linear-hovers", "linear-oscillates", "whitened-activations"),
                consequences=(
                    Consequence(
                        "Deep linear networks beyond the edge of their flattest minimum do not "
                        "stabilise themselves.",
                        ("linear-oscillates",),
                    ),
                ),
            ),
        ),
        Claim(
            name="linear-hovers",
            reading=Reading.CORRECTED,
            says=Text(
                "Without an activation, all else the same, the sharpness hovers as well, at a distance from "
                "{edge} that is on average at most {linear_within} of it, and the loss above the least one "
                "falls, over the last fifth of the window to at most {linear_fallen} of that over the first."
            ),
            domain=_TRAINED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.linear_on_digits(s, r),
                    lambda r: checks.nonlinear_eos.EACH_RATE(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("edge moved down", {"edge": "8/5/eta"}),
                Mutant("edge moved up", {"edge": "12/5/eta"}),
                Mutant("loss falls faster", {"linear_fallen": "1/20"}),
            ),
        ),
        Claim(
            name="linear-oscillates",
            reading=Reading.CORRECTED,
            says=Text(
                "At a learning rate for which no minimum is flat enough the deep linear network of the paper"
                " does not settle: at {linear_rate} for kappa the flattest minimum has a sharpness of "
                "{flattest} times {edge}. The sharpness averaged over two steps stays above "
                "{linear_sharpness} times {edge}, and neither the loss nor the length of a step changes by "
                "a share of more than {steady} over the window: the oscillation does not decay."
            ),
            domain=_WHITENED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.whitened(s, r),
                    lambda r: checks.nonlinear_eos.EACH_START(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("learning rate below the edge", {"linear_rate": "19/10"}),
                Mutant("no minimum so flat", {"flattest": "kappa"}),
                Mutant("minima flatter", {"flattest": "kappa/3"}),
                Mutant("sharper", {"linear_sharpness": "13/10"}),
                Mutant("edge moved up", {"edge": "5/2/eta"}),
            ),
        ),
        Claim(
            name="whitened-activations",
            reading=Reading.EXTENDED,
            says=Text(
                "On the same loss at the same {linear_rate} for kappa it depends on the activation: with "
                "ReLU a step late in the window is at least {long_step} long on average; with tanh the "
                "logarithm of its length to base ten is at most {short_log} on average, and the sharpness "
                "averaged over two steps at most {linear_sharpness} times {edge}, less than at any minimum "
                "without an activation."
            ),
            domain=_WHITENED,
            routes=(
                Route(
                    "descent",
                    lambda s, r: checks.nonlinear_eos.whitened_nonlinear(s, r),
                    lambda r: checks.nonlinear_eos.BOTH_STARTS(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("ReLU steps longer", {"long_step": "2/5"}),
                Mutant("tanh steps far shorter", {"short_log": "-6"}),
                Mutant("tanh flatter still", {"linear_sharpness": "9/10"}),
                Mutant("learning rate below the edge", {"linear_rate": "19/10"}),
                Mutant("edge moved down", {"edge": "8/5/eta"}),
            ),
            no_mutant={Kind.SIGN: "that a step is shorter than 10^2 claims less"},
        ),
    ),
)
