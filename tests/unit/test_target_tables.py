"""`[targets.NAME]`: what it says of the way to a target and of writes, and every mistake in it."""

from pathlib import Path

import pytest

from ringback.config import ResponseTimes, Settings, TargetSettings, Value, Writes
from ringback.config_reader import load_settings
from ringback.errors import ConfigError

KNOWN = (
    "accounts, app, certificate, http2, irreversible, max_requests, max_response_time, max_time, "
    "path, private, production, proxy, rate, timeout, url, values, verify, writes"
)


def load(folder: Path, lines: str) -> Settings:
    """The settings of a configuration with one target, whose table has these lines."""
    file = folder / "ringback.toml"
    table = '[contract]\ndescription = "api.yaml"\n[targets.far]\n'
    file.write_text(table + lines + "\n", "utf-8")
    return load_settings(file)


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    """Every setting of a target arrives as a value, with paths from the configuration's folder."""
    for name in ("ca.pem", "own.pem", "own.key"):
        (tmp_path / name).touch()
    settings = load(
        tmp_path,
        """
        url = "https://api.test"
        writes = "own"
        production = true
        private = true
        rate = "2.5/s"
        max_requests = 200
        max_time = 60
        max_response_time = 0.5
        timeout = 3
        verify = "ca.pem"
        certificate = ["own.pem", "own.key"]
        proxy = "http://proxy.test:3128"
        irreversible = ["send"]
        [targets.far.values]
        phone = "+1555"
        token = { variable = "FAR_TOKEN", secret = true }
        other = { command = ["my-tool"] }
        """,
    )
    assert settings.targets["far"] == TargetSettings(
        url="https://api.test",
        writes=Writes.OWN,
        production=True,
        private=True,
        rate=2.5,
        max_requests=200,
        max_time=60.0,
        max_response_time=ResponseTimes(usual=0.5),
        timeout=3.0,
        verify=tmp_path / "ca.pem",
        certificate=(tmp_path / "own.pem", tmp_path / "own.key"),
        proxy="http://proxy.test:3128",
        irreversible=("send",),
        own_values={
            "phone": Value(variable="RINGBACK_PHONE", literal="+1555"),
            "token": Value(variable="FAR_TOKEN", secret=True),
            "other": Value(variable="RINGBACK_OTHER", command=("my-tool",)),
        },
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('verify = false\ncertificate = "own.pem"', {"verify": False}),
        ("rate = 5", {"rate": 5.0}),
        ('rate = "5"', {"rate": 5.0}),
        ('writes = "none"', {"writes": Writes.NONE}),
        ('writes = "all"', {"writes": Writes.ALL}),
        ("", {"writes": None, "production": False, "verify": True, "proxy": ""}),
        (
            'max_response_time = { "*" = 1, export = 20.5 }',
            {"max_response_time": ResponseTimes(usual=1.0, named={"export": 20.5})},
        ),
        (
            "max_response_time = { export = 20 }",
            {"max_response_time": ResponseTimes(named={"export": 20.0})},
        ),
        ('proxy = "socks5h://[::1]:1080"', {"proxy": "socks5h://[::1]:1080"}),
    ],
)
def test_a_setting_is_read(tmp_path: Path, lines: str, expected: dict[str, object]) -> None:
    """The other forms that a setting may have."""
    (tmp_path / "own.pem").touch()
    target = load(tmp_path, f'url = "https://api.test"\n{lines}').targets["far"]
    assert {name: getattr(target, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            'write = "own"',
            f"targets.far.write is not known here (known: {KNOWN}); did you mean writes or rate?",
        ),
        (
            'writes = "nome"',
            'targets.far.writes must be one of "none", "own", "all"; did you mean none?',
        ),
        ("writes = false", 'targets.far.writes must be one of "none", "own", "all"'),
        (
            'writes = "all"\nproduction = true',
            (
                'targets.far.writes = "all" is not for a production target, where nothing is to '
                'stay; say "own" or "none"'
            ),
        ),
        ("production = 1", "targets.far.production must be true or false"),
        ('private = "yes"', "targets.far.private must be true or false"),
        ('rate = "fast"', 'targets.far.rate must be requests a second, such as "5/s"'),
        ("rate = 0", 'targets.far.rate must be requests a second, such as "5/s"'),
        ("rate = true", 'targets.far.rate must be requests a second, such as "5/s"'),
        ("rate = inf", 'targets.far.rate must be requests a second, such as "5/s"'),
        ("max_requests = 0", "targets.far.max_requests must be a whole number above 0"),
        ("max_requests = 1.5", "targets.far.max_requests must be a whole number above 0"),
        ("max_requests = true", "targets.far.max_requests must be a whole number above 0"),
        ("max_time = -1", "targets.far.max_time must be a number of seconds above 0"),
        (
            "max_response_time = 0",
            "targets.far.max_response_time must be a number of seconds above 0",
        ),
        (
            'max_response_time = { export = "slow" }',
            "targets.far.max_response_time.export must be a number of seconds above 0",
        ),
        ("verify = 1", "targets.far.verify must be the path of a CA bundle, or false"),
        (
            'verify = "ca.pem"',
            (
                "targets.far.verify: there is no file FOLDER/ca.pem; "
                "paths are from FOLDER/ringback.toml"
            ),
        ),
        (
            'certificate = "own.pem"',
            (
                "targets.far.certificate: there is no file FOLDER/own.pem; "
                "paths are from FOLDER/ringback.toml"
            ),
        ),
        (
            'certificate = ["a", "b", "c"]',
            (
                "targets.far.certificate must be a path, or a list of two: "
                "the certificate, then its key"
            ),
        ),
        (
            "certificate = true",
            (
                "targets.far.certificate must be a path, or a list of two: "
                "the certificate, then its key"
            ),
        ),
        (
            'proxy = "proxy.test:3128"',
            ("targets.far.proxy: proxy.test:3128 is no URL of http, https, socks5 or socks5h"),
        ),
        (
            'proxy = "http://me:secret@proxy.test"',
            (
                "targets.far.proxy: http://proxy.test holds credentials; "
                "they belong in HTTPS_PROXY and HTTP_PROXY"
            ),
        ),
        ('irreversible = "send"', "targets.far.irreversible must be a list of texts"),
        (
            "values = 7",
            "targets.far.values must be a table of values, or name a mapping as module:NAME",
        ),
        (
            "values = { token = true }",
            "targets.far.values.token must be a text, a number, or a table with a variable",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    """One sentence: what is wrong, where, and what would be right."""
    with pytest.raises(ConfigError) as error:
        load(tmp_path, f'url = "https://api.test"\n{line}')
    assert error.value.problems == (told.replace("FOLDER", str(tmp_path)),)


def test_an_app_has_no_way_to_it(tmp_path: Path) -> None:
    """What is called in this process has no certificate, no proxy and no name; all is told."""
    with pytest.raises(ConfigError) as error:
        load(tmp_path, 'app = "a:b"\nproxy = "http://p.test"\nverify = false\nprivate = true')
    assert error.value.problems == tuple(
        f"targets.far.{name} is for a url; an app is called in this process"
        for name in ("private", "proxy", "verify")
    )
