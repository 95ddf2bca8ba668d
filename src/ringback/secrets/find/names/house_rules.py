"""What a house calls secret, and what it keeps, beside what ringback knows by itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache

from ringback.config import SecretSettings
from ringback.secrets.find.names.secret_names import is_secret_name, label_for


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """Names under which everything is secret, names under which nothing is, and looks of secrets.

    Names are as they stand or globs, without regard to case. `patterns` are regular expressions:
    what they match in any text is secret, or their first group where they have one.
    """

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = field(default=())

    def label(self, name: str) -> str | None:
        """The label that makes what stands under a name secret as a whole; None where it is not."""
        if self.keeps(name):
            return None
        if is_secret_name(name) or _matches(self.names, name):
            return label_for(name)
        return None

    def keeps(self, name: str) -> bool:
        """Whether everything that stands under a name is to stay."""
        return bool(self.keep) and _matches(self.keep, name)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the patterns match in a text."""
        for pattern in self.patterns:
            for found in pattern.finditer(text):
                start, end = found.span(1 if pattern.groups and found[1] is not None else 0)
                if end > start:
                    yield start, end


USUAL_RULES = HouseRules()


def house_rules(told: SecretSettings, more: Iterable[str] = ()) -> HouseRules:
    """The rules of a configuration whose patterns are known to be right, and `more` names."""
    return HouseRules(
        names=(*told.names, *more),
        keep=told.keep,
        patterns=tuple(map(re.compile, told.patterns)),
    )


@lru_cache(maxsize=4096)
def _matches(globs: tuple[str, ...], name: str) -> bool:
    folded = name.casefold()
    return bool(name) and any(each.fullmatch(folded) is not None for each in _compiled(globs))


@lru_cache(maxsize=64)
def _compiled(globs: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(translate(each.casefold())) for each in globs)
