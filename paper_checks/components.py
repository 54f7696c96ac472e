"""What a route rests on: every function of `theory`, `numerics` and the checker that its code can reach.

The list is read off the code itself, name by name, from the check on. So it does not depend on what ran
before, on what a cache remembers or on which branch a run took, and it cannot be out of date. It contains
all that a run calls, and may contain a little more.
"""

from __future__ import annotations

import dataclasses
import dis
import functools
import importlib
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

PACKAGES = ("theory", "numerics", "paper_checks")
"""The packages that are followed."""

LIBRARIES = ("autograd", "flint", "gmpy2", "hypothesis", "mpmath", "numpy", "scipy", "sklearn", "sympy")
"""Libraries of others whose results a verdict can rest on."""

SHOWN = ("theory.", "numerics.", "paper_checks.certificates.checker")
"""Where components are; the rest of `paper_checks` puts them together."""


@functools.cache
def of(check: Callable[..., Any]) -> tuple[str, ...]:
    """Return the components that a check rests on, and the libraries that they use.

    Args:
        check: called by a route, of any kind that has code.

    Returns:
        Full names of public functions and classes, such as ``theory.orbits.existence``, in alphabetical
        order, and after them the names of the libraries.
    """
    reached = list(_reached(check))
    names = {_public(one) for one in reached if not isinstance(one, _Library)}
    libraries = {one.name for one in reached if isinstance(one, _Library)}
    shown = (name for name in names if name.startswith(SHOWN) and "._" not in name)
    return (*sorted(shown), *sorted(libraries))


@functools.cache
def calls(check: Callable[..., Any]) -> frozenset[tuple[str, str]]:
    """Return which component or check leads to which other one directly, on the way from a check.

    Args:
        check: called by a route, of any kind that has code.

    Returns:
        Pairs of full names as in `of`; where the first one is in `paper_checks` outside the checker, it is a
        function that puts components together, and the second one is an entry.
    """
    nodes = [one for one in _reached(check) if not isinstance(one, _Library)]
    return frozenset(
        (_public(one), _public(other))
        for one in nodes
        for other in _direct(one)
        if _public(one) != _public(other)
    )


def code_of(check: Callable[..., Any]) -> Iterator[types.CodeType]:
    """Yield the code of every function that a check can reach, itself and functions inside included."""
    for one in _reached(check):
        if isinstance(one, types.FunctionType):
            yield from _nested(one.__code__)


@dataclasses.dataclass(frozen=True)
class _Library:
    """A library of others that the code names."""

    name: str


_Node = types.FunctionType | type | _Library


def _reached(start: object) -> Iterator[_Node]:
    """Yield the functions and classes of the followed packages, and the libraries, in order of discovery."""
    seen: set[object] = set()
    # A check may be defined anywhere, in a test for example.
    waiting: list[object] = [start, *(_leads_from(start) if isinstance(start, types.FunctionType) else ())]
    while waiting:
        node = waiting.pop()
        if isinstance(node, functools.partial):
            waiting += [node.func, *node.args, *node.keywords.values()]
            continue
        if isinstance(node, types.MethodType):
            waiting += [node.__func__, node.__self__]
            continue
        node = _unwrapped(node)
        key = node if isinstance(node, _Library) else id(node)
        if key in seen:
            continue
        seen.add(key)
        if isinstance(node, types.FunctionType | type | _Library):
            if isinstance(node, _Library) or _followed(node.__module__):
                yield node
            elif (library := _library(node.__module__)) is not None:
                waiting.append(library)
                continue
        waiting += _leads_to(node)


@functools.cache
def _direct(node: types.FunctionType | type) -> tuple[types.FunctionType | type, ...]:
    """Return the functions and classes that one leads to with no other in between."""
    found: list[types.FunctionType | type] = []
    seen: set[int] = set()
    waiting = list(_leads_from(node))
    while waiting:
        other = _unwrapped(waiting.pop())
        if id(other) in seen:
            continue
        seen.add(id(other))
        if isinstance(other, functools.partial):
            waiting += [other.func, *other.args, *other.keywords.values()]
        elif isinstance(other, types.MethodType):
            waiting += [other.__func__, other.__self__]
        elif isinstance(other, types.FunctionType | type):
            if _followed(other.__module__):
                found.append(other)
        else:
            waiting += _leads_to(other)
    return tuple(found)


def _unwrapped(node: object) -> object:
    """Return what a cache or a decorator is put around."""
    return getattr(node, "__wrapped__", node)


def _leads_to(node: object) -> Sequence[object]:
    """Return the objects that a reached object names or holds."""
    if isinstance(node, types.FunctionType | type):
        return _leads_from(node)
    if isinstance(node, Mapping):
        return list(node.values())
    if isinstance(node, tuple | list | set | frozenset):
        return list(node)
    if dataclasses.is_dataclass(node) and _followed(type(node).__module__):
        return [type(node), *(getattr(node, field.name) for field in dataclasses.fields(node))]
    return []


@functools.cache
def _leads_from(node: types.FunctionType | type) -> Sequence[object]:
    if isinstance(node, types.FunctionType):
        cells = [cell.cell_contents for cell in node.__closure__ or ()]
        return (*_named(node), *cells, *(node.__defaults__ or ()), *(node.__kwdefaults__ or {}).values())
    if not _followed(node.__module__):
        return ()
    return (*node.__bases__, *(_function(value) for value in vars(node).values()))


def _function(value: object) -> object:
    """Return the function that a class attribute wraps."""
    if isinstance(value, staticmethod | classmethod):
        return value.__func__
    if isinstance(value, property):
        return value.fget
    return value.func if isinstance(value, functools.cached_property) else value


def _named(function: types.FunctionType) -> Iterator[object]:
    """Yield what the names in a function and in the functions inside it refer to."""
    local: dict[str, object] = {}
    for code in _nested(function.__code__):
        current: object = None
        imported: types.ModuleType | None = None
        for instruction in dis.get_instructions(code):
            kind, name = instruction.opname, instruction.argval
            if kind in ("LOAD_GLOBAL", "LOAD_NAME"):
                current = function.__globals__.get(name)
            elif kind in ("LOAD_ATTR", "LOAD_METHOD"):
                known = isinstance(current, types.ModuleType | type)
                current = getattr(current, name, None) if known else None
            elif kind == "IMPORT_NAME":
                current = imported = importlib.import_module(name) if _followed(name) else None
                yield _library(name)
            elif kind == "IMPORT_FROM" and imported is not None:
                full = f"{imported.__name__}.{name}"
                current = getattr(imported, name, None) or importlib.import_module(full)
            elif kind in ("STORE_FAST", "STORE_DEREF"):
                if current is not None:
                    local[name] = current
                current = None
            elif kind in ("LOAD_FAST", "LOAD_DEREF", "LOAD_CLOSURE"):
                current = local.get(name)
            elif kind in _SILENT:
                continue
            else:
                current = None
            if isinstance(current, types.ModuleType):
                yield _library(current.__name__)
            elif current is not None:
                yield current


_SILENT = ("CACHE", "PRECALL", "PUSH_NULL", "RESUME", "COPY_FREE_VARS", "MAKE_CELL")
"""Instructions that stand between a name and its attribute, or do nothing."""


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _nested(constant)


def _followed(module: str | None) -> bool:
    return module is not None and module.partition(".")[0] in PACKAGES


def _library(module: str | None) -> _Library | None:
    top = (module or "").partition(".")[0]
    return _Library(top) if top in LIBRARIES else None


def _public(node: types.FunctionType | type) -> str:
    """Return the full name of what a reader finds in the module: the function or class it belongs to."""
    return f"{node.__module__}.{node.__qualname__.partition('.')[0]}"
