"""lint/unresolved: a reference, or a name that works as one, that leads nowhere."""

from collections.abc import Iterator

from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.subject import Subject

RULE = "lint/unresolved"


def check(subject: Subject) -> Iterator[Finding]:
    """Each `$ref`, discriminator mapping, link and security requirement without its target."""
    description = subject.description
    for dangling in description.dangling:
        text = f"the reference {dangling.text}"
        yield found(description, RULE, dangling.pointer, text)
