"""Text that can't act on the terminal or the file that shows it."""

import re

# What moves a cursor, turns the reading direction, breaks a line or can't stand in XML 1.0 (2.2):
# controls, bidirectional marks (Unicode TR 9), line and paragraph separators, lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def _escape(match: re.Match[str]) -> str:
    """One such character as a programmer writes it."""
    char = match.group()
    code = ord(char)
    return _SHORT.get(char) or (rf"\x{code:02x}" if code < 0x100 else rf"\u{code:04x}")


def visible_json(text: str) -> str:
    r"""A JSON text with each character that can't be shown as an escape of JSON, `\u202e`."""
    return _UNSEEN.sub(lambda match: rf"\u{ord(match.group()):04x}", text)


def visible(text: str) -> str:
    r"""The text in one line, with each character that can't be shown as `\x1b` or `\u202e`."""
    return _UNSEEN.sub(_escape, text)
