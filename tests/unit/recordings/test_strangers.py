"""Files of other tools."""

import pytest

from ringback.recordings.formats.recognition.strangers import stranger


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("# ours\nopenapi: 3.1.0\n", "is the description of an API"),
        ('{\n  "swagger" : "2.0"', "is the description of an API"),
        ('{"format":"ringback-report/1","verdict":"kept"}', "is a report"),
    ],
)  # fmt: skip
def test_files_that_are_known(content: str, told: str) -> None:
    """By a name that only they have."""
    found = stranger(content.encode())
    assert found is not None
    assert found.startswith(told)


@pytest.mark.parametrize("content", ["", "{}", '{"a":"openapi: 3"}', "interactions: []", "<a/>"])
def test_files_that_are_not_known(content: str) -> None:
    """They are judged as what they are."""
    assert stranger(content.encode()) is None
