"""The errata for people: on a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from paper_checks.errata import ErratumRecord

if TYPE_CHECKING:
    from rich.console import Console


def markdown(found: Sequence[ErratumRecord]) -> str:
    """Return the errata as Markdown, with formulas in LaTeX."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("paper_checks"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # Markdown is no HTML
        keep_trailing_newline=True,
    )
    return environment.get_template("errata.md.jinja").render(errata=found)


def print_errata(console: Console, found: Sequence[ErratumRecord]) -> None:
    """Print the errata, one after the other."""
    for one in found:
        _print_one(console, one)
    console.print(f"printed readings refuted: {len(found)}", markup=False)


def _print_one(console: Console, one: ErratumRecord) -> None:
    console.print(
        Text(f"{one.place}: {one.title}", style="bold").append(f"  {one.statement}/{one.claim}", "dim")
    )
    _field(console, "printed", one.says)
    _field(console, "domain", one.domain)
    _field(console, f"wording {one.known}", f"{one.provenance} {one.wording}")
    _field(console, "verdict", f"{one.verdict} by {one.method}")
    if one.witness is not None:
        _field(console, "witness", ", ".join(f"{name} = {value}" for name, value in one.witness.at.items()))
        _field(console, "violates", one.witness.relation)
        sides = f"{one.witness.left} against {one.witness.right}, in {one.witness.arithmetic}"
        _field(console, "sides", sides)
    if one.problem:
        _field(console, "problem", one.problem)
    for correction in one.corrections:
        name = "true in another reading" if correction.reading == "printed" else "true instead"
        known = correction.verdict or "not recorded"
        _field(console, name, f"{correction.says} ({correction.claim}, {correction.reading}, {known})")
        _field(console, "  over", correction.domain)
    for consequence in one.consequences:
        grounds = ", ".join(
            f"{ground.claim} {ground.verdict or 'not recorded'}" for ground in consequence.decided_by
        )
        _field(console, consequence.survival, f"{consequence.what} ({grounds})")
    console.print()


def _field(console: Console, name: str, value: str) -> None:
    console.print(Text(f"  {name}: ", style="dim").append(value, style="default"), soft_wrap=True)
