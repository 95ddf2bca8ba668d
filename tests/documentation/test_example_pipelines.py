"""The files of CI in the examples are valid by their makers' schemas, and their gate runs."""

import shutil
from pathlib import Path

import pytest
import yaml

from tests.acceptance.pipelines import SH, gitlab, is_fit, ran
from tests.documentation.page import ROOT

_EXAMPLE = ROOT / "examples/project"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example."""
    ignored = shutil.ignore_patterns("__*", ".ringback", ".hypothesis")
    return Path(shutil.copytree(_EXAMPLE, tmp_path / "project", ignore=ignored))


def test_the_workflow(project: Path, tmp_path: Path) -> None:
    """Its gate writes the reports that its steps hand on, and annotates."""
    text = (project / ".github/workflows/contract.yml").read_text("utf-8")
    document = yaml.safe_load(text.replace("\non:", "\n'on':"))
    assert is_fit(tmp_path, "vendor.github-workflows", document)
    steps = document["jobs"]["contract"]["steps"]
    [install, line] = [each["run"] for each in steps if "run" in each]
    assert install == "pip install ringback fastapi"
    ended = ran(line, {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}, cwd=project)
    assert (ended.code, "::notice title=ringback check::kept" in ended.said) == (0, True)
    [handed] = [each["with"]["sarif_file"] for each in steps if "sarif" in each.get("uses", "")]
    assert (project / handed).is_file()


def test_the_job_of_gitlab(project: Path, tmp_path: Path) -> None:
    """Its script writes what its artifacts name."""
    [document] = gitlab((project / ".gitlab-ci.yml").read_text("utf-8"))
    assert is_fit(tmp_path, "vendor.gitlab-ci", document)
    job = document["contract"]
    assert ran(job["script"], {}, cwd=project, shell=SH).code == 0
    names = job["artifacts"]["reports"].values()
    assert [(project / name).is_file() for name in names] == [True, True]
