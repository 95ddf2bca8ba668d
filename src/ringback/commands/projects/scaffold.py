"""The texts of the files that another API starts with."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ringback.campaign.access.credentials import TOKEN, scheme_names
from ringback.campaign.resource.graph import graph_of
from ringback.campaign.resource.model import Role
from ringback.config import toml_key, toml_text, variable_for
from ringback.contract import Contract
from ringback.hosts import is_loopback
from ringback.schema.references.lookup import locate

_ACTIONS = (Role.ACTION, Role.VIEW)
_MOST = 40  # values of the description that are listed


def settings_text(
    contract: Contract,
    *,
    description: str,
    overlay: str | None,
    target: str,
    variable: str,
) -> str:
    """`ringback.toml`: what is needed, and what was inferred as lines to keep or change.

    `overlay` is the strict overlay's path, if there is one; `target` is where the service runs,
    empty where nobody knows; `variable` holds the token, empty for the usual one.
    """
    lines = [
        "# What ringback check judges. Paths are relative to this file.",
        "",
        *_hosts(target),
        "[contract]",
        f"description = {toml_text(description)}",
        'recordings = ["recordings"]',
        "",
        "# A reading is the description with these overlays; check takes the strict one.",
        "[contract.readings]",
        "published = []",
        f"strict = [{toml_text(overlay) if overlay else ''}]",
        "",
        "# The token comes from the environment; any other value may stand here as it is.",
        "[values]",
        *_credentials(contract, variable),
        *_examples(contract),
        "",
        *_targets(target),
        *_resources(contract),
    ]
    return "\n".join(lines).rstrip() + "\n"


def tox_text(variables: Sequence[str]) -> str:
    """`tox.ini`: the gate as an environment, which is given these variables."""
    passed = ", ".join(dict.fromkeys(["RINGBACK_*", *variables]))
    return (
        "[tox]\nenv_list = contract\nskipsdist = true\n\n[testenv:contract]\n"
        "description = the API keeps its contract\nskip_install = true\ndeps = ringback\n"
        f"pass_env = {passed}\n"
        "commands = ringback check --target local --report junit=ringback.xml {posargs}\n"
    )


def workflow_text(variables: Sequence[str]) -> str:
    """A workflow of GitHub Actions that runs the gate on each push."""
    given = "".join(f"          {name}: ${{{{ secrets.{name} }}}}\n" for name in variables)
    return (
        "name: contract\non: [push, pull_request]\npermissions:\n  contents: read\njobs:\n"
        "  check:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n"
        "      - uses: actions/setup-python@v5\n        with:\n          python-version: '3.13'\n"
        "      - run: pip install ringback\n"
        "      # Start the service here, where [targets.local] of ringback.toml says.\n"
        "      - run: ringback check --target local --report github --report junit=ringback.xml\n"
        + (f"        env:\n{given}" if given else "")
    )


def variables_of(contract: Contract, variable: str) -> dict[str, str]:
    """The environment variable for each credential that the description asks for, by value."""
    schemes = sorted(scheme_names(contract.operations))
    if len(schemes) < 2 or variable:
        return {TOKEN: variable or variable_for(TOKEN)} if schemes or variable else {}
    return {each: variable_for(each) for each in schemes}


def _hosts(target: str) -> Iterator[str]:
    """The line that lets a run reach another host than this machine."""
    host = urlsplit(target).hostname or ""
    if host and not is_loopback(host):
        yield "# Hosts besides loopback that a run may reach."
        yield f"hosts = [{toml_text(host)}]"
        yield ""


def _credentials(contract: Contract, variable: str) -> Iterator[str]:
    """A line for each credential."""
    for name, each in variables_of(contract, variable).items():
        yield f"{toml_key(name)} = {{ variable = {toml_text(each)}, secret = true }}"


def _examples(contract: Contract) -> Iterator[str]:
    """The parameters that requests need, with what the description gives as an example.

    An operation that has another example of a name than the first has a table of its own.
    """
    found: dict[str, str] = {}
    others: dict[str, dict[str, str]] = {}
    for operation in contract.operations:
        for each in operation.parameters:
            if each.required and each.where in {"path", "query", "header"}:
                example = _example(contract, each.pointer)
                first = found[each.name] = found.get(each.name) or example
                if example and example != first:
                    others.setdefault(operation.id, {})[each.name] = example
    for name, text in list(found.items())[:_MOST]:
        told = toml_text(text) if text else f"{{ variable = {toml_text(variable_for(name))} }}"
        yield f"# {toml_key(name)} = {told}"
    for operation_id, values in list(others.items())[:_MOST]:
        yield ""
        yield f"# [operations.{toml_key(operation_id)}.values]"
        yield from (f"# {toml_key(name)} = {toml_text(text)}" for name, text in values.items())


def _example(contract: Contract, pointer: str) -> str:
    """An example of a parameter as text; empty where there is none."""
    document = contract.description.document
    try:
        node = locate(document, pointer)[1]
        schema = node.get("schema")
        if isinstance(schema, Mapping) and "$ref" in schema:
            schema = locate(document, f"{pointer}/schema")[1]
    except (KeyError, AttributeError):
        return ""
    schema = schema if isinstance(schema, Mapping) else {}
    several = node.get("examples")
    named = list(several.values()) if isinstance(several, Mapping) else []
    listed = schema.get("examples")
    given = [
        *([node["example"]] if "example" in node else []),
        *(each["value"] for each in named if isinstance(each, Mapping) and "value" in each),
        *([schema["example"]] if "example" in schema else []),
        *(listed if isinstance(listed, list) else []),
        *([schema["default"]] if "default" in schema else []),
    ]
    plain = [each for each in given if isinstance(each, str | int | float)]
    return str(plain[0]) if plain and not isinstance(plain[0], bool) else ""


def _targets(target: str) -> Iterator[str]:
    """Where the service runs; a comment where nobody knows."""
    yield from (
        ["[targets.local]", f"url = {toml_text(target)}", ""]
        if target
        else ["# [targets.local]", '# url = "http://127.0.0.1:8000"', ""]
    )


def _resources(contract: Contract) -> Iterator[str]:
    """What was inferred of the resources: roles and keys."""
    graph = graph_of(contract)
    if graph.resources:
        yield "# What the description shows of resources; a line that is kept wins over inference."
    for resource in graph.resources.values():
        told = [
            f"# {role.value} = {toml_text(each.id)}"
            for role, each in resource.roles()
            if role not in _ACTIONS
        ]
        if not told:
            continue
        yield f"# [resources.{toml_key(resource.name)}]"
        if resource.key:
            yield f"# key = {toml_text(resource.key)}"
        if resource.parent:
            yield f"# parent = {toml_text(resource.parent)}"
        yield from told
        if resource.actions:
            actions = ", ".join(toml_text(each.id) for each in resource.actions)
            yield f"# actions = [{actions}]"
        yield ""
