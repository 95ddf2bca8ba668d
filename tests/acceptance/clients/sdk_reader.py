"""Run in an environment of a client's own: what the vendor's SDK makes of each answer, as JSON.

Standard input holds `[[operation, base URL], …]`; what was read has the names of its classes.
"""

import enum
import json
import sys
from typing import Any

import pydantic
import vocode.client

_NUMBER = "+15550100001"
_AGENT = "5f0c2c1e-6a51-4d6e-9a53-0d2f8f6f6b01"


def plain(value: Any) -> Any:
    """What was read as JSON; a model with its class, and the members that were given."""
    if isinstance(value, pydantic.BaseModel):
        fields = getattr(type(value), "model_fields", None) or value.__fields__
        given = getattr(value, "model_fields_set", None)
        names = value.__fields_set__ if given is None else given
        found = {
            getattr(fields.get(name), "alias", None) or name: plain(getattr(value, name))
            for name in sorted(names)
        }
        return {"__class__": type(value).__name__, **found}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value


def client(url: str) -> Any:
    """The vendor's client of either age."""
    try:
        return vocode.client.Vocode(base_url=url, token="token")
    except TypeError:  # before there was a base URL
        return vocode.client.Vocode(environment=url, token="token")


def read(operation: str, url: str) -> Any:
    """What a call of the operation gives, as its user sees it."""
    numbers = client(url).numbers
    if operation == "update_number":
        return numbers.update_number(phone_number=_NUMBER, inbound_agent=_AGENT)
    if operation == "get_number":
        return numbers.get_number(phone_number=_NUMBER)
    return numbers.list_numbers()


def told(operation: str, url: str) -> dict[str, Any]:
    """What was read, or what was raised."""
    try:
        return {"read": plain(read(operation, url))}
    except Exception as error:  # noqa: BLE001 -- whatever a client raises is what its user gets
        status, body = getattr(error, "status_code", None), getattr(error, "body", None)
        raised = type(error).__name__
        if isinstance(error, pydantic.ValidationError):
            first = error.errors()[0]
            place = "/".join(str(each) for each in first["loc"] if each != "__root__")
            raised = f"{raised} at `/{place}`"
        return {"raised": raised, "status": status, "body": plain(body)}


if __name__ == "__main__":
    json.dump([told(*each) for each in json.load(sys.stdin)], sys.stdout)
