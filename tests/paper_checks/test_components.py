"""What a route rests on is read off its code, and is all that a run calls."""

import importlib
import pkgutil
import sys
import types

import pytest

import numerics
import theory
from paper_checks import components, registry
from paper_checks.request import Profile, Request
from paper_checks.statements import Route, Statement

# Modules and the bodies of their classes run where they are first imported.
for package in (theory, numerics):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)

REQUEST = Request(depths=(2, 3), profile=Profile.QUICK)
ROUTES = {
    (f"{statement.slug}/{claim.name}", route.name): (statement, route)
    for statement, claim in registry.claims()
    for route in claim.routes
}
# One of every kind of evidence, short ones.
TRACED = [
    ("svs-invariance/closed-under-gd", "matrices"),
    ("svs-invariance/unbalanced-init-narrow", "evaluation"),
    ("gap-recursion/all-pairs", "argument"),
    ("gap-decay/printed-window", "root isolation"),
    ("gap-decay/printed-window", "balls"),
    ("hessian-balanced/spectrum", "argument"),
    ("rank-p-orbit/existence", "argument"),
    ("rank-p-orbit/attracts-certified", "cover"),
    ("rank-p-orbit/phase-diagram-one", "multipliers"),
    ("period-doubling/cascade", "first doubling"),
    ("eos-depth-and-task/every-depth", "argument"),
]


def called(statement: Statement, route: Route) -> set[types.CodeType]:
    """Return the code of every function of theory and numerics that a run of the route calls."""
    found: set[types.CodeType] = set()

    def trace(frame: types.FrameType, _event: str, _argument: object) -> None:
        if frame.f_globals.get("__name__", "").partition(".")[0] in ("theory", "numerics"):
            found.add(frame.f_code)

    sys.settrace(trace)
    try:
        route.check(statement, REQUEST)
    finally:
        sys.settrace(None)
    return found


@pytest.mark.parametrize("name", TRACED, ids=["/".join(name) for name in TRACED])
def test_everything_that_a_run_calls_is_in_the_list(name: tuple[str, str]) -> None:
    statement, route = ROUTES[name]
    ran = {code for code in called(statement, route) if code.co_flags & 0x2}
    inside = {code for code in ran if code.co_name != "__getattr__"}
    assert inside
    assert {code.co_qualname for code in inside - set(components.code_of(route.check))} == set()


def test_the_list_does_not_depend_on_what_ran_before() -> None:
    statement, route = ROUTES["rank-p-orbit/existence", "argument"]
    first = components.of(route.check)
    route.check(statement, REQUEST)
    components.of.cache_clear()
    assert components.of(route.check) == first
    assert "theory.orbits.existence" in first
    assert "sympy" in first


def test_routes_name_modules_of_their_side_only() -> None:
    exact = components.of(ROUTES["rank-p-orbit/existence", "argument"][1].check)
    counted = components.of(ROUTES["rank-p-orbit/existence", "root count"][1].check)
    assert not [name for name in exact if name.startswith("numerics.orbits")]
    assert not [name for name in counted if name.startswith("theory.orbits")]


def through_a_cache() -> object:
    return theory.orbits.existence


def through_a_local_name() -> object:
    step = numerics.modes.step
    return [step(value, 1, 1) for value in ()]


def through_an_import() -> object:
    from numerics import modes

    return modes.step


def test_names_are_followed_through_aliases_closures_and_imports() -> None:
    assert "theory.orbits.existence" in components.of(through_a_cache)
    assert "numerics.modes.step" in components.of(through_a_local_name)
    assert "numerics.modes.step" in components.of(through_an_import)
    step = numerics.modes.step
    assert "numerics.modes.step" in components.of(lambda: step)
