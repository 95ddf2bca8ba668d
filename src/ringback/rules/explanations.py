"""The explanations of all rules, read from their files, and how they are told."""

import importlib.resources
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

_FOREIGN = "auth/foreign-"
_THING = f"{_FOREIGN}thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a rule means, why it matters, what is wrong and right, what to do, whose word it is."""

    rule: str
    means: str
    matters: str
    wrong: str
    right: str
    fix: str
    source: str

    @property
    def area(self) -> str:
        """The area of the rule: `law` of `law/echo`; a rule alone is its own."""
        return self.rule.partition("/")[0]

    @property
    def lines(self) -> Iterator[tuple[str, str]]:
        """What is told, each with its name."""
        yield from (("why it matters", self.matters), ("wrong", self.wrong), ("right", self.right))
        yield from (("how to fix it", self.fix), ("how to leave it out", f"--ignore {self.rule}"))
        yield "source", self.source


@cache
def explanations() -> Mapping[str, Explanation]:
    """All of them by their rules, sorted."""
    found: dict[str, Explanation] = {}
    for file in importlib.resources.files("ringback.rules").iterdir():
        if file.name.endswith(".toml"):
            for rule, told in tomllib.loads(file.read_text("utf-8")).items():
                if rule in found:
                    raise ValueError(f"{rule} is explained twice")
                found[rule] = Explanation(rule=rule, **told)
    return dict(sorted(found.items()))


def explained(rule: str) -> Explanation | None:
    """What is said of a rule; of `auth/foreign-NAME` what is said of any foreign thing."""
    known = explanations()
    return known.get(rule) or (known[_THING] if rule.startswith(_FOREIGN) else None)


def areas() -> Mapping[str, tuple[Explanation, ...]]:
    """The explanations by their areas."""
    found: dict[str, list[Explanation]] = {}
    for each in explanations().values():
        found.setdefault(each.area, []).append(each)
    return {area: tuple(each) for area, each in found.items()}
