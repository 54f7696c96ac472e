"""The dependency graph: read off the code, complete, and the same each time it is drawn."""

import dataclasses
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pydot
import pytest
from typer.testing import CliRunner

from paper_checks import cli, components, graph, graph_drawing, lock, registry
from paper_checks.errata import recorded_verdicts
from paper_checks.errors import UnusableInputError
from paper_checks.graph import Relation
from paper_checks.statements import Route

VERDICTS = recorded_verdicts(lock.read())
PAPER = graph.of_paper(VERDICTS)
SLUG = "gap-recursion"


def test_every_statement_and_claim_is_a_node_with_its_verdict() -> None:
    assert [node.name for node in PAPER.nodes] == [one.slug for one in registry.statements()]
    assert sum(sum(node.verdicts.values()) for node in PAPER.nodes) == len(registry.claims())
    claims = graph.of_statement(SLUG, VERDICTS)
    assert [node.name for node in claims.nodes] == [one.name for one in registry.statement(SLUG).claims]
    assert claims.nodes[0].verdicts == {"refuted": 1}


def test_what_is_not_recorded_is_shown_as_that() -> None:
    assert graph.of_statement(SLUG, {}).nodes[0].verdicts == {graph.UNKNOWN: 1}


def test_edges_are_what_the_components_say() -> None:
    for claim in registry.statement(SLUG).claims:
        names = {name for route in claim.routes for name in components.of(route.check)}
        modules = {name.rpartition(".")[0] for name in names if name.startswith(components.SHOWN)}
        edges = [edge for edge in graph.of_statement(SLUG, {}).edges if edge.source == claim.name]
        assert {edge.target for edge in edges if edge.relation is not Relation.BUILDS_ON} == modules
        assert any(edge.relation is Relation.ENTERS for edge in edges)


def test_an_edge_goes_with_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = registry.statement(SLUG)
    idle = Route("idle", lambda s, r: NotImplemented)
    claims = tuple(dataclasses.replace(claim, routes=(idle,)) for claim in statement.claims)
    monkeypatch.setattr(registry, "statement", lambda _slug: dataclasses.replace(statement, claims=claims))
    assert graph.of_statement(SLUG, {}).edges == ()


def test_a_proof_that_contains_another_builds_on_it() -> None:
    edges = graph.of_statement("gap-decay", {}).edges
    builds = {(edge.source, edge.target) for edge in edges if edge.relation is Relation.BUILDS_ON}
    assert ("non-increasing-top", "non-increasing") in builds
    assert ("non-increasing", "non-increasing-top") not in builds


def test_dot_is_read_back_as_the_same_graph() -> None:
    (read,) = pydot.graph_from_dot_data(graph_drawing.dot(PAPER)) or ()
    names = {node.get_name().strip('"') for node in read.get_nodes()}
    assert names == {node.name for node in PAPER.nodes} | set(PAPER.modules)
    edges = {(edge.get_source().strip('"'), edge.get_destination().strip('"')) for edge in read.get_edges()}
    assert edges == {(edge.source, edge.target) for edge in PAPER.edges}


@pytest.mark.parametrize("shared_only", [True, False])
def test_the_drawing_names_everything_and_is_the_same_each_time(shared_only: bool) -> None:
    found = PAPER if shared_only else graph.of_statement(SLUG, VERDICTS)
    drawn = graph_drawing.svg(found, shared_only=shared_only)
    assert drawn == graph_drawing.svg(found, shared_only=shared_only)
    written = " ".join("".join(element.itertext()) for element in ElementTree.fromstring(drawn).iter())
    placed = graph_drawing.layout(found, shared_only=shared_only)
    named = {*placed.right, *placed.common, *placed.beyond} - {graph.CHECKER}
    assert all(name in written for name in {*named, *(node.name for node in found.nodes)})
    own = {module for modules in placed.own.values() for module in modules}
    assert {*named, *own, graph.CHECKER} >= set(found.modules)
    heights = sorted(placed.left.values())
    assert min(below - above for above, below in pairwise(heights)) >= 1


def test_the_command_writes_both_or_one(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(cli.app, ["graph", SLUG, "--output", str(tmp_path)]).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{SLUG}.svg", f"{SLUG}.dot"}
    assert run(cli.app, ["graph", "--format", "dot", "--output", str(tmp_path / "x")]).exit_code == 0
    assert {path.name for path in (tmp_path / "x").iterdir()} == {"paper.dot"}
    assert isinstance(run(cli.app, ["graph", "no-such"]).exception, UnusableInputError)
