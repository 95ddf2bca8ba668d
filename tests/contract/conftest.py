"""The items of the contract suite: one a recording, one a generated case, one a law."""

import pytest

from ringback.pytest_plugin import config_file
from ringback.suite import Suite


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make an item of each recording, case and law that the test asks for."""
    wanted = {"recording", "case", "law"} & set(metafunc.fixturenames)
    if not wanted:
        return
    config = metafunc.config
    suite = Suite(
        config_file(config),
        target=config.getoption("--ringback-target"),
        reading=config.getoption("--ringback-reading"),
    )
    try:
        if "recording" in wanted:
            files = suite.recordings
            names = [f"{file.parent.name}-{file.stem}" for file in files]
            metafunc.parametrize("recording", files, ids=names)
        if "case" in wanted:
            cases = suite.cases()
            numbered = [
                f"{case.operation.id}-{case.origin}-{index}" for index, case in enumerate(cases)
            ]
            metafunc.parametrize("case", cases, ids=numbered)
        if "law" in wanted:
            metafunc.parametrize("law", suite.rules)
    finally:
        suite.close()
