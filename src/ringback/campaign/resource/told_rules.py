"""Rules that a description tells in words alone: what must be unique, what keeps a thing."""

import re
from collections.abc import Collection, Iterator, Mapping
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
_KEPT = re.compile(
    r"\b(can'?t|cannot|can not|may not|must not|not) (be )?(deleted?|removed?)\b"
    r"|\b(deleted?|removed?)\b.*\b(unless|only (if|when|without)|refused)\b",
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


def refuses_again(contract: Contract, operation: Operation) -> bool:
    """Whether a create documents a conflict, and words say that it is for what is there already."""
    told = " ".join((_told(contract, operation), _told_of(contract, operation)))
    conflicts = documents_conflict(operation)
    return conflicts and _AGAIN.search(told) is not None and _UNLIKE.search(told) is None


def merges(contract: Contract, operation: Operation) -> bool:
    """Whether words say that a PUT leaves what it is not given: so some services have it."""
    told = _told(contract, operation)
    return _MERGES.search(told) is not None and _REPLACES.search(told) is None


def kept_by(contract: Contract, operation: Operation, names: Collection[str]) -> bool:
    """Whether a delete documents a conflict, and words say that what is called so is the reason."""
    if not documents_conflict(operation):
        return False
    sentences = [each for each in _SENTENCE.split(_told(contract, operation)) if _KEPT.search(each)]
    sentences.append(_told_of(contract, operation))
    return any(set(_WORD.findall(each.lower())) & set(names) for each in sentences)


def told_order(contract: Contract, operation: Operation, names: Mapping[str, Any]) -> list[Pair]:
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
