"""Cases that nobody thought of: Schemathesis' coverage phase and random generation.

Only its public names are used; what it makes is sent and judged by ringback. The example database
is off: with it, a run takes more than twice as long, and depends on the runs before it.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.errors import HypothesisException, HypothesisWarning, StopTest, Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.errors import SchemathesisError

from ringback.exchange import Request, headers_from
from ringback.generation.case import Case
from ringback.generation.steady import BACKEND
from ringback.operation import Operation
from ringback.payload import encode

_MODES = {True: GenerationMode.POSITIVE, False: GenerationMode.NEGATIVE}
_BASE = "http://localhost"
_IN_QUERY = "!$%&'()*+,/:;=?@~"  # what a query holds as it is, escapes and delimiters included
_BATCH = 100  # random cases that are made, and held, at a time


@dataclass(slots=True)
class _Batch:
    """Some random cases, and how many were drawn for them: some can't be put on the wire.

    `failed` is what ended the drawing, or the first that making a request of a case raised.
    """

    cases: list[Case] = field(default_factory=list)
    drawn: int = 0
    failed: Exception | None = None


class Drawing:
    """Schemathesis over one description, seeded."""

    def __init__(self, document: Mapping[str, Any], number: int) -> None:
        self._seed = number
        config = schemathesis.Config.from_dict(
            {
                "seed": number,
                "generation": {"database": "none", "with-security-parameters": False},
            }
        )
        # Its schemas have been lifted to JSON Schema 2020-12, whatever version it was written in.
        lifted = {**document, "openapi": "3.1.0"}
        self._schema = schemathesis.openapi.from_dict(lifted, config=config)

    def coverage(self, operation: Operation, *, positive: bool) -> Iterator[Case]:
        """The deterministic cases of Schemathesis' coverage phase."""
        theirs = self._schema[operation.path][operation.method]
        cases = self._schema.iter_coverage_cases(
            theirs,
            generation_modes=[_MODES[positive]],
            generation_config=self._schema.config.generation_for(operation=theirs),
        )
        for case in cases:
            request = _request(case)
            if request is not None and request.method == operation.method:
                yield Case(
                    operation=operation,
                    request=request,
                    label="coverage",
                    origin="coverage",
                )

    def random(self, operation: Operation, count: int, *, positive: bool) -> Iterator[Case]:
        """At most `count` random cases; fewer where the description admits no more.

        What Schemathesis or Hypothesis fails at is raised behind the cases that were made.
        They are made a batch at a time: Hypothesis remembers all that one test of its was given,
        and each case holds on to what Schemathesis knows of it.
        """
        for turn, first in enumerate(range(0, count, _BATCH)):
            if turn:
                _forget()
            wanted = min(_BATCH, count - first)
            # The first batch goes by the seed itself; no other seed that anybody gives meets these.
            batch = self._batch(operation, wanted, self._seed + (turn << 64), positive=positive)
            yield from batch.cases
            if batch.failed is not None:
                raise batch.failed
            if batch.drawn < wanted:
                return

    def _batch(self, operation: Operation, count: int, number: int, *, positive: bool) -> "_Batch":
        """What Hypothesis makes in one go."""
        theirs = self._schema[operation.path][operation.method]
        batch = _Batch()
        strategy = theirs.as_strategy(generation_mode=_MODES[positive])

        @seed(number)
        @settings(
            max_examples=count,
            backend=BACKEND,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def collect(case: schemathesis.Case[Any]) -> None:
            batch.drawn += 1
            try:
                request = _request(case)
            except Exception as error:  # noqa: BLE001 -- about one case; Hypothesis would shrink it
                batch.failed = batch.failed or error
                return
            if request is not None and request.method == operation.method:
                batch.cases.append(
                    Case(
                        operation=operation,
                        request=request,
                        label="random",
                        origin="random",
                    )
                )

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)
            try:
                collect()
            except Unsatisfiable as error:
                # Nothing can be broken in an operation that takes nothing, or anything.
                batch.failed = error if positive else batch.failed
            except StopTest:  # no Exception, and Hypothesis' own affair
                batch.failed = HypothesisException("the drawing was stopped")
            except Exception as error:  # noqa: BLE001 -- raised behind what was made before it
                batch.failed = error
        return batch


def _forget() -> None:
    """Have Hypothesis let go of strategies: of schemas broken once each, it keeps a thousand."""
    clear: Callable[[], None] | None = getattr(strategies.text, "__clear_cache", None)
    if clear is not None:
        clear()


def _request(case: schemathesis.Case[Any]) -> Request | None:
    """The case as our value; None where it can't be put on the wire."""
    try:
        parts = case.as_transport_kwargs(base_url=_BASE)
    except (SchemathesisError, ValueError, TypeError):
        return None
    headers = headers_from(
        (name, _text(value))
        for name, value in dict(parts.get("headers") or {}).items()
        if name.lower() not in {"user-agent", "x-schemathesis-testcaseid"}
    )
    cookies = dict(parts.get("cookies") or {}).items()
    if cookies:
        text = "; ".join(f"{_text(name)}={_text(value)}" for name, value in cookies)
        headers = (*headers, ("Cookie", text))
    body = _body(parts)
    if body is None and (parts.get("data") or parts.get("files")):
        return None  # a form: what is sent of it is made by design
    if body is not None and not any(name.lower() == "content-type" for name, _ in headers):
        headers = (*headers, ("Content-Type", "application/json"))
    url = str(parts["url"]).removeprefix(_BASE)
    params = parts.get("params") or {}
    # A text is a query that Schemathesis has written in a style of OpenAPI.
    query = quote(params, _IN_QUERY) if isinstance(params, str) else "&".join(_pairs(params))
    return Request(
        method=str(parts["method"]).upper(),
        url=url + ("?" + query if query else ""),
        headers=headers,
        body=body,
    )


def _pairs(params: Any) -> Iterator[str]:
    """Query pairs, lists as repeated names, absent values left out."""
    entries = params.items() if isinstance(params, Mapping) else params
    for name, value in entries:
        for each in value if isinstance(value, list | tuple) else [value]:
            if each is not None:
                yield f"{_quoted(name)}={_quoted(each)}"


def _quoted(value: Any) -> str:
    return quote(_text(value), safe="", errors="surrogatepass")


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _body(parts: Mapping[str, Any]) -> bytes | None:
    if "json" in parts and parts["json"] is not None:
        return encode(parts["json"])
    data = parts.get("data")
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass")
    return data if isinstance(data, bytes) else None
