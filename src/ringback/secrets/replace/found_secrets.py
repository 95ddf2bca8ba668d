"""What a run has found so far, and the placeholder of each value."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.errors import RingbackError
from ringback.secrets.find.embedded.needles import Needle, needle
from ringback.secrets.find.finds import Find
from ringback.secrets.find.names.house_rules import USUAL_RULES, HouseRules
from ringback.secrets.find.secret_kinds import ADDRESS, NAME
from ringback.secrets.find.stand_ins import fitting_placeholders
from ringback.secrets.find.stand_ins.personal_placeholders import SPELLINGS
from ringback.secrets.find.stand_ins.placeholders import is_placeholder, spans

_Key = tuple[str, Any]
_NUMBER = "number"
_ROUNDS = 100  # numbers that are tried where a placeholder has little room to tell its value
_GRAM = 6  # characters of an anchor by which a needle is looked up
_FEW = 4  # needles that are tried one by one
_WORDS = frozenset(
    {
        "active", "basic", "bearer", "cookie", "client", "default", "disabled", "enabled",
        "example", "google", "github", "header", "optional", "oauth2", "password", "pending",
        "premium", "private", "production", "public", "required", "sandbox", "secret", "server",
        "session", "staging", "standard", "string", "token", "username", "version",
    }
)  # fmt: skip


@dataclass(eq=False)
class UnhidableError(RingbackError):
    """No placeholder for a secret is admitted at its place: the exchange must not be written."""

    place: str
    kind: str
    why: str = "no placeholder fits its schema"

    def __str__(self) -> str:
        """Say where, why, and what to try."""
        return f"{self.place} holds a secret ({self.kind}), and {self.why}; leave the exchange out"


class FoundSecrets:
    """The values found in one run, with the placeholder that each got, in order of appearance.

    `given` maps variables to the run's own secrets: they are known from the start.
    """

    def __init__(self, given: Mapping[str, str], rules: HouseRules = USUAL_RULES) -> None:
        self.rules = rules
        self._forms: dict[_Key, Any] = {}
        self._ordinals: dict[_Key, int] = {}
        self._numbers: Counter[str] = Counter()
        self._taken: set[Any] = set()
        self._labels: dict[str, str] = {}  # of values that are looked for everywhere
        self._kinds: dict[str, str] = {}  # of values with spellings of their own
        self._owners: dict[_Key, _Key] = {}  # whose placeholder a spelling is
        self._needles: list[Needle] = []
        self._short: list[Needle] = []
        self._by_gram: dict[str, list[Needle]] = {}
        for variable, value in given.items():
            if value:
                self._forms["", value] = f"<{variable}>"
                self._taken.add(f"<{variable}>")
                self._look_for(value, variable, given=True)

    def learn(self, find: Find) -> None:
        """Look for the value everywhere from now on, if it tells enough to be told apart."""
        value = find.value
        if not isinstance(value, str) or not find.spreads:
            return
        if find.kind in SPELLINGS:
            told = SPELLINGS[find.kind].learnt(value)
            if told is not None and told not in self._labels:
                self._kinds[told] = find.kind
                self._look_for(told, find.label, given=False)
        elif value not in self._labels and _tells(value, is_name=find.kind in {NAME, ADDRESS}):
            self._look_for(value, find.label, given=False)

    def reserve(self, texts: Iterable[str]) -> None:
        """Give none of these to a value: they stand in what is scrubbed."""
        self._taken.update(texts)

    def placeholder(self, find: Find) -> Any:
        """The placeholder of a value: one that was given before, else the plainest that fits.

        Raises UnhidableError where the description admits none.
        """
        key = self._key(find)
        fits = find.fits
        if fits is not None and not fits(find.value):
            fits = None  # what stands there is not admitted either
        if key[0] in SPELLINGS:
            choice = self._spelt(find, key)
        elif key in self._forms and (fits is None or fits(self._forms[key])):
            return self._forms[key]
        else:
            choice = self._made(find, key)
        spare: Any = None
        for made in choice:
            if fits is None or fits(made):
                if self._is_free(key, made):
                    return self._keep(key, made)
                spare = made if spare is None else spare
        if spare is None:
            raise UnhidableError(place=find.spot.place, kind=find.kind)
        return self._keep(key, spare)

    def known(self, text: str) -> list[tuple[int, int, str]]:
        """Where values that are looked for stand in a text, placeholders left out."""
        if not self._needles:
            return []
        found = [(*span, one.value) for one in self._candidates(text) for span in one.spans(text)]
        if not found:
            return []
        closed = spans(text)
        return [
            (start, end, value)
            for start, end, value in found
            if not is_placeholder(text[start:end])
            and not any(low < end and start < high for low, high in closed)
        ]

    @property
    def looks(self) -> bool:
        """Whether any value is looked for."""
        return bool(self._needles)

    def _keep(self, key: _Key, made: Any) -> Any:
        self._forms[key] = made
        self._taken.add(made)
        return made

    def _key(self, find: Find) -> _Key:
        value = find.value
        if not isinstance(value, str):
            return _NUMBER, value
        kind = find.kind if find.kind in SPELLINGS else self._kinds.get(value)
        return (kind, SPELLINGS[kind].canonical(value)) if kind else ("", value)

    def _is_free(self, key: _Key, made: Any) -> bool:
        """Whether a placeholder tells no other value than this; another spelling of it does not."""
        if key[0] not in SPELLINGS:
            return made not in self._taken
        own = key[0], SPELLINGS[key[0]].canonical(made)
        return self._owners.setdefault(own, key) == key

    def _ordinal(self, key: _Key, label: str) -> int:
        """The number of a value among those of its label, from 1 on."""
        if key not in self._ordinals:
            self._numbers[label] += 1
            while any(text in self._taken for text in _plainest(key, label, self._numbers[label])):
                self._numbers[label] += 1
            self._ordinals[key] = self._numbers[label]
        return self._ordinals[key]

    def _spelt(self, find: Find, key: _Key) -> Iterable[str]:
        """Placeholders in the spelling of a value, then any that its schema may ask for."""
        number = self._ordinal(key, key[0])
        made = SPELLINGS[key[0]].made
        for more in range(_ROUNDS):
            yield from made(find.value, number + more)
        keywords = find.spot.keywords
        yield from fitting_placeholders.texts(find.label, number, find.value, keywords)
        if find.value.isdigit():  # it may have been a number of JSON
            yield from map(str, fitting_placeholders.numbers(number, int(find.value), keywords))

    def _made(self, find: Find, key: _Key) -> Iterable[Any]:
        """Placeholders to choose from; past the first round those of later numbers."""
        label = self._labels.get(find.value, find.label) if not key[0] else find.label
        number = self._ordinal(key, label)
        for more in range(_ROUNDS):
            if key[0] == _NUMBER:
                yield from fitting_placeholders.numbers(
                    number + more, find.value, find.spot.keywords
                )
            else:
                keywords = find.spot.keywords
                yield from fitting_placeholders.texts(label, number + more, find.value, keywords)

    def _look_for(self, value: str, label: str, *, given: bool) -> None:
        self._labels[value] = label
        one = needle(label, value, given=given)
        self._needles.append(one)
        grams = {anchor[:_GRAM] for anchor in one.anchors}
        if any(len(gram) < _GRAM for gram in grams):
            self._short.append(one)
        else:
            for gram in grams:
                self._by_gram.setdefault(gram, []).append(one)

    def _candidates(self, text: str) -> list[Needle]:
        """The needles that may stand in a text, the longest first."""
        if len(self._needles) <= _FEW:
            found = self._needles
        else:
            grams = {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}
            standing = grams & self._by_gram.keys()
            found = [*self._short, *(one for gram in standing for one in self._by_gram[gram])]
        return sorted(found, key=lambda one: (-len(one.value), one.value))


def _plainest(key: _Key, label: str, number: int) -> list[str]:
    """The texts that tell a number's first placeholder, none for that of a JSON number."""
    if key[0] in SPELLINGS:
        made = next(iter(SPELLINGS[key[0]].made(key[1], number)), "")
        bare = SPELLINGS[key[0]].canonical(made)
        return [made, bare, f"+{bare}"]
    if key[0]:
        return []
    return [next(iter(fitting_placeholders.texts(label, number, "", {})))]


def _tells(value: str, *, is_name: bool) -> bool:
    """Whether a value is peculiar enough to be one secret wherever it stands.

    Of names and addresses those of several words are: one alone is a word, or a place, as well.
    """
    if is_name and len(value.split()) < 2:
        return False
    if len(value) < 5 or is_placeholder(value) or value.lower() in _WORDS:
        return False
    if value.isdigit():
        return len(value) > 5
    return len(value) > 5 or not value.isalpha()
