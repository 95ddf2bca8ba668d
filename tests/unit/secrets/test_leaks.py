"""Leaks and findings: told with their place, and without the secret."""

import json

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, Severity
from ringback.secrets import RULES
from ringback.secrets.leaks import Leak, found
from ringback.secrets.secret_checks import judge_secrets

EXCHANGE = Exchange(
    request=Request(
        method="POST",
        url="/login?api_key=q8Zk3vQ9",
        headers=(("Authorization", "Bearer abc123def"),),
    ),
    outcome=Response(
        status=200,
        headers=(("Content-Type", "application/json"),),
        body=json.dumps(
            {"a/b": [{"x": "see ghp_" + "a1B2" * 9}], "to": "joe@corp.io", "echo": "q8Zk3vQ9"}
        ).encode(),
    ),
)


def test_each_leak_is_told_once_a_place() -> None:
    """Kind, place, pointer, side, and no more than two characters of the secret."""
    assert list(found(EXCHANGE, None, None)) == [
        Leak(
            rule="secret/credential",
            kind='value under "api_key"',
            place="request query api_key",
            instance=None,
            side="request",
            shown="q8… (8 characters)",
        ),
        Leak(
            rule="secret/credential",
            kind='value under "Authorization"',
            place="request header Authorization",
            instance=None,
            side="request",
            shown="ab… (9 characters)",
        ),
        Leak(
            rule="secret/key",
            kind="GitHub token",
            place="response body /a~1b/0/x",
            instance="/a~1b/0/x",
            side="response",
            shown="gh… (40 characters)",
        ),
        Leak(
            rule="secret/personal",
            kind="e-mail address",
            place="response body /to",
            instance="/to",
            side="response",
            shown="jo… (11 characters)",
        ),
        Leak(
            rule="secret/key",
            kind="known secret",
            place="response body /echo",
            instance="/echo",
            side="response",
            shown="q8… (8 characters)",
        ),
    ]


def test_findings_say_what_to_do() -> None:
    """A credential is to be changed, a key revoked; a person's data is a warning."""
    findings = list(judge_secrets(EXCHANGE, None, None, file="a.har", entry="entry 3", line=7))
    assert {each.rule for each in findings} == set(RULES)
    assert [findings[0], findings[2], findings[3]] == [
        Finding(
            rule="secret/credential",
            message='entry 3: request query api_key holds a secret: value under "api_key", '
            "q8… (8 characters); scrub it with `ringback import`, and change it",
            file="a.har",
            line=7,
            cause='request value under "api_key"',
        ),
        Finding(
            rule="secret/key",
            message="entry 3: response body /a~1b/0/x holds a secret: GitHub token, "
            "gh… (40 characters); scrub it with `ringback import`, and revoke the key",
            instance="/a~1b/0/x",
            file="a.har",
            line=7,
            cause="response GitHub token",
        ),
        Finding(
            rule="secret/personal",
            severity=Severity.WARNING,
            message="entry 3: response body /to holds a person's e-mail address, "
            "jo… (11 characters); scrub it with `ringback import`",
            instance="/to",
            file="a.har",
            line=7,
            cause="response e-mail address",
        ),
    ]


def test_a_short_secret_shows_nothing_of_itself() -> None:
    """Two characters of four would be half of it."""
    exchange = Exchange(
        request=Request(method="GET", url="/?pin=7351"), outcome=Response(status=204)
    )
    assert [leak.shown for leak in found(exchange, None, None)] == ["… (4 characters)"]
