"""The argument that balancing gaps never grow: it holds, all of it is needed, and changes break it."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
import sympy

from theory import argument as arguments
from theory import modes, window
from theory.argument import Argument, Step
from theory.symbols import L, kappa
from theory.symbols import pi as p
from theory.window import comparison, state
from theory.window.beyond_two_layers import BeyondTwoLayers
from theory.window.lines import Lines
from theory.window.more_layers import MoreLayers
from theory.window.propositions import Fact, GapNeverGrows, Relation
from theory.window.rules import NUMBER
from theory.window.three_layers import ThreeLayers

TWO, THREE, ONE = (sympy.Integer(n) for n in (2, 3, 1))
DEPTHS = (TWO, THREE, L)
WHOLE = window.non_increasing()
STEPS = {step.label: step for step in WHOLE.steps}
FACTS = [step for step in WHOLE.steps if isinstance(step.claim, Fact)]


def justified(step: Step, *without: int) -> bool:
    """Say whether a step's rule accepts it, with some of its premises withheld."""
    premises = [STEPS[label].claim for index, label in enumerate(step.uses) if index not in without]
    return arguments._justified(replace(step), premises)


def test_the_theorem_holds_for_every_depth() -> None:
    outcome = WHOLE.check()
    assert outcome.holds, outcome.failure
    assert WHOLE.shows == GapNeverGrows(TWO, 2 * sympy.sqrt(2), window.ALPHA_BOUND)


@pytest.mark.parametrize("depth", DEPTHS, ids=str)
def test_the_theorem_holds_at_one_depth(depth: sympy.Expr) -> None:
    assert window.at_depth(depth).check().holds


@pytest.mark.parametrize("depth", [ONE, sympy.Integer(4), kappa])
def test_other_depths_are_refused(depth: sympy.Expr) -> None:
    with pytest.raises(ValueError, match="the depth has to be"):
        window.at_depth(depth)


def test_every_step_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    # Even if every remaining step were justified, the list would not be an argument.
    monkeypatch.setattr(arguments, "_justified", lambda step, premises: True)
    assert WHOLE.check().holds
    for index, step in enumerate(WHOLE.steps):
        rest = (*WHOLE.steps[:index], *WHOLE.steps[index + 1 :])
        assert not Argument(WHOLE.shows, rest).check().holds, step.label


@pytest.mark.parametrize("step", [s for s in WHOLE.steps if s.uses], ids=lambda step: step.label)
def test_every_premise_is_needed(step: Step) -> None:
    assert justified(step)
    for index in range(len(step.uses)):
        assert not justified(step, index), step.uses[index]


def altered() -> list[tuple[str, Step]]:
    """Return facts with a larger claim or with their converse.

    Of each rule the first fact is altered both ways, and of three further ones two in one way each.
    """
    found = []
    seen: Counter[str] = Counter()
    for step in FACTS:
        relation = step.claim.relation
        claims = {}
        if step.rule != NUMBER or relation.left == relation.right:  # else there may be room
            right = relation.right + sympy.Rational(1, 1000)
            claims["larger"] = Relation(relation.left, right, relation.strict)
        if relation.left != relation.right:  # an equality is its own converse
            claims["converse"] = Relation(relation.right, relation.left)
        number = seen[step.rule.name]
        seen[step.rule.name] += 1
        names = [name for turn, name in enumerate(claims) if number == 0 or number % 3 == turn]
        for name in names:
            claim = Fact(step.claim.setting, claims[name])
            found.append((f"{step.label}, {name}", replace(step, claim=claim)))
    return found


@pytest.mark.parametrize("step", [pytest.param(step, id=label) for label, step in altered()])
def test_an_altered_claim_is_not_justified(step: Step) -> None:
    assert not justified(step)


@pytest.mark.parametrize(
    "changed",
    [
        {"window_to": THREE},
        {"window_to": sympy.Rational(283, 100)},
        {"window_to": sympy.pi},
        {"window_from": ONE},
        {"window_from": sympy.Rational(199, 100)},
        {"alpha_bound": 100 * window.ALPHA_BOUND},
        {"alpha_bound": 2 * window.ALPHA_BOUND},
        {"alpha_bound": sympy.sqrt(window.ALPHA_BOUND)},
        {"alpha_bound": window.ALPHA_BOUND * L**2},
        {"alpha_bound": window.ALPHA_BOUND * 2 ** ((2 * L - 3) / L)},
        {"alpha_bound": window.ALPHA_BOUND.subs(kappa, kappa / 2)},
        {"alpha_bound": -sympy.log(kappa) / (L**2 * 2 ** ((2 * L - 3) / L))},
        {"alpha_bound": ONE},
        {"alpha_bound": 1 / (L**2 * 2 ** ((2 * L - 3) / L))},
        {"alpha_bound": window.ALPHA_BOUND + p},
    ],
    ids=str,
)
def test_a_changed_transcription_is_not_established(changed: dict[str, sympy.Expr]) -> None:
    assert not window.non_increasing(**changed).check().holds


@pytest.mark.parametrize(
    "changed",
    [
        {
            "window_from": sympy.Rational(9, 4),
            "window_to": sympy.sqrt(7),
            "alpha_bound": sympy.log(2 * sympy.sqrt(2) / kappa) / (L**2 * 2 ** (2 - 3 / L)),
        },
        {
            "window_from": sympy.sqrt(5),
            "window_to": sympy.Rational(5, 2),
            "alpha_bound": window.ALPHA_BOUND / 10,
        },
    ],
    ids=str,
)
def test_a_weaker_transcription_holds_too(changed: dict[str, sympy.Expr]) -> None:
    outcome = window.non_increasing(**changed).check()
    assert outcome.holds, outcome.failure


@pytest.mark.parametrize(
    ("lines", "name", "value", "depths"),
    [
        (Lines, "largest_rate", sympy.Rational(14, 5), DEPTHS),
        (Lines, "largest_rate", sympy.Rational(16, 5), DEPTHS),
        (BeyondTwoLayers, "scaled_gap", sympy.Rational(2, 5), (THREE, L)),
        (BeyondTwoLayers, "log_value", sympy.Rational(7, 20), (THREE, L)),
        (ThreeLayers, "cap", sympy.Rational(6, 5), (THREE,)),
        (ThreeLayers, "cap", sympy.Rational(13, 10), (THREE,)),
        (MoreLayers, "cap", sympy.Rational(13, 10), (L,)),
        (MoreLayers, "cap", sympy.Rational(3, 2), (L,)),
    ],
)
def test_a_changed_constant_breaks_what_rests_on_it(
    lines: type[Lines],
    name: str,
    value: sympy.Expr,
    depths: tuple[sympy.Expr, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, name, value)
    for depth in depths:
        assert not window.at_depth(depth).check().holds, depth
    for depth in set(DEPTHS) - set(depths):
        assert all(step.claim == STEPS[step.label].claim for step in window.at_depth(depth).steps), depth


@pytest.mark.parametrize("depth", DEPTHS, ids=str)
def test_another_update_rule_breaks_it(depth: sympy.Expr, monkeypatch: pytest.MonkeyPatch) -> None:
    gradient = modes.gradient
    s = state.shared_value(depth)

    def forget() -> None:
        """Compare formulas from now on without what was remembered, for this test alone."""
        monkeypatch.setattr(comparison, "definitions", cache(state.definitions.__wrapped__))
        monkeypatch.setattr(comparison, "_identical", cache(identical))

    identical = comparison._identical.__wrapped__
    forget()
    assert comparison.same(state.s_next, s - state.a * state.t, depth)
    forget()
    monkeypatch.setattr(modes, "gradient", lambda layer, others: 2 * gradient(layer, others))
    assert not comparison.same(state.s_next, s - state.a * state.t, depth)
    assert not all(justified(step) for step in reversed(window.at_depth(depth).steps))


def test_the_conclusion_is_printed_from_the_formulas() -> None:
    shows = window.non_increasing(window_to=sympy.Integer(3)).shows
    assert "2 < kappa < 3" in shows.text
    assert r"2 < \kappa < 3" in shows.latex
    assert "every depth L >= 2" in shows.text
    assert "L = 3" in window.at_depth(THREE).shows.text
    for step in WHOLE.steps:
        assert step.claim.text
        assert step.claim.latex
