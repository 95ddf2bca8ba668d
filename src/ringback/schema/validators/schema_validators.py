"""The validators of the schemas of one document: made when first asked for, shared where alike."""

import json
from collections.abc import Callable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import cached_property
from itertools import count
from typing import Any

import jsonschema_rs

from ringback.schema.keywords import LEAF, is_annotation
from ringback.schema.references.lookup import fragment
from ringback.schema.validators.formats import FORMATS, Formats

_NUMBERS = count(1)


class SchemaValidators:
    """Compiles the schemas of a document by their pointers, and asks them about values.

    Formats are asserted, unless `formats` is False. `home` answers where the schema stands that the
    one at a pointer stands for, and `keywords` what a schema says itself; both raise KeyError where
    nothing stands.
    """

    def __init__(
        self,
        root: Mapping[str, Any],
        *,
        formats: bool,
        home: Callable[[str], str],
        keywords: Callable[[str], Mapping[str, Any]],
    ) -> None:
        self._root = root
        self._formats = formats
        self._home = home
        self._keywords = keywords
        self._identifier = f"urn:ringback:document:{next(_NUMBERS)}"
        self._known: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._lenient: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._leaves: dict[str, jsonschema_rs.Draft202012Validator] = {}

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        return _registry(self)

    @property
    def resource(self) -> tuple[str, dict[str, Any]]:
        """The document as a registry knows it: its identifier, and what stands in it."""
        return self._identifier, dict(self._root)

    def uri(self, place: str) -> str:
        """What schemas of another document call the schema at a pointer."""
        return f"{self._identifier}#{fragment(place)}"

    def admits(self, place: str, value: Any) -> bool:
        """Whether the schema at the pointer admits the value."""
        return _admits(self.validator(place), value)

    def admits_leniently(self, place: str, value: Any, formats: Formats) -> bool:
        """Whether the schema admits the value with other predicates for some formats."""
        if place not in self._lenient:
            schema = {"$ref": self.uri(place)}
            self._lenient[place] = self.compiled(schema, formats=formats)
        return self._lenient[place].is_valid(sendable(value))

    def errors(self, place: str, value: Any) -> tuple[list[jsonschema_rs.ValidationError], Any]:
        """What the validator says, unions unresolved, and the value that it is about.

        That is another one where no validator can look at the value itself (`sendable`).
        """
        if place not in self._known:
            leaf = self._leaf(place)
            if leaf is not None and _admits(leaf, value):
                return [], value
        try:
            return list(self.validator(place).iter_errors(value)), value
        except ValueError:  # an unpaired surrogate, or an objection to a number too long to tell
            value = sendable(value)
            return list(self.validator(place).iter_errors(value)), value

    def compiled(
        self,
        schema: Mapping[str, Any],
        *,
        formats: Formats | None = None,
        beside: "SchemaValidators | None" = None,
    ) -> jsonschema_rs.Draft202012Validator:
        """A validator of a schema that may refer to those of the document, and of one `beside` it.

        Raises ValidationError and ReferencingError of jsonschema-rs for one that is none.
        """
        return jsonschema_rs.Draft202012Validator(
            dict(schema),
            registry=self._registry if beside in {None, self} else _registry(self, beside),
            validate_formats=self._formats,
            formats={**FORMATS, **(formats or {})},
        )

    def validator(self, place: str) -> jsonschema_rs.Draft202012Validator:
        """The validator of the schema at a pointer, made when it is first asked for.

        Schemas that are a reference and nothing else share that of what they refer to.
        """
        found = self._known.get(place)
        if found is None:
            try:
                home = self._home(place)
            except KeyError:  # it leads nowhere, and the validator says so
                home = place
            found = self._known.get(home) or self.compiled({"$ref": self.uri(home)})
            self._known[place] = self._known[home] = found
        return found

    def _leaf(self, place: str) -> jsonschema_rs.Draft202012Validator | None:
        """A validator for all schemas that say the same, of one that leads to no others.

        It tells whether a value is admitted, and not where the schema stands that refuses it.
        """
        raw = self._keywords(place)
        said = {name: it for name, it in raw.items() if not is_annotation(name)}
        if not said or not said.keys() <= LEAF:
            return None
        text = json.dumps(said)
        if text not in self._leaves:
            self._leaves[text] = self.compiled(said)
        return self._leaves[text]


def _admits(validator: jsonschema_rs.Draft202012Validator, value: Any) -> bool:
    try:
        return validator.is_valid(value)
    except ValueError:  # an unpaired surrogate
        return validator.is_valid(sendable(value))


def _registry(*documents: SchemaValidators | None) -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry(resources=[each.resource for each in documents if each])


def sendable(value: Any) -> Any:
    """The value with every unpaired surrogate as U+FFFD, and numbers of thousands of digits cut.

    No UTF-8 spells such a surrogate, so no validator that speaks UTF-8 can look at it; lengths and
    patterns see one character either way. A number cut to 17 digits keeps its size.
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {sendable(str(key)): sendable(member) for key, member in value.items()}
    if isinstance(value, list):
        return [sendable(item) for item in value]
    if isinstance(value, Decimal):
        return Context(prec=17, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(value)
    return value
