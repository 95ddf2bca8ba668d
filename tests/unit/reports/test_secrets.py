"""No secret survives any format, whatever it is made of."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding, Severity
from ringback.reports import IN_COLOUR, REPORTS
from ringback.reports.scribe import Scribe
from ringback.verdict import (
    Broken,
    Inconclusive,
    Restored,
    RestoreState,
    Run,
    Skipped,
    Verdict,
)
from ringback.visible import visible

SECRETS = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=40)
OTHER = "another-value-9"
JSONS = ("json", "sarif", "gitlab")


def _run(secret: str, *, given: bool) -> Run:
    """A run that holds the secret wherever one may come to stand."""
    basic = base64.b64encode(f"me:{secret}".encode()).decode()
    body = {"voice": {"api_key": secret}, "list": [1, None]}
    if given:
        body["note"] = f"<{secret}>"
    exchange = Exchange(
        request=Request(
            method="POST",
            url=f"/things?a=b&token={quote_plus(secret)}",
            headers=(
                ("Authorization", f"Bearer {secret}"),
                ("Proxy-Authorization", f"Basic {basic}"),
                ("X-Api-Key", secret),
                ("X-Note", secret if given else "x"),
                ("Cookie", f"sid={quote(secret, safe='')}"),
            ),
            body=json.dumps(body, ensure_ascii=False).encode(),
        ),
        outcome=Response(status=200, body=json.dumps({"deep": [{"secret": secret}]}).encode()),
    )
    plain = Exchange(
        request=Request(method="PUT", url="/things", body=f'"token":"{secret}"\0'.encode()),
        outcome=Response(status=500),
    )
    said = (
        f"was {secret!r}, is {json.dumps(secret)} or {quote(secret)}, {basic}, "
        f"<{secret}>, {json.dumps({'api_key': secret})}"
    )
    findings = (
        Finding(rule="law/echo", message=said, exchanges=(exchange, plain)),
        Finding(rule="a/b", message=secret, severity=Severity.WARNING, exchanges=(plain,)),
    )
    return Run(
        command="check",
        verdict=Broken(findings=findings),
        target=f"https://me:{quote(secret, safe='')}@host/base",
        exercised=(said,),
        skipped=(Skipped(rule="law/x", why=said),),
        restored=Restored(state=RestoreState.RESTORED, notes=(said,)),
    )


def _strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value, names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in _strings(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _strings(part))


def _unescaped(line: str) -> str:
    """A workflow command as GitHub reads it."""
    for escape, char in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        line = line.replace(escape, char)
    return line


def _told(run: Run, scribe: Scribe) -> list[str]:
    """Every string that a reader of any format sees, as it is and with the format undone."""
    rendered = {name: report.render(run, scribe) for name, report in REPORTS.items()}
    root = ET.fromstring(rendered["junit"])  # noqa: S314 - our own text
    xml = [text for element in root.iter() for text in (*element.attrib.values(), element.text)]
    return [
        *rendered.values(),
        *(report.render(run, scribe) for report in IN_COLOUR.values()),
        *(text for name in JSONS for text in _strings(json.loads(rendered[name]))),
        *(text for line in rendered["jsonl"].splitlines() for text in _strings(json.loads(line))),
        *map(_unescaped, rendered["github"].split("\n")),
        *(text for text in xml if text),
    ]


def _spellings(secret: str) -> set[str]:
    """The secret as it is, and as formats and encodings write it."""
    octets = secret.encode()
    return {
        secret,
        visible(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        base64.b64encode(octets).decode().rstrip("="),
        base64.b64encode(b"me:" + octets).decode().rstrip("="),
        secret.replace("'", "'\\''"),
        "".join(f"\\{octet:03o}" for octet in octets),
    }


@pytest.mark.parametrize("known", [True, False])
@settings(deadline=None, max_examples=60)
@given(secret=SECRETS)
def test_no_secret_survives(known: bool, secret: str) -> None:
    """Given by the user or met in a payload, in no format and no encoding is it shown."""
    secrets = {"RINGBACK_TOKEN": secret} if known else {}
    other = {"RINGBACK_TOKEN": OTHER} if known else {}
    harmless = _run(OTHER, given=known)
    without = "\n".join(_told(harmless, Scribe.for_run(harmless, other)))
    # A secret such as "reference" stands in any report: that is no leak.
    spellings = {each for each in _spellings(secret) if each not in without}
    assume(spellings)
    run = _run(secret, given=known)
    told = _told(run, Scribe.for_run(run, secrets))
    assert [(each, text) for each in spellings for text in told if each in text] == []


@settings(deadline=None)
@given(secret=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=8))
def test_a_secret_that_was_hidden_leaves_its_variable(secret: str) -> None:
    """What is hidden is named, so that the reader knows what to set."""
    scribe = Scribe(secrets={"RINGBACK_TOKEN": secret})
    assert scribe.text(f"\n{secret}\n") == r"\n$RINGBACK_TOKEN\n"


STRANGE = st.text() | st.text(st.characters(categories=["Cc", "Cs", "Cf", "Zl"]))
MAYBE = st.none() | STRANGE
FINDINGS = st.builds(
    Finding,
    rule=STRANGE,
    message=STRANGE,
    severity=st.sampled_from(Severity),
    operation=MAYBE,
    instance=MAYBE,
    schema=MAYBE,
    file=MAYBE,
    line=st.none() | st.integers(),
    count=st.integers(),
    exchanges=st.lists(
        st.builds(
            Exchange,
            request=st.builds(
                Request,
                method=STRANGE,
                url=STRANGE,
                headers=st.lists(st.tuples(STRANGE, STRANGE), max_size=2).map(tuple),
                body=st.none() | st.binary(),
            ),
            outcome=st.just(Response(status=200)),
        ),
        max_size=2,
    ).map(tuple),
)


@settings(deadline=None)
@given(
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    why=st.lists(STRANGE, max_size=2).map(tuple),
    text=STRANGE,
    seconds=st.floats(),
)
def test_strange_values_make_readable_reports(
    findings: tuple[Finding, ...], why: tuple[str, ...], text: str, seconds: float
) -> None:
    """Whatever strings hold: JSON and XML parse, no line acts on a terminal, twice is the same."""
    verdicts: list[Verdict] = [Inconclusive(why=why, findings=findings), Broken(findings=findings)]
    for verdict in verdicts:
        run = Run(
            command=text,
            verdict=verdict,
            target=text,
            reading=text,
            seconds=seconds,
            exercised=why,
            skipped=(Skipped(rule=text, why=text),),
        )
        told = _told(run, Scribe.for_run(run, {}))
        again = _told(run, Scribe.for_run(run, {}))
        assert told == again
        lines = [line for name in REPORTS for line in _lines(run, name)]
        assert [visible(line) for line in lines] == lines


def _lines(run: Run, name: str) -> list[str]:
    """The report's lines."""
    return REPORTS[name].render(run, Scribe.for_run(run, {})).split("\n")
