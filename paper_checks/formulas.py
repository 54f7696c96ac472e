"""Formulas as transcribed from the paper: one line of text, from which everything else follows.

The source is SymPy syntax with the names of `theory.symbols`. The expression that checks
evaluate, the LaTeX that readers see and the window that samples are drawn from are all made
from it, so correcting a transcription is one edit.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import theory

if TYPE_CHECKING:
    import sympy

    from theory import words

FUNCTIONS = ("sqrt", "log")


@dataclass(frozen=True)
class Formula:
    """An expression or a relation (``eta < 2/S``), as text in SymPy syntax.

    Raises:
        ValueError: when used, if the text has an unknown name or is not an arithmetic formula.
    """

    source: str

    @cached_property
    def expression(self) -> sympy.Basic:
        """The formula as a SymPy object with exact numbers."""
        import sympy

        tree = _accepted(self.source)
        names = dict(theory.symbols.BY_NAME) | {name: getattr(sympy, name) for name in FUNCTIONS}

        def read(part: ast.expr) -> sympy.Expr:
            return sympy.parse_expr(ast.unparse(part), local_dict=names)

        if isinstance(tree, ast.Compare):
            relation = _RELATIONS[type(tree.ops[0])]
            # Left unevaluated, so that u > 0 stays a relation although u is positive.
            sides = read(tree.left), read(tree.comparators[0])
            return getattr(sympy, relation)(*sides, evaluate=False)
        return read(tree)

    @property
    def plain(self) -> str:
        """The formula as plain text."""
        return self.source.replace("**", "^")

    @property
    def latex(self) -> str:
        """The formula in LaTeX, rendered from the expression that is checked."""
        import sympy

        return sympy.latex(self.expression, ln_notation=True)


@dataclass(frozen=True)
class MatrixFormula(Formula):
    """A polynomial in the matrices of a network: words such as ``W_{l+1}' W_{l+1} - W_l W_l'``.

    Letters are separated by blanks, ``'`` marks the transpose, and ``+`` or ``-`` stands alone between words.
    """

    @cached_property
    def words(self) -> words.Words:
        """The formula as a polynomial in non-commuting matrices."""
        total, sign = theory.words.Words(), 1
        product: words.Words | None = None
        for token in [*self.source.split(), "+"]:
            if token in ("+", "-"):
                if product is not None:
                    total = total + sign * product
                product, sign = None, 1 if token == "+" else -1
                continue
            letter = theory.words.matrix(token.rstrip("'"))
            letter = letter.T if token.endswith("'") else letter
            product = letter if product is None else product @ letter
        return total

    @property
    def plain(self) -> str:
        """The formula as plain text."""
        return self.source

    @property
    def latex(self) -> str:
        """The formula in LaTeX, rendered from the polynomial that is checked."""
        return self.words.latex


_ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Pow,
    ast.USub,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
)


_RELATIONS: dict[type[ast.cmpop], str] = {ast.Lt: "Lt", ast.LtE: "Le", ast.Gt: "Gt", ast.GtE: "Ge"}


def _accepted(source: str) -> ast.expr:
    """Parse a source and check that it is arithmetic on known names and whole numbers."""
    tree = ast.parse(source, mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, ast.Compare) and len(node.ops) != 1):
            raise ValueError(f"{source!r} is not an arithmetic formula or one relation")
        if isinstance(node, ast.Constant) and type(node.value) is not int:
            raise ValueError(
                f"{source!r} contains {node.value!r}: write numbers as quotients of whole numbers"
            )
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS and node.id not in theory.symbols.BY_NAME:
            raise ValueError(f"{source!r} uses the unknown name {node.id!r}")
    return tree.body
