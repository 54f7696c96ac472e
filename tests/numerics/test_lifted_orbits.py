from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import mpmath
import pytest
from flint import acb, arb, arb_mat, fmpq

from numerics import gd, lifted_orbits, modes, orbits
from numerics._network_derivative import derivative
from numerics._quotients import Quotient
from numerics.balls import Truth, ball, less, working_bits
from numerics.duals import constant, variable
from numerics.errors import Inconclusive
from numerics.exact import Exact, rational
from numerics.lifted_orbits import LiftedOrbit
from numerics.multipliers import Multiplier, Stability, eigenvalues, stability

Case = tuple[int, str, list[str], tuple[int, ...]]
RESTS, IN_PHASE, OUT_OF_PHASE = ["1", "1/2"], ["1", "0.95"], (2,)

CASES: list[tuple[Case, int, Stability]] = [
    # One mode alone has no family. Two that oscillate: a rotation between each two layers.
    ((2, "1.1", ["1"], ()), 0, Stability.STABLE),
    ((2, "1.1", IN_PHASE, ()), 1, Stability.UNSTABLE),
    ((2, "1.1", IN_PHASE, OUT_OF_PHASE), 1, Stability.UNSTABLE),
    ((3, "0.75", IN_PHASE, ()), 2, Stability.UNSTABLE),
    ((3, "0.75", IN_PHASE, OUT_OF_PHASE), 2, Stability.UNSTABLE),
    # One that rests: besides, the minima of its own.
    ((2, "1.1", RESTS, ()), 2, Stability.STABLE),
    ((3, "0.75", RESTS, ()), 4, Stability.STABLE),
    ((3, "0.75", RESTS[::-1], OUT_OF_PHASE), 4, Stability.STABLE),
    # A mode that rests close to the edge of stability mixes with the first one: a complex pair repels.
    ((2, "1.1", ["1", "0.9"], ()), 2, Stability.UNSTABLE),
    # Two that rest: two rotations and the 2 x 2 matrices between each two layers.
    ((3, "0.75", ["1", "0.6", "1/3"], ()), 12, Stability.STABLE),
    ((3, "0.75", ["1", "1/2", "1/2"], ()), 12, Stability.STABLE),
    # Equal modes out of phase can be rotated on the outside, too; in phase that moves nothing.
    ((3, "0.75", ["1", "1"], ()), 2, Stability.UNSTABLE),
    ((3, "0.75", ["1", "1"], OUT_OF_PHASE), 3, Stability.UNSTABLE),
    # Beyond the doubling the orbit repels in its own mode.
    ((2, "1.3", RESTS, ()), 2, Stability.UNSTABLE),
]
ONLY_CASES = [case for case, _, _ in CASES]


@pytest.mark.parametrize(("case", "neutral", "proven"), CASES)
def test_neutral_directions_and_stability(case: Case, neutral: int, proven: Stability) -> None:
    orbit = lifted_orbits.enclose(*case)
    assert orbit.neutral == neutral
    assert orbit.stability is proven
    counted = sum(one.multiplicity for one in orbit.multipliers)
    assert neutral + counted == orbit.neutral_directions.nrows() == case[0] * len(case[2]) ** 2


@pytest.mark.parametrize("case", ONLY_CASES)
def test_gradient_descent_alternates_between_the_two_states(case: Case) -> None:
    orbit = lifted_orbits.enclose(*case)
    with working_bits(orbit.bits):
        for start, end in ((orbit.layers, orbit.next_layers), (orbit.next_layers, orbit.layers)):
            moved = gd.step(start, orbit.target, orbit.eta)
            for computed, stated in zip(moved, end, strict=True):
                assert computed.overlaps(stated)
                # Overlap says something only if the balls are narrow.
                assert all(less(entry.rad(), "1e-40") is Truth.TRUE for entry in computed.entries())
        for mode, sigma in enumerate(case[2]):
            products = [gd.end_to_end(state)[mode, mode] for state in (orbit.layers, orbit.next_layers)]
            first, second = reversed(products) if mode + 1 in case[3] else products
            rests = kappa_power(case, sigma) < 2 ** case[0]
            assert less(first, sigma) is (Truth.UNKNOWN if rests else Truth.TRUE)
            assert less(sigma, second) is (Truth.UNKNOWN if rests else Truth.TRUE)


def kappa_power(case: Case, sigma: str) -> fmpq:
    return (rational(case[1]) * case[0]) ** case[0] * rational(sigma) ** (2 * case[0] - 2)


@pytest.mark.parametrize("case", ONLY_CASES)
def test_two_steps_keep_the_neutral_directions(case: Case) -> None:
    orbit = lifted_orbits.enclose(*case)
    with working_bits(orbit.bits):
        moved = derivative(orbit.layers, orbit.target, orbit.eta, 2) * orbit.neutral_directions
        change = (moved - orbit.neutral_directions).entries()
    assert all(entry.contains(0) and entry.rad() < arb("1e-40") for entry in change)


def test_a_direction_left_out_shows_as_a_multiplier_one() -> None:
    orbit = lifted_orbits.enclose(3, "0.75", RESTS)
    with working_bits(orbit.bits):
        matrix = derivative(orbit.layers, orbit.target, orbit.eta, 2)
        rows = orbit.neutral_directions.tolist()
        for left_out in range(orbit.neutral):
            fewer = arb_mat([row[:left_out] + row[left_out + 1 :] for row in rows])
            found = eigenvalues(Quotient(fewer).of(matrix))
            assert [one.multiplicity for one in found if one.ball.contains(1)] == [1]
            assert stability(found) is Stability.INCONCLUSIVE
        twice = arb_mat([[*row, row[0]] for row in rows])
        with pytest.raises(Inconclusive, match="not certainly independent"):
            Quotient(twice)


def test_the_scale_of_a_mode_is_taken_into_account() -> None:
    # sigma = 8 has layers twice those of sigma = 1, and kappa = 3 eta 8^(4/3) = 48 eta.
    orbit = lifted_orbits.enclose(3, fmpq(9, 192), [8])
    reference = orbits.enclose(3, "9/4")
    with working_bits(orbit.bits):
        assert orbit.layers[0][0, 0].overlaps(2 * reference.lower_layer)
        assert orbit.next_layers[0][0, 0].overlaps(2 * reference.upper_layer)


@pytest.mark.parametrize("depth", [2, 3])
@pytest.mark.parametrize("upper", [(), (1,)])
def test_the_diagonal_directions_have_the_multipliers_of_the_modes(
    depth: int, upper: tuple[int, ...]
) -> None:
    kappa, low = fmpq(9, 4), fmpq(1, 2)
    orbit = lifted_orbits.enclose(depth, kappa / depth, [1, low], upper)
    oscillating = orbits.enclose(depth, kappa)
    with working_bits(orbit.bits):
        layer = ball(low).root(depth)
        resting = modes.step([variable(layer)] * depth, constant(ball(low)), constant(ball(kappa / depth)))[
            0
        ].derivative
        expected = [(oscillating.multiplier, 1), (resting * resting, 1)]
        expected.append((orbits.two_step_gap_factor(oscillating), depth - 1))
        for value, multiplicity in expected:
            (found,) = [one for one in orbit.multipliers if one.ball.overlaps(acb(value))]
            assert found.multiplicity == multiplicity


@pytest.mark.parametrize("case", ONLY_CASES)
def test_a_second_implementation_finds_the_same_multipliers(case: Case) -> None:
    orbit = lifted_orbits.enclose(*case)
    with mpmath.workdps(40):
        values = list(mpmath.eig(derivative_by_differences(*case), left=False, right=False))
        close = mpmath.mpf(10) ** -25
        ones = [value for value in values if abs(value - 1) < close]
        assert len(ones) == orbit.neutral
        with working_bits(orbit.bits):
            margin = arb(0, "1e-25")
            for one in orbit.multipliers:
                wider = one.ball + acb(margin, margin)
                inside = [value for value in values if wider.contains(as_ball(value))]
                assert len(inside) == one.multiplicity


def as_ball(value: mpmath.mpc) -> acb:
    return acb(arb(mpmath.nstr(value.real, 38)), arb(mpmath.nstr(value.imag, 38)))


def derivative_by_differences(
    depth: int, eta: str, singular_values: Sequence[str], upper: Sequence[int]
) -> mpmath.matrix:
    """Differentiate two steps at a lifted orbit, found by bisection, with no help from the package."""
    with mpmath.workdps(120):
        rate = mpmath.mpf(eta)
        sigmas = [mpmath.mpf(p) / q for p, q in map(fmpq_parts, singular_values)]
        size, width = depth * len(sigmas) ** 2, len(sigmas)
        start = [layer_value(depth, rate, s, k in upper) for k, s in enumerate(sigmas, start=1)]
        point = [
            start[row] if row == column else mpmath.mpf(0)
            for _ in range(depth)
            for row in range(width)
            for column in range(width)
        ]
        step = mpmath.mpf(10) ** -40
        result = mpmath.matrix(size, size)
        for place in range(size):
            ends = []
            for sign in (1, -1):
                moved = point.copy()
                moved[place] += sign * step
                ends.append(plain_step(plain_step(moved, depth, sigmas, rate), depth, sigmas, rate))
            for row, (above, below) in enumerate(zip(*ends, strict=True)):
                result[row, place] = (above - below) / (2 * step)
    return result


def fmpq_parts(value: str) -> tuple[int, int]:
    number = rational(value)
    return int(number.p), int(number.q)


def layer_value(depth: int, rate: mpmath.mpf, sigma: mpmath.mpf, upper: bool) -> mpmath.mpf:
    def balanced(x: mpmath.mpf) -> mpmath.mpf:
        return x + rate * (sigma - x**depth) * x ** (depth - 1)

    root = mpmath.root(sigma, depth)
    if rate * depth * sigma ** (2 - mpmath.mpf(2) / depth) < 2:
        return root
    low, high = root / 10**3, root * (1 - mpmath.mpf(10) ** -9)
    for _ in range(400):
        middle = (low + high) / 2
        low, high = (middle, high) if balanced(balanced(middle)) > middle else (low, middle)
    return balanced(low) if upper else low


def plain_step(
    point: list[mpmath.mpf], depth: int, sigmas: Sequence[mpmath.mpf], rate: mpmath.mpf
) -> list[mpmath.mpf]:
    width = len(sigmas)
    area = width * width
    layers = [
        mpmath.matrix([point[k * area + row * width :][:width] for row in range(width)]) for k in range(depth)
    ]

    def chain(first: int, last: int) -> mpmath.matrix:
        whole = mpmath.eye(width)
        for layer in layers[first:last]:
            whole = layer * whole
        return whole

    residual = chain(0, depth) - mpmath.diag(list(sigmas))
    moved = [
        layer - rate * (chain(k + 1, depth).T * residual * chain(0, k).T) for k, layer in enumerate(layers)
    ]
    return [layer[row, column] for layer in moved for row in range(width) for column in range(width)]


Observation = Callable[[tuple[arb_mat, ...]], arb]


def product_entry(row: int, column: int) -> Observation:
    """Observe the product, which no member of the family changes."""
    return lambda layers: gd.end_to_end(layers)[row, column]


def first_gap(layers: tuple[arb_mat, ...]) -> arb:
    """Observe the balancing gap of the first mode; while it oscillates, it is zero on the family."""
    return (layers[0] * layers[0].transpose() - layers[1].transpose() * layers[1])[0, 0]


def deviations(orbit: LiftedOrbit, observe: Observation, size: Exact, two_steps: int) -> list[arb]:
    """Run gradient descent from a perturbed start; return how far an observation is off every two steps."""
    width = orbit.target.nrows()
    numbers = perturbations()
    start = [
        [
            [layer[i, j].mid().fmpq() + rational(size) * next(numbers) for j in range(width)]
            for i in range(width)
        ]
        for layer in orbit.layers
    ]
    target = [[orbit.target[i, j].mid().fmpq() for j in range(width)] for i in range(width)]
    run = gd.run(start, target, orbit.eta, 2 * two_steps, digits=90, record_every=2)
    with working_bits(run.bits):
        return [observe(state) - observe(orbit.layers) for state in run.states]


def perturbations() -> Iterator[fmpq]:
    state = 7
    while True:
        state = state * 31 % 101
        yield fmpq(state - 50, 50)


def test_from_a_perturbed_start_gradient_descent_returns_at_the_rate_of_the_leading_multiplier() -> None:
    orbit = lifted_orbits.enclose(2, "1.1", RESTS, digits=70)
    leading, pair, balanced = orbit.multipliers[0], orbit.multipliers[1], orbit.multipliers[3]
    assert orbit.stability is Stability.STABLE
    for observe, multiplier in ((first_gap, leading), (product_entry(0, 0), balanced)):
        seen = deviations(orbit, observe, "1e-40", 20)
        with working_bits(400):
            for one, other in pairwise(seen[-4:]):
                assert less(abs(other / one - multiplier.ball.real), "1e-12") is Truth.TRUE
    # The modes mix by a pair of complex multipliers.
    assert not pair.ball.imag.contains(0)
    follows(deviations(orbit, product_entry(0, 1), "1e-30", 40), pair.ball)


@pytest.mark.parametrize(
    ("case", "two_steps"), [((2, "1.1", IN_PHASE, ()), 40), ((3, "0.75", IN_PHASE, OUT_OF_PHASE), 120)]
)
def test_from_a_perturbed_start_gradient_descent_leaves_at_the_rate_of_the_leading_multiplier(
    case: Case, two_steps: int
) -> None:
    orbit = lifted_orbits.enclose(*case, digits=70)
    leading = orbit.multipliers[0]
    assert orbit.stability is Stability.UNSTABLE
    assert less(1, leading.size()) is Truth.TRUE
    follows(deviations(orbit, product_entry(0, 1), "1e-40", two_steps), leading.ball)


def follows(seen: list[arb], multiplier: acb) -> None:
    """Check that the last deviations follow a(n+2) = 2 Re(m) a(n+1) - |m|^2 a(n)."""
    with working_bits(400):
        a, b, c, d = seen[-4:]
        trace, size = (a * d - b * c) / (a * c - b * b), (b * d - c * c) / (a * c - b * b)
        assert less(abs(trace - 2 * multiplier.real), "1e-9") is Truth.TRUE
        assert less(abs(size - abs(multiplier) * abs(multiplier)), "1e-9") is Truth.TRUE


def test_more_digits_narrow_the_multipliers() -> None:
    few, many = (lifted_orbits.enclose(3, "0.75", IN_PHASE, digits=digits) for digits in (10, 200))
    assert few.bits < many.bits
    for narrow in many.multipliers:
        assert less(narrow.ball.real.rad(), "1e-200") is Truth.TRUE
        assert sum(one.ball.overlaps(narrow.ball) for one in few.multipliers) == 1


def test_every_multiplier_has_the_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def only_the_first(multiplier: Multiplier, digits: int) -> bool:
        asked.append(not asked)
        return asked[-1]

    monkeypatch.setattr(lifted_orbits, "_precise", only_the_first)
    with pytest.raises(Inconclusive, match="no orbit with 30 digits"):
        lifted_orbits.enclose(2, "1.1", [1])


def test_close_to_the_edge_the_precision_is_raised() -> None:
    orbit = lifted_orbits.enclose(2, "1.000000000000000000000000000000000000000001", ["1", "0.3"], digits=70)
    assert orbit.stability is Stability.STABLE
    with working_bits(orbit.bits):
        assert less(orbit.multipliers[0].size(), 1) is Truth.TRUE
    assert all(less(one.ball.real.rad(), "1e-70") is Truth.TRUE for one in orbit.multipliers)


@pytest.mark.parametrize(
    ("singular_values", "upper", "message"),
    [
        ([1, 0], (), "null modes are degenerate"),
        ([1, -1], (), "needs to be positive"),
        ([], (), "no mode oscillates"),
        (["1/2"], (), "no mode oscillates"),
        ([1, fmpq(10, 11)], (), "kappa = 2"),
        ([1, "1/2"], (2,), "rests, so it has no upper point"),
        ([1, "1/2"], (3,), "there is no mode 3"),
        ([1, "1/2"], (0,), "the number of a mode"),
    ],
)
def test_wrong_modes_are_refused(singular_values: list[Exact], upper: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lifted_orbits.enclose(2, "1.1", singular_values, upper)


def test_wrong_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="depth"):
        lifted_orbits.enclose(1, "1.1", [1])
    with pytest.raises(ValueError, match="eta"):
        lifted_orbits.enclose(2, 0, [1])
    with pytest.raises(ValueError, match="digits"):
        lifted_orbits.enclose(2, "1.1", [1], digits=0)
    for eta, values in ((1.1, [1]), ("1.1", [1.0])):
        with pytest.raises(TypeError, match="not exact"):
            lifted_orbits.enclose(2, eta, values)  # type: ignore[arg-type]


@pytest.mark.parametrize("found", [None, arb(1), arb("0.01"), arb("0.8", 1)])
def test_an_orbit_that_is_not_proven_is_inconclusive(
    monkeypatch: pytest.MonkeyPatch, found: arb | None
) -> None:
    monkeypatch.setattr("numerics._lifting.lower_point", lambda function, end: found)
    with pytest.raises(Inconclusive, match="no orbit with 30 digits"):
        lifted_orbits.enclose(2, "1.1", [1])
