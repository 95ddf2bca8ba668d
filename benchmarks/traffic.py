"""Traffic made for measuring: files of payloads, and of exchanges, in the sizes that are asked for.

The recordings of the reference are what is varied: ids, numbers, names of agents, longer prompts
(words, some of them not ASCII, quotes and line breaks) and more actions, half of what is added for
either. All of it keeps the strict reading, and the same seed makes the same bytes.
"""

import gzip
import json
import random
import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).resolve().parent.parent
OPERATION = "update_number"
STATUS = 200
SIZES = {"1 kB": 1_000, "10 kB": 10_000, "100 kB": 100_000}

_RECORDINGS = ROOT / "contracts" / "numbers" / "recordings" / OPERATION
_APART = frozenset({"voice-azure-big-integer", "page-example"})  # wrong, and known to be
_BATCH = 4_000_000  # bytes of distinct payloads, each of which is used again with other names
_ID, _NUMBER = "1d000000-0000-4000-8000-00000000000d", "15550100777"
_TEXT = """You answer calls for a bakery and never tell a price. Grüße, café, naïve, Ελλάδα — “so”
she said: "twelve rolls\nand a loaf", and hung up; be brief, be kind, ask for the name 👋 first."""
_WORDS = _TEXT.split(" ")

Dump = Callable[[Any], bytes]
STYLES: dict[str, Dump] = {
    "compact": orjson.dumps,
    "spaced": lambda value: json.dumps(value).encode(),
}


def payloads(size: int, dump: Dump, *, broken: float = 0.0) -> Iterator[bytes]:
    """Payloads without end, of about so many bytes; this share of them with the same defect.

    The defect is a number where the text of a prompt belongs.
    """

    def damaged(value: Any) -> Any:
        value["inbound_agent"]["prompt"] = 7
        return value

    sound = _lines(lambda each: each["response"]["body"], size, dump)
    if not broken:
        return sound
    wrong = _lines(lambda each: damaged(each["response"]["body"]), size, dump)
    dice = random.Random(2)  # noqa: S311 -- nothing secret
    return (next(wrong if dice.random() < broken else sound) for _ in iter(int, 1))


def exchanges(size: int, dump: Dump) -> Iterator[bytes]:
    """Recordings in our own form without end, the answer's body of about so many bytes."""
    return _lines(lambda each: each, size, dump)


def har_entries(size: int) -> Iterator[bytes]:
    """Entries of a HAR 1.2 without end, the answer's body of about so many bytes."""

    def entry(each: Any) -> Any:
        request, response = each["request"], each["response"]
        body = json.dumps(response["body"])
        asked = {
            "method": request["method"],
            "url": request["url"],
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(request["headers"]),
            "queryString": [],
            "postData": {"mimeType": "application/json", "text": json.dumps(request["body"])},
        }
        answered = {
            "status": response["status"],
            "statusText": "OK",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(response["headers"]),
            "content": {"size": len(body), "mimeType": "application/json", "text": body},
            "redirectURL": "",
        }
        for side in (asked, answered):
            side |= {"headersSize": -1, "bodySize": -1}
        timings = {"send": 1, "wait": 10, "receive": 1}
        when = {"startedDateTime": "2026-11-24T10:00:00.000Z", "time": 12, "timings": timings}
        return {**when, "request": asked, "response": answered, "cache": {}}

    return _lines(entry, size, orjson.dumps)


def write_lines(path: Path, lines: Iterator[bytes], size: int) -> int:
    """Write so many bytes of lines, packed if the name ends in `.gz`; how many lines it were."""
    count = written = 0
    # Packed at once: how well it is packed makes no difference to who unpacks it.
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as file:
        while written < size or not count:
            written += file.write(next(lines) + b"\n")
            count += 1
    return count


def write_har(path: Path, entries: Iterator[bytes], size: int) -> int:
    """Write a HAR of about so many bytes; how many entries it holds."""
    count = 1
    with path.open("wb") as file:
        file.write(
            b'{"log":{"version":"1.2","creator":{"name":"traffic","version":"1"},"entries":['
        )
        written = file.write(next(entries))
        while written < size:
            written += file.write(b",\n" + next(entries))
            count += 1
        file.write(b"]}}")
    return count


def _lines(part: Callable[[Any], Any], size: int, dump: Dump) -> Iterator[bytes]:
    """The part of one recording after the other, each with an id and a number of its own."""
    dice = random.Random(1)  # noqa: S311 -- nothing secret
    count = max(20, _BATCH // size)
    texts = [dump(part(each)) for each in _grown(size, count, dice)]
    while True:
        name = str(uuid.UUID(int=dice.getrandbits(128), version=4)).encode()
        number = str(dice.randrange(15_550_100_000, 15_550_199_999)).encode()
        text = texts[dice.randrange(count)]
        yield text.replace(_ID.encode(), name).replace(_NUMBER.encode(), number)


def _grown(size: int, count: int, dice: random.Random) -> Iterator[Any]:
    """So many recordings with answers of about this size."""
    known = [
        json.loads(path.read_bytes())
        for path in sorted(_RECORDINGS.glob("*.json"))
        if path.stem not in _APART
    ]
    known = [each for each in known if _whole(each)]
    for _ in range(count):
        recording = deepcopy(dice.choice(known))
        recording.pop("expect", None)
        path = recording["request"]["url"].partition("?")[0]
        recording["request"]["url"] = f"{path}?phone_number=%2B{_NUMBER}"
        body = recording["response"]["body"]
        body |= {"id": _ID, "number": f"+{_NUMBER}"}
        _grow(body["inbound_agent"], size - len(orjson.dumps(body)), dice)
        yield recording


def _whole(recording: Any) -> bool:
    """Whether the answer holds an agent with actions, from which to make larger ones."""
    response = recording["response"]
    return response["status"] == STATUS and bool(response["body"]["inbound_agent"].get("actions"))


def _grow(agent: Any, missing: int, dice: random.Random) -> None:
    """Add so many bytes, half of them actions, half of them words."""
    actions = agent["actions"]
    action = len(orjson.dumps(actions[0])) + 1
    for _ in range(missing // 2 // action):
        other = deepcopy(dice.choice(actions))
        other["id"] = str(uuid.UUID(int=dice.getrandbits(128), version=4))
        actions.append(other)
        missing -= action
    words = []
    while missing > 0:
        words.append(dice.choice(_WORDS))
        missing -= len(words[-1].encode()) + 1
    agent["prompt"] = " ".join([agent["prompt"], *words])


def _pairs(headers: Any) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]
