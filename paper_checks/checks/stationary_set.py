"""Checks that gradient descent stays in the singular vector stationary set."""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_mat
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import bases, exactly
from paper_checks.formulas import MatrixFormula
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation
from theory.words import Words

FORMS = ("last_layer", "inner_layer", "first_layer", "target")
"""The formulas of the form of a member."""
SYMMETRIC_PRODUCT = "M W' = W M' for W = W_L ... W_1, as at every member"
STAYS = "after a step, written in the bases from before it, every layer is diagonal"
_LETTERS = theory.stationary_set_identities


def member(statement: Statement) -> theory.stationary_set_identities.Member:
    """Return the form of a member as the statement has it."""
    forms = []
    for name in FORMS:
        formula = statement.formulas[name]
        assert isinstance(formula, MatrixFormula)
        forms.append(formula.words)
    return _LETTERS.Member(*forms)


def closed_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that steps leave bases and diagonals, for every depth, all shapes and every member."""
    return decisions.by_argument(
        theory.stationary_set.closed(member(statement)),
        domain="every depth, layers of any shapes, every target, all orthogonal bases",
    )


Diagonal = tuple[Fraction, ...]


@dataclass(frozen=True)
class MemberCase:
    """A member: its widths from input to output, the diagonals of its inner layers and of the target, bases.

    Attributes:
        widths: d_0, ..., d_L.
        inner: for each layer as many entries as its diagonal has.
        target: the diagonal of S.
        skews: for each width the entries above the diagonal of a skew matrix.
    """

    widths: tuple[int, ...]
    inner: tuple[Diagonal, ...]
    target: Diagonal
    skews: tuple[tuple[int, ...], ...]


def closed_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Make a step from drawn members in rational bases and look at every layer in the old bases."""
    form = member(statement)

    def decide(case: MemberCase) -> sampling.Answer:
        chain = [bases.orthogonal(w, skew) for w, skew in zip(case.widths, case.skews, strict=True)]
        words = _layer_forms(form, len(case.inner))
        letters = [_letters(chain, index) for index in range(len(case.inner))]
        layers = [
            _put(word, at, rectangular(entries, rows, columns))
            for word, at, entries, rows, columns in zip(
                words, letters, case.inner, case.widths[1:], case.widths[:-1], strict=True
            )
        ]
        target = _put(form.target, letters[0], rectangular(case.target, case.widths[-1], case.widths[0]))
        moved = numerics.gd.step(layers, target, "1/3")
        off = max(
            off_diagonal(_without_bases(word, at, layer))
            for word, at, layer in zip(words, letters, moved, strict=True)
        )
        at = {
            "widths": case.widths,
            "diagonals of the inner layers": "; ".join(exactly.spell(entries) for entries in case.inner),
            "diag(S)": exactly.spell(case.target),
            "skew matrices of the bases": case.skews,
        }
        ends = "square" if len(set(case.widths)) == 1 else "rectangular"
        return exactly.answer(off, Fraction(0), asserts=STAYS, at=at, labels=(ends,))

    return sampling.over_depths(
        _members,
        decide,
        statement=f"{statement.slug}/closed",
        request=request,
        domain="rational members in rational bases by Cayley's transform, widths 1 to 3, rectangular ends",
    )


def _layer_forms(form: theory.stationary_set_identities.Member, depth: int) -> list[Words]:
    return [form.first, *[form.inner] * (depth - 2), form.last]


def _letters(chain: list[fmpq_mat], index: int) -> dict[str, fmpq_mat]:
    """Return what the letters for bases stand for in the layer with an index from 0."""
    before, after = chain[index], chain[index + 1]
    return {
        theory.bases.LEFT_BASIS: chain[-1],
        theory.bases.RIGHT_BASIS: chain[0],
        theory.bases.BASIS: before,
        theory.bases.NEXT_BASIS: after,
        _LETTERS.LAST_BASIS: chain[-2],
        _LETTERS.SECOND_BASIS: chain[1],
    }


def _put(word: Words, bases_at: dict[str, fmpq_mat], inner: fmpq_mat) -> fmpq_mat:
    names = (theory.bases.INNER, _LETTERS.LAST_INNER, _LETTERS.FIRST_INNER, theory.bases.INNER_TARGET)
    return exactly.in_matrices(word, {**bases_at, **dict.fromkeys(names, inner)})


def _without_bases(word: Words, bases_at: dict[str, fmpq_mat], layer: fmpq_mat) -> fmpq_mat:
    """Return D from a layer of the form (basis) D (basis)."""
    ((left, _, right),) = word.terms
    before, after = (
        bases_at[letter.name].transpose() if letter.transposed else bases_at[letter.name]
        for letter in (left, right)
    )
    return before.transpose() * layer * after.transpose()


def rectangular(entries: Diagonal, rows: int, columns: int) -> fmpq_mat:
    """Return the matrix of a given shape with given entries on its diagonal."""
    matrix = fmpq_mat(rows, columns)
    for index, entry in enumerate(entries):
        matrix[index, index] = exactly.to_flint(entry)
    return matrix


def multiple(scale: Fraction, rows: int, columns: int) -> fmpq_mat:
    """Return a multiple of the identity, or of the part of it that has a given shape."""
    return rectangular((scale,) * min(rows, columns), rows, columns)


def off_diagonal(matrix: fmpq_mat) -> Fraction:
    """Return the largest absolute value off the diagonal."""
    places = ((i, j) for i in range(matrix.nrows()) for j in range(matrix.ncols()) if i != j)
    return max((abs(exactly.from_flint(matrix[place])) for place in places), default=Fraction(0))


def asymmetry(matrix: fmpq_mat) -> Fraction:
    """Return the largest absolute value of A - A'."""
    return off_diagonal(matrix - matrix.transpose())


def _members(depth: int) -> SearchStrategy[MemberCase]:
    width = st.integers(1, 3)

    def of_widths(ends: tuple[int, int, int]) -> SearchStrategy[MemberCase]:
        outgoing, hidden, incoming = ends
        widths = (incoming, *[hidden] * (depth - 1), outgoing)
        sizes = [min(pair) for pair in zip(widths[1:], widths, strict=False)]
        return st.builds(
            MemberCase,
            st.just(widths),
            st.tuples(*[_diagonal(size) for size in sizes]),
            _diagonal(min(outgoing, incoming)),
            st.tuples(*[skews(w) for w in widths]),
        )

    return st.tuples(width, width, width).flatmap(of_widths)


def _diagonal(size: int) -> SearchStrategy[Diagonal]:
    return st.tuples(*[draws.rationals(1) for _ in range(size)])


def skews(width: int) -> SearchStrategy[tuple[int, ...]]:
    """Draw the entries above the diagonal of a skew matrix."""
    return st.tuples(*[st.integers(-3, 3) for _ in range(width * (width - 1) // 2)])


SCALAR_START, SCALAR_TARGET, SCALAR_RATE = (Fraction(2), Fraction(1)), Fraction(1), Fraction(1)
NONNEGATIVE = "after a step the layers have the bases from before with D >= 0: W_L ... W_1 M' >= 0"


def nonnegative_by_evaluation(_statement: Statement, _request: Request) -> Evidence:
    """Step from a mode of two layers, by the update of one mode in theory's symbols.

    With one mode the bases are signs, and with non-negative D the product U D V' of all layers has the sign
    of M = U S V'.
    """
    s_l, s_k, Q = theory.symbols.s_l, theory.symbols.s_k, theory.symbols.Q
    update = theory.modes.step(s_l, s_k * Q)

    def refute() -> Witness:
        moved = []
        for layer, other in (SCALAR_START, SCALAR_START[::-1]):
            values = {
                "s_l": layer,
                "s_k": other,
                "Q": Fraction(1),
                "sigma": SCALAR_TARGET,
                "eta": SCALAR_RATE,
            }
            moved.append(enclosures.exact(update, values))
        product = moved[0] * moved[1] * SCALAR_TARGET
        at = {"L": 2, "d": 1, "M": SCALAR_TARGET, "layers": exactly.spell(SCALAR_START), "eta": SCALAR_RATE}
        return violation(">=", product, Fraction(0), asserts=NONNEGATIVE, at=at)

    return decisions.by_witness(refute, domain="every member")


def nonnegative_by_matrices(_statement: Statement, _request: Request) -> Evidence:
    """Step from the same layers as 1 x 1 matrices."""

    def refute() -> Witness:
        layers = [exactly.diagonal((entry,)) for entry in SCALAR_START]
        target = exactly.diagonal((SCALAR_TARGET,))
        moved = numerics.gd.end_to_end(numerics.gd.step(layers, target, SCALAR_RATE))
        product = exactly.from_flint((moved * target.transpose())[0, 0])
        at = {"L": 2, "d": 1, "M": SCALAR_TARGET, "layers": exactly.spell(SCALAR_START), "eta": SCALAR_RATE}
        return violation(">=", product, Fraction(0), asserts=NONNEGATIVE, at=at)

    return decisions.by_witness(refute, domain="every member")
