"""Transcriptions of formulas with an index: about two modes i and j, the layers, the width and the rank."""

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
class IndexedFormula(Formula):
    """A formula that may also use sigma_i, sigma_j, l (from 0 to L - 1), d and r.

    Raises:
        ValueError: when used, if the text has an unknown name or is not an arithmetic expression.
    """

    @cached_property
    def expression(self) -> sympy.Basic:
        """The formula as a SymPy object with exact numbers."""
        own = theory.layer_powers.BY_NAME
        # Grammar and shared names are those of every formula; eta stands in for an index name meanwhile.
        names = re.compile(r"\b(" + "|".join(own) + r")\b")
        Formula(names.sub("eta", self.source)).expression  # noqa: B018 - raises for what is not accepted

        import sympy

        return sympy.parse_expr(self.source, local_dict={**theory.symbols.BY_NAME, **own})
