"""A proof as a page."""

import re

from ringback.prove.interface import Calm, Fate, Proof, Proved
from ringback.prove.proof_page import proof_page

PROOF = Proof(
    reading="strict",
    proved=(
        Proved(name="a", kind="type", rule="schema/response", fate=Fate.CAUGHT),
        Proved(name="b", kind="type", rule="schema/status", fate=Fate.CAUGHT),
        Proved(name="c", kind="type", rule="schema/response", fate=Fate.CAUGHT),
        Proved(name="<d>", kind="race", rule="law/link", fate=Fate.MISSED, why="it is rare"),
        Proved(name="e", kind="race", rule="law/link", fate=Fate.EQUIVALENT),
    ),
    calm=(Calm(service="reference", seed=1, alarms=("law/echo: \u202e",)),),
    seconds=2.0,
    left_out=3,
)


def test_the_matrix() -> None:
    """A row a kind, a column a rule, what caught most first; then what was missed, and why."""
    page = proof_page(PROOF)
    assert "<h1>The gate catches 3 of 4 planted faults, and says 1 wrong things" in page
    rows = re.findall(r"<tr><th scope=\"row\">(type|race)</th>(.*?)</tr>", page)
    cells = {kind: re.findall(r"<td[^>]*>(.*?)</td>", row) for kind, row in rows}
    assert cells == {
        "type": ["3", "3", "0", "0", "2", "1"],
        "race": ["2", "0", "1", "1", "·", "·"],
    }
    columns = re.findall(r'class="turned"><span>(.*?)</span>', page)
    assert columns == [
        "planted",
        "caught",
        "missed",
        "equivalent",
        "schema/response",
        "schema/status",
    ]
    assert "&lt;d&gt;" in page
    assert "it is rare" in page
    assert "reference, seed 1: law/echo: \\u202e" in page


def test_it_asks_for_nothing() -> None:
    """Whatever is not the page's own is forbidden, and no address stands in it."""
    page = proof_page(PROOF)
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert "http" not in page.replace("http-equiv", "")
