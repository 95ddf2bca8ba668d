"""The operations of a document as values, with path items, references and defaults worked in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ringback.description.bundle import Dangling
from ringback.description.server_urls import open_urls, server_urls, servers_of
from ringback.description.structure import METHODS
from ringback.description.swagger2.swagger_parameters import PRODUCES
from ringback.finding import pointer
from ringback.operation import (
    Answer,
    Body,
    Encoding,
    Header,
    Link,
    MediaType,
    Operation,
    Parameter,
    Scheme,
    TextForm,
)
from ringback.schema.references.lookup import locate

# Described elsewhere in OpenAPI: parameters and headers of these names are ignored (3.1, 4.8.12.1
# and 4.8.17.1).
_NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
# Where parameters travel, and the style that they have there by default (3.2, 4.12.2).
_STYLES = {
    "query": "form",
    "path": "simple",
    "header": "simple",
    "cookie": "form",
    "querystring": "",
}


class Operations:
    """Reads the operations of one document; `dangling` holds what they name and is not there.

    What has not the form that OpenAPI gives it is passed over: lint tells that.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self.dangling: list[Dangling] = []
        self.methods = list(self._listed())
        given = (_text(node.get("operationId")) for _, _, _, _, node in self.methods)
        self._ids = Counter(name for name in given if name)
        self.values = tuple(self._operation(*method) for method in self.methods)

    def _listed(self) -> Iterator[tuple[str, str, str, dict[str, Any], dict[str, Any]]]:
        """Each operation: path, method, pointer, the path item and itself."""
        for path, _ in _members(self._document, "paths"):
            if not path.startswith("/"):
                continue
            place = pointer(["paths", path])
            item = self._find(place)
            extra = [
                (f"additionalOperations/{name}", name)
                for name, _ in _members(item, "additionalOperations")
            ]
            for member, method in [*((name, name.upper()) for name in METHODS), *extra]:
                node = self._find(f"{place}/{member}")
                if node:
                    yield path, method, f"{place}/{member}", item, node

    def _operation(
        self, path: str, method: str, place: str, item: dict[str, Any], node: dict[str, Any]
    ) -> Operation:
        servers = servers_of(node, item, self._document)
        return Operation(
            id=self.name(path, method, node),
            method=method,
            path=path,
            parameters=tuple(self._parameters(place, item, node)),
            body=self._body(f"{place}/requestBody") if "requestBody" in node else None,
            answers=tuple(self._answers(f"{place}/responses", node)),
            security=tuple(self._security(place, node)),
            tags=tuple(tag for tag in _list(node, "tags") if isinstance(tag, str)),
            pointer=place,
            produces=tuple(map(str, _list(node, PRODUCES))),
            servers=tuple(url for each in servers for url in server_urls(each)) or ("/",),
            open_servers=tuple(url for each in servers for url in open_urls(each)),
        )

    def name(self, path: str, method: str, node: Mapping[str, Any]) -> str:
        """The operationId, or "METHOD /path" where there is none or it names several operations."""
        given = _text(node.get("operationId"))
        return given if given and self._ids[given] == 1 else f"{method} {path}"

    def _parameters(
        self, place: str, item: dict[str, Any], node: dict[str, Any]
    ) -> Iterator[Parameter]:
        """Those of the path item, each overridden by the operation's of the same name and place."""
        item_place = place.rsplit("/", 2 if "/additionalOperations/" in place else 1)[0]
        merged: dict[tuple[str, str], Parameter] = {}
        for owner, holder in ((item_place, item), (place, node)):
            for index in range(len(_list(holder, "parameters"))):
                here = f"{owner}/parameters/{index}"
                found = self._find(here)
                name, where = _text(found.get("name")), _text(found.get("in"))
                ignored = where == "header" and name.lower() in _NOT_PARAMETERS
                if not name or where not in _STYLES or ignored:
                    continue
                merged[name, where] = Parameter(
                    name=name,
                    where=where,
                    required=where == "path" or found.get("required") is True,
                    schema=self._schema(here, found),
                    pointer=here,
                    form=_form(found, where),
                )
        yield from merged.values()

    def _body(self, place: str) -> Body:
        found = self._find(place)
        return Body(
            required=found.get("required") is True,
            media_types=tuple(self._media_types(place, found)),
            pointer=place,
        )

    def _media_types(self, place: str, holder: dict[str, Any]) -> Iterator[MediaType]:
        for name, _ in _members(holder, "content"):
            here = f"{place}/content{pointer([name])}"
            essence, semicolon, parameters = name.partition(";")
            schema = self._own_schema(here)
            yield MediaType(
                name=essence.strip().lower() + semicolon + parameters,
                schema=schema,
                item_schema=self._own_schema(here, "itemSchema"),
                encoding=tuple(self._encodings(here)),
                binary=tuple(self._binary(schema)) if essence.startswith("multipart/") else (),
            )

    def _encodings(self, place: str) -> Iterator[Encoding]:
        for name, node in _members(self._find(place), "encoding"):
            if not isinstance(node, dict):
                continue
            flags = {key: node.get(key) for key in ("explode", "allowReserved")}
            yield Encoding(
                name=name,
                content_type=_text(node.get("contentType")) or None,
                headers=tuple(self._headers(f"{place}/encoding{pointer([name])}", node)),
                style=_text(node.get("style")) or None,
                explode=flags["explode"] if isinstance(flags["explode"], bool) else None,
                allow_reserved=(
                    flags["allowReserved"] if isinstance(flags["allowReserved"], bool) else None
                ),
            )

    def _binary(self, schema: str | None) -> Iterator[str]:
        """The members that are raw bytes, or lists of such (3.0.3, 4.7.14.2; 3.1, 4.8.14.3)."""
        owner = self._find(schema or "/-")
        for name, _ in _members(owner, "properties"):
            here = f"{schema}/properties{pointer([name])}"
            node = self._find(here)
            each = self._find(f"{here}/items") if node.get("type") == "array" else node
            media_type = "contentMediaType" in each and "contentEncoding" not in each
            if each.get("format") == "binary" or media_type:
                yield name

    def _schema(self, place: str, holder: dict[str, Any]) -> str | None:
        """The schema of a parameter or header: its own, or that of its one media type."""
        if "schema" in holder:
            return self._own_schema(place)
        content = list(self._media_types(place, holder))
        return content[0].schema if content else None

    def _own_schema(self, place: str, member: str = "schema") -> str | None:
        """Where the schema in a member of an object stands, references before it followed."""
        try:
            owner, node = locate(self._document, place)
        except KeyError:
            return None
        return f"{owner}/{member}" if isinstance(node, dict) and member in node else None

    def _answers(self, place: str, node: dict[str, Any]) -> Iterator[Answer]:
        for status, _ in _members(node, "responses"):
            if status.startswith("x-"):
                continue
            here = place + pointer([status])
            found = self._find(here)
            yield Answer(
                status="default" if status == "default" else status.upper(),
                media_types=tuple(self._media_types(here, found)),
                headers=tuple(self._headers(here, found)),
                links=tuple(self._links(here, found)),
                pointer=here,
            )

    def _headers(self, place: str, holder: dict[str, Any]) -> Iterator[Header]:
        for name, _ in _members(holder, "headers"):
            here = f"{place}/headers{pointer([name])}"
            found = self._find(here)
            if name.lower() != "content-type":
                yield Header(
                    name=name,
                    required=found.get("required") is True,
                    schema=self._schema(here, found),
                    form=_form(found, "header"),
                )

    def _links(self, place: str, holder: dict[str, Any]) -> Iterator[Link]:
        for name, _ in _members(holder, "links"):
            here = f"{place}/links{pointer([name])}"
            found = self._find(here)
            named, referred = _text(found.get("operationId")), _text(found.get("operationRef"))
            target = self._named(named) if named else self._referred(referred)
            if target:
                yield Link(
                    name=name,
                    operation=target,
                    parameters=dict(_members(found, "parameters")),
                    body=found.get("requestBody"),
                )
            elif named or referred.startswith("#"):
                member = "operationId" if named else "operationRef"
                text = f"{named or referred} names no operation of this description"
                self._missing(f"{here}/{member}", text)

    def _named(self, name: str) -> str:
        return name if self._ids[name] == 1 else ""

    def _referred(self, reference: str) -> str:
        """The id of the operation that a link's operationRef leads to."""
        for path, method, place, _, node in self.methods:
            if unquote(reference) == f"#{unquote(place)}":  # a fragment may be percent-encoded
                return self.name(path, method, node)
        return ""

    def _security(self, place: str, node: dict[str, Any]) -> Iterator[tuple[Scheme, ...]]:
        own = "security" in node
        where = place if own else ""
        for index, needed in enumerate(_list(node if own else self._document, "security")):
            names = list(needed) if isinstance(needed, dict) else []
            yield tuple(self._scheme(f"{where}/security/{index}", name) for name in names)

    def _scheme(self, place: str, name: str) -> Scheme:
        found = self._find("/components/securitySchemes" + pointer([name]))
        if not found:
            text = f"{name} names no security scheme of the components"
            self._missing(place + pointer([name]), text)
        kind = _text(found.get("type"))
        return Scheme(
            key=name,
            kind=kind,
            http_scheme=_text(found.get("scheme")).lower(),
            name=_text(found.get("name")) if kind == "apiKey" else "",
            where=_text(found.get("in")) if kind == "apiKey" else "",
        )

    def _find(self, place: str) -> dict[str, Any]:
        """The object at the pointer, references followed; an empty one where there is none."""
        try:
            _, node = locate(self._document, place)
        except KeyError:
            return {}
        return node if isinstance(node, dict) else {}

    def _missing(self, place: str, text: str) -> None:
        told = Dangling(pointer=place, text=text)
        if told not in self.dangling:
            self.dangling.append(told)


def _form(node: Mapping[str, Any], where: str) -> TextForm:
    """How a parameter or a header is written; `schema` rules out `content`."""
    style = _text(node.get("style")) or _STYLES[where]
    explode = node.get("explode")
    content = [] if "schema" in node else _members(node, "content")
    return TextForm(
        style=style,
        # The default is true for `form` and, in 3.2, for `cookie` (3.2, 4.12.2.2.2).
        explode=explode if isinstance(explode, bool) else style in {"form", "cookie"},
        allow_reserved=node.get("allowReserved") is True,
        allow_empty=where == "query" and node.get("allowEmptyValue") is True,
        content=content[0][0].lower() if content else "",
    )


def _members(holder: Any, name: str) -> list[tuple[str, Any]]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return list(found.items()) if isinstance(found, dict) else []


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    found = holder.get(name)
    return found if isinstance(found, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
