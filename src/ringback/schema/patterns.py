"""Patterns of names, as the validators read them: in the words of ECMA-262."""

from functools import cache

import jsonschema_rs


def matches(pattern: str, name: str) -> bool:
    """Whether a pattern is found in a name (JSON Schema 2020-12, 6.4: not anchored).

    One that no validator reads fits every name, so that none is blamed for it.
    """
    return _matcher(pattern).is_valid(name)


@cache
def _matcher(pattern: str) -> jsonschema_rs.Draft202012Validator:
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return jsonschema_rs.Draft202012Validator(True)
