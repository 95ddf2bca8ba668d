"""Files that something has damaged: never an exception, and never an entry in two places."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ringback.recordings import Aside, Mapping, Payload, Recording, Source, Unreadable, entries

OWN = b'{"request":{"method":"GET","url":"/a"},"response":{"status":200,"body":{"a":"\\u00e9"}}}\n'
HAR = (
    b'{"log":{"version":"1.2","entries":[\n'
    b'{"request":{"method":"POST","url":"/a","postData":{"text":"eA==","encoding":"base64"}},\n'
    b'"response":{"status":200,"headers":[{"name":"A","value":"b"}],"content":{"text":"1"}}}]}}'
)
JSON = (
    b'{"interactions":[{"request":{"method":"GET","uri":"/a","headers":{"A":["b"]},"body":null},'
    b'"response":{"status":{"code":200},"body":{"string":"1"}}}],"version":1}'
)
YAML = (
    b"interactions:\n- request: {method: GET, uri: /a, body: null, headers: &a {A: [b]}}\n"
    b'  response:\n    status: {code: 200}\n    headers: *a\n    body: {string: !!binary "eA=="}\n'
)
MAPPED = b'{"m":"GET","s":"200","u":"/a","h":[["A","b"]],"b":{"a":1}}\n'
MAPPING = Mapping.parse(
    ("method=/m", "status=/s", "url=/u", "response.headers=/h", "response.body=/b")
)
KINDS = Recording | Payload | Unreadable | Aside
DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.integers(0, 3),
        st.binary(max_size=2) | st.sampled_from([b'"', b"\\", b"{", b"]", b"\n", b"&a ", b"*a"]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("content", [OWN * 3, HAR, JSON, YAML, b"[" + OWN + b",1]", MAPPED * 2])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGE)
def test_damaged_files(
    tmp_path: Path, content: bytes, packed: bool, damage: list[tuple[int, int, bytes]]
) -> None:
    """Whatever bytes are lost, changed or put in: entries, each with a place of its own."""
    data = gzip.compress(content, mtime=0) if packed else content
    for at, lost, put in damage:
        data = data[: at % len(data)] + put + data[at % len(data) + lost :] or b"x"
    file = tmp_path / "file"
    file.write_bytes(data)
    mapping = MAPPING if content.startswith(MAPPED) else None
    found = list(entries(Source(name="file", path=file), mapping=mapping))
    assert all(isinstance(each, KINDS) for each in found)
    named = [each.entry for each in found if each.entry]
    assert len(set(named)) == len(named)
