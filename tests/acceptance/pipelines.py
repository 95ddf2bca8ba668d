"""How the tests run what stands in pipelines: as GitHub, GitLab and pre-commit would."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.acceptance.driving import ROOT, Ended, environment

Shell = Sequence[str]
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
SH = ("sh", "-e", "-c")
# Whoever opens a pull request may have written any of these.
HOSTILE = (
    "; touch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "a\\'; touch pwned #",
    "*",
)
# In the place of a program: it writes its arguments, each ended by NUL, and does nothing.
_STAND_IN = '#!/bin/sh\nprintf \'%s\\0\' "$@" > "$SEEN/$(basename "$0")"\n'


class _GitlabLoader(yaml.SafeLoader):
    """YAML as GitLab reads it: with `!reference`."""


def _reference(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> list[Any]:
    """The names that lead to what is meant."""
    return list(loader.construct_sequence(node))


_GitlabLoader.add_constructor("!reference", _reference)


def gitlab(text: str) -> list[dict[str, Any]]:
    """The documents of a file of GitLab: perhaps what it takes, then its jobs."""
    return list(yaml.load_all(text, _GitlabLoader))


def filled(value: Any, expressions: Mapping[str, str]) -> Any:
    """A value with `${{ name }}` and `$[[ name ]]` replaced in all of its texts."""
    if isinstance(value, dict):
        return {
            filled(name, expressions): filled(each, expressions) for name, each in value.items()
        }
    if isinstance(value, list):
        return [filled(each, expressions) for each in value]
    if not isinstance(value, str):
        return value
    found = re.compile(r"\$(?:\{\{|\[\[)\s*([\w.-]+)\s*(?:\}\}|\]\])")
    return found.sub(lambda match: expressions[match[1]], value)


def ran(
    script: str | Sequence[str],
    variables: Mapping[str, str],
    *,
    shell: Shell = BASH,
    cwd: Path,
    before: Path | None = None,
) -> Ended:
    """How a script ended, with the commands of this environment found first, or those `before`."""
    lines = script if isinstance(script, str) else "\n".join(script)
    folders = [*([str(before)] if before else []), str(Path(sys.executable).parent)]
    path = os.pathsep.join([*folders, os.environ["PATH"]])
    done = subprocess.run(  # noqa: S603 -- the script under test
        [*shell, lines],
        cwd=cwd,
        env={**environment(variables), "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ended(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def stand_in(folder: Path, name: str) -> Path:
    """A folder with a program of this name that tells its arguments, in the folder above."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(_STAND_IN, "utf-8")
    (folder / name).chmod(0o755)
    return folder


def seen(folder: Path, name: str) -> list[str]:
    """The arguments that a stand-in was called with."""
    return (folder / name).read_bytes().decode().split("\0")[:-1]


def is_fit(folder: Path, schema: str, document: Any) -> bool:
    """Whether a document is what a maker's own schema admits; what it says fails the test."""
    file = folder / "document.yaml"
    file.write_text(yaml.safe_dump(document), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(  # noqa: S603 -- a tool of the tests
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return True


def action_inputs() -> dict[str, Any]:
    """What the action takes, by name."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return dict(action["inputs"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateJob:
    """The job of the template of GitLab; `inputs` is what it takes, `job` what comes of it."""

    inputs: dict[str, Any]
    job: dict[str, Any]

    def variables(self, project: Path) -> dict[str, str]:
        """What GitLab sets: the job's own, none of which it expands, and where the project is."""
        own = self.job["variables"]
        assert [each["expand"] for each in own.values()] == [False] * len(own)
        told = {name: each["value"] for name, each in own.items()}
        return {**told, "CI_PROJECT_DIR": str(project)}

    def ran(
        self, project: Path, part: str = "script", *, before: Path | None = None, shell: Shell = SH
    ) -> Ended:
        """How a part of the job ended, which a runner gives to one shell."""
        variables = {**self.variables(project), "SEEN": str((before or project).parent)}
        return ran(self.job[part], variables, cwd=project, before=before, shell=shell)


def template_job(inputs: Mapping[str, str]) -> tuple[str, TemplateJob]:
    """The name of the job that these inputs make of the template, and the job."""
    takes, jobs = gitlab((ROOT / "templates/ringback.yml").read_text("utf-8"))
    known = takes["spec"]["inputs"]
    assert set(inputs) <= set(known)
    values = {name: inputs.get(name, each["default"]) for name, each in known.items()}
    [(name, job)] = filled(jobs, {f"inputs.{key}": text for key, text in values.items()}).items()
    return name, TemplateJob(inputs=known, job=job)
