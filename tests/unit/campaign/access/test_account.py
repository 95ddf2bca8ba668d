"""The account under test: tokens that run out in the middle of a run."""

from collections.abc import Callable

import pytest

from ringback.campaign.access.account import Account
from ringback.errors import ConfigError
from ringback.exchange import Exchange, Request, Response, header_values
from ringback.operation import Operation, Scheme

BEARER = Scheme(key="bearer", kind="http", http_scheme="bearer")
READ = Operation(id="read", method="GET", path="/a", security=((BEARER,),))
WRITE = Operation(id="write", method="POST", path="/a", security=((BEARER,),))
OPEN = Operation(id="open", method="GET", path="/b")
GET, POST = Request(method="GET", url="/a"), Request(method="POST", url="/a")


class Issue:
    """A command that tells token after token without a process; an empty one is a failure."""

    variable = "TOKEN"
    words = ("issue",)

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)

    def ask(self) -> str:
        """The next token."""
        token = self.tokens.pop(0)
        if not token:
            raise ConfigError("r.toml", ("values.token: the command issue failed",))
        return token


class Service:
    """Answers 401 unless the bearer token is among the good ones, or a rule says otherwise."""

    def __init__(self, *good: str, refuses: Callable[[Request], bool] = lambda _: False) -> None:
        self.good = set(good)
        self.refuses = refuses
        self.seen: list[str] = []

    def __call__(self, request: Request) -> Exchange:
        """One exchange."""
        shown = "".join(header_values(request.headers, "authorization")).removeprefix("Bearer ")
        self.seen.append(shown)
        status = 200 if shown in self.good and not self.refuses(request) else 401
        return Exchange(request=request, outcome=Response(status=status))


def account(command: Issue | None, slept: list[float] | None = None) -> Account:
    """An account whose token is `old` at first."""
    kept = [] if slept is None else slept
    return Account(
        values={"token": "old"},
        commands={"token": command} if command else {},
        clock=lambda: sum(kept),
        sleep=kept.append,
    )


def status(exchange: Exchange) -> int:
    """The status of the answer."""
    assert exchange.response is not None
    return exchange.response.status


def test_a_token_that_has_run_out_is_renewed() -> None:
    """The request is sent again with the new token, and reports hide both."""
    mine, service = account(Issue("new")), Service("old")
    assert status(mine.ask(GET, READ, service)) == 200
    service.good = {"new"}
    assert status(mine.ask(POST, WRITE, service)) == 200
    assert service.seen == ["old", "old", "old", "new"]  # the third looks whether it is the token
    assert mine.retired == {"old": "TOKEN", "new": "TOKEN"}
    assert mine.values == {"token": "new"}
    assert mine.trouble == ""


def test_without_a_command_a_token_that_ran_out_is_trouble() -> None:
    """Nothing is sent again, but the read that was answered before: it is refused now as well."""
    mine, service = account(None), Service("old")
    mine.ask(GET, READ, service)
    service.good = set()
    assert status(mine.ask(GET, READ, service)) == 401
    assert service.seen == ["old", "old", "old", "old"]
    assert mine.trouble.startswith("the credentials have run out: a read that was answered")


def test_a_service_that_never_took_the_token_is_not_asked_again() -> None:
    """Before any success a 401 does not mean that something ran out."""
    mine, service = account(Issue("new")), Service()
    for _ in range(3):
        assert status(mine.ask(GET, READ, service)) == 401
    assert service.seen == ["old"] * 3


def test_a_refusal_of_one_request_alone_renews_nothing() -> None:
    """Where a read is still answered the token is good, and the 401 is the service's word."""
    service = Service("old", refuses=lambda request: request.method == "POST")
    mine = account(Issue("new"))
    mine.ask(GET, READ, service)
    assert status(mine.ask(POST, WRITE, service)) == 401
    assert mine.values == {"token": "old"}


def test_an_operation_that_asks_for_nothing_renews_nothing() -> None:
    """Its 401 has nothing to do with a token."""
    mine, service = account(Issue("new")), Service("old")
    mine.ask(GET, READ, service)
    service.good = set()
    assert status(mine.ask(GET, OPEN, service)) == 401
    assert mine.values == {"token": "old"}


def test_a_new_token_that_is_refused_ends_the_run_and_does_not_loop() -> None:
    """A service that answers everything with 401 from some moment on is not judged by it."""
    mine, service = account(Issue(*"abcdefgh")), Service("old")
    mine.ask(GET, READ, service)
    service.good = set()
    for _ in range(9):
        assert status(mine.ask(GET, READ, service)) == 401
    assert mine.trouble == (
        "the credentials have run out, and could not be renewed: "
        "the new one of issue is refused as well"
    )
    assert mine.values == {"token": "c"}  # three tries in all


def test_a_command_that_fails_later_is_told() -> None:
    """The answer stands as it came, with the reason why nothing more can be judged."""
    mine, service = account(Issue("")), Service("old")
    mine.ask(GET, READ, service)
    service.good = set()
    assert status(mine.ask(GET, READ, service)) == 401
    assert mine.trouble == (
        "the credentials have run out, and could not be renewed: "
        "values.token: the command issue failed"
    )


def test_the_command_is_run_every_few_seconds_at_most() -> None:
    """A token that lasts no time is waited for, and not for ever."""
    slept: list[float] = []
    names = [f"t{index}" for index in range(99)]
    mine, service = account(Issue(*names), slept), Service("old")
    for name in names[:55]:
        mine.ask(GET, READ, service)
        service.good = {name}
    assert slept == [2.0] * 49
    assert mine.values == {"token": "t49"}
    assert mine.trouble.endswith("issue was run 50 times already")


@pytest.mark.parametrize("read", [True, False])
def test_an_update_alone_may_show_that_a_token_ran_out(read: bool) -> None:
    """Without a read to look at, one renewal is tried."""
    mine, service = account(Issue("new")), Service("old")
    mine.ask(*((GET, READ) if read else (POST, WRITE)), service)
    service.good = {"new"}
    assert status(mine.ask(POST, WRITE, service)) == 200


def test_what_another_request_renewed_is_used_as_it_is() -> None:
    """Of several requests that were under way, one runs the command."""
    mine = account(Issue("new"))
    service = Service("old")
    mine.ask(GET, READ, service)
    service.good = {"new"}

    def late(request: Request) -> Exchange:
        """While this one is under way, another one renews the token."""
        if len(service.seen) == 1:
            mine.ask(GET, READ, service)
            return Exchange(request=request, outcome=Response(status=401))
        return service(request)

    assert status(mine.ask(POST, WRITE, late)) == 200
    assert mine.values == {"token": "new"}
