"""The form of a file, by its content."""

import pytest

from ringback.recordings import Form, recognise

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("head", "name", "form"),
    [
        (b'{"log":{"version":"1.2","entries":[]}}', "a", Form.HAR),
        (b'{"log":{"entries":[', "a.json", Form.HAR),
        (BOM + b'{\r\n "comment": "x",\r\n "log": {\r\n "pages": [ {', "a", Form.HAR),
        (b'{"log":{"creator":{"name":"' + b"x" * 9000, "a", Form.HAR),
        (b'{"log":{"level":"info"}}', "a", Form.PAYLOAD),
        (b'{"log":[]}', "a", Form.PAYLOAD),
        (b'{"a":{"log":{"entries":[]}}}', "a", Form.PAYLOAD),
        (b'{"version":1,"interactions":[]}', "a", Form.CASSETTE_JSON),
        (b'{"interactions":[],"version":1}\n', "a", Form.CASSETTE_JSON),
        (b'{"interactions": [\n{"request": {"', "a", Form.CASSETTE_JSON),
        (b'{"interactions":[{"response":{', "a", Form.CASSETTE_JSON),
        (b'{"interactions":[{"id":3}]}', "a", Form.PAYLOAD),
        (b'{"interactions":[]}', "a", Form.PAYLOAD),
        (b"interactions:\n- request:", "a", Form.CASSETTE_YAML),
        (b"---\nversion: 1\ninteractions:\n", "a.json", Form.CASSETTE_YAML),
        (b"# made by\n'interactions': []\n", "a", Form.CASSETTE_YAML),
        (b"{interactions: [], version: 1}", "a", Form.CASSETTE_YAML),
        (b"a: 1\n  interactions: 2\n", "a.yaml", Form.PAYLOAD),
        (b'{"request":{"method":"GET"', "a", Form.RECORDING),
        (b'{"$schema":"x","provenance":{},"response":{', "a", Form.RECORDING),
        (b'{"request":1,"response":2}\n', "a.json", Form.RECORDING),
        (b'{"request":1,"response":2}\n', "a.ndjson.gz", Form.LINES),
        (b'{"a":{"request":1}}', "a", Form.PAYLOAD),
        (b'{"a":1}\n{"b":2}\n', "a.har", Form.LINES),
        (b'\n\r\n{"a":1}\r\n\r\n{"b":2', "a", Form.PAYLOAD),
        (b'\n\r\n{"a":1}\r\n\r\n{"b":2}', "a", Form.LINES),
        (BOM + b'{"request":{},"response":{}}\n{"request":', "a", Form.RECORDING),
        (b"1\n2\n", "a", Form.LINES),
        (b'{"a":1}\n', "a.jsonl", Form.LINES),
        (b'{"a":1}\n', "a.JSONL", Form.LINES),
        (b'{"a":1}\n', "a.json", Form.PAYLOAD),
        (b'{\n"a":1}\n', "a.jsonl", Form.PAYLOAD),
        (b'{"request": {"me\n{"a":1}\n{"b":1}\n', "a", Form.LINES),
        (b'{"request": {"me\n', "a.ndjson", Form.LINES),
        (b'{"a":\n{"b":1}\n}', "a", Form.PAYLOAD),
        (b"[1,2]", "a", Form.ARRAY),
        (b"[\n1\n,\n2\n]", "a", Form.ARRAY),
        (b'[{"a":1},\n{"b":2}]\n', "a", Form.ARRAY),
        (b"[1]\n[2]", "a", Form.LINES),
        (b'"x"', "a", Form.PAYLOAD),
        (b"", "a", Form.PAYLOAD),
        (b"", "a.ndjson", Form.LINES),
        (b"\0\0\0", "a.har", Form.PAYLOAD),
        (b"{" * 100_000, "a", Form.PAYLOAD),
        (b"[" * 100_000, "a", Form.ARRAY),
        (b'{"a' + b'"' * 100_001, "a", Form.PAYLOAD),
    ],
)
def test_the_form(head: bytes, name: str, form: Form) -> None:
    """What is seen decides; the name does so only for one line alone."""
    assert recognise(head, name, mapped=False) is form


def test_with_a_mapping_all_is_lines() -> None:
    """Whatever it looks like."""
    assert recognise(b'{"log":{"entries":[]}}', "a.har", mapped=True) is Form.LINES
