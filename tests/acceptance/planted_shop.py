"""The shop with several planted faults at once, each in a part of its own."""

from collections.abc import Mapping
from typing import Any

from contracts.planting import Fault
from contracts.shop.reference import create_app

OPERATIONS = ("list_customers", "list_tags")
RULES = ("law/echo", "law/limit", "schema/response")
_FAULTS = {"/customers": "customer-credit-limit-a-text", "/tags": "tag-limit-ignored"}


def make(faults: Mapping[str, Fault]) -> Any:
    """An app whose parts are served by apps with a fault each; the rest of it is right."""
    parts = {path: faults[name].app() for path, name in _FAULTS.items()}
    right = create_app()

    async def served(scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        found = (part for start, part in parts.items() if start in path)
        await next(found, right)(scope, receive, send)

    return served


app: Any = create_app()
