"""What a mock's 401 asks for."""

from typing import Any

import pytest

from ringback.exchange import Request, Response, header_values
from ringback.mock.api_mock import ApiMock
from tests.unit.mock.made_up import described


def _document(scheme: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """An operation behind a scheme, whose 401 has a described challenge."""
    challenge = {"WWW-Authenticate": {"schema": schema}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "security": [{"s": []}],
        "components": {"securitySchemes": {"s": scheme}},
        "paths": {
            "/a": {
                "get": {
                    "operationId": "get_a",
                    "responses": {
                        "200": {"description": "ok"},
                        "401": {"description": "who?", "headers": challenge},
                    },
                }
            }
        },
    }


@pytest.mark.parametrize(
    ("scheme", "schema", "told"),
    [
        ({"type": "http", "scheme": "bearer"}, {"type": "string"}, "Bearer"),
        ({"type": "http", "scheme": "basic"}, {"type": "string"}, 'Basic realm="mock"'),
        (
            {"type": "openIdConnect", "openIdConnectUrl": "https://a.example"},
            {"type": "string"},
            "Bearer",
        ),
        ({"type": "http", "scheme": "bearer"}, {"const": "Bearer realm=x"}, "Bearer realm=x"),
    ],
)
def test_a_challenge_names_the_scheme(
    scheme: dict[str, Any], schema: dict[str, Any], told: str
) -> None:
    """The scheme of the operation stands there, unless the description rules that out."""
    mock = ApiMock(described(_document(scheme, schema)))
    outcome = mock.answer(Request(method="GET", url="/a")).outcome
    assert isinstance(outcome, Response)
    assert (outcome.status, header_values(outcome.headers, "www-authenticate")) == (401, [told])
