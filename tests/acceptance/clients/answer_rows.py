"""The answers that the contract of the numbers allows, served one by one by the HTTP mock."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ringback.commands.serving.listening import OpenConnections
from ringback.config_reader import load_settings
from ringback.contract import Contract, Refused
from ringback.description import load
from ringback.exchange import Exchange, Request
from ringback.mock.answering.chosen import Mode
from ringback.mock.api_mock import ApiMock
from ringback.mock.serving.mock_app import MockApp, target_of
from ringback.payload import decode
from ringback.recordings import Recording, files, read
from ringback.targets.wire import latin, raw_headers
from tests.acceptance.driving import ROOT, served


@dataclass(frozen=True, kw_only=True)
class Row:
    """An answer: the recording that the mock gives it from, or a status that is preferred."""

    name: str
    operation: str
    request: Request
    status: int


@dataclass
class Rows:
    """The rows behind one server, and what clients asked it and were answered."""

    rows: list[Row]
    contract: Contract
    mock: ApiMock
    app: MockApp
    url: str = ""
    asked: list[Request] = field(default_factory=list)

    def base_url(self, row: Row) -> str:
        """Where a client is answered with this row, whatever it asks."""
        return f"{self.url}/row/{self.rows.index(row)}"

    def begin(self) -> None:
        """Forget what other clients asked."""
        self.mock.exchanges.clear()
        self.asked.clear()

    @property
    def answered(self) -> list[Exchange]:
        """What the mock answered, in order."""
        return list(self.mock.exchanges)

    def wrong_requests(self) -> list[str]:
        """What the description refuses of the requests that clients made."""
        found = []
        for request in self.asked:
            operation = self.contract.operation_for(request)
            admission = operation and self.contract.admission(request, operation)
            if operation is None:
                found.append(f"{request.method} {request.path}: no operation")
            elif isinstance(admission, Refused):
                found.append(f"{operation.id}: {admission.violations[0].message}")
        return list(dict.fromkeys(found))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Note what a client asks, and ask the mock for the row's answer."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        _, _, number, path = target_of(scope).split("/", 3)
        sent = Request(
            method=scope["method"],
            url=f"/{path}",
            headers=latin(scope["headers"]),
            body=body or None,
        )
        self.asked.append(sent)
        row = self.rows[int(number)]
        wanted, headers = row.request, [("authorization", "Bearer a")]
        headers += [("content-type", "application/json")] if wanted.body else []
        if row.status >= 400:
            headers.append(("prefer", f"code={row.status}"))
        target, _, query = wanted.url.partition("?")

        async def recorded() -> dict[str, Any]:
            return {"type": "http.request", "body": wanted.body or b"", "more_body": False}

        given = {
            **scope,
            "method": wanted.method,
            "path": target,
            "raw_path": target.encode(),
            "query_string": query.encode(),
            "headers": raw_headers(headers),
        }
        await self.app(given, recorded, send)


@contextmanager
def answer_rows() -> Iterator[Rows]:
    """Every success that is recorded, and each status besides, once an operation."""
    settings = load_settings(ROOT / "ringback.toml")
    contract = Contract(load(settings.description, settings.overlays("strict")), "strict")
    found = (read(each) for each in files([str(each) for each in settings.recordings]))
    recordings = [each for each in found if isinstance(each, Recording) and not each.expect]
    successes = [each for each in recordings if each.exchange.response.status < 300]  # type: ignore[union-attr]  # recorded
    rows = []
    for each in successes:
        operation = contract.operation_for(each.exchange.request)
        assert operation is not None
        name = f"{operation.id} {Path(each.file).stem}"
        rows.append(
            Row(name=name, operation=operation.id, request=each.exchange.request, status=200)
        )
    for operation in contract.operations:
        like = next(each.request for each in rows if each.operation == operation.id)
        rows += [
            Row(name=f"{operation.id} {code}", operation=operation.id, request=like, status=code)
            for code in sorted(int(each.status) for each in operation.answers)
            if code >= 400
        ]
    loose = _without_config(next(it for it in recordings if "action-transfer-call" in it.file))
    rows.append(
        Row(
            name="update_number transfer without its config (published reading alone)",
            operation="update_number",
            request=loose.exchange.request,
            status=200,
        )
    )
    published = Contract(load(settings.description), "published")
    mock = ApiMock(published, recordings=[*recordings, loose], mode=Mode.RECORDED)
    table = Rows(rows, contract, mock, MockApp(mock, OpenConnections()))
    with served(table) as url:
        table.url = url
        yield table


def _without_config(recording: Recording) -> Recording:
    """A transfer that does not say where to: the published unions admit it as any action."""
    exchange = recording.exchange
    assert exchange.response is not None
    value = json.loads(exchange.response.body)
    for action in value["inbound_agent"]["actions"]:
        action.pop("config", None)
    request = replace(exchange.request, url=f"{exchange.request.url}0")
    response = replace(exchange.response, body=json.dumps(value).encode())
    return replace(recording, exchange=Exchange(request=request, outcome=response))


def payload(exchange: Exchange) -> Any:
    """The JSON that the mock answered with."""
    assert exchange.response is not None
    return decode(exchange.response.body).value
