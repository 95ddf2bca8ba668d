"""lint/unbounded: texts and lists of an answer that may be of any length."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import warned
from ringback.lint.shared.place_names import called, component, listed, short
from ringback.lint.shared.subject import LintSubject

RULE = "lint/unbounded"
_OF_TEXT = ("maxLength", "enum", "const", "format", "pattern")
_OF_LIST = ("maxItems", "enum", "const")
_FEW = 8


def check(subject: LintSubject) -> Iterator[Finding]:
    """One finding a component, with the members that have no limit."""
    description = subject.description
    texts: dict[str, dict[str, None]] = {}
    lists: dict[str, dict[str, None]] = {}
    for value in subject.answered:
        if value.branches:
            continue  # its branches are judged, each together with what stands around
        for kind, limits, found in (("string", _OF_TEXT, texts), ("array", _OF_LIST, lists)):
            if kind in value.types and not any(map(value.said, limits)):
                place = value.home.pointer
                found.setdefault(component(place), {})[place] = None
    for place in dict.fromkeys((*texts, *lists)):
        told, count = [], 0
        for what, advice, found in (
            ("texts", "maxLength, a format or a pattern", texts),
            ("lists", "maxItems", lists),
        ):
            names = [short(each) for each in found.get(place, {})]
            count += len(names)
            if names:
                told.append(f"{what} without a limit ({listed(names, _FEW)}): give them {advice}")
        text = f"{called(description, place)} has {'; and '.join(told)}"
        yield warned(description, RULE, place, text, count=count)
