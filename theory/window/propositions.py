r"""Statements about the state of a mode under hypotheses.

A `Setting` fixes a depth, hypotheses on the parameters kappa and alpha, and a *region*: hypotheses
on the state (s, t), the values of layers 1 … L-1 and of layer L. A `Fact` is an inequality that
holds in a setting. The singular value of the target is 1; rescaling makes it so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sympy

from theory.symbols import L, alpha, kappa


@dataclass(frozen=True)
class Relation:
    """``left >= right``, or ``left > right`` where strict."""

    left: sympy.Expr
    right: sympy.Expr
    strict: bool = False

    @property
    def text(self) -> str:
        return f"{self.left} {'>' if self.strict else '>='} {self.right}"

    @property
    def latex(self) -> str:
        sign_between = ">" if self.strict else r"\ge"
        return f"{sympy.latex(self.left)} {sign_between} {sympy.latex(self.right)}"

    @property
    def difference(self) -> sympy.Expr:
        """Left minus right."""
        return self.left - self.right

    def substitute(self, values: Mapping[sympy.Symbol, sympy.Expr]) -> "Relation":
        """Return the relation with symbols replaced, all at once."""
        left, right = (side.subs(dict(values), simultaneous=True) for side in (self.left, self.right))
        return Relation(left, right, self.strict)


@dataclass(frozen=True)
class Setting:
    """What a fact presupposes.

    Attributes:
        name: how it is called in print.
        depth: 2, 3, or the symbol L.
        parameters: hypotheses on kappa, alpha and L.
        region: hypotheses on the state (s, t), kept by gradient descent if the argument succeeds.
        case: further hypotheses on the state, in a distinction of cases.
    """

    name: str
    depth: sympy.Expr
    parameters: tuple[Relation, ...]
    region: tuple[Relation, ...] = ()
    case: tuple[Relation, ...] = ()

    @property
    def hypotheses(self) -> tuple[Relation, ...]:
        """All hypotheses."""
        return (*self.parameters, *self.region, *self.case)

    @property
    def without_state(self) -> "Setting":
        """The setting of the parameters alone."""
        return replace(self, region=(), case=())

    def assume(self, name: str, relation: Relation) -> "Setting":
        """Return the setting with one hypothesis more."""
        return replace(self, name=f"{self.name}, {name}", case=(*self.case, relation))

    def contains(self, other: "Setting") -> bool:
        """Say whether every hypothesis of another setting is one of this setting."""
        return self.depth == other.depth and set(other.hypotheses) <= set(self.hypotheses)


@dataclass(frozen=True)
class Fact:
    """A relation holds wherever the hypotheses of a setting do."""

    setting: Setting
    relation: Relation

    @property
    def text(self) -> str:
        return f"{self.setting.name}: {self.relation.text}"

    @property
    def latex(self) -> str:
        return rf"\text{{{self.setting.name}:}}\quad {self.relation.latex}"


@dataclass(frozen=True)
class Invariant:
    """Gradient descent from (alpha, …, alpha, 0) satisfies the region of a setting at every step."""

    setting: Setting

    @property
    def text(self) -> str:
        region = ", ".join(relation.text for relation in self.setting.region)
        return f"{self.setting.name}: from (alpha, ..., alpha, 0) every iterate has {region}"

    @property
    def latex(self) -> str:
        region = r",\ ".join(relation.latex for relation in self.setting.region)
        return rf"\text{{{self.setting.name}, every iterate:}}\quad {region}"


@dataclass(frozen=True)
class GapShrinks:
    """One step from a state of a setting does not increase |s^2 - t^2|, and rarely keeps it."""

    setting: Setting

    @property
    def text(self) -> str:
        return f"{self.setting.name}: |b_+| <= |b| with b = s^2 - t^2, and equality only for b = 0 or pi = 1"

    @property
    def latex(self) -> str:
        return rf"\text{{{self.setting.name}:}}\quad |b_+| \le |b|,\ = \text{{ only for }} b (\pi - 1) = 0"


@dataclass(frozen=True)
class GapNeverGrows:
    """From the unbalanced start no gap between two layers grows, at any step.

    Attributes:
        window_from: kappa is larger than this.
        window_to: kappa is smaller than this.
        alpha_bound: alpha^4 is smaller than this; in kappa and L, for sigma = 1.
        depth: 2 or 3; L for every depth from 4 on; None for every depth from 2 on.
    """

    window_from: sympy.Expr
    window_to: sympy.Expr
    alpha_bound: sympy.Expr
    depth: sympy.Expr | None = None

    @property
    def text(self) -> str:
        depths = {None: "every depth L >= 2", L: "every depth L >= 4"}.get(self.depth, f"L = {self.depth}")
        return (
            f"for {depths}, {self.window_from} < kappa < {self.window_to} and 0 < alpha^4 < "
            f"{self.alpha_bound}: from layers (alpha, ..., alpha, 0) no balancing gap b of two layers ever "
            "grows, |b_{n+1}| <= |b_n|, with equality only for b_n = 0 or end-to-end value 1"
        )

    @property
    def latex(self) -> str:
        depths = {None: r"\forall L \ge 2", L: r"\forall L \ge 4"}.get(self.depth, f"L = {self.depth}")
        low, high, bound = (sympy.latex(e) for e in (self.window_from, self.window_to, self.alpha_bound))
        return (
            rf"{depths},\ {low} < \kappa < {high},\ 0 < \alpha^4 < {bound}:\quad "
            r"|b_{n+1}| \le |b_n|,\ = \text{ only for } b_n = 0 \text{ or } \pi_n = 1"
        )

    def parameters(self, depth: sympy.Expr) -> tuple[Relation, ...]:
        """Return the hypotheses on the parameters at one depth; the symbol L means L >= 4."""
        bound = self.alpha_bound.subs(L, depth)
        shallowest = (Relation(L, sympy.Integer(4)),) if depth == L else ()
        return (
            *shallowest,
            Relation(kappa, self.window_from, strict=True),
            Relation(self.window_to, kappa, strict=True),
            Relation(bound, alpha**4, strict=True),
        )
