"""The report holds what the results say, escaped and typeset, and refuses what it cannot show."""

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from paper_checks import registry, results
from paper_checks.errors import UnusableInputError
from paper_checks.report import content, page
from paper_checks.report.mathematics import typeset
from paper_checks.request import Profile, Request
from paper_checks.results import Results
from paper_checks.runner import check_claim


def made() -> Results:
    """Return records of all claims, run for one statement and made up as expected for the others."""
    request = Request(profile=Profile.QUICK, depths=(2, 3))
    ran = {claim.name: check_claim(one, claim, request) for one, claim in registry.claims(["gap-recursion"])}
    record = ran["printed"]
    claims = []
    for one, claim in registry.claims():
        if one.slug == "gap-recursion":
            claims.append(ran[claim.name])
            continue
        says = {"statement": one.slug, "claim": claim.name, "digest": content.lock.digest(one, claim)}
        texts = {"says": claim.says.plain(one.formulas), "latex": claim.says.latex(one.formulas)}
        found = {
            "verdict": claim.expected.value,
            "expected": claim.expected.value,
            "reading": claim.reading.value,
        }
        claims.append(msgspec.structs.replace(record, **says, **texts, **found))
    return Results(results.VERSION, results.environment(request), claims, [])


@pytest.fixture(scope="module")
def found() -> Results:
    return made()


class Structure(HTMLParser):
    """Checks that elements are closed in order, and collects ids and links."""

    VOID = ("meta", "link", "img", "input", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])] if tag == "a" else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_its_links_lead_somewhere(found: Results) -> None:
    text = page.html(content.gather(found))
    structure = Structure()
    structure.feed(text)
    assert structure.open == []
    assert len(structure.ids) == len(set(structure.ids))
    assert {link.removeprefix("#") for link in structure.links} <= set(structure.ids)
    for one, claim in registry.claims():
        assert f"{one.slug}/{claim.name}" in structure.ids
    assert not re.search(r"https?://(?!www.w3.org)", text)


def test_every_formula_is_typeset() -> None:
    for one, claim in registry.claims():
        for text in (claim.says.latex(one.formulas), one.words.latex(one.formulas)):
            assert str(typeset(text)).count("<math ") == text.count("$") // 2


def test_text_is_escaped() -> None:
    assert str(typeset("a < b & <script>")) == "a &lt; b &amp; &lt;script&gt;"
    assert "<script" not in str(typeset("$x < <script> y$"))


def test_a_problem_is_shown_first(found: Results) -> None:
    wrong = msgspec.structs.replace(found.claims[3], problem="found proved, expected <refuted>")
    claims = [*found.claims[:3], wrong, *found.claims[4:]]
    shown = content.gather(msgspec.structs.replace(found, claims=claims))
    text = page.html(shown)
    assert "found proved, expected &lt;refuted&gt;" in text
    assert "Every verdict is the one expected" not in text
    assert "Every verdict is the one expected" in page.html(content.gather(found))
    assert "1 of" in page.markdown(shown).splitlines()[0]


def test_markdown_counts_claims(found: Results) -> None:
    text = page.markdown(content.gather(found))
    row = next(line for line in text.splitlines() if line.startswith("| `rank-p-orbit`"))
    claims = len(registry.claims(["rank-p-orbit"]))
    assert [cell.strip() for cell in row.split("|")][2] == str(claims)
    assert "16 errata" in text


def test_results_without_a_claim_are_refused(found: Results, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="verify all claims"):
        content.gather(msgspec.structs.replace(found, claims=found.claims[1:]))
    for argument in ("mutants", "certificates", "figures"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(UnusableInputError):
            content.gather(found, **{argument: tmp_path / "empty"})
