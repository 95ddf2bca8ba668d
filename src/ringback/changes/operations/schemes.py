"""What an operation asks a caller to prove: alternatives of security schemes with scopes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.description import Description
from ringback.finding import pointer
from ringback.operation import Operation

_COMPONENTS = "/components/securitySchemes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One scheme that is needed: `what` is how it shows on the wire, `key` its component.

    `node` is the Security Scheme Object.
    """

    what: str
    key: str
    scopes: frozenset[str]
    node: Mapping[str, Any]

    @property
    def place(self) -> str:
        """The pointer to the component."""
        return _COMPONENTS + pointer([self.key])


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityAlternative:
    """Schemes that are enough together; none at all lets everyone in."""

    needs: tuple[Need, ...]
    place: str

    @property
    def schemes(self) -> frozenset[str]:
        """What is needed, as it shows on the wire."""
        return frozenset(each.what for each in self.needs)

    def scopes(self, what: str) -> frozenset[str]:
        """The scopes that are needed of one scheme."""
        return frozenset().union(*(each.scopes for each in self.needs if each.what == what))

    def enough_for(self, other: "SecurityAlternative") -> bool:
        """Whether who has all this has all that the other asks for."""
        return all(
            what in self.schemes and other.scopes(what) <= self.scopes(what)
            for what in other.schemes
        )

    def __str__(self) -> str:
        """The schemes with their scopes, as a sentence takes them."""
        return " with ".join(_worded(self, what) for what in sorted(self.schemes)) or "nothing"


def alternatives(description: Description, operation: Operation) -> tuple[SecurityAlternative, ...]:
    """Those of the operation, else of the document; an open one where nothing is asked for."""
    node = description.at(operation.pointer)
    owner = operation.pointer if isinstance(node, dict) and "security" in node else ""
    listed = description.at(owner).get("security")
    found = [
        SecurityAlternative(
            needs=tuple(_need(description, key, scopes) for key, scopes in each.items()),
            place=f"{owner}/security/{index}",
        )
        for index, each in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(each, dict)
    ]
    place = f"{owner}/security" if listed is not None else operation.pointer
    return tuple(found) or (SecurityAlternative(needs=(), place=place),)


def _need(description: Description, key: str, scopes: Any) -> Need:
    try:
        node = description.at(_COMPONENTS + pointer([key]))
    except KeyError:
        node = {}
    node = node if isinstance(node, dict) else {}
    named = scopes if isinstance(scopes, list) else ()
    return Need(what=_what(key, node), key=key, scopes=frozenset(map(str, named)), node=node)


def _what(key: str, node: Mapping[str, Any]) -> str:
    """A scheme as it shows on the wire, whatever its component is called."""
    match node.get("type"):
        case "http":
            return f"http {str(node.get('scheme', '')).lower()}".strip()
        case "apiKey":
            where = str(node.get("in", ""))
            name = str(node.get("name", ""))
            return f"the {where} key {name.lower() if where == 'header' else name}"
        case str() as kind:
            return kind
        case _:
            return f"the scheme {key}"


def _worded(alternative: SecurityAlternative, what: str) -> str:
    scopes = sorted(alternative.scopes(what))
    return what + (f" ({', '.join(scopes)})" if scopes else "")
