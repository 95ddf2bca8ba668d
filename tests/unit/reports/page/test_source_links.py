"""Links to lines of files."""

from pathlib import Path

import pytest

from ringback.reports.page.source_links import link_to

GITHUB = {
    "GITHUB_SERVER_URL": "https://git.example",
    "GITHUB_REPOSITORY": "a/b",
    "GITHUB_SHA": "c0ffee",
}
GITLAB = {"CI_PROJECT_URL": "https://lab.example/a/b", "CI_COMMIT_SHA": "c0ffee"}


@pytest.mark.parametrize(
    ("file", "line", "environment", "link"),
    [
        ("api/a b.yaml", 3, GITHUB, "https://git.example/a/b/blob/c0ffee/api/a%20b.yaml#L3"),
        ("api.yaml", None, GITLAB, "https://lab.example/a/b/-/blob/c0ffee/api.yaml"),
        ("/srv/api.yaml", 3, GITHUB, None),
        ("https://a.example/api.yaml", 3, GITHUB, None),
        ("-", 3, GITHUB, None),
        ("api.yaml", 3, {}, None),
        ("api.yaml", 3, {**GITHUB, "GITHUB_SERVER_URL": "javascript:alert(1)//"}, None),
        ("v1:api.yaml", 3, {}, None),
        ("a\0b", 3, {}, None),
    ],
)
def test_links(file: str, line: int | None, environment: dict[str, str], link: str | None) -> None:
    """In a pipeline to the commit's file; nowhere for what is no file of the repository."""
    assert link_to(file, line, Path("report.html"), environment) == link


def test_a_file_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the link leads from the page to the file."""
    monkeypatch.chdir(tmp_path)
    Path("api").mkdir()
    Path("api/a:b#.yaml").write_text("")
    assert link_to("api/a:b#.yaml", 7, Path("out/report.html"), {}) == "../api/a%3Ab%23.yaml#L7"
    assert link_to("api/a:b#.yaml", 7, None, {}) is None
