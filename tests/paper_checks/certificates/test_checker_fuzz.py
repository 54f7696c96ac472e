"""Certificates changed at random: what the checker still accepts is true by a second, slower route.

The second route shares nothing with the checker: orbits are enclosed in ball arithmetic, gradient descent is
carried out in many digits from the corners of a box.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import mpmath
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import numerics
from numerics.balls import to_rationals
from numerics.exact import rational
from paper_checks.certificates import checker, store
from paper_checks.certificates.certificate import Certificate
from paper_checks.certificates.checker.reading import RATIONAL

Record = dict[str, Any]
Place = tuple[str | int, ...]
Edit = Callable[..., Record]
Places = Callable[[Any], Iterator[Place]]

MARGIN = Fraction(1, 10**6)
JUNK = [None, True, 0, 1, 2, 3, 4, -1, "0", "1", "-1", "1/2", "2", "9/4", "x", [], {}, [["1", "2"]]]


@cache
def orbit(depth: int, kappa: Fraction) -> numerics.orbits.PeriodTwoOrbit:
    return numerics.orbits.enclose(depth, rational(kappa), 60)


def between(low: Any, value: Any, high: Any) -> bool:
    """Say whether an enclosed number certainly lies between two rational ones."""
    least, most = to_rationals(value)
    return bool(Fraction(low) < least and most < Fraction(high))


def is_true(record: Record) -> bool:
    """Say by the second route whether a certificate that the checker accepts encloses what it has to."""
    parameters, data = record["parameters"], record["data"]
    routes = {
        "orbit_cover": covers,
        "periodic_orbit": is_the_orbit,
        "unbalanced_start": reaches,
        "doubling": doubles,
    }
    return routes[record["kind"]](parameters["depth"], parameters, data)


def covers(depth: int, parameters: Record, data: Record) -> bool:
    start, end = Fraction(parameters["from"]), Fraction(parameters["to"])
    edge = numerics.doubling.enclose(depth, 20)
    ends = [(Fraction(row[0]), Fraction(row[1])) for row in data["boxes"]]
    joined = [low for low, _ in ends[1:]] == [high for _, high in ends[:-1]]
    complete = (ends[0][0], ends[-1][1]) == (start, end) and start == 2 + MARGIN
    up_to_the_doubling = end < Fraction(str(edge.high)) and Fraction(str(edge.low)) < end + MARGIN
    inside = all(
        between(low, orbit(depth, Fraction(kappa)).lower_layer, high)
        for k0, k1, low, high in data["boxes"]
        for kappa in (k0, k1)
    )
    ((kappa, low, high),) = data["beyond"]
    beyond = Fraction(kappa) == end + MARGIN and between(low, orbit(depth, Fraction(kappa)).lower_layer, high)
    return joined and complete and up_to_the_doubling and inside and beyond


def is_the_orbit(depth: int, parameters: Record, data: Record) -> bool:
    found = orbit(depth, Fraction(parameters["kappa"]))
    inside = any(
        all(between(low, layer, high) for low, high in data["box"])
        for layer in (found.lower_layer, found.upper_layer)
    )
    factors = (found.multiplier, numerics.orbits.two_step_gap_factor(found))
    attracts = all(between(-1, factor, 1) for factor in factors)
    repels = between(-100, found.multiplier, -1)
    return parameters["period"] == 2 and inside and (attracts if parameters["attracting"] else repels)


def reaches(depth: int, parameters: Record, data: Record) -> bool:
    names = ("alpha_from", "alpha_to", "kappa_from", "kappa_to")
    a0, a1, k0, k1 = (Fraction(parameters[name]) for name in names)
    return 0 < a0 < a1 and 2 < k0 < k1 and _leaves_hold(depth, (a0, a1, k0, k1), data["tree"])


def _leaves_hold(depth: int, box: tuple[Fraction, Fraction, Fraction, Fraction], node: Record) -> bool:
    a0, a1, k0, k1 = box
    if "halve" in node:
        alpha, kappa = (a0 + a1) / 2, (k0 + k1) / 2
        low = (a0, alpha, k0, k1) if node["halve"] == "alpha" else (a0, a1, k0, kappa)
        high = (alpha, a1, k0, k1) if node["halve"] == "alpha" else (a0, a1, kappa, k1)
        return _leaves_hold(depth, low, node["low"]) and _leaves_hold(depth, high, node["high"])
    (m0, m1), (g0, g1) = leaf_ends(node)
    for alpha in (a0, a1):
        for kappa in (k0, k1):
            mean, gap, near = _after(depth, alpha, kappa, node["steps"])
            if not (m0 < mean < m1 and g0 < gap < g1 and near):
                return False
    return True


def leaf_ends(leaf: Record) -> list[list[Any]]:
    return [[_mp(Fraction(end)) for end in row] for row in leaf["trap"]]


@cache
def _after(depth: int, alpha: Fraction, kappa: Fraction, steps: int) -> tuple[Any, Any, bool]:
    """Return mean and gap after some steps, and whether gradient descent is at the orbit after many more."""
    with mpmath.workdps(50):
        eta, layers = _mp(kappa) / depth, [_mp(alpha)] * (depth - 1) + [mpmath.mpf(0)]
        for _ in range(steps):
            layers = _step(layers, eta)
        mean, gap = sum(layers) / depth, (layers[0] - layers[-1]) / depth
        for _ in range(200):
            layers = _step(layers, eta)
        found = orbit(depth, kappa)
        points = [_mp(to_rationals(point)[0]) for point in (found.lower_layer, found.upper_layer)]
        apart = min(max(abs(layer - point) for layer in layers) for point in points)
        return mean, gap, bool(apart < mpmath.mpf(10) ** -6)


def _step(layers: list[Any], eta: Any) -> list[Any]:
    error = mpmath.fprod(layers) - 1
    others = [mpmath.fprod(layers[:i] + layers[i + 1 :]) for i in range(len(layers))]
    return [layer - eta * error * other for layer, other in zip(layers, others, strict=True)]


def _mp(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def doubles(depth: int, parameters: Record, data: Record) -> bool:
    edge = numerics.doubling.enclose(depth, 70)
    ((z0, z1),), ((k0, k1),) = data["ratio"], data["kappa"]
    low, high = Fraction(str(edge.low)), Fraction(str(edge.high))
    known = Fraction(k0) <= low and high <= Fraction(k1)
    narrow = Fraction(k1) - Fraction(k0) <= Fraction(1, 10 ** parameters["digits"])
    ends = (orbit(depth, end).ratio for end in (low, high))
    return known and narrow and all(between(z0, ratio, z1) for ratio in ends)


def numbers_near(text: Any) -> st.SearchStrategy[Any]:
    """Draw what a number may be changed to: one a little beside it, a share of it, or of the other sign."""
    if type(text) is int:
        return st.integers(-3, 3).map(lambda shift: text + shift)
    if not isinstance(text, str) or not RATIONAL.fullmatch(text):
        return st.sampled_from(JUNK)
    value = Fraction(text)
    moved = st.builds(
        lambda sign, power: str(value + sign * Fraction(1, 10**power)),
        st.sampled_from([-1, 1]),
        st.integers(0, 60),
    )
    scaled = st.fractions(0, 2, max_denominator=1000).map(lambda factor: str(value * factor))
    return st.one_of(moved, scaled, st.just(str(-value)), st.just(text + "0"))


def value_at(record: Any, place: Place) -> Any:
    for key in place:
        record = record[key]
    return record


@st.composite
def changed(draw: st.DrawFn, record: Record, edited: Edit, places: Places) -> Record:
    """Draw the record with one or two values changed."""
    every = list(places(record))
    for _ in range(draw(st.integers(1, 2))):
        # Depth first by kind of place, as a cover is almost nothing but boxes.
        depth = draw(st.sampled_from(sorted({len(place) for place in every})))
        place = draw(st.sampled_from([place for place in every if len(place) == depth]))
        old = value_at(record, place)
        others = [other for other in every if len(other) == depth]
        how = draw(st.sampled_from(["number", "number", "number", "junk", "swap", "drop"]))
        if how == "number":
            record = edited(record, (place, draw(numbers_near(old))))
        elif how == "junk":
            record = edited(record, (place, draw(st.sampled_from(JUNK))))
        elif how == "swap":
            other = draw(st.sampled_from(others))
            record = edited(record, (place, value_at(record, other)), (other, old))
        else:
            *path, last = place
            record = edited(record)
            del value_at(record, tuple(path))[last]
        every = list(places(record))
    return record


def accepted(content: bytes) -> bool:
    try:
        checker.verify(checker.load(content))
    except checker.BROKEN:
        return False
    return True


@pytest.mark.parametrize(
    "name", ["cover", "attracting", "repelling", "attracting-3", "start", "halved", "doubling"]
)
@settings(deadline=None, max_examples=120, derandomize=True)
@given(data=st.data())
def test_a_changed_certificate_is_rejected_or_still_true(
    name: str, data: st.DataObject, originals: dict[str, Record], edited: Edit, places: Places
) -> None:
    original = originals[name]
    record = data.draw(changed(original, edited, places))
    if accepted(json.dumps(record).encode()):
        event("accepted")
        assert record == original or is_true(record)


@pytest.mark.parametrize("name", ["attracting", "start", "doubling"])
@settings(deadline=None, max_examples=300, derandomize=True)
@given(data=st.data())
def test_changed_bytes_are_rejected_or_still_true(
    name: str, data: st.DataObject, produced: dict[str, Certificate]
) -> None:
    content = bytearray(produced[name].content)
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(content) - 1))
        digits = st.sampled_from(b'0123456789-/,[]{}"')
        content[position : position + data.draw(st.integers(0, 2))] = bytes(
            [data.draw(st.one_of(digits, st.integers(0, 255)))]
        )
    if accepted(bytes(content)):
        event("accepted")
        record = json.loads(bytes(content))
        assert is_true(record)


@settings(deadline=None, max_examples=100, derandomize=True)
@given(data=st.data())
def test_a_directory_with_changed_bytes_is_rejected_or_holds_the_same(
    data: st.DataObject, produced: dict[str, Certificate], tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("certificates")
    store.write([produced["cover"], produced["start"]], directory)
    before = _read(directory)
    path = data.draw(st.sampled_from(sorted(directory.iterdir())))
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    if checker.main(directory) == 0:
        event("accepted")
        assert _read(directory) == before


def _read(directory: Path) -> list[Any]:
    files = sorted(directory.iterdir())
    return [
        json.loads(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        for path in files
    ]


def test_the_second_route_sees_what_is_wrong(originals: dict[str, Record], edited: Edit) -> None:
    for name in ("cover", "attracting", "repelling", "start", "halved", "doubling"):
        assert is_true(originals[name])
    for name, place, wrong in (
        ("cover", ("parameters", "to"), "5/2"),
        ("cover", ("data", "boxes", 5, 1), "9/4"),
        ("cover", ("data", "boxes", 5, 3), originals["cover"]["data"]["boxes"][5][2]),
        ("cover", ("data", "beyond", 0, 2), originals["cover"]["data"]["beyond"][0][1]),
        ("attracting", ("parameters", "kappa"), "91/40"),
        ("attracting", ("parameters", "attracting"), False),
        ("repelling", ("parameters", "attracting"), True),
        ("start", ("data", "tree", "steps"), 7),
        ("start", ("parameters", "alpha_to"), "1/2"),
        ("halved", ("data", "tree", "high", "trap", 0), ["1/10", "2/10"]),
        ("doubling", ("parameters", "digits"), 60),
        ("doubling", ("data", "ratio", 0, 1), "3/2"),
    ):
        assert not is_true(edited(originals[name], (place, wrong))), (name, place)
