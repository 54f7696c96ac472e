from collections.abc import Sequence

import mpmath
import pytest
from flint import acb, arb, arb_mat, fmpq

from numerics import lifted_orbits, modes
from numerics._network_derivative import derivative
from numerics._pair_blocks import step_block
from numerics._pair_families import family
from numerics._pair_modes import BalancedMode, GivenMode, Motion, PairMode
from numerics.balls import ball, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, rational
from numerics.floquet import Multipliers, pair_multipliers, pair_multipliers_at
from numerics.multipliers import Stability, eigenvalues, stability

Case = tuple[int, str, str, str, bool]
BOTH_REST, ONE_RESTS = ("0.6", "1/3"), ("1", "1/2")
OSCILLATE = ("1", "0.95")

CASES: list[tuple[Case, int, Stability]] = [
    # A rotation between each two layers.
    ((2, "1.1", *OSCILLATE, True), 1, Stability.UNSTABLE),
    ((2, "1.1", *OSCILLATE, False), 1, Stability.UNSTABLE),
    ((3, "0.75", *OSCILLATE, True), 2, Stability.UNSTABLE),
    ((3, "0.75", *OSCILLATE, False), 2, Stability.UNSTABLE),
    ((4, "0.55", *OSCILLATE, False), 3, Stability.UNSTABLE),
    ((2, "1.1", *ONE_RESTS, True), 1, Stability.STABLE),
    ((3, "0.75", *ONE_RESTS, True), 2, Stability.STABLE),
    ((3, "0.75", *ONE_RESTS[::-1], False), 2, Stability.STABLE),
    ((4, "0.55", *ONE_RESTS, True), 3, Stability.STABLE),
    # A mode that rests close to the edge of stability.
    ((2, "1.1", "1", "0.9", True), 1, Stability.UNSTABLE),
    # Both rest: two matrix entries between each two layers.
    ((2, "1.1", *BOTH_REST, True), 2, Stability.STABLE),
    ((3, "0.75", *BOTH_REST, False), 4, Stability.STABLE),
    ((3, "0.75", "1/2", "1/2", True), 4, Stability.STABLE),
    # Equal modes out of phase can be rotated on the outside, too; in phase that moves nothing.
    ((2, "1.1", "1", "1", True), 1, Stability.UNSTABLE),
    ((2, "1.1", "1", "1", False), 2, Stability.UNSTABLE),
    ((3, "0.75", "1", "1", True), 2, Stability.UNSTABLE),
    ((3, "0.75", "1", "1", False), 3, Stability.UNSTABLE),
    # Beyond the doubling of both modes.
    ((2, "1.3", "1", "0.99", True), 1, Stability.UNSTABLE),
]
ONLY_CASES = [case for case, _, _ in CASES]
RESTING = (BOTH_REST, ("1/2", "1/2"))
"""`lifted_orbits` needs a mode that oscillates."""
NULL, UNBALANCED, AWAY = ["1/10", "1/10", 0], ["1/2", "1/2", 4], ["0.9", "0.8", "0.7"]


def counted(found: Multipliers) -> int:
    return found[0] + sum(one.multiplicity for one in found[1])


def are_precise(found: Multipliers, digits: int) -> bool:
    return all(one.ball.real.rad() < arb(10) ** -digits * 10 for one in found[1])


@pytest.mark.parametrize(("case", "neutral", "proven"), CASES)
def test_neutral_directions_and_stability(case: Case, neutral: int, proven: Stability) -> None:
    found = pair_multipliers(*case)
    assert found[0] == neutral
    assert counted(found) == 2 * case[0]
    assert are_precise(found, 50)
    assert stability(found[1]) is proven


@pytest.mark.parametrize("case", [case for case in ONLY_CASES if case[2:4] not in RESTING])
def test_the_pair_has_the_multipliers_that_the_network_of_two_modes_has(case: Case) -> None:
    depth, eta, one, other, in_phase = case
    oscillates = [
        (rational(eta) * depth) ** depth * rational(s) ** (2 * depth - 2) > 2**depth for s in (one, other)
    ]
    upper = [] if in_phase or not all(oscillates) else [2]
    network = lifted_orbits.enclose(depth, eta, [one, other], upper)
    pair = [m for m in pair_multipliers(*case)[1] for _ in range(m.multiplicity)]
    # The other coordinates are the diagonal ones of the two modes, each of which is a network of width one.
    for sigma, alone in zip((one, other), oscillates, strict=True):
        if alone:
            pair += [
                m
                for m in lifted_orbits.enclose(depth, eta, [sigma]).multipliers
                for _ in range(m.multiplicity)
            ]
    resting = 2 - sum(oscillates)
    assert sum(m.multiplicity for m in network.multipliers) == len(pair) + resting
    for found in network.multipliers:
        inside = sum(found.ball.overlaps(m.ball) for m in pair)
        assert found.multiplicity - resting <= inside <= found.multiplicity
    assert all(any(m.ball.overlaps(found.ball) for found in network.multipliers) for m in pair)


@pytest.mark.parametrize("case", ONLY_CASES)
def test_two_steps_keep_the_tangents_of_the_family(case: Case) -> None:
    depth, eta, one, other, in_phase = case
    rate = rational(eta)
    with working_bits(256):
        pair = (BalancedMode(depth, rate, one, False), BalancedMode(depth, rate, other, not in_phase))
        values = states(*pair)
        targets = (pair[0].sigma, pair[1].sigma)
        fixed = family(*pair, values[0])
        assert fixed is not None
        change = step_block(values[1], targets, rate) * step_block(values[0], targets, rate) * fixed - fixed
        assert all(entry.contains(0) and entry.rad() < arb("1e-40") for entry in change.entries())


def states(one: PairMode, other: PairMode) -> list[list[tuple[arb, arb]]]:
    return [list(zip(*pair, strict=True)) for pair in zip(one.states(), other.states(), strict=True)]


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_the_block_is_that_of_the_whole_network(depth: int) -> None:
    rate, targets = rational("0.7"), (fmpq(1), fmpq(1, 3))
    pair = [(fmpq(3 + k, 7), fmpq(5 - k, 9)) for k in range(depth)]
    with working_bits(128):
        layers = [arb_mat([[a, 0], [0, b]]) for a, b in pair]
        whole = derivative(layers, arb_mat([[targets[0], 0], [0, targets[1]]]), rate, 1)
        block = step_block([(arb(a), arb(b)) for a, b in pair], targets, rate)
        places = [4 * layer + entry for layer in range(depth) for entry in (1, 2)]
        for row in range(4 * depth):
            for column, place in enumerate(places):
                if row in places:
                    assert whole[row, place].overlaps(block[places.index(row), column])
                    assert whole[row, place].rad() < arb("1e-30")
                else:
                    assert whole[row, place] == 0
                    assert whole[place, row] == 0


@pytest.mark.parametrize("case", ONLY_CASES)
def test_a_second_implementation_finds_the_same_eigenvalues(case: Case) -> None:
    depth, eta, one, other, in_phase = case
    neutral, found = pair_multipliers(*case)
    rate = rational(eta)
    with working_bits(256):
        pair = (BalancedMode(depth, rate, one, False), BalancedMode(depth, rate, other, not in_phase))
        start = [mode.states()[0] for mode in pair]
    values = eigenvalues_by_differences(
        [[value.mid().str(70, radius=False) for value in layers] for layers in start], (one, other), eta
    )
    assert_same(neutral, found, values)


def test_an_actual_round_is_given_in_full() -> None:
    found = pair_multipliers_at(AWAY, ["0.5", "0.4", "0.3"], "0.7", 1, "1/3")
    assert found[0] == 0
    assert counted(found) == 6
    assert_same(*found, eigenvalues_by_differences([AWAY, ["0.5", "0.4", "0.3"]], ("1", "1/3"), "0.7"))
    with working_bits(300):
        balls = [ball(value) for value in AWAY]
        rough = [balls[0] + arb(0, "1e-20"), *balls[1:]]
    again = pair_multipliers_at(balls, ["0.5", "0.4", "0.3"], "0.7", 1, "1/3")
    assert all(a.ball.overlaps(b.ball) for a, b in zip(found[1], again[1], strict=True))
    # Round-off in the layers limits what can be said.
    with pytest.raises(Inconclusive, match="no multipliers with 50 digits"):
        pair_multipliers_at(rough, ["0.5", "0.4", "0.3"], "0.7", 1, "1/3")
    assert counted(pair_multipliers_at(rough, ["0.5", "0.4", "0.3"], "0.7", 1, "1/3", digits=15)) == 6


def test_exact_values_that_return_are_recognised() -> None:
    # A null mode where the paper's start leaves it, next to a mode that oscillates or rests, unbalanced.
    beside, minima = (
        pair_multipliers_at(NULL, None, "0.75", 0, 1),
        pair_multipliers_at(NULL, UNBALANCED, "0.1", 0, 1),
    )
    assert (beside[0], counted(beside), stability(beside[1])) == (2, 6, Stability.STABLE)
    assert (minima[0], counted(minima)) == (4, 6)
    assert_same(
        *minima, eigenvalues_by_differences([["0.1", "0.1", "0"], ["0.5", "0.5", "4"]], ("0", "1"), "0.1")
    )
    # All layers of both modes zero: the tangents vanish.
    with pytest.raises(Inconclusive):
        pair_multipliers_at([0, 0], [0, 0], "0.5", 0, 0, digits=5)


def test_an_exact_orbit_is_recognised() -> None:
    # Two layers (s, s): a step multiplies s by 1 + eta (sigma - s^2), which is -1 here.
    eta, sigma, layers = fmpq(1), fmpq(1, 4), (fmpq(3, 2), fmpq(3, 2))
    assert modes.step(layers, sigma, eta) == (-layers[0], -layers[1])
    assert GivenMode(eta, sigma, layers).motion is Motion.RETURNS
    assert GivenMode(eta, sigma, ["1/2", "1/2"]).motion is Motion.RESTS
    assert GivenMode(eta, sigma, ["1/2", "1/3"]).motion is Motion.UNKNOWN
    alone = pair_multipliers_at(layers, ["1/2", "1/2"], eta, sigma, sigma)
    # A rotation between the layers and one outside, as the targets agree but the layers do not.
    assert alone[0] == 2
    assert_same(*alone, eigenvalues_by_differences([["1.5", "1.5"], ["0.5", "0.5"]], ("1/4", "1/4"), "1"))
    # The other two are equal, without a second eigenvector.
    ((cluster,),) = alone[1:]
    assert cluster.multiplicity == 2
    assert cluster.ball.contains(4)
    # Next to itself the outer rotation moves nothing.
    assert pair_multipliers_at(layers, layers, eta, sigma, sigma)[0] == 1


def test_a_direction_left_out_shows_as_an_eigenvalue_one() -> None:
    rate = rational("0.75")
    pair = (BalancedMode(3, rate, "1", False), BalancedMode(3, rate, "1/2", False))
    with working_bits(256):
        values = states(*pair)
        both = step_block(values[1], (fmpq(1), fmpq(1, 2)), rate) * step_block(
            values[0], (fmpq(1), fmpq(1, 2)), rate
        )
        (ones,) = [one for one in eigenvalues(both) if one.ball.contains(1)]
    assert ones.multiplicity == 2


def test_phase_matters_only_if_both_oscillate() -> None:
    for one, other in (ONE_RESTS, BOTH_REST):
        pairs = [pair_multipliers(3, "0.75", one, other, phase)[1] for phase in (True, False)]
        assert all(a.ball.overlaps(b.ball) for a, b in zip(*pairs, strict=True))
    first, second = (pair_multipliers(3, "0.75", *OSCILLATE, phase)[1][0] for phase in (True, False))
    assert not first.ball.overlaps(second.ball)


def test_the_order_and_the_scale_of_the_modes_do_not_matter() -> None:
    # Layers twice as large, sigma 2^L-fold and eta 2^(2-2L)-fold: the same orbit.
    reference = pair_multipliers(3, "0.75", *OSCILLATE)[1]
    for other in (
        pair_multipliers(3, "0.75", *OSCILLATE[::-1])[1],
        pair_multipliers(3, fmpq(75, 1600), 8, "7.6")[1],
    ):
        assert all(a.ball.overlaps(b.ball) for a, b in zip(reference, other, strict=True))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((2, 1, 1, "1/2"), ValueError, "kappa = 2"),
        ((2, 1, "1/2", 1), ValueError, "kappa = 2"),
        ((3, "0.75", 1, 0), ValueError, "null modes are degenerate"),
        ((1, "0.75", 1, 1), ValueError, "the depth"),
        ((3, 0.75, 1, 1), TypeError, "not exact"),
        ((3, "0.75", 1, 1, True, 0), ValueError, "digits"),
    ],
)
def test_inputs_that_make_no_sense(
    arguments: tuple[Exact, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        pair_multipliers(*arguments)  # type: ignore[arg-type]


def test_layers_have_to_fit_together() -> None:
    with pytest.raises(ValueError, match="need to agree"):
        pair_multipliers_at(AWAY, ["1/2", "1/2"], "0.75", 1, 1)
    with pytest.raises(ValueError, match="number of layers"):
        pair_multipliers_at([1], [1], "0.75", 1, 1)


def assert_same(neutral: int, found: Sequence[object], values: list[mpmath.mpc]) -> None:
    """Each ball, a little wider, holds as many eigenvalues as it should, and the rest of them are 1."""
    left = list(values)
    with working_bits(200):
        margin = arb(0, "1e-20")
        for one in found:
            wider = one.ball + acb(margin, margin)  # type: ignore[attr-defined]
            inside = [value for value in left if wider.contains(as_ball(value))]
            assert len(inside) == one.multiplicity  # type: ignore[attr-defined]
            left = [value for value in left if value not in inside]
    assert len(left) == neutral
    assert all(abs(value - 1) < mpmath.mpf(10) ** -20 for value in left)


def as_ball(value: mpmath.mpc) -> acb:
    return acb(arb(mpmath.nstr(value.real, 38)), arb(mpmath.nstr(value.imag, 38)))


def eigenvalues_by_differences(
    start: Sequence[Sequence[str | int]], sigmas: tuple[str, str], eta: str
) -> list[mpmath.mpc]:
    """Differentiate two steps by differences and take the eigenvalues, with no help from the package."""
    with mpmath.workdps(120):
        number = [[fraction(value) for value in layers] for layers in start]
        depth, rate, targets = len(number[0]), fraction(eta), [fraction(sigma) for sigma in sigmas]
        step, size = mpmath.mpf(10) ** -40, 2 * len(number[0])
        result = mpmath.matrix(size, size)
        for place in range(size):
            ends = []
            for sign in (1, -1):
                layers = [mpmath.diag([number[0][k], number[1][k]]) for k in range(depth)]
                layers[place // 2][place % 2, 1 - place % 2] += sign * step
                layers = plain_step(plain_step(layers, targets, rate), targets, rate)
                ends.append([layer[k, 1 - k] for layer in layers for k in (0, 1)])
            for row, (above, below) in enumerate(zip(*ends, strict=True)):
                result[row, place] = (above - below) / (2 * step)
    with mpmath.workdps(60):
        return list(mpmath.eig(result, left=False, right=False))


def fraction(value: str | int) -> mpmath.mpf:
    numerator, _, denominator = str(value).partition("/")
    return mpmath.mpf(numerator) / mpmath.mpf(denominator or 1)


def plain_step(
    layers: list[mpmath.matrix], targets: list[mpmath.mpf], rate: mpmath.mpf
) -> list[mpmath.matrix]:
    def chain(some: list[mpmath.matrix]) -> mpmath.matrix:
        result = mpmath.eye(2)
        for layer in some:
            result = layer * result
        return result

    residual = chain(layers) - mpmath.diag(targets)
    return [
        layer - rate * chain(layers[k + 1 :]).T * residual * chain(layers[:k]).T
        for k, layer in enumerate(layers)
    ]
