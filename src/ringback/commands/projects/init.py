"""`ringback init`: the files that another API needs to start, and its first verdict."""

import socket
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from ringback.commands.arguments import CheckOptions, InitOptions
from ringback.commands.gate import check
from ringback.commands.projects.scaffold import settings_text, tox_text, variables_of, workflow_text
from ringback.commands.setup.discovery import FILES
from ringback.commands.setup.subjects import known_settings, page, supplied_by
from ringback.contract import Contract
from ringback.description import Description, load
from ringback.description.reading.remote import is_remote
from ringback.description.reading.sources import Page
from ringback.errors import UsageError
from ringback.hosts import is_loopback, url_problem
from ringback.lint.fix import fixed

_SECONDS = 3.0
_OVERLAY = "strict.overlay.yaml"
_WORKFLOW = ".github/workflows/ringback.yml"


def run(options: InitOptions) -> int:
    """Write what is not there yet, and check where a target is known and answers."""
    problem = url_problem(options.target) if options.target else None
    if problem:
        raise UsageError((f"--target {options.target}: {problem}",))
    config = options.common.config
    place = _place(options)
    description = load(place)
    folder = config.resolve().parent
    contract = Contract(description, "published")
    target = options.target or _target(description, place)
    named, files = _described(place, folder, description)
    overlay = fixed(place)
    has_overlay = "\noverlay:" in overlay
    variable = options.credentials.token_from_env or ""
    variables = [*variables_of(contract, variable).values()]
    files |= {_OVERLAY: overlay.encode()} if has_overlay else {}
    files |= {
        config.name: settings_text(
            contract,
            description=named,
            overlay=_OVERLAY if has_overlay else None,
            target=target,
            variable=variable,
        ).encode(),
        "recordings/.gitkeep": b"",
        "tox.ini": tox_text(variables).encode(),
        _WORKFLOW: workflow_text(variables).encode(),
    }
    written, kept = _written(folder, files)
    if written:
        sys.stdout.write(f"wrote {', '.join(written)}\n")
    if kept:
        there = "is there already and stays as it is" if len(kept) == 1 else "are there already"
        more = "" if len(kept) == 1 else " and stay as they are"
        sys.stdout.write(f"{', '.join(kept)} {there}{more}\n")
    if config.name in kept:
        sys.stdout.write(f"no check: {config.name} is not ours; ringback check judges by it\n")
        return 0
    return _checked(options, target)


def _checked(options: InitOptions, target: str) -> int:
    """The first verdict; 0 where nobody is there to judge."""
    if not target:
        sys.stdout.write(
            "no check: no target is known; start it, then ringback check --target URL\n"
        )
        return 0
    if not _answers(target):
        sys.stdout.write(
            f"no check: {target} does not answer; start it, then ringback check --target local\n"
        )
        return 0
    sys.stdout.flush()
    return check.run(
        CheckOptions(
            common=options.common,
            target="local",
            credentials=options.credentials,
            max_requests=options.max_requests,
            max_time=options.max_time,
        )
    )


def _place(options: InitOptions) -> Path | Page:
    """Where the description stands: as named, at the target, or a usual file of this folder."""
    config = options.common.config
    text = options.description or options.target or ""
    headers = supplied_by(options.credentials).plain_headers
    if is_remote(text):
        target = options.target or text
        own = headers if urlsplit(target)[:2] == urlsplit(text)[:2] else ()
        found = page(text, known_settings(config), own)
        return replace(found, content=found.data())
    if text:
        return Path(text)
    for name in (each.rpartition("/")[2] for each in FILES):
        if name.endswith((".json", ".yaml", ".yml")) and Path(name).is_file():
            return Path(name)
    raise UsageError(("init needs a description: a file, its URL, or the URL of the service",))


def _target(description: Description, place: Path | Page) -> str:
    """Where the service runs: the first server, on the origin that gave the description."""
    servers = description.document.get("servers")
    listed = servers if isinstance(servers, list) else []
    urls = [str(each.get("url", "")) for each in listed if isinstance(each, dict)]
    if isinstance(place, Page):
        first = urljoin(place.url, urls[0]) if urls and "{" not in urls[0] else place.url
        path = urlsplit(first).path.rstrip("/") if urls else ""
        return urljoin(place.url, "/").rstrip("/") + path
    for url in urls:
        if is_remote(url) and is_loopback(urlsplit(url).hostname or "") and not url_problem(url):
            return url.rstrip("/")
    return ""


def _described(
    place: Path | Page, folder: Path, description: Description
) -> tuple[str, dict[str, bytes]]:
    """How the configuration names the description, and the copy of one behind a URL."""
    if isinstance(place, Path):
        full = place.resolve()
        inside = full.is_relative_to(folder)
        return (full.relative_to(folder) if inside else full).as_posix(), {}
    others = {description.place(each.pointer).file for each in description.spots} - {str(place)}
    if others:
        text = f"{place}: refers to other files; save it with them, and name the file"
        raise UsageError((text,))
    data = place.data()
    name = "openapi.json" if data.lstrip()[:1] == b"{" else "openapi.yaml"
    return name, {name: data}


def _written(folder: Path, files: dict[str, bytes]) -> tuple[list[str], list[str]]:
    """Write each file that is not there; the names of those, and of the ones that were."""
    written, kept = [], []
    for name, data in files.items():
        path = folder / name
        if name.endswith(".gitkeep") and path.parent.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            kept.append(name)
        except OSError as error:
            raise UsageError((f"{path}: can't be written ({error.strerror})",)) from None
        else:
            written.append("recordings/" if name.endswith(".gitkeep") else name)
    return written, kept


def _answers(target: str) -> bool:
    """Whether somebody listens at the address of a URL."""
    split = urlsplit(target)
    port = split.port or (443 if split.scheme == "https" else 80)
    try:
        with socket.create_connection((split.hostname or "", port), timeout=_SECONDS):
            return True
    except OSError:
        return False
