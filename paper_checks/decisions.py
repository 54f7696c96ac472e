"""From a decision of `theory` to evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from paper_checks.certificates.checker import RejectedError
from paper_checks.verdicts import Evidence, Method, Outcome
from paper_checks.witness import NotAWitnessError, Witness

if TYPE_CHECKING:
    from paper_checks.certificates.certificate import Certificate
    from theory.argument import Argument

FindWitness = Callable[[], Witness]


def by_argument(argument: Argument, *, domain: str, refute: FindWitness | None = None) -> Evidence:
    """Return the evidence of an argument: it holds, or a witness refutes its claim, or it stays open.

    Args:
        argument: ends in the claim.
        domain: the parameters it covers, in words.
        refute: called where the argument does not hold; finds a violation of the claim itself.
    """
    outcome = argument.check()
    if outcome.holds:
        return Evidence(
            outcome=Outcome.HOLDS,
            method=Method.ARGUMENT,
            domain=domain,
            cases=1,
            rests_on=argument.rests_on,
            detail=argument.shows.text,
            argument=argument,
        )
    failed = f"the argument does not hold: {outcome.failure}"
    return by_witness(refute, domain=domain, otherwise=failed)


def by_witness(
    refute: FindWitness | None,
    *,
    domain: str,
    otherwise: str = "",
    method: Method = Method.EXACT_EVALUATION,
) -> Evidence:
    """Return the evidence of a violation, or stay open where no violation is certain."""
    try:
        witness = refute() if refute is not None else None
    except NotAWitnessError as error:
        witness, otherwise = None, otherwise or str(error)
    return Evidence(
        outcome=Outcome.OPEN if witness is None else Outcome.FAILS,
        method=method,
        domain=domain,
        cases=1,
        witness=witness,
        detail=otherwise,
    )


def by_certificates(
    certificates: Sequence[Certificate], *, domain: str, rests_on: tuple[str, ...] = (), open_parts: str = ""
) -> Evidence:
    """Return the evidence of certificates: it holds if the checker accepts each of them, or it stays open.

    Args:
        certificates: together they prove the claim on the domain.
        domain: the parameters they cover, in words.
        rests_on: cited theorems by which the certificates prove the claim.
        open_parts: what was left undecided, in words; nothing is certified unless it is empty.
    """
    proved: list[str] = []
    try:
        proved.extend(certificate.verify() for certificate in certificates)
    except RejectedError as error:
        open_parts = open_parts or f"the checker rejects a certificate: {error}"
    return Evidence(
        outcome=Outcome.OPEN if open_parts else Outcome.HOLDS,
        method=Method.CERTIFICATE,
        domain=domain,
        cases=len(proved),
        rests_on=rests_on,
        detail=open_parts or "; ".join(proved),
        certificates=() if open_parts else tuple(certificates),
    )
