"""Text with LaTeX between dollar signs as HTML with MathML, which a browser typesets without a script."""

import re
from functools import cache

from latex2mathml.converter import convert
from markupsafe import Markup, escape

_FORMULA = re.compile(r"\$([^$]+)\$")


def typeset(text: str) -> Markup:
    r"""Return the text with its formulas as MathML and all else escaped.

    >>> print(typeset(r"a < b if $x_1 = 2$"))  # doctest: +ELLIPSIS
    a &lt; b if <span class="formula"><math ...<msub><mi>x</mi><mn>1</mn></msub>...</math></span>
    """
    parts = _FORMULA.split(text)
    return Markup("").join(_formula(part) if place % 2 else escape(part) for place, part in enumerate(parts))


@cache
def _formula(latex: str) -> Markup:
    # What stands beside the formula in words, for readers that do not see it.
    found = convert(latex).replace("<math ", f'<math alttext="{escape(latex)}" ', 1)
    return Markup(f'<span class="formula">{found}</span>')
