"""Predict what gradient descent does with a target at a learning rate, and measure it beside that if asked.

>>> from paper_checks.predict.prediction import predict
>>> found = predict(depth=2, singular_values=["1", "1/2"], kappa="2.2")
>>> found.modes[0].regime, found.pairs[0].verdict, found.full_space
('period 2', 'attracting', 'attracting')
>>> [(end.kind, end.period) for end in found.ends]
[('periodic', 2), ('rests', 1)]

Every predicted number is a decimal that differs from the true value by less than one unit of its last digit.
Each part names the claims it rests on as slug/claim. The orbits meant are balanced on the modes and zero
elsewhere: rows, columns and hidden units without a mode are silent (`theory.floquet.silent_entries`). Entries
among silent indices alone are neutral to first order; no verdict is about them. Where gradient descent goes
from a start is told in `ends`. All quantities are dimensionless.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypedDict, Unpack

import flint

from numerics._stacks import Floats
from numerics.balls import bits_for, decimal, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact
from numerics.float_runs import FloatRun
from paper_checks.errors import CheckFailedError, UnusableInputError
from paper_checks.predict import measurement, starts
from paper_checks.predict.mode_states import (
    EnclosedTarget,
    Regime,
    doubling_rate,
    enclosed_target,
    mode_state,
    sharpness,
)
from paper_checks.predict.outcomes import ends
from paper_checks.predict.parts import mode_record, pair_records, silent_records, together
from paper_checks.predict.question import Question, ask
from paper_checks.predict.rates import largest_rates
from paper_checks.predict.records import VERSION, Prediction, Rate, with_verdicts
from paper_checks.predict.records import Start as StartRecord
from paper_checks.predict.starts import Init, Start

RANDOM_SCALE = 0.1
"""How large random layers are by default, over sigma_1^(1/L)."""
LEAST_SCALE, LARGEST_SCALE = 0.25, 0.8
"""Between which multiples of sigma_1^(1/L) the others are."""
PLATEAU = 200
"""Deep networks start from layers so large that the way from the saddle takes about so many steps."""
SCALE_DIGITS = 6


class Input(TypedDict, total=False):
    """What a prediction is asked about, see `paper_checks.predict.question.ask`."""

    depth: int
    singular_values: "list[str] | tuple[str, ...] | None"
    target: "starts.Rows | list[list[Exact]] | None"
    eta: Exact | None
    kappa: Exact | None
    width: int | None
    digits: int
    init: str
    alpha: Exact | None
    basis: str | None
    layers: "tuple[Floats, ...]"
    seed: int


@dataclass(frozen=True, eq=False)
class Measured:
    """A prediction with a run beside it, and the run as it was recorded."""

    prediction: Prediction
    run: FloatRun


def predict(**asked: Unpack[Input]) -> Prediction:
    """Predict what gradient descent does with a target at a learning rate, without running it.

    Args:
        asked: as of `paper_checks.predict.question.ask`.

    Raises:
        CheckFailedError: if the singular values are not told apart at these digits.
        UnusableInputError: if the input cannot be used as given.
    """
    return _answered(ask(**asked))[0]


def predict_and_run(steps: int | None = None, **asked: Unpack[Input]) -> Measured:
    """Predict what gradient descent does, run it in float64, and compare.

    Args:
        steps: how many to make; what it takes to settle, by the prediction, if nothing is said.
        asked: as of `paper_checks.predict.question.ask`.

    Raises:
        CheckFailedError: as of `predict`.
        UnusableInputError: if the input cannot be used as given.
    """
    if steps is not None and steps < 1:
        raise UnusableInputError(f"{steps} steps are too few: ask for at least 1")
    found, start = _answered(ask(**asked))
    made = measurement.measure(found, start, steps or measurement.enough_steps(found))
    return Measured(replace(found, run=made.record), made.run)


def _answered(question: Question) -> tuple[Prediction, Start]:
    digits = question.digits
    try:
        with working_bits(2 * bits_for(digits) + 128):
            target = enclosed_target(question.rows, 2 * digits + 20)
            if not target.values:
                raise UnusableInputError("the target is zero: it has no mode")
            hidden = max(target.rows, target.columns) if question.width is None else question.width
            if hidden < target.rank:
                raise UnusableInputError(f"a hidden width of {hidden} is below the rank {target.rank}")
            start = _start(question, target, hidden)
            return _predicted(question, target, hidden, start), start
    except Inconclusive as error:
        raise CheckFailedError(f"the prediction is not decided at {digits} digits: {error}") from None


def _start(question: Question, target: EnclosedTarget, hidden: int) -> Start:
    alpha = question.alpha
    if alpha is None and question.init is not Init.GIVEN:
        size = float(target.values[0].root(question.depth)) * _scale(question)
        alpha = Fraction(f"{size:.{SCALE_DIGITS}g}")
    return starts.start(
        question.rows,
        question.depth,
        hidden,
        target.rank,
        question.init,
        alpha,
        question.basis,
        question.seed,
        question.layers,
    )


def _scale(question: Question) -> float:
    """Return the default scale over sigma_1^(1/L): the way from there takes a^(2-L)/(L-2) units of time."""
    if question.init is Init.RANDOM:
        return RANDOM_SCALE
    if question.depth == 2:
        return LEAST_SCALE
    quick = (PLATEAU * (question.depth - 2)) ** (-1 / (question.depth - 2))
    return min(max(quick, LEAST_SCALE), LARGEST_SCALE)


def _predicted(question: Question, target: EnclosedTarget, hidden: int, start: Start) -> Prediction:
    depth, digits = question.depth, question.digits
    sizes = [sharpness(depth, value) for value in target.values]
    eta = flint.arb(question.eta) if question.eta is not None else flint.arb(question.kappa) / sizes[0]
    # The first kappa is exact where it is given.
    first = flint.arb(question.kappa) if question.eta is None else eta * sizes[0]
    kappas = [first, *(first * size / sizes[0] for size in sizes[1:])]
    lost = doubling_rate(depth, digits + 10)
    states = [
        mode_state(depth, *of_mode, lost)
        for of_mode in zip(target.values, kappas, target.multiplicities, strict=True)
    ]
    modes = tuple(mode_record(number, state, digits) for number, state in enumerate(states, start=1))
    pairs = tuple(pair_records(depth, states, digits))
    silent = tuple(silent_records(depth, states, target, hidden, digits))
    undecided = any(state.regime is Regime.UNDECIDED for state in states)
    in_phase = [pair.verdict for pair in pairs if pair.phase != "out of phase"]
    full_space = together([*(one.on_mode for one in modes), *in_phase, *(one.verdict for one in silent)])
    grows = max((float(one.largest or 0) for one in pairs if one.phase != "out of phase"), default=0.0)
    return with_verdicts(
        Prediction(
            schema_version=VERSION,
            depth=depth,
            eta=decimal(eta, digits),
            rows=target.rows,
            hidden=hidden,
            columns=target.columns,
            rank=target.rank,
            oscillating=None if undecided else sum(one.multiplicity for one in states if one.oscillates),
            modes=modes,
            pairs=pairs,
            silent=silent,
            rates=tuple(
                Rate(one.kind, decimal(one.eta, digits), decimal(one.kappa, digits), one.how, one.claims)
                for one in largest_rates(depth, target, lost, digits)
            ),
            full_space=full_space,
            start=StartRecord(
                start.init.value,
                None if start.alpha is None else str(start.alpha),
                start.seed,
                start.basis.value,
                start.on_set.value,
                starts.CLAIMS.get((start.init, start.on_set), ()),
            ),
            ends=tuple(ends(depth, states, full_space, grows, start, digits)),
            run=None,
            verdicts={},
        )
    )
