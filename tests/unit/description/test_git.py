"""Descriptions out of a revision: what git keeps, and what is refused."""

import os
from pathlib import Path
from typing import Any

import pytest

from ringback.description import Place, load
from ringback.description.reading.git import Blob, NotInGitError, blob, holds
from ringback.errors import DescriptionError
from tests.repository import Repository

SCHEMAS = {"A": {"$ref": "parts/b.yaml#/X"}}
ESCAPE = "git ls-tree shows what is"


def document(schemas: Any) -> dict[str, Any]:
    """The least description with these schemas."""
    info = {"title": "t", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a description in two files at `v1`, and another one at `v2`."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv("GIT_DIR", raising=False)
    made = Repository.made(tmp_path)
    made.write("api/d.json", document(SCHEMAS))
    made.write("api/parts/b.yaml", "X:\n  type: string\n")
    made.commit("v1")
    made.write("api/d.json", document({"A": {"type": "integer"}}))
    made.write("api/parts/b.yaml", "X:\n  type: boolean\n")
    made.commit("v2")
    return made


def told(source: Blob) -> list[str]:
    """The lines that refusing the description tells."""
    with pytest.raises(DescriptionError) as caught:
        load(source)
    return str(caught.value).splitlines()


def test_a_description_comes_with_its_neighbours_of_the_same_revision(
    repository: Repository,
) -> None:
    """Places are named as git names them, whatever the working tree holds."""
    description = load(blob(repository.folder, "v1", "api/d.json"))
    assert description.at("/components/schemas/A") == {"type": "string"}
    assert description.file == "v1:api/d.json"
    place = description.place("/components/schemas/A/type")
    assert place == Place(file="v1:api/parts/b.yaml", line=2)


@pytest.mark.parametrize(
    ("revision", "folder", "path", "name"),
    [
        ("v1", ".", "api/d.json", "v1:api/d.json"),
        ("main~1", ".", "./api/d.json", "main~1:api/d.json"),
        ("HEAD^", "api", "./d.json", "HEAD^:api/d.json"),
        ("HEAD^", "api/parts", "../d.json", "HEAD^:api/d.json"),
        ("v1", "api", "api/parts/../d.json", "v1:api/d.json"),
        ("@{0}~1", ".", "api/d.json", "@{0}~1:api/d.json"),
    ],
)
def test_a_path_counts_from_the_root_or_from_the_folder(
    repository: Repository, revision: str, folder: str, path: str, name: str
) -> None:
    """As git reads it: `./` and `../` count from where the person stands."""
    found = blob(repository.folder / folder, revision, path)
    assert (str(found), found.commit) == (name, repository.git("rev-parse", "v1"))
    assert b"parts/b.yaml" in found.data()


@pytest.mark.parametrize(
    ("revision", "path", "why"),
    [
        ("v3", "a", "git knows no revision v3; try git log and git fetch"),
        ("v1:api", "a", "git knows no revision v1:api; try git log and git fetch"),
        ("--help", "a", "it can be no revision of git"),
        ("", "a", "it can be no revision of git"),
        ("v1\n", "a", "it can be no revision of git"),
        ("v1", "../a", "leads out of the repository; paths count from its root"),
        ("v1", "/etc/hosts", "leads out of the repository; paths count from its root"),
        ("v1", "a/../..", "leads out of the repository; paths count from its root"),
        ("v1", ".", "leads out of the repository; paths count from its root"),
    ],
)
def test_what_git_does_not_have_is_refused(
    repository: Repository, revision: str, path: str, why: str
) -> None:
    """One sentence each; no revision is ever an option of git."""
    with pytest.raises(NotInGitError) as caught:
        blob(repository.folder, revision, path)
    assert str(caught.value) == why


def test_what_is_no_file_of_the_revision_is_refused(repository: Repository) -> None:
    """Folders, links, submodules, binary files, and what is not there."""
    repository.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", "./", "sub")
    (repository.folder / "link.json").symlink_to("api/d.json")
    (repository.folder / "far").symlink_to("/etc")
    (repository.folder / "bin.json").write_bytes(b'{"a": "\0"}')
    repository.commit("v3")
    assert {
        path: told(blob(repository.folder, "v3", path))
        for path in ("api", "link.json", "far/hosts", "sub", "sub/a", "bin.json", "no/a", "[a]*")
    } == {
        "api": ["v3:api: is a directory; name the file of the description in it"],
        "link.json": ["v3:link.json: is a symbolic link; name the file that it leads to"],
        "far/hosts": [
            "v3:far/hosts: stands behind far, a symbolic link or a submodule; name a file"
        ],
        "sub": ["v3:sub: is a submodule; name a file of that repository, checked out"],
        "sub/a": ["v3:sub/a: stands behind sub, a symbolic link or a submodule; name a file"],
        "bin.json": ["v3:bin.json: is a binary file, and no description"],
        "no/a": [f"v3:no/a: is not in that revision; {ESCAPE}"],
        "[a]*": [f"v3:[a]*: is not in that revision; {ESCAPE}"],
    }


def test_a_file_that_is_too_large_is_not_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is asked for before its bytes."""
    monkeypatch.setattr("ringback.description.reading.git._BYTES", 1024 * 1024)
    repository.write("large.yaml", "a" * (1024 * 1024 + 1))
    repository.commit("v3")
    assert told(blob(repository.folder, "v3", "large.yaml")) == [
        "v3:large.yaml: is larger than 1 MB"
    ]


def test_references_out_of_the_revision_are_refused(repository: Repository) -> None:
    """Each is told with the line that it stands on."""
    references = ["no.yaml", "../../a.yaml", "../link.yaml", "/etc/hosts", "http://x.example/c"]
    (repository.folder / "link.yaml").symlink_to("api/parts/b.yaml")
    schemas = {name: {"$ref": text} for name, text in zip("ABCDE", references, strict=True)}
    repository.write("api/d.json", document(schemas))
    repository.commit("v3")
    description = load(blob(repository.folder, "v3", "api/d.json"))
    assert [each.text for each in description.dangling] == [
        f"no.yaml names the file v3:api/no.yaml, which is not in that revision; {ESCAPE}",
        "../../a.yaml leads out of the repository",
        (
            "../link.yaml names the file v3:link.yaml, which is a symbolic link; "
            "name the file that it leads to"
        ),
        "/etc/hosts is not a relative path; name the file from where this one stands",
        (
            "http://x.example/c is remote; "
            "remote references are refused unless they are allowed (--allow-remote)"
        ),
    ]


def test_whether_a_revision_has_a_file(repository: Repository) -> None:
    """A folder is none."""
    found = [holds(blob(repository.folder, "v1", path)) for path in ("api/d.json", "api", "x")]
    assert found == [True, False, False]


def test_a_shallow_clone_says_how_to_get_the_rest(repository: Repository, tmp_path: Path) -> None:
    """What it lacks may well be in the repository that it comes from."""
    repository.git("clone", "-q", "--depth=1", f"file://{tmp_path}", "clone")
    with pytest.raises(NotInGitError) as caught:
        blob(tmp_path / "clone", "HEAD~1", "api/d.json")
    assert str(caught.value) == (
        "git knows no revision HEAD~1; this clone is shallow; try git fetch --unshallow"
    )


def test_no_repository_and_no_git(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any
) -> None:
    """Either is one sentence with the way out."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(elsewhere.parent))
    with pytest.raises(NotInGitError) as outside:
        blob(elsewhere, "v1", "a")
    monkeypatch.setenv("PATH", str(elsewhere))
    with pytest.raises(NotInGitError) as without:
        blob(repository.folder, "v1", "a")
    assert (str(outside.value), str(without.value)) == (
        "no repository of git is here; name a file, or run in a repository",
        "git is not installed here; name a file",
    )


def test_a_name_that_is_no_utf_8(repository: Repository) -> None:
    """Paths are what git holds, byte for byte."""
    name = os.fsdecode(b"\xff.json")
    repository.write(name, document({}))
    repository.commit("v3")
    assert holds(blob(repository.folder, "v3", name))
