"""Another account's things in an answer to a request that did not ask for them."""

from collections.abc import Iterator
from urllib.parse import unquote

from ringback.campaign.known.identifiers import Identifiers
from ringback.checks import Subject
from ringback.finding import Finding


def leaks(names: Identifiers, subject: Subject) -> Iterator[Finding]:
    """A finding for each kind of thing of another account that an answer holds unasked."""
    request, response = subject.exchange.request, subject.exchange.response
    if response is None or not response.succeeded or not subject.authenticated:
        return
    asked = unquote(request.url).encode() + (request.body or b"")
    for name in names.names:
        theirs = names.foreign(name)
        if theirs and theirs.encode() in response.body and theirs.encode() not in asked:
            text = f"another account's {name.what} stands in the answer, and nobody asked for it"
            yield subject.finding(name.rule, text, cause="leaked")
