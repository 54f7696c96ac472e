"""The report as one HTML page, with style, script, figures and mathematics in it, and as Markdown."""

import importlib.resources

import jinja2
from markupsafe import Markup

from paper_checks.report.content import Content
from paper_checks.report.mathematics import typeset


def html(content: Content) -> str:
    """Return the page; it needs nothing beside itself."""
    environment = _environment(autoescape=True)
    environment.filters["typeset"] = typeset
    page = environment.get_template("report.html.jinja")
    return page.render(content=content, style=_part("report.css"), script=_part("report.js"))


def markdown(content: Content) -> str:
    """Return a short report for a comment: verdicts by statement, what is not as expected, and errata."""
    return _environment(autoescape=False).get_template("report.md.jinja").render(content=content)


def _environment(*, autoescape: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("paper_checks"),
        undefined=jinja2.StrictUndefined,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _part(name: str) -> Markup:
    text = importlib.resources.files("paper_checks").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text)
