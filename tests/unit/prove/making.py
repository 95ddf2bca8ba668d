"""A small description, a service of it, and a stage to prove on."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringback.contract import Contract
from ringback.exchange import Outcome, Request, Response
from ringback.laws import Knowledge
from ringback.prove.interface import Planted, ProofStage
from tests.unit.contract.making import place, small

JSON = (("content-type", "application/json"),)


def things(schema: Mapping[str, Any], **components: Any) -> Contract:
    """A contract with one operation, whose one answer is a Thing of this schema."""
    content = {"application/json": {"schema": {"$ref": f"#{place('Thing')}"}}}
    answers = {"200": {"description": "It.", "content": content}}
    operation = {"operationId": "read", "responses": answers}
    return small({"Thing": schema, **components}, {"/thing": {"get": operation}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A target that answers each request with the next of these payloads."""

    payloads: list[Any]
    name: str = "told"
    base_url: str | None = None
    stateful: bool = True
    width: int = 1

    def send(self, _request: Request) -> Outcome:
        """The next payload, as JSON."""
        return Response(status=200, headers=JSON, body=json.dumps(self.payloads.pop(0)).encode())

    def send_all(self, requests: Sequence[Request], apart: float = 0.0) -> list[Outcome]:
        """One after the other."""
        assert not apart
        return [self.send(request) for request in requests]

    def start(self, job: Callable[[], Outcome]) -> Callable[[], Outcome]:
        """Do it at once."""
        outcome = job()
        return lambda: outcome

    def close(self) -> None:
        """Nothing to close."""


def app_of(value: Any) -> Any:
    """Makes an app that answers a read of the thing with this value, other methods with a 405."""

    def make() -> Any:
        async def app(scope: Any, _receive: Any, send: Any) -> None:
            """Answer every read with the value, and nothing else."""
            good = scope["method"] in {"GET", "HEAD"}
            body = json.dumps(value if good else {}).encode()
            headers = [(b"content-type", b"application/json"), (b"allow", b"GET, HEAD")]
            status = 200 if good else 405
            start = {"type": "http.response.start", "status": status, "headers": headers}
            await send(start)
            shown = b"" if scope["method"] == "HEAD" else body
            await send({"type": "http.response.body", "body": shown})

        return app

    return make


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fault or a habit of a test."""

    name: str
    app: Any
    kind: str = "hand-made"
    rule: str = "schema/response"


def stage(
    contract: Contract, *faults: Planted, forms: Contract | None = None, value: Any = None
) -> ProofStage:
    """A stage whose right service answers this value."""
    return ProofStage(
        contract=contract,
        forms=forms or contract,
        knowledge=Knowledge(),
        values={},
        app=app_of(value),
        faults=faults,
        habits=(),
    )
