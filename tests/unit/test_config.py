"""The configuration: what it says, and every mistake at once."""

from pathlib import Path

import pytest

from ringback.config import (
    ProveSettings,
    Settings,
    TargetSettings,
    Value,
    load_settings,
)
from ringback.errors import ConfigError


def load(folder: Path, text: str) -> Settings:
    """The settings of a configuration with this text."""
    file = folder / "ringback.toml"
    file.write_text(text, "utf-8")
    return load_settings(file)


def problems(folder: Path, text: str) -> tuple[str, ...]:
    """What is told to be wrong with a configuration."""
    with pytest.raises(ConfigError) as told:
        load(folder, text)
    return told.value.problems


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    """Every setting arrives as a value, with paths from the configuration's folder."""
    settings = load(
        tmp_path,
        """
        hosts = ["api.test"]
        [contract]
        description = "api.yaml"
        recordings = ["kept"]
        knowledge = "mine:KNOWN"
        readings = { wide = [], narrow = ["narrow.yaml"] }
        forms = { reading = "narrow" }
        [values]
        token = { variable = "TOKEN", required = true, secret = true }
        other = {}
        the-key = { command = ["my-tool", "--account", "a b"] }
        [targets]
        here = { app = "mine:app", values = "mine:VALUES" }
        there = { url = "https://api.test/base", timeout = 2.5 }
        [prove]
        app = "mine:make"
        faults = "mine:FAULTS"
        """,
    )
    assert settings == Settings(
        file=tmp_path / "ringback.toml",
        description=tmp_path / "api.yaml",
        readings={"wide": (), "narrow": (tmp_path / "narrow.yaml",)},
        forms="narrow",
        recordings=(tmp_path / "kept",),
        knowledge="mine:KNOWN",
        hosts=("api.test",),
        values={
            "token": Value(variable="TOKEN", required=True, secret=True),
            "other": Value(variable="RINGBACK_OTHER"),
            "the-key": Value(variable="RINGBACK_THE_KEY", command=("my-tool", "--account", "a b")),
        },
        targets={
            "here": TargetSettings(app="mine:app", values="mine:VALUES"),
            "there": TargetSettings(url="https://api.test/base", timeout=2.5),
        },
        prove=ProveSettings(app="mine:make", faults="mine:FAULTS"),
    )
    assert settings.root == tmp_path


def test_the_least_that_is_needed_is_a_description(tmp_path: Path) -> None:
    """Everything but the description has a default."""
    settings = load(tmp_path, '[contract]\ndescription = "api.json"')
    assert settings == Settings(
        file=tmp_path / "ringback.toml",
        description=tmp_path / "api.json",
        readings={"strict": ()},
        forms="strict",
    )


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    """One run names everything that is wrong."""
    assert problems(
        tmp_path,
        """
        hosts = "api.test"
        color = true
        [contract]
        recordings = [1]
        knowledge = 7
        forms = { reading = "none" }
        [values]
        token = "TOKEN"
        [targets]
        both = { app = "a:b", url = "http://x" }
        far = { url = "ftp://x", timeout = 0, retries = 1 }
        """,
    ) == (
        "color is not known here (known: contract, hosts, prove, targets, values)",
        "contract.description is missing: the path of the description",
        "contract.forms.reading: there is no reading 'none'",
        "contract.recordings must be a list of texts",
        "contract.knowledge must be a text",
        "hosts must be a list of texts",
        "values.token must be a table with a variable",
        "targets.both needs either app or url",
        "targets.far.retries is not known here (known: app, timeout, url, values)",
        "targets.far.url: ftp://x is no http or https URL",
        "targets.far.timeout must be a number of seconds above 0",
    )


@pytest.mark.parametrize("timeout", ["0", "-1", "true", '"3"', "nan", "inf", "1e9", "[]"])
def test_a_timeout_is_a_number_of_seconds(tmp_path: Path, timeout: str) -> None:
    """What no clock can count is refused."""
    text = f'[contract]\ndescription = "a"\n[targets]\nt = {{ app = "a:b", timeout = {timeout} }}'
    told = problems(tmp_path, text)
    assert told == ("targets.t.timeout must be a number of seconds above 0",)


@pytest.mark.parametrize("command", ['"tool --now"', "[]", '[""]', "[1]", '["a\\u0000b"]', "{}"])
def test_a_command_is_a_list_of_words(tmp_path: Path, command: str) -> None:
    """No shell splits a text, and no program has no name."""
    text = f'[contract]\ndescription = "a"\n[values]\ntoken = {{ command = {command} }}'
    told = problems(tmp_path, text)
    assert told == (
        "values.token.command must be a list of texts: the program, then its arguments",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "contract.description is missing: the path of the description"),
        ("contract = 1", "contract must be a table"),
        ("[contract]\ndescription = 1", "contract.description must be a text"),
        ('[contract]\ndescription = ""', "contract.description is missing"),
        ('[contract]\ndescription = "a"\nforms = []', "contract.forms must be a table"),
        ('[contract]\ndescription = "a"\nforms = {reading = []}', "contract.forms.reading"),
        ("[contract", "is not TOML: "),
        ("a = 1\na = 2", "is not TOML: "),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, text: str, told: str) -> None:
    """Each mistake is a sentence that begins with where it stands."""
    assert any(problem.startswith(told) for problem in problems(tmp_path, text))


def test_a_missing_file_says_what_to_try(tmp_path: Path) -> None:
    """Without a configuration the sentence names the option."""
    file = tmp_path / "none.toml"
    with pytest.raises(ConfigError) as told:
        load_settings(file)
    assert str(told.value) == (
        f"{file}: there is no such file; run in the repository's folder, or say --config FILE"
    )


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    """A folder, or a file that is no text, is one sentence."""
    file = tmp_path / "ringback.toml"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match="can't be read"):
        load_settings(file)
