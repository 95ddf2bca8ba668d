"""Parameters that can be read in one way alone, found fine without a closer look.

Most parameters are texts and whole numbers, sent once. What is said here is what the exact reader
says as well; of anything else nothing is said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit

from ringback.contract.operation_matching import path_texts
from ringback.contract.schemas import Schemas
from ringback.exchange import Request
from ringback.operation import Operation, Parameter, TextForm
from ringback.wire.typed_texts import applied, types_of

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_PLAIN = re.compile(r"[\w.~@+-]+", re.ASCII)  # neither a delimiter of any style nor a blank
_FORMS = {
    "query": frozenset({TextForm(), TextForm(explode=False)}),
    "path": frozenset({TextForm(style="simple"), TextForm(style="simple", explode=False)}),
    "header": frozenset({TextForm(style="simple"), TextForm(style="simple", explode=False)}),
}


@dataclass(frozen=True, slots=True)
class _Plain:
    name: str
    where: str
    required: bool
    schema: str
    is_whole: bool


class PlainParameters:
    """The parameters of one operation, if all of them are plain; else none is ever found fine."""

    def __init__(self, operation: Operation, schemas: Schemas) -> None:
        self._operation = operation
        self._admits = schemas.admits
        found = [_plain(each, schemas) for each in operation.parameters]
        self._plain = [each for each in found if each is not None]
        self._all = len(self._plain) == len(found)
        self._places = {each.where for each in self._plain}
        self._names = {each.name for each in self._plain if each.where == "query"}

    def fine(self, request: Request) -> bool:
        """Whether there is surely nothing to object to, and no doubt."""
        if not self._all or not self._plain:
            return self._all
        texts = self._texts(request)
        if "query" in self._places and not texts["query"].keys() <= self._names:
            return False  # it may be one of these, spelt in a way of its own
        for each in self._plain:
            found = texts[each.where].get(
                each.name if each.where != "header" else each.name.lower()
            )
            if found is None:
                if each.required:
                    return False
            elif not self._is_fine(each, found):
                return False
        return True

    def _is_fine(self, plain: _Plain, texts: list[str]) -> bool:
        text = texts[0]
        if len(texts) > 1 or not _PLAIN.fullmatch(text):
            return False
        value: Any = text
        if plain.is_whole:
            if not _WHOLE.fullmatch(text):
                return False
            value = int(text)
        return self._admits(plain.schema, value)

    def _texts(self, request: Request) -> dict[str, Mapping[str, list[str]]]:
        """The texts of each place by name, percent-encoding undone."""
        found: dict[str, Mapping[str, list[str]]] = {}
        if "path" in self._places:
            told = path_texts(self._operation, request)
            found["path"] = {name: [unquote(text)] for name, text in told.items()}
        if "query" in self._places:
            query: dict[str, list[str]] = {}
            for part in filter(None, urlsplit(request.url).query.split("&")):
                name, _, text = part.partition("=")
                query.setdefault(unquote_plus(name), []).append(unquote_plus(text))
            found["query"] = query
        if "header" in self._places:
            headers: dict[str, list[str]] = {}
            for name, text in request.headers:
                headers.setdefault(name.lower(), []).append(text.strip(" \t"))
            found["header"] = headers
        return found


def _plain(parameter: Parameter, schemas: Schemas) -> _Plain | None:
    """The parameter if it is a text or a whole number in the usual form of its place."""
    forms = _FORMS.get(parameter.where, frozenset())
    if parameter.form not in forms or not parameter.schema or schemas.is_weak(parameter.schema):
        return None
    view = schemas.view(parameter.schema)
    types = types_of([view])
    if types not in ({"string"}, {"integer"}) or len(applied(view)) != 1:
        return None
    return _Plain(
        name=parameter.name,
        where=parameter.where,
        required=parameter.required,
        schema=parameter.schema,
        is_whole=types == {"integer"},
    )
