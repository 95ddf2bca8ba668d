"""A stub that a type checker knows operations, statuses and members by.

This module is checked by mypy with the rest of the project: an `ignore` that is not needed would
be an error, so that each wrong use here is known to be found.
"""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from ringback.errors import UsageError
from ringback.mock import router
from ringback.mock.in_process.stubs import stub_of
from tests.unit.mock.made_up import contract

if TYPE_CHECKING:
    from tests.unit.mock.zoo_api import ZooApi

STUB = Path(__file__).parent / "zoo_api.pyi"


def test_the_stub_is_the_one_that_is_made() -> None:
    """What mypy looks at in this module is what the description says today."""
    made = stub_of(contract("zoo"), "ZooApi")
    assert made == STUB.read_text("utf-8")


def test_a_type_checker_knows_operations_statuses_and_members() -> None:
    """A right choice is right in the stub and when it is made; a wrong one is wrong in both."""
    api = cast("ZooApi", router(contract("zoo")))
    api.get_pet.answers(kind="cat", name="Tom").then(status=404).then(fails="timeout")
    with pytest.raises(UsageError):
        api.get_pet.answers(status=418)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(UsageError):
        api.get_pet.answers(kynd="cat")  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(UsageError):
        api.get_pet.answers(kind="cow")  # type: ignore[arg-type]  # wrong on purpose


def test_operations_of_every_api_have_a_place_in_it() -> None:
    """A property for each operation, a class for each route."""
    for name in ("numbers", "shop", "files", "old"):
        text = stub_of(contract(name))
        compile(text, "api.pyi", "exec")
        assert text.count("@property") == len(contract(name).operations)
        assert text.count("(OperationRoute):") == len(contract(name).operations)
