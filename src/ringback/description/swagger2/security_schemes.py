"""The security schemes of Swagger 2.0 as OpenAPI 3.0 has them."""

import copy
from collections.abc import Mapping
from typing import Any

_FLOWS = {"application": "clientCredentials", "accessCode": "authorizationCode"}


def converted_scheme(node: Any) -> Any:
    """A security scheme: basic credentials and flows have other names."""
    if not isinstance(node, Mapping):
        return node
    kept = {name: node[name] for name in node if name == "description" or name[:2] == "x-"}
    kept = copy.deepcopy(kept)
    match node.get("type"):
        case "basic":
            return {**kept, "type": "http", "scheme": "basic"}
        case "oauth2":
            named = str(node.get("flow"))
            words = ("authorizationUrl", "tokenUrl", "scopes")
            flow = {"scopes": {}, **{name: node[name] for name in words if name in node}}
            return {**kept, "type": "oauth2", "flows": {_FLOWS.get(named, named): flow}}
        case _:
            return copy.deepcopy(dict(node))
