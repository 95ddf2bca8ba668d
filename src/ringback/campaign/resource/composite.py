"""Keys in several parts, `/repos/{owner}/{repo}`: how answers tell them, as one text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.campaign.resource.model import SEPARATOR, Resource
from ringback.campaign.resource.references import words

_LAST = ("name", "slug", "id", "key", "number")
_INSIDE = ("login", "username", "name", "slug", "id", "key")


def joined(parts: Sequence[Any]) -> str | None:
    """The parts as one key; None where one is missing, or is none."""
    texts = [_text(each) for each in parts]
    if any(not each or SEPARATOR in each for each in texts):
        return None
    return SEPARATOR.join(each for each in texts if each)


def beside(resource: Resource, key: Any, last: Any) -> Any:
    """The key with another last part: of a thing right beside it."""
    if not resource.also:
        return last
    return SEPARATOR.join([*str(key).split(SEPARATOR)[:-1], str(last)])


def composite_keys(
    resource: Resource, holder: Mapping[str, Any], given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What may be the key in an object, with the names that tell it; `given` by the request.

    A text with all parts of which another member is the last one comes first (`full_name`), then
    the members with the parts' names, also in objects (`"owner": {"login": "ann"}`).
    """
    scalars = {name: text for name, each in holder.items() if (text := _text(each))}
    for name, text in scalars.items():
        parts = text.split(SEPARATOR)
        others = {each for other, each in scalars.items() if other != name}
        if len(parts) == len(resource.parts) and all(parts) and parts[-1] in others:
            yield name, text
    found = [
        _part(holder, part, last=part == resource.key) or _text(given.get(part))
        for part in resource.parts
    ]
    key = joined(found)
    if key is not None:
        yield SEPARATOR.join(resource.parts), key


def _part(holder: Mapping[str, Any], part: str, *, last: bool) -> str | None:
    """The part of a key that an object tells, by the names of its members."""
    spelt = {words(part), f"{words(part)}id", f"{words(part)}name"}
    named = [each for name, each in holder.items() if words(name) in spelt]
    for each in named:
        inside = [each.get(name) for name in _INSIDE] if isinstance(each, Mapping) else [each]
        found = next((text for value in inside if (text := _text(value))), None)
        if found is not None:
            return found
    usual = [holder.get(name) for name in _LAST] if last else []
    return next((text for value in usual if (text := _text(value))), None)


def _text(value: Any) -> str | None:
    """A value as it stands in a path; None for what can't stand there."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None
