"""Where gradient descent starts: the paper's initialisations, random and given layers, in bases of a target.

All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import numpy as np

from numerics._stacks import Floats
from numerics.float_runs import Bases
from paper_checks.errors import UnusableInputError
from paper_checks.predict.targets import Rows as Rows


class Init(StrEnum):
    """How the layers start."""

    UNBALANCED = "unbalanced"
    """W_L = 0, and the others alpha I."""
    BALANCED = "balanced"
    """All layers alpha I."""
    RANDOM = "random"
    """Independent normal entries of standard deviation alpha."""
    GIVEN = "given"
    """From a file."""


class Basis(StrEnum):
    """In which bases of singular vectors the target stands."""

    DIAGONAL = "diagonal"
    """Unit vectors."""
    GENERIC = "generic"
    """Random orthogonal ones, other on the left than on the right."""
    GIVEN = "given"
    """The target as it is."""


class OnSet(StrEnum):
    """Whether a start is on the singular vector stationary set."""

    EXACTLY = "exactly"
    """In float64 too, where zeros stay zeros."""
    IN_EXACT_ARITHMETIC = "in exact arithmetic"
    """Round-off leads off it."""
    NO = "no"


@dataclass(frozen=True, eq=False)
class Start:
    """A start of gradient descent, and the target.

    Attributes:
        init: how the layers start.
        alpha: their scale; none for given layers.
        seed: of random layers and bases.
        basis: of the target.
        on_set: whether it is on the singular vector stationary set.
        layers: W_1, ..., W_L.
        target: M.
        bases: singular vectors of M, those of the largest singular value first, of positive ones alone.
    """

    init: Init
    alpha: Fraction | None
    seed: int
    basis: Basis
    on_set: OnSet
    layers: tuple[Floats, ...]
    target: Floats
    bases: Bases


_LEAVES = "rank-p-orbit/leaves-the-set"
CLAIMS = {
    (Init.UNBALANCED, OnSet.EXACTLY): ("svs-invariance/unbalanced-init", "svs-invariance/closed-under-gd"),
    (Init.UNBALANCED, OnSet.IN_EXACT_ARITHMETIC): (
        "svs-invariance/unbalanced-init",
        "rank-p-orbit/leaves-the-set",
    ),
    (Init.UNBALANCED, OnSet.NO): ("svs-invariance/unbalanced-init-narrow",),
    (Init.BALANCED, OnSet.EXACTLY): ("svs-invariance/balanced-init", "svs-invariance/closed-under-gd"),
    (Init.BALANCED, OnSet.IN_EXACT_ARITHMETIC): (
        "svs-invariance/balanced-init",
        "rank-p-orbit/leaves-the-set",
    ),
    (Init.BALANCED, OnSet.NO): ("svs-invariance/balanced-init-every-target",),
}
"""The claims on whether a start is on the set."""


def start(
    rows: Rows,
    depth: int,
    hidden: int,
    rank: int,
    init: Init,
    alpha: Fraction | None,
    basis: Basis,
    seed: int,
    given: Sequence[Floats] = (),
) -> Start:
    """Return a start.

    Args:
        rows: of the target as it was given.
        depth: the number of layers.
        hidden: the width of the hidden layers.
        rank: of the target.
        init: how the layers start.
        alpha: their scale; none for given layers.
        basis: of the target; a target that is not as it was given has its singular values in other bases.
        seed: of random layers and bases.
        given: the layers, where they are.

    Raises:
        UnusableInputError: if given layers do not fit.
    """
    generator = np.random.default_rng(seed)
    target, bases = _in_basis(rows, rank, basis, generator)
    widths = [target.shape[1], *[hidden] * (depth - 1), target.shape[0]]
    shapes = list(zip(widths[1:], widths, strict=False))
    if init is Init.GIVEN:
        layers = tuple(given)
        _must_fit(layers, shapes)
    else:
        scale = float(alpha or 0)
        layers = tuple(
            generator.standard_normal(shape) * scale if init is Init.RANDOM else np.eye(*shape) * scale
            for shape in shapes
        )
        if init is Init.UNBALANCED:
            layers = (*layers[:-1], np.zeros(shapes[-1]))
    return Start(init, alpha, seed, basis, _on_set(init, layers, target), layers, target, bases)


def read_layers(path: Path) -> tuple[Floats, ...]:
    """Read layers W_1, ..., W_L from a `.npz` file, by the numbers in its names, or a `.npy` file, (L, d, d).

    Raises:
        UnusableInputError: if the file cannot be read, or holds anything but finite matrices.
    """
    try:
        found = np.load(path, allow_pickle=False)
        named = path.suffix == ".npz"
        arrays = [found[name] for name in sorted(found, key=_number)] if named else list(found)
        layers = tuple(np.array(array, dtype=np.float64) for array in arrays)
    except (OSError, ValueError, TypeError, EOFError) as error:
        raise UnusableInputError(f"cannot read layers from {path}: {error}") from None
    if not layers or any(layer.ndim != 2 or not np.isfinite(layer).all() for layer in layers):
        raise UnusableInputError(f"cannot use the layers in {path}: each is a matrix of finite numbers")
    return layers


def _number(name: str) -> tuple[int, str]:
    digits = "".join(character for character in name if character.isdigit())
    return int(digits or 0), name


def _in_basis(rows: Rows, rank: int, basis: Basis, generator: np.random.Generator) -> tuple[Floats, Bases]:
    given = np.array([[float(entry) for entry in row] for row in rows])
    left, values, right = np.linalg.svd(given)
    if basis is Basis.GENERIC:
        left, right = (np.linalg.qr(generator.standard_normal(one.shape))[0] for one in (left, right))
    elif basis is Basis.DIAGONAL:
        left, right = np.eye(len(left)), np.eye(len(right))
    elif _is_diagonal(given):
        # The decomposition may turn equal singular values; unit vectors are singular vectors, too.
        entries = np.diag(given)
        order = np.argsort(-np.abs(entries), kind="stable")
        signs = np.where(entries[order] < 0, -1.0, 1.0)
        left, right = np.eye(len(left))[:, order] * signs, np.eye(len(right))[order]
        return given, Bases(left[:, :rank], right[:rank].T)
    else:
        return given, Bases(left[:, :rank], right[:rank].T)
    short = len(values)
    return (left[:, :short] * values) @ right[:short], Bases(left[:, :rank], right[:rank].T)


def _is_diagonal(matrix: Floats) -> bool:
    off = matrix.copy()
    np.fill_diagonal(off, 0)
    return not off.any()


def _on_set(init: Init, layers: Sequence[Floats], target: Floats) -> OnSet:
    if init in (Init.RANDOM, Init.GIVEN):
        return OnSet.EXACTLY if all(map(_is_diagonal, (*layers, target))) else OnSet.NO
    signs = np.diag(target) if _is_diagonal(target) else None
    if init is Init.UNBALANCED:
        if signs is not None:
            return OnSet.EXACTLY
        # With as many hidden units as inputs, W_1 keeps angles between right singular vectors.
        return OnSet.IN_EXACT_ARITHMETIC if len(layers[0]) >= target.shape[1] else OnSet.NO
    if signs is not None and (signs >= 0).all():
        return OnSet.EXACTLY
    square = target.shape[0] == target.shape[1] <= len(layers[0])
    if square and np.array_equal(target, target.T) and np.linalg.eigvalsh(target)[0] >= 0:
        return OnSet.IN_EXACT_ARITHMETIC
    return OnSet.NO


def _must_fit(layers: Sequence[Floats], shapes: Sequence[tuple[int, int]]) -> None:
    found = [layer.shape for layer in layers]
    if found != shapes:
        raise UnusableInputError(
            f"the given layers have the shapes {_listed(found)}, but this target, depth and width need "
            f"{_listed(shapes)}"
        )


def _listed(shapes: Sequence[tuple[int, ...]]) -> str:
    return ", ".join(" x ".join(map(str, shape)) for shape in shapes)
