"""What words say of lists: their orders, and what a filter keeps."""

import pytest

from ringback.campaign.resource.told_rules import ToldOrder, is_exact, told_filter, told_order


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The orders.", ToldOrder()),
        ("Sorted by name, ascending.", ToldOrder()),
        ("In the order of the same list.", ToldOrder()),
        ("Texts are in the order of their code points.", ToldOrder(by_code_points=True)),
        (
            "Orders that are equal in all of them are in ascending order of their ids.",
            ToldOrder(ties=("ids", False)),
        ),
        ("Equal ones stand in descending order of the number.", ToldOrder(ties=("number", True))),
    ],
)
def test_orders_that_words_tell(words: str, told: ToldOrder) -> None:
    """Only what says how equal entries stand is believed."""
    assert told_order(words) == told


@pytest.mark.parametrize(
    ("words", "exact"),
    [
        ("Only the customer with exactly this email.", True),
        ("One of the document's labels.", True),
        ("Only orders whose note contains exactly this.", False),
        ("Search by name.", False),
        ("", False),
    ],
)
def test_a_filter_may_be_exact_by_its_words(words: str, exact: bool) -> None:
    """What contains a text is not the text."""
    assert is_exact(words) is exact


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Only orders whose note contains exactly this.", ("note", "contains")),
        ("Only orders whose status is this.", ("status", "is")),
        ("Looks for a text everywhere.", None),
    ],
)
def test_the_member_that_words_name(words: str, told: tuple[str, str] | None) -> None:
    """A search that names no member is of none."""
    assert told_filter(words) == told
