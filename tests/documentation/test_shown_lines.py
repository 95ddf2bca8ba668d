"""What a page shows is held against what was printed: nothing more, nothing less, in this order."""

import pytest

from tests.documentation.shown_lines import difference, updated


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (["a", "b"], ["a", "b"]),
        (["…"], []),
        (["…"], ["a", "b"]),
        (["a", "…", "c"], ["a", "c"]),
        (["a", "…", "c"], ["a", "b", "b", "c"]),
        (["…", "b", "…", "c", "…"], ["a", "b", "c"]),
        (["took … s, … requests"], ["took 0.1 s, 7 requests"]),
        (["a  "], ["a"]),
    ],
)
def test_what_was_printed(shown: list[str], printed: list[str]) -> None:
    """An ellipsis alone stands for any lines, one in a line for any characters."""
    assert difference(shown, printed) == ""


@pytest.mark.parametrize(
    ("shown", "printed", "at"),
    [
        (["a", "b"], ["a"], "b"),
        (["a"], ["a", "b"], "at its end"),
        (["a"], ["b"], "a"),
        (["b", "…"], ["a", "b"], "b"),
        (["…", "b"], ["b", "a"], "b"),
        (["…", "b", "…", "a", "…"], ["a", "b"], "a"),
        (["a", "…", "a"], ["a"], "a"),
        (["took … s"], ["took 0.1 seconds"], "took … s"),
        (["a."], ["ab"], "a."),
    ],
)
def test_what_was_not_printed(shown: list[str], printed: list[str], at: str) -> None:
    """The first line that is not as shown is told, with everything that was printed."""
    told = difference(shown, printed)
    assert told == f"not as shown: {at}\nprinted was:\n" + "\n".join(printed)


@pytest.mark.parametrize(
    ("shown", "printed", "written"),
    [
        (["x"], ["a", "b"], ["a", "b"]),
        (["x", "…", "y"], ["a", "b", "c", "d"], ["a", "…", "d"]),
        (["…", "y"], ["a", "b"], ["…", "b"]),
        (["x", "…", "y"], ["a", "b"], ["a", "b"]),
        (["x"], ["kept: 7 exchanges in 1.5 s"], ["kept: … exchanges in … s"]),
        (["x"], ["law/echo  ×12"], ["law/echo  ×…"]),
        (["x"], ['"id": "18be985c-ccc9-406b-8c6…9"'], ['"id": "…9"']),
        (["x"], ["a" * 200], ["a" * 159 + "…"]),
    ],
)
def test_what_is_written(shown: list[str], printed: list[str], written: list[str]) -> None:
    """As much of the beginning and the end as was shown, without what differs from run to run."""
    assert updated(shown, printed) == written
