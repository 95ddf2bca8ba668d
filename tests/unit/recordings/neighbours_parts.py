"""What the files of other tools are made of: see `neighbours`."""

import base64
import json
from typing import Any

URL = "https://api.vocode.dev/v1/numbers?phone_number=%2B15550100001"
JSON = "application/json"


def texts(*bodies: Any) -> list[str]:
    """The bodies as their services wrote them."""
    return [json.dumps(each) for each in bodies]


def coded(body: Any) -> str:
    """A body in base64."""
    return base64.b64encode(json.dumps(body).encode()).decode()


def dumped(value: Any) -> bytes:
    """A file of JSON, an item a line or more."""
    return json.dumps(value, indent=1).encode()
