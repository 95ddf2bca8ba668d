"""The two readings of the repository's own description, compiled straight with jsonschema-rs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from ringback.description import Description, load

ROOT = Path(__file__).parents[3]
Judge = Callable[[str, Any], bool]


def judge_of(description: Description) -> Judge:
    """Whether a component of the description admits a payload."""
    registry = jsonschema_rs.Registry(resources=[("urn:x", description.document)])
    compiled: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def judge(component: str, payload: Any) -> bool:
        if component not in compiled:
            compiled[component] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"urn:x#/components/schemas/{component}"},
                registry=registry,
                validate_formats=True,
            )
        return compiled[component].is_valid(payload)

    return judge


@pytest.fixture(scope="session")
def numbers() -> Description:
    """The description under the published reading."""
    return load(ROOT / "openapi/numbers.yaml")


@pytest.fixture(scope="session")
def strict_numbers() -> Description:
    """The description under the strict reading."""
    return load(ROOT / "openapi/numbers.yaml", [ROOT / "openapi/strict.overlay.yaml"])


@pytest.fixture(scope="session")
def published(numbers: Description) -> Judge:
    """The published reading's word on a payload."""
    return judge_of(numbers)


@pytest.fixture(scope="session")
def strict(strict_numbers: Description) -> Judge:
    """The strict reading's word on a payload."""
    return judge_of(strict_numbers)
