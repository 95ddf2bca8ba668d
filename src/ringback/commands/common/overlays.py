"""Where a derived overlay goes: a file, or standard output."""

import sys
from pathlib import Path

from ringback.errors import UsageError


def check_overlay(option: str, path: str | None) -> None:
    """UsageError where an overlay can't be written there: told before anything is judged."""
    if path in {None, "-"}:
        return
    if Path(path or "").suffix == ".json":
        text = f"{option} overlay={path}: an overlay has comments, so it is YAML; name a .yaml file"
        raise UsageError((text,))
    folder = Path(path or "").resolve().parent
    if not folder.is_dir() or Path(path or "").is_dir():
        raise UsageError((f"{option} overlay={path}: can't be written; name a file in a folder",))


def write_overlay(option: str, path: str, text: str) -> None:
    """Write an overlay to the path that an option names; `-` is standard output."""
    if path == "-":
        sys.stdout.write(text)
        return
    try:
        Path(path).write_text(text, "utf-8")
    except OSError as error:
        problem = f"{option} overlay={path}: can't be written ({error.strerror})"
        raise UsageError((problem,)) from None
