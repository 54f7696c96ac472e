"""The dependency graph as a drawing (SVG) and for Graphviz (DOT)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path as Curve

from paper_checks.graph import Edge, Graph, Node, Relation, grades

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = {
    "proved": "#009E73",
    "certified": "#0072B2",
    "sampled": "#56B4E9",
    "refuted": "#CC79A7",
    "undecided": "#E69F00",
    "not recorded": "#999999",
}
"""By verdict; apart for colour-blind readers (Okabe and Ito, Color Universal Design, 2008)."""
LETTERS = {"proved": "P", "certified": "C", "sampled": "S", "refuted": "R"}
"""Written into the squares, so that colour is not all that tells."""
PACKAGES = {"theory": "#5B4B8A", "numerics": "#A5480B", "paper_checks": "#444444"}
ROW = 0.235
"""Inches from one line of text to the next."""
LEFT, RIGHT, WIDTH = 4.3, 8.2, 12.0
"""Where the edges begin and end, and how wide the drawing is, in inches."""
COMMON = 0.75
"""A module that so large a share rests on is named once for all and has no edges."""
BAR = 1.2
"""Inches that the verdicts of a statement with the most claims take."""


@dataclass(frozen=True)
class Layout:
    """Where things are, in rows from the top, and what is named in words instead."""

    left: Mapping[str, float]
    right: Mapping[str, float]
    edges: tuple[Edge, ...]
    common: tuple[str, ...]
    beyond: tuple[str, ...]
    own: Mapping[str, tuple[str, ...]]
    rows: float


def layout(graph: Graph, *, shared_only: bool) -> Layout:
    """Put what rests on others to the left and what it enters to the right, with few crossings.

    Args:
        graph: to be drawn.
        shared_only: name modules of one statement alone beside it instead of drawing them.
    """
    users: dict[str, set[str]] = {}
    entered: dict[str, set[str]] = {}
    for edge in graph.edges:
        if edge.relation is not Relation.BUILDS_ON:
            users.setdefault(edge.target, set()).add(edge.source)
        if edge.relation is Relation.ENTERS:
            entered.setdefault(edge.target, set()).add(edge.source)
    common = {module for module, by in users.items() if len(by) >= COMMON * len(graph.nodes)}
    alone = {module for module, by in users.items() if len(by) == 1 and shared_only} - common
    drawn = [module for module in graph.modules if module in entered and module not in common | alone]
    beyond = set(graph.modules) - set(drawn) - common - alone
    left = {node.name: float(row) for row, node in enumerate(graph.nodes)}
    middle = {module: sum(left[name] for name in entered[module]) / len(entered[module]) for module in drawn}
    order = sorted(drawn, key=lambda module: (middle[module], module))
    rows = float(max(len(left), len(order)))
    stretch = rows / max(len(left), 1)
    left = {name: (row + 0.5) * stretch - 0.5 for name, row in left.items()}
    spread = rows / max(len(order), 1)
    return Layout(
        left=left,
        right={module: (row + 0.5) * spread - 0.5 for row, module in enumerate(order)},
        edges=tuple(
            edge
            for edge in graph.edges
            if edge.relation is Relation.BUILDS_ON
            or (edge.relation is Relation.ENTERS and edge.target in middle)
        ),
        common=tuple(sorted(common)),
        beyond=tuple(sorted(beyond)),
        own={
            node.name: tuple(sorted(module for module in alone if users[module] == {node.name}))
            for node in graph.nodes
        },
        rows=rows,
    )


def svg(graph: Graph, *, shared_only: bool) -> bytes:
    """Return the drawing as SVG with text as text; the same graph gives the same bytes."""
    with matplotlib.rc_context({"svg.hashsalt": graph.title, "svg.fonttype": "none", "font.size": 9}):
        figure = draw(graph, shared_only=shared_only)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def draw(graph: Graph, *, shared_only: bool) -> Figure:
    """Return the drawing: on the left statements or claims, on the right the modules that they enter."""
    placed = layout(graph, shared_only=shared_only)
    notes = [
        *_wrapped("Nearly all rest on: ", placed.common),
        *_wrapped("Reached through these: ", placed.beyond),
    ]
    height = (placed.rows + 5.5 + len(notes)) * ROW
    figure = Figure(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    axes.text(0.15, ROW, graph.title, fontsize=12, fontweight="bold", va="center")
    top = 4 * ROW
    colours = {
        node.name: COLOURS.get(max(node.verdicts, key=lambda one: node.verdicts[one]), "#999999")
        for node in graph.nodes
    }
    for edge in placed.edges:
        start = top + placed.left[edge.source] * ROW
        if edge.relation is Relation.BUILDS_ON:
            _bow(axes, start, top + placed.left[edge.target] * ROW)
        else:
            _curve(axes, start, top + placed.right[edge.target] * ROW, colours[edge.source])
    largest = max(sum(node.verdicts.values()) for node in graph.nodes)
    for node in graph.nodes:
        _node(axes, node, top + placed.left[node.name] * ROW, largest, placed.own[node.name])
    for module, row in placed.right.items():
        colour = PACKAGES[module.partition(".")[0]]
        axes.text(RIGHT + 0.08, top + row * ROW, _short(module), color=colour, va="center", ha="left")
    for number, line in enumerate(notes):
        axes.text(0.15, top + (placed.rows + 0.7 + number) * ROW, line, va="center", color="#444444")
    _legend(axes, graph, placed)
    return figure


def _node(axes: Axes, node: Node, height: float, largest: int, own: Sequence[str]) -> None:
    unit = min(BAR / largest, 0.16)
    right = LEFT - 0.08
    for verdict in reversed(list(_ordered(node.verdicts))):
        width = max(node.verdicts[verdict] * unit, 0.16 if largest == 1 else 0)
        right -= width
        box = Rectangle((right, height - 0.075), width, 0.15, color=COLOURS.get(verdict, "#999999"))
        axes.add_patch(box)
        letter = LETTERS.get(verdict, "?")
        if width >= 0.1:
            axes.text(
                right + width / 2, height, letter, color="white", fontsize=6.5, ha="center", va="center"
            )
    words = f"{node.name} ({sum(node.verdicts.values())})" if largest > 1 else node.name
    if own:
        words = f"{words} + {len(own)} module{'s' if len(own) > 1 else ''} of its own"
    axes.text(right - 0.08, height, words, ha="right", va="center")


def _ordered(verdicts: Mapping[str, int]) -> list[str]:
    known = [verdict for verdict in COLOURS if verdict in verdicts]
    return known + sorted(set(verdicts) - set(known))


def _curve(axes: Axes, start: float, end: float, colour: str) -> None:
    middle = (LEFT + RIGHT) / 2
    points = [(LEFT, start), (middle, start), (middle, end), (RIGHT, end)]
    _path(axes, points, colour, 0.45)


def _bow(axes: Axes, start: float, end: float) -> None:
    """Draw an arc between two claims beside their squares, wider the farther they are apart."""
    reach = LEFT + 0.25 + min(abs(end - start) * 0.12, 0.9)
    _path(axes, [(LEFT, start), (reach, start), (reach, end), (LEFT, end)], "#000000", 0.7)


def _path(axes: Axes, points: Sequence[tuple[float, float]], colour: str, alpha: float) -> None:
    codes = [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
    axes.add_patch(PathPatch(Curve(points, codes), fill=False, edgecolor=colour, alpha=alpha, linewidth=0.8))


def _legend(axes: Axes, graph: Graph, placed: Layout) -> None:
    handles: list[Patch | Line2D] = [
        Patch(color=COLOURS.get(one, "#999999"), label=f"{LETTERS.get(one, '?')}  {one}")
        for one in grades(graph)
    ]
    handles.append(Line2D([], [], color="#777777", label="the check enters this module"))
    if any(edge.relation is Relation.BUILDS_ON for edge in placed.edges):
        handles.append(Line2D([], [], color="#000000", label="the proof contains that of the other claim"))
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.05, 1.6 * ROW),
        bbox_transform=axes.transData,
        frameon=False,
        ncols=len(handles),
        fontsize=8,
    )


def _short(module: str) -> str:
    return "certificate checker" if module.startswith("paper_checks.") else module


def _wrapped(heading: str, names: Sequence[str], width: int = 150) -> list[str]:
    """Break a list of names into lines of at most so many letters."""
    lines = [heading] if names else []
    for position, name in enumerate(names):
        part = _short(name) + ("" if position == len(names) - 1 else ", ")
        if len(lines[-1]) + len(part) > width:
            lines.append("    ")
        lines[-1] += part
    return lines


def dot(graph: Graph) -> str:
    """Return the whole graph for Graphviz, edges that are reached through others included."""
    import pydot

    styles = {Relation.ENTERS: "solid", Relation.REACHES: "dotted", Relation.BUILDS_ON: "bold"}
    made = pydot.Dot(_quoted(graph.title), graph_type="digraph", rankdir="LR")
    for node in graph.nodes:
        counts = ", ".join(f"{node.verdicts[one]} {one}" for one in _ordered(node.verdicts))
        strongest = _ordered(node.verdicts)[0]
        label = _quoted(f"{node.name}: {counts}")
        fill = _quoted(COLOURS.get(strongest, "#999999"))
        made.add_node(
            pydot.Node(_quoted(node.name), label=label, shape="box", style="filled", fillcolor=fill)
        )
    for module in graph.modules:
        made.add_node(pydot.Node(_quoted(module), label=_quoted(_short(module)), shape="plaintext"))
    for edge in graph.edges:
        made.add_edge(pydot.Edge(_quoted(edge.source), _quoted(edge.target), style=styles[edge.relation]))
    return str(made.to_string())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
