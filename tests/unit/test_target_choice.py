"""Which configured target a URL means, and what of it holds for that URL."""

from dataclasses import replace
from pathlib import Path

import pytest

from ringback.config import Settings, TargetSettings, Writes
from ringback.errors import UsageError
from ringback.target_choice import chosen_target

OWN = TargetSettings(url="https://api.test/v1", rate=5.0, values="mine:VALUES")
LIVE = TargetSettings(url="https://api.test", production=True, verify=Path("/ca.pem"))
NEAR = TargetSettings(url="http://127.0.0.1:8000", writes=Writes.NONE)
BARE = TargetSettings(url="http://localhost", writes=Writes.NONE)
SETTINGS = Settings(
    file=Path("/ringback.toml"),
    description=Path(),
    readings={},
    forms="strict",
    hosts=("api.test", "other.test"),
    targets={
        "own": OWN,
        "live": LIVE,
        "near": NEAR,
        "bare": BARE,
        "app": TargetSettings(app="a:b"),
    },
)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("own", OWN),
        ("app", TargetSettings(app="a:b")),
        ("mocked", None),
        ("https://api.test", LIVE),
        ("https://api.test/v1", LIVE),
        ("http://API.test:8080/v2/", LIVE),
        ("http://127.0.0.1:8000/base", NEAR),
        ("http://localhost:8000", NEAR),
        ("http://[::1]:8000", NEAR),
        ("http://127.0.0.1:80", BARE),
        ("http://127.0.0.1:8001", TargetSettings()),
        ("https://other.test", TargetSettings()),
    ],
)
def test_a_name_or_a_url_means_a_target(name: str, target: TargetSettings | None) -> None:
    """Of several on one host the strictest holds; values by module are of a name alone."""
    expected = replace(target, url=name) if target and "://" in name else target
    assert chosen_target(SETTINGS, name) == expected


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "far",
            "no such target (configured: own, live, near, bare, app, mocked; or a URL)",
        ),
        (
            "https://evil.test",
            (
                "the host evil.test is not allowed; loopback is: "
                'add hosts = ["evil.test"] to ringback.toml'
            ),
        ),
    ],
)
def test_what_is_not_configured_is_not_asked(name: str, told: str) -> None:
    """One sentence: what is wrong, and what would be right."""
    with pytest.raises(UsageError) as error:
        chosen_target(SETTINGS, name)
    assert error.value.problems == (f"--target {name}: {told}",)
