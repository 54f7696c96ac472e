"""Transcriptions of counts: formulas in numbers of modes, of pairs beyond the edge, and widths."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import theory
from paper_checks.formulas import Formula

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class CountFormula(Formula):
    """A formula in numbers: of modes, of pairs, and of rows and columns.

    These are p, the modes beyond the edge; q, the pairs of such a mode and another axis that are; the
    widths d_in, d and d_out of input, hidden layers and output; and the rank r.

    Raises:
        ValueError: when used, if the text has an unknown name or is not an arithmetic expression.
    """

    @cached_property
    def expression(self) -> sympy.Basic:
        """The formula as a SymPy object with exact numbers."""
        own = {**theory.beyond_edge.NAMES, **theory.hessian_rectangular.NAMES}
        # Grammar and shared names are those of every formula; eta stands in for a count meanwhile.
        names = re.compile(r"\b(" + "|".join(own) + r")\b")
        Formula(names.sub("eta", self.source)).expression  # noqa: B018 - raises for what is not accepted

        import sympy

        return sympy.parse_expr(self.source, local_dict={**theory.symbols.BY_NAME, **own})
