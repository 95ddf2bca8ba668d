"""How heavy the HTML report is, and how long a browser needs to open it.

    python benchmarks/report.py

Pages of 10, 500 and 5,000 findings, each of a cause of its own and with an answer, a sequence of
requests and the maps of 40 operations; and one page of 1,000 operations. Told are the time to
write the page, its bytes as they are and packed, and the time until Chromium (Debian's packages
`chromium` and `chromium-driver`) has it on the screen: from the start of the navigation to the end
of its load event, and to the first frame behind it. The middle of five openings.
"""

import gzip
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, Severity
from ringback.payload_map import MapNode, PayloadMap
from ringback.reports import REPORTS
from ringback.reports.scribe import Scribe
from ringback.verdict import AskedOperation, Counts, Covered, Latency, Run, conclude

PAGES = ((10, 40), (500, 40), (5_000, 40), (5_000, 1_000))  # findings, operations
MAPS = 98  # a run keeps no more than 6,000 nodes
OPENINGS = 5
LIMIT = 2_000_000  # bytes of a page
_OPENED = """
const done = arguments[0];
requestAnimationFrame(() => requestAnimationFrame(() => {
  const [page] = performance.getEntriesByType("navigation");
  done([page.loadEventEnd, performance.now()]);
}));
"""


def made(findings: int, operations: int) -> Run:
    """A run with so many findings, and maps of so many operations."""
    found = tuple(_finding(number, operations) for number in range(findings))
    return Run(
        command="check",
        verdict=conclude(found),
        target="reference",
        reading="strict",
        seed=0,
        seconds=61.0,
        counts=Counts(exchanges=41_000, recordings=38, operations=operations),
        response_coverage=Covered(covered=900, total=1_200),
        request_coverage=Covered(covered=1_100, total=1_200),
        asked=tuple(
            AskedOperation(
                operation=f"operation_{number}",
                latency=Latency(answers=41, p50=0.001, p95=0.01 + number / 1e5, p99=0.2),
            )
            for number in range(operations)
        ),
        maps=tuple(
            PayloadMap(
                operation=f"operation_{number}",
                side="response",
                title="200 application/json",
                nodes=tuple(_nodes()),
            )
            for number in range(min(operations, MAPS))
        ),
    )


def _finding(number: int, operations: int) -> Finding:
    body = {"id": number, "items": [{"name": f"item {at}", "price": at} for at in range(12)]}
    body["items"][3]["price"] = "3"  # type: ignore[index]  # it is the list above
    request = Request(
        method="POST",
        url=f"/things/{number}?limit=10",
        headers=(("Content-Type", "application/json"), ("Authorization", "Bearer secret")),
        body=json.dumps({"limit": number, "names": ["a", "b"]}).encode(),
    )
    return Finding(
        rule=("schema/response", "law/echo", "protocol/server-error")[number % 3],
        message=f"response 200 /items/3/price: must be an integer, not a string ({number})",
        severity=Severity.ERROR if number % 4 else Severity.WARNING,
        operation=f"operation_{number % operations}",
        instance="/items/3/price",
        schema=f"/components/schemas/Thing{number}/properties/items/items/properties/price/type",
        file="openapi/things.yaml",
        line=number + 1,
        count=number % 90 + 1,
        cause=str(number),
        exchanges=(
            Exchange(request=request, outcome=Response(status=200, body=json.dumps(body).encode())),
        ),
    )


def _nodes() -> list[MapNode]:
    """An object with arrays of objects in it: 61 nodes."""
    nodes = [MapNode(name="", kind="object", place="", schema="/a", seen=9)]
    for at in range(10):
        array = MapNode(
            name=f"items{at}", kind="array", place=f"/items{at}", schema="/b", parent=0, seen=9
        )
        nodes.append(array)
    for at in range(50):
        seen = at % 7
        nodes.append(
            MapNode(
                name=f"member_{at}",
                kind="string",
                place=f"/items{at % 10}/member_{at}",
                schema="/c",
                parent=1 + at % 10,
                seen=seen,
                covered=1,
                total=2,
                missing=("absent",) if seen else (),
                example='"a text"' if seen else None,
            )
        )
    return nodes


def opened(driver: Chrome, page: Path) -> tuple[float, float]:
    """Milliseconds until the page was loaded, and until it was drawn."""
    driver.get("about:blank")
    driver.get(page.as_uri())
    loaded, drawn = driver.execute_async_script(_OPENED)
    return float(loaded), float(drawn)


def main() -> None:
    """Write each page, open it, and print what that took."""
    options = Options()
    options.binary_location = shutil.which("chromium") or "chromium"
    for each in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(each)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    print(f"Chromium {driver.capabilities['browserVersion']}, the middle of {OPENINGS} openings")
    print("findings  operations  written    bytes     packed    loaded    drawn")
    too_heavy = False
    with tempfile.TemporaryDirectory() as folder:
        for findings, operations in PAGES:
            run = made(findings, operations)
            started = time.perf_counter()
            text = REPORTS["html"].render(run, Scribe.for_run(run, {"RINGBACK_TOKEN": "secret"}))
            wrote = time.perf_counter() - started
            octets = text.encode()
            page = Path(folder, f"{findings}-{operations}.html")
            page.write_bytes(octets)
            times = [opened(driver, page) for _ in range(OPENINGS)]
            loaded, drawn = (statistics.median(each) for each in zip(*times, strict=True))
            too_heavy = too_heavy or len(octets) > LIMIT
            print(
                f"{findings:>8,}  {operations:>10,}  {wrote:>6.2f} s  {len(octets):>9,}"
                f"  {len(gzip.compress(octets)):>8,}  {loaded:>5.0f} ms  {drawn:>5.0f} ms"
            )
    driver.quit()
    if too_heavy:
        sys.exit(f"a page is heavier than {LIMIT:,} bytes")


if __name__ == "__main__":
    main()
