"""Values into what may be shown."""

from dataclasses import replace

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.finding import Finding
from ringback.reports.evidence.curl import Reach
from ringback.reports.scribe import Scribe
from ringback.verdict import Run, conclude

ONE = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
TWO = "11111111-0d44-4b50-8888-8dd25736052a"
OURS = "22222222-0d44-4b50-8888-8dd25736052a"


def _exchange(url: str = "/x", body: bytes | None = None, answer: bytes = b"") -> Exchange:
    """A GET and its answer."""
    request = Request(method="GET", url=url, headers=(("Content-Type", "a/b"),), body=body)
    return Exchange(request=request, outcome=Response(status=200, body=answer))


def _finding(message: str, *exchanges: Exchange) -> Finding:
    """A finding with these exchanges."""
    return Finding(rule="law/echo", message=message, exchanges=exchanges)


def _run(*findings: Finding, target: str | None = None) -> Run:
    """A run with these findings."""
    return Run(command="check", verdict=conclude(findings), target=target)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bearer s3cret", "Bearer $RINGBACK_TOKEN"),
        ("s3cret-more", "$LONGER"),
        ("a\x1bb s3cret\n", r"a\x1bb $RINGBACK_TOKEN\n"),
        ('{"password": "ab"}', '{"password": "$PASSWORD"}'),
        ('{"password": "s3cret"}', '{"password": "$RINGBACK_TOKEN"}'),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_text(text: str, shown: str) -> None:
    """Given values and secret members become variables, the longest value first."""
    scribe = Scribe(secrets={"RINGBACK_TOKEN": "s3cret", "LONGER": "s3cret-more", "EMPTY": ""})
    assert scribe.text(text) == shown


def test_harvested_values_are_hidden_in_messages() -> None:
    """What an exchange holds under a secret name is hidden in sentences too."""
    finding = _finding("", _exchange(body=b'{"api_key":"asked"}', answer=b'{"token":"got-it"}'))
    scribe = Scribe.for_run(_run(finding), {})
    assert scribe.text('was "asked", is "got-it"') == 'was "$API_KEY", is "$TOKEN"'


def test_harvested_values_do_not_change_what_machines_follow() -> None:
    """A key that a payload holds may be a word of a rule or a path; a given secret may not."""
    scribe = Scribe(secrets={"TOKEN": "s3cret"}, names={"schema": "API_KEY"})
    assert scribe.place("schema/response s3cret") == "schema/response $TOKEN"


def test_a_given_secret_keeps_its_name() -> None:
    """A value that was given and harvested is shown by the variable that the user knows."""
    finding = _finding("", _exchange(body=b'{"api_key":"s3cret"}'))
    scribe = Scribe.for_run(_run(finding), {"RINGBACK_KEY": "s3cret"})
    assert scribe.shown(finding).reproduce == (
        "curl -i -X GET \"$BASE_URL/x\" -H 'Content-Type: a/b'"
        ' --data-raw \'{"api_key":"\'"$RINGBACK_KEY"\'"}\''
    )


def test_made_up_ids_are_numbered_through_a_finding() -> None:
    """Numbers go by first appearance, message first, and begin anew with each finding."""
    scribe = Scribe(secrets={}, made_up=frozenset({ONE, TWO.upper()}), reach=Reach("http://h"))
    first = scribe.shown(_finding(f"{TWO} is no {OURS}", _exchange(f"/{ONE}/{TWO}")))
    second = scribe.shown(_finding(f"{ONE.upper()} is gone"))
    assert (first.message, first.reproduce, second.message) == (
        f"$ID_1 is no {OURS}",
        "curl -i -X GET \"http://h/$ID_2/$ID_1\" -H 'Content-Type: a/b'",
        "$ID_1 is gone",
    )


def test_several_requests_are_one_line() -> None:
    """What took several requests to show is reproduced by all, in order, repeated ones too."""
    scribe = Scribe.for_run(_run(target="http://h"), {})
    finding = _finding("", _exchange("/a"), _exchange("/b"), _exchange("/a"))
    line = "curl -i -X GET http://h/{} -H 'Content-Type: a/b'"
    lines = [line.format(path) for path in "aba"]
    assert scribe.shown(finding).reproduce == " && ".join(lines)


def test_requests_that_met_are_sent_at_the_same_time() -> None:
    """The first of them are started together, and waited for before the rest."""
    scribe = Scribe.for_run(_run(target="http://h"), {})
    met = replace(_finding("", _exchange("/a"), _exchange("/b"), _exchange("/c")), together=2)
    line = "curl -i -X GET http://h/{} -H 'Content-Type: a/b'"
    a, b, c = (line.format(path) for path in "abc")
    assert scribe.shown(met).reproduce == f"{{ {a} & {b} & wait; }} && {c}"


def test_without_exchanges_there_is_nothing_to_reproduce() -> None:
    """A finding about a file has no curl line."""
    assert Scribe(secrets={}).shown(_finding("x")).reproduce is None


def test_a_line_that_cannot_be_sent_in_part_is_not_given() -> None:
    """Half of a reproduction would show something else."""
    bad = Exchange(request=Request(method="", url="/"), outcome=Response(status=200))
    assert Scribe(secrets={}).shown(_finding("", _exchange(), bad)).reproduce is None


def test_a_scribe_shows_no_secret_in_a_traceback() -> None:
    """The representation holds none of the values."""
    assert repr(Scribe(secrets={"A": "s3cret"}, names={"s3cret2": "B"})) == "Scribe()"


@pytest.mark.parametrize(
    ("witness", "shown"),
    [
        (None, None),
        ('{"api_key": "string", "n": 1.0}', '{"api_key": "string", "n": 1.0}'),
        ('{"a": "x t0k-en"}', '{"a": "x $RINGBACK_TOKEN"}'),
        ('{"a":\n"\\u202e\\n"}', r'{"a": "\u202e\n"}'),
        ("null", "null"),
        ("{", None),
        ("NaN", None),
        ("1e999", None),
    ],
)
def test_a_witness_is_json_in_one_line(witness: str | None, shown: str | None) -> None:
    """What is made up stays under whatever name, known secrets go, and what is no JSON is none."""
    assert Scribe(secrets={"RINGBACK_TOKEN": "t0k-en"}).witness(witness) == shown


def test_a_number_that_is_a_secret_is_no_witness() -> None:
    """A variable in its place would be no JSON."""
    assert Scribe(secrets={"PIN": "48151623"}).witness("[48151623]") is None
