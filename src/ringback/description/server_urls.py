"""The addresses that a Server Object stands for."""

import itertools
from typing import Any

_MOST = 64  # so many addresses of one template are written out; beyond, the defaults stand


def server_urls(server: Any) -> list[str]:
    """The URLs of a server: that of its defaults first, then each that its enums admit."""
    url = server.get("url") if isinstance(server, dict) else None
    if not isinstance(url, str) or not url:
        return []
    variables = server.get("variables")
    values = {
        name: _values(variable)
        for name, variable in (variables if isinstance(variables, dict) else {}).items()
    }
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


def _values(variable: Any) -> list[str]:
    """What a server variable may be: its default, and what else its enum lists."""
    node = variable if isinstance(variable, dict) else {}
    listed = node.get("enum")
    given = [node["default"]] if "default" in node else []
    others = listed if isinstance(listed, list) else []
    return list(dict.fromkeys(str(each) for each in (*given, *others))) or [""]
