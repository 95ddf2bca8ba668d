"""Pages of the site from files that stand elsewhere: the top of the repository, the examples."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
_FIXED = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CHANGELOG.md": "changelog.md",
    "examples/README.md": "examples.md",
}
_LANGUAGES = {".py": "python", ".toml": "toml", ".yml": "yaml", ".json": "json"}
_LONGEST = 80  # lines of a file that is shown


def top_pages() -> Mapping[str, str]:
    """The pages in Markdown by their names, with links as from where they stand on the site."""
    names = _names()
    return {
        name: _with_files(source, _linked(source, name, names)) for source, name in names.items()
    }


def _names() -> Mapping[str, str]:
    """The page of each file: `examples/project/README.md` is `examples/project.md`."""
    folders = sorted(path.parent.name for path in (ROOT / "examples").glob("*/README.md"))
    return _FIXED | {f"examples/{name}/README.md": f"examples/{name}.md" for name in folders}


def _linked(source: str, name: str, names: Mapping[str, str]) -> str:
    """The text of a file, its links to files of the repository as links between pages."""
    here, depth = PurePosixPath(source).parent, name.count("/")

    def link(found: re.Match[str]) -> str:
        path = _joined(here, found[1])
        page = names.get(path, path.removeprefix("docs/"))
        return f"]({'../' * depth}{page}{found[2] or ''})"

    text = (ROOT / source).read_text("utf-8")
    return re.sub(r"\]\(([\w./-]+)(#[\w-]+)?\)", link, text)


def _joined(folder: PurePosixPath, path: str) -> str:
    """A relative path as seen from the top."""
    parts: list[str] = []
    for part in (folder / path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _with_files(source: str, text: str) -> str:
    """The page of an example has its files below."""
    folder = (ROOT / source).parent
    if folder.parent != ROOT / "examples":
        return text
    shown = [text, "## The files", ""]
    for file in sorted(folder.rglob("*")):
        language = _LANGUAGES.get(file.suffix)
        if language is None or not file.is_file() or ".ringback" in file.parts:
            continue
        content = file.read_text("utf-8")
        if content.count("\n") <= _LONGEST:
            shown += [
                f"`{file.relative_to(folder)}`",
                "",
                f"```{language}",
                content.rstrip(),
                "```",
                "",
            ]
    return "\n".join(shown)
