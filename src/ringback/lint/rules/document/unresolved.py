"""lint/unresolved: a reference, or a name that works as one, that leads nowhere."""

from collections.abc import Iterator

from ringback.description import Dangling
from ringback.finding import Finding
from ringback.lint.interface import found
from ringback.lint.shared.subject import LintSubject

RULE = "lint/unresolved"


def check(subject: LintSubject) -> Iterator[Finding]:
    """Each `$ref`, discriminator mapping, link and security requirement without its target.

    What many refer to is told at the first of them.
    """
    description = subject.description
    alike: dict[str, list[Dangling]] = {}
    for dangling in description.dangling:
        alike.setdefault(dangling.text, []).append(dangling)
    for first, *others in alike.values():
        text = f"the reference {first.text}"
        if others:
            places = "one more place refers" if len(others) == 1 else f"{len(others)} more refer"
            text += f"; {places} to it"
        yield found(description, RULE, first.pointer, text, written=True)
    for dangling in description.unnamed:
        yield found(description, RULE, dangling.pointer, f"the reference {dangling.text}")
