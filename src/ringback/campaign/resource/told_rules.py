"""Rules that a description tells in words alone: what must be unique, what keeps a thing."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringback.contract import Contract
from ringback.operation import Operation

_AGAIN = re.compile(
    r"\bunique|\bduplicate|\balready (exists?|taken|in use|used|registered)\b|\b(is|are) taken\b"
    r"|\b(of|as) (no|an) ?other\b|\bsame (name|key|code|slug|title|email|e-mail|login|username)\b",
    re.IGNORECASE,
)
_OF_THE_ACCOUNT = re.compile(
    r"\b(?:another|other|unique)\b[^.]*"
    r"\b(?:of|in|within|by) (?:the|this|your|each) (?:same )?account\b",
    re.IGNORECASE,
)
_UNLIKE = re.compile(r"idempoten", re.IGNORECASE)
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
    told = " ".join(_texts(contract, operation, "409"))
    return bool(told) and _AGAIN.search(told) is not None and _UNLIKE.search(told) is None


def apart_by_account(contract: Contract, operation: Operation) -> bool:
    """Whether words say of a create's conflict that it is with what the same account has."""
    return _OF_THE_ACCOUNT.search(" ".join(_texts(contract, operation, "409"))) is not None


def kept_by(contract: Contract, operation: Operation, names: Collection[str]) -> bool:
    """Whether a delete documents a conflict, and words name what a thing is kept by."""
    told = " ".join(_texts(contract, operation, "409")).lower()
    return bool(set(_WORD.findall(told)) & set(names))


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


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        yield from (node[name] for name in ("summary", "description") if _is_text(node.get(name)))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
