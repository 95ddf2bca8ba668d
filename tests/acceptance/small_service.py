"""A project that is small enough to be run again and again: a few reads, in this process."""

import copy
import json
from pathlib import Path
from typing import Any

_APP = '''import json

THINGS = [{"name": "a"}, {"name": "b", "kind": "large"}, {"name": "c"}]


async def app(scope, receive, send):
    """A few reads, and nothing else."""
    known = {"/things": THINGS, "/plain": {"name": "a"}}
    known |= {f"/others/{number}": {"name": "a"} for number in range(1, 10)}
    status = 404 if scope["path"] not in known else 200 if scope["method"] == "GET" else 405
    body = json.dumps(known[scope["path"]] if status == 200 else {}).encode()
    headers = [(b"content-type", b"application/json"), (b"allow", b"GET")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
'''
THING = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "kind": {"enum": ["small", "large"]}},
}
RECORDING = "recordings/plain.json"


def _reading(name: str, schema: Any) -> Any:
    content = {"application/json": {"schema": schema}}
    answers = {"200": {"description": "Read.", "content": content}}
    return {"get": {"operationId": name, "responses": answers}}


def description(others: int = 0) -> dict[str, Any]:
    """An OpenAPI document of it, with so many more reads of the same kind."""
    thing = {"$ref": "#/components/schemas/Thing"}
    plain = {"type": "object", "properties": {"name": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1.0.0"},
        "paths": {
            "/things": _reading("list_things", {"type": "array", "items": thing}),
            "/plain": _reading("get_plain", plain),
            **{
                f"/others/{number}": _reading(f"get_other_{number}", dict(plain))
                for number in range(1, others + 1)
            },
        },
        "components": {"schemas": {"Thing": copy.deepcopy(THING)}},
    }


def answer_of(document: dict[str, Any], operation: str) -> dict[str, Any]:
    """The schema that a read is answered by, to change."""
    items = (each["get"] for each in document["paths"].values())
    found = next(each for each in items if each["operationId"] == operation)
    schema: dict[str, Any] = found["responses"]["200"]["content"]["application/json"]["schema"]
    return schema


def described(folder: Path, document: Any, name: str = "description.json") -> Path:
    """Write a description of it."""
    file = folder / name
    file.write_text(json.dumps(document, indent=1), "utf-8")
    return file


def recorded(folder: Path, body: Any) -> Path:
    """Write its one recording."""
    file = folder / RECORDING
    file.parent.mkdir(exist_ok=True)
    request = {"method": "GET", "url": "/plain"}
    headers = {"Content-Type": "application/json"}
    answer = {"status": 200, "headers": headers, "body": body}
    recording = {"operation": "get_plain", "request": request, "response": answer}
    file.write_text(json.dumps(recording), "utf-8")
    return file


def made(folder: Path, others: int = 0) -> Path:
    """Write the project into a folder; its app is of a name that no other test has imported."""
    module = f"small_{folder.name.replace('-', '_')}"
    (folder / f"{module}.py").write_text(_APP, "utf-8")
    described(folder, description(others))
    recorded(folder, {"name": "a"})
    (folder / "ringback.toml").write_text(
        '[contract]\ndescription = "description.json"\nrecordings = ["recordings"]\n\n'
        f'[targets.reference]\napp = "{module}:app"\n',
        "utf-8",
    )
    return folder / f"{module}.py"
