"""The files that `docs/ci.md` shows, each run as far as it can be without the service."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ringback.commands.projects.scaffold import tox_text, workflow_text
from tests.acceptance.driving import ROOT, Ended, changed, environment
from tests.acceptance.pipelines import (
    SH,
    action_inputs,
    filled,
    gitlab,
    is_fit,
    ran,
    template_job,
)
from tests.acceptance.test_action import Job

PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
BOUND = "max_requests = 150"
SECRETS = {"secrets.RINGBACK_TOKEN": "t0k-en"}


def _block(kind: str, holds: str) -> str:
    """The one block of this kind that holds a text."""
    [found] = [text for each, text in BLOCKS if each == kind and holds in text]
    return str(found)


@pytest.fixture
def quick(project: Path) -> Path:
    """The project with a target that is asked a part of what there is to ask."""
    changed(project / "ringback.toml", "[targets.reference]", "[targets.reference]\n" + BOUND)
    return project


def test_a_workflow_without_the_action(quick: Path, tmp_path: Path) -> None:
    """Its `run` line writes the SARIF file that it hands on, annotates, and writes the summary."""
    steps = yaml.safe_load(_block("yaml", "run: ringback check"))["steps"]
    assert _is_workflow(tmp_path, {"steps": steps})
    [line] = [each["run"] for each in steps if "run" in each]
    summary = tmp_path / "summary.md"
    ended = ran(line, {"GITHUB_STEP_SUMMARY": str(summary)}, cwd=quick)
    assert ended.code == 0
    assert "::notice title=ringback check::kept" in ended.said
    assert "**kept**" in summary.read_text("utf-8")
    [handed] = [each["with"]["sarif_file"] for each in steps if "sarif" in each.get("uses", "")]
    assert (quick / handed).is_file()


def test_a_workflow_with_the_action(quick: Path, tmp_path: Path) -> None:
    """The action with these inputs, then the steps that go on with what it tells."""
    document = yaml.safe_load(_block("yaml", "uses: OWNER/ringback@main"))
    assert _is_workflow(tmp_path, document)
    steps = document["steps"]
    [own] = [each for each in steps if each.get("uses") == "OWNER/ringback@main"]
    assert set(own["with"]) <= set(action_inputs())
    variables = filled(document["env"], SECRETS)
    job = Job(quick, tmp_path / "runner", variables)
    ended = job.step("ringback", own["with"])
    assert (ended.code, job.outputs["verdict"]) == (0, "kept"), ended.said
    told = {f"steps.{own['id']}.outputs.{name}": text for name, text in job.outputs.items()}
    later = filled(steps[steps.index(own) + 1 :], told)
    assert Path(later[0]["with"]["sarif_file"]).is_file()
    assert ran(later[1]["run"], later[1]["env"], cwd=quick).out == "the contract is kept\n"
    rows = re.findall(r"^\| `([\w-]+)` \|", PAGE.partition("| input |")[2], re.MULTILINE)
    assert rows[: len(action_inputs())] == list(action_inputs())


def _is_workflow(folder: Path, job: dict[str, Any]) -> bool:
    """Whether GitHub's schema admits a workflow with this job."""
    whole = {"runs-on": "ubuntu-latest", **job}
    return is_fit(folder, "vendor.github-workflows", {"on": "push", "jobs": {"contract": whole}})


def test_a_job_of_gitlab_without_the_template(quick: Path, tmp_path: Path) -> None:
    """Its script writes what its artifacts name."""
    [document] = gitlab(_block("yaml", "- ringback check"))
    assert is_fit(tmp_path, "vendor.gitlab-ci", document)
    job = document["contract"]
    assert ran(job["script"], {}, cwd=quick, shell=SH).code == 0
    names = job["artifacts"]["reports"].values()
    assert [(quick / name).is_file() for name in names] == [True, True]


def test_a_job_of_gitlab_with_the_template(quick: Path, tmp_path: Path) -> None:
    """The template takes these inputs, and its job ends well."""
    [document] = gitlab(_block("yaml", "include:"))
    assert is_fit(tmp_path, "vendor.gitlab-ci", document)
    [include] = document["include"]
    assert (ROOT / include["file"]).is_file()
    name, job = template_job(include["inputs"])
    assert name == include["inputs"]["job-name"]
    ended = job.ran(quick)
    assert "\nkept: " in ended.said
    assert ended.code == 0
    told = re.search(r"Its inputs are (.*?)\.\n", PAGE, re.DOTALL)
    assert told
    assert re.findall(r"`([\w-]+)`", told[1]) == list(job.inputs)


def _tool(name: str, arguments: list[str], folder: Path) -> Ended:
    """How a tool ended that is installed with the tests, in a folder."""
    done = subprocess.run(  # noqa: S603 -- a tool of the tests, as the page says
        [sys.executable, "-m", name, *arguments],
        cwd=folder,
        env={
            **environment(),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(code=done.returncode, out=done.stdout, err=done.stderr)


# Nothing is installed here, from nowhere: ringback is the one of this environment.
_HERE = {
    "tox": (
        *("-x", "testenv:contract.deps=", "-x", "testenv:contract.allowlist_externals=ringback"),
        *("-x", "testenv:contract.pass_env+=PYTHONPATH"),
    ),
    "nox": ("--no-venv", "--no-install"),
}


def _in_a_recipe(tool: str, command: str, folder: Path) -> Ended:
    """How a line of the page ended, in which a tool takes what is its own before `--`."""
    [name, *words] = shlex.split(command)
    assert name == tool
    at = words.index("--")
    return _tool(tool, [*words[:at], *_HERE[tool], *words[at:]], folder)


@pytest.mark.parametrize(
    ("tool", "kind", "file"), [("tox", "ini", "tox.ini"), ("nox", "python", "noxfile.py")]
)
def test_a_recipe(quick: Path, tool: str, kind: str, file: str) -> None:
    """What the page has of tox and nox runs by its commands: kept, then broken, each in JUnit."""
    (quick / file).write_text(_block(kind, "contract"), "utf-8")
    lines = [line.removeprefix("$ ") for line in _block("console", "$ nox").splitlines()]
    [command] = [line for line in lines if line.startswith(tool)]
    ended = _in_a_recipe(tool, command, quick)
    assert "\nkept: " in ended.said
    assert ended.code == 0
    assert 'name="kept"' in (quick / "ringback.xml").read_text("utf-8")
    changed(quick / "openapi/numbers.yaml", "type: boolean", "type: integer")
    ended = _in_a_recipe(tool, f"{command} --no-target", quick)
    assert "\nbroken: " in ended.said
    assert ended.code == 1
    assert "<failure " in (quick / "ringback.xml").read_text("utf-8")


def test_what_init_writes_runs(quick: Path, tmp_path: Path) -> None:
    """Its `tox.ini` and its workflow ask the target `local`, and write JUnit."""
    changed(quick / "ringback.toml", "[targets.reference]", "[targets.local]")
    (quick / "tox.ini").write_text(tox_text(["TOKEN"]), "utf-8")
    ended = _in_a_recipe("tox", "tox run -e contract -- --ignore flaky", quick)
    assert "\nkept: " in ended.said
    assert ended.code == 0
    assert 'name="kept"' in (quick / "ringback.xml").read_text("utf-8")
    document = yaml.safe_load(workflow_text(["TOKEN"]).replace("\non:", "\n'on':"))
    assert is_fit(tmp_path, "vendor.github-workflows", document)
    [line] = [each["run"] for each in document["jobs"]["check"]["steps"] if "env" in each]
    (quick / "ringback.xml").unlink()
    ended = ran(line, {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}, cwd=quick)
    assert (ended.code, "::notice title=ringback check::kept" in ended.said) == (0, True)
    assert 'name="kept"' in (quick / "ringback.xml").read_text("utf-8")
