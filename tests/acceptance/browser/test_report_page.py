"""The HTML report as a reader has it: in a browser."""

import importlib.resources
import json
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from ringback.prove.proof_page import proof_page
from ringback.reports import REPORTS
from ringback.reports.scribe import Scribe
from tests.acceptance.browser.conftest import SECRETS, Opened
from tests.unit.reports.page.shown_runs import EVERYTHING, PROOF, SHAPE, hostile

AXE = importlib.resources.files("selenium_axe_python").joinpath("axe-core/axe.min.js")


@pytest.fixture(scope="module")
def page(written: Opened) -> Path:
    """The page of a run with findings of every kind."""
    return written(EVERYTHING)


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """The JSON report of the same run."""
    scribe = Scribe.for_run(EVERYTHING, SECRETS)
    told: dict[str, Any] = json.loads(REPORTS["json"].render(EVERYTHING, scribe))
    return told


def _open(driver: Chrome, page: Path, *, dark: bool = False, width: int = 1280) -> None:
    """Open a page in a window of this width, in the colours that a reader prefers."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    wanted = {"color-scheme": "dark" if dark else "light", "reduced-motion": "reduce"}
    features = [{"name": f"prefers-{name}", "value": value} for name, value in wanted.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    driver.get("about:blank")
    _complaints(driver)  # of the page before
    driver.get(page.as_uri())


def _complaints(driver: Chrome) -> list[str]:
    """What the browser has to say of the page: errors, and what the policy held back."""
    log = driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no type here
    return [each["message"] for each in log]


def _unfold(driver: Chrome) -> None:
    """Open all that is folded."""
    told = "for (const each of document.querySelectorAll('details')) each.open = true"
    driver.execute_script(told)


def _fits(driver: Chrome) -> bool:
    """Whether the page as a whole does not move sideways."""
    told = "return document.documentElement.scrollWidth <= window.innerWidth"
    return bool(driver.execute_script(told))


def _texts(driver: Chrome, selector: str) -> list[str]:
    """The texts of some elements, seen or folded."""
    found = driver.find_elements(By.CSS_SELECTOR, selector)
    return [" ".join(str(each.get_property("textContent")).split()) for each in found]


def test_the_page_says_what_the_json_report_says(
    driver: Chrome, page: Path, report: dict[str, Any]
) -> None:
    """Verdict, counts, each finding, its payload and its command are those of the JSON report."""
    _open(driver, page)
    found = report["findings"]
    broken = [it for it in found if it["severity"] == "error" and "accepted" not in it]
    (sentence,) = _texts(driver, "h1")
    errors = f"{len(broken)} errors from {len(broken) - 1} causes"
    verdict, target = report["verdict"], report["target"]
    assert sentence == f"The contract is {verdict} on {target}: {errors}; 2 warnings."
    facts = dict(zip(_texts(driver, ".facts dt"), _texts(driver, ".facts dd"), strict=True))
    assert facts == {
        "target": report["target"],
        "reading": report["reading"],
        "seed": str(report["seed"]),
        **{name: str(count) for name, count in report["counts"].items()},
        "time": "4.1 s",
    }
    assert {*_texts(driver, ".cause h3")} == {each["message"] for each in report["findings"]}
    assert {*_texts(driver, ".cause .meta code")} == {each["rule"] for each in report["findings"]}
    commands = _texts(driver, "pre[id$=-curl]")
    assert sorted(commands) == sorted(
        each["reproduce"] for each in report["findings"] if each["reproduce"]
    )
    values = [each["payload"]["value"] for each in report["findings"] if "payload" in each]
    assert len(_texts(driver, ".json mark")) == len(values) + 1  # and that of a witness
    assert _complaints(driver) == []


def test_a_finding_shows_what_is_wrong_and_what_was_expected(driver: Chrome, page: Path) -> None:
    """The wrong place is marked, the way to it open, and both values stand side by side."""
    _open(driver, page)
    first = driver.find_element(By.CSS_SELECTOR, ".cause")
    assert first.find_element(By.CSS_SELECTOR, "mark").text == '"age": "9"'
    assert first.find_element(By.CSS_SELECTOR, ".two .is pre").text == '"9"'
    assert '"type": "integer"' in first.find_element(By.CSS_SELECTOR, ".two pre").text
    assert '"name": "a"' in first.text
    assert '"tags"' not in first.text  # folded
    opened = driver.find_elements(By.CSS_SELECTOR, ".cause-body[open]")
    assert len(opened) == 1


def test_a_node_of_the_map_tells_what_was_seen(driver: Chrome, page: Path) -> None:
    """A click shows a node's example and findings; arrow keys go to its neighbours."""
    _open(driver, page)
    drawing = driver.find_element(By.CSS_SELECTOR, ".map .icicle")
    panel = driver.find_element(By.CSS_SELECTOR, ".map .panel")
    assert panel.text.startswith("age broken integer /owner/age")
    states = [
        each.get_attribute("aria-label") for each in drawing.find_elements(By.CSS_SELECTOR, "a")
    ]
    assert sorted(str(each) for each in states) == [
        "age, broken",
        "big, seen",
        "each item, seen",
        "id, seen",
        "owner, seen",
        "part, leads back",
        "part, seen",
        "small, never seen",
        "tags, seen in part",
        "the whole, seen",
    ]
    drawing.find_element(By.CSS_SELECTOR, "a.partly").click()
    assert panel.text.split("\n") == [
        "tags seen in part array /tags",
        "seen 3 times; 1 of 3 choices shown, missing: no item, one item",
        'example: ["x", "y"]',
    ]
    driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert panel.text.startswith("each item seen string /tags/*")
    driver.switch_to.active_element.send_keys(Keys.ARROW_UP, Keys.ARROW_LEFT)
    assert panel.text.startswith("owner seen something in it is broken object /owner")
    driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    panel.find_element(By.LINK_TEXT, SHAPE.message).click()
    assert driver.current_url.endswith("#cause-0")
    assert _texts(driver, ".map .tree > li > .entry b") == ["the whole", "the whole"]


@pytest.mark.parametrize(
    ("name", "begins"), [("curl", "curl -i -X"), ("httpx", "import os"), ("pytest", "import ")]
)
def test_a_command_is_copied(driver: Chrome, page: Path, name: str, begins: str) -> None:
    """The button puts the whole text into the clipboard, and says so to a screen reader."""
    _open(driver, page)
    allowed = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    driver.execute_cdp_cmd("Browser.grantPermissions", allowed)
    code = driver.find_element(By.CSS_SELECTOR, f"pre[id$=-{name}]")
    driver.execute_script("arguments[0].closest('details').open = true", code)
    driver.find_element(By.CSS_SELECTOR, f".cause button[data-name={name}]").click()
    said = driver.find_element(By.ID, "said")
    WebDriverWait(driver, 20).until(lambda _: said.get_property("textContent") == f"{name} copied")
    clipboard = driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert clipboard == code.get_property("textContent")
    assert clipboard.startswith(begins)


@pytest.mark.parametrize(
    ("shown", "dark", "width"),
    [("run", False, 1280), ("run", True, 1280), ("run", False, 390), ("proof", True, 1280)],
)
def test_nothing_stands_in_a_readers_way(
    driver: Chrome, page: Path, tmp_path: Path, shown: str, dark: bool, width: int
) -> None:
    """Axe finds no violation of WCAG 2.2 AA and of good practice, everything unfolded."""
    if shown == "proof":
        page = tmp_path / "proof.html"
        page.write_text(proof_page(PROOF), "utf-8")
    _open(driver, page, dark=dark, width=width)
    _unfold(driver)
    driver.execute_script(AXE.read_text("utf-8"))
    found = driver.execute_async_script("axe.run(document).then(arguments[0])")
    assert len(found["passes"]) > 20
    violations = [
        (each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]
    ]
    assert violations == []


def test_the_page_fits_a_phone(driver: Chrome, page: Path) -> None:
    """At 390 pixels nothing but a map and a wide table moves sideways."""
    _open(driver, page, width=390)
    _unfold(driver)
    assert _fits(driver)


def test_hostile_texts_do_nothing(driver: Chrome, written: Opened) -> None:
    """Markup, scripts and controls in every field are text: no alert, no element, no complaint."""
    _open(driver, written(hostile()))
    _unfold(driver)
    assert (
        driver.find_elements(By.CSS_SELECTOR, "script:not(:last-child), img, [onload], [onerror]")
        == []
    )
    assert len(driver.find_elements(By.CSS_SELECTOR, "script")) == 1
    source = driver.page_source
    assert not any(each in source for each in "\u202e\u2066\x1b\u2028")
    assert "<script>alert(1)</script>" in str(driver.find_element(By.TAG_NAME, "h1").text)
    assert _complaints(driver) == []
    assert _fits(driver)
