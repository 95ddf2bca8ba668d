"""`ringback prove` on APIs without a word of knowledge in Python: what is planted is caught."""

import pytest

from tests.acceptance.driving import ringback

Capture = pytest.CaptureFixture[str]

_SHOP = (
    *("max-total-ignored-beside-min-total", "items-survive-their-order"),
    *("settings-patch-replaces-nested-objects", "weak-if-match-accepted"),
    *("order-of-an-unknown-customer-accepted",),
)
_FILES = ("tag-kept-with-new-bytes", "deleted-content-readable", "if-range-ignored")


@pytest.mark.parametrize(("api", "faults"), [("shop", _SHOP), ("files", _FILES)])
def test_faults_of_an_api_that_nobody_told_the_gate_about(
    api: str, faults: tuple[str, ...], capsys: Capture
) -> None:
    """Each is caught by the rule that ought to see it, and the right service is found right."""
    named = [part for each in faults for part in ("--only", each)]
    config = f"contracts/{api}/ringback.toml"
    ended = ringback(capsys, "prove", "--config", config, *named, "--seeds", "1")
    assert ended.code == 0, ended.said
    count = len(faults)
    assert f"proof: {count} of {count} observable faults caught" in ended.said
    assert "0 findings on the reference under 1 seed" in ended.said
