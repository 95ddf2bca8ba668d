"""What the service does, apart from HTTP: who may ask, what is kept, and what is shown.

`Service` is a class of small methods because the planted faults break them one by one.
"""

import csv
import hashlib
import hmac
import io
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contracts.files import headers, reading
from contracts.files.headers import Span
from contracts.files.reading import Fields, Filter
from contracts.files.refusals import RefusedError, unknown
from contracts.files.store import SESSION, Document, Folder, Store

BASE = "/files/v2"
"""What all paths begin with."""

Query = Sequence[tuple[str, str]]
Conditions = tuple[Sequence[str], Sequence[str]]


class Service:
    """The operations on one store; each method is one step of answering."""

    def __init__(self, store: Store) -> None:
        """`store` is this service's own: nobody else may change it."""
        self.store = store
        # Targets may ask from several threads, each with an event loop of its own.
        self.lock = threading.Lock()

    # Who asks, and for what

    def authenticate(self, cookies: Query) -> None:
        """Let nobody in whose one cookie `session` is not the account's (RFC 9110 15.5.2)."""
        given = [value for name, value in cookies if name == "session"]
        if not self.is_session(given):
            challenge = {"WWW-Authenticate": 'Cookie realm="files"'}
            raise RefusedError(401, "unauthorized", "A valid session is needed.", challenge)

    def is_session(self, given: Sequence[str]) -> bool:
        """Whether these values are the account's session, which is one."""
        right = SESSION.encode("latin-1")
        return len(given) == 1 and hmac.compare_digest(given[0].encode("latin-1"), right)

    def find_document(self, document_id: str) -> Document:
        """The document of this id."""
        document = self.store.documents.get(document_id)
        if document is None:
            raise unknown("There is no such document.")
        return document

    def find_content(self, document_id: str) -> Document:
        """The document of this id, for who asks for its bytes."""
        return self.find_document(document_id)

    def find_folder(self, folder_id: str) -> Folder:
        """The folder of this id."""
        folder = self.store.folders.get(folder_id)
        if folder is None:
            raise unknown("There is no such folder.")
        return folder

    def location(self, collection: str, thing_id: str) -> str:
        """Where a thing that has been created can be read."""
        return f"{BASE}/{collection}/{thing_id}"

    # Reading requests

    def whole(self, text: str, name: str, low: int, high: int) -> int:
        """A whole number within its bounds."""
        return reading.whole(text, name, low, high)

    def read_title(self, values: Sequence[str]) -> str:
        """The title of a document."""
        return reading.text(values, "title", 200)

    def read_labels(self, values: Sequence[str]) -> tuple[str, ...]:
        """The labels of a document."""
        return reading.labels(values)

    def read_topics(self, values: Sequence[str]) -> tuple[str, ...]:
        """What a feedback is about."""
        return reading.chosen(values, "topics", reading.TOPICS)

    def read_columns(self, lines: Sequence[str]) -> tuple[str, ...]:
        """The columns of the catalog, from the header's lines."""
        if not lines:
            return reading.COLUMNS[:3]
        values = [each.strip(" \t") for each in ",".join(lines).split(",")]
        return reading.chosen(values, "X-Columns", reading.COLUMNS)

    def read_number(self, values: Sequence[str], name: str, high: int, usual: int) -> int:
        """A number from 1, or the usual one where none is given."""
        return self.whole(reading.one(values, name), name, 1, high) if values else usual

    def read_filter(self, query: Query) -> Filter:
        """The filter of a list."""
        members = reading.filter_members(query)
        sizes = {
            name: self.whole(members[name], f"filter[{name}]", 0, 2**30)
            for name in ("min_size", "max_size")
            if name in members
        }
        return Filter(
            label=members.get("label"),
            media_type=members.get("media_type"),
            min_size=sizes.get("min_size"),
            max_size=sizes.get("max_size"),
        )

    def read_folder(self, value: Any) -> Folder:
        """The tree of folders that a request describes."""
        return reading.folder_of(value)

    # Documents

    def keep(self, content: bytes, _media_type: str) -> bytes:
        """What is kept of uploaded bytes: all of them."""
        return content

    def create_document(
        self, title: str, labels: tuple[str, ...], content: bytes, media_type: str
    ) -> Document:
        """Store a new document."""
        return self.store.add(title, labels, self.keep(content, media_type), media_type)

    def update_document(self, old: Document, title: str, labels: tuple[str, ...]) -> Document:
        """Replace what the owner says of a document."""
        new = replace(old, title=title, labels=labels)
        self.store.documents[new.id] = new
        return new

    def replace_content(self, old: Document, content: bytes, media_type: str) -> Document:
        """Replace a document's bytes."""
        kept = self.keep(content, media_type)
        new = replace(old, content=kept, media_type=media_type, revision=old.revision + 1)
        self.store.documents[new.id] = new
        return new

    def delete_document(self, document: Document) -> None:
        """Forget a document and its bytes."""
        self.store.documents.pop(document.id, None)

    def digest(self, document: Document) -> str:
        """The SHA-256 of a document's bytes."""
        return hashlib.sha256(document.content).hexdigest()

    def size(self, document: Document) -> int:
        """How many bytes a document has."""
        return len(document.content)

    def render(self, document: Document) -> dict[str, Any]:
        """A Document."""
        return {
            "id": document.id,
            "title": document.title,
            "labels": list(document.labels),
            "size": self.size(document),
            "sha256": self.digest(document),
            "media_type": document.media_type,
            "created_at": document.created_at,
        }

    # The list, and the catalog

    def fits(self, document: Document, wanted: Filter) -> bool:
        """Whether a document is one of those that are wanted."""
        size = self.size(document)
        return (
            (wanted.label is None or wanted.label in document.labels)
            and (wanted.media_type is None or wanted.media_type == document.media_type)
            and (wanted.min_size is None or size >= wanted.min_size)
            and (wanted.max_size is None or size <= wanted.max_size)
        )

    def fitting(self, wanted: Filter) -> list[Document]:
        """All documents that are wanted, in the order in which they came."""
        return [each for each in self.store.documents.values() if self.fits(each, wanted)]

    def page(self, documents: Sequence[Document], page: int, per_page: int) -> list[Document]:
        """The documents of a page."""
        return list(documents[(page - 1) * per_page : page * per_page])

    def total(self, fitting: Sequence[Document], _shown: Sequence[Document]) -> int:
        """How many documents there are on all pages."""
        return len(fitting)

    def entry(self, document: Document) -> dict[str, Any]:
        """A document in the list."""
        return self.render(document)

    def catalog_form(self, accept: Sequence[str]) -> str:
        """The media type of the catalog, by what is accepted."""
        form = headers.preferred(accept, ("text/csv", "text/plain"))
        if form is None:
            text = "There is text/csv and text/plain."
            raise RefusedError(406, "not_acceptable", text, {"Vary": "Accept"})
        return form

    def catalog(self, media_type: str, columns: Sequence[str], rows: int) -> str:
        """A table of the first documents: CSV (RFC 4180), or lines with tabs."""
        shown = [self.render(each) for each in list(self.store.documents.values())[:rows]]
        table = [[str(each[column]) for column in columns] for each in shown]
        if media_type != "text/csv":
            return "".join("\t".join(row) + "\n" for row in [list(columns), *table])
        written = io.StringIO()
        csv.writer(written).writerows([list(columns), *table])
        return written.getvalue()

    # Bytes

    def tag(self, document: Document) -> str:
        """The entity tag of a document's bytes, which changes with them alone."""
        return f'"{hashlib.sha256(document.content).hexdigest()[:32]}"'

    def check_conditions(
        self, method: str, lines: Conditions, tag: str | None, *, exists: bool
    ) -> None:
        """Go on only if If-Match and If-None-Match, the `lines`, let it."""
        headers.check_conditions(method, *lines, tag=tag, exists=exists)

    def wanted_span(
        self, ranges: Sequence[str], if_range: Sequence[str], document: Document
    ) -> Span | None:
        """The range of bytes to send; None for the whole (RFC 9110 13.1.5 and 14.2)."""
        if if_range and not headers.same_strongly(if_range, self.tag(document)):
            return None
        return headers.span_of(ranges, len(document.content))

    def piece(self, content: bytes, first: int, last: int) -> tuple[bytes, str]:
        """The bytes of a range, and the Content-Range that says which they are."""
        return content[first : last + 1], f"bytes {first}-{last}/{len(content)}"

    def download(self, document: Document) -> bytes:
        """The bytes of a document."""
        return document.content

    # Folders

    def create_folder(self, folder: Folder, _given: Any) -> str:
        """Store a tree under a new id; `_given` is the JSON that it was read from."""
        folder_id = self.store.new_id()
        self.store.folders[folder_id] = folder
        return folder_id

    def replace_folder(self, folder_id: str, folder: Folder, _given: Any) -> None:
        """Put a tree in the place of another one."""
        self.store.folders[folder_id] = folder

    def delete_folder(self, folder_id: str) -> None:
        """Forget a tree."""
        self.store.folders.pop(folder_id, None)

    def render_tree(self, folder: Folder) -> dict[str, Any]:
        """A Folder, which has no id."""
        return {"name": folder.name, "children": [self.render_tree(c) for c in folder.children]}

    def render_folder(self, folder_id: str, folder: Folder) -> dict[str, Any]:
        """A StoredFolder."""
        return {"id": folder_id, **self.render_tree(folder)}

    # Feedback

    def preview(self, fields: Fields) -> dict[str, Any]:
        """What a feedback would look like; nothing is stored."""
        rating = self.whole(reading.one(fields.get("rating", ()), "rating"), "rating", 1, 5)
        text = reading.text(fields.get("text", ()), "text", 1000)
        topics = self.read_topics(fields.get("topics", ()))
        return {
            "rating": rating,
            "text": text,
            "topics": list(topics),
            "stars": "★" * rating + "☆" * (5 - rating),
            "words": len(text.split()),
        }
