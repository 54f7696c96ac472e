from flint import arb, fmpq

from numerics._roots import certain_sign, isolate
from numerics.balls import relative_digits, working_bits
from numerics.duals import Dual, constant


def _minus(x: Dual[arb], value: fmpq) -> Dual[arb]:
    return x - constant(arb(value))


def test_a_square_root_is_isolated_to_the_working_precision() -> None:
    with working_bits(400):
        root = isolate(lambda x: _minus(x * x, fmpq(2)), fmpq(0), fmpq(100))
        assert root is not None
        assert root.overlaps(arb(2).sqrt())
        assert relative_digits(root) >= 115


def test_a_root_that_a_split_hits_is_found() -> None:
    root = isolate(lambda x: _minus(x * x * x * x * x, fmpq(1, 32)), fmpq(0), fmpq(1))
    assert root is not None
    assert root.contains(fmpq(1, 2))


def test_no_certain_sign_change_is_no_root() -> None:
    assert isolate(lambda x: _minus(x * x, fmpq(2)), fmpq(2), fmpq(3)) is None
    assert isolate(lambda x: _minus(x * x, fmpq(4)), fmpq(2), fmpq(3)) is None


def test_a_multiple_root_is_not_claimed() -> None:
    assert isolate(lambda x: x * x * x, fmpq(-1), fmpq(2)) is None
    assert isolate(lambda x: (y := _minus(x, fmpq(1, 3))) * y * y, fmpq(0), fmpq(1)) is None


def test_signs_are_certain_or_zero() -> None:
    def function(x: Dual[arb]) -> Dual[arb]:
        return _minus(x, fmpq(1, 3))

    assert [certain_sign(function, point) for point in (fmpq(0), fmpq(1, 3), fmpq(1))] == [-1, 0, 1]
    assert certain_sign(lambda x: constant(arb.nan()), fmpq(0)) == 0
