"""What the README says of verdicts is what the registry expects and the checks find."""

import re
from pathlib import Path

from paper_checks import registry, summary

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_recorded_verdicts() -> None:
    assert summary.updated(README, summary.current()) == README
    for name in summary.TABLES:
        assert f"<!-- table: {name} -->" in README


def test_the_tables_count_every_claim() -> None:
    rows = list(summary.statements(summary.current()))[1:]
    counts = [int(cell or 0) for row in rows for cell in row[3:]]
    assert sum(counts) == len(registry.claims())


def test_every_file_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:theory|numerics|paper_checks|tests)/[\w/.]+)`", README)
    assert len(named) >= 4
    assert all((Path(__file__).parents[1] / name).exists() for name in named), named
