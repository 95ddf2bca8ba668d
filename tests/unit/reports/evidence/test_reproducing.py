"""How a finding is seen again: its requests, and a key that an answer tells as a variable."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Capture, Finding, Use
from ringback.reports.evidence.curl import Reach
from ringback.reports.scribe import Scribe, ShownFinding

JSON = (("Content-Type", "application/json"),)


def exchange(request: str, body: bytes | None = None, *headers: tuple[str, str]) -> Exchange:
    """A request such as `GET /pets/7`, and an answer that says nothing."""
    method, url = request.split()
    kind = JSON if body is not None else ()
    sent = Request(method=method, url=url, headers=(*kind, *headers), body=body)
    return Exchange(request=sent, outcome=Response(status=200))


MADE = exchange("POST /pets", b'{"name":"a"}')
PATH = Use(exchange=1, where="path", place="2")


def shown(
    *exchanges: Exchange, before: Sequence[Exchange] = (MADE,), captures: Sequence[Capture] = ()
) -> ShownFinding:
    """A finding with these, as reports show it."""
    finding = Finding(
        rule="law/echo",
        message="m",
        exchanges=exchanges,
        before=tuple(before),
        captures=tuple(captures),
    )
    return Scribe(secrets={"TOKEN": "t0k-en-1"}, reach=Reach("http://x")).shown(finding)


def capture(place: str = "/id", value: str = "7", exchange: int = 0, *uses: Use) -> Capture:
    """A key that the first answer tells, and the second request's path names."""
    return Capture(exchange=exchange, place=place, value=value, uses=uses or (PATH,))


POST = "-X POST http://x/pets -H 'Content-Type: application/json' --data-raw '{\"name\":\"a\"}'"

LAST = r"tr -d '\r' | grep -i '^location:' | sed 's|^[^:]*: *||; s|/*$||; s|.*/||'"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("/id", f"ID_1=$(curl -s {POST} | jq -r .id)"),
        ("/data/0/pet key", f"ID_1=$(curl -s {POST} | jq -r '.data[0][\"pet key\"]')"),
        ("", f"ID_1=$(curl -s {POST} | jq -r .)"),
        (
            "header.location",
            f"ID_1=$(curl -i {POST} | {LAST})",
        ),
    ],
)
def test_a_key_is_a_variable(place: str, expected: str) -> None:
    """What the answer tells is taken out of its body or its header, and named from then on."""
    found = shown(exchange("GET /pets/7/toys?of=7"), captures=[capture(place)])
    assert found.reproduce == f'{expected} && curl -i -X GET "http://x/pets/$ID_1/toys?of=7"'


def test_every_place_of_a_request() -> None:
    """Path, query, header and body; a number in a body is bare, and a text of the recording."""
    sent = exchange("PUT /pets/7?of=7&to=8", b'{"pet": 7, "more": ["7", 8]}', ("If-Match", "7"))
    uses = [
        Use(exchange=1, where=where, place=place)
        for where, place in (
            *(("path", "2"), ("query", "of"), ("header", "If-Match")),
            *(("body", "/pet"), ("body", "/more/0")),
        )
    ]
    found = shown(sent, captures=[capture("/id", "7", 0, *uses)])
    assert found.reproduce is not None
    assert found.reproduce.endswith(
        'curl -i -X PUT "http://x/pets/$ID_1?of=$ID_1&to=8" '
        "-H 'Content-Type: application/json' -H \"If-Match: $ID_1\" "
        '--data-raw \'{"pet":\'"$ID_1"\',"more":["\'"$ID_1"\'",8]}\''
    )
    assert found.requests[1] == {
        "method": "PUT",
        "url": "/pets/$ID_1?of=$ID_1&to=8",
        "headers": {"Content-Type": "application/json", "If-Match": "$ID_1"},
        "body": {"pet": "$ID_1", "more": ["$ID_1", 8]},
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (exchange("GET /pets"), {"method": "GET", "url": "/pets"}),
        (
            exchange("GET /pets", None, ("Authorization", "Bearer t0k-en-1")),
            {
                "method": "GET",
                "url": "/pets",
                "headers": {"Authorization": "Bearer $TOKEN"},
            },
        ),
        (
            exchange("POST /pets", b'{"password":12345,"a":"t0k-en-1"}'),
            {
                "method": "POST",
                "url": "/pets",
                "headers": dict(JSON),
                "body": '{"password":$PASSWORD,"a":"$TOKEN"}',
            },
        ),
        (
            exchange("POST /pets", b"{not json"),
            {
                "method": "POST",
                "url": "/pets",
                "headers": dict(JSON),
                "body": "e25vdCBqc29u",
                "encoding": "base64",
            },
        ),
    ],
)
def test_requests_are_in_the_form_of_recordings(sent: Exchange, expected: dict[str, Any]) -> None:
    """Without secrets; what is no JSON under a media type of JSON is base64."""
    assert shown(sent, before=()).requests == (expected,)


def test_a_body_that_is_too_long_is_in_no_report() -> None:
    """The line names a file in its place; the recording form has no word for that."""
    found = shown(exchange("POST /pets", b'"' + b"a" * 70_000 + b'"'), before=())
    assert (found.requests, "@body-of-70002-bytes" in (found.reproduce or "")) == ((), True)


# Answers as a service would: a new key and tag with a POST, and of others the request line.
_SERVICE = r"""curl() {
  head=no; method=GET; body=; url=; match=
  while [ $# -gt 0 ]; do
    case $1 in
      -i) head=yes ;; -s) ;;
      -X) method=$2; shift ;;
      -H) case $2 in If-Match*) match=" $2" ;; esac; shift ;;
      --data-raw) body=$2; shift ;;
      *) url=$1 ;;
    esac
    shift
  done
  printf '%s\n' "$method $url$match $body" >> "$SEEN"
  if [ $head = yes ]; then
    printf 'HTTP/1.1 201\r\nLocation: /pets/41/\r\nETag: "t-1"\r\n\r\n'
  fi
  printf '{"data":\n[{"id": 41}], "id": 3}\n'
}
"""


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
@pytest.mark.parametrize("place", ["/data/0/id", "header.location"])
def test_the_line_runs(tmp_path: Path, place: str) -> None:
    """A shell fills in what the answers tell: the key, and the tag that one of them has beside it.

    What shows the finding is written to standard error, where its answer is asked for a key.
    """
    tag = Use(exchange=1, where="header", place="If-Match")
    patch = exchange("PATCH /pets/7", b"{}", ("If-Match", '"old"'))
    captures = [capture(place), capture("header.etag", '"old"', 0, tag)]
    line = shown(patch, captures=captures).reproduce
    seen = tmp_path / "seen"
    subprocess.run(  # noqa: S603 -- the line under test, with a stand-in for what it sends
        ["/bin/sh", "-c", f"{_SERVICE}{line}"],
        env={"PATH": "/usr/bin:/bin", "SEEN": str(seen)},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert seen.read_text("utf-8").splitlines() == [
        'POST http://x/pets {"name":"a"}',
        'PATCH http://x/pets/41 If-Match: "t-1" {}',
    ]


def test_bytes_that_are_no_text_are_told_as_they_are() -> None:
    """A JSON body whose text is no UTF-8 is shown, and stops no report."""
    body = b'{"name":"\xff"}'
    found = shown(exchange("POST /pets", body), before=())
    assert found.reproduce is not None
    assert r"\377" in found.reproduce
    assert found.requests
