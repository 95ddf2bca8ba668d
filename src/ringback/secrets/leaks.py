"""The secrets that an exchange still holds, told without telling them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Exchange
from ringback.finding import pointer
from ringback.operation import Operation
from ringback.secrets.find.embedded import jsons, texts
from ringback.secrets.find.finds import Find, Path, SecretSpot
from ringback.secrets.find.forms.chance import mixed
from ringback.secrets.find.forms.known_tokens import keys
from ringback.secrets.find.names.house_rules import USUAL_RULES, HouseRules
from ringback.secrets.find.secret_kinds import CHANCE, KEY, PERSONAL
from ringback.secrets.find.stand_ins.made_up import is_made_up, is_test_key
from ringback.secrets.find.values.described_secrets import DescribedPlace
from ringback.secrets.find.values.whole_secrets import why
from ringback.secrets.replace.found_secrets import FoundSecrets
from ringback.secrets.replace.scrubber import rewritten

_SHOWN = 2  # characters of a secret that may be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One secret that stands in the clear.

    `rule` is one of the `secret/` rules, `kind` says what it is for a person, `place` where it
    stands (`request header Authorization`), `instance` is a JSON Pointer into a JSON body, `side`
    is request or response. `shown` is its first two characters and its length. Of an example's it
    is not `sure` where its maker calls it a key for tests.
    """

    rule: str
    kind: str
    place: str
    instance: str | None
    side: str
    shown: str
    sure: bool = True


@dataclass(slots=True)
class _Noting:
    memory: FoundSecrets
    finds: list[Find] = field(default_factory=list)

    @property
    def rules(self) -> HouseRules:
        """Those of the house."""
        return self.memory.rules

    def put(self, find: Find) -> Any:
        """Note it, and change nothing."""
        self.finds.append(find)
        self.memory.learn(find)
        return find.value

    def known(self, text: str) -> list[tuple[int, int, str]]:
        """Where values stand that were found at another place."""
        return self.memory.known(text)


class _Alone(_Noting):
    """Notes each secret where it is recognised by itself, and looks for it nowhere else."""

    def known(self, text: str) -> list[tuple[int, int, str]]:
        """Nothing: a value may be called a secret at one place, and be a plain word at others."""
        del text
        return []


def found(
    exchange: Exchange,
    contract: Contract | None,
    operation: Operation | None,
    rules: HouseRules = USUAL_RULES,
) -> Iterator[Leak]:
    """Each secret that stands in an exchange, once a place; none in what a Scrubber wrote."""
    described = DescribedPlace(contract)
    hand = _Noting(FoundSecrets({}, rules))
    rewritten(exchange, operation, described, hand)
    if hand.memory.looks:
        rewritten(exchange, operation, described, hand)
    seen: set[tuple[str, str]] = set()
    for find in hand.finds:
        key = (find.spot.place, str(find.value))
        if key not in seen:
            seen.add(key)
            yield Leak(
                rule=find.rule,
                kind=find.kind,
                place=find.spot.place,
                instance=find.spot.instance,
                side=find.spot.side,
                shown=masked(find.value),
            )


def given(value: Any, name: str) -> Iterator[Leak]:
    """Each credential and key in a value that is given for all to see, such as an example.

    People make up passwords for examples: under a secret name only what looks made by chance
    counts, and nothing that is plainly made up. What only its look speaks for is an identifier, a
    digest or a signature here. `name` is what the value stands under. Personal data is left out.
    A key for tests is not `sure` to be a secret.
    """
    hand = _Alone(FoundSecrets({}))
    spot = SecretSpot(side="response", place="value", name=name)

    def leaf(inner: Any, own: str, label: str | None, path: Path | None) -> Any:
        if isinstance(inner, str) and path is not None:
            here = replace(
                spot, name=own, label=label, instance=pointer(path), within=jsons.within(path)
            )
            texts.rewritten(inner, here, hand)
        return inner

    jsons.rewritten(value, leaf, hand.rules, name=name)
    for find in hand.finds:
        text = str(find.value)
        named = find.spot.label is not None or find.kind not in {CHANCE, why(find.spot)}
        known = named or any(keys(text))
        plain = not known or find.rule == PERSONAL or is_made_up(text)
        if not plain and (find.rule == KEY or mixed(text)):
            yield Leak(
                rule=find.rule,
                kind=find.kind,
                place=find.spot.place,
                instance=find.spot.instance,
                side=find.spot.side,
                shown=masked(text),
                sure=not is_test_key(text),
            )


def masked(value: Any) -> str:
    """The first two characters of a secret and its length; of a short one the length alone."""
    text = str(value)
    start = text[:_SHOWN] if len(text) > 3 * _SHOWN and isinstance(value, str) else ""
    return f"{start}… ({len(text)} characters)"
