"""Exchanges to scrub, in few words."""

import base64

from ringback.exchange import Exchange, Headers, Request, Response
from ringback.secrets.replace.scrubber import Scrubber

JSON = ("Content-Type", "application/json")
KEY = "ghp_" + "a1B2" * 9


def coded(text: str) -> str:
    """The text in base64."""
    return base64.b64encode(text.encode()).decode()


def asked(url: str = "/", body: bytes | None = None, headers: Headers = ()) -> Exchange:
    """A request, and an empty answer."""
    return Exchange(
        request=Request(method="POST", url=url, headers=headers, body=body),
        outcome=Response(status=204),
    )


def body(content: str, kind: str = "application/json", *more: Exchange) -> str:
    """The body of a request after scrubbing, other exchanges learnt before."""
    scrubber = Scrubber()
    for each in more:
        scrubber.learn(each, None)
    clean = scrubber.scrubbed(asked("/", content.encode(), (("Content-Type", kind),)), None)
    assert clean.request.body is not None
    return clean.request.body.decode()
