"""Findings that are about what a recording does not hold: of that nothing is known."""

from ringback.checks.body import EMPTY
from ringback.exchange import header_values
from ringback.finding import Finding
from ringback.operation import Operation
from ringback.recordings import Recording

_OF_HEADERS = frozenset({"schema/headers", "schema/content-type", "protocol/allow"})
# What more members may put right; so may a branch of which nobody can tell whether it is meant.
_OF_MORE = frozenset(
    (
        *("required", "dependentRequired", "dependentSchemas", "minProperties"),
        *("anyOf", "oneOf", "if", "contains", "minContains"),
    )
)

A_PATTERN = "it stands for others: what the recording has is what a stub or a tool fills in"


def is_unstored(recording: Recording, finding: Finding, operation: Operation) -> bool:
    """Whether a finding is about a part that was not stored."""
    missing = (
        (not recording.with_headers and finding.rule in _OF_HEADERS),
        (not recording.with_body and finding.cause == EMPTY),
        (not recording.with_request_body and finding.cause == "required body"),
        (_lacks_cookies(recording) and finding.cause.startswith("required cookie ")),
        (not recording.with_request_headers and finding.cause in _needed(operation, "header")),
        (not recording.with_query and finding.cause in _needed(operation, "query")),
        (not recording.with_all_members and _may_come(finding)),
    )
    return any(missing)


def _lacks_cookies(recording: Recording) -> bool:
    """Whether no cookie was stored: browsers and proxies leave them out of what they keep."""
    return not header_values(recording.exchange.request.headers, "cookie")


def _needed(operation: Operation, where: str) -> set[str]:
    """The causes of what is said of a parameter that was not sent, by where it travels."""
    named = {each.name for each in operation.parameters if each.where == where}
    elsewhere = {each.name for each in operation.parameters if each.where != where}
    return {f"required {name}" for name in named - elsewhere}


def _may_come(finding: Finding) -> bool:
    """Whether a finding is about what an answer lacks."""
    if finding.rule == "schema/response":
        return finding.cause.partition(" ")[0] in _OF_MORE
    if finding.rule == "schema/headers":
        return " " not in finding.cause  # it names the header that is not there
    return finding.rule == "protocol/allow" and finding.cause == "absent"
