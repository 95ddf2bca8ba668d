"""Resources as values: their operations by role, and where keys are given and taken."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ringback.operation import Operation

CONFIGURED = "the configuration"
LINKED = "the links"
BY_PATHS = "the paths"
"""What a resource's roles were taken from, as reports call it."""


class Role(StrEnum):
    """What an operation does to a resource."""

    CREATE = "create"
    READ = "read"
    UPDATE = "update"  # merges what it is given
    REPLACE = "replace"  # puts what it is given in the place of what was there
    DELETE = "delete"
    LIST = "list"
    ACTION = "action"  # a verb on one thing
    VIEW = "view"  # reads something else of one thing
    SAFE = "safe"  # a POST that changes nothing: a search, a login
    OTHER = "other"  # reads what belongs to no resource


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSlot:
    """A place of a request that takes a key: `where` is path, query, header, cookie or body.

    `place` is a parameter's name, or a pointer into the body in which `*` is any item.
    """

    operation: str
    where: str
    place: str
    resource: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSlot:
    """A part of an exchange that tells a key: `place` is a runtime expression (OpenAPI 4.8.20.4).

    `status` is that of the answer, as it is documented: a code, a range, or default.
    """

    operation: str
    place: str
    resource: str
    status: str = "default"

    def covers(self, status: int) -> bool:
        """Whether answers with this status tell it."""
        return self.status in {"default", str(status), f"{status // 100}XX"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A kind of things, and the operations on them; each may lack.

    `key` is the parameter that tells one from another; empty for a singleton, of which its
    parent, or the account, has just one. `path` is the template of one thing, its parameters
    as `{}`. `borrows` names the resource whose things lend it their keys: who is a member of a
    group, what is starred. `alias` names the resource whose things it tells by another member than
    their key: `/flows/name/{name}` of what is `/flows/{id}` as well. A `part` is only the first
    part of another's keys: the owner of a repository. `search` lists all things where it is asked
    with nothing, in the place of a `list` by GET. `inferred` says what the roles were taken from.
    What stands behind it is as in `ringback.config.ResourceTable`.
    """

    name: str
    path: str
    key: str = ""
    parent: str | None = None
    borrows: str = ""
    alias: str = ""
    part: bool = False
    create: Operation | None = None
    read: Operation | None = None
    update: Operation | None = None
    replace: Operation | None = None
    delete: Operation | None = None
    list: Operation | None = None
    search: Operation | None = None
    actions: tuple[Operation, ...] = ()
    views: tuple[Operation, ...] = ()
    inferred: str = BY_PATHS
    irreversible: bool = False
    own: tuple[str, ...] = ()
    bystanders: tuple[str, ...] = ()
    merges: tuple[str, ...] = ()
    constant: tuple[str, ...] = ()
    exact: bool = False

    @property
    def lister(self) -> Operation | None:
        """What tells the things that there are: the list, or a search for nothing in particular."""
        return self.list or self.search

    @property
    def singleton(self) -> bool:
        """Whether there is one alone, without a key."""
        return not self.key

    @property
    def alone(self) -> bool:
        """Whether all that is written of it is one thing, which scenarios take turns at."""
        return self.singleton or (bool(self.own) and self.maker is None)

    @property
    def upserts(self) -> bool:
        """Whether a thing is made by a PUT under a key that the client chooses."""
        return self.create is None and self.replace is not None and bool(self.key)

    @property
    def maker(self) -> Operation | None:
        """The operation that makes a thing."""
        return self.create or (self.replace if self.upserts else None)

    def roles(self) -> Iterator[tuple[Role, Operation]]:
        """Each operation with its role."""
        named = (
            (Role.CREATE, self.create),
            (Role.READ, self.read),
            (Role.UPDATE, self.update),
            (Role.REPLACE, self.replace),
            (Role.DELETE, self.delete),
            (Role.LIST, self.list),
        )
        yield from ((role, operation) for role, operation in named if operation is not None)
        yield from ((Role.ACTION, operation) for operation in self.actions)
        yield from ((Role.VIEW, operation) for operation in self.views)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Where requests name a thing by its key, and answers hold the thing with the key in it.

    `place` is a pointer into both in which `*` is any item; `key` is the member that tells it.
    """

    resource: str
    place: str
    key: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """All resources of a description, parents before children, and the slots of their keys."""

    resources: Mapping[str, Resource] = field(default_factory=dict)
    inputs: tuple[InputSlot, ...] = ()
    outputs: tuple[OutputSlot, ...] = ()
    parts: tuple[Part, ...] = ()
    safe: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    _roles: dict[str, tuple[Role, Resource]] = field(init=False, repr=False, compare=False)
    _slots: dict[str, list[InputSlot]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up once what every exchange is asked for: an operation's first role counts."""
        roles: dict[str, tuple[Role, Resource]] = {}
        for resource in self.resources.values():
            for role, operation in resource.roles():
                roles.setdefault(operation.id, (role, resource))
        object.__setattr__(self, "_roles", roles)
        slots: dict[str, list[InputSlot]] = {}
        for each in self.inputs:
            slots.setdefault(each.operation, []).append(each)
        object.__setattr__(self, "_slots", slots)

    def role(self, operation: Operation) -> tuple[Role, Resource | None]:
        """What an operation does, and to which resource."""
        without = (Role.SAFE if operation.id in self.safe else Role.OTHER), None
        return self._roles.get(operation.id, without)

    def others(self, operations: Iterable[Operation]) -> Iterator[Operation]:
        """Those that belong to no resource."""
        return (each for each in operations if self.role(each)[0] is Role.OTHER)

    def slots(self, operation: Operation) -> list[InputSlot]:
        """The places of an operation's requests that take a key."""
        return self._slots.get(operation.id, [])

    def given_by(self, operation: Operation) -> list[OutputSlot]:
        """The places of an operation's answers that give a key."""
        return [each for each in self.outputs if each.operation == operation.id]

    def ancestors(self, resource: Resource) -> list[Resource]:
        """The resource's parent, its parent's, and so on: the nearest first."""
        found: list[Resource] = []
        above = self.resources.get(resource.parent or "")
        while above is not None and above not in found and above != resource:
            found.append(above)  # a circle that the configuration makes ends where it began
            above = self.resources.get(above.parent or "")
        return found

    def children(self, resource: Resource) -> list[Resource]:
        """The resources that stand in this one."""
        return [each for each in self.resources.values() if each.parent == resource.name]

    def inside(self, resource: Resource) -> list[Resource]:
        """The resources whose things are made in one of this: those that stand in it, and others.

        What `POST /issues/{issue_id}/comments` makes may be read as `/comments/{comment_id}`.
        """
        return [
            each
            for each in self.resources.values()
            if each.name != resource.name and self.container(each) == resource.name
        ]

    def container(self, resource: Resource) -> str | None:
        """The resource in whose things those of this one are made; None where in none."""
        if resource.parent is not None or resource.create is None:
            return resource.parent
        named = [each for each in self.slots(resource.create) if each.where == "path"]
        return named[-1].resource if named else None
