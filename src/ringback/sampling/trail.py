"""The way from a payload's root to the part that is being made, with the schemas it stands in."""

from dataclasses import dataclass, field, replace

from ringback.schema.view import View

Path = tuple[str | int, ...]
DEPTH = 24  # of a sample, unions and arrays counted; deeper parts are left out
_MANY = 500  # parts of one plain payload; more than these are made of what is required alone


@dataclass(frozen=True, slots=True)
class Trail:
    """The schemas that the part being made stands in; `again` once one of them stands in itself."""

    path: Path
    inside: tuple[str, ...] = ()
    again: bool = False
    made: list[int] = field(default_factory=lambda: [0])

    def ends_at(self, schema: View) -> bool:
        """Whether to go no further: a schema is entered a second time within itself but once."""
        return self.is_deep or (self.again and schema.pointer in self.inside)

    def into(self, schema: View) -> "Trail":
        """The trail within this schema."""
        self.made[0] += 1
        again = self.again or schema.pointer in self.inside
        return replace(self, inside=(*self.inside, schema.pointer), again=again)

    def at(self, step: str | int) -> "Trail":
        """The trail at a part."""
        return replace(self, path=(*self.path, step))

    @property
    def is_deep(self) -> bool:
        """Whether nothing is to be made in here any more."""
        return len(self.inside) > DEPTH

    @property
    def name(self) -> str:
        """The member that the part is, or is in."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def index(self) -> int:
        """Which item of an array the part is; 0 where it is none."""
        return self.path[-1] if self.path and isinstance(self.path[-1], int) else 0

    def is_full(self, schema: View) -> bool:
        """Whether to leave an optional part out: the payload is large, and it is not simple."""
        return self.made[0] > _MANY and bool(schema.branches or schema.properties or schema.items)
