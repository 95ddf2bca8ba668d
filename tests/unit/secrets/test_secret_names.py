"""What names say, and what looks say: tables of both sides."""

import pytest

from ringback.secrets import is_secret_name
from ringback.secrets.find.forms.chance import by_chance
from ringback.secrets.find.forms.contacts import (
    emails,
    is_reserved,
    phones,
    reserved_phone,
    respelt,
)
from ringback.secrets.find.forms.known_tokens import keys
from ringback.secrets.find.names.secret_names import is_phone_name, label_for
from ringback.secrets.find.stand_ins.placeholders import is_placeholder


@pytest.mark.parametrize(
    "name",
    [
        "api_key", "apiKey", "x-api-key", "access_token", "user[password]", "auth[token][]",
        "client_secret", "privateKey", "passwd", "AWS_SECRET_ACCESS_KEY", "secret_id", "pin",
        "sessionId", "JSESSIONID", "Proxy-Authorization", "X-Amz-Signature", "AccountKey",
    ],
)  # fmt: skip
def test_secret_names(name: str) -> None:
    """However they are spelt, in brackets as well."""
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "token_type", "password_hint", "secretName", "api_key_id", "credential_type",
        "authorization_url", "passwordChangedAt", "nextPageToken", "tokens", "spinning", "opinion",
        "WWW-Authenticate", "key", "session",
    ],
)  # fmt: skip
def test_names_that_tell_of_a_secret(name: str) -> None:
    """What says something about a secret, or how far a list was read, is none."""
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("X-Api-Key", "api-key"),
        ("apiKey", "api-key"),
        ("API_KEY", "api-key"),
        ("user[password]", "user-password"),
        ("пароль", "secret"),
        ("", "secret"),
    ],
)
def test_labels(name: str, label: str) -> None:
    """Names that mean the same have one label."""
    assert label_for(name) == label


@pytest.mark.parametrize(
    ("name", "is_phone"),
    [
        ("phone", True), ("mobilePhone", True), ("contact_tel", True), ("phone2", True),
        ("number", False), ("phone_id", False), ("phone_type", False), ("telemetry", False),
    ],
)  # fmt: skip
def test_phone_names(name: str, *, is_phone: bool) -> None:
    """By whole words, not by how a word begins."""
    assert is_phone_name(name) == is_phone


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AKIA" + "Q7" * 8, "AWS access key"),
        ("ghp_" + "a1B2" * 9, "GitHub token"),
        ("see ghs_" + "a1B2" * 9 + ".", "GitHub token"),
        ("glpat-" + "a1B2" * 5, "GitLab token"),
        ("xoxb-123456789012-abcDEF", "Slack token"),
        ("https://hooks.slack.com/services/T01ABC2DE/B01ABC2DE/a1B2c3D4e5F6", "Slack webhook"),
        ("sk_test_" + "a1B2" * 6, "Stripe key"),
        ("rk_live_" + "a1B2" * 6, "Stripe key"),
        ("whsec_" + "a1B2" * 8, "webhook secret"),
        ("AIza" + "a1B2c" * 7, "Google key"),
        ("ya29." + "a1B2" * 8, "Google OAuth token"),
        ("sk-" + "a1B2" * 12, "OpenAI key"),
        ("sk-ant-api03-" + "a1B2" * 12, "Anthropic key"),
        ("SG." + "a1B2" * 5 + "." + "a1B2" * 10, "SendGrid key"),
        ("AC" + "0a" * 16, "Twilio key"),
        ("npm_" + "a1B2" * 9, "npm token"),
        ("pypi-AgEIcHlwaS5vcmc" + "a1B2" * 9, "PyPI token"),
        ("dop_v1_" + "0a" * 32, "DigitalOcean token"),
        ("hf_" + "aB" * 17, "Hugging Face token"),
        ("shpat_" + "0a" * 16, "Shopify token"),
        ("/bot123456789:AA" + "a1B2" * 8 + "c", "Telegram bot token"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "JSON Web Token"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "private key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "private key"),
        ("sk-bratislava-old-town-hotel-by-the-river", None),
        ("pypi-is-a-place-where-packages-are", None),
        ("task_test_abcdefghijklmnop", None),
        ("eyJ is how it begins", None),
        ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", None),
        ("AKIAQ7", None),
    ],
)
def test_keys_by_their_look(text: str, kind: str | None) -> None:
    """Each by its maker's prefix, and no slug that begins alike."""
    assert [found.name for _, _, found in keys(text)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "named", "found"),
    [
        ("+14155552671", False, ["+14155552671"]),
        ("call +1 (415) 555-2671 now", False, ["+1 (415) 555-2671"]),
        ("tel:+4915112345678", False, ["+4915112345678"]),
        ("4155552671", True, ["4155552671"]),
        (" (415) 555-2671 ", True, ["(415) 555-2671"]),
        ("4155552671", False, []),
        ("+14155550123", True, []),
        ("2024-02-29", True, []),
        ("12345", True, []),
        ("a+12345678901", False, []),
        ("2024-02-29T12:00:00+05301234", False, []),
    ],
)
def test_phone_numbers(text: str, found: list[str], *, named: bool) -> None:
    """In any text those that begin with a plus; under a phone's name any spelling."""
    assert [text[start:end] for start, end in phones(text, named=named)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("joe@corp.io", ["joe@corp.io"]),
        (
            "Joe <joe.b+tag@mail.corp.co.uk>, or ann@x.de.",
            ["joe.b+tag@mail.corp.co.uk", "ann@x.de"],
        ),
        ("https://h.io/?mail=joe%40corp.io", ["joe%40corp.io"]),
        ("a@example.com b@c.test d@e.invalid f@localhost", []),
        ("git@github.com:acme/x.git icon@2x.png @acme/x@1.2.3 https://me@corp.io/x", []),
    ],
)
def test_e_mail_addresses(text: str, found: list[str]) -> None:
    """Those of reserved domains are nobody's, and what only looks like one is none."""
    assert [text[start:end] for start, end in emails(text)] == found


def test_reserved_phones_are_reserved_and_no_two_are_alike() -> None:
    """Tens of thousands of them, in E.164 and as a number was spelt."""
    made = [reserved_phone(number) for number in range(1, 70_001)]
    assert len(set(made)) == len(made)
    assert all(is_reserved(f"+{digits}") and len(digits) == 11 for digits in made)
    assert made[0] == "12015550100"
    assert [respelt(text, made[0]) for text in ("+1 (415) 555-2671", "415.555.2671", "+4912")] == [
        "+1 (201) 555-0100",
        "201.555.0100",
        "+12015550100",
    ]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("<token>", True), ("{{token}}", True), ("${TOKEN}", True), ("$TOKEN", True), ("", True),
        ("***", True), ("sk_live_xxxxxxxxxxxx", True), ("[Filtered]", True),
        ("YOUR_KEY_HERE", True),
        ("&lt;token&gt;", True), ("%3Ctoken%3E", True), ("not-a-real-key", True), ("xxx12", True),
        ("AKIAIOSFODNN7EXAMPLE", True), ("00000000-0000-4000-8000-000000000002", True),
        ("hunter2", False), ("1234", False), ("example-1Q2w3E", False), ("<a>b", False),
        ("10.1.2.3", False), ("xk39ax", False), ("$ecret1!", False),
        ("$ecret", False), ("mydogspot", False), ("thewire", False), ("my-api-key", True),
        ("пароль-секрет-42", False), ("שלום9", False), ("密码", False), ("example", True),
    ],
)  # fmt: skip
def test_placeholders(text: str, *, is_one: bool) -> None:
    """Those of people and tools, and ringback's own, are told from secrets."""
    assert is_placeholder(text) == is_one


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("Zk3vQ9xPqLkdIwHu7ix28a3t", True),
        ("q8-Zk3vQ9xPqLkdIwHu7ix_28a3tPa", True),
        ("0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3", True),
        ("k3vq9xpq2kdiw7u0ix28a3tz", True),
        ("Zk3vQ9xPqLkdIwHu7i", False),
        ("ZkQxPqLkdIwHuiaZkQxPqLkdIwHuia", False),
        ("how-to-bake-bread-in-2024", False),
        ("507f1f77bcf86cd799439011", False),
        ("01ARZ3NDEKTSV4RRFFQ69G5FAV", False),
    ],
)
def test_texts_made_by_chance(text: str, *, chance: bool) -> None:
    """Long, and mixed as no person mixes."""
    assert by_chance(text) == chance
