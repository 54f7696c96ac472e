"""Write the lines of an argument one after the other: what the arguments at all depths share."""

from abc import ABC, abstractmethod
from typing import ClassVar

import sympy

from theory.argument import Argument, Rule, Step
from theory.propositions import Inequality
from theory.symbols import L, kappa
from theory.symbols import pi as p
from theory.window.analytic_rules import LOGARITHM
from theory.window.descent_rules import GAP_FACTOR, INDUCTION, TRAJECTORY
from theory.window.propositions import Fact, GapNeverGrows, GapShrinks, Invariant, Relation, Setting
from theory.window.rules import HYPOTHESIS, NUMBER, weighted
from theory.window.state import a, shared_value

_zero = sympy.Integer(0)
_one = sympy.Integer(1)
_two = sympy.Integer(2)

BEFORE = Relation(_one, p)
"""The case in which the values grow."""
AFTER = Relation(p, _one)
"""The case in which they shrink."""
BELOW_TWO = Relation(_two, a**2, strict=True)
"""What all of an argument is for."""

Use = str | Relation
"""What a line rests on: the label of an earlier one, or a hypothesis."""


class Lines(ABC):
    """The lines of the argument at one depth, in the order in which they are written.

    Attributes:
        largest_rate: a number above 2 sqrt(2), with room to spare, that stands in for kappa.
        state: the setting of the region.
        before: the setting of the region where pi <= 1.
        after: the setting of the region where pi >= 1.
        parameters: the setting of the parameters alone.
        s: the symbol of the shared value.
    """

    largest_rate: ClassVar[sympy.Expr] = sympy.Rational(17, 6)

    def __init__(self, claim: GapNeverGrows, region: tuple[Relation, ...]) -> None:
        assert claim.depth is not None
        self.claim, self.depth = claim, claim.depth
        self.name = "L >= 4" if self.depth == L else f"L = {self.depth}"
        self.state = Setting(self.name, self.depth, claim.parameters(self.depth), region)
        self.before = self.state.assume("pi <= 1", BEFORE)
        self.after = self.state.assume("pi >= 1", AFTER)
        self.parameters = self.state.without_state
        *_, self.from_relation, self.to_relation, self.alpha_relation = self.parameters.parameters
        self.s = shared_value(self.depth)
        self.lines: dict[str, Step] = {}

    @abstractmethod
    def argument(self) -> Argument:
        """Return the argument."""

    def general(self, label: str, inequality: Inequality) -> None:
        """Write an inequality of real numbers that decides itself."""
        self._write(Step(self._full(label), inequality))

    def fact(
        self,
        label: str,
        setting: Setting,
        relation: Relation,
        rule: Rule,
        *uses: Use,
    ) -> None:
        """Write a fact; hypotheses among its premises are written as they are needed."""
        labels = tuple(self._label(use, setting) for use in uses)
        self._write(Step(self._full(label), Fact(setting, relation), rule, labels))

    def finish(self) -> Argument:
        """Write the induction and the conclusion, from the lines 'start …', 'next …' and 'below 2'."""
        kept = [label for label in self.lines if label.startswith((self._full("start"), self._full("next")))]
        invariant, shrinks = Invariant(self.state), GapShrinks(self.state)
        self._write(Step(self._full("region"), invariant, INDUCTION, tuple(kept)))
        below = (self._full("below 2"),)
        self._write(Step(self._full("one step"), shrinks, GAP_FACTOR, below))
        ends = (self._full("region"), self._full("one step"))
        self._write(Step(self.name, self.claim, TRAJECTORY, ends))
        return Argument(self.claim, tuple(self.lines.values()))

    def _full(self, label: str) -> str:
        return f"{self.name}: {label}"

    def _label(self, use: Use, setting: Setting) -> str:
        if isinstance(use, str):
            return self._full(use)
        home = next(h for h in (self.parameters, self.state, setting) if use in h.hypotheses)
        label = self._full(f"given {use.text}")
        if label not in self.lines:
            self._write(Step(label, Fact(home, use), HYPOTHESIS))
        return label

    def _write(self, step: Step) -> None:
        if step.label in self.lines:
            raise ValueError(f"two lines are called {step.label}")
        self.lines[step.label] = step

    def logarithm(self) -> tuple[sympy.Expr, sympy.Expr]:
        """Write what bounds kappa and the logarithm in the bound on alpha^4.

        Returns:
            The argument of the logarithm, and the factor L^2 alpha_bound / logarithm.
        """
        here, claim = self.parameters, self.claim
        bound = self.alpha_relation.left
        found = sorted(bound.atoms(sympy.log), key=str)
        # Without a logarithm a line below is not justified, and the argument does not hold.
        x = found[0].args[0] if found else 2 * sympy.sqrt(2) / kappa
        top = sympy.cancel(x * kappa)
        self.fact("from", here, Relation(claim.window_from, _two), NUMBER)
        self.fact("to", here, Relation(self.largest_rate, claim.window_to), NUMBER)
        self.fact("top", here, Relation(self.largest_rate, top), NUMBER)
        self.fact("top above", here, Relation(top, claim.window_to), NUMBER)
        chain = weighted(_one, _one)
        self.fact("rate above 2", here, Relation(kappa, _two), chain, self.from_relation, "from")
        self.fact("rate below", here, Relation(self.largest_rate, kappa), chain, self.to_relation, "to")
        above_one = weighted(1 / kappa, 1 / kappa)
        self.fact("x above 1", here, Relation(x, _one), above_one, "top above", self.to_relation)
        below = weighted(1 / kappa, self.largest_rate / (2 * kappa))
        self.fact("x below", here, Relation(self.largest_rate / 2, x), below, "top", "rate above 2")
        relation = Relation((x - 1 / x) / 2, sympy.log(x))
        self.fact("logarithm", here, relation, LOGARITHM, "x above 1")
        return x, self.depth**2 * bound / sympy.log(x)

    def shrinking(self) -> None:
        """Write that a is not negative after pi = 1."""
        factor = kappa / self.depth * self.s ** (self.depth - 2)
        self.fact("a >= 0", self.after, Relation(a, _zero), weighted(factor), AFTER)

    def growing(self) -> None:
        """Write that a is not positive before pi = 1."""
        factor = kappa / self.depth * self.s ** (self.depth - 2)
        self.fact("a <= 0", self.before, Relation(_zero, a), weighted(factor), BEFORE)
