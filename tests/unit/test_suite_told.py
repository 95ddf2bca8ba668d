"""What a pytest run tells in the end, out of one process or of several."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ringback.suite_told import SuiteTold, once

PLAYED = SuiteTold(errors=0, operations=3, coverage={"response": (2, 4)})


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ([], ""),
        ([SuiteTold()], ""),
        (
            [SuiteTold(recordings={"a": 0}), SuiteTold(recordings={"b": 0}), PLAYED, PLAYED],
            "kept: 2 recordings, 3 operations, response coverage 2/4",
        ),
        ([SuiteTold(recordings={"a": 2})], "broken: 2 errors, 1 recording"),
        ([SuiteTold(errors=1, operations=1)], "broken: 1 error, 1 operation"),
        (
            [SuiteTold(errors=0, doubts=("nobody answered",), operations=2)],
            "inconclusive: nobody answered, 2 operations",
        ),
    ],
)
def test_one_line_tells_all(parts: list[SuiteTold], line: str) -> None:
    """Each recording counts once, and the campaign that one process played for all."""
    handed_on = [SuiteTold.taken(each.plain()) for each in parts]
    assert SuiteTold.merged(handed_on).line() == line


def _counted(made: list[int]) -> Callable[[], int]:
    def make() -> int:
        made.append(1)
        return len(made)

    return make


def test_what_is_made_once_is_made_by_the_first(tmp_path: Path) -> None:
    """Whoever shares the folder has the same; without one each makes its own."""
    made: list[int] = []
    make = _counted(made)
    assert [once(tmp_path, make), once(tmp_path, make)] == [1, 1]
    assert [once(None, make), once(tmp_path / "away", make)] == [2, 3]
