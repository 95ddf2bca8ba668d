"""Where in two schemas nothing could be proved: as deep as they go side by side."""

from collections.abc import Iterator, Mapping

from ringback.schema.document import Schema
from ringback.witness import Search, Unknown

_DEPTH = 40


def doubtful(search: Search, producer: Schema, consumer: Schema) -> tuple[Schema, Schema]:
    """The innermost two schemas of the same part of a payload about which nothing is known."""
    for _ in range(_DEPTH):
        below = next(
            (
                couple
                for couple in _below(producer.bare(), consumer.bare())
                if isinstance(search.find([couple[0]], [couple[1]], declared=True), Unknown)
            ),
            None,
        )
        if below is None:
            break
        producer, consumer = below
    return producer.bare(), consumer.bare()


def _below(producer: Schema, consumer: Schema) -> Iterator[tuple[Schema, Schema]]:
    """The members and items that both describe."""
    before, after = producer.raw, consumer.raw
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return
    for name in before.get("properties", {}):
        if name in after.get("properties", {}):
            yield producer.below("properties", name), consumer.below("properties", name)
    for keyword in ("items", "additionalProperties"):
        if keyword in before and keyword in after:
            yield producer.below(keyword), consumer.below(keyword)
