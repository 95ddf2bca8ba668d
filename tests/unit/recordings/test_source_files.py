"""From the paths of a command line to files."""

import os
import socket
from pathlib import Path

import pytest

from ringback.errors import UsageError
from ringback.recordings import Source, Unreadable, sources


def made(folder: Path, *names: str) -> None:
    """These files, each of two bytes."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")


def told(folder: Path, found: list[Source]) -> list[str]:
    """The names below the folder, or the problem where there is one."""
    prefix = f"{folder}/"
    return [
        f"{each.name.removeprefix(prefix)} {each.problem.problem if each.problem else ''}".strip()
        for each in found
    ]


def test_a_file(tmp_path: Path) -> None:
    """Its name, its path and its size; whatever its name is."""
    made(tmp_path, "notes.txt")
    file = tmp_path / "notes.txt"
    assert sources([str(file)]) == [Source(name=str(file), path=file, size=2)]


def test_folders_are_searched_by_the_kinds_that_are_read(tmp_path: Path) -> None:
    """Each folder's own files by name, then those below it; packed ones as well."""
    made(
        tmp_path,
        *("b.json", "a.HAR", "c.yaml", "d.yml", "e.ndjson.gz", "f.jsonl.zst", "g.json.bz2"),
        *("note.txt", "app.log", "z/a.json", "y/x/b.har", "y/c.json.d/e.json"),
    )
    assert told(tmp_path, sources([str(tmp_path)])) == [
        *("a.HAR", "b.json", "c.yaml", "d.yml", "e.ndjson.gz", "f.jsonl.zst"),
        *("y/c.json.d/e.json", "y/x/b.har", "z/a.json"),
    ]


def test_each_file_comes_once(tmp_path: Path) -> None:
    """By whatever name or link it is reached, at its first place."""
    made(tmp_path, "a.json", "b.json", "sub/c.json")
    (tmp_path / "0.json").symlink_to("b.json")
    named = [str(tmp_path / "sub/../b.json"), str(tmp_path), str(tmp_path / "sub"), "-", "-"]
    assert told(tmp_path, sources(named)) == [
        *("sub/../b.json", "a.json", "sub/c.json", "standard input"),
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.har", ["a.har", "b.har"]),
        ("**/*.har", ["a.har", "b.har", "x/c.har", "x/y/d.har"]),
        ("x/**", ["x/c.har", "x/e.json", "x/y/d.har"]),
        ("[ab].har", ["a.har", "b.har"]),
        ("?.har", ["a.har", "b.har"]),
        ("x/*", ["x/c.har", "x/e.json", "x/n.txt", "x/y/d.har"]),
        ("a[1].har", ["a[1].har"]),
    ],
)
def test_patterns_are_those_of_a_shell(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    """Files that fit, and what is in folders that do; a file of that very name goes first."""
    made(tmp_path, "a.har", "b.har", "x/c.har", "x/y/d.har", "x/e.json", "x/n.txt")
    if pattern == "a[1].har":
        made(tmp_path, pattern, "a1.har")
    assert told(tmp_path, sources([f"{tmp_path}/{pattern}"])) == expected


def test_what_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    """All of it, patterns too, and nothing that acts on a terminal."""
    made(tmp_path, "a.json")
    with pytest.raises(UsageError) as caught:
        sources([str(tmp_path), "no/such", "nor/\x1bthis", "x/*.har", "a\0b", "a**b/[", "***", ""])
    assert caught.value.problems == (
        "no/such: no such file or folder",
        r"nor/\x1bthis: no such file or folder",
        "x/*.har: no file's name fits this pattern",
        r"a\x00b: no such file or folder",
        "a**b/[: no file's name fits this pattern",
        "***: no file's name fits this pattern",
        '"": an empty path names no file; . is the folder here',
    )


def test_a_folder_without_files(tmp_path: Path) -> None:
    """Nothing to read."""
    assert sources([str(tmp_path)]) == []


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """They are told; those that stay within it, and lead to a file, are read."""
    made(tmp_path, "home/a.json", "home/sub/b.json", "out/secret.json", "out/c.json")
    home = tmp_path / "home"
    (home / "in.json").symlink_to("sub/b.json")
    (home / "out.json").symlink_to(tmp_path / "out/secret.json")
    (home / "note.txt").symlink_to(tmp_path / "out/secret.json")
    (home / "outside").symlink_to(tmp_path / "out")
    (home / "loop").symlink_to(home)
    (home / "self.json").symlink_to("self.json")
    (home / "gone.json").symlink_to("no-such.json")
    (home / "zero.json").symlink_to("/dev/zero")
    out = "is a link that leads out of the folder; name its file to read it"
    assert told(home, sources([str(home)])) == [
        "a.json",
        "gone.json can't be read (No such file or directory)",
        "in.json",
        f"out.json {out}",
        f"outside {out}",
        "self.json can't be read (Too many levels of symbolic links)",
        f"zero.json {out}",
    ]
    assert told(home, sources([str(home / "out.json")])) == ["out.json"]


def test_pipes_and_sockets_in_a_folder_are_not_opened(tmp_path: Path) -> None:
    """They are told; opening one could wait for ever."""
    os.mkfifo(tmp_path / "a.json")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "b.json"))
    what = "is a pipe or a device, and is not opened; name it to read it"
    assert told(tmp_path, sources([str(tmp_path)])) == [f"a.json {what}", f"b.json {what}"]
    pipe = tmp_path / "a.json"
    assert sources([str(pipe)]) == [Source(name=str(pipe), path=pipe)]


def test_names_are_shown_so_that_they_can_not_act(tmp_path: Path) -> None:
    """Control characters, line breaks and bytes that are no UTF-8 are escaped; the path is not."""
    for name in ("a\x1b[31m.json", "b\nc.json", os.fsdecode(b"d\xff.json")):
        (tmp_path / name).write_text("{}")
    found = sources([str(tmp_path)])
    assert told(tmp_path, found) == [r"a\x1b[31m.json", r"b\nc.json", r"d\udcff.json"]
    assert [each.path.read_text() for each in found if each.path] == ["{}"] * 3


def test_a_problem_is_an_entry(tmp_path: Path) -> None:
    """With the file's name, ready to be told as a finding."""
    (tmp_path / "x.json").symlink_to("/dev/null")
    name = str(tmp_path / "x.json")
    (found,) = sources([str(tmp_path)])
    assert found.problem == Unreadable(
        file=name,
        rule="recording/unreadable",
        problem="is a link that leads out of the folder; name its file to read it",
    )
