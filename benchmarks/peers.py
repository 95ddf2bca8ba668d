"""What reads or judges the same payloads, each in a process of its own that does nothing else.

    python benchmarks/peers.py parsing|gunzip|har|jsonschema|fastjsonschema FILE SCHEMA

Prints how many payloads it saw, and ends with 1 if one of them is wrong. Libraries are imported by
whoever needs them, and all of them are handed what orjson parses, the fastest reader there is.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

_UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z"

Judge = Callable[[Any], bool]


def parsing(_schema: Any) -> Judge:
    """Nobody's judgement: what parsing alone costs."""
    return lambda _value: True


def jsonschema(schema: Any) -> Judge:
    """The reference implementation in Python, formats asserted."""
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415 -- when needed

    judged: Judge = Draft202012Validator(schema, format_checker=FormatChecker()).is_valid
    return judged


def fastjsonschema(schema: Any) -> Judge:
    """The one that writes Python; it knows JSON Schema as far as draft 7, which is enough here."""
    import fastjsonschema as library  # noqa: PLC0415 -- when needed

    draft = {**schema, "$schema": "http://json-schema.org/draft-07/schema#"}
    check = library.compile(draft, formats={"uuid": _UUID})

    def judged(value: Any) -> bool:
        try:
            check(value)
        except library.JsonSchemaValueException:
            return False
        return True

    return judged


def _lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)


def _packed(path: Path) -> Iterator[Any]:
    import gzip  # noqa: PLC0415 -- when needed

    with gzip.open(path, "rb") as file:
        for line in file:
            yield orjson.loads(line)


def _har(path: Path) -> Iterator[Any]:
    for entry in orjson.loads(path.read_bytes())["log"]["entries"]:
        yield orjson.loads(entry["response"]["content"]["text"])


READERS: dict[str, Callable[[Path], Iterable[Any]]] = {"gunzip": _packed, "har": _har}
JUDGES: dict[str, Callable[[Any], Judge]] = {
    "jsonschema": jsonschema,
    "fastjsonschema": fastjsonschema,
}


def main(name: str, path: str, schema: str) -> None:
    """Judge every payload of the file."""
    judge = JUDGES.get(name, parsing)(orjson.loads(Path(schema).read_bytes()))
    count = wrong = 0
    for value in READERS.get(name, _lines)(Path(path)):
        count += 1
        wrong += not judge(value)
    print(f"{count} seen, {wrong} of them wrong")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
