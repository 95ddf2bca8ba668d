"""Members of an answer that are chosen by name: where they stand, and what may stand there."""

import difflib
from collections.abc import Iterator
from typing import Any

from ringback.contract import Contract
from ringback.errors import UsageError
from ringback.mock.answering.payload_samples import PayloadSamples
from ringback.mock.answering.request_mistakes import with_subject
from ringback.payload import MISSING
from ringback.sampling.breakage import replaced
from ringback.schema.view import View

_DEPTH = 6
Path = tuple[str, ...]


class ChosenMembers:
    """Puts chosen values into payloads of one schema; `what` is how a sentence calls the answer."""

    def __init__(self, contract: Contract, samples: PayloadSamples, schema: str, what: str) -> None:
        self._contract = contract
        self._samples = samples
        self._admits = contract.responses.admits
        self._schema = schema
        self._view = contract.responses.view(schema)
        self._what = what

    def put(self, value: Any, members: tuple[tuple[str, Any], ...]) -> Any:
        """The payload with these members; UsageError for a name or a value that is not described.

        A name alone is that of the member nearest to the top; a dotted path begins there. In the
        place of a union's object the name of a branch may stand: its tag, or its component.
        """
        for name, chosen in members:
            value = self._with(value, name, chosen)
        if not self._admits(self._schema, value):
            wrong = self._contract.responses.violations(self._schema, value)
            first = f"{wrong[0].instance}: {wrong[0].message}" if wrong else "it does not fit"
            raise UsageError((f"{self._what}: {first}",))
        return value

    def _with(self, value: Any, name: str, chosen: Any) -> Any:
        found = list(self._places(name))
        if not found:
            known = sorted({".".join(path) for path, _ in member_schemas(self._view)})
            near = difflib.get_close_matches(name, known, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known[:12])}"
            raise UsageError((f"{self._what} has no member {name}: {hint}",))
        error: UsageError | None = None
        for path, member in found:
            try:
                fitting = self._fitting(member, chosen, name)
            except UsageError as raised:
                error = error or raised
                continue
            return self._at(value, path, fitting)
        raise error if error is not None else UsageError((f"{self._what}: {name}",))

    def _places(self, name: str) -> Iterator[tuple[Path, View]]:
        """Where a name may be meant, the places nearest to the top first."""
        wanted = tuple(name.split("."))
        every = list(member_schemas(self._view))
        yield from (each for each in every if each[0] == wanted)
        yield from (
            each
            for each in every
            if each[0] != wanted
            and tuple(step for step in each[0] if step != "*")[-len(wanted) :] == wanted
        )

    def _fitting(self, member: View, chosen: Any, name: str) -> Any:
        """The value itself where the schema admits it, or the branch that it names."""
        if self._admits(member.pointer, chosen):
            return chosen
        if isinstance(chosen, str):
            for branch in _branches(member):
                made = self._samples.part(branch)
                if chosen in _names_of(branch) and self._admits(member.pointer, made):
                    return made
        wrong = self._contract.responses.violations(member.pointer, chosen)
        why = wrong[0].message if wrong else "it does not fit"
        tags = [name for branch in _branches(member) for name in _names_of(branch)[:1]]
        hint = f"; branches are {', '.join(tags)}" if tags and isinstance(chosen, str) else ""
        raise UsageError((f"{self._what}: {with_subject(name, why)}{hint}",))

    def _at(self, value: Any, path: Path, chosen: Any) -> Any:
        """The payload with the value at a path; what is missing on the way is made up."""
        if not path:
            return chosen
        step, rest = path[0], path[1:]
        if step == "*":
            items = value if isinstance(value, list) else []
            return [self._at(each, rest, chosen) for each in items]
        if not isinstance(value, dict):
            value = {}
        held = value.get(step, MISSING)
        if rest and not isinstance(held, dict | list):
            held = {}
        return replaced(value, (step,), self._at(held, rest, chosen))


def member_schemas(view: View) -> Iterator[tuple[Path, View]]:
    """Each described member with its path, `*` for items, breadth first."""
    level: list[tuple[Path, View]] = [((), view)]
    seen: set[tuple[Path, str]] = set()
    for _ in range(_DEPTH):
        below: list[tuple[Path, View]] = []
        for path, each in level:
            for part in (each, *_branches(each), *each.parts):
                for name, member in part.properties.items():
                    if ((*path, name), member.pointer) not in seen:
                        seen.add(((*path, name), member.pointer))
                        yield (*path, name), member
                        below.append(((*path, name), member))
                if part.items is not None:
                    below.append(((*path, "*"), part.items))
        level = below


def _branches(view: View, depth: int = 4) -> Iterator[View]:
    for each in view.branches if depth else ():
        yield each
        yield from _branches(each, depth - 1)


def _names_of(branch: View) -> list[str]:
    """What a branch is called: its tags, then its component."""
    found: list[str] = []
    for member in branch.properties.values():
        tags = member.raw.get("enum") or ([member.raw["const"]] if "const" in member.raw else [])
        found += [each for each in tags if isinstance(each, str) and len(tags) == 1]
    name = branch.pointer.rpartition("/")[2]
    return [*found, *([name] if not name.isdigit() else [])]
