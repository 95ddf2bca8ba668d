"""lint/unresolved: a reference, or a name that works as one, that leads nowhere."""

from collections.abc import Iterator

from ringback.description import Description
from ringback.finding import Finding
from ringback.lint.interface import found

RULE = "lint/unresolved"


def check(description: Description) -> Iterator[Finding]:
    """Each `$ref`, discriminator mapping, link and security requirement without its target."""
    for dangling in description.dangling:
        text = f"the reference {dangling.text}"
        yield found(description, RULE, dangling.pointer, text)
