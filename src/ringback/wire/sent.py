"""What a message holds where parameters travel, with percent-encoding not undone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus

from ringback.exchange import Headers, header_values
from ringback.operation import Parameter
from ringback.wire.styles import Shape, style_of

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The places of parameters: `path` holds the texts of a template's names.

    `others` are the names that the query gives to what is not the parameter in question.
    """

    query: str = ""
    path: Mapping[str, str] = field(default_factory=dict)
    headers: Headers = ()
    others: frozenset[str] = field(default_factory=frozenset)

    @property
    def pairs(self) -> Pairs:
        """The query's names, with percent-encoding undone, and its texts, in order."""
        return tuple(
            (unquote_plus(name, errors="surrogateescape"), text)
            for name, _, text in (part.partition("=") for part in self.query.split("&") if part)
        )

    @property
    def cookies(self) -> Pairs:
        """The names and texts of the cookies, in order (RFC 6265 4.2.1)."""
        parts = (part.strip() for part in ";".join(self._lines("cookie")).split(";"))
        found = (part.partition("=") for part in parts if part)
        return tuple((name.strip(), text.strip()) for name, _, text in found)

    def named(self, parameter: Parameter) -> list[str]:
        """The texts under the parameter's own name; each line of a header is one."""
        match parameter.where:
            case "query":
                return [text for name, text in self.pairs if name == parameter.name]
            case "path":
                return [self.path[parameter.name]] if parameter.name in self.path else []
            case "header":
                return list(self._lines(parameter.name))
            case "cookie":
                return [text for name, text in self.cookies if name == parameter.name]
            case _:
                return [self.query] if self.query else []

    def _lines(self, name: str) -> Iterator[str]:
        yield from (text.strip(" \t") for text in header_values(self.headers, name))


def as_sent(parameter: Parameter, shape: Shape, text: str) -> Sent:
    """What a message would hold with this text of a parameter, its name before it or not."""
    if parameter.where == "header":
        return Sent(headers=((parameter.name, text),))
    if parameter.where == "path":
        before = style_of(parameter, shape).before
        return Sent(path={parameter.name: before + text.removeprefix(before)})
    name = quote(parameter.name, safe="")
    form = parameter.form
    spread = shape is Shape.OBJECT and (form.explode or form.style == "deepObject")
    whole = text if spread or text.startswith(f"{name}=") else f"{name}={text}"
    if parameter.where == "cookie":
        return Sent(headers=(("Cookie", whole),))
    # Who escapes nothing means a + by a +.
    return Sent(query=whole if "%" in whole else whole.replace("+", "%2B"))
