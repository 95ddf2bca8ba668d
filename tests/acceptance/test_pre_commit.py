"""`.pre-commit-hooks.yaml`, run by pre-commit itself, in repositories of git of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.driving import ROOT, Ended, changed, environment, ringback
from tests.acceptance.test_lint import BROKEN, WARNED
from tests.repository import Repository

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
BLOCKS = re.findall(r"```yaml\n(repos:.*?)```", (ROOT / "docs/ci.md").read_text("utf-8"), re.DOTALL)


class Hooked:
    """A repository with our hooks, as a block of `docs/ci.md` has them."""

    def __init__(self, folder: Path, home: Path, block: str) -> None:
        self.repository = Repository.made(folder)
        self._home = home
        (home / "maker").mkdir()
        maker = Repository.made(home / "maker")
        shutil.copy(MANIFEST, maker.folder)
        configuration: dict[str, Any] = yaml.safe_load(block)
        for each in configuration["repos"]:
            # Ours, as it stands here; and nothing is installed from anywhere.
            each |= {"repo": str(maker.folder), "rev": maker.commit()}
            for hook in each["hooks"]:
                hook["language"] = "system"
        self.repository.write(".pre-commit-config.yaml", yaml.safe_dump(configuration))
        self.repository.commit()

    def ran(self, *names: str) -> Ended:
        """How pre-commit ended on what is staged, or on the files of these names."""
        self.repository.git("add", "--all")
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        variables = {"PATH": path, "PRE_COMMIT_HOME": str(self._home / "cache")}
        files = ["--files", *names] if names else []
        done = subprocess.run(  # noqa: S603 -- a tool of the tests
            [sys.executable, "-m", "pre_commit", "run", "--color=never", "--verbose", *files],
            cwd=self.repository.folder,
            env=environment(variables),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


def _hooked(tmp_path_factory: pytest.TempPathFactory, project: Path, number: int) -> Hooked:
    assert len(BLOCKS) == 2
    return Hooked(project, tmp_path_factory.mktemp("home"), BLOCKS[number])


def test_it_is_a_manifest() -> None:
    """pre-commit takes it, and each hook has one verdict on all files that it is given."""
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603 -- the same
    assert done.returncode == 0, done.stderr
    hooks = yaml.safe_load(MANIFEST.read_text("utf-8"))
    assert {each["id"]: each["require_serial"] for each in hooks} == {
        "ringback-lint": True,
        "ringback-validate": True,
    }


def test_what_a_commit_changes_is_judged(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Other files pass, named as left out; a broken description and a broken recording do not."""
    hooked = _hooked(tmp_path_factory, project, 0)
    write = hooked.repository.write
    write("compose.yaml", "services: {}\n")
    write("new.yaml", WARNED)
    ended = hooked.ran()
    assert "left out, as it is no description: compose.yaml" in ended.said
    assert "kept: 1 warning" in ended.said
    assert re.search(r"ringback validate\.+\(no files to check\)Skipped", ended.said)
    assert ended.code == 0
    hooked.repository.commit()
    write("new.yaml", BROKEN)
    write("other.yaml", BROKEN)
    [recording] = project.rglob("error-404-action.json")
    changed(recording, '"status": 404', '"status": 299')
    ended = hooked.ran()
    assert re.findall(r"^broken: \d", ended.said, re.MULTILINE) == ["broken: 2", "broken: 1"]
    assert "compose.yaml" not in ended.said
    assert f"left out, as it is no description: {recording.relative_to(project)}" in ended.said
    assert ended.code == 1


def test_a_part_of_a_description_has_the_whole_linted(
    project: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the page's second block, any change in its folder asks for the configured one."""
    hooked = _hooked(tmp_path_factory, project, 1)
    hooked.repository.write("openapi/part.yaml", "type: string\n")
    ended = hooked.ran()
    assert "numbers.yaml + strict.overlay.yaml" in ended.said
    assert ended.code == ringback(capsys, "lint").code
    hooked.repository.commit()
    hooked.repository.write("elsewhere.yaml", "type: string\n")
    assert "(no files to check)Skipped" in hooked.ran().said
