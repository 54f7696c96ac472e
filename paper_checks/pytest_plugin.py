"""The pytest face: every claim is a test item, and ``pytest --statement SLUG`` selects a statement's.

A test that takes the fixture `check_record` is run once for each claim; what the samples of the chosen
statements drew is printed at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from paper_checks.results import ClaimRecord
    from paper_checks.statements import Claim, Statement

DRAWN = pytest.StashKey[list["ClaimRecord"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("beyond-eos", "claims of a paper as tests")
    group.addoption(
        "--statement",
        action="append",
        default=[],
        metavar="SLUG",
        help="run the claims of this statement and nothing else; may be given more than once",
    )
    group.addoption(
        "--claim-profile",
        default="quick",
        choices=("quick", "standard", "full"),
        help="how much work to spend on the samples of claims (default: quick)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a statement that does not exist before anything is collected."""
    config.stash[DRAWN] = []
    if config.getoption("--statement"):
        from paper_checks import registry
        from paper_checks.errors import UnusableInputError

        try:
            registry.claims(config.getoption("--statement"))
        except UnusableInputError as error:
            raise pytest.UsageError(str(error)) from None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes `check_record` one item for each claim."""
    if "check_record" not in metafunc.fixturenames:
        return
    from paper_checks import registry

    chosen = registry.claims(metafunc.config.getoption("--statement"))
    names = [f"{statement.slug}/{claim.name}" for statement, claim in chosen]
    metafunc.parametrize("claim", chosen, ids=names)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --statement, keep the claims and leave out every other test."""
    if not config.getoption("--statement"):
        return
    kept = [item for item in items if "check_record" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture
def check_record(request: pytest.FixtureRequest, claim: tuple[Statement, Claim]) -> ClaimRecord:
    """Check the claim and return its record."""
    from paper_checks import runner
    from paper_checks.request import Profile, Request, default_depths

    profile = Profile(request.config.getoption("--claim-profile"))
    asked = Request(profile=profile, depths=default_depths(profile))
    record = runner.check_claim(*claim, asked)
    request.config.stash[DRAWN].append(record)
    return record


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what the samples of the chosen statements drew."""
    if not config.getoption("--statement"):
        return
    for record in config.stash[DRAWN]:
        for route in record.routes:
            if route.distribution:
                shares = ", ".join(f"{label} {share:.0%}" for label, share in route.distribution.items())
                terminalreporter.write_line(
                    f"{record.statement}/{record.claim}, {route.name}: {route.cases} cases, {shares}"
                )
