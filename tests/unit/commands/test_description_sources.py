"""What a person may write for a side, and where it leads."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from ringback.commands.setup.description_sources import Side, Sides, read
from ringback.description.reading.sources import Page, Piped
from ringback.errors import UsageError
from tests.repository import Repository

DESCRIPTION = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
OVERLAY = (
    "overlay: 1.0.0\ninfo: {title: t, version: '1'}\n"
    "actions:\n  - target: $.info\n    update: {summary: s}\n"
)
CONFIG = (
    'hosts = ["api.test"]\n[contract]\ndescription = "api/d.yaml"\n'
    '[contract.readings]\nplain = []\nstrict = ["api/o.yaml", "api/late.yaml"]\n'
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A configured repository; `v1` has one overlay of the two, the working tree both."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv("GIT_DIR", raising=False)
    made = Repository.made(tmp_path)
    made.write("api/d.yaml", DESCRIPTION)
    made.write("api/o.yaml", OVERLAY)
    made.commit("v1")
    made.write("ringback.toml", CONFIG)
    made.write("api/late.yaml", OVERLAY)
    made.commit()
    monkeypatch.chdir(tmp_path)
    return made


def sides(reading: str | None = None) -> Sides:
    """Those of the configuration where we stand."""
    return Sides(Path("ringback.toml"), reading)


def refused(text: str) -> str:
    """The sentence that refuses a side."""
    with pytest.raises(UsageError) as caught:
        sides().side(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("api/d.yaml", "api/d.yaml"),
        ("v1:api/d.yaml", "v1:api/d.yaml"),
        ("v1:./api/d.yaml", "v1:api/d.yaml"),
        ("HEAD^{/m}~1:api/d.yaml", "HEAD^{/m}~1:api/d.yaml"),
        ("v1", "v1:api/d.yaml"),
        ("main~1", "main~1:api/d.yaml"),
        ("https://api.test/d.yaml?raw=1", "https://api.test/d.yaml?raw=1"),
        ("http://127.0.0.1:8000/d.yaml", "http://127.0.0.1:8000/d.yaml"),
        ("none.yaml:", "none.yaml:"),
        ("api", "api"),
    ],
)
def test_what_a_side_may_be(repository: Repository, text: str, name: str) -> None:
    """Files, files of a revision, the configured description of a revision, allowed pages."""
    repository.write("none.yaml:", DESCRIPTION)
    assert str(sides().side(text).source) == name


def test_a_file_wins_over_a_revision(repository: Repository) -> None:
    """What stands there by that very name is meant; a folder is no description."""
    repository.write("v1", DESCRIPTION)
    repository.write("main:x.yaml", DESCRIPTION)
    repository.write("v2/a", "")
    repository.git("tag", "v2")
    found = [str(sides().side(text).source) for text in ("v1", "main:x.yaml", "v2")]
    assert found == ["v1", "main:x.yaml", "v2:api/d.yaml"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nope:api/d.yaml",
         "nope:api/d.yaml: git knows no revision nope; try git log and git fetch"),
        ("v1:", "v1:: names no file; write v1:PATH"),
        ("v1:../d.yaml",
         "v1:../d.yaml: leads out of the repository; paths count from its root"),
        (":d.yaml", ":d.yaml: it can be no revision of git"),
        ("nope.yaml",
         ("nope.yaml: there is no such file, and git knows no revision nope.yaml; "
         "try git log and git fetch")),
        ("a\0b", r"a\x00b: there is no such file, and it can be no revision of git"),
        ("http://other.test/d.yaml",
         ("http://other.test/d.yaml: the host other.test is not allowed; "
         'loopback is: add hosts = ["other.test"] to ringback.toml')),
        ("http://me:pw@api.test/d", ("http://api.test/d: holds credentials; "
         "they belong in the environment")),
        ("http://api.test:99999/d", ("http://api.test:99999/d: is no URL "
         "(Port out of range 0-65535)")),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("repository")
def test_what_no_side_can_be(text: str, told: str) -> None:
    """One sentence each."""
    assert refused(text) == told


@pytest.mark.usefixtures("repository")
def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second side can't be there as well."""
    stdin = SimpleNamespace(buffer=io.BytesIO(DESCRIPTION.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    found = sides()
    assert found.side("-").source == Piped(DESCRIPTION.encode())
    with pytest.raises(UsageError) as caught:
        found.side("-")
    assert str(caught.value) == "-: standard input is read once; give the other side as a file"


def test_without_a_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is a path, and this machine alone may be asked."""
    monkeypatch.chdir(tmp_path)
    assert sides().side("v1").source == "v1"
    assert sides().side("http://localhost:1/d").source == Page("http://localhost:1/d")
    assert refused("http://api.test/d").startswith("http://api.test/d: the host api.test is not")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (None, "api/d.yaml + o.yaml + late.yaml"),
        ("HEAD", "HEAD:api/d.yaml + o.yaml + late.yaml"),
        ("v1", "v1:api/d.yaml + o.yaml"),
        ("other.yaml", "other.yaml + o.yaml + late.yaml"),
    ],
)
def test_a_reading_is_that_of_the_revision(
    repository: Repository, text: str | None, name: str
) -> None:
    """Of a revision the overlays that it has, else those of the working tree."""
    repository.write("other.yaml", DESCRIPTION)
    found = sides("strict")
    side = found.configured() if text is None else found.side(text)
    assert read(side, repository.folder).name == name


def test_overlays_come_from_where_they_are_said_to(repository: Repository) -> None:
    """A path of the working tree, or one of a revision, behind those of the reading."""
    repository.write("api/o.yaml", "no overlay")
    side = sides("plain").side("v1", ["api/late.yaml", "v1:api/o.yaml"])
    assert [str(each) for each in side.overlays] == ["api/late.yaml", "v1:api/o.yaml"]
    assert side.load().document["info"]["summary"] == "s"


@pytest.mark.usefixtures("repository")
def test_a_reading_that_is_not_configured() -> None:
    """The sentence names those that are."""
    with pytest.raises(UsageError) as caught:
        sides("loose").configured()
    assert str(caught.value) == ("--reading loose: no such reading (configured: plain, strict)")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ("{schemas: {A: {type: text}}}", '"type" is wrong here'),
        ("{schemas: {A: {properties: []}}}", '"properties" is wrong here'),
        ("{schemas: {A: {pattern: '('}}}", '"pattern" is no regular expression'),
        ("{responses: {A: {}}, x: {}}", ""),
    ],
)
def test_a_side_is_read_without_what_is_wrong_in_it(tmp_path: Path, parts: str, told: str) -> None:
    """What is malformed is told at its line; what is missing or unknown is no matter here."""
    file = tmp_path / "d.yaml"
    file.write_text(f"{DESCRIPTION}components: {parts}\n", "utf-8")
    found = read(Side(source=str(file)), tmp_path)
    assert found.name == "d.yaml"
    texts = [each.text for each in found.description.flaws]
    assert len(texts) == bool(told)
    assert all(each.startswith(told) for each in texts)


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("{type: 'null'}", ""),
        ("{properties: {a: {type: [string, 'null']}}}", ""),
        ("{properties: {a: {type: number, exclusiveMinimum: 0, examples: [1]}}}", ""),
        ("{properties: {a: {type: [string, text]}}}", '"type" is wrong here: ["string","text"]'),
        ("{properties: {type: {type: 'null'}, a: {type: 1}}}", '"type" is wrong here: 1 '),
        ("{items: {type: object, properties: null}}", '"properties" is wrong here: null'),
    ],
)
def test_a_schema_of_an_older_version_may_be_written_as_in_a_newer_one(
    tmp_path: Path, schema: str, told: str
) -> None:
    """Many documents of OpenAPI 3.0 have schemas of 3.1; what they mean is plain."""
    file = tmp_path / "d.yaml"
    text = DESCRIPTION.replace("3.1.0", "3.0.3")
    file.write_text(f"{text}components: {{schemas: {{A: {schema}}}}}\n", "utf-8")
    side = Side(source=str(file))
    found = read(side, tmp_path).description
    assert found.version == "3.0.3"
    texts = [each.text for each in found.flaws]
    assert len(texts) == bool(told)
    assert all(each.startswith(told) for each in texts)
