"""Proving something for every point of a box of parameters, by halving the box until a test succeeds.

The work is counted in boxes, so a cover is the same on every machine. What the budget leaves undecided is
part of the result.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from flint import arb

from numerics.balls import between
from numerics.exact import whole_number

Proof = TypeVar("Proof")


@dataclass(frozen=True, slots=True)
class Box:
    """A closed box of parameters.

    Attributes:
        ends: lower and upper end of each parameter, exact.
    """

    ends: tuple[tuple[Fraction, Fraction], ...]

    def ball(self, axis: int) -> arb:
        """Enclose the values of one parameter at the present working precision."""
        return between(*self.ends[axis])

    def halves(self, axis: int) -> tuple["Box", "Box"]:
        """Return the two halves of the box along one parameter."""
        low, high = self.ends[axis]
        middle = (low + high) / 2
        before, after = self.ends[:axis], self.ends[axis + 1 :]
        return Box((*before, (low, middle), *after)), Box((*before, (middle, high), *after))


@dataclass(frozen=True, slots=True)
class Proven(Generic[Proof]):
    """A box on which the test succeeded, with what it handed over as proof."""

    box: Box
    proof: Proof


@dataclass(frozen=True, slots=True)
class Undecided:
    """A box that the budget left without an answer."""

    box: Box


@dataclass(frozen=True, slots=True)
class Halved(Generic[Proof]):
    """A box whose halves along one parameter were decided separately."""

    axis: int
    low: "Tree[Proof]"
    high: "Tree[Proof]"


Tree = Proven[Proof] | Undecided | Halved[Proof]


@dataclass(frozen=True, slots=True)
class Cover(Generic[Proof]):
    """What became of a box.

    Attributes:
        tree: how the box was halved, and the answer on each part.
        tried: how many boxes were put to the test.
    """

    tree: Tree[Proof]
    tried: int

    def proven(self) -> tuple[Proven[Proof], ...]:
        """Return the parts that were proven, in the order of the parameters."""
        return tuple(leaf for leaf in _leaves(self.tree) if isinstance(leaf, Proven))

    def undecided(self) -> tuple[Box, ...]:
        """Return the parts that stayed without an answer."""
        return tuple(leaf.box for leaf in _leaves(self.tree) if isinstance(leaf, Undecided))


def cover(
    box: Box,
    prove: Callable[[Box], Proof | None],
    axis: Callable[[Box], int],
    *,
    most_boxes: int,
    most_halvings: int = 40,
    progress: Callable[[int], None] = lambda _tried: None,
) -> Cover[Proof]:
    """Put a box to a test and halve it where the test does not succeed, until the budget is spent.

    >>> from fractions import Fraction
    >>> found = cover(
    ...     Box(((Fraction(0), Fraction(1)),)),
    ...     lambda part: "narrow" if part.ends[0][1] - part.ends[0][0] <= Fraction(1, 4) else None,
    ...     lambda part: 0,
    ...     most_boxes=100,
    ... )
    >>> len(found.proven()), len(found.undecided()), found.tried
    (4, 0, 7)

    Args:
        box: the parameters.
        prove: returns a proof for every point of a box, or None where the test gives no answer.
        axis: the parameter along which a box is halved.
        most_boxes: how many boxes are put to the test, at least 1.
        most_halvings: how often a part is halved in a row.
        progress: called with the number of boxes tried so far.

    Raises:
        TypeError: if a count is not an int.
        ValueError: if a count is too small.
    """
    whole_number(most_boxes, "the number of boxes", 1)
    whole_number(most_halvings, "the number of halvings", 0)
    tried = 0

    def decide(part: Box, halvings: int) -> Tree[Proof]:
        nonlocal tried
        if tried == most_boxes:
            return Undecided(part)
        tried += 1
        progress(tried)
        proof = prove(part)
        if proof is not None:
            return Proven(part, proof)
        if halvings == most_halvings:
            return Undecided(part)
        along = axis(part)
        low, high = part.halves(along)
        return Halved(along, decide(low, halvings + 1), decide(high, halvings + 1))

    return Cover(decide(box, 0), tried)


def _leaves(tree: Tree[Proof]) -> Iterator[Proven[Proof] | Undecided]:
    if isinstance(tree, Halved):
        yield from _leaves(tree.low)
        yield from _leaves(tree.high)
    else:
        yield tree
