"""What a request prefers to be answered with, as Prism understands it: `Prefer: code=404`."""

import difflib
import re
from collections.abc import Iterator

from ringback.errors import UsageError
from ringback.exchange import Headers, header_values
from ringback.mock.answering.chosen import USUAL, Chosen
from ringback.mock.answering.failures import failure_named

_KNOWN = ("code", "example", "dynamic", "fault")
# A token, then perhaps a value: a token, or a text in quotation marks (RFC 7240 2).
_PREFERENCE = re.compile(
    r'\s*([!#$%&\'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?\s*(?:[,;]|$)'
)


def preferences(headers: Headers) -> dict[str, str]:
    """The preferences by their names in lower case; of one that is given twice the first counts.

    What is no list of preferences says nothing: "a server … can ignore" it (RFC 7240 2).
    """
    found: dict[str, str] = {}
    for name, value in _all(", ".join(header_values(headers, "prefer"))):
        found.setdefault(name.lower(), value)
    return found


def _all(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text) and (each := _PREFERENCE.match(text, at)):
        quoted, plain = each[2], each[3]
        yield each[1], re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain or ""
        at = each.end()


def chosen_by(headers: Headers) -> Chosen:
    """What a request chooses; UsageError for a status that is no number, or no such failure.

    `code`, `example` and `dynamic` are Prism's; `fault` is a failure on purpose (`latency=0.2`).
    """
    told = {name: text for name, text in preferences(headers).items() if name in _KNOWN}
    if not told:
        return USUAL
    code = told.get("code", "")
    if code and not (code.isascii() and code.isdecimal() and 100 <= int(code) <= 599):
        raise UsageError((f"Prefer: code={code}: a status is a number from 100 to 599",))
    dynamic = told.get("dynamic")
    if dynamic is not None and dynamic not in {"true", "false", ""}:
        near = difflib.get_close_matches(dynamic, ["true", "false"], 1)
        hint = f"did you mean {near[0]}?" if near else "it is true or false"
        raise UsageError((f"Prefer: dynamic={dynamic}: {hint}",))
    return Chosen(
        status=int(code) if code else None,
        example=told.get("example", ""),
        dynamic=dynamic in {"true", ""},
        failure=failure_named(told["fault"]) if "fault" in told else None,
    )
