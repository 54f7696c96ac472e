"""Which statements there are, and how a name given by a person finds one."""

import difflib
import importlib
from collections.abc import Sequence
from functools import cache

from paper_checks.errors import UnusableInputError
from paper_checks.ghosh2025 import MODULES
from paper_checks.statements import Claim, Statement


@cache
def statements() -> tuple[Statement, ...]:
    """Return every statement, in the order of the paper."""
    return tuple(importlib.import_module(f"paper_checks.ghosh2025.{module}").STATEMENT for module in MODULES)


def statement(slug: str) -> Statement:
    """Return the statement with a given slug.

    Raises:
        UnusableInputError: if there is none; the message offers the nearest names.
    """
    for candidate in statements():
        if candidate.slug == slug:
            return candidate
    known = [candidate.slug for candidate in statements()]
    near = difflib.get_close_matches(slug, known, n=3, cutoff=0.4) or known
    raise UnusableInputError(f"there is no statement {slug!r}: did you mean {', '.join(near)}?")


def claims(slugs: Sequence[str] = ()) -> tuple[tuple[Statement, Claim], ...]:
    """Return every claim of the named statements, or of all of them, in the order of the paper.

    Raises:
        UnusableInputError: for a slug that does not exist.
    """
    chosen = [statement(slug) for slug in dict.fromkeys(slugs)] if slugs else statements()
    return tuple((one, claim) for one in chosen for claim in one.claims)
