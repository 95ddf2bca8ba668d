"""The rules over one exchange, one file each, in the order in which they are told."""

from ringback.checks import (
    acceptance,
    auth_required,
    body,
    content_type,
    delivery,
    headers,
    method,
    request_schema,
    response_schema,
    server_error,
    status,
    write_only,
)
from ringback.checks.interface import INFRASTRUCTURE, Check, Subject

# Judged on everything that a target answered.
CHECKS: tuple[Check, ...] = (
    delivery.check,
    server_error.check,
    status.check,
    content_type.check,
    headers.check,
    body.check,
    response_schema.check,
    write_only.check,
    acceptance.check,
    auth_required.check,
    method.check,
)
# Judged on what somebody else sent: nothing is known of what the account owned then.
RECORDING_CHECKS: tuple[Check, ...] = (
    request_schema.check,
    delivery.check,
    server_error.check,
    status.check,
    content_type.check,
    headers.check,
    body.check,
    response_schema.check,
    write_only.check,
)
CHECK_RULES: tuple[str, ...] = (
    *delivery.RULES,
    *server_error.RULES,
    *status.RULES,
    *content_type.RULES,
    *headers.RULES,
    *body.RULES,
    *response_schema.RULES,
    *write_only.RULES,
    *acceptance.RULES,
    *auth_required.RULES,
    *method.RULES,
    *request_schema.RULES,
)

__all__ = [
    "CHECKS",
    "CHECK_RULES",
    "INFRASTRUCTURE",
    "RECORDING_CHECKS",
    "Check",
    "Subject",
]
