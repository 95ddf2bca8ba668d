"""Files of other tools with anything in the place of anything."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ringback.recordings import Unreadable, entries
from tests.unit.recordings.neighbours import FILES
from tests.unit.recordings.neighbours_clients import flow, tnet
from tests.unit.recordings.test_neighbours import YAML
from tests.unit.recordings.test_streams import stored

ANYTHING: tuple[Any, ...] = (None, 5, "x", "http://[", [], {}, [[]], {"a": 1})


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where values stand in a value; of a list the first ones."""
    yield place
    steps = (
        value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    )
    for step in [*steps][:20]:
        yield from _places(value[step], (*place, step))


def _with(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """A value with another one at a place."""
    if not place:
        return new
    step, *rest = place
    copied = [*value] if isinstance(value, list) else {**value}
    copied[step] = _with(value[step], tuple(rest), new)
    return copied


def _value(name: str) -> tuple[Any, Callable[[Any], bytes]]:
    """What stands in a small file of this format, and how it is written."""
    content = FILES[name][0]({"a": 1}, {"a": 2})
    if name == "mitmproxy":
        return flow(b"{}"), tnet
    if name in YAML:
        plain = content.replace(b"!binary", b"").replace(b"!tape", b"")
        return yaml.safe_load(plain), lambda it: yaml.dump(it).encode()
    if name == "schemathesis-ndjson":
        first, _, line, last, _ = content.split(b"\n")
        return json.loads(line), lambda it: b"\n".join((first, json.dumps(it).encode(), last))
    return json.loads(content), lambda it: json.dumps(it).encode()


@pytest.mark.parametrize("name", FILES)
def test_whatever_stands_anywhere_one_sentence_tells_it(tmp_path: Path, name: str) -> None:
    """A value of any kind in the place of any other ends no reading."""
    whole, written = _value(name)
    for place in _places(whole):
        for new in ANYTHING:
            for each in entries(stored(tmp_path, written(_with(whole, place, new)))):
                problem = each.problem if isinstance(each, Unreadable) else "none"
                assert len(problem.splitlines()) == 1
