"""Values that look like something and are nobody's secret: they stay, byte for byte."""

import json
from typing import Any

import pytest

from ringback.exchange import Exchange, Request, Response
from ringback.secrets.leaks import found
from ringback.secrets.replace.scrubber import Scrubber

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
JPEG = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwk"
CERTIFICATE = (
    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ3x8pQ0yq3m9YcF1h3V0d1h5JwwwCgYIKoZIzj0\n"
    "EjEQMA4GA1UEAwwHZXhhbXBsZTAeFw0yNDAxMDEwMDAwMDBaFw0zNDAxMDEwMDAw\n-----END CERTIFICATE-----"
)
TEXTS: tuple[tuple[str, Any], ...] = (
    ("id", "3c90c3cc-0d44-4b50-8888-8dd25736052a"),
    ("trace", "0af7651916cd43dd8448eb211c80319c"),
    ("other", "3C90C3CC-0D44-4B50-8888-8DD25736052A"),
    ("customer", "cus_9s6XKzkNRiz8i3"),
    ("payment", "pi_3MtwBwLkdIwHu7ix28a3tqPa"),
    ("publishable", "pk_live_51H8xPqLkdIwHu7ix28a3tqPa"),
    ("subscription", "sub_1MowQVLkdIwHu7ixeRlqHVzs"),
    ("owner", "507f1f77bcf86cd799439011"),
    ("order", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    ("node_id", "MDEwOlJlcG9zaXRvcnkxMjk2MjY5"),
    ("sha", "6dcb09b5b57875f334f61aebed695e2e4193db5e"),
    ("commit", "7fd1a60b01f91b314f59955a4e4d4e80d8edf11d"),
    ("etag", '"33a64df551425fcc55e4d42a148795d9f25f89d4"'),
    ("hash", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("digest", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("layer", "sha256:9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0"),
    ("integrity", "sha512-WFX1MZ2WtP5kVYSBOYqqLYwvYkLhKpY0dVTeSfMpT6zLxjWAXvFVgnXyKZ0hzQ=="),
    ("md5", "9e107d9d372bb6826bd81d3542a419d6"),
    ("note", "merged 6dcb09b5b57875f334f61aebed695e2e4193db5e into main"),
    ("created_at", "2024-02-29T12:00:00.123456789+05:30"),
    ("created", "2024-02-29"),
    ("period", "2024-02-29T12:00:00Z/2024-03-01T12:00:00Z"),
    ("duration", "P1DT2H30M"),
    ("cron", "*/15 0-6 1,15 * 1-5"),
    ("amount", "1234567890123456.78"),
    ("count", 12345678901234567890),
    ("max_tokens", 4096),
    ("tokens", ["GPT", "4096"]),
    ("token_type", "Bearer"),
    ("token_endpoint", "https://accounts.acme.io/oauth2/v2.0/token"),
    ("authorization_endpoint", "https://accounts.acme.io/oauth2/v2.0/authorize"),
    ("password_min_length", 12),
    ("password_updated_at", "2024-02-29T12:00:00Z"),
    ("has_password", True),
    ("password", None),
    ("secret", ""),
    ("password", "********"),
    ("api_key", "<api-key>"),
    ("api_key", "${API_KEY}"),
    ("api_key", "{{ apiKey }}"),
    ("api_key", "YOUR_API_KEY"),
    ("token", "[REDACTED]"),
    ("token", "xxxxxxxxxxxxxxxx"),
    ("next_page_token", "CAUQAA-7sVb9TqLr42kXw8HnPz"),
    ("cursor", "bGFzdF9pZD0xMjM0NTY3ODkwCg-9sX2LqA0Zt"),
    ("slug", "how-to-bake-sourdough-bread-at-home-in-2024"),
    ("title", "how_to_bake_sourdough_bread_at_home_part_12_of_30"),
    ("class", "ThisIsAVeryLongCamelCaseIdentifierWithNumber2"),
    ("enum", "ACTION_TRANSFER_CALL_TO_NUMBER_V2"),
    ("model", "gpt-4o-mini-2024-07-18-preview-realtime"),
    ("model", "claude-3-5-sonnet-20241022-extended-thinking"),
    ("image", "registry.acme.io/library/postgres/15.4-alpine3.18-bookworm"),
    ("bucket", "acme-production-eu-central-1-customer-exports-2024"),
    ("arn", "arn:aws:iam::123456789012:role/service-role/MyLambdaExecutionRole"),
    ("path", "/usr/local/lib/python3.11/site-packages/ringback/contract"),
    ("file", "C:\\Users\\someone\\Documents\\Reports\\Quarterly-2024-Q3.xlsx"),
    ("source", "src/components/NavigationDrawer/NavigationDrawerItem2/index"),
    ("url", "https://cdn.acme.io/assets/4f3a9c2b7d8e1f6a5b4c3d2e1f0a9b8c7d6e5f4a/app.min.js"),
    ("link", "https://docs.acme.io/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit#gid=0"),
    ("next", "https://api.acme.io/v1/things?page=2&per_page=100&sort=created_at"),
    ("video", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ("avatar", f"data:image/png;base64,{PNG}"),
    ("picture", PNG),
    ("raw", JPEG),
    ("certificate", CERTIFICATE),
    ("notes", CERTIFICATE),
    ("key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGxTq3sVb9TqLr42kXw8HnPzCAUQAA7sVb9TqLr42kXw"),
    ("key", "order.created"),
    ("session", "active"),
    ("state", "pending"),
    ("code", "validation_error"),
    ("code", "EUR"),
    ("message", "The password must be at least 12 characters: letters, digits and one of !?$"),
    ("message", "Bearer authentication is required; Basic authentication is not supported"),
    ("detail", "token: invalid, password: required"),
    ("text", "donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"),
    ("text", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ("text", "abcdefghijklmnopqrstuvwxyz0123456789"),
    ("text", "=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-="),
    ("text", "1234567890123456789012345678901234567890"),
    ("svg", "M10.5 20.25L30-15.75C12.5+7.5 9.25-3.5 0 0Z"),
    ("iban", "DE89370400440532013000"),
    ("phone", "+15550100001"),
    ("phone", "+12125550147"),
    ("phone", "(212) 555-0147"),
    ("number", "+442079460123"),
    ("phone_number_id", "106540352242922"),
    ("phone", "unknown"),
    ("reference", "2024-0001-998877"),
    ("email", "someone@example.com"),
    ("email", "someone@mail.example"),
    ("asset", "logo@2x.png"),
    ("clone", "git@github.com:acme/things.git"),
    ("package", "@acme/design-system@12.4.0"),
    ("expression", "a+b=c; x == y && z[0] <= {1}"),
    ("html", '<p class="intro">Hello <b>world</b>, it\'s 12:30</p>'),
    ("query", 'SELECT id FROM things WHERE name = "x" AND created > 20240229'),
    ("json", '{"a": [1, 2.50, {"b": "c"}],  "d": "e"}'),
    ("base64", "eyJpZCI6MTIzNDUsIm9yZGVyIjoiYXNjIn0="),
    ("ua", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"),
    ("coordinates", "52.520008,13.404954"),
    ("colour", "#1a2b3c4d"),
    ("ip", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
    ("mac", "00:1B:44:11:3A:B7"),
    ("emoji", "👩‍👩‍👧‍👦 Zoë naïve Ærø"),
)  # fmt: skip
HEADERS = (
    ("ETag", '"5d41402abc4b2a76b9719d911017c592-7"'),
    ("X-Request-Id", "Zk3vQ9xPqLkdIwHu7ix28a3tqPaB"),
    ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ("X-Amz-Cf-Id", "xPqLkdIwHu7ix28a3tqPa9s6XKzkNRiz8i3Zk3vQ9xPqLkdIwHu7ix=="),
    ("x-amz-id-2", "eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran"),
    ("CF-Ray", "7d0c9a5a1b2c3d4e-FRA"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("WWW-Authenticate", 'Bearer realm="api", error="invalid_token"'),
    ("Access-Control-Allow-Credentials", "true"),
    ("Access-Control-Allow-Headers", "Authorization, X-Api-Key, Content-Type"),
    ("Authorization", "Bearer <token>"),
    ("Content-Security-Policy", "script-src 'nonce-Zk3vQ9xPqLkdIwHu7ix28a3tqPa'"),
    ("Cache-Control", "max-age=31536000, immutable"),
    ("Set-Cookie", "session=; Path=/; Max-Age=0"),
)


def _exchange(body: bytes, headers: tuple[tuple[str, str], ...] = ()) -> Exchange:
    typed = (("Content-Type", "application/json"), *headers)
    return Exchange(
        request=Request(method="POST", url="/things?page=2", headers=typed, body=body),
        outcome=Response(status=200, headers=typed, body=body),
    )


@pytest.mark.parametrize(("name", "value"), TEXTS)
def test_an_ordinary_value_stays(name: str, value: Any) -> None:
    """Neither told as a leak nor changed by a byte, under its name and within a list of others."""
    body = json.dumps(
        {name: value, "list": [0.10, {name: [value]}]}, ensure_ascii=False, indent=1
    ).encode()
    exchange = _exchange(body)
    assert list(found(exchange, None, None)) == []
    assert Scrubber().scrubbed(exchange, None) is exchange


@pytest.mark.parametrize(("name", "value"), HEADERS)
def test_an_ordinary_header_stays(name: str, value: str) -> None:
    """What identifies a request or compares an answer is no credential."""
    exchange = _exchange(b"{}", ((name, value),))
    assert list(found(exchange, None, None)) == []
    assert Scrubber().scrubbed(exchange, None) is exchange
