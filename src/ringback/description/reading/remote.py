"""Fetch a description or a part of one over HTTP, when the caller has allowed that."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass

from ringback.errors import DescriptionError, Problem

_SECONDS = 10.0
_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchRoute:
    """How to get to an origin: whom to trust there and as whom to come, and through which proxy.

    What is not said is as the environment has it.
    """

    trust: ssl.SSLContext | bool = True
    proxy: str | None = None


USUAL = FetchRoute()


def is_remote(location: str) -> bool:
    """Whether the location is an HTTP URL and not a file's path."""
    return location.lower().startswith(("http://", "https://"))


def fetch(url: str, headers: Sequence[tuple[str, str]] = (), way: FetchRoute = USUAL) -> bytes:
    """The body behind the URL, redirects not followed; a DescriptionError where there is none."""
    import httpx  # noqa: PLC0415 -- it takes its time, and descriptions are rarely remote

    body = bytearray()
    try:
        with httpx.stream(
            "GET",
            url,
            timeout=_SECONDS,
            headers=[*headers],
            verify=way.trust,
            proxy=way.proxy,
        ) as response:
            if response.status_code != httpx.codes.OK:
                raise _error(url, f"answers {response.status_code} and not 200")
            for part in response.iter_bytes():
                body += part
                if len(body) > _BYTES:
                    raise _error(url, f"is larger than {_BYTES // 1024 // 1024} MB")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        what = f"can't be fetched: {type(error).__name__} {error}".rstrip()
        raise _error(url, what) from error
    return bytes(body)


def _error(url: str, text: str) -> DescriptionError:
    return DescriptionError((Problem(file=url, text=text),))
