"""Gradient descent on full matrices from slightly perturbed starts: targets, bases, learning rates, runs.

Targets have five rows and columns, three singular values and two zeros. Every layer starts at a multiple of
the identity, but the last one may start at zero, and every entry off the diagonal in the singular bases is
perturbed. Runs are enclosed: each ball contains the exact iterate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property

from flint import arb, arb_mat, fmpq, fmpq_mat

from numerics import gd, orthogonal, perturbation_growth, perturbed_start, rounded
from numerics.balls import working_bits
from numerics.perturbed_start import Bases
from paper_checks.checks import exactly
from paper_checks.request import Profile

DEPTH = 3
WIDTH = 5
ALPHA = Fraction(1, 100)
"""The multiple of the identity that layers start at, that of the paper's experiments."""
PAIRS = tuple((i, j) for j in range(1, WIDTH + 1) for i in range(1, j))
"""All pairs of modes, null modes included."""
SEED = 3
LEFT_SEED, RIGHT_SEED = 11, 12
LINEAR = Fraction(1, 10**6)
"""Up to this size of the entries off the diagonal, the run counts as linear in them."""
SMALL = Fraction(1, 10**20)
"""What entries off the diagonal are perturbed by where nothing else is said."""


@dataclass(frozen=True)
class Start:
    """How a run starts: whether its last layer is zero, and whether the two bases of the target agree."""

    zero_last: bool
    same_bases: bool

    @property
    def text(self) -> str:
        """The start in words."""
        layers = "last layer 0, others alpha I" if self.zero_last else "all layers alpha I"
        return f"{layers}, {'U = V' if self.same_bases else 'U and V different'}"

    @property
    def bases(self) -> Bases:
        """The singular bases of the target."""
        left = orthogonal.drawn(WIDTH, LEFT_SEED)
        return Bases(left, left if self.same_bases else orthogonal.drawn(WIDTH, RIGHT_SEED))

    def inner(self, last: Fraction | None = None) -> tuple[fmpq_mat, ...]:
        """Return the layers in the bases, before the perturbation.

        Args:
            last: the multiple of the identity that the last layer starts at, if not that of the start.
        """
        value = (Fraction(0) if self.zero_last else ALPHA) if last is None else last
        bases = self.bases
        lower = [perturbed_start.scalar(WIDTH, ALPHA)] * (DEPTH - 1)
        outer = perturbed_start.scalar(WIDTH, value)
        return (*lower, bases.left.transpose() * outer * bases.right)


GENERIC = Start(True, False)
"""The paper's start for a target whose bases differ."""
EQUAL = Start(False, True)
"""The start that the paper's scripts use, with all layers alike."""
IN_THE_SET = (GENERIC, Start(True, True), EQUAL)
"""The starts that lie in the singular vector stationary set."""
OUTSIDE = Start(False, False)
"""The start that does not."""


@dataclass(frozen=True)
class Setting:
    """A target, a learning rate, and what of its run is looked at.

    Attributes:
        singular_values: those of the target that are not zero.
        rate: the learning rate eta.
        oscillating: how many modes are beyond the edge of stability.
        steps: how many are made; where entries grow, at least three times as many as the growth rate asks
            for to turn the perturbation into 1.
        bits: the working precision of the whole run.
        perturbation: what every entry off the diagonal moves by at most.
        attracts: whether the orbit attracts.
    """

    singular_values: tuple[Fraction, ...]
    rate: Fraction
    oscillating: int
    steps: int
    bits: int
    perturbation: Fraction = SMALL
    attracts: bool = False

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        return {"L": DEPTH, "singular values": exactly.spell(self.singular_values), "eta": self.rate}


_CLOSE, _APART, _FAR = (
    tuple(Fraction(value) for value in values) for values in (("10", "9.5", "9"), (10, 8, 6), (10, 6, 3))
)
TWO_MODES = Setting(_CLOSE, Fraction("0.034"), 2, 2600, 700, Fraction(1, 10**30))
THREE_MODES = Setting(_CLOSE, Fraction("0.037"), 3, 2020, 500, Fraction(1, 10**40))
TWO_MODES_IN_PHASE = replace(TWO_MODES, steps=5400, bits=1000, perturbation=SMALL)
"""From equal layers the two modes come to oscillate in phase, and the perturbation grows more slowly."""
REPELLING = (
    TWO_MODES,
    THREE_MODES,
    Setting(_APART, Fraction("0.037"), 1, 4760, 750),
    Setting(_CLOSE, Fraction("0.0328"), 1, 6400, 1100),
)
"""Learning rates at which the orbit repels. The first two need a smaller perturbation: their modes are
otherwise not settled to ten digits by the time that the perturbation is large."""
ATTRACTING = (
    Setting(_APART, Fraction("0.034"), 1, 2000, 320, attracts=True),
    Setting(_FAR, Fraction("0.034"), 1, 2000, 320, attracts=True),
    Setting(_CLOSE, Fraction("0.0315"), 1, 4200, 320, attracts=True),
)
"""Learning rates at which it attracts."""
SHORTENED = {
    TWO_MODES: replace(TWO_MODES, steps=2090, bits=600, perturbation=Fraction(1, 10**24)),
    ATTRACTING[0]: replace(ATTRACTING[0], steps=1700),
}
"""What the quick profile makes of two settings: as few steps as still settle to ten digits."""

SLOWEST = (1, 2)
"""The pair of modes whose entries decay slowest where the orbit attracts."""
OUTSIDE_STEPS = 1600

Case = tuple[Setting, Start]


def cases(settings: Sequence[Setting], profile: Profile) -> list[Case]:
    """Return the runs from the starts in the set that a profile makes.

    The quick one makes the first setting, shortened, from the paper's start alone; the standard one makes all
    from the paper's start, and the first from the others; the full one makes all from every start.
    """
    if profile is Profile.QUICK:
        return [(SHORTENED[settings[0]], GENERIC)]
    made: list[Case] = []
    for start in IN_THE_SET:
        every = profile is Profile.FULL or (profile is Profile.STANDARD and start == GENERIC)
        chosen = settings if every else settings[:1]
        made.extend((_adapted(setting, start), start) for setting in chosen)
    return made


def cases_outside(profile: Profile) -> list[Case]:
    """Return the runs from the start outside the set: two where the orbit attracts, three where it repels."""
    chosen = ATTRACTING[:1] if profile is Profile.QUICK else (*ATTRACTING[:2], *REPELLING[:3])
    return [(replace(setting, steps=OUTSIDE_STEPS), OUTSIDE) for setting in chosen]


def _adapted(setting: Setting, start: Start) -> Setting:
    return TWO_MODES_IN_PHASE if setting == TWO_MODES and start == EQUAL else setting


@dataclass(frozen=True, eq=False)
class BasesRun:
    """A run in the bases of its target.

    Attributes:
        setting: the target and the learning rate.
        states: W_1, ..., W_L in the bases, at every step from the start.
        outcome: how it ended.
        bits: the working precision.
    """

    setting: Setting
    states: Sequence[tuple[arb_mat, ...]]
    outcome: gd.Outcome
    bits: int

    @cached_property
    def products(self) -> tuple[arb_mat, ...]:
        """The end-to-end matrix in the bases at every step."""
        with working_bits(self.bits):
            return tuple(gd.end_to_end(state) for state in self.states)

    @cached_property
    def off_diagonals(self) -> tuple[arb, ...]:
        """The largest entry off the diagonal of the end-to-end matrix at every step."""
        with working_bits(self.bits):
            return tuple(perturbation_growth.off_diagonal([product]) for product in self.products)

    @cached_property
    def losses(self) -> tuple[arb, ...]:
        """The loss at every step."""
        with working_bits(self.bits):
            return tuple(arb(gd.loss(state, self.target)) for state in self.states)

    @property
    def target(self) -> arb_mat:
        """The target in its bases."""
        return arb_mat(inner_target(self.setting))

    @property
    def rate(self) -> fmpq:
        """The learning rate."""
        return exactly.to_flint(self.setting.rate)

    @cached_property
    def linear_until(self) -> int:
        """The last even step up to which all entries off the diagonal are certainly below `LINEAR`."""
        with working_bits(self.bits):
            bound = arb(exactly.to_flint(LINEAR))
            for step, state in enumerate(self.states):
                if not perturbation_growth.off_diagonal(state) < bound:
                    return (step - 1) // 2 * 2
        return (len(self.states) - 1) // 2 * 2

    @property
    def leading_pair(self) -> tuple[int, int]:
        """The pair of modes that is largest where the linear part of the run ends, or decays slowest."""
        last = self.linear_until
        if last + 2 >= len(self.states):
            return SLOWEST
        with working_bits(self.bits):
            state = self.states[last]
            return max(
                PAIRS,
                key=lambda pair: float(
                    perturbation_growth.length(perturbation_growth.pair_entries(state, *pair))
                ),
            )


def in_phase(run: BasesRun, step: int) -> bool:
    """Say whether the two modes of the leading pair move in one direction with a step, from 1 on."""
    one, other = (
        run.products[step][mode - 1, mode - 1] - run.products[step - 1][mode - 1, mode - 1]
        for mode in run.leading_pair
    )
    return bool(one * other > 0)


def inner_target(setting: Setting) -> fmpq_mat:
    """Return the target in its bases."""
    values = [*setting.singular_values, *(WIDTH - len(setting.singular_values)) * [Fraction(0)]]
    return perturbed_start.diagonal(values)


def moved_by(setting: Setting, perturbation: Fraction) -> Fraction:
    """Return what entries off the diagonal move by at most where so much is stated: some move by less."""
    return setting.perturbation * perturbation / SMALL


@cache
def run(setting: Setting, start: Start, perturbation: Fraction, last: Fraction | None = None) -> BasesRun:
    """Run gradient descent from a perturbed start and return it in the bases of the target.

    Args:
        setting: the target, the learning rate and the number of steps.
        start: how the layers start.
        perturbation: what entries off the diagonal move by at most.
        last: the multiple of the identity that the last layer starts at, if not that of the start.
    """
    bases = start.bases
    size = exactly.to_flint(perturbation)
    layers = bases.layers(perturbed_start.perturbed(start.inner(last), size, SEED))
    target = bases.target(inner_target(setting))
    made = rounded.of_network(
        [layer.tolist() for layer in layers], target.tolist(), setting.rate, setting.steps, setting.bits
    )
    with working_bits(setting.bits):
        states = [bases.inner_layers(state) for state in made.states]
    return BasesRun(setting, states, made.outcome, setting.bits)


def leaves_exactly(setting: Setting, start: Start, last: Fraction, steps: int) -> Fraction | None:
    """Run gradient descent in exact rationals, without a perturbation.

    Args:
        setting: the target and the learning rate.
        start: which bases the target has.
        last: the multiple of the identity that the last layer starts at.
        steps: how many steps to make.

    Returns:
        The first entry off the diagonal of a layer in the bases that is not zero; None if there is none.
    """
    bases = start.bases
    layers, target = bases.layers(start.inner(last)), bases.target(inner_target(setting))
    size = range(WIDTH)
    for step in range(steps + 1):
        layers = gd.step(layers, target, setting.rate) if step else layers
        for layer in bases.inner_layers(layers):
            for row in size:
                for column in size:
                    if row != column and layer[row, column] != 0:
                        return exactly.from_flint(layer[row, column])
    return None
