"""Whether two schemas plainly have no object in common: each wants another tag."""

from collections.abc import Iterator

from ringback.schema.document import Schema

_Texts = frozenset[str]


class Apart:
    """Compares schemas of some documents by the texts that they hold members to.

    A yes is certain for objects, and says nothing of other values. A no proves nothing.
    """

    def __init__(self) -> None:
        self._known: dict[Schema, dict[str, tuple[_Texts, bool]]] = {}

    def __call__(self, one: Schema, other: Schema) -> bool:
        """Whether no object fits both: a member that one requires has no text that fits both."""
        mine = self._tags(one)
        theirs = self._tags(other) if mine else mine
        for name, (texts, required) in mine.items():
            there = theirs.get(name)
            if there is not None and (required or there[1]) and texts.isdisjoint(there[0]):
                return True
        return False

    def _tags(self, schema: Schema) -> dict[str, tuple[_Texts, bool]]:
        """The texts that an object's members are held to, and whether it needs these members."""
        found = self._known.get(schema)
        if found is None:
            found = self._known[schema] = _read(schema)
        return found


def _read(schema: Schema) -> dict[str, tuple[_Texts, bool]]:
    required = {
        name for part in schema.in_place for name in _list(part.keywords.get("required", ()))
    }
    found = {}
    for name, members in schema.members.items():
        lists = [texts for each in members for texts in _texts(each)]
        if lists:
            found[name] = (frozenset.intersection(*lists), name in required)
    return found


def _texts(member: Schema) -> Iterator[_Texts]:
    """What a member is held to, where that is texts alone: 1 and 1.0 are equal, texts are plain."""
    for part in member.in_place:
        raw = part.keywords
        values = [raw["const"]] if "const" in raw else _list(raw.get("enum"))
        if values and all(isinstance(each, str) for each in values):
            yield frozenset(values)


def _list(value: object) -> list[str]:
    return value if isinstance(value, list) else []
