"""What the README says of verdicts is what the registry expects and the checks find."""

import re
from pathlib import Path

from paper_checks import registry

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def table_row(slug: str, claim: str, reading: str, verdict: str) -> str:
    return f"| `{slug}` | {claim} | {reading} | {verdict} | `.venv/bin/beyond-eos show {slug}` |"


def test_the_table_lists_every_claim_with_its_verdict() -> None:
    expected = [
        table_row(statement.slug, claim.name, claim.reading.value, claim.expected.value)
        for statement, claim in registry.claims()
    ]
    assert [line for line in README.splitlines() if line.startswith("| `")] == expected


def test_every_file_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:theory|numerics|paper_checks|tests)/[\w/.]+)`", README)
    assert len(named) >= 4
    assert all((Path(__file__).parents[1] / name).exists() for name in named), named
