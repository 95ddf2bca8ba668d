"""From settings to targets and their values."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.config import Settings, TargetSettings
from ringback.config_reader import load_settings
from ringback.contract import Contract
from ringback.errors import ConfigError, UsageError
from ringback.laws import Knowledge
from ringback.mock.in_process.mocked_target import MockedTarget
from ringback.targets.asgi import AsgiTarget
from ringback.targets.live import LiveTarget
from ringback.wiring import Aim, aim, asgi_app, contract, contracts, knowledge

ROOT = Path(__file__).parents[2]
Aimer = Callable[..., Aim]


@pytest.fixture(scope="module")
def settings() -> Settings:
    """The repository's own configuration."""
    return load_settings(ROOT / "ringback.toml")


@pytest.fixture(scope="module")
def strict(settings: Settings) -> Contract:
    """The repository's contract under the strict reading."""
    return contract(settings, "strict")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Writes a module that a configuration can name."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(name: str, text: str) -> None:
        (tmp_path / f"{name}.py").write_text(text, "utf-8")

    return write


@pytest.fixture(autouse=True)
def no_values(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names nothing, whoever runs the tests."""
    for value in settings.values.values():
        monkeypatch.delenv(value.variable, raising=False)


def test_the_laws_go_by_the_strict_forms(settings: Settings) -> None:
    """Under another reading the contract of the forms is one of its own."""
    judged, forms = contracts(settings, "published")
    assert (judged.reading, forms.reading) == ("published", "strict")
    judged, forms = contracts(settings, "strict")
    assert judged is forms


def test_an_unknown_reading_is_told(settings: Settings) -> None:
    """The sentence names the readings that there are."""
    with pytest.raises(UsageError) as told:
        contracts(settings, "loose")
    assert str(told.value) == ("--reading loose: no such reading (configured: published, strict)")


def test_the_reference_runs_in_this_process(settings: Settings, strict: Contract) -> None:
    """The default target is an app with values of its own, and its token is a secret."""
    aimed = aim(settings, "reference", strict)
    assert isinstance(aimed.target, AsgiTarget)
    assert aimed.secrets == {"RINGBACK_TOKEN": aimed.values["token"]}
    assert aimed.target.base_url is None


def test_the_mocked_target_needs_nothing(settings: Settings, strict: Contract) -> None:
    """Its values are made up, its recordings are those of the configuration."""
    aimed = aim(settings, "mocked", strict)
    assert isinstance(aimed.target, MockedTarget)
    assert aimed.values == {"token": "mocked-token", "phone_number": "mocked-phone_number"}
    assert aimed.secrets == {}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://localhost:1/base", "http://[::1]:1", "http://127.9.9.9"]
)
def test_loopback_is_allowed(
    settings: Settings, strict: Contract, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A URL of this machine needs no listing; its values come from the environment."""
    monkeypatch.setenv("RINGBACK_TOKEN", "t")
    monkeypatch.setenv("RINGBACK_PHONE_NUMBER", "+1")
    aimed = aim(settings, url, strict)
    assert isinstance(aimed.target, LiveTarget)
    assert aimed.target.base_url == url
    assert aimed.values == {"token": "t", "phone_number": "+1"}
    assert aimed.secrets == {"RINGBACK_TOKEN": "t"}


@pytest.mark.parametrize("url", ["https://STAGING.vocode.dev", "http://staging.vocode.dev:8443/x"])
def test_a_listed_host_is_allowed(
    settings: Settings, strict: Contract, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration's hosts may be named on the command line, in any case."""
    monkeypatch.setenv("RINGBACK_TOKEN", "t")
    monkeypatch.setenv("RINGBACK_PHONE_NUMBER", "+1")
    assert aim(settings, url, strict).target.base_url == url


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.test", "api.test"),
        ("http://10.0.0.1", "10.0.0.1"),
        ("http://127.0.0.1.api.test", "127.0.0.1.api.test"),
        ("http://localhost.api.test", "localhost.api.test"),
        ("http://staging.vocode.dev.api.test", "staging.vocode.dev.api.test"),
        ("http://0.0.0.0", "0.0.0.0"),
        ("http://[::ffff:10.0.0.1]", "::ffff:10.0.0.1"),
    ],
)
def test_another_host_is_not_allowed(
    settings: Settings, strict: Contract, url: str, host: str
) -> None:
    """Nothing is sent to a host that nobody listed."""
    with pytest.raises(UsageError) as told:
        aim(settings, url, strict)
    assert str(told.value) == (
        f"--target {url}: the host {host} is not allowed; "
        f'loopback is: add hosts = ["{host}"] to ringback.toml'
    )


def test_a_password_in_a_url_is_not_repeated(settings: Settings, strict: Contract) -> None:
    """Credentials belong in the environment, and stay out of the message."""
    with pytest.raises(UsageError) as told:
        aim(settings, "http://me:s3cret@127.0.0.1/x", strict)
    assert str(told.value) == (
        "--target http://127.0.0.1/x: holds credentials; they belong in the environment"
    )


def test_an_unknown_target_is_told(settings: Settings, strict: Contract) -> None:
    """The sentence names the targets that there are."""
    with pytest.raises(UsageError) as told:
        aim(settings, "production", strict)
    assert str(told.value) == (
        "--target production: no such target (configured: reference, staging, mocked; or a URL)"
    )


def test_missing_variables_are_named_at_once(settings: Settings, strict: Contract) -> None:
    """A target that needs values says which variables carry them."""
    with pytest.raises(ConfigError) as told:
        aim(settings, "staging", strict)
    assert str(told.value) == (
        "environment: the target staging needs RINGBACK_TOKEN and RINGBACK_PHONE_NUMBER: "
        "set and export them"
    )


def test_a_value_with_a_line_break_is_told_without_it(
    settings: Settings, strict: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that was read with its line break is named by its variable, never shown."""
    monkeypatch.setenv("RINGBACK_TOKEN", "s3cret\n")
    with pytest.raises(ConfigError) as told:
        aim(settings, "staging", strict)
    assert str(told.value) == (
        "environment: the target staging needs RINGBACK_PHONE_NUMBER: set and export them\n"
        "environment: RINGBACK_TOKEN holds a control character (a line break at its end?)"
    )


def with_command(settings: Settings, *words: str) -> Settings:
    """The settings with a token that a command tells, and not called a secret."""
    token = replace(settings.values["token"], command=words, secret=False)
    return replace(settings, values={**settings.values, "token": token})


def test_a_command_tells_a_value_that_the_environment_lacks(
    settings: Settings, strict: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a secret, whatever the configuration calls it; the variable comes first."""
    monkeypatch.setenv("RINGBACK_PHONE_NUMBER", "+1")
    commanded = with_command(settings, sys.executable, "-c", "print('t0ken')")
    aimed = aim(commanded, "staging", strict)
    assert aimed.values == {"token": "t0ken", "phone_number": "+1"}
    assert aimed.secrets == {"RINGBACK_TOKEN": "t0ken"}
    assert list(aimed.commands) == ["token"]
    monkeypatch.setenv("RINGBACK_TOKEN", "mine")
    aimed = aim(commanded, "staging", strict)
    assert aimed.values["token"] == "mine"
    assert aimed.commands == {}


@pytest.mark.parametrize("name", ["reference", "mocked"])
def test_a_target_with_values_of_its_own_runs_no_command(
    settings: Settings, strict: Contract, name: str
) -> None:
    """What the reference needs stands in a module."""
    aimed = aim(with_command(settings, "no-such-tool"), name, strict)
    assert aimed.commands == {}


def test_a_dry_run_runs_no_command(
    settings: Settings, strict: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text stands for what would be printed."""
    monkeypatch.setenv("RINGBACK_PHONE_NUMBER", "+1")
    aimed = aim(with_command(settings, "no-such-tool"), "staging", strict, dry=True)
    assert aimed.values["token"] == "what no-such-tool prints"


def test_a_failed_command_is_told_beside_what_is_missing(
    settings: Settings, strict: Contract
) -> None:
    """One run names every mistake, each behind where it stands."""
    with pytest.raises(UsageError) as told:
        aim(with_command(settings, "no-such-tool"), "staging", strict)
    assert str(told.value) == (
        f"{settings.file}: values.token: the command no-such-tool is not there; "
        "install it, or give its path, or set and export RINGBACK_TOKEN\n"
        "environment: the target staging needs RINGBACK_PHONE_NUMBER: set and export them"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("VALUES = {'token': 't'}", "the target own needs phone_number: add them to own_1:VALUES"),
        ("VALUES = 7", "targets.own.values: own_1:VALUES is no mapping of names to texts"),
        ("", "targets.own.values: own_1:VALUES can't be loaded (module 'own_1' has no attribute"),
        ("raise KeyError('k')", "targets.own.values: own_1:VALUES can't be loaded ('k')"),
        ("def", "targets.own.values: own_1:VALUES can't be loaded (invalid syntax"),
    ],
)
def test_values_of_a_module_are_checked(
    settings: Settings,
    strict: Contract,
    module: Callable[[str, str], None],
    text: str,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A module that does not hold what it should is a mistake of the configuration."""
    monkeypatch.delitem(__import__("sys").modules, "own_1", raising=False)
    module("own_1", text)
    chosen = TargetSettings(app="own_1:app", values="own_1:VALUES")
    with pytest.raises(ConfigError) as told:
        aim(replace(settings, targets={"own": chosen}), "own", strict)
    assert str(told.value).startswith(f"{settings.file}: {problem}")


def test_a_knowledge_that_is_none_is_told(settings: Settings) -> None:
    """What the configuration names must be knowledge; nothing is fine too."""
    with pytest.raises(ConfigError, match="faults:__doc__ is no Knowledge"):
        knowledge(replace(settings, knowledge="contracts.numbers.faults:__doc__"))
    with pytest.raises(ConfigError, match=r"contract\.knowledge: nowhere can't be loaded"):
        knowledge(replace(settings, knowledge="nowhere"))
    assert knowledge(replace(settings, knowledge="")) == Knowledge()


@pytest.mark.parametrize("name", ["staging", "nobody"])
def test_only_an_app_can_be_served(settings: Settings, name: str) -> None:
    """A URL can't be served, and what is not configured can't either."""
    with pytest.raises(UsageError) as told:
        asgi_app(settings, name)
    assert str(told.value) == f"{name}: is no target with an app (configured: reference)"
