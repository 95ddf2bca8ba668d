"""What follows from a flaw that is told already: findings about what was left out of a schema."""

from collections.abc import Iterable, Iterator

from ringback.description import Description
from ringback.finding import Finding


def without_cascades(findings: Iterable[Finding], description: Description) -> Iterator[Finding]:
    """The findings that are not about a schema out of which something was taken, or below one."""
    spoilt = {description.origin(each.schema) for each in description.flaws}
    for finding in findings:
        place = finding.schema or ""
        while place and place not in spoilt:
            place = place.rpartition("/")[0]
        if not place:
            yield finding
