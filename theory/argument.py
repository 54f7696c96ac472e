"""Proofs that are more than one computation: lists of steps, each decided or justified by a rule.

A step either settles itself (an identity, an inequality with its certificate; it uses no other
step) or names a rule and the earlier steps that the rule is applied to. `Argument.check` walks
the list once. The argument holds when every step is justified by steps before it, every step but
the last is used, and the last step says what was to be shown; so a missing step makes it fail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from theory.polynomials import NotDecidableError
from theory.propositions import Proposition


class Rule(Protocol):
    """A named inference whose hypotheses can be checked against its premises."""

    @property
    def name(self) -> str:
        """A short name, unique in the registry."""
        ...

    @property
    def says(self) -> str:
        """The rule in one sentence, with its hypotheses."""
        ...

    def justifies(self, claim: Proposition, premises: Sequence[Proposition]) -> bool:
        """Say whether the premises meet the hypotheses and the claim is what follows."""
        ...


@dataclass(frozen=True)
class Step:
    """One line of an argument.

    Attributes:
        label: how later steps refer to it.
        claim: what it says.
        rule: what justifies it; None where the claim settles itself.
        uses: labels of the steps that the rule is applied to.
    """

    label: str
    claim: Proposition
    rule: Rule | None = None
    uses: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why the step holds, in words."""
        if self.rule is None:
            return "decided in exact arithmetic"
        return f"{self.rule.name} ({', '.join(self.uses)})" if self.uses else self.rule.name


@dataclass(frozen=True)
class Outcome:
    """What checking an argument gave: whether it holds, and the first step that does not."""

    holds: bool
    failure: str = ""


@dataclass(frozen=True)
class Argument:
    """A list of steps that ends in what is to be shown."""

    shows: Proposition
    steps: tuple[Step, ...]

    def check(self) -> Outcome:
        """Check every step in order and return whether the argument establishes `shows`."""
        established: dict[str, Proposition] = {}
        used: set[str] = set()
        for step in self.steps:
            if step.label in established:
                return Outcome(False, f"two steps are labelled {step.label}")
            missing = [label for label in step.uses if label not in established]
            if missing:
                return Outcome(False, f"step {step.label} uses {missing[0]}, which is not established")
            if step.rule is None and step.uses:
                return Outcome(False, f"step {step.label} settles itself and has no use for {step.uses[0]}")
            if not _justified(step, [established[label] for label in step.uses]):
                return Outcome(False, f"step {step.label} is not justified: {step.claim.text}")
            established[step.label] = step.claim
            used.update(step.uses)
        if not self.steps or self.steps[-1].claim != self.shows:
            return Outcome(False, "the last step does not say what was to be shown")
        idle = [step.label for step in self.steps[:-1] if step.label not in used]
        return Outcome(False, f"step {idle[0]} is never used") if idle else Outcome(True)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The names of the rules the argument applies, each once, in order of first use."""
        return tuple(dict.fromkeys(step.rule.name for step in self.steps if step.rule is not None))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules the argument applies, each once by name, in order of first use."""
        by_name = {step.rule.name: step.rule for step in reversed(self.steps) if step.rule is not None}
        return tuple(by_name[name] for name in self.rests_on)

    @property
    def text(self) -> str:
        """The argument step by step in plain text, and the rules it applies."""
        lines = [f"[{step.label}] {step.claim.text}\n    {step.reason}" for step in self.steps]
        return "\n".join([*lines, *(f"rule {rule.name}: {rule.says}" for rule in self.rules)])

    @property
    def latex(self) -> str:
        """The argument step by step as LaTeX lists, with the rules it applies."""
        steps = [
            rf"\item[({step.label})] \( {step.claim.latex} \) \hfill ({_in_words(step.reason)})"
            for step in self.steps
        ]
        rules = [rf"\item[{rule.name}] {_in_words(rule.says)}" for rule in self.rules]
        lists = [steps, rules] if rules else [steps]
        return "\n".join(
            line for items in lists for line in (r"\begin{description}", *items, r"\end{description}")
        )


def _in_words(text: str) -> str:
    """Put plain text into LaTeX, where a few characters mean something else."""
    special = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"} | {c: rf"\{c}" for c in "_%&#${}"}
    return "".join(special.get(character, character) for character in text)


def _justified(step: Step, premises: list[Proposition]) -> bool:
    try:
        if step.rule is not None:
            return step.rule.justifies(step.claim, premises)
        decide = getattr(step.claim, "decide", None)
        return decide is not None and bool(decide())
    except NotDecidableError:
        return False
