"""Re-verify certificates about gradient descent on one mode of a deep linear network.

    python3 -I checker.py build/certificates

Needs nothing but the standard library. A certificate supplies enclosures; the map, the polynomial and the
inequality are built here, from the kind of statement and its parameters. An `Interval` is a pair of whole
numbers and stands for the real numbers between lo / 2^BITS and hi / 2^BITS; results are rounded outwards.

One mode has L layer values s_1, ..., s_L and the target 1. Gradient descent with the learning rate
eta = kappa / L minimises (s_1 ... s_L - 1)^2 / 2. A state is balanced if all its layers are equal.
"""

import gzip
import hashlib
import itertools
import json
import math
import re
import sys
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

FORMAT = "beyond-eos certificates 1"
BITS = 320
ONE = 1 << BITS
MARGIN = Fraction(1, 10**6)
LONGEST_NUMBER, LARGEST_FILE, MOST_STEPS = 600, 1 << 24, 100_000
MOST_LAYERS, MOST_PERIOD, MOST_DIGITS, DEEPEST_TREE = 64, 64, 200, 40
RATIONAL = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:/([1-9][0-9]*))?")
CLAIM = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")

Number = int | Fraction


class RejectedError(Exception):
    """Why a certificate proves nothing."""


def require(condition: object, reason: str) -> None:
    """Reject the certificate where a condition does not hold."""
    if not condition:
        raise RejectedError(reason)


# Arithmetic: intervals, and intervals with the gradient of what they enclose.


class Interval:
    """All real numbers from lo / 2^BITS to hi / 2^BITS."""

    def __init__(self, lo: int, hi: int) -> None:
        self.lo, self.hi = lo, hi

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, other: "Interval") -> "Interval":
        ends = [a * b for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return Interval(min(ends) >> BITS, -(-max(ends) >> BITS))

    def inside(self, other: "Interval") -> bool:
        """Say whether all numbers lie in the interior of another interval."""
        return other.lo < self.lo and self.hi < other.hi

    def apart(self, other: "Interval") -> bool:
        """Say whether no number lies in both intervals."""
        return self.hi < other.lo or other.hi < self.lo

    def middle(self) -> "Interval":
        """Return a number inside, as an interval."""
        return Interval((self.lo + self.hi) // 2, (self.lo + self.hi) // 2)

    def largest(self) -> int:
        """Return a bound above all absolute values, times 2^BITS."""
        return max(-self.lo, self.hi)

    def smallest(self) -> int:
        """Return a bound below all absolute values, times 2^BITS."""
        return max(self.lo, -self.hi)


Box = list[Interval]


def interval(low: Number, high: Number | None = None) -> Interval:
    """Enclose the numbers from one rational to another, or a single one."""
    low, high = Fraction(low), Fraction(low if high is None else high)
    require(low <= high, f"the interval from {low} to {high} is empty")
    return Interval(math.floor(low * ONE), math.ceil(high * ONE))


def dot(row: Box, column: Box) -> Interval:
    """Return the sum of the products of corresponding entries."""
    products = [a * b for a, b in zip(row, column, strict=True)]
    return Interval(sum(x.lo for x in products), sum(x.hi for x in products))


class Jet:
    """An enclosure of a function on a box, and of its partial derivatives there (forward differentiation)."""

    def __init__(self, value: Interval, slopes: Box) -> None:
        self.value, self.slopes = value, slopes

    def of(self, other: "Jet | Number") -> "Jet":
        """Return a rational number as a jet in the variables of this one."""
        return other if isinstance(other, Jet) else Jet(interval(other), [interval(0)] * len(self.slopes))

    def __add__(self, other: "Jet | Number") -> "Jet":
        other = self.of(other)
        return Jet(self.value + other.value, [a + b for a, b in zip(self.slopes, other.slopes, strict=True)])

    def __mul__(self, other: "Jet | Number") -> "Jet":
        other = self.of(other)
        slopes = [a * other.value + self.value * b for a, b in zip(self.slopes, other.slopes, strict=True)]
        return Jet(self.value * other.value, slopes)

    def __sub__(self, other: "Jet | Number") -> "Jet":
        return self + self.of(other) * -1

    def __rsub__(self, other: "Jet | Number") -> "Jet":
        return self.of(other) - self

    __radd__, __rmul__ = __add__, __mul__


def variables(box: Box) -> list[Jet]:
    """Return the coordinates of a box as functions of themselves."""
    return [Jet(x, [interval(int(i == j)) for j in range(len(box))]) for i, x in enumerate(box)]


def mean_value(function: Callable[[list[Jet]], list[Jet]], box: Box) -> tuple[Box, list[Jet]]:
    """Enclose the values of a function on a box, by its value in the middle and its slopes; and the jets."""
    middle = [x.middle() for x in box]
    jets, distances = function(variables(box)), [x - m for x, m in zip(box, middle, strict=True)]
    centre = function(variables(middle))
    return [jet.value + dot(over.slopes, distances) for jet, over in zip(centre, jets, strict=True)], jets


# Gradient descent, from the loss.


def step(layers: list[Jet], eta: Number) -> list[Jet]:
    """Return s_l - eta (s_1 ... s_L - 1) times the product of the other layers."""
    pull = eta * (1 - math.prod(layers))
    return [layer + pull * math.prod(layers[:i] + layers[i + 1 :]) for i, layer in enumerate(layers)]


def step_of_equal_layers(depth: int, mean: Jet, gap: Jet, eta: Jet) -> list[Jet]:
    """Make one step where all layers but the last are a = mean + gap, and the last is b = mean - (L - 1) gap.

    With p = eta a^(L-2) (1 - a^(L-1) b): a+ = a + p b and b+ = b + p a. Return mean, gap and the same eta.
    """
    a, b = mean + gap, mean - (depth - 1) * gap
    pull = eta * math.prod([a] * (depth - 2)) * (1 - b * math.prod([a] * (depth - 1)))
    return [mean + pull * ((depth - 1) * b + a) * Fraction(1, depth), gap - pull * gap, eta]


# What can be certified. Each function returns in words what it has verified.


def orbit_cover(parameters: Any, data: Any) -> str:
    """Attracting balanced period-2 orbits for every kappa of an interval, box by box.

    With the balanced step f(x) = x (1 + pull(x)) and y = f(x): f(y) - x = (y - x) G(x), where G is 2 + eta
    (the sum of x^i y^j over i + j = L - 2, minus that over i + j = 2L - 2). Newton's test for G on X proves
    one zero x in X for each kappa of the box: a point of period 2, since y > x. Its multiplier is
    1 + (y - x) G'(x). A change of the layers with mean zero is multiplied by (1 - pull(x)) (1 - pull(y)) in
    two steps, and a small gap s_l^2 - s_k^2 by 1 - pull^2 in each: the same, as their (1 + pull) cancel.
    """
    depth, *span = fields(parameters, "depth", "from", "to")
    boxes, beyond = fields(data, "boxes", "beyond")
    (start, end), reached, ((after, *around),) = map(rational, span), 2 + MARGIN, rows(beyond, 3, 1)
    require(start == reached < end, f"the interval of kappa has to start at 2 + {MARGIN}")
    for k0, k1, *ends in rows(boxes, 4):
        require(k0 == reached and k0 < k1, f"the boxes leave a gap after kappa = {reached}")
        change, squares = orbit_in(depth, k0, k1, ends)
        require(change.lo > -2 * ONE, f"the multiplier may be -1 or less near kappa = {k0}")
        require(all(x.lo > 0 and x.hi < 2 * ONE for x in squares), f"a small gap may grow near kappa = {k0}")
        reached = k1
    require(reached == end, f"the boxes end at kappa = {reached} and not at {end}")
    require(after == end + MARGIN, f"the repelling orbit has to be at {end} + {MARGIN}")
    require(orbit_in(depth, after, after, around)[0].hi < -2 * ONE, "the orbit beyond the end may not repel")
    return f"L = {depth}: a period-2 orbit attracts for 2 + 10^-6 <= kappa <= {decimal(end)}, then repels"


def orbit_in(depth: int, k0: Fraction, k1: Fraction, ends: list[Fraction]) -> tuple[Interval, Box]:
    """Prove a point of period 2 between the ends for kappa in [k0, k1]; return multiplier - 1 and pull^2."""
    require(0 < ends[0] < ends[1] < 1, f"the layer value near kappa = {k0} has to lie between 0 and 1")
    box, eta = interval(*ends), Jet(interval(k0 / depth, k1 / depth), [interval(0)])

    def pull(x: Jet) -> Jet:
        return eta * math.prod([x] * (depth - 2)) * (1 - math.prod([x] * depth))

    def monomials(degree: int, x: Jet, y: Jet) -> Any:
        return sum(math.prod([x] * i + [y] * (degree - i)) for i in range(degree + 1))

    def equation(x: Jet) -> tuple[Jet, Jet]:
        y = x + x * pull(x)
        return 2 + eta * (monomials(depth - 2, x, y) - monomials(2 * depth - 2, x, y)), y

    (x,), middle = variables([box]), box.middle()
    over, y = equation(x)
    at_middle, slope = equation(Jet(middle, [interval(0)]))[0].value, over.slopes[0]
    require(slope.hi < 0, f"the slope has no certain sign near kappa = {k0}")
    # Newton's test without a division: G falls from a positive value to a negative one.
    left, right = (at_middle + slope * (interval(end) - middle) for end in ends)
    require(left.lo > 0 and right.hi < 0, f"Newton's test fails near kappa = {k0}")
    return (y.value - box) * slope, [(pull(point) * pull(point)).value for point in (x, y)]


def periodic_orbit(parameters: Any, data: Any) -> str:
    """A positive balanced orbit at one kappa, unique in a box of the L layer values, by Krawczyk's test.

    For F(s) = n steps of s, minus s, and any matrix C: if m - C F(m) + (I - C F'(X)) (X - m) lies in the
    interior of X, then X contains exactly one zero of F. As X has the same ends for all layers, it contains
    that zero with its layers permuted too: they are equal. The eigenvalues of n steps lie in Gershgorin's
    disks, in the coordinates mean, s_2 - s_1, ..., s_L - s_1.
    """
    depth, kappa, period, attracting = fields(parameters, "depth", "kappa", "period", "attracting")
    box, preconditioner = fields(data, "box", "preconditioner")
    kappa, ends = rational(kappa), rows(box, 2, depth)
    require(kappa > 0 and isinstance(attracting, bool), "kappa or attracting is out of range")
    require(all(row == ends[0] for row in ends), "the ends of the box are not the same for all layers")
    box = [interval(low, high) for low, high in ends]
    inverse = [[interval(entry) for entry in row] for row in rows(preconditioner, depth, depth)]

    middle = [x.middle() for x in box]
    around, centre = [variables(box)], variables(middle)
    for _ in range(whole(period, 2, MOST_PERIOD)):
        around.append(step(around[-1], kappa / depth))
        centre = step(centre, kappa / depth)
    returned, distances = around.pop(), [x - m for x, m in zip(box, middle, strict=True)]
    for i, row in enumerate(inverse):
        moved = dot(row, [jet.value - m for jet, m in zip(centre, middle, strict=True)])
        products = [dot(row, [jet.slopes[j] for jet in returned]) - row[j] for j in range(depth)]
        rest = dot([interval(int(i == j)) - entry for j, entry in enumerate(products)], distances)
        require((middle[i] - moved + rest).inside(box[i]), "Krawczyk's test fails")
    first, *later = [layers[0].value for layers in around]
    require(all(first.apart(other) for other in later), "the orbit may return before its period is over")
    require(all(x.lo > 0 for x in (first, *later)), "a state of the orbit may not be positive")
    (mean, radius), *disks = gershgorin([jet.slopes for jet in returned])
    others = max(disk.largest() + r for disk, r in disks)
    inside, alone = max(mean.largest() + radius, others) < ONE, mean.smallest() - radius > max(ONE, others)
    require(inside if attracting else alone, "the disks of the eigenvalues do not show what is claimed")
    stability = "attracting" if attracting else "unstable"
    return f"L = {depth}, kappa = {kappa}: {stability} balanced orbit of period {period}, isolated"


def gershgorin(jacobian: list[Box]) -> list[tuple[Interval, int]]:
    """Return centres and radii of the disks of S J S^-1, where S(s) = (mean, s_2 - s_1, ..., s_L - s_1)."""
    depth, size = len(jacobian), range(len(jacobian))
    columns = [[interval(1)] * depth]  # of S^-1
    columns += [[interval(Fraction(depth * (i == j) - 1, depth)) for i in size] for j in size[1:]]
    images = [[dot(row, column) for row in jacobian] for column in columns]
    table = [[dot(image, [interval(Fraction(1, depth))] * depth) for image in images]]
    table += [[image[i] - image[0] for image in images] for i in size[1:]]
    return [(row[i], sum(x.largest() for j, x in enumerate(row) if j != i)) for i, row in enumerate(table)]


def unbalanced_start(parameters: Any, data: Any) -> str:
    """Gradient descent from (alpha, ..., alpha, 0) reaches the period-2 orbit, for a box of (alpha, kappa).

    The box is halved along a tree. At a leaf the states are enclosed step by step until they lie in a trap, a
    box that two steps map into its interior and contract. It contains balanced states, which stay balanced,
    so what attracts all of the trap is a balanced point; it has period 2, for one step leaves the trap.
    """
    depth, *box = fields(parameters, "depth", "alpha_from", "alpha_to", "kappa_from", "kappa_to")
    (tree,), (a0, a1, k0, k1) = fields(data, "tree"), map(rational, box)
    require(0 < a0 < a1 and 2 < k0 < k1, "the box of alpha and kappa is out of range")
    leaves = reaches(depth, [a0, a1, k0, k1], tree, DEEPEST_TREE)
    where = f"{a0} <= alpha <= {a1} and {k0} <= kappa <= {k1}"
    return f"L = {depth}: (alpha, ..., alpha, 0) tends to a period-2 orbit for {where} ({leaves} boxes)"


def reaches(depth: int, box: list[Fraction], node: Any, levels: int) -> int:
    """Verify a tree of boxes and return how many leaves it has."""
    require(isinstance(node, dict) and levels > 0, "the tree is too deep or not a tree")
    if "halve" in node:
        axis, lower, upper = fields(node, "halve", "low", "high")
        require(axis in ("alpha", "kappa"), "a box is halved along alpha or kappa only")
        first, low, high = 2 * (axis == "kappa"), list(box), list(box)
        low[first + 1] = high[first] = (box[first] + box[first + 1]) / 2
        return reaches(depth, low, lower, levels - 1) + reaches(depth, high, upper, levels - 1)
    steps, trap = fields(node, "steps", "trap")
    (a0, a1), eta = (end / depth for end in box[:2]), interval(box[2] / depth, box[3] / depth)
    state = [interval(a0 * (depth - 1), a1 * (depth - 1)), interval(a0, a1)]

    def advance(point: list[Jet]) -> list[Jet]:
        return step_of_equal_layers(depth, *point)

    for _ in range(whole(steps, 0, MOST_STEPS)):
        state = mean_value(advance, [*state, eta])[0][:2]
        require(all(x.largest() < 16 * ONE for x in state), "the states from a leaf spread too far")
    trap = [interval(low, high) for low, high in rows(trap, 2, 2)]
    require(all(x.inside(y) for x, y in zip(state, trap, strict=True)), "a leaf does not end in its trap")
    require(trap[0].lo > 0 and trap[1].lo < 0 < trap[1].hi, "the trap contains no positive balanced states")
    between = mean_value(advance, [*trap, eta])[0][0]
    require(between.lo > 0 and between.apart(trap[0]), "the trap may contain a point of period 1")
    twice, jets = mean_value(lambda point: advance(advance(point)), [*trap, eta])
    require(all(x.inside(y) for x, y in zip(twice[:2], trap, strict=True)), "two steps may leave the trap")
    slopes = [jet.slopes[0].largest() + jet.slopes[1].largest() for jet in jets[:2]]
    require(max(slopes) < ONE, "two steps may not contract the trap")
    return 1


def doubling(parameters: Any, data: Any) -> str:
    """The multiplier of the period-2 orbits with positive layers x < y = z x is -1 at exactly one z.

    From y = f(x) and x = f(y): x^L = u = (1 + z^(L-1)) / (1 + z^(2L-1)) and eta x^(L-2) = (z - 1) / (1 - u).
    Then f'(x) = 1 + eta x^(L-2) (L - 1 - (2L - 1) u), and alike at y. One change of sign among the
    coefficients of the numerator of the multiplier + 1 in powers of z - 1 means one zero z > 1 (Descartes).
    """
    depth, digits = fields(parameters, "depth", "digits")
    ratio, rate = fields(data, "ratio", "kappa")
    above, below = [1] + [0] * (depth - 2) + [1], [1] + [0] * (2 * depth - 2) + [1]  # u = above / below
    spread, scale = plus(below, above, -1), times([-1, 1], below)  # eta x^(L-2) = scale / spread
    derivatives = []
    for lift in (0, 1):  # at x, and at y = z x, where eta y^(L-2) = z^(L-2) scale / spread and y^L = z^L u
        bend = plus([(depth - 1) * c for c in below], [0] * (lift * depth) + above, 1 - 2 * depth)
        derivatives.append(plus(spread, [0] * (lift * (depth - 2)) + times([-1, 1], bend)))
    numerator = plus(times(*derivatives), times(spread, spread))
    signs = [c > 0 for c in around_one(numerator) if c]
    changes = sum(a != b for a, b in itertools.pairwise(signs))
    require(changes == 1, "the coefficients do not change sign exactly once")
    ((z0, z1),), ((k0, k1),) = rows(ratio, 2, 1), rows(rate, 2, 1)
    known = 1 < z0 < z1 and 0 < k0 < k1 <= k0 + Fraction(1, 10 ** whole(digits, 1, MOST_DIGITS))
    require(known, f"the ratio is not above 1, or kappa not known to {digits} digits")
    require(at(numerator, z0) * at(numerator, z1) < 0, "the multiplier does not cross -1 between the ratios")
    # kappa^L = L^L (scale / spread)^L / u^(L-2), and each of the four polynomials rises with z > 1.
    for a, b, sign in ((z0, z1, 1), (z1, z0, -1)):
        power = (depth * at(scale, a) / at(spread, b)) ** depth * (at(below, a) / at(above, b)) ** (depth - 2)
        require(sign * (power - (k0 if sign > 0 else k1) ** depth) >= 0, "kappa does not belong to the ratio")
    shown = f"{decimal(k0, digits)} and at most 2 units of the last digit more"
    return f"L = {depth}: the multiplier is -1 at exactly one ratio, and there kappa is {shown}"


# Polynomials, as lists of their coefficients from the constant one on.


def plus(p: list[int], q: list[int], factor: int = 1) -> list[int]:
    """Return p + factor q."""
    return [a + factor * b for a, b in itertools.zip_longest(p, q, fillvalue=0)]


def times(p: list[int], q: list[int]) -> list[int]:
    """Return p q."""
    result: list[int] = []
    for i, a in enumerate(p):
        result = plus(result, [0] * i + q, a)
    return result


def around_one(p: list[int]) -> list[int]:
    """Return the coefficients of p in powers of z - 1."""
    p = list(p)
    for i in range(len(p)):
        for j in range(len(p) - 2, i - 1, -1):
            p[j] += p[j + 1]
    return p


def at(p: list[int], z: Fraction) -> Fraction:
    """Return p(z)."""
    return sum((c * z**i for i, c in enumerate(p)), Fraction(0))


# Reading: whatever is not exactly of the form expected is rejected.


def fields(record: Any, *names: str) -> list[Any]:
    """Return the values of these fields; reject what is not a record of exactly these."""
    require(isinstance(record, dict) and set(record) == set(names), f"expected the fields {', '.join(names)}")
    return [record[name] for name in names]


def rational(text: Any) -> Fraction:
    """Read a whole number or a ratio of whole numbers, in a string: a JSON number never stands for one."""
    match: Any = RATIONAL.fullmatch(text) if isinstance(text, str) and len(text) <= LONGEST_NUMBER else None
    require(match, f"{text!r:.40} is not a string of at most {LONGEST_NUMBER} digits for a rational number")
    return Fraction(int(match[1]), int(match[2] or 1))


def whole(value: Any, least: int, most: int) -> int:
    """Reject what is not a whole number in a range."""
    require(type(value) is int and least <= value <= most, f"expected a whole number from {least} to {most}")
    return value


def rows(table: Any, width: int, height: int | None = None) -> list[list[Fraction]]:
    """Read a table of rational numbers."""
    fits = isinstance(table, list) and len(table) >= 1 and height in (None, len(table))
    fits = fits and all(isinstance(row, list) and len(row) == width for row in table)
    require(fits, "a table has a wrong shape")
    return [[rational(entry) for entry in row] for row in table]


def decimal(value: Fraction, digits: int = 12) -> str:
    """Write a positive rational, cut after some digits."""
    shown = value.numerator * 10**digits // value.denominator
    return f"{shown // 10**digits}.{shown % 10**digits:0{digits}}"


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Reject a record in which a field occurs twice."""
    require(len(dict(pairs)) == len(pairs), "a field occurs twice")
    return dict(pairs)


def short(text: str) -> int:
    """Read a whole number in JSON; reject what is long, rounded or not finite."""
    require(re.fullmatch("-?[0-9]{1,18}", text), f"{text[:40]} is not a short whole number")
    return int(text)


def load(content: bytes) -> Any:
    """Read JSON without repeated fields, floats or huge numbers."""
    require(len(content) <= LARGEST_FILE, f"the file holds more than {LARGEST_FILE} bytes")
    numbers: Any = {"parse_int": short, "parse_float": short, "parse_constant": short}
    return json.loads(content, object_pairs_hook=without_repetition, **numbers)


def verify(certificate: Any) -> str:
    """Verify one certificate and return in words what it proves; raise RejectedError otherwise."""
    form, claim, name, parameters, data = fields(certificate, "format", "claim", "kind", "parameters", "data")
    require(form == FORMAT, "the format is unknown")
    require(isinstance(claim, str) and CLAIM.fullmatch(claim), "the claim is not named as statement/claim")
    require(isinstance(parameters, dict), "the parameters are not a record")
    whole(parameters.get("depth"), 2, MOST_LAYERS)
    kinds = {kind.__name__: kind for kind in (orbit_cover, periodic_orbit, unbalanced_start, doubling)}
    require(name in list(kinds), "the kind of certificate is unknown")
    return kinds[name](parameters, data)


BROKEN = (RejectedError, OSError, ValueError, TypeError, RecursionError, MemoryError, EOFError, zlib.error)


def read(path: Path) -> bytes:
    """Return what a file holds, decompressed; no more than the largest size allowed and one byte."""
    require(path.is_file(), f"{path.name} is not a file")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def verify_listed(directory: Path, entry: Any) -> str:
    """Verify the certificate of one entry of the index: the very one that is listed there."""
    content = read(directory / entry["file"])
    require(hashlib.sha256(content).hexdigest() == entry["sha256"], "the file is not the one listed")
    certificate = load(content)
    *subject, _, _ = fields(certificate, "claim", "kind", "parameters", "format", "data")
    listed = [entry["claim"], entry["kind"], entry["parameters"]]
    # Compared as text, since True == 1 in Python.
    same = json.dumps(subject, sort_keys=True) == json.dumps(listed, sort_keys=True)
    require(same, "the certificate is one of something else than the index lists")
    return verify(certificate)


def say(text: str) -> None:
    """Print one line, whatever characters the files brought along."""
    print(re.sub("[^ -~]", "?", text))


def main(directory: Path) -> int:
    """Verify every certificate of a directory; return 0 if all are accepted and none is missing, else 1."""
    try:
        form, entries = fields(load(read(directory / "index.json")), "format", "certificates")
        require(form == FORMAT, "the format of the index is unknown")
        require(isinstance(entries, list) and entries, "the index lists no certificates")
        listed = [str(fields(entry, "file", "claim", "kind", "parameters", "sha256")[0]) for entry in entries]
        present = sorted(path.name for path in directory.iterdir() if path.name != "index.json")
        for name in sorted({*present} ^ {*listed}):
            raise RejectedError(f"{name} is {'not listed' if name in present else 'missing'}")
        require(len(present) == len(listed), "the index lists a file twice")
    except BROKEN as error:
        say(f"rejected: {directory}: {error}")
        return 1
    rejected = 0
    for entry in entries:
        try:
            verdict = f"accepted: {entry['claim']}: {verify_listed(directory, entry)}"
        except BROKEN as error:
            verdict, rejected = f"rejected: {entry['file']}: {error}", rejected + 1
        say(verdict)
    say(f"{len(entries) - rejected} of {len(entries)} certificates accepted")
    return 1 if rejected else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) if len(sys.argv) == 2 else "usage: python3 -I checker.py DIRECTORY")
