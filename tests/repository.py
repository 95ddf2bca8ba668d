"""Real repositories of git, made by the program, in which tests look things up."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Nothing of whoever runs the tests: neither settings nor names, and always the same ids.
_SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working tree in this folder."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> "Repository":
        """A new one, with a branch `main` that has no commit yet."""
        made = cls(folder)
        made.git("init", "--quiet", "--initial-branch=main")
        return made

    def git(self, *arguments: str) -> str:
        """Run git in the folder; what it prints."""
        kept = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
        done = subprocess.run(  # noqa: S603 -- arguments of the test
            ["git", *arguments],  # noqa: S607 -- the git that there is
            cwd=self.folder,
            env={**kept, **_SETTINGS},
            capture_output=True,
            timeout=60,
            check=True,
        )
        return done.stdout.decode().strip()

    def write(self, name: str, content: Any) -> Path:
        """Write a file of the working tree: text as it is, other values as JSON."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=1)
        path.write_text(text, "utf-8")
        return path

    def commit(self, tag: str = "") -> str:
        """Commit everything that stands there, perhaps under a tag; the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "m")
        if tag:
            self.git("tag", tag)
        return self.git("rev-parse", "HEAD")
