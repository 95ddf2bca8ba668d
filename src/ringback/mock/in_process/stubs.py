"""A stub of a router with all operations of a description, for editors and type checkers."""

import json
import keyword
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from ringback.contract import Contract
from ringback.mock.answering.chosen_members import member_schemas
from ringback.mock.in_process.operation_route import python_name
from ringback.operation import Operation
from ringback.schema.view import View
from ringback.wire.media_types import is_json

_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_RESERVED = frozenset({"self", "members", "status", "headers", "example", "fails"})

STUB_MARK = "# Made by ringback "
"""How a stub begins."""

_HEAD = f"""\
{STUB_MARK}from {{file}}: `ringback mock --stub` makes it anew.
# ruff: noqa: A002 -- members are named as the description names them
from typing import Any, Literal

from ringback.mock.answering.failures import PlannedFailure
from ringback.mock.in_process.api_router import ApiRouter
from ringback.mock.in_process.operation_route import OperationRoute

"""

_METHOD = """\
    def {method}(  # type: ignore[override]  # less than any members
        self,
        members: dict[str, Any] | None = None,
        /,
        *,
        status: {statuses} | None = None,
        headers: dict[str, str] | None = None,
        example: str = "",
{more}    ) -> {name}: ...
"""


def stub_of(contract: Contract, name: str = "Api") -> str:
    """The text of a `.pyi` with a class `name`: a router that has each operation as an attribute.

    A test is given a router as such a class (`def test_x(contract_api: "Api")`), so that editors
    complete operations, their statuses and members, and type checkers know them.
    """
    known: dict[str, Operation] = {}
    for operation in contract.operations:
        known.setdefault(python_name(operation.id), operation)
    classes = [_route_class(contract, each, route) for route, each in known.items()]
    lines = [f"class {name}(ApiRouter):"]
    for route in known:
        lines += ["    @property", f"    def {route}(self) -> {_class_name(route)}: ..."]
    file = PurePath(contract.description.file).name
    return _HEAD.format(file=file) + "\n".join([*classes, "\n".join(lines) + "\n"])


def _route_class(contract: Contract, operation: Operation, route: str) -> str:
    """The class of one operation's route: what may be chosen for it."""
    name = _class_name(route)
    named = dict(_members(contract, operation))
    more = "".join(f"        {member}: {kind} = ...,\n" for member, kind in named.items())
    fails = "        fails: str | PlannedFailure | type[Exception] | Exception | None = None,\n"
    statuses = _statuses(operation)
    answers = _METHOD.format(method="answers", statuses=statuses, more=more, name=name)
    then = _METHOD.format(method="then", statuses=statuses, more=fails + more, name=name)
    return f"class {name}(OperationRoute):\n{answers}{then}"


def _class_name(route: str) -> str:
    return "".join(word.capitalize() for word in route.split("_")) + "Route"


def _statuses(operation: Operation) -> str:
    """The statuses that are documented; any, where one stands for others."""
    codes = sorted({each.status for each in operation.answers})
    if not codes or not all(map(str.isdecimal, codes)):
        return "int"
    return f"Literal[{', '.join(codes)}]"


def _members(contract: Contract, operation: Operation) -> Iterator[tuple[str, str]]:
    """The members of all answers that can be named as a keyword, each with its type."""
    kinds: dict[str, set[str]] = {}
    for answer in operation.answers:
        for media_type in answer.media_types:
            if media_type.schema and is_json(media_type.name):
                for path, view in member_schemas(contract.responses.view(media_type.schema)):
                    kinds.setdefault(path[-1], set()).add(_kind(view))
    for name, found in kinds.items():
        if name.isidentifier() and not keyword.iskeyword(name) and name not in _RESERVED:
            yield name, _joined(found)


def _kind(view: View) -> str:
    """The type of a member: that of its enum or of its scalars, else any."""
    types = view.types
    enum = view.raw.get("enum")
    if isinstance(enum, list) and enum and all(isinstance(each, str) for each in enum):
        return f"Literal[{', '.join(json.dumps(each) for each in enum)}]"
    names = [each for each in types if each != "null"]
    if view.branches or not names or any(each not in _TYPES for each in names):
        return "Any"
    null = ["None"] if "null" in types else []
    return " | ".join([*dict.fromkeys(_TYPES[each] for each in names), *null])


def _joined(kinds: Iterable[str]) -> str:
    every = dict.fromkeys(part for each in sorted(kinds) for part in each.split(" | "))
    return "Any" if "Any" in every else " | ".join(sorted(every, key=lambda each: each == "None"))
