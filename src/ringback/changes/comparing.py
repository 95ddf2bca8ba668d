"""Two descriptions are compared: paired, asked by every rule, each cause told once."""

from collections.abc import Sequence

from ringback.change import Change
from ringback.changes.catalogue import RULES, Rule
from ringback.changes.merging import merged
from ringback.changes.pairing import pair_up
from ringback.description import Description


def compare(
    base: Description,
    head: Description,
    operations: Sequence[str] = (),
    rules: Sequence[Rule] = RULES,
) -> tuple[Change, ...]:
    """Every change from the older description to the newer one, each cause once.

    `operations` are the ids, in either description, of those that are compared, all without any;
    `rules` are what is asked. A UsageError names the ids that neither has.
    """
    sides = pair_up(base, head, operations)
    return merged(change for rule in rules for change in rule(sides))
