"""The covers of the parameters of two modes agree with enclosed multipliers."""

from fractions import Fraction

import pytest
from flint import arb

import numerics
from numerics import phase_diagram
from numerics._pair_polynomials import halves
from numerics._ratio_boxes import kappa
from numerics.covers import Box
from numerics.phase_diagram import Label


def middle(box: Box, axis: int) -> Fraction:
    return sum(box.ends[axis], Fraction(0)) / 2


def rational(value: arb) -> Fraction:
    return Fraction(int(float(value.mid()) * 10**12), 10**12)


@pytest.mark.parametrize("depth", [2, 3])
def test_boxes_where_one_mode_rests_agree_with_the_multipliers_in_their_middle(depth: int) -> None:
    found = phase_diagram.one_mode(depth, halvings=11)
    seen = set()
    for part in found.proven():
        if part.proof is Label.OUTSIDE:
            continue
        z, w = middle(part.box, 0), middle(part.box, 1)
        rate = rational(kappa(depth, z))
        target = (1 + z ** (depth - 1)) / (1 + z ** (2 * depth - 1)) * w**depth
        _, others = numerics.floquet.pair_multipliers(depth, rate / depth, 1, target, digits=15)
        assert (others[0].size() < 1) is (part.proof is Label.ATTRACTING)
        seen.add(part.proof)
    assert seen == {Label.ATTRACTING, Label.REPELLING}


@pytest.mark.parametrize("in_phase", [True, False])
def test_boxes_where_both_modes_oscillate_repel(in_phase: bool) -> None:
    found = phase_diagram.two_modes(3, in_phase, halvings=20)
    assert found.undecided() == ()
    for part in found.proven()[::20]:
        if part.proof is Label.REPELLING:
            one, other = (rational(kappa(3, middle(part.box, axis))) for axis in (0, 1))
            target = Fraction(int(float(other / one) ** 0.75 * 10**12), 10**12)
            if target < 1:
                _, others = numerics.floquet.pair_multipliers(3, one / 3, 1, target, in_phase, digits=15)
                assert others[0].size() > 1


def test_the_gradient_of_two_layers() -> None:
    sums, differences = halves(2)
    assert sorted(sums[0][0]) == [(1, (0, 0, 0, 1)), (1, (2, 0, 0, 0))]
    assert sorted(differences[0][0]) == [(-1, (0, 0, 0, 1)), (1, (2, 0, 0, 0))]


def test_other_depths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 to 4 layers"):
        phase_diagram.one_mode(5)
