"""Whether a pattern is found in a text, as the validators read patterns: by ECMA-262."""

from functools import lru_cache

import jsonschema_rs


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text (JSON Schema 2020-12, 6.3.3 and 6.4: not anchored).

    ValidationError where the validators do not read the pattern.
    """
    return pattern_validator(pattern).is_valid(text)


def may_match(pattern: str, name: str) -> bool:
    """The same of a name; a pattern that is not read fits every name, so that none is blamed."""
    try:
        return matches(pattern, name)
    except jsonschema_rs.ValidationError:
        return True


@lru_cache(4096)
def pattern_validator(pattern: str) -> jsonschema_rs.Draft202012Validator:
    """A validator of the pattern alone; ValidationError where the validators do not read it."""
    return jsonschema_rs.Draft202012Validator({"pattern": pattern})
