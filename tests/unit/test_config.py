"""The configuration: what it says, and every mistake at once."""

from pathlib import Path

import pytest

from ringback.config import (
    ChangesTable,
    ProveSettings,
    ResourceTable,
    Settings,
    TargetSettings,
    Value,
)
from ringback.config_reader import load_settings
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
        token = true
        [targets]
        both = { app = "a:b", url = "http://x" }
        far = { url = "ftp://x", timeout = 0, retries = 1 }
        """,
    ) == (
        (
            "color is not known here (known: accounts, changes, contract, hosts, operations, "
            "prove, resources, secrets, targets, values)"
        ),
        "contract.description is missing: the path of the description",
        "contract.forms.reading: there is no reading 'none'",
        "contract.recordings must be a list of texts",
        "contract.knowledge must be a text",
        "hosts must be a list of texts",
        "values.token must be a text, a number, or a table with a variable",
        "targets.both needs either app or url",
        (
            "targets.far.retries is not known here (known: accounts, app, certificate, http2, "
            "irreversible, max_requests, max_response_time, max_time, path, private, production, "
            "proxy, rate, timeout, url, values, verify, writes); did you mean writes?"
        ),
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
        (
            "[changes]\ndeprecated_days = -1",
            "changes.deprecated_days must be a whole number of days",
        ),
        ("[changes]\nbeta_days = true", "changes.beta_days must be a whole number of days"),
        ('[changes]\nunstable = ["beat"]', "changes.unstable: beat is no level (known: draft, "),
        ("[changes]\nunstable = 1", "changes.unstable must be a list of texts"),
        ("[changes]\ndays = 1", "changes.days is not known here"),
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
        f"{file}: there is no such file; run in the repository's folder, say --config FILE, "
        "or do without one: check --target URL, lint FILE, init"
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


API = '[contract]\ndescription = "api.yaml"\n'


def test_accounts_have_values_of_their_own(tmp_path: Path) -> None:
    """Each account's values are told as those of the one under test are."""
    text = """
    [accounts.other]
    token = { variable = "OTHER_TOKEN", required = true, secret = true }
    user-id = {}
    [accounts.third]
    token = { command = ["my-tool", "third"] }
    [accounts.empty]
    """
    settings = load(tmp_path, API + text)
    assert settings.accounts == {
        "other": {
            "token": Value(variable="OTHER_TOKEN", required=True, secret=True),
            "user-id": Value(variable="RINGBACK_USER_ID"),
        },
        "third": {"token": Value(variable="RINGBACK_TOKEN", command=("my-tool", "third"))},
        "empty": {},
    }
    assert settings.values == {}


def test_resources_have_roles(tmp_path: Path) -> None:
    """Operations by role, actions, and what changes nothing; what is not said is left open."""
    text = """
    [resources.pets]
    key = "pet_id"
    parent = "owners"
    create = "addPet"
    read = "getPet"
    update = "patchPet"
    replace = "putPet"
    delete = "dropPet"
    list = "listPets"
    actions = ["feedPet", "walkPet"]
    safe = ["findPets"]
    irreversible = true
    own = ["pet"]
    bystanders = ["other_pet", "third_pet"]
    foreign = ["foreign_pet"]
    unknown = "nothing"
    merges = ["/kennel"]
    constant = ["/born"]
    exact = true
    [resources.owners]
    read = "getOwner"
    places = ["/owner", "/pets/*/owner"]
    [resources.open]
    """
    assert load(tmp_path, API + text).resources == {
        "pets": ResourceTable(
            key="pet_id",
            parent="owners",
            roles={
                "create": "addPet",
                "read": "getPet",
                "update": "patchPet",
                "replace": "putPet",
                "delete": "dropPet",
                "list": "listPets",
            },
            actions=("feedPet", "walkPet"),
            safe=("findPets",),
            irreversible=True,
            own=("pet",),
            bystanders=("other_pet", "third_pet"),
            foreign=("foreign_pet",),
            unknown="nothing",
            merges=("/kennel",),
            constant=("/born",),
            exact=True,
        ),
        "owners": ResourceTable(roles={"read": "getOwner"}, places=("/owner", "/pets/*/owner")),
        "open": ResourceTable(),
    }


def test_a_target_has_a_path_and_accounts(tmp_path: Path) -> None:
    """What stands before all paths of an app, and mappings of values for other accounts."""
    text = """
    [targets]
    here = { app = "mine:app", path = "/api/v1", accounts = { other = "mine:OTHER" } }
    [prove]
    app = "mine:make"
    path = "/api"
    accounts = { other = "mine:OTHER", third = "mine:THIRD" }
    """
    settings = load(tmp_path, API + text)
    assert settings.targets == {
        "here": TargetSettings(app="mine:app", path="/api/v1", accounts={"other": "mine:OTHER"})
    }
    assert settings.prove == ProveSettings(
        app="mine:make",
        path="/api",
        accounts={"other": "mine:OTHER", "third": "mine:THIRD"},
    )


ROLES = (
    "actions, bystanders, constant, create, delete, exact, foreign, irreversible, key, list, "
    "merges, own, parent, places, read, replace, safe, unknown, update"
)
VALUE = "command, required, secret, variable"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("accounts = 1", ["accounts must be a table"]),
        ("accounts.other = []", ["accounts.other must be a table"]),
        (
            "accounts.other.token = true",
            ["accounts.other.token must be a text, a number, or a table with a variable"],
        ),
        (
            "accounts.other.token = { variable = 7 }",
            ["accounts.other.token.variable must be a text"],
        ),
        (
            "accounts.other.token = { env = 'T' }",
            [f"accounts.other.token.env is not known here (known: {VALUE})"],
        ),
        (
            "accounts.other.token = { command = 'tool' }",
            [
                (
                    "accounts.other.token.command must be a list of texts: "
                    "the program, then its arguments"
                )
            ],
        ),
        ("resources = []", ["resources must be a table"]),
        ("resources.pets = 'pet'", ["resources.pets must be a table"]),
        (
            "resources.pets.crate = 'addPet'",
            [f"resources.pets.crate is not known here (known: {ROLES}); did you mean create?"],
        ),
        (
            "resources.pets.make = 'addPet'",
            [f"resources.pets.make is not known here (known: {ROLES})"],
        ),
        ("resources.pets.key = 7", ["resources.pets.key must be a text"]),
        ("resources.pets.parent = []", ["resources.pets.parent must be a text"]),
        ("resources.pets.create = ['addPet']", ["resources.pets.create must be a text"]),
        ("resources.pets.list = true", ["resources.pets.list must be a text"]),
        ("resources.pets.actions = 'feed'", ["resources.pets.actions must be a list of texts"]),
        ("resources.pets.safe = [1]", ["resources.pets.safe must be a list of texts"]),
        ("resources.pets.own = 'pet'", ["resources.pets.own must be a list of texts"]),
        ("resources.pets.places = [1]", ["resources.pets.places must be a list of texts"]),
        ("resources.pets.unknown = 0", ["resources.pets.unknown must be a text"]),
        ("resources.pets.exact = 1", ["resources.pets.exact must be true or false"]),
        (
            "resources.pets.irreversible = 'yes'",
            ["resources.pets.irreversible must be true or false"],
        ),
        (
            "accounts.other.token = { secret = 'yes', required = 1 }",
            [
                "accounts.other.token.required must be true or false",
                "accounts.other.token.secret must be true or false",
            ],
        ),
        (
            "resources.pets = { key = 1, actions = 2, other = 3 }",
            [
                f"resources.pets.other is not known here (known: {ROLES})",
                "resources.pets.key must be a text",
                "resources.pets.actions must be a list of texts",
            ],
        ),
        ("targets.t = { app = 'a:b', path = 1 }", ["targets.t.path must be a text"]),
        ("targets.t = { app = 'a:b', accounts = 'c:D' }", ["targets.t.accounts must be a table"]),
        (
            "targets.t = { app = 'a:b', accounts = { other = {} } }",
            ["targets.t.accounts.other must be a text"],
        ),
        ("prove = { app = 'a:b', path = false }", ["prove.path must be a text"]),
        ("prove = { app = 'a:b', accounts = ['c:D'] }", ["prove.accounts must be a table"]),
        (
            "prove = { app = 'a:b', accounts = { other = 1 } }",
            ["prove.accounts.other must be a text"],
        ),
        (
            "prove = { path = '/api' }",
            ["prove.app is missing: what makes a right service (module:NAME)"],
        ),
        (
            "prove = { app = 'a:b', url = 'http://x' }",
            ["prove.url is not known here (known: accounts, app, faults, habits, path, values)"],
        ),
    ],
)
def test_a_mistake_in_a_table_is_told_once(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Each is one sentence with its place, however often the table is looked into."""
    assert list(problems(tmp_path, f"{text}\n{API}")) == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ChangesTable()),
        ("deprecated_days = 90", ChangesTable(deprecated_days=90, beta_days=90)),
        ("deprecated_days = 0\nbeta_days = 7", ChangesTable(deprecated_days=0, beta_days=7)),
        ("unstable = []", ChangesTable(unstable=())),
    ],
)
def test_a_life_cycle_is_read(tmp_path: Path, text: str, read: ChangesTable) -> None:
    """What is beta goes by the days of the rest, unless it has its own."""
    file = tmp_path / "ringback.toml"
    file.write_text(f'[contract]\ndescription = "a"\n[changes]\n{text}\n', "utf-8")
    assert load_settings(file).changes == read


def test_mistakes_in_secrets_are_told_with_their_place(tmp_path: Path) -> None:
    """Which entry of which list, what stands there, and what is wrong with it."""
    told = problems(
        tmp_path,
        """
        [contract]
        description = "a.json"
        [secrets]
        names = ["crew_id", "", "**", "x-[a"]
        keep = ["/order/"]
        patterns = ["EMP-\\\\d{6}", "(", "a*"]
        name = []
        """,
    )
    assert told == (
        "secrets.name is not known here (known: keep, names, patterns); did you mean names?",
        "secrets.names[1]: '' is empty: a name or a glob must stand there",
        "secrets.names[2]: '**' is every name: nothing of a recording would be left",
        "secrets.names[3]: 'x-[a' opens a bracket and does not close it, or the other way round",
        (
            "secrets.keep[0]: '/order/' looks like a pattern: names are plain or globs; [secrets] "
            "patterns takes patterns"
        ),
        (
            "secrets.patterns[1]: '(' is no regular expression: missing ), unterminated subpattern "
            "at position 0"
        ),
        "secrets.patterns[2]: 'a*' matches an empty text: it would match everywhere",
    )
