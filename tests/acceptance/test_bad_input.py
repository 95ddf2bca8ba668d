"""What a user gets for input that can't be used: one sentence, the right exit code."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.driving import changed, ringback

KNOWN = "text, json, html, junit, markdown, sarif, github, gitlab and jsonl"
Capture = pytest.CaptureFixture[str]
Break = Callable[[Path], None]
NUMBERS = "openapi/numbers.yaml"
OVERLAY = "openapi/strict.overlay.yaml"
OWN = "contracts/numbers/recordings/get_number/own.json"


def writing(name: str, text: str) -> Break:
    """Put a text in the place of a file."""

    def edit(folder: Path) -> None:
        (folder / name).write_text(text, "utf-8")

    return edit


def appending(name: str, text: str) -> Break:
    """Put a text behind what a file holds."""

    def edit(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def replacing(name: str, old: str, new: str) -> Break:
    """Change one place of a file."""
    return lambda folder: changed(folder / name, old, new)


def removing(name: str) -> Break:
    """Take a file away."""
    return lambda folder: (folder / name).unlink()


def as_json(folder: Path) -> None:
    """Make the description a JSON file that is broken."""
    (folder / "openapi/numbers.json").write_text('{"openapi": "3.1.0",\n "info": }', "utf-8")
    changed(folder / "ringback.toml", "numbers.yaml", "numbers.json")


NOWHERE = '"#/components/responses/Nowhere"'
METHOD_NOT_ALLOWED = '"#/components/responses/MethodNotAllowed"'


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        pytest.param(
            removing(NUMBERS), "{folder}/openapi/numbers.yaml: there is no such file", id="missing"
        ),
        pytest.param(
            as_json,
            '{folder}/openapi/numbers.json:2:10: is not JSON: a value must stand here, not "}}"',
            id="malformed JSON",
        ),
        pytest.param(
            writing(NUMBERS, "openapi: 3.1.0\ninfo: [1\npaths: {}\n"),
            "{folder}/openapi/numbers.yaml:3:6: is not YAML: did not find expected ',' or ']'",
            id="malformed YAML",
        ),
        pytest.param(
            writing(NUMBERS, "hello: world\n"),
            "{folder}/openapi/numbers.yaml:1: is not an OpenAPI document: "
            'it has no member "openapi"',
            id="not OpenAPI",
        ),
        pytest.param(
            writing(NUMBERS, 'swagger: "1.2"\npaths: {}\n'),
            "{folder}/openapi/numbers.yaml:1: \"swagger\" is '1.2'; "
            "ringback reads 2.0, 3.0.x, 3.1.x and 3.2.x",
            id="Swagger",
        ),
        pytest.param(
            writing(NUMBERS, ""),
            "{folder}/openapi/numbers.yaml:1: is not an OpenAPI document: it is empty",
            id="empty",
        ),
        pytest.param(
            removing(OVERLAY),
            "{folder}/openapi/strict.overlay.yaml: there is no such file",
            id="overlay missing",
        ),
    ],
)
def test_a_description_that_cannot_be_read(
    capsys: Capture, project: Path, edit: Break, told: str
) -> None:
    """Nothing is judged, and one sentence names the file, the place and the mistake."""
    edit(project)
    ended = ringback(capsys, "check")
    assert ended.said == f"ringback: {told.format(folder=project)}\n"
    assert ended.code == 2


@pytest.mark.parametrize(
    ("named", "why"),
    [
        (NOWHERE, "the reference #/components/responses/Nowhere leads nowhere"),
        (
            '"https://api.test/a.yaml#/x"',
            "the reference https://api.test/a.yaml#/x leads nowhere",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_stops_its_operation_alone(
    capsys: Capture, project: Path, named: str, why: str
) -> None:
    """It is told with its line; what needs it is left out by name, and the rest is judged."""
    replacing(NUMBERS, METHOD_NOT_ALLOWED, named)(project)
    ended = ringback(capsys, "check", "--no-target")
    assert ended.code == 1, ended.said
    assert "lint/unresolved" in ended.said
    assert f"{NUMBERS}:99\n" in ended.said
    assert f"update_number: left out: {why} ({NUMBERS}:99)" in ended.said
    assert "\n1 error\n" in ended.said
    ended = ringback(capsys, "check", "--operation", "update_number", "--no-target")
    told = f"--operation update_number is left out: {why} ({NUMBERS}:99)"
    assert (ended.code, told in ended.said) == (2, True)


def test_an_overlay_that_matches_nothing(capsys: Capture, project: Path) -> None:
    """An action whose target is not there is a mistake with its line."""
    line = len((project / OVERLAY).read_text("utf-8").splitlines()) + 1
    appending(OVERLAY, '  - target: $.paths["/nowhere"]\n    update: {x-a: 1}\n')(project)
    ended = ringback(capsys, "check")
    assert ended.said == (
        f"ringback: {project}/{OVERLAY}:{line}: "
        'the target $.paths["/nowhere"] matches nothing in the description\n'
    )
    assert ended.code == 2


@pytest.mark.parametrize(
    ("edit", "rule", "told"),
    [
        pytest.param(
            writing(OWN, '{"request":\n  oops}'),
            f"recording/unreadable  {OWN}:2",
            f"{OWN} is not JSON: expecting value at line 2 column 3",
            id="not JSON",
        ),
        pytest.param(
            writing(OWN, '{"request": {}, "response": {}}'),
            f"recording/invalid  /request  {OWN}:1",
            f'{OWN} is no recording: the object needs "method"',
            id="no recording",
        ),
        pytest.param(
            replacing(OWN, "/v1/numbers?", "/v1/nobody?"),
            f"recording/no-operation  {OWN}",
            "GET /v1/nobody is no operation of the description",
            id="no operation",
        ),
        pytest.param(
            replacing(OWN, '"status": 200', '"status": 418'),
            f"schema/status  get_number  (schema /paths/~1v1~1numbers/get/responses)  {OWN}:9",
            "response 418: the status is not documented (documented: 200, 401, 403, 404, 405, 422)",
            id="undocumented status",
        ),
    ],
)
def test_a_recording_that_breaks_the_contract(
    capsys: Capture, project: Path, edit: Break, rule: str, told: str
) -> None:
    """One bad file is one finding with its place, and the others are judged all the same."""
    edit(project)
    ended = ringback(capsys, "check", "--no-target")
    assert f"\n1 error\n\n{rule}\n  {told}\n" in ended.said
    assert "\n  42 recordings, 3 known findings as expected\n" in ended.said
    assert ended.code == 1


def test_a_folder_of_recordings_that_is_missing(capsys: Capture, project: Path) -> None:
    """What the configuration names must be there."""
    changed(project / "ringback.toml", "numbers/recordings", "numbers/nowhere")
    ended = ringback(capsys, "check", "--no-target")
    assert ended.said == f"ringback: {project}/contracts/numbers/nowhere: no such file or folder\n"
    assert ended.code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("--select", "law/ecco"),
            "--select law/ecco: no such rule; did you mean law/echo?",
        ),
        (
            ("--ignore", "schema/respons"),
            "--ignore schema/respons: no such rule; did you mean schema/response?",
        ),
        (
            ("--target", "production"),
            (
                "--target production: no such target "
                "(configured: reference, staging, mocked; or a URL)"
            ),
        ),
        (
            ("--target", "https://api.test"),
            (
                "--target https://api.test: the host api.test is not allowed; "
                'loopback is: add hosts = ["api.test"] to ringback.toml'
            ),
        ),
        (
            ("--target", "http://127.0.0.1:9"),
            (
                "environment: the target http://127.0.0.1:9 needs RINGBACK_TOKEN and "
                "RINGBACK_PHONE_NUMBER: set and export them"
            ),
        ),
        (
            ("--target", "http://127.0.0.1:99999"),
            "--target http://127.0.0.1:99999: is no URL (Port out of range 0-65535)",
        ),
        (("--seed", "x"), "--seed x: must be a whole number, or random"),
        (("--seed", "\u0663"), "--seed \u0663: must be a whole number, or random"),
        (
            ("--reading", "loose"),
            "--reading loose: no such reading (configured: published, strict)",
        ),
        (
            ("--operation", "get_numbers"),
            (
                "--operation get_numbers: no such operation "
                "(described: update_number, get_number, list_numbers)"
            ),
        ),
        (("--tag", "calls"), "--tag calls: no operation has it (there are: numbers)"),
        (
            ("--report", "pdf"),
            f"--report pdf: no such format; known are {KNOWN}",
        ),
        (("--report", "json=openapi"), "--report: openapi is a directory; name a file in it"),
    ],
)
def test_an_option_that_names_nothing(
    capsys: Capture, arguments: tuple[str, ...], told: str
) -> None:
    """Usage mistakes end the run before anything is sent, with one sentence."""
    ended = ringback(capsys, "check", *arguments)
    assert ended.said == f"ringback: {told}\n"
    assert ended.code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("chekc",), "No such command 'chekc'."),
        (("check", "--nothing"), "No such option '--nothing'."),
        (("check", "--rate", "fast"), "Invalid value for --rate: 'fast' is not N/s, such as 5/s"),
        (("check", "--rate", "nan"), "Invalid value for --rate: 'nan' is not N/s, such as 5/s"),
        (("check", "--timeout", "0"), "Invalid value for '--timeout': 0.0 is not in the range"),
        (("check", "--max-requests", "0"), "Invalid value for '--max-requests': 0 is not in the"),
        (("check", "--max-time", "nan"), "Invalid value for '--max-time': nan is no number"),
        (("check", "--timeout", "NaN"), "Invalid value for '--timeout': NaN is no number"),
        (("validate",), "Missing argument 'PATH"),
        (("mock", "--port", "70000"), "Invalid value for '--port': 70000 is not in the range"),
    ],
)
def test_a_command_line_that_cannot_be_parsed(
    capsys: Capture, arguments: tuple[str, ...], told: str
) -> None:
    """What click refuses has the same exit code, and a sentence of its own."""
    ended = ringback(capsys, *arguments)
    assert f"\nError: {told}" in ended.said
    assert ended.code == 2


def test_mistakes_of_every_kind_are_told_at_once(capsys: Capture) -> None:
    """One run names every mistake of the command line."""
    ended = ringback(
        capsys,
        *("check", "--seed", "x", "--report", "pdf", "--select", "nope", "--operation", "none"),
        *("--tag", "calls", "--target", "https://api.test"),
    )
    told = [line.removeprefix("ringback: ").split(": ")[0] for line in ended.said.splitlines()]
    assert told == [
        "--report pdf",
        "--seed x",
        "--select nope",
        "--operation none",
        "--tag calls",
        "--target https://api.test",
    ]
    assert ended.code == 2


def test_an_empty_configuration(capsys: Capture, project: Path) -> None:
    """A configuration that says nothing is told what it needs."""
    (project / "ringback.toml").write_text("", "utf-8")
    ended = ringback(capsys, "check")
    assert ended.said == (
        "ringback: ringback.toml: contract.description is missing: the path of the description\n"
    )
    assert ended.code == 2


def test_a_configuration_with_several_mistakes(capsys: Capture, project: Path) -> None:
    """All of them are told at once."""
    text = '[contract]\nrecordings = 1\n[targets.t]\nurl = "x"\n[colours]\n'
    (project / "ringback.toml").write_text(text, "utf-8")
    ended = ringback(capsys, "check")
    assert ended.said == (
        "ringback: ringback.toml: colours is not known here "
        "(known: accounts, changes, contract, hosts, operations, prove, resources, secrets, "
        "targets, values)\n"
        "ringback: ringback.toml: contract.recordings must be a list of texts\n"
        "ringback: ringback.toml: targets.t.url: x is no http or https URL\n"
    )
    assert ended.code == 2


def test_no_configuration(capsys: Capture, tmp_path: Path) -> None:
    """Without a configuration the sentence says what to try."""
    ended = ringback(capsys, "check", "--config", str(tmp_path / "none.toml"))
    assert ended.said == (
        f"ringback: {tmp_path}/none.toml: there is no such file; "
        "run in the repository's folder, say --config FILE, or do without one: "
        "check --target URL, lint FILE, init\n"
    )
    assert ended.code == 2


def test_a_module_that_cannot_be_loaded(capsys: Capture, project: Path) -> None:
    """A knowledge or an app that is not there is a mistake of the configuration."""
    changed(
        project / "ringback.toml", "[contract]\n", '[contract]\nknowledge = "contracts.nowhere:K"\n'
    )
    changed(project / "ringback.toml", "contracts.numbers.reference:app", "contracts.gone:app")
    ended = ringback(capsys, "check")
    where = f"ringback: {project}/ringback.toml"
    assert ended.said == (
        f"{where}: contract.knowledge: contracts.nowhere:K can't be loaded "
        "(No module named 'contracts.nowhere')\n"
        f"{where}: targets.reference.app: contracts.gone:app can't be loaded "
        "(No module named 'contracts.gone')\n"
    )
    assert ended.code == 2
