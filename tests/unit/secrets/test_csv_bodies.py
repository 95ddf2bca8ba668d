"""Tables of text are rewritten cell by cell, and keep all else as it was."""

import pytest

from tests.unit.secrets.scrubbing import body


@pytest.mark.parametrize(
    ("table", "put"),
    [
        ("id,last_name\r\n1,Oduya\r\n", "id,last_name\r\n1,<last-name>\r\n"),
        ('id;last_name\n1;"Oduya"', 'id;last_name\n1;"<last-name>"'),
        ('"id"\t"dob"\n1\t1984-07-13\n', '"id"\t"dob"\n1\t1900-01-01\n'),
        (
            'id,name,email\n1,"Lee, Ann",ann@lee.io\n',
            'id,name,email\n1,"<full-name>",user-0001@example.com\n',
        ),
        ('id,note\n1,"a ""b"" c"\n', 'id,note\n1,"a ""b"" c"\n'),
        (
            "id,last_name\n1,Oduya,2,ann@lee.io\n",
            "id,last_name\n1,<last-name>,2,user-0001@example.com\n",
        ),
        (
            "ann@lee.io,1\nbob@lee.io,2\n",
            "user-0001@example.com,1\nuser-0002@example.com,2\n",
        ),
        ("id,last_name\n1\n", "id,last_name\n1\n"),
        ("", ""),
        ("just ann@lee.io\n", "just user-0001@example.com\n"),
        ("id,id\n1,ann@lee.io\n", "id,id\n1,user-0001@example.com\n"),
        ('id,note\n1,a"b ann@lee.io\n', 'id,note\n1,a"b user-0001@example.com\n'),
    ],
)  # fmt: skip
def test_tables(table: str, put: str) -> None:
    """By the names of their columns; what is no table is read as any text."""
    assert body(table, "text/csv") == put
