"""A browser without a window for the pages, one for all tests of a process."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from ringback.reports import REPORTS
from ringback.reports.scribe import Scribe
from ringback.verdict import Run

SECRETS = {"RINGBACK_TOKEN": "t0k-en"}
Opened = Callable[[Run], Path]


@pytest.fixture(scope="session")
def driver() -> Iterator[Chrome]:
    """Chromium of the system; without it these tests are skipped, but never in CI."""
    found = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if None in found:
        if "CI" in os.environ:
            pytest.fail("chromium and chromedriver are missing; .ci/run installs them")
        pytest.skip("chromium and chromedriver are not installed")
    options = Options()
    options.binary_location = str(found[0])
    for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(each)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(str(found[1])))
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Writes the page of a run; answers where it is."""

    def write(run: Run) -> Path:
        path = tmp_path_factory.mktemp("page") / "report.html"
        text = REPORTS["html"].render(run, Scribe.for_run(run, SECRETS))
        path.write_bytes(text.encode("utf-8"))
        return path

    return write
