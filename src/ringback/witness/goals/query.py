"""What is looked for: a payload that some schemas admit and others do not."""

from collections.abc import Iterable
from dataclasses import dataclass

from ringback.schema.document import Schema
from ringback.witness.goals.holding import admits


@dataclass(frozen=True, slots=True)
class Goal:
    """A payload that all of `inside` and `loose` admit, and none of `outside`.

    With `declared` its objects have only members that a schema of `inside` declares; those of
    `loose` narrow what it may be, and declare nothing.
    """

    inside: frozenset[Schema]
    loose: frozenset[Schema]
    outside: frozenset[Schema]
    declared: bool

    @property
    def admitting(self) -> frozenset[Schema]:
        """Every schema that has to admit the payload."""
        return self.inside | self.loose

    def met_by(self, value: object) -> bool:
        """Whether a payload is what is asked for."""
        return all(admits(schema, value) for schema in self.admitting) and not any(
            admits(schema, value) for schema in self.outside
        )

    def confirmed(self, value: object) -> bool:
        """Whether the compiled validators say so as well."""
        return all(schema.admits(value) for schema in self.admitting) and not any(
            schema.admits(value) for schema in self.outside
        )


def goal(
    inside: Iterable[Schema],
    outside: Iterable[Schema],
    *,
    declared: bool,
    loose: Iterable[Schema] = (),
) -> Goal:
    """The goal with references that stand alone followed, so that equal goals are the same."""
    return Goal(
        frozenset(schema.bare() for schema in inside),
        frozenset(schema.bare() for schema in loose),
        frozenset(schema.bare() for schema in outside),
        declared,
    )
