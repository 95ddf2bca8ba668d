"""Makes the pictures of the report and of the terminal: `python docs/pictures/make.py`.

They show a real run: `ringback check` on the reference with faults planted (`planted_numbers`). The
report is opened in Chromium (Debian's packages `chromium` and `chromium-driver`); the screen of the
terminal is drawn by rich. The pictures stand beside this file.
"""

import base64
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from ringback.reports.formats.terminal import TerminalReport
from ringback.reports.retelling import retold

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
MOST = 300_000  # bytes of a picture
WIDTH = 96  # columns of the terminal
THEME = TerminalTheme(
    (24, 28, 36),
    (222, 227, 234),
    [
        *((24, 28, 36), (224, 96, 88), (110, 190, 145), (222, 178, 90)),
        *((110, 160, 225), (190, 140, 215), (95, 190, 200), (222, 227, 234)),
    ],
)
PICTURES = (
    # name, selector of what is shown (None for what is on top), width, height, dark
    ("report", None, 1180, 1240, False),
    ("report-dark", None, 1180, 1240, True),
    ("map", ".map", 1180, 700, False),
    ("phone", None, 390, 844, False),
)


def run(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Run the check; answers the page and the JSON report."""
    text = (ROOT / "ringback.toml").read_text("utf-8")
    text = text.replace("contracts.numbers.reference:app", "planted_numbers:app")
    shutil.copy(FOLDER / "planted_numbers.py", folder)
    for name in ("openapi", "contracts"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "ringback.toml").write_text(text, "utf-8")
    command = [sys.executable, "-m", "ringback", "check", "-q"]
    reports = ["--report", "html=report.html", "--report", "json=report.json"]
    code = subprocess.run(
        [*command, *reports],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{folder}:{ROOT / 'src'}:{ROOT}"},
        check=False,
    ).returncode
    if code != 1:
        sys.exit(f"the check ended with {code}, and should have found the faults")
    report: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return folder / "report.html", report


def terminal(report: dict[str, Any]) -> str:
    """The last screen of the run, as SVG that needs no network."""
    told, scribe = retold(report)
    screen = TerminalReport(width=WIDTH, colour=True).render(told, scribe)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ ringback check", "bold"))
    console.print(Text.from_ansi(screen))
    drawn = console.export_svg(title="ringback check", theme=THEME, unique_id="ringback")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return drawn.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")


def photographed(page: Path) -> None:
    """The page in a browser, as PNG."""
    options = Options()
    options.binary_location = shutil.which("chromium") or "chromium"
    for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(each)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    for name, selector, width, height, dark in PICTURES:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        driver.get(page.as_uri())
        shot: dict[str, Any] = {"format": "png", "captureBeyondViewport": selector is not None}
        if selector is not None:
            told = "const at = document.querySelector(arguments[0]).getBoundingClientRect();"
            told += "return [at.x + scrollX, at.y + scrollY, at.width, at.height]"
            x, y, wide, high = driver.execute_script(told, selector)
            shot["clip"] = {"x": x, "y": y, "width": wide, "height": high, "scale": 1}
        taken = driver.execute_cdp_cmd("Page.captureScreenshot", shot)
        _write(f"{name}.png", base64.b64decode(taken["data"]))
    driver.quit()


def _write(name: str, octets: bytes) -> None:
    if len(octets) > MOST:
        sys.exit(f"{name} has {len(octets):,} bytes, more than {MOST:,}")
    (FOLDER / name).write_bytes(octets)
    sys.stdout.write(f"{name}: {len(octets):,} bytes\n")


def main() -> None:
    """Run, and make every picture of it."""
    with tempfile.TemporaryDirectory() as name:
        page, report = run(Path(name))
        _write("terminal.svg", terminal(report).encode())
        photographed(page)


if __name__ == "__main__":
    main()
