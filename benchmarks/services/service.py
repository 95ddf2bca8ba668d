"""What is known of a service beforehand: its packages, its command, its credentials, its lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.services.environments import Packages


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a service runs: `home` is its environment, `data` a fresh folder for this one run."""

    home: Path
    data: Path
    port: int

    @property
    def url(self) -> str:
        """The origin that it is asked at."""
        return f"http://127.0.0.1:{self.port}"

    def bin(self, name: str) -> str:
        """A program of its environment."""
        return str(self.home / "bin" / name)

    def node(self, path: str) -> str:
        """A file of a package of node's."""
        return str(self.home / "node_modules" / path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that nobody here wrote.

    `prepare` are commands that end before `command` runs; `ready` is a path that answers below 500
    once it is up. `target` is the path of the target, `description` that of the description where
    neither tool finds it by itself, or a file. `lists` are the service's own listings (`POST ` in
    front: with an empty object), whose answers before and after a run are compared.
    """

    name: str
    packages: Packages
    command: Callable[[Place], list[str]]
    ready: str
    description: Callable[[Place], str]
    lists: tuple[str, ...]
    target: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    environment: Callable[[Place], Mapping[str, str]] = lambda _place: {}
    prepare: Callable[[Place], list[list[str]]] = lambda _place: []
    files: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 120.0  # until it is up
