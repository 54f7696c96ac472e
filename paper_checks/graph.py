"""The dependency graph: which claims rest on which modules, and on the proofs of which other claims.

Nothing in it is written down by hand. What a claim rests on is read off the code of its routes, and how
well it is known comes from recorded verdicts or from the results of a run.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from paper_checks import components, registry
from paper_checks.errata import Verdicts
from paper_checks.statements import Claim, Statement
from paper_checks.verdicts import Verdict
from theory.argument import Argument

UNKNOWN = "not recorded"
"""In place of a verdict where none is known of the present wording."""
CHECKER = "paper_checks.certificates.checker"


class Relation(StrEnum):
    """How one node depends on another."""

    ENTERS = "enters"
    """The check itself calls it."""
    REACHES = "reaches"
    """What the check calls leads to it."""
    BUILDS_ON = "builds on"
    """The proof of one claim contains the proof that decides another."""


@dataclass(frozen=True)
class Node:
    """A statement or claim.

    Attributes:
        name: the slug, or ``slug/claim``.
        verdicts: how many claims have which verdict.
    """

    name: str
    verdicts: Mapping[str, int]


@dataclass(frozen=True)
class Edge:
    """A dependency of a statement or claim on a module, or on another claim."""

    source: str
    target: str
    relation: Relation


@dataclass(frozen=True)
class Graph:
    """Statements or claims, the modules of `theory`, `numerics` and the checker below them, and the edges."""

    title: str
    nodes: tuple[Node, ...]
    modules: tuple[str, ...]
    edges: tuple[Edge, ...]


def of_paper(verdicts: Verdicts) -> Graph:
    """Return the graph of all statements, each with its claims counted by verdict."""
    nodes, edges = [], []
    for statement in registry.statements():
        counts = Counter(_verdict(statement, claim, verdicts) for claim in statement.claims)
        nodes.append(Node(statement.slug, dict(counts)))
        edges += _merged(statement.slug, [_modules(claim) for claim in statement.claims])
    return _graph("All statements", nodes, edges)


def of_statement(slug: str, verdicts: Verdicts) -> Graph:
    """Return the graph of the claims of one statement, and of the proofs that build on one another.

    Raises:
        UnusableInputError: if there is no such statement.
    """
    statement = registry.statement(slug)
    nodes, edges = [], []
    for claim in statement.claims:
        nodes.append(Node(claim.name, {_verdict(statement, claim, verdicts): 1}))
        edges += _merged(claim.name, [_modules(claim)])
    proofs = {claim.name: _proofs(claim) for claim in statement.claims}
    for name, (_, contained) in proofs.items():
        edges += [
            Edge(name, other, Relation.BUILDS_ON)
            for other, (entered, _) in proofs.items()
            if other != name and entered & contained
        ]
    return _graph(statement.title, nodes, edges)


def _graph(title: str, nodes: Sequence[Node], edges: Sequence[Edge]) -> Graph:
    modules = {edge.target for edge in edges if edge.relation is not Relation.BUILDS_ON}
    return Graph(title, tuple(nodes), tuple(sorted(modules)), tuple(edges))


def _verdict(statement: Statement, claim: Claim, verdicts: Verdicts) -> str:
    found = verdicts.get(f"{statement.slug}/{claim.name}")
    return UNKNOWN if found is None else found.value


def _merged(name: str, found: Iterable[Mapping[str, Relation]]) -> list[Edge]:
    """Return one edge to each module; to be entered by one claim is to be entered."""
    relations: dict[str, Relation] = {}
    for modules in found:
        for module, relation in modules.items():
            if relations.get(module) is not Relation.ENTERS:
                relations[module] = relation
    return [Edge(name, module, relation) for module, relation in sorted(relations.items())]


def _modules(claim: Claim) -> dict[str, Relation]:
    """Return the modules that a claim rests on; the modules of the checker are one program."""
    relations: dict[str, Relation] = {}
    for route in claim.routes:
        for name in components.of(route.check):
            if name.startswith(components.SHOWN):
                relations.setdefault(_module(name), Relation.REACHES)
        for source, target in components.calls(route.check):
            entered = target.startswith(components.SHOWN) and not source.startswith(components.SHOWN)
            # What is entered through a private module is reached, as `components.of` says.
            if entered and _module(target) in relations:
                relations[_module(target)] = Relation.ENTERS
    return relations


def _module(name: str) -> str:
    return CHECKER if name.startswith(CHECKER) else name.rpartition(".")[0]


def _proofs(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """Return the functions making arguments that a claim enters, and those contained in what it enters."""
    entered: set[str] = set()
    contained: set[str] = set()
    for route in claim.routes:
        for source, target in components.calls(route.check):
            if _makes_argument(target):
                (contained if source.startswith(components.SHOWN) else entered).add(target)
    return frozenset(entered), frozenset(contained - entered)


@cache
def _makes_argument(name: str) -> bool:
    """Say whether a public function of `theory` returns an argument."""
    module, _, attribute = name.rpartition(".")
    if not module.startswith("theory."):
        return False
    # Methods that `dataclass` makes are in no module.
    found = getattr(import_module(module), attribute, None)
    if not callable(found) or not inspect.isfunction(inspect.unwrap(found)):
        return False
    return inspect.signature(found).return_annotation in (Argument, Argument.__name__)


def grades(graph: Graph) -> list[str]:
    """Return the verdicts that occur, strongest first."""
    order = [one.value for one in (Verdict.PROVED, Verdict.CERTIFIED, Verdict.SAMPLED, Verdict.REFUTED)]
    found = {verdict for node in graph.nodes for verdict in node.verdicts}
    return [one for one in order if one in found] + sorted(found - set(order))
