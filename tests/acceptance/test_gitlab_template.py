"""`templates/ringback.yml`, run as GitLab runs it: its own lines, with a project of its own."""

import json
from pathlib import Path

import pytest

from tests.acceptance.driving import changed
from tests.acceptance.pipelines import (
    BASH,
    HOSTILE,
    SH,
    Shell,
    is_fit,
    seen,
    stand_in,
    template_job,
)


def test_it_is_a_template(tmp_path: Path) -> None:
    """GitLab's schema admits its job; every input has a default, and no script has one in it."""
    name, job = template_job({})
    assert name == "ringback"
    assert is_fit(tmp_path, "vendor.gitlab-ci", {name: job.job})
    assert [name for name, each in job.inputs.items() if "default" not in each] == []
    marked = {name: f"<{name}>" for name in job.inputs}
    _, other = template_job(marked)
    assert other.job["script"] == job.job["script"]
    assert other.job["before_script"] == job.job["before_script"]


@pytest.mark.parametrize("shell", [BASH, SH], ids=["bash", "sh"])
def test_a_job_keeps_its_reports(project: Path, shell: Shell) -> None:
    """Every file that the job hands on is there, kept or broken, at the top of the project."""
    _, job = template_job({"args": "--no-target --ignore 'law, flaky'"})
    artifacts = job.job["artifacts"]
    files = [*artifacts["paths"], *artifacts["reports"].values()]
    assert artifacts["when"] == "always"
    ended = job.ran(project, shell=shell)
    assert "\nkept: " in ended.out
    assert (ended.code, [name for name in files if not (project / name).is_file()]) == (0, [])
    below = project / "api"
    below.mkdir()
    (project / ".git").mkdir()
    for name in ("ringback.toml", "openapi", "contracts"):
        (project / name).rename(below / name)
    changed(below / "openapi/numbers.yaml", "type: boolean", "type: integer")
    _, job = template_job({"args": "--no-target", "working-directory": "api"})
    assert job.ran(project, shell=shell).code == 1
    issues = json.loads((project / artifacts["reports"]["codequality"]).read_text("utf-8"))
    assert {each["location"]["path"].split("/")[0] for each in issues} == {"api"}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"target": "nowhere"}, "ringback: --target nowhere: no such target"),
        ({"args": "--ignore 'law"}, "ringback: args: No closing quotation; close the quotes"),
    ],
)
def test_a_job_that_could_not_start(project: Path, inputs: dict[str, str], said: str) -> None:
    """It fails, with one sentence."""
    _, job = template_job(inputs)
    ended = job.ran(project)
    assert said in ended.said
    assert ended.code != 0


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["command", "target", "args", "working-directory", "install"])
def test_a_hostile_input_is_an_argument(
    project: Path, tmp_path_factory: pytest.TempPathFactory, name: str, text: str
) -> None:
    """It reaches a command as it is, or as the words of it, and no shell acts on it."""
    _, job = template_job({name: text})
    before = stand_in(tmp_path_factory.mktemp("bin") / "bin", "ringback")
    if name == "install":
        stand_in(before, "python")
        job.ran(project, "before_script", before=before)
        assert seen(before.parent, "python")[-1] == text
    else:
        job.ran(project, before=before)
    if name in {"command", "target"}:
        wanted = text if name == "command" else f"--target={text}"
        assert wanted in seen(before.parent, "ringback")
    assert [each.name for each in project.rglob("pwned")] == []
