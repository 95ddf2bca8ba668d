"""What a request really gives: its concrete forms, without what only a vacuous branch admits."""

from typing import Any

from ringback.schema.view import Admits, View, meant


class _LeftOut:
    """The type of `LEFT_OUT`."""

    def __repr__(self) -> str:
        return "LEFT_OUT"


LEFT_OUT = _LeftOut()


def given(schema: View, value: Any, admits: Admits) -> Any:
    """The value, reduced to the members that the description knows and takes in a concrete form.

    Answers `LEFT_OUT` for a value that no concrete branch of a union admits: a service that does
    not understand it must act as if it were not there. An array keeps its length, with
    `LEFT_OUT` for such items.
    """
    branch = meant(schema, value, admits)
    if branch is None or branch.vacuous:
        return LEFT_OUT
    if isinstance(value, dict):
        known = branch.properties
        parts = {name: given(known[name], value[name], admits) for name in value if name in known}
        # The names of a map's members are the client's own: all of it is data.
        if not branch.described and isinstance(branch.raw.get("additionalProperties"), dict):
            member = branch.child("additionalProperties")
            parts = {name: given(member, each, admits) for name, each in value.items()}
        return {name: part for name, part in parts.items() if part is not LEFT_OUT}
    if isinstance(value, list):
        items = branch.items
        if items is None:
            return value
        return [given(items, item, admits) for item in value]
    return value


def filled(schema: View, value: Any, admits: Admits) -> Any:
    """The value with every documented default in the place of an absent member."""
    branch = meant(schema, value, admits)
    if branch is None:
        return value
    if isinstance(value, dict):
        known = branch.properties
        parts = {
            name: filled(known[name], member, admits) if name in known else member
            for name, member in value.items()
        }
        for name, member in known.items():
            if name not in parts and "default" in member.raw:
                parts[name] = member.default
        return parts
    if isinstance(value, list) and branch.items is not None:
        return [filled(branch.items, item, admits) for item in value]
    return value
