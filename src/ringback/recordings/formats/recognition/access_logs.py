"""Access logs of gateways and web servers in JSON: whose they are, and the mapping of their names.

They are written as their operator said, so what is looked for are the names that their makers'
documentation gives. None of them holds an answer's body.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringback.payload import MISSING, at

_LINE = re.compile(r"[A-Z]+ \S+ HTTP/\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """A maker's log: the members by which it is told, all `needed` and one of each of `either`.

    `places` has for each name of the mapping the pointers where it may stand.
    """

    maker: str
    needed: tuple[str, ...]
    either: tuple[tuple[str, ...], ...]
    places: Mapping[str, tuple[str, ...]]

    def fits(self, value: Any) -> bool:
        """Whether a line is of this log."""
        whole = all(_has(value, each) for each in self.needed)
        return whole and all(any(_has(value, it) for it in each) for each in self.either)

    def options(self, value: Any) -> str:
        """The options of the command line that map a line like this one."""
        found = (
            (name, next((each for each in places if _has(value, each)), None))
            for name, places in self.places.items()
        )
        given = {name: place for name, place in found if place is not None}
        if "url" in given:
            given = {
                name: it for name, it in given.items() if name not in {"host", "path", "query"}
            }
        if "?" in str(at(value, tuple(given.get("path", "").split("/")[1:]))):
            given.pop("query", None)
        return " ".join(f"--map {name}={place}" for name, place in given.items())


_LOGS = (
    AccessLog(
        maker="Kong",
        needed=("/request/method", "/response/status"),
        either=(
            ("/request/url", "/request/uri"),
            ("/latencies", "/service", "/route", "/upstream_uri", "/tries", "/started_at"),
        ),
        places={
            "method": ("/request/method",),
            "url": ("/request/url",),
            "path": ("/request/uri",),
            "request.headers": ("/request/headers",),
            "status": ("/response/status",),
            "response.headers": ("/response/headers",),
            "time": ("/started_at",),
        },
    ),
    AccessLog(
        maker="Caddy",
        needed=("/request/method", "/request/uri", "/status"),
        either=(("/resp_headers", "/logger", "/bytes_read", "/size"),),
        places={
            "method": ("/request/method",),
            "host": ("/request/host",),
            "path": ("/request/uri",),
            "request.headers": ("/request/headers",),
            "status": ("/status",),
            "response.headers": ("/resp_headers",),
            "time": ("/ts",),
        },
    ),
    AccessLog(
        maker="AWS API Gateway",
        needed=("/httpMethod", "/status"),
        either=(("/resourcePath", "/routeKey", "/path"), ("/requestId", "/apiId", "/stage", "/ip")),
        places={
            "method": ("/httpMethod",),
            "host": ("/domainName",),
            "path": ("/path",),
            "status": ("/status",),
            "time": ("/requestTimeEpoch",),
        },
    ),
    AccessLog(
        maker="Envoy",
        needed=("/method",),
        either=(
            ("/response_code", "/status"),
            ("/path", "/x-envoy-origin-path"),
            ("/response_flags", "/upstream_host", "/authority", "/:authority"),
        ),
        places={
            "method": ("/method",),
            "host": ("/authority", "/:authority"),
            "path": ("/path", "/x-envoy-origin-path"),
            "status": ("/response_code", "/status"),
            "time": ("/start_time",),
        },
    ),
    AccessLog(
        maker="nginx",
        needed=("/request_method", "/status"),
        either=(("/request_uri", "/uri"),),
        places={
            "method": ("/request_method",),
            "scheme": ("/scheme",),
            "host": ("/http_host", "/host"),
            "path": ("/request_uri", "/uri"),
            "query": ("/args", "/query_string"),
            "status": ("/status",),
            "time": ("/time_iso8601", "/msec"),
        },
    ),
)


def access_log(value: Any) -> str | None:
    """What an access log is of which this is a line, and how it is judged; None for others."""
    if not isinstance(value, dict):
        return None
    for each in _LOGS:
        if each.fits(value):
            return _told(each, value)
    line = value.get("request")
    if isinstance(line, str) and _LINE.match(line) and "status" in value:
        return (
            "is an access log of nginx, whose request is one text; log $request_method and "
            "$request_uri by themselves"
        )
    return None


def _told(log: AccessLog, value: Any) -> str:
    options = log.options(value)
    if "path=" not in options and "url=" not in options:
        return (
            f"is an access log of {log.maker}, which has the route and not the path that was "
            "asked for; log $context.path as path"
        )
    return f"is an access log of {log.maker}, which holds no bodies; judge what it has by {options}"


def _has(value: Any, pointer: str) -> bool:
    found = at(value, tuple(pointer.split("/")[1:]))
    return found is not MISSING and found is not None
