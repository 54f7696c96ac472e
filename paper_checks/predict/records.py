"""What a prediction says, as records that are written as JSON.

Every number is a decimal that differs from the true value by less than one unit of its last digit. Claims are
named as slug/claim. All quantities are dimensionless.
"""

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from paper_checks import lock

VERSION = 2
"""Version of the schema; raised with every change that a reader has to know about."""


@dataclass(frozen=True)
class Mode:
    """What one singular value of the target does.

    Attributes:
        number: counted from 1, the largest singular value first; equal ones share a number.
        singular_value: sigma.
        multiplicity: how often it occurs.
        sharpness: S = L sigma^(2 - 2/L), of its flattest minimum.
        kappa: the normalised learning rate eta L sigma^(2 - 2/L).
        regime: rests, period 2, beyond doubling or undecided.
        period: 1, 2, or that of the proven attracting orbit beyond the doubling; none if not known.
        points: end-to-end values along that orbit, the least first; of the repelling period-2 orbit where
            none is known beyond the doubling.
        multiplier: of two steps, or of a period above 2, along balanced states.
        gap_factor: what they multiply a small balancing gap by.
        on_mode: whether this orbit attracts balanced starts nearby and small gaps.
        claims: what this rests on.
    """

    number: int
    singular_value: str
    multiplicity: int
    sharpness: str
    kappa: str
    regime: str
    period: int | None
    points: tuple[str, ...]
    multiplier: str | None
    gap_factor: str | None
    on_mode: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """What two steps do to the entries that pair two modes, each at rest or on its period-2 orbit.

    Attributes:
        modes: the numbers of the modes; twice the same for equal singular values.
        count: how many pairs of singular values these are.
        phase: "in phase" or "out of phase" where both oscillate, else empty.
        verdict: attracting, repelling or undecided.
        neutral: how many multipliers are 1 because the orbit is one of a family.
        largest: the largest absolute value of the others; none where undecided.
        claims: what this rests on; without one, on `numerics.enclosed_pairs` alone.
    """

    modes: tuple[int, int]
    count: int
    phase: str
    verdict: str
    neutral: int
    largest: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Silent:
    """What two steps do to entries that pair a mode with rows, columns and hidden units without a mode.

    Attributes:
        mode: the number of the mode.
        end_entries: how many entries of the end layers there are.
        end_multiplier: the multiplier of each; none if there are no such entries, or it is undecided.
        hidden_places: how many places between layers there are, each with one neutral multiplier.
        hidden_multiplier: the other multiplier of each.
        verdict: attracting, repelling or undecided.
        claims: what this rests on.
    """

    mode: int
    end_entries: int
    end_multiplier: str | None
    hidden_places: int
    hidden_multiplier: str | None
    verdict: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Rate:
    """A largest learning rate: for what, eta, kappa of the first mode there, how it was found, its claims."""

    kind: str
    eta: str
    kappa: str
    how: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Start:
    """Where gradient descent starts.

    Attributes:
        init: unbalanced (W_L = 0, the others alpha I), balanced (all alpha I), random or given.
        alpha: the scale, exactly; none if the layers are given.
        seed: of random layers and of generic bases.
        basis: "diagonal", "generic", or "given" for the bases of the target as it is.
        on_set: whether the start is on the SVS set: "exactly" in float64 too, "in exact arithmetic" alone, or
            "no".
        claims: what this rests on.
    """

    init: str
    alpha: str | None
    seed: int
    basis: str
    on_set: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """Where gradient descent from the start takes one singular value.

    Attributes:
        mode: its number.
        kind: rests, periodic, interval (it stays between two values without a short period), saddle (it ends
            at 0), leaves (not these values but elsewhere), diverges, or unknown.
        period: 1 at rest, else 2, 4, 8 or 16; none where the kind has none.
        values: end-to-end values along the orbit, the least first; the two ends of the interval; else empty.
        amplitude: the largest of these less the least one; none where there are none.
        why: what decides it, in words.
        claims: what this rests on.
    """

    mode: int
    kind: str
    period: int | None
    values: tuple[str, ...]
    amplitude: str | None
    why: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What a run measured of one singular value, beside what was predicted.

    Attributes:
        mode: its number.
        kind: rests, periodic, interval, or diverges, as far as the run shows it.
        period: the least of 1, 2, 4, 8 and 16 with which the last steps return.
        values: the end-to-end values along that period, or the least and the largest one.
        still_moves: by how much they may still be off where the run would settle, as estimated from
            how they changed over the last steps.
        agrees: "yes", "no", or "not compared".
        why: what explains a disagreement, or why nothing is compared.
    """

    mode: int
    kind: str
    period: int | None
    values: tuple[float, ...]
    still_moves: float
    agrees: str
    why: str


@dataclass(frozen=True)
class Run:
    """What gradient descent in float64 did.

    Attributes:
        steps: how many were made.
        diverged: whether entries passed all bounds.
        loss: at the end.
        gap: the largest Frobenius norm of a balancing gap, at the end.
        elsewhere: the Frobenius norm of what the end-to-end matrix has off the modes, at the end.
        sharpness: the largest Hessian eigenvalue at the last step, none if the run diverged.
        edge: 2/eta.
        modes: what was measured.
    """

    steps: int
    diverged: bool
    loss: float
    gap: float
    elsewhere: float
    sharpness: float | None
    edge: float
    modes: tuple[Seen, ...]


@dataclass(frozen=True)
class Prediction:
    """What gradient descent does.

    Attributes:
        schema_version: of this record.
        depth: the number of layers.
        eta: the learning rate.
        rows: of the target.
        hidden: the width of all hidden layers.
        columns: of the target.
        rank: of the target.
        oscillating: how many singular values oscillate; none if some are undecided.
        modes: one for each distinct positive singular value.
        pairs: all pairs of them, in each phase.
        silent: one for each mode, where something has no mode.
        rates: the largest learning rates.
        full_space: whether the orbit that `modes` lists, all modes in phase, attracts nearby layers, all
            entries taken together.
        start: where gradient descent starts.
        ends: where it takes each mode from there.
        run: what a run measured beside that; none if none was made.
        verdicts: the recorded verdict of each claim that is named.
    """

    schema_version: int
    depth: int
    eta: str
    rows: int
    hidden: int
    columns: int
    rank: int
    oscillating: int | None
    modes: tuple[Mode, ...]
    pairs: tuple[Pair, ...]
    silent: tuple[Silent, ...]
    rates: tuple[Rate, ...]
    full_space: str
    start: Start
    ends: tuple[End, ...]
    run: Run | None
    verdicts: dict[str, str]


def with_verdicts(prediction: Prediction) -> Prediction:
    """Return a prediction with the recorded verdict of every claim that it names."""
    recorded = lock.read()
    parts = (prediction.modes, prediction.pairs, prediction.silent, prediction.rates, prediction.ends)
    named = {claim for part in parts for one in part for claim in one.claims} | set(prediction.start.claims)
    return replace(prediction, verdicts={claim: recorded[claim].verdict for claim in sorted(named)})


def encode(prediction: Prediction) -> bytes:
    """Return a prediction as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(prediction), indent=1) + b"\n"


def schema() -> Mapping[str, object]:
    """Return the JSON schema of a prediction, as made from the records."""
    return msgspec.json.schema(Prediction)


def kept_schema() -> bytes:
    """Return the JSON schema as it is kept in the repository."""
    return importlib.resources.files("paper_checks.predict").joinpath("prediction.schema.json").read_bytes()
