"""An exchange as it is stored: at the description's server, without headers that say nothing."""

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from ringback.exchange import Exchange, Headers, Response
from ringback.operation import Operation

_OF_REQUESTS = frozenset({"content-type"})
# What an answer's status or body leans on (RFC 9110 sections 8.3, 10.2 and 15; RFC 8288).
_OF_ANSWERS = frozenset(
    {"content-type", "allow", "link", "location", "retry-after", "www-authenticate"}
)


def trimmed(exchange: Exchange, operation: Operation) -> Exchange:
    """The exchange with the headers that the description, or HTTP itself, gives a meaning.

    Dates, lengths and the names of servers differ from run to run, and nothing is judged by them.
    The URL is put behind the operation's first server, so that it is in scope wherever it is
    judged; where no server names a host, its path and query are left.
    """
    request, response = exchange.request, exchange.response
    named = {each.name.lower() for each in operation.parameters if each.where == "header"}
    schemes = [each for alternative in operation.security for each in alternative]
    named |= {each.name.lower() for each in schemes if each.where == "header"}
    if any(each.kind != "apiKey" for each in schemes):
        named.add("authorization")
    places = {each.where for each in operation.parameters} | {each.where for each in schemes}
    named |= {"cookie"} & places
    return Exchange(
        request=replace(
            request,
            url=served(request.url, operation),
            headers=_kept(request.headers, _OF_REQUESTS | named),
        ),
        outcome=_answer(response, operation) if response else exchange.outcome,
    )


def served(url: str, operation: Operation) -> str:
    """The URL at the operation's first server that names a host; without any host if none does."""
    split = urlsplit(url)
    for server in operation.servers:
        base = urlsplit(server)
        if base.netloc:
            # A path that was relative begins behind the server's own, unless that is in it.
            prefix = base.path.rstrip("/")
            whole = bool(split.netloc) or split.path.startswith(f"{prefix}/")
            path = split.path if whole else prefix + split.path
            return urlunsplit((base.scheme or "https", base.netloc, path, split.query, ""))
    return urlunsplit(("", "", split.path or "/", split.query, ""))


def _answer(response: Response, operation: Operation) -> Response:
    documented = operation.answer_for(response.status)
    named = {each.name.lower() for each in documented.headers} if documented else set()
    headers = _kept(response.headers, _OF_ANSWERS | named)
    return Response(status=response.status, headers=headers, body=response.body)


def _kept(headers: Headers, names: frozenset[str]) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() in names)
