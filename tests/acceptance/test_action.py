"""`action.yml`, run as GitHub runs it: its own steps, in a shell, with a project of its own."""

import json
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from tests.acceptance.driving import ROOT, Ended, Variables, changed
from tests.acceptance.pipelines import HOSTILE, filled, is_fit, ran, seen, stand_in

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
DEFAULTS = {name: each.get("default", "") for name, each in ACTION["inputs"].items()}
STEPS = {each["name"]: each for each in ACTION["runs"]["steps"] if "run" in each}


class Job:
    """A job on a runner: what it leaves of a step is read from the files that GitHub reads."""

    def __init__(
        self, workspace: Path, runner: Path, variables: Variables = MappingProxyType({})
    ) -> None:
        self.workspace = workspace
        self.variables = variables
        self.runner = runner
        self.runner.mkdir()
        self.output = runner / "output"
        self.summary = runner / "summary"

    def step(self, name: str, inputs: dict[str, str], before: Path | None = None) -> Ended:
        """Run one step with these inputs, and the others as they are without a word."""
        given = {f"inputs.{key}": text for key, text in {**DEFAULTS, **inputs}.items()}
        expressions = {**given, "github.action_path": str(ROOT)}
        step = STEPS[name]
        folder = self.workspace / filled(step.get("working-directory", "."), expressions)
        variables = {
            **self.variables,
            **filled(step["env"], expressions),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.runner),
            "SEEN": str(self.runner),
        }
        self.output.write_text("", "utf-8")
        return ran(step["run"], variables, cwd=folder, before=before)

    @property
    def outputs(self) -> dict[str, str]:
        """What the last step has told the action."""
        lines = self.output.read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def job(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A job whose workspace is a copy of the configuration, the description and the recordings."""
    return Job(project, tmp_path_factory.mktemp("runner") / "temp")


def test_it_is_an_action(tmp_path: Path) -> None:
    """GitHub's schema admits it; every input is used, and every output is one of a step."""
    assert is_fit(tmp_path, "vendor.github-actions", ACTION)
    whole = json.dumps(ACTION["runs"])
    assert set(re.findall(r"inputs\.([\w-]+)", whole)) == set(ACTION["inputs"])
    told = [each["value"] for each in ACTION["outputs"].values()]
    assert told == [f"${{{{ steps.run.outputs.{name} }}}}" for name in ACTION["outputs"]]
    assert STEPS["ringback"]["id"] == "run"


def test_nothing_from_outside_is_a_part_of_a_script() -> None:
    """No script has an expression in it, each of which GitHub would paste in as it is."""
    assert len(STEPS) == 2
    assert ["${{" in each["run"] for each in STEPS.values()] == [False, False]
    assert [each["shell"] for each in STEPS.values()] == ["bash", "bash"]


def test_a_kept_contract(job: Job) -> None:
    """Exit 0, the summary, and the outputs; the SARIF report is where it was asked for."""
    inputs = {"args": "--no-target --ignore 'law, flaky'", "report-sarif": "out/../r.sarif"}
    (job.workspace / "out").mkdir()
    ended = job.step("ringback", inputs)
    assert (ended.code, ended.said.count("::notice title=ringback check::kept")) == (0, 1)
    assert "**kept**" in job.summary.read_text("utf-8")
    outputs = job.outputs
    report = json.loads(Path(outputs.pop("report")).read_text("utf-8"))
    assert report["verdict"] == "kept"
    sarif = outputs.pop("sarif")
    assert Path(sarif) == job.workspace / "out/../r.sarif"
    assert json.loads(Path(sarif).read_text("utf-8"))["version"] == "2.1.0"
    assert outputs == {"verdict": "kept", "exit-code": "0"}


def test_a_broken_contract_in_a_folder(job: Job) -> None:
    """The step fails, with an annotation at each line, named from the top of the workspace."""
    below = job.workspace / "api"
    below.mkdir()
    (job.workspace / ".git").mkdir()
    for name in ("ringback.toml", "openapi", "contracts"):
        (job.workspace / name).rename(below / name)
    changed(below / "openapi/numbers.yaml", "type: boolean", "type: integer")
    ended = job.step("ringback", {"args": "--no-target", "working-directory": "api"})
    assert ended.out.startswith("::error file=api/openapi/numbers.yaml,line=512,title=lint/")
    assert (ended.code, job.outputs["verdict"], job.outputs["exit-code"]) == (1, "broken", "1")
    assert job.outputs["sarif"] == ""


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"target": "nowhere"}, "ringback: --target nowhere: no such target"),
        ({"command": "chek"}, "No such command 'chek'"),
        ({"args": "--ignore 'law"}, "ringback: args: No closing quotation; close the quotes"),
        (
            {"report-sarif": "r.sarif\nverdict=kept"},
            "ringback: report-sarif: is more than one line; name one file",
        ),
    ],
)
def test_what_could_not_start(job: Job, inputs: dict[str, str], said: str) -> None:
    """Exit 2 with one sentence, no verdict, and no report of an earlier run."""
    (job.workspace / "r.sarif").write_text("old", "utf-8")
    ended = job.step("ringback", {"report-sarif": "r.sarif", **inputs})
    assert said in ended.said
    assert ended.code == 2
    told = {name: text for name, text in job.outputs.items() if text}
    assert told == {"exit-code": "2"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["command", "target", "args", "report-sarif"])
def test_a_hostile_input_is_an_argument(job: Job, name: str, text: str) -> None:
    """It reaches the command as it is, or as the words of it, and no shell acts on it."""
    before = stand_in(job.runner / "bin", "ringback")
    job.step("ringback", {name: text}, before=before)
    assert [each.name for each in job.workspace.rglob("pwned")] == []
    if not (name == "args" and not (job.runner / "ringback").exists()):  # quotes that don't close
        told = seen(job.runner, "ringback")
        words = {"command": text, "target": f"--target={text}", "report-sarif": f"sarif={text}"}
        wanted = words.get(name, "touch" if "touch" in text else "*")
        assert any(wanted in each for each in told), told


@pytest.mark.parametrize(
    ("version", "code", "what"),
    [
        ("", 0, str(ROOT)),
        ("1.2.3rc1", 0, "ringback==1.2.3rc1"),
        ("1 --index-url x", 2, None),
        *((text, 2, None) for text in HOSTILE),
    ],
)
def test_what_is_installed(job: Job, version: str, code: int, what: str | None) -> None:
    """What stands beside the action, or a release; what is no version is an error that is told."""
    before = stand_in(job.runner / "bin", "python")
    ended = job.step("Install ringback", {"version": version}, before=before)
    assert ended.code == code
    assert [each.name for each in job.workspace.rglob("pwned")] == []
    if what is None:
        assert ended.out == "::error title=ringback::version: is no version\n"
        assert not (job.runner / "python").exists()
    else:
        assert seen(job.runner, "python")[:3] == ["-m", "pip", "install"]
        assert seen(job.runner, "python")[-1] == what
