"""Predict what gradient descent does with a target at a learning rate, without running it.

>>> from paper_checks.predict.prediction import predict
>>> found = predict(depth=2, singular_values=["1", "1/2"], kappa="2.2")
>>> found.modes[0].regime, found.pairs[0].verdict, found.full_space
('period 2', 'attracting', 'attracting')

Every number is a decimal that differs from the true value by less than one unit of its last digit. Each part
names the claims it rests on as slug/claim. The layers meant are balanced on the modes and zero elsewhere:
rows, columns and hidden units without a mode are silent (`theory.floquet.silent_entries`). Entries among
silent indices alone are neutral to first order; no verdict is about them. All quantities are dimensionless.
"""

from collections.abc import Sequence
from fractions import Fraction

import flint

from numerics.balls import bits_for, decimal, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, rational
from paper_checks.errors import CheckFailedError, UnusableInputError
from paper_checks.predict import targets
from paper_checks.predict.mode_states import (
    EnclosedTarget,
    Regime,
    doubling_rate,
    enclosed_target,
    mode_state,
    sharpness,
)
from paper_checks.predict.parts import (
    REPELLING,
    mode_record,
    pair_records,
    silent_records,
    together,
)
from paper_checks.predict.rates import largest_rates
from paper_checks.predict.records import VERSION, Prediction, Rate
from paper_checks.request import MOST_DEPTH, MOST_DIGITS

LEAST_DIGITS = 5


def predict(
    *,
    depth: int,
    singular_values: Sequence[str] | None = None,
    target: Sequence[Sequence[Exact]] | None = None,
    eta: Exact | None = None,
    kappa: Exact | None = None,
    width: int | None = None,
    digits: int = 30,
) -> Prediction:
    """Predict what gradient descent does with a target at a learning rate.

    Args:
        depth: the number of layers L, 2 to 64.
        singular_values: of a square target, as decimals or ratios; or else
        target: its rows of exact numbers, such as `paper_checks.predict.targets.read` returns.
        eta: the learning rate; or else
        kappa: the normalised learning rate eta S_1 of the largest singular value.
        width: of the hidden layers, at least the rank; the larger side of the target by default.
        digits: decimal digits to aim for, from 5 on.

    Raises:
        CheckFailedError: if the singular values are not told apart at these digits.
        UnusableInputError: if the input cannot be used as given.
    """
    if not 2 <= depth <= MOST_DEPTH:
        raise UnusableInputError(f"a depth of {depth} is out of range: ask for 2 to {MOST_DEPTH}")
    if not LEAST_DIGITS <= digits <= MOST_DIGITS:
        raise UnusableInputError(f"{digits} digits are out of range: ask for {LEAST_DIGITS} to {MOST_DIGITS}")
    rows = _rows(singular_values, target)
    rate, normalised = _positive(eta, "learning rate"), _positive(kappa, "normalised learning rate")
    if (rate is None) == (normalised is None):
        raise UnusableInputError("give the learning rate either as eta or as kappa")
    try:
        return _at_precision(depth, rows, rate, normalised, width, digits)
    except Inconclusive as error:
        raise CheckFailedError(f"the prediction is not decided at {digits} digits: {error}") from None


def _at_precision(
    depth: int,
    rows: Sequence[Sequence[Fraction]],
    rate: flint.fmpq | None,
    normalised: flint.fmpq | None,
    width: int | None,
    digits: int,
) -> Prediction:
    with working_bits(2 * bits_for(digits) + 128):
        enclosed = enclosed_target(rows, 2 * digits + 20)
        if not enclosed.values:
            raise UnusableInputError("the target is zero: it has no mode")
        hidden = max(enclosed.rows, enclosed.columns) if width is None else width
        if hidden < enclosed.rank:
            raise UnusableInputError(f"a hidden width of {hidden} is below the rank {enclosed.rank}")
        return _predicted(depth, enclosed, hidden, rate, normalised, digits)


def _rows(
    singular_values: Sequence[str] | None, target: Sequence[Sequence[Exact]] | None
) -> Sequence[Sequence[Fraction]]:
    if (singular_values is None) == (target is None):
        raise UnusableInputError("give either singular values or a target")
    if singular_values is not None:
        return targets.from_numbers(singular_values)
    try:
        rows = [[rational(entry) for entry in row] for row in target or ()]
    except (TypeError, ValueError) as error:
        raise UnusableInputError(f"cannot use the target: {error}") from None
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise UnusableInputError("cannot use the target: give rows of one length, with an entry at least")
    return [[Fraction(int(entry.p), int(entry.q)) for entry in row] for row in rows]


def _positive(value: Exact | None, name: str) -> flint.fmpq | None:
    if value is None:
        return None
    try:
        number = rational(value)
    except (TypeError, ValueError) as error:
        raise UnusableInputError(f"cannot use the {name}: {error}") from None
    if number <= 0:
        raise UnusableInputError(f"the {name} {value} is not positive")
    return number


def _predicted(
    depth: int,
    target: EnclosedTarget,
    hidden: int,
    rate: flint.fmpq | None,
    normalised: flint.fmpq | None,
    digits: int,
) -> Prediction:
    sizes = [sharpness(depth, value) for value in target.values]
    eta = flint.arb(rate) if rate is not None else flint.arb(normalised) / sizes[0]
    lost = doubling_rate(depth, digits + 10)
    # The first kappa is exact where it is given.
    kappas = [eta * size for size in sizes] if rate is not None else (
        [flint.arb(normalised), *(flint.arb(normalised) * size / sizes[0] for size in sizes[1:])]
    )  # fmt: skip
    states = [
        mode_state(depth, *of_mode, lost)
        for of_mode in zip(target.values, kappas, target.multiplicities, strict=True)
    ]
    modes = tuple(mode_record(number, state, digits) for number, state in enumerate(states, start=1))
    pairs = tuple(pair_records(depth, states, digits))
    silent = tuple(silent_records(depth, states, target, hidden, digits))
    undecided = any(state.regime is Regime.UNDECIDED for state in states)
    in_phase = [pair.verdict for pair in pairs if pair.phase != "out of phase"]
    # Beyond the doubling the orbit of period 2 repels on its mode, whatever attracts there.
    on_modes = [
        REPELLING if state.regime is Regime.BEYOND else one.on_mode
        for state, one in zip(states, modes, strict=True)
    ]
    return Prediction(
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
            for one in largest_rates(depth, target, lost)
        ),
        full_space=together([*on_modes, *in_phase, *(one.verdict for one in silent)]),
    )
