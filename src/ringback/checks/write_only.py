"""schema/write-only: an answer shows nothing that is described as sent by clients alone."""

from collections.abc import Iterator

from ringback.checks.body import answer_content
from ringback.checks.interface import INFRASTRUCTURE, Subject
from ringback.finding import Finding
from ringback.schema.directions import unsent_places
from ringback.wire.body_content import BodyContent

RULES = ("schema/write-only",)


def check(subject: Subject) -> Iterator[Finding]:
    """Each write-only member of the answer (OpenAPI 3.0.4, 4.7.24.2: it should not be sent)."""
    response = subject.exchange.response
    document = subject.contract.responses.document
    if response is None or response.status in INFRASTRUCTURE or not document.unsent:
        return
    content = answer_content(subject, response) if response.body else None
    for each in content.values if isinstance(content, BodyContent) else ():
        schema = document.schema(each.schema)
        for place in unsent_places(schema, each.value, document.unsent):
            instance = each.place + place
            yield subject.finding(
                "schema/write-only",
                f"response {response.status} {instance}: is write-only, and is answered",
                instance=instance,
                schema=each.schema,
                cause=_without_indexes(instance),
            )


def _without_indexes(instance: str) -> str:
    """The place of a member, whichever item of an array it is in."""
    return "/".join("*" if step.isdigit() else step for step in instance.split("/"))
