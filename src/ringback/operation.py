"""What a description says of one operation, as values without any OpenAPI in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})
"""What changes nothing (RFC 9110 9.2.1, and the QUERY of OpenAPI 3.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """How a value is written as text: in a style (OpenAPI 3.1.1, 4.8.12.2), or as a media type.

    `content` is that media type, and empty where the style decides. The defaults are a query's.
    """

    style: str = "form"
    explode: bool = True
    allow_reserved: bool = False
    allow_empty: bool = False
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter. `where` is query, querystring, path, header or cookie.

    `schema` points to its schema, or to that of its content.
    """

    name: str
    where: str
    required: bool
    schema: str | None
    pointer: str
    form: TextForm = TextForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that an answer, or a part of a multipart body, documents."""

    name: str
    required: bool
    schema: str | None
    form: TextForm = TextForm(style="simple", explode=False)

    def as_parameter(self) -> Parameter:
        """The same as a parameter, whose form a header has (OpenAPI 3.1.1, 4.8.21)."""
        return Parameter(
            name=self.name,
            where="header",
            required=self.required,
            schema=self.schema,
            pointer="",
            form=self.form,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one member of a form travels (OpenAPI 3.1, 4.8.15); None for what is not said."""

    name: str
    content_type: str | None = None
    headers: tuple[Header, ...] = ()
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool | None = None

    @property
    def styled(self) -> bool:
        """Whether the member travels as a query parameter would, its content type ignored."""
        return any(each is not None for each in (self.style, self.explode, self.allow_reserved))


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One representation of a body: its media type (or range) and a pointer to its schema.

    `item_schema` is the schema of each item of a sequence (OpenAPI 3.2, 4.14); `binary` names the
    members of a form that are described as raw bytes.
    """

    name: str
    schema: str | None
    item_schema: str | None = None
    encoding: tuple[Encoding, ...] = ()
    binary: tuple[str, ...] = ()

    @property
    def has_schema(self) -> bool:
        """Whether anything is said of what such a body holds."""
        return self.schema is not None or self.item_schema is not None

    def encoding_of(self, member: str) -> Encoding:
        """What the description says of a member's encoding; nothing is an empty one."""
        named = (each for each in self.encoding if each.name == member)
        return next(named, Encoding(name=member))


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A request body: whether it must be there, and its representations."""

    required: bool
    media_types: tuple[MediaType, ...]
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link from an answer to the operation that it names (OpenAPI 3.1, 4.8.20).

    `parameters` maps the linked operation's parameter names to runtime expressions or constants;
    `body` is what its request holds, with such expressions in it, None where nothing is said.
    """

    name: str
    operation: str
    parameters: Mapping[str, object]
    body: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A documented answer: `status` is a code, a range such as 4XX, or default."""

    status: str
    media_types: tuple[MediaType, ...]
    headers: tuple[Header, ...]
    links: tuple[Link, ...]
    pointer: str

    def covers(self, status: int) -> bool:
        """Whether this entry, taken alone, documents the status."""
        return self.status in {"default", str(status), f"{status // 100}XX"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A security scheme: `kind` is http, apiKey, oauth2 or openIdConnect.

    `name` is the header, query or cookie name of an API key, `where` its place;
    `http_scheme` the scheme of an http one, lower case.
    """

    key: str
    kind: str
    http_scheme: str = ""
    name: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: a method on a path template, and everything described about it.

    `security` holds the alternatives, each the schemes that are needed together; an empty
    tuple means that the operation is open. `produces` are the media types that Swagger 2.0 names
    beside the answers: where these have no schema, nothing else tells what may be asked for.
    `open_servers` are URLs with variables in them, `{name}`, that may have any value.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answers: tuple[Answer, ...] = ()
    security: tuple[tuple[Scheme, ...], ...] = ()
    tags: tuple[str, ...] = ()
    pointer: str = ""
    servers: tuple[str, ...] = field(default=())
    open_servers: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()

    def answer_for(self, status: int) -> Answer | None:
        """The documented answer: the code, then its range, then default (OpenAPI 3.1, 4.8.16.1)."""
        ranked = (str(status), f"{status // 100}XX", "default")
        for key in ranked:
            for answer in self.answers:
                if answer.status == key:
                    return answer
        return None

    @property
    def has_success(self) -> bool:
        """Whether any answer but a refusal or an error may come, by what is documented."""
        return not self.answers or any(each.status[0] in "23d" for each in self.answers)

    @property
    def safe(self) -> bool:
        """Whether the method is defined to change nothing (RFC 9110 9.2.1)."""
        return self.method in {"GET", "HEAD", "OPTIONS", "TRACE"}
