"""What the tests of arguments share: the same argument with one thing wrong."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
import sympy

from theory.argument import Argument, Step
from theory.polynomials import NotDecidableError
from theory.rules import NamedRule

GIVEN = NamedRule(
    "given", "Taken for granted: the step is checked elsewhere.", lambda _claim, _premises: True
)


def _holds(argument: Argument) -> bool:
    try:
        return argument.check().holds
    except NotDecidableError:
        return False


def _changed(value: Any) -> Iterator[Any]:
    """Yield a value with one of its numbers replaced by the next larger one, for each number.

    A certificate is no part of a claim: another one may do as well.
    """
    if isinstance(value, sympy.Rational):
        yield value + 1
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            for other in _changed(item):
                yield (*value[:index], other, *value[index + 1 :])
    elif isinstance(value, sympy.Basic):
        for args in _changed(value.args):
            yield value.func(*args)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in (field for field in fields(value) if field.compare):
            for other in _changed(getattr(value, field.name)):
                yield replace(value, **{field.name: other})


def _only(argument: Argument, checked: set[str]) -> Argument:
    """Return the argument with all steps taken for granted but some."""
    steps = (step if step.label in checked else replace(step, rule=GIVEN) for step in argument.steps)
    return replace(argument, steps=tuple(steps))


def _users(argument: Argument, label: str) -> set[str]:
    return {step.label for step in argument.steps if label in step.uses}


def _one_thing_wrong(argument: Argument) -> Iterator[tuple[str, Argument]]:
    """Yield the argument with a step left out, a premise left out, or a number changed, and what was done.

    What the change does not touch is taken for granted, so only the damage itself can be what is noticed.
    """
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        yield f"without {step.label}", replace(argument, steps=rest)
        users = _users(argument, step.label)
        unused = tuple(replace(s, uses=tuple(u for u in s.uses if u != step.label)) for s in rest)
        yield f"without {step.label} and its uses", _only(replace(argument, steps=unused), users)
        for claim in _changed(step.claim):
            steps = (*argument.steps[:index], replace(step, claim=claim), *argument.steps[index + 1 :])
            is_last = index == len(argument.steps) - 1
            if is_last and getattr(claim, "domain", None) != getattr(step.claim, "domain", None):
                continue  # shown for fewer parameters the conclusion is still true
            shows = claim if is_last else argument.shows
            wrong = Argument(shows, steps)
            yield f"{step.label}: {claim.text}", _only(wrong, users | {step.label})


@pytest.fixture
def survivors() -> Callable[[Argument], list[str]]:
    """Return the function that lists which ways of spoiling an argument that holds go unnoticed."""

    def listed(argument: Argument) -> list[str]:
        assert argument.check().holds
        assert _holds(_only(argument, set()))
        tried = list(_one_thing_wrong(argument))
        assert len(tried) > 3 * len(argument.steps)
        idle = Step("idle", argument.steps[0].claim, argument.steps[0].rule, argument.steps[0].uses)
        assert not _holds(replace(argument, steps=(idle, *argument.steps)))
        return [what for what, wrong in tried if _holds(wrong)]

    return listed
