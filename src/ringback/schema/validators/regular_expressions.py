r"""Regular expressions as the validators read them, spelt so where ECMA-262 has another way.

JSON Schema asks for that dialect (2020-12, 6.3.3). The validator has an engine of another one:
`[^]`, `[]`, `\0`, `[\b]`, `\k<name>`, a surrogate pair in two escapes, a brace that is no bound,
and a hyphen beside a class (`[\w-.]`) are mistakes to it, and none in ECMA-262 (B.1.2). `\<` and
`\a` mean something else to it, as does `\b` beside a letter that is not of ASCII (22.2.2.9.3).
"""

import re
from functools import cache, lru_cache

import jsonschema_rs

_PAIR = r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
_NUL = r"(?P<nul>\\0(?![0-9]))"
# Escapes of what needs none (ECMA-262, B.1.2): the character stands for itself. `\A` and `\z` are
# left to their meaning elsewhere, because nobody writes them for letters.
_LOOSE = (
    r"\\(?P<loose>[<>aeghijlmoqyCEFGHIJKLMNOQRTUVXY89]|c(?![A-Za-z])"
    r"|u(?![0-9a-fA-F]{4}|\{)|x(?![0-9a-fA-F]{2}|\{))"
)
_BRACED = r"\\[pPxu]\{[^}]*\}"
_TOKEN = re.compile(
    rf"{_PAIR}|{_NUL}|{_LOOSE}|(?P<fixed>\\[bBZ])"
    rf"|\\k<(?P<reference>[^>]+)>|{_BRACED}|\\."
    r"|\[(?P<negation>\^?)(?P<members>(?:\\.|[^\]\\])*)\]"
    r"|\{[0-9]+(?:,[0-9]*)?\}|(?P<brace>[{}])"
    r"|(?P<group>\((?:\?<(?P<name>[^=!>][^>]*)>|(?!\?)))",
    re.DOTALL,
)
_MEMBER = re.compile(rf"{_PAIR}|{_NUL}|{_LOOSE}|(?P<back>\\b)|{_BRACED}|\\.|.", re.DOTALL)
_MISREAD = re.compile(r"\\[<>aGKbB]")  # read by the validator in another way
_NEXT = "[A-Za-z0-9_]"
_FIXED = {
    r"\Z": r"\z",
    r"\b": f"(?:(?<={_NEXT})(?!{_NEXT})|(?<!{_NEXT})(?={_NEXT}))",
    r"\B": f"(?:(?<={_NEXT})(?={_NEXT})|(?<!{_NEXT})(?!{_NEXT}))",
}
_SET = re.compile(r"\\[dDwWsSpP]")


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


def is_readable(pattern: str) -> bool:
    """Whether the validator can read a regular expression as it is."""
    try:
        pattern_validator(pattern)
    except jsonschema_rs.ValidationError:
        return False
    return True


@cache
def readable(pattern: str) -> str:
    """The regular expression as the validator reads it; as it is where nothing helps."""
    if is_readable(pattern) and not _MISREAD.search(pattern):
        return pattern
    names = [each["name"] for each in _TOKEN.finditer(pattern) if each["group"]]
    found = _TOKEN.sub(lambda token: _spelt(token, names), pattern)
    return found if is_readable(found) else pattern


def _spelt(token: re.Match[str], names: list[str | None]) -> str:
    if token["reference"] and token["reference"] in names:
        return rf"(?:\{names.index(token['reference']) + 1})"
    if token["name"]:
        return "("  # numbers and names are not read beside each other
    if token["fixed"]:
        return _FIXED[token["fixed"]]
    if token["brace"]:
        return rf"\{token['brace']}"
    if token["members"] is not None:
        return _class(token["negation"], token["members"])
    return _character(token)


def _class(negation: str, members: str) -> str:
    if not members:
        return r"[\s\S]" if negation else "(?!)"
    parts = list(_MEMBER.finditer(members))
    found = [r"\x08" if each["back"] else _character(each) for each in parts]
    for at, part in enumerate(found):
        beside = found[max(at - 1, 0) : at] + found[at + 1 : at + 2]
        if part == "-" and any(map(_SET.match, beside)):
            found[at] = r"\-"  # B.1.2: it stands for itself
    return f"[{negation}{''.join(found)}]"


def _character(token: re.Match[str]) -> str:
    if token["nul"]:
        return r"\x00"
    if token["loose"]:
        return r"\\c" if token["loose"] == "c" else token["loose"]
    if token["pair"]:
        pair = chr(int(token[0][2:6], 16)) + chr(int(token[0][8:12], 16))
        return re.escape(pair.encode("utf-16", "surrogatepass").decode("utf-16"))
    return token[0]
