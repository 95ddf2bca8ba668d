"""Which member names are data."""

import pytest

from ringback.survey.counts.map_keys import is_key


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "user_id",
        "$ref",
        "@type",
        "dc:title",
        "/v1/{id}",
        "Name of the owner",
        "x-rate-limit",
        "iso3166",
        "address_2",
        "utf8",
        "sha256",
        "a_rather_long_name_that_somebody_gave_to_a_field",
        "aRatherLongNameThatSomebodyGaveToAField2",
        "\N{GREEK SMALL LETTER ALPHA}",
        "some_long_name_with_1_2_3_of_a_field",
        "k" * 200,
    ],
)
def test_a_field_s_name_is_no_data(name: str) -> None:
    """Words in any spelling, with a digit or two."""
    assert not is_key(name)


@pytest.mark.parametrize(
    "name",
    [
        "0",
        "42",
        "+15550100001",
        "user-12345",
        "2026-01-31",
        "2026-01-31T10:00:00Z",
        "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "deadbeefdeadbeef",
        "someone@example.org",
        "https://example.org",
        "a text of six words or so",
        "two\nlines",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "k" * 201,
    ],
)
def test_what_looks_like_data_is_a_key(name: str) -> None:
    """Numbers, dates, ids, addresses, texts, tokens, and whatever is very long."""
    assert is_key(name)
