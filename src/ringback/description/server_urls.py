"""The addresses that a Server Object stands for."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

_MOST = 64  # so many addresses of one template are written out; beyond, the defaults stand


def server_urls(server: Any) -> list[str]:
    """The URLs of a server: that of its defaults first, then each that its enums admit."""
    return _written_out(server, {name: _values(it) for name, it in _variables(server).items()})


def open_urls(server: Any) -> list[str]:
    """The URLs of a server that has variables of any value: these stand in them as `{name}`.

    None for a server all of whose variables have an enum, unless they have too many together to be
    written out.
    """
    variables = _variables(server)
    listed = {name: _values(it) for name, it in variables.items() if _is_listed(it)}
    if math.prod(map(len, listed.values())) > _MOST:
        listed = {}
    values = {name: listed.get(name, ["{" + name + "}"]) for name in variables}
    found = _written_out(server, values)
    return [each for each in found if any("{" + name + "}" in each for name in variables)]


def _written_out(server: Any, values: Mapping[str, list[str]]) -> list[str]:
    """The URLs with each choice of these values."""
    url = server.get("url") if isinstance(server, dict) else None
    if not isinstance(url, str) or not url:
        return []
    choices = list(itertools.islice(itertools.product(*values.values()), _MOST + 1))
    if len(choices) > _MOST:
        del choices[1:]
    urls = []
    for choice in choices:
        filled = url
        for name, value in zip(values, choice, strict=True):
            filled = filled.replace("{" + name + "}", value)
        urls.append(filled)
    return urls


def _variables(server: Any) -> dict[str, Any]:
    found = server.get("variables") if isinstance(server, dict) else None
    return found if isinstance(found, dict) else {}


def _is_listed(variable: Any) -> bool:
    """Whether a variable has a list of the values that it may have."""
    return isinstance(variable, dict) and isinstance(variable.get("enum"), list)


def _values(variable: Any) -> list[str]:
    """What a server variable may be: its default, and what else its enum lists."""
    node = variable if isinstance(variable, dict) else {}
    given = [node["default"]] if "default" in node else []
    others = node["enum"] if _is_listed(variable) else []
    return list(dict.fromkeys(str(each) for each in (*given, *others))) or [""]


def servers_of(*holders: Mapping[str, Any]) -> list[Any]:
    """The servers of the first holder that has any with a URL."""
    listed = (each.get("servers") for each in holders)
    known = (each for each in listed if isinstance(each, list))
    return next((each for each in known if any(map(server_urls, each))), [])
