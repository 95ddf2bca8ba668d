"""OpenAPI Overlay 1.0: a file of actions that are applied to a description in their order.

An `update` is merged into every target: objects member by member, arrays by appending, all else
by taking the overlay's value. Stricter than the specification in one point: an action whose
target matches nothing is a mistake, because it would leave the reading it makes silently undone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.description.reading.tree import Node, Parsed, child, edit, plain
from ringback.errors import DescriptionError, Problem

_MEMBERS = frozenset({"overlay", "info", "extends", "actions"})
_ACTION_MEMBERS = frozenset({"target", "description", "update", "remove"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    """One action: `update` is None where it removes."""

    target: str
    query: Any
    update: Node | None
    file: str
    line: int


def apply_overlays(root: Node, overlays: list[Parsed]) -> Node:
    """The description's tree with every overlay applied; a DescriptionError tells all mistakes.

    What an overlay brings in keeps the overlay's file and line.
    """
    problems: list[Problem] = []
    actions = [action for overlay in overlays for action in _actions(overlay.root, problems)]
    if not problems:
        values = _Values()
        for action in actions:
            root = _apply(root, action, values, problems)
    if problems:
        raise DescriptionError(tuple(problems))
    return root


class _Values:
    """The JSON values of nodes, each worked out once: an edit leaves most nodes as they were."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Node, Any]] = {}  # by identity; a node that is held keeps it

    def __call__(self, node: Node) -> Any:
        """The value of a node, to be read only."""
        if not isinstance(node.value, dict | tuple):
            return node.value
        known = self._known.get(id(node))
        if known is None:
            made = (
                {name: self(member) for name, member in node.value.items()}
                if isinstance(node.value, dict)
                else [self(item) for item in node.value]
            )
            known = self._known[id(node)] = (node, made)
        return known[1]


def _apply(root: Node, action: _Action, values: _Values, problems: list[Problem]) -> Node:
    matches = [tuple(match.parts) for match in action.query.finditer(values(root))]
    if not matches:
        text = f"the target {action.target} matches nothing in the description"
        problems.append(Problem(file=action.file, line=action.line, text=text))
    # From the last to the first: removing an item moves the ones behind it, and what stands
    # inside a match must go before the match.
    for path in sorted(set(matches), key=_order, reverse=True):
        if action.update is None and not path:
            text = f"the target {action.target} is the whole description, which can't be removed"
            problems.append(Problem(file=action.file, line=action.line, text=text))
        elif action.update is None:
            root = edit(root, path, lambda _: None)
        elif _is_scalar(root, path):
            text = (
                f"the target {action.target} is neither an object nor an array, so nothing merges"
            )
            problems.append(Problem(file=action.file, line=action.line, text=text))
        else:
            root = edit(root, path, _merging(action.update))
    return root


def _order(path: tuple[str | int, ...]) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]


def _is_scalar(root: Node, path: tuple[str | int, ...]) -> bool:
    node: Node | None = root
    for step in path:
        node = child(node, step) if node else None
    return node is None or not isinstance(node.value, dict | tuple)


def _merging(update: Node) -> Callable[[Node], Node]:
    def change(target: Node) -> Node:
        if isinstance(target.value, tuple) and not isinstance(update.value, tuple):
            return target._replace(value=(*target.value, update))
        return _merged(target, update)

    return change


def _merged(target: Node, update: Node) -> Node:
    if isinstance(target.value, tuple) and isinstance(update.value, tuple):
        return target._replace(value=target.value + update.value)
    if not isinstance(target.value, dict) or not isinstance(update.value, dict):
        return update
    members = dict(target.value)
    for name, value in update.value.items():
        members[name] = _merged(members[name], value) if name in members else value
    return target._replace(value=members)


def _actions(root: Node, problems: list[Problem]) -> list[_Action]:
    """The overlay's actions; what is wrong with its form goes to `problems`."""
    before = len(problems)
    problems.extend(_malformed(root))
    listed = child(root, "actions")
    actions = []
    if len(problems) == before and listed is not None and isinstance(listed.value, tuple):
        actions = [_action(node, problems) for node in listed.value]
    return [action for action in actions if action is not None]


def _malformed(root: Node) -> Iterator[Problem]:
    """What is wrong with the document around the actions (Overlay 1.0.0, 4.4.1)."""
    members = root.value
    if not isinstance(members, dict) or "overlay" not in members:
        text = 'is not an overlay: it has no "overlay: 1.0.0"'
        yield Problem(file=root.file, line=root.line, text=text)
        return
    version = members["overlay"]
    if not isinstance(version.value, str) or not version.value.startswith("1."):
        text = f'"overlay" must be the string "1.0.0", not {version.value!r}'
        yield Problem(file=version.file, line=version.line, text=text)
    info = members.get("info")
    named = plain(info) if info else None
    if not isinstance(named, Mapping) or not all(
        isinstance(named.get(name), str) for name in ("title", "version")
    ):
        line = info.line if info else root.line
        yield Problem(
            file=root.file, line=line, text='an overlay needs "info" with a title and a version'
        )
    actions = members.get("actions")
    if actions is None or not isinstance(actions.value, tuple) or not actions.value:
        line = actions.line if actions else root.line
        text = 'an overlay needs "actions", an array of at least one'
        yield Problem(file=root.file, line=line, text=text)
    yield from _unknown(members, _MEMBERS, "an overlay")


def _action(node: Node, problems: list[Problem]) -> _Action | None:
    def wrong(text: str, at: Node) -> None:
        problems.append(Problem(file=at.file, line=at.line, text=text))

    members = node.value
    if not isinstance(members, dict):
        wrong("an action must be an object", node)
        return None
    problems.extend(_unknown(members, _ACTION_MEMBERS, "an action"))
    target, update, remove = (members.get(name) for name in ("target", "update", "remove"))
    if target is None or not isinstance(target.value, str):
        wrong('an action needs "target", a JSONPath', target or node)
        return None
    removes = remove is not None and remove.value is True
    if remove is not None and not isinstance(remove.value, bool):
        wrong('"remove" must be true or false', remove)
    if update is None and not removes:
        wrong('an action needs "update", or "remove: true"', node)
    import jsonpath  # noqa: PLC0415 -- slow to import, and many a description has no overlay

    try:
        query = jsonpath.compile(target.value)
    except jsonpath.JSONPathError as error:
        wrong(f"the target {target.value} is no JSONPath: {error.args[0]}", target)
        return None
    kept = None if removes else update
    return _Action(target=target.value, query=query, update=kept, file=node.file, line=target.line)


def _unknown(members: dict[str, Node], known: frozenset[str], owner: str) -> Iterator[Problem]:
    for name, node in members.items():
        if name not in known and not name.startswith("x-"):
            text = f'{owner} has no member "{name}"'
            yield Problem(file=node.file, line=node.line, text=text)
