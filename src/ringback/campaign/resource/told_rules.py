"""Rules that a description tells in words alone: what must be unique, what keeps a thing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.contract import Contract
from ringback.operation import Operation

_AGAIN = re.compile(
    r"\bunique\b(?! (id|identifier|key|uuid|number))|\bduplicate"
    r"|\balready (exists?|taken|in use|used|registered)\b|\b(is|are) taken\b"
    r"|\bthat of (no |an ?)other\b"
    r"|\bsame (name|key|code|slug|title|email|e-mail|login|username)\b",
    re.IGNORECASE,
)
_OF_THE_ACCOUNT = re.compile(
    r"\b(?:another|other|unique)\b[^.]*"
    r"\b(?:of|in|within|by) (?:the|this|your|each) (?:same )?account\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(can'?t|cannot|can not|may not|must not|not) (be )?(deleted?|removed?)\b"
    r"|\b(deleted?|removed?)\b.*\b(unless|only (if|when|without)|refused)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:ids?|identifiers?|keys?|numbers?|names?)\b[^.]*\b(?:not|never|n't)\b[^.]*"
    r"\b(?:again|re-?used|re-?assigned|recycled|twice)\b",
    re.IGNORECASE,
)
Pair = tuple[str, str]
_MERGES = re.compile(
    r"\b(left out|omitted|missing|absent|not (given|sent|provided|specified|included|present))\b"
    r"[^.]*\b(stays?|unchanged|untouched|(is|are) (kept|left|not changed)|keeps?|remains?)\b"
    r"|\bonly (the )?(given|provided|specified|supplied|sent)\b|\bpartial"
    r"|\b(changes|updates) (only )?the (members|fields|properties|attributes) (that|which)\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(r"\b(replaces?|default|null|removed)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!\n]+(?=\s|$)")
_UNLIKE = re.compile(r"idempoten", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:must|has to|have to|needs to|should) (?P<no>not )?(?:be|come|lie|stand) (?:strictly )?"
    r"(?P<way>before|after|earlier than|later than|prior to|less than|greater than)\b",
    re.IGNORECASE,
)
_LATE = frozenset({"after", "later than", "greater than"})
_WORD = re.compile(r"[a-z]+")
_TIES = re.compile(
    r"\b(?:equal|same|alike|tied|ties)\b[^.]*\b(ascending|descending) order of (?:their|the) (\w+)",
    re.IGNORECASE,
)
_CODE_POINTS = re.compile(r"\b(?:order|sorted|by)\b[^.]*\bcode points?\b", re.IGNORECASE)
_EXACTLY = re.compile(r"\bexactly\b|\bone of (?:the|its|their)\b", re.IGNORECASE)
_WHOSE = re.compile(r"\bwhose (\w+) (contains?|includes?|has|have|is|are|equals?)\b", re.IGNORECASE)


def refuses_again(contract: Contract, operation: Operation) -> bool:
    """Whether a create documents a conflict, and words say that it is for what is there already."""
    told = " ".join((_told(contract, operation), _told_of(contract, operation)))
    conflicts = documents_conflict(operation)
    return conflicts and _AGAIN.search(told) is not None and _UNLIKE.search(told) is None


def merges(contract: Contract, operation: Operation) -> bool:
    """Whether words say that a PUT leaves what it is not given: so some services have it."""
    told = _told(contract, operation)
    return _MERGES.search(told) is not None and _REPLACES.search(told) is None


def keys_given_once(contract: Contract, operations: Iterable[Operation]) -> bool:
    """Whether words say of things that no key of one is given to another that is made later."""
    about = contract.description.at("/info")
    told = [*_words(about), *(_told(contract, each) for each in operations)]
    return any(_ONCE.search(each) is not None for each in told)


def apart_by_account(contract: Contract, operation: Operation) -> bool:
    """Whether words say of a create's conflict that it is with what the same account has."""
    return _OF_THE_ACCOUNT.search(" ".join(_texts(contract, operation, "409"))) is not None


def kept_by(contract: Contract, operation: Operation, names: Collection[str]) -> bool:
    """Whether a delete documents a conflict, and words say that what is called so is the reason."""
    if not documents_conflict(operation):
        return False
    sentences = [each for each in _SENTENCE.split(_told(contract, operation)) if _KEPT.search(each)]
    sentences.append(_told_of(contract, operation))
    return any(set(_WORD.findall(each.lower())) & set(names) for each in sentences)


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """What words say of an order: how texts are compared, and what decides between equal ones.

    `ties` are the name of that member, in one word or many, and whether it descends.
    """

    by_code_points: bool = False
    ties: tuple[str, bool] | None = None


def told_order(*words: str) -> ToldOrder:
    """The order that the words of a list, and of the parameter that sorts it, tell."""
    told = " ".join(words)
    found = _TIES.search(told)
    return ToldOrder(
        by_code_points=_CODE_POINTS.search(told) is not None,
        ties=(found.group(2), found.group(1).lower() == "descending") if found else None,
    )


def is_exact(words: str) -> bool:
    """Whether words say of a filter that nothing but the very value fits."""
    return _EXACTLY.search(words) is not None and "contain" not in words.lower()


def told_filter(words: str) -> tuple[str, str] | None:
    """The member that words name for a filter, and its sense: is, contains."""
    found = _WHOSE.search(words)
    if found is None:
        return None
    inside = found.group(2).lower().startswith(("contain", "includ"))
    return found.group(1), "contains" if inside else "is"


def words_of(contract: Contract, *places: str) -> str:
    """The summaries and descriptions that stand at places of a description."""
    nodes = (contract.description.at(each) for each in places if each)
    return " ".join(text for node in nodes for text in _words(node))


def _texts(contract: Contract, operation: Operation, status: str) -> Iterator[str]:
    """What an operation's words say, where it documents a status; nothing where it does not."""
    answer = next((each for each in operation.answers if each.status == status), None)
    if answer is None:
        return
    for pointer in (operation.pointer, answer.pointer):
        yield from _words(contract.description.at(pointer))
    for media_type in operation.body.media_types if operation.body else ():
        if media_type.schema:
            view = contract.requests.view(media_type.schema)
            for each in (view, *view.properties.values()):
                yield from _words(each.raw)


def told_pairs(contract: Contract, operation: Operation, names: Mapping[str, Any]) -> list[Pair]:
    """The pairs of members of which words say that the first must come before the second.

    `names` are the members, each with its schema or what else may have a description.
    """
    texts: list[tuple[str | None, str]] = [(None, _told(contract, operation))]
    texts += [(name, "\n".join(_words(node))) for name, node in names.items()]
    found: dict[Pair, None] = {}
    for own, text in texts:
        for sentence in _SENTENCE.split(text):
            told = _ORDER.search(sentence)
            if told is None:
                continue
            left, right = sentence[: told.start()], sentence[told.end() :]
            one = _named_last(left, names) or own
            other = _named_first(right, names)
            if one is None or other is None or one == other:
                continue
            late = (told["way"].lower() in _LATE) is not bool(told["no"])
            found[(other, one) if late else (one, other)] = None
    return [*found]


def _named_last(text: str, names: Collection[str]) -> str | None:
    found = [each for each in re.findall(r"\w+", text) if each in names]
    return found[-1] if found else None


def _named_first(text: str, names: Collection[str]) -> str | None:
    return next((each for each in re.findall(r"\w+", text) if each in names), None)


def documents_conflict(operation: Operation) -> bool:
    """Whether an operation documents that it may be refused for what there is (409)."""
    return any(each.status == "409" for each in operation.answers)


def _told(contract: Contract, operation: Operation) -> str:
    """What the description says of an operation, in words."""
    return "\n".join(_words(contract.description.at(operation.pointer)))


def _told_of(contract: Contract, operation: Operation) -> str:
    """What it says of the conflict that the operation documents."""
    found = (each.pointer for each in operation.answers if each.status == "409")
    return "\n".join(text for each in found for text in _words(contract.description.at(each)))


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from (node[name] for name in ("summary", "description") if _is_text(node.get(name)))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
