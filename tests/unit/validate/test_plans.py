"""What is asked of an exchange besides its bodies, quickly."""

from urllib.parse import unquote_plus

import pytest

from ringback.validate.plans import unquoted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "%2B15550100001",
        "%2b1+555%20%7e",
        "%25",
        "%2525",
        "%C3%BC%e2%82%ac",
        "a%C3",
        "%FF%fe",
        "%",
        "100%",
        "%%41",
        "%4",
        "%4G",
        "%+1",
        "% 1",
        "ü%41",
        "%00",
        "%7f%80",
        "%٢٣",
    ],
)
def test_a_query_is_unescaped_as_the_library_does(text: str) -> None:
    """What is quick about it changes nothing: not for bytes past ASCII, nor for half an escape."""
    assert unquoted(text) == unquote_plus(text)
