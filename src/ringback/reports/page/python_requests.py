"""The requests of a finding as Python: a script with httpx, and a test for pytest.

What is secret stands as a variable of the environment, a key that an answer tells as a variable.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ringback.finding import steps
from ringback.reports.scribe import ShownFinding
from ringback.visible import visible

_WIDTH = 88  # characters of a line
_DEEP = 40  # levels of a body that are written as Python
_WORD = re.compile(r"[^a-z0-9]+")
_SENTENCE = 160  # characters of a docstring
_TOGETHER = "# The last {} were under way at the same time; here they are sent in turn."
_JUDGED = """\
    recording = tmp_path / "answer.json"
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"content-encoding", "content-length", "transfer-encoding"}
    }
    response = {
        "status": answer.status_code,
        "headers": headers,
        "body": base64.b64encode(answer.content).decode(),
        "encoding": "base64",
    }
    source = {"source": "live", "date": datetime.date.today().isoformat()}
    whole = {"provenance": source, "request": request, "response": response}
    recording.write_text(json.dumps(whole))
    assert ringback_suite.judge_recording(recording) == []
"""


def httpx_script(found: ShownFinding) -> str | None:
    """A script that sends the requests in order; None where there are none."""
    if not found.requests:
        return None
    lines = [*_imports(found), *_environment(found)]
    lines += ["", "with httpx.Client(base_url=BASE_URL) as client:"]
    for text in _sent(found):
        lines.append(f"    {text}" if text else "")
    lines.append("    print(answer.status_code, answer.text)")
    return "\n".join(lines) + "\n"


def pytest_test(found: ShownFinding) -> str | None:
    """A test that fails as long as the finding shows; None where there are no requests.

    What was given is compared with what is answered, where that is known; else the last answer is
    judged by the fixture of ringback's plugin.
    """
    if not found.requests:
        return None
    payload = found.payload
    path = steps(payload.place or "") if payload is not None else []
    echoed = payload is not None and payload.given is not None and path
    name = _WORD.sub("_", f"{found.operation or ''} {found.rule}".lower()).strip("_")
    fixtures = "" if echoed else "ringback_suite, tmp_path"
    said = visible(found.message)
    said = said if len(said) <= _SENTENCE else f"{said[:_SENTENCE]}…"
    lines = [*_imports(found, judged=not echoed), *_environment(found)]
    lines += ["", "", f"def test_{name}({fixtures}):", f"    {_docstring(said)}"]
    lines += ["    with httpx.Client(base_url=BASE_URL) as client:"]
    lines += [f"        {text}" if text else "" for text in _sent(found)]
    if echoed:
        given = _last_given(found, path)
        lines.append(f"    assert answer.json(){_indexed(path)} == {given}")
        return "\n".join(lines) + "\n"
    first, *more = _python(found.requests[-1], found.variables, len("    request = "))
    lines += [f"    request = {first}", *(f"    {line}" for line in more)]
    return "\n".join(lines) + "\n" + _JUDGED


def _docstring(text: str) -> str:
    """A sentence as a docstring, whatever it holds."""
    return repr(text) if '"' in text or "\\" in text else f'"""{text}"""'


def _imports(found: ShownFinding, *, judged: bool = False) -> Iterator[str]:
    """What a script begins with."""
    coded = any(each.get("encoding") == "base64" for each in found.requests)
    yield from ["import base64"] if coded or judged else []
    yield from ["import datetime", "import json"] if judged else []
    yield from ("import os", "", "import httpx", "", 'BASE_URL = os.environ["BASE_URL"]')


def _environment(found: ShownFinding) -> Iterator[str]:
    """The variables that the environment has to give."""
    told = {each.name for each in found.captures}
    for name in found.variables:
        if name not in told:
            made_up = "  # the service made it up: fill in" if name.startswith("ID_") else ""
            yield f'{name} = os.environ["{name}"]{made_up}'


def _sent(found: ShownFinding) -> Iterator[str]:
    """A statement for each request, and for each key that its answer tells."""
    if found.together > 1:
        yield _TOGETHER.format(found.together)
    for number, request in enumerate(found.requests):
        yield from _call(request, found.variables)
        for each in found.captures:
            if each.request == number:
                yield f"{each.name} = {_captured(each.place)}"


def _call(request: Mapping[str, Any], variables: Sequence[str]) -> list[str]:
    """One request as a statement over several lines."""
    method, url = (_text(request[name], variables) for name in ("method", "url"))
    lines = ["answer = client.request(", f"    {method},", f"    {url},"]
    for name, value in (("headers", request.get("headers")), *_content(request)):
        if value is not None:
            first, *more = _python(value, variables, len(f"    {name}="))
            lines += [f"    {name}={first}", *(f"    {line}" for line in more)]
            lines[-1] += ","
    return [*lines, ")"]


def _content(request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The argument that gives the body."""
    if "body" not in request:
        return
    if request.get("encoding") == "base64":
        yield "content", _Raw(f"base64.b64decode({request['body']!r})")
    elif isinstance(request["body"], str | None):
        yield "content", "null" if request["body"] is None else request["body"]
    else:
        yield "json", request["body"]


class _Raw(str):
    """A piece of Python, to stand as it is."""

    __slots__ = ()


def _captured(place: str) -> str:
    """What takes a key out of an answer: out of its body, or out of a header."""
    header = place.removeprefix("header.")
    if header == place:
        return f"answer.json(){_indexed(steps(place))}"
    last = '.rstrip("/").rpartition("/")[2]' if header == "location" else ""
    return f"answer.headers[{_quoted(header)}]{last}"


def _indexed(path: Sequence[str]) -> str:
    return "".join(f"[{each}]" if each.isdigit() else f"[{_quoted(each)}]" for each in path)


def _last_given(found: ShownFinding, path: Sequence[str]) -> str:
    """What the last request that gives anything at a place gives there."""
    for request in reversed(found.requests):
        value = request.get("body")
        for step in path:
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            else:
                break
        else:
            return " ".join(line.strip() for line in _python(value, found.variables, _WIDTH))
    return "None"


def _python(value: Any, variables: Sequence[str], used: int, deep: int = 0) -> list[str]:
    """A JSON value as lines of Python; `used` is how much of the first line is taken."""
    if not isinstance(value, dict | list) or not value or deep > _DEEP:
        return [_flat(value, variables)]
    flat = _flat(value, variables)
    if len(flat) + used < _WIDTH:
        return [flat]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    lines = [opening]
    pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for name, each in pairs:
        label = "" if name is None else f"{_text(name, variables)}: "
        first, *more = _python(each, variables, len(label) + 8 + 4 * deep, deep + 1)
        block = [f"    {label}{first}", *(f"    {line}" for line in more)]
        block[-1] += ","
        lines += block
    return [*lines, closing]


def _flat(value: Any, variables: Sequence[str]) -> str:
    """A JSON value as Python in one line."""
    if isinstance(value, _Raw):
        return str(value)
    if isinstance(value, str):
        return _text(value, variables)
    if isinstance(value, dict):
        pairs = (
            f"{_text(name, variables)}: {_flat(each, variables)}" for name, each in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flat(each, variables) for each in value)}]"
    return repr(value)


def _text(text: str, variables: Sequence[str]) -> str:
    """A text as Python in ASCII, variables in the places of their names."""
    if not variables:
        return _quoted(text)
    names = "|".join(sorted(map(re.escape, variables), key=len, reverse=True))
    pieces = re.split(rf"\$({names})(?![A-Za-z0-9_])", text)
    told = [each if at % 2 else _quoted(each) for at, each in enumerate(pieces) if at % 2 or each]
    return " + ".join(told) or '""'


def _quoted(text: str) -> str:
    """A literal between double quotes, in ASCII."""
    told = ascii(text)
    if told.startswith("'") and '"' not in told:
        return f'"{told[1:-1]}"'
    return told
