"""Long texts made to keep a pattern busy: each is read through, and a key in it is found."""

import pytest

from tests.unit.secrets.scrubbing import KEY, body

_SIZE = 60_000  # characters; what grows with their square takes minutes, and runs into the timeout
_UNITS = (
    "1", "1 ", "1-", "1.", "1.1.1.1,", "a.", "a@", "a@a.", "+1", "(1", "( ", "/key/", "/hooks/a1",
    "a=", 'a="', '"a":', '"a" : "', "a: ", "First name: ", "<a ", '<a name="x" ', "<a>b</", "2a:",
    "20:0:", "DE12", "DE12 ", "code ", "otp: ", "\\", '\\"', "%40", "%2540", "a%40", "eyJaaaaaa.",
    "A1b2", "abandon ", "tel: +1", "call me ", "ssn is ", "passport no ", "{", "[", "0049 ",
    "06 12 ", "://a:", "data: ", "4539 ", "ABCDEF12A34B567", "a_", "2024-02-29", "<![CDATA[",
    '(a:"', "hooks.slack.com/services/", 'name="a"\r\n', "é", "a: b ", "x1f-",
    "Mr A", "@ A", ";CN=A ", 'a eq "', "Dear Aa ", "kod verif ",
)  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", _UNITS)
def test_a_long_text_of_one_piece_is_read_through(unit: str) -> None:
    """A key behind it is found, whatever stands before."""
    text = (unit * (_SIZE // len(unit) + 1))[:_SIZE]
    assert KEY not in body(f"{text}\n\n see {KEY} there", "text/plain")
