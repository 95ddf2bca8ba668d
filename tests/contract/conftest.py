"""The items of the contract suite: one a recording, one an operation, one a law."""

import pytest

from ringback.errors import RingbackError
from ringback.pytest_plugin import config_file
from ringback.suite import Suite


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make an item of each recording, operation and law that the test asks for."""
    wanted = {"recording", "operation", "law"} & set(metafunc.fixturenames)
    if not wanted:
        return
    config = metafunc.config
    try:
        suite = Suite(
            config_file(config),
            target=config.getoption("--ringback-target"),
            reading=config.getoption("--ringback-reading"),
        )
    except RingbackError as error:
        raise pytest.UsageError(str(error)) from None
    try:
        if "recording" in wanted:
            files = suite.recordings
            names = [f"{file.parent.name}-{file.stem}" for file in files]
            metafunc.parametrize("recording", files, ids=names)
        if "operation" in wanted:
            metafunc.parametrize("operation", suite.operations)
        if "law" in wanted:
            metafunc.parametrize("law", suite.rules)
    finally:
        suite.close()
