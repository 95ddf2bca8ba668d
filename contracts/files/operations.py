"""The operations: each takes what was asked of a service, and makes the answer of a success."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response

from contracts.files import reading
from contracts.files.parts import essence_of, parts_of
from contracts.files.refusals import NotModifiedError, malformed, unsupported
from contracts.files.service import Query, Service

UPLOADS = ("application/octet-stream", "image/png")
"""What may be put in the place of a document's bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that somebody with a session made; `key` is the id in its path."""

    method: str
    key: str
    query: Query
    headers: Headers
    body: bytes

    def all(self, name: str) -> list[str]:
        """The values that the query gives a name."""
        return [value for key, value in self.query if key == name]

    def typed(self, *allowed: str) -> str:
        """The media type of the body; no other than these, and in no content coding."""
        coding = self.headers.get("content-encoding", "").strip().lower()
        if coding not in {"", "identity"}:
            raise unsupported("Content is taken without a coding.", Accept_Encoding="identity")
        given = essence_of(self.headers.get("content-type", ""))
        if given not in allowed:
            raise unsupported(f"The content must be {' or '.join(allowed)}.")
        return given

    def check(self, service: Service, tag: str | None = None, *, exists: bool = True) -> None:
        """Go on only if the request's conditions let it; what `exists` can be read."""
        names = ("if-match", "if-none-match")
        match, none_match = (self.headers.getlist(name) for name in names)
        service.check_conditions(self.method, (match, none_match), tag, exists=exists)


Operation = Callable[[Service, Asked], Response]


def _list(service: Service, asked: Asked) -> Response:
    page = service.read_number(asked.all("page"), "page", 1_000_000, 1)
    per_page = service.read_number(asked.all("per_page"), "per_page", 50, 20)
    fitting = service.fitting(service.read_filter(asked.query))
    shown = service.page(fitting, page, per_page)
    asked.check(service)
    total = {"X-Total-Count": str(service.total(fitting, shown))}
    return JSONResponse([service.entry(each) for each in shown], headers=total)


def _upload(service: Service, asked: Asked) -> Response:
    asked.typed("multipart/form-data")
    parts = parts_of(asked.headers["content-type"], asked.body)
    title = service.read_title(reading.texts_of(parts, "title"))
    labels = service.read_labels(reading.texts_of(parts, "labels"))
    content, media_type = reading.file_of(parts)
    asked.check(service)
    document = service.create_document(title, labels, content, media_type)
    location = {"Location": service.location("documents", document.id)}
    return JSONResponse(service.render(document), 201, location)


def _read(service: Service, asked: Asked) -> Response:
    document = service.find_document(reading.id_of(asked.key))
    asked.check(service)
    return JSONResponse(service.render(document))


def _update(service: Service, asked: Asked) -> Response:
    document = service.find_document(reading.id_of(asked.key))
    asked.typed("application/x-www-form-urlencoded")
    fields = reading.fields_of(asked.body)
    title = service.read_title(fields.get("title", ()))
    labels = service.read_labels(fields.get("labels", ()))
    asked.check(service)
    return JSONResponse(service.render(service.update_document(document, title, labels)))


def _delete(service: Service, asked: Asked) -> Response:
    document = service.find_document(reading.id_of(asked.key))
    asked.check(service)
    service.delete_document(document)
    return Response(status_code=204)


def _download(service: Service, asked: Asked) -> Response:
    document = service.find_content(reading.id_of(asked.key))
    tag = service.tag(document)
    asked.check(service, tag)
    told = {"ETag": tag, "Accept-Ranges": "bytes"}
    media_type = "application/octet-stream"
    span = None
    if asked.method == "GET":  # a range of no other method has a meaning (RFC 9110 14.2)
        lines = asked.headers.getlist("range"), asked.headers.getlist("if-range")
        span = service.wanted_span(*lines, document)
    if span is None:
        return Response(service.download(document), 200, told, media_type)
    content, told["Content-Range"] = service.piece(document.content, *span)
    return Response(content, 206, told, media_type)


def _replace(service: Service, asked: Asked) -> Response:
    document = service.find_content(reading.id_of(asked.key))
    given = "content-type" in asked.headers
    # What nobody names is bytes (RFC 9110 8.3).
    media_type = asked.typed(*UPLOADS) if given else asked.typed("") or UPLOADS[0]
    if "content-range" in asked.headers:  # a part in the place of the whole (RFC 9110 14.5)
        raise malformed("A part of the content can't be put.")
    asked.check(service, service.tag(document))
    document = service.replace_content(document, asked.body, media_type)
    return Response(status_code=204, headers={"ETag": service.tag(document)})


def _create_folder(service: Service, asked: Asked) -> Response:
    asked.typed("application/json")
    given = reading.json_of(asked.body)
    folder = service.read_folder(given)
    asked.check(service, exists=False)
    folder_id = service.create_folder(folder, given)
    location = {"Location": service.location("folders", folder_id)}
    return JSONResponse(service.render_folder(folder_id, folder), 201, location)


def _read_folder(service: Service, asked: Asked) -> Response:
    folder_id = reading.id_of(asked.key)
    folder = service.find_folder(folder_id)
    asked.check(service)
    return JSONResponse(service.render_folder(folder_id, folder))


def _replace_folder(service: Service, asked: Asked) -> Response:
    folder_id = reading.id_of(asked.key)
    service.find_folder(folder_id)
    asked.typed("application/json")
    given = reading.json_of(asked.body)
    folder = service.read_folder(given)
    asked.check(service)
    service.replace_folder(folder_id, folder, given)
    return JSONResponse(service.render_folder(folder_id, service.find_folder(folder_id)))


def _delete_folder(service: Service, asked: Asked) -> Response:
    folder_id = reading.id_of(asked.key)
    service.find_folder(folder_id)
    asked.check(service)
    service.delete_folder(folder_id)
    return Response(status_code=204)


def _preview(service: Service, asked: Asked) -> Response:
    asked.typed("application/x-www-form-urlencoded")
    shown = service.preview(reading.fields_of(asked.body))
    asked.check(service, exists=False)
    return JSONResponse(shown)


def _catalog(service: Service, asked: Asked) -> Response:
    columns = service.read_columns(asked.headers.getlist("x-columns"))
    rows = service.read_number(asked.headers.getlist("x-row-limit"), "X-Row-Limit", 500, 100)
    media_type = service.catalog_form(asked.headers.getlist("accept"))
    try:
        asked.check(service)
    except NotModifiedError as same:
        same.headers["Vary"] = "Accept"  # as a 200 would say (RFC 9110 15.4.5)
        raise
    table = service.catalog(media_type, columns, rows)
    return Response(table, headers={"Vary": "Accept"}, media_type=media_type)


OPERATIONS: Mapping[str, Mapping[str, Operation]] = {
    "/documents": {"GET": _list, "POST": _upload},
    "/documents/{key}": {"GET": _read, "PUT": _update, "DELETE": _delete},
    "/documents/{key}/content": {"GET": _download, "PUT": _replace},
    "/folders": {"POST": _create_folder},
    "/folders/{key}": {"GET": _read_folder, "PUT": _replace_folder, "DELETE": _delete_folder},
    "/feedback/preview": {"POST": _preview},
    "/catalog": {"GET": _catalog},
}
"""Every operation by its path behind the base path, and its method; HEAD goes with GET."""
