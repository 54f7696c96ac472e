"""What a prediction is asked about: a target, a depth, a learning rate and a start; judged beforehand.

All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

import flint

from numerics._stacks import Floats
from numerics.exact import Exact, rational
from paper_checks.errors import UnusableInputError
from paper_checks.predict import targets
from paper_checks.predict.starts import Basis, Init
from paper_checks.predict.targets import Rows
from paper_checks.request import MOST_DEPTH, MOST_DIGITS

LEAST_DIGITS = 5

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked about.

    Attributes:
        depth: the number of layers L.
        rows: of the target.
        eta: the learning rate; or none, where instead there is
        kappa: the normalised learning rate eta S_1 of the largest singular value.
        width: of the hidden layers, if it is asked for.
        digits: decimal digits to aim for.
        init: how the layers start.
        alpha: their scale, if it is asked for.
        basis: in which bases the target stands.
        layers: W_1, ..., W_L, if they are given.
        seed: of random layers and generic bases.
    """

    depth: int
    rows: Rows
    eta: flint.fmpq | None
    kappa: flint.fmpq | None
    width: int | None
    digits: int
    init: Init
    alpha: Fraction | None
    basis: Basis
    layers: tuple[Floats, ...]
    seed: int


def ask(
    *,
    depth: int,
    singular_values: Sequence[str] | None = None,
    target: Sequence[Sequence[Exact]] | None = None,
    eta: Exact | None = None,
    kappa: Exact | None = None,
    width: int | None = None,
    digits: int = 30,
    init: str = Init.UNBALANCED,
    alpha: Exact | None = None,
    basis: str | None = None,
    layers: Sequence[Floats] = (),
    seed: int = 0,
) -> Question:
    """Judge the input, and return it as a question.

    Args:
        depth: the number of layers L, 2 to 64.
        singular_values: of a square target, as decimals or ratios; or else
        target: its rows of exact numbers, such as `paper_checks.predict.targets.read` returns.
        eta: the learning rate; or else
        kappa: the normalised learning rate eta S_1 of the largest singular value.
        width: of the hidden layers, at least the rank; the larger side of the target by default.
        digits: decimal digits to aim for, from 5 on.
        init: "unbalanced", "balanced" or "random"; or "given" for `layers`.
        alpha: the scale of the start; by default sigma_1^(1/L)/10 for random layers, else sigma_1^(1/L)/4 or,
            for deep networks, more.
        basis: "diagonal" or "generic" puts the singular values into such bases; by default singular values
            are put on the diagonal, and a target stays as it is.
        layers: W_1, ..., W_L to start from.
        seed: of random layers and generic bases.

    Raises:
        UnusableInputError: if the input cannot be used as given.
    """
    if not 2 <= depth <= MOST_DEPTH:
        raise UnusableInputError(f"a depth of {depth} is out of range: ask for 2 to {MOST_DEPTH}")
    if not LEAST_DIGITS <= digits <= MOST_DIGITS:
        raise UnusableInputError(f"{digits} digits are out of range: ask for {LEAST_DIGITS} to {MOST_DIGITS}")
    if seed < 0:
        raise UnusableInputError(f"the seed {seed} is negative: give a whole number from 0 on")
    rows = _rows(singular_values, target)
    rate, normalised = _positive(eta, "learning rate"), _positive(kappa, "normalised learning rate")
    if (rate is None) == (normalised is None):
        raise UnusableInputError("give the learning rate either as eta or as kappa")
    how = _one_of(Init, init, "initialisation")
    if (how is Init.GIVEN) != bool(layers):
        raise UnusableInputError("give layers together with the initialisation 'given', or neither")
    scale = _positive(alpha, "scale alpha")
    if how is Init.GIVEN and scale is not None:
        raise UnusableInputError("layers that are given have no scale alpha")
    default = Basis.GIVEN if singular_values is None else Basis.DIAGONAL
    return Question(
        depth=depth,
        rows=rows,
        eta=rate,
        kappa=normalised,
        width=width,
        digits=digits,
        init=how,
        alpha=None if scale is None else _fraction(scale),
        basis=default if basis is None else _one_of(Basis, basis, "basis"),
        layers=tuple(layers),
        seed=seed,
    )


def _rows(singular_values: Sequence[str] | None, target: Sequence[Sequence[Exact]] | None) -> Rows:
    if (singular_values is None) == (target is None):
        raise UnusableInputError("give either singular values or a target")
    if singular_values is not None:
        return targets.from_numbers(singular_values)
    try:
        rows = tuple(tuple(_fraction(rational(entry)) for entry in row) for row in target or ())
    except (TypeError, ValueError) as error:
        raise UnusableInputError(f"cannot use the target: {error}") from None
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise UnusableInputError("cannot use the target: give rows of one length, with an entry at least")
    return rows


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


def _one_of(kinds: type[Kind], value: str, name: str) -> Kind:
    try:
        return kinds(value)
    except ValueError:
        known = ", ".join(kind.value for kind in kinds)
        raise UnusableInputError(f"there is no {name} {value!r}: choose one of {known}") from None


def _fraction(number: flint.fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))
