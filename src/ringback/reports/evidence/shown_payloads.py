"""The payload that a finding is about, cut down to what is worth a look."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringback.exchange import Exchange
from ringback.finding import Finding, pointer, steps
from ringback.payload import MISSING, at, decode, encode
from ringback.reports.evidence import shell
from ringback.reports.evidence.hiding import Hiding
from ringback.visible import visible_json

_WHOLE = 3_000  # bytes of a payload that is shown as it is
_LONGEST = 1_000_000  # bytes of one that is looked at
_TEXT = 200  # characters of a text beside the place
_HERE = 1_000  # characters of a text at the place
_MEMBERS = 40  # of an object beside the place
_ITEMS = 4  # of an array beside the place
_LAWS = "law/"
_OF_REQUESTS = ("request/", "schema/request")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPayload:
    """The body of a request or an answer (`side`), secrets hidden, cut where it is long.

    `value` is JSON text in one line. `place` is the JSON Pointer of the wrong place in it, None
    where that is not there: a member that is missing is looked for in the object that lacks it.
    `given` is the JSON text of what a request gave for the same place, None where it gave nothing.
    """

    side: str
    status: int | None
    value: str
    place: str | None = None
    given: str | None = None


def payload_of(finding: Finding, hiding: Hiding) -> ShownPayload | None:
    """The body that has the place of a finding; None where none is JSON, or none has it."""
    path = steps(finding.instance or "")
    for side, exchange in _sides(finding):
        body = _body(side, exchange)
        value = _value(body)
        if value is MISSING:
            continue
        found = _nearest(value, path)
        if found is None:
            continue
        cut, place = _cut(value, found)
        text = _text(cut, hiding)
        if text is None:
            continue
        response = exchange.response
        return ShownPayload(
            side=side,
            status=response.status if response and side == "response" else None,
            value=text,
            place=None if finding.instance is None else place,
            given=_given(finding, path, hiding) if finding.rule.startswith(_LAWS) else None,
        )
    return None


def shown_value(text: str | None, name: str, hiding: Hiding) -> str | None:
    """JSON text of what stands under a name, secrets hidden; None where it is none, or can't be."""
    if text is None:
        return None
    decoded = decode(text.encode("utf-8", "surrogatepass"))
    return _text(decoded.value, hiding, [name]) if decoded.parsed else None


def _sides(finding: Finding) -> Iterator[tuple[str, Exchange]]:
    """The bodies of the exchanges that show it, the likeliest first."""
    sides = ("response", "request")
    if finding.rule.startswith(_OF_REQUESTS):
        sides = ("request", "response")
    for side in sides:
        yield from ((side, each) for each in reversed(finding.exchanges))


def _body(side: str, exchange: Exchange) -> bytes | None:
    if side == "request":
        return exchange.request.body
    return exchange.response.body if exchange.response else None


def _value(body: bytes | None) -> Any:
    """The JSON value of a body, or MISSING."""
    if not body or len(body) > _LONGEST:
        return MISSING
    decoded = decode(body)
    return decoded.value if decoded.parsed else MISSING


def _nearest(value: Any, path: list[str]) -> list[str] | None:
    """The steps to the place, or to what lacks its last step; None where nothing leads there."""
    if at(value, path) is not MISSING:
        return path
    return path[:-1] if path and at(value, path[:-1]) is not MISSING else None


def _given(finding: Finding, path: list[str], hiding: Hiding) -> str | None:
    """What the last request that gave anything for this place gave; None where none did."""
    for exchange in reversed((*finding.before, *finding.exchanges)):
        value = _value(exchange.request.body)
        found = MISSING if value is MISSING or not path else at(value, path)
        if found is not MISSING:
            return _text(_short(found, _HERE), hiding, steps_to=path)
    return None


def _cut(value: Any, path: list[str]) -> tuple[Any, str]:
    """The payload without most of what is beside the place, and the place in what is left."""
    if len(encode(value)) <= _WHOLE:
        return value, pointer(path)
    return _along(value, path)


def _along(value: Any, path: list[str]) -> tuple[Any, str]:
    if not path:
        return _short(value, _HERE), ""
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        inner, place = _along(value[step], rest)
        names = [*value][:_MEMBERS]
        names += [] if step in names else [step]
        told = {name: inner if name == step else _aside(value[name]) for name in names}
        if len(value) > len(names):
            told["…"] = f"{len(value) - len(names)} more members"
        return told, pointer((step,)) + place
    index = int(step)
    inner, place = _along(value[index], rest)
    first = max(0, index - 1)
    before = [f"… {first} items"] if first else []
    before += [_aside(each) for each in value[first:index]]
    after = [_aside(each) for each in value[index + 1 : index + 2]]
    left = len(value) - index - 2
    after += [f"… {left} more items"] if left > 0 else []
    return [*before, inner, *after], pointer((len(before),)) + place


def _aside(value: Any) -> Any:
    """What stands beside the way to the place: its size, where it is large."""
    if isinstance(value, dict) and value:
        return f"… {len(value)} members"
    if isinstance(value, list) and value:
        return f"… {len(value)} items"
    return _short(value, _TEXT)


def _short(value: Any, most: int) -> Any:
    """The value with long texts cut, and large objects and arrays by what is at their ends."""
    if isinstance(value, str):
        return value if len(value) <= most else f"{value[:most]}… ({len(value)} characters)"
    if isinstance(value, dict):
        told = {name: _aside(each) for name, each in [*value.items()][:_MEMBERS]}
        rest = len(value) - len(told)
        return {**told, "…": f"{rest} more members"} if rest else told
    if isinstance(value, list):
        items = [_aside(each) for each in value[:_ITEMS]]
        rest = len(value) - len(items)
        return [*items, f"… {rest} more items"] if rest else items
    digits = encode(value).decode()
    return value if len(digits) <= most else f"{digits[:most]}… ({len(digits)} digits)"


def _text(value: Any, hiding: Hiding, steps_to: list[str] | None = None) -> str | None:
    """A value as JSON text in one line without secrets; None where that is none any more.

    `steps_to` leads to it, as the name of what it stands under may make it one.
    """
    name = next((each for each in reversed(steps_to or []) if not each.isdigit()), None)
    told = encode(value if name is None else {name: value})
    shown = shell.shown(hiding.body(told))
    try:
        parsed = json.loads(shown)
        return visible_json(
            json.dumps(
                parsed if name is None else parsed[name], ensure_ascii=False, allow_nan=False
            )
        )
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
