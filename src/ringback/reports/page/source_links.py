"""Links from a report to the lines of a description or a recording."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePath
from urllib.parse import quote


def link_to(
    file: str, line: int | None, page: Path | None, environment: Mapping[str, str] | None = None
) -> str | None:
    """Where a file can be looked at; None where nobody knows.

    In a pipeline of GitHub or GitLab that is the file of the commit. Elsewhere it is the file on
    the disk, as seen from the `page`, if it is there.
    """
    told = os.environ if environment is None else environment
    if "://" in file or file == "-":
        return None
    path = quote(file)
    absolute = PurePath(file).is_absolute()
    server, project, commit = (
        told.get(f"GITHUB_{each}", "") for each in ("SERVER_URL", "REPOSITORY", "SHA")
    )
    mark = "" if line is None else f"#L{line}"
    if server.startswith("https://") and project and commit and not absolute:
        return f"{server}/{project}/blob/{commit}/{path}{mark}"
    url, commit = told.get("CI_PROJECT_URL", ""), told.get("CI_COMMIT_SHA", "")
    if url.startswith("https://") and commit and not absolute:
        return f"{url}/-/blob/{commit}/{path}{mark}"
    try:
        if page is None or not Path(file).is_file():
            return None
        seen = os.path.relpath(Path(file).resolve(), page.resolve().parent)
    except (OSError, ValueError):
        return None
    return quote(PurePath(seen).as_posix()) + mark
