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


Chosen = tuple[tuple[Statement, Claim], ...]


def claims(names: Sequence[str] = ()) -> Chosen:
    """Return the claims that are named, by ``slug`` or ``slug/claim``, in the order named; or every claim.

    Raises:
        UnusableInputError: for a statement or a claim that does not exist; the message offers the nearest.
    """
    if not names:
        return tuple((one, claim) for one in statements() for claim in one.claims)
    found = {(one.slug, claim.name): (one, claim) for name in names for one, claim in _named(name)}
    return tuple(found.values())


def _named(name: str) -> Chosen:
    slug, slash, wanted = name.partition("/")
    one = statement(slug)
    found = tuple((one, claim) for claim in one.claims if not slash or claim.name == wanted)
    if not found:
        known = [claim.name for claim in one.claims]
        near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.4) or known
        raise UnusableInputError(f"{slug} has no claim {wanted!r}: did you mean {', '.join(near)}?")
    return found


def without(chosen: Chosen, exclude: Sequence[str]) -> tuple[Chosen, Chosen]:
    """Return what is left of some claims, and what was left out, named as ``slug`` or ``slug/claim``.

    Raises:
        UnusableInputError: for a name that none of the claims has.
    """
    names = {(one.slug, claim.name): (one.slug, f"{one.slug}/{claim.name}") for one, claim in chosen}
    for name in exclude:
        if not any(name in known for known in names.values()):
            raise UnusableInputError(
                f"there is no {name!r} to exclude: write a SLUG or SLUG/CLAIM of this run"
            )
    excluded = set(exclude)
    left_out = tuple(pair for pair in chosen if excluded & set(names[pair[0].slug, pair[1].name]))
    return tuple(pair for pair in chosen if pair not in left_out), left_out
