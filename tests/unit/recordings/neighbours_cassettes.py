"""Cassettes and reports of tools that record, as their makers document them."""

import json
from typing import Any

from tests.unit.recordings.neighbours_parts import JSON, URL, coded, dumped, texts


def betamax(*bodies: Any) -> bytes:
    """Betamax for Python: a text, and base64 where bytes were to be preserved."""
    one, other = bodies
    stored = (
        {"encoding": "utf-8", "string": json.dumps(one)},
        {"encoding": None, "base64_string": coded(other)},
    )
    return dumped(
        {
            "http_interactions": [
                {
                    "request": {
                        "body": {"encoding": "utf-8", "string": ""},
                        "headers": {"Accept": ["*/*"]},
                        "method": "GET",
                        "uri": URL,
                    },
                    "response": {
                        "body": each,
                        "headers": {"Content-Type": [JSON]},
                        "status": {"code": 200, "message": "OK"},
                        "url": URL,
                    },
                    "recorded_at": "2026-11-01T12:00:00",
                }
                for each in stored
            ],
            "recorded_with": "betamax/0.9.0",
        }
    )


def ruby_vcr(*bodies: Any) -> bytes:
    """VCR for Ruby: the second body is preserved byte for byte."""
    one, other = bodies
    quoted = json.dumps(json.dumps(one))
    lines = ["---", "http_interactions:"]
    for body in (f"string: {quoted}", f"base64_string: |\n        {coded(other)}"):
        lines += [
            *("- request:", "    method: get", f"    uri: {URL}", "    body:"),
            *("      encoding: US-ASCII", "      string: ''", "    headers:"),
            *("      Accept:", '      - "*/*"', "  response:", "    status:"),
            *("      code: 200", "      message: OK", "    headers:", "      Content-Type:"),
            *(f"      - {JSON}", "    body:", "      encoding: UTF-8", f"      {body}"),
            *("    http_version: '1.1'", "  recorded_at: Sun, 01 Nov 2026 04:58:44 GMT"),
        ]
    return "\n".join([*lines, "recorded_with: VCR 6.2.0", ""]).encode()


def ruby_binary(*bodies: Any) -> bytes:
    """The same where Ruby's YAML itself chose binary data."""
    found = ruby_vcr(*bodies).decode()
    return found.replace("base64_string: |\n", "string: !binary |-\n").encode()


def php_vcr_yaml(*bodies: Any) -> bytes:
    """PHP-VCR: a list without a name."""
    lines = []
    for index, text in enumerate(texts(*bodies)):
        lines += [
            *(
                "-",
                "    request:",
                "        method: GET",
                f"        url: '{URL}'",
                "        headers:",
            ),
            *("            Host: api.vocode.dev", "    response:", "        status:"),
            *(
                "            http_version: '1.1'",
                "            code: '200'",
                "            message: OK",
            ),
            *(
                "        headers:",
                f"            Content-Type: {JSON}",
                f"        body: {json.dumps(text)}",
            ),
            *("        curl_info:", f"            url: '{URL}'", f"    index: {index}"),
        ]
    return "\n".join([*lines, ""]).encode()


def php_vcr_json(*bodies: Any) -> bytes:
    """The same as JSON."""
    return dumped(
        [
            {
                "request": {"method": "GET", "url": URL, "headers": {"Host": "api.vocode.dev"}},
                "response": {
                    "status": {"http_version": "1.1", "code": "200", "message": "OK"},
                    "headers": {"Content-Type": JSON},
                    "body": text,
                },
                "index": index,
            }
            for index, text in enumerate(texts(*bodies))
        ]
    )


def schemathesis(*bodies: Any) -> bytes:
    """Schemathesis' cassette in YAML, with bytes preserved."""
    lines = [
        "command: 'st run'",
        "recorded_with: 'Schemathesis 4.32.5'",
        "seed: 1",
        "http_interactions:",
    ]
    for each in bodies:
        lines += [
            *(
                "- id: 'a'",
                "  status: 'SUCCESS'",
                "  generation:",
                "    time: 0.1",
                "    mode: positive",
            ),
            *(
                "  recorded_at: '2026-11-01T10:00:00+00:00'",
                "  checks:",
                "    - name: 'x'",
                "      status: 'SUCCESS'",
            ),
            *(
                "      message: ~",
                "  request:",
                f"    uri: '{URL}'",
                "    method: 'GET'",
                "    headers:",
            ),
            *(
                '      "Accept":',
                '      - "*/*"',
                "  response:",
                "    status:",
                "      code: '200'",
                '      message: "OK"',
            ),
            *(
                "    elapsed: '0.1'",
                "    headers:",
                '      "Content-Type":',
                f'      - "{JSON}"',
                "",
                "    body:",
            ),
            *(
                "      encoding: 'utf-8'",
                f"      base64_string: '{coded(each)}'",
                "    http_version: '1.1'",
            ),
        ]
    return "\n".join(lines).encode()


def schemathesis_ndjson(*bodies: Any) -> bytes:
    """Schemathesis' events, one a line: a scenario has any number of exchanges."""
    recorded = {
        f"c{number}": {
            "request": {"method": "GET", "uri": URL, "headers": {}},
            "response": {
                "status_code": 200,
                "headers": {"content-type": [JSON]},
                "content": {"$base64": coded(each)},
                "elapsed": 0.1,
            },
            "timestamp": 1.5,
        }
        for number, each in enumerate(bodies)
    }
    events = [
        {"Initialize": {"command": "st run", "schemathesis_version": "4.32.5", "seed": 1}},
        {"EngineStarted": {"id": "1"}},
        {"ScenarioFinished": {"id": "2", "recorder": {"label": "GET /", "interactions": recorded}}},
        {"EngineFinished": {"running_time": 1.0}},
    ]
    return "".join(json.dumps(each) + "\n" for each in events).encode()


def go_vcr(*bodies: Any) -> bytes:
    """go-vcr: the status in one text, and its number beside."""
    lines = ["---", "version: 2", "interactions:"]
    for index, text in enumerate(texts(*bodies)):
        lines += [
            *(f"  - id: {index}", "    request:", "      method: GET", f"      url: {URL}"),
            *('      body: ""', "      form: {}", "      headers:", "        Accept:"),
            *("          - '*/*'", "    response:", "      headers:", "        Content-Type:"),
            *(f"          - {JSON}", f"      body: {json.dumps(text)}", "      status: 200 OK"),
            *("      code: 200", "      duration: 1.5s"),
        ]
    return "\n".join([*lines, ""]).encode()


def betamax_jvm(*bodies: Any) -> bytes:
    """Betamax for the JVM: a tape, whose headers are single texts."""
    lines = ["!tape", "name: a", "interactions:"]
    for text in texts(*bodies):
        lines += [
            *("- recorded: 2026-11-01T20:24:33.000Z", "  request:", "    method: GET"),
            *(f"    uri: {URL}", "    headers: {Accept: '*/*'}", "  response:", "    status: 200"),
            *(f"    headers: {{Content-Type: {JSON}}}", f"    body: {json.dumps(text)}"),
        ]
    return "\n".join([*lines, ""]).encode()
