"""The report in a real browser: it loads, filters, typesets, zooms, and can be read by all.

Chromium and its driver have to be installed; without them these tests fail.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (360, 768, 1280)
CONTRAST = """
const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const luminance = (c) => { const f = c.map((v) => linear(v / 255));
  return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
const parse = (s) => (s.match(/[\\d.]+/g) || []).map(Number);
const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
const found = [];
for (const e of document.body.querySelectorAll("*")) {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  if (!own || ["SCRIPT", "STYLE"].includes(e.tagName) || !e.checkVisibility()) continue;
  const a = luminance(parse(getComputedStyle(e).color).slice(0, 3)), b = luminance(ground(e));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) found.push([e.tagName, e.className, e.textContent.slice(0, 40), ratio]);
}
return found;
"""


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the report as a user does, from a quick run."""
    folder = tmp_path_factory.mktemp("report")
    program = str(Path(sys.executable).with_name("beyond-eos"))

    def run(*arguments: str) -> None:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run("verify", "--profile", "quick", "--json", "results.json", "--certificates", "certificates")
    run("mutants", "gap-recursion", "--json", "mutants.json")
    for figure in ("phase-diagram", "bifurcation-diagram"):
        run("figure", figure, "--output", "figures")
    made = ("--results", "results.json", "--mutants", "mutants.json", "--certificates", "certificates")
    run("report", *made, "--figures", "figures", "--output", "report.html")
    return folder / "report.html"


@pytest.fixture(scope="session")
def started() -> Iterator[webdriver.Chrome]:
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert binary, "chromium is not installed"
    assert driver, "chromedriver is not installed"
    options = Options()
    options.binary_location = binary
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(service=Service(driver), options=options)
    yield browser
    browser.quit()


@pytest.fixture
def browser(started: webdriver.Chrome, page: Path) -> webdriver.Chrome:
    resize(started, 1280)
    started.get(page.as_uri())
    return started


def resize(browser: webdriver.Chrome, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def open_all(browser: webdriver.Chrome) -> None:
    browser.execute_script("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def shown(browser: webdriver.Chrome) -> int:
    return len(
        [row for row in browser.find_elements(By.CSS_SELECTOR, ".index tbody tr") if row.is_displayed()]
    )


def test_it_loads_without_complaints_and_without_the_network(browser: webdriver.Chrome) -> None:
    assert browser.get_log("browser") == []
    names = browser.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)")
    assert all(name.startswith("data:") for name in names), names
    links = browser.execute_script(
        "return [...document.querySelectorAll('[src], link')].map((e) => e.src || e.href)"
    )
    assert all(link.startswith("data:") for link in links)


def test_filters_hide_rows_and_claims(browser: webdriver.Chrome) -> None:
    every = shown(browser)
    assert every > 100
    browser.find_element(By.CSS_SELECTOR, "input[value=proved]").click()
    without_proved = shown(browser)
    assert 0 < without_proved < every
    assert browser.find_element(By.ID, "shown").text == f"{without_proved} claims shown"
    for reading in ("corrected", "sharpened", "extended"):
        browser.find_element(By.CSS_SELECTOR, f"input[value={reading}]").click()
    rows = browser.find_elements(By.CSS_SELECTOR, ".index tbody tr:not([hidden])")
    assert rows
    assert {row.get_attribute("data-reading") for row in rows} == {"printed"}
    assert browser.find_elements(By.CSS_SELECTOR, "section.statement[hidden]")


def test_every_formula_and_figure_is_drawn(browser: webdriver.Chrome) -> None:
    open_all(browser)
    empty = "[...document.querySelectorAll('math')].filter((m) => !m.getBoundingClientRect().width).length"
    assert browser.execute_script("return document.querySelectorAll('math').length") > 200
    assert browser.execute_script(f"return {empty}") == 0
    assert "$" not in browser.find_element(By.TAG_NAME, "main").text
    images = browser.find_elements(By.TAG_NAME, "img")
    assert len(images) == 3
    for image in images:
        assert browser.execute_script("return arguments[0].complete && arguments[0].naturalWidth", image) > 0
        assert image.get_attribute("alt")


def test_a_link_opens_its_claim(browser: webdriver.Chrome) -> None:
    browser.find_element(By.LINK_TEXT, "printed-window").click()
    claim = browser.find_element(By.ID, "gap-decay/printed-window")
    assert claim.get_attribute("open") is not None
    assert "witness" in claim.text
    text = browser.find_element(By.ID, "gap-recursion/printed").get_attribute("textContent")
    assert "refuted" in text
    assert "false siblings" in browser.find_element(By.ID, "gap-recursion/all-pairs").get_attribute(
        "textContent"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(browser: webdriver.Chrome, width: int) -> None:
    resize(browser, width)
    for _ in range(2):
        wide = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
        open_all(browser)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(browser: webdriver.Chrome, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    open_all(browser)
    assert browser.execute_script(CONTRAST) == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_keyboard_reaches_everything(browser: webdriver.Chrome) -> None:
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    reached = set()
    for _ in range(25):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        active = browser.switch_to.active_element
        reached.add((active.tag_name, active.get_attribute("value")))
        if active.get_attribute("value") == "refuted":
            before = shown(browser)
            ActionChains(browser).send_keys(Keys.SPACE).perform()
            assert shown(browser) < before
    assert ("input", "refuted") in reached
    summary = browser.find_element(By.CSS_SELECTOR, "details.claim:not([hidden]) > summary")
    browser.execute_script("arguments[0].focus()", summary)
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert summary.find_element(By.XPATH, "..").get_attribute("open") is not None


def test_figures_zoom_and_tell_values(browser: webdriver.Chrome) -> None:
    figure = browser.find_element(By.ID, "figure-bifurcation-diagram")
    view, image = figure.find_element(By.CLASS_NAME, "view"), figure.find_element(By.TAG_NAME, "img")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", view)
    ActionChains(browser).move_to_element_with_offset(
        view, -view.size["width"] // 4, -view.size["height"] // 3
    ).perform()
    told = figure.find_element(By.TAG_NAME, "output").text
    assert told.startswith("across ")
    kappa = float(told.removeprefix("across ").partition(",")[0])
    assert 1.8 < kappa < 3.3
    figure.find_element(By.CSS_SELECTOR, "[data-zoom=in]").click()
    assert "scale(1.5)" in image.get_attribute("style")
    view.send_keys("+")
    assert "scale(2.25)" in image.get_attribute("style")
    before = image.get_attribute("style")
    view.send_keys(Keys.ARROW_RIGHT)
    assert image.get_attribute("style") != before
    figure.find_element(By.CSS_SELECTOR, "[data-zoom=all]").click()
    assert "scale(1)" in image.get_attribute("style")
