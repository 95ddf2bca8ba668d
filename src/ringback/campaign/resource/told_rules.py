"""Rules that a description tells in words alone: what must be unique, what keeps a thing."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ringback.contract import Contract
from ringback.operation import Operation

_AGAIN = re.compile(
    r"\bunique|\bduplicate|\balready (exists?|taken|in use|used|registered)\b|\b(is|are) taken\b"
    r"|\b(of|as) (no|an) ?other\b|\bsame (name|key|code|slug|title|email|e-mail|login|username)\b",
    re.IGNORECASE,
)
_UNLIKE = re.compile(r"idempoten", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


def refuses_again(contract: Contract, operation: Operation) -> bool:
    """Whether a create documents a conflict, and words say that it is for what is there already."""
    told = " ".join(_texts(contract, operation, "409"))
    return bool(told) and _AGAIN.search(told) is not None and _UNLIKE.search(told) is None


def kept_by(contract: Contract, operation: Operation, names: Collection[str]) -> bool:
    """Whether a delete documents a conflict, and words name what a thing is kept by."""
    told = " ".join(_texts(contract, operation, "409")).lower()
    return bool(set(_WORD.findall(told)) & set(names))


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
