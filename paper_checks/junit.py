"""Results as a JUnit file, one test case a claim, for tools that read test reports."""

from xml.etree import ElementTree

from paper_checks.results import Results


def encode(results: Results) -> bytes:
    """Return the results as JUnit XML; a claim with a problem is a failure with that message."""
    failures = sum(1 for claim in results.claims if claim.problem)
    suite = ElementTree.Element(
        "testsuite",
        name="beyond-eos",
        tests=str(len(results.claims)),
        failures=str(failures),
        errors="0",
        time=f"{sum(claim.seconds for claim in results.claims):.3f}",
    )
    for claim in results.claims:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=claim.statement,
            name=f"{claim.claim} [{claim.reading}]",
            time=f"{claim.seconds:.3f}",
        )
        if claim.problem:
            ElementTree.SubElement(case, "failure", message=claim.problem).text = claim.says
        ElementTree.SubElement(case, "system-out").text = f"{claim.verdict} by {claim.method}: {claim.says}"
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True) + b"\n"
