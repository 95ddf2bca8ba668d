"""A secret value, found in text in whatever common encoding it stands there."""

import base64
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

Span = tuple[int, int]

_RUNS = re.compile(r"\\+|[A-Za-z0-9]+|.", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z0-9]+")
_CUT = re.compile(r"…|\.\.\.")
_LONG = 256  # characters; a longer value is looked for in its usual spellings alone
_SHORT_WORD = 24  # characters; a shorter value that a payload gave counts only as a whole word
_SHORTEST_BASE64 = 4  # characters of it that are the value's alone
_WHOLE = 4  # characters; a shorter value is a part of too many words to be looked for in them
_WORD = 16  # characters; fewer letters may be a word, or a part of one
_PIECE = 5  # characters of a value of which a message shows but a piece
_SHORT = 8  # characters; a shorter value that the user gave stands in longer words by chance
_BEFORE = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[bfnrtv])|(?<=\\u[0-9A-Fa-f]{4}))"
_BEHIND = r"(?![A-Za-z0-9])"
_DIVIDES = r"%(?:2[267CcFf]|3[ABDFabdf])"  # quotes, and what divides a URL or a form, encoded
_CUT_BEFORE = re.compile(r"(?:…|\.\.\.)[\"'\\]*\Z")
_CUT_BEHIND = re.compile(r"[\"'\\]*(?:…|\.\.\.|\s\(\d+ characters\))")
_CHANCE = re.compile(r"[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d")
_LETTERS = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", "\v": "v", "\0": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """One value to hide: `anchors` stand unchanged in each text where `pattern` matches."""

    variable: str
    value: str
    pattern: str
    anchors: tuple[str, ...]

    def __repr__(self) -> str:
        """The variable alone: a traceback shows no secret."""
        return f"Needle(${self.variable})"

    def spans(self, text: str) -> Iterator[Span]:
        """Where the value stands in the text, in order."""
        if any(anchor in text for anchor in self.anchors):
            for match in re.finditer(self.pattern, text, re.DOTALL):
                yield match.span()

    def cut_spans(self, text: str) -> Iterator[Span]:
        """Where pieces of the value stand in a text that, by its ellipsis, shows values cut.

        A piece of plain words counts next to where something was cut: others have such words too.
        """
        if not _CUT.search(text):
            return
        whole = f"{self.value}\0{_json(self.value)}"
        grams = {whole[at : at + _PIECE] for at in range(len(whole) - _PIECE + 1)}
        at = 0
        while at + _PIECE <= len(text):
            end = at + _PIECE
            if text[at:end] not in grams:
                at += 1
                continue
            while end < len(text) and text[at : end + 1] in whole:
                end += 1
            piece = text[at:end]
            is_whole = len(piece) >= len(self.value) and not _is_within_word(text, at, end)
            if is_whole or _is_by_chance(piece) or _is_cut(text, at, end):
                yield at, end
            at = end


def _is_by_chance(piece: str) -> bool:
    """Whether a long piece of a value looks as if nobody had written it."""
    return len(piece) >= _SHORT and _CHANCE.search(piece) is not None


def _is_within_word(text: str, start: int, end: int) -> bool:
    """Whether a letter or digit stands before or behind a piece of a text."""
    return text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a piece of a text begins or ends where that was cut."""
    before = _CUT_BEFORE.search(text, max(0, start - _PIECE), start)
    return before is not None or _CUT_BEHIND.match(text, end) is not None


def needle(variable: str, value: str, *, given: bool, in_prose: bool = False) -> Needle:
    """The needle for a value; a short one, or one not `given` by the user, counts as a whole word.

    Among sentences (`in_prose`) a short one that may be a common word counts where it stands as a
    value alone: whole, quoted, or behind what divides a URL or a form. It would shred them else.
    """
    is_small = value.isalpha() and value.islower() and len(value) < _SHORT
    is_common = in_prose and (is_small or (value.isalnum() and len(value) < _WHOLE))
    is_word = value.isalpha() and value in {value.lower(), value.upper(), value.title()}
    is_short = in_prose and (len(value) < _SHORT or (is_word and len(value) < _WORD))
    forms = [*_spellings(value)]
    if len(value) <= _LONG:
        forms.append("".join(_mixed(run.group()) for run in _RUNS.finditer(value)))
    anchors = [max(_WORDS.findall(value), key=len, default="")]
    pattern = f"(?:{'|'.join(forms)})"
    if given and is_common:
        before = rf"(?:(?<=[\"'=:/&?;,<\\\n\t])|(?<={_DIVIDES})|(?<![\s\S]))"
        pattern = rf"{before}{pattern}(?=[\"'&;,/?#@>\\\n\t]|{_DIVIDES}|\Z)"
    elif is_short or (not given and len(value) < _SHORT_WORD):
        pattern = f"{_BEFORE}{pattern}{_BEHIND}"
    if (given and not is_common) or len(value) >= _SHORT_WORD:
        for form, anchor in _base64(value):
            pattern = f"{pattern}|{form}"
            anchors.append(anchor)
    return Needle(variable=variable, value=value, pattern=f"(?:{pattern})", anchors=tuple(anchors))


def _json(value: str) -> str:
    """The value as it stands between the quotes of a JSON string."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _spellings(value: str) -> list[str]:
    """The usual spellings of the value as patterns, the longest first."""
    found = {
        value,
        _json(value),
        json.dumps(value)[1:-1],
        repr(value)[1:-1],
        html.escape(value),
        quote(_octets(value), safe=""),
        quote_plus(_octets(value)),
    }
    return [re.escape(form) for form in sorted(found, key=lambda form: (-len(form), form))]


def _mixed(run: str) -> str:
    """A pattern for a piece of the value whose characters are encoded each in its own way.

    Everything here is atomic: the values come from services, and a pattern that tries its
    alternatives again could be made to take for ever.
    """
    if _WORDS.fullmatch(run):
        return run
    if run.startswith("\\"):
        size = len(run)
        return rf"(?>(?:%(?:25)*5[cC]){{{size}}}|(?:\\+u005[cC]){{{size}}}|\\{{{size},}}+)"
    code = ord(run)
    units = run.encode("utf-16-be", "surrogatepass").hex()
    pairs = r"\\+".join(f"u{units[at : at + 4]}" for at in range(0, len(units), 4))
    escaped = [re.escape(run), f"(?i:{pairs})", f"(?i:u{code:08x})", f"(?i:x{code:02x})"]
    if run in _LETTERS:
        escaped.append(_LETTERS[run])
    named = "apos" if run == "'" else codepoint2name.get(code, f"#{code}")
    # UTF-8 first: Latin-1 may begin alike.
    codings = filter(None, dict.fromkeys((_octets(run), run.encode("latin-1", "ignore"))))
    percent = ["".join(rf"%(?:25)*(?i:{octet:02x})" for octet in form) for form in codings]
    forms = [*percent, rf"&(?:#0*{code}|(?i:#x0*{code:x})|{named});"]
    if run == " ":
        forms.append(r"\+")
    return rf"(?>{'|'.join(forms)}|\\*+(?:{'|'.join(escaped)}))"


def _base64(value: str) -> Iterator[tuple[str, str]]:
    """Patterns for the value inside base64 of something longer, with the anchor of each.

    Three bytes make four characters, so the value looks one of three ways (RFC 4648 section 4).
    """
    data = _octets(value)
    for offset in range(3):
        whole = base64.b64encode(bytes(offset) + data).decode("ascii")
        bits = (offset + len(data)) * 8
        core = whole[-(-offset * 8 // 6) : bits // 6]
        if len(core) < _SHORTEST_BASE64:
            continue
        before = "[A-Za-z0-9+/_-]?" if offset else ""
        after = "[A-Za-z0-9+/_-]?" if bits % 6 else ""
        form = core.replace("+", "\0").replace("/", "(?:[/_]|%2[fF])")
        form = form.replace("\0", "(?:[+-]|%2[bB])")
        anchor = max(_WORDS.findall(core), key=len, default="")
        yield f"{before}{form}{after}(?:=|%3[dD]){{0,2}}", anchor


def _octets(value: str) -> bytes:
    """The bytes of the value; an environment's undecodable ones as they were (PEP 383)."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
