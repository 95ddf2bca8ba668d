"""Faults in who may ask, and in how refusals and other methods are told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from starlette.types import Scope

from contracts.files.operations import UPLOADS
from contracts.files.parts import essence_of
from contracts.files.planting import Asking, answering, hooked, on, with_session
from contracts.files.reference import create_app
from contracts.files.service import Query, Service
from contracts.files.store import SESSION
from contracts.planting import Answer, AppMaker, Real, Rewriter, admitted, planted

_AUTH = "auth/required"


def _knowing(accepts: Callable[[str], bool]) -> AppMaker:
    """An app that takes some other values of the cookie for the session."""

    def is_session(_service: Service, real: Real, given: Sequence[str]) -> bool:
        right: bool = real(given)
        return right or any(accepts(each) for each in given)

    return hooked(is_session=is_session)


def _in_any_cookie(_service: Service, real: Real, cookies: Query) -> None:
    """Look for the session in cookies of all names."""
    real([("session", value) for _, value in cookies if value == SESSION][:1])


def _without(when: Callable[[Scope], bool]) -> AppMaker:
    """An app that lets in some requests whatever their cookies are."""
    return lambda: Asking(when, with_session, create_app())


def _is_download(scope: Scope) -> bool:
    return scope["path"].endswith("/content") and scope["method"] in {"GET", "HEAD"}


def _denied(answer: Answer) -> Answer:
    """Say no, whatever has been done."""
    denied = replace(answer, status=401).with_header("www-authenticate", "Cookie")
    return denied.with_value({"error": {"code": "unauthorized", "message": "No."}})


class _DoneAndDenied:
    """An app that does what it is asked to, and then asks by whom."""

    def __init__(self) -> None:
        """One service answers both."""
        app = create_app()
        self.right, self.open = app, Rewriter(Asking(lambda _s: True, with_session, app), _denied)

    async def __call__(self, scope: Scope, *channels: Any) -> None:
        """Let uploads without a session through to the end."""
        upload = scope["type"] == "http" and scope["method"] == "POST"
        anonymous = not any(name == b"cookie" for name, _ in scope.get("headers", ()))
        await (self.open if upload and anonymous else self.right)(scope, *channels)


AUTH = planted(
    "auth",
    ("any-session-accepted", _AUTH, _knowing(bool)),
    ("empty-session-accepted", _AUTH, _knowing(lambda value: not value)),
    (
        "session-beginning-accepted",
        _AUTH,
        _knowing(lambda value: bool(value) and SESSION.startswith(value)),
    ),
    ("session-longer-accepted", _AUTH, _knowing(lambda value: value.startswith(SESSION))),
    ("session-any-case-accepted", _AUTH, _knowing(lambda value: value.lower() == SESSION.lower())),
    ("session-in-any-cookie", _AUTH, hooked(authenticate=_in_any_cookie)),
    ("download-needs-no-session", _AUTH, _without(_is_download)),
    ("preview-needs-no-session", _AUTH, _without(lambda s: s["path"].endswith("/preview"))),
    ("head-needs-no-session", _AUTH, _without(lambda s: s["method"] == "HEAD")),
    ("delete-needs-no-session", _AUTH, _without(lambda s: s["method"] == "DELETE")),
    ("uploads-then-asks-who", "law/refused", _DoneAndDenied),
)


def _on_status(status: int, change: Callable[[Answer], Answer]) -> AppMaker:
    """An app whose answers of one status are changed."""
    return answering(lambda answer: change(answer) if answer.status == status else answer)


def _renamed(method: str, other: str, end: str) -> AppMaker:
    """An app that takes one method for another one, on paths with this end."""

    def when(scope: Scope) -> bool:
        return bool(scope["method"] == method and scope["path"].endswith(end))

    return lambda: Asking(when, lambda scope: {**scope, "method": other}, create_app())


def _detail(answer: Answer) -> Answer:
    """Tell an error in another form."""
    return answer.with_value({"detail": answer.value()["error"]["message"]})


def _is_odd_upload(scope: Scope) -> bool:
    """Whether bytes are put in a type that is not taken."""
    upload = scope["method"] == "PUT" and scope["path"].endswith("/content")
    told = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
    return bool(upload and essence_of(told) not in UPLOADS)


def _any_type(scope: Scope) -> Scope:
    """Content that is said to be in a type that is taken."""
    kept = [pair for pair in scope["headers"] if pair[0] != b"content-type"]
    return {**scope, "headers": [*kept, (b"content-type", UPLOADS[0].encode())]}


REFUSALS = planted(
    "refusal",
    (
        "no-challenge",
        "schema/headers",
        _on_status(401, lambda a: a.with_header("www-authenticate", None)),
    ),
    ("unauthorized-as-404", _AUTH, _on_status(401, lambda a: replace(a, status=404))),
    ("invalid-in-another-form", "schema/response", _on_status(422, _detail)),
    (
        "unknown-as-a-page",
        "schema/content-type",
        on(
            "GET",
            "/documents/",
            404,
            lambda a: replace(a, body=b"<h1>404</h1>").with_header("content-type", "text/html"),
        ),
    ),
    (
        "unsupported-as-500",
        "protocol/server-error",
        _on_status(415, lambda a: replace(a, status=500)),
    ),
    (
        "malformed-as-500",
        "protocol/server-error",
        _on_status(400, lambda a: replace(a, status=500)),
    ),
    (
        "any-upload-type-accepted",
        "request/accepted-invalid",
        lambda: Asking(_is_odd_upload, _any_type, create_app()),
    ),
    (
        "not-allowed-without-allow",
        "protocol/allow",
        _on_status(405, lambda a: a.with_header("allow", None)),
    ),
    ("post-replaces-content", "protocol/method", _renamed("POST", "PUT", "/content")),
    admitted(
        "post-reads-catalog",
        "protocol/method",
        _renamed("POST", "GET", "/catalog"),
        "a POST that nobody described, to what is not the run's own, could do harm: none is sent",
    ),
)
