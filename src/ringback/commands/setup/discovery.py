"""Where a service has its description: the usual places, and what its pages link to."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ringback.description.reading.remote import USUAL, FetchRoute
from ringback.description.reading.sources import Page
from ringback.errors import TargetError, UsageError

if TYPE_CHECKING:
    import httpx

_SECONDS = 5.0
_BYTES = 32 * 1024 * 1024
_REDIRECTS = 3
_LINKS = 8  # of one page that are followed
_SHOWN = 6  # places that a sentence names
# What frameworks serve by default, the most usual first.
FILES = (
    "openapi.json",
    "openapi.yaml",
    "swagger.json",
    "v3/api-docs",
    "api/openapi.json",
    "openapi.yml",
    "swagger.yaml",
    "api/openapi.yaml",
    "api/swagger.json",
    "api/v1/openapi.json",
    "v1/openapi.json",
    "api/schema/",
    "api-docs",
    "v2/api-docs",
    "swagger/v1/swagger.json",
    "q/openapi",
    "openapi",
    "schema/",
    "spec.json",
)
PAGES = ("docs", "api/docs", "redoc", "swagger-ui.html", "swagger", "ui", "api/ui", "apidocs", "")

_IS_ONE = re.compile(rb"""(?:^|[{,\s])["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]\.""")
_QUOTED = re.compile(r"""["']([^"'\s<>]{1,300})["']""")
_LIKELY = re.compile(
    r"openapi|swagger|api-docs|schema|spec|\.(?:json|ya?ml)(?:$|\?)", re.IGNORECASE
)
_DULL = re.compile(r"\.(?:css|js|png|svg|ico|html|map|woff2?)(?:$|[?#])", re.IGNORECASE)
_SERVICE = re.compile(r"""<([^>]*)>\s*;[^,]*\brel\s*=\s*"?[^",]*service-desc""")  # RFC 8631

Headers = Sequence[tuple[str, str]]


def find_description(base: str, headers: Headers = (), way: FetchRoute = USUAL) -> Page:
    """The description that a service at `base` gives of itself; only its own origin is asked.

    Raises TargetError where nothing answers, UsageError where no place has a description.
    """
    import httpx  # noqa: PLC0415 -- it takes its time, and descriptions are rarely remote

    roots = dict.fromkeys([base.rstrip("/") + "/", urljoin(base, "/")])
    with httpx.Client(
        timeout=_SECONDS, headers=[*headers], verify=way.trust, proxy=way.proxy
    ) as client:
        asking = _Asking(client, base)
        for root in roots:
            for place in FILES:
                if page := asking.description(root + place):
                    return Page(str(page[0]), tuple(headers), page[1], way)
        for root in roots:
            for place in PAGES:
                for link in asking.links(root + place):
                    if page := asking.description(link):
                        return Page(str(page[0]), tuple(headers), page[1], way)
    places = ", ".join(f"/{each}" for each in FILES[:_SHOWN])
    refused = asking.refused
    why = f"; {refused} of them ask for credentials (--header, --auth)" if refused else ""
    text = f"{base}: has no description at the usual places ({places}, links in /docs …){why}"
    raise UsageError((f"{text}; name it with --description FILE|URL",))


class _Asking:
    """GET requests to one origin, each place once; what is no description says nothing."""

    def __init__(self, client: "httpx.Client", base: str) -> None:
        self.refused = 0
        self._client = client
        self._base = base
        self._seen: set[str] = set()

    def description(self, url: str) -> tuple[str, bytes] | None:
        """The URL and the bytes of a description; None where there is none."""
        found = self._get(url)
        if found is None or found[1].lstrip()[:1] == b"<" or not _IS_ONE.search(found[1]):
            return None
        return found[0], found[1]

    def links(self, url: str) -> Iterator[str]:
        """What a page, a header of it, or a script beside it, names that may be a description."""
        found = self._get(url)
        if found is None:
            return
        place, body, linked = found
        text = html.unescape(body[:1_000_000].decode("utf-8", "replace"))
        named = [*_SERVICE.findall(linked), *_QUOTED.findall(text.replace("\\/", "/"))]
        scripts = [each for each in named if "initializer" in each or "init.js" in each]
        for script in scripts[:2]:
            more = self._get(urljoin(place, script))
            named += _QUOTED.findall(more[1].decode("utf-8", "replace")) if more else []
        likely = [each for each in named if _LIKELY.search(each) and not _DULL.search(each)]
        links = dict.fromkeys(urljoin(place, each) for each in likely)
        yield from [each for each in links if self._is_own(each)][:_LINKS]

    def _is_own(self, url: str) -> bool:
        """Whether a URL stays with the origin that was named."""
        try:
            return urlsplit(url)[:2] == urlsplit(self._base)[:2]
        except ValueError:
            return False

    def _get(self, url: str) -> tuple[str, bytes, str] | None:
        """Where it stands in the end, the body, and the Link header of a 200; None without one."""
        import httpx  # noqa: PLC0415 -- as above

        for _ in range(_REDIRECTS):
            if url in self._seen or not self._is_own(url):
                return None
            self._seen.add(url)
            try:
                with self._client.stream("GET", url) as response:
                    self.refused += response.status_code in {401, 403}
                    if response.status_code == httpx.codes.OK:
                        body = bytearray()
                        for part in response.iter_bytes():
                            body += part
                            if len(body) > _BYTES:
                                return None
                        return url, bytes(body), response.headers.get("link", "")
                    if not response.has_redirect_location:
                        return None
                    url = urljoin(url, response.headers["location"])
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                hint = "is it running, and is this its address?"
                raise TargetError(self._base, f"can't be reached ({error})", hint) from None
            except (httpx.HTTPError, httpx.InvalidURL):
                return None
        return None
