"""The values at which services break: strings, numbers and formats with their edges."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ringback.sampling.pattern_texts.patterns import LONGEST, like
from ringback.sampling.scalars.format_texts import FORMATS, OTHERS

Scalar = tuple[str, Any]
_FEW = 3  # texts of one pattern or format


@dataclass(slots=True)
class Counter:
    """Numbers handed out one by one, so that no two samples share a text."""

    last: int = 0

    def next(self) -> int:
        """The next number."""
        self.last += 1
        return self.last


def strings(counter: Counter) -> Iterator[Scalar]:
    """Plain text first; then what gets trimmed, cut, escaped, folded or normalised on the way.

    What goes wrong alike stands in one text: a failing one is made small afterwards.
    """
    yield "plain", f"Sample {counter.next()}"
    yield "empty", ""
    yield "padded", f"  padded, {counter.next()} \t"
    yield "lines", f"first\nsecond\r\nthird\tend {counter.next()}\n"
    yield "control characters", f"bell \x07 unit \x1f nul \x00 del \x7f {counter.next()}"
    yield "to be normalised", f"ZoË naïve Ærø ß e\u0301 n\u0303 \u2126 \ufb01 {counter.next()}"
    yield "every plane", _planes(counter)
    yield (
        "markup",
        f"<b>&amp;&lt; \"quoted\" 'it' \\ \\n / {{}} {{{{x}}}} ${{x}} %s %% %2B {counter.next()}",
    )
    yield "looks like a number", f"00{counter.next()}"
    yield "looks like null", "null"
    yield "5000 characters", _long(counter, 5_000)
    yield "70000 characters", _long(counter, 70_000)


def _planes(counter: Counter) -> str:
    """Right-to-left and invisible characters, an emoji with its colour, one of each plane."""
    planes = "".join(chr(plane << 16 | 0x0A10) for plane in range(1, 17))
    written = "\u05e9\u05dc\u200f\u202e \ufeff\u200b\u2028\u2029\u00a0 \U0001f600\U0001f3fd"
    return f"{written} \u0e01{planes} {counter.next()}"


def _long(counter: Counter, size: int) -> str:
    head = f"long {counter.next()} "
    return (head + "0123456789 abcdéfg " * (size // 18 + 1))[: size - 1] + "."


def integers() -> Iterator[Scalar]:
    """Small ones, then the edges of the machine types, and one that no machine type holds."""
    for number in (7, 0, 1, -1, 2**31 - 1, 2**31, -(2**31) - 1, 2**53 + 1, 2**63, -(2**63) - 1):
        yield f"{number}", number
    yield "30 digits", 10**30 + 1
    yield "whole, spelt as a fraction", 12.0
    yield "whole, spelt with an exponent", Decimal("3E+2")


def numbers() -> Iterator[Scalar]:
    """Fractions, whole numbers and the far ends of a double."""
    for number in (0.5, 0, 1, -0.25, 0.1, 1e-9, 123456.789, 1.7976931348623157e308, 5e-324):
        yield f"{number}", number
    yield "17 digits", 0.12345678901234567
    yield "2**53 + 1", 2**53 + 1
    yield "spelt with an exponent", Decimal("2.5E-1")


def phones(counter: Counter) -> Iterator[Scalar]:
    """Phone numbers that a library would write in another way; for members that are about them."""
    yield "a phone number", f"+1555010{counter.next():04d}"
    yield "a phone number in parts", f"+1 (555) 010-{counter.next():04d}"


def addresses(counter: Counter) -> Iterator[Scalar]:
    """Web addresses that a library would write in another way; for members that are about them."""
    yield "a web address", f"https://user@Example.com:8443/A//b/?q=%2B&r=#{counter.next()}"
    yield "a web host", f"https://Host{counter.next()}.Example.com"
    yield "a web folder", f"http://example.com:80/%7Efolder{counter.next()}/"
    yield "a web path", f"https://example.com/a/../b/./{counter.next()}?x=a+b&y=%20&z"


def mails(counter: Counter) -> Iterator[Scalar]:
    """An address of mail, for members that are about them."""
    yield "a mail address", f"someone{counter.next()}@example.com"


# What a member's name says of its text, where no format does.
_BY_NAME: Mapping[tuple[str, ...], Callable[[Counter], Iterator[Scalar]]] = {
    ("url", "uri", "link", "href", "endpoint", "callback", "website"): addresses,
    ("email", "e-mail", "e_mail"): mails,
    ("phone", "mobile", "number", "tel"): phones,
}


def texts(
    schema: Mapping[str, Any], counter: Counter, uuid: Callable[[], str], name: str = ""
) -> Iterator[Scalar]:
    """The strings for a string schema: by its format or pattern, and by its member's name.

    Two texts of one pattern differ, as far as it lets them: alike, they can be swapped unseen.
    """
    form = str(schema.get("format"))
    if form == "uuid":
        yield "uuid", uuid()
    elif form in FORMATS:
        yield from ((form, text) for text in FORMATS[form])
    elif isinstance(schema.get("pattern"), str):
        yield from _of_pattern(schema, counter)
    elif form in OTHERS:
        yield from ((form, text) for text in OTHERS[form][:_FEW])
    else:
        yield from strings(counter)
        yield from _free(schema, counter, name)


def _of_pattern(schema: Mapping[str, Any], counter: Counter) -> Iterator[Scalar]:
    """Short texts of a pattern, others each time, and the longest of those that were made."""
    made = like(schema["pattern"], schema.get("minLength", 0), schema.get("maxLength"))
    first = counter.next() % len(made) if made else 0
    for text in (*made[first:], *made[:first])[:_FEW]:
        yield "of the pattern", text
    if made:
        yield "the longest of the pattern", made[-1]


def _free(schema: Mapping[str, Any], counter: Counter, name: str) -> Iterator[Scalar]:
    """What a member's name says of its text, and the lengths at the bounds."""
    for words, more in _BY_NAME.items():
        if any(word in name.lower() for word in words):
            yield from more(counter)
    for length in (schema.get("minLength"), schema.get("maxLength")):
        if isinstance(length, int) and length <= LONGEST:
            yield f"{length} characters", "x" * length


def bounds(schema: Mapping[str, Any]) -> Iterator[Scalar]:
    """The numbers at and next to the bounds that a schema sets, and a multiple where it asks."""
    for key in ("minimum", "maximum"):
        if key in schema:
            yield key, schema[key]
    low, high = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None:
        yield "above exclusiveMinimum", low + 1
    if high is not None:
        yield "below exclusiveMaximum", high - 1
    low, high = schema.get("minimum", low), schema.get("maximum", high)
    if low is not None and high is not None:
        yield "between the bounds", (low + high) / 2
    if "multipleOf" in schema:
        yield "multipleOf", schema["multipleOf"]
