"""What a body holds, as values for a schema to judge, or why nothing can be judged."""

from dataclasses import dataclass
from typing import Any

from ringback.operation import MediaType
from ringback.payload import Flaw
from ringback.schema.view import Admits, View
from ringback.wire.form_members import PartObjection
from ringback.wire.media_types import BodyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyValue:
    """A value and the schema that judges it; `place` points to it in the body.

    Where `only` names keywords, an objection by another one says nothing.
    """

    value: Any
    schema: str
    place: str = ""
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyContent:
    """A body as it was read: what is to be judged, and what is wrong with its bytes.

    `objections` are about parts of a form; `doubts` tells by member of the object what right
    readers may differ on, under the empty name what they may of the whole.
    """

    kind: BodyKind
    values: tuple[BodyValue, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    objections: tuple[PartObjection, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnjudgedBody:
    """A body that nothing here can judge; `why` ends a sentence about it."""

    why: str


Content = BodyContent | UnjudgedBody


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedBody:
    """What a reader is given. `schema` is the schema of the whole body where there is one."""

    body: bytes
    content_type: str
    media_type: MediaType
    schema: View | None
    admits: Admits
